-- The yearly report of an org as it was sent: one row for an org and year, and all that was done with it. Files lie under
-- files/ by their digest; the text that counts lies in search_text under (source report, id).

CREATE TABLE report (
  id BIGINT PRIMARY KEY,
  root_id BIGINT NOT NULL,
  org_id BIGINT NOT NULL REFERENCES org(id),
  year BIGINT NOT NULL,
  state BIGINT NOT NULL,            -- enum report_state
  version BIGINT NOT NULL,          -- of the last step
  text_version BIGINT NOT NULL,     -- the step whose text counts; 0: none
  before_state BIGINT NOT NULL,     -- where a withdrawal leads back to
  before_text BIGINT NOT NULL,
  changed_ms BIGINT NOT NULL,
  grade TEXT NOT NULL,              -- good, fair, average, poor; '': none
  votes_good BIGINT NOT NULL,
  votes_fair BIGINT NOT NULL,
  votes_average BIGINT NOT NULL,
  votes_poor BIGINT NOT NULL
);
CREATE UNIQUE INDEX report_by_org ON report(org_id, year);

-- Each step: submit, withdraw, return, accept, grade.
CREATE TABLE report_version (
  report_id BIGINT NOT NULL REFERENCES report(id),
  version BIGINT NOT NULL,
  root_id BIGINT NOT NULL,
  at_ms BIGINT NOT NULL,
  account_id BIGINT,
  actor TEXT NOT NULL,
  step BIGINT NOT NULL,             -- enum report_step
  why TEXT NOT NULL,
  file_digest TEXT NOT NULL,        -- SHA-256 of what was sent, hex; '': no file belongs to this step
  file_name TEXT NOT NULL,
  file_size BIGINT NOT NULL,
  snapshot TEXT NOT NULL,           -- canonical JSON: text, figures, remarks
  digest TEXT NOT NULL,
  PRIMARY KEY (report_id, version)
);

-- only: sqlite
CREATE TRIGGER report_version_keeps BEFORE UPDATE ON report_version BEGIN SELECT RAISE(ABORT, 'versions are append-only'); END;
CREATE TRIGGER report_version_stays BEFORE DELETE ON report_version BEGIN SELECT RAISE(ABORT, 'versions are append-only'); END;
-- end
-- only: pg
CREATE TRIGGER report_version_keeps BEFORE UPDATE OR DELETE ON report_version FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER report_version_truncate BEFORE TRUNCATE ON report_version EXECUTE FUNCTION append_only();
-- end
