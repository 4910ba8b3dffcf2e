package org

import (
	"strings"
	"unicode/utf8"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
)

// The levels of regions.
const (
	Province = 1
	City     = 2
	County   = 3
	Town     = 4
	Village  = 5
)

// Region is one place of the tree of regions.
type Region struct {
	Code   string // 6 digits (GB/T 2260) to the county, 9 a town (GB/T 10114), 12 a village
	Name   string
	Level  int
	Parent string // the code above; empty for the province
	Path   string // the codes from the province to itself, each with a slash
	Validity
}

// AddRegion adds a region below the one that its code belongs to: a village, or
// what a change of the map brings. in gives Code, Name and From (empty is
// today). It refuses a parent that is not open or outside the actor's scope.
func AddRegion(tx *db.Tx, in Region) (Region, error) {
	r, bad := in, []fault.Field(nil)
	if r.Name = strings.TrimSpace(r.Name); r.Name == "" || utf8.RuneCountInString(r.Name) > 60 {
		bad = append(bad, fault.Field{Name: "name", Code: "length", Words: "区划名称应为 1 至 60 个字"})
	}
	var ok bool
	if r.Parent, r.Level, ok = above(r.Code); !ok || r.Parent == "" {
		bad = append(bad, fault.Field{Name: "code", Code: "malformed", Words: "区划代码应为县区 6 位、镇街 9 位或村居 12 位数字"})
	}
	from, wrong := begin(tx, r.From)
	if wrong != nil {
		bad = append(bad, *wrong)
	}
	if err := fault.NewFields(bad); err != nil {
		return Region{}, err
	}
	r.Validity = Validity{From: from}
	parent, err := openRegion(tx, r.Parent, from)
	if err != nil {
		return Region{}, err
	}
	r.Path = parent.Path + r.Code + "/"
	if err := insertRegion(tx, r); err != nil {
		return Region{}, err
	}
	return r, tx.Note(subject(r), "org.region_added", map[string]any{"name": r.Name, "parent": r.Parent, "from": r.From})
}

// CloseRegion ends a region today. It refuses while a region or an agency in it
// is not ended.
func CloseRegion(tx *db.Tx, code string) (Region, error) {
	r, err := lockedRegion(tx, code)
	if err != nil {
		return r, err
	}
	if !mayEdit(tx.Actor(), r.Path) {
		return r, outside()
	}
	if _, err := RegionTable.Next(r.State(today(tx)), "close"); err != nil {
		return r, err
	}
	if err := emptyRegion(tx, r); err != nil {
		return r, err
	}
	r.Validity = r.ended(today(tx))
	if err := endRegion(tx, r); err != nil {
		return r, err
	}
	return r, tx.Note(subject(r), "org.region_closed", db.Changes{}.Add("to", "", r.To))
}

// openRegion gives a region in which the actor may put something that begins on
// a day, and holds it open until the transaction ends.
func openRegion(tx *db.Tx, code, from string) (Region, error) {
	r, err := lockedRegion(tx, code)
	if err != nil {
		return r, err
	}
	if !mayEdit(tx.Actor(), r.Path) {
		return r, outside()
	}
	if !r.On(from) {
		return r, fault.NewConflict("“" + r.Name + "”在 " + from + " 不在使用中，请改选区划或启用日期")
	}
	return r, nil
}

// RegionName is the name of the region at a path.
func RegionName(tx *db.Tx, path string) (string, error) {
	r, err := FindRegion(tx, CodeOf(path))
	if err == nil && r.Path != path {
		err = noRegion()
	}
	return r.Name, err
}

// FullName joins the names of Ancestors from the city downward, as an address
// begins: 韶关市武江区新华街道.
func FullName(line []Region) string {
	var b strings.Builder
	for _, r := range line {
		if r.Level > Province || len(line) == 1 {
			b.WriteString(r.Name)
		}
	}
	return b.String()
}

// CodeOf is the code of the region that a path leads to; empty for the empty path.
func CodeOf(path string) string {
	path = strings.TrimSuffix(path, "/")
	return path[strings.LastIndexByte(path, '/')+1:]
}

// above reads the code of the region above, and the level, from a code: each
// standard writes them into it.
func above(code string) (parent string, level int, ok bool) {
	if strings.Trim(code, "0123456789") != "" {
		return "", 0, false
	}
	switch len(code) {
	case 6:
		switch {
		case code[2:] == "0000":
			return "", Province, true
		case code[4:] == "00":
			return code[:2] + "0000", City, true
		}
		return code[:4] + "00", County, true
	case 9:
		return code[:6], Town, true
	case 12:
		return code[:9], Village, true
	}
	return "", 0, false
}

func subject(r Region) db.Subject { return db.Subject{Kind: "region", ID: r.Code} }

// mayEdit tells whether an actor's scope lets him change what stands at a path. A
// scope narrowed to one bank is for that bank's records, and changes no place.
func mayEdit(actor db.Actor, path string) bool {
	return actor.Scope.Bank == "" && actor.Scope.Covers(path)
}

func outside() error {
	return fault.NewDenied("不在您的管辖范围内，不能修改，请由上级机构的系统管理员办理")
}
