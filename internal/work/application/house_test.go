package application

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	mrand "math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"kaguan/internal/kit/blob"
	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/cn"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/db/dbtest"
	"kaguan/internal/kit/job"
	"kaguan/internal/kit/seal"
	"kaguan/internal/kit/sheet"
	"kaguan/internal/record/card"
	"kaguan/internal/record/citizen"
	"kaguan/internal/record/org"
	"kaguan/internal/record/setting"
)

const (
	city    = "440000/440200/"
	wujiang = city + "440203/"
	village = wujiang + "440203001/440203001001/"
)

// house is a desk in a city of two counties.
type house struct {
	*Desk
	t       *testing.T
	now     *clock.Hand
	people  *citizen.Register
	runner  *job.Runner
	wujiang org.Agency // a county's agency
	town    org.Agency // 新华街道
	far     org.Agency // the other county's
}

func each(t *testing.T, test func(t *testing.T, h *house)) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		test(t, newHouse(t, d, now))
	})
}

func newHouse(t *testing.T, d *db.DB, now *clock.Hand) *house {
	t.Helper()
	box, err := seal.Random(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	photos, err := blob.NewDir(filepath.Join(t.TempDir(), "photos"), box)
	if err != nil {
		t.Fatal(err)
	}
	uploads, err := blob.NewDir(filepath.Join(t.TempDir(), "uploads"), box)
	if err != nil {
		t.Fatal(err)
	}
	people := citizen.New(box)
	h := &house{t: t, now: now, people: people, runner: job.NewRunner(d, "test"),
		Desk: NewDesk(Parts{DB: d, People: people, Photos: photos, Uploads: uploads, Box: box, Scratch: filepath.Join(t.TempDir(), "scratch")})}
	h.Jobs(h.runner)
	dbtest.Do(t, d, func(tx *db.Tx) error {
		if err := org.Seed(tx); err != nil {
			return err
		}
		if err := setting.Seed(tx); err != nil {
			return err
		}
		if _, err := org.AddRegion(tx, org.Region{Code: "440203001001", Name: "新华村"}); err != nil {
			return err
		}
		centre, err := org.AddAgency(tx, org.Agency{Code: "4402", Name: "市卡管理中心", Kind: org.KindCentre, RegionPath: city})
		if err != nil {
			return err
		}
		if h.wujiang, err = org.AddAgency(tx, org.Agency{Code: "44020301", Name: "武江区社保中心", Kind: org.KindCounty, ParentID: centre.ID, RegionPath: wujiang}); err != nil {
			return err
		}
		if h.town, err = org.AddAgency(tx, org.Agency{Code: "440203001A", Name: "新华街道所", Kind: org.KindTown, ParentID: h.wujiang.ID, RegionPath: wujiang + "440203001/"}); err != nil {
			return err
		}
		h.far, err = org.AddAgency(tx, org.Agency{Code: "44020401", Name: "浈江区社保中心", Kind: org.KindCounty, ParentID: centre.ID, RegionPath: city + "440204/"})
		return err
	})
	return h
}

var everyRight = map[string]bool{"application.view": true, "application.apply": true, "application.import": true, "application.review": true,
	"citizen.view": true}

// as is a context in which somebody of 武江区 acts.
func (h *house) as(name string) context.Context {
	return db.As(context.Background(), db.Actor{ID: int64(len(name)), Name: name, AgencyID: h.wujiang.ID, Rights: everyRight,
		Scope: db.Scope{Paths: []string{wujiang}}})
}

// numbered is a valid ID number of a county, birth date and order.
func numbered(birth string, order int) string {
	first17 := "440203" + strings.ReplaceAll(birth, "-", "") + fmt.Sprintf("%03d", order)
	return first17 + string(cn.CheckChar(first17))
}

// form is a complete application of an adult; order tells people apart.
func (h *house) form(order int) Form {
	return Form{IDNumber: numbered("1990-01-01", order), Name: "欧阳修", Mobile: fmt.Sprintf("1380000%04d", order), Address: "惠民北路1号",
		Category: "3", Bank: "102", AgencyID: h.wujiang.ID}
}

// apply enters a complete application.
func (h *house) apply(order int) Application {
	h.t.Helper()
	a, err := h.Apply(h.as("zhang"), h.form(order))
	if err != nil {
		h.t.Fatal(err)
	}
	return a
}

// get is an application as it is now.
func (h *house) get(id int64) (a Application) {
	h.t.Helper()
	dbtest.View(h.t, h.db, func(tx *db.Tx) (err error) {
		a, err = find(tx, id)
		return err
	})
	return a
}

// must fails the test on an error.
func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// do writes as the system.
func (h *house) do(fn func(tx *db.Tx) error) {
	h.t.Helper()
	dbtest.Do(h.t, h.db, fn)
}

// issueCard gives a citizen a card that is not cancelled.
func (h *house) issueCard(a Application, order int) {
	h.t.Helper()
	h.do(func(tx *db.Tx) error {
		numbers, err := card.DrawNumbers(tx, 1, 1)
		if err != nil {
			return err
		}
		_, err = card.Make(tx, []card.Made{{Number: numbers[0], CitizenID: a.CitizenID, ApplicationID: a.ID, BatchID: 1, Bank: a.Bank,
			ChipID: fmt.Sprintf("44020000%024d", order), ATR: "3B6D", MadeOn: "2026-11-23", ValidTo: "2036-11-23", AgencyID: a.AgencyID, RegionPath: a.RegionPath}})
		return err
	})
}

// face is one conforming photo.
var face = sync.OnceValue(func() []byte {
	m := image.NewRGBA(image.Rect(0, 0, 358, 441))
	rng := mrand.New(mrand.NewPCG(1, 2))
	for y := range 441 {
		for x := range 358 {
			c := color.RGBA{255, 255, 255, 255}
			if x > 72 && x < 286 && y > 36 {
				grain := uint8(rng.UintN(40))
				c = color.RGBA{150 + grain, 110 + grain, 80 + grain, 255}
			}
			m.SetRGBA(x, y, c)
		}
	}
	var file bytes.Buffer
	if err := jpeg.Encode(&file, m, &jpeg.Options{Quality: 70}); err != nil {
		panic(err)
	}
	return file.Bytes()
})

// portrait is a conforming photo; what follows its picture tells photos apart.
func portrait(order int) []byte { return fmt.Appendf(bytes.Clone(face()), "photo %d", order) }

// packed is a ZIP of files.
func packed(t testing.TB, files map[string][]byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for name, body := range files {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(body); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// workbook is a list as xlsx.
func workbook(t testing.TB, header []string, rows [][]string) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := sheet.NewWriter(&out, sheet.XLSX, header)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if err := w.Write(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// read gives a workbook's header and rows back.
func read(t testing.TB, file []byte) (header []string, rows [][]string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "read.xlsx")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := sheet.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for row, err := range r.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row.Cells)
	}
	return r.Header(), rows
}

// begin uploads files and takes up their import.
func (h *house) begin(ctx context.Context, list, photos []byte) Import {
	h.t.Helper()
	run, err := h.tryBegin(ctx, list, photos)
	h.must(err)
	return run
}

func (h *house) tryBegin(ctx context.Context, list, photos []byte) (Import, error) {
	u, err := h.Upload(ctx, "名单.xlsx", bytes.NewReader(list))
	if err != nil {
		return Import{}, err
	}
	in := ImportRequest{Upload: u.ID, AgencyID: h.wujiang.ID, Bank: "102"}
	if photos != nil {
		p, err := h.Upload(ctx, "照片.zip", bytes.NewReader(photos))
		if err != nil {
			return Import{}, err
		}
		in.Photos = p.ID
	}
	return h.BeginImport(ctx, in)
}

// drain runs all jobs.
func (h *house) drain() {
	h.t.Helper()
	h.must(h.runner.Drain(context.Background()))
}

// imported is an import as it is now, with its counts by verdict and reason.
func (h *house) imported(id int64) (i Import, counts map[string]int64) {
	h.t.Helper()
	counts = map[string]int64{}
	dbtest.View(h.t, h.db, func(tx *db.Tx) (err error) {
		if i, err = findImport(tx, id); err != nil {
			return err
		}
		all, err := tallies(tx, id)
		for _, c := range all {
			counts[strings.TrimSuffix(string(c.Verdict)+" "+c.Code, " ")] = c.Count
		}
		return err
	})
	return i, counts
}

// applications counts what an import has made.
func (h *house) countOf(importID int64) (n int64) {
	h.t.Helper()
	dbtest.View(h.t, h.db, func(tx *db.Tx) (err error) {
		n, err = db.Scalar[int64](tx, `SELECT COUNT(*) FROM application WHERE import_id = $1`, importID)
		return err
	})
	return n
}
