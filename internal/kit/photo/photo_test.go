package photo_test

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"kaguan/internal/kit/fault"
	"kaguan/internal/kit/photo"
)

// picture is a brown figure with grain on a background, in the given colours.
func picture(w, h int, background color.Gray) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	rng := rand.New(rand.NewPCG(1, 2))
	for y := range h {
		for x := range w {
			c := color.RGBA{background.Y, background.Y, background.Y, 255}
			if x > w/5 && x < w*4/5 && y > h/12 {
				grain := uint8(rng.UintN(40))
				c = color.RGBA{150 + grain, 110 + grain, 80 + grain, 255}
			}
			m.SetRGBA(x, y, c)
		}
	}
	return m
}

func encoded(t testing.TB, m image.Image, quality int) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := jpeg.Encode(&file, m, &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func good(t testing.TB) []byte { return encoded(t, picture(358, 441, color.Gray{255}), 70) }

func asPNG(t testing.TB) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := png.Encode(&file, picture(358, 441, color.Gray{255})); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func asGray(t testing.TB) []byte {
	colour := picture(358, 441, color.Gray{255})
	m := image.NewGray(colour.Bounds())
	for y := range 441 {
		for x := range 358 {
			m.Set(x, y, colour.At(x, y))
		}
	}
	return encoded(t, m, 75)
}

// withFrame rewrites the frame header: what a CMYK or a 12-bit file announces.
func withFrame(file []byte, precision byte, channels int) []byte {
	at := bytes.Index(file, []byte{0xff, 0xc0})
	frame := []byte{0xff, 0xc0, 0, byte(8 + 3*channels), precision, 441 >> 8, 441 & 0xff, 358 >> 8, 358 & 0xff, byte(channels)}
	for i := range channels {
		frame = append(frame, byte(i+1), 0x11, 0)
	}
	old := int(file[at+2])<<8 + int(file[at+3]) + 2
	return append(append(bytes.Clone(file[:at]), frame...), file[at+old:]...)
}

func TestCheck(t *testing.T) {
	t.Parallel()
	full := good(t)
	wide := photo.Standard()
	wide.MinBytes, wide.MaxBytes, wide.LowBytes, wide.TopBytes = 1, 1<<20, 1, 1<<20
	tight := photo.Standard()
	tight.TopBytes = len(full) - 1
	short := photo.Standard()
	short.MaxBytes = len(full) - 1
	for _, c := range []struct {
		name     string
		file     []byte
		rule     photo.Rule
		refusals string // codes
		warnings string
		words    string
	}{
		{"good", full, photo.Standard(), "", "", ""},
		{"empty", nil, wide, "E501", "", "照片是空文件"},
		{"PNG", asPNG(t), wide, "E501", "", "照片是 PNG 图像"},
		{"text", []byte("hello"), wide, "E501", "", "无法识别"},
		{"small picture", encoded(t, picture(236, 295, color.Gray{255}), 75), wide, "E504", "", "照片为 236×295 像素，应为 358×441 像素"},
		{"turned", encoded(t, picture(441, 358, color.Gray{255}), 75), wide, "E504", "", "照片为 441×358 像素"},
		{"grey", asGray(t), wide, "E505", "", "照片有 1 个颜色通道"},
		{"CMYK", withFrame(full, 8, 4), wide, "E505", "", "照片有 4 个颜色通道"},
		{"12 bits", withFrame(full, 12, 3), wide, "E505", "", "precision"},
		{"few bytes", encoded(t, picture(358, 441, color.Gray{255}), 1), photo.Standard(), "E502", "", "应不小于 5 KB"},
		{"many bytes", encoded(t, picture(358, 441, color.Gray{255}), 100), photo.Standard(), "E503", "", "应不大于 50 KB"},
		{"one byte too many", full, short, "E503", "", ""},
		{"more than usual", full, tight, "", "E507", "通常在 9 至"},
		{"dark wall", encoded(t, picture(358, 441, color.Gray{180}), 70), wide, "", "E508", "白色占 0%，应不低于 90%"},
		{"lit wall", encoded(t, picture(358, 441, color.Gray{232}), 70), wide, "", "", ""},
		{"small and long", encoded(t, picture(900, 900, color.Gray{255}), 100), photo.Standard(), "E503 E504", "", "900×900"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			v := photo.Check(c.file, c.rule)
			if got := codes(v.Refusals); got != c.refusals {
				t.Errorf("refused for %q, want %q: %v", got, c.refusals, v.Refusals)
			}
			if got := codes(v.Warnings); got != c.warnings {
				t.Errorf("warned of %q, want %q: %v", got, c.warnings, v.Warnings)
			}
			if got := words(v); !strings.Contains(got, c.words) {
				t.Errorf("words %q lack %q", got, c.words)
			}
		})
	}
}

func codes(found []photo.Finding) string {
	var all []string
	for _, f := range found {
		all = append(all, string(f.Code))
	}
	return strings.Join(all, " ")
}

func words(v photo.Verdict) string {
	var all strings.Builder
	for _, f := range append(v.Refusals, v.Warnings...) {
		all.WriteString(f.Words)
	}
	return all.String()
}

func TestEveryTruncationIsRefused(t *testing.T) {
	t.Parallel()
	file := good(t)
	rule := photo.Standard()
	rule.MinBytes = 0
	for size := 0; size < len(file); size += 1 + size/40 {
		if photo.Check(file[:size], rule).OK() {
			t.Errorf("the first %d of %d bytes were accepted", size, len(file))
		}
	}
	v := photo.Check(file[:len(file)-1], rule)
	if codes(v.Refusals) != "E506" {
		t.Errorf("without its last byte: %v, want E506", v.Refusals)
	}
}

func TestCheckDoesNotChangeThePhoto(t *testing.T) {
	t.Parallel()
	file := good(t)
	before := bytes.Clone(file)
	photo.Check(file, photo.Standard())
	if !bytes.Equal(file, before) {
		t.Error("checking changed the photo")
	}
}

func TestErr(t *testing.T) {
	t.Parallel()
	if err := photo.Check(good(t), photo.Standard()).Err("photo"); err != nil {
		t.Errorf("a good photo gave %v", err)
	}
	err := photo.Check(encoded(t, picture(236, 295, color.Gray{255}), 100), photo.Standard()).Err("photo")
	if !fault.Is(err, fault.Invalid) {
		t.Fatalf("%v, want invalid", err)
	}
	for _, field := range fault.As(err).Fields {
		if field.Name != "photo" || !strings.HasPrefix(field.Code, "E5") || field.Words == "" {
			t.Errorf("field %+v", field)
		}
	}
}

// A picture that announces 65,535 × 65,535 pixels must not be given memory.
func TestHugeDimensionsAreNotDecoded(t *testing.T) {
	file := good(t)
	at := bytes.Index(file, []byte{0xff, 0xc0})
	copy(file[at+5:], []byte{0xff, 0xff, 0xff, 0xff})
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	v := photo.Check(file, photo.Standard())
	runtime.ReadMemStats(&after)
	if used := after.TotalAlloc - before.TotalAlloc; used > 1<<20 {
		t.Errorf("%d bytes of memory were taken", used)
	}
	if codes(v.Refusals) != "E504" {
		t.Errorf("%v, want E504", v.Refusals)
	}
}

func FuzzCheck(f *testing.F) {
	file := good(f)
	f.Add(file)
	f.Add(file[:len(file)/2])
	f.Add(asPNG(f))
	f.Add(asGray(f))
	f.Add(withFrame(file, 8, 4))
	f.Add(withFrame(file, 12, 3))
	f.Add([]byte("\xff\xd8\xff"))
	f.Add([]byte{})
	rule := photo.Standard()
	rule.MinBytes = 0
	f.Fuzz(func(t *testing.T, file []byte) {
		v := photo.Check(file, rule)
		if !v.OK() {
			return
		}
		m, err := jpeg.Decode(bytes.NewReader(file))
		if err != nil || m.Bounds() != image.Rect(0, 0, photo.Width, photo.Height) {
			t.Errorf("accepted what decodes to %v", err)
		}
	})
}
