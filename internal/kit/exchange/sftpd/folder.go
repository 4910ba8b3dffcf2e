package sftpd

import (
	"io"
	"os"
	"strings"

	"github.com/pkg/sftp"
)

// folder answers a client's requests from below one root.
type folder struct {
	root      *os.Root
	oldRename bool
}

// local turns a client's path, which is always absolute and clean, into one
// below the root.
func local(path string) string {
	if path = strings.Trim(path, "/"); path != "" {
		return path
	}
	return "."
}

// Fileread opens a file to be fetched.
func (f *folder) Fileread(r *sftp.Request) (io.ReaderAt, error) {
	return f.root.Open(local(r.Filepath))
}

// Filewrite opens a file to be put, as the client's flags say.
func (f *folder) Filewrite(r *sftp.Request) (io.WriterAt, error) {
	wanted, flag := r.Pflags(), os.O_WRONLY
	if wanted.Creat {
		flag |= os.O_CREATE
	}
	if wanted.Trunc {
		flag |= os.O_TRUNC
	}
	if wanted.Excl {
		flag |= os.O_EXCL
	}
	return f.root.OpenFile(local(r.Filepath), flag, 0o600)
}

// Filecmd does what changes names and folders. Links are refused.
func (f *folder) Filecmd(r *sftp.Request) error {
	name := local(r.Filepath)
	switch r.Method {
	case "Setstat":
		return nil // Times and modes are the server's own here.
	case "Rename":
		// Version 3 of the protocol does not overwrite by a rename.
		if _, err := f.root.Lstat(local(r.Target)); err == nil {
			return os.ErrExist
		}
		return f.root.Rename(name, local(r.Target))
	case "Mkdir":
		return f.root.Mkdir(name, 0o700)
	case "Remove", "Rmdir":
		return f.root.Remove(name)
	}
	return sftp.ErrSSHFxOpUnsupported
}

// PosixRename renames over what stands there.
func (f *folder) PosixRename(r *sftp.Request) error {
	if f.oldRename {
		return sftp.ErrSSHFxOpUnsupported
	}
	return f.root.Rename(local(r.Filepath), local(r.Target))
}

// Filelist lists a folder or tells of one file.
func (f *folder) Filelist(r *sftp.Request) (sftp.ListerAt, error) {
	name := local(r.Filepath)
	switch r.Method {
	case "List":
		dir, err := f.root.Open(name)
		if err != nil {
			return nil, err
		}
		defer dir.Close()
		entries, err := dir.Readdir(-1)
		return listing(entries), err
	case "Stat":
		entry, err := f.root.Stat(name)
		return listing{entry}, err
	}
	return nil, sftp.ErrSSHFxOpUnsupported
}

type listing []os.FileInfo

// ListAt gives the entries from offset on.
func (l listing) ListAt(into []os.FileInfo, offset int64) (int, error) {
	if offset >= int64(len(l)) {
		return 0, io.EOF
	}
	n := copy(into, l[offset:])
	if n < len(into) {
		return n, io.EOF
	}
	return n, nil
}
