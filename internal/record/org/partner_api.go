package org

import (
	"context"

	"kaguan/internal/kit/api"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/state"
)

type bankItem struct {
	Code    string `json:"code" doc:"银行代码，3 位"`
	Name    string `json:"name" doc:"银行名称"`
	Short   string `json:"short" doc:"简称"`
	Hotline string `json:"hotline" doc:"客服电话"`
	Days
	state.View
}

func bankItemOf(tx *db.Tx, b Bank, path string) bankItem {
	item := bankItem{Code: b.Code, Name: b.Name, Short: b.Short, Hotline: b.Hotline}
	item.View, item.Days = show(tx, &BankTable, b.Validity, path)
	return item
}

func (k desk) banks(ctx context.Context, in *ByState) (*api.Page[bankItem], error) {
	page := &api.Page[bankItem]{Items: []bankItem{}}
	err := k.db.View(ctx, func(tx *db.Tx) error {
		banks, err := banksIn(tx, in.state())
		if err != nil {
			return err
		}
		path, err := cityPath(tx)
		for _, b := range banks {
			page.Items = append(page.Items, bankItemOf(tx, b, path))
		}
		page.Total = int64(len(banks))
		return err
	})
	return page, err
}

type addBankInput struct {
	Body struct {
		Code    string `json:"code" doc:"银行代码，3 位数字" maxLength:"3"`
		Name    string `json:"name" doc:"银行名称" maxLength:"60"`
		Short   string `json:"short" doc:"简称" maxLength:"10"`
		Hotline string `json:"hotline,omitempty" doc:"客服电话" maxLength:"20"`
		From    string `json:"from,omitempty" doc:"启用日期，不填为今天" maxLength:"10"`
	}
}

func (k desk) addBank(ctx context.Context, in *addBankInput) (*bankItem, error) {
	b := in.Body
	return k.changeBank(ctx, func(tx *db.Tx) (Bank, error) {
		return AddBank(tx, Bank{Code: b.Code, Name: b.Name, Short: b.Short, Hotline: b.Hotline, Validity: Validity{From: b.From}})
	})
}

func (k desk) closeBank(ctx context.Context, in *codeInput) (*bankItem, error) {
	return k.changeBank(ctx, func(tx *db.Tx) (Bank, error) { return CloseBank(tx, in.Code) })
}

func (k desk) changeBank(ctx context.Context, verb func(tx *db.Tx) (Bank, error)) (answer *bankItem, err error) {
	err = k.db.Do(ctx, func(tx *db.Tx) error {
		b, err := verb(tx)
		if err != nil {
			return err
		}
		path, err := cityPath(tx)
		item := bankItemOf(tx, b, path)
		answer = &item
		return err
	})
	return answer, err
}

type vendorItem struct {
	Code string `json:"code" doc:"卡商代码"`
	Name string `json:"name" doc:"卡商名称"`
	Days
	state.View
}

func vendorItemOf(tx *db.Tx, v Vendor, path string) vendorItem {
	item := vendorItem{Code: v.Code, Name: v.Name}
	item.View, item.Days = show(tx, &VendorTable, v.Validity, path)
	return item
}

func (k desk) vendors(ctx context.Context, in *ByState) (*api.Page[vendorItem], error) {
	page := &api.Page[vendorItem]{Items: []vendorItem{}}
	err := k.db.View(ctx, func(tx *db.Tx) error {
		vendors, err := vendorsIn(tx, in.state())
		if err != nil {
			return err
		}
		path, err := cityPath(tx)
		for _, v := range vendors {
			page.Items = append(page.Items, vendorItemOf(tx, v, path))
		}
		page.Total = int64(len(vendors))
		return err
	})
	return page, err
}

type addVendorInput struct {
	Body struct {
		Code string `json:"code" doc:"卡商代码，2 至 10 位字母或数字" maxLength:"10"`
		Name string `json:"name" doc:"卡商名称" maxLength:"60"`
		From string `json:"from,omitempty" doc:"启用日期，不填为今天" maxLength:"10"`
	}
}

func (k desk) addVendor(ctx context.Context, in *addVendorInput) (*vendorItem, error) {
	b := in.Body
	return k.changeVendor(ctx, func(tx *db.Tx) (Vendor, error) {
		return AddVendor(tx, Vendor{Code: b.Code, Name: b.Name, Validity: Validity{From: b.From}})
	})
}

func (k desk) closeVendor(ctx context.Context, in *codeInput) (*vendorItem, error) {
	return k.changeVendor(ctx, func(tx *db.Tx) (Vendor, error) { return CloseVendor(tx, in.Code) })
}

func (k desk) changeVendor(ctx context.Context, verb func(tx *db.Tx) (Vendor, error)) (answer *vendorItem, err error) {
	err = k.db.Do(ctx, func(tx *db.Tx) error {
		v, err := verb(tx)
		if err != nil {
			return err
		}
		path, err := cityPath(tx)
		item := vendorItemOf(tx, v, path)
		answer = &item
		return err
	})
	return answer, err
}
