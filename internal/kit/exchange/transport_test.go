package exchange_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/crypto/ssh"

	"kaguan/internal/kit/exchange"
	"kaguan/internal/kit/exchange/sftpd"
	"kaguan/internal/kit/fault"
)

var ctx = context.Background()

// TestTransports: all transports keep the same promises.
func TestTransports(t *testing.T) {
	t.Parallel()
	t.Run("folder", func(t *testing.T) {
		t.Parallel()
		root := t.TempDir()
		conform(t, exchange.NewFolder(root), root)
	})
	t.Run("sftp", func(t *testing.T) {
		t.Parallel()
		root := t.TempDir()
		conform(t, dial(t, serve(t, sftpd.Options{Folder: root})), root)
	})
	t.Run("sftp with the old rename", func(t *testing.T) {
		t.Parallel()
		root := t.TempDir()
		conform(t, dial(t, serve(t, sftpd.Options{Folder: root, OldRename: true})), root)
	})
	t.Run("sftp of OpenSSH", func(t *testing.T) {
		t.Parallel()
		root := t.TempDir()
		conform(t, dial(t, openSSH(t, root)), root)
	})
}

// serve starts the in-process server and gives the settings to reach it.
func serve(t *testing.T, opt sftpd.Options) exchange.SFTP {
	t.Helper()
	opt.User, opt.Password = "card", "only for tests"
	server, err := sftpd.Start(opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Errorf("closing the server: %v", err)
		}
	})
	return exchange.SFTP{Addr: server.Addr(), User: opt.User, Password: opt.Password, HostKey: server.HostKey()}
}

func dial(t *testing.T, to exchange.SFTP) exchange.Transport {
	t.Helper()
	transport, err := exchange.NewSFTP(to)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := transport.Close(); err != nil {
			t.Errorf("closing the transport: %v", err)
		}
	})
	return transport
}

func put(t *testing.T, transport exchange.Transport, name, content string) {
	t.Helper()
	if err := transport.Put(ctx, name, strings.NewReader(content)); err != nil {
		t.Fatal(err)
	}
}

func get(t *testing.T, transport exchange.Transport, name string) string {
	t.Helper()
	from, err := transport.Get(ctx, name)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(from)
	if err := errors.Join(err, from.Close()); err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// names lists a folder and fails the test on an error.
func names(t *testing.T, transport exchange.Transport, folder string) []string {
	t.Helper()
	entries, err := transport.List(ctx, folder)
	if err != nil {
		t.Fatal(err)
	}
	found := []string{}
	for _, e := range entries {
		found = append(found, e.Name)
	}
	return found
}

// conform is the one test of every transport. root is where its files really lie.
func conform(t *testing.T, transport exchange.Transport, root string) {
	const name = "in/预开户_韶关_001.txt"
	if entries, err := transport.List(ctx, "in"); err != nil || len(entries) != 0 {
		t.Fatalf("a folder that is not there: %v, %v", entries, err)
	}
	if _, err := transport.Get(ctx, name); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("getting what is missing: %v", err)
	}
	if err := transport.Move(ctx, name, "in/done/x"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("moving what is missing: %v", err)
	}
	put(t, transport, name, "第一版")
	put(t, transport, name, "第二版")
	put(t, transport, "in/空", "")
	if got := get(t, transport, name); got != "第二版" {
		t.Errorf("read back %q", got)
	}
	entries, err := transport.List(ctx, "in")
	want := []exchange.Entry{{Name: "空", Size: 0}, {Name: "预开户_韶关_001.txt", Size: 9}}
	if diff := cmp.Diff(want, entries); diff != "" || err != nil {
		t.Errorf("list: %v\n%s", err, diff)
	}
	put(t, transport, "in/done/预开户_韶关_001.txt", "旧")
	if err := transport.Move(ctx, name, "in/done/预开户_韶关_001.txt"); err != nil {
		t.Fatal(err)
	}
	if got := get(t, transport, "in/done/预开户_韶关_001.txt"); got != "第二版" {
		t.Errorf("moved over %q", got)
	}
	if got := names(t, transport, "in"); !cmp.Equal(got, []string{"空"}) {
		t.Errorf("left in the folder: %v", got)
	}
	conformLarge(t, transport)
	conformBroken(t, transport, root)
}

func conformLarge(t *testing.T, transport exchange.Transport) {
	large := make([]byte, 3<<20+17)
	random := rand.NewChaCha8([32]byte{1})
	if _, err := random.Read(large); err != nil {
		t.Fatal(err)
	}
	if err := transport.Put(ctx, "in/大", bytes.NewReader(large)); err != nil {
		t.Fatal(err)
	}
	if got := get(t, transport, "in/大"); got != string(large) {
		t.Error("a large file came back changed")
	}
}

// conformBroken: a content that breaks off leaves nothing under its name.
func conformBroken(t *testing.T, transport exchange.Transport, root string) {
	torn := errors.New("the disk is torn")
	content := io.MultiReader(strings.NewReader(strings.Repeat("x", 100_000)), failing{torn})
	if err := transport.Put(ctx, "in/半", content); !errors.Is(err, torn) {
		t.Errorf("a content that broke off: %v", err)
	}
	if _, err := os.Stat(filepath.Join(root, "in", "半")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("half a file stands under its name: %v", err)
	}
	gone, cancel := context.WithCancel(ctx)
	cancel()
	if err := transport.Put(gone, "in/取消", strings.NewReader("x")); err == nil {
		t.Error("a cancelled put succeeded")
	}
	put(t, transport, "in/后", "在断开以后")
	if got := get(t, transport, "in/后"); got != "在断开以后" {
		t.Errorf("after trouble: %q", got)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func TestNothingOutsideTheRoot(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	inside := filepath.Join(root, "inside")
	if err := errors.Join(os.Mkdir(inside, 0o700), os.WriteFile(filepath.Join(root, "secret"), []byte("s"), 0o600),
		os.Symlink(root, filepath.Join(inside, "way"))); err != nil {
		t.Fatal(err)
	}
	for kind, transport := range map[string]exchange.Transport{
		"folder": exchange.NewFolder(inside), "sftp": dial(t, serve(t, sftpd.Options{Folder: inside})),
	} {
		for _, name := range []string{"../secret", "way/secret"} {
			if from, err := transport.Get(ctx, name); err == nil {
				t.Errorf("%s gave %s: %v", kind, name, from.Close())
			}
		}
	}
}

func TestSFTPReconnects(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	server, err := sftpd.Start(sftpd.Options{Folder: root, User: "u", Password: "p"})
	if err != nil {
		t.Fatal(err)
	}
	to := exchange.SFTP{Addr: server.Addr(), User: "u", Password: "p", HostKey: server.HostKey()}
	transport := dial(t, to)
	put(t, transport, "a", "1")
	server.HangUp()
	put(t, transport, "b", "2")
	if err := server.Close(); err != nil {
		t.Fatal(err)
	}
	if err := transport.Put(ctx, "c", strings.NewReader("3")); !fault.Is(err, fault.Unavailable) {
		t.Errorf("a server that is gone: %v", err)
	}
}

func TestSFTPByKey(t *testing.T) {
	t.Parallel()
	private, public := newKey(t)
	_, stranger := newKey(t)
	for allowed, want := range map[string]bool{public: true, stranger: false} {
		key, _, _, _, err := ssh.ParseAuthorizedKey([]byte(allowed))
		if err != nil {
			t.Fatal(err)
		}
		to := serve(t, sftpd.Options{Folder: t.TempDir(), ClientKey: key})
		to.Password, to.PrivateKey = "", private
		if err := dial(t, to).Put(ctx, "a", strings.NewReader("1")); (err == nil) != want {
			t.Errorf("let in by the key: %v, want %t", err, want)
		}
	}
}

// TestSFTPStall: a server that accepts and then says nothing does not hold us.
func TestSFTPStall(t *testing.T) {
	t.Parallel()
	silent, hostKey := silentServer(t)
	transport := dial(t, exchange.SFTP{Addr: silent, User: "u", Password: "p", HostKey: hostKey, Stall: 100 * time.Millisecond})
	done := make(chan error, 1)
	go func() { done <- transport.Put(ctx, "a", strings.NewReader("1")) }()
	select {
	case err := <-done:
		if !fault.Is(err, fault.Unavailable) {
			t.Errorf("a silent server: %v", err)
		}
	case <-time.After(20 * time.Second):
		t.Error("a silent server holds us for ever")
	}
}

func TestSFTPPinsTheHostKey(t *testing.T) {
	t.Parallel()
	to, other := serve(t, sftpd.Options{Folder: t.TempDir()}), serve(t, sftpd.Options{Folder: t.TempDir()})
	to.HostKey = other.HostKey
	if err := dial(t, to).Put(ctx, "a", strings.NewReader("1")); !fault.Is(err, fault.Unavailable) {
		t.Errorf("a server with another key: %v", err)
	}
	if _, err := exchange.NewSFTP(exchange.SFTP{Addr: to.Addr, User: "u", Password: "p"}); err == nil {
		t.Error("no host key, and no refusal")
	}
	other.Password = "wrong"
	if err := dial(t, other).Put(ctx, "a", strings.NewReader("1")); !fault.Is(err, fault.Unavailable) {
		t.Errorf("a wrong password: %v", err)
	}
}
