-- What parameters 参数 were set to, and from when; rows are only added. Before the
-- first the program's own default holds.
CREATE TABLE parameter_value (
  id        {{id}},
  key       TEXT NOT NULL,
  value     TEXT NOT NULL,
  begins_at {{int}} NOT NULL,   -- the later of two with one instant holds
  set_at    {{int}} NOT NULL,
  set_by    TEXT NOT NULL
) {{strict}};
CREATE INDEX parameter_value_key ON parameter_value (key, begins_at, id);

-- The codes 代码 of all tables. A code never comes back with another meaning.
CREATE TABLE code (
  table_name TEXT NOT NULL,
  code       TEXT NOT NULL,
  name       TEXT NOT NULL,
  valid_from TEXT NOT NULL,     -- the first day; empty is since ever
  valid_to   TEXT NOT NULL,     -- the first day on which it no longer holds; empty is without end
  sort       {{int}} NOT NULL,
  source     TEXT NOT NULL,     -- the norm it is from
  PRIMARY KEY (table_name, code)
) {{strict}};

-- How a partner writes a code, where he writes it otherwise than we do.
CREATE TABLE code_map (
  partner    TEXT NOT NULL,     -- bank:102 vendor:V01 police …
  table_name TEXT NOT NULL,
  code       TEXT NOT NULL,
  theirs     TEXT NOT NULL,
  PRIMARY KEY (partner, table_name, code)
) {{strict}};
