package cn

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Name is a person's name in the one form that is stored and compared: NFC, with
// no blanks between Han characters and U+00B7 as the only middle dot.
type Name struct {
	Text string
	PUA  []rune // private-use characters of Text, in order; see HasPUA
}

// HasPUA warns that the name holds private-use characters. They mean another
// character in each system, so a person must look at the document.
func (n Name) HasPUA() bool { return len(n.PUA) > 0 }

// Dot is the middle dot between the parts of a name (阿依古丽·买买提).
const Dot = '·'

const (
	minName        = 2
	maxName        = 30
	maxForeignName = 50
)

// ParseName reads a Chinese name: 2 to 30 characters, Han of all planes and
// middle dots of any kind. Blanks are dropped. A refusal is one of the Name
// findings.
func ParseName(s string) (Name, error) {
	var name Name
	var room [64]byte
	text := room[:0]
	length := 0
	for _, r := range norm.NFC.String(s) {
		switch {
		case isHan(r):
		case isBlank(r):
			continue
		case isDot(r):
			r = Dot
		case isPUA(r):
			name.PUA = append(name.PUA, r)
		default:
			return Name{}, refuseCharacter(r)
		}
		text = utf8.AppendRune(text, r)
		length++
	}
	if length < minName || length > maxName {
		return Name{}, NameLength
	}
	name.Text = string(text)
	if misplacedDot(name.Text) {
		return Name{}, NameDot
	}
	return name, nil
}

// ParseForeignName reads the name of a foreigner as the document has it: Latin
// letters with hyphens, apostrophes, full stops and commas, words parted by one
// blank, 2 to 50 characters, the first a letter. A name that begins with a Han
// character is read by ParseName.
func ParseForeignName(s string) (Name, error) {
	words := strings.FieldsFunc(norm.NFC.String(s), isBlank)
	text := strings.Map(narrowRune, strings.Join(words, " "))
	first, _ := utf8.DecodeRuneInString(text)
	if isHan(first) || isPUA(first) {
		return ParseName(text)
	}
	for _, r := range text {
		if r != ' ' && !unicode.Is(unicode.Latin, r) && !isLatinMark(r) {
			return Name{}, refuseCharacter(r)
		}
	}
	if length := utf8.RuneCountInString(text); length < minName || length > maxForeignName {
		return Name{}, NameLength
	}
	if !unicode.IsLetter(first) {
		return Name{}, NameCharacter
	}
	return Name{Text: text}, nil
}

// Rare tells whether a name holds a character that GBK lacks: fonts, chips and
// partners of that charset need a look before the card is made.
func Rare(name string) bool {
	table := gbTable()
	for _, r := range name {
		if r >= utf8.RuneSelf && !table.holdsGBK(r) {
			return true
		}
	}
	return false
}

func refuseCharacter(r rune) Finding {
	switch {
	case r == utf8.RuneError:
		return NameBroken
	case unicode.IsDigit(r):
		return NameDigit
	}
	return NameCharacter
}

// misplacedDot tells whether text begins or ends with a dot or doubles one.
func misplacedDot(text string) bool {
	afterDot := true
	for _, r := range text {
		if r == Dot && afterDot {
			return true
		}
		afterDot = r == Dot
	}
	return afterDot
}

// isHan tells whether r may stand in a Chinese name: the unified ideographs and
// extension A, 〇, the compatibility block, and planes 2 and 3, which Unicode sets
// aside for Han, so that an extension of next year needs no release.
func isHan(r rune) bool {
	switch {
	case 0x4e00 <= r && r <= 0x9fff, 0x3400 <= r && r <= 0x4dbf:
		return true
	case 0x20000 <= r && r <= 0x3fffd:
		return r&0xfffe != 0xfffe
	}
	return r == '〇' || 0xf900 <= r && r <= 0xfaff
}

func isPUA(r rune) bool {
	return 0xe000 <= r && r <= 0xf8ff || 0xf0000 <= r && r <= 0xffffd || 0x100000 <= r && r <= 0x10fffd
}

// isDot recognises what keyboards and other systems offer for the middle dot.
func isDot(r rune) bool {
	switch r {
	case Dot, '.', '．', '•', '‧', '･', '・', '●', '∙', '⋅', '․', '﹒', '᛫', '⸱', '\u0387':
		return true
	}
	return false
}

// isLatinMark tells whether r may stand between the letters of a Latin name;
// combining marks remain after NFC where no composed letter exists.
func isLatinMark(r rune) bool {
	switch r {
	case '-', '\'', '.', ',', '’':
		return true
	}
	return unicode.Is(unicode.Mn, r)
}
