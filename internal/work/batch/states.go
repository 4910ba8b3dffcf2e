package batch

import "kaguan/internal/kit/state"

// State is where a batch is on its way.
type State string

// The states of a batch.
const (
	Selected   State = "selected"
	Confirming State = "confirming"
	Confirmed  State = "confirmed"
	Opening    State = "opening"
	Opened     State = "opened"
	Making     State = "making"
	Made       State = "made"
	Binding    State = "binding"
	Released   State = "released"
	Discarded  State = "discarded"
	Undone     State = "undone"
)

// Table is a batch's whole life. A selection of which nobody is left to confirm
// is empty and ends. After the first export nothing can be undone:
// the bank knows the numbers. A round ends by itself with its last answer, or by
// close-round, which gives up what is outstanding. A batch that has lost all its
// people is exhausted: there is nobody left to send on.
var Table = state.Table[State]{
	Name: "batch", Title: "制卡批次",
	States: []state.State[State]{
		{Code: Selected, Name: "已筛选", Tone: state.Violet, Turn: "制卡审批员确认（不能是筛选人本人）"},
		{Code: Confirming, Name: "确认中", Tone: state.Blue, Turn: "系统锁定名单、分配卡号"},
		{Code: Confirmed, Name: "已确认", Tone: state.Blue, Turn: "制卡管理员导出预开户数据"},
		{Code: Opening, Name: "待预开户回盘", Tone: state.Gold, Turn: "服务银行"},
		{Code: Opened, Name: "预开户已回盘", Tone: state.Blue, Turn: "制卡管理员导出制卡数据"},
		{Code: Making, Name: "待制卡回盘", Tone: state.Gold, Turn: "卡商"},
		{Code: Made, Name: "制卡已回盘", Tone: state.Blue, Turn: "制卡管理员导出银行数据"},
		{Code: Binding, Name: "待银行回盘", Tone: state.Gold, Turn: "服务银行"},
		{Code: Released, Name: "已完成", Tone: state.Green, Turn: "物流管理员寄出卡片"},
		{Code: Discarded, Name: "已作废", Tone: state.Grey, Turn: "已经结束"},
		{Code: Undone, Name: "已还原", Tone: state.Grey, Turn: "已经结束"},
	},
	Rows: []state.Row[State]{
		{From: "", Verb: "select", To: Selected, Right: "batch.select", Title: "筛选成批"},
		{From: Selected, Verb: "confirm", To: Confirming, Right: "batch.confirm", Title: "批次确认"},
		{From: Selected, Verb: "discard", To: Discarded, Right: "batch.select", Title: "作废", Danger: true},
		{From: Confirming, Verb: "freeze", To: Confirmed, Title: "名单锁定"},
		{From: Confirming, Verb: "empty", To: Discarded, Title: "无人可以入批"},
		{From: Confirmed, Verb: "undo", To: Undone, Right: "batch.confirm", Title: "还原批次", Danger: true},
		{From: Confirmed, Verb: "export-preaccount", To: Opening, Right: "batch.exchange", Title: "导出预开户数据"},
		{From: Opening, Verb: "return-preaccount", To: Opening, Right: "batch.exchange", Title: "预开户回盘"},
		{From: Opening, Verb: "close-round", To: Opened, Right: "batch.exchange", Title: "结束本轮", Danger: true},
		{From: Opening, Verb: "finish-preaccount", To: Opened, Title: "预开户回盘收齐"},
		{From: Opened, Verb: "export-produce", To: Making, Right: "batch.exchange", Title: "导出制卡数据"},
		{From: Opened, Verb: "exhaust", To: Released, Title: "无人可以继续"},
		{From: Making, Verb: "return-produce", To: Making, Right: "batch.exchange", Title: "制卡回盘"},
		{From: Making, Verb: "close-round", To: Made, Right: "batch.exchange", Title: "结束本轮", Danger: true},
		{From: Making, Verb: "finish-produce", To: Made, Title: "制卡回盘收齐"},
		{From: Made, Verb: "export-bankdata", To: Binding, Right: "batch.exchange", Title: "导出银行数据"},
		{From: Made, Verb: "exhaust", To: Released, Title: "无人可以继续"},
		{From: Binding, Verb: "return-bankdata", To: Binding, Right: "batch.exchange", Title: "银行回盘"},
		{From: Binding, Verb: "close-round", To: Released, Right: "batch.exchange", Title: "结束本轮", Danger: true},
		{From: Binding, Verb: "finish-bankdata", To: Released, Title: "银行回盘收齐"},
	},
}

// ItemState is where one person of a batch is.
type ItemState string

// The states of an item. The last four have left the batch.
const (
	ItemWaiting ItemState = "waiting"
	ItemFrozen  ItemState = "frozen"
	ItemAccount ItemState = "account"
	ItemMade    ItemState = "made"
	ItemBound   ItemState = "bound"
	ItemUnbound ItemState = "unbound"
	ItemFailed  ItemState = "failed"
	ItemDropped ItemState = "dropped"
	ItemFreed   ItemState = "freed"
)

// ItemTable is an item's whole life; only the system steps.
var ItemTable = state.Table[ItemState]{
	Name: "batch_item", Title: "批次人员",
	States: []state.State[ItemState]{
		{Code: ItemWaiting, Name: "待确认", Tone: state.Violet, Turn: "制卡审批员"},
		{Code: ItemFrozen, Name: "已锁定", Tone: state.Blue, Turn: "服务银行开户"},
		{Code: ItemAccount, Name: "已有账号", Tone: state.Blue, Turn: "卡商制卡"},
		{Code: ItemMade, Name: "已制卡", Tone: state.Blue, Turn: "服务银行绑定"},
		{Code: ItemBound, Name: "已绑定", Tone: state.Green, Turn: "可以寄出"},
		{Code: ItemUnbound, Name: "绑定失败", Tone: state.Red, Turn: "市卡管理中心：卡片不得寄出"},
		{Code: ItemFailed, Name: "失败退出", Tone: state.Red, Turn: "经办机构补正申请"},
		{Code: ItemDropped, Name: "未能进入", Tone: state.Grey, Turn: "经办机构查看申请"},
		{Code: ItemFreed, Name: "已放回", Tone: state.Grey, Turn: "等待下一批次"},
	},
	Rows: []state.Row[ItemState]{
		{From: "", Verb: "select", To: ItemWaiting, Title: "选入"},
		{From: ItemWaiting, Verb: "freeze", To: ItemFrozen, Title: "锁定"},
		{From: ItemWaiting, Verb: "drop", To: ItemDropped, Title: "不能入批"},
		{From: ItemWaiting, Verb: "free", To: ItemFreed, Title: "放回"},
		{From: ItemFrozen, Verb: "free", To: ItemFreed, Title: "放回"},
		{From: ItemFrozen, Verb: "preaccount-ok", To: ItemAccount, Title: "预开户成功"},
		{From: ItemFrozen, Verb: "preaccount-failed", To: ItemFailed, Title: "预开户失败"},
		{From: ItemAccount, Verb: "produce-ok", To: ItemMade, Title: "制卡成功"},
		{From: ItemAccount, Verb: "produce-failed", To: ItemFailed, Title: "制卡失败"},
		{From: ItemMade, Verb: "bankdata-ok", To: ItemBound, Title: "绑定成功"},
		{From: ItemMade, Verb: "bankdata-failed", To: ItemUnbound, Title: "绑定失败"},
	},
}

// holds tells whether a batch keeps the application of an item in this state to
// itself. A made card keeps it for ever.
func holds(s ItemState) bool { return s != ItemFailed && s != ItemDropped && s != ItemFreed }
