package org

import (
	"errors"
	"fmt"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
)

const agencyColumns = `a.id, a.code, a.name, a.kind, a.parent_id, COALESCE(p.name, ''), a.region_path, r.name,
	a.bank, COALESCE(b.short, ''), a.address, a.phone, a.valid_from, a.valid_to`

const fromAgency = ` FROM agency a JOIN region r ON r.path = a.region_path LEFT JOIN agency p ON p.id = a.parent_id LEFT JOIN bank b ON b.code = a.bank`

func scanAgency(s db.Scanner) (a Agency, err error) {
	err = s.Scan(&a.ID, &a.Code, &a.Name, &a.Kind, &a.ParentID, &a.ParentName, &a.RegionPath, &a.RegionName,
		&a.BankCode, &a.BankShort, &a.Address, &a.Phone, &a.From, &a.To)
	return a, err
}

// scoped narrows to the agencies that the actor may see: those of his regions,
// and of the banks' outlets only his own bank's, if his scope names one.
func scoped(tx *db.Tx, w *db.Where) {
	w.Scope(tx, "a.region_path", "")
	if bank := tx.Actor().Scope.Bank; bank != "" {
		w.And("(a.bank = '' OR a.bank = ?)", bank)
	}
}

// one gives the agency that w leaves, within the actor's scope.
func one(tx *db.Tx, w db.Where) (Agency, error) {
	scoped(tx, &w)
	a, err := db.One(tx, scanAgency, `SELECT `+agencyColumns+fromAgency+w.SQL(), w.Args()...)
	if errors.Is(err, db.ErrNone) {
		return a, fault.NewNotFound("没有找到这个机构，可能不在您的管辖范围内")
	}
	return a, err
}

// FindAgency gives an agency within the actor's scope, open or not.
func FindAgency(tx *db.Tx, id int64) (Agency, error) {
	var w db.Where
	w.And("a.id = ?", id)
	return one(tx, w)
}

// FindAgencyByCode gives an agency within the actor's scope, open or not.
func FindAgencyByCode(tx *db.Tx, code string) (Agency, error) {
	var w db.Where
	w.And("a.code = ?", code)
	return one(tx, w)
}

// NamedAgency gives an agency that a record names already, whatever the actor's
// scope: a county's clerk sees that his parcel came from the centre.
func NamedAgency(tx *db.Tx, id int64) (Agency, error) {
	a, err := db.One(tx, scanAgency, `SELECT `+agencyColumns+fromAgency+` WHERE a.id = $1`, id)
	if errors.Is(err, db.ErrNone) {
		return a, fault.NewNotFound("没有找到这个机构")
	}
	return a, err
}

// Centre is the city's card centre 市卡管理中心, whatever the actor's scope.
// Without one nothing can be kept or sent: fault.Conflict.
func Centre(tx *db.Tx) (Agency, error) {
	a, err := db.One(tx, scanAgency, `SELECT `+agencyColumns+fromAgency+` WHERE a.kind = $1 AND a.valid_to = ''`, KindCentre)
	if errors.Is(err, db.ErrNone) {
		return a, fault.NewConflict("还没有登记市卡管理中心，请系统管理员先在“机构管理”中增加")
	}
	return a, err
}

// lockedAgency is FindAgency that keeps everybody else from changing the agency,
// or from putting another below it, before this transaction ends.
func lockedAgency(tx *db.Tx, id int64) (Agency, error) {
	if _, err := tx.Exec(`UPDATE agency SET valid_to = valid_to WHERE id = $1`, id); err != nil {
		return Agency{}, err
	}
	return FindAgency(tx, id)
}

// AgencyFilter narrows a list of agencies; empty fields do not narrow.
type AgencyFilter struct {
	Kind       Kind
	State      State
	RegionPath string // in this region or below
	ParentID   int64  // right below this agency
	BankCode   string
	Query      string // a part of the name, or the beginning of a code
	After      int64  // the last id of the page before
	Limit      int
}

// Agencies lists the agencies within the actor's scope by id, and counts all
// that the filter leaves.
func Agencies(tx *db.Tx, f AgencyFilter) (agencies []Agency, total int64, err error) {
	var w db.Where
	w.AndIf("a.kind = ?", string(f.Kind))
	w.AndIf("a.bank = ?", f.BankCode)
	w.Under("a.region_path", f.RegionPath)
	if f.ParentID != 0 {
		w.And("a.parent_id = ?", f.ParentID)
	}
	if f.Query != "" {
		w.And("(a.name LIKE ? ESCAPE '!' OR a.code LIKE ? ESCAPE '!')", "%"+escaped(f.Query)+"%", escaped(f.Query)+"%")
	}
	inState(&w, "a", f.State, today(tx))
	scoped(tx, &w)
	if total, err = db.Scalar[int64](tx, `SELECT COUNT(*) FROM agency a`+w.SQL(), w.Args()...); err != nil {
		return nil, 0, err
	}
	w.And("a.id > ?", f.After)
	agencies, err = db.All(tx, scanAgency, `SELECT `+agencyColumns+fromAgency+w.SQL()+fmt.Sprintf(` ORDER BY a.id LIMIT %d`, f.Limit), w.Args()...)
	return agencies, total, err
}

func insertAgency(tx *db.Tx, a Agency) (int64, error) {
	id, err := tx.Insert(`INSERT INTO agency (code, name, kind, parent_id, region_path, bank, address, phone, valid_from, valid_to)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id`,
		a.Code, a.Name, a.Kind, a.ParentID, a.RegionPath, a.BankCode, a.Address, a.Phone, a.From, a.To)
	if db.IsUnique(err) && a.Kind == KindCentre {
		return 0, fault.NewConflict("市卡管理中心已经登记，或机构编码 "+a.Code+" 已经使用过，请核对", err)
	}
	if db.IsUnique(err) {
		return 0, fault.NewConflict("机构编码 "+a.Code+" 已经使用过，请换一个编码", err)
	}
	return id, err
}

func updateAgency(tx *db.Tx, a Agency) error {
	return guarded(tx.ExecOne(`UPDATE agency SET name = $1, parent_id = $2, address = $3, phone = $4 WHERE id = $5 AND valid_to = ''`,
		a.Name, a.ParentID, a.Address, a.Phone, a.ID))
}

// childless refuses an agency below which another is not ended.
func childless(tx *db.Tx, a Agency) error {
	n, err := db.Scalar[int64](tx, `SELECT COUNT(*) FROM agency WHERE parent_id = $1 AND valid_to = ''`, a.ID)
	if err == nil && n > 0 {
		err = fault.NewConflict(fmt.Sprintf("“%s”还有 %d 个在用的下级机构，请先停用它们或改到其他上级机构", a.Name, n))
	}
	return err
}

func endAgency(tx *db.Tx, a Agency) error {
	return guarded(tx.ExecOne(`UPDATE agency SET valid_to = $1 WHERE id = $2 AND valid_to = ''`, a.To, a.ID))
}
