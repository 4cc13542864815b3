-- Figures. $7 … $14 are kinds (repeated where there are fewer), $15 is a field with its value as it stands in the
-- record's JSON ("" for any), sought with REPLACE: an exact match on both databases. Adding 0 to the year keeps SQLite
-- on the index of kinds; the days from $5 to $6 are those that the year can have.

-- name: figure_put
INSERT INTO figure_value (org_id, year, code, root_id, value_milli, records)
SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS TEXT), CAST($4 AS BIGINT), CAST(SUM(x.milli) AS BIGINT),
  COUNT(x.milli)
FROM (
  SELECT CASE CAST($16 AS TEXT)
    WHEN 'records' THEN 1000
    WHEN 'present' THEN CASE WHEN r.due_count > 0 OR r.present_count > 0 THEN r.present_count * 1000 END
    WHEN 'hours' THEN CASE WHEN r.hours_milli > 0 THEN r.hours_milli END
    ELSE q.amount_milli END AS milli
  FROM record r LEFT JOIN quantity q ON q.record_id = r.id AND q.code = CAST($17 AS TEXT)
  WHERE r.org_id = $1 AND r.kind IN ($7, $8, $9, $10, $11, $12, $13, $14) AND r.held_on >= $5 AND r.held_on <= $6
    AND r.year + 0 = $2 AND r.voided_ms IS NULL
    AND (CAST($15 AS TEXT) = '' OR REPLACE(r.fields, CAST($15 AS TEXT), '') <> r.fields)
) AS x WHERE x.milli IS NOT NULL
ON CONFLICT (org_id, year, code) DO UPDATE SET value_milli = excluded.value_milli, records = excluded.records;

-- name: figure_put_people
INSERT INTO figure_value (org_id, year, code, root_id, value_milli, records)
SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS TEXT), CAST($4 AS BIGINT),
  CASE WHEN COUNT(*) > 0 THEN COUNT(DISTINCT a.person_id) * 1000 END, COUNT(DISTINCT r.id)
FROM record r LEFT JOIN attendance a ON a.record_id = r.id AND a.state = 'present'
WHERE r.org_id = $1 AND r.kind IN ($7, $8, $9, $10, $11, $12, $13, $14) AND r.held_on >= $5 AND r.held_on <= $6
  AND r.year + 0 = $2 AND r.voided_ms IS NULL
  AND (CAST($15 AS TEXT) = '' OR REPLACE(r.fields, CAST($15 AS TEXT), '') <> r.fields)
  AND (r.due_count > 0 OR r.present_count > 0)
ON CONFLICT (org_id, year, code) DO UPDATE SET value_milli = excluded.value_milli, records = excluded.records;

-- name: figure_set
INSERT INTO figure_value (org_id, year, code, root_id, value_milli, records) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (org_id, year, code) DO UPDATE SET value_milli = excluded.value_milli, records = excluded.records;

-- name: figure_add
UPDATE figure_value SET records = records + $4,
  value_milli = CASE WHEN records + $4 = 0 THEN NULL ELSE COALESCE(value_milli, 0) + $5 END
WHERE org_id = $1 AND year = $2 AND code = $3;

-- name: figure_drop
DELETE FROM figure_value WHERE org_id = $1 AND year = $2 AND code = $3;

-- name: figure_values
SELECT code, value_milli, records FROM figure_value WHERE org_id = $1 AND year = $2 ORDER BY code;

-- The records behind a figure; $3 is ' kind kind '. For people each counts 0 here.
-- name: figure_list
SELECT x.id, x.held_on, x.kind, x.title, x.milli
FROM (
  SELECT r.id, r.held_on, r.kind, r.title, CASE CAST($5 AS TEXT)
    WHEN 'records' THEN 1000
    WHEN 'present' THEN CASE WHEN r.due_count > 0 OR r.present_count > 0 THEN r.present_count * 1000 END
    WHEN 'people' THEN CASE WHEN r.due_count > 0 OR r.present_count > 0 THEN 0 END
    WHEN 'hours' THEN CASE WHEN r.hours_milli > 0 THEN r.hours_milli END
    ELSE q.amount_milli END AS milli
  FROM record r LEFT JOIN quantity q ON q.record_id = r.id AND q.code = CAST($6 AS TEXT)
  WHERE r.org_id = $1 AND r.year = $2 AND r.voided_ms IS NULL
    AND REPLACE(CAST($3 AS TEXT), ' ' || r.kind || ' ', '') <> CAST($3 AS TEXT)
    AND (CAST($4 AS TEXT) = '' OR REPLACE(r.fields, CAST($4 AS TEXT), '') <> r.fields)
) AS x WHERE x.milli IS NOT NULL ORDER BY x.held_on, x.id;

-- name: figure_people
SELECT r.id, a.person_id FROM record r JOIN attendance a ON a.record_id = r.id AND a.state = 'present'
WHERE r.org_id = $1 AND r.year = $2 AND r.voided_ms IS NULL
  AND REPLACE(CAST($3 AS TEXT), ' ' || r.kind || ' ', '') <> CAST($3 AS TEXT)
  AND (CAST($4 AS TEXT) = '' OR REPLACE(r.fields, CAST($4 AS TEXT), '') <> r.fields)
ORDER BY r.held_on, r.id;
