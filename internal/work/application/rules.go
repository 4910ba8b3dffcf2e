package application

import (
	"errors"
	"slices"
	"strings"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/cn"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
	"kaguan/internal/kit/photo"
	"kaguan/internal/record/org"
	"kaguan/internal/record/setting"
)

// rules are what forms are judged by today: parameters, code tables, banks and
// places, within the scope of who enters people. Places are looked up as they
// are met, and remembered: a list names the same few again and again.
type rules struct {
	tx       *db.Tx // for looking places up
	err      error  // of a look-up; whoever judged must ask for it
	today    string
	soon     string // in 30 days
	minorAge int
	photoAge int
	maxRows  int // of a list
	photo    photo.Rule
	scope    db.Scope
	codes    *setting.CodeSet
	banks    []org.Bank

	agencies map[agencyName]*org.Agency
	regions  map[regionName]*org.Region
	villages map[string]map[string]string // by path: code by name, empty if two have it
}

type agencyName struct {
	id   int64
	name string
}

type regionName struct{ name, under string }

const expiring = 30 // days before a document's end that the reviewer is told

// loadRules reads what is in force today, within the actor's scope.
func loadRules(tx *db.Tx) (*rules, error) {
	r := &rules{tx: tx, today: clock.Date(tx.Now()), soon: clock.Date(tx.Now().AddDate(0, 0, expiring)), scope: tx.Actor().Scope,
		agencies: map[agencyName]*org.Agency{}, regions: map[regionName]*org.Region{}, villages: map[string]map[string]string{}}
	if err := r.loadSettings(tx); err != nil {
		return nil, err
	}
	var err error
	r.banks, err = org.Banks(tx)
	return r, err
}

// bank finds a bank by code or by any of its names.
func (r *rules) bank(value string) (string, bool) {
	i := slices.IndexFunc(r.banks, func(b org.Bank) bool { return value == b.Code || value == b.Name || value == b.Short })
	if i < 0 {
		return "", false
	}
	return r.banks[i].Code, true
}

// agency finds an open agency by id, else by code or by a name that only one has.
func (r *rules) agency(id int64, name string) (org.Agency, bool) {
	if id == 0 && name == "" {
		return org.Agency{}, false
	}
	key := agencyName{id, name}
	found, seen := r.agencies[key]
	if !seen {
		found = r.lookUpAgency(id, name)
		r.agencies[key] = found
	}
	if found == nil {
		return org.Agency{}, false
	}
	return *found, true
}

func (r *rules) lookUpAgency(id int64, name string) *org.Agency {
	var a org.Agency
	var err error
	if id != 0 {
		a, err = org.FindAgency(r.tx, id)
	} else {
		a, err = org.FindAgencyByCode(r.tx, strings.ToUpper(name))
		if fault.Is(err, fault.NotFound) {
			return r.agencyNamed(name)
		}
	}
	if r.failed(err) || !a.On(r.today) {
		return nil
	}
	return &a
}

// mostAlike is how many agencies with a name in theirs are looked at.
const mostAlike = 100

func (r *rules) agencyNamed(name string) *org.Agency {
	alike, _, err := org.Agencies(r.tx, org.AgencyFilter{Query: name, State: org.Open, Limit: mostAlike})
	if r.failed(err) {
		return nil
	}
	exact := slices.DeleteFunc(alike, func(a org.Agency) bool { return a.Name != name || !r.scope.Covers(a.RegionPath) })
	if len(exact) != 1 {
		return nil
	}
	return &exact[0]
}

// failed keeps an error that is not just "there is none", and tells whether
// there was any.
func (r *rules) failed(err error) bool {
	if err != nil && !fault.Is(err, fault.NotFound) {
		r.err = errors.Join(r.err, err)
	}
	return err != nil
}

// region finds an open region by code, else by its name among the regions below
// another.
func (r *rules) region(value, under string) (code, path string, ok bool) {
	key := regionName{value, under}
	found, seen := r.regions[key]
	if !seen {
		found = r.lookUpRegion(value, under)
		r.regions[key] = found
	}
	if found == nil {
		return "", "", false
	}
	return found.Code, found.Path, true
}

func (r *rules) lookUpRegion(value, under string) *org.Region {
	code := value
	if strings.Trim(value, "0123456789") != "" {
		code = r.villagesBelow(under)[value]
	}
	if code == "" {
		return nil
	}
	found, err := org.FindRegion(r.tx, code)
	if r.failed(err) || !found.On(r.today) || found.Level < org.Town {
		return nil
	}
	return &found
}

// villagesBelow are the towns and villages below a region, by name.
func (r *rules) villagesBelow(path string) map[string]string {
	if names, seen := r.villages[path]; seen {
		return names
	}
	names := map[string]string{}
	r.villages[path] = names
	level := []string{org.CodeOf(path)}
	for len(level) > 0 {
		var next []string
		for _, code := range level {
			below, err := org.Children(r.tx, code)
			if r.failed(err) {
				return names
			}
			for _, one := range below {
				if _, twice := names[one.Name]; twice {
					names[one.Name] = ""
				} else {
					names[one.Name] = one.Code
				}
				next = append(next, one.Code)
			}
		}
		level = next
	}
	return names
}

// numberOf brings a document number into the stored form; one that looks like
// an ID card's must be one.
func (r *rules) numberOf(number string) (string, []Warning, error) {
	id, err := cn.ParseID(number, r.today)
	if err == nil {
		warnings := []Warning{}
		for _, w := range id.Warnings {
			warnings = append(warnings, Warning{Field: "idNumber", Code: string(w), Words: w.Words()})
		}
		return string(id.Number), warnings, nil
	}
	number = strings.ToUpper(strings.TrimSpace(number))
	if len(number) >= 15 || !otherNumber.MatchString(number) {
		return "", nil, fault.NewFields([]fault.Field{{Name: "idNumber", Code: "malformed", Words: err.Error()}})
	}
	return number, []Warning{}, nil
}
