package desk

import (
	"os"
	"strings"
	"testing"

	"kaguan/internal/kit/api"
)

// verbatim is the tender's menu, 招标四(二)1(1)①–⑦: its first two levels.
var verbatim = map[string]string{
	"社保卡申请":   "个人申请 批量申请导入 补换卡 更新个人信息",
	"社保卡领取":   "个人领取 批量领取 市中心寄出 经办机构接收",
	"社保卡维护":   "PIN码维护 挂失解挂注销 黑名单管理 银行服务",
	"制卡数据管理":  "批次筛选 批次确认 导出预开户数据 预开户回盘 导出制卡数据 制卡回盘 导出银行数据 银行回盘",
	"PSAM卡管理": "入库登记 发放登记 报损登记",
	"统计查询":    "综合查询 按县镇统计 按经办机构统计 按类别统计 按月统计 数据下载",
	"系统管理":    "菜单管理 参数管理 代码管理 机构管理 用户管理 修改密码 权限申请 权限审批 数据追踪",
}

func TestMenuIsTheTendersVerbatim(t *testing.T) {
	t.Parallel()
	have := map[string]map[string]bool{}
	for _, g := range tender {
		have[g.Title] = map[string]bool{}
		for _, e := range g.Items {
			have[g.Title][e.Title] = true
		}
	}
	for group, entries := range verbatim {
		for _, entry := range strings.Fields(entries) {
			if !have[group][entry] {
				t.Errorf("the menu lacks %s / %s", group, entry)
			}
		}
	}
}

func TestNoEntryLeadsNowhere(t *testing.T) {
	t.Parallel()
	routes, err := os.ReadFile("../../../web/src/routes.tsx")
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range tender {
		for _, e := range g.Items {
			path, _, _ := strings.Cut(e.Path, "?")
			if (e.Path == "") != (e.right == "") {
				t.Errorf("%s: an entry has a page and a right, or neither", e.Title)
			}
			if path != "" && !strings.Contains(string(routes), "'"+strings.TrimPrefix(path, "/")+"'") && !strings.Contains(string(routes), "'"+path+"'") {
				t.Errorf("%s leads to %s, which no page has", e.Title, path)
			}
		}
	}
}

func TestMenuSaysWhyNot(t *testing.T) {
	t.Parallel()
	ready := 0
	for _, g := range menu(func(right string) bool { return right == "psam.stock" }) {
		for _, e := range g.Items {
			switch {
			case e.Ready && e.right != "psam.stock" && e.right != api.SignedIn:
				t.Errorf("%s is open without %s", e.Title, e.right)
			case e.Ready:
				ready++
			case e.Why == "":
				t.Errorf("%s is closed and does not say why", e.Title)
			}
		}
	}
	if ready != 3 { // 入库登记, 综合查询, 修改密码
		t.Errorf("%d entries are open to who may only stock in", ready)
	}
}
