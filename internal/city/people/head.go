package people

// faceOutline is the head without hair and ears.
func (s *sitter) faceOutline() []pt {
	j := s.jaw
	return s.mirrored(s.head(
		0, 0, 0.42, 0.03, 0.76, 0.14, 0.95, 0.32, 0.985, 0.5, 0.945, 0.66+0.02*j,
		0.785+0.065*j, 0.80+0.02*j, 0.53+0.085*j, 0.925, 0.26+0.05*j, 0.985, 0, 1.0))
}

func (s *sitter) drawNeck(c *canvas) {
	shade := s.skin.times(0.88)
	base := s.chin + 62
	right := []pt{{s.cx, s.chin - 60}, {s.cx + s.neck, s.chin - 55}, {s.cx + s.neck*0.98, s.chin + 14},
		{s.cx + s.neck*1.25, base - 26}, {s.cx + s.neck*2.1, base}, {s.cx + s.neck*1.2, base + 60}, {s.cx, base + 70}}
	neck := s.mirrored(right)
	c.fill(neck, paint{top: shade, bottom: s.skin.times(0.97), side: 6, grain: 3})
	c.within(neck, func() {
		c.glow(pt{s.cx + 4, s.chin + 2}, pt{s.half * 0.95, 44}, s.skin.times(0.62), 190)
		// Collar bones.
		for _, side := range []float32{-1, 1} {
			c.stroke([]pt{{s.cx + side*14, base + 6}, {s.cx + side*36, base - 2}, {s.cx + side*70, base - 6}}, 4, flat(s.skin.times(0.78)).faded(110))
		}
	})
}

func (s *sitter) drawHead(c *canvas) {
	s.drawEars(c)
	outline := s.faceOutline()
	c.fill(outline, paint{top: s.skin.times(1.03), bottom: s.skin.times(0.97), side: 7, grain: 3})
	c.within(outline, func() {
		// Round the head: darker to the right edge and below, light on the forehead.
		c.glow(s.at(1.18, 0.62), pt{s.half * 0.75, 150}, s.skin.times(0.74), 150)
		c.glow(s.at(-1.25, 0.68), pt{s.half * 0.55, 130}, s.skin.times(0.8), 110)
		c.glow(s.at(-0.2, 0.3), pt{s.half * 0.75, 60}, tone{255, 246, 236}, 70)
		s.drawBlush(c)
		c.glow(s.at(0, 0.99), pt{s.half * 0.6, 20}, s.skin.times(0.84), 90)
		c.glow(s.at(0, 0.93), pt{s.half * 0.2, 14}, tone{255, 244, 232}, 55)
	})
}

func (s *sitter) drawBlush(c *canvas) {
	red, strength := s.skin.mixed(tone{226, 112, 100}, 0.7), 46
	switch {
	case s.child():
		strength = 110
	case s.female:
		strength = 84
	case s.old():
		strength = 30
	}
	for _, side := range []float32{-1, 1} {
		c.glow(s.at(side*0.58, (s.eyes+s.mouth)/2+0.03), pt{s.half * 0.34, 32}, red, strength)
	}
}

func (s *sitter) drawEars(c *canvas) {
	v := s.eyes + 0.055
	for _, side := range []float32{-1, 1} {
		ear := s.head(side*0.90, v-0.10, side*1.04, v-0.105, side*1.115, v-0.05, side*1.09, v+0.03, side*1.03, v+0.105, side*0.93, v+0.09)
		c.fill(ear, paint{top: s.skin.times(0.97), bottom: s.skin.times(0.9), side: 4, grain: 4})
		inner := s.head(side*0.985, v-0.055, side*1.05, v-0.06, side*1.065, v-0.02, side*1.03, v+0.035)
		c.stroke(inner, 4, flat(s.skin.times(0.7)).faded(150))
		c.stroke(s.head(side*1.0, v+0.04, side*1.03, v, side*1.0, v-0.03), 4, flat(s.skin.times(0.76)).faded(120))
	}
}
