package setting

import (
	"slices"
	"strings"

	"kaguan/internal/kit/db"
)

// CodeSet is every code and mapping of one moment, for looking up many: an
// import, an export. It never changes and is safe for concurrent use.
type CodeSet struct {
	items map[place]Item
	names map[place][]Item // by name, in their order
	out   map[crossing]string
	in    map[crossing]string
}

// place is a code, or a name, in a table.
type place struct{ table, text string }

// crossing is a code on its way to a partner or back.
type crossing struct{ partner, table, text string }

// LoadCodes takes a snapshot.
func LoadCodes(tx *db.Tx) (*CodeSet, error) {
	items, err := allItems(tx)
	if err != nil {
		return nil, err
	}
	mappings, err := allMappings(tx)
	if err != nil {
		return nil, err
	}
	s := &CodeSet{items: map[place]Item{}, names: map[place][]Item{}, out: map[crossing]string{}, in: map[crossing]string{}}
	for _, item := range items {
		s.items[place{item.Table, item.Code}] = item
		for _, name := range spoken(item) {
			at := place{item.Table, name}
			s.names[at] = append(s.names[at], item)
		}
	}
	s.cross(mappings, today(tx))
	return s, nil
}

// spoken are the names by which people call a code. ID cards print 汉, not 汉族.
func spoken(item Item) []string {
	if short, cut := strings.CutSuffix(item.Name, "族"); cut && item.Table == Ethnic {
		return []string{item.Name, short}
	}
	return []string{item.Name}
}

// cross fills both ways. Where a partner has one code for several of ours, the
// way back leads to the first that is open, else to the first.
func (s *CodeSet) cross(mappings []mapping, day string) {
	slices.SortStableFunc(mappings, func(a, b mapping) int { return s.rank(a, day) - s.rank(b, day) })
	for _, m := range mappings {
		s.out[crossing{m.partner, m.table, m.code}] = m.theirs
		back := crossing{m.partner, m.table, m.theirs}
		if _, taken := s.in[back]; !taken {
			s.in[back] = m.code
		}
	}
}

func (s *CodeSet) rank(m mapping, day string) int {
	item := s.items[place{m.table, m.code}]
	if item.State(day) == Open {
		return int(item.Sort)
	}
	return 1<<30 + int(item.Sort)
}

// Name is the name of a code, open or not.
func (s *CodeSet) Name(table, code string) (string, bool) {
	item, ok := s.items[place{known(table), code}]
	return item.Name, ok
}

// Valid tells whether a table has a code that is open on a day.
func (s *CodeSet) Valid(table, code, on string) bool {
	item, ok := s.items[place{known(table), code}]
	return ok && item.State(on) == Open
}

// Find gives the code that a person wrote, as code or as name, if it is open on
// a day.
func (s *CodeSet) Find(table, text, on string) (code string, ok bool) {
	if s.Valid(table, text, on) {
		return text, true
	}
	for _, item := range s.names[place{table, text}] {
		if item.State(on) == Open {
			return item.Code, true
		}
	}
	return "", false
}

// Map is how a partner writes our code: the code itself where nothing is mapped.
func (s *CodeSet) Map(partner, table, code string) string {
	if theirs, ok := s.out[crossing{partner, known(table), code}]; ok {
		return theirs
	}
	return code
}

// Unmap is our code for what a partner writes. Not ok means that he cannot mean
// any of ours.
func (s *CodeSet) Unmap(partner, table, theirs string) (code string, ok bool) {
	if code, ok := s.in[crossing{partner, known(table), theirs}]; ok {
		return code, true
	}
	_, ours := s.items[place{table, theirs}]
	_, elsewhere := s.out[crossing{partner, table, theirs}]
	if !ours || elsewhere {
		return "", false
	}
	return theirs, true
}

// Map is CodeSet.Map for a single code.
func Map(tx *db.Tx, partner, table, code string) (string, error) {
	s, err := LoadCodes(tx)
	if err != nil {
		return "", err
	}
	return s.Map(partner, table, code), nil
}

// Unmap is CodeSet.Unmap for a single code.
func Unmap(tx *db.Tx, partner, table, theirs string) (code string, ok bool, err error) {
	s, err := LoadCodes(tx)
	if err != nil {
		return "", false, err
	}
	code, ok = s.Unmap(partner, table, theirs)
	return code, ok, nil
}
