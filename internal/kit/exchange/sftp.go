package exchange

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"

	"kaguan/internal/kit/fault"
)

// SFTP says how to reach a partner's SFTP server.
type SFTP struct {
	Addr       string // host:port
	User       string
	HostKey    string // the server's public key, an authorized_keys line; no other server is spoken to
	PrivateKey string // PEM, unencrypted; empty if the partner wants a password
	Password   string
	Root       string        // the folder on the server in which the partner's folders lie; empty is where the login lands
	Stall      time.Duration // how long nothing may move before the connection is cut; 0 is 30 s
}

// unreachable is what a person sees of every trouble on the way.
const unreachable = "合作方的文件服务器没有应答，系统会自动重试；长时间不通请联系对方"

// remote is the SFTP transport: one connection, made when it is first needed and
// made anew when it has died.
type remote struct {
	addr   string
	root   string
	stall  time.Duration
	config *ssh.ClientConfig

	mu     sync.Mutex
	conn   *ssh.Client
	client *sftp.Client
}

// NewSFTP checks the settings; it does not connect yet.
func NewSFTP(to SFTP) (Transport, error) {
	pinned, _, _, _, err := ssh.ParseAuthorizedKey([]byte(to.HostKey))
	if err != nil {
		return nil, fmt.Errorf("SFTP to %s: reading the host key: %w", to.Addr, err)
	}
	r := &remote{addr: to.Addr, root: to.Root, stall: to.Stall}
	if r.stall <= 0 {
		r.stall = 30 * time.Second
	}
	r.config = &ssh.ClientConfig{
		User: to.User, HostKeyCallback: ssh.FixedHostKey(pinned), HostKeyAlgorithms: algorithmsOf(pinned), Timeout: r.stall,
	}
	if to.Password != "" {
		r.config.Auth = append(r.config.Auth, ssh.Password(to.Password))
	}
	if to.PrivateKey != "" {
		signer, err := ssh.ParsePrivateKey([]byte(to.PrivateKey))
		if err != nil {
			return nil, fmt.Errorf("SFTP to %s: reading the private key: %w", to.Addr, err)
		}
		r.config.Auth = append(r.config.Auth, ssh.PublicKeys(signer))
	}
	return r, nil
}

// algorithmsOf asks the server for the pinned one of its keys. An RSA key signs
// by several names.
func algorithmsOf(key ssh.PublicKey) []string {
	if key.Type() == ssh.KeyAlgoRSA {
		return []string{ssh.KeyAlgoRSASHA512, ssh.KeyAlgoRSASHA256}
	}
	return []string{key.Type()}
}

func (r *remote) Put(ctx context.Context, name string, content io.Reader) error {
	return r.do(ctx, "putting", name, func(on *session) error {
		target := r.at(name)
		if err := on.client.MkdirAll(path.Dir(target)); err != nil {
			return err
		}
		file, err := on.client.Create(target + Part)
		if err != nil {
			return err
		}
		written, err := file.ReadFrom(on.watch(content))
		if err = errors.Join(err, file.Close()); err != nil {
			return err
		}
		// A server out of space may close a file without a word.
		about, err := on.client.Stat(target + Part)
		if err != nil {
			return err
		}
		if about.Size() != written {
			return fault.NewUnavailable("合作方的文件服务器没有存下整个文件，可能空间不足，请联系对方")
		}
		return r.rename(on.client, target+Part, target)
	})
}

func (r *remote) Get(ctx context.Context, name string) (io.ReadCloser, error) {
	on, err := r.open(ctx)
	if err != nil {
		return nil, err
	}
	file, err := on.client.Open(r.at(name))
	if err != nil {
		return nil, on.end("getting", name, err)
	}
	// One large read asks for many packets at once, a small one waits for each.
	return &fetching{Reader: bufio.NewReaderSize(on.watch(file), 1<<20), file: file, on: on, name: name}, nil
}

func (r *remote) List(ctx context.Context, name string) ([]Entry, error) {
	var entries []Entry
	err := r.do(ctx, "listing", name, func(on *session) error {
		found, err := on.client.ReadDirContext(ctx, r.at(name))
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		for _, one := range found {
			if one.Mode().IsRegular() {
				entries = append(entries, Entry{Name: one.Name(), Size: one.Size()})
			}
		}
		return err
	})
	slices.SortFunc(entries, func(a, b Entry) int { return strings.Compare(a.Name, b.Name) })
	return entries, err
}

func (r *remote) Move(ctx context.Context, from, to string) error {
	return r.do(ctx, "moving", from, func(on *session) error {
		if err := on.client.MkdirAll(path.Dir(r.at(to))); err != nil {
			return err
		}
		return r.rename(on.client, r.at(from), r.at(to))
	})
}

// rename renames over what stands there. A server without the extension of
// OpenSSH needs the place cleared first.
func (r *remote) rename(client *sftp.Client, from, to string) error {
	err := client.PosixRename(from, to)
	var status *sftp.StatusError
	if !errors.As(err, &status) || status.FxCode() != sftp.ErrSSHFxOpUnsupported {
		return err
	}
	if err := client.Remove(to); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return client.Rename(from, to)
}

func (r *remote) at(name string) string { return path.Join(r.root, name) }

// Close cuts the connection; the next use makes a new one.
func (r *remote) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	conn := r.conn
	r.conn, r.client = nil, nil
	if conn == nil {
		return nil
	}
	if err := conn.Close(); err != nil && !errors.Is(err, net.ErrClosed) && !errors.Is(err, io.EOF) {
		return fmt.Errorf("closing the connection to %s: %w", r.addr, err)
	}
	return nil
}
