package people

import (
	"math/rand/v2"
	"testing"

	"kaguan/internal/kit/photo"
)

// The measures of the norm: face 179 to 255 pixels wide, the middle of the eyes
// 162 to 196 from the left and at least 207 from below.
func TestSittersKeepTheMeasures(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(4, 4))
	for age := range 96 {
		for _, sex := range []string{Male, Female, Male, Female} {
			s := newSitter(Person{Sex: sex, Age: age}, rng)
			if width := 2 * s.half; width < 179 || width > 255 {
				t.Errorf("sex %s, aged %d: the face is %.0f wide", sex, age, width)
			}
			eyes := s.at(0, s.eyes)
			if eyes.x < 162 || eyes.x > 196 || photo.Height-eyes.y < 207 {
				t.Errorf("sex %s, aged %d: the eyes are at %.0f, %.0f", sex, age, eyes.x, eyes.y)
			}
		}
	}
}
