-- Parcels 物流包: cards on their way from one custodian to the next.
CREATE TABLE parcel (
  id          {{id}},
  no          TEXT NOT NULL,      -- day and number, on the label
  from_agency {{int}} NOT NULL,
  to_agency   {{int}} NOT NULL,
  region_path {{path}} NOT NULL,  -- the receiver's region, for the data scope
  from_path   {{path}} NOT NULL,  -- the sender's region: he sees it too
  state       TEXT NOT NULL,
  count       {{int}} NOT NULL,   -- cards put in
  arrived     {{int}} NOT NULL,   -- cards found by the receiver
  digest      TEXT NOT NULL,      -- SM3 of the card numbers in order: the packing list's
  waybill     TEXT NOT NULL,
  note        TEXT NOT NULL,
  sent_by     TEXT NOT NULL,
  sent_at     {{int}} NOT NULL,
  received_by TEXT NOT NULL,
  received_at {{int}} NOT NULL,   -- 0 while on its way
  since       {{int}} NOT NULL
) {{strict}};
CREATE INDEX parcel_state ON parcel (state, id);
CREATE INDEX parcel_region ON parcel (region_path, id);

-- What is in each parcel.
CREATE TABLE parcel_card (
  parcel_id {{int}} NOT NULL REFERENCES parcel (id),
  card_id   {{int}} NOT NULL,
  seq       {{int}} NOT NULL,     -- its line on the packing list
  number    TEXT NOT NULL,        -- the card's
  state     TEXT NOT NULL,        -- sent arrived missing
  PRIMARY KEY (parcel_id, card_id)
) {{strict}};
CREATE INDEX parcel_card_card ON parcel_card (card_id, parcel_id);

-- Hand-overs: which card reached its person, through whose hands.
CREATE TABLE handover (
  id             {{id}},
  card_id        {{int}} NOT NULL UNIQUE,
  citizen_id     {{int}} NOT NULL,
  list_id        {{int}} NOT NULL, -- 0 where one person came alone
  agency_id      {{int}} NOT NULL,
  region_path    {{path}} NOT NULL,
  bank           TEXT NOT NULL,
  collector      TEXT NOT NULL,    -- self agent list
  collector_name TEXT NOT NULL,
  collector_id   {{blob}},         -- sealed, field handover.collector_id
  relation       TEXT NOT NULL,
  note           TEXT NOT NULL,
  clerk          TEXT NOT NULL,
  at             {{int}} NOT NULL
) {{strict}};
CREATE INDEX handover_list ON handover (list_id, id);
CREATE INDEX handover_citizen ON handover (citizen_id, id);

-- Lists handed over in bulk under one signature.
CREATE TABLE handover_bulk (
  id             {{id}},
  no             TEXT NOT NULL,
  agency_id      {{int}} NOT NULL,
  region_path    {{path}} NOT NULL,
  count          {{int}} NOT NULL,
  kept_back      {{int}} NOT NULL,
  collector_name TEXT NOT NULL,
  collector_id   {{blob}},
  unit           TEXT NOT NULL,
  clerk          TEXT NOT NULL,
  at             {{int}} NOT NULL
) {{strict}};

-- Cards of a list that were not handed over, each with its reason.
CREATE TABLE handover_kept (
  list_id {{int}} NOT NULL REFERENCES handover_bulk (id),
  card_id {{int}} NOT NULL,
  reason  TEXT NOT NULL,
  PRIMARY KEY (list_id, card_id)
) {{strict}};
