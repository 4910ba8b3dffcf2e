package cn_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"kaguan/internal/kit/cn"
)

const today = "2026-11-23"

func TestParseID(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, in string
		want     cn.ID
	}{
		// The two examples printed in GB 11643.
		{"standard, woman", "11010519491231002X", cn.ID{Number: "11010519491231002X", Region: "110105", Birth: "1949-12-31", Sex: "2"}},
		{"standard, abolished county", "440524188001010014", cn.ID{Number: "440524188001010014", Region: "440524",
			Birth: "1880-01-01", Sex: "1", Warnings: []cn.Finding{cn.IDRegion}}},
		{"small x, blanks, apostrophe", "'110105 19491231 002x\t", cn.ID{Number: "11010519491231002X", Region: "110105", Birth: "1949-12-31", Sex: "2"}},
		{"full width", "１１０１０５１９４９１２３１００２Ｘ", cn.ID{Number: "11010519491231002X", Region: "110105", Birth: "1949-12-31", Sex: "2"}},
		{"direction override pasted along", "\u202d11010519491231002X\u202c", cn.ID{Number: "11010519491231002X", Region: "110105", Birth: "1949-12-31", Sex: "2"}},
		{"15 digits", "110105491231002", cn.ID{Number: "11010519491231002X", Region: "110105", Birth: "1949-12-31", Sex: "2",
			Warnings: []cn.Finding{cn.IDConverted}}},
		{"leap day", valid("44020320000229001"), cn.ID{Number: cn.IDNumber(valid("44020320000229001")), Region: "440203", Birth: "2000-02-29", Sex: "1"}},
		{"born today", valid("44020320261123001"), cn.ID{Number: cn.IDNumber(valid("44020320261123001")), Region: "440203", Birth: today, Sex: "1"}},
		{"city without counties", valid("44190019900101002"), cn.ID{Number: cn.IDNumber(valid("44190019900101002")), Region: "441900", Birth: "1990-01-01", Sex: "2"}},
		{"resident of Macao", valid("82000019900101002"), cn.ID{Number: cn.IDNumber(valid("82000019900101002")), Region: "820000", Birth: "1990-01-01", Sex: "2"}},
		{"foreigner", valid("91184019900101002"), cn.ID{Number: cn.IDNumber(valid("91184019900101002")), Region: "911840", Birth: "1990-01-01", Sex: "2"}},
	}
	for _, c := range cases {
		got, err := cn.ParseID(c.in, today)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func TestParseIDRefuses(t *testing.T) {
	t.Parallel()
	cases := []struct {
		in   string
		want cn.Finding
	}{
		{"", cn.IDLength},
		{"1101051949123100", cn.IDLength},
		{"11010519491231002X1", cn.IDLength},
		{"X1010519491231002X", cn.IDCharacter},
		{"11010519491231002Y", cn.IDCharacter},
		{"11010549123100X", cn.IDCharacter},
		{"身份证身份证", cn.IDCharacter}, // 18 bytes, but no digits
		{"110105194912310021", cn.IDCheck},
		{valid("44020319000229001"), cn.IDBirth},
		{valid("44020319990431001"), cn.IDBirth},
		{valid("44020319991301001"), cn.IDBirth},
		{valid("44020319990100001"), cn.IDBirth},
		{valid("44020318491231001"), cn.IDBirth},
		{valid("44020320261124001"), cn.IDFuture},
	}
	for _, c := range cases {
		id, err := cn.ParseID(c.in, today)
		if !errors.Is(err, c.want) {
			t.Errorf("ParseID(%q) = %v, %v; want %v", c.in, id, err, string(c.want))
		}
	}
}

// TestCheckCharCatchesSlips: any one digit wrong, and any two neighbours swapped.
func TestCheckCharCatchesSlips(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		number := []byte(drawID(t, 1850, 2025))
		slipped := append([]byte(nil), number...)
		at := rapid.IntRange(0, 16).Draw(t, "at")
		if rapid.Bool().Draw(t, "swap") {
			slipped[at], slipped[at+1] = slipped[at+1], slipped[at]
		} else {
			slipped[at] = byte('0' + rapid.IntRange(0, 9).Draw(t, "digit"))
		}
		_, err := cn.ParseID(string(slipped), today)
		if same := string(slipped) == string(number); same != (err == nil) {
			t.Fatalf("%s from %s: %v", slipped, number, err)
		}
	})
}

func TestOldNumberIsTheSamePerson(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		number := drawID(t, 1900, 1999)
		long, err := cn.ParseID(number, today)
		if err != nil {
			t.Fatal(err)
		}
		short, err := cn.ParseID(number[:6]+number[8:17], today)
		if err != nil {
			t.Fatal(err)
		}
		long.Warnings = append([]cn.Finding{cn.IDConverted}, long.Warnings...)
		if diff := cmp.Diff(long, short); diff != "" {
			t.Fatal(diff)
		}
	})
}

func FuzzParseID(f *testing.F) {
	for _, s := range []string{"", "11010519491231002X", "110105491231002", "１１０１０５１９４９１２３１００２ｘ", "'4402\xff", "110105194912310022", "000000000000000"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		id, err := cn.ParseID(s, today)
		if err != nil {
			var finding cn.Finding
			if !errors.As(err, &finding) || finding.Words() == string(finding) {
				t.Fatalf("ParseID(%q) refuses without words: %v", s, err)
			}
			return
		}
		again, err := cn.ParseID(string(id.Number), today)
		if err != nil || again.Number != id.Number || len(id.Number) != 18 || id.Birth > today {
			t.Fatalf("ParseID(%q) = %v is not stable: %v, %v", s, id, again, err)
		}
	})
}

func TestCheckCharWantsDigits(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"", "1234567890123456", "1234567890123456X", "123456789012345678"} {
		if c := cn.CheckChar(s); c != 0 {
			t.Errorf("CheckChar(%q) = %c", s, c)
		}
	}
}

// valid adds the check character to 17 digits.
func valid(first17 string) string { return first17 + string(cn.CheckChar(first17)) }

func drawID(t *rapid.T, firstYear, lastYear int) string {
	region := rapid.SampledFrom([]string{"440203", "110101", "440221", "659012"}).Draw(t, "region")
	year, month := rapid.IntRange(firstYear, lastYear).Draw(t, "year"), rapid.IntRange(1, 12).Draw(t, "month")
	day, serial := rapid.IntRange(1, 28).Draw(t, "day"), rapid.IntRange(0, 999).Draw(t, "serial")
	return valid(fmt.Sprintf("%s%04d%02d%02d%03d", region, year, month, day, serial))
}

func TestFindingsAreQuiet(t *testing.T) {
	t.Parallel()
	_, err := cn.ParseID("440203199001011234", today)
	if err == nil || strings.Contains(err.Error(), "19900101") {
		t.Errorf("the refusal repeats the number: %v", err)
	}
}
