package org

import (
	"context"
	"strconv"

	"kaguan/internal/kit/api"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/state"
)

// desk answers the routes of this register.
type desk struct{ db *db.DB }

// Routes registers the regions, agencies, banks and vendors.
func Routes(r *api.Router, d *db.DB) {
	k := desk{d}
	api.Get(r, api.Op{Path: "/regions", Right: api.SignedIn, Title: "查询行政区划"}, k.regions)
	api.Post(r, api.Op{Path: "/regions", Right: editRight, Title: "增加行政区划"}, k.addRegion)
	api.Post(r, api.Op{Path: "/regions/{code}/close", Right: editRight, Title: "停用行政区划"}, k.closeRegion)

	api.Get(r, api.Op{Path: "/agencies", Right: api.SignedIn, Title: "查询管辖范围内的机构"}, k.agencies)
	api.Get(r, api.Op{Path: "/agencies/{id}", Right: api.SignedIn, Title: "查看一个机构"}, k.agency)
	api.Post(r, api.Op{Path: "/agencies", Right: editRight, Title: "增加机构"}, k.addAgency)
	api.Post(r, api.Op{Path: "/agencies/{id}/update", Right: editRight, Title: "修改机构"}, k.updateAgency)
	api.Post(r, api.Op{Path: "/agencies/{id}/close", Right: editRight, Title: "停用机构"}, k.closeAgency)

	api.Get(r, api.Op{Path: "/banks", Right: api.SignedIn, Title: "服务银行"}, k.banks)
	api.Post(r, api.Op{Path: "/banks", Right: editRight, Title: "增加服务银行"}, k.addBank)
	api.Post(r, api.Op{Path: "/banks/{code}/close", Right: editRight, Title: "停用服务银行"}, k.closeBank)
	api.Get(r, api.Op{Path: "/vendors", Right: api.SignedIn, Title: "卡商"}, k.vendors)
	api.Post(r, api.Op{Path: "/vendors", Right: editRight, Title: "增加卡商"}, k.addVendor)
	api.Post(r, api.Op{Path: "/vendors/{code}/close", Right: editRight, Title: "停用卡商"}, k.closeVendor)
}

// ByState is the part of a list's input that chooses by state: what people pick
// from is open. It is exported because the router reads only such parts.
type ByState struct {
	State string `query:"state" enum:"open,planned,closed,all" default:"open" doc:"状态，all 表示全部"`
}

func (in ByState) state() State {
	if in.State == "all" {
		return ""
	}
	return State(in.State)
}

// Days are the two dates that every record here shows. It is exported, as AgencyItem
// is, because the API's description leaves out what an unexported part holds.
type Days struct {
	From string `json:"from" doc:"启用日期，空表示一直在用"`
	To   string `json:"to" doc:"停用日期，自当日起不再使用；空表示没有停用"`
}

// show is the state of something at a region path for the person who asks: a
// button only where his scope reaches.
func show(tx *db.Tx, table *state.Table[State], v Validity, path string) (state.View, Days) {
	actor := tx.Actor()
	return table.Show(v.State(today(tx)), func(right string) bool {
		return actor.Has(right) && mayEdit(actor, path)
	}), Days{v.From, v.To}
}

// AgencyItem is an agency as lists show it.
type AgencyItem struct {
	ID         int64  `json:"id"`
	Code       string `json:"code" doc:"机构编码"`
	Name       string `json:"name" doc:"机构名称"`
	Kind       string `json:"kind" doc:"类别代码"`
	KindName   string `json:"kindName" doc:"类别"`
	ParentID   int64  `json:"parentId" doc:"上级机构编号，0 表示没有"`
	Parent     string `json:"parent" doc:"上级机构"`
	Region     string `json:"region" doc:"所在区划代码"`
	RegionPath string `json:"regionPath" doc:"所在区划路径"`
	RegionName string `json:"regionName" doc:"所在区划"`
	Bank       string `json:"bank" doc:"所属银行代码，仅银行网点"`
	BankName   string `json:"bankName" doc:"所属银行简称"`
	Address    string `json:"address" doc:"地址"`
	Phone      string `json:"phone" doc:"办公电话"`
	Days
	state.View
}

func agencyItemOf(tx *db.Tx, a Agency) AgencyItem {
	item := AgencyItem{ID: a.ID, Code: a.Code, Name: a.Name, Kind: string(a.Kind), KindName: a.Kind.Name(), ParentID: a.ParentID,
		Parent: a.ParentName, Region: CodeOf(a.RegionPath), RegionPath: a.RegionPath, RegionName: a.RegionName, Bank: a.BankCode,
		BankName: a.BankShort, Address: a.Address, Phone: a.Phone}
	item.View, item.Days = show(tx, &AgencyTable, a.Validity, a.RegionPath)
	return item
}

type agenciesInput struct {
	api.Paging
	ByState
	Q      string `query:"q" doc:"名称的一部分，或编码开头" maxLength:"60"`
	Kind   string `query:"kind" enum:"centre,county,town,village,outlet,unit" doc:"类别代码"`
	Region string `query:"region" doc:"区划代码，包括其下级" maxLength:"12"`
	Bank   string `query:"bank" doc:"银行代码" maxLength:"3"`
	Parent int64  `query:"parent" doc:"上级机构编号"`
}

func (k desk) agencies(ctx context.Context, in *agenciesInput) (*api.Page[AgencyItem], error) {
	after, err := api.Cursor(in.After)
	if err != nil {
		return nil, err
	}
	page := &api.Page[AgencyItem]{Items: []AgencyItem{}}
	err = k.db.View(ctx, func(tx *db.Tx) error {
		f := AgencyFilter{Kind: Kind(in.Kind), State: in.state(), ParentID: in.Parent, BankCode: in.Bank, Query: in.Q, After: after, Limit: in.Limit}
		if in.Region != "" {
			region, err := FindRegion(tx, in.Region)
			if err != nil {
				return err
			}
			f.RegionPath = region.Path
		}
		agencies, total, err := Agencies(tx, f)
		page.Total = total
		for _, a := range agencies {
			page.Items = append(page.Items, agencyItemOf(tx, a))
			page.Next = strconv.FormatInt(a.ID, 10)
		}
		if len(agencies) < in.Limit {
			page.Next = ""
		}
		return err
	})
	return page, err
}

// agencyRecord is an agency on its own page.
type agencyRecord struct {
	AgencyItem
	FullRegion string `json:"fullRegion" doc:"所在区划全称"`
}

func agencyRecordOf(tx *db.Tx, a Agency) (*agencyRecord, error) {
	line, err := Ancestors(tx, CodeOf(a.RegionPath))
	return &agencyRecord{agencyItemOf(tx, a), FullName(line)}, err
}

type idInput struct {
	ID int64 `path:"id" doc:"机构编号"`
}

func (k desk) agency(ctx context.Context, in *idInput) (answer *agencyRecord, err error) {
	err = k.db.View(ctx, func(tx *db.Tx) error {
		a, err := FindAgency(tx, in.ID)
		if err == nil {
			answer, err = agencyRecordOf(tx, a)
		}
		return err
	})
	return answer, err
}

// change runs a verb on an agency and answers with the agency as it then is.
func (k desk) change(ctx context.Context, verb func(tx *db.Tx) (Agency, error)) (answer *agencyRecord, err error) {
	err = k.db.Do(ctx, func(tx *db.Tx) error {
		a, err := verb(tx)
		if err == nil {
			answer, err = agencyRecordOf(tx, a)
		}
		return err
	})
	return answer, err
}

type addAgencyInput struct {
	Body struct {
		Code     string `json:"code" doc:"机构编码，3 至 20 位字母或数字" maxLength:"20"`
		Name     string `json:"name" doc:"机构名称" maxLength:"60"`
		Kind     string `json:"kind" enum:"centre,county,town,village,outlet,unit" doc:"类别代码"`
		ParentID int64  `json:"parentId,omitempty" doc:"上级机构编号，市卡管理中心不填"`
		Region   string `json:"region" doc:"所在区划代码" maxLength:"12"`
		Bank     string `json:"bank,omitempty" doc:"所属银行代码，仅银行网点" maxLength:"3"`
		Address  string `json:"address,omitempty" doc:"地址" maxLength:"100"`
		Phone    string `json:"phone,omitempty" doc:"办公电话" maxLength:"40"`
		From     string `json:"from,omitempty" doc:"启用日期，不填为今天" maxLength:"10"`
	}
}

func (k desk) addAgency(ctx context.Context, in *addAgencyInput) (*agencyRecord, error) {
	b := in.Body
	return k.change(ctx, func(tx *db.Tx) (Agency, error) {
		return AddAgency(tx, Agency{Code: b.Code, Name: b.Name, Kind: Kind(b.Kind), ParentID: b.ParentID, RegionPath: b.Region,
			BankCode: b.Bank, Address: b.Address, Phone: b.Phone, Validity: Validity{From: b.From}})
	})
}

type updateAgencyInput struct {
	ID   int64 `path:"id" doc:"机构编号"`
	Body struct {
		Name     string `json:"name" doc:"机构名称" maxLength:"60"`
		ParentID int64  `json:"parentId" doc:"上级机构编号，市卡管理中心填 0"`
		Address  string `json:"address" doc:"地址" maxLength:"100"`
		Phone    string `json:"phone" doc:"办公电话" maxLength:"40"`
	}
}

func (k desk) updateAgency(ctx context.Context, in *updateAgencyInput) (*agencyRecord, error) {
	return k.change(ctx, func(tx *db.Tx) (Agency, error) { return UpdateAgency(tx, in.ID, Amendment(in.Body)) })
}

func (k desk) closeAgency(ctx context.Context, in *idInput) (*agencyRecord, error) {
	return k.change(ctx, func(tx *db.Tx) (Agency, error) { return CloseAgency(tx, in.ID) })
}
