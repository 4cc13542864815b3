-- Holding a report against what stands behind it.

-- All evidence of an org's records that stand, of every year, oldest first.
-- name: review_evidence
SELECT r.id, r.kind, r.held_on, r.year, r.title, e.digest, e.name, p.bits1, p.bits2, p.bits3, p.bits4
FROM record r JOIN evidence e ON e.record_id = r.id AND e.removed_ms IS NULL
  LEFT JOIN evidence_print p ON p.evidence_id = e.id
WHERE r.org_id = $1 AND r.voided_ms IS NULL AND r.evidence_count > 0
ORDER BY r.held_on, r.id, e.id;

-- The earliest document of one of these titles.
-- name: review_document
SELECT id, dated FROM library_doc
WHERE root_id = $1 AND title IN ($2, $3, $4, $5, $6, $7) AND dated IS NOT NULL AND removed_ms IS NULL
ORDER BY dated, id LIMIT 1;

-- name: evidence_print_add
INSERT INTO evidence_print (evidence_id, root_id, bits1, bits2, bits3, bits4) VALUES ($1, $2, $3, $4, $5, $6);
