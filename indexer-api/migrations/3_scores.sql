-- Up Migration

-- Scorecards as governance published them.
CREATE TABLE score_models (
  family text NOT NULL,
  version bigint NOT NULL,
  cursor bigint NOT NULL,
  effective_from bigint NOT NULL,
  document_hash bytea NOT NULL,
  model bytea NOT NULL,
  published_at bigint NOT NULL,
  -- Null unless it was taken back before it took effect.
  withdrawn_at bigint,
  transaction bytea NOT NULL,
  PRIMARY KEY (family, version)
);

-- Every certification; the chain keeps the last one of each company and family only.
CREATE TABLE ratings (
  id bytea PRIMARY KEY,
  cursor bigint NOT NULL UNIQUE,
  subject bytea NOT NULL,
  family text NOT NULL,
  version bigint NOT NULL,
  total integer NOT NULL,
  -- 0 when too little was known for a grade.
  grade integer NOT NULL,
  coverage_bps integer NOT NULL,
  certified_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  certifier bytea NOT NULL,
  -- Bit n: source n of the model was part of the evidence; 64 bits without a sign.
  sources numeric NOT NULL,
  -- Attestation ids as hex, in the order of the model's sources.
  evidence_ids jsonb NOT NULL,
  -- Of each characteristic of the model, in its order.
  points jsonb NOT NULL,
  transaction bytea NOT NULL,
  block_number bigint NOT NULL
);
CREATE INDEX ratings_by_subject ON ratings (subject, cursor);

CREATE TABLE rating_withdrawals (
  id bytea PRIMARY KEY,
  cursor bigint NOT NULL,
  -- The certification that no longer stands.
  rating bytea,
  standing text NOT NULL,
  reporter bytea NOT NULL,
  transaction bytea NOT NULL,
  block_time bigint NOT NULL
);
CREATE INDEX rating_withdrawals_by_rating ON rating_withdrawals (rating);

-- Companies whose scores are to be computed anew; filled in the transaction that stores what touches them.
CREATE TABLE score_queue (
  subject bytea PRIMARY KEY
);

-- The model of each family that scores are computed by now. When the one in force is another, everybody is queued.
CREATE TABLE scored_models (
  family text PRIMARY KEY,
  version bigint NOT NULL,
  sha256 bytea NOT NULL
);

-- The score of every company by every family, as of the block at which it was computed last.
CREATE TABLE company_scores (
  family text NOT NULL,
  subject bytea NOT NULL,
  version bigint NOT NULL,
  total integer NOT NULL,
  grade integer NOT NULL,
  coverage_bps integer NOT NULL,
  lowest integer NOT NULL,
  highest integer NOT NULL,
  -- City of the company by its registration; null while unknown.
  region text,
  -- When the first of the evidence expires.
  expires_at bigint,
  -- When the score may change though nothing is attested or revoked; null: never.
  due_at bigint,
  block_number bigint NOT NULL,
  block_time bigint NOT NULL,
  PRIMARY KEY (family, subject)
);
CREATE INDEX company_scores_due ON company_scores (due_at);
CREATE INDEX company_scores_by_subject ON company_scores (subject);
