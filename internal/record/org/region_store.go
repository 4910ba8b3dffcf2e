package org

import (
	"errors"
	"fmt"
	"strings"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
)

const regionColumns = `r.code, r.name, r.level, r.parent, r.path, r.valid_from, r.valid_to`

func scanRegion(s db.Scanner) (r Region, err error) {
	err = s.Scan(&r.Code, &r.Name, &r.Level, &r.Parent, &r.Path, &r.From, &r.To)
	return r, err
}

func noRegion() error { return fault.NewNotFound("没有这个行政区划，请从列表中选择") }

// FindRegion gives a region by its code, open or not. Regions are public facts:
// everybody may read all of them.
func FindRegion(tx *db.Tx, code string) (Region, error) {
	r, err := db.One(tx, scanRegion, `SELECT `+regionColumns+` FROM region r WHERE r.code = $1`, code)
	if errors.Is(err, db.ErrNone) {
		return r, noRegion()
	}
	return r, err
}

// lockedRegion is FindRegion that keeps everybody else from ending the region,
// or from putting something into it, before this transaction ends.
func lockedRegion(tx *db.Tx, code string) (Region, error) {
	if _, err := tx.Exec(`UPDATE region SET valid_to = valid_to WHERE code = $1`, code); err != nil {
		return Region{}, err
	}
	return FindRegion(tx, code)
}

// Children are the regions right below one that are open today, by code; the
// empty code is above the province.
func Children(tx *db.Tx, parent string) ([]Region, error) {
	var w db.Where
	w.And("r.parent = ?", parent)
	inState(&w, "r", Open, today(tx))
	return db.All(tx, scanRegion, `SELECT `+regionColumns+` FROM region r`+w.SQL()+` ORDER BY r.code`, w.Args()...)
}

// Ancestors are the regions from the province down to the region itself.
func Ancestors(tx *db.Tx, code string) ([]Region, error) {
	r, err := FindRegion(tx, code)
	if err != nil {
		return nil, err
	}
	var codes []any
	for _, c := range strings.Split(strings.TrimSuffix(r.Path, "/"), "/") {
		codes = append(codes, c)
	}
	var w db.Where
	w.And("r.code IN (?"+strings.Repeat(", ?", len(codes)-1)+")", codes...)
	return db.All(tx, scanRegion, `SELECT `+regionColumns+` FROM region r`+w.SQL()+` ORDER BY r.level`, w.Args()...)
}

// regionFilter narrows the list of regions; empty fields do not narrow.
type regionFilter struct {
	parent string // without a query: only right below this code, empty for the province
	under  string // with a query: only below this path
	query  string // a part of the name, or the beginning of a code
	state  State
	after  string
	limit  int
}

// branch is a region as a tree shows it.
type branch struct {
	Region
	leaf bool // nothing below it that is not ended
}

func listRegions(tx *db.Tx, f regionFilter) (branches []branch, total int64, err error) {
	var w db.Where
	if f.query == "" {
		w.And("r.parent = ?", f.parent)
	} else {
		w.Under("r.path", f.under)
		w.And("(r.name LIKE ? ESCAPE '!' OR r.code LIKE ? ESCAPE '!')", "%"+escaped(f.query)+"%", escaped(f.query)+"%")
	}
	inState(&w, "r", f.state, today(tx))
	if total, err = db.Scalar[int64](tx, `SELECT COUNT(*) FROM region r`+w.SQL(), w.Args()...); err != nil {
		return nil, 0, err
	}
	w.And("r.code > ?", f.after)
	branches, err = db.All(tx, func(s db.Scanner) (b branch, err error) {
		var below int64
		err = s.Scan(&b.Code, &b.Name, &b.Level, &b.Parent, &b.Path, &b.From, &b.To, &below)
		b.leaf = below == 0
		return b, err
	}, `SELECT `+regionColumns+`, (SELECT COUNT(*) FROM region c WHERE c.parent = r.code AND c.valid_to = '') FROM region r`+w.SQL()+
		fmt.Sprintf(` ORDER BY r.code LIMIT %d`, f.limit), w.Args()...)
	return branches, total, err
}

func insertRegion(tx *db.Tx, r Region) error {
	_, err := tx.Exec(`INSERT INTO region (code, name, level, parent, path, valid_from, valid_to) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		r.Code, r.Name, r.Level, r.Parent, r.Path, r.From, r.To)
	if db.IsUnique(err) {
		return fault.NewConflict("区划代码 "+r.Code+" 已经使用过，代码不能重复使用，请核对", err)
	}
	return err
}

// emptyRegion refuses a region in which something is not ended yet.
func emptyRegion(tx *db.Tx, r Region) error {
	regions, err := db.Scalar[int64](tx, `SELECT COUNT(*) FROM region WHERE parent = $1 AND valid_to = ''`, r.Code)
	if err != nil {
		return err
	}
	var w db.Where
	w.Under("region_path", r.Path)
	w.And("valid_to = ''")
	agencies, err := db.Scalar[int64](tx, `SELECT COUNT(*) FROM agency`+w.SQL(), w.Args()...)
	if err == nil && regions+agencies > 0 {
		err = fault.NewConflict(fmt.Sprintf("“%s”还有 %d 个在用的下级区划、%d 个在用的机构，请先停用它们", r.Name, regions, agencies))
	}
	return err
}

func endRegion(tx *db.Tx, r Region) error {
	return guarded(tx.ExecOne(`UPDATE region SET valid_to = $1 WHERE code = $2 AND valid_to = ''`, r.To, r.Code))
}

// guarded turns the miss of a guarded write into a conflict.
func guarded(err error) error {
	if errors.Is(err, db.ErrNone) {
		return fault.NewConflict("刚刚被他人处理过，请刷新后再试")
	}
	return err
}

// inState narrows to one state on a day, as Validity.State has it.
func inState(w *db.Where, table string, s State, day string) {
	from, to := table+".valid_from", table+".valid_to"
	switch s {
	case Open:
		w.And(from+" <= ? AND ("+to+" = '' OR "+to+" > ? AND "+to+" > "+from+")", day, day)
	case Planned:
		w.And(from+" > ? AND ("+to+" = '' OR "+to+" > ? AND "+to+" > "+from+")", day, day)
	case Closed:
		w.And(to+" <> '' AND ("+to+" <= ? OR "+to+" <= "+from+")", day)
	}
}

// escaped makes what a person typed a literal part of a LIKE pattern.
func escaped(text string) string {
	return strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(text)
}

func anyRegion(tx *db.Tx) (bool, error) {
	n, err := db.Scalar[int64](tx, `SELECT COUNT(*) FROM region`)
	return n > 0, err
}

// cityPath is the path of the city: of the first region of that level. Without
// any it is empty, and only a scope of everything covers it.
func cityPath(tx *db.Tx) (string, error) {
	path, err := db.Scalar[string](tx, `SELECT path FROM region WHERE level = $1 ORDER BY code LIMIT 1`, City)
	if errors.Is(err, db.ErrNone) {
		return "", nil
	}
	return path, err
}
