package setting

// Kind is what sort of value a parameter has.
type Kind string

// The kinds of parameters.
const (
	KindInt    Kind = "int"
	KindText   Kind = "text"
	KindChoice Kind = "choice" // one of a few words
	KindBool   Kind = "bool"   // true or false
	KindDate   Kind = "date"   // YYYY-MM-DD
)

// Choice is one possible value of a parameter of KindChoice.
type Choice struct {
	Value string `json:"value" doc:"值"`
	Title string `json:"title" doc:"名称"`
}

// Param defines one parameter.
type Param struct {
	Key      string
	Group    string // the heading it stands under
	Title    string
	Kind     Kind
	Default  string
	Min, Max int64 // of a number; of a text, its characters
	Pattern  string
	Shape    string // Pattern in words: what follows 应为
	Choices  []Choice
	Unit     string
	Note     string // what it does, and the clause it is from
	Risky    bool   // the page asks before it is set
}

// Params are all parameters, in the order in which pages show them.
func Params() []Param {
	return []Param{
		{Group: "照片", Key: "photo.min_bytes", Title: "照片最小", Kind: KindInt, Default: "5120", Min: 1024, Max: 1 << 20, Unit: "字节",
			Note: "小于此值的照片不予接收"},
		{Group: "照片", Key: "photo.warn_min", Title: "照片偏小提醒", Kind: KindInt, Default: "9216", Min: 1024, Max: 1 << 20, Unit: "字节",
			Note: "小于此值的照片提醒人工核对"},
		{Group: "照片", Key: "photo.warn_max", Title: "照片偏大提醒", Kind: KindInt, Default: "40960", Min: 1024, Max: 1 << 20, Unit: "字节",
			Note: "大于此值的照片提醒人工核对"},
		{Group: "照片", Key: "photo.max_bytes", Title: "照片最大", Kind: KindInt, Default: "51200", Min: 1024, Max: 1 << 20, Unit: "字节",
			Note: "大于此值的照片不予接收"},

		{Group: "卡片", Key: "card.prefix", Title: "社保卡号首字母", Kind: KindText, Default: "S", Min: 1, Max: 1, Pattern: `^[A-Z]$`, Shape: "一个大写字母",
			Note: "新卡号为首字母、7 位数字和校验位（AAZ500）；已经发出的卡号不变", Risky: true},
		{Group: "卡片", Key: "card.valid_years", Title: "卡片有效期", Kind: KindInt, Default: "10", Min: 1, Max: 20, Unit: "年",
			Note: "市政府令第17号：有效期 10 年；只影响以后制的卡", Risky: true},

		{Group: "申请", Key: "application.minor_age", Title: "须填监护人的年龄", Kind: KindInt, Default: "16", Min: 0, Max: 18, Unit: "周岁",
			Note: "不满此年龄的申请人须填写监护人"},
		{Group: "申请", Key: "import.max_rows", Title: "批量导入最多行数", Kind: KindInt, Default: "1000000", Min: 1, Max: 5_000_000, Unit: "行",
			Note: "一份名单的行数上限"},

		{Group: "制卡", Key: "batch.max_size", Title: "批次人数上限", Kind: KindInt, Default: "5000", Min: 1, Max: 50_000, Unit: "人",
			Note: "一个制卡批次最多的人数"},
		{Group: "制卡", Key: "box.outer", Title: "每箱张数", Kind: KindInt, Default: "500", Min: 1, Max: 10_000, Unit: "张",
			Note: "装箱位置的第二段"},
		{Group: "制卡", Key: "box.inner", Title: "每盒张数", Kind: KindInt, Default: "100", Min: 1, Max: 10_000, Unit: "张",
			Note: "装箱位置的第三段"},

		{Group: "时限", Key: "due.collect_days", Title: "采集时限", Kind: KindInt, Default: "5", Min: 1, Max: 90, Unit: "天",
			Note: "超过后在首页提醒"},
		{Group: "时限", Key: "due.compare_days", Title: "比对时限", Kind: KindInt, Default: "2", Min: 1, Max: 90, Unit: "天",
			Note: "超过后在首页提醒"},
		{Group: "时限", Key: "due.correct_days", Title: "补正时限", Kind: KindInt, Default: "5", Min: 1, Max: 90, Unit: "天",
			Note: "超过后在首页提醒"},
		{Group: "时限", Key: "due.approve_days", Title: "审核时限", Kind: KindInt, Default: "1", Min: 1, Max: 90, Unit: "天",
			Note: "超过后在首页提醒"},
		{Group: "时限", Key: "due.batch_days", Title: "组批时限", Kind: KindInt, Default: "2", Min: 1, Max: 90, Unit: "天",
			Note: "超过后在首页提醒"},
		{Group: "时限", Key: "due.bank_days", Title: "银行回盘时限", Kind: KindInt, Default: "3", Min: 1, Max: 90, Unit: "天",
			Note: "超过后在首页提醒"},
		{Group: "时限", Key: "due.make_days", Title: "制卡时限", Kind: KindInt, Default: "10", Min: 1, Max: 90, Unit: "天",
			Note: "超过后在首页提醒"},
		{Group: "时限", Key: "due.ship_days", Title: "物流时限", Kind: KindInt, Default: "2", Min: 1, Max: 90, Unit: "天",
			Note: "超过后在首页提醒"},

		{Group: "登录与密码", Key: "login.max_fails", Title: "连续输错密码次数", Kind: KindInt, Default: "5", Min: 3, Max: 20, Unit: "次",
			Note: "达到后锁定用户", Risky: true},
		{Group: "登录与密码", Key: "login.lock_minutes", Title: "锁定时长", Kind: KindInt, Default: "15", Min: 1, Max: 1440, Unit: "分钟",
			Note: "到时自动解锁", Risky: true},
		{Group: "登录与密码", Key: "password.min_length", Title: "密码最短长度", Kind: KindInt, Default: "10", Min: 8, Max: 64, Unit: "位",
			Note: "下次修改密码时生效", Risky: true},
	}
}

// orders are parameters of which none may be greater than the next.
var orders = [][]string{
	{"photo.min_bytes", "photo.warn_min", "photo.warn_max", "photo.max_bytes"},
	{"box.inner", "box.outer"},
}
