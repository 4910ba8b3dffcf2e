package cn_test

import (
	"errors"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"kaguan/internal/kit/cn"
)

func TestParseName(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"张三":             "张三",
		"　张 三\t":         "张三",
		"张\u200b三\ufeff": "张三",
		"欧阳娜娜":           "欧阳娜娜",
		"阿依古丽．买买提":       "阿依古丽·买买提",
		"阿依古丽 • 买买提":     "阿依古丽·买买提",
		"阿依古丽‧买买提":       "阿依古丽·买买提",
		"阿依古丽・买买提":       "阿依古丽·买买提",
		"阿依古丽･买买提":       "阿依古丽·买买提",
		"阿依古丽●买买提":       "阿依古丽·买买提",
		"阿依古丽.买买提":       "阿依古丽·买买提",
		"赵㛃":             "赵㛃",
		"钱𠅤":             "钱𠅤",
		"孙𫠜䶮":            "孙𫠜䶮",
		"李〇":             "李〇",
		"王\uf92f":        "王勞", // a compatibility ideograph in its normal form
		"周\U000323b0":    "周\U000323b0",
	} {
		got, err := cn.ParseName(in)
		if err != nil || got.Text != want || got.HasPUA() {
			t.Errorf("ParseName(%q) = %+v, %v; want %q", in, got, err, want)
		}
	}
	for in, want := range map[string]cn.Finding{
		"":                      cn.NameLength,
		"张":                     cn.NameLength,
		strings.Repeat("张", 31): cn.NameLength,
		"张3":                    cn.NameDigit,
		"张３":                    cn.NameDigit,
		"张San":                  cn.NameCharacter,
		"张?三":                   cn.NameCharacter,
		"张三（大）":                 cn.NameCharacter,
		"张三\U000e0100":          cn.NameCharacter,
		"张\xff三":                cn.NameBroken,
		"张\ufffd三":              cn.NameBroken,
		"·张三":                   cn.NameDot,
		"张三·":                   cn.NameDot,
		"阿依··古丽":                cn.NameDot,
		"·" + "·":               cn.NameDot,
	} {
		if got, err := cn.ParseName(in); !errors.Is(err, want) {
			t.Errorf("ParseName(%q) = %+v, %v; want %s", in, got, err, string(want))
		}
	}
	if _, err := cn.ParseName(strings.Repeat("张", 30)); err != nil {
		t.Errorf("30 characters: %v", err)
	}
}

func TestPrivateUseIsFlagged(t *testing.T) {
	t.Parallel()
	name, err := cn.ParseName("张\ue863三\U000f0001")
	if err != nil || !name.HasPUA() || string(name.PUA) != "\ue863\U000f0001" {
		t.Errorf("%+v, %v", name, err)
	}
}

func TestParseForeignName(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		" SMITH   JOHN ":     "SMITH JOHN",
		"ＳＭＩＴＨ　ＪＯＨＮ":         "SMITH JOHN",
		"O'Brien-Müller, A.": "O'Brien-Müller, A.",
		"Mu\u0308ller":       "Müller",
		"Émile":              "Émile",
		"大山":                 "大山",
		"大·山 ":               "大·山",
	} {
		if got, err := cn.ParseForeignName(in); err != nil || got.Text != want {
			t.Errorf("ParseForeignName(%q) = %+v, %v", in, got, err)
		}
	}
	for in, want := range map[string]cn.Finding{
		"": cn.NameLength, "J": cn.NameLength, "John2": cn.NameDigit, "-John": cn.NameCharacter, "Иван": cn.NameCharacter,
		"John张": cn.NameCharacter, "Jo\xffhn": cn.NameBroken, strings.Repeat("J", 51): cn.NameLength, "张John": cn.NameCharacter,
	} {
		if got, err := cn.ParseForeignName(in); !errors.Is(err, want) {
			t.Errorf("ParseForeignName(%q) = %+v, %v; want %s", in, got, err, string(want))
		}
	}
}

func TestRare(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"张三": false, "朱镕基": false, "阿依·古丽": false, "SMITH": false, "赵㛃": true, "钱𠅤": true, "孙𫠜": true, "李䶮": true, "张\ue000": true,
	} {
		if got := cn.Rare(name); got != want {
			t.Errorf("Rare(%s) = %v", name, got)
		}
	}
}

// TestEveryPlaneMayBeAName: names of Han from every block are kept as they are.
func TestEveryPlaneMayBeAName(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := string(rapid.SliceOfN(han(), 2, 30).Draw(t, "name"))
		got, err := cn.ParseName(in)
		if err != nil || got.Text != in {
			t.Fatalf("ParseName(%q) = %q, %v", in, got.Text, err)
		}
	})
}

func FuzzParseName(f *testing.F) {
	for _, s := range []string{"", "张三", "阿依古丽．买买提", "钱𠅤", "\xe5\xbc", "张\ue000三", "··", "王\uf92f", "e\u0301张"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, parse := range []func(string) (cn.Name, error){cn.ParseName, cn.ParseForeignName} {
			name, err := parse(s)
			if err != nil {
				continue
			}
			again, err := parse(name.Text)
			if err != nil || again.Text != name.Text || !norm.NFC.IsNormalString(name.Text) {
				t.Fatalf("%q gives %q, which gives %q, %v", s, name.Text, again.Text, err)
			}
			if full, _ := cn.Pinyin(name.Text); !utf8.ValidString(full) {
				t.Fatalf("Pinyin(%q) = %q", name.Text, full)
			}
		}
	})
}

// han draws an ideograph of any block whose NFC form is itself.
func han() *rapid.Generator[rune] {
	return rapid.OneOf(
		rapid.RuneFrom(nil, hanBlock(0x4e00, 0x9fff)), rapid.RuneFrom(nil, hanBlock(0x3400, 0x4dbf)),
		rapid.RuneFrom(nil, hanBlock(0x20000, 0x2a6df)), rapid.RuneFrom(nil, hanBlock(0x2a700, 0x2ee5d)),
		rapid.RuneFrom(nil, hanBlock(0x30000, 0x323af)),
	)
}

func hanBlock(first, last uint32) *unicode.RangeTable {
	if first > 0xffff {
		return &unicode.RangeTable{R32: []unicode.Range32{{Lo: first, Hi: last, Stride: 1}}}
	}
	return &unicode.RangeTable{R16: []unicode.Range16{{Lo: uint16(first), Hi: uint16(last), Stride: 1}}}
}
