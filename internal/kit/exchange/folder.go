package exchange

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"

	"kaguan/internal/kit/fault"
)

// folder is the transport of a partner who shares a disk with us: a mounted
// folder, or a medium that a clerk carries.
type folder struct{ root string }

// NewFolder reaches the partner's folders below root. Every operation opens the
// root anew, so that a medium may come and go, and none can leave it.
func NewFolder(root string) Transport { return &folder{root} }

func (f *folder) Put(ctx context.Context, name string, content io.Reader) error {
	return f.within("putting", name, func(root *os.Root) error {
		if err := root.MkdirAll(path.Dir(name), 0o700); err != nil {
			return err
		}
		file, err := root.OpenFile(name+Part, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
		if err != nil {
			return err
		}
		_, err = io.Copy(file, &cancellable{ctx, content})
		if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
			return err
		}
		return root.Rename(name+Part, name)
	})
}

func (f *folder) Get(ctx context.Context, name string) (io.ReadCloser, error) {
	var file *os.File
	err := f.within("getting", name, func(root *os.Root) (err error) {
		file, err = root.Open(name)
		return err
	})
	if err != nil {
		return nil, err
	}
	return reading{&cancellable{ctx, file}, file}, nil
}

func (f *folder) List(_ context.Context, name string) ([]Entry, error) {
	var entries []Entry
	err := f.within("listing", name, func(root *os.Root) error {
		found, err := fs.ReadDir(root.FS(), path.Clean(name))
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		for _, one := range found {
			about, err := one.Info() // fails for what has just been moved away
			if err == nil && about.Mode().IsRegular() {
				entries = append(entries, Entry{Name: one.Name(), Size: about.Size()})
			}
		}
		return err
	})
	return entries, err
}

func (f *folder) Move(_ context.Context, from, to string) error {
	return f.within("moving", from, func(root *os.Root) error {
		if err := root.MkdirAll(path.Dir(to), 0o700); err != nil {
			return err
		}
		return root.Rename(from, to)
	})
}

func (f *folder) Close() error { return nil }

// within does one operation below the root.
func (f *folder) within(doing, name string, operate func(root *os.Root) error) error {
	root, err := os.OpenRoot(f.root)
	if err != nil {
		return fault.NewUnavailable("合作方的交换目录打不开，请检查磁盘或网络挂载后重试", err)
	}
	err = operate(root)
	if err = errors.Join(err, root.Close()); err != nil {
		return fmt.Errorf("%s %s: %w", doing, name, err)
	}
	return nil
}

// reading reads from one thing and closes another.
type reading struct {
	io.Reader
	io.Closer
}

// cancellable stops reading when its context ends.
type cancellable struct {
	ctx context.Context
	r   io.Reader
}

func (c *cancellable) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
