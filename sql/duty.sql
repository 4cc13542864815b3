-- Duties and their occurrences.

-- Figures are counted only for an org that owes nothing: their rows are what every write changes.
-- name: duty_scope
SELECT
  CASE WHEN EXISTS (SELECT 1 FROM occurrence c WHERE c.org_id = $1 AND c.year = $2) THEN 1 ELSE 0 END,
  CASE WHEN EXISTS (SELECT 1 FROM occurrence c WHERE c.org_id = $1 AND c.year = $2) THEN 0
    ELSE (SELECT COUNT(*) FROM figure_value f WHERE f.org_id = $1 AND f.year = $2) END;

-- name: duty_rows
SELECT duty, period, opens_on, due_on, need, have, have_in_time, applies, na_why, stated_why
FROM occurrence WHERE org_id = $1 AND year = $2 ORDER BY duty, period;

-- name: duty_codes
SELECT DISTINCT duty FROM occurrence WHERE org_id = $1 AND year = $2 ORDER BY duty;

-- The settings of the org and of those above it, the nearest first.
-- name: duty_switches
WITH RECURSIVE up(id, parent_id, steps) AS (
  SELECT id, parent_id, 0 FROM org WHERE id = $1
  UNION ALL
  SELECT o.id, o.parent_id, up.steps + 1 FROM up JOIN org o ON o.id = up.parent_id
)
SELECT s.duty, s.is_on, s.why FROM up JOIN duty_switch s ON s.org_id = up.id ORDER BY up.steps;

-- name: duty_held
SELECT duty, period, COUNT(*), COUNT(CASE WHEN late = 0 THEN 1 END)
FROM record_duty WHERE org_id = $1 AND year = $2 GROUP BY duty, period;

-- name: duty_add
UPDATE occurrence SET have = have + $5, have_in_time = have_in_time + $6
WHERE org_id = $1 AND year = $2 AND duty = $3 AND period = $4;

-- name: duty_set
UPDATE occurrence SET need = $5, have = $6, have_in_time = $7
WHERE org_id = $1 AND year = $2 AND duty = $3 AND period = $4;

-- name: duty_put
INSERT INTO occurrence (org_id, year, duty, period, root_id, pack, opens_on, due_on, need, have, have_in_time, applies,
  na_why, stated_why)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, COALESCE(
  (SELECT n.why FROM not_held n WHERE n.org_id = $1 AND n.year = $2 AND n.duty = $3 AND n.period = $4), ''))
ON CONFLICT (org_id, year, duty, period) DO UPDATE SET pack = excluded.pack, opens_on = excluded.opens_on,
  due_on = excluded.due_on, need = excluded.need, have = excluded.have, have_in_time = excluded.have_in_time,
  applies = excluded.applies, na_why = excluded.na_why, stated_why = excluded.stated_why;

-- name: duty_drop
DELETE FROM occurrence WHERE org_id = $1 AND year = $2 AND duty = $3 AND period = $4;

-- What each person has of the records counted in one occurrence.
-- name: duty_shares
SELECT a.person_id, COUNT(*), COUNT(CASE WHEN d.late = 0 THEN 1 END),
  CAST(SUM(COALESCE(r.hours_milli, 0)) AS BIGINT),
  CAST(SUM(CASE WHEN d.late = 0 THEN COALESCE(r.hours_milli, 0) ELSE 0 END) AS BIGINT)
FROM record_duty d JOIN record r ON r.id = d.record_id
  JOIN attendance a ON a.record_id = d.record_id AND a.state = 'present'
WHERE d.org_id = $1 AND d.year = $2 AND d.duty = $3 AND d.period = $4
GROUP BY a.person_id;

-- name: duty_presences
SELECT d.record_id, a.person_id, d.late
FROM record_duty d JOIN attendance a ON a.record_id = d.record_id AND a.state = 'present'
WHERE d.org_id = $1 AND d.year = $2 AND d.duty = $3 AND d.period = $4
ORDER BY d.record_id;

-- name: duty_records
SELECT r.id, r.held_on, r.title, d.late FROM record_duty d JOIN record r ON r.id = d.record_id
WHERE d.org_id = $1 AND d.year = $2 AND d.duty = $3 AND d.period = $4
ORDER BY r.held_on, r.id;

-- name: duty_years
SELECT year FROM occurrence WHERE org_id = $1
UNION SELECT year FROM figure_value WHERE org_id = $1
ORDER BY 1 DESC;

-- name: duty_years_below
SELECT o.id, c.year FROM org o JOIN occurrence c ON c.org_id = o.id
WHERE o.path >= $1 AND o.path < $2 AND c.year >= $3
UNION
SELECT o.id, f.year FROM org o JOIN figure_value f ON f.org_id = o.id
WHERE o.path >= $1 AND o.path < $2 AND f.year >= $3
ORDER BY 1, 2;

-- name: duty_orgs_without_year
-- scan: all orgs are asked, once a year
SELECT o.id FROM org o WHERE o.closed_on IS NULL
  AND EXISTS (SELECT 1 FROM occurrence b WHERE b.org_id = o.id AND b.year = $1 - 1)
  AND NOT EXISTS (SELECT 1 FROM occurrence c WHERE c.org_id = o.id AND c.year = $1)
  AND NOT EXISTS (SELECT 1 FROM figure_value f WHERE f.org_id = o.id AND f.year = $1)
ORDER BY o.id;

-- name: duty_reason_put
INSERT INTO not_held (org_id, year, duty, period, root_id, why, at_ms, account_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (org_id, year, duty, period) DO UPDATE SET why = excluded.why, at_ms = excluded.at_ms,
  account_id = excluded.account_id;

-- name: duty_reason_drop
DELETE FROM not_held WHERE org_id = $1 AND year = $2 AND duty = $3 AND period = $4;

-- name: duty_reason_show
UPDATE occurrence SET stated_why = $5 WHERE org_id = $1 AND year = $2 AND duty = $3 AND period = $4;

-- name: duty_switch_put
INSERT INTO duty_switch (root_id, org_id, duty, is_on, why) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (org_id, duty) DO UPDATE SET is_on = excluded.is_on, why = excluded.why;
