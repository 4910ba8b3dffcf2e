package people

import "math"

// hairStyle is how hair is worn: what lies behind neck and shoulders, and what
// lies over the head.
type hairStyle struct {
	behind func(*sitter, *canvas) // nil for none
	over   func(*sitter, *canvas)
	bare   bool // the crown shows, so the head itself begins higher
}

func (s *sitter) pickStyle() hairStyle {
	switch {
	case s.baby():
		return pick(s.rng, []hairStyle{{over: (*sitter).downy, bare: true}, {over: (*sitter).tufted}})
	case s.female && s.child():
		return pick(s.rng, []hairStyle{
			{behind: (*sitter).pigtails, over: (*sitter).fringed}, {behind: (*sitter).bobBehind, over: (*sitter).fringed},
			{over: (*sitter).pulledBack}, {behind: (*sitter).pigtails, over: (*sitter).parted}})
	case s.child():
		return pick(s.rng, []hairStyle{{over: (*sitter).fringed}, {over: (*sitter).cropped}, {over: (*sitter).sideParted}})
	case s.female && s.old():
		return pick(s.rng, []hairStyle{
			{over: (*sitter).permed}, {over: (*sitter).permed}, {over: (*sitter).pulledBack}, {behind: (*sitter).bobBehind, over: (*sitter).sideParted}})
	case s.female:
		return pick(s.rng, []hairStyle{
			{behind: (*sitter).longBehind, over: (*sitter).parted}, {behind: (*sitter).longBehind, over: (*sitter).parted},
			{behind: (*sitter).longBehind, over: (*sitter).fringed}, {behind: (*sitter).bobBehind, over: (*sitter).parted},
			{behind: (*sitter).bobBehind, over: (*sitter).fringed}, {over: (*sitter).pulledBack}, {behind: (*sitter).bobBehind, over: (*sitter).sideParted}})
	case s.old():
		return pick(s.rng, []hairStyle{
			{over: (*sitter).receding}, {over: (*sitter).receding}, {over: (*sitter).wreathed, bare: true}, {over: (*sitter).cropped}, {over: (*sitter).sideParted}})
	}
	return pick(s.rng, []hairStyle{
		{over: (*sitter).sideParted}, {over: (*sitter).sideParted}, {over: (*sitter).cropped}, {over: (*sitter).brushedUp}, {over: (*sitter).fringed}})
}

func (s *sitter) drawHairBehind(c *canvas) {
	if s.style.behind != nil {
		s.style.behind(s, c)
	}
}

func (s *sitter) drawHair(c *canvas) { s.style.over(s, c) }

// tress paints a shape of hair, with strands that fall from the crown.
func (s *sitter) tress(c *canvas, outline []pt) {
	c.fill(outline, paint{top: s.hair.times(1.12), bottom: s.hair.times(0.86), side: 8, grain: 5})
	c.within(outline, func() {
		c.glow(s.at(-0.35, 0.06), pt{s.half * 0.6, 26}, s.hair.mixed(tone{190, 180, 176}, 0.5), 110)
		for i := range 30 {
			u := s.between(-1.15, 1.15)
			strand := s.head(u*0.3, -0.06, u*0.72, 0.07*u*u, u*0.98, 0.13+0.12*u*u, u*1.06, s.between(0.28, 0.44))
			shade := s.hair.times(0.7)
			if i%3 == 0 {
				shade = s.hair.mixed(tone{200, 186, 176}, 0.22)
			}
			c.stroke(strand, s.between(1.5, 5), flat(shade).faded(70))
		}
	})
}

// fall paints hair that hangs, with strands straight down.
func (s *sitter) fall(c *canvas, outline []pt) {
	c.fill(outline, paint{top: s.hair, bottom: s.hair.times(0.78), side: 6, grain: 5})
	c.within(outline, func() {
		for i := range 18 {
			side := float32(1 - i%2*2)
			u := side * s.between(0.72, 1.2)
			shade := s.hair.times(0.68)
			if i%3 == 0 {
				shade = s.hair.mixed(tone{200, 186, 176}, 0.25)
			}
			c.stroke(s.head(u*0.9, 0.2, u, 0.55, u*1.02, 0.9, u*0.96, 1.4), s.between(2.5, 5), flat(shade).faded(90))
		}
	})
}

// cap closes a cap of hair: the outer edge is common, the inner one is given
// from the temple to the middle of the forehead.
func (s *sitter) cap(volume, down float32, inner ...float32) []pt {
	right := s.head(0, -0.05-volume, 0.4, -0.033-volume, 0.76, 0.05-volume, 0.985+volume, 0.2, 1.045+volume, down-0.1, 1.0, down)
	return s.mirrored(append(right, s.head(inner...)...))
}

// shadeForehead darkens the forehead under the hair.
func (s *sitter) shadeForehead(c *canvas, v float32) {
	c.within(s.faceOutline(), func() {
		c.glow(s.at(0, v), pt{s.half * 1.1, 26}, s.skin.times(0.7), 120)
	})
}

func (s *sitter) cropped(c *canvas) {
	s.shadeForehead(c, 0.17)
	s.sideburns(c)
	s.tress(c, s.cap(-0.004, 0.36, 0.95, 0.30, 0.80, 0.19, 0.5, 0.15, 0, 0.14))
}

func (s *sitter) sideParted(c *canvas) {
	s.shadeForehead(c, 0.2)
	m := float32(1 - 2*s.rng.IntN(2))
	down := float32(0.46)
	s.tress(c, s.head(m*1.0, down, m*1.055, down-0.08, m*1.04, 0.2, m*0.86, 0.045, m*0.46, -0.045, 0, -0.058, m*-0.46, -0.045, m*-0.86, 0.05,
		m*-1.03, 0.2, m*-1.05, down-0.08, m*-1.0, down, m*-0.955, 0.36, m*-0.86, 0.24, m*-0.62, 0.19, m*-0.5, 0.12,
		m*-0.2, 0.19, m*0.25, 0.235, m*0.66, 0.245, m*0.88, 0.30, m*0.955, 0.37))
}

func (s *sitter) fringed(c *canvas) {
	v := s.between(0.285, 0.325)
	s.shadeForehead(c, v)
	right := []float32{0.955, 0.42, 0.90, v + 0.02, 0.62, v - 0.008, 0.3, v + 0.004, 0, v}
	s.tress(c, s.cap(0.004, 0.47, right...))
	// The tips of the fringe are uneven.
	for i := range 22 {
		u := -0.86 + 1.72*float32(i)/21
		tip := v + s.between(0.008, 0.022)
		c.stroke(s.head(u*0.96, v-0.11, u, v-0.04, u+s.between(-0.03, 0.03), tip), s.between(9, 14), flat(s.hair.times(float64(s.between(0.84, 1.05)))).faded(235))
	}
}

func (s *sitter) parted(c *canvas) {
	s.shadeForehead(c, 0.2)
	u := s.between(-0.22, 0.22)
	s.tress(c, s.head(1.0, 0.50, 1.08, 0.40, 1.06, 0.2, 0.88, 0.04, 0.46, -0.045, 0, -0.055, -0.46, -0.045, -0.88, 0.04, -1.06, 0.2, -1.08, 0.40,
		-1.0, 0.50, -0.95, 0.42, -0.90, 0.30, -0.66+u*0.3, 0.2, -0.3+u, 0.125, u, 0.075, 0.3+u, 0.125, 0.66+u*0.3, 0.2, 0.90, 0.30, 0.95, 0.42))
	c.stroke(s.head(u, 0.085, u*0.96, 0.02, u*0.9, -0.042), 2.4, flat(s.skin.times(0.8)).faded(150))
}

func (s *sitter) pulledBack(c *canvas) {
	s.shadeForehead(c, 0.16)
	s.tress(c, s.cap(-0.008, 0.46, 0.95, 0.40, 0.90, 0.27, 0.68, 0.165, 0.36, 0.12, 0, 0.112))
}

func (s *sitter) brushedUp(c *canvas) {
	s.shadeForehead(c, 0.17)
	s.sideburns(c)
	s.tress(c, s.head(0.93, 0.26, 1.0, 0.14, 0.82, 0.02, 0.5, -0.045, 0.1, -0.062, -0.35, -0.05, -0.78, 0.02, -0.98, 0.15, -0.92, 0.26,
		-0.80, 0.19, -0.55, 0.13, -0.2, 0.15, 0.2, 0.125, 0.55, 0.135, 0.80, 0.19))
}

func (s *sitter) receding(c *canvas) {
	s.sideburns(c)
	s.tress(c, s.cap(-0.016, 0.46, 0.94, 0.38, 0.87, 0.25, 0.62, 0.115, 0.32, 0.135, 0, 0.125))
}

// wreathed leaves the crown bare.
func (s *sitter) wreathed(c *canvas) {
	c.within(s.faceOutline(), func() { c.glow(s.at(-0.25, 0.09), pt{s.half * 0.4, 20}, tone{255, 250, 244}, 120) })
	for _, side := range []float32{-1, 1} {
		s.tress(c, s.head(side*0.80, 0.14, side*0.98, 0.18, side*1.07, 0.30, side*1.06, 0.44, side*0.99, 0.50, side*0.955, 0.42, side*0.95, 0.32))
	}
}

// sideburns are the short hair above the ears, through which the skin shows.
func (s *sitter) sideburns(c *canvas) {
	for _, side := range []float32{-1, 1} {
		c.fill(s.head(side*0.84, 0.13, side*0.99, 0.2, side*1.03, 0.36, side*0.99, 0.5, side*0.945, 0.46, side*0.92, 0.28), flat(s.hair).faded(165))
	}
}

// downy and tufted are babies.
func (s *sitter) downy(c *canvas) {
	c.within(s.faceOutline(), func() {
		for _, u := range []float32{-0.7, -0.35, 0, 0.35, 0.7} {
			c.glow(s.at(u, -0.02+0.16*u*u), pt{s.half * 0.9, 52}, s.hair, 90)
		}
		for range 46 {
			u := s.between(-0.85, 0.85)
			v := 0.03 + 0.14*u*u + s.between(-0.02, 0.06)
			c.stroke(s.head(u, v, u*1.04+0.02, v+0.025, u*1.08+0.03, v+0.05), 2, flat(s.hair).faded(75))
		}
	})
}

func (s *sitter) tufted(c *canvas) {
	s.shadeForehead(c, 0.18)
	s.tress(c, s.cap(-0.016, 0.38, 0.95, 0.32, 0.82, 0.2, 0.5, 0.19, 0.25, 0.165, 0, 0.2))
}

// permed is short and curly.
func (s *sitter) permed(c *canvas) {
	s.shadeForehead(c, 0.2)
	s.tress(c, s.cap(0.004, 0.48, 0.95, 0.40, 0.88, 0.25, 0.62, 0.2, 0.3, 0.165, 0, 0.175))
	shine := s.hair.mixed(tone{205, 196, 190}, 0.35)
	for _, row := range []struct{ curls, reach, height float64 }{{15, 0.99, 0.36}, {13, 0.86, 0.275}} {
		for i := range int(row.curls) {
			sin, cos := math.Sincos((float64(i)/(row.curls-1) - 0.5) * 3.3)
			at := s.at(float32(row.reach*sin)+s.between(-0.02, 0.02), float32(0.38-row.height*cos)+s.between(-0.006, 0.006))
			r := s.between(15, 18)
			c.fill(circle(at, r), paint{top: s.hair.times(1.15), bottom: s.hair.times(0.8), side: 6, grain: 6})
			c.stroke([]pt{{at.x - r*0.6, at.y + r*0.2}, {at.x - r*0.2, at.y - r*0.6}, {at.x + r*0.5, at.y - r*0.3}}, 2.6, flat(shine).faded(110))
		}
	}
}

func (s *sitter) longBehind(c *canvas) {
	s.fall(c, s.mirrored(s.head(0, 0, 0.8, 0.03, 1.1, 0.28, 1.17, 0.6, 1.2, 0.9, 1.24, 1.2, 1.2, 1.5, 0.6, 1.55, 0, 1.5)))
}

func (s *sitter) bobBehind(c *canvas) {
	s.fall(c, s.mirrored(s.head(0, 0, 0.82, 0.03, 1.11, 0.28, 1.19, 0.6, 1.2, 0.82, 1.1, 0.98, 0.8, 1.02, 0.4, 0.98, 0, 0.95)))
}

func (s *sitter) pigtails(c *canvas) {
	tie := pick(s.rng, []tone{{206, 70, 84}, {232, 150, 60}, {90, 130, 190}, {150, 100, 170}})
	for _, side := range []float32{-1, 1} {
		s.fall(c, s.head(side*0.95, 0.62, side*1.12, 0.60, side*1.32, 0.72, side*1.38, 0.92, side*1.25, 1.12, side*1.1, 0.95, side*1.02, 0.78))
		c.fill(circle(s.at(side*1.07, 0.64), 11), paint{top: tie.times(1.15), bottom: tie.times(0.85), grain: 8})
	}
}
