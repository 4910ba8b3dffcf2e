package application

import (
	"bytes"
	"context"
	"errors"
	"runtime"
	"slices"
	"sync"

	"kaguan/internal/kit/fault"
	"kaguan/internal/kit/photo"
)

// pictures finds, checks and keeps the photos of a chunk, on all processors:
// decoding takes far longer than everything else about a row. A photo kept for
// nothing, because the import is discarded, is one that the next try finds kept.
func (s *stager) pictures(ctx context.Context, lines []line) error {
	if s.album == nil {
		return nil
	}
	workers := runtime.GOMAXPROCS(0)
	failed := make([]error, workers)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := w; i < len(lines) && failed[w] == nil && ctx.Err() == nil; i += workers {
				if lines[i].number != "" {
					failed[w] = s.picture(ctx, &lines[i])
				}
			}
		})
	}
	wg.Wait()
	return errors.Join(append(slices.Clone(failed), ctx.Err())...)
}

func (s *stager) picture(ctx context.Context, l *line) error {
	file, err := s.album.read(l.judged.form.IDNumber)
	if err != nil {
		l.flaws = []reason{flawOf(err)}
		return nil
	}
	if file == nil {
		return nil
	}
	verdict := photo.Check(file, s.rules.photo)
	for _, found := range verdict.Refusals {
		l.flaws = append(l.flaws, reason{Column: -1, Code: string(found.Code), Words: found.Words})
	}
	for _, found := range verdict.Warnings {
		l.judged.warn("photoDigest", string(found.Code), found.Words)
	}
	if !verdict.OK() {
		return nil
	}
	digest, _, err := s.desk.photos.Put(ctx, bytes.NewReader(file))
	l.photo, l.photoIndex = string(digest), s.index("photo", string(digest))
	return err
}

// flawOf is the verdict on a photo that could not be unpacked.
func flawOf(err error) reason {
	r := reason{Column: -1, Code: "photo_broken", Words: "照片在压缩包里已损坏，请重新压缩后上传"}
	switch {
	case errors.Is(err, errTwice):
		r.Code, r.Words = "photo_twice", "照片包里有两个以此证件号码命名的文件，请只保留一个"
	case errors.Is(err, errLarge):
		r.Code, r.Words = "photo_large", "照片文件超过 1 MB，请按 358×441 像素重新保存"
	case fault.As(err) != nil:
		r.Words = fault.As(err).Words
	}
	return r
}
