package psam

import (
	"slices"
	"testing"

	"kaguan/internal/kit/fault"
)

func TestSpan(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from, to string
		want     []string
	}{
		{"ab0009", "AB0011", []string{"AB0009", "AB0010", "AB0011"}},
		{"4402000001", "4402000001", []string{"4402000001"}},
		{"99999999999999999998", "99999999999999999999", []string{"99999999999999999998", "99999999999999999999"}},
		{"AB0009", "AC0011", nil},
		{"AB0009", "AB10", nil},
		{"AB0009", "AB0008", nil},
		{"ABCDEF", "ABCDEG", nil},
		{"000001", "010001", nil},
	} {
		got, err := span(c.from, c.to)
		if !slices.Equal(got, c.want) || (err != nil) != (c.want == nil) {
			t.Errorf("span(%s, %s) = %v, %v; want %v", c.from, c.to, got, err, c.want)
		}
		if err != nil && !fault.Is(err, fault.Invalid) {
			t.Errorf("span(%s, %s): %v is not for people", c.from, c.to, err)
		}
	}
}

func FuzzSpan(f *testing.F) {
	f.Add("AB0001", "AB0020")
	f.Add("", "9")
	f.Add("000000000000000000001", "000000000000000000002")
	f.Fuzz(func(t *testing.T, from, to string) {
		serials, err := span(from, to)
		if err == nil && (len(serials) == 0 || len(serials) > most || !slices.IsSorted(serials)) {
			t.Errorf("span(%q, %q) gave %d serials", from, to, len(serials))
		}
	})
}
