package setting

import (
	"context"
	"slices"

	"kaguan/internal/kit/api"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/state"
)

type tableItem struct {
	Name    string       `json:"name" doc:"代码表"`
	Title   string       `json:"title" doc:"名称"`
	Source  string       `json:"source" doc:"依据的标准或指标"`
	Fixed   bool         `json:"fixed" doc:"程序使用的代码表，只能设置对照"`
	Count   int          `json:"count" doc:"在用的代码数"`
	Allowed []state.Verb `json:"allowed" doc:"当前用户此刻可以做的事"`
}

func (k desk) tables(ctx context.Context, _ *nothingIn) (*api.Page[tableItem], error) {
	page := &api.Page[tableItem]{Items: []tableItem{}}
	err := k.db.View(ctx, func(tx *db.Tx) error {
		count, err := tallies(tx)
		for _, t := range Tables() {
			item := tableItem{Name: t.Name, Title: t.Title, Source: t.Source, Fixed: t.Fixed, Count: count[t.Name], Allowed: []state.Verb{}}
			if !t.Fixed && mayEdit(tx.Actor())(editRight) {
				item.Allowed = append(item.Allowed, state.Verb{Verb: "add", Title: "增加代码"})
			}
			page.Items = append(page.Items, item)
		}
		page.Total = int64(len(page.Items))
		return err
	})
	return page, err
}

type codeItem struct {
	Table  string     `json:"table" doc:"代码表"`
	Code   string     `json:"code" doc:"代码"`
	Name   string     `json:"name" doc:"名称"`
	From   string     `json:"from" doc:"启用日期，空表示一直在用"`
	To     string     `json:"to" doc:"停用日期，自当日起不再使用；空表示没有停用"`
	Source string     `json:"source" doc:"来源"`
	Maps   []codeTwin `json:"maps" doc:"与合作方的对照；没有列出的合作方使用同一代码"`
	state.View
}

// codeTwin is how one partner writes a code.
type codeTwin struct {
	Partner string `json:"partner" doc:"合作方"`
	Theirs  string `json:"theirs" doc:"对方代码"`
}

func codeItemOf(tx *db.Tx, i Item, mappings []mapping) codeItem {
	item := codeItem{Table: i.Table, Code: i.Code, Name: i.Name, From: i.From, To: i.To, Source: i.Source, Maps: []codeTwin{},
		View: CodeTable.Show(i.State(today(tx)), mayEdit(tx.Actor()))}
	if t, _ := findTable(i.Table); t.Fixed {
		item.Allowed = slices.DeleteFunc(item.Allowed, func(v state.Verb) bool { return v.Verb == "close" })
	}
	for _, m := range mappings {
		if m.table == i.Table && m.code == i.Code {
			item.Maps = append(item.Maps, codeTwin{m.partner, m.theirs})
		}
	}
	return item
}

type codesInput struct {
	Table string `path:"table" maxLength:"40" doc:"代码表"`
	State string `query:"state" enum:"open,planned,closed,all" default:"open" doc:"状态，all 表示全部"`
}

func (k desk) codes(ctx context.Context, in *codesInput) (*api.Page[codeItem], error) {
	if _, ok := findTable(in.Table); !ok {
		return nil, noTable()
	}
	page := &api.Page[codeItem]{Items: []codeItem{}}
	err := k.db.View(ctx, func(tx *db.Tx) error {
		wanted := State(in.State)
		if in.State == "all" {
			wanted = ""
		}
		items, err := codesIn(tx, in.Table, wanted)
		if err != nil {
			return err
		}
		mappings, err := allMappings(tx)
		for _, item := range items {
			page.Items = append(page.Items, codeItemOf(tx, item, mappings))
		}
		page.Total = int64(len(items))
		return err
	})
	return page, err
}

// change runs a verb on a code and answers with the code as it then is.
func (k desk) change(ctx context.Context, verb func(tx *db.Tx) (Item, error)) (answer *codeItem, err error) {
	err = k.db.Do(ctx, func(tx *db.Tx) error {
		i, err := verb(tx)
		if err != nil {
			return err
		}
		mappings, err := allMappings(tx)
		item := codeItemOf(tx, i, mappings)
		answer = &item
		return err
	})
	return answer, err
}

type addCodeInput struct {
	Table string `path:"table" maxLength:"40" doc:"代码表"`
	Body  struct {
		Code string `json:"code" maxLength:"10" doc:"代码，1 至 10 位字母或数字"`
		Name string `json:"name" maxLength:"60" doc:"名称"`
		From string `json:"from,omitempty" maxLength:"10" doc:"启用日期，不填为今天"`
	}
}

func (k desk) addCode(ctx context.Context, in *addCodeInput) (*codeItem, error) {
	return k.change(ctx, func(tx *db.Tx) (Item, error) {
		return AddCode(tx, Item{Table: in.Table, Code: in.Body.Code, Name: in.Body.Name, From: in.Body.From})
	})
}

type oneCodeInput struct {
	Table string `path:"table" maxLength:"40" doc:"代码表"`
	Code  string `path:"code" maxLength:"10" doc:"代码"`
}

func (k desk) closeCode(ctx context.Context, in *oneCodeInput) (*codeItem, error) {
	return k.change(ctx, func(tx *db.Tx) (Item, error) { return CloseCode(tx, in.Table, in.Code) })
}

type mapCodeInput struct {
	Table string `path:"table" maxLength:"40" doc:"代码表"`
	Code  string `path:"code" maxLength:"10" doc:"代码"`
	Body  struct {
		Partner string `json:"partner" maxLength:"40" doc:"合作方，例如 bank:102"`
		Theirs  string `json:"theirs" maxLength:"40" doc:"对方代码，空表示与我方相同"`
	}
}

func (k desk) mapCode(ctx context.Context, in *mapCodeInput) (*codeItem, error) {
	return k.change(ctx, func(tx *db.Tx) (Item, error) {
		return MapCode(tx, in.Body.Partner, in.Table, in.Code, in.Body.Theirs)
	})
}
