-- Server-side sessions; the token itself is never stored, only its hash.
CREATE TABLE session (
  token   TEXT PRIMARY KEY,
  content {{blob}} NOT NULL,
  expires {{int}} NOT NULL
) {{strict}};
CREATE INDEX session_expires ON session (expires);

-- What a POST answered, kept in the transaction that did it: the same key again
-- gets the same answer, the same key with another request is refused.
CREATE TABLE idempotency (
  actor_id {{int}} NOT NULL,
  key      TEXT NOT NULL,
  request  TEXT NOT NULL,  -- SHA-256 of route and input
  answer   TEXT NOT NULL,
  at       {{int}} NOT NULL,
  PRIMARY KEY (actor_id, key)
) {{strict}};
CREATE INDEX idempotency_at ON idempotency (at);
