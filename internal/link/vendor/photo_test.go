package vendor_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kaguan/internal/kit/fault"
	"kaguan/internal/link/vendor"
)

func TestPhotosRoundTrip(t *testing.T) {
	t.Parallel()
	photos := photosOf(cards(t, vendor.MostPhotos, one))
	content := zipped(t, photos)
	if !bytes.Equal(content, zipped(t, photos)) {
		t.Error("the same pictures give other bytes")
	}
	got, err := vendor.ReadPhotos(content)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(&vendor.Package{Photos: photos}, got); diff != "" {
		t.Error(diff)
	}
}

func TestPhotosRefused(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := vendor.WritePhotos(&out, make([]vendor.Photo, vendor.MostPhotos+1)); err == nil {
		t.Error("501 pictures were packed")
	}
	for _, name := range []string{"", "../440203199001010017.jpg", "440203199001010017.JPG", "index.txt"} {
		if err := vendor.WritePhotos(&out, []vendor.Photo{{Name: name}}); err == nil {
			t.Errorf("a picture named %q was packed", name)
		}
	}
	const name, digest = "440203199001010017.jpg", "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b"
	for label, files := range map[string]map[string]string{
		"no index":      {name: "x"},
		"broken index":  {name: "x", "index.txt": "what is this"},
		"doubled index": {"index.txt": name + " " + digest + "\r\n" + name + " " + digest},
		"beside index":  {name: "x", "index.txt": ""},
	} {
		if _, err := vendor.ReadPhotos(pack(t, files)); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", label, err)
		}
	}
	missing, err := vendor.ReadPhotos(pack(t, map[string]string{"index.txt": name + " " + digest}))
	if err != nil || !cmp.Equal(missing.Damaged, []string{name}) {
		t.Errorf("a picture that is missing: %+v, %v", missing, err)
	}
}

func TestHostilePackage(t *testing.T) {
	t.Parallel()
	const name = "440203199001010017.jpg"
	bomb := pack(t, map[string]string{name: string(make([]byte, 8<<20)), "index.txt": name + " " + fmt.Sprintf("%064d", 0)})
	got, err := vendor.ReadPhotos(bomb)
	if err != nil || len(got.Photos) != 0 || len(got.Damaged) != 1 {
		t.Errorf("a picture of 8 MiB: %+v, %v", got, err)
	}
}

func FuzzReadPhotos(f *testing.F) {
	f.Add([]byte("PK"))
	var good bytes.Buffer
	if err := vendor.WritePhotos(&good, []vendor.Photo{{Name: "440203199001010017.jpg", Content: []byte("x")}}); err != nil {
		f.Fatal(err)
	}
	f.Add(good.Bytes())
	f.Fuzz(func(t *testing.T, content []byte) {
		if _, err := vendor.ReadPhotos(content); err != nil && !fault.Is(err, fault.Invalid) {
			t.Errorf("an error that is no refusal: %v", err)
		}
	})
}

func pack(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for name, content := range files {
		entry, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := entry.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
