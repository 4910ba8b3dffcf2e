package rowfile_test

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kaguan/internal/kit/cn"
	"kaguan/internal/kit/fault"
	"kaguan/internal/kit/rowfile"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestGolden keeps the bytes that partners get from changing unnoticed.
func TestGolden(t *testing.T) {
	t.Parallel()
	goldens := map[string]*rowfile.Spec{
		"delimited.gb18030.txt": accounts(rowfile.Delimited, cn.GB18030),
		"delimited.utf8.txt":    accounts(rowfile.Delimited, cn.UTF8),
		"fixed.gb18030.txt":     accounts(rowfile.Fixed, cn.GB18030),
		"table.dbf":             accounts(rowfile.DBF, cn.GB18030),
	}
	for name, spec := range goldens {
		path := filepath.Join("testdata", name)
		got := write(t, spec, sample())
		if *update {
			if err := os.WriteFile(path, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s changed; if the format was meant to change, raise its version and run with -update", name)
		}
		rows, problems, err := read(want, spec)
		if err != nil || problems.Count > 0 {
			t.Errorf("%s: reading back: %v, %v", name, err, problems)
		}
		if diff := cmp.Diff(sample(), rows); diff != "" {
			t.Errorf("%s: rows differ:\n%s", name, diff)
		}
	}
}

func TestHeadTellsCountAndDigest(t *testing.T) {
	t.Parallel()
	spec := accounts(rowfile.Delimited, cn.GB18030)
	var out bytes.Buffer
	written, err := rowfile.Write(&out, spec, head, seq(sample()))
	if err != nil {
		t.Fatal(err)
	}
	f, err := rowfile.Read(&out, spec)
	if err != nil {
		t.Fatal(err)
	}
	if written.Count != 3 || !cmp.Equal(f.Head(), written) {
		t.Errorf("written %+v, read %+v", written, f.Head())
	}
}

func TestEmptyFileRoundTrip(t *testing.T) {
	t.Parallel()
	for _, layout := range []rowfile.Layout{rowfile.Delimited, rowfile.Fixed, rowfile.DBF} {
		spec := accounts(layout, cn.GBK)
		if rows, _, err := read(write(t, spec, nil), spec); err != nil || len(rows) != 0 {
			t.Errorf("layout %d: %d rows, %v", layout, len(rows), err)
		}
	}
}

// TestRefusals: what the format cannot hold is refused with its place and code,
// in every layout, and nothing is written.
func TestRefusals(t *testing.T) {
	t.Parallel()
	cases := []struct {
		column, value string
		want          rowfile.Code
	}{
		{"SERIAL", "", rowfile.Missing},
		{"SERIAL", "12a", rowfile.NotDigits},
		{"SERIAL", "1234567", rowfile.TooWide},
		{"NAME", "张\n三", rowfile.Forbidden},
		{"NAME", "张\t三", rowfile.Forbidden},
		{"NAME", "张\xff三", rowfile.Forbidden},
		{"NAME", "张\uFFFD", rowfile.Forbidden},
		{"NAME", "\uFEFF张", rowfile.Forbidden},
		{"NAME", "𠅤某", rowfile.Unencodable},
		{"NAME", strings.Repeat("长", 31), rowfile.TooWide},
		{"SEX", "3", rowfile.UnknownChoice},
		{"BORN", "20250229", rowfile.NotDate},
		{"BORN", "2025229", rowfile.NotDate},
		{"APPLIED", "20250228240000", rowfile.NotTime},
		{"FEE", "007", rowfile.NotMoney},
		{"FEE", "-1", rowfile.NotMoney},
		{"CHIP", "ABC", rowfile.NotHex},
		{"CHIP", "XY", rowfile.NotHex},
	}
	for _, layout := range []rowfile.Layout{rowfile.Delimited, rowfile.Fixed, rowfile.DBF} {
		spec := accounts(layout, cn.GBK)
		for _, c := range cases {
			rows := sample()[:2]
			rows[1][spec.Index(c.column)] = c.value
			checkRefused(t, spec, rows, rowfile.Problem{Line: 3, Column: c.column, Code: c.want})
		}
	}
	row := sample()[:1]
	row[0][1] = "张|三"
	checkRefused(t, accounts(rowfile.Delimited, cn.GBK), row, rowfile.Problem{Line: 2, Column: "NAME", Code: rowfile.Forbidden})
	row[0][1] = "张三 "
	checkRefused(t, accounts(rowfile.Fixed, cn.GBK), row, rowfile.Problem{Line: 2, Column: "NAME", Code: rowfile.EdgePadding})
	short := []rowfile.Row{{"000001"}}
	checkRefused(t, accounts(rowfile.Fixed, cn.GBK), short, rowfile.Problem{Line: 2, Code: rowfile.WrongShape})
}

func checkRefused(t *testing.T, spec *rowfile.Spec, rows []rowfile.Row, want rowfile.Problem) {
	t.Helper()
	var out bytes.Buffer
	_, err := rowfile.Write(&out, spec, head, seq(rows))
	var problems *rowfile.Problems
	if !errors.As(err, &problems) || !fault.Is(err, fault.Invalid) {
		t.Errorf("layout %d, %s: not refused: %v", spec.Layout, want.Code, err)
		return
	}
	got := problems.List[0]
	got.Words = ""
	if problems.Count != 1 || got != want {
		t.Errorf("layout %d: got %d problems, first %v, want %v", spec.Layout, problems.Count, got, want)
	}
	if out.Len() > 0 {
		t.Errorf("layout %d, %s: %d bytes were written all the same", spec.Layout, want.Code, out.Len())
	}
}

func TestEveryProblemIsCounted(t *testing.T) {
	t.Parallel()
	spec := accounts(rowfile.Delimited, cn.GB18030)
	var rows []rowfile.Row
	for range 1500 {
		rows = append(rows, rowfile.Row{"x", "", "", "", "", "", "", ""})
	}
	_, err := rowfile.Write(&bytes.Buffer{}, spec, head, seq(rows))
	var problems *rowfile.Problems
	if !errors.As(err, &problems) || problems.Count != 3000 || len(problems.List) != 1000 {
		t.Errorf("want 3000 problems of which 1000 are listed, got %v", err)
	}
}

func TestSourceErrorStopsWriting(t *testing.T) {
	t.Parallel()
	broken := errors.New("disk")
	var out bytes.Buffer
	_, err := rowfile.Write(&out, accounts(rowfile.Fixed, cn.UTF8), head, func(yield func(rowfile.Row, error) bool) {
		_ = yield(sample()[0], nil) && yield(nil, broken)
	})
	if !errors.Is(err, broken) || out.Len() > 0 {
		t.Errorf("err = %v with %d bytes written", err, out.Len())
	}
}

func TestErrorsHoldNoValues(t *testing.T) {
	t.Parallel()
	spec := accounts(rowfile.Delimited, cn.GBK)
	row := rowfile.Row{"440203199001011234", "秘密人𠅤", "秘", "秘", "秘", "秘", "秘", "秘"}
	_, err := rowfile.Write(&bytes.Buffer{}, spec, head, seq([]rowfile.Row{row}))
	if err == nil || strings.Contains(err.Error(), "秘") || strings.Contains(err.Error(), "4402") {
		t.Errorf("err = %v", err)
	}
}
