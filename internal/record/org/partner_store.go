package org

import (
	"errors"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
)

func scanBank(s db.Scanner) (b Bank, err error) {
	err = s.Scan(&b.Code, &b.Name, &b.Short, &b.Hotline, &b.From, &b.To)
	return b, err
}

const selectBank = `SELECT b.code, b.name, b.short, b.hotline, b.valid_from, b.valid_to FROM bank b`

// FindBank gives a service bank by its national code, open or not.
func FindBank(tx *db.Tx, code string) (Bank, error) {
	b, err := db.One(tx, scanBank, selectBank+` WHERE b.code = $1`, code)
	if errors.Is(err, db.ErrNone) {
		return b, fault.NewNotFound("没有这家服务银行，请从列表中选择")
	}
	return b, err
}

// Banks are the service banks that are open today, by code.
func Banks(tx *db.Tx) ([]Bank, error) { return banksIn(tx, Open) }

func banksIn(tx *db.Tx, s State) ([]Bank, error) {
	var w db.Where
	inState(&w, "b", s, today(tx))
	return db.All(tx, scanBank, selectBank+w.SQL()+` ORDER BY b.code`, w.Args()...)
}

func insertBank(tx *db.Tx, b Bank) error {
	_, err := tx.Exec(`INSERT INTO bank (code, name, short, hotline, valid_from, valid_to) VALUES ($1, $2, $3, $4, $5, $6)`,
		b.Code, b.Name, b.Short, b.Hotline, b.From, b.To)
	if db.IsUnique(err) {
		return fault.NewConflict("银行代码 "+b.Code+" 已经登记过，请核对", err)
	}
	return err
}

func endBank(tx *db.Tx, b Bank) error {
	return guarded(tx.ExecOne(`UPDATE bank SET valid_to = $1 WHERE code = $2 AND valid_to = ''`, b.To, b.Code))
}

func scanVendor(s db.Scanner) (v Vendor, err error) {
	err = s.Scan(&v.Code, &v.Name, &v.From, &v.To)
	return v, err
}

const selectVendor = `SELECT v.code, v.name, v.valid_from, v.valid_to FROM vendor v`

// FindVendor gives a card vendor by its code, open or not.
func FindVendor(tx *db.Tx, code string) (Vendor, error) {
	v, err := db.One(tx, scanVendor, selectVendor+` WHERE v.code = $1`, code)
	if errors.Is(err, db.ErrNone) {
		return v, fault.NewNotFound("没有这家卡商，请从列表中选择")
	}
	return v, err
}

// Vendors are the card vendors that are open today, by code.
func Vendors(tx *db.Tx) ([]Vendor, error) { return vendorsIn(tx, Open) }

func vendorsIn(tx *db.Tx, s State) ([]Vendor, error) {
	var w db.Where
	inState(&w, "v", s, today(tx))
	return db.All(tx, scanVendor, selectVendor+w.SQL()+` ORDER BY v.code`, w.Args()...)
}

func insertVendor(tx *db.Tx, v Vendor) error {
	_, err := tx.Exec(`INSERT INTO vendor (code, name, valid_from, valid_to) VALUES ($1, $2, $3, $4)`, v.Code, v.Name, v.From, v.To)
	if db.IsUnique(err) {
		return fault.NewConflict("卡商代码 "+v.Code+" 已经登记过，请核对", err)
	}
	return err
}

func endVendor(tx *db.Tx, v Vendor) error {
	return guarded(tx.ExecOne(`UPDATE vendor SET valid_to = $1 WHERE code = $2 AND valid_to = ''`, v.To, v.Code))
}
