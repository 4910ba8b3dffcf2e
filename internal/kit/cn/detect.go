package cn

import (
	"bytes"
	"unicode/utf8"
)

// Detect tells UTF-8, with or without a byte order mark, from GB18030 by the
// beginning of a file, which may be cut in the middle of a character. Some
// kilobytes are plenty. Plain ASCII is called UTF-8.
//
// Bytes that are UTF-8 only as characters of two bytes, with none of three, are
// called GB18030: in a Chinese file they are Han of GBK that look like Greek.
func Detect(prefix []byte) Charset {
	if bytes.HasPrefix(prefix, []byte("\ufeff")) {
		return UTF8
	}
	short, long := false, false
	for i := 0; i < len(prefix); {
		if prefix[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(prefix[i:])
		if r == utf8.RuneError && size == 1 {
			if utf8.FullRune(prefix[i:]) {
				return GB18030
			}
			// The last character is cut. Its lead byte says how long it was to
			// be, but counts only when nothing better is known.
			long = long || !short && prefix[i] >= 0xe0
			short = true
			break
		}
		short = short || size == 2
		long = long || size > 2
		i += size
	}
	if short && !long {
		return GB18030
	}
	return UTF8
}
