package cn

// CardNumber is the number of a social security card (社会保障卡号, AAZ500): a
// capital letter, seven digits or capital letters, and a check character.
type CardNumber string

const (
	cardLength = 9
	maxSerial  = 9_999_999
)

// cardWeights are those of GB 11714, which the card specification borrows.
var cardWeights = [cardLength - 1]int{3, 7, 9, 10, 5, 8, 4, 2}

// CardCheckChar is the ninth character that belongs to the first eight of a card
// number; 0 if they do not have the shape of one.
func CardCheckChar(first8 string) byte {
	if len(first8) != cardLength-1 || isDigit(first8[0]) {
		return 0
	}
	sum := 0
	for i := 0; i < len(first8); i++ {
		switch c := first8[i]; {
		case isDigit(c):
			sum += int(c-'0') * cardWeights[i]
		case 'A' <= c && c <= 'Z':
			sum += int(c-'A'+10) * cardWeights[i]
		default:
			return 0
		}
	}
	// The check value is 11 - sum mod 11, with 10 written X and 11 written 0.
	return "0X987654321"[sum%11]
}

// ParseCard reads a card number as people type it: full-width forms, blanks and
// small letters are forgiven. A refusal is CardShape or CardCheck.
func ParseCard(s string) (CardNumber, error) {
	s = narrow(s)
	if len(s) != cardLength {
		return "", CardShape
	}
	var number [cardLength]byte
	for i := range number {
		number[i] = upper(s[i])
	}
	switch CardCheckChar(string(number[:cardLength-1])) {
	case 0:
		return "", CardShape
	case number[cardLength-1]:
		return CardNumber(number[:]), nil
	}
	return "", CardCheck
}

// NewCard makes the card number of a serial within a prefix letter's pool.
// The refusal is CardSerial: not a capital letter, or beyond seven digits.
func NewCard(prefix byte, serial int) (CardNumber, error) {
	if prefix < 'A' || prefix > 'Z' || serial < 0 || serial > maxSerial {
		return "", CardSerial
	}
	var number [cardLength]byte
	number[0] = prefix
	for i := cardLength - 2; i > 0; i-- {
		number[i] = byte('0' + serial%10)
		serial /= 10
	}
	number[cardLength-1] = CardCheckChar(string(number[:cardLength-1]))
	return CardNumber(number[:]), nil
}
