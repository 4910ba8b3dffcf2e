package application

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
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
)

// counter is a browser of one person over a real socket.
type counter struct {
	t      *testing.T
	url    string
	client *http.Client
	keys   int
}

// counters signs people in: 1 the clerk, 2 the reviewer, 3 a clerk of another county.
func (h *house) counters() (clerk, reviewer, stranger *counter) {
	h.t.Helper()
	people := map[int64]db.Actor{
		1: {ID: 1, Name: "zhang", AgencyID: h.wujiang.ID, Scope: db.Scope{Paths: []string{wujiang}},
			Rights: map[string]bool{"application.view": true, "application.apply": true, "application.import": true}},
		2: {ID: 2, Name: "chen", AgencyID: h.wujiang.ID, Scope: db.Scope{Paths: []string{wujiang}},
			Rights: map[string]bool{"application.view": true, "application.review": true}},
		3: {ID: 3, Name: "wang", AgencyID: h.far.ID, Scope: db.Scope{Paths: []string{city + "440204/"}}, Rights: everyRight},
	}
	r := api.NewRouter(api.Config{DB: h.db, Title: "test", Who: func(_ context.Context, id, _ int64) (db.Actor, error) {
		actor, ok := people[id]
		if !ok {
			return actor, fault.NewDenied("请先登录")
		}
		return actor, nil
	}})
	api.Call(r, api.Op{Path: "/signin/{id}", Right: api.Public, Title: "登录"}, func(ctx context.Context, in *idInput) (*api.Nothing, error) {
		return &api.Nothing{}, r.SignIn(ctx, in.ID, 1)
	})
	Routes(r, h.Desk)
	server := httptest.NewServer(r.Handler())
	h.t.Cleanup(server.Close)
	all := make([]*counter, 3)
	for i := range all {
		jar, err := cookiejar.New(nil)
		h.must(err)
		all[i] = &counter{t: h.t, url: server.URL + api.Prefix, client: &http.Client{Jar: jar, Timeout: 20 * time.Second}}
		all[i].ask("POST", fmt.Sprintf("/signin/%d", i+1), "", 200)
	}
	return all[0], all[1], all[2]
}

// ask sends a request, expects a status and gives the answer.
func (c *counter) ask(method, path, body string, want int) map[string]any {
	c.t.Helper()
	raw := c.send(method, path, strings.NewReader(body), want)
	answer := map[string]any{}
	if len(raw) > 0 {
		if err := json.Unmarshal(raw, &answer); err != nil {
			c.t.Fatalf("%s %s: %v", method, path, err)
		}
	}
	return answer
}

func (c *counter) send(method, path string, body io.Reader, want int) []byte {
	c.t.Helper()
	req, err := http.NewRequest(method, c.url+path, body)
	if err != nil {
		c.t.Fatal(err)
	}
	c.keys++
	req.Header.Set("Idempotency-Key", fmt.Sprint("k", c.keys))
	res, err := c.client.Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	if res.StatusCode != want {
		c.t.Fatalf("%s %s: %d, want %d: %s", method, path, res.StatusCode, want, raw)
	}
	return raw
}

func allowed(answer map[string]any) string {
	var verbs []string
	list, _ := answer["allowed"].([]any)
	for _, one := range list {
		verbs = append(verbs, fmt.Sprint(one.(map[string]any)["verb"]))
	}
	return strings.Join(verbs, " ")
}

func TestOnePersonThroughTheAPI(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		clerk, reviewer, stranger := h.counters()
		number := h.form(1).IDNumber
		if a := clerk.ask("POST", "/applications/check", fmt.Sprintf(`{"idNumber":%q}`, number), 200); a["person"] != nil || a["idNumber"] == number {
			t.Errorf("nobody yet: %v", a)
		}
		var p Photo
		h.must(json.Unmarshal(clerk.send("POST", "/applications/photo?idNumber="+number, bytes.NewReader(portrait(1)), 200), &p))
		f := h.form(1)
		f.PhotoDigest = p.Digest
		body, err := json.Marshal(f)
		h.must(err)
		made := clerk.ask("POST", "/applications", string(body), 200)
		if made["no"] != "44020320261123000001" || made["stateName"] != "待审核" || allowed(made) != "withdraw" {
			t.Errorf("applied: %v", made)
		}
		if text := fmt.Sprint(made); strings.Contains(text, number) || strings.Contains(text, f.Mobile) || strings.Contains(text, f.Address) {
			t.Errorf("a full value in the answer: %s", text)
		}
		path := fmt.Sprintf("/applications/%.0f", made["id"])
		if seen := reviewer.ask("GET", path, "", 200); allowed(seen) != "accept return reject" {
			t.Errorf("the reviewer's buttons: %s", allowed(seen))
		}
		if photo := reviewer.send("GET", path+"/photo", nil, 200); !bytes.Equal(photo, portrait(1)) {
			t.Errorf("a photo of %d bytes", len(photo))
		}
		for _, get := range []string{path, path + "/photo"} {
			stranger.ask("GET", get, "", 404)
		}
		stranger.ask("POST", path+"/accept", `{}`, 404)
		clerk.ask("POST", path+"/accept", `{}`, 403)
		reviewer.ask("POST", path+"/return", `{"note":""}`, 422)
		reviewer.ask("POST", path+"/return", `{"note":"手机号有误"}`, 200)
		clerk.ask("POST", path+"/resubmit", `{"changes":{"mobile":"13900000001"},"note":"已改"}`, 200)
		if a := reviewer.ask("POST", path+"/accept", `{}`, 200); a["state"] != "accepted" || len(a["steps"].([]any)) != 4 {
			t.Errorf("accepted: %v", a)
		}
		reviewer.ask("POST", path+"/accept", `{}`, 409)
		clerk.ask("POST", "/applications", string(body), 409)
		for query, want := range map[string]float64{"?q=" + number: 1, "?q=oy": 1, "?q=" + "44020320261123": 1, "?state=rejected": 0, "?bank=102&region=" + wujiang: 1, "?q=%E7%8E%8B": 0} {
			if a := clerk.ask("GET", "/applications"+query, "", 200); a["total"] != want {
				t.Errorf("%s finds %v", query, a["total"])
			}
		}
		if a := stranger.ask("GET", "/applications", "", 200); a["total"] != 0.0 {
			t.Errorf("a stranger sees %v", a["total"])
		}
		stranger.ask("POST", "/applications/accept", fmt.Sprintf(`{"ids":[%.0f]}`, made["id"]), 404)
	})
}

func TestAListThroughTheAPI(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		clerk, reviewer, stranger := h.counters()
		rows, photos := people(12)
		rows[4]["mobile"] = "1"
		var list, album Upload
		h.must(json.Unmarshal(clerk.send("POST", "/uploads?name=list.xlsx", bytes.NewReader(workbook(t, header(), table(rows))), 200), &list))
		h.must(json.Unmarshal(clerk.send("POST", "/uploads?name=photos.zip", bytes.NewReader(packed(t, photos)), 200), &album))
		request := fmt.Sprintf(`{"upload":%d,"photos":%d,"agencyId":%d,"bank":"工行"}`, list.ID, album.ID, h.wujiang.ID)
		run := clerk.ask("POST", "/applications/imports", request, 200)
		path := fmt.Sprintf("/applications/imports/%.0f", run["id"])
		h.drain()
		preview := clerk.ask("GET", path+"/preview", "", 200)
		if preview["state"] != "previewed" || allowed(preview) != "discard confirm" && allowed(preview) != "confirm discard" {
			t.Errorf("preview: %v", preview)
		}
		verdicts := preview["verdicts"].([]any)
		first, second := verdicts[0].(map[string]any), verdicts[1].(map[string]any)
		if first["verdict"] != "good" || first["count"] != 11.0 || second["verdict"] != "bad" || fmt.Sprint(second["lines"]) != "[6]" {
			t.Errorf("verdicts: %v", verdicts)
		}
		if bad := clerk.ask("GET", path+"/rows?verdict=bad", "", 200); bad["total"] != 1.0 {
			t.Errorf("bad rows: %v", bad)
		}
		if again := clerk.ask("POST", "/applications/imports", request, 200); again["again"] != true || again["id"] != run["id"] || again["words"] == "" {
			t.Errorf("again: %v", again)
		}
		stranger.ask("GET", path+"/preview", "", 404)
		stranger.ask("POST", path+"/confirm", "{}", 404)
		stranger.ask("GET", path+"/errors.xlsx", "", 404)
		reviewer.ask("POST", path+"/confirm", "{}", 403)
		clerk.ask("POST", path+"/confirm", "{}", 200)
		h.drain()
		if _, back := read(t, clerk.send("GET", path+"/errors.xlsx", nil, 200)); len(back) != 1 {
			t.Errorf("%d rows came back", len(back))
		}
		if out := reviewer.ask("POST", "/applications/accept", fmt.Sprintf(`{"importId":%.0f}`, run["id"]), 200); out["done"] != 11.0 {
			t.Errorf("accepted: %v", out)
		}
		if a := clerk.ask("GET", fmt.Sprintf("/applications?import=%.0f&state=accepted&limit=5", run["id"]), "", 200); a["total"] != 11.0 || a["next"] == "" {
			t.Errorf("a page of them: %v", a)
		}
		if titles, _ := read(t, clerk.send("GET", "/applications/template.xlsx", nil, 200)); len(titles) != len(header()) {
			t.Errorf("template: %v", titles)
		}
		if imports := clerk.ask("GET", "/applications/imports", "", 200); imports["total"] != 1.0 {
			t.Errorf("imports: %v", imports)
		}
		if imports := stranger.ask("GET", "/applications/imports", "", 200); imports["total"] != 0.0 {
			t.Errorf("a stranger's imports: %v", imports)
		}
	})
}
