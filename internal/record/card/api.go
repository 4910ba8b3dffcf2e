package card

import (
	"context"
	"fmt"
	"strings"

	"kaguan/internal/kit/api"
	"kaguan/internal/kit/cn"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/seal"
	"kaguan/internal/kit/state"
)

// Desk is where cards are looked up.
type Desk struct {
	db  *db.DB
	box *seal.Box
}

// NewDesk makes the desk of a database; box opens the account numbers.
func NewDesk(d *db.DB, box *seal.Box) *Desk { return &Desk{d, box} }

// Routes registers the register's part of the open API.
func Routes(r *api.Router, k *Desk) {
	api.Get(r, api.Op{Path: "/cards", Right: "card.view", Title: "查询社保卡"}, k.list)
	api.Get(r, api.Op{Path: "/cards/{id}", Right: "card.view", Title: "查看一张社保卡及其交接记录"}, k.show)
}

// Item is one card as the API shows it.
type Item struct {
	ID         int64  `json:"id"`
	Number     string `json:"number" doc:"社保卡号"`
	CitizenID  int64  `json:"citizenId" doc:"参保人编号"`
	BatchID    int64  `json:"batchId" doc:"批次编号"`
	Bank       string `json:"bank" doc:"服务银行代码"`
	AgencyID   int64  `json:"agencyId" doc:"领卡机构编号"`
	RegionPath string `json:"regionPath" doc:"行政区划路径"`
	Position   string `json:"position" doc:"装箱位置"`
	MadeOn     string `json:"madeOn" doc:"制卡日期"`
	ValidTo    string `json:"validTo" doc:"有效期至"`
	IssuedOn   string `json:"issuedOn" doc:"领卡启用日期，空表示尚未领取"`
	Holder     holder `json:"holder" doc:"现在由谁保管"`
	Since      int64  `json:"since" doc:"保管起始时间，毫秒"`
	state.View
}

type holder struct {
	Kind string `json:"kind" doc:"保管方类别"`
	ID   int64  `json:"id" doc:"保管方编号"`
	Name string `json:"name" doc:"保管方类别名称"`
}

type record struct {
	Item
	ApplicationID int64  `json:"applicationId" doc:"申请编号"`
	Account       string `json:"account" doc:"银行卡号，只显示末四位"`
	ChipID        string `json:"chipId" doc:"卡识别码"`
	ATR           string `json:"atr" doc:"卡复位码"`
	Moves         []move `json:"moves" doc:"交接记录，从早到晚"`
}

type move struct {
	At      int64  `json:"at" doc:"时间，毫秒"`
	From    holder `json:"from" doc:"交出方"`
	To      holder `json:"to" doc:"接收方"`
	RefKind string `json:"refKind" doc:"单据类别"`
	RefID   string `json:"refId" doc:"单据编号"`
	Actor   string `json:"actor" doc:"操作人"`
}

func holderOf(h Holder) holder { return holder{string(h.Kind), h.ID, KeeperName(h.Kind)} }

func itemOf(c Card, has func(string) bool) Item {
	return Item{ID: c.ID, Number: c.Number, CitizenID: c.CitizenID, BatchID: c.BatchID, Bank: c.Bank, AgencyID: c.AgencyID,
		RegionPath: c.RegionPath, Position: c.Position, MadeOn: c.MadeOn, ValidTo: c.ValidTo, IssuedOn: c.IssuedOn,
		Holder: holderOf(c.Holder), Since: c.Since, View: Table.Show(c.State, has)}
}

type listInput struct {
	api.Paging
	Q       string `query:"q" doc:"社保卡号开头" maxLength:"9"`
	State   string `query:"state" doc:"状态代码"`
	Bank    string `query:"bank" doc:"服务银行代码"`
	Citizen int64  `query:"citizen" doc:"参保人编号"`
	Batch   int64  `query:"batch" doc:"批次编号"`
	Agency  int64  `query:"agency" doc:"领卡机构编号"`
	Keeper  string `query:"keeper" doc:"保管方类别"`
	Holder  int64  `query:"holder" doc:"保管方编号，与类别一起使用"`
}

func (k *Desk) list(ctx context.Context, in *listInput) (page *api.Page[Item], err error) {
	after, err := api.Cursor(in.After)
	if err != nil {
		return nil, err
	}
	err = k.db.View(ctx, func(tx *db.Tx) error {
		cards, total, err := List(tx, Filter{Number: strings.ToUpper(in.Q), State: State(in.State), Bank: in.Bank, Citizen: in.Citizen,
			Batch: in.Batch, Agency: in.Agency, Keeper: Keeper(in.Keeper), Holder: in.Holder, After: after, Limit: in.Limit})
		page = api.PageOf(cards, in.Paging, total, func(c Card) (Item, int64) { return itemOf(c, tx.Actor().Has), c.ID })
		return err
	})
	return page, err
}

type idInput struct {
	ID int64 `path:"id"`
}

func (k *Desk) show(ctx context.Context, in *idInput) (*record, error) {
	answer := &record{Moves: []move{}}
	err := k.db.View(ctx, func(tx *db.Tx) error {
		c, err := Get(tx, in.ID)
		if err != nil {
			return err
		}
		account, err := k.box.Open(AccountField, c.Account)
		if err != nil {
			return fmt.Errorf("reading the account of card %d: %w", c.ID, err)
		}
		answer.Item, answer.ApplicationID, answer.Account = itemOf(c, tx.Actor().Has), c.ApplicationID, cn.MaskAccount(account)
		answer.ChipID, answer.ATR = c.ChipID, c.ATR
		hops, err := Hops(tx, c.ID)
		for _, h := range hops {
			answer.Moves = append(answer.Moves, move{At: h.At, From: holderOf(h.From), To: holderOf(h.To), RefKind: h.Ref.Kind, RefID: h.Ref.ID, Actor: h.Actor})
		}
		return err
	})
	return answer, err
}
