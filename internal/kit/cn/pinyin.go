package cn

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/mozillazg/go-pinyin"
	"golang.org/x/text/unicode/norm"
)

// Pinyin spells a name for searching: small letters, no tones, v for ü, syllables
// parted by a blank (欧阳修: "ou yang xiu"), and the initials in one ("oyx").
// Surnames are read as surnames unless a middle dot shows that there is none.
// Latin words stay words; a character without a known reading stands for itself.
func Pinyin(name string) (full, initials string) {
	s := spelling{full: make([]byte, 0, 48), initials: make([]byte, 0, 16)}
	rest := name
	if reading, size := surnameOf(name); size > 0 {
		for syllable := range strings.SplitSeq(reading, " ") {
			s.add(syllable)
		}
		rest = name[size:]
	}
	known := readings()
	inWord := false
	for i, r := range rest {
		if r < utf8.RuneSelf || unicode.Is(unicode.Latin, r) {
			inWord = s.latin(r, inWord)
			continue
		}
		inWord = false
		switch syllable, ok := known[r]; {
		case ok:
			s.add(syllable)
		case r != Dot && !isBlank(r):
			s.add(rest[i : i+utf8.RuneLen(r)])
		}
	}
	return string(s.full), string(s.initials)
}

// spelling gathers the two results of Pinyin.
type spelling struct{ full, initials []byte }

func (s *spelling) add(syllable string) {
	if len(s.full) > 0 {
		s.full = append(s.full, ' ')
	}
	s.full = append(s.full, syllable...)
	_, size := utf8.DecodeRuneInString(syllable)
	s.initials = append(s.initials, syllable[:size]...)
}

// latin continues or begins a word with a letter or digit; anything else ends it.
func (s *spelling) latin(r rune, inWord bool) bool {
	if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
		return false
	}
	r = unicode.ToLower(r)
	if inWord {
		s.full = utf8.AppendRune(s.full, r)
	} else {
		s.add(string(r))
	}
	return true
}

// surnameOf finds the reading of a surname that differs from the character's usual
// one, and the bytes it takes; a surname of two characters needs a third behind.
func surnameOf(name string) (reading string, size int) {
	if strings.ContainsRune(name, Dot) {
		return "", 0
	}
	_, one := utf8.DecodeRuneInString(name)
	_, two := utf8.DecodeRuneInString(name[one:])
	if len(name) > one+two {
		if reading, ok := doubleSurnames[name[:one+two]]; ok {
			return reading, one + two
		}
	}
	if reading, ok := surnames[name[:one]]; ok {
		return reading, one
	}
	return "", 0
}

// readings is the usual reading of each character: the module's first one without
// its tone, unless names read it otherwise.
var readings = sync.OnceValue(func() map[rune]string {
	byRune := make(map[rune]string, len(pinyin.PinyinDict))
	interned := make(map[string]string, 500)
	for r, toned := range pinyin.PinyinDict {
		first, _, _ := strings.Cut(toned, ",")
		plain, ok := interned[first]
		if !ok {
			plain = toneless(first)
			interned[first] = plain
		}
		byRune[rune(r)] = plain
	}
	for r, syllable := range givenReadings {
		byRune[r] = syllable
	}
	return byRune
})

// toneless drops the marks of a syllable and writes ü as v.
func toneless(syllable string) string {
	plain := make([]byte, 0, len(syllable))
	for _, r := range norm.NFD.String(syllable) {
		switch {
		case r == '\u0308' && len(plain) > 0:
			plain[len(plain)-1] = 'v'
		case r < utf8.RuneSelf:
			plain = append(plain, byte(r))
		}
	}
	return string(plain)
}
