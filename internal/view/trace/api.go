package trace

import (
	"context"
	"errors"
	"strconv"

	"kaguan/internal/kit/api"
	"kaguan/internal/kit/cn"
	"kaguan/internal/kit/db"
	"kaguan/internal/record/card"
	"kaguan/internal/record/citizen"
)

// View answers what happened.
type View struct {
	db     *db.DB
	people *citizen.Register
}

// NewView makes the view of a database.
func NewView(d *db.DB, people *citizen.Register) *View { return &View{d, people} }

// Routes registers the view's part of the open API.
func Routes(r *api.Router, v *View) {
	api.Get(r, api.Op{Path: "/people/{id}/grid", Right: "trace.view", Title: "一人的办理步骤与卡的去向"}, v.person)
	api.Get(r, api.Op{Path: "/journal", Right: "trace.journal", Title: "数据追踪：查询日志"}, v.journal)
	api.Get(r, api.Op{Path: "/journal/head", Right: "trace.journal", Title: "日志链的当前状态"}, v.head)
}

type idInput struct {
	ID int64 `path:"id"`
}

type person struct {
	Citizen  identity  `json:"citizen"`
	Where    string    `json:"where" doc:"一句话说明卡在哪里、轮到谁"`
	Attempts []Attempt `json:"attempts" doc:"历次申请与步骤，新的在前"`
	Cards    []holding `json:"cards" doc:"名下的卡"`
}

type identity struct {
	ID       int64  `json:"id"`
	Name     string `json:"name" doc:"姓名"`
	IDMasked string `json:"idMasked" doc:"证件号码，已遮蔽"`
	Sex      string `json:"sex" doc:"性别代码"`
	Birth    string `json:"birth" doc:"出生日期"`
	Photo    string `json:"photo" doc:"照片地址，空表示没有"`
}

type holding struct {
	ID        int64  `json:"id"`
	Number    string `json:"number" doc:"社保卡号"`
	State     string `json:"state" doc:"卡状态代码"`
	StateName string `json:"stateName" doc:"卡状态"`
	Holder    string `json:"holder" doc:"现在由谁保管"`
	MadeOn    string `json:"madeOn" doc:"制卡日期"`
	IssuedOn  string `json:"issuedOn" doc:"领卡日期"`
}

func (v *View) person(ctx context.Context, in *idInput) (*person, error) {
	answer := &person{Attempts: []Attempt{}, Cards: []holding{}}
	err := v.db.View(ctx, func(tx *db.Tx) error {
		c, err := v.people.Get(tx, in.ID)
		if err != nil {
			return err
		}
		answer.Citizen = identityOf(c)
		all, err := attempts(tx, in.ID)
		if err != nil {
			return err
		}
		for _, a := range all {
			g, err := grid(tx, a)
			if err != nil {
				return err
			}
			answer.Attempts = append(answer.Attempts, g)
		}
		if answer.Where, err = Where(tx, in.ID); err != nil {
			return err
		}
		cards, err := card.ByCitizen(tx, in.ID)
		for _, c := range cards {
			answer.Cards = append(answer.Cards, holding{ID: c.ID, Number: c.Number, State: string(c.State), StateName: card.Table.NameOf(c.State),
				Holder: card.KeeperName(c.Holder.Kind), MadeOn: c.MadeOn, IssuedOn: c.IssuedOn})
		}
		return err
	})
	return answer, err
}

func identityOf(c citizen.Citizen) identity {
	one := identity{ID: c.ID, Name: c.Name, IDMasked: cn.MaskID(c.IDNumber), Sex: c.Sex, Birth: c.Birth}
	if c.PhotoDigest != "" {
		one.Photo = api.Prefix + "/citizens/" + strconv.FormatInt(c.ID, 10) + "/photo"
	}
	return one
}

type journalInput struct {
	api.Paging
	Kind    string `query:"kind" doc:"对象类别" maxLength:"40"`
	Subject string `query:"subject" doc:"对象编号" maxLength:"40"`
	Actor   string `query:"actor" doc:"操作人" maxLength:"40"`
	Verb    string `query:"verb" doc:"事件代码" maxLength:"60"`
	From    int64  `query:"from" doc:"起始时间，毫秒"`
	To      int64  `query:"to" doc:"终止时间（不含），毫秒"`
}

type entry struct {
	db.Entry
	VerbName string `json:"verbName" doc:"发生了什么"`
}

func (v *View) journal(ctx context.Context, in *journalInput) (*api.Page[entry], error) {
	before, err := api.Cursor(in.After)
	if err != nil {
		return nil, err
	}
	page := &api.Page[entry]{Items: []entry{}}
	err = v.db.View(ctx, func(tx *db.Tx) error {
		filter := db.JournalFilter{Kind: in.Kind, Subject: in.Subject, Actor: in.Actor, Verb: in.Verb, From: in.From, To: in.To, Before: before, Limit: in.Limit}
		entries, err := tx.Journal(filter)
		if err != nil {
			return err
		}
		for _, e := range entries {
			page.Items = append(page.Items, entry{e, verbName(e.Verb)})
			page.Next = strconv.FormatInt(e.ID, 10)
		}
		if len(entries) < in.Limit {
			page.Next = ""
		}
		page.Total, err = tx.JournalCount(filter)
		return err
	})
	return page, err
}

type headOutput struct {
	Entries int64  `json:"entries" doc:"已封存的日志条数"`
	Waiting int64  `json:"waiting" doc:"等待封存的条数"`
	Head    string `json:"head" doc:"链尾摘要（SM3），可抄录在别处以便日后核对"`
}

func (v *View) head(ctx context.Context, _ *struct{}) (*headOutput, error) {
	answer := new(headOutput)
	err := v.db.View(ctx, func(tx *db.Tx) error {
		err := tx.Each(func(s db.Scanner) error { return s.Scan(&answer.Entries, &answer.Head) },
			`SELECT seq, hash FROM journal_seal ORDER BY seq DESC LIMIT 1`)
		if err != nil {
			return err
		}
		answer.Waiting, err = db.Scalar[int64](tx, `SELECT COUNT(*) FROM journal_pending`)
		if errors.Is(err, db.ErrNone) {
			return nil
		}
		return err
	})
	return answer, err
}
