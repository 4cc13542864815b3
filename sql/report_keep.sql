-- Reports that were sent.

-- name: report_find
SELECT id, root_id, state, version, text_version, before_state, before_text, changed_ms, grade, votes_good, votes_fair,
  votes_average, votes_poor,
  (SELECT COALESCE(MAX(v.version), 0) FROM report_version v WHERE v.report_id = report.id AND v.step = 3)
FROM report WHERE org_id = $1 AND year = $2;

-- How often the report of the year was accepted.
-- name: report_accepted
SELECT COUNT(*) FROM report r JOIN report_version v ON v.report_id = r.id AND v.step = 3
WHERE r.org_id = $1 AND r.year = $2;

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
SELECT v.snapshot, v.step, v.file_digest, v.file_name, v.file_size, v.at_ms, v.actor, v.why, v.digest,
  (SELECT n.step FROM report_version n WHERE n.report_id = r.id AND n.version = v.version + 1)
FROM report r JOIN report_version v ON v.report_id = r.id AND v.version = $3
WHERE r.org_id = $1 AND r.year = $2;

-- An org below $1 … $2 that is open and no group and is not $4, named like $5, with its report of the year, in one of
-- four states, in the order $10.
-- name: report_list
SELECT o.id, o.name, o.kind, COALESCE(r.state, 0), COALESCE(r.version, 0), r.changed_ms, COALESCE(r.grade, '')
FROM org o LEFT JOIN report r ON r.org_id = o.id AND r.year = $3
WHERE o.path >= $1 AND o.path < $2 AND o.closed_on IS NULL AND o.kind <> 'group' AND o.id <> $4
  AND o.name LIKE $5 ESCAPE '!' AND COALESCE(r.state, 0) IN ($6, $7, $8, $9)
ORDER BY CASE CAST($10 AS BIGINT) WHEN 1 THEN COALESCE(r.state, 0) WHEN 2 THEN -COALESCE(r.changed_ms, 0)
    WHEN 3 THEN COALESCE(r.changed_ms, 9223372036854775807) ELSE 0 END,
  CASE CAST($10 AS BIGINT) WHEN 4 THEN o.name ELSE '' END, o.path
LIMIT $11 OFFSET $12;

-- name: report_counts
SELECT COALESCE(r.state, 0), COUNT(*)
FROM org o LEFT JOIN report r ON r.org_id = o.id AND r.year = $3
WHERE o.path >= $1 AND o.path < $2 AND o.closed_on IS NULL AND o.kind <> 'group' AND o.id <> $4
  AND o.name LIKE $5 ESCAPE '!'
GROUP BY COALESCE(r.state, 0);

-- Reports below $1 … $2, without that of $4, that wait for a decision.
-- name: report_waiting
SELECT COUNT(*) FROM org o JOIN report r ON r.org_id = o.id AND r.year = $3
WHERE o.path >= $1 AND o.path < $2 AND o.closed_on IS NULL AND o.id <> $4 AND r.state = 1;

-- What the journal says of reports, beside what is kept of their steps; a step that is gone is NULL.
-- name: report_proof_versions
SELECT j.seq, j.object_id, j.version, j.digest, j.at_ms, j.actor, j.why, v.snapshot, v.digest, v.at_ms, v.actor, v.why,
  v.step, v.file_digest, v.file_name, v.file_size
FROM journal j LEFT JOIN report_version v ON v.report_id = j.object_id AND v.version = j.version
WHERE j.seq > $1 AND j.object = 'report' AND j.version > 0 ORDER BY j.seq LIMIT $2;

-- name: report_proof_reports
SELECT r.id, r.org_id, r.year, (SELECT COUNT(*) FROM report_version v WHERE v.report_id = r.id)
FROM report r WHERE r.id > $1 ORDER BY r.id LIMIT $2;

-- name: report_proof_last
SELECT v.snapshot, v.step, v.file_digest, v.file_name, v.file_size, j.digest, j.version
FROM journal j LEFT JOIN report_version v ON v.report_id = j.object_id AND v.version = j.version
WHERE j.object = 'report' AND j.object_id = $1 AND j.version > 0 ORDER BY j.seq DESC LIMIT 1;
