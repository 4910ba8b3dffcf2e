// Package blob keeps contents (photos, uploads, files from and to partners) under
// their digest, sealed: the same content is kept once, and what comes back is
// what was put in or an error.
//
// The digest is SM3 of the plain content. Journals and records refer to a content
// by it, and two equal digests are how a photo sent for two persons is noticed.
// It is no secret, but it betrays a content to who already has it.
package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"

	"kaguan/internal/kit/fault"
)

// Digest names a content: SM3 of its plain bytes, 64 lower-case hexadecimal digits.
type Digest string

var digestShape = regexp.MustCompile(`^[0-9a-f]{64}$`)

// ParseDigest refuses what is not a digest. Every Store calls it before a digest
// becomes part of a path.
func ParseDigest(s string) (Digest, error) {
	if !digestShape.MatchString(s) {
		return "", fault.NewInvalid("文件编号不正确，请从列表中重新选择")
	}
	return Digest(s), nil
}

// Store keeps contents by their digest. All methods may be called concurrently.
type Store interface {
	// Put keeps what r gives and tells its digest and size in bytes. It returns
	// when the content is durable; after an error nothing new is kept. Putting a
	// content again is no error and mends a damaged one.
	Put(ctx context.Context, r io.Reader) (Digest, int64, error)
	// Get opens a content. Reading fails when it is damaged: unless the reader came
	// to io.EOF, nothing that was read may be used. A digest that was never put is
	// fault.NotFound.
	Get(ctx context.Context, d Digest) (io.ReadCloser, error)
	// Has tells whether the content is kept, without reading it.
	Has(ctx context.Context, d Digest) (bool, error)
	// Delete forgets a content; one that is not there is no error.
	Delete(ctx context.Context, d Digest) error
}

// Read gets a whole content that fits in memory, such as a photo. One of more
// than limit bytes is refused.
func Read(ctx context.Context, s Store, d Digest, limit int64) ([]byte, error) {
	r, err := s.Get(ctx, d)
	if err != nil {
		return nil, err
	}
	content, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err = errors.Join(err, r.Close()); err != nil {
		return nil, err
	}
	if int64(len(content)) > limit {
		return nil, fmt.Errorf("reading blob %s: it has more than %d bytes", d, limit)
	}
	return content, nil
}

// damaged is the refusal of a content that does not open or has another digest.
func damaged(d Digest, cause error) error {
	return fault.NewUnavailable("文件已损坏，请重新上传，或请系统管理员从备份恢复", fmt.Errorf("reading blob %s: %w", d, cause))
}
