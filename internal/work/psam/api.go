package psam

import (
	"context"

	"kaguan/internal/kit/api"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/state"
)

// Routes registers the capability's part of the open API.
func Routes(r *api.Router, k *Desk) {
	api.Get(r, api.Op{Path: "/psams", Right: "psam.view", Title: "查询 PSAM 卡"}, k.list)
	api.Get(r, api.Op{Path: "/psams/{id}", Right: "psam.view", Title: "查看一张 PSAM 卡及其交接记录"}, k.show)
	api.Post(r, api.Op{Path: "/psams/stock-in", Right: "psam.stock", Title: "入库登记"}, k.stockIn)
	api.Post(r, api.Op{Path: "/psams/hand-out", Right: "psam.handout", Title: "发放登记"}, k.handOut)
	for _, v := range []struct {
		verb, right, title string
		do                 func(ctx context.Context, id int64, note string) error
	}{
		{"report-damage", "psam.damage", "报损登记", k.ReportDamage},
		{"confirm-damage", "psam.judge", "认定损坏", k.ConfirmDamage},
		{"refuse-damage", "psam.judge", "不认定损坏", k.RefuseDamage},
		{"destroy", "psam.judge", "销毁登记", k.Destroy},
		{"take-back", "psam.stock", "收回入库", k.TakeBack},
		{"report-loss", "psam.damage", "遗失登记", k.ReportLoss},
		{"find", "psam.stock", "找回入库", k.Find},
	} {
		api.Post(r, api.Op{Path: "/psams/{id}/" + v.verb, Right: v.right, Title: v.title},
			func(ctx context.Context, in *stepInput) (*record, error) {
				if err := v.do(ctx, in.ID, in.Body.Note); err != nil {
					return nil, err
				}
				return k.show(ctx, &idInput{ID: in.ID})
			})
	}
}

// Item is one module as the API shows it.
type Item struct {
	ID         int64  `json:"id"`
	Serial     string `json:"serial" doc:"PSAM 序列号"`
	KeyVersion string `json:"keyVersion" doc:"密钥版本"`
	Vendor     string `json:"vendor" doc:"供应商"`
	Box        string `json:"box" doc:"箱号"`
	AgencyID   int64  `json:"agencyId" doc:"保管机构编号"`
	Agency     string `json:"agency" doc:"保管机构"`
	Terminal   string `json:"terminal" doc:"终端编号"`
	Receiver   string `json:"receiver" doc:"领用人"`
	Since      int64  `json:"since" doc:"进入当前状态的时间，毫秒"`
	state.View
}

type record struct {
	Item
	Moves []Move `json:"moves" doc:"交接记录，从早到晚"`
}

func itemOf(m Module, has func(string) bool) Item {
	return Item{ID: m.ID, Serial: m.Serial, KeyVersion: m.KeyVersion, Vendor: m.Vendor, Box: m.Box, AgencyID: m.AgencyID,
		Agency: m.AgencyName, Terminal: m.Terminal, Receiver: m.Receiver, Since: m.Since, View: Table.Show(m.State, has)}
}

type listInput struct {
	api.Paging
	Q      string `query:"q" doc:"序列号开头" maxLength:"20"`
	State  string `query:"state" doc:"状态代码"`
	Agency int64  `query:"agency" doc:"保管机构编号"`
}

func (k *Desk) list(ctx context.Context, in *listInput) (page *api.Page[Item], err error) {
	after, err := api.Cursor(in.After)
	if err != nil {
		return nil, err
	}
	err = k.db.View(ctx, func(tx *db.Tx) error {
		modules, total, err := list(tx, Filter{Serial: in.Q, State: in.State, Agency: in.Agency, After: after, Limit: in.Limit})
		page = api.PageOf(modules, in.Paging, total, func(m Module) (Item, int64) { return itemOf(m, tx.Actor().Has), m.ID })
		return err
	})
	return page, err
}

type idInput struct {
	ID int64 `path:"id"`
}

func (k *Desk) show(ctx context.Context, in *idInput) (*record, error) {
	answer := new(record)
	err := k.db.View(ctx, func(tx *db.Tx) error {
		m, err := find(tx, in.ID)
		if err != nil {
			return err
		}
		answer.Item = itemOf(m, tx.Actor().Has)
		answer.Moves, err = moves(tx, in.ID)
		return err
	})
	return answer, err
}

type stockInInput struct {
	Body struct {
		Serials    []string `json:"serials,omitempty" doc:"逐个填写的序列号" maxItems:"10000"`
		From       string   `json:"from,omitempty" doc:"起始序列号（含）" maxLength:"20"`
		To         string   `json:"to,omitempty" doc:"终止序列号（含）" maxLength:"20"`
		KeyVersion string   `json:"keyVersion" doc:"密钥版本" minLength:"1" maxLength:"20"`
		Vendor     string   `json:"vendor" doc:"供应商" minLength:"1" maxLength:"60"`
		Box        string   `json:"box" doc:"箱号" maxLength:"40"`
	}
}

func (k *Desk) stockIn(ctx context.Context, in *stockInInput) (*Slip, error) {
	b := in.Body
	slip, err := k.StockIn(ctx, Delivery{Serials: b.Serials, From: b.From, To: b.To, KeyVersion: b.KeyVersion, Vendor: b.Vendor, Box: b.Box})
	return &slip, err
}

type handOutInput struct {
	Body struct {
		IDs      []int64 `json:"ids" doc:"要发放的 PSAM 卡" minItems:"1" maxItems:"10000"`
		AgencyID int64   `json:"agencyId" doc:"领用机构"`
		Terminal string  `json:"terminal,omitempty" doc:"终端编号" maxLength:"40"`
		Receiver string  `json:"receiver" doc:"领用人" maxLength:"60"`
	}
}

func (k *Desk) handOut(ctx context.Context, in *handOutInput) (*Slip, error) {
	b := in.Body
	slip, err := k.HandOut(ctx, Handing{IDs: b.IDs, AgencyID: b.AgencyID, Terminal: b.Terminal, Receiver: b.Receiver})
	return &slip, err
}

type stepInput struct {
	ID   int64 `path:"id"`
	Body struct {
		Note string `json:"note" doc:"原因、证据或说明" maxLength:"500"`
	}
}
