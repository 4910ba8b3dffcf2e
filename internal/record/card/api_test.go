package card_test

import (
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
	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/db/dbtest"
	"kaguan/internal/kit/seal"
	"kaguan/internal/record/card"
)

// getter is a signed-in client of the register's API: user 1 of the city, user 2
// of Qujiang, user 3 of another bank, user 4 without the right.
func getter(t *testing.T, d *db.DB, box *seal.Box) func(user int64, path string) (int, string) {
	t.Helper()
	router := api.NewRouter(api.Config{DB: d, Title: "test", Who: func(ctx context.Context, id, epoch int64) (db.Actor, error) {
		scopes := map[int64]db.Scope{1: {All: true}, 2: {Paths: []string{qujiang}}, 3: {All: true, Bank: "102"}, 4: {All: true}}
		return db.Actor{ID: id, Name: fmt.Sprint("user", id), Scope: scopes[id], Rights: map[string]bool{"card.view": id < 4}}, nil
	}})
	api.Call(router, api.Op{Path: "/signin/{id}", Right: api.Public, Title: "登录"}, func(ctx context.Context, in *struct {
		ID int64 `path:"id"`
	}) (*api.Nothing, error) {
		return &api.Nothing{}, router.SignIn(ctx, in.ID, 1)
	})
	card.Routes(router, card.NewDesk(d, box))
	server := httptest.NewServer(router.Handler())
	t.Cleanup(server.Close)
	clients := map[int64]*http.Client{}
	for id := range int64(5) {
		jar, err := cookiejar.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		clients[id] = &http.Client{Jar: jar, Timeout: 10 * time.Second}
		res, err := clients[id].Post(server.URL+api.Prefix+fmt.Sprint("/signin/", id), "application/json", nil)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
	}
	return func(user int64, path string) (int, string) {
		t.Helper()
		res, err := clients[user].Get(server.URL + api.Prefix + path)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		answer, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		return res.StatusCode, string(answer)
	}
}

func TestShowACard(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		box, err := seal.Random(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		const account = "6217000000000012345"
		made := list(1, drawn(t, d, 1, 1))
		made[0].Account = box.Seal(card.AccountField, account)
		ids := makeAll(t, d, made)
		if err := pass(d, ids, card.Centre(), agency(5)); err != nil {
			t.Fatal(err)
		}
		call := getter(t, d, box)
		path := fmt.Sprint("/cards/", ids[0])

		status, answer := call(1, path)
		var got struct {
			Number, StateName, Account string
			Allowed                    []any
			Holder                     struct {
				Kind, Name string
				ID         int64
			}
			Moves []struct {
				From, To       struct{ Name string }
				RefKind, RefID string
			}
		}
		if err := json.Unmarshal([]byte(answer), &got); err != nil || status != 200 {
			t.Fatalf("%d %v %s", status, err, answer)
		}
		if got.Number != made[0].Number || got.StateName != "封存" || got.Account != "***************2345" || got.Holder.Name != "经办机构" || got.Holder.ID != 5 {
			t.Errorf("%+v", got)
		}
		if got.Allowed == nil || len(got.Allowed) > 0 {
			t.Errorf("buttons without routes: %v", got.Allowed)
		}
		if len(got.Moves) != 2 || got.Moves[0].From.Name != "卡商" || got.Moves[0].RefKind != "batch" || got.Moves[1].To.Name != "经办机构" || got.Moves[1].RefID != "7" {
			t.Errorf("moves %+v", got.Moves)
		}
		if strings.Contains(answer, account) {
			t.Error("the account is shown in full")
		}
		for user, want := range map[int64]int{2: 404, 3: 404, 4: 403, 0: 401} {
			if status, answer := call(user, path); status != want {
				t.Errorf("user %d: %d %s, want %d", user, status, answer, want)
			}
		}
	})
}

func TestListCards(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		box, err := seal.Random(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		ids := newCards(t, d, 1, 5)
		if err := pass(d, ids[:2], card.Centre(), agency(5)); err != nil {
			t.Fatal(err)
		}
		if err := move(d, ids[0], "issue"); err != nil {
			t.Fatal(err)
		}
		number := get(t, d, ids[3]).Number
		call := getter(t, d, box)
		for query, want := range map[string][]int64{
			"": ids, "limit=2": ids[:2], fmt.Sprint("limit=2&after=", ids[1]): ids[2:4], fmt.Sprint("after=", ids[4]): {},
			"q=" + strings.ToLower(number): ids[3:4], "q=" + number[:7]: ids, "q=Z": {},
			"state=1": ids[:1], "keeper=agency&holder=5": ids[:2], "keeper=agency&holder=6": {}, "keeper=centre": ids[2:],
			"batch=1": ids, "batch=2": {}, "citizen=1004": ids[4:], "agency=5": ids, "bank=102": {},
		} {
			var page struct {
				Items []struct{ ID int64 }
				Next  string
			}
			status, answer := call(1, "/cards?"+query)
			if err := json.Unmarshal([]byte(answer), &page); err != nil || status != 200 {
				t.Fatalf("%s: %d %v %s", query, status, err, answer)
			}
			got := []int64{}
			for _, item := range page.Items {
				got = append(got, item.ID)
			}
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("%s: %v, want %v", query, got, want)
			}
			if strings.Contains(query, "limit") != (page.Next != "") {
				t.Errorf("%s: next %q", query, page.Next)
			}
		}
		for _, user := range []int64{2, 3} {
			if status, answer := call(user, "/cards"); status != 200 || !strings.Contains(answer, `"items":[]`) || !strings.Contains(answer, `"total":0`) {
				t.Errorf("user %d sees %d %s", user, status, answer)
			}
		}
	})
}
