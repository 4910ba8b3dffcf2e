package search

import (
	"context"
	"strconv"
	"strings"

	"kaguan/internal/kit/api"
	"kaguan/internal/kit/db"
	"kaguan/internal/record/citizen"
)

// View finds things.
type View struct {
	db       *db.DB
	register *citizen.Register
}

// NewView makes the view of a database.
func NewView(d *db.DB, register *citizen.Register) *View { return &View{d, register} }

// Routes registers the view's part of the open API.
func Routes(r *api.Router, v *View) {
	api.Get(r, api.Op{Path: "/search", Right: api.SignedIn, Title: "顶部搜索"}, v.top)
	api.Get(r, api.Op{Path: "/search/people", Right: "trace.view", Title: "综合查询"}, v.combined)
	api.Get(r, api.Op{Path: "/delivery/collect", Right: "delivery.handover", Title: "领卡柜台查询"}, v.counter)
	api.Get(r, api.Op{Path: "/delivery/waiting", Right: "delivery.dispatch", Title: "待寄出的卡，按机构"}, v.waitingCards)
}

type wordInput struct {
	Q string `query:"q" doc:"证件号码、卡号、姓名、拼音、批次号" maxLength:"60"`
}

type hitsOutput struct {
	Hits []Hit `json:"hits"`
}

func (v *View) top(ctx context.Context, in *wordInput) (*hitsOutput, error) {
	answer := &hitsOutput{Hits: []Hit{}}
	if strings.TrimSpace(in.Q) == "" || !db.ActorOf(ctx).Has("trace.view") {
		return answer, nil
	}
	err := v.db.View(ctx, func(tx *db.Tx) (err error) {
		answer.Hits, err = v.hits(tx, in.Q)
		return err
	})
	return answer, err
}

type peopleInput struct {
	api.Paging
	Q      string `query:"q" doc:"证件号码（15 或 18 位）、姓名、拼音、首字母、手机、卡号" maxLength:"60"`
	Card   string `query:"card" doc:"社保卡号开头" maxLength:"9"`
	Batch  string `query:"batch" doc:"批次号" maxLength:"30"`
	State  string `query:"state" doc:"申请状态代码"`
	Agency int64  `query:"agency" doc:"领卡机构编号"`
	From   int64  `query:"from" doc:"申请时间起，毫秒"`
	To     int64  `query:"to" doc:"申请时间止（不含），毫秒"`
}

func (v *View) combined(ctx context.Context, in *peopleInput) (*api.Page[Person], error) {
	before, err := api.Cursor(in.After)
	if err != nil {
		return nil, err
	}
	page := &api.Page[Person]{Items: []Person{}}
	err = v.db.View(ctx, func(tx *db.Tx) error {
		list, total, err := v.people(tx, Filter{Q: in.Q, Card: in.Card, Batch: in.Batch, State: in.State, Agency: in.Agency,
			From: in.From, To: in.To, Before: before, Limit: in.Limit})
		page.Items, page.Total = append(page.Items, list...), total
		if len(list) == in.Limit {
			page.Next = strconv.FormatInt(list[len(list)-1].ApplicationID, 10)
		}
		return err
	})
	return page, err
}

func (v *View) counter(ctx context.Context, in *wordInput) (answer *Collection, err error) {
	err = v.db.View(ctx, func(tx *db.Tx) error {
		answer, err = v.collection(tx, in.Q)
		return err
	})
	return answer, err
}

func (v *View) waitingCards(ctx context.Context, _ *struct{}) (*api.Page[Waiting], error) {
	page := &api.Page[Waiting]{Items: []Waiting{}}
	err := v.db.View(ctx, func(tx *db.Tx) error {
		list, err := waiting(tx)
		page.Items, page.Total = append(page.Items, list...), int64(len(list))
		return err
	})
	return page, err
}
