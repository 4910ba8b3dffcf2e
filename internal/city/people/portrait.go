package people

import (
	"bytes"
	"hash/fnv"
	"image/jpeg"
	"math/rand/v2"

	"kaguan/internal/kit/photo"
)

// Portrait draws a person's card photo: a JPEG that passes photo.Check by the
// standard rule, showing a face that nobody has. The same person and seed give
// the same bytes on one kind of processor.
func Portrait(p Person, seed uint64) []byte {
	h := fnv.New64a()
	h.Write([]byte(p.IDNumber))
	rng := rand.New(rand.NewPCG(seed, h.Sum64()))
	c := newCanvas(photo.Width, photo.Height, rng)
	s := newSitter(p, rng)
	s.drawHairBehind(c)
	s.drawNeck(c)
	s.drawClothes(c)
	s.drawHead(c)
	s.drawFace(c)
	s.drawHair(c)
	s.drawGlasses(c)
	var file bytes.Buffer
	file.Grow(32 << 10)
	// A buffer takes everything, and the picture has a size that JPEG allows.
	_ = jpeg.Encode(&file, c.picture, &jpeg.Options{Quality: 70 + rng.IntN(11)})
	return withDensity(file.Bytes())
}

// withDensity puts in the JFIF header that the standard library leaves out; the
// norm wants 350 dots an inch.
func withDensity(file []byte) []byte {
	jfif := []byte("\xff\xe0\x00\x10JFIF\x00\x01\x01\x01\x01\x5e\x01\x5e\x00\x00")
	const start = 2 // bytes of the marker that begins every JPEG
	whole := make([]byte, 0, len(file)+len(jfif))
	whole = append(whole, file[:start]...)
	whole = append(whole, jfif...)
	return append(whole, file[start:]...)
}
