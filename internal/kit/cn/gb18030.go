package cn

import (
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// gb holds GB 18030 as tables. The mapping of every public character is that of
// golang.org/x/text; its coder itself is not used, because it writes the code of
// another character for 2,068 private-use characters, refuses the user-defined
// codes in which banks keep rare characters, and replaces what is wrong silently.
type gb struct {
	code [0x10000]uint32     // Unicode BMP -> two or four bytes, 0 for none
	two  [twoByteCodes]rune  // two bytes -> Unicode, 0 for none
	four [fourByteCodes]rune // four bytes below the supplementary planes -> Unicode, 0 for none
}

const (
	firstLead     = 0x81
	twoByteCodes  = (0xff - firstLead) * 190
	fourByteCodes = 39420  // 81308130 to 84318135…: the rest of the BMP
	supplementary = 189000 // 90308130 is U+10000, and so on without a gap
)

// privateUse lists where GB 18030-2005 puts private-use characters in two bytes:
// rectangles of codes, each counted row by row. The first three are the zones
// that every institution fills as it likes; the others were unassigned in 1993.
// The 18 codes to which the edition of 2022 gave a public character (龴 and some
// vertical punctuation) stay here: they are components, not characters of names.
var privateUse = []struct {
	firstRow, lastRow, first, last byte
	start                          rune
}{
	{0xaa, 0xaf, 0xa1, 0xfe, 0xe000}, {0xf8, 0xfe, 0xa1, 0xfe, 0xe234}, {0xa1, 0xa7, 0x40, 0xa0, 0xe4c6},
	{0xa2, 0xa2, 0xab, 0xb0, 0xe766}, {0xa2, 0xa2, 0xe4, 0xe4, 0xe76d}, {0xa2, 0xa2, 0xef, 0xf0, 0xe76e},
	{0xa2, 0xa2, 0xfd, 0xfe, 0xe770}, {0xa4, 0xa4, 0xf4, 0xfe, 0xe772}, {0xa5, 0xa5, 0xf7, 0xfe, 0xe77d},
	{0xa6, 0xa6, 0xb9, 0xc0, 0xe785}, {0xa6, 0xa6, 0xd9, 0xdf, 0xe78d}, {0xa6, 0xa6, 0xec, 0xed, 0xe794},
	{0xa6, 0xa6, 0xf3, 0xf3, 0xe796}, {0xa6, 0xa6, 0xf6, 0xfe, 0xe797}, {0xa7, 0xa7, 0xc2, 0xd0, 0xe7a0},
	{0xa7, 0xa7, 0xf2, 0xfe, 0xe7af}, {0xa8, 0xa8, 0x96, 0xa0, 0xe7bc}, {0xa8, 0xa8, 0xbc, 0xbc, 0xe7c7},
	{0xa8, 0xa8, 0xc1, 0xc4, 0xe7c9}, {0xa8, 0xa8, 0xea, 0xfe, 0xe7cd}, {0xa9, 0xa9, 0x58, 0x58, 0xe7e2},
	{0xa9, 0xa9, 0x5b, 0x5b, 0xe7e3}, {0xa9, 0xa9, 0x5d, 0x5f, 0xe7e4}, {0xa9, 0xa9, 0x97, 0xa3, 0xe7f4},
	{0xa9, 0xa9, 0xf0, 0xfe, 0xe801}, {0xd7, 0xd7, 0xfa, 0xfe, 0xe810}, {0xfe, 0xfe, 0x51, 0x53, 0xe816},
	{0xfe, 0xfe, 0x59, 0x59, 0xe81e}, {0xfe, 0xfe, 0x61, 0x61, 0xe826}, {0xfe, 0xfe, 0x66, 0x67, 0xe82b},
	{0xfe, 0xfe, 0x6c, 0x6d, 0xe831}, {0xfe, 0xfe, 0x76, 0x76, 0xe83b}, {0xfe, 0xfe, 0x7e, 0x7e, 0xe843},
	{0xfe, 0xfe, 0x90, 0x91, 0xe854}, {0xfe, 0xfe, 0xa0, 0xa0, 0xe864},
}

// gbTable builds the tables once, in some milliseconds.
var gbTable = sync.OnceValue(func() *gb {
	t := new(gb)
	for _, zone := range privateUse {
		r := zone.start
		for row := int(zone.firstRow); row <= int(zone.lastRow); row++ {
			for trail := int(zone.first); trail <= int(zone.last); trail++ {
				if trail == 0x7f {
					continue
				}
				t.code[r] = uint32(row<<8 | trail)
				r++
			}
		}
	}
	library := simplifiedchinese.GB18030.NewEncoder().Transformer
	var src, dst [utf8.UTFMax]byte
	for r := rune(utf8.RuneSelf); r < 0x10000; r++ {
		if t.code[r] == 0 && utf8.ValidRune(r) {
			size := utf8.EncodeRune(src[:], r)
			if n, _, err := library.Transform(dst[:], src[:size], true); err == nil {
				t.code[r] = packed(dst[:n])
			}
		}
		if t.code[r] != 0 {
			t.invert(r, t.code[r])
		}
	}
	return t
})

func (t *gb) invert(r rune, code uint32) {
	if code <= 0xffff {
		t.two[twoByteIndex(byte(code>>8), byte(code))] = r
		return
	}
	t.four[fourByteIndex(byte(code>>24), byte(code>>16), byte(code>>8), byte(code))] = r
}

func packed(b []byte) uint32 {
	var code uint32
	for _, c := range b {
		code = code<<8 | uint32(c)
	}
	return code
}

func twoByteIndex(lead, trail byte) int {
	if trail > 0x7f {
		trail--
	}
	return int(lead-firstLead)*190 + int(trail-0x40)
}

func fourByteIndex(a, b, c, d byte) int {
	return ((int(a-firstLead)*10+int(b-'0'))*126+int(c-firstLead))*10 + int(d-'0')
}

// append adds the code of r, which is not ASCII, to dst.
func (t *gb) append(dst []byte, r rune) []byte {
	if r >= 0x10000 {
		n := int(r) - 0x10000 + supplementary
		return append(dst, byte(n/12600)+firstLead, byte(n/1260%10)+'0', byte(n/10%126)+firstLead, byte(n%10)+'0')
	}
	code := t.code[r]
	if code <= 0xffff {
		return append(dst, byte(code>>8), byte(code))
	}
	return append(dst, byte(code>>24), byte(code>>16), byte(code>>8), byte(code))
}

// holdsGBK tells whether GBK as partners know it (code page 936) has the character
// r, which is not ASCII. Private-use characters are refused though there are codes
// for them, because the partner's picture of that code is another one; so are the
// two-byte codes that only GB 18030 assigned.
func (t *gb) holdsGBK(r rune) bool {
	if r >= 0x10000 || isPUA(r) {
		return false
	}
	code := t.code[r]
	switch {
	case code == 0, code >= 0xfe50:
		return false
	case code == 0xa2e3, code == 0xa8bf, 0xa989 <= code && code <= 0xa995:
		return false
	}
	return true
}

// decodeRune reads the first character of src: a size of 0 asks for more bytes,
// badRune is no code of GB 18030.
func (t *gb) decodeRune(src []byte) (r rune, size int) {
	switch {
	case len(src) == 0:
		return badRune, 0
	case src[0] < utf8.RuneSelf:
		return rune(src[0]), 1
	case src[0] < firstLead || src[0] == 0xff:
		return badRune, 1
	case len(src) < 2:
		return badRune, 0
	}
	trail := src[1]
	switch {
	case trail >= 0x40 && trail != 0x7f && trail != 0xff:
		r, size = t.two[twoByteIndex(src[0], trail)], 2
	case isDigit(trail):
		r, size = t.decodeFour(src)
	}
	if r == 0 {
		return badRune, 1
	}
	return r, size
}

// decodeFour reads a code of four bytes, of which two are known to be right.
func (t *gb) decodeFour(src []byte) (r rune, size int) {
	switch {
	case len(src) > 2 && (src[2] < firstLead || src[2] == 0xff), len(src) > 3 && !isDigit(src[3]):
		return badRune, 1
	case len(src) < 4:
		return badRune, 0
	}
	n := fourByteIndex(src[0], src[1], src[2], src[3])
	switch {
	case n < fourByteCodes:
		return t.four[n], 4
	case n >= supplementary && n < supplementary+0x100000:
		return rune(n-supplementary) + 0x10000, 4
	}
	return badRune, 1
}
