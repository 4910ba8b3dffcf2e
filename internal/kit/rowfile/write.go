package rowfile

import (
	"bufio"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"iter"
	"os"
	"time"

	"github.com/emmansun/gmsm/sm3"

	"kaguan/internal/kit/fault"
)

// Write writes a whole file and returns its head with count and digest, for the
// record of what left the house. The head stands before the rows but knows their
// count and digest, so the rows wait in a private temporary file: memory stays
// constant.
//
// If any row does not fit the format nothing is written at all; the fault's
// cause is a *Problems with the place of each.
func Write(w io.Writer, spec *Spec, head Head, rows iter.Seq2[Row, error]) (written Head, err error) {
	if err := spec.Validate(); err != nil {
		return Head{}, err
	}
	body, err := newSpool()
	if err != nil {
		return Head{}, fmt.Errorf("writing file %s: %w", spec.Name, err)
	}
	defer func() { err = errors.Join(err, body.file.Close()) }()
	if err := spec.fill(body, rows); err != nil {
		return Head{}, err
	}
	head.Created = head.Created.In(china).Truncate(time.Second)
	head.Count, head.Digest = body.rows, hex.EncodeToString(body.digest.Sum(nil))
	if err := spec.frame(w, head, body); err != nil {
		return Head{}, fmt.Errorf("writing file %s: %w", spec.Name, err)
	}
	return head, nil
}

// fill encodes all rows into the body, going on after a bad one so that every
// problem is known at once.
func (s *Spec) fill(body *spool, rows iter.Seq2[Row, error]) error {
	problems := &Problems{}
	var line []byte
	number := 1 // The header's line; a row's number is its line in the file.
	for row, err := range rows {
		if err != nil {
			return fmt.Errorf("writing file %s: reading its rows: %w", s.Name, err)
		}
		number++
		encoded, found := s.encode(line[:0], row)
		for i := range found {
			found[i].Line = number
		}
		problems.add(found)
		if problems.Count > 0 {
			continue
		}
		line = s.closeRow(encoded)
		if err := body.add(line); err != nil {
			return fmt.Errorf("writing file %s: %w", s.Name, err)
		}
	}
	if problems.Count > 0 {
		words := fmt.Sprintf("文件 %s 没有生成：有 %d 处内容不符合接口格式，请改正或转人工名单后重新导出", s.Name, problems.Count)
		return fault.NewInvalid(words, problems)
	}
	return nil
}

// closeRow makes encoded values a row of the file.
func (s *Spec) closeRow(line []byte) []byte {
	if s.Layout == DBF {
		return append([]byte{dbfLive}, line...)
	}
	return append(line, lineEnd...)
}

// frame writes what stands before the body, the body, and what stands after it.
func (s *Spec) frame(w io.Writer, head Head, body *spool) error {
	before, after := []byte(nil), []byte(encodeTrailer(head.Count))
	var err error
	if s.Layout == DBF {
		before, after = s.encodeDBFHead(head), []byte{dbfEnd}
	} else if before, err = s.encodeHead(head); err != nil {
		return err
	}
	if _, err := w.Write(before); err != nil {
		return err
	}
	if err := body.copyTo(w); err != nil {
		return err
	}
	_, err = w.Write(after)
	return err
}

// spool holds a file's body on disk until its count and digest are known.
type spool struct {
	file   *os.File
	out    *bufio.Writer
	digest hash.Hash
	rows   int
}

func newSpool() (*spool, error) {
	file, err := Scratch()
	if err != nil {
		return nil, err
	}
	return &spool{file: file, out: bufio.NewWriterSize(file, 64<<10), digest: sm3.New()}, nil
}

func (s *spool) add(line []byte) error {
	s.rows++
	s.digest.Write(line)
	_, err := s.out.Write(line)
	return err
}

func (s *spool) copyTo(w io.Writer) error {
	if err := s.out.Flush(); err != nil {
		return err
	}
	if _, err := s.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	_, err := io.Copy(w, s.file)
	return err
}
