-- Long lists of the index as rows of an ordinary table. SQLite compares a key of a WITHOUT ROWID table with whole rows, and
-- read every list of some ten kilobytes that a search for one came by; now it comes by keys of twenty bytes.
-- only: sqlite
CREATE TABLE search_part_rows (
  seg BIGINT NOT NULL,
  term BIGINT NOT NULL,
  part BIGINT NOT NULL,
  docs BLOB NOT NULL,
  places BLOB NOT NULL,
  PRIMARY KEY (seg, term, part)
);
INSERT INTO search_part_rows (seg, term, part, docs, places)
SELECT seg, term, part, docs, places FROM search_part ORDER BY seg, term, part;
DROP TABLE search_part;
ALTER TABLE search_part_rows RENAME TO search_part;
-- end
