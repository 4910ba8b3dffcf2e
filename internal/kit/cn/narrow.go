package cn

import "unicode/utf8"

// narrow gives what a person meant to type into a field of letters and digits:
// full-width forms become ASCII; spaces and the invisible marks that spreadsheets
// and chat programs paste along are dropped. Letters keep their case.
func narrow(s string) string {
	if isNarrow(s) {
		return s
	}
	out := make([]byte, 0, len(s))
	for _, r := range s {
		if !isBlank(r) {
			out = utf8.AppendRune(out, narrowRune(r))
		}
	}
	return string(out)
}

// narrowRune turns a full-width form of ASCII into ASCII.
func narrowRune(r rune) rune {
	if '！' <= r && r <= '～' {
		return r - '！' + '!'
	}
	return r
}

func isNarrow(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] <= ' ' || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

// isBlank tells whether r shows nothing: any space, or a mark of no width such
// as a byte order mark or a direction override.
func isBlank(r rune) bool {
	switch {
	case r <= ' ', r == 0x7f, r == 0x85, r == 0xa0, r == 0xad:
		return true
	case 0x2000 <= r && r <= 0x200f, 0x2028 <= r && r <= 0x202f, 0x205f <= r && r <= 0x2064, 0x2066 <= r && r <= 0x2069:
		return true
	}
	return r == 0x1680 || r == 0x3000 || r == 0xfeff
}

// upper makes one ASCII letter a capital.
func upper(c byte) byte {
	if 'a' <= c && c <= 'z' {
		return c - 'a' + 'A'
	}
	return c
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// digits tells whether s is made of ASCII digits only; true for the empty string.
func digits(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) {
			return false
		}
	}
	return true
}
