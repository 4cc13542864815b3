-- What proves the journal: the Merkle tree over it (RFC 9162), the house's signing keys, its checkpoints and who
-- countersigned them; and when the house was last backed up and a backup last tried. The journal is one for the whole
-- database, so these tables have no root_id.

-- 256 hashes of one height side by side, once they are all there. Level 0: of the entries 256 n + 1 … 256 n + 256;
-- level k: the roots of 256 tiles of level k - 1. What is not yet a tile follows from the journal.
CREATE TABLE journal_tile (
  level BIGINT NOT NULL,
  n BIGINT NOT NULL,
  root BLOB NOT NULL,
  hashes BLOB NOT NULL,
  PRIMARY KEY (level, n)
);
-- only: pg
ALTER TABLE journal_tile ALTER COLUMN hashes SET STORAGE EXTERNAL; -- hashes do not get smaller
-- end

-- Public keys; the secret one lies in the data folder. All keys of one journal carry its one name.
CREATE TABLE proof_key (
  public_key TEXT PRIMARY KEY,      -- Ed25519, base64
  name TEXT NOT NULL,               -- taizhang/ and 16 random hex digits
  since_ms BIGINT NOT NULL
);

CREATE TABLE proof_checkpoint (
  size BIGINT PRIMARY KEY,          -- entries
  at_ms BIGINT NOT NULL,
  root TEXT NOT NULL,               -- hex
  note TEXT NOT NULL                -- the checkpoint as it was signed
);
CREATE INDEX proof_checkpoint_by_time ON proof_checkpoint(at_ms);

-- Countersignatures of others (C2SP cosignature/v1), a line each as it stands in a note.
CREATE TABLE proof_cosign (
  size BIGINT NOT NULL REFERENCES proof_checkpoint(size),
  line TEXT NOT NULL,
  at_ms BIGINT NOT NULL,
  PRIMARY KEY (size, line)
);

CREATE TABLE backup_run (
  id BIGINT PRIMARY KEY,
  what TEXT NOT NULL,               -- backup, rehearsal
  at_ms BIGINT NOT NULL,            -- the moment whose state it holds
  took_ms BIGINT NOT NULL,
  entries BIGINT NOT NULL,          -- of the journal
  bytes BIGINT NOT NULL,
  faults BIGINT NOT NULL,           -- found by a rehearsal; 0: it holds
  file TEXT NOT NULL,
  digest TEXT NOT NULL              -- SHA-256 of the file, hex
);
CREATE INDEX backup_run_by_time ON backup_run(what, at_ms);

-- only: sqlite
CREATE TRIGGER journal_tile_keeps BEFORE UPDATE ON journal_tile BEGIN SELECT RAISE(ABORT, 'the tree is append-only'); END;
CREATE TRIGGER journal_tile_stays BEFORE DELETE ON journal_tile BEGIN SELECT RAISE(ABORT, 'the tree is append-only'); END;
CREATE TRIGGER proof_key_keeps BEFORE UPDATE ON proof_key BEGIN SELECT RAISE(ABORT, 'keys stay as they were'); END;
CREATE TRIGGER proof_key_stays BEFORE DELETE ON proof_key BEGIN SELECT RAISE(ABORT, 'keys stay'); END;
CREATE TRIGGER proof_checkpoint_keeps BEFORE UPDATE ON proof_checkpoint BEGIN SELECT RAISE(ABORT, 'checkpoints stay as they were'); END;
CREATE TRIGGER proof_checkpoint_stays BEFORE DELETE ON proof_checkpoint BEGIN SELECT RAISE(ABORT, 'checkpoints stay'); END;
-- end
-- only: pg
CREATE TRIGGER journal_tile_keeps BEFORE UPDATE OR DELETE ON journal_tile FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER journal_tile_truncate BEFORE TRUNCATE ON journal_tile EXECUTE FUNCTION append_only();
CREATE TRIGGER proof_key_keeps BEFORE UPDATE OR DELETE ON proof_key FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER proof_key_truncate BEFORE TRUNCATE ON proof_key EXECUTE FUNCTION append_only();
CREATE TRIGGER proof_checkpoint_keeps BEFORE UPDATE OR DELETE ON proof_checkpoint FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER proof_checkpoint_truncate BEFORE TRUNCATE ON proof_checkpoint EXECUTE FUNCTION append_only();
-- end
