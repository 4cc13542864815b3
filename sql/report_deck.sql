-- The spoken report.

-- name: report_deck_photos
SELECT e.id, e.name, r.id, r.title, r.held_on, r.kind
FROM record r JOIN evidence e ON e.record_id = r.id
WHERE r.org_id = $1 AND r.year = $2 AND r.voided_ms IS NULL AND e.removed_ms IS NULL
  AND e.type IN ('image/jpeg', 'image/png', 'image/gif', 'image/webp')
ORDER BY r.held_on, e.id LIMIT 200;
