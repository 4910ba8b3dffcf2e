package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"kaguan/internal/kit/fault"
)

// put writes a file into a folder of the test's own.
func put(t testing.TB, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "名单")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// read gives header and rows of a table, or the error that ended it.
func read(t testing.TB, content []byte) ([]string, []Row, error) {
	t.Helper()
	r, err := Open(put(t, content))
	if err != nil {
		return nil, nil, err
	}
	defer func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}()
	var rows []Row
	for row, err := range r.Rows() {
		if err != nil {
			return nil, nil, err
		}
		rows = append(rows, row)
	}
	return r.Header(), rows, nil
}

// parts packs a workbook by hand, for what no program would write.
func parts(t testing.TB, content map[string]string) []byte {
	t.Helper()
	const open, end = `<?xml version="1.0" encoding="UTF-8"?>`, `</Relationships>`
	relations := open + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	kind := "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	all := map[string]string{
		"_rels/.rels":                relations + `<Relationship Id="r1" Type="` + kind + `officeDocument" Target="xl/workbook.xml"/>` + end,
		"xl/workbook.xml":            open + `<workbook xmlns:r="` + kind + `"><sheets><sheet name="一" sheetId="1" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": relations + `<Relationship Id="r1" Type="` + kind + `worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="` + kind + `sharedStrings" Target="/xl/sharedStrings.xml"/><Relationship Id="r3" Type="` + kind + `styles" Target="styles.xml"/>` + end,
		"xl/sharedStrings.xml":       open + `<sst><si><t>姓名</t></si><si><r><t>张</t></r><r><t>三</t></r><rPh><t>zhang</t></rPh></si></sst>`,
		"xl/styles.xml":              open + `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/><numFmt numFmtId="165" formatCode="0.00&quot;d&quot;[Red]"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="22"/></cellXfs></styleSheet>`,
	}
	for name, text := range content {
		all[name] = text
	}
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for name, text := range all {
		if text == "" {
			continue
		}
		w, err := archive.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func sheetOf(rows string) map[string]string {
	return map[string]string{"xl/worksheets/sheet1.xml": `<worksheet><sheetData>` + rows + `</sheetData></worksheet>`}
}

// TestCells: each kind of cell comes as the text the clerk means.
func TestCells(t *testing.T) {
	t.Parallel()
	cases := []struct{ name, cell, want, words string }{
		{"shared string", `<c r="A2" t="s"><v>1</v></c>`, "张三", ""},
		{"inline string", `<c r="A2" t="inlineStr"><is><t>440203199001011234</t></is></c>`, "440203199001011234", ""},
		{"escaped control", `<c r="A2" t="inlineStr"><is><t>a_x0009_b</t></is></c>`, "a\tb", ""},
		{"phone number", `<c r="A2"><v>13800138000</v></c>`, "13800138000", ""},
		{"phone with exponent", `<c r="A2"><v>1.3800138E10</v></c>`, "13800138000", ""},
		{"15 digits are kept", `<c r="A2"><v>440203900101123</v></c>`, "440203900101123", ""},
		{"ID number from Excel", `<c r="A2"><v>4.4020319900101101E+17</v></c>`, "440203199001011000", lostDigits},
		{"ID number from WPS", `<c r="A2"><v>4.40203199001011e+17</v></c>`, "440203199001011000", lostDigits},
		{"ID number as plain number", `<c r="A2"><v>440203199001011000</v></c>`, "440203199001011000", lostDigits},
		{"lost before it became text", `<c r="A2" t="inlineStr"><is><t>4.40203E+17</t></is></c>`, "4.40203E+17", lostDigits},
		{"binary fraction", `<c r="A2"><v>0.30000000000000004</v></c>`, "0.3", ""},
		{"date", `<c r="A2" s="1"><v>32874</v></c>`, "1990-01-01", ""},
		{"date in a Chinese format", `<c r="A2" s="2"><v>32874</v></c>`, "1990-01-01", ""},
		{"date and time", `<c r="A2" s="4"><v>32874.5</v></c>`, "1990-01-01 12:00:00", ""},
		{"date out of range", `<c r="A2" s="1"><v>19900101</v></c>`, "19900101", ""},
		{"ISO date", `<c r="A2" t="d"><v>1990-01-01T00:00:00</v></c>`, "1990-01-01", ""},
		{"number with a letter in its format", `<c r="A2" s="3"><v>32874</v></c>`, "32874", ""},
		{"formula", `<c r="A2" t="str"><f>A1&amp;"x"</f><v>张三</v></c>`, "张三", ""},
		{"formula of a number", `<c r="A2"><f>1+1</f><v>2</v></c>`, "2", ""},
		{"failed formula", `<c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v></c>`, "#DIV/0!", formulaFail},
		{"truth", `<c r="A2" t="b"><v>1</v></c>`, "TRUE", ""},
		{"control character", `<c r="A2" t="inlineStr"><is><t>a_x0001_</t></is></c>`, "a\x01", unseenSigns},
	}
	for _, c := range cases {
		header := `<row r="1"><c r="A1" t="s"><v>0</v></c></row>`
		_, rows, err := read(t, parts(t, sheetOf(header+`<row r="2">`+c.cell+`</row>`)))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		want := Row{Line: 2, Cells: []string{c.want}}
		if c.words != "" {
			want.Reasons = []Reason{{Column: 0, Words: c.words}}
		}
		if diff := cmp.Diff([]Row{want}, rows); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

// TestExcelizeWorkbook reads what another program wrote.
func TestExcelizeWorkbook(t *testing.T) {
	t.Parallel()
	file := excelize.NewFile()
	date, err := file.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		t.Fatal(err)
	}
	for place, value := range map[string]any{
		"B3": " 姓名 ", "C3": "证件号码", "D3": "出生日期",
		"B4": "张三", "C4": "440203199001011234", "D4": 32874,
		"C6": 440203199001011234.0, "B6": "李四",
	} {
		if err := file.SetCellValue("Sheet1", place, value); err != nil {
			t.Fatal(err)
		}
	}
	if err := file.SetCellStyle("Sheet1", "D4", "D4", date); err != nil {
		t.Fatal(err)
	}
	if _, err := file.NewSheet("另一张"); err != nil {
		t.Fatal(err)
	}
	content, err := file.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	header, rows, err := read(t, content.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"", "姓名", "证件号码", "出生日期"}, header); diff != "" {
		t.Error(diff)
	}
	want := []Row{
		{Line: 4, Cells: []string{"", "张三", "440203199001011234", "1990-01-01"}},
		{Line: 6, Cells: []string{"", "李四", "440203199001011000", ""}, Reasons: []Reason{{Column: 2, Words: lostDigits}}},
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Error(diff)
	}
}

func TestHiddenSheetIsPassedOver(t *testing.T) {
	t.Parallel()
	file := excelize.NewFile()
	if _, err := file.NewSheet("名单"); err != nil {
		t.Fatal(err)
	}
	file.SetActiveSheet(1)
	if err := file.SetSheetVisible("Sheet1", false); err != nil {
		t.Fatal(err)
	}
	if err := file.SetCellStr("名单", "A1", "姓名"); err != nil {
		t.Fatal(err)
	}
	content, err := file.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	if header, _, err := read(t, content.Bytes()); err != nil || len(header) != 1 || header[0] != "姓名" {
		t.Errorf("header %v, %v", header, err)
	}
}

// TestWiderThanTheHeader: what has no heading is not lost without a word.
func TestWiderThanTheHeader(t *testing.T) {
	t.Parallel()
	_, rows, err := read(t, []byte("姓名,地址\n张三,解放路,1号\n李四,东堤路,,\n"))
	if err != nil {
		t.Fatal(err)
	}
	if len(rows[0].Cells) != 2 || len(rows[0].Reasons) != 1 || rows[0].Reasons[0].Column != WholeRow {
		t.Errorf("%+v", rows[0])
	}
	if len(rows[1].Reasons) != 0 {
		t.Errorf("empty cells are blamed: %+v", rows[1])
	}
}

// TestHostile: each is refused with words that a clerk can act on.
func TestHostile(t *testing.T) {
	t.Parallel()
	good := parts(t, sheetOf(`<row><c t="s"><v>0</v></c></row>`))
	if _, _, err := read(t, good); err != nil {
		t.Fatalf("the good workbook is refused: %v", err)
	}
	sheet := func(text string) []byte { return parts(t, map[string]string{"xl/worksheets/sheet1.xml": text}) }
	cases := map[string]struct {
		content []byte
		want    string
	}{
		"empty":             {nil, "文件是空的"},
		"only spaces":       {[]byte(" \r\n,,\r\n"), "没有内容"},
		"old xls":           {[]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1rest"), "另存为 xlsx"},
		"utf-16":            {[]byte("\xFF\xFEa\x00"), "另存为"},
		"picture":           {[]byte("\x89PNG\r\n\x1a\n\x00\x00"), "不是表格"},
		"truncated":         {good[:len(good)/2], "损坏"},
		"zip of photos":     {bare(t, "440203199001011234.jpg"), "不是 Excel 工作簿"},
		"climbing path":     {bare(t, "../../etc/passwd"), "不安全的路径"},
		"climbing by \\":    {bare(t, `xl\..\..\x`), "不安全的路径"},
		"absolute path":     {bare(t, "/etc/passwd"), "不安全的路径"},
		"bomb":              {sheet(strings.Repeat(" ", 80<<20)), "解压后过大"},
		"sheet breaks off":  {sheet(`<worksheet><sheetData><row><c t="s"><v>0</v></c></row>`), "损坏"},
		"not xml":           {sheet("hello"), "损坏"},
		"no such string":    {sheet(`<worksheet><sheetData><row><c t="s"><v>9</v></c></row></sheetData></worksheet>`), "损坏"},
		"endless cell":      {sheet(`<worksheet><sheetData><row><c><v>` + strings.Repeat("8", 3<<20)), "损坏"},
		"cell in fragments": {sheet(`<worksheet><sheetData><row><c><v>` + strings.Repeat("8<a/>", 2<<20)), "损坏"},
		"too many columns":  {sheet(`<worksheet><sheetData><row><c r="ZZZZ1"><v>1</v></c></row></sheetData></worksheet>`), "列过多"},
		"sheet missing":     {sheet(""), "不是 Excel 工作簿"},
		"no sheets":         {parts(t, map[string]string{"xl/workbook.xml": "<workbook/>"}), "没有可见的工作表"},
		"quote left open":   {[]byte("姓名,地址\n张三,\"解放路\n李四,x\n"), "第 2 行的引号"},
		"endless CSV line":  {[]byte("姓名\n\"" + strings.Repeat("长\n", 1<<20)), "过长"},
	}
	for name, c := range cases {
		_, _, err := read(t, c.content)
		if !fault.Is(err, fault.Invalid) || !strings.Contains(fault.As(err).Words, c.want) {
			t.Errorf("%s: got %v, want words with %q", name, err, c.want)
		}
	}
}

// bare is a zip with one part of this name.
func bare(t testing.TB, name string) []byte {
	t.Helper()
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	if _, err := archive.Create(name); err != nil {
		t.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestEveryTruncation: no beginning of a workbook passes for the workbook.
func TestEveryTruncation(t *testing.T) {
	t.Parallel()
	var rows strings.Builder
	for i := range 50 {
		fmt.Fprintf(&rows, `<row><c t="inlineStr"><is><t>%d</t></is></c></row>`, i*i)
	}
	good := parts(t, sheetOf(rows.String()))
	for n := 2; n < len(good); n += 7 {
		if _, _, err := read(t, good[:n]); !fault.Is(err, fault.Invalid) {
			t.Fatalf("%d of %d bytes: %v", n, len(good), err)
		}
	}
}

// TestFlippedByteIsNoticed: the checksum of a part is compared, though its XML
// ends before the part does.
func TestFlippedByteIsNoticed(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"} {
		good := parts(t, sheetOf(`<row><c t="s"><v>0</v></c></row>`))
		whole, err := zip.NewReader(bytes.NewReader(good), int64(len(good)))
		if err != nil {
			t.Fatal(err)
		}
		var part *zip.File
		for _, f := range whole.File {
			if f.Name == name {
				part = f
			}
		}
		// The checksum stands behind the part's bytes and in the directory at the end.
		sum := binary.LittleEndian.AppendUint32(nil, part.CRC32)
		at := bytes.LastIndex(good, sum)
		good[at] ^= 1
		if _, _, err := read(t, good); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: a wrong checksum was not noticed: %v", name, err)
		}
	}
}

func TestErrorsHoldNoValues(t *testing.T) {
	t.Parallel()
	for _, cell := range []string{`<c t="s"><v>440203199001011234x</v></c>`, `<c><v>&张三;</v></c>`, `<张三></李四>`} {
		_, _, err := read(t, parts(t, sheetOf(`<row>`+cell+`</row>`)))
		if err == nil || strings.Contains(err.Error(), "4402") || strings.Contains(err.Error(), "张三") {
			t.Errorf("%s: %v", cell, err)
		}
	}
}

func TestMissingFileIsOurs(t *testing.T) {
	t.Parallel()
	_, err := Open(filepath.Join(t.TempDir(), "none"))
	if err == nil || fault.KindOf(err) != fault.Internal {
		t.Errorf("err = %v", err)
	}
}

// FuzzSheet: no XML of a sheet makes the reader panic, rows come in order and no
// wider than a sheet can be.
func FuzzSheet(f *testing.F) {
	f.Add(`<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData></worksheet>`)
	f.Add(`<sheetData><row r="9"><c r="B9" s="1"><v>1e5</v></c><c><v>-1</v></c></row><row r="2"><c r="1"><v>4.4E+17</v></c></row></sheetData>`)
	f.Add(`<sheetData><row><c t="inlineStr"><is><t>_xD800_</t><rPh><t>a</t></rPh></is></c></row>`)
	f.Fuzz(func(t *testing.T, text string) {
		table := &stringTable{}
		if err := table.add([]byte("张三")); err != nil {
			t.Fatal(err)
		}
		r := newCellReader(strings.NewReader(text), cellFormat{strings: table, dates: []bool{false, true}})
		for line := 0; ; {
			row, err := r.next()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				if !fault.Is(err, fault.Invalid) {
					t.Fatalf("refused without words: %v", err)
				}
				return
			}
			if row.Line <= line || len(row.Cells) > maxColumns {
				t.Fatalf("row %d after %d with %d cells", row.Line, line, len(row.Cells))
			}
			line = row.Line
		}
	})
}
