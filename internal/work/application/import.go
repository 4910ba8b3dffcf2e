package application

import (
	"context"
	"strconv"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
	"kaguan/internal/kit/job"
	"kaguan/internal/record/org"
)

// The kinds of jobs that carry an import.
const (
	stageJob = "application.import.stage"
	applyJob = "application.import.apply"
)

// Import is one list on its way in. Instants are ms.
type Import struct {
	ID            int64
	State         ImportState
	ListName      string
	PhotosName    string
	DefaultAgency int64
	DefaultBank   string
	Total         int64 // rows of the file, 0 while it was not opened
	Staged        int64
	Applied       int64
	Photos        int64 // in the ZIP
	PhotosUsed    int64
	Words         string // why it failed
	CreatedBy     string
	CreatedAt     int64
	ConfirmedBy   string
	ConfirmedAt   int64
	Since         int64
	Again         bool // this very list was sent before: nothing new was begun

	fingerprint string
	ownerAgency int64
	regionPath  string
	scope       db.Scope
	header      []string
	list        Upload
	photos      Upload // ID 0 without photos
}

// Verdict is what becomes of a row of a list.
type Verdict string

// The verdicts. The first two go on, the others stay behind; Bad and Duplicate
// come back in the error workbook.
const (
	Good      Verdict = "good"
	Existing  Verdict = "existing"  // the register knows the person
	HasOpen   Verdict = "open"      // the person has an open application
	HasCard   Verdict = "card"      // the person has a live card
	Duplicate Verdict = "duplicate" // an earlier row has the same number
	Bad       Verdict = "bad"
)

var verdictNames = map[Verdict]string{Good: "可以导入", Existing: "已登记人员，可以导入", HasOpen: "已有在办申请，不再重复",
	HasCard: "已有社保卡，不再重复", Duplicate: "名单内重复", Bad: "有误，需要改正"}

// Tally counts the rows of one verdict, or of one reason within it.
type Tally struct {
	Verdict Verdict
	Code    string // of the reason; empty counts the verdict
	Words   string
	Count   int64
	Lines   []int64 // the first ones
}

// ImportRequest is a list to import with the choices made for it.
type ImportRequest struct {
	Upload   int64
	Photos   int64  // 0 without photos
	AgencyID int64  // 领卡机构 for rows that name none
	Bank     string // 服务银行 for rows that name none
}

// BeginImport takes up a list: it is checked row by row in a job, and nothing
// else is touched. The same files with the same choices, sent again by the same
// agency, begin nothing: the earlier import comes back with Again set.
func (k *Desk) BeginImport(ctx context.Context, in ImportRequest) (run Import, err error) {
	err = k.db.Do(ctx, func(tx *db.Tx) error {
		run = Import{State: Staging, DefaultAgency: in.AgencyID, DefaultBank: in.Bank}
		if err := k.prepare(tx, &run, in); err != nil {
			return err
		}
		earlier, found, err := sameImport(tx, run.ownerAgency, run.fingerprint)
		if err != nil {
			return err
		}
		if found {
			run = earlier
			run.Again = true
			return nil
		}
		if run.ID, err = insertImport(tx, run); err != nil {
			return err
		}
		if err := enqueue(tx, stageJob, run, "检查导入名单"); err != nil {
			return err
		}
		return tx.Note(db.Ref("import", run.ID), "application.import_begun", map[string]any{
			"list": run.list.digest, "photos": run.photos.digest, "agency": in.AgencyID, "bank": in.Bank})
	})
	return run, err
}

// prepare checks a request and fills in whose import it is.
func (k *Desk) prepare(tx *db.Tx, run *Import, in ImportRequest) (err error) {
	if run.list, err = findUpload(tx, in.Upload); err != nil {
		return err
	}
	if in.Photos != 0 {
		if run.photos, err = findUpload(tx, in.Photos); err != nil {
			return err
		}
	}
	run.ListName, run.PhotosName = run.list.Name, run.photos.Name
	actor := tx.Actor()
	run.scope, run.ownerAgency = actor.Scope, actor.AgencyID
	run.CreatedBy, run.CreatedAt, run.Since = actor.Name, tx.Millis(), tx.Millis()
	if len(actor.Scope.Paths) > 0 && !actor.Scope.All {
		run.regionPath = actor.Scope.Paths[0]
	}
	r, err := loadRules(tx)
	if err != nil {
		return err
	}
	if in.AgencyID != 0 {
		agency, err := org.FindAgency(tx, in.AgencyID)
		if err != nil {
			return err
		}
		run.regionPath = agency.RegionPath
	}
	if in.Bank != "" {
		code, ok := r.bank(in.Bank)
		if !ok {
			return fault.NewFields([]fault.Field{{Name: "bank", Code: "unknown", Words: "服务银行不存在或已停用，请从列表中选择"}})
		}
		run.DefaultBank = code
	}
	run.fingerprint = digestOf([]string{run.list.digest, run.photos.digest, strconv.FormatInt(in.AgencyID, 10), run.DefaultBank})
	return nil
}

// enqueue asks for one of an import's jobs.
func enqueue(tx *db.Tx, kind string, run Import, title string) error {
	_, err := job.Enqueue(tx, job.Request{Kind: kind, Key: strconv.FormatInt(run.ID, 10), Title: title,
		Link: "/application/imports/" + strconv.FormatInt(run.ID, 10), Payload: run.ID, Total: run.Total})
	return err
}

// ConfirmImport lets the good rows of a previewed import become applications, in
// a job. They still wait for their reviewer.
func (k *Desk) ConfirmImport(ctx context.Context, id int64) error {
	return k.db.Do(ctx, func(tx *db.Tx) error {
		run, err := findImport(tx, id)
		if err != nil {
			return err
		}
		run.ConfirmedBy, run.ConfirmedAt = tx.Actor().Name, tx.Millis()
		if err := moveImport(tx, run, "confirm"); err != nil {
			return err
		}
		if err := enqueue(tx, applyJob, run, "导入申请"); err != nil {
			return err
		}
		return tx.Note(db.Ref("import", id), "application.import_confirmed", map[string]any{"rows": run.Total})
	})
}

// DiscardImport ends an import that was not confirmed. Nothing came of it, and
// its staged rows are forgotten; the same list may be sent again.
func (k *Desk) DiscardImport(ctx context.Context, id int64) error {
	return k.db.Do(ctx, func(tx *db.Tx) error {
		run, err := findImport(tx, id)
		if err != nil {
			return err
		}
		if err := moveImport(tx, run, "discard"); err != nil {
			return err
		}
		if err := forgetRows(tx, id); err != nil {
			return err
		}
		return tx.Note(db.Ref("import", id), "application.import_discarded", map[string]any{"staged": run.Staged})
	})
}
