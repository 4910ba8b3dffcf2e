package psam

import "kaguan/internal/kit/state"

// State is where a module is in its life.
type State string

// The states of a module.
const (
	Stock     State = "stock"
	Out       State = "out"
	Reported  State = "reported"
	Damaged   State = "damaged"
	Destroyed State = "destroyed"
	Lost      State = "lost"
)

// Table is a module's whole life. A refused report brings the module back into
// stock, wherever it was: what somebody thought broken is tested by the centre
// before it goes out again.
var Table = state.Table[State]{
	Name: "psam", Title: "PSAM 卡",
	States: []state.State[State]{
		{Code: Stock, Name: "在库", Tone: state.Grey, Turn: "市卡管理中心发放"},
		{Code: Out, Name: "已发放", Tone: state.Green, Turn: "领用机构保管"},
		{Code: Reported, Name: "报损待审", Tone: state.Violet, Turn: "制卡审批员认定"},
		{Code: Damaged, Name: "已报损", Tone: state.Red, Turn: "市卡管理中心销毁"},
		{Code: Destroyed, Name: "已销毁", Tone: state.Grey, Turn: "已经结束"},
		{Code: Lost, Name: "遗失", Tone: state.Red, Turn: "安全管理员处置密钥风险"},
	},
	Rows: []state.Row[State]{
		{From: "", Verb: "stock-in", To: Stock, Right: "psam.stock", Title: "入库"},
		{From: Stock, Verb: "hand-out", To: Out, Right: "psam.handout", Title: "发放"},
		{From: Out, Verb: "take-back", To: Stock, Right: "psam.stock", Title: "收回入库"},
		{From: Stock, Verb: "report-damage", To: Reported, Right: "psam.damage", Title: "报损", Danger: true},
		{From: Out, Verb: "report-damage", To: Reported, Right: "psam.damage", Title: "报损", Danger: true},
		{From: Reported, Verb: "confirm-damage", To: Damaged, Right: "psam.judge", Title: "认定损坏", Danger: true},
		{From: Reported, Verb: "refuse-damage", To: Stock, Right: "psam.judge", Title: "不认定，收回入库"},
		{From: Damaged, Verb: "destroy", To: Destroyed, Right: "psam.judge", Title: "销毁", Danger: true},
		{From: Stock, Verb: "report-loss", To: Lost, Right: "psam.damage", Title: "报遗失", Danger: true},
		{From: Out, Verb: "report-loss", To: Lost, Right: "psam.damage", Title: "报遗失", Danger: true},
		{From: Lost, Verb: "find", To: Stock, Right: "psam.stock", Title: "找回入库"},
	},
}
