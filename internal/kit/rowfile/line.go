package rowfile

import (
	"bytes"
	"fmt"
	"strings"

	"kaguan/internal/kit/cn"
)

// Check tells what keeps a row out of this format, nil for nothing; so that a
// batch can send a person with a rare name to the manual list before writing.
func (s *Spec) Check(row Row) []Problem {
	_, found := s.encode(nil, row)
	return found
}

// encode appends the row's bytes without a line end. With problems the bytes
// are worthless.
func (s *Spec) encode(line []byte, row Row) ([]byte, []Problem) {
	if len(row) != len(s.Columns) {
		return line, []Problem{s.wrongShape(len(row))}
	}
	var found []Problem
	for i := range s.Columns {
		col := &s.Columns[i]
		if i > 0 && s.Layout == Delimited {
			line = append(line, separator...)
		}
		encoded, code := s.encodeValue(col, row[i])
		if code != "" {
			found = append(found, ofColumn(col, code))
			continue
		}
		line = append(line, encoded...)
	}
	return line, found
}

func (s *Spec) encodeValue(col *Column, value string) ([]byte, Code) {
	if code := col.check(value, s.Layout); code != "" {
		return nil, code
	}
	encoded, err := s.encodeText(value)
	if err != nil {
		return nil, Unencodable
	}
	if s.Layout == Delimited {
		return encoded, when(col.Width > 0 && len(encoded) > col.Width, TooWide)
	}
	if len(encoded) > col.Width {
		return nil, TooWide
	}
	padded := col.pad(encoded)
	return padded, when(!bytes.Equal(col.unpad(padded), encoded), EdgePadding)
}

// decode reads one row's bytes. With problems the row is nil.
func (s *Spec) decode(line []byte) (Row, []Problem) {
	row, code := s.split(line)
	if code == WrongShape {
		return nil, []Problem{s.wrongShape(len(row))}
	}
	if code != "" {
		return nil, []Problem{{Code: code, Words: code.Words()}}
	}
	var found []Problem
	for i := range s.Columns {
		col := &s.Columns[i]
		code := col.check(row[i], s.Layout)
		if code == "" && s.Layout == Delimited && col.Width > 0 {
			code = when(s.widthOf(row[i]) > col.Width, TooWide)
		}
		if code != "" {
			found = append(found, ofColumn(col, code))
		}
	}
	if found != nil {
		return nil, found
	}
	return row, nil
}

func (s *Spec) split(line []byte) (Row, Code) {
	if s.Layout == Delimited {
		// The line is decoded before it is split: 0x7C, the separator, is also the
		// second byte of many GBK characters.
		text, err := s.decodeText(line)
		if err != nil {
			return nil, Undecodable
		}
		row := Row(strings.Split(text, separator))
		return row, when(len(row) != len(s.Columns), WrongShape)
	}
	if len(line) != s.rowWidth() {
		return nil, WrongShape
	}
	row := make(Row, len(s.Columns))
	for i := range s.Columns {
		col := &s.Columns[i]
		text, err := s.decodeText(col.unpad(line[:col.Width]))
		if err != nil {
			return nil, Undecodable
		}
		row[i], line = text, line[col.Width:]
	}
	return row, ""
}

func (s *Spec) wrongShape(got int) Problem {
	words := fmt.Sprintf("这一行应为 %d 字节", s.rowWidth())
	if s.Layout == Delimited {
		words = fmt.Sprintf("这一行有 %d 列，应为 %d 列", got, len(s.Columns))
	}
	return Problem{Code: WrongShape, Words: words}
}

// rowWidth is the length in bytes of a row in a padded layout.
func (s *Spec) rowWidth() int {
	width := 0
	for i := range s.Columns {
		width += s.Columns[i].Width
	}
	return width
}

func (c *Column) pad(encoded []byte) []byte {
	fill := byte(' ')
	if c.Align == Zeros && len(encoded) > 0 {
		fill = '0' // An absent amount stays blank, so that it is not read as zero.
	}
	padding := bytes.Repeat([]byte{fill}, c.Width-len(encoded))
	if c.Align == Left {
		return append(encoded, padding...)
	}
	return append(padding, encoded...)
}

// unpad works on bytes before decoding. That is safe in GB18030 too, where no
// second byte is a space, and no first byte a space or a zero.
func (c *Column) unpad(field []byte) []byte {
	if c.Align == Left {
		return bytes.TrimRight(field, " ")
	}
	field = bytes.TrimLeft(field, " ")
	for c.Align == Zeros && len(field) > 1 && field[0] == '0' {
		field = field[1:]
	}
	return field
}

func (s *Spec) encodeText(text string) ([]byte, error) {
	if isASCII(text) {
		return []byte(text), nil
	}
	return s.Charset.Encode(text)
}

func (s *Spec) decodeText(encoded []byte) (string, error) {
	if isASCII(encoded) {
		return string(encoded), nil
	}
	return s.Charset.Decode(encoded)
}

// widthOf is only asked for text that was just decoded. GBK is read as GB18030,
// which has the same bytes for all that GBK holds.
func (s *Spec) widthOf(text string) int {
	if s.Charset == cn.UTF8 || isASCII(text) {
		return len(text)
	}
	encoded, err := cn.GB18030.Encode(text)
	if err != nil {
		return len(text)
	}
	return len(encoded)
}

// isASCII is the fast path: most columns hold digits, and all three charsets
// write those alike.
func isASCII[T string | []byte](text T) bool {
	for i := range len(text) {
		if text[i] >= 0x80 {
			return false
		}
	}
	return true
}
