package cn

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Charset is a character set that partners and clerks send files in. Its text is
// the name that configuration and interface documents use.
type Charset string

// The three that are met. GBK is for partners that cannot hold more; what it
// lacks is refused, so that the row goes to a list for a person.
const (
	UTF8    Charset = "UTF-8"
	GB18030 Charset = "GB18030"
	GBK     Charset = "GBK"
)

// Check is an error unless c is one of the three.
func (c Charset) Check() error {
	switch c {
	case UTF8, GB18030, GBK:
		return nil
	}
	return fmt.Errorf("unknown charset %q", string(c))
}

// Unencodable refuses a text: the charset cannot hold these characters of it.
// U+FFFD among them is the scar of an earlier loss. Error does not show them,
// for they are part of a name.
type Unencodable struct {
	Charset Charset
	Runes   []rune
}

// Error names the charset and the characters that it lacks.
func (e *Unencodable) Error() string {
	return fmt.Sprintf("有 %d 个字 %s 无法表示，请转人工处理", len(e.Runes), e.Charset)
}

// Undecodable refuses bytes that are no text of the charset.
type Undecodable struct {
	Charset Charset
	Offset  int64 // of the first wrong byte, from 0
}

// Error names the charset and the place, never the bytes.
func (e *Undecodable) Error() string {
	return fmt.Sprintf("第 %d 字节起不是有效的 %s 编码，请确认文件编码或重新导出", e.Offset+1, e.Charset)
}

// Encode gives the bytes of s. It never replaces a character: what the charset
// cannot hold is an *Unencodable that lists it.
func (c Charset) Encode(s string) ([]byte, error) {
	return c.AppendEncode(make([]byte, 0, len(s)), s)
}

// AppendEncode is Encode into dst, for writers of many fields; on an error dst
// comes back as it was.
func (c Charset) AppendEncode(dst []byte, s string) ([]byte, error) {
	if err := c.Check(); err != nil {
		return dst, err
	}
	table := gbTable()
	out := dst
	var lost []rune
	for _, r := range s {
		switch {
		case r < utf8.RuneSelf:
			out = append(out, byte(r))
		case r == utf8.RuneError, c == GBK && !table.holdsGBK(r):
			lost = append(lost, r)
		case c == UTF8:
			out = utf8.AppendRune(out, r)
		default:
			out = table.append(out, r)
		}
	}
	if lost != nil {
		return dst, &Unencodable{Charset: c, Runes: lost}
	}
	return out, nil
}

// Decode gives the text of b without a leading byte order mark. The first wrong
// byte, also a character cut off at the end, is an *Undecodable. GBK is read as
// GB18030, which contains it.
func (c Charset) Decode(b []byte) (string, error) {
	if err := c.Check(); err != nil {
		return "", err
	}
	if c == UTF8 && utf8.Valid(b) {
		return strings.TrimPrefix(string(b), string(byteOrderMark)), nil
	}
	var text strings.Builder
	text.Grow(len(b) * 3 / 2) // two bytes of GBK become three of UTF-8
	table := gbTable()
	for i := 0; i < len(b); {
		if b[i] < utf8.RuneSelf {
			text.WriteByte(b[i])
			i++
			continue
		}
		r, size := c.decodeRune(table, b[i:])
		if size == 0 || r < 0 {
			return "", &Undecodable{Charset: c, Offset: int64(i)}
		}
		if i > 0 || r != byteOrderMark {
			text.WriteRune(r)
		}
		i += size
	}
	return text.String(), nil
}

const (
	byteOrderMark = '\ufeff'
	badRune       = -1
)

// decodeRune reads the first character of src. A size of 0 asks for more bytes;
// badRune means that no bytes to come could make it right.
func (c Charset) decodeRune(table *gb, src []byte) (r rune, size int) {
	if c != UTF8 {
		return table.decodeRune(src)
	}
	r, size = utf8.DecodeRune(src)
	if r != utf8.RuneError || size > 1 {
		return r, size
	}
	if !utf8.FullRune(src) {
		return badRune, 0
	}
	return badRune, 1
}
