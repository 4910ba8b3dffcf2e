package cn

import "strings"

// IDNumber is a citizen identification number (公民身份号码, GB 11643): 18
// characters, the last a digit or a capital X. The permanent residence number of
// a foreigner (2023 edition, first digit 9) has the same shape and check.
type IDNumber string

// ID is an identification number that passed every check, with what it tells.
type ID struct {
	Number   IDNumber
	Region   string // county code of the first registration, GB/T 2260, 6 digits
	Birth    string // YYYY-MM-DD
	Sex      string // GB/T 2261.1: "1" male, "2" female
	Warnings []Finding
}

const (
	idLength      = 18
	oldIDLength   = 15
	earliestBirth = "1850-01-01"
)

// ParseID reads a number as people type it: full-width digits, blanks, a small x
// and the apostrophe of a spreadsheet's text cell are forgiven, 15 digits become
// 18. today is YYYY-MM-DD. A refusal is a Finding and never repeats the number.
// An unknown county is a warning only: counties are abolished, numbers stay.
func ParseID(s, today string) (ID, error) {
	s = strings.TrimPrefix(narrow(s), "'")
	var warnings []Finding
	switch len(s) {
	case idLength:
	case oldIDLength:
		if !digits(s) {
			return ID{}, IDCharacter
		}
		s = widen(s)
		warnings = append(warnings, IDConverted)
	default:
		return ID{}, IDLength
	}
	if !digits(s[:idLength-1]) {
		return ID{}, IDCharacter
	}
	last := upper(s[idLength-1])
	if !isDigit(last) && last != 'X' {
		return ID{}, IDCharacter
	}
	birth, err := birthOf(s[6:14], today)
	if err != nil {
		return ID{}, err
	}
	if CheckChar(s[:idLength-1]) != last {
		return ID{}, IDCheck
	}
	if last != s[idLength-1] {
		s = s[:idLength-1] + string(last)
	}
	if !knownOrigin(s[:6]) {
		warnings = append(warnings, IDRegion)
	}
	return ID{Number: IDNumber(s), Region: s[:6], Birth: birth, Sex: sexOf(s[16]), Warnings: warnings}, nil
}

// CheckChar is the 18th character that belongs to the first 17 digits
// (GB 11643, ISO 7064 MOD 11-2); 0 if they are not 17 digits.
func CheckChar(first17 string) byte {
	if len(first17) != idLength-1 || !digits(first17) {
		return 0
	}
	sum := 0
	for i := 0; i < len(first17); i++ {
		sum += int(first17[i]-'0') * idWeights[i]
	}
	return "10X98765432"[sum%11]
}

var idWeights = [idLength - 1]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}

// widen turns an old number of 15 digits into one of 18: the century and the
// check character were added in 1999, nothing else changed.
func widen(s string) string {
	first17 := s[:6] + "19" + s[6:]
	return first17 + string(CheckChar(first17))
}

// birthOf turns YYYYMMDD into YYYY-MM-DD, refusing what is no day of a living person.
func birthOf(ymd, today string) (string, error) {
	year, month, day := number(ymd[:4]), number(ymd[4:6]), number(ymd[6:])
	birth := ymd[:4] + "-" + ymd[4:6] + "-" + ymd[6:]
	switch {
	case month < 1 || month > 12 || day < 1 || day > daysIn(year, month):
		return "", IDBirth
	case birth < earliestBirth:
		return "", IDBirth
	case birth > today:
		return "", IDFuture
	}
	return birth, nil
}

func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// number reads a short run of ASCII digits that was checked before.
func number(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		n = n*10 + int(s[i]-'0')
	}
	return n
}

// sexOf reads the 17th digit: odd is male, even is female.
func sexOf(c byte) string {
	if (c-'0')%2 == 1 {
		return "1"
	}
	return "2"
}

// knownOrigin tells whether the first six digits mean a place that exists today,
// or belong to a number of another kind that has the same shape: residents of
// Hong Kong, Macao and Taiwan (810000, 820000, 830000) and foreigners (9…).
func knownOrigin(code string) bool {
	if code[0] == '9' || code == "810000" || code == "820000" || code == "830000" {
		return true
	}
	_, ok := County(code)
	return ok
}
