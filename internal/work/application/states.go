package application

import "kaguan/internal/kit/state"

// State is where an application is in its life.
type State string

// The states of an application.
const (
	Submitted State = "submitted"
	Accepted  State = "accepted"
	Returned  State = "returned"
	Rejected  State = "rejected"
	Withdrawn State = "withdrawn"
	Taken     State = "taken"
	Completed State = "made"
)

// Table is an application's whole life. It ends when the card is made; what
// fails on the way comes back to the clerk as one more attempt.
var Table = state.Table[State]{
	Name: "application", Title: "申请",
	States: []state.State[State]{
		{Code: Submitted, Name: "待审核", Tone: state.Blue, Turn: "复核员审核"},
		{Code: Accepted, Name: "审核通过", Tone: state.Blue, Turn: "制卡管理员选入批次"},
		{Code: Returned, Name: "待补正", Tone: state.Violet, Turn: "经办员补正后重新提交"},
		{Code: Rejected, Name: "审核不通过", Tone: state.Red, Turn: "已经结束"},
		{Code: Withdrawn, Name: "已撤销", Tone: state.Grey, Turn: "已经结束"},
		{Code: Taken, Name: "已入批次", Tone: state.Gold, Turn: "等待银行与卡商回盘"},
		{Code: Completed, Name: "已制卡", Tone: state.Green, Turn: "已经结束"},
	},
	Rows: []state.Row[State]{
		{From: "", Verb: "submit", To: Submitted, Right: "application.apply", Title: "提交申请"},
		{From: Submitted, Verb: "accept", To: Accepted, Right: "application.review", Title: "审核通过"},
		{From: Submitted, Verb: "return", To: Returned, Right: "application.review", Title: "退回补正"},
		{From: Submitted, Verb: "reject", To: Rejected, Right: "application.review", Title: "审核不通过", Danger: true},
		{From: Returned, Verb: "resubmit", To: Submitted, Right: "application.apply", Title: "补正并重新提交"},
		{From: Submitted, Verb: "withdraw", To: Withdrawn, Right: "application.apply", Title: "撤销", Danger: true},
		{From: Returned, Verb: "withdraw", To: Withdrawn, Right: "application.apply", Title: "撤销", Danger: true},
		{From: Accepted, Verb: "withdraw", To: Withdrawn, Right: "application.apply", Title: "撤销", Danger: true},
		{From: Accepted, Verb: "take", To: Taken, Title: "选入批次"},
		{From: Taken, Verb: "fail", To: Returned, Title: "开户或制卡失败退回"},
		{From: Taken, Verb: "release", To: Accepted, Title: "批次还原"},
		{From: Taken, Verb: "make", To: Completed, Title: "制卡完成"},
	},
}

// ImportState is where an import of a list is.
type ImportState string

// The states of an import.
const (
	Staging   ImportState = "staging"
	Previewed ImportState = "previewed"
	Applying  ImportState = "applying"
	Done      ImportState = "done"
	Discarded ImportState = "discarded"
	Failed    ImportState = "failed"
)

// ImportTable is an import's whole life: checked, looked at, then done. Nothing
// but the import itself is touched before it is confirmed, so it may be
// discarded until then.
var ImportTable = state.Table[ImportState]{
	Name: "import", Title: "导入",
	States: []state.State[ImportState]{
		{Code: Staging, Name: "检查中", Tone: state.Blue, Turn: "系统逐行检查"},
		{Code: Previewed, Name: "待确认", Tone: state.Violet, Turn: "经办员核对后确认或作废"},
		{Code: Applying, Name: "导入中", Tone: state.Blue, Turn: "系统逐段导入"},
		{Code: Done, Name: "已完成", Tone: state.Green, Turn: "复核员审核导入的申请"},
		{Code: Discarded, Name: "已作废", Tone: state.Grey, Turn: "已经结束"},
		{Code: Failed, Name: "文件有误", Tone: state.Red, Turn: "经办员改正文件后重新上传"},
	},
	Rows: []state.Row[ImportState]{
		{From: "", Verb: "begin", To: Staging, Right: "application.import", Title: "开始导入"},
		{From: Staging, Verb: "preview", To: Previewed, Title: "检查完成"},
		{From: Staging, Verb: "fail", To: Failed, Title: "文件不能导入"},
		{From: Staging, Verb: "discard", To: Discarded, Right: "application.import", Title: "作废", Danger: true},
		{From: Previewed, Verb: "confirm", To: Applying, Right: "application.import", Title: "确认导入"},
		{From: Previewed, Verb: "discard", To: Discarded, Right: "application.import", Title: "作废", Danger: true},
		{From: Applying, Verb: "finish", To: Done, Title: "导入完成"},
	},
}
