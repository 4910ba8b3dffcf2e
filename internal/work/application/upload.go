package application

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"

	"kaguan/internal/kit/blob"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
)

// MostUpload is how many bytes one uploaded file may have: photos of 50,000
// people.
const MostUpload = 2 << 30

// keepUploads is how long an uploaded file is kept. Staging takes from it all
// that is needed, so it is only there to be looked at when something is unclear.
const keepUploads = 7 * 24 * time.Hour

// Upload is a file that was sent to be imported.
type Upload struct {
	ID   int64  `json:"id" doc:"文件编号"`
	Name string `json:"name" doc:"文件名"`
	Size int64  `json:"size" doc:"字节数"`

	digest string
}

// Upload keeps a file, sealed, until it is imported. Only who sent it may use it.
func (k *Desk) Upload(ctx context.Context, name string, r io.Reader) (u Upload, err error) {
	u.Name = fileName(name)
	digest, size, err := k.uploads.Put(ctx, r)
	if err != nil {
		return Upload{}, err
	}
	if size == 0 {
		return Upload{}, fault.NewInvalid("文件是空的，请重新选择文件")
	}
	u.digest, u.Size = string(digest), size
	err = k.db.Do(ctx, func(tx *db.Tx) error {
		if u.ID, err = insertUpload(tx, u); err != nil {
			return err
		}
		return tx.Note(db.Ref("upload", u.ID), "application.uploaded", map[string]any{"size": size, "digest": u.digest})
	})
	return u, err
}

// fileName is the last part of what the sender calls the file, for show only.
func fileName(name string) string {
	name = strings.ToValidUTF8(path.Base(strings.ReplaceAll(name, `\`, "/")), "")
	if utf8.RuneCountInString(name) > 120 {
		name = string([]rune(name)[:120])
	}
	if name == "." || name == "/" || name == "" {
		return "未命名"
	}
	return name
}

// fetched is an upload as a plain file of this machine, for as long as it is read.
type fetched struct{ path string }

// fetch opens an upload into the scratch folder. A process that dies leaves the
// file there; Sweep removes it.
func (k *Desk) fetch(ctx context.Context, u Upload) (f fetched, err error) {
	if err := os.MkdirAll(k.scratch, 0o700); err != nil {
		return f, fault.NewUnavailable("工作目录无法建立，请检查磁盘与目录权限", err)
	}
	in, err := k.uploads.Get(ctx, blob.Digest(u.digest))
	if err != nil {
		return f, err
	}
	out, err := os.CreateTemp(k.scratch, "import-*")
	if err != nil {
		return f, errors.Join(fault.NewUnavailable("文件暂时不能读取，请检查磁盘空间", err), in.Close())
	}
	f.path = out.Name()
	_, err = io.Copy(out, in)
	if err = errors.Join(err, in.Close(), out.Close()); err != nil {
		return f, errors.Join(fmt.Errorf("fetching upload %d: %w", u.ID, err), f.close())
	}
	return f, nil
}

func (f fetched) close() error {
	if f.path == "" {
		return nil
	}
	return os.Remove(f.path)
}

// Sweep forgets files that nobody needs any more: uploads after a week, and what
// a process that died left in the scratch folder.
func (k *Desk) Sweep(ctx context.Context) error {
	now := k.db.Clock().Now()
	left, err := filepath.Glob(filepath.Join(k.scratch, "import-*"))
	if err != nil {
		return fmt.Errorf("sweeping the scratch folder: %w", err)
	}
	for _, file := range left {
		about, err := os.Stat(file)
		if err == nil && about.ModTime().Before(now.Add(-24*time.Hour)) {
			err = os.Remove(file)
		}
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("sweeping the scratch folder: %w", err)
		}
	}
	return k.forgetUploads(ctx, now.Add(-keepUploads).UnixMilli())
}

// forgetUploads deletes the contents of old uploads, unless the same content was
// sent again since or is still being read.
func (k *Desk) forgetUploads(ctx context.Context, before int64) error {
	for {
		var u Upload
		err := k.db.Do(ctx, func(tx *db.Tx) (err error) {
			if u, err = oldUpload(tx, before); err != nil {
				return err
			}
			if err := forgetUpload(tx, u.digest, before); err != nil {
				return err
			}
			return tx.Note(db.Ref("upload", u.ID), "application.upload_forgotten", map[string]any{"digest": u.digest})
		})
		if errors.Is(err, db.ErrNone) {
			return nil
		}
		if err != nil {
			return err
		}
		// Deleted only after the row says so: a crash in between leaves a file too many, never one too few.
		if err := k.uploads.Delete(ctx, blob.Digest(u.digest)); err != nil {
			return err
		}
	}
}
