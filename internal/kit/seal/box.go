package seal

import (
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
)

const (
	versionSize = 2
	nonceSize   = 12
	tagSize     = 16
	indexSize   = 16

	// Overhead is how many bytes longer a sealed value is than the plain one.
	Overhead = versionSize + nonceSize + tagSize
)

// Box seals and opens values with the keys of one key file. It is safe for
// concurrent use.
//
// Nonces are random, so one key version should seal no more than 2^32 values;
// a city of three million people uses a hundredth of that. Rotate starts anew.
type Box struct {
	ring   atomic.Pointer[ring]
	rotate sync.Mutex
	path   string // of the key file; empty for a box in memory
}

// Random makes a box in memory whose first keys are drawn from r: for tests and
// tools that keep nothing. What it seals is lost with it.
func Random(r io.Reader) (*Box, error) {
	keys, err := newKeys(r)
	if err != nil {
		return nil, err
	}
	return newBox("", keys)
}

func newBox(path string, keys keyFile) (*Box, error) {
	ring, err := keys.ring()
	if err != nil {
		return nil, err
	}
	b := &Box{path: path}
	b.ring.Store(ring)
	return b, nil
}

// Seal encrypts a value of a field under the active key. The same value sealed
// twice gives different bytes. An empty value is nil, stored as NULL.
func (b *Box) Seal(field, plain string) []byte { return b.SealBytes(field, []byte(plain)) }

// Open decrypts what Seal made for the same field. It refuses a value of another
// field, a changed one, and one whose key version is not in the key file.
func (b *Box) Open(field string, sealed []byte) (string, error) {
	plain, err := b.OpenBytes(field, sealed)
	return string(plain), err
}

// SealBytes is Seal for values that are not text, such as photos.
func (b *Box) SealBytes(field string, plain []byte) []byte {
	if len(plain) == 0 {
		return nil
	}
	ring := b.ring.Load()
	sealed := make([]byte, versionSize+nonceSize, len(plain)+Overhead)
	binary.BigEndian.PutUint16(sealed, ring.active)
	// It never fails: without randomness Go ends the process.
	rand.Read(sealed[versionSize:])
	return ring.ciphers[ring.active].Seal(sealed, sealed[versionSize:], plain, []byte(field))
}

// OpenBytes is Open for values that are not text.
func (b *Box) OpenBytes(field string, sealed []byte) ([]byte, error) {
	if len(sealed) == 0 {
		return nil, nil
	}
	if len(sealed) <= Overhead {
		return nil, fmt.Errorf("opening sealed %s: %d bytes are too few", field, len(sealed))
	}
	version := binary.BigEndian.Uint16(sealed)
	aead, ok := b.ring.Load().ciphers[version]
	if !ok {
		return nil, fmt.Errorf("opening sealed %s: key version %d is not in the key file", field, version)
	}
	nonce, ciphertext := sealed[versionSize:versionSize+nonceSize], sealed[versionSize+nonceSize:]
	plain, err := aead.Open(nil, nonce, ciphertext, []byte(field))
	if err != nil {
		return nil, fmt.Errorf("opening sealed %s with key version %d: %w", field, version, err)
	}
	return plain, nil
}

// Index is the blind index of a value: equal exactly when field and value are
// equal, 32 hexadecimal digits, the same for ever under one key file. The caller
// normalises the value first (cn.ParseID, cn.ParseMobile …). An empty value has
// an empty index, which must not be looked up.
func (b *Box) Index(field, value string) string {
	if value == "" {
		return ""
	}
	mac := hmac.New(sha256.New, b.ring.Load().index)
	mac.Write([]byte(field))
	// Without a mark between them ("ab", "c") would meet ("a", "bc").
	mac.Write([]byte{0})
	mac.Write([]byte(value))
	return hex.EncodeToString(mac.Sum(nil)[:indexSize])
}

// ring is the key file made ready for use; it never changes.
type ring struct {
	active  uint16
	ciphers map[uint16]cipher.AEAD
	index   []byte
	keys    keyFile
}
