package sheet

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"

	"kaguan/internal/kit/fault"
)

// Reader gives the rows of a clerk's table. It is not for concurrent use.
type Reader struct {
	source  source
	header  []string
	reasons bool // the column after the header's last holds an error workbook's reasons
}

// source gives rows as they lie in the file, blank ones left out; at the end io.EOF.
type source interface {
	next() (Row, error)
	close() error
}

// Open recognises a table by its content, whatever its name, and reads its
// header: the first row that is not blank. A file that is no table, is broken or
// is hostile is a fault.Invalid with words for the clerk.
func Open(path string) (*Reader, error) {
	from, err := openSource(path)
	if err != nil {
		return nil, err
	}
	first, err := from.next()
	if errors.Is(err, io.EOF) {
		err = fault.NewInvalid("文件里没有内容，请填写后再上传")
	}
	if err != nil {
		return nil, errors.Join(err, from.close())
	}
	return newReader(from, first.Cells), nil
}

func newReader(from source, header []string) *Reader {
	for len(header) > 0 && isBlank(header[len(header)-1]) {
		header = header[:len(header)-1]
	}
	r := &Reader{source: from}
	for _, title := range header {
		r.header = append(r.header, tidied(title))
	}
	last := len(r.header) - 1
	if r.header[last] == ReasonTitle {
		r.header, r.reasons = r.header[:last], true
	}
	return r
}

// openSource tells the kinds apart by their first bytes.
func openSource(path string) (source, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("opening table: %w", err)
	}
	from, err := recognise(file)
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return from, nil
}

func recognise(file *os.File) (source, error) {
	magic := make([]byte, 8)
	n, err := io.ReadFull(file, magic)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, fmt.Errorf("opening table: %w", err)
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return nil, fmt.Errorf("opening table: %w", err)
	}
	switch magic = magic[:n]; {
	case n == 0:
		return nil, fault.NewInvalid("文件是空的，请填写后再上传")
	case bytes.HasPrefix(magic, []byte("PK")):
		return openBook(file)
	case bytes.HasPrefix(magic, []byte("\xD0\xCF\x11\xE0")):
		return nil, fault.NewInvalid("这是旧版 xls 或加密的工作簿，请去掉密码并另存为 xlsx 后再上传")
	case bytes.HasPrefix(magic, []byte("\xFF\xFE")), bytes.HasPrefix(magic, []byte("\xFE\xFF")):
		return nil, fault.NewInvalid("这是 Unicode 文本，请另存为 xlsx 或 CSV UTF-8 后再上传")
	}
	return openCSV(file)
}

// Header is the clerk's own column names in the clerk's own order.
func (r *Reader) Header() []string { return r.header }

// Rows gives every row after the header that is not blank, once. A row with
// Reasons is bad and does not stop the file; an error does, and is the last.
func (r *Reader) Rows() iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for {
			row, err := r.source.next()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(Row{}, err)
				return
			}
			width := len(r.header)
			if r.reasons && len(row.Cells) > width {
				row.Cells[width] = ""
			}
			row.fit(width)
			if row.isBlank() {
				continue
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}

// Close frees the file and what was spilled to disk while reading it.
func (r *Reader) Close() error { return r.source.close() }

// broken is the verdict on a file whose bytes make no sense. An error of the
// disk is ours, not the clerk's, and stays internal.
func broken(err error) error {
	var disk *fs.PathError
	if errors.As(err, &disk) || fault.As(err) != nil {
		return fmt.Errorf("reading table: %w", err)
	}
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		err = fmt.Errorf("xml line %d", syntax.Line) // Its message quotes the file, and so people's particulars.
	}
	return fault.NewInvalid("文件已损坏或没有上传完整，请重新保存后再上传", err)
}
