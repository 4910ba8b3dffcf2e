-- Batches 制卡批次: each is one list of people on its way through one bank and
-- one vendor.
CREATE TABLE batch (
  id           {{id}},
  no           TEXT NOT NULL,      -- day of selection and id, in file names and on papers
  bank         TEXT NOT NULL,
  vendor       TEXT NOT NULL,
  region_path  {{path}} NOT NULL,  -- the smallest region that holds all its people
  rule         TEXT NOT NULL,      -- by what it was selected, JSON
  state        TEXT NOT NULL,
  count        {{int}} NOT NULL,   -- people in it: selected, then those confirmed
  digest       TEXT NOT NULL,      -- SM3 over all frozen content in order; empty until confirmed
  selected_by  TEXT NOT NULL,
  selected_at  {{int}} NOT NULL,
  confirmed_by TEXT NOT NULL,
  confirmed_at {{int}} NOT NULL
) {{strict}};
CREATE INDEX batch_no ON batch (no);
CREATE INDEX batch_state ON batch (state, id);

-- The steps of a batch: who did what when, with which file.
CREATE TABLE batch_step (
  id         {{id}},
  batch_id   {{int}} NOT NULL REFERENCES batch (id),
  verb       TEXT NOT NULL,
  from_state TEXT NOT NULL,
  to_state   TEXT NOT NULL,
  file_id    {{int}} NOT NULL,     -- 0 where no file caused it
  note       TEXT NOT NULL,
  at         {{int}} NOT NULL,
  actor      TEXT NOT NULL
) {{strict}};
CREATE INDEX batch_step_batch ON batch_step (batch_id, id);

-- The people of a batch.
CREATE TABLE batch_item (
  id             {{id}},
  batch_id       {{int}} NOT NULL REFERENCES batch (id),
  seq            {{int}} NOT NULL,   -- 序号 in every file, from 1
  application_id {{int}} NOT NULL,
  citizen_id     {{int}} NOT NULL,
  name           TEXT NOT NULL,
  id_masked      TEXT NOT NULL,      -- 440203********1234
  agency_id      {{int}} NOT NULL,
  bank           TEXT NOT NULL,
  region_path    {{path}} NOT NULL,
  state          TEXT NOT NULL,
  open           {{int}} NOT NULL,   -- 1 while the batch holds the application
  card_number    TEXT NOT NULL,      -- empty until confirmed
  content        {{blob}},           -- what was frozen, sealed (field batch_item.content)
  digest         TEXT NOT NULL,      -- keyed digest of the content
  account        {{blob}},           -- the bank card number, sealed (field card.account)
  card_id        {{int}} NOT NULL,   -- 0 until made
  stage          TEXT NOT NULL,      -- where it left the batch, empty while it has not
  code           TEXT NOT NULL,      -- why, in the partner's code
  reason         TEXT NOT NULL,      -- and words
  ended_at       {{int}} NOT NULL
) {{strict}};
CREATE UNIQUE INDEX batch_item_seq ON batch_item (batch_id, seq);
-- Two batches can never hold one application.
CREATE UNIQUE INDEX batch_item_open ON batch_item (application_id) WHERE open = 1;
CREATE INDEX batch_item_application ON batch_item (application_id, id);
CREATE INDEX batch_item_card ON batch_item (card_id);
CREATE INDEX batch_item_state ON batch_item (batch_id, state, seq);

-- One exchange with a partner: how many rows went out in which file.
CREATE TABLE batch_round (
  batch_id    {{int}} NOT NULL REFERENCES batch (id),
  round       TEXT NOT NULL,         -- preaccount produce bankdata
  sent        {{int}} NOT NULL,
  file_id     {{int}} NOT NULL,      -- 0 if no row fitted the format
  at          {{int}} NOT NULL,
  actor       TEXT NOT NULL,
  returned_at {{int}} NOT NULL,      -- when its lines were last settled; 0 is never
  PRIMARY KEY (batch_id, round)
) {{strict}};

-- Each row that went out, in exactly one bucket: outstanding ok rejected withdrawn.
CREATE TABLE batch_line (
  batch_id {{int}} NOT NULL REFERENCES batch (id),
  round    TEXT NOT NULL,
  item_id  {{int}} NOT NULL REFERENCES batch_item (id),
  bucket   TEXT NOT NULL,
  code     TEXT NOT NULL,
  reason   TEXT NOT NULL,
  file_id  {{int}} NOT NULL,         -- the file that answered; 0 for none
  at       {{int}} NOT NULL,         -- since when it is in this bucket
  PRIMARY KEY (batch_id, round, item_id)
) {{strict}};
CREATE INDEX batch_line_item ON batch_line (item_id, round);
CREATE INDEX batch_line_bucket ON batch_line (bucket, at);

-- Lines of answers that belong in no bucket: unknown, answered before, unfit.
CREATE TABLE batch_stray (
  id          {{id}},
  batch_id    {{int}} NOT NULL REFERENCES batch (id),
  round       TEXT NOT NULL,
  file_id     {{int}} NOT NULL,
  line        {{int}} NOT NULL,      -- in the file, the header is 1
  card_number TEXT NOT NULL,         -- as the partner wrote it
  code        TEXT NOT NULL,
  reason      TEXT NOT NULL,
  at          {{int}} NOT NULL
) {{strict}};
CREATE INDEX batch_stray_batch ON batch_stray (batch_id, id);
