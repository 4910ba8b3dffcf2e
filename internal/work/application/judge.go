package application

import (
	"fmt"
	"net/mail"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"kaguan/internal/kit/cn"
	"kaguan/internal/kit/fault"
	"kaguan/internal/record/citizen"
)

// Warning is something that does not refuse an application but that its reviewer
// must look at.
type Warning struct {
	Field string `json:"field" doc:"字段"`
	Code  string `json:"code" doc:"代码"`
	Words string `json:"words" doc:"说明"`
}

// judgement is what the rules say about one form.
type judgement struct {
	rules      *rules
	form       Form // normalised: codes, dates and numbers as they are stored
	regionPath string
	age        int // full years; -1 if the birth date is unknown
	bad        []fault.Field
	warnings   []Warning
}

// judge checks every field of a form and normalises it: the one set of rules
// for the counter and for lists. All that is wrong is named at once.
func (r *rules) judge(f Form) judgement {
	j := judgement{rules: r, form: f, age: -1}
	for _, one := range fields {
		value := one.of(&j.form)
		*value = strings.TrimFunc(*value, unicode.IsSpace)
	}
	j.document()
	j.name("name", &j.form.Name, j.foreign())
	j.codes()
	j.dates()
	j.contacts()
	j.guardian()
	j.occupationOfAge()
	j.place()
	return j
}

// refusal names all that is wrong; nil if the form may go on.
func (j *judgement) refusal() error {
	if j.rules.err != nil {
		return j.rules.err
	}
	return fault.NewFields(j.bad)
}

func (j *judgement) refuse(key, code, words string) {
	j.bad = append(j.bad, fault.Field{Name: key, Code: code, Words: words})
}

func (j *judgement) warn(key, code, words string) {
	j.warnings = append(j.warnings, Warning{Field: key, Code: code, Words: words})
}

// missing refuses an empty required field and tells whether it did.
func (j *judgement) missing(key, value string) bool {
	if value != "" {
		return false
	}
	j.refuse(key, key+"_required", "请填写"+titleOf(key))
	return true
}

// finding refuses with what kit/cn found.
func (j *judgement) finding(key string, err error) {
	code := "malformed"
	if f, ok := err.(cn.Finding); ok {
		code = string(f)
	}
	j.refuse(key, code, err.Error())
}

// Document types whose holders have names in Latin letters.
const (
	residencePermit = "07" // 外国人永久居留证
	foreignPassport = "08" // 外国人护照
)

func (j *judgement) foreign() bool {
	return j.form.DocType == residencePermit || j.form.DocType == foreignPassport
}

// otherNumber is the shape of the numbers of passports and permits.
var otherNumber = regexp.MustCompile(`^[A-Z0-9()]{5,20}$`)

// document checks type and number, and takes sex and birth date from the number
// where it holds them.
func (j *judgement) document() {
	f := &j.form
	if f.DocType == "" {
		f.DocType = citizen.IDCard
	}
	j.coded("docType", &f.DocType)
	if j.missing("idNumber", f.IDNumber) {
		return
	}
	if f.DocType != citizen.IDCard && !(f.DocType == residencePermit && len(f.IDNumber) == 18) {
		f.IDNumber = strings.ToUpper(f.IDNumber)
		if !otherNumber.MatchString(f.IDNumber) {
			j.refuse("idNumber", "number_shape", "证件号码应为 5 至 20 位字母或数字，请对照证件核对")
		}
		j.missing("sex", f.Sex)
		j.missing("birth", f.Birth)
		return
	}
	id, err := cn.ParseID(f.IDNumber, j.rules.today)
	if err != nil {
		j.finding("idNumber", err)
		return
	}
	f.IDNumber = string(id.Number)
	for _, w := range id.Warnings {
		j.warn("idNumber", string(w), w.Words())
	}
	j.agrees(id)
}

// agrees compares what the clerk wrote with what the number says.
func (j *judgement) agrees(id cn.ID) {
	f := &j.form
	if sex, ok := j.rules.code("sex", f.Sex); f.Sex != "" && ok && sex != id.Sex {
		j.refuse("sex", "sex_differs", "性别与证件号码不一致，请对照证件核对")
	}
	if birth, ok := dateOf(f.Birth); f.Birth != "" && ok && birth != id.Birth {
		j.refuse("birth", "birth_differs", "出生日期与证件号码不一致，请对照证件核对")
	}
	f.Sex, f.Birth = id.Sex, id.Birth
}

// name checks a name and brings it into the stored form.
func (j *judgement) name(key string, value *string, foreign bool) {
	if j.missing(key, *value) {
		return
	}
	parse := cn.ParseName
	if foreign {
		parse = cn.ParseForeignName
	}
	name, err := parse(*value)
	if err != nil {
		j.finding(key, err)
		return
	}
	*value = name.Text
	switch {
	case name.HasPUA():
		j.warn(key, "name_private", titleOf(key)+"含有自造字，各系统显示不同，请对照证件核对")
	case cn.Rare(name.Text):
		j.warn(key, "name_rare", titleOf(key)+"含有生僻字，请对照证件核对字形")
	}
}

// coded replaces a code table's name by its code and refuses what is neither.
func (j *judgement) coded(key string, value *string) {
	if *value == "" {
		return
	}
	code, ok := j.rules.code(key, *value)
	if !ok {
		j.refuse(key, key+"_unknown", titleOf(key)+"不在代码表中，请从列表中选择或按模板填写")
		return
	}
	*value = code
}

func (j *judgement) codes() {
	f := &j.form
	if f.Nationality == "" && !j.foreign() {
		f.Nationality = "CHN"
	}
	if f.Priority == "" {
		f.Priority = "0"
	}
	j.missing("category", f.Category)
	for _, key := range []string{"sex", "ethnic", "nationality", "household", "category", "personState", "occupation",
		"guardianRelation", "priority", "photoSource"} {
		for _, one := range fields {
			if one.key == key {
				j.coded(key, one.of(f))
			}
		}
	}
}

func (j *judgement) dates() {
	f := &j.form
	for _, one := range []struct {
		key   string
		value *string
	}{{"birth", &f.Birth}, {"docFrom", &f.DocFrom}, {"docTo", &f.DocTo}} {
		if *one.value == "" {
			continue
		}
		date, ok := dateOf(*one.value)
		if !ok {
			j.refuse(one.key, "date_malformed", titleOf(one.key)+"不是有效日期，请按 2026-11-23 的样式填写")
			continue
		}
		*one.value = date
	}
	if _, ok := dateOf(f.Birth); ok {
		if f.Birth > j.rules.today {
			j.refuse("birth", "birth_future", "出生日期晚于今天，请对照证件核对")
		}
		j.age = ageAt(f.Birth, j.rules.today)
	}
	_, from := dateOf(f.DocFrom)
	_, to := dateOf(f.DocTo)
	switch {
	case from && to && f.DocFrom > f.DocTo:
		j.refuse("docTo", "doc_order", "证件有效期止早于有效期起，请对照证件核对")
	case to && f.DocTo < j.rules.today:
		j.refuse("docTo", "doc_expired", "证件已过有效期，请换领新证件后再申请")
	case to && f.DocTo < j.rules.soon:
		j.warn("docTo", "doc_expiring", "证件将在 30 天内到期，请提醒本人换领")
	}
}

var (
	postcode = regexp.MustCompile(`^[0-9]{6}$`)
	unitCode = regexp.MustCompile(`^[0-9A-Za-z-]{1,40}$`)
)

func (j *judgement) contacts() {
	f := &j.form
	if !j.missing("mobile", f.Mobile) {
		j.number("mobile", &f.Mobile, cn.ParseMobile)
	}
	if f.Phone != "" {
		j.number("phone", &f.Phone, cn.ParsePhone)
	}
	if !j.missing("address", f.Address) {
		j.text("address", f.Address, 4)
	}
	j.text("householdAddress", f.HouseholdAddress, 4)
	j.text("unitName", f.UnitName, 2)
	if f.Postcode != "" && !postcode.MatchString(f.Postcode) {
		j.refuse("postcode", "postcode_shape", "邮编应为 6 位数字")
	}
	if f.UnitCode != "" && !unitCode.MatchString(f.UnitCode) {
		j.refuse("unitCode", "unit_shape", "单位编号只能是数字、字母和短横")
	}
	if f.Email != "" {
		if at, err := mail.ParseAddress(f.Email); err != nil || at.Address != f.Email {
			j.refuse("email", "email_shape", "电子邮箱格式不对，应如 name@example.cn")
		}
	}
}

func (j *judgement) number(key string, value *string, parse func(string) (string, error)) {
	number, err := parse(*value)
	if err != nil {
		j.finding(key, err)
		return
	}
	*value = number
}

// mostText is how many characters an address or a unit's name may have: what a
// vendor's field of 200 bytes holds.
const mostText = 100

func (j *judgement) text(key, value string, least int) {
	if value == "" {
		return
	}
	length := utf8.RuneCountInString(value)
	if length < least || length > mostText || strings.ContainsFunc(value, unprintable) {
		j.refuse(key, "text_shape", fmt.Sprintf("%s应为 %d 至 %d 个字，不含换行与特殊符号", titleOf(key), least, mostText))
	}
}

// unprintable also names the separator of partners' files.
func unprintable(r rune) bool {
	return unicode.IsControl(r) || r == utf8.RuneError || r == '|'
}
