package city

import "strings"

// Password opens every account of the demo; nothing else is ever opened by it.
const Password = "Yanshi-2026"

// Post is one user of the city and where he works.
type Post struct {
	Login  string
	Role   string // as record/staff has it
	Name   string // invented
	Agency string // its code; empty for the officers made before any agency
	Scope  string // region path, empty is the whole city
	Bank   string
	Shown  bool // the demo's page of signing in offers him, one for each role
}

const (
	centreCode = area
	cityPath   = "440000/440200/"
	home       = "440203" // 武江区: the county in which the demo's county roles work
)

// The logins by which life speaks of the city's users. County roles have a
// suffix; see at.
const (
	securityOfficer = "anquan"
	systemOfficer   = "xitong"
	producer        = "zhika"
	lead            = "shenpi"
	sender          = "wuliu"
	clerk           = "jingban"
	reviewer        = "fuhe"
	receiver        = "wuliu-wj"
)

// county is one of the city's ten.
type county struct{ code, suffix string }

// counties are all counties; the first two are the quick city's.
var counties = []county{
	{home, ""}, {"440204", "zj"}, {"440205", "qj"}, {"440222", "sx"}, {"440224", "rh"},
	{"440229", "wy"}, {"440232", "ry"}, {"440233", "xf"}, {"440281", "lc"}, {"440282", "nx"},
}

// staffed are the counties that have users and residents.
func (c *City) staffed() []county {
	if c.opt.Quick {
		return counties[:2]
	}
	return counties
}

// at is the login of a county's user. The demo's county has the plain names.
func (k county) at(login string) string {
	if k.suffix == "" {
		return login
	}
	login, _, _ = strings.Cut(login, "-")
	return login + "-" + k.suffix
}

func (k county) path() string { return cityPath + k.code + "/" }

// officers are the three separated offices (三员分立). The first is made by the
// one-time link of the first start and makes all others.
func officers() []Post {
	return []Post{
		{Login: securityOfficer, Role: "security", Name: "欧阳静宜", Shown: true},
		{Login: systemOfficer, Role: "system", Name: "莫一帆", Shown: true},
	}
}

// townOfAgent is where the demo's agent works: 西联镇.
const townOfAgent = "440203100"

// posts are all users but the officers above.
func (c *City) posts() []Post {
	all := []Post{
		{Login: "shenji", Role: "audit", Name: "阮知衡", Agency: centreCode, Shown: true},
		{Login: producer, Role: "producer", Name: "伍锦程", Agency: centreCode, Shown: true},
		{Login: lead, Role: "lead", Name: "邱以宁", Agency: centreCode, Shown: true},
		{Login: sender, Role: "logistics", Name: "骆行远", Agency: centreCode, Shown: true},
		{Login: "kefu", Role: "callcentre", Name: "温如许", Agency: centreCode, Shown: true},
		{Login: "yinhang", Role: "bank", Name: "司徒敏", Agency: "WD103" + home, Bank: "103", Shown: true},
		{Login: "xianqu", Role: "county_admin", Name: "梁宗宁", Agency: home, Scope: cityPath + home + "/", Shown: true},
		{Login: "daiban", Role: "agent", Name: "邓水生", Agency: townOfAgent, Scope: cityPath + home + "/" + townOfAgent + "/", Shown: true},
	}
	names := strings.Fields("苏慧明 唐知微 罗安达 韦小雅 陆正言 蓝天成 何春晖 谢秋白 廖平川 钟灵 范思齐 赖长风 丘若水 麦子衿 冼明远 " +
		"潘晓棠 覃守信 黎望舒 侯一鸣 江照晚 凌霜 戴青禾 岑参野 盘王顺 龙在田 马如骥 方寸心 游千里 詹台月 易水寒")
	for i, k := range c.staffed() {
		for j, one := range []Post{{Login: clerk, Role: "clerk"}, {Login: reviewer, Role: "reviewer"}, {Login: receiver, Role: "logistics"}} {
			one.Login, one.Name, one.Agency, one.Scope = k.at(one.Login), names[3*i+j], k.code, k.path()
			one.Shown = k.code == home
			all = append(all, one)
		}
	}
	return all
}
