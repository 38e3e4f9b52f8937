-- Up Migration

-- What the rows of company_features are about, and how far they are. One row, always.
CREATE TABLE match_state (
  single boolean PRIMARY KEY DEFAULT true CHECK (single),
  -- Another one whenever rows are given out anew: what was read of one generation says nothing of the next.
  generation uuid NOT NULL DEFAULT gen_random_uuid(),
  -- The features in their places, as the engine sees them: [{"id", "kind", "ordered", "labels"}]; null before the first row.
  features jsonb,
  -- Whether every company had its row once. What becomes known before that is history, and no event.
  filled boolean NOT NULL DEFAULT false,
  -- How many rows there are: 0 to companies - 1.
  companies integer NOT NULL DEFAULT 0,
  -- How far the streams of products were read when matched_products was written.
  product_cursors text,
  -- The last change of company_features and the last of match_events. They ascend over all generations.
  change bigint NOT NULL DEFAULT 0,
  event bigint NOT NULL DEFAULT 0,
  -- Whoever heard nothing behind this event may have missed some: they are kept no longer, or never were events.
  forgotten bigint NOT NULL DEFAULT 0,
  -- The newest of match_marks.
  mark uuid NOT NULL DEFAULT gen_random_uuid(),
  -- A row below companies that an instance did not find: rows are given out anew then. Null: none.
  missing_row integer
);
INSERT INTO match_state DEFAULT VALUES;

-- A random mark for each commit that changes rows or events. Whoever read at a mark that is not here read what this database
-- does not have: it was restored, or lost its last commits, whatever the numbers say.
CREATE TABLE match_marks (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  mark uuid NOT NULL UNIQUE DEFAULT gen_random_uuid()
);
INSERT INTO match_marks (mark) SELECT mark FROM match_state;

-- The features of every company, as they are matched. One instance writes, so `change` ascends in the order of commits.
CREATE TABLE company_features (
  -- Row of the engine; a company keeps it.
  row integer PRIMARY KEY,
  -- Entity id.
  subject bytea NOT NULL UNIQUE,
  -- Null while it is attested about and not registered.
  uscc text COLLATE "C",
  -- By place of the feature. A number itself (fen, basis points, months); of an age the unix second from which it counts;
  -- of a label its place; of a set, what holds in bits 0 to 15, what is unknown in bits 16 to 31. Null: unknown.
  features double precision[] NOT NULL,
  -- Numbers that a double does not hold, exactly: {"place": "digits"}.
  wide jsonb,
  -- Total by the platform's scorecard; null without a grade.
  score smallint,
  -- When features may be others though nothing is attested or revoked: evidence expires, or a month of age is over.
  due_at bigint,
  -- Time of the block as of which all this was computed last.
  as_of bigint NOT NULL,
  -- Set anew whenever uscc, features or score are others.
  change bigint NOT NULL UNIQUE
);
CREATE INDEX company_features_due ON company_features (due_at);

-- The same for analysts: a row for each company and feature, in words where there are words.
CREATE VIEW company_feature_values AS
SELECT c.row, c.subject, c.uscc, f.spec ->> 'id' AS feature, f.spec ->> 'kind' AS kind,
  coalesce((c.wide ->> (f.place - 1)::text)::numeric, c.features[f.place]::numeric) AS value,
  CASE f.spec ->> 'kind'
    WHEN 'label' THEN f.spec -> 'labels' ->> c.features[f.place]::integer
    WHEN 'age' THEN to_char(to_timestamp(c.features[f.place]) AT TIME ZONE 'UTC', 'YYYY-MM-DD')
    WHEN 'set' THEN (
      SELECT string_agg(label, ' ' ORDER BY bit)
      FROM jsonb_array_elements_text(f.spec -> 'labels') WITH ORDINALITY AS l (label, bit)
      WHERE c.features[f.place]::bigint >> (bit - 1)::integer & 1 = 1)
  END AS text
FROM company_features c
CROSS JOIN match_state m
CROSS JOIN LATERAL jsonb_array_elements(m.features) WITH ORDINALITY AS f (spec, place);

-- The products as they were when companies were matched last: what is another now is an event.
CREATE TABLE matched_products (
  -- Id as /v1/products has it.
  product text PRIMARY KEY,
  -- Null while it is not on the chain.
  version bigint,
  offered boolean NOT NULL
);

-- What subscribers hear of. `id` ascends in the order of commits, over all generations.
CREATE TABLE match_events (
  id bigint PRIMARY KEY,
  kind text NOT NULL,
  product text NOT NULL,
  -- Entity id; null when the event is the product's.
  subject bytea,
  block_number bigint NOT NULL,
  block_time bigint NOT NULL
);
CREATE INDEX match_events_by_product ON match_events (product, id);
CREATE INDEX match_events_by_subject ON match_events (subject, id);
