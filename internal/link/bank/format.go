package bank

import (
	"fmt"

	"kaguan/internal/kit/cn"
	"kaguan/internal/kit/rowfile"
	"kaguan/internal/link/wire"
)

// The kinds of files, as their names begin.
const (
	PreAccountKind       = "YKH"
	PreAccountReturnKind = "YKHHP"
	BindKind             = "YH"
	BindReturnKind       = "YHHP"
)

// Version1 is the first format: values between '|', with header and trailer.
const Version1 = "1.0"

// Format is the four files of one agreement with a bank.
type Format struct {
	PreAccount       *wire.Form[PreAccountRow]
	PreAccountReturn *wire.Form[PreAccountReturn]
	Bind             *wire.Form[BindRow]
	BindReturn       *wire.Form[BindReturn]
}

// FormatOf gives the format of a version in a charset; banks of one version
// differ in that only. An empty version is the first, an empty charset GB18030.
func FormatOf(version string, charset cn.Charset) (*Format, error) {
	if charset == "" {
		charset = cn.GB18030
	}
	if version != "" && version != Version1 {
		return nil, fmt.Errorf("no bank format has version %q", version)
	}
	var f Format
	var err error
	if f.PreAccount, err = wire.Bind[PreAccountRow](preAccount(charset)); err != nil {
		return nil, err
	}
	if f.PreAccountReturn, err = wire.Bind[PreAccountReturn](preAccountReturn(charset)); err != nil {
		return nil, err
	}
	if f.Bind, err = wire.Bind[BindRow](bind(charset)); err != nil {
		return nil, err
	}
	if f.BindReturn, err = wire.Bind[BindReturn](bindReturn(charset)); err != nil {
		return nil, err
	}
	return &f, nil
}

// Specs are the descriptions of all four files, for the interface document.
func (f *Format) Specs() []*rowfile.Spec {
	return []*rowfile.Spec{f.PreAccount.Spec, f.PreAccountReturn.Spec, f.Bind.Spec, f.BindReturn.Spec}
}

// Columns that stand in more than one file.
var (
	serial   = rowfile.Column{Key: "SERIAL", Title: "序号", Kind: rowfile.Digits, Width: 6, Required: true, Note: "批次内从 1 起，回盘照填"}
	batch    = rowfile.Column{Key: "BATCH", Title: "批次号", Width: 19, Required: true}
	card     = rowfile.Column{Key: "CARD", Title: "社保卡号", Width: 9, Required: true, Note: "9 位，末位为校验码"}
	idNumber = rowfile.Column{Key: "IDNUMBER", Title: "证件号码", Width: 30, Required: true}
	name     = rowfile.Column{Key: "NAME", Title: "姓名", Width: 120, Required: true}
	bankCard = rowfile.Column{Key: "BANKCARD", Title: "银行卡号", Kind: rowfile.Digits, Width: 26}
	result   = rowfile.Column{Key: "RESULT", Title: "结果", Kind: rowfile.Choice, Width: 2, Required: true,
		Codes: []rowfile.CodeValue{{Value: Accepted, Meaning: "成功"}, {Value: Rejected, Meaning: "失败"}}}
	code  = rowfile.Column{Key: "CODE", Title: "错误码", Width: 8, Note: "失败时必填"}
	words = rowfile.Column{Key: "WORDS", Title: "错误说明", Width: 200, Note: "失败时必填"}
)

func required(col rowfile.Column) rowfile.Column {
	col.Required = true
	return col
}

func text(key, title string, width int) rowfile.Column {
	return rowfile.Column{Key: key, Title: title, Width: width}
}

func date(key, title string) rowfile.Column {
	return rowfile.Column{Key: key, Title: title, Kind: rowfile.Date, Width: 8}
}

func preAccount(charset cn.Charset) *rowfile.Spec {
	return &rowfile.Spec{Name: PreAccountKind, Title: "预开户数据", Version: Version1, Charset: charset, Columns: []rowfile.Column{
		serial, batch, card,
		required(text("IDTYPE", "证件类型", 2)), idNumber, name, text("PINYIN", "拼音", 100),
		{Key: "SEX", Title: "性别", Kind: rowfile.Choice, Width: 1, Required: true, Note: "GB/T 2261.1", Codes: []rowfile.CodeValue{
			{Value: "0", Meaning: "未知"}, {Value: "1", Meaning: "男"}, {Value: "2", Meaning: "女"}, {Value: "9", Meaning: "未说明"}}},
		{Key: "ETHNIC", Title: "民族", Kind: rowfile.Digits, Width: 2, Note: "GB/T 3304"},
		required(date("BIRTH", "出生日期")),
		{Key: "NATION", Title: "国籍", Width: 3, Required: true, Note: "GB/T 2659 三字母"},
		date("IDFROM", "证件有效期起"),
		{Key: "IDUNTIL", Title: "证件有效期止", Kind: rowfile.Date, Width: 8, Note: "长期为 99991231"},
		text("IDISSUER", "发证机关", 100), text("OCCUPATION", "职业", 5), text("INDUSTRY", "行业", 5),
		text("MOBILE", "手机", 20), text("PHONE", "固定电话", 20),
		text("HOUSEADDR", "户籍地址", 300), text("ADDRESS", "通讯地址", 300), text("POSTCODE", "邮编", 6), text("EMAIL", "邮箱", 100),
		text("EMPLOYER", "单位名称", 200),
		text("GUARDNAME", "监护人姓名", 120), text("GUARDTYPE", "监护人证件类型", 2), text("GUARDID", "监护人证件号码", 30), text("GUARDPHONE", "监护人电话", 20),
		{Key: "OUTLET", Title: "领卡网点", Width: 20, Note: "经办机构或银行网点代码"},
		{Key: "IMAGE", Title: "影像标识", Width: 64, Note: "证件影像的 SM3 摘要，没有影像留空"},
	}}
}

func preAccountReturn(charset cn.Charset) *rowfile.Spec {
	return &rowfile.Spec{Name: PreAccountReturnKind, Title: "预开户回盘", Version: Version1, Charset: charset, Columns: []rowfile.Column{
		serial, batch, card, idNumber, name, result, code, words,
		bankCard, text("ACCOUNT", "医保/金融账号", 30), text("BRANCH", "开户网点", 20), date("OPENED", "开户日期"),
	}}
}

func bind(charset cn.Charset) *rowfile.Spec {
	return &rowfile.Spec{Name: BindKind, Title: "银行数据", Version: Version1, Charset: charset, Columns: []rowfile.Column{
		serial, batch, card, idNumber, name, required(bankCard),
		{Key: "CHIP", Title: "卡识别码", Kind: rowfile.Hex, Width: 32, Required: true, Note: "16 字节"},
		required(date("ISSUED", "发卡日期")),
	}}
}

func bindReturn(charset cn.Charset) *rowfile.Spec {
	return &rowfile.Spec{Name: BindReturnKind, Title: "银行回盘", Version: Version1, Charset: charset, Columns: []rowfile.Column{
		serial, batch, card, result, code, words,
		{Key: "STATUS", Title: "账户状态", Kind: rowfile.Choice, Width: 1, Note: "成功时必填", Codes: []rowfile.CodeValue{
			{Value: Inactive, Meaning: "预开户未激活"}, {Value: Active, Meaning: "已激活"}, {Value: Closed, Meaning: "已销户"}}},
	}}
}
