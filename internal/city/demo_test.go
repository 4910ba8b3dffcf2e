package city

import (
	"path/filepath"
	"testing"
)

func TestDemo(t *testing.T) {
	d, err := OpenDemo(ctx, DemoOptions{Folder: filepath.Join(t.TempDir(), "demo"), Tell: func(done, total int, words string) { t.Log(done, total, words) }})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
}
