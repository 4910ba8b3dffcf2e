package seal_test

import (
	"bytes"
	"crypto/rand"
	"testing"

	"pgregory.net/rapid"

	"kaguan/internal/kit/seal"
)

func newBox(t *testing.T) *seal.Box {
	t.Helper()
	box, err := seal.Random(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return box
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	box := newBox(t)
	rapid.Check(t, func(t *rapid.T) {
		field, plain := rapid.String().Draw(t, "field"), rapid.String().Draw(t, "plain")
		sealed := box.Seal(field, plain)
		if got, err := box.Open(field, sealed); err != nil || got != plain {
			t.Fatalf("opened %q, %v; want %q", got, err, plain)
		}
		if plain != "" && len(sealed) != len(plain)+seal.Overhead {
			t.Fatalf("%d bytes sealed became %d", len(plain), len(sealed))
		}
	})
}

func TestEmptyIsNil(t *testing.T) {
	t.Parallel()
	box := newBox(t)
	if sealed := box.Seal("phone", ""); sealed != nil {
		t.Errorf("an empty value became %d bytes, want nil for NULL", len(sealed))
	}
	if plain, err := box.Open("phone", nil); plain != "" || err != nil {
		t.Errorf("NULL opened as %q, %v", plain, err)
	}
	if index := box.Index("phone", ""); index != "" {
		t.Errorf("an empty value has index %q: all people without a phone would be one", index)
	}
}

func TestSealHidesEquality(t *testing.T) {
	t.Parallel()
	box := newBox(t)
	if bytes.Equal(box.Seal("phone", "13800000000"), box.Seal("phone", "13800000000")) {
		t.Error("the same value sealed twice gave the same bytes")
	}
}

func TestOtherFieldDoesNotOpen(t *testing.T) {
	t.Parallel()
	box := newBox(t)
	if _, err := box.Open("id_number", box.Seal("phone", "13800000000")); err == nil {
		t.Error("a sealed phone opened as an ID number")
	}
}

func TestOtherBoxDoesNotOpen(t *testing.T) {
	t.Parallel()
	if _, err := newBox(t).Open("phone", newBox(t).Seal("phone", "13800000000")); err == nil {
		t.Error("a value opened with another box's keys")
	}
}

func TestAnyChangeIsSeen(t *testing.T) {
	t.Parallel()
	box := newBox(t)
	sealed := box.Seal("phone", "13800000000")
	for bit := range len(sealed) * 8 {
		changed := bytes.Clone(sealed)
		changed[bit/8] ^= 1 << (bit % 8)
		if _, err := box.Open("phone", changed); err == nil {
			t.Fatalf("bit %d was flipped and the value still opened", bit)
		}
	}
	for size := 1; size < len(sealed); size++ {
		if _, err := box.Open("phone", sealed[:size]); err == nil {
			t.Fatalf("the first %d of %d bytes opened", size, len(sealed))
		}
	}
}

func TestIndex(t *testing.T) {
	t.Parallel()
	box := newBox(t)
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.StringN(1, 20, -1)
		text := rapid.SampledFrom([]string{"", "a", "ab", "phone"})
		f1, v1, f2, v2 := text.Draw(t, "f1"), value.Draw(t, "v1"), text.Draw(t, "f2"), value.Draw(t, "v2")
		same := f1 == f2 && v1 == v2
		if got := box.Index(f1, v1) == box.Index(f2, v2); got != same {
			t.Fatalf("indexes equal: %v, values equal: %v", got, same)
		}
		if box.Index(f1, v1) != box.Index(f1, v1) || len(box.Index(f1, v1)) != 32 {
			t.Fatal("the index is not a stable text of 32 characters")
		}
	})
	if box.Index("ab", "c") == box.Index("a", "bc") {
		t.Error("field and value run into each other")
	}
	if box.Index("phone", "1") == newBox(t).Index("phone", "1") {
		t.Error("the index does not depend on the key")
	}
}

func TestRotate(t *testing.T) {
	t.Parallel()
	box := newBox(t)
	before, index := box.Seal("phone", "13800000000"), box.Index("phone", "13800000000")
	if err := box.Rotate(); err != nil {
		t.Fatal(err)
	}
	after := box.Seal("phone", "13800000000")
	if bytes.Equal(before[:2], after[:2]) {
		t.Error("the new key version does not seal")
	}
	for _, sealed := range [][]byte{before, after} {
		if got, err := box.Open("phone", sealed); got != "13800000000" || err != nil {
			t.Errorf("after rotating it opened as %q, %v", got, err)
		}
	}
	if box.Index("phone", "13800000000") != index {
		t.Error("rotating changed the blind index: nobody would be found any more")
	}
}

func TestRandomRefusesAShortSource(t *testing.T) {
	t.Parallel()
	if _, err := seal.Random(bytes.NewReader(make([]byte, 10))); err == nil {
		t.Error("keys were made of 10 bytes")
	}
}
