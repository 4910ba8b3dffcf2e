-- Applications for a card 社保卡申请; a person has one open at a time.
CREATE TABLE application (
  id           {{id}},
  no           {{path}} NOT NULL UNIQUE, -- 受理编号: county, day, number of the day
  citizen_id   {{int}} NOT NULL,
  kind         TEXT NOT NULL,          -- 业务类型 01 新申领
  source       TEXT NOT NULL,          -- 01 个人 02 单位（导入）
  state        TEXT NOT NULL,
  open         {{int}} NOT NULL,       -- 1 while somebody's turn is left
  bank         TEXT NOT NULL,          -- 服务银行
  agency_id    {{int}} NOT NULL,       -- 领卡机构
  region_path  {{path}} NOT NULL,      -- for the data scope
  category     TEXT NOT NULL,          -- 人员类别
  unit_code    TEXT NOT NULL,
  unit_name    TEXT NOT NULL,
  community    TEXT NOT NULL,          -- 所在社区(村), its region code
  household_address {{blob}},          -- 户籍地址, sealed (field application.household_address)
  photo_digest TEXT NOT NULL,
  photo_source TEXT NOT NULL,
  priority     {{int}} NOT NULL,       -- 0 正常 1 优先
  warnings     TEXT NOT NULL,          -- JSON [{field, code, words}], what the reviewer must look at
  stage        TEXT NOT NULL,          -- 失败环节 of the last attempt
  reason       TEXT NOT NULL,          -- of the last return, rejection or failure
  attempt      {{int}} NOT NULL,       -- 1 at first, one more after each failure
  import_id    {{int}} NOT NULL,       -- 0 if entered at a counter
  import_line  {{int}},                -- NULL at a counter
  batch_id     {{int}} NOT NULL,       -- 0 while in no batch
  entered_by   TEXT NOT NULL,          -- who entered it first: not its reviewer
  submitted_by TEXT NOT NULL,          -- who submitted it last: not its reviewer
  submitted_at {{int}} NOT NULL,
  reviewed_by  TEXT NOT NULL,
  reviewed_at  {{int}} NOT NULL,
  since        {{int}} NOT NULL        -- when the state was entered
) {{strict}};
CREATE UNIQUE INDEX application_open ON application (citizen_id) WHERE open = 1;
CREATE INDEX application_citizen ON application (citizen_id, id);
CREATE INDEX application_turn ON application (state, priority, submitted_at, id);
CREATE INDEX application_region ON application (region_path, id);
CREATE INDEX application_agency ON application (agency_id, id);
CREATE INDEX application_batch ON application (batch_id, id);
CREATE INDEX application_photo_digest ON application (photo_digest) WHERE photo_digest <> '';
CREATE UNIQUE INDEX application_import ON application (import_id, import_line);

-- Every step of every application, for its timeline.
CREATE TABLE application_step (
  id             {{id}},
  application_id {{int}} NOT NULL,
  verb           TEXT NOT NULL,
  state          TEXT NOT NULL,        -- the state it led to
  note           TEXT NOT NULL,
  changes        TEXT NOT NULL,        -- JSON of corrected fields, personal values masked
  ref_kind       TEXT NOT NULL,        -- what it was part of: import, batch
  ref_id         {{int}} NOT NULL,
  at             {{int}} NOT NULL,
  actor          TEXT NOT NULL
) {{strict}};
CREATE INDEX application_step_application ON application_step (application_id, id);

-- The last number given out for each county and day.
CREATE TABLE application_number (
  prefix TEXT PRIMARY KEY,
  last   {{int}} NOT NULL
) {{strict}};

-- Photos taken at a counter, each for one ID number (blind index) by digest.
CREATE TABLE application_photo (
  digest   TEXT NOT NULL,
  id_index TEXT NOT NULL,
  warnings TEXT NOT NULL,
  at       {{int}} NOT NULL,
  actor    TEXT NOT NULL,
  PRIMARY KEY (digest, id_index)
) {{strict}};

-- Files uploaded for an import; the content lies sealed in the blob store.
CREATE TABLE import_upload (
  id     {{id}},
  name   TEXT NOT NULL,
  size   {{int}} NOT NULL,
  digest TEXT NOT NULL,
  kept   {{int}} NOT NULL,             -- 0 once the content was forgotten
  at     {{int}} NOT NULL,
  actor  TEXT NOT NULL
) {{strict}};
CREATE INDEX import_upload_digest ON import_upload (digest);
CREATE INDEX import_upload_at ON import_upload (kept, at);

-- One import of a list 批量申请导入.
CREATE TABLE import_run (
  id             {{id}},
  state          TEXT NOT NULL,
  open           {{int}} NOT NULL,     -- 0 for a discarded or failed one, which may be tried again
  fingerprint    TEXT NOT NULL,        -- SM3 of both files' digests and the choices made for them
  owner_agency   {{int}} NOT NULL,     -- the uploader's agency
  region_path    {{path}} NOT NULL,    -- for the data scope
  bank_scope     TEXT NOT NULL,        -- the uploader's bank, if his scope has one
  scope          TEXT NOT NULL,        -- JSON: the part of the city the uploader may enter people in
  list_upload    {{int}} NOT NULL,
  photo_upload   {{int}} NOT NULL,     -- 0 without photos
  default_agency {{int}} NOT NULL,     -- 领卡机构 for rows that name none
  default_bank   TEXT NOT NULL,        -- 服务银行 for rows that name none
  header         TEXT NOT NULL,        -- JSON: the clerk's own headings
  total          {{int}} NOT NULL,     -- rows in the file
  staged         {{int}} NOT NULL,
  applied        {{int}} NOT NULL,
  photos         {{int}} NOT NULL,     -- in the ZIP
  photos_used    {{int}} NOT NULL,
  words          TEXT NOT NULL,        -- why it failed
  created_by     TEXT NOT NULL,
  created_at     {{int}} NOT NULL,
  confirmed_by   TEXT NOT NULL,
  confirmed_at   {{int}} NOT NULL,
  since          {{int}} NOT NULL
) {{strict}};
CREATE UNIQUE INDEX import_run_once ON import_run (owner_agency, fingerprint) WHERE open = 1;
CREATE INDEX import_run_region ON import_run (region_path, id);

-- The rows of an import between upload and application. The two indexes are of
-- one import alone and empty where a row comes back to be mended, so that among
-- those that stay each number and each photo stands once; being unique by
-- themselves they are found without statistics of a table that has just filled.
CREATE TABLE import_row (
  import_id      {{int}} NOT NULL,
  line           {{int}} NOT NULL,     -- as the clerk's program numbers it
  verdict        TEXT NOT NULL,        -- good existing open card duplicate bad
  reasons        TEXT NOT NULL,        -- JSON [{column, code, words}], no personal values
  content        {{blob}},             -- sealed: the form of a row that goes on, the cells of one that comes back
  number_index   TEXT NOT NULL,        -- blind index of the ID number
  photo_index    TEXT NOT NULL,        -- blind index of the photo's digest
  citizen_id     {{int}} NOT NULL,     -- 0 while unknown
  application_id {{int}} NOT NULL,     -- 0 until applied
  PRIMARY KEY (import_id, line)
) {{strict}};
CREATE UNIQUE INDEX import_row_number ON import_row (number_index) WHERE number_index <> '';
CREATE UNIQUE INDEX import_row_photo ON import_row (photo_index) WHERE photo_index <> '';
CREATE INDEX import_row_verdict ON import_row (import_id, verdict, line);

-- How many rows of an import have which verdict, and for which reasons.
CREATE TABLE import_tally (
  import_id {{int}} NOT NULL,
  verdict   TEXT NOT NULL,
  code      TEXT NOT NULL,             -- of a reason; empty counts the verdict itself
  words     TEXT NOT NULL,
  count     {{int}} NOT NULL,
  lines     TEXT NOT NULL,             -- JSON: the first lines, as examples
  PRIMARY KEY (import_id, verdict, code)
) {{strict}};
