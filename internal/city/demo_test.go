package city

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kaguan/internal/kit/db"
	"kaguan/sdk/client"
)

// TestDemo prepares a small demo, walks through it as a visitor does, and opens it
// a second time.
func TestDemo(t *testing.T) {
	t.Parallel()
	opt := DemoOptions{Folder: filepath.Join(t.TempDir(), "demo"), People: 300}
	told := 0
	opt.Tell = func(done, total int, doing string) {
		if done < told || done > total || doing == "" {
			t.Errorf("told %d of %d, %q", done, total, doing)
		}
		told = done
	}
	d, err := OpenDemo(ctx, opt)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Check(ctx); err != nil {
		t.Errorf("the prepared city breaks laws: %v", err)
	}
	if off := time.Since(d.Now()); off < -24*time.Hour || off > time.Hour {
		t.Errorf("it is %s in the demo", d.Now())
	}
	d.everythingIsThere(t)
	d.visit(t)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	before, started := d.Now(), time.Now()
	again, err := OpenDemo(ctx, opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("opened again within %s", time.Since(started))
	if off := again.Now().Sub(before); off < 0 || off > time.Minute {
		t.Errorf("the clock jumped by %s over the restart", off)
	}
	if err := again.Close(); err != nil {
		t.Error(err)
	}
}

// everythingIsThere: pages must have contents in the states that a visitor will
// work on.
func (d *Demo) everythingIsThere(t *testing.T) {
	t.Helper()
	for what, query := range map[string]string{
		"applications to review in the demo's county": `SELECT COUNT(*) FROM application WHERE state = 'submitted' AND region_path LIKE '440000/440200/440203/%'`,
		"imports to confirm":                          `SELECT COUNT(*) FROM import_run WHERE state = 'previewed'`,
		"batches to confirm":                          `SELECT COUNT(*) FROM batch WHERE state = 'selected'`,
		"batches that wait for a partner":             `SELECT COUNT(*) FROM batch WHERE state IN ('opening', 'making', 'binding')`,
		"parcels to receive":                          `SELECT COUNT(*) FROM parcel WHERE state = 'sent'`,
		"cards to hand over":                          `SELECT COUNT(*) FROM card WHERE holder_kind = 'agency'`,
		"cards in hand":                               `SELECT COUNT(*) FROM card WHERE holder_kind = 'person'`,
		"modules in stock":                            `SELECT COUNT(*) FROM psam WHERE state = 'stock'`,
	} {
		if d.count(t, query) == 0 {
			t.Errorf("the demo has no %s", what)
		}
	}
}

// visit is a visitor: he looks who there is, signs in, takes a list, imports it,
// and lets a day pass.
func (d *Demo) visit(t *testing.T) {
	t.Helper()
	run, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() { defer close(done); d.Run(run) }()
	defer func() { stop(); <-done }()
	house := httptest.NewServer(d.Server.Handler())
	defer house.Close()
	var shown demoAnswer
	visitor := signedOut(t, house.URL)
	must(t, visitor.Get(ctx, "/demo", &shown))
	if len(shown.Accounts) != 13 || len(shown.Lists) != len(listFiles) || shown.Now == "" {
		t.Fatalf("shown are %d accounts and %d lists at %q", len(shown.Accounts), len(shown.Lists), shown.Now)
	}
	for _, a := range shown.Accounts {
		must(t, signedOut(t, house.URL).SignIn(ctx, a.Login, a.Password))
		if a.Role == "" || a.Name == "" || a.Agency == "" {
			t.Errorf("account %+v", a)
		}
	}
	var problem *client.Problem
	if err := visitor.Post(ctx, "/demo/day", struct{}{}, nil); !errors.As(err, &problem) || problem.Status != http.StatusUnauthorized {
		t.Errorf("a stranger lets a day pass: %v", err)
	}
	must(t, visitor.SignIn(ctx, clerk, Password))
	d.tryList(t, visitor)
	before := d.Now()
	var day demoWords
	must(t, visitor.Post(ctx, "/demo/day", struct{}{}, &day))
	if passed := d.Now().Sub(before); passed < 24*time.Hour || passed > 25*time.Hour || !strings.Contains(day.Words, "回盘") {
		t.Errorf("a day of %s: %s", passed, day.Words)
	}
	d.setMood(t, visitor)
}

// tryList imports the small list: exactly its twelve rows come back.
func (d *Demo) tryList(t *testing.T, visitor *client.Client) {
	t.Helper()
	ids := map[string]int64{}
	for _, name := range []string{listName, photosName} {
		var file strings.Builder
		must(t, visitor.Download(ctx, "/demo/lists/"+name, &file))
		var sent struct{ ID int64 }
		must(t, visitor.Upload(ctx, "/uploads?name="+name, strings.NewReader(file.String()), &sent))
		ids[name] = sent.ID
	}
	var run struct{ ID int64 }
	must(t, visitor.Post(ctx, "/applications/imports", map[string]int64{"upload": ids[listName], "photos": ids[photosName]}, &run))
	verdicts := map[string]int64{}
	for range 600 {
		if d.word(t, `SELECT state FROM import_run WHERE id = $1`, run.ID) != "staging" {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	if err := d.Server.DB.View(db.System(ctx, "test"), func(tx *db.Tx) error {
		return tx.Each(func(s db.Scanner) error {
			var verdict string
			var n int64
			err := s.Scan(&verdict, &n)
			verdicts[verdict] = n
			return err
		}, `SELECT verdict, count FROM import_tally WHERE import_id = $1 AND code = ''`, run.ID)
	}); err != nil {
		t.Fatal(err)
	}
	// Eleven rows are wrong and one stands twice.
	if verdicts["good"] != 189 || verdicts["bad"] != 11 || verdicts["duplicate"] != 1 {
		t.Errorf("the list of 200 is %v", verdicts)
	}
}

func (d *Demo) setMood(t *testing.T, visitor *client.Client) {
	t.Helper()
	must(t, visitor.Post(ctx, "/demo/faults", mood{Partner: "102", DelaySeconds: 60, Refuse: 50, Twice: true}, nil))
	var all moods
	must(t, visitor.Get(ctx, "/demo/faults", &all))
	for _, m := range all.Partners {
		if m.Partner == "102" && (m.DelaySeconds != 60 || m.Refuse != 50 || !m.Twice) {
			t.Errorf("the mood of 102 is %+v", m)
		}
	}
	if len(all.Partners) != len(trading) {
		t.Errorf("%d partners have moods", len(all.Partners))
	}
}

func signedOut(t *testing.T, url string) *client.Client {
	t.Helper()
	c, err := client.New(url, nil)
	must(t, err)
	return c
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// A folder with somebody else's files is left alone; one in which the preparation
// broke off is begun anew.
func TestDemoFolder(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	foreign := filepath.Join(folder, "letters.txt")
	must(t, os.WriteFile(foreign, []byte("dear"), 0o600))
	d := &Demo{opt: DemoOptions{Folder: folder}}
	if err := d.clear(); err == nil {
		t.Error("a folder with somebody else's files was taken")
	}
	must(t, os.WriteFile(filepath.Join(folder, marker), nil, 0o600))
	must(t, d.clear())
	if _, err := os.Stat(foreign); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("what was half prepared is still there: %v", err)
	}
	if ahead, err := d.kept(); ahead != nil || err != nil {
		t.Errorf("a clock is kept: %v, %v", ahead, err)
	}
	text, err := json.Marshal(keptClock{AheadMs: 3_600_000})
	must(t, err)
	must(t, os.WriteFile(filepath.Join(folder, clockFile), text, 0o600))
	if ahead, err := d.kept(); err != nil || ahead == nil || *ahead != time.Hour {
		t.Errorf("the kept clock is %v, %v", ahead, err)
	}
}
