package rowfile

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// separator stands between the values of a delimited row and of the frame's lines.
const separator = "|"

// check tells which promise of its column a value breaks, "" for none. It looks
// at the characters only; widths and encodings are checked on the bytes.
func (c *Column) check(value string, layout Layout) Code {
	if value == "" {
		if c.Required {
			return Missing
		}
		return ""
	}
	if !clean(value) || (layout == Delimited && strings.Contains(value, separator)) {
		return Forbidden
	}
	switch c.Kind {
	case Digits:
		return when(!onlyDigits(value), NotDigits)
	case Date:
		return when(!isTime("20060102", value), NotDate)
	case Time:
		return when(!isTime("20060102150405", value), NotTime)
	case Money:
		return when(!onlyDigits(value) || (value[0] == '0' && len(value) > 1), NotMoney)
	case Hex:
		return when(len(value)%2 != 0 || !onlyHex(value), NotHex)
	case Choice:
		return when(!c.hasCode(value), UnknownChoice)
	}
	return ""
}

func when(broken bool, code Code) Code {
	if broken {
		return code
	}
	return ""
}

// clean tells whether text is valid Unicode that stays on its line. The
// replacement character is refused too, for it is what a lost character leaves,
// and the byte order mark, which decoders drop.
func clean(text string) bool {
	for _, r := range text {
		if unicode.IsControl(r) || r == utf8.RuneError || r == '\u2028' || r == '\u2029' || r == '\uFEFF' {
			return false
		}
	}
	return true
}

func onlyDigits(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return text != ""
}

func onlyHex(text string) bool {
	for i := range len(text) {
		if !strings.ContainsRune("0123456789abcdefABCDEF", rune(text[i])) {
			return false
		}
	}
	return true
}

// isTime parses with the layout and wants its exact length, for time.Parse alone
// would take fractions of seconds after it.
func isTime(layout, value string) bool {
	_, err := time.Parse(layout, value)
	return err == nil && len(value) == len(layout)
}

func (c *Column) hasCode(value string) bool {
	for i := range c.Codes {
		if c.Codes[i].Value == value {
			return true
		}
	}
	return false
}
