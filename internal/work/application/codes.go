package application

import (
	"strings"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/photo"
	"kaguan/internal/record/setting"
)

// codeTables are the fields of the form that hold a code, with their tables.
var codeTables = map[string]string{
	"docType": setting.DocType, "sex": setting.Sex, "ethnic": setting.Ethnic, "nationality": setting.Nationality,
	"household": setting.Household, "category": setting.Category, "personState": setting.PersonState,
	"occupation": setting.Occupation, "guardianRelation": setting.GuardianRelation, "priority": setting.Priority,
}

// spoken are words by which clerks call a code though no table does.
var spoken = map[string]map[string]string{
	"docType":     {"居民身份证": "01", "身份证": "01", "户口簿": "01", "护照": foreignPassport},
	"priority":    {"普通": "0", "否": "0", "是": "1"},
	"nationality": {"中国": "CHN"},
}

// photoSources are where a photo may come from, in the order in which they are
// trusted (照片来源).
var photoSources = []string{"公安", "相馆回执", "自采", "历史卡"}

// infants is the age below which a card is made without a photo (婴儿卡).
const infants = 6

// loadSettings reads the parameters and code tables in force.
func (r *rules) loadSettings(tx *db.Tx) (err error) {
	if r.codes, err = setting.LoadCodes(tx); err != nil {
		return err
	}
	r.photoAge, r.photo = infants, photo.Standard()
	for _, one := range []struct {
		key  string
		into *int
	}{
		{"application.minor_age", &r.minorAge}, {"import.max_rows", &r.maxRows},
		{"photo.min_bytes", &r.photo.MinBytes}, {"photo.max_bytes", &r.photo.MaxBytes},
		{"photo.warn_min", &r.photo.LowBytes}, {"photo.warn_max", &r.photo.TopBytes},
	} {
		if *one.into, err = setting.Int(tx, one.key); err != nil {
			return err
		}
	}
	return nil
}

// code finds the code that a person wrote into a field, as code or in words.
func (r *rules) code(key, value string) (string, bool) {
	if key == "photoSource" {
		for _, source := range photoSources {
			if source == value {
				return source, true
			}
		}
		return "", false
	}
	if code, ok := spoken[key][value]; ok {
		return code, true
	}
	return r.codes.Find(codeTables[key], value, r.today)
}

// choices are the names of a field's codes, for a list to drop down.
func (r *rules) choices(tx *db.Tx, key string) ([]string, error) {
	var names []string
	if key == "bank" {
		for _, b := range r.banks {
			names = append(names, b.Name)
		}
		return names, nil
	}
	codes, err := setting.Codes(tx, codeTables[key])
	for _, item := range codes {
		if name := strings.TrimSpace(item.Name); name != "" {
			names = append(names, name)
		}
	}
	return names, err
}
