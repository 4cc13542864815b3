-- Answers to findings, and the texts that were given to be checked.

-- name: review_note_find
SELECT id, version FROM review_note WHERE org_id = $1 AND year = $2 AND finding = $3;

-- name: review_note_add
INSERT INTO review_note (id, root_id, org_id, year, finding, version) VALUES ($1, $2, $3, $4, $5, 1);

-- name: review_note_mark
UPDATE review_note SET version = $2 WHERE id = $1;

-- name: review_note_version_add
INSERT INTO review_note_version (note_id, version, root_id, at_ms, account_id, actor, note, snapshot, digest)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: review_note_list
SELECT n.finding, n.id, n.version, v.at_ms, v.actor, v.note, v.snapshot
FROM review_note n JOIN review_note_version v ON v.note_id = n.id AND v.version = n.version
WHERE n.org_id = $1 AND n.year = $2 ORDER BY n.finding;

-- name: review_note_versions
SELECT v.version, v.at_ms, v.actor, v.note, v.snapshot
FROM review_note n JOIN review_note_version v ON v.note_id = n.id
WHERE n.org_id = $1 AND n.year = $2 AND n.finding = $3 ORDER BY v.version DESC;

-- name: review_report_origin
SELECT org_id, year FROM report WHERE id = $1;

-- What was sent of a year below $1 … $2, in the order of the tree.
-- name: review_sent_list
SELECT o.id, o.name, r.text_version
FROM org o JOIN report r ON r.org_id = o.id AND r.year = $3
WHERE o.path >= $1 AND o.path < $2 AND r.text_version > 0
ORDER BY o.path LIMIT $4 OFFSET $5;

-- name: review_sent_count
SELECT COUNT(*) FROM org o JOIN report r ON r.org_id = o.id AND r.year = $3
WHERE o.path >= $1 AND o.path < $2 AND r.text_version > 0;

-- name: review_file_add
INSERT INTO review_file (id, root_id, org_id, year, at_ms, account_id, actor, name, body)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: review_file_list
SELECT id, year, at_ms, actor, name FROM review_file WHERE org_id = $1 ORDER BY id DESC;

-- name: review_file_get
SELECT org_id, year, at_ms, actor, name, body FROM review_file WHERE id = $1;

-- name: review_file_drop
DELETE FROM review_file WHERE id = $1;

-- All but the newest $2.
-- name: review_file_trim
DELETE FROM review_file WHERE org_id = $1
  AND id NOT IN (SELECT id FROM review_file WHERE org_id = $1 ORDER BY id DESC LIMIT $2);

-- What the journal says of answers, beside what is kept of them; an answer that is gone is NULL.
-- name: review_note_proof
SELECT j.seq, j.object_id, j.version, j.digest, j.at_ms, j.actor, v.snapshot, v.digest, v.at_ms, v.actor, v.note, n.org_id,
  n.year, n.finding
FROM journal j LEFT JOIN review_note_version v ON v.note_id = j.object_id AND v.version = j.version
  LEFT JOIN review_note n ON n.id = j.object_id
WHERE j.seq > $1 AND j.object = 'review_note' ORDER BY j.seq LIMIT $2;

-- Answers of which the last wording is not the one that is shown.
-- name: review_note_astray
-- scan: the whole of it is proved
SELECT n.id, n.version FROM review_note n
WHERE n.version <> COALESCE((SELECT MAX(v.version) FROM review_note_version v WHERE v.note_id = n.id), 0)
ORDER BY n.id LIMIT $1;
