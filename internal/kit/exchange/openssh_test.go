package exchange_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"kaguan/internal/kit/exchange"
)

// newKey makes a key pair: the private half as PEM, the public as authorized_keys line.
func newKey(t *testing.T) (private, public string) {
	t.Helper()
	pub, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	block, err := ssh.MarshalPrivateKey(key, "")
	if err != nil {
		t.Fatal(err)
	}
	line, err := ssh.NewPublicKey(pub)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(block)), strings.TrimSpace(string(ssh.MarshalAuthorizedKey(line)))
}

func freeAddr(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// openSSH starts Debian's sshd over root and gives the settings to reach it by key.
func openSSH(t *testing.T, root string) exchange.SFTP {
	t.Helper()
	sshd, err := exec.LookPath("sshd")
	if err != nil {
		sshd = "/usr/sbin/sshd"
	}
	if _, err := os.Stat(sshd); err != nil {
		if os.Getenv("KAGUAN_TEST_ALL") != "" {
			t.Fatal("sshd is missing and KAGUAN_TEST_ALL demands it: install openssh-server")
		}
		t.Skip("NOT RUN against OpenSSH: install openssh-server or use make test")
	}
	if os.Geteuid() == 0 {
		// Its privilege separation, which the package's start script makes otherwise.
		if err := os.MkdirAll("/run/sshd", 0o755); err != nil {
			t.Fatal(err)
		}
	}
	me, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	hostPrivate, hostPublic := newKey(t)
	private, public := newKey(t)
	addr, dir := freeAddr(t), t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	config := write("config", fmt.Sprintf(`ListenAddress %s
HostKey %s
AuthorizedKeysFile %s
PermitRootLogin prohibit-password
StrictModes no
UsePAM no
PidFile none
Subsystem sftp internal-sftp`, addr, write("host", hostPrivate), write("keys", public)))
	daemon := exec.Command(sshd, "-D", "-e", "-f", config)
	if daemon.Stderr, err = os.Create(filepath.Join(dir, "log")); err != nil {
		t.Fatal(err)
	}
	if err := daemon.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = daemon.Process.Kill()
		_ = daemon.Wait() // killed on purpose
		if said, err := os.ReadFile(filepath.Join(dir, "log")); err == nil && t.Failed() {
			t.Logf("sshd said:\n%s", said)
		}
	})
	awaitPort(t, addr)
	return exchange.SFTP{Addr: addr, User: me.Username, PrivateKey: private, HostKey: hostPublic, Root: root}
}

func awaitPort(t *testing.T, addr string) {
	t.Helper()
	for range 100 {
		conn, err := net.Dial("tcp", addr)
		if err == nil {
			_ = conn.Close() // only a knock
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("nobody listens on %s", addr)
}

// silentServer accepts connections and never says a word.
func silentServer(t *testing.T) (addr, hostKey string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	_, hostKey = newKey(t)
	return listener.Addr().String(), hostKey
}
