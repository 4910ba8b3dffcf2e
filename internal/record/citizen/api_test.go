package citizen_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"kaguan/internal/kit/api"
	"kaguan/internal/kit/blob"
	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/db/dbtest"
	"kaguan/internal/kit/seal"
	"kaguan/internal/record/citizen"
)

// site is the register's API on a real socket. User 1 may do all in the whole
// city, user 2 only view in Qujiang, user 3 view in the city.
type site struct {
	t        *testing.T
	url      string
	register *citizen.Register
	photos   blob.Store
	clients  map[int]*http.Client
}

func newSite(t *testing.T, d *db.DB) *site {
	t.Helper()
	box, err := seal.Random(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	photos, err := blob.NewDir(t.TempDir(), box)
	if err != nil {
		t.Fatal(err)
	}
	s := &site{t: t, register: citizen.New(box), photos: photos, clients: map[int]*http.Client{}}
	router := api.NewRouter(api.Config{DB: d, Title: "test", Who: func(ctx context.Context, id, epoch int64) (db.Actor, error) {
		scope := db.Scope{All: id != 2}
		if id == 2 {
			scope.Paths = []string{qujiang}
		}
		return db.Actor{ID: id, Name: fmt.Sprint("user", id), Scope: scope, Rights: map[string]bool{"citizen.view": true, "citizen.reveal": id == 1}}, nil
	}})
	api.Call(router, api.Op{Path: "/signin/{id}", Right: api.Public, Title: "登录"}, func(ctx context.Context, in *struct {
		ID int64 `path:"id"`
	}) (*api.Nothing, error) {
		return &api.Nothing{}, router.SignIn(ctx, in.ID, 1)
	})
	citizen.Routes(router, citizen.NewDesk(d, s.register, photos))
	server := httptest.NewServer(router.Handler())
	t.Cleanup(server.Close)
	s.url = server.URL + api.Prefix
	for id := 1; id <= 3; id++ {
		jar, err := cookiejar.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		s.clients[id] = &http.Client{Jar: jar, Timeout: 10 * time.Second}
		s.call(id, "POST", fmt.Sprint("/signin/", id), "")
	}
	return s
}

func (s *site) call(user int, method, path, body string) (*http.Response, string) {
	s.t.Helper()
	req, err := http.NewRequest(method, s.url+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := s.clients[user].Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return res, string(answer)
}

func TestViewsAreMaskedAndRevealsJournalled(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		s := newSite(t, d)
		c := ouyang()
		path := fmt.Sprint("/citizens/", put(t, d, s.register, c))

		for _, view := range []string{path, "/citizens?q=oycx", "/citizens?q=" + c.IDNumber} {
			res, answer := s.call(3, "GET", view, "")
			if res.StatusCode != 200 || !strings.Contains(answer, "440203********") || !strings.Contains(answer, "138****8021") || !strings.Contains(answer, "欧阳春晓") {
				t.Errorf("%s: %d %s", view, res.StatusCode, answer)
			}
			for _, value := range secrets(c) {
				if strings.Contains(answer, value) {
					t.Errorf("%s shows a plain value of %d characters", view, len(value))
				}
			}
		}

		reason := `{"reason":"电话核对领卡人"}`
		for user, want := range map[int]int{1: 200, 2: 403, 3: 403} {
			if res, answer := s.call(user, "POST", path+"/reveal", reason); res.StatusCode != want {
				t.Errorf("user %d revealed with %d %s, want %d", user, res.StatusCode, answer, want)
			}
		}
		if res, _ := s.call(1, "POST", path+"/reveal", `{"reason":""}`); res.StatusCode != 422 {
			t.Errorf("revealed without a reason: %d", res.StatusCode)
		}
		res, answer := s.call(1, "POST", path+"/reveal", reason)
		for _, value := range secrets(c) {
			if !strings.Contains(answer, value) {
				t.Errorf("the reveal (%d) lacks a value", res.StatusCode)
			}
		}
		entries, text := journal(t, d)
		if last := entries[len(entries)-1]; last.Verb != "citizen.revealed" || last.Actor != "user1" || last.Subject != strings.TrimPrefix(path, "/citizens/") || !strings.Contains(text, "电话核对领卡人") {
			t.Errorf("the reveal's entry: %+v", last)
		}
		kept := 0
		dbtest.View(t, d, func(tx *db.Tx) error {
			return tx.Each(func(db.Scanner) error { kept++; return nil }, `SELECT answer FROM idempotency`)
		})
		if kept > 0 {
			t.Error("a reveal's answer was kept in the open")
		}
	})
}

func TestForeignAndUnknownAreNotFound(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		s := newSite(t, d)
		id := put(t, d, s.register, ouyang())
		for user, path := range map[int]string{2: fmt.Sprint("/citizens/", id), 1: fmt.Sprint("/citizens/", id+1)} {
			for _, view := range []string{path, path + "/photo"} {
				if res, answer := s.call(user, "GET", view, ""); res.StatusCode != 404 {
					t.Errorf("user %d %s: %d %s", user, view, res.StatusCode, answer)
				}
			}
		}
		if _, answer := s.call(2, "GET", "/citizens?q="+ouyang().IDNumber, ""); !strings.Contains(answer, `"items":[]`) {
			t.Errorf("a foreign search found %s", answer)
		}
	})
}

func TestPhoto(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		s := newSite(t, d)
		id := put(t, d, s.register, ouyang())
		path := fmt.Sprint("/citizens/", id, "/photo")
		if res, answer := s.call(1, "GET", path, ""); res.StatusCode != 404 || !strings.Contains(answer, "还没有照片") {
			t.Errorf("without a photo: %d %s", res.StatusCode, answer)
		}
		content := bytes.Repeat([]byte("\xff\xd8\xff picture"), 1000)
		digest, _, err := s.photos.Put(context.Background(), bytes.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		dbtest.Do(t, d, func(tx *db.Tx) error { return s.register.SetPhoto(tx, id, string(digest)) })
		res, answer := s.call(3, "GET", path, "")
		if res.StatusCode != 200 || answer != string(content) || res.Header.Get("Content-Type") != "image/jpeg" || !strings.Contains(res.Header.Get("Cache-Control"), "no-store") {
			t.Errorf("%d, %d bytes, %v", res.StatusCode, len(answer), res.Header)
		}
		var page struct {
			Items []struct{ HasPhoto bool }
			Total int
		}
		_, answer = s.call(3, "GET", "/citizens?q=oycx", "")
		if err := json.Unmarshal([]byte(answer), &page); err != nil || page.Total != 1 || !page.Items[0].HasPhoto {
			t.Errorf("%v %s", err, answer)
		}
	})
}
