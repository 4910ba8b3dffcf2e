// Package photo checks portraits for cards against 《社会保障卡制证用数字相片技术要求》:
// a JPEG of 358 × 441 pixels in 24-bit colour (26 × 32 mm at 350 dpi) on a white
// background, of some kilobytes.
//
// It looks and tells, and never touches the photo: a conforming one goes to the
// card vendor byte for byte as it came, since every re-encoding loses detail and
// would break the digest that binds it to its person.
package photo

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"

	"kaguan/internal/kit/fault"
)

// The size of a card photo in pixels.
const (
	Width  = 358
	Height = 441
)

// Rule is what cities differ in. The sizes are of the JPEG file, in bytes, and
// include their bounds.
type Rule struct {
	Name     string // of the profile, as verdicts and settings show it
	MinBytes int    // fewer are refused
	MaxBytes int    // more are refused
	LowBytes int    // fewer are doubted
	TopBytes int    // more are doubted
	MinWhite int    // percent of the background that must be white, else doubted
}

// Standard is the rule that a new city starts with: 5 to 50 KB accepted, 9 to
// 40 KB usual.
func Standard() Rule {
	return Rule{Name: "标准", MinBytes: 5 << 10, MaxBytes: 50 << 10, LowBytes: 9 << 10, TopBytes: 40 << 10, MinWhite: 90}
}

// Code names a finding for programs and partners; photos have the family E5xx.
type Code string

// E501 to E506 refuse a photo, E507 and E508 ask for a second look.
const (
	NotJPEG    Code = "E501"
	TooSmall   Code = "E502" // too few bytes
	TooLarge   Code = "E503" // too many bytes
	WrongSize  Code = "E504" // pixels
	NotColour  Code = "E505" // not three channels of 8 bits
	Broken     Code = "E506" // cut off or not decodable
	OddSize    Code = "E507" // bytes outside the usual
	Background Code = "E508" // not white
)

// Finding is one thing found: its code, and words with the failing number that
// say what to do next.
type Finding struct {
	Code  Code   `json:"code"`
	Words string `json:"words"`
}

// Verdict is what a check found. A photo without Refusals may go on a card.
type Verdict struct {
	Rule     string    `json:"rule"` // name of the rule that was applied
	Refusals []Finding `json:"refusals,omitempty"`
	Warnings []Finding `json:"warnings,omitempty"`
}

// OK tells whether the photo may go on a card, perhaps with warnings.
func (v Verdict) OK() bool { return len(v.Refusals) == 0 }

// Err is nil for a photo that may go on a card, else fault.Invalid with every
// refusal for the named input field.
func (v Verdict) Err(field string) error {
	bad := make([]fault.Field, len(v.Refusals))
	for i, f := range v.Refusals {
		bad[i] = fault.Field{Name: field, Code: string(f.Code), Words: f.Words}
	}
	return fault.NewFields(bad)
}

func (v *Verdict) refuse(code Code, format string, args ...any) {
	v.Refusals = append(v.Refusals, Finding{code, fmt.Sprintf(format, args...)})
}

func (v *Verdict) warn(code Code, format string, args ...any) {
	v.Warnings = append(v.Warnings, Finding{code, fmt.Sprintf(format, args...)})
}

// Check judges a photo by a rule. It decodes the whole picture, so that one cut
// off in transfer is refused, but only after header and size are right: no file
// makes it work on more than 358 × 441 pixels.
func Check(file []byte, rule Rule) Verdict {
	v := Verdict{Rule: rule.Name}
	if !bytes.HasPrefix(file, []byte("\xff\xd8\xff")) {
		v.refuse(NotJPEG, "照片是%s，应为 JPEG（.jpg）文件，请另存为 JPEG 后重新上传", kindOf(file))
		return v
	}
	v.checkBytes(len(file), rule)
	config, err := jpeg.DecodeConfig(bytes.NewReader(file))
	if err != nil {
		v.refuseDecoding(err, len(file))
		return v
	}
	if config.Width != Width || config.Height != Height {
		v.refuse(WrongSize, "照片为 %d×%d 像素，应为 %d×%d 像素，请重新裁剪或拍摄", config.Width, config.Height, Width, Height)
	}
	if channels := channelsOf(config.ColorModel); channels != 3 {
		v.refuse(NotColour, "照片有 %d 个颜色通道，应为 24 位彩色（3 个通道），请改存为 RGB 彩色 JPEG", channels)
	}
	if !v.OK() {
		return v
	}
	picture, err := jpeg.Decode(bytes.NewReader(file))
	if err != nil {
		v.refuseDecoding(err, len(file))
		return v
	}
	if white := whiteShare(picture); white < rule.MinWhite {
		v.warn(Background, "照片背景的白色占 %d%%，应不低于 %d%%，请核对背景是否为白色", white, rule.MinWhite)
	}
	return v
}

func (v *Verdict) checkBytes(size int, rule Rule) {
	kb := fmt.Sprintf("照片文件为 %.1f KB", float64(size)/1024)
	switch {
	case size < rule.MinBytes:
		v.refuse(TooSmall, "%s，应不小于 %d KB，请以较高的 JPEG 质量重新保存原始照片", kb, rule.MinBytes>>10)
	case size > rule.MaxBytes:
		v.refuse(TooLarge, "%s，应不大于 %d KB，请以 JPEG 质量 70 重新保存原始照片", kb, rule.MaxBytes>>10)
	case size < rule.LowBytes, size > rule.TopBytes:
		v.warn(OddSize, "%s，通常在 %d 至 %d KB 之间，请核对照片是否清晰", kb, rule.LowBytes>>10, rule.TopBytes>>10)
	}
}

// refuseDecoding tells a JPEG of another kind from a damaged one.
func (v *Verdict) refuseDecoding(err error, size int) {
	if kind, ok := err.(jpeg.UnsupportedError); ok {
		v.refuse(NotColour, "照片的 JPEG 编码方式不适用于制卡（%s），请改存为 24 位彩色的标准 JPEG", string(kind))
		return
	}
	v.refuse(Broken, "照片文件不完整或已损坏（收到 %d 字节），请重新上传原始文件", size)
}

func kindOf(file []byte) string {
	for _, kind := range []struct{ magic, name string }{
		{"\x89PNG", " PNG 图像"}, {"GIF8", " GIF 图像"}, {"BM", " BMP 图像"}, {"RIFF", " WebP 图像"},
		{"II*\x00", " TIFF 图像"}, {"MM\x00*", " TIFF 图像"}, {"%PDF", " PDF 文件"}, {"PK\x03\x04", "压缩包或 Office 文件"},
	} {
		if bytes.HasPrefix(file, []byte(kind.magic)) {
			return kind.name
		}
	}
	if len(file) == 0 {
		return "空文件"
	}
	return "无法识别的文件"
}

// channelsOf counts the channels that a JPEG of this colour model has.
func channelsOf(model color.Model) int {
	switch model {
	case color.GrayModel:
		return 1
	case color.CMYKModel:
		return 4
	}
	return 3
}

// whiteShare is how many percent of the background are white, by two strips at
// the left and right of the head, where neither hair nor shoulders reach.
func whiteShare(picture image.Image) int {
	const stripWidth, stripHeight = Width / 10, Height / 3
	white := 0
	for y := range stripHeight {
		for x := range stripWidth {
			if isWhite(picture.At(x, y)) {
				white++
			}
			if isWhite(picture.At(Width-1-x, y)) {
				white++
			}
		}
	}
	return white * 100 / (2 * stripWidth * stripHeight)
}

// isWhite allows for the shade and the colour cast of a lit wall: an exact white
// is not to be had from a camera.
func isWhite(c color.Color) bool {
	const darkest, cast = 225, 16
	r, g, b, _ := c.RGBA()
	low, high := min(r, g, b)>>8, max(r, g, b)>>8
	return low >= darkest && high-low <= cast
}
