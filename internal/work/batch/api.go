package batch

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"kaguan/internal/kit/api"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/exchange"
)

// Routes registers the capability's part of the open API.
func Routes(r *api.Router, k *Desk) {
	api.Call(r, api.Op{Path: "/batches/count", Right: "batch.select", Title: "批次筛选：预览人数"}, k.count)
	api.Post(r, api.Op{Path: "/batches", Right: "batch.select", Title: "批次筛选：生成批次"}, k.selecting)
	api.Get(r, api.Op{Path: "/batches", Right: "batch.view", Title: "查询批次"}, k.list)
	api.Get(r, api.Op{Path: "/batches/{id}", Right: "batch.view", Title: "查看一个批次"}, k.show)
	api.Get(r, api.Op{Path: "/batches/{id}/items", Right: "batch.view", Title: "查看批次人员"}, k.items)
	api.Get(r, api.Op{Path: "/batches/{id}/files", Right: "batch.view", Title: "查看批次的交换文件"}, k.filesOf)
	api.Get(r, api.Op{Path: "/batches/{id}/strays", Right: "batch.view", Title: "查看回盘中没有生效的行"}, k.strays)
	for _, v := range []struct {
		verb, right, title string
		do                 func(ctx context.Context, id int64, note string) error
	}{
		{"confirm", "batch.confirm", "批次确认", func(ctx context.Context, id int64, _ string) error { return k.Confirm(ctx, id) }},
		{"undo", "batch.confirm", "还原批次", k.Undo},
		{"discard", "batch.select", "作废批次", k.Discard},
		{"close-round", "batch.exchange", "结束本轮回盘", k.CloseRound},
	} {
		api.Post(r, api.Op{Path: "/batches/{id}/" + v.verb, Right: v.right, Title: v.title},
			func(ctx context.Context, in *stepInput) (*record, error) {
				if err := v.do(ctx, in.ID, in.Body.Note); err != nil {
					return nil, err
				}
				return k.show(ctx, &idInput{ID: in.ID})
			})
	}
	for _, round := range Rounds() {
		api.Post(r, api.Op{Path: "/batches/{id}/" + k.course(round).export(), Right: "batch.exchange", Title: "导出" + round.Title() + "数据"},
			func(ctx context.Context, in *idInput) (*exported, error) {
				job, err := k.Export(ctx, in.ID, round)
				return &exported{JobID: job}, err
			})
	}
	api.Raw(r, http.MethodPost, api.Op{Path: "/batches/{id}/returns", Right: "batch.exchange", Title: "上传回盘文件"}, k.upload)
	api.Raw(r, http.MethodGet, api.Op{Path: "/files/{id}", Right: "batch.exchange", Title: "下载交换文件"}, k.download)
}

type idInput struct {
	ID int64 `path:"id"`
}

type stepInput struct {
	ID   int64 `path:"id"`
	Body struct {
		Note string `json:"note,omitempty" doc:"原因或说明" maxLength:"500"`
	}
}

type exported struct {
	JobID int64 `json:"jobId" doc:"生成文件的任务编号"`
}

type countInput struct {
	Body struct {
		Rule Rule `json:"rule" doc:"筛选条件"`
	}
}

func (k *Desk) count(ctx context.Context, in *countInput) (*Preview, error) {
	p, err := k.Count(ctx, in.Body.Rule)
	return &p, err
}

type selectInput struct {
	Body struct {
		Rule   Rule   `json:"rule" doc:"筛选条件"`
		Vendor string `json:"vendor" doc:"卡商代码" minLength:"1" maxLength:"20"`
	}
}

func (k *Desk) selecting(ctx context.Context, in *selectInput) (*record, error) {
	b, err := k.Select(ctx, in.Body.Rule, in.Body.Vendor)
	if err != nil {
		return nil, err
	}
	return k.show(ctx, &idInput{ID: b.ID})
}

type listInput struct {
	api.Paging
	Q     string `query:"q" doc:"批次号开头" maxLength:"20"`
	State string `query:"state" doc:"状态代码，多个用逗号分隔" maxLength:"200"`
	Bank  string `query:"bank" doc:"服务银行代码" maxLength:"20"`
}

func (k *Desk) list(ctx context.Context, in *listInput) (*api.Page[row], error) {
	before, err := api.Cursor(in.After)
	if err != nil {
		return nil, err
	}
	f := Filter{No: in.Q, Bank: in.Bank, Before: before, Limit: in.Limit}
	if in.State != "" {
		f.States = strings.Split(in.State, ",")
	}
	page := &api.Page[row]{Items: []row{}}
	err = k.db.View(ctx, func(tx *db.Tx) error {
		batches, total, err := list(tx, f)
		if err != nil {
			return err
		}
		page.Total = total
		names := names{}
		for _, b := range batches {
			one, err := rowOf(tx, b, names)
			if err != nil {
				return err
			}
			page.Items = append(page.Items, one)
			page.Next = strconv.FormatInt(b.ID, 10)
		}
		if len(batches) < in.Limit {
			page.Next = ""
		}
		return nil
	})
	return page, err
}

func (k *Desk) show(ctx context.Context, in *idInput) (*record, error) {
	answer := new(record)
	err := k.db.View(ctx, func(tx *db.Tx) error {
		b, err := find(tx, in.ID)
		if err != nil {
			return err
		}
		*answer, err = k.recordOf(tx, b)
		return err
	})
	return answer, err
}

type itemsInput struct {
	ID int64 `path:"id"`
	api.Paging
	State  string `query:"state" doc:"人员状态代码" maxLength:"20"`
	Round  string `query:"round" doc:"回合：preaccount produce bankdata" maxLength:"20"`
	Bucket string `query:"bucket" doc:"该回合中的去向：ok rejected outstanding withdrawn，空为全部" maxLength:"20"`
}

func (k *Desk) items(ctx context.Context, in *itemsInput) (*api.Page[itemRow], error) {
	after, err := api.Cursor(in.After)
	if err != nil {
		return nil, err
	}
	page := &api.Page[itemRow]{Items: []itemRow{}}
	err = k.db.View(ctx, func(tx *db.Tx) error {
		if _, err := find(tx, in.ID); err != nil {
			return err
		}
		f := ItemFilter{BatchID: in.ID, State: ItemState(in.State), Round: Round(in.Round), Bucket: Bucket(in.Bucket), After: after, Limit: in.Limit}
		found, err := items(tx, f)
		if err != nil {
			return err
		}
		if page.Total, err = countItems(tx, f); err != nil {
			return err
		}
		if page.Items, err = k.itemRows(tx, found); err != nil {
			return err
		}
		if len(found) == in.Limit {
			page.Next = strconv.FormatInt(found[len(found)-1].Seq, 10)
		}
		return nil
	})
	return page, err
}

func (k *Desk) filesOf(ctx context.Context, in *idInput) (*api.Page[exchange.File], error) {
	page := &api.Page[exchange.File]{}
	err := k.db.View(ctx, func(tx *db.Tx) (err error) {
		if _, err := find(tx, in.ID); err != nil {
			return err
		}
		page.Items, err = filesOf(tx, in.ID)
		page.Total = int64(len(page.Items))
		return err
	})
	return page, err
}

type straysInput struct {
	ID int64 `path:"id"`
	api.Paging
}

func (k *Desk) strays(ctx context.Context, in *straysInput) (*api.Page[Stray], error) {
	after, err := api.Cursor(in.After)
	if err != nil {
		return nil, err
	}
	page := &api.Page[Stray]{}
	err = k.db.View(ctx, func(tx *db.Tx) (err error) {
		if _, err := find(tx, in.ID); err != nil {
			return err
		}
		if page.Total, err = countStrays(tx, in.ID); err != nil {
			return err
		}
		page.Items, err = strays(tx, in.ID, after, in.Limit)
		if len(page.Items) == in.Limit {
			page.Next = strconv.FormatInt(page.Items[len(page.Items)-1].ID, 10)
		}
		return err
	})
	return page, err
}
