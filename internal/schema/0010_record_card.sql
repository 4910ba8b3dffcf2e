-- Social security cards 社会保障卡: the state of each and who has it now.
CREATE TABLE card (
  id             {{id}},
  number         {{path}} NOT NULL UNIQUE, -- AAZ500
  citizen_id     {{int}} NOT NULL,
  application_id {{int}} NOT NULL,
  batch_id       {{int}} NOT NULL,         -- the batch's entry card.made is the card's first
  bank           TEXT NOT NULL,
  account        {{blob}},                 -- the bank card number, sealed (field card.account)
  chip_id        TEXT NOT NULL UNIQUE,     -- 卡识别码
  atr            TEXT NOT NULL,
  state          TEXT NOT NULL,            -- AAZ502
  made_on        TEXT NOT NULL,
  valid_to       TEXT NOT NULL,
  issued_on      TEXT NOT NULL,            -- empty until 领卡启用
  position       TEXT NOT NULL,            -- batch-bin-box-slot
  agency_id      {{int}} NOT NULL,         -- where the citizen collects it
  region_path    {{path}} NOT NULL,
  holder_kind    TEXT NOT NULL,
  holder_id      {{int}} NOT NULL,
  since          {{int}} NOT NULL          -- when the holder took it
) {{strict}};
-- One usable card a person: two clerks cannot enable two cards at once.
CREATE UNIQUE INDEX card_usable ON card (citizen_id) WHERE state = '1';
CREATE INDEX card_citizen ON card (citizen_id, id);
CREATE INDEX card_holder ON card (holder_kind, holder_id, id);
CREATE INDEX card_batch ON card (batch_id, id);
CREATE INDEX card_region ON card (region_path, id);

-- The custody ledger: every hop of every card, from whom to whom.
CREATE TABLE card_move (
  id        {{id}},
  card_id   {{int}} NOT NULL REFERENCES card (id),
  at        {{int}} NOT NULL,
  from_kind TEXT NOT NULL,
  from_id   {{int}} NOT NULL,
  to_kind   TEXT NOT NULL,
  to_id     {{int}} NOT NULL,
  ref_kind  TEXT NOT NULL,                 -- the paper of the hop: batch, parcel, handover
  ref_id    TEXT NOT NULL,
  actor     TEXT NOT NULL
) {{strict}};
CREATE INDEX card_move_card ON card_move (card_id, id);

-- The next serial of each prefix letter.
CREATE TABLE card_pool (
  prefix TEXT PRIMARY KEY,
  next   {{int}} NOT NULL
) {{strict}};

-- Every number ever drawn: 01 drawn 暂用, 02 used 已使用, 03 locked 锁定. None
-- comes back.
CREATE TABLE card_number (
  number   {{path}} PRIMARY KEY,
  state    TEXT NOT NULL,
  batch_id {{int}} NOT NULL
) {{strict}};
CREATE INDEX card_number_batch ON card_number (batch_id, state);
