package rowfile

import (
	"errors"
	"os"
)

// Scratch is a file that only this process can reach: it has no name any more,
// so that nothing of people's particulars is left on disk, not even by a crash.
// Closing it frees it.
func Scratch() (*os.File, error) {
	file, err := os.CreateTemp("", "kaguan-*")
	if err != nil {
		return nil, err
	}
	if err := os.Remove(file.Name()); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}
