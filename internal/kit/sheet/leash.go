package sheet

import (
	"errors"
	"io"
)

// maxPiece is the most bytes one piece (a CSV record, an XML token) may take.
// It is what keeps a hostile file, one endless cell, out of our memory.
const maxPiece = 1 << 20

var errEndless = errors.New("one piece of the file is endless")

// leash lets its reader run maxPiece bytes from the last reset, no further.
type leash struct {
	in   io.Reader
	left int
}

func newLeash(in io.Reader) *leash { return &leash{in: in, left: maxPiece} }

// reset is called after each piece.
func (l *leash) reset() { l.left = maxPiece }

func (l *leash) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, errEndless
	}
	n, err := l.in.Read(p)
	l.left -= n
	return n, err
}
