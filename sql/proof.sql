-- The tree over the journal, its checkpoints, and what was backed up.

-- name: tile_add
INSERT INTO journal_tile (level, n, root, hashes) VALUES ($1, $2, $3, $4);

-- name: tile_get
SELECT hashes FROM journal_tile WHERE level = $1 AND n = $2;

-- name: tile_check
SELECT root, hashes FROM journal_tile WHERE level = $1 AND n = $2;

-- name: tile_last
SELECT n FROM journal_tile WHERE level = $1 ORDER BY n DESC LIMIT 1;

-- The roots of tiles $2 … of a level, in order: the hashes of the level above.
-- name: tile_roots
SELECT n, root FROM journal_tile WHERE level = $1 AND n >= $2 ORDER BY n LIMIT $3;

-- name: proof_key_add
INSERT INTO proof_key (public_key, name, since_ms) VALUES ($1, $2, $3);

-- name: proof_keys
-- scan: a house has one key, seldom a second
SELECT public_key, name, since_ms FROM proof_key ORDER BY since_ms, public_key;

-- name: checkpoint_add
INSERT INTO proof_checkpoint (size, at_ms, root, note) VALUES ($1, $2, $3, $4) ON CONFLICT (size) DO NOTHING;

-- name: checkpoint_get
SELECT size, at_ms, root, note FROM proof_checkpoint WHERE size = $1;

-- name: checkpoints_down
SELECT size, at_ms, root, note FROM proof_checkpoint WHERE size < $1 ORDER BY size DESC LIMIT $2;

-- name: checkpoints_up
SELECT size, at_ms, root, note FROM proof_checkpoint WHERE size > $1 ORDER BY size LIMIT $2;

-- name: backup_run_add
INSERT INTO backup_run (id, what, at_ms, took_ms, entries, bytes, faults, file, digest)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: backup_run_last
SELECT at_ms, took_ms, entries, bytes, faults, file, digest FROM backup_run
WHERE what = $1 ORDER BY at_ms DESC LIMIT 1;

-- Files by their digest, and one of the things each belongs to.
-- name: files_record
SELECT digest, MIN(record_id) FROM evidence WHERE digest > $1 GROUP BY digest ORDER BY digest LIMIT $2;

-- name: files_library
SELECT digest, MIN(id) FROM library_doc WHERE digest > $1 GROUP BY digest ORDER BY digest LIMIT $2;

-- name: files_report
-- scan: a report is sent a few times a year
SELECT file_digest, MIN(report_id) FROM report_version WHERE file_digest > $1 GROUP BY file_digest ORDER BY file_digest LIMIT $2;

-- When the database was made.
-- name: store_since
-- scan: a row a migration
SELECT MIN(applied_ms) FROM schema_version;
