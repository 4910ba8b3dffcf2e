-- The tree of regions 行政区划: GB/T 2260 down to the county, nine digits a town,
-- twelve a village. Everything of record/org is dated by two days: valid_from is
-- the first on which it holds, empty since ever; valid_to the first on which it
-- no longer does, empty while nobody has ended it.
CREATE TABLE region (
  code       {{path}} PRIMARY KEY,
  name       TEXT NOT NULL,
  level      {{int}} NOT NULL,          -- 1 province 2 city 3 county 4 town 5 village
  parent     {{path}} NOT NULL,         -- empty for the province
  path       {{path}} NOT NULL UNIQUE,  -- 440000/440200/440203/
  valid_from TEXT NOT NULL,
  valid_to   TEXT NOT NULL
) {{strict}};
CREATE INDEX region_parent ON region (parent, code);

-- The service banks 服务银行 by national code.
CREATE TABLE bank (
  code       TEXT PRIMARY KEY,
  name       TEXT NOT NULL,
  short      TEXT NOT NULL,
  hotline    TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_to   TEXT NOT NULL
) {{strict}};

-- The makers of cards 卡商.
CREATE TABLE vendor (
  code       TEXT PRIMARY KEY,
  name       TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_to   TEXT NOT NULL
) {{strict}};

-- The tree of agencies 经办机构, with the banks' outlets and the employers in it.
CREATE TABLE agency (
  id          {{id}},
  code        TEXT NOT NULL UNIQUE,
  name        TEXT NOT NULL,
  kind        TEXT NOT NULL,            -- centre county town village outlet unit
  parent_id   {{int}} NOT NULL,         -- 0 for the centre
  region_path {{path}} NOT NULL,        -- for the data scope
  bank        TEXT NOT NULL,            -- of an outlet; empty otherwise
  address     TEXT NOT NULL,
  phone       TEXT NOT NULL,
  valid_from  TEXT NOT NULL,
  valid_to    TEXT NOT NULL
) {{strict}};
CREATE UNIQUE INDEX agency_centre ON agency (kind) WHERE kind = 'centre' AND valid_to = '';
CREATE INDEX agency_parent ON agency (parent_id, id);
CREATE INDEX agency_region ON agency (region_path, id);
