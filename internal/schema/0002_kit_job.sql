-- Queued and timed work, on the same database as what it works on.
CREATE TABLE job (
  id         {{id}},
  kind       TEXT NOT NULL,
  key        TEXT NOT NULL,           -- one open job a kind and key
  title      TEXT NOT NULL,
  link       TEXT NOT NULL,           -- the page that shows what the job is about
  payload    TEXT NOT NULL,
  state      TEXT NOT NULL,           -- queued running paused done failed stopped
  run_at     {{int}} NOT NULL,
  attempts   {{int}} NOT NULL,
  done       {{int}} NOT NULL,
  total      {{int}} NOT NULL,
  message    TEXT NOT NULL,
  error      TEXT NOT NULL,
  holder     TEXT NOT NULL,           -- the process that runs it
  until      {{int}} NOT NULL,        -- how long its silence is believed
  actor_id   {{int}} NOT NULL,
  actor      TEXT NOT NULL,
  agency_id  {{int}} NOT NULL,
  created_at {{int}} NOT NULL,
  started_at {{int}} NOT NULL,
  ended_at   {{int}} NOT NULL
) {{strict}};
CREATE UNIQUE INDEX job_open ON job (kind, key) WHERE state IN ('queued', 'running', 'paused');
CREATE INDEX job_due ON job (state, run_at);
CREATE INDEX job_actor ON job (actor_id, id);
