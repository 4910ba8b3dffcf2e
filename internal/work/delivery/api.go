package delivery

import (
	"context"

	"kaguan/internal/kit/api"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/state"
)

// Routes registers the capability's part of the open API.
func Routes(r *api.Router, k *Desk) {
	api.Get(r, api.Op{Path: "/parcels", Right: "delivery.view", Title: "查询物流包"}, k.list)
	api.Get(r, api.Op{Path: "/parcels/{id}", Right: "delivery.view", Title: "查看一个物流包及其装箱清单"}, k.show)
	api.Post(r, api.Op{Path: "/parcels/dispatch", Right: "delivery.dispatch", Title: "市中心寄出"}, k.dispatch)
	api.Post(r, api.Op{Path: "/parcels/{id}/receive", Right: "delivery.receive", Title: "经办机构接收"}, k.receive)
	api.Post(r, api.Op{Path: "/parcels/{id}/receive-late", Right: "delivery.receive", Title: "补收缺少的卡"}, k.receiveLate)
	api.Post(r, api.Op{Path: "/handovers", Right: "delivery.handover", Title: "个人领取"}, k.handOver)
	api.Post(r, api.Op{Path: "/handovers/list", Right: "delivery.handover", Title: "批量领取"}, k.handOverList)
}

// Item is one parcel as the API shows it.
type Item struct {
	ID         int64  `json:"id"`
	No         string `json:"no" doc:"物流包号"`
	From       string `json:"from" doc:"寄出机构"`
	To         string `json:"to" doc:"接收机构"`
	ToAgency   int64  `json:"toAgency" doc:"接收机构编号"`
	Count      *int64 `json:"count,omitempty" doc:"装入张数；盲点接收，接收之前不告诉接收方"`
	Arrived    int64  `json:"arrived" doc:"已到张数"`
	Waybill    string `json:"waybill" doc:"运单号"`
	Note       string `json:"note" doc:"备注"`
	SentBy     string `json:"sentBy" doc:"寄出人"`
	SentAt     int64  `json:"sentAt" doc:"寄出时间，毫秒"`
	ReceivedBy string `json:"receivedBy" doc:"接收人"`
	ReceivedAt int64  `json:"receivedAt" doc:"接收时间，毫秒，0 表示尚未接收"`
	Since      int64  `json:"since" doc:"进入当前状态的时间，毫秒"`
	state.View
}

type record struct {
	Item
	Digest string   `json:"digest" doc:"装箱清单摘要（SM3）"`
	Cards  []Packed `json:"cards" doc:"装箱清单，接收方在清点之后才看到"`
}

// itemOf shows a parcel. Who is to count it is not told how many there are: a
// count that knows its result is not a count. Only who stands at the sender's
// side, in whose region the parcel was packed, sees the figure before.
func itemOf(p Parcel, who db.Actor) Item {
	it := Item{ID: p.ID, No: p.No, From: p.FromName, To: p.ToName, ToAgency: p.ToAgency, Arrived: p.Arrived, Waybill: p.Waybill, Note: p.Note,
		SentBy: p.SentBy, SentAt: p.SentAt, ReceivedBy: p.ReceivedBy, ReceivedAt: p.ReceivedAt, Since: p.Since, View: Table.Show(p.State, who.Has)}
	if p.State != Sent || who.Scope.Covers(p.FromPath) {
		it.Count = &p.Count
	}
	return it
}

type listInput struct {
	api.Paging
	No     string `query:"no" doc:"物流包号" maxLength:"20"`
	State  string `query:"state" doc:"状态代码"`
	Agency int64  `query:"agency" doc:"接收机构编号"`
}

func (k *Desk) list(ctx context.Context, in *listInput) (page *api.Page[Item], err error) {
	before, err := api.Cursor(in.After)
	if err != nil {
		return nil, err
	}
	err = k.db.View(ctx, func(tx *db.Tx) error {
		parcels, total, err := list(tx, Filter{No: in.No, State: in.State, Agency: in.Agency, Before: before, Limit: in.Limit})
		page = api.PageOf(parcels, in.Paging, total, func(p Parcel) (Item, int64) { return itemOf(p, tx.Actor()), p.ID })
		return err
	})
	return page, err
}

type idInput struct {
	ID int64 `path:"id"`
}

func (k *Desk) show(ctx context.Context, in *idInput) (*record, error) {
	answer := &record{Cards: []Packed{}}
	err := k.db.View(ctx, func(tx *db.Tx) error {
		p, err := findParcel(tx, in.ID)
		if err != nil {
			return err
		}
		answer.Item, answer.Digest = itemOf(p, tx.Actor()), p.Digest
		if answer.Count == nil {
			return nil
		}
		answer.Cards, err = packingList(tx, in.ID)
		return err
	})
	return answer, err
}

type dispatchInput struct {
	Body struct {
		AgencyID int64   `json:"agencyId" doc:"接收机构"`
		Cards    []int64 `json:"cards,omitempty" doc:"要寄的卡；不填表示该机构所有待寄的卡" maxItems:"20000"`
		Waybill  string  `json:"waybill,omitempty" doc:"运单号" maxLength:"40"`
		Note     string  `json:"note,omitempty" doc:"备注" maxLength:"200"`
	}
}

func (k *Desk) dispatch(ctx context.Context, in *dispatchInput) (*Item, error) {
	b := in.Body
	p, err := k.Dispatch(ctx, Dispatch{AgencyID: b.AgencyID, Cards: b.Cards, Waybill: b.Waybill, Note: b.Note})
	if err != nil {
		return nil, err
	}
	it := itemOf(p, db.ActorOf(ctx))
	return &it, nil
}

type receipt struct {
	Parcel  Item     `json:"parcel"`
	Missing []string `json:"missing" doc:"寄出而没有找到的卡号"`
	Extra   []string `json:"extra" doc:"找到而不在本包之内的卡号"`
}

func receiptOf(r Receipt, who db.Actor) *receipt {
	return &receipt{Parcel: itemOf(r.Parcel, who), Missing: append([]string{}, r.Missing...), Extra: append([]string{}, r.Extra...)}
}

type receiveInput struct {
	ID   int64 `path:"id"`
	Body struct {
		Counted int64    `json:"counted" doc:"清点张数" minimum:"0"`
		Scanned bool     `json:"scanned,omitempty" doc:"已逐张扫描；这时以卡号为准，一张都没有也可以"`
		Numbers []string `json:"numbers,omitempty" doc:"逐张扫描的卡号，清点数不符时需要" maxItems:"20000"`
		Note    string   `json:"note,omitempty" doc:"备注" maxLength:"200"`
	}
}

func (k *Desk) receive(ctx context.Context, in *receiveInput) (*receipt, error) {
	r, err := k.Receive(ctx, in.ID, Count{Counted: in.Body.Counted, Scanned: in.Body.Scanned || len(in.Body.Numbers) > 0, Numbers: in.Body.Numbers, Note: in.Body.Note})
	if err != nil {
		return nil, err
	}
	return receiptOf(r, db.ActorOf(ctx)), nil
}

type lateInput struct {
	ID   int64 `path:"id"`
	Body struct {
		Numbers []string `json:"numbers" doc:"后来找到的卡号" minItems:"1" maxItems:"20000"`
	}
}

func (k *Desk) receiveLate(ctx context.Context, in *lateInput) (*receipt, error) {
	r, err := k.ReceiveLate(ctx, in.ID, in.Body.Numbers)
	if err != nil {
		return nil, err
	}
	return receiptOf(r, db.ActorOf(ctx)), nil
}

type handOverInput struct {
	Body struct {
		CardID    int64  `json:"cardId" doc:"要发放的卡"`
		Collector string `json:"collector" enum:"self,agent" doc:"self 本人 agent 代领"`
		IDNumber  string `json:"idNumber" doc:"领取人证件号码" maxLength:"30"`
		Name      string `json:"name,omitempty" doc:"代领人姓名" maxLength:"60"`
		Relation  string `json:"relation,omitempty" doc:"与持卡人的关系" maxLength:"30"`
		Note      string `json:"note,omitempty" doc:"备注" maxLength:"200"`
	}
}

type handedOne struct {
	ID int64 `json:"id" doc:"领取记录编号"`
}

func (k *Desk) handOver(ctx context.Context, in *handOverInput) (*handedOne, error) {
	b := in.Body
	id, err := k.HandOver(ctx, b.CardID, Collector{Kind: b.Collector, Name: b.Name, IDNumber: b.IDNumber, Relation: b.Relation, Note: b.Note})
	return &handedOne{id}, err
}

type handListInput struct {
	Body struct {
		Cards    []int64 `json:"cards" doc:"清单上的卡" minItems:"1" maxItems:"20000"`
		Kept     []kept  `json:"kept,omitempty" doc:"清单上没有发放的卡" maxItems:"20000"`
		Name     string  `json:"name" doc:"签领人姓名" maxLength:"60"`
		IDNumber string  `json:"idNumber" doc:"签领人身份证号码" maxLength:"30"`
		Unit     string  `json:"unit,omitempty" doc:"单位、学校或村居" maxLength:"100"`
	}
}

type kept struct {
	CardID int64  `json:"cardId"`
	Reason string `json:"reason" doc:"没有发放的原因" maxLength:"100"`
}

type handedList struct {
	ID    int64  `json:"id" doc:"清单编号"`
	No    string `json:"no" doc:"清单号"`
	Count int64  `json:"count" doc:"发放张数"`
	Kept  int64  `json:"kept" doc:"未发放张数"`
}

func (k *Desk) handOverList(ctx context.Context, in *handListInput) (*handedList, error) {
	b := in.Body
	keptBack := map[int64]string{}
	for _, one := range b.Kept {
		keptBack[one.CardID] = one.Reason
	}
	h, err := k.HandOverList(ctx, List{Cards: b.Cards, Kept: keptBack, Name: b.Name, IDNumber: b.IDNumber, Unit: b.Unit})
	return &handedList{h.ID, h.No, h.Count, h.Kept}, err
}
