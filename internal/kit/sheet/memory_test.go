package sheet

import (
	"archive/zip"
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// manyRows is a fifth of the promise: a million rows under 512 MiB. What grows
// with the rows may thus grow by a fifth of that at most.
const (
	manyRows  = 200_000
	heapBound = 512 << 20 / 5
)

// TestMemory reads a big list in each form. It does not run in parallel: the
// heap is everybody's.
func TestMemory(t *testing.T) {
	forms := map[string]func(*testing.T, io.Writer){
		"xlsx with shared strings": writeShared,
		"xlsx of ours":             func(t *testing.T, w io.Writer) { writeMany(t, w, XLSX) },
		"csv":                      func(t *testing.T, w io.Writer) { writeMany(t, w, CSV) },
	}
	for name, write := range forms {
		path := filepath.Join(t.TempDir(), "big")
		file, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		before := heap()
		write(t, file)
		if err := file.Close(); err != nil {
			t.Fatal(err)
		}
		if grown := heap() - before; grown > heapBound {
			t.Errorf("%s: writing left %d MiB", name, grown>>20)
		}
		r, err := Open(path)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		rows, most := 0, int64(0)
		for row, err := range r.Rows() {
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if rows++; rows%20_000 == 0 {
				most = max(most, heap()-before)
			}
			if want := fmt.Sprintf("4402031990%08d", rows); row.Cells[0] != want || len(row.Cells) != 6 {
				t.Fatalf("%s: row %d is %q, want %q first", name, rows, row.Cells, want)
			}
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d MiB", name, most>>20)
		if rows != manyRows || most > heapBound {
			t.Errorf("%s: %d rows, %d MiB", name, rows, most>>20)
		}
	}
}

func heap() int64 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapInuse)
}

func bigRow(i int) []string {
	return []string{fmt.Sprintf("4402031990%08d", i), fmt.Sprintf("某%d", i), "男", "汉族", "13800138000", fmt.Sprintf("韶关市浈江区测试路%d号虚构花园", i)}
}

var bigHeader = []string{"证件号码", "姓名", "性别", "民族", "手机", "地址"}

func writeMany(t *testing.T, out io.Writer, format Format) {
	t.Helper()
	w, err := NewWriter(out, format, bigHeader)
	if err != nil {
		t.Fatal(err)
	}
	for i := range manyRows {
		if err := w.Write(bigRow(i + 1)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

// writeShared writes what Excel would: every text once, in a table of its own
// that is larger than what the reader keeps in memory.
func writeShared(t *testing.T, out io.Writer) {
	t.Helper()
	archive := zip.NewWriter(out)
	part := func(name string, write func(w *bufio.Writer)) {
		in, err := archive.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		w := bufio.NewWriter(in)
		write(w)
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
	}
	small := parts(t, sheetOf(""))
	frame, err := zip.NewReader(bytes.NewReader(small), int64(len(small)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range frame.File {
		if f.Name == "xl/sharedStrings.xml" || f.Name == "xl/worksheets/sheet1.xml" {
			continue
		}
		if err := archive.Copy(f); err != nil {
			t.Fatal(err)
		}
	}
	filler := strings.Repeat("x", 100)
	part("xl/sharedStrings.xml", func(w *bufio.Writer) {
		fmt.Fprint(w, "<sst>")
		for i := range manyRows + 1 {
			for c, cell := range bigRow(i) {
				if i == 0 {
					cell = bigHeader[c]
				}
				if c == 5 {
					cell += filler
				}
				fmt.Fprintf(w, "<si><t>%s</t></si>", cell)
			}
		}
		fmt.Fprint(w, "</sst>")
	})
	part("xl/worksheets/sheet1.xml", func(w *bufio.Writer) {
		fmt.Fprint(w, "<worksheet><sheetData>")
		for i := range manyRows + 1 {
			fmt.Fprintf(w, `<row r="%d">`, i+1)
			for c := range bigHeader {
				fmt.Fprintf(w, `<c t="s"><v>%d</v></c>`, i*len(bigHeader)+c)
			}
			fmt.Fprint(w, "</row>")
		}
		fmt.Fprint(w, "</sheetData></worksheet>")
	})
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestStringTable reads strings kept in memory and on disk, in order and not.
func TestStringTable(t *testing.T) {
	t.Parallel()
	table := &stringTable{}
	text := func(i int) string { return strings.Repeat(fmt.Sprint(i%10), 70_000+i) }
	const n = maxHead/70_000 + 50
	for i := range n {
		if err := table.add([]byte(text(i))); err != nil {
			t.Fatal(err)
		}
	}
	if err := table.flush(); err != nil {
		t.Fatal(err)
	}
	if table.tail == nil {
		t.Fatal("nothing went to disk: the test proves nothing")
	}
	for _, i := range []int{0, n - 1, 1, n - 2, n - 1, n - 50, n - 49, n / 2} {
		if got, ok, err := table.get(i); err != nil || !ok || got != text(i) {
			t.Errorf("string %d of %d: %d bytes, %v, %v", i, n, len(got), ok, err)
		}
	}
	if _, ok, _ := table.get(n); ok {
		t.Error("a string beyond the table was given")
	}
	if _, err := os.Stat(table.tail.Name()); !os.IsNotExist(err) {
		t.Error("a crash would leave people's names on disk")
	}
	if err := table.close(); err != nil {
		t.Fatal(err)
	}
}
