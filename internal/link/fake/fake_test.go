package fake

import (
	"fmt"
	"testing"

	"kaguan/internal/kit/rowfile"
)

func TestOptionsAreChecked(t *testing.T) {
	t.Parallel()
	for _, opt := range []Options{{Code: "", Area: "440200"}, {Code: "1_3", Area: "440200"}, {Code: "103", Area: "4402"}} {
		opt.Folder = t.TempDir()
		if _, err := Open(opt, nil); err == nil {
			t.Errorf("%+v was taken", opt)
		}
	}
}

// TestChanceIsEven: neighbouring keys, such as ID numbers of one county, are hit
// as often as any.
func TestChanceIsEven(t *testing.T) {
	t.Parallel()
	const keys, slots = 20_000, 20
	for seed := range uint64(3) {
		var hits [slots]int
		for i := range keys {
			hits[int(chance(seed, fmt.Sprintf("YKH/44020319900101%04d", i))*slots)]++
		}
		for slot, n := range hits {
			if n < keys/slots*8/10 || n > keys/slots*12/10 {
				t.Errorf("seed %d: %d of %d in slot %d of %d", seed, n, keys, slot, slots)
			}
		}
	}
}

func TestDivideLosesNothing(t *testing.T) {
	t.Parallel()
	for rows := range 12 {
		for parts := range 15 {
			sum, files := 0, divide(make([]rowfile.Row, rows), parts)
			for _, file := range files {
				sum += len(file)
				if rows > 0 && len(file) == 0 {
					t.Errorf("%d rows in %d parts: an empty file", rows, parts)
				}
			}
			if sum != rows || len(files) > max(1, parts) {
				t.Errorf("%d rows in %d parts: %d rows in %d files", rows, parts, sum, len(files))
			}
		}
	}
}
