package staff

import "sync/atomic"

// CountHashes counts from now on how often a door hashes.
func CountHashes(d *Door) *atomic.Int64 {
	var n atomic.Int64
	derive := d.hasher.derive
	d.hasher.derive = func(password string, salt []byte, c cost) []byte {
		n.Add(1)
		return derive(password, salt, c)
	}
	return &n
}

// WhileHashing runs fn once, while a door hashes the next password.
func WhileHashing(d *Door, fn func()) {
	derive := d.hasher.derive
	d.hasher.derive = func(password string, salt []byte, c cost) []byte {
		d.hasher.derive = derive
		fn()
		return derive(password, salt, c)
	}
}

// NewHasher gives tests the hasher by itself.
func NewHasher() *hasher { return newHasher() }

// The hasher's two works, for tests.
var (
	Hash   = (*hasher).hash
	Verify = (*hasher).verify
)
