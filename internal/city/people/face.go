package people

var (
	lash    = tone{44, 30, 28}
	eyeball = tone{251, 249, 247}
)

func (s *sitter) drawFace(c *canvas) {
	tilt := s.between(-0.002, 0.008)
	open := s.eyeSize * s.between(0.40, 0.47)
	iris := pick(s.rng, []tone{{62, 40, 28}, {50, 34, 28}, {76, 48, 30}})
	creased := s.chance(60)
	for _, side := range []float32{-1, 1} {
		s.drawBrow(c, side, tilt)
		e := eye{at: s.at(side*0.435, s.eyes), side: side, half: s.eyeSize, open: open, iris: iris, creased: creased}
		s.drawEye(c, e)
	}
	s.drawNose(c)
	s.drawMouth(c)
	if s.age >= 45 {
		s.drawWrinkles(c)
	}
}

func (s *sitter) drawBrow(c *canvas, side, tilt float32) {
	v := s.eyes - 0.092 - s.eyeSize/2600
	hair := s.hair.mixed(tone{60, 46, 40}, 0.35)
	thick, alpha := float32(10), 215
	switch {
	case s.baby():
		thick, alpha = 4.5, 95
	case s.child():
		thick, alpha = 6.5, 150
	case s.female:
		thick, alpha = 7, 190
	}
	brow := s.head(side*0.20, v+0.001, side*0.34, v-0.010-tilt, side*0.50, v-0.016-tilt, side*0.69, v+0.010)
	c.stroke(brow, thick, flat(hair).faded(alpha))
	inner := s.head(side*0.195, v+0.002, side*0.28, v-0.004, side*0.42, v-0.012-tilt)
	c.stroke(inner, thick*0.8, flat(hair).faded(alpha*2/3))
}

// eye is what one eye needs: its middle, which side, half its width and height.
type eye struct {
	at               pt
	side, half, open float32
	iris             tone
	creased          bool
}

// point is a point of the eye: x from -1 at the nose to 1 at the temple, y from
// -1 at the upper to 1 at the lower lid.
func (e eye) point(x, y float32) pt { return pt{e.at.x + e.side*x*e.half, e.at.y + y*e.open} }

func (s *sitter) drawEye(c *canvas, e eye) {
	c.glow(pt{e.at.x, e.at.y - 3}, pt{e.half * 1.5, e.open * 2.6}, s.skin.times(0.8), 80)
	ball := []pt{e.point(-1, 0.42), e.point(-0.5, -0.62), e.point(0.1, -1), e.point(0.65, -0.68), e.point(1, 0.02), e.point(0.5, 0.72), e.point(-0.2, 0.92), e.point(-0.7, 0.75)}
	c.fill(ball, paint{top: eyeball.times(0.88), bottom: eyeball})
	c.within(ball, func() {
		r := e.open * 1.14
		middle := pt{e.at.x - e.side*0.5, e.at.y - e.open*0.08}
		c.fill(circle(middle, r), paint{top: e.iris.times(0.7), bottom: e.iris.times(1.5), grain: 6})
		c.fill(circle(middle, r*0.52), flat(tone{16, 12, 12}))
		c.fill(circle(pt{middle.x - r*0.34, middle.y - r*0.36}, r*0.24), flat(tone{255, 255, 255}))
		c.glow(pt{e.at.x, e.at.y - e.open}, pt{e.half, e.open * 0.8}, tone{60, 44, 40}, 130)
	})
	s.drawLids(c, e)
}

func (s *sitter) drawLids(c *canvas, e eye) {
	upper := []pt{e.point(-1.04, 0.45), e.point(-0.5, -0.66), e.point(0.1, -1.04), e.point(0.65, -0.72), e.point(1.1, 0.02)}
	thick := float32(3.6)
	if s.female && s.age > 15 && s.age < 60 {
		thick = 4.6
		c.stroke([]pt{e.point(0.6, -0.7), e.point(0.95, -0.25), e.point(1.28, -0.38)}, 3, flat(lash).faded(220))
		c.stroke([]pt{e.point(0.45, -0.9), e.point(0.75, -0.85), e.point(1.02, -0.95)}, 2.2, flat(lash).faded(180))
	}
	c.stroke(upper, thick, flat(lash).faded(235))
	c.stroke([]pt{e.point(-0.7, 0.82), e.point(-0.1, 1.0), e.point(0.5, 0.78), e.point(0.98, 0.1)}, 1.8, flat(s.skin.times(0.55)).faded(150))
	if e.creased {
		crease := []pt{e.point(-0.9, -0.45), e.point(-0.4, -1.22), e.point(0.15, -1.55), e.point(0.7, -1.25), e.point(1.15, -0.5)}
		c.stroke(crease, 2.2, flat(s.skin.times(0.6)).faded(170))
	}
}

func (s *sitter) drawNose(c *canvas) {
	v, w := s.nose, float32(0.19)
	if s.child() {
		w = 0.155
	}
	dark := s.skin.times(0.66)
	// The bridge casts its shade to the right; the tip catches the light.
	c.glow(s.at(0.13, (s.eyes+v)/2), pt{s.half * 0.11, (v - s.eyes) * 150}, s.skin.times(0.8), 105)
	c.glow(s.at(-0.02, (s.eyes+v)/2), pt{s.half * 0.08, (v - s.eyes) * 150}, tone{255, 246, 236}, 75)
	c.glow(s.at(0, v+0.012), pt{s.half * (w + 0.10), 13}, s.skin.times(0.76), 130)
	c.glow(s.at(-0.02, v-0.025), pt{s.half * 0.10, 11}, tone{255, 246, 236}, 100)
	for _, side := range []float32{-1, 1} {
		c.stroke(s.head(side*w, v-0.035, side*(w+0.035), v-0.012, side*(w+0.005), v+0.010, side*(w-0.05), v+0.006), 3.2, flat(dark).faded(150))
		c.stroke(s.head(side*0.045, v+0.014, side*0.09, v+0.004, side*0.135, v+0.009), 4.6, flat(s.skin.times(0.42)).faded(190))
	}
	c.stroke(s.head(-0.05, v+0.017, 0, v+0.024, 0.05, v+0.017), 2.6, flat(dark).faded(130))
}

func (s *sitter) drawMouth(c *canvas) {
	v, smile, w := s.mouth, s.between(0.008, 0.017), s.between(0.33, 0.37)
	lip := s.skin.mixed(tone{186, 84, 80}, 0.55)
	switch {
	case s.female && s.age > 17:
		lip = s.skin.mixed(tone{196, 62, 74}, 0.72)
	case s.baby():
		w, lip = 0.24, s.skin.mixed(tone{214, 110, 104}, 0.5)
	case s.child():
		w, lip = 0.28, s.skin.mixed(tone{214, 96, 94}, 0.6)
	case s.old():
		lip = s.skin.mixed(tone{168, 92, 84}, 0.5)
	}
	full := float32(1)
	if s.old() {
		full = 0.7
	}
	upper := s.mirrored(s.head(0, v-0.017*full, 0.09, v-0.026*full, 0.22, v-0.014*full, w, v-smile, 0.2, v+0.007, 0, v+0.010))
	lower := s.mirrored(s.head(0, v+0.004, 0.2, v+0.003, w*0.94, v-smile+0.003, 0.2, v+0.032*full, 0, v+0.042*full))
	c.fill(lower, paint{top: lip.times(0.98), bottom: lip.times(1.08), side: 3, grain: 5})
	c.fill(upper, paint{top: lip.times(0.92), bottom: lip.times(0.84), side: 3, grain: 5})
	c.glow(s.at(-0.05, v+0.022*full), pt{s.half * 0.12, 5}, tone{255, 236, 230}, 90)
	line := s.head(-w-0.015, v-smile-0.002, -0.2, v+0.004, 0, v+0.008, 0.2, v+0.004, w+0.015, v-smile-0.002)
	c.stroke(line, 3, flat(lip.times(0.5)).faded(220))
	for _, side := range []float32{-1, 1} {
		c.glow(s.at(side*(w+0.02), v-smile), pt{7, 6}, s.skin.times(0.7), 100)
	}
	c.glow(s.at(0, v+0.066), pt{s.half * 0.24, 8}, s.skin.times(0.78), 120)
}

func (s *sitter) drawWrinkles(c *canvas) {
	line := flat(s.skin.times(0.66)).faded(min(40+(s.age-45)*3, 140))
	for _, side := range []float32{-1, 1} {
		c.stroke(s.head(side*0.27, s.nose-0.01, side*0.38, s.nose+0.045, side*0.42, s.mouth-0.01), 3, line)
		c.stroke(s.head(side*0.28, s.eyes+0.058, side*0.43, s.eyes+0.072, side*0.58, s.eyes+0.052), 2.4, line)
		if s.old() {
			c.stroke(s.head(side*0.73, s.eyes+0.012, side*0.81, s.eyes+0.028, side*0.88, s.eyes+0.05), 2.2, line)
			c.stroke(s.head(side*0.74, s.eyes-0.008, side*0.82, s.eyes-0.012, side*0.89, s.eyes-0.022), 2.2, line)
		}
	}
	for i, v := range []float32{0.25, 0.30, 0.35} {
		if s.age >= 55+5*i {
			c.stroke(s.head(-0.42, v+0.008, -0.15, v, 0.12, v+0.003, 0.42, v+0.01), 2.4, line)
		}
	}
}

func (s *sitter) drawGlasses(c *canvas) {
	if !s.glasses {
		return
	}
	frame := pick(s.rng, []tone{{40, 38, 42}, {92, 62, 46}, {120, 122, 130}, {58, 66, 96}})
	thick, round := s.between(2.6, 4.2), s.between(0.8, 0.95)
	w, h := s.half*0.335, s.half*0.335*s.between(0.66, 0.86)
	for _, side := range []float32{-1, 1} {
		at := s.at(side*0.445, s.eyes+0.012)
		ring := make([]pt, 0, 9)
		for _, d := range [][2]float32{{-1, 0}, {-round, -round}, {0, -1}, {round, -round}, {1, 0}, {round, round}, {0, 1}, {-round, round}, {-1, 0}} {
			ring = append(ring, pt{at.x + side*d[0]*w, at.y + d[1]*h})
		}
		c.glow(pt{at.x - w*0.3, at.y - h*0.3}, pt{w * 0.7, h * 0.6}, tone{255, 255, 255}, 40)
		c.ring(ring[:8], thick, flat(frame))
		c.stroke([]pt{{at.x + side*w, at.y - h*0.35}, {at.x + side*(w+14), at.y - h*0.4}, {s.cx + side*s.half*1.02, at.y - h*0.25}}, thick+1, flat(frame))
	}
	left, right := s.at(-0.445, s.eyes+0.012), s.at(0.445, s.eyes+0.012)
	c.stroke([]pt{{left.x + w - 2, left.y - h*0.2}, {s.cx, left.y - h*0.45}, {right.x - w + 2, right.y - h*0.2}}, thick+1.4, flat(frame))
}

func circle(at pt, r float32) []pt {
	const d = 0.7071
	return []pt{{at.x + r, at.y}, {at.x + r*d, at.y + r*d}, {at.x, at.y + r}, {at.x - r*d, at.y + r*d},
		{at.x - r, at.y}, {at.x - r*d, at.y - r*d}, {at.x, at.y - r}, {at.x + r*d, at.y - r*d}}
}
