package card

import "kaguan/internal/kit/state"

// State is the card's state in the codes of AAZ502.
type State string

// The states of a card.
const (
	Sealed    State = "0" // made, not yet collected and enabled
	Active    State = "1"
	Lost      State = "2" // 正式挂失
	Locked    State = "3" // 应用锁定
	Suspended State = "4" // 临时挂失, the tender's 预挂失
	Cancelled State = "9"
)

// Table is a card's whole life. Rows have no right of their own: the work that
// steps a card (delivery, loss, pin) asks for its own rights and shows its own
// buttons.
//
// A loss goes back to where the card came from: release where it was in use,
// return-sealed where it had never been collected. Move refuses the other one.
var Table = state.Table[State]{
	Name: "card", Title: "社保卡",
	States: []state.State[State]{
		{Code: Sealed, Name: "封存", Tone: state.Grey, Turn: "经办机构发卡给本人"},
		{Code: Active, Name: "正常", Tone: state.Green, Turn: "持卡人使用"},
		{Code: Suspended, Name: "临时挂失", Tone: state.Gold, Turn: "持卡人解挂或办理正式挂失"},
		{Code: Lost, Name: "正式挂失", Tone: state.Red, Turn: "持卡人解挂或补卡，到期由系统处理"},
		{Code: Locked, Name: "应用锁定", Tone: state.Violet, Turn: "持卡人到网点重置 PIN 码"},
		{Code: Cancelled, Name: "注销", Tone: state.Red, Turn: "已经结束"},
	},
	Rows: []state.Row[State]{
		// The vendor returned a good card for the person: the system makes it.
		{From: "", Verb: "make", To: Sealed, Title: "制成"},
		// Handed to the person at an outlet; his old card is cancelled at the same moment.
		{From: Sealed, Verb: "issue", To: Active, Title: "领卡启用"},

		// The holder calls, writes or stands at a terminal, or the bank tells; has a start and an end.
		{From: Sealed, Verb: "suspend", To: Suspended, Title: "临时挂失"},
		{From: Active, Verb: "suspend", To: Suspended, Title: "临时挂失"},

		// Written, at a counter or from the bank, with the ID document.
		{From: Sealed, Verb: "report-loss", To: Lost, Title: "正式挂失"},
		{From: Active, Verb: "report-loss", To: Lost, Title: "正式挂失"},
		{From: Suspended, Verb: "report-loss", To: Lost, Title: "正式挂失"},

		// The holder proved who he is, or the temporary loss ended (a parameter).
		{From: Suspended, Verb: "release", To: Active, Title: "解挂"},
		{From: Suspended, Verb: "return-sealed", To: Sealed, Title: "解挂（未领卡）"},
		// At a counter with the document and the card itself, while no replacement has begun.
		{From: Lost, Verb: "release", To: Active, Title: "解挂"},
		{From: Lost, Verb: "return-sealed", To: Sealed, Title: "解挂（未领卡）"},

		// Six wrong PINs, told by chip or terminal; or by the centre, with a reason and an approver.
		{From: Active, Verb: "lock", To: Locked, Title: "应用锁定"},
		// A new PIN at an outlet, with the ID document.
		{From: Locked, Verb: "unlock", To: Active, Title: "解除锁定"},

		// Death, moving away, replaced, or void from production. There is no way
		// back: after a mistake a new card is made free of charge.
		{From: Sealed, Verb: "cancel", To: Cancelled, Title: "注销", Danger: true},
		{From: Active, Verb: "cancel", To: Cancelled, Title: "注销", Danger: true},
		{From: Suspended, Verb: "cancel", To: Cancelled, Title: "注销", Danger: true},
		{From: Lost, Verb: "cancel", To: Cancelled, Title: "注销", Danger: true},
		{From: Locked, Verb: "cancel", To: Cancelled, Title: "注销", Danger: true},
	},
}
