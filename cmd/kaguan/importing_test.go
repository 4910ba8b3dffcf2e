package main

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kaguan/internal/city/people"
	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/record/org"
	"kaguan/internal/record/staff"
	"kaguan/internal/server"
)

const password = "Correct-Horse-9"

// house is a served house with one county and its agent.
func house(t *testing.T) (folder, url string, s *server.Server) {
	t.Helper()
	folder = t.TempDir()
	s, err := server.New(t.Context(), server.World{Folder: folder, Holder: "test"})
	if err != nil {
		t.Fatal(err)
	}
	var token string
	err = s.DB.Do(db.System(t.Context(), "test"), func(tx *db.Tx) error {
		centre, err := org.AddAgency(tx, org.Agency{Code: "4402", Name: "市卡管理中心", Kind: org.KindCentre, RegionPath: "440000/440200/"})
		if err != nil {
			return err
		}
		county, err := org.AddAgency(tx, org.Agency{Code: "440203", Name: "武江区社保中心", Kind: org.KindCounty, ParentID: centre.ID, RegionPath: "440000/440200/440203/"})
		if err != nil {
			return err
		}
		user, link, err := staff.Create(tx, staff.CreateInput{Login: "daiban", Name: "某人", Agency: staff.Agency{ID: county.ID, Name: county.Name, RegionPath: county.RegionPath}})
		if err != nil {
			return err
		}
		token = link.Token
		_, err = staff.Grant(tx, staff.GrantInput{UserID: user.ID, Role: "agent", ScopePath: county.RegionPath})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Door.SetPassword(t.Context(), token, password); err != nil {
		t.Fatal(err)
	}
	site := httptest.NewServer(s.Handler())
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	running := make(chan struct{})
	go func() { s.Run(ctx); close(running) }()
	t.Cleanup(func() {
		site.Close()
		stop()
		<-running
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return folder, site.URL, s
}

// files writes a list of people, the last of them with a wrong number, and their photos.
func files(t *testing.T, n int) (list, photos string) {
	t.Helper()
	dir := t.TempDir()
	maker := people.New(rand.New(rand.NewPCG(3, 4)), clock.System{}.Now(), []people.Town{{Code: "440203001", Name: "武江区新华街道"}})
	var rows strings.Builder
	var pack bytes.Buffer
	z := zip.NewWriter(&pack)
	rows.WriteString("证件号码,姓名,手机,通讯地址,人员类别,服务银行,领卡机构\n")
	for i := range n {
		p := maker.Person()
		for p.Age < 18 {
			p = maker.Person()
		}
		number := string(p.IDNumber)
		w, err := z.Create(number + ".jpg")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(people.Portrait(p, uint64(i))); err != nil {
			t.Fatal(err)
		}
		if i == n-1 {
			number = number[:17] + "?"
		}
		fmt.Fprintf(&rows, "%s,%s,%s,%s,3,102,440203\n", number, p.Name, p.Phone, p.Address)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	list, photos = filepath.Join(dir, "名单.csv"), filepath.Join(dir, "照片.zip")
	for path, content := range map[string][]byte{list: []byte(rows.String()), photos: pack.Bytes()} {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return list, photos
}

func applications(t *testing.T, s *server.Server) (n int64) {
	t.Helper()
	err := s.DB.View(db.System(t.Context(), "test"), func(tx *db.Tx) (err error) {
		n, err = db.Scalar[int64](tx, `SELECT COUNT(*) FROM application WHERE photo_digest <> ''`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestImportFromTheShell(t *testing.T) {
	t.Parallel()
	folder, url, s := house(t)
	list, photos := files(t, 6)
	bad := filepath.Join(t.TempDir(), "不合格.xlsx")
	command := importApplications{account: account{Server: url, Login: "daiban", Password: password}, List: list, Photos: photos, Errors: bad}
	check := command
	check.Check = true
	for _, c := range []struct {
		name string
		run  importApplications
		want int64
	}{{"check only", check, 0}, {"import", command, 5}, {"the same file again", command, 5}} {
		if err := c.run.Run(t.Context()); err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if got := applications(t, s); got != c.want {
			t.Errorf("%s: %d applications with photos, want %d", c.name, got, c.want)
		}
	}
	if stat, err := os.Stat(bad); err != nil || stat.Size() == 0 {
		t.Errorf("no workbook of bad rows: %v", err)
	}
	command.Password = "wrong"
	if err := command.Run(t.Context()); err == nil || strings.Contains(words(err), "wrong") {
		t.Errorf("a wrong password: %v", err)
	}
	settled(t, s)
	verify := verifyCommand{Dir: folder}
	if err := verify.Run(t.Context()); err != nil {
		t.Errorf("the journal after the import: %v", err)
	}
	tamper(t, s)
	if err := verify.Run(t.Context()); err == nil || !strings.Contains(err.Error(), "断裂") {
		t.Errorf("the journal altered by hand: %v", err)
	}
}

// settled waits until the running sealer has sealed all.
func settled(t *testing.T, s *server.Server) {
	t.Helper()
	for range 100 {
		var waiting int64
		err := s.DB.View(db.System(t.Context(), "test"), func(tx *db.Tx) (err error) {
			waiting, err = db.Scalar[int64](tx, `SELECT COUNT(*) FROM journal_pending`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if waiting == 0 {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("the sealer does not come to an end")
}

func tamper(t *testing.T, s *server.Server) {
	t.Helper()
	err := s.DB.Do(db.System(t.Context(), "tamperer"), func(tx *db.Tx) error {
		_, err := tx.Quiet(`UPDATE journal SET actor = 'somebody' WHERE id = (SELECT MAX(id) FROM journal)`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestTemplateFromTheShell(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a.xlsx")
	if err := (&templateApplications{Output: path}).Run(); err != nil {
		t.Fatal(err)
	}
	if content, err := os.ReadFile(path); err != nil || !bytes.HasPrefix(content, []byte("PK")) {
		t.Errorf("the template is no workbook: %v", err)
	}
}
