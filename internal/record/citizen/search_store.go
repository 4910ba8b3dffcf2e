package citizen

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/cn"
	"kaguan/internal/kit/db"
)

// Search finds citizens within the actor's scope by what a clerk types: an ID
// number of 18 or 15 digits or another document's number, a mobile, the
// beginning of a name, of its pinyin with or without blanks, or of its initials.
// At most limit, the exact ways first; an empty q finds nobody.
func (k *Register) Search(tx *db.Tx, q string, limit int) ([]Citizen, error) {
	found := []Citizen{}
	seen := map[int64]bool{}
	for _, way := range k.ways(tx, q) {
		some, err := k.along(tx, way, limit)
		if err != nil {
			return nil, err
		}
		for _, c := range some {
			if !seen[c.ID] && len(found) < limit {
				seen[c.ID] = true
				found = append(found, c)
			}
		}
		if len(found) == limit {
			break
		}
	}
	return found, nil
}

// way is one index along which a query is looked up: one value, or all that
// begin with it.
type way struct {
	column string
	value  string
	prefix bool
}

// ways reads a query in every sense that its characters allow.
func (k *Register) ways(tx *db.Tx, q string) []way {
	q = strings.TrimSpace(norm.NFC.String(q))
	switch {
	case q == "":
		return nil
	case strings.ContainsFunc(q, unicode.IsDigit):
		return k.numberWays(tx, q)
	case strings.ContainsFunc(q, func(r rune) bool { return !unicode.Is(unicode.Latin, r) && isLetter(r) }):
		return []way{{"c.name", nameOf(q), true}}
	}
	letters := strings.ToLower(strings.Join(strings.FieldsFunc(norm.NFKC.String(q), func(r rune) bool { return !unicode.IsLetter(r) }), ""))
	if letters == "" {
		return nil // every citizen begins with nothing
	}
	return []way{{"c.initials", letters, true}, {"c.pinyin_joined", letters, true}}
}

// numberWays reads a query with digits in it. A number that fails its checks is
// looked up as it stands: other documents have other rules.
func (k *Register) numberWays(tx *db.Tx, q string) []way {
	number := strings.ToUpper(norm.NFKC.String(q))
	if id, err := cn.ParseID(q, clock.Date(tx.Now())); err == nil {
		number = string(id.Number)
	}
	ways := []way{{"c.id_index", k.idIndex(number), false}}
	if mobile, err := cn.ParseMobile(q); err == nil {
		ways = append(ways, way{"c.mobile_index", k.mobileIndex(mobile), false})
	}
	return ways
}

// isLetter counts private-use characters in: rare names of old systems have them.
func isLetter(r rune) bool { return unicode.IsLetter(r) || unicode.Is(unicode.Co, r) }

// nameOf brings the beginning of a name into the stored form as far as it goes:
// one character is no name yet, but a clerk may begin with it.
func nameOf(q string) string {
	name, err := cn.ParseName(q)
	if err != nil {
		return strings.Join(strings.Fields(q), "")
	}
	return name.Text
}

func (k *Register) along(tx *db.Tx, by way, limit int) ([]Citizen, error) {
	var w db.Where
	if by.prefix {
		// The last code point of all follows whatever a name may go on with.
		w.And(by.column+" >= ? AND "+by.column+" < ?", by.value, by.value+"\U0010FFFF")
	} else {
		w.And(by.column+" = ?", by.value)
	}
	w.Scope(tx, "c.region_path", "")
	return db.All(tx, k.scanPlain, selection+w.SQL()+fmt.Sprintf(` ORDER BY %s, c.id LIMIT %d`, by.column, limit), w.Args()...)
}
