package cn_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"
	"pgregory.net/rapid"

	"kaguan/internal/kit/cn"
)

// TestGB18030Vectors were made with another implementation (iconv's mapping).
func TestGB18030Vectors(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"张三|A": "\xd5\xc5\xc8\xfd|A", "·": "\xa1\xa4", "㛃": "\x82\x30\xb7\x31", "𠅤": "\x95\x32\xa6\x32", "𫠜": "\x98\x39\xb5\x38",
		"䶮": "\xfe\x9f", "€": "\xa2\xe3", "\ue000": "\xaa\xa1", "\ue5e5": "\xa3\xa0", "\ue864": "\xfe\xa0", "\ue76c": "\x83\x36\xc7\x39",
		"\U0010ffff": "\xe3\x32\x9a\x35", "\uf8ff": "\x84\x30\x81\x30",
	} {
		got, err := cn.GB18030.Encode(text)
		if err != nil || string(got) != want {
			t.Errorf("%q encodes as % x, %v; want % x", text, got, err, want)
		}
		back, err := cn.GB18030.Decode(got)
		if err != nil || back != text {
			t.Errorf("% x decodes as %q, %v", got, back, err)
		}
	}
}

// TestEveryCharacterSurvives: all of Unicode goes through each full charset, each
// character has a code of its own, and GBK either holds or names it.
func TestEveryCharacterSurvives(t *testing.T) {
	t.Parallel()
	held := 0
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if !utf8.ValidRune(r) || r == utf8.RuneError || r == 0xfeff {
			continue
		}
		text := string(r)
		code, err := cn.GB18030.Encode(text)
		if err != nil {
			t.Fatalf("%U: %v", r, err)
		}
		if back, err := cn.GB18030.Decode(code); err != nil || back != text {
			t.Fatalf("%U -> % x -> %q, %v", r, code, back, err)
		}
		narrow, err := cn.GBK.Encode(text)
		var lost *cn.Unencodable
		switch {
		case err == nil && string(narrow) == string(code) && len(code) <= 2:
			held++
		case errors.As(err, &lost) && len(lost.Runes) == 1 && lost.Runes[0] == r && len(narrow) == 0:
		default:
			t.Fatalf("GBK of %U: % x, %v", r, narrow, err)
		}
	}
	if held != 128+21791 {
		t.Errorf("GBK holds %d characters, code page 936 has %d", held, 128+21791)
	}
}

// TestLibraryAgrees on every public character; the doc of gb tells where it errs.
func TestLibraryAgrees(t *testing.T) {
	t.Parallel()
	library := simplifiedchinese.GB18030.NewEncoder()
	for r := rune(0x80); r < 0x30000; r++ {
		if !utf8.ValidRune(r) || r == utf8.RuneError || unicode.Is(unicode.Co, r) {
			continue
		}
		want, err := library.String(string(r))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := cn.GB18030.Encode(string(r)); err != nil || string(got) != want {
			t.Fatalf("%U: % x, %v; library % x", r, got, err, want)
		}
	}
}

func TestEncodeRefusesByName(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		charset cn.Charset
		in      string
		lost    string
	}{
		{cn.GBK, "赵㛃钱𠅤孙𫠜李䶮", "㛃𠅤𫠜䶮"},
		{cn.GBK, "张\ue000", "\ue000"},
		{cn.GB18030, "张\xff三", "\ufffd"},
		{cn.UTF8, "张\ufffd三", "\ufffd"},
	} {
		dst, err := c.charset.AppendEncode([]byte("kept"), c.in)
		var lost *cn.Unencodable
		if !errors.As(err, &lost) || string(lost.Runes) != c.lost || string(dst) != "kept" {
			t.Errorf("%s of %q: %q, %v", c.charset, c.in, dst, err)
		}
		if err != nil && strings.ContainsAny(err.Error(), "㛃赵") {
			t.Errorf("the refusal shows a name: %v", err)
		}
	}
	if _, err := cn.Charset("BIG5").Encode("x"); err == nil {
		t.Error("an unknown charset encoded")
	}
	if _, err := cn.Charset("BIG5").Decode(nil); err == nil {
		t.Error("an unknown charset decoded")
	}
	if _, err := io.ReadAll(cn.Charset("BIG5").NewReader(strings.NewReader("x"))); err == nil {
		t.Error("an unknown charset was read")
	}
}

// TestDecodeIsStrict, in one piece and as a stream that comes byte by byte.
func TestDecodeIsStrict(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		charset cn.Charset
		in      string
		offset  int64
	}{
		{cn.GB18030, "ab\xff", 2},
		{cn.GB18030, "\x80", 0},
		{cn.GB18030, "\xd5\xc5\xd5", 2},
		{cn.GB18030, "\xd5\xc5\x82\x30\xb7", 2},
		{cn.GB18030, "\x81\x20", 0},
		{cn.GB18030, "a\x82\x30\x20\x31", 1},
		{cn.GB18030, "a\x82\x30\xb7a", 1},
		{cn.GB18030, "\x84\x32\xa4\x30", 0}, // beyond the BMP, before plane 1
		{cn.GB18030, "\xfe\x39\xfe\x39", 0},
		{cn.GBK, "x\xff", 1},
		{cn.UTF8, "张\xd5\xc5", 3},
		{cn.UTF8, "张\xe5\xbc", 3},
	} {
		text, whole := c.charset.Decode([]byte(c.in))
		_, streamed := io.ReadAll(c.charset.NewReader(iotest.OneByteReader(strings.NewReader(c.in))))
		for _, err := range []error{whole, streamed} {
			var bad *cn.Undecodable
			if !errors.As(err, &bad) || bad.Offset != c.offset || text != "" {
				t.Errorf("%s of % x: %q, %v; want offset %d", c.charset, c.in, text, err, c.offset)
			}
		}
	}
}

func TestByteOrderMarkIsDropped(t *testing.T) {
	t.Parallel()
	for _, charset := range []cn.Charset{cn.UTF8, cn.GB18030} {
		in, err := charset.Encode("\ufeff姓名\ufeff")
		if err != nil {
			t.Fatal(err)
		}
		whole, err := charset.Decode(in)
		if err != nil || whole != "姓名\ufeff" {
			t.Errorf("%s: %q, %v", charset, whole, err)
		}
		streamed, err := io.ReadAll(charset.NewReader(iotest.OneByteReader(bytes.NewReader(in))))
		if err != nil || string(streamed) != "姓名\ufeff" {
			t.Errorf("%s streamed: %q, %v", charset, streamed, err)
		}
	}
}

func TestTextSurvives(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		charset := rapid.SampledFrom([]cn.Charset{cn.UTF8, cn.GB18030}).Draw(t, "charset")
		text := string(rapid.SliceOf(rapid.OneOf(han(), rapid.RuneFrom([]rune("|,\r\n·0Aa\ue000\uf8ff€")))).Draw(t, "text"))
		code, err := charset.Encode(text)
		if err != nil {
			t.Fatal(err)
		}
		back, err := charset.Decode(code)
		if diff := cmp.Diff(text, back); diff != "" || err != nil {
			t.Fatal(diff, err)
		}
		streamed, err := io.ReadAll(charset.NewReader(iotest.HalfReader(bytes.NewReader(code))))
		if diff := cmp.Diff(text, string(streamed)); diff != "" || err != nil {
			t.Fatal(diff, err)
		}
	})
}
