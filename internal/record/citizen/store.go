package citizen

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
)

var errUnknown = fault.NewNotFound("没有找到此人，可能不在您的管辖范围内，请核对后重新查询")

// errTaken says that somebody registered the number in between.
func errTaken(cause error) error {
	return fault.NewConflict("此证件号码刚刚由他人登记，请重新查询后再操作", cause)
}

// most is how many values one IN list holds: well below what the engines take.
const most = 1000

// columns are those that Put writes, in the order of values.
func columns() []string {
	return []string{"doc_type", "id_number", "id_index", "name", "pinyin", "pinyin_joined", "initials", "sex", "birth", "ethnic",
		"nationality", "household", "mobile", "mobile_index", "phone", "address", "postcode", "email", "doc_from", "doc_to", "category",
		"person_state", "occupation", "unit_code", "unit_name", "guardian_name", "guardian_id", "guardian_phone", "guardian_relation",
		"photo_digest", "created_at", "updated_at", "region_path", "version"}
}

func (k *Register) values(c Citizen, version int64) []any {
	b, g := k.box, c.Guardian
	return []any{c.DocType, b.Seal("citizen.id_number", c.IDNumber), k.idIndex(c.IDNumber), c.Name, c.Pinyin, joined(c.Pinyin), c.Initials, c.Sex, c.Birth, c.Ethnic,
		c.Nationality, c.Household, b.Seal("citizen.mobile", c.Mobile), k.mobileIndex(c.Mobile), b.Seal("citizen.phone", c.Phone),
		b.Seal("citizen.address", c.Address), c.Postcode, b.Seal("citizen.email", c.Email), c.DocFrom, c.DocTo, c.Category,
		c.PersonState, c.Occupation, c.UnitCode, c.UnitName, g.Name, b.Seal("citizen.guardian_id", g.IDNumber), b.Seal("citizen.guardian_phone", g.Phone), g.Relation,
		c.PhotoDigest, c.CreatedAt, c.UpdatedAt, c.RegionPath, version}
}

func (k *Register) idIndex(number string) string     { return k.box.Index("citizen.id_number", number) }
func (k *Register) mobileIndex(number string) string { return k.box.Index("citizen.mobile", number) }

func joined(pinyin string) string { return strings.ReplaceAll(pinyin, " ", "") }

const selection = `SELECT c.id, c.version, c.doc_type, c.id_number, c.name, c.pinyin, c.initials, c.sex, c.birth, c.ethnic,
	c.nationality, c.household, c.mobile, c.phone, c.address, c.postcode, c.email, c.doc_from, c.doc_to, c.category,
	c.person_state, c.occupation, c.unit_code, c.unit_name, c.guardian_name, c.guardian_id, c.guardian_phone, c.guardian_relation,
	c.photo_digest, c.created_at, c.updated_at, c.region_path FROM citizen c`

// stored is a citizen with the version of his row, which guards a change.
type stored struct {
	Citizen
	version int64
}

func (k *Register) scan(s db.Scanner) (c stored, err error) {
	var id, mobile, phone, address, email, guardianID, guardianPhone []byte
	g := &c.Guardian
	err = s.Scan(&c.ID, &c.version, &c.DocType, &id, &c.Name, &c.Pinyin, &c.Initials, &c.Sex, &c.Birth, &c.Ethnic,
		&c.Nationality, &c.Household, &mobile, &phone, &address, &c.Postcode, &email, &c.DocFrom, &c.DocTo, &c.Category,
		&c.PersonState, &c.Occupation, &c.UnitCode, &c.UnitName, &g.Name, &guardianID, &guardianPhone, &g.Relation,
		&c.PhotoDigest, &c.CreatedAt, &c.UpdatedAt, &c.RegionPath)
	if err != nil {
		return c, err
	}
	for _, sealed := range []struct {
		column string
		bytes  []byte
		into   *string
	}{
		{"id_number", id, &c.IDNumber}, {"mobile", mobile, &c.Mobile}, {"phone", phone, &c.Phone}, {"address", address, &c.Address},
		{"email", email, &c.Email}, {"guardian_id", guardianID, &g.IDNumber}, {"guardian_phone", guardianPhone, &g.Phone},
	} {
		if *sealed.into, err = k.box.Open("citizen."+sealed.column, sealed.bytes); err != nil {
			return c, fmt.Errorf("reading citizen %d: %w", c.ID, err)
		}
	}
	return c, nil
}

func (k *Register) scanPlain(s db.Scanner) (Citizen, error) {
	c, err := k.scan(s)
	return c.Citizen, err
}

// Find gives the citizen with an ID number, wherever he belongs: whoever adds a
// person must know that he is there already. The caller decides what of him the
// actor may see.
func (k *Register) Find(tx *db.Tx, idNumber string) (Citizen, bool, error) {
	if idNumber == "" {
		return Citizen{}, false, nil
	}
	c, err := db.One(tx, k.scanPlain, selection+` WHERE c.id_index = $1`, k.idIndex(idNumber))
	if errors.Is(err, db.ErrNone) {
		return Citizen{}, false, nil
	}
	return c, err == nil, err
}

// FindMany gives the ids of those of many ID numbers that are in the register,
// wherever they belong.
func (k *Register) FindMany(tx *db.Tx, idNumbers []string) (map[string]int64, error) {
	ids := make(map[string]int64, len(idNumbers))
	for part := range slices.Chunk(idNumbers, most) {
		numbers := make(map[string]string, len(part))
		indexes := make([]any, 0, len(part))
		for _, number := range part {
			if number != "" {
				index := k.idIndex(number)
				numbers[index] = number
				indexes = append(indexes, index)
			}
		}
		if len(indexes) == 0 {
			continue
		}
		var w db.Where
		w.And("id_index IN "+marks(len(indexes)), indexes...)
		err := tx.Each(func(s db.Scanner) error {
			var id int64
			var index string
			err := s.Scan(&id, &index)
			ids[numbers[index]] = id
			return err
		}, `SELECT id, id_index FROM citizen`+w.SQL(), w.Args()...)
		if err != nil {
			return nil, err
		}
	}
	return ids, nil
}

// Get gives a citizen within the actor's scope; others are fault.NotFound.
func (k *Register) Get(tx *db.Tx, id int64) (Citizen, error) {
	var w db.Where
	w.And("c.id = ?", id)
	w.Scope(tx, "c.region_path", "")
	c, err := db.One(tx, k.scanPlain, selection+w.SQL(), w.Args()...)
	if errors.Is(err, db.ErrNone) {
		return c, errUnknown
	}
	return c, err
}

// GetMany gives those of many citizens that lie within the actor's scope, by id.
func (k *Register) GetMany(tx *db.Tx, ids []int64) (map[int64]Citizen, error) {
	found := make(map[int64]Citizen, len(ids))
	for part := range slices.Chunk(ids, most) {
		var w db.Where
		w.And("c.id IN "+marks(len(part)), anys(part)...)
		w.Scope(tx, "c.region_path", "")
		some, err := db.All(tx, k.scanPlain, selection+w.SQL(), w.Args()...)
		if err != nil {
			return nil, err
		}
		for _, c := range some {
			found[c.ID] = c
		}
	}
	return found, nil
}

// stored gives citizens as they are stored, wherever they belong, by id.
func (k *Register) stored(tx *db.Tx, ids []int64) ([]stored, error) {
	all := make([]stored, 0, len(ids))
	for part := range slices.Chunk(ids, most) {
		var w db.Where
		w.And("c.id IN "+marks(len(part)), anys(part)...)
		some, err := db.All(tx, k.scan, selection+w.SQL()+` ORDER BY c.id`, w.Args()...)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

func (k *Register) insert(tx *db.Tx, c Citizen) (int64, error) {
	c.CreatedAt, c.UpdatedAt = tx.Millis(), tx.Millis()
	list := columns()
	id, err := tx.Insert(`INSERT INTO citizen (`+strings.Join(list, ", ")+`) VALUES (`+numbered(list)+`)
		ON CONFLICT (id_index) DO NOTHING RETURNING id`, k.values(c, 1)...)
	if errors.Is(err, db.ErrNone) {
		return 0, errTaken(err)
	}
	return id, err
}

// copyIn adds many citizens at once.
func (k *Register) copyIn(tx *db.Tx, list []Citizen) error {
	rows := func(yield func([]any, error) bool) {
		for _, c := range list {
			c = complete(c)
			c.CreatedAt, c.UpdatedAt = tx.Millis(), tx.Millis()
			if !yield(k.values(c, 1), nil) {
				return
			}
		}
	}
	_, err := tx.Copy("citizen", columns(), rows)
	if db.IsUnique(err) {
		return errTaken(err)
	}
	return err
}

// update writes a whole citizen over the row that was read at a version.
func (k *Register) update(tx *db.Tx, c Citizen, version int64) error {
	c.UpdatedAt = tx.Millis()
	list := columns()
	args := append(k.values(c, version+1), c.ID, version)
	err := tx.ExecOne(`UPDATE citizen SET `+assigned(list)+fmt.Sprintf(` WHERE id = $%d AND version = $%d`, len(list)+1, len(list)+2), args...)
	switch {
	case db.IsUnique(err):
		return errTaken(err)
	case errors.Is(err, db.ErrNone):
		return errMoved(err)
	}
	return err
}

func updatePhoto(tx *db.Tx, c stored, digest string) error {
	err := tx.ExecOne(`UPDATE citizen SET photo_digest = $1, updated_at = $2, version = $3 WHERE id = $4 AND version = $5`,
		digest, tx.Millis(), c.version+1, c.ID, c.version)
	if errors.Is(err, db.ErrNone) {
		return errMoved(err)
	}
	return err
}

// errMoved says that the row changed between reading and writing it.
func errMoved(cause error) error {
	return fault.NewConflict("此人的资料刚刚被他人修改，请刷新后再试", cause)
}

// marks is an IN list of n values for db.Where.
func marks(n int) string { return "(" + strings.TrimSuffix(strings.Repeat("?, ", n), ", ") + ")" }

func numbered(list []string) string {
	parts := make([]string, len(list))
	for i := range list {
		parts[i] = fmt.Sprintf("$%d", i+1)
	}
	return strings.Join(parts, ", ")
}

func assigned(columns []string) string {
	parts := make([]string, len(columns))
	for i, column := range columns {
		parts[i] = fmt.Sprintf("%s = $%d", column, i+1)
	}
	return strings.Join(parts, ", ")
}

func anys(ids []int64) []any {
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	return args
}
