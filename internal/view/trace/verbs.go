package trace

// verbNames are the journal's verbs in words for people. A verb that is missing
// here shows as it is; internal/server's test of the line finds it.
var verbNames = map[string]string{
	"psam.stocked": "PSAM 入库", "psam.handed_out": "PSAM 发放", "psam.damage_reported": "PSAM 报损", "psam.damage_confirmed": "PSAM 认定损坏",
	"psam.damage_refused": "PSAM 不认定损坏", "psam.destroyed": "PSAM 销毁", "psam.taken_back": "PSAM 收回入库", "psam.lost": "PSAM 遗失", "psam.found": "PSAM 找回",
	"application.submitted": "提交申请", "application.accepted": "审核通过", "application.returned": "退回补正", "application.rejected": "审核不通过",
	"application.resubmitted": "补正后重新提交", "application.withdrawn": "撤销申请", "application.taken": "选入批次", "application.released": "批次还原",
	"application.failed": "开户或制卡失败退回", "application.made": "制卡完成", "application.imported": "批量导入",
	"batch.selected": "批次筛选", "batch.confirmed": "批次确认", "batch.undone": "还原批次", "batch.discarded": "批次作废", "batch.item_failed": "退出批次",
	"batch.made": "制卡成功", "batch.released": "批次完成",
	"parcel.sent": "市中心寄出", "parcel.received": "经办机构接收", "parcel.differing": "接收有差异", "parcel.received_late": "补收",
	"delivery.handed_over": "个人领取", "delivery.list_handed_over": "批量领取",
	"card.made": "卡片制成", "card.passed": "卡片交接", "card.issued": "领卡启用", "card.cancelled": "卡片注销",
	"citizen.added": "新增人员", "citizen.changed": "修改人员信息", "citizen.revealed": "查看完整证件号码",
	"exchange.recorded": "文件登记", "exchange.sent": "文件发出", "exchange.received": "文件收到", "exchange.refused": "文件退回", "exchange.applied": "文件已处理", "exchange.acknowledged": "对方已收取",
	"staff.signed_in": "登录", "staff.sign_in_failed": "登录失败", "staff.locked": "账号锁定", "job.moved": "任务控制",
}

func verbName(verb string) string {
	if name, ok := verbNames[verb]; ok {
		return name
	}
	return verb
}
