package citizen

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/emmansun/gmsm/sm3"

	"kaguan/internal/kit/cn"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
	"kaguan/internal/kit/seal"
)

// IDCard is the document type of the resident identity card 居民身份证 (AAC058).
const IDCard = "01"

// Citizen is one person. Dates are YYYY-MM-DD; codes are those of the code tables.
type Citizen struct {
	ID          int64
	DocType     string // AAC058; empty becomes IDCard
	IDNumber    string // AAC002, normalised; unique in the register
	Name        string // normalised by cn.ParseName
	Pinyin      string // syllables parted by blanks; made from the name unless given
	Initials    string // always those of Pinyin
	Sex         string
	Birth       string
	Ethnic      string
	Nationality string
	Household   string // 户口性质 AAC009
	RegionPath  string // where the person belongs, with a trailing slash
	Mobile      string // normalised by cn.ParseMobile
	Phone       string
	Address     string
	Postcode    string
	Email       string
	DocFrom     string // the document is valid from …
	DocTo       string // … to
	Category    string // 人员类别
	PersonState string // AAC008
	Occupation  string
	UnitCode    string
	UnitName    string
	Guardian    Guardian
	PhotoDigest string // a kit/blob digest; changed by SetPhoto only
	CreatedAt   int64  // ms
	UpdatedAt   int64  // ms
}

// Guardian is who acts for a child or an infirm person; empty where nobody does.
type Guardian struct {
	Name     string
	IDNumber string
	Phone    string
	Relation string
}

// Register is the register of citizens, with the keys that open it.
type Register struct{ box *seal.Box }

// New makes the register whose values box seals and opens.
func New(box *seal.Box) *Register { return &Register{box} }

// Put adds a citizen (ID 0) or changes one as a whole, and gives the id. A
// number that another citizen has is fault.Conflict. The photo of a known
// citizen stays as it is. Nothing is written where nothing changed. Put does not
// look at the data scope: a person may move, so the caller decides.
func (k *Register) Put(tx *db.Tx, c Citizen) (int64, error) {
	c = complete(c)
	if c.ID == 0 {
		id, err := k.insert(tx, c)
		if err != nil {
			return 0, err
		}
		return id, tx.Note(db.Ref("citizen", id), "citizen.added", map[string]any{
			"idNumber": cn.MaskID(c.IDNumber), "region": c.RegionPath})
	}
	before, err := k.stored(tx, []int64{c.ID})
	if err != nil {
		return 0, err
	}
	if len(before) == 0 {
		return 0, errUnknown
	}
	changes, err := k.change(tx, before[0], c)
	if err != nil || len(changes) == 0 {
		return c.ID, err
	}
	return c.ID, tx.Note(db.Ref("citizen", c.ID), "citizen.changed", changes)
}

// chunk is how many citizens one entry of a bulk change stands for at most.
const chunk = 5000

// PutMany puts a whole list, such as a confirmed import, and gives the ids in
// its order. People whose number is in the register are changed, whatever ID
// they came with, so that putting a list twice changes nothing. A number twice
// in the list is refused with its lines. ref is what the list belongs to: it
// gets one entry citizen.imported a chunk, with the chunk's digest and the masked
// changes of each person.
func (k *Register) PutMany(tx *db.Tx, list []Citizen, ref db.Subject) ([]int64, error) {
	if err := refuseTwice(list); err != nil {
		return nil, err
	}
	ids := make([]int64, 0, len(list))
	for part := range slices.Chunk(list, chunk) {
		some, err := k.putChunk(tx, part, ref)
		if err != nil {
			return nil, err
		}
		ids = append(ids, some...)
	}
	return ids, nil
}

func (k *Register) putChunk(tx *db.Tx, list []Citizen, ref db.Subject) ([]int64, error) {
	numbers := make([]string, len(list))
	for i, c := range list {
		numbers[i] = c.IDNumber
	}
	known, err := k.FindMany(tx, numbers)
	if err != nil {
		return nil, err
	}
	changed, err := k.changeMany(tx, list, known)
	if err != nil {
		return nil, err
	}
	added := slices.DeleteFunc(slices.Clone(list), func(c Citizen) bool { return known[c.IDNumber] != 0 })
	if len(added)+len(changed) == 0 {
		return inOrder(numbers, known), nil
	}
	if len(added) > 0 {
		if err := k.copyIn(tx, added); err != nil {
			return nil, err
		}
		if known, err = k.FindMany(tx, numbers); err != nil {
			return nil, err
		}
	}
	ids := inOrder(numbers, known)
	return ids, tx.Note(ref, "citizen.imported", map[string]any{
		"added": len(added), "changed": len(changed), "digest": digest(ids), "changes": changed})
}

// changeMany changes those of a list that are known, and gives the changes by id.
func (k *Register) changeMany(tx *db.Tx, list []Citizen, known map[string]int64) (map[int64]db.Changes, error) {
	wanted := make(map[int64]Citizen, len(known))
	ids := make([]int64, 0, len(known))
	for _, c := range list {
		if id := known[c.IDNumber]; id != 0 {
			c.ID = id
			wanted[id] = c
			ids = append(ids, id)
		}
	}
	before, err := k.stored(tx, ids)
	if err != nil {
		return nil, err
	}
	changed := map[int64]db.Changes{}
	for _, old := range before {
		changes, err := k.change(tx, old, complete(wanted[old.ID]))
		if err != nil {
			return nil, err
		}
		if len(changes) > 0 {
			changed[old.ID] = changes
		}
	}
	return changed, nil
}

// change writes what differs between a stored citizen and the wanted one.
func (k *Register) change(tx *db.Tx, old stored, c Citizen) (db.Changes, error) {
	c.PhotoDigest, c.CreatedAt = old.PhotoDigest, old.CreatedAt
	if c.Name != old.Name && c.Pinyin == old.Pinyin {
		c.Pinyin = "" // read from a record with the old name
		c = complete(c)
	}
	changes := differences(&old.Citizen, &c)
	if len(changes) == 0 {
		return nil, nil
	}
	return changes, k.update(tx, c, old.version)
}

// SetPhoto binds a photo to a citizen by its digest (kit/blob).
func (k *Register) SetPhoto(tx *db.Tx, id int64, digest string) error {
	before, err := k.stored(tx, []int64{id})
	if err != nil {
		return err
	}
	if len(before) == 0 {
		return errUnknown
	}
	if before[0].PhotoDigest == digest {
		return nil
	}
	if err := updatePhoto(tx, before[0], digest); err != nil {
		return err
	}
	return tx.Note(db.Ref("citizen", id), "citizen.photo_set",
		db.Changes{}.Add("photoDigest", before[0].PhotoDigest, digest))
}

// complete fills in what follows from other fields.
func complete(c Citizen) Citizen {
	if c.DocType == "" {
		c.DocType = IDCard
	}
	if c.Pinyin == "" {
		c.Pinyin, _ = cn.Pinyin(c.Name)
	}
	var initials strings.Builder
	for syllable := range strings.FieldsSeq(c.Pinyin) {
		first, _ := utf8.DecodeRuneInString(syllable)
		initials.WriteRune(first)
	}
	c.Initials = initials.String()
	return c
}

// refuseTwice names the lines of a list that hold the same number or none.
func refuseTwice(list []Citizen) error {
	seen := make(map[string]int, len(list))
	var bad []fault.Field
	for i, c := range list {
		at, twice := seen[c.IDNumber]
		switch {
		case c.IDNumber == "":
			bad = append(bad, fault.Field{Name: fmt.Sprintf("[%d].idNumber", i), Code: "required",
				Words: fmt.Sprintf("第 %d 行没有证件号码，请补上", i+1)})
		case twice:
			bad = append(bad, fault.Field{Name: fmt.Sprintf("[%d].idNumber", i), Code: "twice",
				Words: fmt.Sprintf("第 %d 行与第 %d 行的证件号码相同，请删去一行", i+1, at+1)})
		default:
			seen[c.IDNumber] = i
		}
	}
	return fault.NewFields(bad)
}

func inOrder(numbers []string, ids map[string]int64) []int64 {
	list := make([]int64, len(numbers))
	for i, number := range numbers {
		list[i] = ids[number]
	}
	return list
}

func digest(ids []int64) string {
	h := sm3.New()
	for _, id := range ids {
		fmt.Fprintln(h, id)
	}
	return hex.EncodeToString(h.Sum(nil))
}
