-- How reports look.

-- name: report_style_get
SELECT version, at_ms, actor, own, source, snapshot FROM report_style
WHERE org_id = $1 ORDER BY version DESC LIMIT 1;

-- name: report_style_at
SELECT version, at_ms, actor, own, source, snapshot FROM report_style WHERE org_id = $1 AND version = $2;

-- name: report_style_list
SELECT version, at_ms, actor, own, source, snapshot FROM report_style
WHERE org_id = $1 ORDER BY version DESC LIMIT 50;

-- name: report_style_add
INSERT INTO report_style (org_id, version, root_id, at_ms, account_id, actor, own, source, snapshot, digest)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: report_style_proof
SELECT j.seq, j.object_id, j.version, j.digest, j.at_ms, j.actor, s.snapshot, s.digest, s.at_ms, s.actor, s.source, s.own
FROM journal j LEFT JOIN report_style s ON s.org_id = j.object_id AND s.version = j.version
WHERE j.seq > $1 AND j.object = 'report_style' ORDER BY j.seq LIMIT $2;
