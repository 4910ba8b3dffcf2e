package application

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"

	"kaguan/internal/kit/api"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
	"kaguan/internal/kit/sheet"
	"kaguan/internal/kit/state"
)

// importRoutes are the routes of 批量申请导入. An import itself is shown at
// …/preview, for /applications/imports/{id} and /applications/{id}/photo would
// claim the same addresses.
func importRoutes(r *api.Router, k *Desk) {
	api.Raw(r, http.MethodPost, api.Op{Path: "/uploads", Right: "application.import", Title: "上传文件（正文为文件内容，参数 name）"}, k.upload)
	api.Raw(r, http.MethodGet, api.Op{Path: "/applications/template.xlsx", Right: "application.view", Title: "下载申请名单模板"}, k.template)
	api.Get(r, api.Op{Path: "/applications/imports", Right: "application.view", Title: "查询导入"}, k.listImports)
	api.Post(r, api.Op{Path: "/applications/imports", Right: "application.import", Title: "批量申请导入：开始检查名单"}, k.beginImport)
	api.Get(r, api.Op{Path: "/applications/imports/{id}/preview", Right: "application.view", Title: "查看一次导入的检查结果"}, k.showImport)
	api.Get(r, api.Op{Path: "/applications/imports/{id}/rows", Right: "application.view", Title: "查看名单各行的检查结果"}, k.listRows)
	api.Raw(r, http.MethodGet, api.Op{Path: "/applications/imports/{id}/errors.xlsx", Right: "application.import", Title: "下载有误的行，改正后重新上传"}, k.errors)
	for _, v := range []struct {
		verb, title string
		do          func(ctx context.Context, id int64) error
	}{{"confirm", "确认导入", k.ConfirmImport}, {"discard", "作废导入", k.DiscardImport}} {
		api.Post(r, api.Op{Path: "/applications/imports/{id}/" + v.verb, Right: "application.import", Title: v.title},
			func(ctx context.Context, in *idInput) (*importRecord, error) {
				if err := v.do(ctx, in.ID); err != nil {
					return nil, err
				}
				return k.showImport(ctx, in)
			})
	}
}

// ImportItem is one import as the API shows it.
type ImportItem struct {
	ID          int64  `json:"id"`
	ListName    string `json:"listName" doc:"名单文件名"`
	PhotosName  string `json:"photosName" doc:"照片包文件名"`
	AgencyID    int64  `json:"agencyId" doc:"默认领卡机构，0 为按名单"`
	Bank        string `json:"bank" doc:"默认服务银行，空为按名单"`
	Total       int64  `json:"total" doc:"名单行数"`
	Staged      int64  `json:"staged" doc:"已检查行数"`
	Applied     int64  `json:"applied" doc:"已导入人数"`
	Photos      int64  `json:"photos" doc:"照片包中的照片数"`
	PhotosUsed  int64  `json:"photosUsed" doc:"对应上名单的照片数"`
	Words       string `json:"words" doc:"不能导入的原因，或提示"`
	CreatedBy   string `json:"createdBy" doc:"上传人"`
	CreatedAt   int64  `json:"createdAt" doc:"上传时间，毫秒"`
	ConfirmedBy string `json:"confirmedBy" doc:"确认人"`
	ConfirmedAt int64  `json:"confirmedAt" doc:"确认时间，毫秒"`
	Since       int64  `json:"since" doc:"进入当前状态的时间，毫秒"`
	Again       bool   `json:"again" doc:"同一份名单以前上传过，没有重复处理，这是那一次的结果"`
	state.View
}

type importRecord struct {
	ImportItem
	Verdicts []verdictItem `json:"verdicts" doc:"按检查结果分类的行数与原因"`
}

type verdictItem struct {
	Verdict string       `json:"verdict" doc:"good 可导入，existing 已登记可导入，open 已有申请，card 已有卡，duplicate 名单内重复，bad 有误"`
	Name    string       `json:"name" doc:"结果名称"`
	Count   int64        `json:"count" doc:"行数"`
	Lines   []int64      `json:"lines" doc:"行号举例"`
	Reasons []reasonItem `json:"reasons" doc:"各原因的行数；可导入的行也可能有需要核对的问题"`
}

type reasonItem struct {
	Code  string  `json:"code" doc:"原因代码"`
	Words string  `json:"words" doc:"原因"`
	Count int64   `json:"count" doc:"行数"`
	Lines []int64 `json:"lines" doc:"行号举例"`
}

const againWords = "这份名单以前上传过，没有重复处理；以下是那一次的结果。如需重新检查，请先作废那一次导入"

func importItemOf(i Import, has func(string) bool) ImportItem {
	it := ImportItem{ID: i.ID, ListName: i.ListName, PhotosName: i.PhotosName, AgencyID: i.DefaultAgency, Bank: i.DefaultBank,
		Total: i.Total, Staged: i.Staged, Applied: i.Applied, Photos: i.Photos, PhotosUsed: i.PhotosUsed, Words: i.Words,
		CreatedBy: i.CreatedBy, CreatedAt: i.CreatedAt, ConfirmedBy: i.ConfirmedBy, ConfirmedAt: i.ConfirmedAt, Since: i.Since,
		Again: i.Again, View: ImportTable.Show(i.State, has)}
	if i.Again {
		it.Words = againWords
	}
	return it
}

// verdictsOf gathers counts under their verdicts, in the order of the page.
func verdictsOf(counts []Tally) []verdictItem {
	byVerdict := map[Verdict]*verdictItem{}
	for _, t := range counts {
		if t.Code == "" {
			byVerdict[t.Verdict] = &verdictItem{Verdict: string(t.Verdict), Name: verdictNames[t.Verdict], Count: t.Count, Lines: t.Lines, Reasons: []reasonItem{}}
		}
	}
	for _, t := range counts {
		if v := byVerdict[t.Verdict]; v != nil && t.Code != "" {
			v.Reasons = append(v.Reasons, reasonItem{Code: t.Code, Words: t.Words, Count: t.Count, Lines: t.Lines})
		}
	}
	list := []verdictItem{}
	for _, verdict := range []Verdict{Good, Existing, Bad, Duplicate, HasOpen, HasCard} {
		if v := byVerdict[verdict]; v != nil {
			list = append(list, *v)
		}
	}
	return list
}

func (k *Desk) upload(ctx context.Context, w http.ResponseWriter, req *http.Request) error {
	u, err := k.Upload(ctx, req.URL.Query().Get("name"), http.MaxBytesReader(w, req.Body, MostUpload))
	if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
		return fault.NewInvalid("文件超过 2 GB，请分成几份上传")
	}
	if err != nil {
		return err
	}
	return answerJSON(w, u)
}

func answerJSON(w http.ResponseWriter, answer any) error {
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(answer); err != nil {
		return fmt.Errorf("answering: %w", err)
	}
	return nil
}

func (k *Desk) template(ctx context.Context, w http.ResponseWriter, _ *http.Request) error {
	return k.download(w, "社保卡申请名单.xlsx", func(out io.Writer) error { return k.Template(ctx, out) })
}

func (k *Desk) errors(ctx context.Context, w http.ResponseWriter, req *http.Request) error {
	id, err := strconv.ParseInt(req.PathValue("id"), 10, 64)
	if err != nil {
		return fault.NewNotFound("没有这次导入")
	}
	return k.download(w, "有误的行.xlsx", func(out io.Writer) error { return k.ErrorBook(ctx, id, out) })
}

// download makes a workbook whole before it sends the first byte, so that what
// goes wrong in the making still becomes a problem and not half a file.
func (k *Desk) download(w http.ResponseWriter, name string, make func(io.Writer) error) (err error) {
	if err := os.MkdirAll(k.scratch, 0o700); err != nil {
		return fault.NewUnavailable("工作目录无法建立，请检查磁盘与目录权限", err)
	}
	file, err := os.CreateTemp(k.scratch, "import-*")
	if err != nil {
		return fault.NewUnavailable("文件暂时不能生成，请检查磁盘空间", err)
	}
	defer func() { err = errors.Join(err, file.Close(), os.Remove(file.Name())) }()
	if err := make(file); err != nil {
		return err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("sending a workbook: %w", err)
	}
	w.Header().Set("Content-Type", sheet.XLSX.ContentType())
	w.Header().Set("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(name))
	w.Header().Set("Cache-Control", "private, no-store")
	_, err = io.Copy(w, file)
	return err
}

type importsInput struct {
	api.Paging
	State string `query:"state" doc:"状态代码"`
}

func (k *Desk) listImports(ctx context.Context, in *importsInput) (*api.Page[ImportItem], error) {
	before, err := api.Cursor(in.After)
	if err != nil {
		return nil, err
	}
	page := &api.Page[ImportItem]{Items: []ImportItem{}}
	err = k.db.View(ctx, func(tx *db.Tx) error {
		found, total, err := listImports(tx, ImportFilter{State: in.State, Before: before, Limit: in.Limit})
		page.Total = total
		for _, i := range found {
			page.Items = append(page.Items, importItemOf(i, tx.Actor().Has))
		}
		if len(found) == in.Limit {
			page.Next = strconv.FormatInt(found[len(found)-1].ID, 10)
		}
		return err
	})
	return page, err
}

type beginInput struct {
	Body struct {
		Upload   int64  `json:"upload" doc:"名单文件编号"`
		Photos   int64  `json:"photos,omitempty" doc:"照片包文件编号"`
		AgencyID int64  `json:"agencyId,omitempty" doc:"名单中没有填写时的领卡机构"`
		Bank     string `json:"bank,omitempty" doc:"名单中没有填写时的服务银行" maxLength:"60"`
	}
}

func (k *Desk) beginImport(ctx context.Context, in *beginInput) (*importRecord, error) {
	b := in.Body
	run, err := k.BeginImport(ctx, ImportRequest{Upload: b.Upload, Photos: b.Photos, AgencyID: b.AgencyID, Bank: b.Bank})
	if err != nil {
		return nil, err
	}
	answer := &importRecord{ImportItem: importItemOf(run, db.ActorOf(ctx).Has), Verdicts: []verdictItem{}}
	err = k.db.View(ctx, func(tx *db.Tx) error {
		counts, err := tallies(tx, run.ID)
		answer.Verdicts = verdictsOf(counts)
		return err
	})
	return answer, err
}

func (k *Desk) showImport(ctx context.Context, in *idInput) (*importRecord, error) {
	answer := new(importRecord)
	err := k.db.View(ctx, func(tx *db.Tx) error {
		i, err := findImport(tx, in.ID)
		if err != nil {
			return err
		}
		counts, err := tallies(tx, in.ID)
		answer.ImportItem, answer.Verdicts = importItemOf(i, tx.Actor().Has), verdictsOf(counts)
		return err
	})
	return answer, err
}

type rowsInput struct {
	ID int64 `path:"id"`
	api.Paging
	Verdict string `query:"verdict" doc:"只看一种检查结果"`
}

type rowItem struct {
	Line          int64    `json:"line" doc:"行号"`
	Verdict       string   `json:"verdict" doc:"检查结果"`
	VerdictName   string   `json:"verdictName" doc:"检查结果名称"`
	Reasons       []reason `json:"reasons" doc:"原因"`
	CitizenID     int64    `json:"citizenId" doc:"人员编号，0 为新登记"`
	ApplicationID int64    `json:"applicationId" doc:"申请编号，0 为尚未导入"`
}

func (k *Desk) listRows(ctx context.Context, in *rowsInput) (*api.Page[rowItem], error) {
	after, err := api.Cursor(in.After)
	if err != nil {
		return nil, err
	}
	page := &api.Page[rowItem]{Items: []rowItem{}}
	err = k.db.View(ctx, func(tx *db.Tx) error {
		i, err := findImport(tx, in.ID)
		if err != nil {
			return err
		}
		counts, err := tallies(tx, i.ID)
		if err != nil {
			return err
		}
		for _, v := range verdictsOf(counts) {
			if in.Verdict == "" || in.Verdict == v.Verdict {
				page.Total += v.Count
			}
		}
		rows, err := stagedRows(tx, rowFilter{importID: i.ID, verdict: in.Verdict, after: after, limit: in.Limit})
		for _, r := range rows {
			page.Items = append(page.Items, rowItem{Line: r.Line, Verdict: string(r.Verdict), VerdictName: verdictNames[r.Verdict],
				Reasons: append([]reason{}, r.Reasons...), CitizenID: r.CitizenID, ApplicationID: r.ApplicationID})
		}
		if len(rows) == in.Limit {
			page.Next = strconv.FormatInt(rows[len(rows)-1].Line, 10)
		}
		return err
	})
	return page, err
}
