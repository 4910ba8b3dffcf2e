package staff_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"strings"
	"testing"

	"kaguan/internal/kit/api"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/db/dbtest"
	"kaguan/internal/kit/fault"
	"kaguan/internal/record/staff"
)

var places = staff.Places{
	Agency: func(_ *db.Tx, id int64) (staff.Agency, error) {
		if id != 7 {
			return staff.Agency{}, fault.NewNotFound("没有这个机构")
		}
		return staff.Agency{ID: 7, Name: "曲江区社保局", RegionPath: qujiang}, nil
	},
	Region: func(_ *db.Tx, path string) (string, error) {
		if path != qujiang {
			return "", fault.NewNotFound("没有这个行政区划")
		}
		return "曲江区", nil
	},
}

// browser is one person at a screen, with his cookies.
type browser struct {
	house
	url    string
	client *http.Client
	posts  int
}

func (h house) serve() string {
	r := api.NewRouter(api.Config{DB: h.db, Who: h.door.Who, Title: "test"})
	staff.Routes(r, h.door, places)
	server := httptest.NewServer(r.Handler())
	h.Cleanup(server.Close)
	return server.URL + api.Prefix
}

func (h house) browser(url string) *browser {
	jar, err := cookiejar.New(nil)
	h.must(err)
	return &browser{house: h, url: url, client: &http.Client{Jar: jar}}
}

// call sends body as JSON to a route ("GET /me"), demands a status, and reads
// the answer into into, if that is not nil.
func (b *browser) call(route string, body any, status int, into any) string {
	b.Helper()
	method, path, _ := strings.Cut(route, " ")
	content, err := json.Marshal(body)
	b.must(err)
	req, err := http.NewRequest(method, b.url+path, bytes.NewReader(content))
	b.must(err)
	b.posts++
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Idempotency-Key", fmt.Sprint(b.Name(), b.posts))
	res, err := b.client.Do(req)
	b.must(err)
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	b.must(err)
	if res.StatusCode != status {
		b.Fatalf("%s %s = %d, want %d: %s", method, path, res.StatusCode, status, text)
	}
	if into != nil {
		b.must(json.Unmarshal(text, into))
	}
	return string(text)
}

// signedOut is what a session gets whose epoch is over.
const signedOut = http.StatusUnauthorized

type m = map[string]any

func TestSessionOverHTTP(t *testing.T) {
	each(t, func(h house) {
		h.user("wangfang", qujiang, role("clerk", qujiang))
		b := h.browser(h.serve())
		b.call("GET /me", nil, http.StatusUnauthorized, nil)
		problem := b.call("POST /session", m{"login": "wangfang", "password": "Typed-Wrong-99"}, http.StatusForbidden, nil)
		if strings.Contains(problem, "Typed-Wrong-99") || !strings.Contains(problem, "登录名或密码不正确") {
			h.Errorf("problem = %s", problem)
		}
		var me struct {
			Login              string
			Agency             struct{ Name string }
			Roles              []struct{ Code, Name string }
			Rights             []string
			Scope              []struct{ Path, Name string }
			MustChangePassword bool
		}
		b.call("POST /session", m{"login": "wangfang", "password": good}, http.StatusOK, nil)
		b.call("GET /me", nil, http.StatusOK, &me)
		if me.Login != "wangfang" || me.Agency.Name != "曲江区社保局" || len(me.Roles) != 1 || me.Roles[0].Name != "经办员" ||
			len(me.Rights) != 9 || len(me.Scope) != 1 || me.Scope[0].Name != "曲江区" || me.MustChangePassword {
			h.Errorf("me = %+v", me)
		}
		b.call("GET /users", nil, http.StatusForbidden, nil)
		elsewhere := h.browser(b.url)
		elsewhere.call("POST /session", m{"login": "wangfang", "password": good}, http.StatusOK, nil)
		b.call("POST /password", m{"old": "Typed-Wrong-99", "new": other}, http.StatusForbidden, nil)
		b.call("POST /password", m{"old": good, "new": "short"}, http.StatusUnprocessableEntity, nil)
		b.call("POST /password", m{"old": good, "new": other}, http.StatusOK, nil)
		b.call("GET /me", nil, http.StatusOK, nil)
		elsewhere.call("GET /me", nil, signedOut, nil)
		b.call("DELETE /session", nil, http.StatusOK, nil)
		b.call("GET /me", nil, http.StatusUnauthorized, nil)
	})
}

func TestSetupOverHTTP(t *testing.T) {
	each(t, func(h house) {
		token, err := h.setupLink()
		h.must(err)
		b := h.browser(h.serve())
		var link struct {
			First     bool
			MinLength int
		}
		b.call("GET /setup?token=WRONG", nil, http.StatusNotFound, nil)
		b.call("GET /setup?token="+token, nil, http.StatusOK, &link)
		if !link.First || link.MinLength != policy.MinLength {
			h.Errorf("link = %+v", link)
		}
		b.call("POST /setup", m{"token": token, "login": "chief", "name": "主管", "password": good}, http.StatusOK, nil)
		b.call("POST /session", m{"login": "chief", "password": good}, http.StatusOK, nil)

		var roles struct {
			Roles []struct {
				Code      string
				MayGrant  bool
				NeverWith []string
			}
			Rights []struct{ Code, Name string }
		}
		b.call("GET /roles", nil, http.StatusOK, &roles)
		if len(roles.Roles) != len(staff.Roles()) || roles.Roles[0].Code != "clerk" || !roles.Roles[0].MayGrant || len(roles.Rights) != len(staff.Rights()) {
			h.Errorf("roles = %+v", roles)
		}
	})
}

func TestUsersOverHTTP(t *testing.T) {
	each(t, func(h house) {
		h.user("security1", city, role("security", ""))
		b := h.browser(h.serve())
		b.call("POST /session", m{"login": "security1", "password": good}, http.StatusOK, nil)

		var made struct {
			Token string
			User  shown
		}
		b.call("POST /users", m{"login": "liqiang", "name": "李强", "agencyId": 8}, http.StatusNotFound, nil)
		// Before there is any agency, the security officer must be able to make the
		// system officer, who alone can make agencies.
		b.call("POST /users", m{"login": "xitong", "name": "莫一帆", "agencyId": 0}, http.StatusOK, &made)
		b.call(fmt.Sprintf("POST /users/%d/grant", made.User.ID), m{"role": "system", "scopePath": ""}, http.StatusOK, nil)
		b.call("POST /users", m{"login": "liqiang", "name": "李强", "agencyId": 7}, http.StatusOK, &made)
		one := fmt.Sprintf("/users/%d", made.User.ID)
		b.call("POST "+one+"/grant", m{"role": "clerk", "scopePath": nanxiong}, http.StatusNotFound, nil)
		var u shown
		b.call("POST "+one+"/grant", m{"role": "clerk", "scopePath": qujiang}, http.StatusOK, &u)
		if len(u.Roles) != 1 || u.Roles[0].Scope.Name != "曲江区" || u.HasPassword || u.verbs() != "grant revoke reset stop" {
			h.Errorf("user = %+v, verbs %s", u, u.verbs())
		}
		guest := h.browser(b.url)
		guest.call("POST /password/token", m{"token": made.Token, "password": good}, http.StatusOK, nil)
		guest.call("POST /session", m{"login": "liqiang", "password": good}, http.StatusOK, nil)
		b.call("POST "+one+"/stop", nil, http.StatusOK, &u)
		if u.State != "stopped" || u.StateName != "停用" || u.verbs() != "revoke resume" {
			h.Errorf("stopped user = %+v", u)
		}
		guest.call("GET /me", nil, signedOut, nil)
		b.call("POST "+one+"/stop", nil, http.StatusConflict, nil)
		b.call("POST "+one+"/resume", nil, http.StatusOK, nil)
		b.call("POST "+one+"/unlock", nil, http.StatusConflict, nil)
		b.call("POST "+one+"/revoke", m{"role": "clerk", "scopePath": qujiang}, http.StatusOK, &u)
		b.call("POST "+one+"/reset", nil, http.StatusOK, &made)
		b.call("GET "+one, nil, http.StatusOK, &u)
		var list struct {
			Items []shown
			Total int
		}
		b.call("GET /users?q=li&state=active", nil, http.StatusOK, &list)
		if list.Total != 1 || list.Items[0].ID != u.ID || len(u.Roles) != 0 || u.HasPassword {
			h.Errorf("list = %+v, user = %+v", list, u)
		}
		b.call("GET /users?q=security1", nil, http.StatusOK, &list)
		if v := list.Items[0].verbs(); v != "" {
			h.Errorf("beside himself nobody has buttons: %s", v)
		}
		h.wantUnkept(made.Token)
	})
}

type shown struct {
	ID    int64
	Login string
	Roles []struct {
		Role  struct{ Code string }
		Scope struct{ Path, Name string }
	}
	HasPassword      bool
	State, StateName string
	Allowed          []struct{ Verb string }
}

func (s shown) verbs() string {
	var verbs []string
	for _, v := range s.Allowed {
		verbs = append(verbs, v.Verb)
	}
	return strings.Join(verbs, " ")
}

// wantUnkept fails if a one-time token lies among the answers kept for repetition.
func (h house) wantUnkept(token string) {
	h.Helper()
	dbtest.View(h.T, h.db, func(tx *db.Tx) error {
		n, err := db.Scalar[int64](tx, `SELECT COUNT(*) FROM idempotency WHERE answer LIKE $1`, "%"+token+"%")
		if n != 0 {
			h.Error("a one-time token is kept in the database")
		}
		return err
	})
}
