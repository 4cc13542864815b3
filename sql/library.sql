-- The library: intake, lists, versions. A subtree of orgs is the range of paths from '/1/17/' up to '/1/170'.

-- name: library_org
SELECT root_id, path, closed_on FROM org WHERE id = $1;

-- name: library_by_origin
SELECT id, state, removed_ms FROM library_doc WHERE origin = $1;

-- name: library_origin
SELECT origin, state FROM library_doc WHERE id = $1;

-- name: library_same
SELECT id FROM library_doc WHERE digest = $1 AND root_id = $2 AND removed_ms IS NULL ORDER BY id LIMIT 1;

-- name: library_add
INSERT INTO library_doc (id, root_id, org_id, lock, state, folder, name, path, origin, digest, size, format, why, title,
  title_by, issuer, place, doc_number, dated, year, same_as, alike, alike_per_mille, points, cuts, pages, batch_id,
  added_ms, added_by, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
  $25, $26, $27, $28, $29, 1);

-- What could not be read before, and now can be.
-- name: library_renew
UPDATE library_doc SET state = $2, format = $3, why = $4, title = $5, title_by = $6, issuer = $7, place = $8,
  doc_number = $9, dated = $10, year = $11, alike = $12, alike_per_mille = $13, points = $14, cuts = $15, pages = $16,
  version = $17
WHERE id = $1;

-- name: library_row
SELECT d.id, d.root_id, d.org_id, d.version, d.lock, o.name, d.name, d.path, d.folder, d.digest, d.format, d.size,
  d.state, d.why, d.title, d.title_by, d.issuer, d.place, d.doc_number, d.dated, d.year, d.same_as, d.alike,
  d.alike_per_mille, d.points, d.cuts, d.added_ms, d.pages, d.batch_id, d.added_by, d.removed_ms, d.removed_why
FROM library_doc d JOIN org o ON o.id = d.org_id WHERE d.id = $1;

-- name: library_where
SELECT org_id, lock FROM library_doc WHERE id = $1 AND removed_ms IS NULL;

-- name: library_set
UPDATE library_doc SET version = $2, lock = $3, folder = $4, title = $5, title_by = $6, issuer = $7, place = $8,
  doc_number = $9, dated = $10, year = $11
WHERE id = $1;

-- name: library_set_removed
UPDATE library_doc SET version = $2, removed_ms = $3, removed_why = $4 WHERE id = $1;

-- name: library_set_version
UPDATE library_doc SET version = $2, points = $3 WHERE id = $1;

-- ---- tags ----

-- name: library_tag_add
INSERT INTO library_tag (doc_id, tag, root_id, org_id) VALUES ($1, $2, $3, $4) ON CONFLICT (doc_id, tag) DO NOTHING;

-- name: library_tag_clear
DELETE FROM library_tag WHERE doc_id = $1;

-- name: library_tags_of
SELECT tag FROM library_tag WHERE doc_id = $1 ORDER BY tag;

-- ---- text ----

-- name: library_text_keep
INSERT INTO library_text (doc_id, root_id, text) VALUES ($1, $2, $3);

-- name: library_text_get
SELECT text FROM library_text WHERE doc_id = $1;

-- name: library_text_drop
DELETE FROM library_text WHERE doc_id = $1;

-- name: library_outline_add
INSERT INTO library_outline (doc_id, root_id, headings, pages) VALUES ($1, $2, $3, $4);

-- name: library_outline_get
SELECT headings, pages FROM library_outline WHERE doc_id = $1;

-- name: library_cut_add
INSERT INTO library_cut (doc_id, n, root_id, kind, start, cut, kept, text, around) VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8);

-- name: library_cuts_of
SELECT n, kind, cut, kept, text, around, start FROM library_cut WHERE doc_id = $1 ORDER BY n;

-- name: library_cut_keep
UPDATE library_cut SET kept = $3 WHERE doc_id = $1 AND n = $2;

-- ---- near-duplicates ----

-- Pairs of hash and document; NULL for those that are fewer.
-- name: library_sketch_add
INSERT INTO library_sketch (hash, doc_id)
SELECT column1, column2 FROM (VALUES
  (CAST($1 AS BIGINT), CAST($2 AS BIGINT)), ($3, $4), ($5, $6), ($7, $8), ($9, $10), ($11, $12),
  ($13, $14), ($15, $16), ($17, $18), ($19, $20), ($21, $22), ($23, $24),
  ($25, $26), ($27, $28), ($29, $30), ($31, $32)
) AS x WHERE column1 IS NOT NULL;

-- The documents that share most of the hashes; of each hash only so many, so that a form letter costs no more.
-- name: library_sketch_near
SELECT doc_id, COUNT(*) FROM (
  SELECT doc_id FROM (SELECT doc_id FROM library_sketch WHERE hash = $1 ORDER BY doc_id LIMIT 24) AS a
  UNION ALL SELECT doc_id FROM (SELECT doc_id FROM library_sketch WHERE hash = $2 ORDER BY doc_id LIMIT 24) AS b
  UNION ALL SELECT doc_id FROM (SELECT doc_id FROM library_sketch WHERE hash = $3 ORDER BY doc_id LIMIT 24) AS c
  UNION ALL SELECT doc_id FROM (SELECT doc_id FROM library_sketch WHERE hash = $4 ORDER BY doc_id LIMIT 24) AS d
  UNION ALL SELECT doc_id FROM (SELECT doc_id FROM library_sketch WHERE hash = $5 ORDER BY doc_id LIMIT 24) AS e
  UNION ALL SELECT doc_id FROM (SELECT doc_id FROM library_sketch WHERE hash = $6 ORDER BY doc_id LIMIT 24) AS f
  UNION ALL SELECT doc_id FROM (SELECT doc_id FROM library_sketch WHERE hash = $7 ORDER BY doc_id LIMIT 24) AS g
  UNION ALL SELECT doc_id FROM (SELECT doc_id FROM library_sketch WHERE hash = $8 ORDER BY doc_id LIMIT 24) AS h
) AS near GROUP BY doc_id HAVING COUNT(*) >= $9 ORDER BY COUNT(*) DESC, doc_id LIMIT 4;

-- name: library_print_add
INSERT INTO library_print (doc_id, root_id, sketch) VALUES ($1, $2, $3);

-- name: library_print_get
SELECT p.sketch FROM library_print p JOIN library_doc d ON d.id = p.doc_id WHERE p.doc_id = $1 AND d.removed_ms IS NULL;

-- ---- versions ----

-- name: library_version_add
INSERT INTO library_version (doc_id, version, root_id, at_ms, account_id, actor, why, snapshot, digest)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- ---- batches ----

-- name: library_batch_add
INSERT INTO library_batch (id, root_id, org_id, way, source, folder, actor, started_ms, ended_ms, added, duplicate, known,
  failed, bytes, points)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, 0, 0, 0, 0, 0, 0);

-- name: library_batch_count
UPDATE library_batch SET added = added + CAST($2 AS BIGINT), duplicate = duplicate + CAST($3 AS BIGINT),
  known = known + CAST($4 AS BIGINT), failed = failed + CAST($5 AS BIGINT), bytes = bytes + CAST($6 AS BIGINT),
  points = points + CAST($7 AS BIGINT)
WHERE id = $1;

-- name: library_batch_end
UPDATE library_batch SET ended_ms = $2 WHERE id = $1;

-- name: library_batch_drop
DELETE FROM library_batch WHERE id = $1;

-- name: library_failure_add
INSERT INTO library_failure (batch_id, n, root_id, path, why, doc_id) VALUES ($1, $2, $3, $4, $5, $6);

-- name: library_failures
SELECT path, why, doc_id FROM library_failure WHERE batch_id = $1 ORDER BY n LIMIT $2 OFFSET $3;

-- name: library_batch_get
SELECT b.id, b.org_id, b.started_ms, b.ended_ms, b.way, b.source, b.folder, b.actor, o.name, b.added, b.duplicate, b.known,
  b.failed, b.bytes, b.points
FROM library_batch b JOIN org o ON o.id = b.org_id WHERE b.id = $1;

-- name: library_batch_list
SELECT b.id, b.org_id, b.started_ms, b.ended_ms, b.way, b.source, b.folder, b.actor, o.name, b.added, b.duplicate, b.known,
  b.failed, b.bytes, b.points
FROM org o JOIN library_batch b ON b.org_id = o.id
WHERE o.path >= $1 AND o.path < $2 ORDER BY b.id DESC LIMIT $3 OFFSET $4;

-- name: library_batch_total
SELECT COUNT(*) FROM org o JOIN library_batch b ON b.org_id = o.id WHERE o.path >= $1 AND o.path < $2;

-- ---- watched folders ----

-- name: library_watch_put
INSERT INTO library_watch (id, root_id, org_id, lock, path, folder, tags, added_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (path, org_id) DO UPDATE SET lock = excluded.lock, folder = excluded.folder, tags = excluded.tags
RETURNING id;

-- name: library_watch_org
SELECT org_id, path FROM library_watch WHERE id = $1;

-- name: library_watch_drop
DELETE FROM library_watch WHERE id = $1;

-- name: library_watch_list
SELECT w.id, w.org_id, w.lock, w.path, w.folder, w.tags, w.added_ms, o.name
FROM org o JOIN library_watch w ON w.org_id = o.id WHERE o.path >= $1 AND o.path < $2 ORDER BY w.id;

-- ---- lists ----
-- $1 account, $2 today, $3 1: the machine itself, $4 … $5 paths of orgs; then the filters.
-- `seen`: orgs whose shared documents the actor may read; own: their own ones too.

-- name: library_list
WITH seen AS (
  SELECT o.id, CASE WHEN CAST($3 AS BIGINT) = 1 OR EXISTS (
      SELECT 1 FROM role_grant g JOIN account a ON a.id = g.account_id JOIN org h ON h.id = g.org_id
      WHERE g.account_id = $1 AND a.disabled_ms IS NULL AND (g.until_on IS NULL OR g.until_on >= CAST($2 AS TEXT))
        AND substr(o.path, 1, length(h.path)) = h.path) THEN 1 ELSE 0 END AS own
  FROM org o
  WHERE o.path >= CAST($4 AS TEXT) AND o.path < CAST($5 AS TEXT) AND (CAST($3 AS BIGINT) = 1 OR EXISTS (
      SELECT 1 FROM role_grant g JOIN account a ON a.id = g.account_id JOIN org h ON h.id = g.org_id
      WHERE g.account_id = $1 AND a.disabled_ms IS NULL AND (g.until_on IS NULL OR g.until_on >= CAST($2 AS TEXT))
        AND (substr(o.path, 1, length(h.path)) = h.path OR substr(h.path, 1, length(o.path)) = o.path)))
)
SELECT d.id FROM seen s JOIN library_doc d ON d.org_id = s.id
WHERE (d.lock = 1 OR s.own = 1)
  AND CASE WHEN d.removed_ms IS NULL THEN 0 ELSE 1 END = CAST($6 AS BIGINT)
  AND ((CAST($8 AS BIGINT) = 1 AND d.folder = CAST($7 AS TEXT))
    OR (CAST($8 AS BIGINT) = 0 AND (CAST($7 AS TEXT) = '' OR d.folder = CAST($7 AS TEXT)
      OR substr(d.folder, 1, length(CAST($7 AS TEXT)) + 1) = CAST($7 AS TEXT) || '/')))
  AND (CAST($9 AS TEXT) = ''
    OR EXISTS (SELECT 1 FROM library_tag t WHERE t.doc_id = d.id AND t.tag = CAST($9 AS TEXT)))
  AND (CAST($10 AS TEXT) = '' OR d.format = CAST($10 AS TEXT))
  AND (CAST($11 AS BIGINT) = 0 OR d.year = CAST($11 AS BIGINT))
  AND (CAST($12 AS BIGINT) = 0 OR d.batch_id = CAST($12 AS BIGINT))
  AND (CAST($13 AS BIGINT) = 0 OR d.cuts > 0)
  AND (CAST($14 AS BIGINT) = 0 OR d.state <> 0)
  AND (CAST($15 AS BIGINT) = 0 OR d.same_as IS NOT NULL OR d.alike IS NOT NULL)
ORDER BY d.id DESC LIMIT $16 OFFSET $17;

-- $18: 1 newest date, 2 title, 3 largest first.
-- name: library_list_sorted
WITH seen AS (
  SELECT o.id, CASE WHEN CAST($3 AS BIGINT) = 1 OR EXISTS (
      SELECT 1 FROM role_grant g JOIN account a ON a.id = g.account_id JOIN org h ON h.id = g.org_id
      WHERE g.account_id = $1 AND a.disabled_ms IS NULL AND (g.until_on IS NULL OR g.until_on >= CAST($2 AS TEXT))
        AND substr(o.path, 1, length(h.path)) = h.path) THEN 1 ELSE 0 END AS own
  FROM org o
  WHERE o.path >= CAST($4 AS TEXT) AND o.path < CAST($5 AS TEXT) AND (CAST($3 AS BIGINT) = 1 OR EXISTS (
      SELECT 1 FROM role_grant g JOIN account a ON a.id = g.account_id JOIN org h ON h.id = g.org_id
      WHERE g.account_id = $1 AND a.disabled_ms IS NULL AND (g.until_on IS NULL OR g.until_on >= CAST($2 AS TEXT))
        AND (substr(o.path, 1, length(h.path)) = h.path OR substr(h.path, 1, length(o.path)) = o.path)))
)
SELECT d.id FROM seen s JOIN library_doc d ON d.org_id = s.id
WHERE (d.lock = 1 OR s.own = 1)
  AND CASE WHEN d.removed_ms IS NULL THEN 0 ELSE 1 END = CAST($6 AS BIGINT)
  AND ((CAST($8 AS BIGINT) = 1 AND d.folder = CAST($7 AS TEXT))
    OR (CAST($8 AS BIGINT) = 0 AND (CAST($7 AS TEXT) = '' OR d.folder = CAST($7 AS TEXT)
      OR substr(d.folder, 1, length(CAST($7 AS TEXT)) + 1) = CAST($7 AS TEXT) || '/')))
  AND (CAST($9 AS TEXT) = ''
    OR EXISTS (SELECT 1 FROM library_tag t WHERE t.doc_id = d.id AND t.tag = CAST($9 AS TEXT)))
  AND (CAST($10 AS TEXT) = '' OR d.format = CAST($10 AS TEXT))
  AND (CAST($11 AS BIGINT) = 0 OR d.year = CAST($11 AS BIGINT))
  AND (CAST($12 AS BIGINT) = 0 OR d.batch_id = CAST($12 AS BIGINT))
  AND (CAST($13 AS BIGINT) = 0 OR d.cuts > 0)
  AND (CAST($14 AS BIGINT) = 0 OR d.state <> 0)
  AND (CAST($15 AS BIGINT) = 0 OR d.same_as IS NOT NULL OR d.alike IS NOT NULL)
ORDER BY CASE WHEN CAST($18 AS BIGINT) = 1 THEN CASE WHEN d.dated IS NULL THEN '' ELSE d.dated END END DESC,
  CASE WHEN CAST($18 AS BIGINT) = 1 THEN d.year END DESC, CASE WHEN CAST($18 AS BIGINT) = 2 THEN d.title END,
  CASE WHEN CAST($18 AS BIGINT) = 3 THEN d.size END DESC, d.id DESC LIMIT $16 OFFSET $17;

-- name: library_total
WITH seen AS (
  SELECT o.id, CASE WHEN CAST($3 AS BIGINT) = 1 OR EXISTS (
      SELECT 1 FROM role_grant g JOIN account a ON a.id = g.account_id JOIN org h ON h.id = g.org_id
      WHERE g.account_id = $1 AND a.disabled_ms IS NULL AND (g.until_on IS NULL OR g.until_on >= CAST($2 AS TEXT))
        AND substr(o.path, 1, length(h.path)) = h.path) THEN 1 ELSE 0 END AS own
  FROM org o
  WHERE o.path >= CAST($4 AS TEXT) AND o.path < CAST($5 AS TEXT) AND (CAST($3 AS BIGINT) = 1 OR EXISTS (
      SELECT 1 FROM role_grant g JOIN account a ON a.id = g.account_id JOIN org h ON h.id = g.org_id
      WHERE g.account_id = $1 AND a.disabled_ms IS NULL AND (g.until_on IS NULL OR g.until_on >= CAST($2 AS TEXT))
        AND (substr(o.path, 1, length(h.path)) = h.path OR substr(h.path, 1, length(o.path)) = o.path)))
)
SELECT COUNT(*) FROM seen s JOIN library_doc d ON d.org_id = s.id
WHERE (d.lock = 1 OR s.own = 1)
  AND CASE WHEN d.removed_ms IS NULL THEN 0 ELSE 1 END = CAST($6 AS BIGINT)
  AND ((CAST($8 AS BIGINT) = 1 AND d.folder = CAST($7 AS TEXT))
    OR (CAST($8 AS BIGINT) = 0 AND (CAST($7 AS TEXT) = '' OR d.folder = CAST($7 AS TEXT)
      OR substr(d.folder, 1, length(CAST($7 AS TEXT)) + 1) = CAST($7 AS TEXT) || '/')))
  AND (CAST($9 AS TEXT) = ''
    OR EXISTS (SELECT 1 FROM library_tag t WHERE t.doc_id = d.id AND t.tag = CAST($9 AS TEXT)))
  AND (CAST($10 AS TEXT) = '' OR d.format = CAST($10 AS TEXT))
  AND (CAST($11 AS BIGINT) = 0 OR d.year = CAST($11 AS BIGINT))
  AND (CAST($12 AS BIGINT) = 0 OR d.batch_id = CAST($12 AS BIGINT))
  AND (CAST($13 AS BIGINT) = 0 OR d.cuts > 0)
  AND (CAST($14 AS BIGINT) = 0 OR d.state <> 0)
  AND (CAST($15 AS BIGINT) = 0 OR d.same_as IS NOT NULL OR d.alike IS NOT NULL);

-- name: library_folders
WITH seen AS (
  SELECT o.id, CASE WHEN CAST($3 AS BIGINT) = 1 OR EXISTS (
      SELECT 1 FROM role_grant g JOIN account a ON a.id = g.account_id JOIN org h ON h.id = g.org_id
      WHERE g.account_id = $1 AND a.disabled_ms IS NULL AND (g.until_on IS NULL OR g.until_on >= CAST($2 AS TEXT))
        AND substr(o.path, 1, length(h.path)) = h.path) THEN 1 ELSE 0 END AS own
  FROM org o
  WHERE o.path >= CAST($4 AS TEXT) AND o.path < CAST($5 AS TEXT) AND (CAST($3 AS BIGINT) = 1 OR EXISTS (
      SELECT 1 FROM role_grant g JOIN account a ON a.id = g.account_id JOIN org h ON h.id = g.org_id
      WHERE g.account_id = $1 AND a.disabled_ms IS NULL AND (g.until_on IS NULL OR g.until_on >= CAST($2 AS TEXT))
        AND (substr(o.path, 1, length(h.path)) = h.path OR substr(h.path, 1, length(o.path)) = o.path)))
)
SELECT d.folder, COUNT(*) FROM seen s JOIN library_doc d ON d.org_id = s.id
WHERE (d.lock = 1 OR s.own = 1) AND d.removed_ms IS NULL GROUP BY d.folder ORDER BY d.folder LIMIT 1000;

-- name: library_tags
WITH seen AS (
  SELECT o.id, CASE WHEN CAST($3 AS BIGINT) = 1 OR EXISTS (
      SELECT 1 FROM role_grant g JOIN account a ON a.id = g.account_id JOIN org h ON h.id = g.org_id
      WHERE g.account_id = $1 AND a.disabled_ms IS NULL AND (g.until_on IS NULL OR g.until_on >= CAST($2 AS TEXT))
        AND substr(o.path, 1, length(h.path)) = h.path) THEN 1 ELSE 0 END AS own
  FROM org o
  WHERE o.path >= CAST($4 AS TEXT) AND o.path < CAST($5 AS TEXT) AND (CAST($3 AS BIGINT) = 1 OR EXISTS (
      SELECT 1 FROM role_grant g JOIN account a ON a.id = g.account_id JOIN org h ON h.id = g.org_id
      WHERE g.account_id = $1 AND a.disabled_ms IS NULL AND (g.until_on IS NULL OR g.until_on >= CAST($2 AS TEXT))
        AND (substr(o.path, 1, length(h.path)) = h.path OR substr(h.path, 1, length(o.path)) = o.path)))
)
SELECT t.tag, COUNT(*) FROM seen s JOIN library_tag t ON t.org_id = s.id JOIN library_doc d ON d.id = t.doc_id
WHERE (d.lock = 1 OR s.own = 1) AND d.removed_ms IS NULL GROUP BY t.tag ORDER BY t.tag LIMIT 1000;

-- name: library_review
WITH seen AS (
  SELECT o.id, CASE WHEN CAST($3 AS BIGINT) = 1 OR EXISTS (
      SELECT 1 FROM role_grant g JOIN account a ON a.id = g.account_id JOIN org h ON h.id = g.org_id
      WHERE g.account_id = $1 AND a.disabled_ms IS NULL AND (g.until_on IS NULL OR g.until_on >= CAST($2 AS TEXT))
        AND substr(o.path, 1, length(h.path)) = h.path) THEN 1 ELSE 0 END AS own
  FROM org o
  WHERE o.path >= CAST($4 AS TEXT) AND o.path < CAST($5 AS TEXT) AND (CAST($3 AS BIGINT) = 1 OR EXISTS (
      SELECT 1 FROM role_grant g JOIN account a ON a.id = g.account_id JOIN org h ON h.id = g.org_id
      WHERE g.account_id = $1 AND a.disabled_ms IS NULL AND (g.until_on IS NULL OR g.until_on >= CAST($2 AS TEXT))
        AND (substr(o.path, 1, length(h.path)) = h.path OR substr(h.path, 1, length(o.path)) = o.path)))
)
SELECT c.doc_id, d.title, c.n, c.kind, c.cut, c.kept, c.text, c.around
FROM seen s JOIN library_doc d ON d.org_id = s.id JOIN library_cut c ON c.doc_id = d.id
WHERE (d.lock = 1 OR s.own = 1) AND d.removed_ms IS NULL AND d.cuts > 0
  AND (CAST($6 AS TEXT) = '' OR c.kind = CAST($6 AS TEXT)) AND (CAST($7 AS BIGINT) = 0 OR c.kept = 1)
ORDER BY c.doc_id DESC, c.n LIMIT $8 OFFSET $9;

-- name: library_review_total
WITH seen AS (
  SELECT o.id, CASE WHEN CAST($3 AS BIGINT) = 1 OR EXISTS (
      SELECT 1 FROM role_grant g JOIN account a ON a.id = g.account_id JOIN org h ON h.id = g.org_id
      WHERE g.account_id = $1 AND a.disabled_ms IS NULL AND (g.until_on IS NULL OR g.until_on >= CAST($2 AS TEXT))
        AND substr(o.path, 1, length(h.path)) = h.path) THEN 1 ELSE 0 END AS own
  FROM org o
  WHERE o.path >= CAST($4 AS TEXT) AND o.path < CAST($5 AS TEXT) AND (CAST($3 AS BIGINT) = 1 OR EXISTS (
      SELECT 1 FROM role_grant g JOIN account a ON a.id = g.account_id JOIN org h ON h.id = g.org_id
      WHERE g.account_id = $1 AND a.disabled_ms IS NULL AND (g.until_on IS NULL OR g.until_on >= CAST($2 AS TEXT))
        AND (substr(o.path, 1, length(h.path)) = h.path OR substr(h.path, 1, length(o.path)) = o.path)))
)
SELECT COUNT(*)
FROM seen s JOIN library_doc d ON d.org_id = s.id JOIN library_cut c ON c.doc_id = d.id
WHERE (d.lock = 1 OR s.own = 1) AND d.removed_ms IS NULL AND d.cuts > 0
  AND (CAST($6 AS TEXT) = '' OR c.kind = CAST($6 AS TEXT)) AND (CAST($7 AS BIGINT) = 0 OR c.kept = 1);

-- name: library_stats
SELECT COUNT(*), SUM(CASE WHEN d.state = 0 THEN 1 ELSE 0 END), SUM(CASE WHEN d.state = 1 THEN 1 ELSE 0 END),
  SUM(CASE WHEN d.state = 2 THEN 1 ELSE 0 END), SUM(CASE WHEN d.same_as IS NOT NULL THEN 1 ELSE 0 END),
  SUM(CASE WHEN d.alike IS NOT NULL THEN 1 ELSE 0 END), SUM(d.points), SUM(d.size), SUM(d.cuts)
FROM org o JOIN library_doc d ON d.org_id = o.id WHERE o.path >= $1 AND o.path < $2 AND d.removed_ms IS NULL;

-- name: library_stats_removed
SELECT COUNT(*) FROM org o JOIN library_doc d ON d.org_id = o.id
WHERE o.path >= $1 AND o.path < $2 AND d.removed_ms IS NOT NULL;

-- ---- proof ----

-- name: library_proof_versions
SELECT j.seq, j.object_id, j.version, j.digest, v.snapshot, v.digest
FROM journal j LEFT JOIN library_version v ON v.doc_id = j.object_id AND v.version = j.version
WHERE j.seq > $1 AND j.object = 'library' ORDER BY j.seq LIMIT $2;

-- name: library_proof_docs
SELECT id FROM library_doc WHERE id > $1 ORDER BY id LIMIT $2;

-- name: library_proof_last
SELECT version, digest FROM journal WHERE object = 'library' AND object_id = $1 ORDER BY seq DESC LIMIT 1;
