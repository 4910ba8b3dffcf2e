package application

import (
	"testing"

	"kaguan/internal/record/citizen"
)

// TestSmallChildrenNeedNoPhoto is the rule by which a batch keeps people back:
// the day of the sixth birthday is the first that asks for a photo.
func TestSmallChildrenNeedNoPhoto(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		birth, photo string
		missing      bool
	}{
		{"1990-01-01", "", true}, {"1990-01-01", "d1", false}, {"2020-11-24", "", false}, {"2020-11-23", "", true}, {"2026-01-01", "", false}, {"", "", true},
	} {
		r := Ready{Application: Application{PhotoDigest: c.photo}, Citizen: citizen.Citizen{Birth: c.birth}}
		if got := r.PhotoMissing("2026-11-23"); got != c.missing {
			t.Errorf("born %q with photo %q: missing = %v", c.birth, c.photo, got)
		}
	}
}
