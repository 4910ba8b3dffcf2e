package people

import (
	"image"
	"image/draw"
	"math"
	"math/rand/v2"

	"golang.org/x/image/vector"
)

// pt is a point in pixels from the upper left.
type pt struct{ x, y float32 }

// tone is a colour, 0 to 255 each for red, green and blue.
type tone [3]int

// mixed is the tone a part (0 to 1) of the way to another.
func (t tone) mixed(other tone, part float64) tone {
	for i := range t {
		t[i] += int(float64(other[i]-t[i]) * part)
	}
	return t
}

// times is the tone lighter (above 1) or darker.
func (t tone) times(factor float64) tone {
	for i := range t {
		t[i] = min(255, int(float64(t[i])*factor))
	}
	return t
}

// paint is how a shape is coloured.
type paint struct {
	top, bottom tone // blended from the shape's upper to its lower edge
	side        int  // steps lighter at its left edge and darker at its right: the light falls from the left
	grain       int  // steps of roughness
	alpha       int  // 1 to 255; 0 means opaque
}

func flat(t tone) paint { return paint{top: t, bottom: t} }

func (p paint) faded(alpha int) paint {
	p.alpha = alpha
	return p
}

// canvas is a white picture to paint shapes on.
type canvas struct {
	picture *image.RGBA
	raster  vector.Rasterizer
	mask    []uint8 // coverage of the shape in hand
	clip    []uint8 // of the whole picture
	clipped bool    // whether the clip counts
	grains  [4096]int8
}

func newCanvas(width, height int, rng *rand.Rand) *canvas {
	c := &canvas{picture: image.NewRGBA(image.Rect(0, 0, width, height)), mask: make([]uint8, width*height), clip: make([]uint8, width*height)}
	draw.Draw(c.picture, c.picture.Rect, image.White, image.Point{}, draw.Src)
	for i := 0; i < len(c.grains); i += 8 {
		for j, bits := 0, rng.Uint64(); j < 8; j, bits = j+1, bits>>8 {
			c.grains[i+j] = int8(bits)
		}
	}
	return c
}

// fill paints the smooth closed shape through the points.
func (c *canvas) fill(points []pt, p paint) {
	if r, ok := c.outline(smooth(points)); ok {
		c.blend(r, p)
	}
}

// polygon paints the closed shape with straight sides.
func (c *canvas) polygon(points []pt, p paint) {
	if r, ok := c.outline(points); ok {
		c.blend(r, p)
	}
}

// stroke paints a smooth line that is width pixels thick in its middle and thins
// out to its ends.
func (c *canvas) stroke(points []pt, width float32, p paint) {
	line := curve(points)
	left, right := make([]pt, 0, 2*len(line)), make([]pt, 0, len(line))
	for i, at := range line {
		before, after := line[max(i-1, 0)], line[min(i+1, len(line)-1)]
		dx, dy := after.x-before.x, after.y-before.y
		length := float32(math.Hypot(float64(dx), float64(dy))) + 1e-6
		along := 2*float32(i)/float32(len(line)-1) - 1
		w := width / 2 * (1.1 - along*along)
		left = append(left, pt{at.x - dy/length*w, at.y + dx/length*w})
		right = append(right, pt{at.x + dy/length*w, at.y - dx/length*w})
	}
	for i := len(right) - 1; i >= 0; i-- {
		left = append(left, right[i])
	}
	c.polygon(left, p)
}

// ring paints a closed smooth line, width pixels thick.
func (c *canvas) ring(points []pt, width float32, p paint) {
	line := smooth(points)
	n := len(line)
	both := make([]pt, 2*n+2)
	for i := range n + 1 {
		at, before, after := line[i%n], line[(i+n-1)%n], line[(i+1)%n]
		dx, dy := after.x-before.x, after.y-before.y
		length := float32(math.Hypot(float64(dx), float64(dy))) + 1e-6
		nx, ny := -dy/length*width/2, dx/length*width/2
		both[i], both[2*n+1-i] = pt{at.x + nx, at.y + ny}, pt{at.x - nx, at.y - ny}
	}
	c.polygon(both, p)
}

// glow paints an ellipse that fades out to its edge, reach pixels from its middle.
func (c *canvas) glow(at, reach pt, t tone, alpha int) {
	r := image.Rect(int(at.x-reach.x), int(at.y-reach.y), int(at.x+reach.x)+1, int(at.y+reach.y)+1).Intersect(c.picture.Rect)
	perX, perY, strength := 1/reach.x, 1/reach.y, float32(alpha)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		dy := (float32(y) - at.y) * perY
		mask := c.mask[(y-r.Min.Y)*r.Dx():][:r.Dx()]
		for i := range mask {
			dx := (float32(i+r.Min.X) - at.x) * perX
			fade := max(0, 1-dy*dy-dx*dx)
			mask[i] = uint8(fade * fade * strength)
		}
	}
	c.blend(r, flat(t))
}

// within confines what draw paints to the smooth shape through the points.
func (c *canvas) within(points []pt, draw func()) {
	if r, ok := c.outline(smooth(points)); ok {
		width := c.picture.Rect.Dx()
		clear(c.clip)
		for y := range r.Dy() {
			copy(c.clip[(r.Min.Y+y)*width+r.Min.X:], c.mask[y*r.Dx():(y+1)*r.Dx()])
		}
		c.clipped = true
		draw()
		c.clipped = false
	}
}

// outline puts the coverage of a polygon into the mask, row by row of the
// rectangle that holds it; not ok if it lies outside the picture.
func (c *canvas) outline(points []pt) (r image.Rectangle, ok bool) {
	low, high := points[0], points[0]
	for _, p := range points {
		low.x, low.y = min(low.x, p.x), min(low.y, p.y)
		high.x, high.y = max(high.x, p.x), max(high.y, p.y)
	}
	r = image.Rect(int(low.x)-1, int(low.y)-1, int(high.x)+2, int(high.y)+2).Intersect(c.picture.Rect)
	if r.Empty() {
		return r, false
	}
	c.raster.Reset(r.Dx(), r.Dy())
	c.raster.DrawOp = draw.Src
	x, y := float32(r.Min.X), float32(r.Min.Y)
	c.raster.MoveTo(points[0].x-x, points[0].y-y)
	for _, p := range points[1:] {
		c.raster.LineTo(p.x-x, p.y-y)
	}
	c.raster.ClosePath()
	mask := &image.Alpha{Pix: c.mask, Stride: r.Dx(), Rect: image.Rect(0, 0, r.Dx(), r.Dy())}
	c.raster.Draw(mask, mask.Rect, image.Opaque, image.Point{})
	return r, true
}

// blend lays the paint over the picture where the mask is, inside the clip.
func (c *canvas) blend(r image.Rectangle, p paint) {
	if p.alpha == 0 {
		p.alpha = 255
	}
	width := r.Dx()
	slope := 2 * p.side << 16 / width
	for y := r.Min.Y; y < r.Max.Y; y++ {
		t := p.top.mixed(p.bottom, float64(y-r.Min.Y)/float64(r.Dy()))
		mask := c.mask[(y-r.Min.Y)*width:][:width]
		row := c.picture.Pix[y*c.picture.Stride+r.Min.X*4:][:width*4]
		if c.clipped {
			for x, keep := range c.clip[y*c.picture.Rect.Dx()+r.Min.X:][:width] {
				mask[x] = uint8(int(mask[x]) * int(keep) / 255)
			}
		}
		grains := (y >> 1) * 61
		for x, cover := range mask {
			if cover == 0 {
				continue
			}
			light := p.side - x*slope>>16
			// Grains are two pixels wide: finer ones vanish in the JPEG.
			light += int(c.grains[(grains+(x+r.Min.X)>>1)&4095]) * p.grain >> 7
			alpha := int(cover) * p.alpha
			pixel := row[x*4 : x*4+3 : x*4+3]
			pixel[0] = nearer(pixel[0], t[0]+light, alpha)
			pixel[1] = nearer(pixel[1], t[1]+light, alpha)
			pixel[2] = nearer(pixel[2], t[2]+light, alpha)
		}
	}
}

// nearer is one channel's step from one value to another, alpha of 255² of the way.
func nearer(from uint8, to, alpha int) uint8 {
	to = min(max(to, 0), 255)
	if alpha == 255*255 {
		return uint8(to)
	}
	return uint8(int(from) + (to-int(from))*alpha/(255*255))
}

// steps is how many straight pieces stand for the curve between two points.
const steps = 6

// smooth is the closed Catmull-Rom curve through the points, as a polygon.
func smooth(points []pt) []pt {
	n := len(points)
	polygon := make([]pt, 0, n*steps)
	for i := range points {
		polygon = appendCurve(polygon, [4]pt{points[(i+n-1)%n], points[i], points[(i+1)%n], points[(i+2)%n]})
	}
	return polygon
}

// curve is the open one.
func curve(points []pt) []pt {
	last := len(points) - 1
	line := make([]pt, 0, last*steps+1)
	for i := range last {
		line = appendCurve(line, [4]pt{points[max(i-1, 0)], points[i], points[i+1], points[min(i+2, last)]})
	}
	return append(line, points[last])
}

// appendCurve adds the piece from the second to the third of four points, without
// its end.
func appendCurve(line []pt, p [4]pt) []pt {
	for i := range steps {
		t := float32(i) / steps
		along := func(a, b, c, d float32) float32 {
			return b + t/2*(c-a+t*(2*a-5*b+4*c-d+t*(3*(b-c)+d-a)))
		}
		line = append(line, pt{along(p[0].x, p[1].x, p[2].x, p[3].x), along(p[0].y, p[1].y, p[2].y, p[3].y)})
	}
	return line
}
