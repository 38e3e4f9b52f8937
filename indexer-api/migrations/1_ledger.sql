-- Up Migration

-- Where the follower stands. One row at most; none before anything was followed. All times of day are this server's.
CREATE TABLE follow_state (
  single boolean PRIMARY KEY DEFAULT true CHECK (single),
  -- Which deployment, by which subgraph: rows of two of them are never mixed.
  identity text NOT NULL,
  -- Everything up to this block is stored; null until the first time that nothing was left to read.
  block_number bigint,
  block_hash text,
  block_time bigint,
  -- The block at which the last page was read. It may be ahead of the one above while more pages are to come.
  read_number bigint,
  read_hash text,
  graph_head bigint,
  graph_seen_at timestamptz,
  chain_head bigint,
  chain_seen_at timestamptz,
  -- The last moment of which the chain is known to have had nothing that is not stored here.
  caught_up_at timestamptz
);

-- How far each stream of the subgraph has been read.
CREATE TABLE stream_cursors (
  stream text PRIMARY KEY,
  cursor bigint NOT NULL
);

CREATE TABLE attestations (
  id bytea PRIMARY KEY,
  cursor bigint NOT NULL UNIQUE,
  schema_id bytea NOT NULL,
  subject bytea NOT NULL,
  item_key bytea NOT NULL,
  observed_at bigint NOT NULL,
  record bytea NOT NULL,
  signer bytea NOT NULL,
  transaction bytea NOT NULL,
  block_number bigint NOT NULL,
  block_time bigint NOT NULL
);
CREATE INDEX attestations_by_subject ON attestations (subject, cursor);

-- The newest statement for each key: the one that the chain keeps.
CREATE TABLE latest_statements (
  subject bytea NOT NULL,
  schema_id bytea NOT NULL,
  item_key bytea NOT NULL,
  observed_at bigint NOT NULL,
  attestation_id bytea NOT NULL,
  PRIMARY KEY (subject, schema_id, item_key)
);

-- No foreign key: a revocation may be read a page before the attestation that it ends.
CREATE TABLE revocations (
  attestation_id bytea PRIMARY KEY,
  cursor bigint NOT NULL,
  signer bytea NOT NULL,
  reason bytea NOT NULL,
  transaction bytea NOT NULL,
  block_number bigint NOT NULL,
  block_time bigint NOT NULL
);

CREATE TABLE entities (
  id bytea PRIMARY KEY,
  uscc text COLLATE "C" NOT NULL UNIQUE,
  kind text NOT NULL,
  status text NOT NULL,
  controller bytea,
  proposed_controller bytea,
  registered_at bigint NOT NULL,
  cursor bigint NOT NULL
);

CREATE TABLE schemas (
  id bytea PRIMARY KEY,
  name text NOT NULL,
  agency_number integer NOT NULL,
  fields text[] NOT NULL,
  validity_seconds bigint NOT NULL,
  resolver bytea,
  cursor bigint NOT NULL
);

CREATE TABLE signers (
  wallet bytea PRIMARY KEY,
  agency_number integer NOT NULL,
  active boolean NOT NULL,
  since bigint NOT NULL,
  cursor bigint NOT NULL
);
CREATE INDEX signers_by_agency ON signers (agency_number);
