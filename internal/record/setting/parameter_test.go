package setting_test

import (
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/db/dbtest"
	"kaguan/internal/kit/fault"
	"kaguan/internal/record/setting"
)

// golden compares with testdata/name; UPDATE=1 writes it anew.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := "testdata/" + name
	if os.Getenv("UPDATE") == "1" {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (UPDATE=1 writes it anew):\n%s", path, diff)
	}
}

// refused runs a verb that must be refused with a kind and words, and must leave nothing.
func refused(t *testing.T, d *db.DB, kind fault.Kind, words string, verb func(tx *db.Tx) error) {
	t.Helper()
	before := len(dbtest.Verbs(t, d))
	err := d.Do(db.System(context.Background(), "test"), verb)
	if !fault.Is(err, kind) || !strings.Contains(err.Error(), words) {
		t.Errorf("want %s with %q, got %v", kind, words, err)
	}
	if after := len(dbtest.Verbs(t, d)); after != before {
		t.Errorf("a refused verb left %d entries", after-before)
	}
}

func set(key, value string, from time.Time) func(tx *db.Tx) error {
	return func(tx *db.Tx) error { return setting.Set(tx, key, value, from) }
}

func readInt(t *testing.T, d *db.DB, key string) (n int) {
	t.Helper()
	dbtest.View(t, d, func(tx *db.Tx) (err error) {
		n, err = setting.Int(tx, key)
		return err
	})
	return n
}

func TestParametersAreWellDefined(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	var b strings.Builder
	for _, p := range setting.Params() {
		if seen[p.Key] || p.Group == "" || p.Title == "" || p.Note == "" {
			t.Errorf("%s is there twice, or lacks its group, title or note", p.Key)
		}
		seen[p.Key] = true
		if stored, wrong := p.Checked(p.Default); wrong != "" || stored != p.Default {
			t.Errorf("the default of %s is refused: %s", p.Key, wrong)
		}
		fmt.Fprintf(&b, "%-26s %-5s %8s  %d..%d %s risky=%v\n", p.Key, p.Kind, p.Default, p.Min, p.Max, p.Unit, p.Risky)
	}
	golden(t, "parameters.golden", b.String())
	for _, keys := range setting.Orders {
		last := int64(0)
		for _, key := range keys {
			i := slices.IndexFunc(setting.Params(), func(p setting.Param) bool { return p.Key == key && p.Kind == setting.KindInt })
			if i < 0 {
				t.Fatalf("the order %v names no number %q", keys, key)
			}
			n, err := strconv.ParseInt(setting.Params()[i].Default, 10, 64)
			if err != nil || n < last {
				t.Errorf("the defaults of %v are out of order at %s", keys, key)
			}
			last = n
		}
	}
}

// Who reads a parameter that does not exist panics; this finds him before he runs.
func TestNobodyReadsAnUnknownParameter(t *testing.T) {
	t.Parallel()
	kinds := map[string][]setting.Kind{"Int": {setting.KindInt}, "Bool": {setting.KindBool}, "Text": {setting.KindText, setting.KindChoice, setting.KindDate}}
	kindOf := map[string]setting.Kind{}
	for _, p := range setting.Params() {
		kindOf[p.Key] = p.Kind
	}
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) != 2 {
				return true
			}
			reader, key := readerOf(call)
			if allowed, reads := kinds[reader]; reads && !slices.Contains(allowed, kindOf[key]) {
				t.Errorf("%s reads %q with setting.%s, and there is none of that kind", path, key, reader)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// readerOf takes setting.Int(tx, "key") apart.
func readerOf(call *ast.CallExpr) (reader, key string) {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return "", ""
	}
	if pkg, ok := sel.X.(*ast.Ident); !ok || pkg.Name != "setting" {
		return "", ""
	}
	lit, ok := call.Args[1].(*ast.BasicLit)
	if !ok {
		return "", ""
	}
	key, err := strconv.Unquote(lit.Value)
	if err != nil {
		return "", ""
	}
	return sel.Sel.Name, key
}

func TestAnUnknownKeyIsTheProgrammersMistake(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t, dbtest.LiteURL(t), clock.NewHand(dbtest.Start))
	for name, read := range map[string]func(tx *db.Tx) error{
		"no such key":   func(tx *db.Tx) error { _, err := setting.Int(tx, "photo.colour"); return err },
		"another kind":  func(tx *db.Tx) error { _, err := setting.Int(tx, "card.prefix"); return err },
		"a number":      func(tx *db.Tx) error { _, err := setting.Text(tx, "card.valid_years"); return err },
		"no bool":       func(tx *db.Tx) error { _, err := setting.Bool(tx, "card.valid_years"); return err },
		"no such table": func(tx *db.Tx) error { _, _, err := setting.Code(tx, "colour", "1"); return err },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s did not panic", name)
				}
			}()
			dbtest.View(t, d, read)
		}()
	}
}

func TestValuesAreChecked(t *testing.T) {
	t.Parallel()
	number := setting.Param{Kind: setting.KindInt, Min: 1, Max: 20, Unit: "年"}
	letter := setting.Param{Kind: setting.KindText, Min: 1, Max: 1, Pattern: `^[A-Z]$`, Shape: "一个大写字母"}
	text := setting.Param{Kind: setting.KindText, Min: 0, Max: 3}
	choice := setting.Param{Kind: setting.KindChoice, Choices: []setting.Choice{{Value: "release", Title: "自动解挂"}, {Value: "lost", Title: "转正式挂失"}}}
	truth := setting.Param{Kind: setting.KindBool}
	day := setting.Param{Kind: setting.KindDate}
	for _, c := range []struct {
		p             setting.Param
		value, stored string
		wrong         string
	}{
		{number, " 010 ", "10", ""}, {number, "1", "1", ""}, {number, "20", "20", ""},
		{number, "0", "", "1 至 20 年"}, {number, "21", "", "1 至 20 年"}, {number, "十", "", "1 至 20 年"}, {number, "1.5", "", "1 至 20 年"},
		{number, "99999999999999999999", "", "1 至 20 年"}, {number, "", "", "1 至 20 年"},
		{letter, "D", "D", ""}, {letter, "d", "", "一个大写字母"}, {letter, "9", "", "一个大写字母"}, {letter, "DD", "", "1 至 1 个字符"}, {letter, "", "", "1 至 1 个字符"},
		{text, "一二三", "一二三", ""}, {text, "", "", ""}, {text, "一二三四", "", "0 至 3 个字符"},
		{choice, "lost", "lost", ""}, {choice, "", "", "选项"}, {choice, "自动解挂", "", "选项"},
		{truth, "true", "true", ""}, {truth, "false", "false", ""}, {truth, "1", "", "true 或 false"},
		{day, "2026-11-23", "2026-11-23", ""}, {day, "2026-02-30", "", "年-月-日"}, {day, "20261123", "", "年-月-日"},
	} {
		stored, wrong := c.p.Checked(c.value)
		if stored != c.stored || (wrong == "") != (c.wrong == "") || !strings.Contains(wrong, c.wrong) {
			t.Errorf("%s %q is stored as %q, %q; want %q, %q", c.p.Kind, c.value, stored, wrong, c.stored, c.wrong)
		}
	}
}

func TestAValueHoldsFromItsMomentOn(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		const key = "card.valid_years"
		if got := readInt(t, d, key); got != 10 {
			t.Fatalf("the default is %d", got)
		}
		next := dbtest.Start.Add(24 * time.Hour)
		dbtest.Do(t, d, set(key, "8", next))
		dbtest.Do(t, d, set(key, "9", time.Time{}))
		if got := readInt(t, d, key); got != 9 {
			t.Errorf("now it is %d, want 9", got)
		}
		refused(t, d, fault.Conflict, "已经是这个值", set(key, "9", time.Time{}))
		refused(t, d, fault.Conflict, "已经是这个值", set(key, "8", next.Add(time.Hour)))
		refused(t, d, fault.Invalid, "不能早于现在", set(key, "7", dbtest.Start.Add(-time.Millisecond)))
		refused(t, d, fault.Invalid, "“卡片有效期”应为 1 至 20 年的整数", set(key, "21", time.Time{}))
		refused(t, d, fault.NotFound, "没有这个参数", set("photo.colour", "1", time.Time{}))

		dbtest.Do(t, d, set(key, "7", next)) // thinking better of it before it begins
		dbtest.View(t, d, func(tx *db.Tx) error {
			all, err := setting.Standings(tx)
			for _, s := range all {
				if s.Key != key {
					continue
				}
				if s.Now.Value != "9" || s.Now.SetBy != "system:test" || s.Times != 3 || len(s.Upcoming) != 1 || s.Upcoming[0].Value != "7" || s.Upcoming[0].From != next.UnixMilli() {
					t.Errorf("%+v", s)
				}
			}
			return err
		})
		now.Advance(24*time.Hour - time.Millisecond)
		if got := readInt(t, d, key); got != 9 {
			t.Errorf("a millisecond early it is %d, want 9", got)
		}
		now.Advance(time.Millisecond)
		if got := readInt(t, d, key); got != 7 {
			t.Errorf("at its moment it is %d, want 7", got)
		}
		if diff := cmp.Diff(slices.Repeat([]string{"setting.parameter_set"}, 3), dbtest.Verbs(t, d)); diff != "" {
			t.Error(diff)
		}
		dbtest.View(t, d, func(tx *db.Tx) error {
			entries, err := tx.Journal(db.JournalFilter{Kind: "parameter", Subject: key, Limit: 1})
			if want := fmt.Sprintf(`{"changes":{"value":["8","7"]},"from":%d}`, next.UnixMilli()); err == nil && string(entries[0].Detail) != want {
				t.Errorf("%s, want %s", entries[0].Detail, want)
			}
			return err
		})
	})
}

func TestParametersDoNotContradictOneAnother(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		day := func(n int) time.Time { return dbtest.Start.Add(time.Duration(n) * 24 * time.Hour) }
		refused(t, d, fault.Invalid, "“照片最大”（51200）", set("photo.warn_max", "60000", time.Time{}))
		refused(t, d, fault.Invalid, "“照片偏小提醒”（9216）", set("photo.min_bytes", "9217", time.Time{}))
		dbtest.Do(t, d, set("photo.max_bytes", "80000", day(2)))
		refused(t, d, fault.Invalid, "2026-11-24 09:00起", set("photo.warn_max", "60000", day(1)))
		dbtest.Do(t, d, set("photo.warn_max", "60000", day(2)))
		// What is right today must not be made wrong the day after tomorrow.
		refused(t, d, fault.Invalid, "2026-11-27 09:00起", set("photo.max_bytes", "50000", day(4)))
		dbtest.Do(t, d, set("photo.max_bytes", "45000", time.Time{}))
		refused(t, d, fault.Invalid, "“每箱张数”（500）", set("box.inner", "501", time.Time{}))
		dbtest.Do(t, d, set("box.inner", "500", time.Time{}))
	})
}

// Whatever is set and whenever, the value in force is the last to begin, and
// orders hold at every moment.
func TestAnyHistoryReadsBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		now := clock.NewHand(dbtest.Start)
		d := dbtest.Open(t, dbtest.LiteURL(t), now)
		type step struct {
			at    int64
			value int
		}
		model := map[string][]step{"box.inner": {{0, 100}}, "box.outer": {{0, 500}}}
		in := func(key string) (v int) {
			for best, i := int64(-1), 0; i < len(model[key]); i++ {
				if s := model[key][i]; s.at <= now.Now().UnixMilli() && s.at >= best {
					best, v = s.at, s.value
				}
			}
			return v
		}
		for range rapid.IntRange(1, 8).Draw(rt, "steps") {
			key := rapid.SampledFrom([]string{"box.inner", "box.outer"}).Draw(rt, "key")
			value := rapid.IntRange(90, 510).Draw(rt, "value")
			at := now.Now().Add(time.Duration(rapid.IntRange(0, 5).Draw(rt, "hours")) * time.Hour)
			err := d.Do(db.System(context.Background(), "test"), set(key, strconv.Itoa(value), at))
			if err == nil {
				model[key] = append(model[key], step{at.UnixMilli(), value})
			} else if fault.KindOf(err) == fault.Internal {
				rt.Fatal(err)
			}
			now.Advance(time.Duration(rapid.IntRange(0, 3).Draw(rt, "later")) * time.Hour)
			inner, outer := readInt(t, d, "box.inner"), readInt(t, d, "box.outer")
			if inner != in("box.inner") || outer != in("box.outer") || inner > outer {
				rt.Fatalf("read %d and %d, want %d and %d", inner, outer, in("box.inner"), in("box.outer"))
			}
		}
	})
}

func TestOnlyTheCityChangesSettings(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		dbtest.Do(t, d, setting.Seed)
		for name, scope := range map[string]db.Scope{"county": {Paths: []string{"440000/440200/440203/"}}, "bank": {All: true, Bank: "102"}, "nobody": {}} {
			ctx := db.As(context.Background(), db.Actor{ID: 5, Name: name, Scope: scope})
			for _, verb := range []func(tx *db.Tx) error{
				set("card.valid_years", "9", time.Time{}),
				func(tx *db.Tx) error {
					_, err := setting.AddCode(tx, setting.Item{Table: setting.Category, Code: "A", Name: "某类"})
					return err
				},
				func(tx *db.Tx) error { _, err := setting.CloseCode(tx, setting.Category, "8"); return err },
				func(tx *db.Tx) error {
					_, err := setting.MapCode(tx, "bank:102", setting.Sex, "1", "M")
					return err
				},
			} {
				if err := d.Do(ctx, verb); !fault.Is(err, fault.Denied) || !strings.Contains(err.Error(), "市级") {
					t.Errorf("%s changes a setting of the city: %v", name, err)
				}
			}
		}
		city := db.As(context.Background(), db.Actor{ID: 6, Name: "city", Scope: db.Scope{Paths: []string{"440000/440200/"}}})
		if err := d.Do(city, set("card.valid_years", "9", time.Time{})); err != nil {
			t.Error(err)
		}
	})
}
