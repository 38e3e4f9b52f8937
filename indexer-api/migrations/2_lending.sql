-- Up Migration

-- All as the subgraph has it; amounts in fen, times in unix seconds, ids as bytes. Nothing refers to anything by a foreign
-- key: pages of different streams may be out of step until the last one.

CREATE TABLE assets (
  id bytea PRIMARY KEY,
  cursor bigint NOT NULL,
  kind text NOT NULL,
  number text NOT NULL,
  holder bytea NOT NULL,
  schema_id bytea NOT NULL,
  observed_at bigint NOT NULL,
  known_until bigint NOT NULL,
  in_force boolean NOT NULL,
  revoked boolean NOT NULL,
  encumbered boolean NOT NULL,
  due_at bigint,
  face_value_fen bigint,
  appraised_fen bigint,
  appraised_until bigint,
  appraiser bytea,
  token_owner bytea,
  registered_at bigint NOT NULL
);
CREATE INDEX assets_by_holder ON assets (holder, id);

CREATE TABLE liens (
  asset_id bytea NOT NULL,
  loan_id bigint NOT NULL,
  cursor bigint NOT NULL,
  rank integer NOT NULL,
  state text NOT NULL,
  secured_fen bigint NOT NULL,
  value_fen bigint NOT NULL,
  advance_bps bigint NOT NULL,
  pledged_at bigint NOT NULL,
  ended_at bigint,
  PRIMARY KEY (asset_id, loan_id)
);
CREATE INDEX liens_by_loan ON liens (loan_id);

CREATE TABLE junior_consents (
  asset_id bytea NOT NULL,
  senior_loan_id bigint NOT NULL,
  junior_loan_id bigint NOT NULL,
  cursor bigint NOT NULL,
  max_secured_fen bigint NOT NULL,
  PRIMARY KEY (asset_id, senior_loan_id, junior_loan_id)
);

CREATE TABLE enforcement_consents (
  asset_id bytea NOT NULL,
  loan_id bigint NOT NULL,
  enforcing_loan_id bigint NOT NULL,
  cursor bigint NOT NULL,
  buyer bytea,
  PRIMARY KEY (asset_id, loan_id, enforcing_loan_id)
);

CREATE TABLE advance_rates (
  kind text PRIMARY KEY,
  cursor bigint NOT NULL,
  advance_bps bigint NOT NULL
);

CREATE TABLE products (
  product_id bigint PRIMARY KEY,
  cursor bigint NOT NULL,
  lender bytea NOT NULL,
  code text COLLATE "C" NOT NULL,
  type text NOT NULL,
  version bigint NOT NULL,
  retired boolean NOT NULL,
  published_at bigint NOT NULL
);

CREATE TABLE product_versions (
  product_id bigint NOT NULL,
  version bigint NOT NULL,
  cursor bigint NOT NULL,
  min_amount_fen bigint NOT NULL,
  max_amount_fen bigint NOT NULL,
  min_tenor_months bigint NOT NULL,
  max_tenor_months bigint NOT NULL,
  min_rate_bps bigint NOT NULL,
  max_rate_bps bigint NOT NULL,
  -- Codes of asset kinds.
  collateral_kinds jsonb NOT NULL,
  settlement_token bytea,
  criteria bytea NOT NULL,
  PRIMARY KEY (product_id, version)
);

CREATE TABLE loans (
  loan_id bigint PRIMARY KEY,
  cursor bigint NOT NULL,
  state text NOT NULL,
  borrower bytea NOT NULL,
  product_lender bytea NOT NULL,
  lender bytea,
  product_id bigint NOT NULL,
  product_version bigint NOT NULL,
  deadline bigint,
  applied_amount_fen bigint NOT NULL,
  applied_tenor_months bigint NOT NULL,
  purpose bytea NOT NULL,
  -- The last offer with its collateral, and the last proposal of new terms: never searched, always read whole.
  offer jsonb,
  proposed_terms jsonb,
  rate_bps bigint,
  overdue_rate_bps bigint,
  principal_fen bigint NOT NULL,
  fees_fen bigint NOT NULL,
  -- 96 bits.
  interest_units numeric NOT NULL,
  accrued_day bigint,
  due_day bigint,
  repaid_fen bigint NOT NULL,
  claimed_fen bigint,
  claim_answer_by bigint,
  guarantor bytea,
  guaranteed_fen bigint NOT NULL,
  assignee bytea,
  applied_at bigint NOT NULL,
  accepted_at bigint,
  activated_at bigint,
  closed_at bigint
);
CREATE INDEX loans_by_borrower ON loans (borrower, loan_id);
CREATE INDEX loans_by_lender ON loans (coalesce(lender, product_lender), loan_id);

CREATE TABLE loan_events (
  id bytea PRIMARY KEY,
  cursor bigint NOT NULL,
  loan_id bigint NOT NULL,
  kind text NOT NULL,
  actor bytea,
  amount_fen bigint,
  reason bytea,
  counterparty bytea,
  transaction bytea NOT NULL,
  block_number bigint NOT NULL,
  block_time bigint NOT NULL
);
CREATE INDEX loan_events_by_loan ON loan_events (loan_id, cursor);

CREATE TABLE guarantors (
  id bytea PRIMARY KEY,
  cursor bigint NOT NULL,
  -- 128 bits each.
  limit_fen numeric NOT NULL,
  outstanding_fen numeric NOT NULL
);

CREATE TABLE guarantees (
  loan_id bigint NOT NULL,
  guarantor bytea NOT NULL,
  cursor bigint NOT NULL,
  offer_hash bytea NOT NULL,
  guaranteed_fen bigint NOT NULL,
  state text NOT NULL,
  PRIMARY KEY (loan_id, guarantor)
);

CREATE TABLE declaration_answers (
  id bytea PRIMARY KEY,
  cursor bigint NOT NULL,
  attestation_id bytea NOT NULL,
  state text NOT NULL,
  -- Null when the counterparty answered.
  agency_number integer,
  counterparty bytea,
  wallet bytea NOT NULL,
  reason bytea,
  transaction bytea NOT NULL,
  block_time bigint NOT NULL
);
CREATE INDEX declaration_answers_by_attestation ON declaration_answers (attestation_id, cursor);
