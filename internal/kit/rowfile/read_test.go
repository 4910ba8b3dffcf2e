package rowfile_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"testing/iotest"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"kaguan/internal/kit/cn"
	"kaguan/internal/kit/fault"
	"kaguan/internal/kit/rowfile"
)

func layouts() []rowfile.Layout {
	return []rowfile.Layout{rowfile.Delimited, rowfile.Fixed, rowfile.DBF}
}

func charsets() []cn.Charset {
	return []cn.Charset{cn.GB18030, cn.GBK, cn.UTF8}
}

// TestRoundTrip: read(write(rows)) == rows, for any text with rare characters of
// all planes; where GBK cannot hold one, the row is refused and never altered.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		layout := rapid.SampledFrom(layouts()).Draw(t, "layout")
		spec := accounts(layout, rapid.SampledFrom(charsets()).Draw(t, "charset"))
		rows := rapid.SliceOfN(rapid.Custom(drawRow), 0, 8).Draw(t, "rows")
		var out bytes.Buffer
		if _, err := rowfile.Write(&out, spec, head, seq(rows)); err != nil {
			checkOnlyGBKRefuses(t, spec, err)
			return
		}
		got, problems, err := read(out.Bytes(), spec)
		if err != nil || problems.Count > 0 {
			t.Fatalf("reading back: %v, %v", err, problems)
		}
		if len(rows) > 0 || len(got) > 0 {
			if diff := cmp.Diff(rows, got); diff != "" {
				t.Fatal(diff)
			}
		}
	})
}

func checkOnlyGBKRefuses(t *rapid.T, spec *rowfile.Spec, err error) {
	var problems *rowfile.Problems
	if !errors.As(err, &problems) {
		t.Fatal(err)
	}
	for _, p := range problems.List {
		if p.Code != rowfile.Unencodable || spec.Charset != cn.GBK {
			t.Fatalf("%s refuses %v", spec.Charset, p)
		}
	}
}

func drawRow(t *rapid.T) rowfile.Row {
	letters := rapid.RuneFrom([]rune("张王李阿·晐䶮㛃𠅤𫠜𰻝Aa0é，, \"'€"), rangeOf(0x4E00, 0x9FFF), rangeOf(0x20000, 0x323AF), rangeOf(0x3400, 0x4DBF))
	word := func(label string, least int) string {
		return strings.Trim(rapid.StringOfN(letters, least, 8, -1).Draw(t, label), " ")
	}
	name := word("name", 1)
	if name == "" {
		name = "某"
	}
	return rowfile.Row{
		rapid.StringMatching(`[0-9]{1,6}`).Draw(t, "serial"),
		name,
		rapid.SampledFrom([]string{"", "1", "2"}).Draw(t, "sex"),
		rapid.SampledFrom([]string{"", "20240229"}).Draw(t, "born"),
		rapid.SampledFrom([]string{"", "20240229235959"}).Draw(t, "applied"),
		rapid.SampledFrom([]string{"", "0", "100", "99999999"}).Draw(t, "fee"),
		rapid.StringMatching(`([0-9A-Fa-f]{2}){0,16}`).Draw(t, "chip"),
		word("address", 0),
	}
}

// TestBrokenFiles: whatever happens to a whole file on its way is noticed.
func TestBrokenFiles(t *testing.T) {
	t.Parallel()
	spec := accounts(rowfile.Delimited, cn.GB18030)
	good := string(write(t, spec, sample()))
	other := *spec
	other.Name = "ZK"
	newer := *spec
	newer.Version = "2.0"
	cut := func(n int) string { return good[:len(good)-n] }
	cases := map[string]struct {
		file string
		want rowfile.Code
	}{
		"empty":           {"", rowfile.EmptyFile},
		"no header":       {"000001|张三\r\n", rowfile.NoHeader},
		"other type":      {string(write(t, &other, sample())), rowfile.WrongType},
		"other version":   {string(write(t, &newer, sample())), rowfile.WrongVersion},
		"utf-8 instead":   {string(write(t, accounts(rowfile.Delimited, cn.UTF8), sample())), rowfile.WrongCharset},
		"header only":     {good[:strings.Index(good, "\n")+1], rowfile.NoTrailer},
		"trailer missing": {good[:strings.LastIndex(good, "T|")], rowfile.NoTrailer},
		"trailer cut":     {cut(4), rowfile.NoTrailer},
		"cut in a row":    {cut(20), rowfile.NoTrailer},
		"row lost":        {strings.Replace(good, good[strings.Index(good, "000002"):strings.Index(good, "000003")], "", 1), rowfile.WrongCount},
		"row doubled":     {strings.Replace(good, "000003", "000003\r\n000003", 1), rowfile.WrongCount},
		"trailer count":   {strings.Replace(good, "T|3|", "T|4|", 1), rowfile.WrongCount},
		"header count":    {strings.Replace(good, "|102|3|", "|102|4|", 1), rowfile.WrongCount},
		"byte altered":    {strings.Replace(good, "000002", "000009", 1), rowfile.WrongDigest},
		"bad date":        {strings.Replace(good, "20261123093000", "20261323093000", 1), rowfile.BadHeader},
		"short digest":    {strings.Replace(good, "|\r\n", "0|\r\n", 1), rowfile.BadHeader},
		"endless line":    {good + strings.Repeat("9", 2<<20), rowfile.EndlessLine},
	}
	for name, c := range cases {
		if _, _, err := read([]byte(c.file), spec); codeOf(err) != c.want || !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: got %v, want %s", name, err, c.want)
		}
	}
	wide := accounts(rowfile.Delimited, cn.UTF8)
	if _, _, err := read([]byte(good), wide); codeOf(err) != rowfile.WrongCharset {
		t.Errorf("GB18030 read as UTF-8: %v", err)
	}
}

// TestEveryCut: no prefix of a file passes for the file.
func TestEveryCut(t *testing.T) {
	t.Parallel()
	for _, layout := range layouts() {
		spec := accounts(layout, cn.GB18030)
		good := write(t, spec, sample())
		// The last line's end, and a table's closing mark, may be missing.
		whole := map[rowfile.Layout]int{rowfile.Delimited: 2, rowfile.Fixed: 2, rowfile.DBF: 1}[layout]
		for n := range len(good) - whole {
			if _, _, err := read(good[:n], spec); err == nil {
				t.Fatalf("layout %d: the first %d of %d bytes pass as a whole file", layout, n, len(good))
			}
		}
	}
}

// TestBadRowsDoNotStopTheFile: each is named with line, column and code; the
// good ones come through.
func TestBadRowsDoNotStopTheFile(t *testing.T) {
	t.Parallel()
	lax := accounts(rowfile.Delimited, cn.GB18030)
	for i := range lax.Columns {
		lax.Columns[i] = rowfile.Column{Key: lax.Columns[i].Key, Title: lax.Columns[i].Title}
	}
	rows := sample()
	rows[0][0], rows[0][3] = "", "19800231"
	rows[2][1] = strings.Repeat("长", 40)
	got, problems, err := read(write(t, lax, rows), accounts(rowfile.Delimited, cn.GB18030))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(rows[1:2], got); diff != "" {
		t.Error(diff)
	}
	want := []rowfile.Problem{
		{Line: 2, Column: "SERIAL", Code: rowfile.Missing, Words: "“序号”必填，不能为空"},
		{Line: 2, Column: "BORN", Code: rowfile.NotDate, Words: "“出生日期”不是有效日期，应为 YYYYMMDD"},
		{Line: 4, Column: "NAME", Code: rowfile.TooWide, Words: "“姓名”超过约定长度，请缩短（不会自动截断）"},
	}
	if diff := cmp.Diff(want, problems.List); diff != "" {
		t.Error(diff)
	}
}

func TestWrongShapeAndBytes(t *testing.T) {
	t.Parallel()
	narrow := accounts(rowfile.Delimited, cn.GB18030)
	narrow.Columns = narrow.Columns[:3]
	file := write(t, narrow, []rowfile.Row{{"1", "张三", "1"}})
	_, problems, err := read(file, accounts(rowfile.Delimited, cn.GB18030))
	if err != nil || problems.List[0].Words != "这一行有 3 列，应为 8 列" {
		t.Errorf("%v, %v", problems, err)
	}
	latin := accounts(rowfile.Delimited, cn.UTF8)
	rows := []rowfile.Row{{"1", "é", "1", "", "", "", "", ""}, {"2", "张", "1", "", "", "", "", ""}}
	file = bytes.Replace(write(t, latin, rows), []byte("é"), []byte("\xE9|"), 1)
	_, problems, _ = read(file, latin)
	if problems.Count != 1 || problems.List[0].Code != rowfile.Undecodable || problems.List[0].Line != 2 {
		t.Errorf("a row of wrong bytes: %v", problems)
	}
}

func TestToleratedForms(t *testing.T) {
	t.Parallel()
	spec := accounts(rowfile.Delimited, cn.UTF8)
	good := write(t, spec, sample())
	for name, file := range map[string][]byte{
		"byte order mark":    append([]byte("\xEF\xBB\xBF"), good...),
		"no last line end":   bytes.TrimSuffix(good, []byte("\r\n")),
		"upper case digest":  upperDigest(good),
		"LF ends the header": bytes.Replace(good, []byte("\r\n"), []byte("\n"), 1),
	} {
		if rows, _, err := read(file, spec); err != nil || len(rows) != 3 {
			t.Errorf("%s: %d rows, %v", name, len(rows), err)
		}
	}
}

func upperDigest(file []byte) []byte {
	end := bytes.IndexByte(file, '\n')
	return append(bytes.ToUpper(file[:end]), file[end:]...)
}

func TestErrBeforeTheEnd(t *testing.T) {
	t.Parallel()
	spec := accounts(rowfile.Fixed, cn.GBK)
	f, err := rowfile.Read(bytes.NewReader(write(t, spec, sample()[:2])), spec)
	if err != nil {
		t.Fatal(err)
	}
	for range f.Rows() {
		break
	}
	if f.Err() == nil {
		t.Error("a file that was not read to its end passes as whole")
	}
}

func TestDiskErrorIsNotTheSendersFault(t *testing.T) {
	t.Parallel()
	broken := errors.New("disk")
	for _, layout := range layouts() {
		spec := accounts(layout, cn.GB18030)
		file := write(t, spec, sample())
		in := bytes.NewReader(file[:len(file)-30])
		f, err := rowfile.Read(joined{in, iotest.ErrReader(broken)}, spec)
		if err == nil {
			for range f.Rows() {
			}
			err = f.Err()
		}
		if !errors.Is(err, broken) || fault.KindOf(err) != fault.Internal {
			t.Errorf("layout %d: %v", layout, err)
		}
	}
}

// joined reads the first to its end and then the second.
type joined struct {
	first  *bytes.Reader
	second interface{ Read([]byte) (int, error) }
}

func (j joined) Read(p []byte) (int, error) {
	if j.first.Len() > 0 {
		return j.first.Read(p)
	}
	return j.second.Read(p)
}

// FuzzRead: no bytes make the reader panic, and what it accepts as whole and
// right can be written again and is the same.
func FuzzRead(f *testing.F) {
	for _, layout := range layouts() {
		for _, charset := range charsets() {
			f.Add(write(f, accounts(layout, charset), sample()[:2]), int(layout), string(charset))
		}
	}
	f.Add([]byte("H|YKH|1.0|||0|20261123093000||\r\nT|0|"), 0, "GBK")
	f.Fuzz(func(t *testing.T, file []byte, layout int, charset string) {
		if layout < 0 || layout > int(rowfile.DBF) {
			return
		}
		spec := accounts(rowfile.Layout(layout), cn.Charset(charset))
		rows, problems, err := read(file, spec)
		if err != nil || problems.Count > 0 {
			return
		}
		if spec.Charset == cn.GBK {
			spec.Charset = cn.GB18030 // It is read as such and may hold what GBK would not write.
		}
		again, _, err := read(write(t, spec, rows), spec)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(rows, again); diff != "" {
			t.Fatal(diff)
		}
	})
}

func rangeOf(lo, hi uint32) *unicode.RangeTable {
	return &unicode.RangeTable{R32: []unicode.Range32{{Lo: lo, Hi: hi, Stride: 1}}}
}
