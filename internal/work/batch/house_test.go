package batch_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"flag"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kaguan/internal/kit/blob"
	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/cn"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/db/dbtest"
	"kaguan/internal/kit/exchange"
	"kaguan/internal/kit/fault"
	"kaguan/internal/kit/job"
	"kaguan/internal/kit/rowfile"
	"kaguan/internal/kit/seal"
	"kaguan/internal/link/bank"
	"kaguan/internal/link/vendor"
	"kaguan/internal/link/wire"
	"kaguan/internal/record/citizen"
	"kaguan/internal/record/org"
	"kaguan/internal/work/application"
	"kaguan/internal/work/batch"
)

// All people here are invented.
const (
	shaoguan = "440000/440200/"
	wujiang  = "440000/440200/440203/"
	qujiang  = "440000/440200/440205/"
	theBank  = "103"
	maker    = "V01"
)

// TestMain asks for fewer random histories than usual: each is a batch on a real
// database.
func TestMain(m *testing.M) {
	if err := flag.Set("rapid.checks", "30"); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

// house is the capability on a real database, with partners' folders on disk and
// jobs that run when told.
type house struct {
	t       *testing.T
	d       *db.DB
	now     *clock.Hand
	people  *citizen.Register
	photos  *blob.Dir
	files   *exchange.Exchange
	desk    *batch.Desk
	runner  *job.Runner
	offices map[string]org.Agency // by region path
	count   int                   // people invented so far
}

func newHouse(t *testing.T, d *db.DB, now *clock.Hand) *house {
	t.Helper()
	box := must(seal.Random(rand.Reader))(t)
	folder := t.TempDir()
	h := &house{t: t, d: d, now: now, people: citizen.New(box), offices: map[string]org.Agency{}}
	h.photos = must(blob.NewDir(filepath.Join(folder, "photos"), box))(t)
	h.files = must(exchange.New(d, must(blob.NewDir(filepath.Join(folder, "files"), box))(t),
		exchange.Partner{Code: theBank, Name: "农行", Folder: t.TempDir()}, exchange.Partner{Code: maker, Name: "卡商", Folder: t.TempDir()}))(t)
	h.desk = batch.NewDesk(batch.Parts{DB: d, Box: box, Photos: h.photos, Files: h.files, Area: "440200",
		Applications: application.NewDesk(application.Parts{DB: d, People: h.people, Photos: h.photos, Box: box})})
	h.desk.Handlers()
	h.runner = job.NewRunner(d, "test")
	h.desk.Jobs(h.runner)
	h.files.Jobs(h.runner, 1000*time.Hour)
	dbtest.Do(t, d, func(tx *db.Tx) error {
		if err := org.Seed(tx); err != nil {
			return err
		}
		centre, err := org.AddAgency(tx, org.Agency{Code: "440200", Name: "市卡管理中心", Kind: org.KindCentre, RegionPath: shaoguan})
		if err != nil {
			return err
		}
		for code, path := range map[string]string{"440203": wujiang, "440205": qujiang} {
			if h.offices[path], err = org.AddAgency(tx, org.Agency{Code: code, Name: "经办机构" + code, Kind: org.KindCounty, ParentID: centre.ID, RegionPath: path}); err != nil {
				return err
			}
		}
		_, err = org.AddVendor(tx, org.Vendor{Code: maker, Name: "虚构卡厂"})
		return err
	})
	return h
}

func must[T any](v T, err error) func(t *testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// as is the context of a user who sees the whole city.
func as(name string) context.Context {
	return db.As(context.Background(), db.Actor{ID: 1, Name: name, Scope: db.Scope{All: true}})
}

// in is the context of a user who sees a part of it.
func in(path string) context.Context {
	return db.As(context.Background(), db.Actor{ID: 2, Name: "county", Scope: db.Scope{Paths: []string{path}}})
}

// apply invents n people of a county with accepted applications, and gives the
// applications' ids.
func (h *house) apply(path string, n int) []int64 {
	h.t.Helper()
	ids := make([]int64, n)
	dbtest.Do(h.t, h.d, func(tx *db.Tx) error {
		for i := range ids {
			h.count++
			id, err := h.people.Put(tx, h.invent(path))
			if err != nil {
				return err
			}
			ids[i], err = tx.Insert(`INSERT INTO application (no, citizen_id, kind, source, state, open, bank, agency_id, region_path, category, unit_code,
					unit_name, community, photo_digest, photo_source, priority, warnings, stage, reason, attempt, import_id, batch_id,
					entered_by, submitted_by, submitted_at, reviewed_by, reviewed_at, since)
				VALUES ($1, $2, '01', '01', 'accepted', 1, $3, $4, $5, '1', '', '', '', $6, '01', 0, '[]', '', '', 1, 0, 0, 'a', 'a', $7, 'b', $7, $7) RETURNING id`,
				fmt.Sprint("A", h.count), id, theBank, h.offices[path].ID, path, h.picture(n), tx.Millis())
			if err != nil {
				return err
			}
		}
		return nil
	})
	return ids
}

func (h *house) invent(path string) citizen.Citizen {
	month, day := h.count/800+1, h.count/40%20+1
	first17 := fmt.Sprintf("%s1990%02d%02d%03d", strings.Split(path, "/")[2], month, day, h.count%1000)
	return citizen.Citizen{IDNumber: first17 + string(cn.CheckChar(first17)), Name: []string{"欧阳春晓", "李晓明", "黄土生", "陈有为"}[h.count%4],
		Sex: "1", Birth: fmt.Sprintf("1990-%02d-%02d", month, day), Ethnic: "01", Nationality: "CHN", RegionPath: path,
		Mobile: fmt.Sprintf("138%08d", h.count), Address: "不存在路九十九号", DocTo: "2040-01-01", Category: "1"}
}

// picture keeps a photo of its own for each of a few people, one for all of many.
func (h *house) picture(n int) string {
	h.t.Helper()
	words := fmt.Sprint("picture ", h.count)
	if n > 100 {
		words = "picture"
	}
	digest, _, err := h.photos.Put(context.Background(), strings.NewReader(words))
	if err != nil {
		h.t.Fatal(err)
	}
	return string(digest)
}

// applicationStates counts applications by state.
func (h *house) applicationStates() map[string]int {
	h.t.Helper()
	return h.counts(`SELECT state, COUNT(*) FROM application GROUP BY state`)
}

func (h *house) counts(query string, args ...any) map[string]int {
	h.t.Helper()
	counts := map[string]int{}
	dbtest.View(h.t, h.d, func(tx *db.Tx) error {
		return tx.Each(func(s db.Scanner) error {
			var key string
			var n int
			err := s.Scan(&key, &n)
			counts[key] = n
			return err
		}, query, args...)
	})
	return counts
}

// run runs all jobs that are due and hands the journal to the followers.
func (h *house) run() {
	h.t.Helper()
	if err := h.runner.Drain(context.Background()); err != nil {
		h.t.Fatal(err)
	}
	if err := h.d.Settle(context.Background(), []db.Follower{
		{Name: "application.return", Verbs: []string{"batch.item_failed"}, Do: batch.ReturnApplications},
		{Name: "application.complete", Verbs: []string{"batch.made"}, Do: batch.CompleteApplications},
		{Name: "application.release", Verbs: []string{"batch.undone"}, Do: batch.ReleaseApplications},
	}); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) selected() batch.Batch {
	h.t.Helper()
	return must(h.desk.Select(as("zhang"), batch.Rule{Bank: theBank}, maker))(h.t)
}

func (h *house) confirmed() batch.Batch {
	h.t.Helper()
	b := h.selected()
	if err := h.desk.Confirm(as("li"), b.ID); err != nil {
		h.t.Fatal(err)
	}
	h.run()
	return h.expect(b, batch.Confirmed)
}

// expect reads a batch and demands its state.
func (h *house) expect(b batch.Batch, want batch.State) batch.Batch {
	h.t.Helper()
	var now batch.Batch
	dbtest.View(h.t, h.d, func(tx *db.Tx) (err error) {
		now, err = batch.Find(tx, b.ID)
		return err
	})
	if now.State != want {
		h.t.Fatalf("batch is %s, want %s", now.State, want)
	}
	return now
}

func (h *house) export(b batch.Batch, r batch.Round, want batch.State) batch.Batch {
	h.t.Helper()
	if _, err := h.desk.Export(as("zhang"), b.ID, r); err != nil {
		h.t.Fatal(err)
	}
	h.run()
	return h.expect(b, want)
}

func (h *house) balance(b batch.Batch, r batch.Round) batch.RoundBalance {
	h.t.Helper()
	var found batch.RoundBalance
	dbtest.View(h.t, h.d, func(tx *db.Tx) error {
		all, err := batch.Balance(tx, b.ID)
		for _, one := range all {
			if !one.Conserved() {
				h.t.Errorf("%+v is not conserved", one)
			}
			if one.Round == r {
				found = one
			}
		}
		return err
	})
	return found
}

// out is the file of a kind that left for a batch.
func (h *house) out(b batch.Batch, kind string) exchange.File {
	h.t.Helper()
	var files []exchange.File
	dbtest.View(h.t, h.d, func(tx *db.Tx) (err error) {
		files, err = exchange.Files(tx, exchange.Filter{Ref: fmt.Sprint("batch:", b.ID), Kind: kind, Direction: exchange.Out})
		return err
	})
	if len(files) != 1 {
		h.t.Fatalf("%d files %s, want one", len(files), kind)
	}
	return files[0]
}

func (h *house) content(f exchange.File) []byte {
	h.t.Helper()
	r := must(h.files.Content(context.Background(), f))(h.t)
	defer r.Close()
	return must(io.ReadAll(r))(h.t)
}

func rowsOf[T any](h *house, form *wire.Form[T], content []byte) (rows []T) {
	h.t.Helper()
	file := must(form.Read(bytes.NewReader(content)))(h.t)
	for _, row := range file.Rows() {
		rows = append(rows, row)
	}
	if err := file.Err(); err != nil {
		h.t.Fatal(err)
	}
	return rows
}

func (h *house) bankFormat() *bank.Format {
	h.t.Helper()
	return must(bank.FormatOf("", ""))(h.t)
}

func (h *house) vendorFormat() *vendor.Format {
	h.t.Helper()
	return must(vendor.FormatOf("", ""))(h.t)
}

// opening is what the bank was asked; opened an answer that says yes.
func (h *house) opening(b batch.Batch) []bank.PreAccountRow {
	h.t.Helper()
	return rowsOf(h, h.bankFormat().PreAccount, h.content(h.out(b, bank.PreAccountKind)))
}

func opened(r bank.PreAccountRow) bank.PreAccountReturn {
	return bank.PreAccountReturn{Serial: r.Serial, Batch: r.Batch, Card: r.Card, IDNumber: r.IDNumber, Name: r.Name,
		Result: bank.Accepted, BankCard: "62284812" + r.IDNumber[6:17], Opened: "2026-11-24"}
}

func refused(r bank.PreAccountRow) bank.PreAccountReturn {
	return bank.PreAccountReturn{Serial: r.Serial, Batch: r.Batch, Card: r.Card, IDNumber: r.IDNumber, Name: r.Name,
		Result: bank.Rejected, Code: "B012", Words: "证件已过期"}
}

func (h *house) making(b batch.Batch) []vendor.ProduceRow {
	h.t.Helper()
	return rowsOf(h, h.vendorFormat().Produce, h.content(h.out(b, vendor.ProduceKind)))
}

func made(r vendor.ProduceRow) vendor.ProduceReturn {
	return vendor.ProduceReturn{Serial: r.Serial, Card: r.Card, IDNumber: r.IDNumber, Name: r.Name, Produced: r.Produced, Until: r.Until,
		Chip: fmt.Sprintf("440200%026X", []byte(r.Card)), ATR: "3B6D00000080318065B0890201", BankCard: r.BankCard, Position: fmt.Sprint("1-1-1-", r.Serial)}
}

func (h *house) binding(b batch.Batch) []bank.BindRow {
	h.t.Helper()
	return rowsOf(h, h.bankFormat().Bind, h.content(h.out(b, bank.BindKind)))
}

func bound(r bank.BindRow) bank.BindReturn {
	return bank.BindReturn{Serial: r.Serial, Batch: r.Batch, Card: r.Card, Result: bank.Accepted, Status: bank.Inactive}
}

// file writes a return file of a batch.
func file[T any](h *house, b batch.Batch, form *wire.Form[T], rows ...T) []byte {
	h.t.Helper()
	var text bytes.Buffer
	if _, err := form.Write(&text, rowfile.Head{Batch: b.No, Partner: b.Bank, Created: h.now.Now()}, all(rows)); err != nil {
		h.t.Fatal(err)
	}
	return text.Bytes()
}

func all[T any](rows []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}
}

// upload takes a file in under a name that was not used before.
func (h *house) upload(b batch.Batch, r batch.Round, content []byte) exchange.Receipt {
	h.t.Helper()
	h.count++
	receipt, err := h.desk.Take(as("zhang"), batch.Upload{BatchID: b.ID, Round: r, Name: fmt.Sprint("回盘", h.count, ".txt"), Content: content})
	if err != nil {
		h.t.Fatal(err)
	}
	h.run()
	return receipt
}

// strayCodes are the codes of a batch's strays in order.
func (h *house) strayCodes(b batch.Batch) string {
	h.t.Helper()
	var codes []string
	dbtest.View(h.t, h.d, func(tx *db.Tx) error {
		list, err := db.All(tx, func(s db.Scanner) (code string, err error) {
			err = s.Scan(&code)
			return code, err
		}, `SELECT code FROM batch_stray WHERE batch_id = $1 ORDER BY id`, b.ID)
		codes = list
		return err
	})
	return strings.Join(codes, " ")
}

func wants(t *testing.T, err error, kind fault.Kind) {
	t.Helper()
	if !fault.Is(err, kind) {
		t.Errorf("error = %v, want a fault of kind %v", err, kind)
	}
}
