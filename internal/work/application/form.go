package application

import (
	"strconv"

	"kaguan/internal/kit/cn"
	"kaguan/internal/kit/db"
	"kaguan/internal/record/citizen"
)

// Form is an application as a clerk fills it in (fields of MOHRSS's card
// interface). Codes may be given as codes or by their Chinese names; dates as
// YYYY-MM-DD or YYYYMMDD, and 长期 for a document without end.
type Form struct {
	DocType          string `json:"docType,omitempty" doc:"证件类型 AAC058，默认居民身份证" maxLength:"40"`
	IDNumber         string `json:"idNumber" doc:"证件号码" maxLength:"40"`
	Name             string `json:"name" doc:"姓名" maxLength:"100"`
	Sex              string `json:"sex,omitempty" doc:"性别，身份证可由号码得出" maxLength:"10"`
	Birth            string `json:"birth,omitempty" doc:"出生日期，身份证可由号码得出" maxLength:"20"`
	Ethnic           string `json:"ethnic,omitempty" doc:"民族" maxLength:"20"`
	Nationality      string `json:"nationality,omitempty" doc:"国籍，默认中国" maxLength:"20"`
	DocFrom          string `json:"docFrom,omitempty" doc:"证件有效期起" maxLength:"20"`
	DocTo            string `json:"docTo,omitempty" doc:"证件有效期止，长期有效填“长期”" maxLength:"20"`
	Household        string `json:"household,omitempty" doc:"户口性质" maxLength:"40"`
	HouseholdAddress string `json:"householdAddress,omitempty" doc:"户籍地址" maxLength:"200"`
	Mobile           string `json:"mobile" doc:"手机" maxLength:"40"`
	Phone            string `json:"phone,omitempty" doc:"固定电话" maxLength:"40"`
	Address          string `json:"address" doc:"通讯地址" maxLength:"200"`
	Postcode         string `json:"postcode,omitempty" doc:"邮编" maxLength:"10"`
	Email            string `json:"email,omitempty" doc:"电子邮箱" maxLength:"100"`
	Category         string `json:"category" doc:"人员类别" maxLength:"40"`
	PersonState      string `json:"personState,omitempty" doc:"人员状态 AAC008" maxLength:"40"`
	Occupation       string `json:"occupation,omitempty" doc:"职业" maxLength:"40"`
	UnitCode         string `json:"unitCode,omitempty" doc:"单位编号" maxLength:"40"`
	UnitName         string `json:"unitName,omitempty" doc:"单位名称" maxLength:"100"`
	Community        string `json:"community,omitempty" doc:"所在社区（村）：区划代码" maxLength:"60"`
	GuardianName     string `json:"guardianName,omitempty" doc:"监护人姓名" maxLength:"100"`
	GuardianIDNumber string `json:"guardianIdNumber,omitempty" doc:"监护人证件号码" maxLength:"40"`
	GuardianPhone    string `json:"guardianPhone,omitempty" doc:"监护人电话" maxLength:"40"`
	GuardianRelation string `json:"guardianRelation,omitempty" doc:"与监护人关系" maxLength:"20"`
	Bank             string `json:"bank" doc:"服务银行" maxLength:"60"`
	AgencyID         int64  `json:"agencyId,omitempty" doc:"领卡机构编号"`
	Agency           string `json:"agency,omitempty" doc:"领卡机构代码或名称，没有编号时填写" maxLength:"100"`
	Priority         string `json:"priority,omitempty" doc:"优先标记：0 正常，1 优先" maxLength:"10"`
	PhotoDigest      string `json:"photoDigest,omitempty" doc:"已上传照片的编号" maxLength:"64"`
	PhotoSource      string `json:"photoSource,omitempty" doc:"照片来源" maxLength:"40"`
}

// field is one field of the form: how programs and people call it, where it
// lies, and how it is hidden in the journal if it is sealed at rest.
type field struct {
	key, title string
	of         func(f *Form) *string
	mask       func(string) string
}

// fields are all fields of text, in the order of the form.
var fields = []field{
	{"docType", "证件类型", func(f *Form) *string { return &f.DocType }, nil},
	{"idNumber", "证件号码", func(f *Form) *string { return &f.IDNumber }, cn.MaskID},
	{"name", "姓名", func(f *Form) *string { return &f.Name }, cn.MaskName},
	{"sex", "性别", func(f *Form) *string { return &f.Sex }, nil},
	{"birth", "出生日期", func(f *Form) *string { return &f.Birth }, cn.MaskName},
	{"ethnic", "民族", func(f *Form) *string { return &f.Ethnic }, nil},
	{"nationality", "国籍", func(f *Form) *string { return &f.Nationality }, nil},
	{"docFrom", "证件有效期起", func(f *Form) *string { return &f.DocFrom }, nil},
	{"docTo", "证件有效期止", func(f *Form) *string { return &f.DocTo }, nil},
	{"household", "户口性质", func(f *Form) *string { return &f.Household }, nil},
	{"householdAddress", "户籍地址", func(f *Form) *string { return &f.HouseholdAddress }, cn.MaskName},
	{"mobile", "手机", func(f *Form) *string { return &f.Mobile }, cn.MaskPhone},
	{"phone", "固定电话", func(f *Form) *string { return &f.Phone }, cn.MaskPhone},
	{"address", "通讯地址", func(f *Form) *string { return &f.Address }, cn.MaskName},
	{"postcode", "邮编", func(f *Form) *string { return &f.Postcode }, nil},
	{"email", "电子邮箱", func(f *Form) *string { return &f.Email }, cn.MaskName},
	{"category", "人员类别", func(f *Form) *string { return &f.Category }, nil},
	{"personState", "人员状态", func(f *Form) *string { return &f.PersonState }, nil},
	{"occupation", "职业", func(f *Form) *string { return &f.Occupation }, nil},
	{"unitCode", "单位编号", func(f *Form) *string { return &f.UnitCode }, nil},
	{"unitName", "单位名称", func(f *Form) *string { return &f.UnitName }, nil},
	{"community", "所在社区(村)", func(f *Form) *string { return &f.Community }, nil},
	{"guardianName", "监护人姓名", func(f *Form) *string { return &f.GuardianName }, cn.MaskName},
	{"guardianIdNumber", "监护人证件号码", func(f *Form) *string { return &f.GuardianIDNumber }, cn.MaskID},
	{"guardianPhone", "监护人电话", func(f *Form) *string { return &f.GuardianPhone }, cn.MaskPhone},
	{"guardianRelation", "与监护人关系", func(f *Form) *string { return &f.GuardianRelation }, nil},
	{"bank", "服务银行", func(f *Form) *string { return &f.Bank }, nil},
	{"agency", "领卡机构", func(f *Form) *string { return &f.Agency }, nil},
	{"priority", "优先", func(f *Form) *string { return &f.Priority }, nil},
	{"photoDigest", "照片", func(f *Form) *string { return &f.PhotoDigest }, nil},
	{"photoSource", "照片来源", func(f *Form) *string { return &f.PhotoSource }, nil},
}

// titleOf is a field's Chinese name.
func titleOf(key string) string {
	for _, f := range fields {
		if f.key == key {
			return f.title
		}
	}
	return key
}

// differences are the fields in which two forms differ, personal values masked.
// A masked field is listed even where the masks look the same.
func differences(before, after *Form) db.Changes {
	changes := db.Changes{}
	for _, f := range fields {
		old, new := *f.of(before), *f.of(after)
		switch {
		case old == new:
		case f.mask != nil:
			changes[f.key] = [2]string{f.mask(old), f.mask(new)}
		default:
			changes[f.key] = [2]string{old, new}
		}
	}
	return changes.Add("agencyId", strconv.FormatInt(before.AgencyID, 10), strconv.FormatInt(after.AgencyID, 10))
}

// person is the citizen that a judged form describes, on top of what the
// register knows of him: a field left empty is not taken away.
func (f *Form) person(known citizen.Citizen, regionPath string) citizen.Citizen {
	c := known
	c.DocType, c.IDNumber, c.Name, c.Sex, c.Birth = f.DocType, f.IDNumber, f.Name, f.Sex, f.Birth
	if c.Name != known.Name {
		c.Pinyin, c.Initials = "", ""
	}
	c.RegionPath = regionPath
	for _, pair := range []struct {
		to   *string
		from string
	}{
		{&c.Ethnic, f.Ethnic}, {&c.Nationality, f.Nationality}, {&c.Household, f.Household}, {&c.Mobile, f.Mobile},
		{&c.Phone, f.Phone}, {&c.Address, f.Address}, {&c.Postcode, f.Postcode}, {&c.Email, f.Email},
		{&c.DocFrom, f.DocFrom}, {&c.DocTo, f.DocTo}, {&c.Category, f.Category}, {&c.PersonState, f.PersonState},
		{&c.Occupation, f.Occupation}, {&c.UnitCode, f.UnitCode}, {&c.UnitName, f.UnitName},
		{&c.Guardian.Name, f.GuardianName}, {&c.Guardian.IDNumber, f.GuardianIDNumber},
		{&c.Guardian.Phone, f.GuardianPhone}, {&c.Guardian.Relation, f.GuardianRelation},
		{&c.PhotoDigest, f.PhotoDigest},
	} {
		if pair.from != "" {
			*pair.to = pair.from
		}
	}
	return c
}

// formOf is the form that would apply again for a person as the register knows
// him: where a correction begins.
func formOf(a Application, c citizen.Citizen) Form {
	return Form{
		DocType: c.DocType, IDNumber: c.IDNumber, Name: c.Name, Sex: c.Sex, Birth: c.Birth, Ethnic: c.Ethnic,
		Nationality: c.Nationality, DocFrom: c.DocFrom, DocTo: c.DocTo, Household: c.Household,
		HouseholdAddress: a.HouseholdAddress, Mobile: c.Mobile, Phone: c.Phone, Address: c.Address,
		Postcode: c.Postcode, Email: c.Email, Category: a.Category, PersonState: c.PersonState,
		Occupation: c.Occupation, UnitCode: a.UnitCode, UnitName: a.UnitName, Community: a.Community,
		GuardianName: c.Guardian.Name, GuardianIDNumber: c.Guardian.IDNumber, GuardianPhone: c.Guardian.Phone,
		GuardianRelation: c.Guardian.Relation, Bank: a.Bank, AgencyID: a.AgencyID,
		Priority: strconv.FormatInt(a.Priority, 10), PhotoDigest: a.PhotoDigest, PhotoSource: a.PhotoSource,
	}
}
