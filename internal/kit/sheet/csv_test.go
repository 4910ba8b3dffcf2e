package sheet

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"

	"kaguan/internal/kit/fault"
)

func gb18030(t testing.TB, text string) []byte {
	t.Helper()
	encoded, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return encoded
}

// TestCSVForms: the same list in every encoding and with every separator.
func TestCSVForms(t *testing.T) {
	t.Parallel()
	want := []Row{
		{Line: 3, Cells: []string{"张三", "440203199001011234", "解放路,1号; \"甲\""}},
		{Line: 4, Cells: []string{"𠅤䶮·买买提", "", "两\n行"}},
		{Line: 7, Cells: []string{"李四", "1", ""}},
	}
	for _, separator := range []string{",", ";", "\t"} {
		lines := []string{"", "姓名|证件号码|地址", `张三|440203199001011234|"解放路,1号; ""甲"""`, "𠅤䶮·买买提||\"两\n行\"", "||", "李四|1"}
		text := strings.ReplaceAll(strings.Join(lines, "\r\n"), "|", separator)
		for name, content := range map[string][]byte{
			"utf-8":           []byte(text),
			"utf-8 with mark": append([]byte("\xEF\xBB\xBF"), text...),
			"gb18030":         gb18030(t, text),
		} {
			header, rows, err := read(t, content)
			if err != nil {
				t.Fatalf("%s %q: %v", name, separator, err)
			}
			if diff := cmp.Diff([]string{"姓名", "证件号码", "地址"}, header); diff != "" {
				t.Errorf("%s %q: %s", name, separator, diff)
			}
			if diff := cmp.Diff(want, rows); diff != "" {
				t.Errorf("%s %q: %s", name, separator, diff)
			}
		}
	}
}

// TestMixedEncodings: a row pasted in from elsewhere is blamed alone.
func TestMixedEncodings(t *testing.T) {
	t.Parallel()
	content := append([]byte("姓名,地址\n张三,解放路\n"), gb18030(t, "李四,东堤路\n")...)
	content = append(content, "王五,西堤路\n"...)
	_, rows, err := read(t, content)
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 3 || len(rows[0].Reasons)+len(rows[2].Reasons) != 0 || len(rows[1].Reasons) != 2 {
		t.Errorf("%+v", rows)
	}
}

func TestLostDigitsInCSV(t *testing.T) {
	t.Parallel()
	_, rows, err := read(t, []byte("姓名,证件号码\n张三,4.40203E+17\n"))
	if err != nil || len(rows[0].Reasons) != 1 || rows[0].Reasons[0] != (Reason{Column: 1, Words: lostDigits}) {
		t.Errorf("%+v, %v", rows, err)
	}
}

// FuzzCSV: no bytes make Open panic, every row fits the header, and what was
// read comes out the same after being written.
func FuzzCSV(f *testing.F) {
	f.Add([]byte("姓名,地址\r\n张三,\"解放\n路\"\r\n"))
	f.Add(gb18030(f, "姓名;地址\n晐䶮;x\n"))
	f.Add([]byte("a,b\n'=1+1,\"\"\"\"\n,\n"))
	f.Add([]byte("\xEF\xBB\xBFa\tb\n'\t1\t\xff\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		if bytes.HasPrefix(content, []byte("PK")) {
			return
		}
		header, rows, err := read(t, content)
		if err != nil {
			if !fault.Is(err, fault.Invalid) {
				t.Fatalf("refused without words: %v", err)
			}
			return
		}
		var out bytes.Buffer
		w, err := NewWriter(&out, CSV, append([]string{"姓名"}, header...))
		if err != nil {
			t.Fatal(err)
		}
		var want []string
		for i, row := range rows {
			if len(row.Cells) != len(header) {
				t.Fatalf("%d cells under %d headings", len(row.Cells), len(header))
			}
			row.Cells = append([]string{fmt.Sprint(i)}, row.Cells...)
			want = append(want, strings.Join(row.Cells, "\x1f"))
			if err := w.Write(row.Cells); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		_, again, err := read(t, out.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, row := range again {
			got = append(got, strings.Join(row.Cells, "\x1f"))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
	})
}
