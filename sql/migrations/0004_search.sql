-- Search (检索) and the copy check stand on these; all of it can be made again from records, reports and originals.

-- What can be found: one row for each version of a thing. Immutable but for `gone`: a change is a new row.
CREATE TABLE search_doc (
  docno BIGINT PRIMARY KEY,         -- 1, 2, 3 … growing; the order of adding
  root_id BIGINT NOT NULL,
  org_id BIGINT NOT NULL,
  lock BIGINT NOT NULL,             -- who may find it: enum search_lock
  source BIGINT NOT NULL,           -- enum search_source
  ref_id BIGINT NOT NULL,           -- record, library document, report
  kind TEXT NOT NULL,               -- of the record, of the file
  title TEXT NOT NULL,
  year BIGINT NOT NULL,             -- 0: unknown
  dated TEXT,
  points BIGINT NOT NULL,           -- code points of the normalised text
  gone BIGINT NOT NULL DEFAULT 0    -- no longer found; its rows go at the next merge
);
CREATE INDEX search_doc_by_ref ON search_doc(source, ref_id, gone);
CREATE INDEX search_doc_gone ON search_doc(gone, docno);

-- The text as it is shown, in pieces; start: code points of the normalised text before the piece.
CREATE TABLE search_text (
  docno BIGINT NOT NULL,
  start BIGINT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (docno, start)
-- only: sqlite
) WITHOUT ROWID;
-- end
-- only: pg
);
-- end

-- Documents that are in no segment yet: found by reading them. Normalised.
CREATE TABLE search_fresh (
  docno BIGINT PRIMARY KEY,
  title TEXT NOT NULL,
  text TEXT NOT NULL
);

-- Segments of the index (text/index.h): documents first … last, immutable. live 0: being written, or to be removed.
CREATE TABLE search_seg (
  id BIGINT PRIMARY KEY,
  first BIGINT NOT NULL,
  last BIGINT NOT NULL,
  docs BIGINT NOT NULL,
  points BIGINT NOT NULL,           -- of all its documents
  bytes BIGINT NOT NULL,
  live BIGINT NOT NULL,
  facts BLOB NOT NULL               -- what ranking and filters need of each document (domain/search_facts.c)
);
CREATE TABLE search_page (
  seg BIGINT NOT NULL,
  first_term BIGINT NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (seg, first_term)
-- only: sqlite
) WITHOUT ROWID;
-- end
-- only: pg
);
-- end
CREATE TABLE search_part (
  seg BIGINT NOT NULL,
  term BIGINT NOT NULL,
  part BIGINT NOT NULL,
  docs BLOB NOT NULL,
  places BLOB NOT NULL,
  PRIMARY KEY (seg, term, part)
-- only: sqlite
) WITHOUT ROWID;
-- end
-- only: pg
);
-- end
