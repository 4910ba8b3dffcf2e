package org

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
)

// Bank is one of the city's service banks 服务银行.
type Bank struct {
	Code    string // national code of the bank, 3 digits: 102
	Name    string
	Short   string // as clerks say it: 工行
	Hotline string
	Validity
}

// Vendor is a maker of cards 卡商.
type Vendor struct {
	Code string // 2–10 letters and digits
	Name string
	Validity
}

var (
	bankCode   = regexp.MustCompile(`^[0-9]{3}$`)
	vendorCode = regexp.MustCompile(`^[0-9A-Z]{2,10}$`)
)

// AddBank adds a service bank; an empty From is today. Only who sees the whole
// city may.
func AddBank(tx *db.Tx, b Bank) (Bank, error) {
	b.Name, b.Short, b.Hotline = strings.TrimSpace(b.Name), strings.TrimSpace(b.Short), strings.TrimSpace(b.Hotline)
	bad := named(b.Name)
	if !bankCode.MatchString(b.Code) {
		bad = append(bad, fault.Field{Name: "code", Code: "malformed", Words: "银行代码应为 3 位数字，例如 102"})
	}
	if n := utf8.RuneCountInString(b.Short); n == 0 || n > 10 {
		bad = append(bad, fault.Field{Name: "short", Code: "length", Words: "银行简称应为 1 至 10 个字"})
	}
	if utf8.RuneCountInString(b.Hotline) > 20 {
		bad = append(bad, fault.Field{Name: "hotline", Code: "length", Words: "客服电话最多 20 个字"})
	}
	var err error
	if b.Validity, err = newPartner(tx, b.From, bad); err != nil {
		return Bank{}, err
	}
	if err := insertBank(tx, b); err != nil {
		return Bank{}, err
	}
	return b, tx.Note(db.Subject{Kind: "bank", ID: b.Code}, "org.bank_added", map[string]any{"name": b.Name, "from": b.From})
}

// CloseBank ends a service bank today; its outlets stay until each is closed.
func CloseBank(tx *db.Tx, code string) (Bank, error) {
	b, err := FindBank(tx, code)
	if err == nil {
		err = wholeCity(tx)
	}
	if err == nil {
		_, err = BankTable.Next(b.State(today(tx)), "close")
	}
	if err != nil {
		return b, err
	}
	b.Validity = b.ended(today(tx))
	if err := endBank(tx, b); err != nil {
		return b, err
	}
	return b, tx.Note(db.Subject{Kind: "bank", ID: code}, "org.bank_closed", db.Changes{}.Add("to", "", b.To))
}

// AddVendor adds a card vendor; an empty From is today. Only who sees the whole
// city may.
func AddVendor(tx *db.Tx, v Vendor) (Vendor, error) {
	v.Code, v.Name = strings.ToUpper(strings.TrimSpace(v.Code)), strings.TrimSpace(v.Name)
	bad := named(v.Name)
	if !vendorCode.MatchString(v.Code) {
		bad = append(bad, fault.Field{Name: "code", Code: "malformed", Words: "卡商代码应为 2 至 10 位字母或数字"})
	}
	var err error
	if v.Validity, err = newPartner(tx, v.From, bad); err != nil {
		return Vendor{}, err
	}
	if err := insertVendor(tx, v); err != nil {
		return Vendor{}, err
	}
	return v, tx.Note(db.Subject{Kind: "vendor", ID: v.Code}, "org.vendor_added", map[string]any{"name": v.Name, "from": v.From})
}

// CloseVendor ends a card vendor today.
func CloseVendor(tx *db.Tx, code string) (Vendor, error) {
	v, err := FindVendor(tx, code)
	if err == nil {
		err = wholeCity(tx)
	}
	if err == nil {
		_, err = VendorTable.Next(v.State(today(tx)), "close")
	}
	if err != nil {
		return v, err
	}
	v.Validity = v.ended(today(tx))
	if err := endVendor(tx, v); err != nil {
		return v, err
	}
	return v, tx.Note(db.Subject{Kind: "vendor", ID: code}, "org.vendor_closed", db.Changes{}.Add("to", "", v.To))
}

// newPartner checks what banks and vendors have alike.
func newPartner(tx *db.Tx, from string, bad []fault.Field) (Validity, error) {
	from, wrong := begin(tx, from)
	if wrong != nil {
		bad = append(bad, *wrong)
	}
	if err := fault.NewFields(bad); err != nil {
		return Validity{}, err
	}
	return Validity{From: from}, wholeCity(tx)
}

func named(name string) []fault.Field {
	if n := utf8.RuneCountInString(name); n == 0 || n > 60 {
		return []fault.Field{{Name: "name", Code: "length", Words: "名称应为 1 至 60 个字"}}
	}
	return nil
}

// openBank refuses a bank that does not serve on a day.
func openBank(tx *db.Tx, code, day string) error {
	b, err := FindBank(tx, code)
	if err != nil {
		return err
	}
	if !b.On(day) {
		return fault.NewConflict("“" + b.Name + "”在 " + day + " 不是服务银行，请改选银行或启用日期")
	}
	return nil
}

// wholeCity refuses an actor who sees only a part of the city: banks and vendors
// serve all of it.
func wholeCity(tx *db.Tx) error {
	path, err := cityPath(tx)
	if err == nil && !mayEdit(tx.Actor(), path) {
		err = fault.NewDenied("银行和卡商服务全市，请由市级系统管理员办理")
	}
	return err
}
