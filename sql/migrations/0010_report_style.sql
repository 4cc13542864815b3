-- How an org's report looks on paper: each choice a version that stays; the newest holds.
CREATE TABLE report_style (
  org_id BIGINT NOT NULL REFERENCES org(id),
  version BIGINT NOT NULL,
  root_id BIGINT NOT NULL,
  at_ms BIGINT NOT NULL,
  account_id BIGINT,
  actor TEXT NOT NULL,
  own BIGINT NOT NULL,              -- 0: GB/T 9704
  source TEXT NOT NULL,             -- the name of the file it was learnt from
  snapshot TEXT NOT NULL,           -- canonical JSON
  digest TEXT NOT NULL,
  PRIMARY KEY (org_id, version)
);

-- only: sqlite
CREATE TRIGGER report_style_keeps BEFORE UPDATE ON report_style BEGIN SELECT RAISE(ABORT, 'versions are append-only'); END;
CREATE TRIGGER report_style_stays BEFORE DELETE ON report_style BEGIN SELECT RAISE(ABORT, 'versions are append-only'); END;
-- end
-- only: pg
CREATE TRIGGER report_style_keeps BEFORE UPDATE OR DELETE ON report_style FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER report_style_truncate BEFORE TRUNCATE ON report_style EXECUTE FUNCTION append_only();
-- end
