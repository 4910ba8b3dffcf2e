package web_test

import (
	"io/fs"
	"testing"

	"kaguan/web"
)

func TestFilesTellsWhetherThePagesWereBuilt(t *testing.T) {
	t.Parallel()
	files, built := web.Files()
	if _, err := fs.Stat(files, ".keep"); err != nil {
		t.Fatalf("dist/.keep must be embedded so that the program builds without npm: %v", err)
	}
	_, err := fs.Stat(files, "index.html")
	if built != (err == nil) {
		t.Errorf("built = %v, but index.html: %v", built, err)
	}
}
