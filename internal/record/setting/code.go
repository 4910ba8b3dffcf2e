package setting

import (
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
)

// Item is one code of a table.
type Item struct {
	Table  string
	Code   string
	Name   string
	From   string // the first day; empty is since ever
	To     string // the first day on which it no longer holds; empty is without end
	Sort   int64
	Source string
}

// State is where the code stands on a day. What was ended before it began was
// never open.
func (i Item) State(day string) State {
	switch {
	case i.To != "" && (i.To <= day || i.To <= i.From):
		return Closed
	case i.From > day:
		return Planned
	}
	return Open
}

func subject(table, code string) db.Subject { return db.Subject{Kind: "code", ID: table + "/" + code} }

func today(tx *db.Tx) string { return clock.Date(tx.Now()) }

var codeShape = regexp.MustCompile(`^[0-9A-Za-z]{1,10}$`)

// AddCode adds a code to a table; in gives Table, Code, Name and From (empty is
// today). It refuses a fixed table, a code that was ever used, and a name that
// an open code has.
func AddCode(tx *db.Tx, in Item) (Item, error) {
	if err := changeable(tx, in.Table); err != nil {
		return Item{}, err
	}
	item := Item{Table: in.Table, Code: strings.TrimSpace(in.Code), Name: strings.TrimSpace(in.Name), From: in.From, Source: "本市"}
	var bad []fault.Field
	if !codeShape.MatchString(item.Code) {
		bad = append(bad, fault.Field{Name: "code", Code: "malformed", Words: "代码应为 1 至 10 位字母或数字"})
	}
	if n := utf8.RuneCountInString(item.Name); n == 0 || n > 60 {
		bad = append(bad, fault.Field{Name: "name", Code: "length", Words: "名称应为 1 至 60 个字"})
	}
	if item.From == "" {
		item.From = today(tx)
	} else if _, err := time.Parse(time.DateOnly, item.From); err != nil {
		bad = append(bad, fault.Field{Name: "from", Code: "malformed", Words: "启用日期应为年-月-日，例如 2026-11-23"})
	}
	if err := fault.NewFields(bad); err != nil {
		return Item{}, err
	}
	item, err := insertCode(tx, item)
	if err != nil {
		return Item{}, err
	}
	return item, tx.Note(subject(item.Table, item.Code), "setting.code_added", map[string]any{"name": item.Name, "from": item.From})
}

// CloseCode ends a code today: new records cannot hold it, old ones keep it.
func CloseCode(tx *db.Tx, table, code string) (Item, error) {
	if err := changeable(tx, table); err != nil {
		return Item{}, err
	}
	item, err := findItem(tx, table, code)
	if err != nil {
		return item, err
	}
	if _, err := CodeTable.Next(item.State(today(tx)), "close"); err != nil {
		return item, err
	}
	item.To = max(today(tx), item.From)
	if err := endCode(tx, item); err != nil {
		return item, err
	}
	return item, tx.Note(subject(table, code), "setting.code_closed", db.Changes{}.Add("to", "", item.To))
}

var partnerShape = regexp.MustCompile(`^[0-9A-Za-z:_-]{1,40}$`)

// MapCode says how a partner writes a code; an empty theirs says that he writes
// it as we do.
func MapCode(tx *db.Tx, partner, table, code, theirs string) (Item, error) {
	if err := mayChange(tx, table); err != nil {
		return Item{}, err
	}
	item, err := findItem(tx, table, code)
	if err != nil {
		return item, err
	}
	theirs = strings.TrimSpace(theirs)
	var bad []fault.Field
	if !partnerShape.MatchString(partner) {
		bad = append(bad, fault.Field{Name: "partner", Code: "malformed", Words: "合作方应为字母、数字、冒号或横线，例如 bank:102"})
	}
	if utf8.RuneCountInString(theirs) > 40 {
		bad = append(bad, fault.Field{Name: "theirs", Code: "length", Words: "对方代码最多 40 个字符"})
	}
	if err := fault.NewFields(bad); err != nil {
		return item, err
	}
	before, err := mapped(tx, partner, item)
	if err != nil {
		return item, err
	}
	if before == theirs {
		return item, fault.NewConflict("对照没有改动，无需保存")
	}
	if err := putMap(tx, partner, item, theirs); err != nil {
		return item, err
	}
	return item, tx.Note(subject(item.Table, item.Code), "setting.code_mapped", map[string]any{
		"partner": partner, "changes": db.Changes{}.Add("theirs", before, theirs)})
}

// mayChange refuses a table that does not exist, and an actor who sees less than
// the city.
func mayChange(tx *db.Tx, table string) error {
	if _, ok := findTable(table); !ok {
		return noTable()
	}
	return wholeCity(tx)
}

// changeable refuses a table whose codes the actor may not add to or end.
func changeable(tx *db.Tx, table string) error {
	if err := mayChange(tx, table); err != nil {
		return err
	}
	if t, _ := findTable(table); t.Fixed {
		return fault.NewConflict("“" + t.Title + "”由程序使用，不能增减代码，只能设置与合作方的对照")
	}
	return nil
}

func noTable() error { return fault.NewNotFound("没有这个代码表，请从列表中选择") }
