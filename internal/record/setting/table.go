package setting

import (
	"fmt"
	"slices"
)

// The code tables.
const (
	Sex              = "sex"
	Ethnic           = "ethnic"
	Nationality      = "nationality"
	DocType          = "doc_type"
	Household        = "household"
	Category         = "category"
	PersonState      = "person_state"
	Occupation       = "occupation"
	GuardianRelation = "guardian_relation"
	ApplicationKind  = "application_kind"
	Reason           = "reason"
	CollectWay       = "collect_way"
	Priority         = "priority"
)

// Table is one code table.
type Table struct {
	Name   string
	Title  string
	Source string // the norm or indicator of the codes that come with the program
	Fixed  bool   // the program relies on these codes: they can only be mapped
}

// Tables are all code tables, in the order in which pages show them.
func Tables() []Table {
	return []Table{
		{Sex, "性别", "GB/T 2261.1", true},
		{Ethnic, "民族", "GB/T 3304", false},
		{Nationality, "国家和地区", "GB/T 2659", false},
		{DocType, "证件类型", "AAC058", false},
		{Household, "户口性质", "AAC009", false},
		{Category, "人员类别", "本市", false},
		{PersonState, "人员状态", "AAC008", false},
		{Occupation, "职业", "银行开户", false},
		{GuardianRelation, "与监护人关系", "银行开户", false},
		{ApplicationKind, "申请类型", "卡管理系统", true},
		{Reason, "补换原因", "卡管理系统", true},
		{CollectWay, "领取方式", "卡管理系统", true},
		{Priority, "优先级", "卡管理系统", true},
	}
}

func findTable(name string) (Table, bool) {
	all := Tables()
	i := slices.IndexFunc(all, func(t Table) bool { return t.Name == name })
	if i < 0 {
		return Table{}, false
	}
	return all[i], true
}

// known panics at a table that does not exist: a mistake of the programmer, whose
// names are the constants above.
func known(name string) string {
	if _, ok := findTable(name); !ok {
		panic(fmt.Sprintf("setting: no code table %q", name))
	}
	return name
}
