package cn

import (
	"strings"
	"unicode/utf8"
)

// MaskID hides all but the county and the last four of an identification number:
// 440203********1234. Other document numbers are hidden by the same rule.
func MaskID(number string) string { return mask(number, 6, 4) }

// MaskPhone hides the middle of a telephone number: 138****1234.
func MaskPhone(number string) string { return mask(number, 3, 4) }

// MaskAccount hides all but the last four of a bank account or bank card number.
func MaskAccount(number string) string { return mask(number, 0, 4) }

// MaskName hides all but the first character of a person's name: 欧**.
func MaskName(name string) string {
	_, size := utf8.DecodeRuneInString(name)
	return name[:size] + strings.Repeat("*", utf8.RuneCountInString(name[size:]))
}

// mask keeps head characters in front and tail at the end. A value too short to
// hide at least four shows its two ends only, and a very short one nothing.
func mask(s string, head, tail int) string {
	const hidden = 4
	runes := []rune(s)
	if len(runes) < head+tail+hidden {
		head, tail = min(head, 1), 1
	}
	if len(runes) < head+tail+hidden {
		head, tail = 0, 0
	}
	for i := head; i < len(runes)-tail; i++ {
		runes[i] = '*'
	}
	return string(runes)
}
