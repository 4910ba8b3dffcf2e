package org

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
)

// Agency is one office, outlet or employer where cards are handled.
type Agency struct {
	ID         int64
	Code       string // 3–20 letters and digits, unique for ever
	Name       string
	Kind       Kind
	ParentID   int64 // 0 for the centre
	ParentName string
	RegionPath string
	RegionName string
	BankCode   string // whose outlet it is; empty for every other kind
	BankShort  string
	Address    string
	Phone      string // of the office
	Validity
}

// AddAgency adds an agency. in gives Code, Name, Kind, ParentID, RegionPath (the
// region's code will do), BankCode, Address, Phone and From (empty is today). It refuses a parent or a
// region that is not open, does not fit the kind (kind.go) or lies outside the
// actor's scope, and a second centre.
func AddAgency(tx *db.Tx, in Agency) (Agency, error) {
	a, err := checkedAgency(tx, in)
	if err != nil {
		return Agency{}, err
	}
	region, err := openRegion(tx, CodeOf(a.RegionPath), a.From)
	if err != nil {
		return Agency{}, err
	}
	p, _ := placeOf(a.Kind)
	bad := p.standsIn(region)
	if a.ParentID != 0 {
		parent, err := openAgency(tx, a.ParentID, a.From)
		if err != nil {
			return Agency{}, err
		}
		bad = append(bad, p.standsUnder(parent, region.Path)...)
	}
	if err := fault.NewFields(bad); err != nil {
		return Agency{}, err
	}
	if a.BankCode != "" {
		if err := openBank(tx, a.BankCode, a.From); err != nil {
			return Agency{}, err
		}
	}
	a.RegionPath = region.Path
	if a.ID, err = insertAgency(tx, a); err != nil {
		return Agency{}, err
	}
	if err := tx.Note(db.Ref("agency", a.ID), "org.agency_added", map[string]any{
		"code": a.Code, "name": a.Name, "kind": a.Kind, "parent": a.ParentID, "region": a.RegionPath, "bank": a.BankCode, "from": a.From}); err != nil {
		return Agency{}, err
	}
	return FindAgency(tx, a.ID)
}

var agencyCode = regexp.MustCompile(`^[0-9A-Z]{3,20}$`)

// checkedAgency is a new agency with its fields in order, each wrong one named.
func checkedAgency(tx *db.Tx, in Agency) (Agency, error) {
	a := in
	a.Code = strings.ToUpper(strings.TrimSpace(a.Code))
	a.Name, a.Address, a.Phone = strings.TrimSpace(a.Name), strings.TrimSpace(a.Address), strings.TrimSpace(a.Phone)
	bad := written(a)
	if !agencyCode.MatchString(a.Code) {
		bad = append(bad, fault.Field{Name: "code", Code: "malformed", Words: "机构编码应为 3 至 20 位字母或数字"})
	}
	p, known := placeOf(a.Kind)
	if !known {
		bad = append(bad, fault.Field{Name: "kind", Code: "unknown", Words: "请选择机构类别"})
	}
	if known {
		bad = append(bad, p.hangs(a.ParentID)...)
	}
	if (a.BankCode != "") != (a.Kind == KindOutlet) {
		bad = append(bad, fault.Field{Name: "bank", Code: "kind", Words: "银行网点必须选择所属银行，其他机构不能选择银行"})
	}
	from, wrong := begin(tx, a.From)
	if wrong != nil {
		bad = append(bad, *wrong)
	}
	a.Validity = Validity{From: from}
	return a, fault.NewFields(bad)
}

// written checks what may be changed later, too.
func written(a Agency) []fault.Field {
	var bad []fault.Field
	if a.Name == "" || utf8.RuneCountInString(a.Name) > 60 {
		bad = append(bad, fault.Field{Name: "name", Code: "length", Words: "机构名称应为 1 至 60 个字"})
	}
	if utf8.RuneCountInString(a.Address) > 100 {
		bad = append(bad, fault.Field{Name: "address", Code: "length", Words: "地址最多 100 个字"})
	}
	if utf8.RuneCountInString(a.Phone) > 40 {
		bad = append(bad, fault.Field{Name: "phone", Code: "length", Words: "电话最多 40 个字"})
	}
	return bad
}

// Amendment is what may change in an agency: all four take their new values.
// Code, kind, region and bank are what others know it by; a move to another
// county is a new agency.
type Amendment struct {
	Name     string
	ParentID int64
	Address  string
	Phone    string
}

// UpdateAgency changes an agency within the actor's scope that is not closed.
// It refuses when nothing would change, and a new parent that does not fit.
func UpdateAgency(tx *db.Tx, id int64, to Amendment) (Agency, error) {
	before, err := editable(tx, id, "update")
	if err != nil {
		return before, err
	}
	a := before
	a.Name, a.Address, a.Phone, a.ParentID = strings.TrimSpace(to.Name), strings.TrimSpace(to.Address), strings.TrimSpace(to.Phone), to.ParentID
	p, _ := placeOf(a.Kind)
	if err := fault.NewFields(append(written(a), p.hangs(a.ParentID)...)); err != nil {
		return before, err
	}
	if a.ParentID != before.ParentID {
		parent, err := openAgency(tx, a.ParentID, max(a.From, today(tx)))
		if err == nil {
			err = fault.NewFields(p.standsUnder(parent, a.RegionPath))
		}
		if err != nil {
			return before, err
		}
		a.ParentName = parent.Name
	}
	changes := db.Changes{}.Add("name", before.Name, a.Name).Add("parent", before.ParentName, a.ParentName).
		Add("address", before.Address, a.Address).Add("phone", before.Phone, a.Phone)
	if a == before {
		return before, fault.NewInvalid("没有任何改动，无需保存")
	}
	if err := updateAgency(tx, a); err != nil {
		return before, err
	}
	return a, tx.Note(db.Ref("agency", id), "org.agency_changed", changes)
}

// CloseAgency ends an agency within the actor's scope today. It refuses while an
// agency below it is not ended.
func CloseAgency(tx *db.Tx, id int64) (Agency, error) {
	a, err := editable(tx, id, "close")
	if err != nil {
		return a, err
	}
	if err := childless(tx, a); err != nil {
		return a, err
	}
	a.Validity = a.ended(today(tx))
	if err := endAgency(tx, a); err != nil {
		return a, err
	}
	return a, tx.Note(db.Ref("agency", id), "org.agency_closed", db.Changes{}.Add("to", "", a.To))
}

// editable gives an agency that the actor may take the step on, locked.
func editable(tx *db.Tx, id int64, verb string) (Agency, error) {
	a, err := lockedAgency(tx, id)
	if err != nil {
		return a, err
	}
	if !mayEdit(tx.Actor(), a.RegionPath) {
		return a, outside()
	}
	_, err = AgencyTable.Next(a.State(today(tx)), verb)
	return a, err
}

// openAgency gives an agency below which something may begin on a day, and
// holds it open until the transaction ends.
func openAgency(tx *db.Tx, id int64, from string) (Agency, error) {
	a, err := lockedAgency(tx, id)
	if err == nil && !a.On(from) {
		err = fault.NewConflict("上级机构“" + a.Name + "”在 " + from + " 不在使用中，请改选上级机构或启用日期")
	}
	return a, err
}
