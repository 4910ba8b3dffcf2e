package cn_test

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"kaguan/internal/kit/cn"
)

func TestDetect(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]cn.Charset{
		"": cn.UTF8, "abc,1": cn.UTF8, "\ufeffabc": cn.UTF8, "姓名": cn.UTF8, "\xd0\xd5\xc3\xfb": cn.GB18030, "\xff\xfe": cn.GB18030,
		"\xc2\xb7": cn.GB18030, // 路, not a middle dot alone
		"阿依·古丽":    cn.UTF8, "a\xe5": cn.UTF8, "a\xd0": cn.GB18030,
		"\xc1\xaa\xcd\xa8": cn.GB18030, // 联通, the classic
	} {
		if got := cn.Detect([]byte(in)); got != want {
			t.Errorf("Detect(% x) = %s, want %s", in, got, want)
		}
	}
}

// TestDetectAnyCut: a list is recognised from any beginning that holds its first
// two Chinese characters.
func TestDetectAnyCut(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		charset := rapid.SampledFrom([]cn.Charset{cn.UTF8, cn.GB18030}).Draw(t, "charset")
		text := "姓名,证件号码\r\n" + string(rapid.SliceOfN(han(), 1, 40).Draw(t, "text"))
		code, err := charset.Encode(text)
		if err != nil {
			t.Fatal(err)
		}
		cut := rapid.IntRange(6, len(code)).Draw(t, "cut")
		if got := cn.Detect(code[:cut]); got != charset {
			t.Fatalf("Detect(% x) = %s, want %s", code[:cut], got, charset)
		}
	})
}

func FuzzDetect(f *testing.F) {
	for _, s := range []string{"", "姓名", "\xd0\xd5\xc3\xfb", "\xef\xbb", "\xef\xbb\xbf", "\x82\x30\xb7\x31", "a\xf0\x90", "\xc2\xb7"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		charset := cn.Detect(b)
		if charset == cn.GB18030 && utf8.Valid(b) && strings.ContainsFunc(string(b), func(r rune) bool { return r > 0x7ff }) {
			t.Fatalf("% x is UTF-8", b)
		}
		text, err := charset.Decode(b)
		streamed, streamErr := io.ReadAll(charset.NewReader(bytes.NewReader(b)))
		if (err == nil) != (streamErr == nil) || err == nil && text != string(streamed) {
			t.Fatalf("% x: %q, %v; streamed %q, %v", b, text, err, streamed, streamErr)
		}
	})
}
