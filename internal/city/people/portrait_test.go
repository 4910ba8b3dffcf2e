package people_test

import (
	"bytes"
	"image/jpeg"
	"testing"

	"kaguan/internal/city/people"
	"kaguan/internal/kit/photo"
)

func TestPortraitsPassTheCheck(t *testing.T) {
	t.Parallel()
	for i, p := range crowd(21, 200) {
		file := people.Portrait(p, 1)
		v := photo.Check(file, photo.Standard())
		if !v.OK() || len(v.Warnings) > 0 {
			t.Errorf("portrait %d (sex %s, aged %d, %d bytes): %+v", i, p.Sex, p.Age, len(file), v)
		}
		if !bytes.HasPrefix(file[4:], []byte("\x00\x10JFIF\x00\x01\x01\x01\x01\x5e\x01\x5e")) {
			t.Fatalf("portrait %d does not say 350 dots an inch", i)
		}
	}
}

// The norm wants the top of the hair 7 to 21 pixels below the upper edge.
func TestPortraitsHaveRoomAboveTheHair(t *testing.T) {
	t.Parallel()
	for i, p := range crowd(22, 120) {
		picture, err := jpeg.Decode(bytes.NewReader(people.Portrait(p, 1)))
		if err != nil {
			t.Fatal(err)
		}
		top := -1
		for dark := false; !dark; {
			top++
			for x := 100; x < 260; x++ {
				r, g, b, _ := picture.At(x, top).RGBA()
				dark = dark || min(r, g, b)>>8 < 200
			}
		}
		if top < 7 || top > 21 {
			t.Errorf("portrait %d (sex %s, aged %d): hair begins at %d", i, p.Sex, p.Age, top)
		}
	}
}

func TestSeedAndPersonDecideThePortrait(t *testing.T) {
	t.Parallel()
	two := crowd(23, 2)
	first := people.Portrait(two[0], 1)
	if !bytes.Equal(first, people.Portrait(two[0], 1)) {
		t.Error("the same person and seed gave another portrait")
	}
	if bytes.Equal(first, people.Portrait(two[0], 2)) {
		t.Error("another seed gave the same portrait")
	}
	if bytes.Equal(first, people.Portrait(two[1], 1)) {
		t.Error("two people have one portrait")
	}
}

func BenchmarkPortrait(b *testing.B) {
	all := crowd(24, 100)
	for i := 0; b.Loop(); i++ {
		people.Portrait(all[i%len(all)], 1)
	}
}
