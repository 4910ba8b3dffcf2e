package rowfile

import (
	"errors"
	"fmt"
	"io"
	"iter"
)

// Reader gives a partner's file row by row, in constant memory. Its rows count
// only when Err is nil after the last one: a file may turn out to be cut off or
// altered at its very end, so callers stage the rows first.
type Reader struct {
	spec     *Spec
	head     Head
	source   source
	problems Problems
	err      error
}

// source gives the bytes of each row, without line ends, with its line number.
// Its last answer is io.EOF if the file is whole, a fault if it is not.
type source interface {
	next() (row []byte, line int, err error)
}

var errUnread = errors.New("file was not read to its end")

// Read opens a file and checks its head. A file of another type, version or
// encoding is refused here; the fault's cause is the Problem with its code.
func Read(r io.Reader, spec *Spec) (*Reader, error) {
	if err := spec.Validate(); err != nil {
		return nil, err
	}
	open := openText
	if spec.Layout == DBF {
		open = openDBF
	}
	from, head, err := open(r, spec)
	if err != nil {
		return nil, fmt.Errorf("reading file %s: %w", spec.Name, err)
	}
	return &Reader{spec: spec, head: head, source: from, err: errUnread}, nil
}

// Head is what the file says of itself.
func (f *Reader) Head() Head { return f.head }

// Rows gives each good row with its line in the file, once. Bad rows are left
// out and stand in Problems; they do not stop the file.
func (f *Reader) Rows() iter.Seq2[int, Row] {
	return func(yield func(int, Row) bool) {
		for errors.Is(f.err, errUnread) {
			raw, line, err := f.source.next()
			if errors.Is(err, io.EOF) {
				f.err = nil
				return
			}
			if err != nil {
				f.err = fmt.Errorf("reading file %s: %w", f.spec.Name, err)
				return
			}
			row, found := f.spec.decode(raw)
			if found == nil {
				if !yield(line, row) {
					return
				}
				continue
			}
			for i := range found {
				found[i].Line = line
			}
			f.problems.add(found)
		}
	}
}

// Err tells why the file as a whole cannot be trusted: it was cut off, its count
// or digest is wrong, the disk failed, or Rows was not read to the end.
func (f *Reader) Err() error { return f.err }

// Problems is what was wrong with single rows so far.
func (f *Reader) Problems() *Problems { return &f.problems }
