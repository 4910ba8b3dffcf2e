package org

import "kaguan/internal/kit/state"

// State is where a place stands in its life; its dates tell it (Validity.State).
type State string

// The states of a place.
const (
	Planned State = "planned"
	Open    State = "open"
	Closed  State = "closed"
)

// The lives of what this register keeps. A place becomes open by its date, not
// by a verb.
var (
	RegionTable = life("region", "行政区划", "增加区划")
	AgencyTable = life("agency", "机构", "增加机构",
		state.Row[State]{From: Planned, Verb: "update", To: Planned, Right: editRight, Title: "修改"},
		state.Row[State]{From: Open, Verb: "update", To: Open, Right: editRight, Title: "修改"})
	BankTable   = life("bank", "服务银行", "增加银行")
	VendorTable = life("vendor", "卡商", "增加卡商")
)

const editRight = "org.edit"

func life(name, title, add string, more ...state.Row[State]) state.Table[State] {
	return state.Table[State]{
		Name: name, Title: title,
		States: []state.State[State]{
			{Code: Planned, Name: "未启用", Tone: state.Gold, Turn: "到启用日期自动启用"},
			{Code: Open, Name: "在用", Tone: state.Green, Turn: "无需处理"},
			{Code: Closed, Name: "已停用", Tone: state.Grey, Turn: "已经结束"},
		},
		Rows: append([]state.Row[State]{
			{From: "", Verb: "add", To: Open, Right: editRight, Title: add},
			{From: "", Verb: "plan", To: Planned, Right: editRight, Title: add + "（日后启用）"},
			{From: Planned, Verb: "begin", To: Open, Title: "到期启用"},
			{From: Planned, Verb: "close", To: Closed, Right: editRight, Title: "停用", Danger: true},
			{From: Open, Verb: "close", To: Closed, Right: editRight, Title: "停用", Danger: true},
		}, more...),
	}
}

// Tables are the lives of all that this register keeps, for docs/states.
func Tables() []*state.Table[State] {
	return []*state.Table[State]{&RegionTable, &AgencyTable, &BankTable, &VendorTable}
}
