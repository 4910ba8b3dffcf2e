package cn

import (
	"io"
	"unicode/utf8"

	"golang.org/x/text/transform"
)

// NewReader reads a file of this charset as UTF-8, without its byte order mark,
// in constant memory. A wrong byte ends it with an *Undecodable that holds its
// place in the file.
func (c Charset) NewReader(r io.Reader) io.Reader {
	return transform.NewReader(r, &decoder{charset: c, table: gbTable()})
}

// decoder is the transform.Transformer behind NewReader.
type decoder struct {
	charset Charset
	table   *gb
	offset  int64
}

// Reset forgets the place in the file.
func (d *decoder) Reset() { d.offset = 0 }

// Transform decodes as much of src as fits into dst.
func (d *decoder) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	if err := d.charset.Check(); err != nil {
		return 0, 0, err
	}
	defer func() { d.offset += int64(nSrc) }()
	for nSrc < len(src) {
		r, size := rune(src[nSrc]), 1
		if r >= utf8.RuneSelf {
			r, size = d.charset.decodeRune(d.table, src[nSrc:])
		}
		switch {
		case size == 0 && !atEOF:
			return nDst, nSrc, transform.ErrShortSrc
		case r < 0:
			return nDst, nSrc, &Undecodable{Charset: d.charset, Offset: d.offset + int64(nSrc)}
		case r == byteOrderMark && d.offset == 0 && nSrc == 0:
		case nDst+utf8.RuneLen(r) > len(dst):
			return nDst, nSrc, transform.ErrShortDst
		default:
			nDst += utf8.EncodeRune(dst[nDst:], r)
		}
		nSrc += size
	}
	return nDst, nSrc, nil
}
