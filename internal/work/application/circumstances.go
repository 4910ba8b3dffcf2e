package application

import (
	"fmt"
	"strings"

	"kaguan/internal/kit/cn"
	"kaguan/internal/kit/fault"
)

// guardianAge is from when a person may act for another (民法典 十七).
const guardianAge = 18

func (j *judgement) guardian() {
	f := &j.form
	given := f.GuardianName != "" || f.GuardianIDNumber != "" || f.GuardianPhone != ""
	minor := j.age >= 0 && j.age < j.rules.minorAge
	if !given && !minor {
		return
	}
	before := len(j.bad)
	j.name("guardianName", &f.GuardianName, false)
	j.missing("guardianIdNumber", f.GuardianIDNumber)
	if !j.missing("guardianPhone", f.GuardianPhone) {
		j.number("guardianPhone", &f.GuardianPhone, cn.ParsePhone)
	}
	if minor && !given {
		// One reason says it better than three empty fields.
		j.bad = append(j.bad[:before], fault.Field{Name: "guardianName", Code: "guardian_required",
			Words: fmt.Sprintf("未满 %d 周岁，请填写监护人姓名、证件号码和电话", j.rules.minorAge)})
		return
	}
	j.guardianNumber()
}

func (j *judgement) guardianNumber() {
	f := &j.form
	if f.GuardianIDNumber == "" {
		return
	}
	id, err := cn.ParseID(f.GuardianIDNumber, j.rules.today)
	if err != nil {
		f.GuardianIDNumber = strings.ToUpper(f.GuardianIDNumber)
		if len(f.GuardianIDNumber) >= 15 || !otherNumber.MatchString(f.GuardianIDNumber) {
			j.refuse("guardianIdNumber", "guardian_number", "监护人"+err.Error())
		}
		return
	}
	f.GuardianIDNumber = string(id.Number)
	switch {
	case f.GuardianIDNumber == f.IDNumber:
		j.refuse("guardianIdNumber", "guardian_self", "监护人不能是申领人本人，请填写监护人的证件号码")
	case ageAt(id.Birth, j.rules.today) < guardianAge:
		j.refuse("guardianIdNumber", "guardian_young", fmt.Sprintf("监护人未满 %d 周岁，请核对监护人证件号码", guardianAge))
	}
}

// Person categories that tell something about age or employer (人员类别).
const (
	employee      = "1"
	publicServant = "2"
	pupil         = "4"
	retired       = "6"
)

// occupationOfAge compares category and age.
func (j *judgement) occupationOfAge() {
	f := &j.form
	switch works := f.Category == employee || f.Category == publicServant || f.Category == retired; {
	case works && j.age >= 0 && j.age < j.rules.minorAge:
		j.refuse("category", "category_minor", fmt.Sprintf("未满 %d 周岁不能是职工或离退休人员，请核对人员类别", j.rules.minorAge))
	case f.Category == retired && j.age >= 0 && j.age < 40, f.Category == pupil && j.age > 35:
		j.warn("category", "category_age", "人员类别与年龄少见，请核对")
	}
	if (f.Category == employee || f.Category == publicServant) && f.UnitName == "" && f.UnitCode == "" {
		j.warn("unitName", "unit_missing", "职工没有填写单位，请核对")
	}
}

// place finds the bank and the agency, and the region that the application
// belongs to: the community if it lies within the agency's region, so that who
// hands the card out always sees it, else the agency's.
func (j *judgement) place() {
	f := &j.form
	if !j.missing("bank", f.Bank) {
		if code, ok := j.rules.bank(f.Bank); ok {
			f.Bank = code
		} else {
			j.refuse("bank", "bank_unknown", "服务银行不存在或已停用，请从列表中选择")
		}
	}
	if scope := j.rules.scope.Bank; scope != "" && f.Bank != scope {
		j.refuse("bank", "bank_scope", "您只能受理本银行的申请")
	}
	agency, ok := j.rules.agency(f.AgencyID, f.Agency)
	switch {
	case f.AgencyID == 0 && f.Agency == "":
		j.refuse("agency", "agency_required", "请选择领卡机构")
		return
	case !ok:
		j.refuse("agency", "agency_unknown", "领卡机构不存在或已停用，请从列表中选择")
		return
	case !j.rules.scope.Covers(agency.RegionPath):
		j.refuse("agency", "agency_scope", "领卡机构不在您的管辖范围内，请重新选择")
		return
	}
	f.AgencyID, f.Agency, j.regionPath = agency.ID, "", agency.RegionPath
	if f.Community == "" {
		return
	}
	code, path, ok := j.rules.region(f.Community, agency.RegionPath)
	if !ok {
		j.refuse("community", "community_unknown", "所在社区（村）不存在，请填写 12 位区划代码或从列表中选择")
		return
	}
	f.Community = code
	if strings.HasPrefix(path, agency.RegionPath) {
		j.regionPath = path
	} else {
		j.warn("community", "community_far", "所在社区（村）不属于领卡机构的辖区，请核对领卡机构")
	}
}
