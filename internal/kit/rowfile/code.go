package rowfile

// Code names one way in which a file or a row breaks its format; partners see it
// in error files. The families follow the interface convention: E1xx format,
// E2xx identity.
type Code string

// The codes of files as a whole. One of them means: nothing of the file counts.
const (
	EmptyFile      Code = "E101"
	NoHeader       Code = "E102"
	WrongType      Code = "E103"
	WrongVersion   Code = "E104"
	WrongCharset   Code = "E105"
	NoTrailer      Code = "E106"
	WrongCount     Code = "E107"
	WrongDigest    Code = "E108"
	BadHeader      Code = "E109"
	EndlessLine    Code = "E110"
	WrongStructure Code = "E111"
)

// The codes of single rows. The file's other rows count.
const (
	Undecodable   Code = "E121"
	WrongShape    Code = "E122"
	Missing       Code = "E123"
	TooWide       Code = "E124"
	Forbidden     Code = "E125"
	NotDigits     Code = "E127"
	NotDate       Code = "E128"
	NotTime       Code = "E129"
	NotMoney      Code = "E130"
	NotHex        Code = "E131"
	UnknownChoice Code = "E132"
	EdgePadding   Code = "E133"
	Unencodable   Code = "E211"
)

// codeWords gives each code its Chinese meaning, in the order of documents.
var codeWords = []struct {
	code  Code
	words string
}{
	{EmptyFile, "文件是空的，请重新生成并发送"},
	{NoHeader, "第一行不是文件头，请按接口文档补上文件头后重新发送"},
	{WrongType, "文件类型与约定不符，请核对是否发错文件"},
	{WrongVersion, "格式版本与约定不符，请按约定版本重新生成"},
	{WrongCharset, "文件编码与约定不符，请按约定编码重新生成"},
	{NoTrailer, "没有文件尾，文件可能没有传完，请重新发送"},
	{WrongCount, "笔数不一致，请核对后重新发送"},
	{WrongDigest, "摘要不一致，文件内容被改动或损坏，请重新发送"},
	{BadHeader, "文件头的字段不合格，请按接口文档重新生成"},
	{EndlessLine, "有一行过长，可能不是约定的文本文件，请核对后重新发送"},
	{WrongStructure, "数据表结构与约定不符，请按接口文档重新生成"},
	{Undecodable, "这一行含有约定编码之外的字节，请按约定编码重新生成"},
	{WrongShape, "这一行的列数或长度与约定不符"},
	{Missing, "必填，不能为空"},
	{TooWide, "超过约定长度，请缩短（不会自动截断）"},
	{Forbidden, "含有分隔符、换行或其他控制字符，请去掉"},
	{NotDigits, "只能是数字"},
	{NotDate, "不是有效日期，应为 YYYYMMDD"},
	{NotTime, "不是有效时间，应为 YYYYMMDDHHMMSS"},
	{NotMoney, "不是有效金额，应为以分为单位的整数，不带前导零"},
	{NotHex, "不是完整的十六进制字节串"},
	{UnknownChoice, "不在约定的代码之内"},
	{EdgePadding, "首尾不能带空格"},
	{Unencodable, "含有约定编码不能表示的生僻字，请转人工名单处理（不会用问号代替）"},
}

// Words is the code's meaning in Chinese and what to do next.
func (c Code) Words() string {
	for _, entry := range codeWords {
		if entry.code == c {
			return entry.words
		}
	}
	return string(c)
}
