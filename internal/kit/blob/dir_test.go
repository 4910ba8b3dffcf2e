package blob_test

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"kaguan/internal/kit/blob"
	"kaguan/internal/kit/fault"
	"kaguan/internal/kit/seal"
)

func hexDigest(sum []byte) blob.Digest { return blob.Digest(hex.EncodeToString(sum)) }

func newBox(t *testing.T) *seal.Box {
	t.Helper()
	box, err := seal.Random(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return box
}

func newDir(t *testing.T, root string, box *seal.Box) *blob.Dir {
	t.Helper()
	dir, err := blob.NewDir(root, box)
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestDirConforms(t *testing.T) {
	t.Parallel()
	Conform(t, func() blob.Store { return newDir(t, t.TempDir(), newBox(t)) })
}

// files lists the regular files under root.
func files(t *testing.T, root string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			found = append(found, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestDirKeepsOneSealedFile(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	dir := newDir(t, root, newBox(t))
	secret := bytes.Repeat([]byte("护照"), 50_000)
	d := put(t, dir, secret)
	put(t, dir, secret)
	found := files(t, root)
	want := filepath.Join(root, string(d[:2]), string(d[2:4]), string(d))
	if !slices.Equal(found, []string{want}) {
		t.Fatalf("files %v, want only %s", found, want)
	}
	kept, err := os.ReadFile(want)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(kept, []byte("护照")) {
		t.Error("the content lies on the disk unsealed")
	}
	if stat, err := os.Stat(want); err != nil || stat.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v; want 600", stat.Mode(), err)
	}
}

func TestDirSeesDamage(t *testing.T) {
	t.Parallel()
	const header, chunk = 20, 64<<10 + seal.Overhead
	content := make([]byte, 64<<10*3+100)
	if _, err := rand.Read(content); err != nil {
		t.Fatal(err)
	}
	for name, harm := range map[string]func([]byte) []byte{
		"nothing left":       func(b []byte) []byte { return nil },
		"header cut":         func(b []byte) []byte { return b[:header-1] },
		"only the header":    func(b []byte) []byte { return b[:header] },
		"magic":              func(b []byte) []byte { b[0] ^= 1; return b },
		"id":                 func(b []byte) []byte { b[10] ^= 1; return b },
		"bit in first chunk": func(b []byte) []byte { b[header+100] ^= 1; return b },
		"bit in last chunk":  func(b []byte) []byte { b[len(b)-1] ^= 1; return b },
		"last byte cut":      func(b []byte) []byte { return b[:len(b)-1] },
		"cut between chunks": func(b []byte) []byte { return b[:header+2*chunk] },
		"last chunk dropped": func(b []byte) []byte { return b[:header+3*chunk] },
		"chunk dropped":      func(b []byte) []byte { return slices.Delete(b, header, header+chunk) },
		"chunks exchanged": func(b []byte) []byte {
			return slices.Concat(b[:header], b[header+chunk:header+2*chunk], b[header:header+chunk], b[header+2*chunk:])
		},
		"chunk repeated":  func(b []byte) []byte { return slices.Concat(b[:header+chunk], b[header:]) },
		"more at the end": func(b []byte) []byte { return append(b, 0) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root := t.TempDir()
			dir := newDir(t, root, newBox(t))
			d := put(t, dir, content)
			path := files(t, root)[0]
			kept, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, harm(kept), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := blob.Read(t.Context(), dir, d, 1<<20); !fault.Is(err, fault.Unavailable) || !strings.Contains(err.Error(), "损坏") {
				t.Errorf("%v, want the damage told", err)
			}
			put(t, dir, content)
			if got, err := blob.Read(t.Context(), dir, d, 1<<20); err != nil || !bytes.Equal(got, content) {
				t.Errorf("putting it again did not mend it: %v", err)
			}
		})
	}
}

func TestDirSeesAnExchangedFile(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	dir := newDir(t, root, newBox(t))
	mine, other := put(t, dir, []byte("mine")), put(t, dir, []byte("other"))
	at := func(d blob.Digest) string { return filepath.Join(root, string(d[:2]), string(d[2:4]), string(d)) }
	if err := os.Rename(at(other), at(mine)); err != nil {
		t.Fatal(err)
	}
	if _, err := blob.Read(t.Context(), dir, mine, 100); !fault.Is(err, fault.Unavailable) {
		t.Errorf("another's content came back: %v", err)
	}
}

func TestDirNeedsTheKey(t *testing.T) {
	t.Parallel()
	root, box := t.TempDir(), newBox(t)
	d := put(t, newDir(t, root, box), []byte("kept"))
	if err := box.Rotate(); err != nil {
		t.Fatal(err)
	}
	if got, err := blob.Read(t.Context(), newDir(t, root, box), d, 100); string(got) != "kept" || err != nil {
		t.Errorf("after rotating the key: %q, %v", got, err)
	}
	if _, err := blob.Read(t.Context(), newDir(t, root, newBox(t)), d, 100); err == nil {
		t.Error("the content opened without its key")
	}
}

func TestDirSweep(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	dir := newDir(t, root, newBox(t))
	put(t, dir, []byte("kept"))
	noon := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	for name, at := range map[string]time.Time{"crashed": noon.Add(-time.Hour), "running": noon.Add(time.Hour)} {
		path := filepath.Join(root, "draft", name)
		if err := os.WriteFile(path, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	if swept, err := dir.Sweep(noon); swept != 1 || err != nil {
		t.Errorf("swept %d, %v; want the crashed one", swept, err)
	}
	if left := files(t, root); len(left) != 2 || !slices.Contains(left, filepath.Join(root, "draft", "running")) {
		t.Errorf("left %v", left)
	}
}

func TestDirLeavesNoDraftOfABrokenUpload(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	dir := newDir(t, root, newBox(t))
	if _, _, err := dir.Put(t.Context(), iotest.TimeoutReader(bytes.NewReader(make([]byte, 1<<20)))); err == nil {
		t.Fatal("a broken source was kept")
	}
	if left := files(t, root); len(left) != 0 {
		t.Errorf("left %v", left)
	}
}

// A large upload must not live in memory.
func TestDirStreams(t *testing.T) {
	dir := newDir(t, t.TempDir(), newBox(t))
	const size = 100 << 20
	peak := &heapPeak{source: io.LimitReader(zeros{}, size)}
	d, n, err := dir.Put(t.Context(), peak)
	if err != nil || n != size {
		t.Fatalf("kept %d bytes, %v", n, err)
	}
	r, err := dir.Get(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	back := &heapPeak{source: r}
	if n, err := io.Copy(io.Discard, back); err != nil || n != size {
		t.Fatalf("read %d bytes, %v", n, err)
	}
	if most := max(peak.most, back.most); most > 40<<20 {
		t.Errorf("100 MB needed %d MB of memory", most>>20)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// heapPeak looks at the heap now and then while it is read.
type heapPeak struct {
	source io.Reader
	reads  int
	most   uint64
}

func (h *heapPeak) Read(p []byte) (int, error) {
	if h.reads++; h.reads%100 == 0 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		h.most = max(h.most, m.HeapAlloc)
	}
	return h.source.Read(p)
}
