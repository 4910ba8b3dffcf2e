package org_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kaguan/internal/kit/api"
	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/db/dbtest"
	"kaguan/internal/record/org"
)

// site serves the register's routes on a real socket; user n signs in as actors[n].
type site struct {
	*house
	url    string
	client *http.Client
	keys   int
}

var actors = map[int64]db.Actor{
	1: {ID: 1, Name: "system", Scope: db.Scope{All: true}, Rights: map[string]bool{"org.edit": true, "org.view": true}},
	2: {ID: 2, Name: "county", Scope: db.Scope{Paths: []string{wujiang}}, Rights: map[string]bool{"org.edit": true, "org.view": true}},
	3: {ID: 3, Name: "clerk", Scope: db.Scope{Paths: []string{wujiang}}},
}

func newSite(t *testing.T, d *db.DB) *site {
	t.Helper()
	r := api.NewRouter(api.Config{DB: d, Title: "test", Who: func(ctx context.Context, id, epoch int64) (db.Actor, error) { return actors[id], nil }})
	org.Routes(r, d)
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
	return &site{house: newHouse(t, d), url: server.URL + api.Prefix, client: &http.Client{Jar: jar}}
}

func (s *site) signIn(id int) {
	s.t.Helper()
	s.call("POST", fmt.Sprintf("/test-session/%d", id), "", http.StatusOK)
}

// call expects a status and gives the answer.
func (s *site) call(method, path, body string, want int) map[string]any {
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
	answer := map[string]any{}
	if err := json.NewDecoder(res.Body).Decode(&answer); err != nil {
		s.t.Fatal(err)
	}
	if res.StatusCode != want {
		s.t.Fatalf("%s %s: %d %v, want %d", method, path, res.StatusCode, answer, want)
	}
	return answer
}

// pick is one field of every item of a list.
func pick(answer map[string]any, field string) []any {
	all := []any{}
	for _, item := range answer["items"].([]any) {
		all = append(all, item.(map[string]any)[field])
	}
	return all
}

// buttons are the verbs that an answer allows.
func buttons(item any) []any {
	verbs := []any{}
	for _, v := range item.(map[string]any)["allowed"].([]any) {
		verbs = append(verbs, v.(map[string]any)["verb"])
	}
	return verbs
}

func TestTheTreeIsOpenedBranchByBranch(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		s := newSite(t, d)
		s.call("GET", "/regions", "", http.StatusUnauthorized)
		s.signIn(3)
		if got := pick(s.call("GET", "/regions", "", 200), "code"); !cmp.Equal(got, []any{"440000"}) {
			t.Errorf("the roots: %v", got)
		}
		if got := s.call("GET", "/regions?parent=440200&limit=4", "", 200); got["total"] != 10.0 || got["next"] != "440222" {
			t.Errorf("%v", got)
		}
		if got := pick(s.call("GET", "/regions?parent=440200&limit=4&after=440233", "", 200), "name"); !cmp.Equal(got, []any{"乐昌市", "南雄市"}) {
			t.Errorf("the last page: %v", got)
		}
		if got := pick(s.call("GET", "/regions?q=%E9%BB%84%E5%9D%91", "", 200), "path"); len(got) != 2 {
			t.Errorf("黄坑镇 is in two counties, found %v", got)
		}
		if got := pick(s.call("GET", "/regions?q=%E9%BB%84%E5%9D%91&parent=440282", "", 200), "code"); !cmp.Equal(got, []any{"440282105"}) {
			t.Errorf("黄坑镇 below one county: %v", got)
		}
		s.call("GET", "/regions?parent=999999", "", http.StatusNotFound)
		s.call("POST", "/regions", `{"code":"440203001001","name":"新华社区"}`, http.StatusForbidden)

		s.signIn(2)
		made := s.call("POST", "/regions", `{"code":"440203001001","name":"新华社区"}`, 200)
		if made["path"] != xinhua+"440203001001/" || made["state"] != "open" || !cmp.Equal(buttons(made), []any{"close"}) {
			t.Errorf("%v", made)
		}
		for _, item := range s.call("GET", "/regions?parent=440200", "", 200)["items"].([]any) {
			if own := item.(map[string]any)["code"] == "440203"; own != (len(buttons(item)) > 0) {
				t.Errorf("the county's officer is offered %v at %v", buttons(item), item)
			}
		}
		closed := s.call("POST", "/regions/440203001001/close", "", 200)
		if closed["state"] != "closed" || closed["to"] != "2026-11-23" || len(buttons(closed)) != 0 {
			t.Errorf("%v", closed)
		}
		if got := s.call("GET", "/regions?parent=440203001", "", 200); got["total"] != 0.0 {
			t.Errorf("a closed village is offered: %v", got)
		}
		if got := s.call("GET", "/regions?parent=440203001&state=all", "", 200); got["total"] != 1.0 {
			t.Errorf("the closed village is forgotten: %v", got)
		}
	})
}

func TestAgenciesThroughTheAPI(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		s := newSite(t, d)
		s.signIn(3)
		list := s.call("GET", "/agencies", "", 200)
		if got := pick(list, "code"); !cmp.Equal(got, []any{"44020301", "44020302"}) || len(buttons(list["items"].([]any)[0])) != 0 {
			t.Errorf("a clerk picks from %v", list)
		}
		s.call("GET", fmt.Sprint("/agencies/", s.county.ID), "", 200)

		s.signIn(2)
		s.call("GET", fmt.Sprint("/agencies/", s.other.ID), "", http.StatusNotFound)
		made := s.call("POST", "/agencies", fmt.Sprintf(`{"code":"B102001","name":"工行新华支行","kind":"outlet","parentId":%d,"region":"440203001","bank":"102","phone":"0751-1234567"}`, s.county.ID), 200)
		want := map[string]any{"code": "B102001", "kindName": "银行网点", "parent": "武江区社保局", "region": "440203001", "regionName": "新华街道",
			"fullRegion": "韶关市武江区新华街道", "bankName": "工行", "from": "2026-11-23", "to": "", "state": "open"}
		for field, value := range want {
			if made[field] != value {
				t.Errorf("%s is %v, want %v", field, made[field], value)
			}
		}
		if got := buttons(made); !cmp.Equal(got, []any{"close", "update"}) {
			t.Errorf("its buttons: %v", got)
		}
		id := int64(made["id"].(float64))
		for query, want := range map[string]int{"kind=outlet": 1, "bank=102": 1, "bank=103": 0, "region=440203001": 2, "region=440204": 0, "q=B10": 1, fmt.Sprint("parent=", s.county.ID): 2, "state=closed": 0} {
			if got := len(pick(s.call("GET", "/agencies?"+query, "", 200), "id")); got != want {
				t.Errorf("%s finds %d, want %d", query, got, want)
			}
		}
		first := s.call("GET", "/agencies?limit=2", "", 200)
		if rest := s.call("GET", fmt.Sprint("/agencies?limit=2&after=", first["next"]), "", 200); !cmp.Equal(pick(rest, "code"), []any{"B102001"}) || rest["next"] != "" {
			t.Errorf("the second page: %v", rest)
		}
		changed := s.call("POST", fmt.Sprintf("/agencies/%d/update", id), fmt.Sprintf(`{"name":"工行新华路支行","parentId":%d,"address":"新华路1号","phone":""}`, s.townOne.ID), 200)
		if changed["name"] != "工行新华路支行" || changed["parent"] != "新华街道人社所" || changed["address"] != "新华路1号" || changed["phone"] != "" {
			t.Errorf("%v", changed)
		}
		if again := s.call("GET", fmt.Sprint("/agencies/", id), "", 200); !cmp.Equal(again, changed) {
			t.Error(cmp.Diff(changed, again))
		}
		s.call("POST", fmt.Sprintf("/agencies/%d/close", s.townOne.ID), "", http.StatusConflict)
		if closed := s.call("POST", fmt.Sprintf("/agencies/%d/close", id), "", 200); closed["state"] != "closed" || len(buttons(closed)) != 0 {
			t.Errorf("%v", closed)
		}
	})
}

func TestBanksAndVendorsThroughTheAPI(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		s := newSite(t, d)
		s.signIn(2)
		banks := s.call("GET", "/banks", "", 200)
		if banks["total"] != 5.0 || len(buttons(banks["items"].([]any)[0])) != 0 {
			t.Errorf("a county's officer is offered %v", banks)
		}
		s.call("POST", "/vendors", `{"code":"V01","name":"某卡商"}`, http.StatusForbidden)
		s.signIn(1)
		s.call("POST", "/vendors", `{"code":"V01","name":"某卡商"}`, 200)
		s.call("POST", "/banks", `{"code":"402","name":"韶关农村商业银行","short":"农商行"}`, 200)
		if got := buttons(s.call("GET", "/vendors", "", 200)["items"].([]any)[0]); !cmp.Equal(got, []any{"close"}) {
			t.Errorf("a vendor's buttons: %v", got)
		}
		s.call("POST", "/vendors/V01/close", "", 200)
		s.call("POST", "/banks/402/close", "", 200)
		if got := s.call("GET", "/vendors", "", 200); got["total"] != 0.0 {
			t.Errorf("a closed vendor is offered: %v", got)
		}
		if got := pick(s.call("GET", "/banks?state=closed", "", 200), "code"); !cmp.Equal(got, []any{"402"}) {
			t.Errorf("the closed banks: %v", got)
		}
	})
}

// What an answer holds must stand in the API's description, too: the pages' types
// are made from it.
func TestTheDescriptionIsComplete(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t, dbtest.LiteURL(t), clock.NewHand(dbtest.Start))
	r := api.NewRouter(api.Config{DB: d, Title: "test"})
	org.Routes(r, d)
	text, err := r.OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	var description struct {
		Components struct {
			Schemas map[string]struct {
				Properties map[string]any `json:"properties"`
			} `json:"schemas"`
		} `json:"components"`
	}
	if err := json.Unmarshal(text, &description); err != nil {
		t.Fatal(err)
	}
	for schema, fields := range map[string]string{"AgencyRecord": "name from to state allowed fullRegion", "RegionItem": "path from to state",
		"BankItem": "short from to", "VendorItem": "name from to"} {
		found := map[string]any{}
		for name, s := range description.Components.Schemas {
			if strings.HasSuffix(name, schema) && !strings.HasSuffix(name, "Page"+schema) {
				found = s.Properties
			}
		}
		for _, field := range strings.Fields(fields) {
			if _, there := found[field]; !there {
				t.Errorf("%s lacks %s", schema, field)
			}
		}
	}
}
