package exchange

import (
	"bufio"
	"crypto/cipher"
	"crypto/ecdsa"
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"io"

	"github.com/emmansun/gmsm/sm2"
	"github.com/emmansun/gmsm/sm4"

	"kaguan/internal/kit/fault"
)

// Envelope is what protects the files of one partner beyond the transport: an
// SM2 signature over the plain content in `<name>.sig`, and encryption of the
// content as `<name>.enc`, under a fresh SM4 key that SM2 wraps for the reader.
// Every part is optional; the zero value protects nothing.
type Envelope struct {
	Sign      *sm2.PrivateKey  // ours, for what we send
	EncryptTo *ecdsa.PublicKey // the partner's, for what we send
	Verify    *ecdsa.PublicKey // the partner's, demanded of what we take
	Decrypt   *sm2.PrivateKey  // ours, demanded of what we take
}

// An encrypted file is:
//
//	"KGE1"  2 bytes length  SM2(SM4 key), ASN.1  chunks…
//
// Each chunk is SM4-GCM of 64 KiB of content, the last one of less or none. The
// nonce is the chunk's number and whether it is the last, so that no chunk can be
// dropped, doubled or moved and no file cut off; the file's name is authenticated
// with each.
const (
	sealMagic = "KGE1"
	sealChunk = 64 << 10
	gcmTag    = 16
	maxWrap   = 512
)

// sealing encrypts what it reads from another reader.
type sealing struct {
	chunks
	from *bufio.Reader
	out  []byte
	done bool
}

// chunks is the state that both directions share.
type chunks struct {
	aead   cipher.AEAD
	name   []byte
	number uint64
}

func newChunks(key []byte, name string) (chunks, error) {
	block, err := sm4.NewCipher(key)
	if err != nil {
		return chunks{}, err
	}
	aead, err := cipher.NewGCM(block)
	return chunks{aead: aead, name: []byte(name)}, err
}

// nonce is never used twice: the key belongs to one file.
func (c *chunks) nonce(last bool) []byte {
	nonce := make([]byte, 12)
	binary.BigEndian.PutUint64(nonce[3:11], c.number)
	if last {
		nonce[11] = 1
	}
	c.number++
	return nonce
}

func sealReader(content io.Reader, to *ecdsa.PublicKey, name string) (io.Reader, error) {
	key := make([]byte, sm4.BlockSize)
	if _, err := rand.Read(key); err != nil {
		return nil, err
	}
	wrapped, err := sm2.EncryptASN1(rand.Reader, to, key)
	if err != nil {
		return nil, fmt.Errorf("wrapping a file key: %w", err)
	}
	with, err := newChunks(key, name)
	if err != nil {
		return nil, err
	}
	out := binary.BigEndian.AppendUint16([]byte(sealMagic), uint16(len(wrapped)))
	return &sealing{chunks: with, from: bufio.NewReaderSize(content, sealChunk+1), out: append(out, wrapped...)}, nil
}

func (s *sealing) Read(p []byte) (int, error) {
	if len(s.out) == 0 {
		if s.done {
			return 0, io.EOF
		}
		chunk, last, err := nextChunk(s.from, sealChunk)
		if err != nil {
			return 0, err
		}
		s.done = last
		s.out = s.aead.Seal(nil, s.nonce(last), chunk, s.name)
	}
	n := copy(p, s.out)
	s.out = s.out[n:]
	return n, nil
}

// nextChunk looks one byte ahead to know whether this chunk is the last.
func nextChunk(from *bufio.Reader, size int) (chunk []byte, last bool, err error) {
	chunk = make([]byte, size)
	n, err := io.ReadFull(from, chunk)
	// Compared exactly: a connection that broke may have an EOF as its cause, and
	// must not pass for the end of the file.
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return chunk[:n], true, nil
	}
	if err != nil {
		return nil, false, err
	}
	_, err = from.Peek(1)
	if err == io.EOF {
		return chunk, true, nil
	}
	return chunk, false, err
}

// opening decrypts what it reads from another reader.
type opening struct {
	chunks
	from *bufio.Reader
	out  []byte
	done bool
}

func openReader(sealed io.Reader, with *sm2.PrivateKey, name string) (io.Reader, error) {
	from := bufio.NewReaderSize(sealed, sealChunk+gcmTag+1)
	head := make([]byte, len(sealMagic)+2)
	if _, err := io.ReadFull(from, head); err != nil || string(head[:len(sealMagic)]) != sealMagic {
		return nil, unsealable(err)
	}
	size := int(binary.BigEndian.Uint16(head[len(sealMagic):]))
	if size > maxWrap {
		return nil, unsealable(nil)
	}
	wrapped := make([]byte, size)
	if _, err := io.ReadFull(from, wrapped); err != nil {
		return nil, unsealable(err)
	}
	key, err := sm2.Decrypt(with, wrapped)
	if err != nil {
		return nil, unsealable(err)
	}
	chunks, err := newChunks(key, name)
	if err != nil {
		return nil, unsealable(err)
	}
	return &opening{chunks: chunks, from: from}, nil
}

// unsealable blames the file, unless it is the way here that failed.
func unsealable(cause error) error {
	if fault.As(cause) != nil {
		return cause
	}
	return fault.NewInvalid("加密文件不能解开：未用约定的公钥加密，或传输中损坏，请对方重新加密发送", cause)
}

func (o *opening) Read(p []byte) (int, error) {
	for len(o.out) == 0 {
		if o.done {
			return 0, io.EOF
		}
		chunk, last, err := nextChunk(o.from, sealChunk+gcmTag)
		if err != nil {
			return 0, err
		}
		if o.out, err = o.aead.Open(chunk[:0], o.nonce(last), chunk, o.name); err != nil {
			return 0, unsealable(err)
		}
		o.done = last
	}
	n := copy(p, o.out)
	o.out = o.out[n:]
	return n, nil
}
