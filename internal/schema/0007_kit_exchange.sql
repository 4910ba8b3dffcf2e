-- Every file that was or is to be sent to a partner, or came from one. The
-- content lies in the blob store under its digest.
CREATE TABLE exchange_file (
  id         {{id}},
  direction  TEXT NOT NULL,     -- out in
  partner    TEXT NOT NULL,
  kind       TEXT NOT NULL,     -- YKH YKHHP ZK …
  name       TEXT NOT NULL,
  ref        TEXT NOT NULL,     -- what it is about, in its owner's words: batch:12
  digest     TEXT NOT NULL,     -- SM3 of the plain content in hex; empty if no content ever came
  count      {{int}} NOT NULL,  -- rows, or pictures of a package
  bytes      {{int}} NOT NULL,
  state      TEXT NOT NULL,     -- out: recorded sent acknowledged refused; in: received applied refused
  reason     TEXT NOT NULL,     -- why it was refused or did not go yet, in Chinese
  attempts   {{int}} NOT NULL,  -- out: tries to send; in: how often it came
  created_at {{int}} NOT NULL,
  sent_at    {{int}} NOT NULL,  -- out; 0 until it went
  ended_at   {{int}} NOT NULL   -- acknowledged, applied or refused; 0 until then
) {{strict}};
CREATE UNIQUE INDEX exchange_file_out ON exchange_file (partner, name) WHERE direction = 'out';
CREATE UNIQUE INDEX exchange_file_in ON exchange_file (partner, digest, name) WHERE direction = 'in';
CREATE INDEX exchange_file_name ON exchange_file (partner, name);
CREATE INDEX exchange_file_ref ON exchange_file (ref, id);
CREATE INDEX exchange_file_state ON exchange_file (partner, state);
