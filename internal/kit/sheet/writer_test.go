package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"iter"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"kaguan/internal/kit/fault"
)

// TestRoundTrip: what is written in either format is read back the same.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	letters := rapid.RuneFrom([]rune("张·𠅤䶮,;\t\"'=+-@<>&_x05F0AE1 \n。\u00A0"))
	rapid.Check(t, func(rt *rapid.T) {
		format := rapid.SampledFrom([]Format{XLSX, CSV}).Draw(rt, "format")
		cell := rapid.StringOfN(letters, 0, 12, -1)
		rows := rapid.SliceOfN(rapid.SliceOfN(cell, 2, 2), 0, 5).Draw(rt, "rows")
		var out bytes.Buffer
		w, err := NewWriter(&out, format, []string{"序号", "甲", "乙"})
		if err != nil {
			rt.Fatal(err)
		}
		var want []Row
		for i := range rows {
			cells := append([]string{"n"}, rows[i]...)
			want = append(want, Row{Cells: cells})
			if err := w.Write(cells); err != nil {
				rt.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			rt.Fatal(err)
		}
		_, got, err := read(t, out.Bytes())
		if err != nil {
			rt.Fatal(err)
		}
		for i := range got {
			got[i].Line, got[i].Reasons = 0, nil
		}
		if diff := cmp.Diff(want, got); diff != "" {
			rt.Fatalf("%s: %s", format, diff)
		}
	})
}

// TestNothingBecomesAFormula, in a program that opens the file.
func TestNothingBecomesAFormula(t *testing.T) {
	t.Parallel()
	evil := []string{`=HYPERLINK("http://x","y")`, "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "'=1"}
	var table, lines bytes.Buffer
	for format, out := range map[Format]*bytes.Buffer{XLSX: &table, CSV: &lines} {
		w, err := NewWriter(out, format, []string{"=1", "b", "c", "d", "e", "f", "g"})
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(w.Write(evil), w.Close()); err != nil {
			t.Fatal(err)
		}
	}
	file, err := excelize.OpenReader(&table)
	if err != nil {
		t.Fatal(err)
	}
	for _, place := range []string{"A1", "A2", "B2", "C2", "D2"} {
		kind, err := file.GetCellType("Sheet1", place)
		formula, ferr := file.GetCellFormula("Sheet1", place)
		if err != nil || ferr != nil || formula != "" || kind != excelize.CellTypeInlineString {
			t.Errorf("%s: kind %v, formula %q, %v %v", place, kind, formula, err, ferr)
		}
	}
	if !bytes.HasPrefix(lines.Bytes(), utf8Mark) {
		t.Error("CSV without byte order mark is shown garbled by Excel")
	}
	records, err := csv.NewReader(bytes.NewReader(lines.Bytes()[len(utf8Mark):])).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, record := range records {
		for _, cell := range record {
			if strings.ContainsAny(cell[:1], triggers) {
				t.Errorf("cell %q would be a formula", cell)
			}
		}
	}
}

func TestFormatFor(t *testing.T) {
	t.Parallel()
	if FormatFor(MaxXLSX) != XLSX || FormatFor(MaxXLSX+1) != CSV {
		t.Error("the bound is wrong")
	}
	w := &Writer{sink: &csvSink{out: csv.NewWriter(&bytes.Buffer{})}, limit: 1}
	if err := w.Write([]string{"1"}); err != nil {
		t.Fatal(err)
	}
	if err := w.Write([]string{"2"}); !fault.Is(err, fault.Invalid) {
		t.Errorf("beyond the limit: %v", err)
	}
}

func TestTooLongForACellIsNotCut(t *testing.T) {
	t.Parallel()
	w, err := NewWriter(&bytes.Buffer{}, XLSX, []string{"a"})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Write([]string{strings.Repeat("长", maxCell+1)}); !fault.Is(err, fault.Invalid) {
		t.Errorf("err = %v", err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

func rowsOf(rows []Row) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}
}

// TestErrorBook is the clerk's circle: a list with errors, the error workbook,
// mended and read again in its own layout.
func TestErrorBook(t *testing.T) {
	t.Parallel()
	header, rows, err := read(t, []byte("备注,身份证号,姓 名\n=急,4.40203E+17,张三\n,440203199001011234,\x01李四\n"))
	if err != nil {
		t.Fatal(err)
	}
	layout := applications()
	binding, bad := layout.Bind(header)
	if len(bad) > 0 {
		t.Fatal(bad)
	}
	binding.Blame(&rows[0], []fault.Field{{Name: "name", Words: "姓名与公安不一致"}, {Name: "photo", Words: "缺少照片"}})
	var out bytes.Buffer
	if err := ErrorBook(&out, header, rowsOf(rows)); err != nil {
		t.Fatal(err)
	}
	file, err := excelize.OpenReader(bytes.NewReader(out.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	table, err := file.GetRows("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"备注", "身份证号", "姓 名", ReasonTitle},
		{"=急", "4.40203E+17", "张三", lostDigits + "；姓名与公安不一致；缺少照片"},
		{"", "440203199001011234", "␁李四", unseenSigns},
	}
	if diff := cmp.Diff(want, table); diff != "" {
		t.Error(diff)
	}
	checkColoured(t, file, map[string]bool{"A2": false, "B2": true, "C2": true, "D2": true, "B3": false, "C3": true})
	again, mended, err := read(t, out.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(header, again); diff != "" {
		t.Error(diff)
	}
	if len(mended) != 2 || len(mended[1].Reasons) != 0 || mended[1].Cells[1] != "440203199001011234" {
		t.Errorf("%+v", mended)
	}
}

func checkColoured(t *testing.T, file *excelize.File, want map[string]bool) {
	t.Helper()
	for place, coloured := range want {
		id, err := file.GetCellStyle("Sheet1", place)
		if err != nil {
			t.Fatal(err)
		}
		style, err := file.GetStyle(id)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(style.Fill.Color) > 0; got != coloured || style.NumFmt != textFormat {
			t.Errorf("%s: coloured %v, format %d", place, got, style.NumFmt)
		}
	}
}

func TestErrorBookStopsWithItsRows(t *testing.T) {
	t.Parallel()
	broken := errors.New("disk")
	var out bytes.Buffer
	err := ErrorBook(&out, []string{"a"}, func(yield func(Row, error) bool) { yield(Row{}, broken) })
	if !errors.Is(err, broken) || out.Len() > 0 {
		t.Errorf("err = %v, %d bytes", err, out.Len())
	}
}
