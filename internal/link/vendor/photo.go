package vendor

import (
	"archive/zip"
	"bytes"
	"encoding/hex"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/emmansun/gmsm/sm3"

	"kaguan/internal/kit/fault"
)

// MostPhotos is how many pictures a package holds at most.
const MostPhotos = 500

// indexName is the file of a package that gives each picture's digest, a line
// each: `name SM3`.
const indexName = "index.txt"

// Limits of what is unpacked, so that a hostile package ends in a refusal.
const (
	mostPhotoBytes = 2 << 20
	mostIndexBytes = 1 << 20
)

// Photo is one picture of a package.
type Photo struct {
	Name    string // PhotoName of its person
	Content []byte // JPEG
}

// Digest is the picture's SM3 in hex.
func (p *Photo) Digest() string {
	digest := sm3.Sum(p.Content)
	return hex.EncodeToString(digest[:])
}

var photoShape = regexp.MustCompile(`^[0-9A-Z]{5,30}\.jpg$`)

// PhotoName is the name of a person's picture in a package.
func PhotoName(idNumber string) string { return idNumber + ".jpg" }

// WritePhotos writes one package. The same pictures in the same order always give
// the same bytes.
func WritePhotos(w io.Writer, photos []Photo) error {
	if len(photos) > MostPhotos {
		return fmt.Errorf("writing a package of %d pictures: at most %d", len(photos), MostPhotos)
	}
	out := zip.NewWriter(w)
	var index strings.Builder
	for i := range photos {
		photo := &photos[i]
		if !photoShape.MatchString(photo.Name) {
			return fmt.Errorf("writing a package of pictures: number %d is not named <ID number>.jpg", i+1)
		}
		fmt.Fprintf(&index, "%s %s\r\n", photo.Name, photo.Digest())
		if err := addStored(out, photo.Name, photo.Content); err != nil {
			return fmt.Errorf("writing a package of pictures: %w", err)
		}
	}
	if err := addStored(out, indexName, []byte(index.String())); err != nil {
		return fmt.Errorf("writing a package of pictures: %w", err)
	}
	return out.Close()
}

// addStored adds a file as it is: a JPEG does not get smaller.
func addStored(out *zip.Writer, name string, content []byte) error {
	entry, err := out.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
	if err != nil {
		return err
	}
	_, err = entry.Write(content)
	return err
}

// Package is what ReadPhotos found.
type Package struct {
	Photos  []Photo  // whole and as the index says
	Damaged []string // names whose picture is missing or has another digest than the index says
}

// ReadPhotos reads one package and checks every picture against the index. A
// package that is no ZIP, has no index, or holds what the index does not name is
// fault.Invalid.
func ReadPhotos(content []byte) (*Package, error) {
	in, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, fault.NewInvalid("照片包不是有效的 ZIP 文件，请重新打包", err)
	}
	if len(in.File) > MostPhotos+1 {
		return nil, fault.NewInvalid(fmt.Sprintf("照片包超过 %d 张，请分包", MostPhotos))
	}
	pictures, index := map[string][]byte{}, ""
	for _, entry := range in.File {
		if entry.Name == indexName {
			text, err := unpack(entry, mostIndexBytes)
			if err != nil {
				return nil, fault.NewInvalid("照片包的索引读不出来，请重新打包", err)
			}
			index = string(text)
			continue
		}
		// One broken picture does not spoil the others; the index misses it below.
		if picture, err := unpack(entry, mostPhotoBytes); err == nil {
			pictures[entry.Name] = picture
		}
	}
	return compare(pictures, index)
}

func compare(pictures map[string][]byte, index string) (*Package, error) {
	found := &Package{}
	named := map[string]bool{}
	for line := range strings.Lines(index) {
		fields := strings.Fields(line)
		if len(fields) != 2 || !photoShape.MatchString(fields[0]) || named[fields[0]] {
			return nil, fault.NewInvalid("照片包的索引格式不正确，应每行“文件名 SM3摘要”且不重复，请重新打包")
		}
		named[fields[0]] = true
		photo := Photo{Name: fields[0], Content: pictures[fields[0]]}
		if photo.Content == nil || photo.Digest() != strings.ToLower(fields[1]) {
			found.Damaged = append(found.Damaged, photo.Name)
			continue
		}
		found.Photos = append(found.Photos, photo)
	}
	for name := range pictures {
		if !named[name] {
			return nil, fault.NewInvalid("照片包里有索引之外的文件，请重新打包")
		}
	}
	return found, nil
}

func unpack(entry *zip.File, limit int64) ([]byte, error) {
	from, err := entry.Open()
	if err != nil {
		return nil, err
	}
	defer from.Close()
	content, err := io.ReadAll(io.LimitReader(from, limit+1))
	if err == nil && int64(len(content)) > limit {
		err = fmt.Errorf("it has more than %d bytes", limit)
	}
	return content, err
}
