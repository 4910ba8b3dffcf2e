package exchange

import (
	"bytes"
	"crypto/rand"
	"io"
	"testing"

	"github.com/emmansun/gmsm/sm2"
	"pgregory.net/rapid"

	"kaguan/internal/kit/fault"
)

func sealed(t rapid.TB, key *sm2.PrivateKey, name string, content []byte) []byte {
	from, err := sealReader(bytes.NewReader(content), &key.PublicKey, name)
	if err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(from)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func opened(key *sm2.PrivateKey, name string, sealed []byte) ([]byte, error) {
	from, err := openReader(bytes.NewReader(sealed), key, name)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(from)
}

// TestSealedFile: what was sealed opens, and any change of it is noticed.
func TestSealedFile(t *testing.T) {
	t.Parallel()
	key, err := sm2.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.SampledFrom([]int{0, 1, 100, sealChunk - 1, sealChunk, sealChunk + 1, 2 * sealChunk, 2*sealChunk + 5}).Draw(t, "size")
		content := bytes.Repeat([]byte{7}, size)
		file := sealed(t, key, "a", content)
		if got, err := opened(key, "a", file); err != nil || !bytes.Equal(got, content) {
			t.Fatalf("%d bytes came back as %d, %v", size, len(got), err)
		}
		if _, err := opened(key, "b", file); !fault.Is(err, fault.Invalid) {
			t.Fatalf("under another name: %v", err)
		}
		cut := rapid.IntRange(0, len(file)-1).Draw(t, "cut")
		if _, err := opened(key, "a", file[:cut]); !fault.Is(err, fault.Invalid) {
			t.Fatalf("cut to %d of %d: %v", cut, len(file), err)
		}
		file[cut] ^= 1
		if _, err := opened(key, "a", file); !fault.Is(err, fault.Invalid) {
			t.Fatalf("byte %d changed: %v", cut, err)
		}
	})
}

// TestChunksKeepTheirOrder: chunks cannot be left out or exchanged.
func TestChunksKeepTheirOrder(t *testing.T) {
	t.Parallel()
	key, err := sm2.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	file := sealed(t, key, "a", bytes.Repeat([]byte{7}, 3*sealChunk))
	const one = sealChunk + gcmTag
	head, first, second, last := file[:len(file)-3*one], file[len(file)-3*one:len(file)-2*one], file[len(file)-2*one:len(file)-one], file[len(file)-one:]
	for name, parts := range map[string][][]byte{
		"first left out": {head, second, last}, "exchanged": {head, second, first, last}, "last left out": {head, first, second},
		"last only": {head, last}, "doubled": {head, first, first, second, last},
	} {
		if _, err := opened(key, "a", bytes.Join(parts, nil)); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzParseMarker(f *testing.F) {
	f.Add("")
	f.Add("1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b 0\r\n")
	f.Fuzz(func(t *testing.T, text string) {
		m, err := ParseMarker(text)
		if err != nil {
			return
		}
		if again, err := ParseMarker(m.String()); err != nil || again != m {
			t.Errorf("%q reads as %v, and that as %v, %v", text, m, again, err)
		}
	})
}
