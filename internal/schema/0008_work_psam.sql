-- PSAM modules 安全访问控制模块: where each one is now.
CREATE TABLE psam (
  id          {{id}},
  serial      TEXT NOT NULL UNIQUE,
  key_version TEXT NOT NULL,
  vendor      TEXT NOT NULL,
  box         TEXT NOT NULL,
  state       TEXT NOT NULL,
  agency_id   {{int}} NOT NULL,   -- who has it
  region_path {{path}} NOT NULL,  -- that agency's region, for the data scope
  terminal    TEXT NOT NULL,
  receiver    TEXT NOT NULL,
  since       {{int}} NOT NULL    -- when the state was entered
) {{strict}};
CREATE INDEX psam_state ON psam (state, id);
CREATE INDEX psam_agency ON psam (agency_id, id);

-- One slip for each stock-in and hand-out of many, printed and signed.
CREATE TABLE psam_slip (
  id        {{id}},
  verb      TEXT NOT NULL,
  count     {{int}} NOT NULL,
  digest    TEXT NOT NULL,        -- SM3 of the serials in order
  agency_id {{int}} NOT NULL,
  receiver  TEXT NOT NULL,
  at        {{int}} NOT NULL,
  actor     TEXT NOT NULL
) {{strict}};

-- The custody ledger: every step of every module, from whom to whom.
CREATE TABLE psam_move (
  id          {{id}},
  psam_id     {{int}} NOT NULL REFERENCES psam (id),
  slip_id     {{int}} NOT NULL,   -- 0 where one module was moved alone
  verb        TEXT NOT NULL,
  from_state  TEXT NOT NULL,
  to_state    TEXT NOT NULL,
  from_agency {{int}} NOT NULL,   -- 0 is outside: the vendor, the shredder
  to_agency   {{int}} NOT NULL,
  note        TEXT NOT NULL,
  at          {{int}} NOT NULL,
  actor       TEXT NOT NULL
) {{strict}};
CREATE INDEX psam_move_psam ON psam_move (psam_id, id);
