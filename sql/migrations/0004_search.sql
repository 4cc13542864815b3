-- Search (检索) and the copy check stand on these; all of it can be made again from records, reports and originals.

-- One row. Every change of what can be found counts `changes` up, so that what is kept in memory about a state is never
-- that of another state.
CREATE TABLE search_state (
  id BIGINT PRIMARY KEY,            -- 1
  changes BIGINT NOT NULL,
  docno BIGINT NOT NULL,            -- the last one given; none is given twice
  seg BIGINT NOT NULL,              -- the same of segments; below 2^19
  fresh BIGINT NOT NULL,            -- code points in search_fresh
  tidy_owner BIGINT NOT NULL,       -- who merges (search_tidy), until when
  tidy_until_ms BIGINT NOT NULL,
  records_to BIGINT NOT NULL        -- records up to this id are put in or were never to be
);
INSERT INTO search_state (id, changes, docno, seg, fresh, tidy_owner, tidy_until_ms, records_to)
VALUES (1, 0, 0, 0, 0, 0, 0, 0);

-- What can be found: one row for each version of a thing. Immutable but for `gone`: a change is a new row.
CREATE TABLE search_doc (
  docno BIGINT PRIMARY KEY,         -- 1, 2, 3 … in the order of adding; below 2^31
  root_id BIGINT NOT NULL,
  org_id BIGINT NOT NULL,
  lock BIGINT NOT NULL,             -- who may find it: enum search_lock
  source BIGINT NOT NULL,           -- enum search_source
  ref_id BIGINT NOT NULL,           -- record, library document, report
  kind TEXT NOT NULL,               -- of the record, of the file
  kind_title TEXT NOT NULL,
  title TEXT NOT NULL,
  apart BIGINT NOT NULL,            -- the title is found as if it stood in the text
  year BIGINT NOT NULL,             -- 0: unknown
  dated TEXT,
  points BIGINT NOT NULL,           -- code points of the normalised text
  gone BIGINT NOT NULL              -- 0: can be found; else the `changes` from which on it cannot; -1: to be removed
);
CREATE INDEX search_doc_by_ref ON search_doc(source, ref_id, gone);
CREATE INDEX search_doc_gone ON search_doc(gone, docno) WHERE gone <> 0;

-- The text as it is shown, in pieces that fit a page of the database.
CREATE TABLE search_text (
-- only: sqlite
  id INTEGER PRIMARY KEY,           -- docno * 2^32 + code points of the normalised text before the piece
-- end
-- only: pg
  id BIGINT PRIMARY KEY,
-- end
  text TEXT NOT NULL
);

-- Documents that are in no segment yet, behind all that are: found by reading them. Normalised.
CREATE TABLE search_fresh (
  docno BIGINT PRIMARY KEY,
  title TEXT NOT NULL,
  text TEXT NOT NULL
);

-- Segments of the index (text/index.h): documents first … last, immutable. live 1: in use, 0: being written or to be
-- removed, -1: being removed.
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
-- only: sqlite
  id INTEGER PRIMARY KEY,           -- seg * 2^44 + the page's first term
-- end
-- only: pg
  id BIGINT PRIMARY KEY,
-- end
  bytes BLOB NOT NULL
);
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
-- Dense already, and read whole: not compressed, pages in their row.
ALTER TABLE search_page ALTER COLUMN bytes SET STORAGE EXTERNAL;
ALTER TABLE search_page SET (toast_tuple_target = 8160);
ALTER TABLE search_part ALTER COLUMN docs SET STORAGE EXTERNAL, ALTER COLUMN places SET STORAGE EXTERNAL;
ALTER TABLE search_seg ALTER COLUMN facts SET STORAGE EXTERNAL;
-- end
