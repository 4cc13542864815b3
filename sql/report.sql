-- The yearly report.

-- name: report_records
SELECT id, kind, held_on, title, place, present_count, fields FROM record
WHERE org_id = $1 AND year = $2 AND voided_ms IS NULL
  AND REPLACE(CAST($3 AS TEXT), ' ' || kind || ' ', '') <> CAST($3 AS TEXT)
ORDER BY held_on, id;

-- name: report_record_entered
SELECT entered_ms, late_days FROM record WHERE id = $1;
