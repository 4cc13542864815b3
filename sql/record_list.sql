-- The two lists that open most pages, each read along an index and no further than its page.

-- What stands of an org's year, newest held first: $1 org, $2 year, $3 rows before, $4 rows.
-- name: record_list_year
SELECT r.id, r.kind, r.title, r.place, r.held_on, r.late_days, r.present_count, r.due_count, r.entered_ms,
  r.evidence_count, (SELECT COUNT(*) FROM record t WHERE t.org_id = $1 AND t.year = $2 AND t.voided_ms IS NULL)
FROM record r
WHERE r.org_id = $1 AND r.year = $2 AND r.voided_ms IS NULL
ORDER BY r.held_on DESC, r.id DESC LIMIT $4 OFFSET $3;

-- The same, newest entry first.
-- name: record_list_entered
SELECT r.id, r.kind, r.title, r.place, r.held_on, r.late_days, r.present_count, r.due_count, r.entered_ms,
  r.evidence_count, (SELECT COUNT(*) FROM record t WHERE t.org_id = $1 AND t.year = $2 AND t.voided_ms IS NULL)
FROM record r
WHERE r.org_id = $1 AND r.year = $2 AND r.voided_ms IS NULL
ORDER BY r.entered_ms DESC, r.id DESC LIMIT $4 OFFSET $3;
