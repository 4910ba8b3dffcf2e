-- Facts about this database that are set once and compared at every start.
CREATE TABLE mark (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) {{strict}};
