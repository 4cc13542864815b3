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
