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
