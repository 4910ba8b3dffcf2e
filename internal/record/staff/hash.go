package staff

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"runtime"
	"strings"

	"golang.org/x/crypto/argon2"
)

// scheme stands before every hash, so that another one can follow it while old
// hashes still open.
const scheme = "argon2id$"

const (
	saltLen = 16
	keyLen  = 32
)

// cost is what one hash takes. The preferred one is OWASP's second choice for
// argon2id: 19 MiB, two passes, one lane.
type cost struct {
	memory uint32 // KiB
	passes uint32
	lanes  uint8
}

var preferred = cost{memory: 19 << 10, passes: 2, lanes: 1}

// hasher hashes passwords, at most one per processor at a time: a rush of
// sign-ins must neither take the machine's memory nor slow each one down.
type hasher struct {
	slots  chan struct{}
	derive func(password string, salt []byte, c cost) []byte
	decoy  string // opens for no password; see verify
}

func newHasher() *hasher {
	return &hasher{
		slots:  make(chan struct{}, runtime.GOMAXPROCS(0)),
		derive: argon,
		decoy:  encode(preferred, random(saltLen), random(keyLen)),
	}
}

func argon(password string, salt []byte, c cost) []byte {
	return argon2.IDKey([]byte(password), salt, c.passes, c.memory, c.lanes, keyLen)
}

// hash makes what is stored in the place of a password.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	salt := random(saltLen)
	key, err := h.limited(ctx, password, salt, preferred)
	return encode(preferred, salt, key), err
}

// verify tells whether password is the one that stored was made from. Where
// nothing is stored it works as long on a decoy, so that the time taken does not
// tell who has an account.
func (h *hasher) verify(ctx context.Context, stored, password string) (bool, error) {
	if stored == "" {
		stored = h.decoy
	}
	c, salt, want, err := decode(stored)
	if err != nil {
		return false, err
	}
	got, err := h.limited(ctx, password, salt, c)
	return err == nil && subtle.ConstantTimeCompare(got, want) == 1, err
}

func (h *hasher) limited(ctx context.Context, password string, salt []byte, c cost) ([]byte, error) {
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
		return h.derive(password, salt, c), nil
	case <-ctx.Done():
		return nil, fmt.Errorf("waiting to hash a password: %w", ctx.Err())
	}
}

func encode(c cost, salt, key []byte) string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("%sv=%d$m=%d,t=%d,p=%d$%s$%s", scheme, argon2.Version,
		c.memory, c.passes, c.lanes, b64.EncodeToString(salt), b64.EncodeToString(key))
}

func decode(stored string) (c cost, salt, key []byte, err error) {
	rest, ok := strings.CutPrefix(stored, scheme)
	parts := strings.Split(rest, "$")
	if !ok || len(parts) != 4 || parts[0] != fmt.Sprintf("v=%d", argon2.Version) {
		return c, nil, nil, fmt.Errorf("stored password hash is of an unknown scheme")
	}
	if _, err := fmt.Sscanf(parts[1], "m=%d,t=%d,p=%d", &c.memory, &c.passes, &c.lanes); err != nil {
		return c, nil, nil, fmt.Errorf("reading the cost of a password hash: %w", err)
	}
	if salt, err = base64.RawStdEncoding.DecodeString(parts[2]); err != nil {
		return c, nil, nil, fmt.Errorf("reading the salt of a password hash: %w", err)
	}
	if key, err = base64.RawStdEncoding.DecodeString(parts[3]); err != nil {
		return c, nil, nil, fmt.Errorf("reading the key of a password hash: %w", err)
	}
	return c, salt, key, nil
}

func random(n int) []byte {
	b := make([]byte, n)
	rand.Read(b) // never fails: the program ends where the machine has no randomness
	return b
}
