package people

func (s *sitter) drawClothes(c *canvas) {
	type garment func(*sitter, *canvas)
	plain, shirt, jacket, striped, dotted := (*sitter).plain, (*sitter).shirt, (*sitter).jacket, (*sitter).striped, (*sitter).dotted
	wardrobe := []garment{shirt, shirt, jacket, jacket, plain, plain}
	switch {
	case s.child():
		wardrobe = []garment{plain, striped, striped, shirt, dotted}
	case s.female && s.old():
		wardrobe = []garment{shirt, plain, dotted, dotted, plain}
	case s.female:
		wardrobe = []garment{shirt, jacket, jacket, plain, plain, dotted}
	case s.old():
		wardrobe = []garment{shirt, shirt, jacket, plain, plain}
	}
	pick(s.rng, wardrobe)(s, c)
}

// torso is the outline of a top whose neckline is so many pixels below the chin.
func (s *sitter) torso(neckline float32) []pt {
	edge := float32(475)
	return s.mirrored([]pt{
		{s.cx, s.chin + neckline}, {s.cx + s.neck*0.62, s.chin + neckline - 10}, {s.cx + s.neck*1.18, s.chin + 36},
		{s.cx + s.neck*1.6, s.chin + 42}, {s.cx + s.shoulder*0.74, s.chin + 60}, {s.cx + s.shoulder*0.95, s.chin + 84},
		{s.cx + s.shoulder*1.06, s.chin + 124}, {s.cx + s.shoulder*1.08, edge}, {s.cx, edge}})
}

// drape paints the torso in a cloth and gives its outline for what goes on it.
func (s *sitter) drape(c *canvas, neckline float32, cloth tone) []pt {
	outline := s.torso(neckline)
	c.fill(outline, paint{top: cloth.times(1.1), bottom: cloth.times(0.92), side: 10, grain: 8})
	c.within(outline, func() {
		for _, side := range []float32{-1, 1} {
			// Folds where the sleeves begin.
			c.stroke([]pt{{s.cx + side*s.shoulder*0.80, s.chin + 86}, {s.cx + side*s.shoulder*0.76, s.chin + 106}, {s.cx + side*s.shoulder*0.74, s.chin + 140}}, 5, flat(cloth.times(0.7)).faded(140))
		}
		c.glow(pt{s.cx - s.shoulder*0.62, s.chin + 72}, pt{s.shoulder * 0.4, 26}, cloth.mixed(tone{255, 255, 255}, 0.4), 90)
	})
	return outline
}

func (s *sitter) plain(c *canvas) {
	neckline := s.between(70, 94)
	s.drape(c, neckline, s.cloth)
	s.band(c, neckline, s.cloth.times(0.8))
}

// band is the ribbed edge of a round neckline.
func (s *sitter) band(c *canvas, neckline float32, t tone) {
	line := s.mirrored([]pt{{s.cx, s.chin + neckline}, {s.cx + s.neck*0.62, s.chin + neckline - 11}, {s.cx + s.neck*1.2, s.chin + 35}})
	// mirrored goes middle, right, left: begin at the right end instead.
	c.stroke([]pt{line[2], line[1], line[0], line[4], line[3]}, 9, flat(t))
}

func (s *sitter) striped(c *canvas) {
	outline := s.drape(c, 74, s.cloth)
	stripe := s.cloth.mixed(tone{240, 226, 190}, 0.55)
	c.within(outline, func() {
		for y := s.chin + 66; y < 441; y += 22 {
			c.polygon([]pt{{0, y + 6}, {s.cx, y}, {358, y + 6}, {358, y + 15}, {s.cx, y + 9}, {0, y + 15}}, paint{top: stripe, bottom: stripe, grain: 6, alpha: 220})
		}
	})
	s.band(c, 74, s.cloth.times(0.82))
}

func (s *sitter) dotted(c *canvas) {
	outline := s.drape(c, 78, s.cloth)
	dot := s.cloth.mixed(tone{250, 232, 206}, 0.6)
	c.within(outline, func() {
		for row := range 6 {
			for x := float32(row%2) * 13; x < 358; x += 26 {
				c.fill(circle(pt{x, s.chin + 50 + float32(row)*17}, 3.4), flat(dot).faded(210))
			}
		}
	})
	s.band(c, 78, s.cloth.times(0.84))
}

func (s *sitter) shirt(c *canvas) {
	s.drape(c, 92, s.cloth)
	s.placket(c, s.cloth)
	s.collar(c, s.cloth.mixed(tone{255, 255, 255}, 0.12))
}

// placket is the buttoned front of a shirt.
func (s *sitter) placket(c *canvas, cloth tone) {
	y := s.chin + 84
	c.stroke([]pt{{s.cx + 9, y}, {s.cx + 9, y + 30}, {s.cx + 9, 470}}, 2.2, flat(cloth.times(0.66)).faded(200))
	for ; y < 436; y += 26 {
		c.fill(circle(pt{s.cx, y + 18}, 3.6), paint{top: cloth.mixed(tone{255, 255, 255}, 0.6), bottom: cloth.times(0.8)})
	}
}

// collar lays two flaps around the neck.
func (s *sitter) collar(c *canvas, cloth tone) {
	for _, side := range []float32{-1, 1} {
		x := func(part float32) float32 { return s.cx + side*s.neck*part }
		shadow := []pt{{x(1.06), s.chin + 28}, {x(1.56), s.chin + 52}, {x(0.92), s.chin + 106}, {x(0.06), s.chin + 86}}
		c.polygon(shadow, flat(cloth.times(0.55)).faded(130))
		flap := []pt{{x(1.04), s.chin + 20}, {x(1.24), s.chin + 26}, {x(1.52), s.chin + 46}, {x(0.9), s.chin + 99}, {x(0.02), s.chin + 82}, {x(0.62), s.chin + 60}}
		c.polygon(flap, paint{top: cloth.times(1.08), bottom: cloth, side: 6, grain: 6})
		c.stroke([]pt{{x(1.48), s.chin + 48}, {x(1.2), s.chin + 74}, {x(0.88), s.chin + 95}, {x(0.45), s.chin + 89}, {x(0.06), s.chin + 80}}, 1.6, flat(cloth.times(0.6)).faded(150))
	}
}

// jacket opens over a shirt, of men sometimes with a tie.
func (s *sitter) jacket(c *canvas) {
	inner := pick(s.rng, []tone{{176, 200, 226}, {214, 190, 196}, {190, 196, 204}, {206, 200, 176}, {160, 186, 178}})
	cloth := s.cloth.mixed(tone{30, 32, 40}, 0.35)
	outline := s.drape(c, 92, cloth)
	opening := []pt{{s.cx - s.neck*1.25, s.chin + 32}, {s.cx + s.neck*1.25, s.chin + 32}, {s.cx + s.neck*0.8, s.chin + 80}, {s.cx, s.chin + 150}, {s.cx - s.neck*0.8, s.chin + 80}}
	c.within(outline, func() {
		c.polygon(opening, paint{top: inner, bottom: inner.times(0.94), side: 6, grain: 6})
	})
	s.placket(c, inner)
	if !s.female && s.chance(45) {
		s.tie(c)
	}
	s.collar(c, inner.times(1.04))
	for _, side := range []float32{-1, 1} {
		x := func(part float32) float32 { return s.cx + side*s.neck*part }
		lapel := []pt{{x(1.3), s.chin + 26}, {x(1.9), s.chin + 56}, {x(1.75), s.chin + 84}, {x(1.5), s.chin + 84}, {x(1.62), s.chin + 96}, {x(0.3), 460}, {x(0.05), 460}, {x(0.98), s.chin + 86}, {x(1.5), s.chin + 46}}
		c.polygon(lapel, paint{top: cloth.times(1.12), bottom: cloth.times(1.02), side: 6, grain: 8})
		c.stroke([]pt{{x(1.9), s.chin + 56}, {x(1.75), s.chin + 84}, {x(1.5), s.chin + 84}}, 1.6, flat(cloth.times(0.55)).faded(190))
		c.stroke([]pt{{x(1.62), s.chin + 96}, {x(1.0), s.chin + 128}, {x(0.3), 460}}, 1.8, flat(cloth.times(0.55)).faded(190))
	}
}

func (s *sitter) tie(c *canvas) {
	t := pick(s.rng, []tone{{132, 40, 52}, {40, 62, 110}, {60, 88, 84}, {88, 66, 110}})
	y := s.chin + 76
	c.polygon([]pt{{s.cx - 11, y + 16}, {s.cx + 11, y + 16}, {s.cx + 20, 470}, {s.cx - 20, 470}}, paint{top: t, bottom: t.times(0.85), side: 8, grain: 6})
	c.polygon([]pt{{s.cx - 15, y}, {s.cx + 15, y}, {s.cx + 10, y + 20}, {s.cx - 10, y + 20}}, paint{top: t.times(1.2), bottom: t, side: 6, grain: 10})
}
