-- Search: see migrations/0004_search.sql for what the tables are.

-- name: search_changes
SELECT changes, docno FROM search_state WHERE id = 1;

-- name: search_state_row
SELECT changes, docno, seg, fresh FROM search_state WHERE id = 1;

-- $1: documents to come, $2: code points of them that go into search_fresh, $3: segments to come.
-- name: search_change
UPDATE search_state SET changes = changes + 1, docno = docno + CAST($1 AS BIGINT), fresh = fresh + CAST($2 AS BIGINT),
  seg = seg + CAST($3 AS BIGINT)
WHERE id = 1;

-- name: search_doc_add
INSERT INTO search_doc (docno, root_id, org_id, lock, source, ref_id, kind, kind_title, title, apart, year, dated, points, gone)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0);

-- name: search_doc_gone
UPDATE search_doc SET gone = $3 WHERE source = $1 AND ref_id = $2 AND gone = 0;

-- name: search_text_add
INSERT INTO search_text (id, text) VALUES ($1, $2);

-- name: search_fresh_add
INSERT INTO search_fresh (docno, title, text) VALUES ($1, $2, $3);

-- name: search_fresh_points
SELECT fresh FROM search_state WHERE id = 1;

-- Everything of the documents that are in no segment, from one number on.
-- name: search_fresh_list
SELECT d.docno, d.root_id, d.org_id, d.lock, d.source, d.kind, d.kind_title, d.apart, d.year, d.dated, d.points, d.gone,
  f.title, f.text
FROM search_fresh f JOIN search_doc d ON d.docno = f.docno WHERE f.docno > $1 ORDER BY f.docno;

-- name: search_fresh_remove
DELETE FROM search_fresh WHERE docno >= $1 AND docno <= $2;

-- name: search_seg_list
-- scan: a handful of rows
SELECT id, first, last, docs, points, bytes, live FROM search_seg ORDER BY first, id;

-- name: search_seg_facts
SELECT facts FROM search_seg WHERE id = $1;

-- name: search_seg_add
INSERT INTO search_seg (id, first, last, docs, points, bytes, live, facts) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- Whether a segment may still be written, which nobody has begun to remove.
-- name: search_seg_writing
UPDATE search_seg SET bytes = bytes + CAST($2 AS BIGINT) WHERE id = $1 AND live = 0;

-- name: search_seg_finish
UPDATE search_seg SET first = $2, last = $3, docs = $4, points = $5, live = 1, facts = $6 WHERE id = $1 AND live = 0;

-- name: search_seg_retire
UPDATE search_seg SET live = 0 WHERE id = $1 AND live = 1;

-- name: search_seg_leave
UPDATE search_seg SET live = -1 WHERE id = $1 AND live = 0;

-- name: search_seg_remove
DELETE FROM search_seg WHERE id = $1 AND live = -1;

-- name: search_gone_since
SELECT docno, gone FROM search_doc WHERE gone <> 0 AND gone > $1;

-- name: search_page_add
INSERT INTO search_page (id, bytes) VALUES ($1, $2);

-- name: search_part_add
INSERT INTO search_part (seg, term, part, docs, places) VALUES ($1, $2, $3, $4, $5);

-- The page whose first term is the last one not above.
-- name: search_page_at
SELECT id, bytes FROM search_page WHERE id <= $1 ORDER BY id DESC LIMIT 1;

-- name: search_page_list
SELECT id, bytes FROM search_page WHERE id > $1 AND id < $2 ORDER BY id LIMIT $3;

-- name: search_part_docs
SELECT part, docs FROM search_part WHERE seg = $1 AND term = $2 ORDER BY part;

-- name: search_part_one
SELECT docs, places FROM search_part WHERE seg = $1 AND term = $2 AND part = $3;

-- name: search_part_places
SELECT places FROM search_part WHERE seg = $1 AND term = $2 AND part = $3;

-- name: search_part_docs_one
SELECT docs FROM search_part WHERE seg = $1 AND term = $2 AND part = $3;

-- name: search_doc_get
SELECT source, ref_id, org_id, kind, title, year, dated, points, root_id, lock, gone FROM search_doc WHERE docno = $1;

-- name: search_doc_find
SELECT docno FROM search_doc WHERE source = $1 AND ref_id = $2 AND gone = 0;

-- name: search_text_at
SELECT id, text FROM search_text WHERE id <= $1 ORDER BY id DESC LIMIT 1;

-- name: search_text_from
SELECT id, text FROM search_text WHERE id >= $1 AND id < $2 ORDER BY id LIMIT $3;

-- name: search_org_name
SELECT name FROM org WHERE id = $1;

-- name: search_seg_last
-- scan: a handful of rows
SELECT COALESCE(MAX(last), 0) FROM search_seg WHERE live = 1;

-- What was left out of a segment is to be removed.
-- name: search_doc_dropped
UPDATE search_doc SET gone = -1 WHERE gone <> 0 AND gone > 0 AND gone <= $3 AND docno >= $1 AND docno <= $2;

-- Who tidies, for how long; nobody else does so meanwhile.
-- name: search_tidy_take
UPDATE search_state SET tidy_owner = $1, tidy_until_ms = $2
WHERE id = 1 AND (tidy_owner = $1 OR tidy_until_ms < CAST($3 AS BIGINT));

-- name: search_tidy_end
UPDATE search_state SET tidy_until_ms = 0 WHERE id = 1 AND tidy_owner = $1;

-- name: search_page_remove
DELETE FROM search_page WHERE id IN (SELECT id FROM search_page WHERE id >= $1 AND id < $2 ORDER BY id LIMIT 128);

-- name: search_part_remove
DELETE FROM search_part WHERE seg = $1 AND term IN (
  SELECT term FROM search_part WHERE seg = $1 ORDER BY term, part LIMIT 16);

-- name: search_dropped_list
SELECT docno FROM search_doc WHERE gone = -1 AND gone <> 0 ORDER BY docno LIMIT $1;

-- name: search_doc_remove
DELETE FROM search_doc WHERE docno = $1 AND gone = -1;

-- name: search_text_remove
DELETE FROM search_text WHERE id >= $1 AND id < $2;

-- name: search_totals
-- scan: asked for once, by a person
-- only: sqlite
SELECT (SELECT COUNT(*) FROM search_doc WHERE gone = 0), (SELECT COALESCE(SUM(points), 0) FROM search_doc WHERE gone = 0),
  (SELECT COUNT(*) FROM search_fresh f JOIN search_doc d ON d.docno = f.docno WHERE d.gone = 0),
  (SELECT COALESCE(SUM(LENGTH(CAST(text AS BLOB))), 0) FROM search_text);

-- name: search_totals
-- scan: asked for once, by a person
-- only: pg
SELECT (SELECT COUNT(*) FROM search_doc WHERE gone = 0), (SELECT COALESCE(SUM(points), 0) FROM search_doc WHERE gone = 0),
  (SELECT COUNT(*) FROM search_fresh f JOIN search_doc d ON d.docno = f.docno WHERE d.gone = 0),
  (SELECT COALESCE(SUM(OCTET_LENGTH(text)), 0) FROM search_text);

-- name: search_records_to
SELECT records_to FROM search_state WHERE id = 1;

-- name: search_records_next
SELECT id FROM record WHERE id > $1 AND voided_ms IS NULL ORDER BY id LIMIT $2;

-- name: search_records_done
UPDATE search_state SET records_to = $1 WHERE id = 1;
