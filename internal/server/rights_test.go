package server_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kaguan/internal/kit/api"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/db/dbtest"
	"kaguan/internal/record/staff"
)

// TestEveryRouteEveryRoleEveryId calls each route of the open API as each role,
// with an id of the caller's own county, one of another county and one that does
// not exist. Without a session everything is 401; without the right everything
// is 403; with the right, another county's record is exactly as if there were
// none. The table of who may what is a golden file.
func TestEveryRouteEveryRoleEveryId(t *testing.T) {
	t.Parallel()
	w := newTown(t, "")
	own, foreign := w.furnish(wujiangPath), w.furnish(zhenjiangPath)
	nobody := &caller{t: t, login: "nobody", url: w.url, client: &http.Client{}}
	bodies := w.bodies()
	var table strings.Builder
	for _, route := range w.Router.Routes() {
		body := bodies[route.Method+" "+route.Path]
		kind := kindOf(route.Path)
		hidden, scoped := foreign[kind]
		at := func(id string) string { return fill(route.Path, id) }
		if code, _ := nobody.try(route.Method, at("1"), body); route.Right != api.Public && code != http.StatusUnauthorized {
			t.Errorf("%s %s without a session: %d", route.Method, route.Path, code)
		}
		if route.Right == api.Public || route.Path == "/session" {
			fmt.Fprintf(&table, "%-6s %-46s %s\n", route.Method, route.Path, route.Right)
			continue
		}
		may := []string{}
		for _, role := range staff.Roles() {
			c := w.as(strings.ReplaceAll(role.Code, "_", "-") + "-w")
			absent, _ := c.try(route.Method, at("999999999"), body)
			if route.Right != api.SignedIn && !slices.Contains(role.Rights, route.Right) {
				for _, id := range []string{own[kind], hidden} {
					if code, _ := c.try(route.Method, at(id), body); code != http.StatusForbidden {
						t.Errorf("%s %s as %s without %s: %d", route.Method, at(id), role.Code, route.Right, code)
					}
				}
				if absent != http.StatusForbidden {
					t.Errorf("%s %s as %s, absent: %d", route.Method, route.Path, role.Code, absent)
				}
				continue
			}
			may = append(may, role.Code)
			if absent == http.StatusForbidden && route.Right != api.SignedIn && scoped {
				t.Errorf("%s %s as %s with %s: %d", route.Method, route.Path, role.Code, route.Right, absent)
			}
			if !scoped || !strings.Contains(route.Path, "{") {
				continue
			}
			if code, answer := c.try(route.Method, at(hidden), body); code != absent || code < 400 {
				t.Errorf("%s %s as %s: another county's is %d, an absent one %d: %s", route.Method, at(hidden), role.Code, code, absent, answer)
			}
		}
		fmt.Fprintf(&table, "%-6s %-46s %-20s %s\n", route.Method, route.Path, route.Right, strings.Join(may, " "))
	}
	compare(t, "rights.golden", sorted(table.String()))
}

func sorted(table string) string {
	lines := strings.Split(strings.TrimSpace(table), "\n")
	sort.Strings(lines)
	return strings.Join(lines, "\n") + "\n"
}

func compare(t *testing.T, name, now string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(path, []byte(now), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(kept), now); diff != "" {
		t.Errorf("who may what has changed (-golden +now); if that is meant, run make golden:\n%s", diff)
	}
}

var parameter = regexp.MustCompile(`\{[^}]+\}`)

func fill(path, id string) string {
	if id == "" {
		id = "1"
	}
	return parameter.ReplaceAllString(path, id)
}

// kindOf names what the ids of a path are of.
func kindOf(path string) string {
	if before, _, found := strings.Cut(path, "/{"); found {
		return strings.Trim(before, "/")
	}
	return ""
}

// furnish fills a county with one record of each kind and gives their ids.
func (w *town) furnish(path string) map[string]string {
	w.t.Helper()
	s := map[string]string{wujiangPath: "-w", zhenjiangPath: "-z"}[path]
	ids := map[string]string{}
	put := func(kind string, id int64) { ids[kind] = strconv.FormatInt(id, 10) }
	agency := w.counties[path].ID
	put("agencies", agency)
	people := w.apply(w.as("clerk"+s), agency, 2)
	put("applications", people[1].ID)
	w.as("reviewer"+s).post(fmt.Sprintf("/applications/%d/accept", people[0].ID), map[string]string{}, nil)
	var b batchView
	w.as("producer"+s).post("/batches", map[string]any{"rule": map[string]any{"bank": "102"}, "vendor": "V01"}, &b)
	put("batches", b.ID)
	w.as("lead"+s).post(fmt.Sprintf("/batches/%d/confirm", b.ID), nil, nil)
	w.pass(1)
	w.rounds(w.as("producer"+s), fmt.Sprintf("/batches/%d", b.ID))
	var parcel id
	w.as("logistics-c").post("/parcels/dispatch", map[string]any{"agencyId": agency}, &parcel)
	put("parcels", parcel.ID)
	var upload, run id
	w.as("agent"+s).do(http.MethodPost, "/uploads?name=a.csv", []byte("证件号码,姓名\n"+s+",张三\n"), &upload)
	w.as("agent"+s).post("/applications/imports", map[string]any{"upload": upload.ID}, &run)
	put("applications/imports", run.ID)
	dbtest.View(w.t, w.DB, func(tx *db.Tx) error {
		for kind, query := range map[string]string{
			"cards":    `SELECT id FROM card WHERE region_path = $1 ORDER BY id LIMIT 1`,
			"citizens": `SELECT id FROM citizen WHERE region_path = $1 ORDER BY id LIMIT 1`,
			"people":   `SELECT id FROM citizen WHERE region_path = $1 ORDER BY id LIMIT 1`,
			"users":    `SELECT id FROM staff_user WHERE region_path = $1 AND login LIKE 'clerk%' ORDER BY id LIMIT 1`,
			"jobs":     `SELECT MAX(id) FROM job WHERE actor = 'agent` + s + `' AND $1 <> ''`,
			"files":    `SELECT MIN(id) FROM exchange_file WHERE ref = (SELECT 'batch:' || CAST(MIN(b.id) AS TEXT) FROM batch b WHERE b.region_path = $1)`,
		} {
			id, err := db.Scalar[int64](tx, query, path)
			if err != nil {
				return fmt.Errorf("%s in %s: %w", kind, path, err)
			}
			put(kind, id)
		}
		return nil
	})
	put("psams", w.module(path))
	return ids
}

// module stocks a PSAM module and hands it out to a county.
func (w *town) module(path string) int64 {
	w.t.Helper()
	serial := "PSAM" + strings.Split(path, "/")[2]
	producer := w.as("producer-c")
	producer.post("/psams/stock-in", map[string]any{"serials": []string{serial}, "keyVersion": "01", "vendor": "V", "box": "1"}, nil)
	var page struct{ Items []id }
	producer.get("/psams?q="+serial, &page)
	producer.post("/psams/hand-out", map[string]any{"ids": []int64{page.Items[0].ID}, "agencyId": w.counties[path].ID, "receiver": "某人"}, nil)
	return page.Items[0].ID
}

// bodies makes the smallest input that each route takes, from its own description.
func (w *town) bodies() map[string][]byte {
	w.t.Helper()
	raw, err := w.Router.OpenAPI()
	if err != nil {
		w.t.Fatal(err)
	}
	var doc struct {
		Paths map[string]map[string]struct {
			RequestBody struct {
				Content map[string]struct{ Schema map[string]any }
			} `json:"requestBody"`
		}
		Components struct{ Schemas map[string]map[string]any }
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		w.t.Fatal(err)
	}
	bodies := map[string][]byte{}
	for path, methods := range doc.Paths {
		for method, op := range methods {
			content, ok := op.RequestBody.Content["application/json"]
			if !ok {
				continue
			}
			body, err := json.Marshal(smallest(content.Schema, doc.Components.Schemas))
			if err != nil {
				w.t.Fatal(err)
			}
			bodies[strings.ToUpper(method)+" "+strings.TrimPrefix(path, api.Prefix)] = body
		}
	}
	return bodies
}

// smallest is the least that a schema lets through.
func smallest(schema map[string]any, all map[string]map[string]any) any {
	if ref, ok := schema["$ref"].(string); ok {
		return smallest(all[ref[strings.LastIndex(ref, "/")+1:]], all)
	}
	if enum, ok := schema["enum"].([]any); ok {
		return enum[0]
	}
	kind := schema["type"]
	if list, ok := kind.([]any); ok {
		kind = list[0]
	}
	switch kind {
	case "object":
		out := map[string]any{}
		properties, _ := schema["properties"].(map[string]any)
		required, _ := schema["required"].([]any)
		for _, name := range required {
			if p, ok := properties[fmt.Sprint(name)].(map[string]any); ok {
				out[fmt.Sprint(name)] = smallest(p, all)
			}
		}
		return out
	case "array":
		items, _ := schema["items"].(map[string]any)
		if n, _ := schema["minItems"].(float64); n > 0 {
			return []any{smallest(items, all)}
		}
		return []any{}
	case "integer", "number":
		return 1
	case "boolean":
		return true
	}
	n, _ := schema["minLength"].(float64)
	return strings.Repeat("x", max(1, int(n)))
}

// TestReaderOfRoutesIsNotEmpty keeps the test above honest.
func TestRightsTestHasBodies(t *testing.T) {
	t.Parallel()
	w := newTown(t, "")
	bodies := w.bodies()
	if len(bodies) < 30 || !bytes.Contains(bodies["POST /psams/{id}/report-damage"], []byte("note")) {
		t.Errorf("%d bodies, %s", len(bodies), bodies["POST /psams/{id}/report-damage"])
	}
}
