-- Statements the store needs itself.

-- name: store_has_version_table
-- only: sqlite
-- scan: sqlite_schema is small
SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = 'schema_version';

-- name: store_has_version_table
-- only: pg
SELECT COUNT(*) FROM information_schema.tables
WHERE table_schema = current_schema() AND table_name = 'schema_version';

-- name: store_version
SELECT MAX(version) FROM schema_version;

-- name: store_version_add
INSERT INTO schema_version (version, name, applied_ms) VALUES ($1, $2, $3);

-- name: store_id_block
UPDATE store_id SET block = block + 1 WHERE one = 1 RETURNING block;

-- name: store_probe_add
INSERT INTO store_probe (id, parent_id, number, body, bytes) VALUES ($1, $2, $3, $4, $5);

-- name: store_probe_get
SELECT id, parent_id, number, body, bytes FROM store_probe WHERE id = $1;

-- name: store_probe_list
-- scan: the table is empty outside of a check
SELECT id, number, body FROM store_probe ORDER BY body;

-- name: store_probe_count
-- scan: the table is empty outside of a check
SELECT COUNT(*) FROM store_probe;

-- name: store_probe_set
UPDATE store_probe SET number = $2 WHERE id = $1;

-- name: store_probe_remove
DELETE FROM store_probe WHERE id = $1;

-- Every table but schema_version, its columns in their order: table, column, type, place in the primary key (0: none).
-- name: copy_columns
-- only: sqlite
-- scan: the catalogue is small
SELECT m.name, c.name, c.type, c.pk FROM sqlite_schema m, pragma_table_info(m.name) c
WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name <> 'schema_version' ORDER BY m.name, c.cid;

-- name: copy_columns
-- only: pg
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), COALESCE(array_position(i.indkey::int2[], a.attnum) + 1, 0)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace AND c.relname <> 'schema_version'
ORDER BY c.relname COLLATE "C", a.attnum;

-- What takes references off, and what makes them again.
-- name: copy_keys
-- only: sqlite
SELECT '', '' WHERE 0;

-- name: copy_keys
-- only: pg
SELECT format('ALTER TABLE %I DROP CONSTRAINT %I', c.relname, k.conname),
  format('ALTER TABLE %I ADD CONSTRAINT %I %s', c.relname, k.conname, pg_get_constraintdef(k.oid))
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
WHERE k.contype = 'f' AND c.relnamespace = current_schema()::regnamespace ORDER BY c.relname, k.conname;

-- name: copy_orgs
-- scan: one row is enough to know
SELECT COUNT(*) FROM (SELECT id FROM org LIMIT 1) AS one;
