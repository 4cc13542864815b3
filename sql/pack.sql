-- Packs as they were adopted, and which rule a root's year.

-- A year without packs of its own answers with those of the latest year before it, else with the root's first.
-- name: pack_of_year
SELECT pack, digest FROM year_pack
WHERE root_id = $1 AND year = COALESCE(
  (SELECT MAX(p.year) FROM year_pack p WHERE p.root_id = $1 AND p.year <= $2),
  (SELECT MIN(p.year) FROM year_pack p WHERE p.root_id = $1))
ORDER BY pack;

-- name: pack_of_year_own
SELECT digest FROM year_pack WHERE root_id = $1 AND year = $2 AND pack = $3;

-- name: pack_text
SELECT yaml FROM pack_text WHERE digest = $1;

-- name: pack_text_add
INSERT INTO pack_text (digest, name, version, yaml, loaded_ms) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (digest) DO NOTHING;

-- name: pack_year_inherit
INSERT INTO year_pack (root_id, year, pack, digest)
SELECT y.root_id, CAST($2 AS BIGINT), y.pack, y.digest FROM year_pack y
WHERE y.root_id = $1 AND y.year = COALESCE(
  (SELECT MAX(p.year) FROM year_pack p WHERE p.root_id = $1 AND p.year <= $2),
  (SELECT MIN(p.year) FROM year_pack p WHERE p.root_id = $1))
ON CONFLICT (root_id, year, pack) DO NOTHING;

-- name: pack_year_put
INSERT INTO year_pack (root_id, year, pack, digest) VALUES ($1, $2, $3, $4)
ON CONFLICT (root_id, year, pack) DO UPDATE SET digest = excluded.digest;

-- The years that orgs of the root have opened and that the packs of year $2 rule.
-- name: pack_years_ruled
-- scan: asked once when a pack is adopted
SELECT o.org_id, o.year FROM (
  SELECT org_id, year FROM occurrence WHERE root_id = $1
  UNION
  SELECT org_id, year FROM figure_value WHERE root_id = $1) o
WHERE (o.year >= $2 AND NOT EXISTS (
    SELECT 1 FROM year_pack p WHERE p.root_id = $1 AND p.year > $2 AND p.year <= o.year))
  OR (o.year < $2 AND NOT EXISTS (SELECT 1 FROM year_pack p WHERE p.root_id = $1 AND p.year < $2))
ORDER BY o.org_id, o.year;
