package rowfile_test

import (
	"bytes"
	"errors"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"kaguan/internal/kit/cn"
	"kaguan/internal/kit/rowfile"
)

// accounts is a small format with a column of each kind. The people in its rows
// are invented.
func accounts(layout rowfile.Layout, charset cn.Charset) *rowfile.Spec {
	sum := rowfile.Column{Key: "FEE", Title: "工本费", Width: 8, Kind: rowfile.Money, Align: rowfile.Zeros}
	if layout == rowfile.DBF {
		sum.Align = rowfile.Right
	}
	return &rowfile.Spec{
		Name: "YKH", Title: "预开户", Version: "1.0", Layout: layout, Charset: charset,
		Columns: []rowfile.Column{
			{Key: "SERIAL", Title: "序号", Width: 6, Kind: rowfile.Digits, Required: true},
			{Key: "NAME", Title: "姓名", Width: 60, Required: true, Note: "与公安一致"},
			{Key: "SEX", Title: "性别", Width: 1, Kind: rowfile.Choice, Codes: []rowfile.CodeValue{{"1", "男"}, {"2", "女"}}},
			{Key: "BORN", Title: "出生日期", Width: 8, Kind: rowfile.Date},
			{Key: "APPLIED", Title: "申请时间", Width: 14, Kind: rowfile.Time},
			sum,
			{Key: "CHIP", Title: "卡识别码", Width: 32, Kind: rowfile.Hex},
			{Key: "ADDRESS", Title: "通讯地址", Width: 100},
		},
	}
}

var head = rowfile.Head{
	Batch: "B2026-0001", Partner: "102",
	Created: time.Date(2026, 11, 23, 9, 30, 0, 0, time.FixedZone("CST", 8*60*60)),
}

func sample() []rowfile.Row {
	return []rowfile.Row{
		{"000001", "张三", "1", "19800229", "20261123093000", "2000", "440200AB", "韶关市浈江区测试路1号"},
		{"000002", "阿依古丽·买买提", "2", "", "", "0", "", "ＡＢＣ,\"引号\"'撇'"},
		{"000003", "晐䶮", "", "20000101", "", "", "", ""}, // 晐 is 95 7C in GBK: its second byte is the separator.
	}
}

func seq(rows []rowfile.Row) iter.Seq2[rowfile.Row, error] {
	return func(yield func(rowfile.Row, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}
}

func write(t testing.TB, spec *rowfile.Spec, rows []rowfile.Row) []byte {
	t.Helper()
	var out bytes.Buffer
	if _, err := rowfile.Write(&out, spec, head, seq(rows)); err != nil {
		t.Fatalf("writing: %v", err)
	}
	return out.Bytes()
}

// read gives all good rows, the problems and the verdict on the whole file.
func read(file []byte, spec *rowfile.Spec) ([]rowfile.Row, *rowfile.Problems, error) {
	f, err := rowfile.Read(bytes.NewReader(file), spec)
	if err != nil {
		return nil, &rowfile.Problems{}, err
	}
	var rows []rowfile.Row
	for _, row := range f.Rows() {
		rows = append(rows, row)
	}
	return rows, f.Problems(), f.Err()
}

// codeOf is the code of a file-level refusal, "" if it is none.
func codeOf(err error) rowfile.Code {
	var problem rowfile.Problem
	if errors.As(err, &problem) {
		return problem.Code
	}
	return ""
}

func TestValidateFindsBadDescriptions(t *testing.T) {
	t.Parallel()
	spoil := map[string]func(*rowfile.Spec){
		"no columns":        func(s *rowfile.Spec) { s.Columns = nil },
		"separator in name": func(s *rowfile.Spec) { s.Name = "Y|H" },
		"key twice":         func(s *rowfile.Spec) { s.Columns[1].Key = "SERIAL" },
		"no width":          func(s *rowfile.Spec) { s.Columns[1].Width = 0 },
		"zeros on text":     func(s *rowfile.Spec) { s.Columns[1].Align = rowfile.Zeros },
		"choice no codes":   func(s *rowfile.Spec) { s.Columns[2].Codes = nil },
		"codes no choice":   func(s *rowfile.Spec) { s.Columns[1].Codes = []rowfile.CodeValue{{"1", "一"}} },
	}
	for name, change := range spoil {
		spec := accounts(rowfile.Fixed, cn.GB18030)
		if err := spec.Validate(); err != nil {
			t.Fatalf("the good description is refused: %v", err)
		}
		change(spec)
		if spec.Validate() == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	table := accounts(rowfile.DBF, cn.GBK)
	table.Columns[1].Key = "TOO_LONG_NAME"
	if table.Validate() == nil {
		t.Error("a DBF field name of 13 characters was accepted")
	}
}

func TestGetByKey(t *testing.T) {
	t.Parallel()
	spec := accounts(rowfile.Delimited, cn.UTF8)
	row := sample()[0]
	if got := spec.Get(row, "NAME"); got != "张三" {
		t.Errorf("NAME = %q", got)
	}
	if spec.Get(row, "NOWHERE") != "" || spec.Index("NOWHERE") != -1 {
		t.Error("an unknown key must give nothing")
	}
}

func TestDocumentNamesEverything(t *testing.T) {
	t.Parallel()
	for _, layout := range []rowfile.Layout{rowfile.Delimited, rowfile.Fixed, rowfile.DBF} {
		spec := accounts(layout, cn.GB18030)
		text := rowfile.Document(spec)
		for i := range spec.Columns {
			if !strings.Contains(text, spec.Columns[i].Title) {
				t.Errorf("layout %d: column %s is missing", layout, spec.Columns[i].Key)
			}
		}
		for _, want := range []string{"YKH", "1.0", "GB18030", "E108", "E211", "1 男", "与公安一致"} {
			if !strings.Contains(text, want) {
				t.Errorf("layout %d: %q is missing", layout, want)
			}
		}
	}
	lines := strings.Split(rowfile.Document(accounts(rowfile.Delimited, cn.GB18030)), "\n")
	if !slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(l, "首行：`H|YKH|1.0|") }) {
		t.Error("the header line is not described")
	}
}
