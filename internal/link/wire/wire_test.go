package wire_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"kaguan/internal/kit/cn"
	"kaguan/internal/kit/rowfile"
	"kaguan/internal/link/wire"
)

type row struct {
	Name   string `col:"NAME"`
	Serial int    `col:"SERIAL"`
	Born   string `col:"BORN"`
}

func spec() *rowfile.Spec {
	return &rowfile.Spec{Name: "X", Version: "1", Charset: cn.GB18030, Columns: []rowfile.Column{
		{Key: "SERIAL", Title: "序号", Width: 10, Kind: rowfile.Digits, Required: true},
		{Key: "BORN", Title: "出生日期", Kind: rowfile.Date},
		{Key: "NAME", Title: "姓名"},
	}}
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	form, err := wire.Bind[row](spec())
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.SliceOf(rapid.Custom(func(t *rapid.T) row {
			day := rapid.IntRange(0, 60_000).Draw(t, "day")
			born := rapid.SampledFrom([]string{"", time.Unix(0, 0).UTC().AddDate(0, 0, day).Format(time.DateOnly)}).Draw(t, "born")
			return row{rapid.StringMatching(`[张李𠅤㛃a-z]{0,5}`).Draw(t, "name"), rapid.IntRange(0, 1e9).Draw(t, "serial"), born}
		})).Draw(t, "rows")
		var out bytes.Buffer
		if _, err := form.Write(&out, rowfile.Head{Batch: "B1"}, func(yield func(row, error) bool) {
			for _, r := range want {
				if !yield(r, nil) {
					return
				}
			}
		}); err != nil {
			t.Fatal(err)
		}
		file, err := form.Read(&out)
		if err != nil {
			t.Fatal(err)
		}
		got := []row{}
		for _, r := range file.Rows() {
			got = append(got, r)
		}
		if diff := cmp.Diff(want, got); diff != "" || file.Err() != nil {
			t.Fatalf("%v\n%s", file.Err(), diff)
		}
	})
}

func TestDatesTravelWithoutHyphens(t *testing.T) {
	t.Parallel()
	form, err := wire.Bind[row](spec())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(rowfile.Row{"7", "20260229", "张三"}, form.Row(row{"张三", 7, "2026-02-29"})); diff != "" {
		t.Error(diff)
	}
	if found := form.Check(row{"张三", 7, "2026-02-29"}); len(found) != 1 || found[0].Code != rowfile.NotDate {
		t.Errorf("a day that does not exist: %v", found)
	}
}

func TestBindRefusesWhatDoesNotFit(t *testing.T) {
	t.Parallel()
	type short struct {
		Name string `col:"NAME"`
	}
	type twice struct {
		Name   string `col:"NAME"`
		Serial int    `col:"NAME"`
		Born   string `col:"BORN"`
	}
	type untyped struct {
		Name   []byte `col:"NAME"`
		Serial int    `col:"SERIAL"`
		Born   string `col:"BORN"`
	}
	if _, err := wire.Bind[short](spec()); err == nil {
		t.Error("a column without a field was taken")
	}
	if _, err := wire.Bind[twice](spec()); err == nil {
		t.Error("a column with two fields was taken")
	}
	if _, err := wire.Bind[untyped](spec()); err == nil {
		t.Error("a field of another type was taken")
	}
}
