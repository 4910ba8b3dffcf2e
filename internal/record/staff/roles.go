package staff

import (
	"slices"
	"strings"

	"kaguan/internal/kit/db"
)

// Right is one thing that a role may permit.
type Right struct {
	Code string // as routes and tables of states name it: psam.stock
	Name string // Chinese, for the permission screen
}

// Role is a bundle of rights under the name of a job.
type Role struct {
	Code      string
	Name      string
	Office    string   // one of the three offices (三员分立); empty for all other work
	Rights    []string // what it permits
	Delegates []string // the roles that its holder may grant, within his own path
	NeverWith []string // roles that the same person must not hold
}

// Rights are all rights of the house.
func Rights() []Right {
	return []Right{
		{"psam.view", "查看PSAM卡"}, {"psam.stock", "PSAM卡入库登记"}, {"psam.handout", "PSAM卡发放登记"},
		{"psam.damage", "PSAM卡报损登记"}, {"psam.judge", "PSAM卡报损处理"},
		{"application.view", "查看申请"}, {"application.apply", "个人申请"},
		{"application.import", "批量申请导入"}, {"application.review", "复核申请"},
		{"citizen.view", "查看人员信息"}, {"citizen.reveal", "显示完整证件号码"},
		{"batch.view", "查看批次"}, {"batch.select", "批次筛选"}, {"batch.confirm", "批次确认"}, {"batch.exchange", "制卡数据导出与回盘"},
		{"delivery.view", "查看物流"}, {"delivery.dispatch", "寄出"}, {"delivery.receive", "接收"}, {"delivery.handover", "发放到人"},
		{"card.view", "查看卡片"},
		{"org.view", "查看机构"}, {"org.edit", "机构管理"},
		{"setting.view", "查看参数与代码"}, {"setting.edit", "参数与代码管理"},
		{"staff.view", "查看用户"}, {"staff.edit", "用户与权限管理"},
		{"trace.view", "数据追踪"}, {"trace.journal", "操作日志"},
	}
}

// Roles are all roles, in the order in which pages show them.
func Roles() []Role {
	return []Role{
		{Code: "clerk", Name: "经办员", NeverWith: []string{"reviewer"}, Rights: words(
			"application.view application.apply application.import citizen.view citizen.reveal card.view delivery.view delivery.handover trace.view")},
		{Code: "reviewer", Name: "复核员", NeverWith: []string{"clerk"}, Rights: words(
			"application.view application.review citizen.view citizen.reveal trace.view")},
		{Code: "producer", Name: "制卡管理员", NeverWith: []string{"lead"}, Rights: words(
			"batch.view batch.select batch.exchange card.view application.view citizen.view trace.view psam.view psam.stock psam.handout psam.damage")},
		{Code: "lead", Name: "制卡审批员", NeverWith: []string{"producer"}, Rights: words(
			"batch.view batch.confirm application.view trace.view psam.view psam.judge")},
		{Code: "logistics", Name: "物流管理员", Rights: words(
			"delivery.view delivery.dispatch delivery.receive card.view trace.view psam.view psam.handout psam.damage")},
		{Code: "agent", Name: "村居/单位代办员", Rights: words(
			"application.view application.import delivery.view delivery.handover card.view")},
		{Code: "bank", Name: "银行经办员", Rights: words("card.view trace.view")},
		{Code: "callcentre", Name: "12333坐席", Rights: words("citizen.view card.view trace.view")},
		{Code: "county_admin", Name: "县区管理员", Delegates: words("clerk reviewer logistics agent"), Rights: words(
			"staff.view staff.edit org.view application.view delivery.view card.view trace.view")},
		{Code: "system", Name: "系统管理员", Office: "system", Rights: words(
			"org.view org.edit setting.view setting.edit")},
		{Code: "security", Name: "安全管理员", Office: "security", Delegates: words(
			"clerk reviewer producer lead logistics agent bank callcentre county_admin system security audit"), Rights: words(
			"staff.view staff.edit setting.view")},
		{Code: "audit", Name: "审计员", Office: "audit", Rights: append([]string{"trace.journal"}, views()...)},
	}
}

func words(s string) []string { return strings.Fields(s) }

// views are the rights to look, all of which the audit officer has.
func views() []string {
	var codes []string
	for _, r := range Rights() {
		if strings.HasSuffix(r.Code, ".view") {
			codes = append(codes, r.Code)
		}
	}
	return codes
}

// RoleOf finds a role by its code; an unknown code gives a role that permits nothing.
func RoleOf(code string) Role {
	for _, r := range Roles() {
		if r.Code == code {
			return r
		}
	}
	return Role{Code: code, Name: code}
}

// excludes tells whether one person must not hold both roles.
func (r Role) excludes(other Role) bool {
	twoOffices := r.Office != "" && other.Office != "" && r.Office != other.Office
	return twoOffices || slices.Contains(r.NeverWith, other.Code)
}

// Seed brings the stored roles and rights in line with Roles. The program calls
// it at each start; where nothing differs it writes nothing.
func Seed(tx *db.Tx) error {
	stored, err := storedRoles(tx)
	if err != nil {
		return err
	}
	var wanted []string
	for _, r := range Roles() {
		wanted = append(wanted, roleLines(r)...)
	}
	slices.Sort(wanted)
	if slices.Equal(stored, wanted) {
		return nil
	}
	if err := replaceRoles(tx); err != nil {
		return err
	}
	return tx.Note(db.Subject{Kind: "role", ID: "all"}, "staff.roles_seeded", map[string]any{
		"added": without(wanted, stored), "removed": without(stored, wanted),
	})
}

// roleLines is a role as comparable lines: itself, and each of its rights.
func roleLines(r Role) []string {
	lines := []string{r.Code + " " + r.Name + " " + r.Office}
	for _, right := range r.Rights {
		lines = append(lines, r.Code+" "+right)
	}
	return lines
}

func without(all, some []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(s string) bool { return slices.Contains(some, s) })
}
