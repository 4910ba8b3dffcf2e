package blob

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/emmansun/gmsm/sm3"

	"kaguan/internal/kit/fault"
	"kaguan/internal/kit/seal"
)

// draftFolder holds contents that are still being written.
const draftFolder = "draft"

// Dir is a Store in a folder of this machine: aa/bb/aabb….
type Dir struct {
	root string
	box  *seal.Box
}

// NewDir opens the folder, making it when it is not there.
func NewDir(root string, box *seal.Box) (*Dir, error) {
	if err := os.MkdirAll(filepath.Join(root, draftFolder), 0o700); err != nil {
		return nil, fault.NewUnavailable("文件库的目录无法建立，请检查磁盘与目录权限", fmt.Errorf("opening the blob folder: %w", err))
	}
	return &Dir{root: root, box: box}, nil
}

// Put writes a draft and renames it when it is whole.
func (s *Dir) Put(ctx context.Context, r io.Reader) (_ Digest, _ int64, err error) {
	draft, err := os.CreateTemp(filepath.Join(s.root, draftFolder), "*")
	if err != nil {
		return "", 0, unwritable(err)
	}
	// After the rename there is no draft to remove.
	defer func() {
		if gone := os.Remove(draft.Name()); !errors.Is(gone, fs.ErrNotExist) {
			err = errors.Join(err, gone)
		}
	}()
	source := &measured{ctx: ctx, source: r, digest: sm3.New()}
	if err := errors.Join(sealStream(draft, source, s.box), draft.Sync(), draft.Close()); err != nil {
		if source.err != nil {
			return "", 0, fmt.Errorf("reading the content to keep: %w", source.err)
		}
		return "", 0, unwritable(err)
	}
	digest := source.sum()
	if err := s.place(draft.Name(), digest); err != nil {
		return "", 0, unwritable(err)
	}
	return digest, source.size, nil
}

// place renames a draft to its final path and makes the name durable too.
// Replacing what is there already is deliberate: it mends a damaged file.
func (s *Dir) place(draft string, d Digest) error {
	path := s.path(d)
	leaf := filepath.Dir(path)
	err := os.Rename(draft, path)
	if errors.Is(err, fs.ErrNotExist) {
		err = errors.Join(os.MkdirAll(leaf, 0o700), syncDir(filepath.Dir(leaf)), syncDir(s.root), os.Rename(draft, path))
	}
	return errors.Join(err, syncDir(leaf))
}

// Get opens a content; its digest is checked when the last byte has been read.
func (s *Dir) Get(ctx context.Context, d Digest) (io.ReadCloser, error) {
	if _, err := ParseDigest(string(d)); err != nil {
		return nil, err
	}
	file, err := os.Open(s.path(d))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.NewNotFound("文件不存在或已删除，请重新上传", fmt.Errorf("blob %s: %w", d, err))
	}
	if err != nil {
		return nil, unreadable(d, err)
	}
	stream, err := openStream(file, s.box)
	if err != nil {
		return nil, errors.Join(damaged(d, err), file.Close())
	}
	return &content{file: file, want: d, plain: measured{ctx: ctx, source: stream, digest: sm3.New()}}, nil
}

// Has tells whether the file is there.
func (s *Dir) Has(_ context.Context, d Digest) (bool, error) {
	if _, err := ParseDigest(string(d)); err != nil {
		return false, err
	}
	_, err := os.Stat(s.path(d))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, unreadable(d, err)
	}
	return true, nil
}

// Delete removes the file; its folders stay, others are coming.
func (s *Dir) Delete(_ context.Context, d Digest) error {
	if _, err := ParseDigest(string(d)); err != nil {
		return err
	}
	if err := os.Remove(s.path(d)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return unwritable(err)
	}
	return nil
}

// Sweep removes drafts that were last written before a moment and tells how many:
// what a crash left behind. Choose a moment no upload can reach back to, such as
// yesterday.
func (s *Dir) Sweep(before time.Time) (int, error) {
	drafts, err := os.ReadDir(filepath.Join(s.root, draftFolder))
	if err != nil {
		return 0, fmt.Errorf("sweeping drafts of blobs: %w", err)
	}
	swept := 0
	for _, draft := range drafts {
		stat, err := draft.Info()
		if errors.Is(err, fs.ErrNotExist) || err == nil && !stat.ModTime().Before(before) {
			continue
		}
		if err = errors.Join(err, os.Remove(filepath.Join(s.root, draftFolder, draft.Name()))); err != nil {
			return swept, fmt.Errorf("sweeping drafts of blobs: %w", err)
		}
		swept++
	}
	return swept, nil
}

func (s *Dir) path(d Digest) string {
	return filepath.Join(s.root, string(d[:2]), string(d[2:4]), string(d))
}

func unwritable(cause error) error {
	return fault.NewUnavailable("文件暂时不能保存，请稍后再试；若仍失败，请系统管理员检查磁盘空间", fmt.Errorf("writing a blob: %w", cause))
}

func unreadable(d Digest, cause error) error {
	return fault.NewUnavailable("文件库暂时不能读取，请稍后再试", fmt.Errorf("opening blob %s: %w", d, cause))
}

func syncDir(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// content is an open file that knows which digest its bytes must have.
type content struct {
	file  *os.File
	plain measured
	want  Digest
}

func (c *content) Read(p []byte) (int, error) {
	n, err := c.plain.Read(p)
	switch {
	case err == io.EOF && c.plain.sum() != c.want:
		err = damaged(c.want, errors.New("the content has another digest"))
	case err != nil && err != io.EOF && c.plain.ctx.Err() == nil:
		err = damaged(c.want, err)
	}
	return n, err
}

func (c *content) Close() error { return c.file.Close() }

// measured passes bytes on, digests and counts them, and stops when ctx ends.
type measured struct {
	ctx    context.Context
	source io.Reader
	digest hash.Hash
	size   int64
	err    error // of the source, not of where its bytes went
}

func (m *measured) Read(p []byte) (int, error) {
	if err := m.ctx.Err(); err != nil {
		m.err = err
		return 0, err
	}
	n, err := m.source.Read(p)
	m.digest.Write(p[:n])
	m.size += int64(n)
	if err != nil && err != io.EOF {
		m.err = err
	}
	return n, err
}

func (m *measured) sum() Digest { return Digest(hex.EncodeToString(m.digest.Sum(nil))) }
