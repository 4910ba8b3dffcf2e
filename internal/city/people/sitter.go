package people

import "math/rand/v2"

// sitter is whoever is drawn: traits drawn by lot from age and sex, and the
// measures that all parts of the picture share.
type sitter struct {
	rng    *rand.Rand
	age    int
	female bool

	cx, top, chin, half float32 // middle, crown and chin of the head, half its width; pixels
	jaw                 float32 // 0 pointed to 1 square
	eyes, nose, mouth   float32 // their heights, 0 at the crown and 1 at the chin
	eyeSize             float32 // half the width of an eye, pixels
	neck, shoulder      float32 // half widths, pixels

	skin, hair, cloth tone
	style             hairStyle
	glasses           bool
}

func (s *sitter) child() bool { return s.age < 13 }
func (s *sitter) baby() bool  { return s.age < 2 }
func (s *sitter) old() bool   { return s.age >= 60 }

// between draws a measure.
func (s *sitter) between(low, high float32) float32 { return low + (high-low)*s.rng.Float32() }

// chance is true so many times in a hundred.
func (s *sitter) chance(percent int) bool { return s.rng.IntN(100) < percent }

// at is a point of the head: u from -1 at its left to 1 at its right edge, v from
// 0 at the crown to 1 at the chin.
func (s *sitter) at(u, v float32) pt { return pt{s.cx + u*s.half, s.top + v*(s.chin-s.top)} }

// mirrored closes the right half of an outline, from top to bottom, with its
// mirror image.
func (s *sitter) mirrored(right []pt) []pt {
	whole := append([]pt(nil), right...)
	for i := len(right) - 1; i >= 0; i-- {
		if right[i].x != s.cx {
			whole = append(whole, pt{2*s.cx - right[i].x, right[i].y})
		}
	}
	return whole
}

// head is at for a list of u, v pairs.
func (s *sitter) head(pairs ...float32) []pt {
	points := make([]pt, len(pairs)/2)
	for i := range points {
		points[i] = s.at(pairs[2*i], pairs[2*i+1])
	}
	return points
}

func newSitter(p Person, rng *rand.Rand) *sitter {
	s := &sitter{rng: rng, age: p.Age, female: p.Sex == Female}
	s.skin = pick(rng, skins)
	s.cloth = pick(rng, cloths)
	s.hair = s.hairTone()
	s.style = s.pickStyle()
	s.measure()
	s.glasses = s.chance(s.glassesShare())
	return s
}

func (s *sitter) measure() {
	s.cx = s.between(176, 182)
	s.top, s.chin, s.half = s.between(27.5, 31.5), s.between(318, 326), s.between(99, 105)
	s.jaw = s.between(0.35, 1)
	s.eyes, s.nose, s.mouth = s.between(0.525, 0.545), s.between(0.725, 0.745), s.between(0.835, 0.85)
	s.eyeSize = s.between(19, 22)
	s.neck, s.shoulder = s.between(48, 54), s.between(160, 174)
	if s.female {
		s.jaw = s.between(0, 0.5)
		s.half = s.between(96, 101)
		s.eyeSize = s.between(21, 23.5)
		s.neck, s.shoulder = s.between(40, 44), s.between(140, 152)
	}
	if s.child() {
		young := float32(13-s.age) / 13
		s.half = 101 + 7*young
		s.jaw = 0.55 + 0.5*young
		s.eyes, s.nose, s.mouth = 0.54+0.05*young, 0.73+0.035*young, 0.84+0.03*young
		s.eyeSize = 22 + 2.5*young
		s.neck, s.shoulder = 42-8*young, 140-18*young
	}
	if s.style.bare {
		s.top -= 15
	}
}

func (s *sitter) glassesShare() int {
	switch {
	case s.age < 7:
		return 0
	case s.age < 13:
		return 12
	case s.age < 40:
		return 28
	}
	return 20
}

func (s *sitter) hairTone() tone {
	black := pick(s.rng, []tone{{34, 28, 28}, {42, 34, 31}, {50, 38, 32}, {38, 32, 36}})
	if s.female && s.age > 18 && s.age < 60 && s.chance(35) {
		black = pick(s.rng, []tone{{72, 46, 34}, {86, 58, 42}, {64, 40, 36}})
	}
	grey := tone{168, 165, 164}
	switch dyed := s.chance(35); {
	case s.age >= 75:
		return black.mixed(grey, 0.85+0.2*s.rng.Float64())
	case s.age >= 60 && !dyed:
		return black.mixed(grey, 0.3+0.5*s.rng.Float64())
	case s.age >= 48 && !dyed:
		return black.mixed(grey, 0.25*s.rng.Float64())
	case s.baby():
		return black.mixed(tone{120, 90, 70}, 0.4)
	}
	return black
}

var skins = []tone{
	{247, 219, 196}, {243, 211, 184}, {239, 203, 174}, {233, 195, 164}, {226, 186, 153}, {216, 173, 138},
}

// cloths has no white: a white top melts into the background, and the norm
// refuses it.
var cloths = []tone{
	{44, 62, 96}, {60, 86, 128}, {88, 118, 160}, {52, 58, 66}, {94, 98, 106}, {126, 52, 58}, {160, 78, 74},
	{62, 98, 86}, {98, 126, 96}, {124, 98, 72}, {168, 132, 90}, {92, 70, 108}, {146, 108, 140}, {190, 110, 100},
	{70, 120, 134}, {36, 40, 48},
}
