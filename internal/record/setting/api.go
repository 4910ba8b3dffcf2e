package setting

import (
	"context"

	"kaguan/internal/kit/api"
	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/state"
)

// desk answers the routes of this register.
type desk struct{ db *db.DB }

// Routes registers the parameters and the code tables.
func Routes(r *api.Router, d *db.DB) {
	k := desk{d}
	api.Get(r, api.Op{Path: "/parameters", Right: "setting.view", Title: "参数列表"}, k.parameters)
	api.Get(r, api.Op{Path: "/parameters/{key}/history", Right: "setting.view", Title: "参数的设置记录"}, k.history)
	api.Post(r, api.Op{Path: "/parameters/{key}/set", Right: editRight, Title: "设置参数"}, k.set)

	api.Get(r, api.Op{Path: "/codes", Right: api.SignedIn, Title: "代码表列表"}, k.tables)
	api.Get(r, api.Op{Path: "/codes/{table}", Right: api.SignedIn, Title: "一个代码表的代码"}, k.codes)
	api.Post(r, api.Op{Path: "/codes/{table}/add", Right: editRight, Title: "增加代码"}, k.addCode)
	api.Post(r, api.Op{Path: "/codes/{table}/{code}/close", Right: editRight, Title: "停用代码"}, k.closeCode)
	api.Post(r, api.Op{Path: "/codes/{table}/{code}/map", Right: editRight, Title: "设置与合作方的代码对照"}, k.mapCode)
}

// mayEdit is what an actor has for the buttons: a right counts only with a scope
// of the whole city.
func mayEdit(actor db.Actor) func(right string) bool {
	return func(right string) bool { return actor.Has(right) && citywide(actor.Scope) }
}

type parameterItem struct {
	Key      string       `json:"key" doc:"参数"`
	Group    string       `json:"group" doc:"分组"`
	Title    string       `json:"title" doc:"名称"`
	Kind     string       `json:"kind" enum:"int,text,choice,bool,date" doc:"值的类型"`
	Default  string       `json:"default" doc:"系统默认值"`
	Min      int64        `json:"min" doc:"数值的下限，或最少字符数"`
	Max      int64        `json:"max" doc:"数值的上限，或最多字符数"`
	Choices  []Choice     `json:"choices" doc:"可选的值"`
	Unit     string       `json:"unit" doc:"单位"`
	Note     string       `json:"note" doc:"说明与依据"`
	Risky    bool         `json:"risky" doc:"影响面大，设置前需要确认"`
	Now      Value        `json:"now" doc:"现在的值"`
	Upcoming []Value      `json:"upcoming" doc:"将来生效的值，从早到晚"`
	History  int          `json:"history" doc:"设置过的次数"`
	Allowed  []state.Verb `json:"allowed" doc:"当前用户此刻可以做的事"`
}

func parameterItemOf(tx *db.Tx, s Standing) parameterItem {
	item := parameterItem{Key: s.Key, Group: s.Group, Title: s.Title, Kind: string(s.Kind), Default: s.Default, Min: s.Min, Max: s.Max,
		Choices: append([]Choice{}, s.Choices...), Unit: s.Unit, Note: s.Note, Risky: s.Risky, Now: s.Now,
		Upcoming: append([]Value{}, s.Upcoming...), History: s.Times, Allowed: []state.Verb{}}
	if mayEdit(tx.Actor())(editRight) {
		item.Allowed = append(item.Allowed, state.Verb{Verb: "set", Title: "设置", Danger: s.Risky})
	}
	return item
}

type nothingIn struct{}

func (k desk) parameters(ctx context.Context, _ *nothingIn) (*api.Page[parameterItem], error) {
	page := &api.Page[parameterItem]{Items: []parameterItem{}}
	err := k.db.View(ctx, func(tx *db.Tx) error {
		all, err := Standings(tx)
		for _, s := range all {
			page.Items = append(page.Items, parameterItemOf(tx, s))
		}
		page.Total = int64(len(all))
		return err
	})
	return page, err
}

type keyInput struct {
	Key string `path:"key" maxLength:"60" doc:"参数"`
}

func (k desk) history(ctx context.Context, in *keyInput) (*api.Page[Value], error) {
	page := &api.Page[Value]{}
	if _, ok := find(in.Key); !ok {
		return nil, noParam()
	}
	err := k.db.View(ctx, func(tx *db.Tx) (err error) {
		page.Items, err = history(tx, in.Key)
		page.Total = int64(len(page.Items))
		return err
	})
	return page, err
}

type setInput struct {
	Key  string `path:"key" maxLength:"60" doc:"参数"`
	Body struct {
		Value string `json:"value" maxLength:"200" doc:"值"`
		From  int64  `json:"from,omitempty" minimum:"0" doc:"生效时间，毫秒；不填为立即生效"`
	}
}

func (k desk) set(ctx context.Context, in *setInput) (answer *parameterItem, err error) {
	err = k.db.Do(ctx, func(tx *db.Tx) error {
		if err := Set(tx, in.Key, in.Body.Value, clock.FromMillis(in.Body.From)); err != nil {
			return err
		}
		all, err := Standings(tx)
		for _, s := range all {
			if s.Key == in.Key {
				item := parameterItemOf(tx, s)
				answer = &item
			}
		}
		return err
	})
	return answer, err
}
