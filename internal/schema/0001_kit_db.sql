-- The journal: append-only. Who did what to which subject, in the transaction that did it.
CREATE TABLE journal (
  id        {{id}},
  at        {{int}} NOT NULL,
  actor_id  {{int}} NOT NULL,
  actor     TEXT NOT NULL,
  agency_id {{int}} NOT NULL,
  request   TEXT NOT NULL,
  idem      TEXT NOT NULL,
  kind      TEXT NOT NULL,
  subject   TEXT NOT NULL,
  verb      TEXT NOT NULL,
  detail    TEXT NOT NULL
) {{strict}};
CREATE INDEX journal_subject ON journal (kind, subject, id);
CREATE INDEX journal_actor ON journal (actor, id);

-- Entries that wait for the sealer.
CREATE TABLE journal_pending (
  id {{int}} PRIMARY KEY
) {{strict}};

-- The chain: dense numbers, SM3 over the hash before and the entry.
CREATE TABLE journal_seal (
  seq  {{int}} PRIMARY KEY,
  id   {{int}} NOT NULL UNIQUE,
  hash TEXT NOT NULL
) {{strict}};

CREATE TABLE lease (
  name   TEXT PRIMARY KEY,
  holder TEXT NOT NULL,
  until  {{int}} NOT NULL
) {{strict}};

CREATE TABLE follower (
  name     TEXT PRIMARY KEY,
  seq      {{int}} NOT NULL,
  moved_at {{int}} NOT NULL
) {{strict}};
