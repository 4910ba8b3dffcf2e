package batch_test

import (
	"bytes"
	"context"
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
	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/db/dbtest"
	"kaguan/internal/link/bank"
	"kaguan/internal/work/batch"
)

// The users of the site.
const (
	producer = 1 // selects and exchanges, whole city
	lead     = 2 // confirms, whole city
	county   = 3 // all rights, Qujiang only
	looker   = 4 // only looks, whole city
)

// site is the capability's API on a real socket.
type site struct {
	*house
	url     string
	clients map[int]*http.Client
}

func newSite(h *house) *site {
	s := &site{house: h, clients: map[int]*http.Client{}}
	router := api.NewRouter(api.Config{DB: h.d, Title: "test", Who: func(ctx context.Context, id, epoch int64) (db.Actor, error) {
		rights := map[string]bool{"batch.view": true}
		for _, r := range map[int64][]string{producer: {"batch.select", "batch.exchange"}, lead: {"batch.confirm"}, county: {"batch.select", "batch.exchange", "batch.confirm"}}[id] {
			rights[r] = true
		}
		scope := db.Scope{All: id != county}
		if id == county {
			scope.Paths = []string{qujiang}
		}
		return db.Actor{ID: id, Name: fmt.Sprint("user", id), Scope: scope, Rights: rights}, nil
	}})
	api.Call(router, api.Op{Path: "/signin/{id}", Right: api.Public, Title: "登录"}, func(ctx context.Context, in *struct {
		ID int64 `path:"id"`
	}) (*api.Nothing, error) {
		return &api.Nothing{}, router.SignIn(ctx, in.ID, 1)
	})
	batch.Routes(router, h.desk)
	server := httptest.NewServer(router.Handler())
	h.t.Cleanup(server.Close)
	s.url = server.URL + api.Prefix
	for id := producer; id <= looker; id++ {
		s.clients[id] = &http.Client{Jar: must(cookiejar.New(nil))(h.t), Timeout: 20 * time.Second}
		s.call(id, "POST", fmt.Sprint("/signin/", id), nil)
	}
	return s
}

func (s *site) call(user int, method, path string, body []byte) (int, []byte) {
	s.t.Helper()
	req := must(http.NewRequest(method, s.url+path, bytes.NewReader(body)))(s.t)
	s.count++
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Idempotency-Key", fmt.Sprint("key", s.count))
	res := must(s.clients[user].Do(req))(s.t)
	defer res.Body.Close()
	return res.StatusCode, must(io.ReadAll(res.Body))(s.t)
}

// page is the part of a batch's page that the tests look at.
type page struct {
	ID        int64
	No        string
	State     string
	BankName  string
	Count     int64
	Allowed   []struct{ Verb string }
	Balances  []batch.RoundBalance
	Conserved bool
	Steps     []struct{ Title, Actor string }
	Files     []struct {
		ID   int64
		Kind string
	}
	Sample    []struct{ Name, IDMasked, Agency string }
	Anomalies []batch.Anomaly
}

func (s *site) ask(user int, method, path, body string) (p page) {
	s.t.Helper()
	status, answer := s.call(user, method, path, []byte(body))
	if status != http.StatusOK {
		s.t.Fatalf("%s %s: %d %s", method, path, status, answer)
	}
	if err := json.Unmarshal(answer, &p); err != nil {
		s.t.Fatal(err)
	}
	return p
}

func (p page) allowed() string {
	var verbs []string
	for _, v := range p.Allowed {
		verbs = append(verbs, v.Verb)
	}
	return strings.Join(verbs, " ")
}

func TestThePages(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		h := newHouse(t, d, now)
		ids := h.apply(wujiang, 2)
		s := newSite(h)
		dbtest.Do(t, d, func(tx *db.Tx) error {
			if _, err := tx.Exec(`UPDATE application SET photo_digest = (SELECT photo_digest FROM application WHERE id = $1) WHERE id = $2`, ids[0], ids[1]); err != nil {
				return err
			}
			return tx.Note(db.Ref("application", ids[1]), "application.changed", nil)
		})
		if status, answer := s.call(producer, "POST", "/batches/count", []byte(`{"rule":{"bank":"103"}}`)); status != 200 || !strings.Contains(string(answer), `"chosen":2`) {
			t.Fatalf("%d %s", status, answer)
		}
		p := s.ask(producer, "POST", "/batches", `{"rule":{"bank":"103"},"vendor":"V01"}`)
		path := fmt.Sprint("/batches/", p.ID)
		if p.Count != 2 || p.BankName != "中国农业银行韶关分行" || p.allowed() != "discard" || len(p.Sample) != 2 || p.Sample[0].Agency != "经办机构440203" {
			t.Errorf("page = %+v", p)
		}
		if len(p.Anomalies) != 1 || p.Anomalies[0].Code != "E502" || p.Anomalies[0].Drops {
			t.Errorf("anomalies = %+v", p.Anomalies)
		}
		if got := s.ask(lead, "GET", path, "").allowed(); got != "confirm" {
			t.Errorf("the lead may %q", got)
		}
		for user, want := range map[int]int{producer: 403, looker: 403, county: 404} {
			if status, _ := s.call(user, "POST", path+"/confirm", []byte(`{}`)); status != want {
				t.Errorf("user %d confirms with %d, want %d", user, status, want)
			}
		}
		if p = s.ask(lead, "POST", path+"/confirm", `{}`); p.State != "confirmed" || p.allowed() != "undo" {
			t.Errorf("page = %+v", p)
		}
		if status, answer := s.call(producer, "POST", path+"/export-preaccount", []byte(`{}`)); status != 200 || !strings.Contains(string(answer), `"jobId"`) {
			t.Errorf("export: %d %s", status, answer)
		}
		h.run()
		if p = s.ask(producer, "GET", path, ""); p.State != "opening" || p.allowed() != "return-preaccount close-round" || len(p.Files) != 1 || len(p.Steps) != 4 {
			t.Errorf("page = %+v", p)
		}
		s.checkFiles(p)
	})
}

func (s *site) checkFiles(p page) {
	s.t.Helper()
	path := fmt.Sprint("/batches/", p.ID)
	b := s.expect(batch.Batch{ID: p.ID}, batch.Opening)
	for user, want := range map[int]int{producer: 200, looker: 403, county: 404} {
		status, content := s.call(user, "GET", fmt.Sprint("/files/", p.Files[0].ID), nil)
		if status != want || status == 200 && !bytes.Equal(content, s.content(s.out(b, bank.PreAccountKind))) {
			s.t.Errorf("user %d downloads with %d, want %d and the very bytes", user, status, want)
		}
	}
	if got := s.counts(`SELECT verb, COUNT(*) FROM journal WHERE verb = 'batch.file_downloaded' GROUP BY verb`); got["batch.file_downloaded"] != 1 {
		s.t.Errorf("downloads in the journal: %v", got)
	}
	rows := s.opening(b)
	stranger := opened(rows[1])
	stranger.Card = "S99999990"
	content := file(s.house, b, s.bankFormat().PreAccountReturn, refused(rows[0]), stranger)
	for user, want := range map[int]int{producer: 200, looker: 403, county: 404} {
		if status, answer := s.call(user, "POST", path+"/returns?name=a.txt", content); status != want {
			s.t.Errorf("user %d uploads with %d %s", user, status, answer)
		}
	}
	if status, answer := s.call(producer, "POST", path+"/returns?name=b.txt", content); status != 200 || !strings.Contains(string(answer), `"repeated":true`) {
		s.t.Errorf("the same file: %d %s", status, answer)
	}
	for list, want := range map[string]string{
		path + "/strays":              `"code":"E202"`,
		path + "/items?state=failed":  `"reason":"证件已过期"`,
		path + "/items?limit=1":       `"next":"1"`,
		path + "/files":               `"kind":"YKHHP"`,
		"/batches?state=opening":      `"total":1`,
		"/batches?state=made,binding": `"total":0`,
		"/batches?q=" + p.No:          `"total":1`,
	} {
		status, answer := s.call(looker, "GET", list, nil)
		if status != 200 || !strings.Contains(string(answer), want) {
			s.t.Errorf("%s: %d %s, want %s", list, status, answer, want)
		}
		if strings.Contains(string(answer), rows[0].IDNumber) || strings.Contains(string(answer), rows[0].Mobile) {
			s.t.Errorf("%s shows a plain value", list)
		}
	}
	if status, answer := s.call(county, "GET", "/batches", nil); status != 200 || !strings.Contains(string(answer), `"total":0`) {
		s.t.Errorf("a foreign county sees: %d %s", status, answer)
	}
	s.run()
	p = s.ask(looker, "GET", path, "")
	if !p.Conserved || len(p.Balances) != 1 || p.Balances[0].Rejected != 1 || p.Balances[0].Outstanding != 1 {
		s.t.Errorf("balances = %+v", p.Balances)
	}
}
