package seal_test

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"kaguan/internal/kit/fault"
	"kaguan/internal/kit/seal"
)

func open(t *testing.T, path string) *seal.Box {
	t.Helper()
	box, err := seal.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return box
}

func TestKeyFileIsMadeOnceAndKept(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "keys.json")
	sealed := open(t, path).Seal("phone", "13800000000")
	stat, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if mode := stat.Mode().Perm(); mode != 0o600 {
		t.Errorf("the key file has mode %o, want 600", mode)
	}
	if got, err := open(t, path).Open("phone", sealed); got != "13800000000" || err != nil {
		t.Errorf("after a restart it opened as %q, %v", got, err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*")); len(left) != 1 {
		t.Errorf("drafts were left beside the key file: %v", left)
	}
}

func TestKeyFileOfFirstStartsAtOnce(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "keys.json")
	boxes := make([]*seal.Box, 8)
	var wait sync.WaitGroup
	for i := range boxes {
		wait.Go(func() { boxes[i], _ = seal.Open(path) })
	}
	wait.Wait()
	for i, box := range boxes {
		if box == nil {
			t.Fatalf("process %d could not open the key file", i)
		}
		if _, err := boxes[0].Open("phone", box.Seal("phone", "1")); err != nil {
			t.Errorf("process %d has keys of its own: %v", i, err)
		}
	}
}

func TestReadableByOthersIsRefused(t *testing.T) {
	t.Parallel()
	for _, mode := range []os.FileMode{0o640, 0o604, 0o660, 0o620} {
		path := filepath.Join(t.TempDir(), "keys.json")
		open(t, path)
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		if _, err := seal.Open(path); !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "chmod 600") {
			t.Errorf("mode %o: %v, want a refusal that tells the remedy", mode, err)
		}
	}
}

func TestRotationSurvivesRestart(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "keys.json")
	box := open(t, path)
	stale := open(t, path)
	old := box.Seal("phone", "old")
	if err := box.Rotate(); err != nil {
		t.Fatal(err)
	}
	if err := box.Rotate(); err != nil {
		t.Fatal(err)
	}
	young := box.Seal("phone", "young")
	again := open(t, path)
	for want, sealed := range map[string][]byte{"old": old, "young": young} {
		if got, err := again.Open("phone", sealed); got != want || err != nil {
			t.Errorf("opened as %q, %v; want %q", got, err, want)
		}
	}
	if _, err := stale.Open("phone", young); err == nil || !strings.Contains(err.Error(), "version 3") {
		t.Errorf("an unknown key version gave %v", err)
	}
	if stat, err := os.Stat(path); err != nil || stat.Mode().Perm() != 0o600 {
		t.Errorf("after rotating: %v, %v; want mode 600", stat.Mode(), err)
	}
}

func TestBrokenKeyFilesAreRefused(t *testing.T) {
	t.Parallel()
	const key = `"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="`
	for name, text := range map[string]string{
		"empty":            ``,
		"no index":         `{"active":1,"keys":{"1":` + key + `}}`,
		"short key":        `{"active":1,"keys":{"1":"MDEy"},"index":` + key + `}`,
		"active is absent": `{"active":2,"keys":{"1":` + key + `},"index":` + key + `}`,
		"version 0":        `{"active":0,"keys":{"0":` + key + `},"index":` + key + `}`,
		"unknown entry":    `{"active":1,"keys":{"1":` + key + `},"index":` + key + `,"more":1}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "keys.json")
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := seal.Open(path); !fault.Is(err, fault.Invalid) {
				t.Errorf("%v, want a refusal", err)
			} else if strings.Contains(err.Error(), "MDEy") || strings.Contains(err.Error(), "0123") {
				t.Error("the refusal shows a key")
			}
			if after, _ := os.ReadFile(path); string(after) != text {
				t.Error("a broken key file was overwritten")
			}
		})
	}
}
