package desk

import "kaguan/internal/kit/api"

// Entry is one line of the navigation.
type Entry struct {
	Title string `json:"title"`
	Path  string `json:"path,omitempty" doc:"页面地址"`
	Ready bool   `json:"ready" doc:"当前用户现在可以打开"`
	Why   string `json:"why,omitempty" doc:"打不开的原因"`

	right string
}

// Group is one first-level line of the navigation.
type Group struct {
	Title string  `json:"title"`
	Items []Entry `json:"items"`
}

// tender is the menu of 招标四(二)1(1)①–⑦, verbatim, and our own programs beside
// it. An entry without a path has no page yet, and says so.
var tender = []Group{
	{"社保卡申请", []Entry{
		{Title: "个人申请", Path: "/application/new", right: "application.apply"},
		{Title: "批量申请导入", Path: "/application/imports", right: "application.import"},
		{Title: "补换卡"},
		{Title: "更新个人信息"},
		{Title: "申请审核", Path: "/application", right: "application.view"},
	}},
	{"社保卡领取", []Entry{
		{Title: "个人领取", Path: "/delivery/collect", right: "delivery.handover"},
		{Title: "批量领取", Path: "/delivery/bulk", right: "delivery.handover"},
		{Title: "市中心寄出", Path: "/delivery/dispatch", right: "delivery.dispatch"},
		{Title: "经办机构接收", Path: "/delivery/receive", right: "delivery.receive"},
	}},
	{"社保卡维护", []Entry{
		{Title: "PIN码维护"}, {Title: "挂失解挂注销"}, {Title: "黑名单管理"}, {Title: "银行服务"},
	}},
	{"制卡数据管理", []Entry{
		{Title: "批次筛选", Path: "/batch/select", right: "batch.select"},
		{Title: "批次确认", Path: "/batch?state=selected", right: "batch.view"},
		{Title: "导出预开户数据", Path: "/batch?state=confirmed", right: "batch.view"},
		{Title: "预开户回盘", Path: "/batch?state=opening", right: "batch.view"},
		{Title: "导出制卡数据", Path: "/batch?state=opened", right: "batch.view"},
		{Title: "制卡回盘", Path: "/batch?state=making", right: "batch.view"},
		{Title: "导出银行数据", Path: "/batch?state=made", right: "batch.view"},
		{Title: "银行回盘", Path: "/batch?state=binding", right: "batch.view"},
	}},
	{"PSAM卡管理", []Entry{
		{Title: "入库登记", Path: "/psams/stock-in", right: "psam.stock"},
		{Title: "发放登记", Path: "/psams/hand-out", right: "psam.handout"},
		{Title: "报损登记", Path: "/psams/damage", right: "psam.damage"},
		{Title: "PSAM 台账", Path: "/psams", right: "psam.view"},
	}},
	{"统计查询", []Entry{
		{Title: "综合查询", Path: "/search", right: api.SignedIn},
		{Title: "按县镇统计"}, {Title: "按经办机构统计"}, {Title: "按类别统计"}, {Title: "按月统计"}, {Title: "数据下载"},
	}},
	{"系统管理", []Entry{
		{Title: "菜单管理"},
		{Title: "参数管理", Path: "/setting/parameters", right: "setting.view"},
		{Title: "代码管理", Path: "/setting/codes", right: "setting.view"},
		{Title: "机构管理", Path: "/org/agencies", right: "org.view"},
		{Title: "用户管理", Path: "/staff/users", right: "staff.view"},
		{Title: "修改密码", Path: "/password", right: api.SignedIn},
		{Title: "权限申请"}, {Title: "权限审批"},
		{Title: "数据追踪", Path: "/trace", right: "trace.journal"},
	}},
	{"数据采集与服务", []Entry{
		{Title: "数据采集"}, {Title: "比对分析"}, {Title: "临时比对"}, {Title: "邮发服务"}, {Title: "密钥管理"}, {Title: "交易验证"}, {Title: "一代卡迁移"},
	}},
}

// menu is the tender's menu as one person may use it: every entry is shown, so
// that everybody sees what the system does; what cannot be opened says why.
func menu(has func(right string) bool) []Group {
	groups := make([]Group, len(tender))
	for i, g := range tender {
		items := make([]Entry, len(g.Items))
		for j, e := range g.Items {
			switch {
			case e.Path == "":
				e.Why = "本功能将在后续版本提供"
			case e.right != api.SignedIn && !has(e.right):
				e.Why = "您的角色没有此项权限，如工作需要请向本级管理员申请"
			default:
				e.Ready = true
			}
			items[j] = e
		}
		groups[i] = Group{g.Title, items}
	}
	return groups
}
