package delivery

import "kaguan/internal/kit/state"

// State is where a parcel is.
type State string

// The states of a parcel.
const (
	Sent      State = "sent"
	Received  State = "received"
	Differing State = "differing"
)

// Table is a parcel's life.
var Table = state.Table[State]{
	Name: "parcel", Title: "物流包",
	States: []state.State[State]{
		{Code: Sent, Name: "在途", Tone: state.Gold, Turn: "收件机构清点接收"},
		{Code: Differing, Name: "有差异", Tone: state.Violet, Turn: "寄出与接收双方查找缺少的卡"},
		{Code: Received, Name: "已接收", Tone: state.Green, Turn: "已经结束"},
	},
	Rows: []state.Row[State]{
		{From: "", Verb: "dispatch", To: Sent, Right: "delivery.dispatch", Title: "寄出"},
		{From: Sent, Verb: "receive", To: Received, Right: "delivery.receive", Title: "清点接收"},
		{From: Sent, Verb: "receive-short", To: Differing, Title: "清点有缺"},
		{From: Differing, Verb: "receive-late", To: Differing, Right: "delivery.receive", Title: "补收"},
		{From: Differing, Verb: "complete", To: Received, Title: "全部补齐"},
	},
}
