-- People who sign in. Nobody ever gets a password from the house: a one-time link
-- lets its holder choose one; until then the hash is empty and opens nothing.
CREATE TABLE staff_user (
  id            {{id}},
  login         TEXT NOT NULL UNIQUE,  -- lower case, begins with a letter
  name          TEXT NOT NULL,
  hash          TEXT NOT NULL,         -- scheme$parameters$salt$key
  agency_id     {{int}} NOT NULL,      -- 0 for the first user, made before any agency
  region_path   {{path}} NOT NULL,     -- of the agency: who may see this user
  state         TEXT NOT NULL,         -- active locked stopped
  epoch         {{int}} NOT NULL,      -- sessions made with an older one are signed out
  fails         {{int}} NOT NULL,      -- wrong passwords in a row
  locked_until  {{int}} NOT NULL,
  must_change   {{int}} NOT NULL,      -- 1: the password no longer meets the policy
  created_at    {{int}} NOT NULL,
  last_login_at {{int}} NOT NULL
) {{strict}};
CREATE INDEX staff_user_region ON staff_user (region_path);

-- Roles and their rights, written from the program's own table at each start.
CREATE TABLE staff_role (
  code   TEXT PRIMARY KEY,
  name   TEXT NOT NULL,
  office TEXT NOT NULL  -- system security audit: nobody holds two; empty for all other work
) {{strict}};

CREATE TABLE staff_role_right (
  role       TEXT NOT NULL,
  right_code TEXT NOT NULL,
  PRIMARY KEY (role, right_code)
) {{strict}};

-- Who holds which role, and within which part of the city.
CREATE TABLE staff_grant (
  user_id    {{int}} NOT NULL,
  role       TEXT NOT NULL,
  scope_path {{path}} NOT NULL,  -- empty is everything
  bank       TEXT NOT NULL,      -- if set, only this bank's records
  granted_by {{int}} NOT NULL,
  at         {{int}} NOT NULL,
  PRIMARY KEY (user_id, role, scope_path)
) {{strict}};
CREATE INDEX staff_grant_role ON staff_grant (role);

-- One-time links, under the hash of their token. The first user's has user 0.
CREATE TABLE staff_setup (
  token_hash TEXT PRIMARY KEY,
  user_id    {{int}} NOT NULL,
  expires    {{int}} NOT NULL,
  used_at    {{int}} NOT NULL  -- 0 while unused
) {{strict}};
CREATE INDEX staff_setup_user ON staff_setup (user_id);

-- Refused sign-ins of the last minutes, by address; older ones are deleted.
CREATE TABLE staff_attempt (
  ip TEXT NOT NULL,
  at {{int}} NOT NULL
) {{strict}};
CREATE INDEX staff_attempt_ip ON staff_attempt (ip, at);
CREATE INDEX staff_attempt_at ON staff_attempt (at);
