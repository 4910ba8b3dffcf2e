package server_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kaguan/internal/city/people"
	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/db/dbtest"
	"kaguan/internal/link/bank"
	"kaguan/internal/link/fake"
	"kaguan/internal/link/vendor"
	"kaguan/internal/record/org"
	"kaguan/internal/record/staff"
	"kaguan/internal/server"
)

const (
	cityPath      = "440000/440200/"
	wujiangPath   = cityPath + "440203/"
	zhenjiangPath = cityPath + "440204/"
	password      = "Correct-Horse-9"
)

// town is a house behind a real socket, with a bank and a vendor behind real
// SFTP sockets, two counties, and a user for each role in each of them.
type town struct {
	*server.Server
	t        *testing.T
	url      string
	now      *clock.Hand
	bank     *bank.Fake
	vendor   *vendor.Fake
	maker    *people.Maker
	centre   org.Agency
	counties map[string]org.Agency // by region path
	callers  map[string]*caller
}

func newTown(t *testing.T, database string) *town {
	t.Helper()
	ctx := context.Background()
	w := &town{t: t, now: clock.NewHand(dbtest.Start), counties: map[string]org.Agency{}, callers: map[string]*caller{}}
	folder := t.TempDir()
	partner := func(code, name string) fake.Options {
		return fake.Options{Code: code, Name: name, Area: "440200", Folder: filepath.Join(folder, code), Clock: w.now, Seed: 1}
	}
	var err error
	if w.bank, err = bank.NewFake(partner("102", "工行")); err != nil {
		t.Fatal(err)
	}
	if w.vendor, err = vendor.NewFake(partner("V01", "卡商")); err != nil {
		t.Fatal(err)
	}
	world := server.World{Folder: filepath.Join(folder, "house"), Database: database, Clock: w.now, Holder: "test", Poll: time.Minute}
	world.Partners = append(world.Partners, w.bank.Partner(), w.vendor.Partner())
	if w.Server, err = server.New(ctx, world); err != nil {
		t.Fatal(err)
	}
	site := httptest.NewServer(w.Handler())
	w.url = site.URL
	t.Cleanup(func() {
		site.Close()
		for _, err := range []error{w.Close(), w.bank.Close(), w.vendor.Close()} {
			if err != nil {
				t.Error(err)
			}
		}
	})
	w.maker = people.New(rand.New(rand.NewPCG(1, 2)), dbtest.Start, []people.Town{{Code: "440203001", Name: "武江区新华街道", Villages: []string{"新华村"}}})
	w.found()
	return w
}

// found makes the agencies and the users.
func (w *town) found() {
	w.t.Helper()
	tokens := map[string]string{}
	dbtest.Do(w.t, w.DB, func(tx *db.Tx) (err error) {
		if w.centre, err = org.AddAgency(tx, org.Agency{Code: "4402", Name: "市卡管理中心", Kind: org.KindCentre, RegionPath: cityPath}); err != nil {
			return err
		}
		if _, err := org.AddVendor(tx, org.Vendor{Code: "V01", Name: "卡商"}); err != nil {
			return err
		}
		for path, name := range map[string]string{wujiangPath: "武江区社保中心", zhenjiangPath: "浈江区社保中心"} {
			code := strings.Split(path, "/")[2]
			if w.counties[path], err = org.AddAgency(tx, org.Agency{Code: code, Name: name, Kind: org.KindCounty, ParentID: w.centre.ID, RegionPath: path}); err != nil {
				return err
			}
		}
		for _, role := range staff.Roles() {
			for path, scope := range map[string]string{wujiangPath: "w", zhenjiangPath: "z", cityPath: "c"} {
				login := strings.ReplaceAll(role.Code, "_", "-") + "-" + scope
				agency := w.centre
				if path != cityPath {
					agency = w.counties[path]
				}
				if tokens[login], err = addUser(tx, login, staff.GrantInput{Role: role.Code, ScopePath: path}, agency); err != nil {
					return fmt.Errorf("adding %s: %w", login, err)
				}
			}
		}
		return nil
	})
	w.tokens(tokens)
}

func addUser(tx *db.Tx, login string, grant staff.GrantInput, agency org.Agency) (string, error) {
	user, link, err := staff.Create(tx, staff.CreateInput{Login: login, Name: "某人", Agency: staff.Agency{ID: agency.ID, Name: agency.Name, RegionPath: agency.RegionPath}})
	if err != nil {
		return "", err
	}
	grant.UserID = user.ID
	if grant.Role == "bank" {
		grant.Bank = "102"
	}
	_, err = staff.Grant(tx, grant)
	return link.Token, err
}

// tokens keeps the one-time links; a password is set when a user first calls,
// for hashing is meant to be slow.
func (w *town) tokens(tokens map[string]string) {
	for login, token := range tokens {
		w.callers[login] = &caller{t: w.t, login: login, token: token, url: w.url, door: w.Door, now: w.now}
	}
}

// as is a user at the API: role-w is of 武江区, role-z of 浈江区, role-c of the city.
func (w *town) as(login string) *caller {
	w.t.Helper()
	c := w.callers[login]
	if c == nil {
		w.t.Fatalf("nobody is called %s", login)
	}
	c.signIn()
	return c
}

// pass lets an hour pass: partners do what is due, then the house.
func (w *town) pass(hours int) {
	w.t.Helper()
	ctx := context.Background()
	for range hours {
		w.now.Advance(time.Hour)
		for _, step := range []func(context.Context) error{w.Settle, w.bank.Step, w.vendor.Step, w.Settle} {
			if err := step(ctx); err != nil {
				w.t.Fatal(err)
			}
		}
	}
}

// caller is one user with a session of his own.
type caller struct {
	t      *testing.T
	login  string
	token  string
	url    string
	door   *staff.Door
	now    *clock.Hand
	client *http.Client
	since  time.Time // when he signed in: a session lasts a working day
	calls  int
}

func (c *caller) signIn() {
	c.t.Helper()
	if c.client != nil && c.now.Now().Sub(c.since) < 8*time.Hour {
		return
	}
	if c.token != "" {
		if err := c.door.SetPassword(context.Background(), c.token, password); err != nil {
			c.t.Fatal(err)
		}
		c.token = ""
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		c.t.Fatal(err)
	}
	c.client, c.since = &http.Client{Jar: jar, Timeout: time.Minute}, c.now.Now()
	c.post("/session", map[string]string{"login": c.login, "password": password}, nil)
}

// try sends a request and gives status and body.
func (c *caller) try(method, path string, body []byte) (int, []byte) {
	c.t.Helper()
	c.calls++
	req, err := http.NewRequest(method, c.url+"/api/v1"+path, strings.NewReader(string(body)))
	if err != nil {
		c.t.Fatal(err)
	}
	req.Header.Set("Idempotency-Key", fmt.Sprintf("%s-%d", c.login, c.calls))
	res, err := c.client.Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return res.StatusCode, answer
}

func (c *caller) do(method, path string, body []byte, answer any) {
	c.t.Helper()
	code, raw := c.try(method, path, body)
	if code != http.StatusOK {
		c.t.Fatalf("%s: %s %s: %d %s", c.login, method, path, code, raw)
	}
	if answer == nil {
		return
	}
	if err := json.Unmarshal(raw, answer); err != nil {
		c.t.Fatalf("%s %s: %v in %s", method, path, err, raw)
	}
}

func (c *caller) get(path string, answer any) {
	c.t.Helper()
	c.do(http.MethodGet, path, nil, answer)
}

func (c *caller) post(path string, body, answer any) {
	c.t.Helper()
	if body == nil {
		body = struct{}{}
	}
	raw, err := json.Marshal(body)
	if err != nil {
		c.t.Fatal(err)
	}
	c.do(http.MethodPost, path, raw, answer)
}
