package exchange

import (
	"bytes"
	"crypto/rand"
	"encoding/pem"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/emmansun/gmsm/sm2"
	"github.com/emmansun/gmsm/smx509"
)

// keyPair writes an SM2 key pair as PEM files and gives their names.
func keyPair(t *testing.T, name string) (private, public string) {
	t.Helper()
	key, err := sm2.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write := func(file, kind string, der []byte, err error) string {
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, name+file)
		if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	der, err := smx509.MarshalPKCS8PrivateKey(key)
	private = write(".key", "PRIVATE KEY", der, err)
	der, err = smx509.MarshalPKIXPublicKey(&key.PublicKey)
	public = write(".pub", "PUBLIC KEY", der, err)
	return private, public
}

func TestKeyFilesMakeAnEnvelopeThatTheOtherSideOpens(t *testing.T) {
	t.Parallel()
	ourKey, ourPub := keyPair(t, "ours")
	theirKey, theirPub := keyPair(t, "theirs")
	ours, err := KeyFiles{Sign: ourKey, EncryptTo: theirPub}.Load()
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := KeyFiles{Verify: ourPub, Decrypt: theirKey}.Load()
	if err != nil {
		t.Fatal(err)
	}
	folder := NewFolder(t.TempDir())
	content := []byte("内容")
	marker, err := MarkerOf(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	out := Tray{Transport: folder, Folder: "in", Envelope: ours}
	if err := out.Put(t.Context(), Parcel{Name: "a.txt", Marker: marker}, bytes.NewReader(content)); err != nil {
		t.Fatal(err)
	}
	in := Tray{Transport: folder, Folder: "in", Envelope: theirs}
	waiting, err := in.Waiting(t.Context())
	if err != nil || len(waiting) != 1 {
		t.Fatalf("waiting %v, %v", waiting, err)
	}
	var got bytes.Buffer
	_, err = in.Fetch(t.Context(), waiting[0], func(r io.Reader) (Marker, error) {
		_, err := got.ReadFrom(r)
		return marker, err
	})
	if err != nil || got.String() != "内容" {
		t.Errorf("fetched %q, %v", got.String(), err)
	}
}

func TestKeyFilesRefuseWhatIsNoKey(t *testing.T) {
	t.Parallel()
	private, public := keyPair(t, "k")
	for name, files := range map[string]KeyFiles{
		"missing": {Sign: private + "x"}, "public as private": {Sign: public}, "private as public": {Verify: private}, "no PEM": {Decrypt: os.Args[0]},
	} {
		if _, err := files.Load(); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}
