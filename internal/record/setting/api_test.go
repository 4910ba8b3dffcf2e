package setting_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"kaguan/internal/kit/api"
	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/db/dbtest"
	"kaguan/internal/record/setting"
)

// site serves the register's routes on a real socket; user n signs in as actors[n].
type site struct {
	t      *testing.T
	url    string
	client *http.Client
	keys   int
}

var rights = map[string]bool{"setting.edit": true, "setting.view": true}

var actors = map[int64]db.Actor{
	1: {ID: 1, Name: "city", Scope: db.Scope{Paths: []string{"440000/440200/"}}, Rights: rights},
	2: {ID: 2, Name: "county", Scope: db.Scope{Paths: []string{"440000/440200/440203/"}}, Rights: rights},
	3: {ID: 3, Name: "clerk", Scope: db.Scope{Paths: []string{"440000/440200/440203/"}}},
}

func newSite(t *testing.T, d *db.DB) *site {
	t.Helper()
	dbtest.Do(t, d, setting.Seed)
	r := api.NewRouter(api.Config{DB: d, Title: "test", Who: func(ctx context.Context, id, epoch int64) (db.Actor, error) { return actors[id], nil }})
	setting.Routes(r, d)
	api.Call(r, api.Op{Path: "/test-session/{id}", Right: api.Public, Title: "登录"}, func(ctx context.Context, in *struct {
		ID int64 `path:"id"`
	}) (*api.Nothing, error) {
		return &api.Nothing{}, r.SignIn(ctx, in.ID, 1)
	})
	server := httptest.NewServer(r.Handler())
	t.Cleanup(server.Close)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &site{t: t, url: server.URL + api.Prefix, client: &http.Client{Jar: jar}}
}

func (s *site) signIn(id int) {
	s.t.Helper()
	s.call("POST", fmt.Sprintf("/test-session/%d", id), "", http.StatusOK)
}

// call expects a status and gives the answer as text.
func (s *site) call(method, path, body string, want int) string {
	s.t.Helper()
	req, err := http.NewRequest(method, s.url+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	s.keys++
	req.Header.Set("Idempotency-Key", fmt.Sprint("key", s.keys))
	res, err := s.client.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close()
	var answer json.RawMessage
	if err := json.NewDecoder(res.Body).Decode(&answer); err != nil {
		s.t.Fatal(err)
	}
	if res.StatusCode != want {
		s.t.Fatalf("%s %s: %d %s, want %d", method, path, res.StatusCode, answer, want)
	}
	return string(answer)
}

// holds fails unless an answer holds each of the parts.
func (s *site) holds(answer string, parts ...string) {
	s.t.Helper()
	for _, part := range parts {
		if !strings.Contains(answer, part) {
			s.t.Errorf("%s\nlacks %s", answer, part)
		}
	}
}

func TestParametersThroughTheAPI(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		s := newSite(t, d)
		s.call("GET", "/parameters", "", http.StatusUnauthorized)
		s.signIn(3)
		s.call("GET", "/parameters", "", http.StatusForbidden)
		s.call("POST", "/parameters/card.valid_years/set", `{"value":"9"}`, http.StatusForbidden)
		s.signIn(2)
		if list := s.call("GET", "/parameters", "", 200); strings.Contains(list, `"verb":"set"`) {
			t.Error("a county's officer is offered to set the city's parameters")
		}
		s.call("POST", "/parameters/card.valid_years/set", `{"value":"9"}`, http.StatusForbidden)
		s.signIn(1)
		s.holds(s.call("GET", "/parameters", "", 200), `"key":"photo.min_bytes"`, `"total":22`,
			`"now":{"value":"5120","from":0,"setAt":0,"setBy":""},"upcoming":[],"history":0,"allowed":[{"verb":"set","title":"设置"}]`)
		at := dbtest.Start.Add(time.Hour).UnixMilli()
		s.holds(s.call("POST", "/parameters/card.valid_years/set", fmt.Sprintf(`{"value":"8","from":%d}`, at), 200),
			`"now":{"value":"10"`, fmt.Sprintf(`"upcoming":[{"value":"8","from":%d`, at), `"danger":true`)
		s.holds(s.call("POST", "/parameters/card.valid_years/set", `{"value":"9"}`, 200), `"now":{"value":"9"`, `"history":2`, `"setBy":"city"`)
		s.holds(s.call("POST", "/parameters/card.valid_years/set", `{"value":"99"}`, http.StatusUnprocessableEntity), `"field":"value"`, "1 至 20 年")
		s.call("POST", "/parameters/photo.colour/set", `{"value":"9"}`, http.StatusNotFound)
		s.holds(s.call("GET", "/parameters/card.valid_years/history", "", 200), `"items":[{"value":"9"`, `"total":2`)
		s.call("GET", "/parameters/photo.colour/history", "", http.StatusNotFound)
	})
}

func TestCodesThroughTheAPI(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		s := newSite(t, d)
		s.signIn(3)
		s.holds(s.call("GET", "/codes", "", 200), `"total":13`, `{"name":"sex","title":"性别","source":"GB/T 2261.1","fixed":true,"count":4,"allowed":[]}`)
		if got := s.call("GET", "/codes/ethnic", "", 200); strings.Contains(got, `"verb"`) {
			t.Errorf("a clerk is offered to change the codes: %s", got)
		}
		s.call("GET", "/codes/colour", "", http.StatusNotFound)
		s.call("POST", "/codes/category/add", `{"code":"10","name":"新业态人员"}`, http.StatusForbidden)
		s.signIn(1)
		s.holds(s.call("GET", "/codes", "", 200), `"name":"category","title":"人员类别","source":"本市","fixed":false,"count":9,"allowed":[{"verb":"add"`)
		if got := s.call("GET", "/codes/sex", "", 200); strings.Contains(got, `"verb":"close"`) || !strings.Contains(got, `"verb":"map"`) {
			t.Errorf("a fixed table's codes can only be mapped: %s", got)
		}
		s.holds(s.call("POST", "/codes/category/add", `{"code":"10","name":"新业态人员"}`, 200), `"from":"2026-11-23"`, `"state":"open"`, `"maps":[]`, `"verb":"close"`)
		s.holds(s.call("POST", "/codes/category/10/map", `{"partner":"bank:102","theirs":"J"}`, 200), `"maps":[{"partner":"bank:102","theirs":"J"}]`)
		s.holds(s.call("POST", "/codes/category/10/close", "", 200), `"to":"2026-11-23"`, `"state":"closed"`, `"allowed":[{"verb":"map"`)
		s.holds(s.call("GET", "/codes/category", "", 200), `"total":9`)
		s.holds(s.call("GET", "/codes/category?state=all", "", 200), `"total":10`)
		s.holds(s.call("GET", "/codes/category?state=closed", "", 200), `"total":1`, `"code":"10"`)
		s.call("POST", "/codes/sex/add", `{"code":"3","name":"其他"}`, http.StatusConflict)
	})
}
