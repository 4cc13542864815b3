-- Answers to what a check of a report found: one row for a finding of an org's year, told again by its own words
-- (`finding`), and every wording of the answer. Texts given to be checked lie beside, the last ones only.

CREATE TABLE review_note (
  id BIGINT PRIMARY KEY,
  root_id BIGINT NOT NULL,
  org_id BIGINT NOT NULL REFERENCES org(id),
  year BIGINT NOT NULL,
  finding TEXT NOT NULL,            -- SHA-256 of its kind and words, hex
  version BIGINT NOT NULL           -- of the last wording
);
CREATE UNIQUE INDEX review_note_by_org ON review_note(org_id, year, finding);

CREATE TABLE review_note_version (
  note_id BIGINT NOT NULL REFERENCES review_note(id),
  version BIGINT NOT NULL,
  root_id BIGINT NOT NULL,
  at_ms BIGINT NOT NULL,
  account_id BIGINT,
  actor TEXT NOT NULL,
  note TEXT NOT NULL,               -- '': taken back
  snapshot TEXT NOT NULL,           -- canonical JSON: the answer and the finding as it was
  digest TEXT NOT NULL,
  PRIMARY KEY (note_id, version)
);

-- Working material, not history: what is older than the last few of an org goes.
CREATE TABLE review_file (
  id BIGINT PRIMARY KEY,
  root_id BIGINT NOT NULL,
  org_id BIGINT NOT NULL REFERENCES org(id),
  year BIGINT NOT NULL,
  at_ms BIGINT NOT NULL,
  account_id BIGINT,
  actor TEXT NOT NULL,
  name TEXT NOT NULL,
  body TEXT NOT NULL                -- the plain text
);
CREATE INDEX review_file_by_org ON review_file(org_id, id);

-- only: sqlite
CREATE TRIGGER review_note_version_keeps BEFORE UPDATE ON review_note_version BEGIN SELECT RAISE(ABORT, 'versions are append-only'); END;
CREATE TRIGGER review_note_version_stays BEFORE DELETE ON review_note_version BEGIN SELECT RAISE(ABORT, 'versions are append-only'); END;
CREATE TRIGGER review_note_stays BEFORE DELETE ON review_note BEGIN SELECT RAISE(ABORT, 'answers are kept'); END;
-- end
-- only: pg
CREATE TRIGGER review_note_version_keeps BEFORE UPDATE OR DELETE ON review_note_version FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER review_note_version_truncate BEFORE TRUNCATE ON review_note_version EXECUTE FUNCTION append_only();
CREATE TRIGGER review_note_stays BEFORE DELETE ON review_note FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER review_note_truncate BEFORE TRUNCATE ON review_note EXECUTE FUNCTION append_only();
-- end
