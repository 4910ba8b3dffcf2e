package sheet

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"kaguan/internal/kit/fault"
	"kaguan/internal/kit/rowfile"
)

// sampled is how much of a CSV file is looked at to tell encoding and separator.
const sampled = 64 << 10

var utf8Mark = []byte("\xEF\xBB\xBF")

// csvFile is a CSV source. It is parsed as bytes and decoded cell by cell: comma,
// quote and line end are never part of a longer character in GB18030, and so a
// cell in the wrong encoding spoils itself alone.
type csvFile struct {
	file   *os.File
	leash  *leash
	in     *csv.Reader
	decode func([]byte) (string, error)
}

func openCSV(file *os.File) (source, error) {
	buffered := bufio.NewReaderSize(file, sampled)
	sample, err := buffered.Peek(sampled)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("opening table: %w", err)
	}
	if bytes.IndexByte(sample, 0) >= 0 {
		return nil, fault.NewInvalid("这不是表格文件，请上传 xlsx 或 CSV")
	}
	if bytes.HasPrefix(sample, utf8Mark) {
		sample = sample[len(utf8Mark):]
		if _, err := buffered.Discard(len(utf8Mark)); err != nil {
			return nil, fmt.Errorf("opening table: %w", err)
		}
	}
	c := &csvFile{file: file, leash: newLeash(buffered), decode: rowfile.Detect(telling(sample)).Decode}
	c.in = csv.NewReader(c.leash)
	c.in.FieldsPerRecord = -1
	c.in.ReuseRecord = true
	c.in.Comma = separatorOf(sample)
	return c, nil
}

// telling is the part of the sample that tells the encoding: the header, so that
// one row pasted in from elsewhere does not decide for all; more if it is ASCII.
func telling(sample []byte) []byte {
	header, _, _ := bytes.Cut(sample, []byte("\n"))
	for _, b := range header {
		if b >= utf8.RuneSelf {
			return header
		}
	}
	return sample
}

// separatorOf counts the candidates in the first line outside quotes.
func separatorOf(sample []byte) rune {
	counts := map[byte]int{}
	quoted := false
	for _, b := range bytes.TrimLeft(sample, "\r\n") {
		if b == '"' {
			quoted = !quoted
		}
		if b == '\n' && !quoted {
			break
		}
		if !quoted {
			counts[b]++
		}
	}
	best := byte(',')
	for _, candidate := range []byte{';', '\t'} {
		if counts[candidate] > counts[best] {
			best = candidate
		}
	}
	return rune(best)
}

func (c *csvFile) next() (Row, error) {
	for {
		record, err := c.in.Read()
		c.leash.reset()
		if errors.Is(err, io.EOF) {
			return Row{}, io.EOF
		}
		if err != nil {
			return Row{}, csvFault(err)
		}
		line, _ := c.in.FieldPos(0)
		row := Row{Line: line, Cells: make([]string, len(record))}
		for i, cell := range record {
			c.read(&row, i, cell)
		}
		if !row.isBlank() {
			return row, nil
		}
	}
}

func (c *csvFile) read(row *Row, i int, cell string) {
	text, err := c.decode([]byte(cell))
	if err != nil {
		text = strings.ToValidUTF8(cell, string(utf8.RuneError))
		row.blame(i, "这一格的文字编码与文件其他部分不同，请重新填写")
	}
	row.Cells[i] = unguarded(text)
	judge(row, i)
}

func (c *csvFile) close() error { return c.file.Close() }

func csvFault(err error) error {
	var parse *csv.ParseError
	switch {
	case errors.Is(err, errEndless):
		return fault.NewInvalid("有一行过长，可能是引号不成对，请检查后重新保存再上传", err)
	case errors.As(err, &parse):
		words := fmt.Sprintf("第 %d 行的引号不成对，请检查后重新保存再上传", parse.StartLine)
		return fault.NewInvalid(words, err)
	}
	return broken(err)
}
