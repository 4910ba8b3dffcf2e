package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"kaguan/internal/kit/api"
	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/db/dbtest"
	"kaguan/internal/kit/fault"
)

type lamp struct {
	Name string `json:"name"`
	N    int64  `json:"n"`
}

type lampInput struct {
	Body struct {
		Name   string `json:"name" minLength:"2"`
		Secret string `json:"secret,omitempty" maxLength:"5"`
	}
}

type empty struct{}

// site is a router over a real socket with a few routes, and a client that
// keeps cookies.
type site struct {
	t      *testing.T
	db     *db.DB
	router *api.Router
	url    string
	client *http.Client
	made   int64
	mu     sync.Mutex
}

func newSite(t *testing.T, d *db.DB) *site {
	s := &site{t: t, db: d}
	s.router = api.NewRouter(api.Config{DB: d, Title: "test", Who: func(ctx context.Context, id, epoch int64) (db.Actor, error) {
		if epoch != 1 {
			return db.Actor{}, fault.NewDenied("请重新登录")
		}
		return db.Actor{ID: id, Name: fmt.Sprint("user", id), Rights: map[string]bool{"lamp.make": id == 1, "lamp.view": true}}, nil
	}})
	api.Call(s.router, api.Op{Path: "/signin/{id}/{epoch}", Right: api.Public, Title: "登录"}, func(ctx context.Context, in *struct {
		ID    int64 `path:"id"`
		Epoch int64 `path:"epoch"`
	}) (*empty, error) {
		return &empty{}, s.router.SignIn(ctx, in.ID, in.Epoch)
	})
	api.Delete(s.router, api.Op{Path: "/session", Right: api.SignedIn, Title: "退出"}, func(ctx context.Context, in *empty) (*empty, error) {
		return &empty{}, s.router.SignOut(ctx)
	})
	api.Get(s.router, api.Op{Path: "/lamps", Right: "lamp.view", Title: "灯"}, func(ctx context.Context, in *api.Paging) (*api.Page[lamp], error) {
		return &api.Page[lamp]{Items: []lamp{{Name: db.ActorOf(ctx).Name}}, Total: 1}, nil
	})
	api.Post(s.router, api.Op{Path: "/lamps", Right: "lamp.make", Title: "造灯"}, s.make)
	api.Get(s.router, api.Op{Path: "/broken", Right: "lamp.view", Title: "坏"}, func(ctx context.Context, in *empty) (*empty, error) {
		return nil, errors.New("secret cause 440203199001011234")
	})
	api.Get(s.router, api.Op{Path: "/panics", Right: "lamp.view", Title: "崩"}, func(ctx context.Context, in *empty) (*empty, error) {
		panic("oops")
	})
	api.Raw(s.router, http.MethodGet, api.Op{Path: "/files/{id}", Right: "lamp.make", Title: "下载"}, func(ctx context.Context, w http.ResponseWriter, req *http.Request) error {
		_, err := io.WriteString(w, "file "+req.PathValue("id"))
		return err
	})
	server := httptest.NewServer(s.router.Handler())
	t.Cleanup(server.Close)
	s.url = server.URL
	s.client = s.newClient()
	return s
}

func (s *site) newClient() *http.Client {
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return &http.Client{Jar: jar, Timeout: 10 * time.Second}
}

func (s *site) make(ctx context.Context, in *lampInput) (*lamp, error) {
	if in.Body.Name == "refused" {
		return nil, fault.NewConflict("已经有这盏灯了")
	}
	err := s.db.Do(ctx, func(tx *db.Tx) error {
		return tx.Note(db.Subject{Kind: "lamp", ID: in.Body.Name}, "lamp.made", nil)
	})
	s.mu.Lock()
	defer s.mu.Unlock()
	s.made++
	return &lamp{Name: in.Body.Name, N: s.made}, err
}

func (s *site) do(method, path, body string, header ...string) (int, map[string]any) {
	s.t.Helper()
	req, err := http.NewRequest(method, s.url+api.Prefix+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := s.client.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	answer := map[string]any{"raw": string(raw)}
	if bytes.HasPrefix(raw, []byte("{")) {
		if err := json.Unmarshal(raw, &answer); err != nil {
			s.t.Fatalf("%s: %v", raw, err)
		}
	}
	return res.StatusCode, answer
}

func (s *site) signIn(id int) {
	s.t.Helper()
	if code, answer := s.do("POST", fmt.Sprintf("/signin/%d/1", id), ""); code != 200 {
		s.t.Fatalf("signing in: %d %v", code, answer)
	}
}

func TestNoRouteWithoutItsRight(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		s := newSite(t, d)
		for _, path := range []string{"/lamps", "/files/7"} {
			if code, answer := s.do("GET", path, ""); code != 401 || answer["detail"] != "请先登录" {
				t.Errorf("GET %s without a session: %d %v", path, code, answer)
			}
		}
		s.signIn(2)
		if code, _ := s.do("GET", "/lamps", ""); code != 200 {
			t.Errorf("with the right: %d", code)
		}
		for _, c := range [][2]string{{"POST", "/lamps"}, {"GET", "/files/7"}} {
			if code, answer := s.do(c[0], c[1], `{"name":1}`, "Idempotency-Key", "k"); code != 403 || !strings.Contains(fmt.Sprint(answer["detail"]), "lamp.make") {
				t.Errorf("%v without the right: %d %v", c, code, answer)
			}
		}
		s.signIn(1)
		if code, answer := s.do("GET", "/files/7", ""); code != 200 || answer["raw"] != "file 7" {
			t.Errorf("download: %d %v", code, answer)
		}
		if code, _ := s.do("DELETE", "/session", ""); code != 200 {
			t.Errorf("signing out: %d", code)
		}
		if code, _ := s.do("GET", "/lamps", ""); code != 401 {
			t.Errorf("after signing out: %d", code)
		}
	})
}

func TestRevokedAndOldSessionsEnd(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		s := newSite(t, d)
		if code, _ := s.do("POST", "/signin/1/2", ""); code != 200 {
			t.Fatal(code)
		}
		if code, _ := s.do("GET", "/lamps", ""); code != 401 {
			t.Errorf("a session of an older epoch: %d", code)
		}
		s.signIn(1)
		now.Advance(13 * time.Hour)
		if code, _ := s.do("GET", "/lamps", ""); code != 401 {
			t.Errorf("a session after its life: %d", code)
		}
	})
}

func TestSameKeySameAnswer(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		s := newSite(t, d)
		s.signIn(1)
		if code, answer := s.do("POST", "/lamps", `{"name":"aa"}`); code != 422 || !strings.Contains(fmt.Sprint(answer["detail"]), "Idempotency-Key") {
			t.Errorf("without a key: %d %v", code, answer)
		}
		_, first := s.do("POST", "/lamps", `{"name":"aa"}`, "Idempotency-Key", "k1")
		code, again := s.do("POST", "/lamps", `{"name":"aa"}`, "Idempotency-Key", "k1")
		if code != 200 || again["raw"] == "" || fmt.Sprint(first) != fmt.Sprint(again) || s.made != 1 {
			t.Errorf("the same key again: %d %v, made %d", code, again, s.made)
		}
		if code, _ := s.do("POST", "/lamps", `{"name":"bb"}`, "Idempotency-Key", "k1"); code != 409 {
			t.Errorf("the same key for another request: %d", code)
		}
		if code, _ := s.do("POST", "/lamps", `{"name":"refused"}`, "Idempotency-Key", "k2"); code != 409 {
			t.Errorf("a refusal: %d", code)
		}
		if code, _ := s.do("POST", "/lamps", `{"name":"mended"}`, "Idempotency-Key", "k2"); code != 200 {
			t.Errorf("the key of a refused request, mended: %d", code)
		}
		if got := dbtest.Verbs(t, d); len(got) != 2 {
			t.Errorf("journal = %v, want two lamps", got)
		}
	})
}

func TestSameKeyAtTheSameMoment(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		s := newSite(t, d)
		s.signIn(1)
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				if code, answer := s.do("POST", "/lamps", `{"name":"aa"}`, "Idempotency-Key", "k"); code != 200 && code != 409 {
					t.Errorf("%d %v", code, answer)
				}
			})
		}
		wg.Wait()
		if got := dbtest.Verbs(t, d); len(got) != 1 {
			t.Errorf("journal = %v, want one lamp", got)
		}
	})
}

func TestProblemsNameThePlaceAndKeepTheValue(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		s := newSite(t, d)
		s.signIn(1)
		code, answer := s.do("POST", "/lamps", `{"name":"aa","secret":"440203199001011234"}`, "Idempotency-Key", "k")
		if code != 422 || strings.Contains(fmt.Sprint(answer), "440203") || !strings.Contains(fmt.Sprint(answer), "secret") || !strings.Contains(fmt.Sprint(answer), "最多 5 个字符") {
			t.Errorf("%d %v", code, answer)
		}
		for _, path := range []string{"/broken", "/panics"} {
			code, answer = s.do("GET", path, "")
			if code != 500 || strings.Contains(fmt.Sprint(answer), "440203") || answer["number"] == "" || answer["number"] == nil {
				t.Errorf("GET %s: %d %v", path, code, answer)
			}
		}
	})
}

func TestOtherSitesAreRefused(t *testing.T) {
	t.Parallel()
	s := newSite(t, dbtest.Open(t, dbtest.LiteURL(t), clock.NewHand(dbtest.Start)))
	s.signIn(1)
	code, _ := s.do("POST", "/lamps", `{"name":"aa"}`, "Idempotency-Key", "k", "Sec-Fetch-Site", "cross-site", "Origin", "https://elsewhere.example")
	if code != 403 || s.made != 0 {
		t.Errorf("a POST from another site: %d", code)
	}
}

func TestTokenIsNotStored(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t, dbtest.LiteURL(t), clock.NewHand(dbtest.Start))
	s := newSite(t, d)
	s.signIn(1)
	u, err := http.NewRequest("GET", s.url, nil)
	if err != nil {
		t.Fatal(err)
	}
	token := s.client.Jar.Cookies(u.URL)[0].Value
	dbtest.View(t, d, func(tx *db.Tx) error {
		n, err := db.Scalar[int64](tx, `SELECT COUNT(*) FROM session WHERE token = $1`, token)
		if n != 0 {
			t.Error("the session's token is stored in the clear")
		}
		return err
	})
}

func TestCertificateIsMadeOnceAndKept(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	first, err := api.Certificate(dir, dbtest.Start)
	if err != nil {
		t.Fatal(err)
	}
	second, err := api.Certificate(dir, dbtest.Start)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first.Certificate[0], second.Certificate[0]) {
		t.Error("the second run made another certificate")
	}
	if err := first.Leaf.VerifyHostname("localhost"); err != nil {
		t.Error(err)
	}
}

func TestOpenAPIDescribesEveryRoute(t *testing.T) {
	t.Parallel()
	s := newSite(t, dbtest.Open(t, dbtest.LiteURL(t), clock.NewHand(dbtest.Start)))
	raw, err := s.router.OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Paths map[string]map[string]struct {
			Right string `json:"x-right"`
		} `json:"paths"`
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	for _, route := range s.router.Routes() {
		if got := doc.Paths[api.Prefix+route.Path][strings.ToLower(route.Method)].Right; got != route.Right {
			t.Errorf("%s %s is described with right %q, want %q", route.Method, route.Path, got, route.Right)
		}
	}
}
