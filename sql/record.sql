-- Records: writing, reading, lists.

-- name: record_people
SELECT id, name, '', left_on FROM person WHERE org_id = $1
UNION ALL
SELECT id, name, '', left_on FROM person WHERE org_id = $2 AND group_id = $1
UNION ALL
SELECT p.id, p.name, o.from_on, o.to_on FROM post o JOIN person p ON p.id = o.person_id WHERE o.org_id = $1;

-- name: record_person
SELECT root_id, name FROM person WHERE id = $1;

-- name: record_add
INSERT INTO record (id, root_id, org_id, kind, year, held_on, title, place, host, recorder, agenda, body, fields,
  hours_milli, due_count, present_count, entered_ms, entered_by, late_days, late_why, version, changed_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22);

-- name: record_change
UPDATE record SET org_id = $2, kind = $3, year = $4, held_on = $5, title = $6, place = $7, host = $8, recorder = $9,
  agenda = $10, body = $11, fields = $12, hours_milli = $13, due_count = $14, present_count = $15, late_days = $16,
  late_why = $17, version = $18, changed_ms = $19
WHERE id = $1;

-- name: record_mark
UPDATE record SET version = $2, changed_ms = $3, voided_ms = $4, void_why = $5, evidence_count = $6 WHERE id = $1;

-- name: record_row
SELECT r.root_id, r.org_id, r.kind, r.year, r.held_on, r.title, r.place, r.host, r.recorder, r.agenda, r.body, r.fields,
  r.hours_milli, r.due_count, r.present_count, r.entered_ms, r.late_days, r.late_why, r.version,
  r.changed_ms, r.voided_ms, r.void_why, v.actor
FROM record r LEFT JOIN record_version v ON v.record_id = r.id AND v.version = 1 WHERE r.id = $1;

-- name: record_attendance_add
INSERT INTO attendance (record_id, person_id, root_id, state, reason) VALUES ($1, $2, $3, $4, $5);

-- Sixteen at once: $1 record, $2 root, then person, state, reason; NULL for the persons that are fewer.
-- A person that there is not is refused as NULL.
-- name: record_attendance_add_16
INSERT INTO attendance (record_id, root_id, person_id, state, reason)
SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), (SELECT p.id FROM person p WHERE p.id = column1), column2, column3 FROM (VALUES
  (CAST($3 AS BIGINT), CAST($4 AS TEXT), CAST($5 AS TEXT)), ($6, $7, $8), ($9, $10, $11), ($12, $13, $14),
  ($15, $16, $17), ($18, $19, $20), ($21, $22, $23), ($24, $25, $26),
  ($27, $28, $29), ($30, $31, $32), ($33, $34, $35), ($36, $37, $38),
  ($39, $40, $41), ($42, $43, $44), ($45, $46, $47), ($48, $49, $50)) AS x
WHERE column1 IS NOT NULL;

-- name: record_attendance_clear
DELETE FROM attendance WHERE record_id = $1;

-- name: record_attendance
SELECT a.person_id, p.name, a.state, a.reason FROM attendance a JOIN person p ON p.id = a.person_id
WHERE a.record_id = $1 ORDER BY a.person_id;

-- name: record_decision_add
INSERT INTO decision (record_id, n, root_id, text, owner, due_on) VALUES ($1, $2, $3, $4, $5, $6);

-- name: record_decision_clear
DELETE FROM decision WHERE record_id = $1;

-- name: record_decisions
SELECT text, owner, due_on FROM decision WHERE record_id = $1 ORDER BY n;

-- name: record_quantity_add
INSERT INTO quantity (record_id, code, root_id, amount_milli, unit) VALUES ($1, $2, $3, $4, $5);

-- name: record_quantity_clear
DELETE FROM quantity WHERE record_id = $1;

-- name: record_quantities
SELECT code, amount_milli, unit FROM quantity WHERE record_id = $1 ORDER BY code;

-- name: record_duty_add
INSERT INTO record_duty (record_id, duty, root_id, org_id, year, period, late) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: record_duty_clear
DELETE FROM record_duty WHERE record_id = $1;

-- name: record_duties
SELECT duty, year, period, late FROM record_duty WHERE record_id = $1 ORDER BY duty;

-- name: record_version_add
INSERT INTO record_version (record_id, version, root_id, at_ms, account_id, actor, why, snapshot, digest)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: record_version_list
SELECT version, at_ms, actor, why, digest, snapshot FROM record_version WHERE record_id = $1 ORDER BY version DESC;

-- name: record_version_one
SELECT snapshot FROM record_version WHERE record_id = $1 AND version = $2;

-- name: record_secretary
SELECT COUNT(*) FROM role_grant WHERE account_id = $1 AND org_id = $2 AND role = 'secretary'
  AND (until_on IS NULL OR until_on >= CAST($3 AS TEXT));

-- name: evidence_add
INSERT INTO evidence (id, root_id, record_id, digest, name, size, type, added_ms, added_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: evidence_of_record
SELECT id, digest, name, size, type, added_ms FROM evidence
WHERE record_id = $1 AND removed_ms IS NULL ORDER BY id;

-- name: evidence_one
SELECT record_id, digest, name, size, type, added_ms, removed_ms, removed_why FROM evidence WHERE id = $1;

-- name: evidence_remove
UPDATE evidence SET removed_ms = $2, removed_why = $3 WHERE id = $1;

-- name: evidence_removed
SELECT id, digest, name, size, type, added_ms, removed_why FROM evidence
WHERE record_id = $1 AND removed_ms IS NOT NULL ORDER BY removed_ms DESC, id DESC;

-- name: record_last
SELECT id FROM record WHERE org_id = $1 AND kind = $2 AND voided_ms IS NULL ORDER BY held_on DESC, id DESC LIMIT 1;

-- name: record_calendar
SELECT held_on, COUNT(*) FROM record
WHERE org_id = $1 AND year BETWEEN CAST($2 AS BIGINT) - 1 AND CAST($2 AS BIGINT)
  AND held_on BETWEEN CAST($3 AS TEXT) AND CAST($4 AS TEXT) AND voided_ms IS NULL
GROUP BY held_on;

-- name: record_entry_days
SELECT held_on, entered_ms FROM record
WHERE org_id = $1 AND year = CAST($2 AS BIGINT) AND voided_ms IS NULL;

-- name: roll_members
SELECT id, name FROM person
WHERE org_id = $1 AND membership IN ('full', 'probationary') AND (joined_on IS NULL OR joined_on <= CAST($2 AS TEXT))
  AND (left_on IS NULL OR left_on > CAST($2 AS TEXT))
ORDER BY id;

-- name: roll_group
SELECT p.id, p.name FROM org g JOIN person p ON p.org_id = g.parent_id AND p.group_id = g.id
WHERE g.id = $1 AND p.membership IN ('full', 'probationary')
  AND (p.joined_on IS NULL OR p.joined_on <= CAST($2 AS TEXT)) AND (p.left_on IS NULL OR p.left_on > CAST($2 AS TEXT))
UNION
SELECT id, name FROM person
WHERE org_id = $1 AND membership IN ('full', 'probationary') AND (joined_on IS NULL OR joined_on <= CAST($2 AS TEXT))
  AND (left_on IS NULL OR left_on > CAST($2 AS TEXT))
ORDER BY 1;

-- name: roll_posts
SELECT t.person_id, p.name, t.post FROM post t JOIN person p ON p.id = t.person_id
WHERE t.org_id = $1 AND t.from_on <= CAST($2 AS TEXT) AND (t.to_on IS NULL OR t.to_on > CAST($2 AS TEXT))
ORDER BY t.person_id;

-- The three lists take the same $1 … $13: year, kind, ' kinds ' of a family, from, to, duty, text, ' private kinds ',
-- voided, late only, order (0 newest held, 1 oldest held, 2 newest entry, 3 oldest entry), rows after, rows up to.
-- A text is sought with REPLACE: the same exact match on both databases, and no wildcards.
-- name: record_list_org
SELECT p.id, p.org_id, p.org_name, p.kind, p.title, p.place, p.held_on, p.year, p.voided_ms, p.late_days, p.present_count,
  p.due_count, p.entered_ms, p.total, p.evidence_count
FROM (
  SELECT r.id, r.org_id, o.name AS org_name, r.kind, r.title, r.place, r.held_on, r.year, r.voided_ms, r.late_days,
    r.present_count, r.due_count, r.entered_ms, r.evidence_count, COUNT(*) OVER () AS total,
    ROW_NUMBER() OVER (ORDER BY CASE WHEN CAST($11 AS BIGINT) = 0 THEN r.held_on END DESC, CASE WHEN CAST($11 AS BIGINT) = 1 THEN r.held_on END,
      CASE WHEN CAST($11 AS BIGINT) = 2 THEN r.entered_ms END DESC, CASE WHEN CAST($11 AS BIGINT) = 3 THEN r.entered_ms END,
      CASE WHEN CAST($11 AS BIGINT) IN (0, 2) THEN r.id END DESC, r.id) AS n
  FROM record r JOIN org o ON o.id = r.org_id
  WHERE r.org_id = $14
    AND (CAST($1 AS BIGINT) IS NULL OR r.year = CAST($1 AS BIGINT))
    AND (CAST($2 AS TEXT) IS NULL OR r.kind = CAST($2 AS TEXT))
    AND (CAST($3 AS TEXT) IS NULL OR REPLACE(CAST($3 AS TEXT), ' ' || r.kind || ' ', '') <> CAST($3 AS TEXT))
    AND (CAST($4 AS TEXT) IS NULL OR r.held_on >= CAST($4 AS TEXT))
    AND (CAST($5 AS TEXT) IS NULL OR r.held_on <= CAST($5 AS TEXT))
    AND (CAST($6 AS TEXT) IS NULL OR EXISTS (
      SELECT 1 FROM record_duty d WHERE d.record_id = r.id AND d.duty = CAST($6 AS TEXT)))
    AND (CAST($7 AS TEXT) IS NULL OR REPLACE(r.title, CAST($7 AS TEXT), '') <> r.title OR REPLACE(r.place, CAST($7 AS TEXT), '') <> r.place
      OR (REPLACE(CAST($8 AS TEXT), ' ' || r.kind || ' ', '') = CAST($8 AS TEXT)
        AND (REPLACE(r.agenda, CAST($7 AS TEXT), '') <> r.agenda OR REPLACE(r.body, CAST($7 AS TEXT), '') <> r.body)))
    AND (CAST($9 AS BIGINT) = 1) = (r.voided_ms IS NOT NULL)
    AND (CAST($10 AS BIGINT) = 0 OR r.late_days > 0)
) p WHERE p.n > $12 AND p.n <= $13 ORDER BY p.n;

-- name: record_list_tree
SELECT p.id, p.org_id, p.org_name, p.kind, p.title, p.place, p.held_on, p.year, p.voided_ms, p.late_days, p.present_count,
  p.due_count, p.entered_ms, p.total, p.evidence_count
FROM (
  SELECT r.id, r.org_id, o.name AS org_name, r.kind, r.title, r.place, r.held_on, r.year, r.voided_ms, r.late_days,
    r.present_count, r.due_count, r.entered_ms, r.evidence_count, COUNT(*) OVER () AS total,
    ROW_NUMBER() OVER (ORDER BY CASE WHEN CAST($11 AS BIGINT) = 0 THEN r.held_on END DESC, CASE WHEN CAST($11 AS BIGINT) = 1 THEN r.held_on END,
      CASE WHEN CAST($11 AS BIGINT) = 2 THEN r.entered_ms END DESC, CASE WHEN CAST($11 AS BIGINT) = 3 THEN r.entered_ms END,
      CASE WHEN CAST($11 AS BIGINT) IN (0, 2) THEN r.id END DESC, r.id) AS n
  FROM org o JOIN record r ON r.org_id = o.id
  WHERE o.path >= $14 AND o.path < $15
    AND (CAST($1 AS BIGINT) IS NULL OR r.year = CAST($1 AS BIGINT))
    AND (CAST($2 AS TEXT) IS NULL OR r.kind = CAST($2 AS TEXT))
    AND (CAST($3 AS TEXT) IS NULL OR REPLACE(CAST($3 AS TEXT), ' ' || r.kind || ' ', '') <> CAST($3 AS TEXT))
    AND (CAST($4 AS TEXT) IS NULL OR r.held_on >= CAST($4 AS TEXT))
    AND (CAST($5 AS TEXT) IS NULL OR r.held_on <= CAST($5 AS TEXT))
    AND (CAST($6 AS TEXT) IS NULL OR EXISTS (
      SELECT 1 FROM record_duty d WHERE d.record_id = r.id AND d.duty = CAST($6 AS TEXT)))
    AND (CAST($7 AS TEXT) IS NULL OR REPLACE(r.title, CAST($7 AS TEXT), '') <> r.title OR REPLACE(r.place, CAST($7 AS TEXT), '') <> r.place
      OR (REPLACE(CAST($8 AS TEXT), ' ' || r.kind || ' ', '') = CAST($8 AS TEXT)
        AND (REPLACE(r.agenda, CAST($7 AS TEXT), '') <> r.agenda OR REPLACE(r.body, CAST($7 AS TEXT), '') <> r.body)))
    AND (CAST($9 AS BIGINT) = 1) = (r.voided_ms IS NOT NULL)
    AND (CAST($10 AS BIGINT) = 0 OR r.late_days > 0)
) p WHERE p.n > $12 AND p.n <= $13 ORDER BY p.n;

-- name: record_list_person
SELECT p.id, p.org_id, p.org_name, p.kind, p.title, p.place, p.held_on, p.year, p.voided_ms, p.late_days, p.present_count,
  p.due_count, p.entered_ms, p.total, p.evidence_count
FROM (
  SELECT r.id, r.org_id, o.name AS org_name, r.kind, r.title, r.place, r.held_on, r.year, r.voided_ms, r.late_days,
    r.present_count, r.due_count, r.entered_ms, r.evidence_count, COUNT(*) OVER () AS total,
    ROW_NUMBER() OVER (ORDER BY CASE WHEN CAST($11 AS BIGINT) = 0 THEN r.held_on END DESC, CASE WHEN CAST($11 AS BIGINT) = 1 THEN r.held_on END,
      CASE WHEN CAST($11 AS BIGINT) = 2 THEN r.entered_ms END DESC, CASE WHEN CAST($11 AS BIGINT) = 3 THEN r.entered_ms END,
      CASE WHEN CAST($11 AS BIGINT) IN (0, 2) THEN r.id END DESC, r.id) AS n
  FROM org o JOIN record r ON r.org_id = o.id
    JOIN attendance a ON a.record_id = r.id AND a.person_id = $14 AND a.state = 'present'
  WHERE o.path >= $15 AND o.path < $16
    AND (CAST($1 AS BIGINT) IS NULL OR r.year = CAST($1 AS BIGINT))
    AND (CAST($2 AS TEXT) IS NULL OR r.kind = CAST($2 AS TEXT))
    AND (CAST($3 AS TEXT) IS NULL OR REPLACE(CAST($3 AS TEXT), ' ' || r.kind || ' ', '') <> CAST($3 AS TEXT))
    AND (CAST($4 AS TEXT) IS NULL OR r.held_on >= CAST($4 AS TEXT))
    AND (CAST($5 AS TEXT) IS NULL OR r.held_on <= CAST($5 AS TEXT))
    AND (CAST($6 AS TEXT) IS NULL OR EXISTS (
      SELECT 1 FROM record_duty d WHERE d.record_id = r.id AND d.duty = CAST($6 AS TEXT)))
    AND (CAST($7 AS TEXT) IS NULL OR REPLACE(r.title, CAST($7 AS TEXT), '') <> r.title OR REPLACE(r.place, CAST($7 AS TEXT), '') <> r.place
      OR (REPLACE(CAST($8 AS TEXT), ' ' || r.kind || ' ', '') = CAST($8 AS TEXT)
        AND (REPLACE(r.agenda, CAST($7 AS TEXT), '') <> r.agenda OR REPLACE(r.body, CAST($7 AS TEXT), '') <> r.body)))
    AND (CAST($9 AS BIGINT) = 1) = (r.voided_ms IS NOT NULL)
    AND (CAST($10 AS BIGINT) = 0 OR r.late_days > 0)
) p WHERE p.n > $12 AND p.n <= $13 ORDER BY p.n;
