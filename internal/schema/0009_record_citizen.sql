-- The people of the city 参保人, one row each. A {{blob}} is sealed (kit/seal,
-- field citizen.<column>); an *_index is the blind index by which it is found.
-- Name, pinyin and initials stay readable, because people are searched by them,
-- and are compared byte by byte, so that "begins with" is a range of the index.
CREATE TABLE citizen (
  id                {{id}},
  version           {{int}} NOT NULL,      -- counts the changes of the row
  doc_type          TEXT NOT NULL,         -- AAC058; 01 is the ID card
  id_number         {{blob}} NOT NULL,     -- 18 characters for an ID card
  id_index          TEXT NOT NULL UNIQUE,
  name              {{path}} NOT NULL,
  pinyin            TEXT NOT NULL,         -- syllables parted by a blank
  pinyin_joined     {{path}} NOT NULL,     -- the same without blanks, for searching
  initials          {{path}} NOT NULL,
  sex               TEXT NOT NULL,         -- GB/T 2261.1
  birth             TEXT NOT NULL,
  ethnic            TEXT NOT NULL,         -- GB/T 3304
  nationality       TEXT NOT NULL,         -- GB/T 2659
  household         TEXT NOT NULL,         -- AAC009
  mobile            {{blob}},
  mobile_index      TEXT NOT NULL,
  phone             {{blob}},
  address           {{blob}},
  postcode          TEXT NOT NULL,
  email             {{blob}},
  doc_from          TEXT NOT NULL,
  doc_to            TEXT NOT NULL,
  category          TEXT NOT NULL,
  person_state      TEXT NOT NULL,         -- AAC008
  occupation        TEXT NOT NULL,
  unit_code         TEXT NOT NULL,
  unit_name         TEXT NOT NULL,
  guardian_name     TEXT NOT NULL,
  guardian_id       {{blob}},
  guardian_phone    {{blob}},
  guardian_relation TEXT NOT NULL,
  photo_digest      TEXT NOT NULL,         -- kit/blob; empty is no photo
  created_at        {{int}} NOT NULL,
  updated_at        {{int}} NOT NULL,
  region_path       {{path}} NOT NULL      -- where the person belongs, for the data scope
) {{strict}};
CREATE INDEX citizen_name ON citizen (name, id);
CREATE INDEX citizen_pinyin ON citizen (pinyin_joined, id);
CREATE INDEX citizen_initials ON citizen (initials, id);
CREATE INDEX citizen_mobile ON citizen (mobile_index, id);
CREATE INDEX citizen_region ON citizen (region_path, id);
