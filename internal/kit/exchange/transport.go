package exchange

import (
	"context"
	"io"
)

// Transport reaches one partner's folders. Paths are separated by slashes and
// begin at the partner's root; names may be Chinese. What is missing is
// fs.ErrNotExist, a partner who does not answer is fault.Unavailable.
type Transport interface {
	// Put makes a file with this content, whole or not at all: it is written
	// under a temporary name (Part) and renamed, over what stood there. Folders on
	// the way are made.
	Put(ctx context.Context, path string, content io.Reader) error
	// Get opens a file. ctx must live until it is closed.
	Get(ctx context.Context, path string) (io.ReadCloser, error)
	// List gives the files of a folder, by name; a folder that is not there has none.
	List(ctx context.Context, folder string) ([]Entry, error)
	// Move renames a file over what stands there, making the folders on the way.
	Move(ctx context.Context, from, to string) error
	// Close gives the connection back; the transport can be used again after it.
	Close() error
}

// Entry is one file of a partner's folder.
type Entry struct {
	Name string // without folder
	Size int64  // bytes
}

// Part ends the name of a file that is still being written; nobody takes it.
const Part = ".part"
