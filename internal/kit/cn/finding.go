package cn

// Finding is what a check has to say. Its text is the code that programs
// compare; Words tells a person what is wrong and what to do next. Returned as
// an error it refuses; in a list of warnings it does not.
type Finding string

// The findings of this package. Those of ParseID that are marked as warnings
// appear only in ID.Warnings.
const (
	IDLength    Finding = "id_length"
	IDCharacter Finding = "id_character"
	IDBirth     Finding = "id_birth"
	IDFuture    Finding = "id_future"
	IDCheck     Finding = "id_check"
	IDRegion    Finding = "id_region"    // warning: the county is unknown or abolished
	IDConverted Finding = "id_converted" // warning: it came as an old number of 15 digits

	CardShape  Finding = "card_shape"
	CardCheck  Finding = "card_check"
	CardSerial Finding = "card_serial"

	NameLength    Finding = "name_length"
	NameBroken    Finding = "name_broken"
	NameDigit     Finding = "name_digit"
	NameCharacter Finding = "name_character"
	NameDot       Finding = "name_dot"

	PhoneMobile Finding = "phone_mobile"
	PhoneShape  Finding = "phone_shape"
)

// Words is the finding in Chinese: what is wrong and what to do next.
func (f Finding) Words() string {
	if words, ok := findingWords[f]; ok {
		return words
	}
	return string(f)
}

// Error is the same as Words, so that a finding is an error.
func (f Finding) Error() string { return f.Words() }

var findingWords = map[Finding]string{
	IDLength:    "身份证号码应为 18 位（旧证 15 位），请对照证件核对是否多录或漏录",
	IDCharacter: "身份证号码只能是数字，仅末位可为 X，请对照证件重新录入",
	IDBirth:     "身份证号码中的出生日期不存在，请对照证件核对第 7 至 14 位",
	IDFuture:    "身份证号码中的出生日期晚于今天，请对照证件核对第 7 至 14 位",
	IDCheck:     "身份证号码校验不符，请对照证件逐位核对",
	IDRegion:    "身份证号码前 6 位不在现行行政区划中（可能已撤销），请留意核对",
	IDConverted: "录入的是 15 位旧号码，已换算为 18 位，请与本人现用证件核对",

	CardShape:  "社保卡号应为 9 位：1 位大写字母、7 位数字或字母、1 位校验码，请对照卡面核对",
	CardCheck:  "社保卡号校验不符，请对照卡面逐位核对",
	CardSerial: "社保卡号的字头须为大写字母，顺序号须在 0 至 9999999 之间，请检查号段设置",

	NameLength:    "姓名长度不符（中文姓名 2 至 30 个字，外文姓名 2 至 50 个字符），请对照证件录入全名",
	NameBroken:    "姓名含有乱码，请对照证件重新录入，或让来文单位按 GB18030 或 UTF-8 重发",
	NameDigit:     "姓名中不能有数字，请对照证件改正",
	NameCharacter: "姓名含有不允许的符号或文字，请对照证件改正；外文姓名请选择相应的证件类型",
	NameDot:       "间隔号不能在姓名首尾，也不能连用，请对照证件改正",

	PhoneMobile: "手机号码应为 11 位，以 13 至 19 开头，请与本人核对",
	PhoneShape:  "电话号码不符：手机 11 位，或固定电话带区号（如 0751-8888888），请与本人核对",
}
