-- The journal: append-only (triggers refuse all else).

-- name: journal_head
-- scan: its last row
SELECT seq, link FROM journal ORDER BY seq DESC LIMIT 1;

-- name: journal_add
INSERT INTO journal (seq, root_id, at_ms, account_id, actor, what, object, object_id, org_id, version, why, digest, link)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- name: journal_of_org
SELECT seq, at_ms, org_id, object_id, version, actor, what, object, why, digest, link, account_id, root_id
FROM journal WHERE org_id = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3;

-- name: journal_of_object
SELECT seq, at_ms, org_id, object_id, version, actor, what, object, why, digest, link, account_id, root_id
FROM journal WHERE object = $1 AND object_id = $2 ORDER BY seq DESC;

-- name: journal_from
SELECT seq, at_ms, org_id, object_id, version, actor, what, object, why, digest, link, account_id, root_id
FROM journal WHERE seq > $1 ORDER BY seq LIMIT $2;

-- What the journal says of records, beside what is kept of them; a record or version that is gone is NULL.
-- name: proof_versions
SELECT j.seq, j.object_id, j.version, j.digest, v.snapshot, v.digest, r.id
FROM journal j LEFT JOIN record_version v ON v.record_id = j.object_id AND v.version = j.version
  LEFT JOIN record r ON r.id = j.object_id
WHERE j.seq > $1 AND j.object = 'record' ORDER BY j.seq LIMIT $2;

-- name: proof_records
SELECT id FROM record WHERE id > $1 ORDER BY id LIMIT $2;

-- name: proof_last
SELECT version, digest FROM journal WHERE object = 'record' AND object_id = $1 ORDER BY seq DESC LIMIT 1;
