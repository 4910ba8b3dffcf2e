package exchange_test

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/emmansun/gmsm/sm2"
	"github.com/google/go-cmp/cmp"

	"kaguan/internal/kit/blob"
	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/db/dbtest"
	"kaguan/internal/kit/exchange"
	"kaguan/internal/kit/exchange/sftpd"
	"kaguan/internal/kit/fault"
	"kaguan/internal/kit/rowfile"
	"kaguan/internal/kit/seal"
)

// world is one house and one partner, whose folders lie in root.
type world struct {
	*testing.T
	*exchange.Exchange
	db      *db.DB
	ctx     context.Context
	partner exchange.Partner
	root    string
	theirs  exchange.Envelope
	effects []string // what the handler was given, in order
}

// each runs a test with both engines and both transports.
func each(t *testing.T, test func(w *world, now *clock.Hand)) {
	t.Helper()
	t.Parallel()
	for _, kind := range []string{"folder", "sftp"} {
		t.Run(kind, func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
				root := t.TempDir()
				p := exchange.Partner{Code: "103", Name: "某银行", Folder: root}
				if kind == "sftp" {
					to := serve(t, sftpd.Options{Folder: root})
					p.Folder, p.SFTP = "", &to
				}
				test(newWorld(t, d, p, root), now)
			})
		})
	}
}

func newWorld(t *testing.T, d *db.DB, p exchange.Partner, root string) *world {
	t.Helper()
	box, err := seal.Random(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	blobs, err := blob.NewDir(t.TempDir(), box)
	if err != nil {
		t.Fatal(err)
	}
	x, err := exchange.New(d, blobs, p)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Errorf("closing the exchange: %v", err)
		}
	})
	w := &world{T: t, Exchange: x, db: d, ctx: db.System(ctx, "test"), partner: p, root: root}
	x.Handle("YKHHP", w.handle)
	return w
}

// handle stands for work/batch: "bad …" is refused, "mixed …" has a bad row,
// "later …" meets a trouble that passes.
func (w *world) handle(tx *db.Tx, f exchange.File, content io.Reader) (exchange.Answer, error) {
	text, err := io.ReadAll(content)
	if err != nil {
		return exchange.Answer{}, err
	}
	if err := tx.Note(db.Ref("batch", 1), "batch.answered", nil); err != nil {
		return exchange.Answer{}, err
	}
	problem := rowfile.Problem{Line: 3, Column: "CARD", Code: rowfile.NotDigits, Words: "“卡号”只能是数字"}
	switch word, _, _ := strings.Cut(string(text), " "); word {
	case "bad":
		return exchange.Answer{}, fault.NewInvalid("笔数不一致", problem)
	case "later":
		return exchange.Answer{}, fault.NewUnavailable("请稍后")
	case "mixed":
		w.effects = append(w.effects, string(text))
		return exchange.Answer{Ref: "batch:1", Count: 2, Problems: &rowfile.Problems{List: []rowfile.Problem{problem}, Count: 1}}, nil
	}
	w.effects = append(w.effects, string(text))
	return exchange.Answer{Ref: "batch:1", Count: len(text)}, nil
}

// tray is the partner's own view of its folder.
func (w *world) tray(folder string) *exchange.Tray {
	return &exchange.Tray{Transport: exchange.NewFolder(w.root), Folder: folder, Envelope: w.theirs}
}

// lay is the partner laying down a file for us.
func (w *world) lay(name, content string) {
	w.Helper()
	marker, err := exchange.MarkerOf(strings.NewReader(content))
	if err != nil {
		w.Fatal(err)
	}
	if err := w.tray("out").Put(ctx, exchange.Parcel{Name: name, Marker: marker}, strings.NewReader(content)); err != nil {
		w.Fatal(err)
	}
}

func (w *world) write(name, content string) {
	w.Helper()
	full := filepath.Join(w.root, name)
	if err := errors.Join(os.MkdirAll(filepath.Dir(full), 0o700), os.WriteFile(full, []byte(content), 0o600)); err != nil {
		w.Fatal(err)
	}
}

func (w *world) read(name string) string {
	w.Helper()
	content, err := os.ReadFile(filepath.Join(w.root, name))
	if err != nil {
		w.Fatal(err)
	}
	return string(content)
}

func (w *world) lies(folder string) []string {
	w.Helper()
	return names(w.T, exchange.NewFolder(w.root), folder)
}

func (w *world) poll(want exchange.Polled) {
	w.Helper()
	got, err := w.Poll(w.ctx, "103")
	if err != nil {
		w.Fatal(err)
	}
	if got != want {
		w.Errorf("polled %+v, want %+v", got, want)
	}
}

func (w *world) record(name, content string) (f exchange.File, err error) {
	w.Helper()
	kept, err := w.Keep(w.ctx, strings.NewReader(content))
	if err != nil {
		w.Fatal(err)
	}
	err = w.db.Do(w.ctx, func(tx *db.Tx) (err error) {
		f, err = w.Record(tx, exchange.Outbound{Partner: "103", Kind: "YKH", Name: name, Ref: "batch:1", Count: 3, Content: kept})
		return err
	})
	return f, err
}

func (w *world) files() (files []exchange.File) {
	w.Helper()
	dbtest.View(w.T, w.db, func(tx *db.Tx) (err error) {
		files, err = exchange.Files(tx, exchange.Filter{})
		return err
	})
	return files
}

// only gives the one file of the register.
func (w *world) only() exchange.File {
	w.Helper()
	files := w.files()
	if len(files) != 1 {
		w.Fatalf("%d files in the register, want one", len(files))
	}
	return files[0]
}

func (w *world) wantVerbs(want ...string) {
	w.Helper()
	if diff := cmp.Diff(want, dbtest.Verbs(w.T, w.db)); diff != "" {
		w.Errorf("journal:\n%s", diff)
	}
}

// fetch is the partner reading the one file of its inbox.
func (w *world) fetch(folder string) string {
	w.Helper()
	parcels, err := w.tray(folder).Waiting(ctx)
	if err != nil || len(parcels) != 1 {
		w.Fatalf("waiting: %v, %v", parcels, err)
	}
	var text []byte
	if _, err := w.tray(folder).Fetch(ctx, parcels[0], func(content io.Reader) (exchange.Marker, error) {
		var err error
		if text, err = io.ReadAll(content); err != nil {
			return exchange.Marker{}, err
		}
		return exchange.MarkerOf(strings.NewReader(string(text)))
	}); err != nil {
		w.Fatal(err)
	}
	return string(text)
}

func newSM2(t *testing.T) *sm2.PrivateKey {
	t.Helper()
	key, err := sm2.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}
