-- The library (素材库). Originals lie under files/ by their digest, texts in search_text under (source library, id).

CREATE TABLE library_doc (
  id BIGINT PRIMARY KEY,
  root_id BIGINT NOT NULL,
  org_id BIGINT NOT NULL REFERENCES org(id),
  lock BIGINT NOT NULL,             -- enum search_lock
  state BIGINT NOT NULL,            -- enum library_state
  folder TEXT NOT NULL,             -- 'a/b'
  name TEXT NOT NULL,
  path TEXT NOT NULL,               -- within the folder or archive it came from
  origin TEXT NOT NULL,             -- digest of org, where it came from and content: the same file is taken in once
  digest TEXT NOT NULL,             -- SHA-256 of the original, hex
  size BIGINT NOT NULL,
  format TEXT NOT NULL,
  why TEXT NOT NULL,                -- why there is no text
  title TEXT NOT NULL,
  title_by BIGINT NOT NULL,         -- 0: the text says so; 1: the file's name; 2: the clerk
  issuer TEXT NOT NULL,
  place TEXT NOT NULL,
  doc_number TEXT NOT NULL,
  dated TEXT,
  year BIGINT NOT NULL,             -- 0: unknown
  same_as BIGINT,                   -- the first one with the same content
  alike BIGINT,                     -- one with nearly the same text
  alike_per_mille BIGINT NOT NULL,
  points BIGINT NOT NULL,           -- characters of the text
  cuts BIGINT NOT NULL,
  pages BIGINT NOT NULL,
  batch_id BIGINT NOT NULL,
  added_ms BIGINT NOT NULL,
  added_by TEXT NOT NULL,
  version BIGINT NOT NULL,
  removed_ms BIGINT,
  removed_why TEXT
);
CREATE UNIQUE INDEX library_doc_by_origin ON library_doc(origin);
CREATE INDEX library_doc_by_digest ON library_doc(digest, root_id, id);
-- Holds all that lists filter by, so that counting does not read the rows.
CREATE INDEX library_doc_by_org ON library_doc(org_id, folder, id, removed_ms, lock, state, year, dated, format, cuts,
  same_as, alike, batch_id);
CREATE INDEX library_doc_by_batch ON library_doc(batch_id, state, id);

CREATE TABLE library_tag (
  doc_id BIGINT NOT NULL,
  tag TEXT NOT NULL,
  root_id BIGINT NOT NULL,
  org_id BIGINT NOT NULL,
  PRIMARY KEY (doc_id, tag)
-- only: sqlite
) WITHOUT ROWID;
-- end
-- only: pg
);
-- end
CREATE INDEX library_tag_by_org ON library_tag(org_id, tag, doc_id);

-- Headings and pages of documents that have any: JSON, [[level, start, end], …] and [start, …], bytes in the text with
-- all its residue.
CREATE TABLE library_outline (
  doc_id BIGINT PRIMARY KEY,
  root_id BIGINT NOT NULL,
  headings TEXT NOT NULL,
  pages TEXT NOT NULL
);

-- Residue, with its place in the text that has all of it; that text is the shown one with what is cut put back.
CREATE TABLE library_cut (
  doc_id BIGINT NOT NULL,
  n BIGINT NOT NULL,
  root_id BIGINT NOT NULL,
  kind TEXT NOT NULL,               -- residue_code
  start BIGINT NOT NULL,
  cut BIGINT NOT NULL,              -- 0: only marked
  kept BIGINT NOT NULL,             -- 1: was put back
  text TEXT NOT NULL,
  around TEXT NOT NULL,             -- JSON: what stands before and after it
  PRIMARY KEY (doc_id, n)
-- only: sqlite
) WITHOUT ROWID;
-- end
-- only: pg
);
-- end

-- The text, as shown, of documents that were removed: search has it no more.
CREATE TABLE library_text (
  doc_id BIGINT PRIMARY KEY,
  root_id BIGINT NOT NULL,
  text TEXT NOT NULL
);

-- Near-duplicates: the smallest hashes of a text, and its whole sketch (text/print.h).
CREATE TABLE library_sketch (
  hash BIGINT NOT NULL,             -- with the root mixed in
  doc_id BIGINT NOT NULL,
  PRIMARY KEY (hash, doc_id)
-- only: sqlite
) WITHOUT ROWID;
-- end
-- only: pg
);
-- end
CREATE TABLE library_print (
  doc_id BIGINT PRIMARY KEY,
  root_id BIGINT NOT NULL,
  sketch BLOB NOT NULL              -- 64-bit numbers, the least byte first, rising
);

CREATE TABLE library_version (
  doc_id BIGINT NOT NULL,
  version BIGINT NOT NULL,
  root_id BIGINT NOT NULL,
  at_ms BIGINT NOT NULL,
  account_id BIGINT,
  actor TEXT NOT NULL,
  why TEXT NOT NULL,
  snapshot TEXT NOT NULL,           -- canonical JSON
  digest TEXT NOT NULL,             -- of the snapshot; the journal has it too
  PRIMARY KEY (doc_id, version)
-- only: sqlite
) WITHOUT ROWID;
-- end
-- only: pg
);
-- end

-- Intake (入库): one row a batch, and what could not be kept.
CREATE TABLE library_batch (
  id BIGINT PRIMARY KEY,
  root_id BIGINT NOT NULL,
  org_id BIGINT NOT NULL REFERENCES org(id),
  way BIGINT NOT NULL,              -- enum library_way
  source TEXT NOT NULL,
  folder TEXT NOT NULL,
  actor TEXT NOT NULL,
  started_ms BIGINT NOT NULL,
  ended_ms BIGINT,                  -- NULL: running, or cut off
  added BIGINT NOT NULL,
  duplicate BIGINT NOT NULL,
  known BIGINT NOT NULL,
  failed BIGINT NOT NULL,
  bytes BIGINT NOT NULL,
  points BIGINT NOT NULL
);
CREATE INDEX library_batch_by_org ON library_batch(org_id, id);
CREATE TABLE library_failure (
  batch_id BIGINT NOT NULL,
  n BIGINT NOT NULL,
  root_id BIGINT NOT NULL,
  path TEXT NOT NULL,
  why TEXT NOT NULL,
  doc_id BIGINT,                    -- NULL: not kept
  PRIMARY KEY (batch_id, n)
-- only: sqlite
) WITHOUT ROWID;
-- end
-- only: pg
);
-- end

CREATE TABLE library_watch (
  id BIGINT PRIMARY KEY,
  root_id BIGINT NOT NULL,
  org_id BIGINT NOT NULL REFERENCES org(id),
  lock BIGINT NOT NULL,
  path TEXT NOT NULL,
  folder TEXT NOT NULL,
  tags TEXT NOT NULL,               -- parted by line breaks
  added_ms BIGINT NOT NULL
);
CREATE UNIQUE INDEX library_watch_by_path ON library_watch(path, org_id);
CREATE INDEX library_watch_by_org ON library_watch(org_id, id);
