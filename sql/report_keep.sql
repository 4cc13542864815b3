-- Reports that were sent.

-- name: report_find
SELECT id, root_id, state, version, text_version, before_state, before_text, changed_ms, grade, votes_good, votes_fair,
  votes_average, votes_poor
FROM report WHERE org_id = $1 AND year = $2;

-- name: report_add
INSERT INTO report (id, root_id, org_id, year, state, version, text_version, before_state, before_text, changed_ms, grade,
  votes_good, votes_fair, votes_average, votes_poor)
VALUES ($1, $2, $3, $4, 0, 0, 0, 0, 0, $5, '', 0, 0, 0, 0);

-- name: report_mark
UPDATE report SET state = $2, version = $3, text_version = $4, before_state = $5, before_text = $6, changed_ms = $7,
  grade = $8, votes_good = $9, votes_fair = $10, votes_average = $11, votes_poor = $12
WHERE id = $1;

-- name: report_version_add
INSERT INTO report_version (report_id, version, root_id, at_ms, account_id, actor, step, why, file_digest, file_name,
  file_size, snapshot, digest)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- name: report_version_list
SELECT version, at_ms, actor, step, why, file_digest, file_name, file_size, digest
FROM report_version WHERE report_id = $1 ORDER BY version DESC;

-- name: report_version_one
SELECT v.snapshot, v.step FROM report r JOIN report_version v ON v.report_id = r.id AND v.version = $3
WHERE r.org_id = $1 AND r.year = $2;

-- An org below $1 … $2 that is open and no group, with its report of the year.
-- name: report_list
SELECT o.id, o.name, o.kind, COALESCE(r.state, 0), COALESCE(r.version, 0), r.changed_ms, r.grade
FROM org o LEFT JOIN report r ON r.org_id = o.id AND r.year = $3
WHERE o.path >= $1 AND o.path < $2 AND o.closed_on IS NULL AND o.kind <> 'group'
ORDER BY o.path LIMIT $4 OFFSET $5;

-- name: report_counts
SELECT COALESCE(r.state, 0), COUNT(*)
FROM org o LEFT JOIN report r ON r.org_id = o.id AND r.year = $3
WHERE o.path >= $1 AND o.path < $2 AND o.closed_on IS NULL AND o.kind <> 'group'
GROUP BY COALESCE(r.state, 0);
