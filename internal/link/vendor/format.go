package vendor

import (
	"fmt"

	"kaguan/internal/kit/cn"
	"kaguan/internal/kit/rowfile"
	"kaguan/internal/link/wire"
)

// The kinds of files, as their names begin.
const (
	ProduceKind       = "ZK"
	PhotosKind        = "ZKZP"
	ProduceReturnKind = "ZKHP"
)

// Version1 is the first format: values between '|', with header and trailer.
const Version1 = "1.0"

// Format is the row files of one agreement with a vendor; the package of pictures
// is the same for all.
type Format struct {
	Produce       *wire.Form[ProduceRow]
	ProduceReturn *wire.Form[ProduceReturn]
}

// FormatOf gives the format of a version in a charset. An empty version is the
// first, an empty charset GB18030.
func FormatOf(version string, charset cn.Charset) (*Format, error) {
	if charset == "" {
		charset = cn.GB18030
	}
	if version != "" && version != Version1 {
		return nil, fmt.Errorf("no vendor format has version %q", version)
	}
	var f Format
	var err error
	if f.Produce, err = wire.Bind[ProduceRow](produce(charset)); err != nil {
		return nil, err
	}
	if f.ProduceReturn, err = wire.Bind[ProduceReturn](produceReturn(charset)); err != nil {
		return nil, err
	}
	return &f, nil
}

// Specs are the descriptions of both files, for the interface document.
func (f *Format) Specs() []*rowfile.Spec {
	return []*rowfile.Spec{f.Produce.Spec, f.ProduceReturn.Spec}
}

func text(key, title string, width int) rowfile.Column {
	return rowfile.Column{Key: key, Title: title, Width: width}
}

func must(key, title string, width int) rowfile.Column {
	return rowfile.Column{Key: key, Title: title, Width: width, Required: true}
}

func date(key, title string) rowfile.Column {
	return rowfile.Column{Key: key, Title: title, Kind: rowfile.Date, Width: 8}
}

func digits(key, title string, width int) rowfile.Column {
	return rowfile.Column{Key: key, Title: title, Kind: rowfile.Digits, Width: width}
}

func serial() rowfile.Column {
	return rowfile.Column{Key: "SERIAL", Title: "序号", Kind: rowfile.Digits, Width: 6, Required: true, Note: "批次内从 1 起，回盘照填"}
}

func produce(charset cn.Charset) *rowfile.Spec {
	return &rowfile.Spec{Name: ProduceKind, Title: "制卡数据", Version: Version1, Charset: charset, Columns: []rowfile.Column{
		serial(), must("CARD", "社保卡号", 9), must("NATION", "国籍", 3), must("IDTYPE", "证件类型", 2),
		must("IDNUMBER", "社会保障号码", 30), date("IDUNTIL", "证件有效期"), must("NAME", "姓名", 120),
		must("SEX", "性别", 1), digits("ETHNIC", "民族", 2), date("BIRTH", "出生日期"),
		digits("STATUS", "人员状态", 2), digits("HOUSEKIND", "户口性质", 2), text("HOUSEADDR", "户口地址", 300),
		text("MOBILE", "移动电话", 20), text("PHONE", "固定电话", 20), text("ADDRESS", "通讯地址", 300),
		text("POSTCODE", "邮政编码", 6), text("EMAIL", "电子邮箱", 100), text("VILLAGE", "所在社区（村）", 20),
		text("UNIT", "单位编号", 30), text("UNITNAME", "单位名称", 200),
		text("GUARDID", "监护人证号", 30), text("GUARDNAME", "监护人姓名", 120), text("GUARDPHONE", "监护人电话", 20),
		text("AGENCY", "经办机构", 20), text("CATEGORY", "人员类别", 4), text("REQUEST", "申请类型", 2), text("REASON", "补换原因", 2),
		{Key: "PRODUCED", Title: "制卡日期", Kind: rowfile.Date, Width: 8, Required: true},
		{Key: "UNTIL", Title: "有效期至", Kind: rowfile.Date, Width: 8, Required: true},
		text("ACCOUNT", "个人账户", 30), digits("BANKCARD", "银行卡号", 26),
		must("FACENAME", "卡面姓名", 120),
		{Key: "PHOTO", Title: "照片文件名", Width: 40, Note: "照片包内的文件名；没有照片的卡留空"},
		{Key: "SORT", Title: "分拣码", Width: 100, Required: true, Note: "县-镇-村或单位；同码装在一起，一盒只装一个去向"},
	}}
}

func produceReturn(charset cn.Charset) *rowfile.Spec {
	return &rowfile.Spec{Name: ProduceReturnKind, Title: "制卡回盘", Version: Version1, Charset: charset, Columns: []rowfile.Column{
		serial(), must("CARD", "社保卡号", 9), must("IDNUMBER", "社会保障号码", 30), must("NAME", "姓名", 120),
		date("PRODUCED", "制卡日期"), date("UNTIL", "有效期至"),
		{Key: "CHIP", Title: "卡识别码", Kind: rowfile.Hex, Width: 32, Note: "16 字节"},
		{Key: "ATR", Title: "卡复位码", Kind: rowfile.Hex, Width: 26, Note: "历史字节 13 字节"},
		text("ACCOUNT", "个人账户", 30), digits("BANKCARD", "银行卡号", 26), text("BANKACCT", "金融账户", 30),
		{Key: "POSITION", Title: "装箱位置", Width: 40, Note: "批-箱-盒-位"},
		{Key: "STAGE", Title: "失败环节", Kind: rowfile.Choice, Width: 9, Note: "成功的卡留空", Codes: []rowfile.CodeValue{
			{Value: StageBank, Meaning: "银行数据有误"}, {Value: StageProduce, Meaning: "制卡中失败"}}},
		text("WHY", "失败原因", 50),
	}}
}
