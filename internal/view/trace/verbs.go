package trace

// verbNames are the journal's verbs in words for people. The package's test
// finds every verb that the house notes and this list lacks.
var verbNames = map[string]string{
	"psam.stocked": "PSAM 入库", "psam.handed_out": "PSAM 发放", "psam.damage_reported": "PSAM 报损", "psam.damage_confirmed": "PSAM 认定损坏",
	"psam.damage_refused": "PSAM 不认定损坏", "psam.destroyed": "PSAM 销毁", "psam.taken_back": "PSAM 收回入库", "psam.lost": "PSAM 遗失", "psam.found": "PSAM 找回",
	"application.submitted": "提交申请", "application.accepted": "审核通过", "application.returned": "退回补正", "application.rejected": "审核不通过",
	"application.resubmitted": "补正后重新提交", "application.withdrawn": "撤销申请", "application.taken": "选入批次", "application.released": "批次还原",
	"application.failed": "开户或制卡失败退回", "application.made": "制卡完成", "application.imported": "批量导入",
	"application.changed": "补正内容", "application.photo_taken": "采集照片", "application.uploaded": "上传文件", "application.upload_forgotten": "清理上传文件",
	"application.import_begun": "开始检查名单", "application.import_staged": "检查名单", "application.import_previewed": "名单检查完毕", "application.import_confirmed": "确认导入",
	"application.import_finished": "导入完成", "application.import_discarded": "作废导入", "application.import_failed": "名单不能导入", "application.import_opened": "下载有误的行",
	"application.import_overtaken": "导入中有人已另行申请",
	"batch.confirming":             "批次确认开始", "batch.frozen": "锁定名单、分配卡号", "batch.exported": "导出数据", "batch.returned": "回盘", "batch.answered": "回盘到批次", "batch.round_closed": "结束本轮",
	"batch.bind_failed": "银行绑定失败", "batch.file_downloaded": "下载数据文件", "batch.tampered": "发现批次内容被改动",
	"batch.selected": "批次筛选", "batch.confirmed": "批次确认", "batch.undone": "还原批次", "batch.discarded": "批次作废", "batch.item_failed": "退出批次",
	"batch.made": "制卡成功", "batch.released": "批次完成",
	"parcel.sent": "市中心寄出", "parcel.received": "经办机构接收", "parcel.differing": "接收有差异", "parcel.received_late": "补收",
	"delivery.handed_over": "个人领取", "delivery.list_handed_over": "批量领取",
	"card.made": "卡片制成", "card.passed": "卡片交接", "card.issued": "领卡启用", "card.cancelled": "卡片注销",
	"card.numbers_drawn": "分配卡号", "card.numbers_locked": "锁定卡号", "card.suspended": "临时挂失", "card.lost": "正式挂失", "card.released": "解挂",
	"card.sealed_again": "解挂（未领卡）", "card.locked": "应用锁定", "card.unlocked": "解除锁定",
	"citizen.imported": "批量登记人员", "citizen.photo_set": "更换照片",
	"citizen.added": "新增人员", "citizen.changed": "修改人员信息", "citizen.revealed": "查看完整证件号码",
	"exchange.recorded": "文件登记", "exchange.sent": "文件发出", "exchange.received": "文件收到", "exchange.refused": "文件退回", "exchange.applied": "文件已处理", "exchange.acknowledged": "对方已收取",
	"staff.roles_seeded": "建立角色", "staff.created": "新建用户", "staff.granted": "授予角色", "staff.revoked": "收回角色", "staff.stopped": "停用用户", "staff.resumed": "恢复用户",
	"staff.unlocked": "解锁用户", "staff.reset": "重置密码", "staff.link_made": "发出一次性链接", "staff.setup_done": "首次设置", "staff.password_set": "设置密码",
	"staff.password_changed": "修改密码", "staff.password_refused": "修改密码失败", "staff.signed_out": "全部下线",
	"setting.parameter_set": "修改参数", "setting.codes_seeded": "载入代码", "setting.code_added": "新增代码", "setting.code_closed": "停用代码", "setting.code_mapped": "设置代码对照",
	"org.seeded": "载入区划", "org.region_added": "新增区划", "org.region_closed": "停用区划", "org.agency_added": "新增机构", "org.agency_changed": "修改机构", "org.agency_closed": "停用机构",
	"org.bank_added": "新增银行", "org.bank_closed": "停用银行", "org.vendor_added": "新增卡商", "org.vendor_closed": "停用卡商",
	"staff.signed_in": "登录", "staff.sign_in_failed": "登录失败", "staff.locked": "账号锁定", "job.moved": "任务控制",
}

func verbName(verb string) string {
	if name, ok := verbNames[verb]; ok {
		return name
	}
	return verb
}
