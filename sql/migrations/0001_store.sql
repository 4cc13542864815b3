-- What the store itself needs beside schema_version, which it makes on its own.

-- The number of the last block of ids given to a server; ids come from blocks (store.h: db_new_id).
CREATE TABLE store_id (
    one BIGINT PRIMARY KEY CHECK (one = 1),
    block BIGINT NOT NULL
);
INSERT INTO store_id (one, block) VALUES (1, 0);

-- The self-check writes here, reads back and removes (store.h: store_check); empty otherwise.
CREATE TABLE store_probe (
    id BIGINT PRIMARY KEY CHECK (id > 0),
    parent_id BIGINT REFERENCES store_probe (id),
    number BIGINT,
    body TEXT UNIQUE,
    bytes BLOB
);
CREATE INDEX store_probe_parent ON store_probe (parent_id);
