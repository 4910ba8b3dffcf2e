package cn_test

import (
	"errors"
	"testing"

	"pgregory.net/rapid"

	"kaguan/internal/kit/cn"
)

func TestParseCard(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]cn.CardNumber{
		"D2143569X":    "D2143569X", // the example of the card specification
		"F00000050":    "F00000050",
		"F00000085":    "F00000085",
		"F00000181":    "F00000181",
		"F0000019X":    "F0000019X",
		" f000 0019x ": "F0000019X",
		"Ｆ００００００８５":    "F00000085",
	} {
		if got, err := cn.ParseCard(in); err != nil || got != want {
			t.Errorf("ParseCard(%q) = %q, %v", in, got, err)
		}
	}
	for in, want := range map[string]cn.Finding{
		"": cn.CardShape, "D2143569": cn.CardShape, "12143569X": cn.CardShape, "D21-3569X": cn.CardShape,
		"D21435690": cn.CardCheck, "D2143569Y": cn.CardCheck, "卡卡卡": cn.CardShape,
	} {
		if _, err := cn.ParseCard(in); !errors.Is(err, want) {
			t.Errorf("ParseCard(%q): %v, want %s", in, err, string(want))
		}
	}
}

func TestNewCardIsReadBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		number, err := cn.NewCard(byte(rapid.IntRange('A', 'Z').Draw(t, "prefix")), rapid.IntRange(0, 9_999_999).Draw(t, "serial"))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := cn.ParseCard(string(number)); err != nil || got != number {
			t.Fatalf("%s comes back as %s, %v", number, got, err)
		}
		slipped := []byte(number)
		at := rapid.IntRange(1, 7).Draw(t, "at")
		if rapid.Bool().Draw(t, "swap") && at < 7 {
			slipped[at], slipped[at+1] = slipped[at+1], slipped[at]
		} else {
			slipped[at] = byte('0' + rapid.IntRange(0, 9).Draw(t, "digit"))
		}
		if _, err := cn.ParseCard(string(slipped)); (err == nil) != (string(slipped) == string(number)) {
			t.Fatalf("%s from %s: %v", slipped, number, err)
		}
	})
}

func TestNewCardRefuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		prefix byte
		serial int
	}{{'a', 1}, {'1', 1}, {'F', -1}, {'F', 10_000_000}} {
		if number, err := cn.NewCard(c.prefix, c.serial); !errors.Is(err, cn.CardSerial) {
			t.Errorf("NewCard(%c, %d) = %s, %v", c.prefix, c.serial, number, err)
		}
	}
	if number, _ := cn.NewCard('F', 19); number != "F0000019X" {
		t.Errorf("serial 19 of F is %s", number)
	}
}
