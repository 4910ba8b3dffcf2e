package application

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"

	"kaguan/internal/kit/api"
	"kaguan/internal/kit/cn"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
	"kaguan/internal/kit/state"
	"kaguan/internal/record/card"
	"kaguan/internal/record/citizen"
)

// Routes registers the capability's part of the open API.
func Routes(r *api.Router, k *Desk) {
	api.Get(r, api.Op{Path: "/applications", Right: "application.view", Title: "查询申请"}, k.list)
	api.Get(r, api.Op{Path: "/applications/{id}", Right: "application.view", Title: "查看一份申请及其经过"}, k.show)
	api.Raw(r, http.MethodGet, api.Op{Path: "/applications/{id}/photo", Right: "application.view", Title: "查看申请的照片"}, k.photo)
	api.Call(r, api.Op{Path: "/applications/check", Right: "application.apply", Title: "申请前查询：此人是否已登记、已申请、已有卡"}, k.check)
	api.Post(r, api.Op{Path: "/applications", Right: "application.apply", Title: "个人申请"}, k.apply)
	api.Raw(r, http.MethodPost, api.Op{Path: "/applications/photo", Right: "application.apply", Title: "上传照片（正文为 JPEG，参数 idNumber）"}, k.takePhoto)
	api.Post(r, api.Op{Path: "/applications/{id}/resubmit", Right: "application.apply", Title: "补正并重新提交"}, k.resubmitOne)
	api.Post(r, api.Op{Path: "/applications/accept", Right: "application.review", Title: "批量审核通过"}, k.acceptMany)
	for _, v := range []struct {
		verb, right, title string
		do                 func(ctx context.Context, id int64, note string) error
	}{
		{"accept", "application.review", "审核通过", k.Accept},
		{"return", "application.review", "退回补正", k.Return},
		{"reject", "application.review", "审核不通过", k.Reject},
		{"withdraw", "application.apply", "撤销申请", k.Withdraw},
	} {
		api.Post(r, api.Op{Path: "/applications/{id}/" + v.verb, Right: v.right, Title: v.title},
			func(ctx context.Context, in *stepInput) (*record, error) {
				if err := v.do(ctx, in.ID, in.Body.Note); err != nil {
					return nil, err
				}
				return k.show(ctx, &idInput{ID: in.ID})
			})
	}
	importRoutes(r, k)
}

// Item is one application as the API shows it.
type Item struct {
	ID          int64  `json:"id"`
	No          string `json:"no" doc:"受理编号"`
	CitizenID   int64  `json:"citizenId" doc:"人员编号"`
	Name        string `json:"name" doc:"姓名"`
	IDNumber    string `json:"idNumber" doc:"证件号码，中间隐去"`
	Kind        string `json:"kind" doc:"业务类型代码"`
	Source      string `json:"source" doc:"来源：01 个人，02 单位"`
	Category    string `json:"category" doc:"人员类别代码"`
	Bank        string `json:"bank" doc:"服务银行代码"`
	AgencyID    int64  `json:"agencyId" doc:"领卡机构编号"`
	Agency      string `json:"agency" doc:"领卡机构"`
	RegionPath  string `json:"regionPath" doc:"所属行政区划路径"`
	UnitName    string `json:"unitName" doc:"单位名称"`
	HasPhoto    bool   `json:"hasPhoto" doc:"有照片"`
	Priority    int64  `json:"priority" doc:"优先标记"`
	WarnedOf    int    `json:"warnedOf" doc:"需要核对的问题数"`
	Reason      string `json:"reason" doc:"最近一次退回、不通过或失败的原因"`
	Stage       string `json:"stage" doc:"失败环节"`
	Attempt     int64  `json:"attempt" doc:"第几次办理"`
	ImportID    int64  `json:"importId" doc:"所属导入，0 为个人申请"`
	ImportLine  int64  `json:"importLine" doc:"在名单中的行号"`
	BatchID     int64  `json:"batchId" doc:"所在批次，0 为不在批次中"`
	SubmittedBy string `json:"submittedBy" doc:"提交人"`
	SubmittedAt int64  `json:"submittedAt" doc:"提交时间，毫秒"`
	ReviewedBy  string `json:"reviewedBy" doc:"审核人"`
	ReviewedAt  int64  `json:"reviewedAt" doc:"审核时间，毫秒"`
	Since       int64  `json:"since" doc:"进入当前状态的时间，毫秒"`
	state.View
}

type record struct {
	Item
	Form     Form      `json:"form" doc:"申请内容，敏感项已遮盖"`
	Warnings []Warning `json:"warnings" doc:"复核员需要核对的问题"`
	Steps    []Step    `json:"steps" doc:"经过，从早到晚"`
}

func itemOf(a Application, c citizen.Citizen, has func(string) bool) Item {
	return Item{ID: a.ID, No: a.No, CitizenID: a.CitizenID, Name: c.Name, IDNumber: cn.MaskID(c.IDNumber), Kind: a.Kind, Source: a.Source,
		Category: a.Category, Bank: a.Bank, AgencyID: a.AgencyID, Agency: a.AgencyName, RegionPath: a.RegionPath, UnitName: a.UnitName,
		HasPhoto: a.PhotoDigest != "", Priority: a.Priority, WarnedOf: len(a.Warnings), Reason: a.Reason, Stage: a.Stage, Attempt: a.Attempt,
		ImportID: a.ImportID, ImportLine: a.ImportLine, BatchID: a.BatchID, SubmittedBy: a.SubmittedBy, SubmittedAt: a.SubmittedAt,
		ReviewedBy: a.ReviewedBy, ReviewedAt: a.ReviewedAt, Since: a.Since, View: Table.Show(a.State, has)}
}

// masked is a form as a page shows it: the name stays, it is how people are told
// apart; the full values are citizen.reveal's.
func masked(f Form) Form {
	for _, one := range fields {
		if one.mask != nil && one.key != "name" && one.key != "birth" {
			value := one.of(&f)
			*value = one.mask(*value)
		}
	}
	return f
}

type listInput struct {
	api.Paging
	Q      string `query:"q" doc:"受理编号开头，或证件号码、姓名、拼音、手机" maxLength:"60"`
	State  string `query:"state" doc:"状态代码"`
	Agency int64  `query:"agency" doc:"领卡机构编号"`
	Region string `query:"region" doc:"行政区划路径"`
	Bank   string `query:"bank" doc:"服务银行代码"`
	Import int64  `query:"import" doc:"所属导入"`
	Batch  int64  `query:"batch" doc:"所在批次"`
}

// mostFound is how many people a search among applications looks at.
const mostFound = 500

func (k *Desk) list(ctx context.Context, in *listInput) (*api.Page[Item], error) {
	after, err := api.Cursor(in.After)
	if err != nil {
		return nil, err
	}
	page := &api.Page[Item]{Items: []Item{}}
	err = k.db.View(ctx, func(tx *db.Tx) error {
		f := Filter{State: in.State, Agency: in.Agency, Region: in.Region, Bank: in.Bank, Import: in.Import, Batch: in.Batch, After: after, Limit: in.Limit}
		if err := k.narrow(tx, &f, strings.TrimSpace(in.Q)); err != nil {
			return err
		}
		found, total, err := list(tx, f)
		if err != nil {
			return err
		}
		page.Total = total
		people := make([]int64, len(found))
		for i, a := range found {
			people[i] = a.CitizenID
		}
		citizens, err := k.people.GetMany(tx, people)
		for _, a := range found {
			page.Items = append(page.Items, itemOf(a, citizens[a.CitizenID], tx.Actor().Has))
		}
		if len(found) == in.Limit {
			page.Next = strconv.FormatInt(found[len(found)-1].ID, 10)
		}
		return err
	})
	return page, err
}

// narrow reads what a person types into the one search field.
func (k *Desk) narrow(tx *db.Tx, f *Filter, q string) error {
	if q == "" {
		return nil
	}
	people, err := k.people.Search(tx, q, mostFound)
	if err != nil {
		return err
	}
	if len(people) == 0 && strings.Trim(q, "0123456789") == "" {
		f.No = q
		return nil
	}
	f.Citizens = make([]int64, len(people))
	for i, c := range people {
		f.Citizens[i] = c.ID
	}
	return nil
}

type idInput struct {
	ID int64 `path:"id"`
}

func (k *Desk) show(ctx context.Context, in *idInput) (*record, error) {
	answer := new(record)
	err := k.db.View(ctx, func(tx *db.Tx) error {
		a, err := find(tx, in.ID)
		if err != nil {
			return err
		}
		if err := k.open(&a); err != nil {
			return err
		}
		c, err := k.people.Get(tx, a.CitizenID)
		if err != nil {
			return err
		}
		answer.Item = itemOf(a, c, tx.Actor().Has)
		answer.Form = masked(formOf(a, c))
		answer.Warnings = append([]Warning{}, a.Warnings...)
		answer.Steps, err = steps(tx, a.ID)
		return err
	})
	return answer, err
}

func (k *Desk) photo(ctx context.Context, w http.ResponseWriter, req *http.Request) error {
	id, err := strconv.ParseInt(req.PathValue("id"), 10, 64)
	if err != nil {
		return fault.NewNotFound("没有这份申请")
	}
	file, err := k.PhotoOf(ctx, id)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "image/jpeg")
	w.Header().Set("Cache-Control", "private, no-store")
	_, err = w.Write(file)
	return err
}

type checkInput struct {
	Body struct {
		IDNumber string `json:"idNumber" doc:"证件号码" maxLength:"40"`
	}
}

type standing struct {
	IDNumber string    `json:"idNumber" doc:"证件号码，中间隐去"`
	Person   *person   `json:"person,omitempty" doc:"已登记的人员"`
	Open     *brief    `json:"openApplication,omitempty" doc:"在办申请"`
	Card     *cardItem `json:"card,omitempty" doc:"已有的社保卡"`
	Warnings []Warning `json:"warnings" doc:"需要留意的问题"`
}

type person struct {
	ID        int64  `json:"id"`
	Name      string `json:"name" doc:"姓名，不在管辖范围内的隐去"`
	Elsewhere bool   `json:"elsewhere" doc:"登记在其他地区，资料不可见"`
	Form      *Form  `json:"form,omitempty" doc:"已登记的资料，敏感项已遮盖；申请时留空的字段沿用"`
}

type brief struct {
	ID        int64  `json:"id"`
	No        string `json:"no" doc:"受理编号"`
	Agency    string `json:"agency" doc:"领卡机构"`
	State     string `json:"state" doc:"状态代码"`
	StateName string `json:"stateName" doc:"状态"`
	Turn      string `json:"turn" doc:"轮到谁处理"`
}

type cardItem struct {
	ID        int64  `json:"id"`
	Number    string `json:"number" doc:"社保卡号"`
	State     string `json:"state" doc:"状态代码"`
	StateName string `json:"stateName" doc:"状态"`
}

func (k *Desk) check(ctx context.Context, in *checkInput) (*standing, error) {
	s, err := k.Check(ctx, in.Body.IDNumber)
	if err != nil {
		return nil, err
	}
	answer := &standing{IDNumber: cn.MaskID(s.Person.IDNumber), Warnings: append([]Warning{}, s.Warnings...)}
	if c := s.Person; c.ID != 0 {
		answer.Person = &person{ID: c.ID, Name: cn.MaskName(c.Name), Elsewhere: !s.Visible}
		if s.Visible {
			f := masked(formOf(Application{Category: c.Category, UnitCode: c.UnitCode, UnitName: c.UnitName, PhotoDigest: c.PhotoDigest}, c))
			answer.Person.Name, answer.Person.Form = c.Name, &f
		}
	}
	if a := s.Open; a.ID != 0 {
		now := Table.Of(a.State)
		answer.Open = &brief{ID: a.ID, No: a.No, Agency: a.AgencyName, State: string(a.State), StateName: now.Name, Turn: now.Turn}
	}
	if c := s.Card; c.ID != 0 {
		answer.Card = &cardItem{ID: c.ID, Number: c.Number, State: string(c.State), StateName: card.Table.NameOf(c.State)}
	}
	return answer, nil
}

type applyInput struct {
	Body Form
}

func (k *Desk) apply(ctx context.Context, in *applyInput) (*record, error) {
	a, err := k.Apply(ctx, in.Body)
	if err != nil {
		return nil, err
	}
	return k.show(ctx, &idInput{ID: a.ID})
}

func (k *Desk) takePhoto(ctx context.Context, w http.ResponseWriter, req *http.Request) error {
	file, err := io.ReadAll(http.MaxBytesReader(w, req.Body, mostPhoto))
	if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
		return fault.NewInvalid("照片文件超过 1 MB，请按 358×441 像素重新保存")
	}
	if err != nil {
		return fault.NewInvalid("照片没有上传完整，请重新上传", err)
	}
	p, err := k.TakePhoto(ctx, req.URL.Query().Get("idNumber"), file)
	if err != nil {
		return err
	}
	return answerJSON(w, p)
}

type resubmitInput struct {
	ID   int64 `path:"id"`
	Body struct {
		Changes map[string]string `json:"changes" doc:"补正的字段：字段名（同申请内容）→ 新值；没有列出的不变"`
		Note    string            `json:"note,omitempty" doc:"补正说明" maxLength:"500"`
	}
}

func (k *Desk) resubmitOne(ctx context.Context, in *resubmitInput) (*record, error) {
	if err := k.Resubmit(ctx, in.ID, Correction{Changes: in.Body.Changes, Note: in.Body.Note}); err != nil {
		return nil, err
	}
	return k.show(ctx, &idInput{ID: in.ID})
}

type acceptManyInput struct {
	Body struct {
		IDs      []int64 `json:"ids,omitempty" doc:"要通过的申请" maxItems:"5000"`
		ImportID int64   `json:"importId,omitempty" doc:"或：整个导入"`
	}
}

func (k *Desk) acceptMany(ctx context.Context, in *acceptManyInput) (*Outcome, error) {
	out, err := k.AcceptMany(ctx, Selection{IDs: in.Body.IDs, ImportID: in.Body.ImportID})
	return &out, err
}

type stepInput struct {
	ID   int64 `path:"id"`
	Body struct {
		Note string `json:"note,omitempty" doc:"原因或说明" maxLength:"500"`
	}
}
