-- The tables of the work. Every table carries root_id, the top of the org tree that the row belongs to, so that a
-- store can be sharded by it. Dates are 'YYYY-MM-DD', moments milliseconds since 1970, yes/no 0/1, amounts
-- thousandths of their unit. On SQLite the small tables with a key of several columns lie in the order of that key
-- (WITHOUT ROWID): half the pages to write. On PostgreSQL those that every write changes keep room for it.

CREATE TABLE org (
  id BIGINT PRIMARY KEY,
  root_id BIGINT NOT NULL,
  parent_id BIGINT REFERENCES org(id),
  path TEXT NOT NULL,               -- '/1/17/': all above and itself; a subtree is a prefix
  name TEXT NOT NULL,
  kind TEXT NOT NULL,               -- committee, general_branch, branch, group, coop …: the packs name them
  flags TEXT NOT NULL,              -- facts the clerk states, for conditions of duties: ' agency abroad '
  closed_on TEXT,
  version BIGINT NOT NULL
);
CREATE UNIQUE INDEX org_by_path ON org(path);
CREATE INDEX org_by_parent ON org(parent_id, id);
CREATE INDEX org_by_name ON org(name, path);

CREATE TABLE person (
  id BIGINT PRIMARY KEY,
  root_id BIGINT NOT NULL,
  org_id BIGINT NOT NULL REFERENCES org(id),
  group_id BIGINT REFERENCES org(id),
  name TEXT NOT NULL,
  membership TEXT NOT NULL,         -- full, probationary, applicant, none
  floating BIGINT NOT NULL,
  applied_on TEXT,
  joined_on TEXT,                   -- admitted as probationary member; for others: in the org since
  full_on TEXT,
  left_on TEXT,
  left_why TEXT,
  version BIGINT NOT NULL
);
CREATE INDEX person_by_org ON person(org_id, id);

CREATE TABLE post (
  id BIGINT PRIMARY KEY,
  root_id BIGINT NOT NULL,
  org_id BIGINT NOT NULL REFERENCES org(id),
  person_id BIGINT NOT NULL REFERENCES person(id),
  post TEXT NOT NULL,               -- secretary, deputy, organisation, publicity, discipline, member, clerk …
  from_on TEXT NOT NULL,
  to_on TEXT,
  version BIGINT NOT NULL
);
CREATE INDEX post_by_org ON post(org_id, person_id);
CREATE INDEX post_by_person ON post(person_id, from_on);

CREATE TABLE account (
  id BIGINT PRIMARY KEY,
  root_id BIGINT NOT NULL,
  person_id BIGINT REFERENCES person(id),
  login TEXT NOT NULL,
  name TEXT NOT NULL,
  password_hash TEXT,               -- NULL until the link was used
  lang TEXT NOT NULL,
  disabled_ms BIGINT,
  version BIGINT NOT NULL
);
CREATE UNIQUE INDEX account_by_login ON account(login);
CREATE INDEX account_by_root ON account(root_id, id);

CREATE TABLE role_grant (
  id BIGINT PRIMARY KEY,
  root_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL REFERENCES account(id),
  org_id BIGINT NOT NULL REFERENCES org(id),
  role TEXT NOT NULL,               -- admin, secretary, clerk, member, upper, inspector
  until_on TEXT,
  version BIGINT NOT NULL
);
CREATE INDEX role_grant_by_account ON role_grant(account_id, id);
CREATE INDEX role_grant_by_org ON role_grant(org_id, id);

CREATE TABLE session (
  digest TEXT PRIMARY KEY,          -- SHA-256 of the cookie's token, hex
  root_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL REFERENCES account(id),
  csrf TEXT NOT NULL,
  org_id BIGINT,                    -- the org and year being looked at
  year BIGINT,
  created_ms BIGINT NOT NULL,
  expires_ms BIGINT NOT NULL
);
CREATE INDEX session_by_account ON session(account_id);
CREATE INDEX session_by_end ON session(expires_ms);

CREATE TABLE api_token (
  id BIGINT PRIMARY KEY,
  root_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL REFERENCES account(id),
  digest TEXT NOT NULL,
  name TEXT NOT NULL,
  scope TEXT NOT NULL,              -- read, write, metrics
  created_ms BIGINT NOT NULL,
  expires_ms BIGINT NOT NULL,
  revoked_ms BIGINT
);
CREATE UNIQUE INDEX api_token_by_digest ON api_token(digest);
CREATE INDEX api_token_by_account ON api_token(account_id, id);

CREATE TABLE setup_link (
  digest TEXT PRIMARY KEY,
  root_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL REFERENCES account(id), -- whose password it sets
  created_ms BIGINT NOT NULL,
  expires_ms BIGINT NOT NULL,
  used_ms BIGINT
);
CREATE INDEX setup_link_by_account ON setup_link(account_id);

CREATE TABLE login_try (
  key TEXT PRIMARY KEY,             -- 'login:zhang' or 'addr:10.0.0.7'
  since_ms BIGINT NOT NULL,
  failures BIGINT NOT NULL
);
CREATE INDEX login_try_by_since ON login_try(since_ms);

-- A pack as it was when a year was opened with it: an old year stays judged by the pack of that year.
CREATE TABLE pack_text (
  digest TEXT PRIMARY KEY,          -- SHA-256 of the YAML, hex
  name TEXT NOT NULL,
  version TEXT NOT NULL,
  yaml TEXT NOT NULL,
  loaded_ms BIGINT NOT NULL
);

CREATE TABLE year_pack (
  root_id BIGINT NOT NULL,
  year BIGINT NOT NULL,
  pack TEXT NOT NULL,
  digest TEXT NOT NULL REFERENCES pack_text(digest),
  PRIMARY KEY (root_id, year, pack)
);

-- A duty switched on or off for an org and all below; the nearest setting wins, the pack's default comes last.
CREATE TABLE duty_switch (
  root_id BIGINT NOT NULL,
  org_id BIGINT NOT NULL REFERENCES org(id),
  duty TEXT NOT NULL,
  is_on BIGINT NOT NULL,
  why TEXT NOT NULL,
  PRIMARY KEY (org_id, duty)
);

-- What lists show stands before the long texts, so that a list does not read through them.
CREATE TABLE record (
  id BIGINT PRIMARY KEY,
  root_id BIGINT NOT NULL,
  org_id BIGINT NOT NULL REFERENCES org(id),
  kind TEXT NOT NULL,
  year BIGINT NOT NULL,             -- 年度: may be the year before held_on
  held_on TEXT NOT NULL,
  title TEXT NOT NULL,
  place TEXT NOT NULL,
  due_count BIGINT NOT NULL,        -- 应到
  present_count BIGINT NOT NULL,    -- 实到
  evidence_count BIGINT NOT NULL DEFAULT 0, -- without those taken out
  entered_ms BIGINT NOT NULL,
  late_days BIGINT NOT NULL,        -- days past the pack's allowance; 0: in time
  voided_ms BIGINT,
  version BIGINT NOT NULL,
  changed_ms BIGINT NOT NULL,
  entered_by BIGINT REFERENCES account(id),
  hours_milli BIGINT,
  host TEXT NOT NULL,
  recorder TEXT NOT NULL,
  fields TEXT NOT NULL,             -- the kind's own fields, a JSON object of strings
  late_why TEXT NOT NULL,
  void_why TEXT,
  agenda TEXT NOT NULL,
  body TEXT NOT NULL
);
CREATE INDEX record_by_org ON record(org_id, year, held_on, id, voided_ms); -- the last so that a year is counted without its rows
CREATE INDEX record_by_kind ON record(org_id, kind, held_on, id);
CREATE INDEX record_by_entry ON record(org_id, year, entered_ms, id);

CREATE TABLE record_version (
  record_id BIGINT NOT NULL REFERENCES record(id),
  version BIGINT NOT NULL,
  root_id BIGINT NOT NULL,
  at_ms BIGINT NOT NULL,
  account_id BIGINT,
  actor TEXT NOT NULL,
  why TEXT NOT NULL,
  snapshot TEXT NOT NULL,           -- the whole record as canonical JSON
  digest TEXT NOT NULL,
  PRIMARY KEY (record_id, version)
);

CREATE TABLE attendance (
  record_id BIGINT NOT NULL REFERENCES record(id),
  person_id BIGINT NOT NULL REFERENCES person(id),
  root_id BIGINT NOT NULL,
  state TEXT NOT NULL,              -- present, absent, excused, observer
  reason TEXT NOT NULL,
  PRIMARY KEY (record_id, person_id)
-- only: sqlite
) WITHOUT ROWID;
-- end
-- only: pg
);
-- end

CREATE TABLE decision (
  record_id BIGINT NOT NULL REFERENCES record(id),
  n BIGINT NOT NULL,
  root_id BIGINT NOT NULL,
  text TEXT NOT NULL,
  owner TEXT NOT NULL,
  due_on TEXT,
  PRIMARY KEY (record_id, n)
-- only: sqlite
) WITHOUT ROWID;
-- end
-- only: pg
);
-- end

CREATE TABLE quantity (
  record_id BIGINT NOT NULL REFERENCES record(id),
  code TEXT NOT NULL,
  root_id BIGINT NOT NULL,
  amount_milli BIGINT NOT NULL,
  unit TEXT NOT NULL,
  PRIMARY KEY (record_id, code)
-- only: sqlite
) WITHOUT ROWID;
-- end
-- only: pg
);
-- end

CREATE TABLE evidence (
  id BIGINT PRIMARY KEY,
  root_id BIGINT NOT NULL,
  record_id BIGINT NOT NULL REFERENCES record(id),
  digest TEXT NOT NULL,             -- of the file's bytes: where it lies under files/
  name TEXT NOT NULL,
  size BIGINT NOT NULL,
  type TEXT NOT NULL,
  added_ms BIGINT NOT NULL,
  added_by BIGINT,
  removed_ms BIGINT,
  removed_why TEXT
);
CREATE INDEX evidence_by_record ON evidence(record_id, id);
CREATE INDEX evidence_by_digest ON evidence(digest);

-- Which duties a record counts for (by the pack's rule and the clerk's ticks). Derived rows go when it is voided.
CREATE TABLE record_duty (
  record_id BIGINT NOT NULL REFERENCES record(id),
  duty TEXT NOT NULL,
  root_id BIGINT NOT NULL,
  org_id BIGINT NOT NULL,
  year BIGINT NOT NULL,
  period BIGINT NOT NULL,           -- 1…12, 1…4, 1…2 or 1, as the duty's period says
  late BIGINT NOT NULL,             -- held after the due day or entered late
  PRIMARY KEY (record_id, duty)
-- only: sqlite
) WITHOUT ROWID;
-- end
-- only: pg
);
-- end
CREATE INDEX record_duty_by_duty ON record_duty(org_id, year, duty, period, record_id);

-- 应办: one duty in one period for one org. The state follows from this row and today (duty.h).
CREATE TABLE occurrence (
  org_id BIGINT NOT NULL REFERENCES org(id),
  year BIGINT NOT NULL,
  duty TEXT NOT NULL,
  period BIGINT NOT NULL,
  root_id BIGINT NOT NULL,
  pack TEXT NOT NULL,
  opens_on TEXT NOT NULL,
  due_on TEXT NOT NULL,
  need BIGINT NOT NULL,
  have BIGINT NOT NULL,
  have_in_time BIGINT NOT NULL,
  applies BIGINT NOT NULL,
  na_why TEXT NOT NULL,             -- why it does not apply
  stated_why TEXT NOT NULL,         -- not held, because …
  PRIMARY KEY (org_id, year, duty, period)
-- only: sqlite
) WITHOUT ROWID;
-- end
-- only: pg
) WITH (fillfactor = 60);
-- end
CREATE INDEX occurrence_by_due ON occurrence(org_id, due_on);

-- 未开展说明: a stated reason why a duty was not done in a period. Its occurrence follows.
CREATE TABLE not_held (
  org_id BIGINT NOT NULL REFERENCES org(id),
  year BIGINT NOT NULL,
  duty TEXT NOT NULL,
  period BIGINT NOT NULL,
  root_id BIGINT NOT NULL,
  why TEXT NOT NULL,
  at_ms BIGINT NOT NULL,
  account_id BIGINT,
  PRIMARY KEY (org_id, year, duty, period)
-- only: sqlite
) WITHOUT ROWID;
-- end
-- only: pg
);
-- end

CREATE TABLE figure_value (
  org_id BIGINT NOT NULL REFERENCES org(id),
  year BIGINT NOT NULL,
  code TEXT NOT NULL,
  root_id BIGINT NOT NULL,
  value_milli BIGINT,               -- NULL: nothing recorded, which is not zero
  records BIGINT NOT NULL,
  PRIMARY KEY (org_id, year, code)
-- only: sqlite
) WITHOUT ROWID;
-- end
-- only: pg
) WITH (fillfactor = 60);
-- end

-- 流水: append-only, linked by the single writer.
CREATE TABLE journal (
  seq BIGINT PRIMARY KEY,           -- 1, 2, 3 … without gaps
  root_id BIGINT NOT NULL,
  at_ms BIGINT NOT NULL,
  account_id BIGINT,
  actor TEXT NOT NULL,
  what TEXT NOT NULL,               -- 'record.add'
  object TEXT NOT NULL,             -- 'record'
  object_id BIGINT NOT NULL,
  org_id BIGINT NOT NULL,
  version BIGINT NOT NULL,
  why TEXT NOT NULL,
  digest TEXT NOT NULL,             -- SHA-256 of the new version's canonical JSON
  link TEXT NOT NULL                -- SHA-256 of the link before and this entry
);
CREATE INDEX journal_by_object ON journal(object, object_id, seq);
CREATE INDEX journal_by_org ON journal(org_id, seq);

-- only: sqlite
CREATE TRIGGER journal_keeps BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_stays BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER record_version_keeps BEFORE UPDATE ON record_version BEGIN SELECT RAISE(ABORT, 'versions are append-only'); END;
CREATE TRIGGER record_version_stays BEFORE DELETE ON record_version BEGIN SELECT RAISE(ABORT, 'versions are append-only'); END;
-- end
-- only: pg
CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'this table is append-only'; END $$;
CREATE TRIGGER journal_keeps BEFORE UPDATE OR DELETE ON journal FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER journal_truncate BEFORE TRUNCATE ON journal EXECUTE FUNCTION append_only();
CREATE TRIGGER record_version_keeps BEFORE UPDATE OR DELETE ON record_version FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER record_version_truncate BEFORE TRUNCATE ON record_version EXECUTE FUNCTION append_only();
-- end
