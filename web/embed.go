// Package web carries the browser's half inside the program: the files that
// `npm run build` leaves in dist.
//
// The Go program must build and test without npm, so dist/.keep is committed and
// Files tells whether a real build is there; the server then shows a plain page
// that says how to make one.
package web

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Files gives the built pages with index.html at the root, and whether they were
// built at all.
func Files() (files fs.FS, built bool) {
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		return dist, false
	}
	_, err = fs.Stat(files, "index.html")
	return files, err == nil
}
