package application

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"kaguan/internal/kit/fault"
)

// The bounds of a ZIP of photos. JPEG hardly packs, so a file that unpacks to
// many times its size is no set of photos.
const (
	mostEntries = 200_000
	mostRatio   = 20
	ratioFrom   = 1 << 20 // below this size any ratio is harmless
)

// album is a ZIP of photos named by ID number, opened for reading by number.
type album struct {
	file   *zip.ReadCloser
	photos map[string]*zip.File // by ID number; nil where two files have the same
	count  int64
}

// openAlbum opens a ZIP and looks at its names. A file that is no ZIP, has names
// that lead out of their folder or is made to burst is fault.Invalid.
func openAlbum(file string) (*album, error) {
	archive, err := zip.OpenReader(file)
	if errors.Is(err, zip.ErrFormat) || errors.Is(err, zip.ErrAlgorithm) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, fault.NewInvalid("照片包不是 ZIP 文件或没有上传完整，请重新压缩后上传")
	}
	if err != nil {
		return nil, fmt.Errorf("opening the photos of an import: %w", err)
	}
	a := &album{file: archive, photos: make(map[string]*zip.File, len(archive.File))}
	if err := a.index(); err != nil {
		return nil, errors.Join(err, archive.Close())
	}
	return a, nil
}

func errPath() error {
	return fault.NewInvalid("照片包里有不安全的文件路径，请只放以证件号码命名的照片，重新压缩后上传")
}

func (a *album) index() error {
	if len(a.file.File) > mostEntries {
		return fault.NewInvalid(fmt.Sprintf("照片包里的文件超过 %d 个，请分成几包上传", mostEntries))
	}
	for _, entry := range a.file.File {
		name := entry.Name
		if strings.HasPrefix(name, "/") || strings.ContainsAny(name, "\\\x00:") || hasParent(name) {
			return errPath()
		}
		if entry.UncompressedSize64 > ratioFrom && entry.UncompressedSize64 > mostRatio*entry.CompressedSize64 {
			return fault.NewInvalid("照片包里有文件解压后大得不正常，请只放照片，重新压缩后上传")
		}
		number, ok := numberIn(name)
		if !ok || strings.HasSuffix(name, "/") {
			continue
		}
		a.count++
		if _, twice := a.photos[number]; twice {
			a.photos[number] = nil
			continue
		}
		a.photos[number] = entry
	}
	return nil
}

func hasParent(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if part == ".." {
			return true
		}
	}
	return false
}

// numberIn is the ID number that a photo's name says: folders do not matter,
// nor does the case of X and of the ending.
func numberIn(name string) (string, bool) {
	name = strings.ToUpper(path.Base(name))
	for _, ending := range []string{".JPG", ".JPEG"} {
		if number, ok := strings.CutSuffix(name, ending); ok && number != "" && !strings.HasPrefix(number, ".") {
			return number, true
		}
	}
	return "", false
}

// errTwice says that two files have the name of one person.
var errTwice = errors.New("two photos of one name")

// errLarge says that a photo is larger than any photo can be.
var errLarge = errors.New("a photo too large to be one")

// read gives the photo of an ID number; nil if there is none. errTwice and
// errLarge are verdicts on it, like any other fault of the packed bytes.
func (a *album) read(number string) ([]byte, error) {
	entry, found := a.photos[number]
	switch {
	case !found:
		return nil, nil
	case entry == nil:
		return nil, errTwice
	case entry.UncompressedSize64 > mostPhoto:
		return nil, errLarge
	}
	in, err := entry.Open()
	if err != nil {
		return nil, fmt.Errorf("reading a packed photo: %w", err)
	}
	// What the header says of the size is only a claim.
	content, err := io.ReadAll(io.LimitReader(in, mostPhoto+1))
	if err = errors.Join(err, in.Close()); err != nil {
		return nil, fmt.Errorf("reading a packed photo: %w", err)
	}
	if len(content) > mostPhoto {
		return nil, errLarge
	}
	return content, nil
}

func (a *album) close() error {
	if a == nil {
		return nil
	}
	return a.file.Close()
}
