package setting

import "kaguan/internal/kit/state"

// State is where a code stands in its life; its dates tell it.
type State string

// The states of a code.
const (
	Planned State = "planned"
	Open    State = "open"
	Closed  State = "closed"
)

const editRight = "setting.edit"

// CodeTable is the life of a code. It becomes open by its date, not by a verb. A
// closed one can still be mapped: old records that hold it are sent, too.
var CodeTable = state.Table[State]{
	Name: "code", Title: "代码",
	States: []state.State[State]{
		{Code: Planned, Name: "未启用", Tone: state.Gold, Turn: "到启用日期自动启用"},
		{Code: Open, Name: "在用", Tone: state.Green, Turn: "无需处理"},
		{Code: Closed, Name: "已停用", Tone: state.Grey, Turn: "已经结束"},
	},
	Rows: []state.Row[State]{
		{From: "", Verb: "add", To: Open, Right: editRight, Title: "增加代码"},
		{From: "", Verb: "plan", To: Planned, Right: editRight, Title: "增加代码（日后启用）"},
		{From: Planned, Verb: "begin", To: Open, Title: "到期启用"},
		{From: Planned, Verb: "close", To: Closed, Right: editRight, Title: "停用", Danger: true},
		{From: Open, Verb: "close", To: Closed, Right: editRight, Title: "停用", Danger: true},
		{From: Planned, Verb: "map", To: Planned, Right: editRight, Title: "设置对照"},
		{From: Open, Verb: "map", To: Open, Right: editRight, Title: "设置对照"},
		{From: Closed, Verb: "map", To: Closed, Right: editRight, Title: "设置对照"},
	},
}
