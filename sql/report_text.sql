-- The written report.

-- name: report_text_find
SELECT id, root_id, edition, version, version_edition, frozen, changed_ms, changed_by, body
FROM report_text WHERE org_id = $1 AND year = $2 AND audience = $3;

-- name: report_text_of_year
SELECT audience, changed_ms FROM report_text WHERE org_id = $1 AND year = $2;

-- name: report_text_add
INSERT INTO report_text (id, root_id, org_id, year, audience, edition, version, version_edition, frozen, changed_ms,
  changed_by, body)
VALUES ($1, $2, $3, $4, $5, 0, 0, 0, 0, $6, $7, $8);

-- name: report_text_body
UPDATE report_text SET edition = $2, frozen = 0, changed_ms = $3, changed_by = $4, body = $5 WHERE id = $1;

-- name: report_text_mark
UPDATE report_text SET version = $2, version_edition = $3, frozen = $4 WHERE id = $1;

-- name: report_text_version_add
INSERT INTO report_text_version (text_id, version, root_id, at_ms, account_id, actor, step, why, chars, snapshot, digest)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: report_text_version_list
SELECT version, at_ms, actor, step, why, chars, digest
FROM report_text_version WHERE text_id = $1 ORDER BY version DESC;

-- name: report_text_version_one
SELECT snapshot FROM report_text_version WHERE text_id = $1 AND version = $2;

-- name: report_text_proof_versions
SELECT j.seq, j.object_id, j.version, j.digest, j.at_ms, j.actor, j.why, v.snapshot, v.digest, v.at_ms, v.actor, v.why
FROM journal j LEFT JOIN report_text_version v ON v.text_id = j.object_id AND v.version = j.version
WHERE j.seq > $1 AND j.object = 'report_text' ORDER BY j.seq LIMIT $2;

-- Each comment with its last entry of the journal, and how many there are.
-- name: report_text_proof_comments
SELECT c.id, c.text_id, c.version, c.quote, c.comment, c.closed_ms,
  (SELECT j.digest FROM journal j WHERE j.object = 'report_comment' AND j.object_id = c.id AND j.version = c.version
    ORDER BY j.seq DESC LIMIT 1),
  (SELECT COUNT(*) FROM journal j WHERE j.object = 'report_comment' AND j.object_id = c.id), c.version + 1
FROM report_comment c WHERE c.id > $1 ORDER BY c.id LIMIT $2;

-- name: report_comment_list
SELECT id, at_ms, actor, quote, comment, version, closed_ms, closed_by
FROM report_comment WHERE text_id = $1 ORDER BY id LIMIT $2;

-- name: report_comment_count
SELECT COUNT(*) FROM report_comment WHERE text_id = $1;

-- name: report_comment_add
INSERT INTO report_comment (id, root_id, text_id, at_ms, account_id, actor, quote, comment, version, closed_ms, closed_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, NULL, '');

-- name: report_comment_one
SELECT t.org_id, t.root_id, t.year, c.quote, c.comment, c.version, c.closed_ms
FROM report_comment c JOIN report_text t ON t.id = c.text_id WHERE c.id = $1;

-- name: report_comment_close
UPDATE report_comment SET version = $2, closed_ms = $3, closed_by = $4 WHERE id = $1;
