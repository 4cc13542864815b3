-- The written report: what stands in its form now (one row for org, year and audience), every version that was kept, and
-- the comments on it. Texts hold the fields as {code}; what they come to is computed, and frozen in a version that was sent.

CREATE TABLE report_text (
  id BIGINT PRIMARY KEY,
  root_id BIGINT NOT NULL,
  org_id BIGINT NOT NULL REFERENCES org(id),
  year BIGINT NOT NULL,
  audience TEXT NOT NULL,           -- code of the outline, of a quarter or project with its number: quarter-2, project-41
  edition BIGINT NOT NULL,          -- rises with every change of the body
  version BIGINT NOT NULL,          -- the last one kept
  version_edition BIGINT NOT NULL,  -- the edition that this version is of
  frozen BIGINT NOT NULL,           -- the version that was sent; 0: none, or taken back
  changed_ms BIGINT NOT NULL,
  changed_by TEXT NOT NULL,
  body TEXT NOT NULL                -- canonical JSON: the sections
);
CREATE UNIQUE INDEX report_text_by_org ON report_text(org_id, year, audience);

CREATE TABLE report_text_version (
  text_id BIGINT NOT NULL REFERENCES report_text(id),
  version BIGINT NOT NULL,
  root_id BIGINT NOT NULL,
  at_ms BIGINT NOT NULL,
  account_id BIGINT,
  actor TEXT NOT NULL,
  step TEXT NOT NULL,               -- save, submit, withdraw, restore
  why TEXT NOT NULL,
  chars BIGINT NOT NULL,            -- length as printed
  snapshot TEXT NOT NULL,           -- canonical JSON: the sections; of what was sent, also what was printed
  digest TEXT NOT NULL,
  PRIMARY KEY (text_id, version)
);

-- A comment at a place (the words quoted) or on a section. Only whether it is dealt with changes.
CREATE TABLE report_comment (
  id BIGINT PRIMARY KEY,
  root_id BIGINT NOT NULL,
  text_id BIGINT NOT NULL REFERENCES report_text(id),
  at_ms BIGINT NOT NULL,
  account_id BIGINT,
  actor TEXT NOT NULL,
  quote TEXT NOT NULL,
  comment TEXT NOT NULL,
  version BIGINT NOT NULL,          -- how often it was dealt with or opened again
  closed_ms BIGINT,
  closed_by TEXT NOT NULL
);
CREATE INDEX report_comment_by_text ON report_comment(text_id, id);

-- only: sqlite
CREATE TRIGGER report_text_version_keeps BEFORE UPDATE ON report_text_version BEGIN SELECT RAISE(ABORT, 'versions are append-only'); END;
CREATE TRIGGER report_text_version_stays BEFORE DELETE ON report_text_version BEGIN SELECT RAISE(ABORT, 'versions are append-only'); END;
CREATE TRIGGER report_comment_keeps BEFORE UPDATE OF id, root_id, text_id, at_ms, account_id, actor, quote, comment ON report_comment BEGIN SELECT RAISE(ABORT, 'comments are kept as they were written'); END;
CREATE TRIGGER report_comment_stays BEFORE DELETE ON report_comment BEGIN SELECT RAISE(ABORT, 'comments are kept'); END;
-- end
-- only: pg
CREATE TRIGGER report_text_version_keeps BEFORE UPDATE OR DELETE ON report_text_version FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER report_text_version_truncate BEFORE TRUNCATE ON report_text_version EXECUTE FUNCTION append_only();
CREATE TRIGGER report_comment_keeps BEFORE UPDATE OF id, root_id, text_id, at_ms, account_id, actor, quote, comment ON report_comment FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER report_comment_stays BEFORE DELETE ON report_comment FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER report_comment_truncate BEFORE TRUNCATE ON report_comment EXECUTE FUNCTION append_only();
-- end
