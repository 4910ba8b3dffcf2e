package blob

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"kaguan/internal/kit/seal"
)

// A sealed stream is a header and chunks, so that 100 MB need 64 KiB of memory:
//
//	"KGB1" | id, 16 random bytes | chunk 0 | chunk 1 | … | last chunk
//
// Each chunk is chunkSize plain bytes (the last 1 to chunkSize) sealed under the
// stream's id, its number and whether it is the last. So a chunk dropped,
// repeated, moved or brought from another stream does not open. An empty content
// has no chunk; its digest tells it from a stream cut after the header.
const (
	magic       = "KGB1"
	idSize      = 16
	chunkSize   = 64 << 10
	sealedChunk = chunkSize + seal.Overhead
)

var errFormat = errors.New("not a sealed stream")

func chunkField(id []byte, number int64, last bool) string {
	return fmt.Sprintf("blob/%s/%d/%t", hex.EncodeToString(id), number, last)
}

// sealStream writes the plain bytes of r as a sealed stream.
func sealStream(w io.Writer, r io.Reader, box *seal.Box) error {
	header := make([]byte, len(magic)+idSize)
	id := header[copy(header, magic):]
	rand.Read(id)
	if _, err := w.Write(header); err != nil {
		return err
	}
	chunk, next := make([]byte, chunkSize), make([]byte, chunkSize)
	size, err := fill(r, chunk)
	for number := int64(0); size > 0; number++ {
		if err != nil {
			return err
		}
		// Only the chunk after it tells whether this one is the last.
		var nextSize int
		nextSize, err = fill(r, next)
		if err != nil {
			return err
		}
		if _, err := w.Write(box.SealBytes(chunkField(id, number, nextSize == 0), chunk[:size])); err != nil {
			return err
		}
		chunk, next, size = next, chunk, nextSize
	}
	return err
}

// fill reads until p is full or r ends; the end is no error.
func fill(r io.Reader, p []byte) (int, error) {
	n, err := io.ReadFull(r, p)
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		err = nil
	}
	return n, err
}

// opener reads a sealed stream as plain bytes.
type opener struct {
	source io.Reader
	box    *seal.Box
	id     []byte
	number int64
	sealed []byte // the chunk to open next; empty at the end
	ahead  []byte // room for the one after it
	plain  bytes.Reader
}

func openStream(r io.Reader, box *seal.Box) (*opener, error) {
	header := make([]byte, len(magic)+idSize)
	if _, err := io.ReadFull(r, header); err != nil {
		return nil, fmt.Errorf("%w: %w", errFormat, err)
	}
	if string(header[:len(magic)]) != magic {
		return nil, errFormat
	}
	o := &opener{source: r, box: box, id: header[len(magic):]}
	o.sealed, o.ahead = make([]byte, sealedChunk), make([]byte, sealedChunk)
	size, err := fill(r, o.sealed)
	o.sealed = o.sealed[:size]
	return o, err
}

// Read opens the next chunk when the present one is used up.
func (o *opener) Read(p []byte) (int, error) {
	for o.plain.Len() == 0 {
		if len(o.sealed) == 0 {
			return 0, io.EOF
		}
		size, err := fill(o.source, o.ahead[:sealedChunk])
		if err != nil {
			return 0, err
		}
		plain, err := o.box.OpenBytes(chunkField(o.id, o.number, size == 0), o.sealed)
		if err != nil {
			return 0, err
		}
		o.plain.Reset(plain)
		o.sealed, o.ahead = o.ahead[:size], o.sealed
		o.number++
	}
	return o.plain.Read(p)
}
