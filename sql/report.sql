-- The yearly report.

-- name: report_records
SELECT id, kind, held_on, title, place, present_count, fields FROM record
WHERE org_id = $1 AND year = $2 AND voided_ms IS NULL
  AND REPLACE(CAST($3 AS TEXT), ' ' || kind || ' ', '') <> CAST($3 AS TEXT)
ORDER BY held_on, id;

-- What meetings of the year decided (议定事项).
-- name: report_decisions
SELECT d.record_id, d.n, d.text FROM record r JOIN decision d ON d.record_id = r.id
WHERE r.org_id = $1 AND r.year = $2 AND r.voided_ms IS NULL
ORDER BY r.held_on, r.id, d.n;

-- name: report_record_entered
SELECT entered_ms, late_days FROM record WHERE id = $1;
