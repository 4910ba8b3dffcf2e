package seal

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"

	"kaguan/internal/kit/fault"
)

const keySize = 32

// keyFile is the key file as it is written: JSON, keys in base64.
type keyFile struct {
	Active uint16            `json:"active"` // version that seals; the others only open
	Keys   map[uint16][]byte `json:"keys"`   // by version, from 1
	Index  []byte            `json:"index"`  // key of the blind index, never rotated
}

// Open reads a key file, or makes one with fresh keys (mode 0600) where there is
// none. A file that others than its owner may read is refused: its keys must be
// taken as known to them.
func Open(keyfile string) (*Box, error) {
	keys, err := readKeys(keyfile)
	if errors.Is(err, fs.ErrNotExist) {
		if err = createKeys(keyfile); err != nil {
			return nil, err
		}
		keys, err = readKeys(keyfile)
	}
	if err != nil {
		return nil, err
	}
	return newBox(keyfile, keys)
}

// Rotate adds a key version to the key file and seals with it from now on; what
// older versions sealed stays readable. Another process with the same key file
// opens new values only after its own Open, so stop the others first.
func (b *Box) Rotate() error {
	b.rotate.Lock()
	defer b.rotate.Unlock()
	keys, err := b.ring.Load().next(rand.Reader)
	if err != nil {
		return err
	}
	ring, err := keys.ring()
	if err != nil {
		return err
	}
	// The file comes first: a value whose key is nowhere written is lost.
	if b.path != "" {
		if err := writeKeys(b.path, keys, os.Rename); err != nil {
			return err
		}
	}
	b.ring.Store(ring)
	return nil
}

func newKeys(r io.Reader) (keyFile, error) {
	var fresh [2 * keySize]byte
	if _, err := io.ReadFull(r, fresh[:]); err != nil {
		return keyFile{}, fmt.Errorf("drawing keys: %w", err)
	}
	return keyFile{Active: 1, Keys: map[uint16][]byte{1: fresh[:keySize]}, Index: fresh[keySize:]}, nil
}

func readKeys(path string) (keyFile, error) {
	file, err := os.Open(path)
	if err != nil {
		return keyFile{}, fmt.Errorf("reading the key file: %w", err)
	}
	defer file.Close()
	stat, err := file.Stat()
	if err != nil {
		return keyFile{}, fmt.Errorf("reading the key file: %w", err)
	}
	if stat.Mode().Perm()&0o077 != 0 {
		return keyFile{}, fault.NewInvalid(fmt.Sprintf("密钥文件 %s 可被他人读写，请执行 chmod 600 并考虑更换密钥后再启动", path))
	}
	var keys keyFile
	decoder := json.NewDecoder(file)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&keys); err != nil {
		return keyFile{}, brokenKeys(path, err)
	}
	if _, err := keys.ring(); err != nil {
		return keyFile{}, brokenKeys(path, err)
	}
	return keys, nil
}

func brokenKeys(path string, cause error) error {
	return fault.NewInvalid(fmt.Sprintf("密钥文件 %s 内容不完整，请从备份恢复后再启动", path), cause)
}

// createKeys makes the key file unless another process was quicker: a link, unlike
// a rename, never replaces keys that may already be in use.
func createKeys(path string) error {
	keys, err := newKeys(rand.Reader)
	if err != nil {
		return err
	}
	err = writeKeys(path, keys, os.Link)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	return err
}

// writeKeys puts the whole file in place at once, by a link or a rename.
func writeKeys(path string, keys keyFile, place func(from, to string) error) (err error) {
	text, err := json.MarshalIndent(keys, "", "  ")
	if err != nil {
		return fmt.Errorf("writing the key file: %w", err)
	}
	dir := filepath.Dir(path)
	// CreateTemp makes files that only the owner may read.
	draft, err := os.CreateTemp(dir, filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("writing the key file: %w", err)
	}
	defer os.Remove(draft.Name())
	_, err = io.Copy(draft, bytes.NewReader(append(text, '\n')))
	if err = errors.Join(err, draft.Sync(), draft.Close()); err != nil {
		return fmt.Errorf("writing the key file: %w", err)
	}
	if err := place(draft.Name(), path); err != nil {
		return fmt.Errorf("writing the key file: %w", err)
	}
	return syncDir(dir)
}

func syncDir(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("making %s durable: %w", path, err)
	}
	if err := errors.Join(dir.Sync(), dir.Close()); err != nil {
		return fmt.Errorf("making %s durable: %w", path, err)
	}
	return nil
}

// ring checks the keys and makes them ready.
func (k keyFile) ring() (*ring, error) {
	r := &ring{active: k.Active, ciphers: make(map[uint16]cipher.AEAD, len(k.Keys)), index: k.Index, keys: k}
	if len(k.Index) != keySize {
		return nil, fmt.Errorf("the index key has %d bytes, want %d", len(k.Index), keySize)
	}
	for version, key := range k.Keys {
		if version == 0 || len(key) != keySize {
			return nil, fmt.Errorf("key version %d has %d bytes, want version ≥ 1 and %d bytes", version, len(key), keySize)
		}
		block, err := aes.NewCipher(key)
		if err != nil {
			return nil, fmt.Errorf("key version %d: %w", version, err)
		}
		if r.ciphers[version], err = cipher.NewGCM(block); err != nil {
			return nil, fmt.Errorf("key version %d: %w", version, err)
		}
	}
	if r.ciphers[k.Active] == nil {
		return nil, fmt.Errorf("the active key version %d has no key", k.Active)
	}
	return r, nil
}

// next is the keys with one version more, which becomes the active one.
func (r *ring) next(random io.Reader) (keyFile, error) {
	keys := r.keys
	keys.Keys = maps.Clone(keys.Keys)
	for version := range keys.Keys {
		keys.Active = max(keys.Active, version)
	}
	keys.Active++
	if keys.Active == 0 {
		return keyFile{}, errors.New("all key versions are used up")
	}
	key := make([]byte, keySize)
	if _, err := io.ReadFull(random, key); err != nil {
		return keyFile{}, fmt.Errorf("drawing a key: %w", err)
	}
	keys.Keys[keys.Active] = key
	return keys, nil
}
