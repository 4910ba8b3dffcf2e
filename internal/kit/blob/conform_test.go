package blob_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"github.com/emmansun/gmsm/sm3"
	"pgregory.net/rapid"

	"kaguan/internal/kit/blob"
	"kaguan/internal/kit/fault"
)

// Conform is what every Store promises; open gives an empty one.
func Conform(t *testing.T, open func() blob.Store) {
	t.Run("round trip", func(t *testing.T) { conformRoundTrip(t, open()) })
	t.Run("sizes about the chunk", func(t *testing.T) { conformSizes(t, open()) })
	t.Run("put twice", func(t *testing.T) { conformTwice(t, open()) })
	t.Run("absent", func(t *testing.T) { conformAbsent(t, open()) })
	t.Run("broken source", func(t *testing.T) { conformBrokenSource(t, open()) })
	t.Run("ended context", func(t *testing.T) { conformEndedContext(t, open()) })
	t.Run("many at once", func(t *testing.T) { conformConcurrent(t, open()) })
}

func put(t interface {
	Helper()
	Fatal(...any)
}, s blob.Store, content []byte) blob.Digest {
	t.Helper()
	// Halves make sure that short reads are no ends.
	d, size, err := s.Put(context.Background(), iotest.HalfReader(bytes.NewReader(content)))
	if err != nil {
		t.Fatal(err)
	}
	if size != int64(len(content)) {
		t.Fatal("size", size, "of", len(content))
	}
	return d
}

func conformRoundTrip(t *testing.T, s blob.Store) {
	const abc = blob.Digest("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0") // GB/T 32905 A.1
	if d := put(t, s, []byte("abc")); d != abc {
		t.Errorf("digest of abc is %s, want SM3", d)
	}
	rapid.Check(t, func(t *rapid.T) {
		content := rapid.SliceOf(rapid.Byte()).Draw(t, "content")
		d := put(t, s, content)
		got, err := blob.Read(context.Background(), s, d, 1<<20)
		if err != nil || !bytes.Equal(got, content) {
			t.Fatalf("%d bytes came back as %d, %v", len(content), len(got), err)
		}
	})
}

func conformSizes(t *testing.T, s blob.Store) {
	pattern := make([]byte, 64<<10*2+1)
	for i := range pattern {
		pattern[i] = byte(i * i >> 7)
	}
	for _, size := range []int{0, 1, 64<<10 - 1, 64 << 10, 64<<10 + 1, 64<<10*2 - 1, 64 << 10 * 2, 64<<10*2 + 1} {
		d := put(t, s, pattern[:size])
		if sum := sm3.Sum(pattern[:size]); d != hexDigest(sum[:]) {
			t.Errorf("%d bytes have digest %s", size, d)
		}
		r, err := s.Get(t.Context(), d)
		if err != nil {
			t.Fatal(err)
		}
		if err := iotest.TestReader(r, pattern[:size]); err != nil {
			t.Errorf("%d bytes: %v", size, err)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
		_, err = blob.Read(t.Context(), s, d, int64(size)-1)
		if err == nil {
			t.Errorf("%d bytes were read whole with a limit of one less", size)
		}
	}
}

func conformTwice(t *testing.T, s blob.Store) {
	d := put(t, s, []byte("once"))
	if again := put(t, s, []byte("once")); again != d {
		t.Errorf("put again it has digest %s, was %s", again, d)
	}
	if err := s.Delete(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	if has, err := s.Has(t.Context(), d); has || err != nil {
		t.Errorf("put twice and deleted once it is still there: %v, %v", has, err)
	}
}

func conformAbsent(t *testing.T, s blob.Store) {
	absent := blob.Digest(strings.Repeat("ab", 32))
	if _, err := s.Get(t.Context(), absent); !fault.Is(err, fault.NotFound) {
		t.Errorf("get: %v, want not found", err)
	}
	if has, err := s.Has(t.Context(), absent); has || err != nil {
		t.Errorf("has: %v, %v", has, err)
	}
	if err := s.Delete(t.Context(), absent); err != nil {
		t.Errorf("delete: %v", err)
	}
	d := put(t, s, []byte("kept"))
	if has, err := s.Has(t.Context(), d); !has || err != nil {
		t.Errorf("has what was put: %v, %v", has, err)
	}
	for _, bad := range []blob.Digest{"", "ab", "../../etc/passwd", blob.Digest(strings.ToUpper(string(absent)))} {
		_, get := s.Get(t.Context(), bad)
		_, has := s.Has(t.Context(), bad)
		for _, err := range []error{get, has, s.Delete(t.Context(), bad)} {
			if !fault.Is(err, fault.Invalid) {
				t.Errorf("digest %q: %v, want a refusal", bad, err)
			}
		}
	}
}

func conformBrokenSource(t *testing.T, s blob.Store) {
	broken := errors.New("the line went dead")
	content := bytes.Repeat([]byte("x"), 100_000)
	for _, after := range []int{0, 10, 64 << 10, len(content)} {
		source := io.MultiReader(bytes.NewReader(content[:after]), iotest.ErrReader(broken))
		if _, _, err := s.Put(t.Context(), source); !errors.Is(err, broken) {
			t.Errorf("source broken after %d bytes: %v", after, err)
		}
		sum := sm3.Sum(content[:after])
		if has, err := s.Has(t.Context(), hexDigest(sum[:])); has || err != nil {
			t.Errorf("the %d bytes before the break were kept: %v, %v", after, has, err)
		}
	}
}

func conformEndedContext(t *testing.T, s blob.Store) {
	ctx, cancel := context.WithCancel(t.Context())
	d := put(t, s, bytes.Repeat([]byte("y"), 200_000))
	r, err := s.Get(ctx, d)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	cancel()
	if _, err := io.ReadAll(r); !errors.Is(err, context.Canceled) {
		t.Errorf("reading on: %v, want canceled", err)
	}
	if _, _, err := s.Put(ctx, strings.NewReader("z")); !errors.Is(err, context.Canceled) {
		t.Errorf("putting: %v, want canceled", err)
	}
}

func conformConcurrent(t *testing.T, s blob.Store) {
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for i := range 5 {
				content := bytes.Repeat([]byte{byte(i)}, 70_000)
				d, _, err := s.Put(t.Context(), bytes.NewReader(content))
				if err != nil {
					t.Error(err)
					return
				}
				if got, err := blob.Read(t.Context(), s, d, 1<<20); err != nil || !bytes.Equal(got, content) {
					t.Errorf("content %d: %d bytes, %v", i, len(got), err)
				}
			}
		})
	}
	wait.Wait()
}
