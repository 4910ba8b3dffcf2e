package exchange

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"time"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"

	"kaguan/internal/kit/fault"
)

// session is one operation on the connection. Its watchdog cuts the connection
// when nothing has moved for too long, or when the context ends: the protocol's
// calls would wait for ever.
type session struct {
	client *sftp.Client
	remote *remote
	dog    *time.Timer
	unhook func() bool
}

func (r *remote) open(ctx context.Context) (*session, error) {
	client, conn, err := r.connected(ctx)
	if err != nil {
		return nil, err
	}
	cut := func() { _ = conn.Close() } // the operation under way reports it
	return &session{client: client, remote: r, dog: time.AfterFunc(r.stall, cut), unhook: context.AfterFunc(ctx, cut)}, nil
}

// end calls the watchdog off and tells the outcome. A refusal by the server
// leaves the connection; anything else ends it.
func (on *session) end(doing, name string, err error) error {
	on.dog.Stop()
	on.unhook()
	if err == nil {
		return nil
	}
	var status *sftp.StatusError
	answered := errors.As(err, &status) && status.FxCode() != sftp.ErrSSHFxConnectionLost && status.FxCode() != sftp.ErrSSHFxNoConnection
	answered = answered || errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission)
	if answered || fault.As(err) != nil {
		return fmt.Errorf("%s %s on %s: %w", doing, name, on.remote.addr, err)
	}
	err = errors.Join(err, on.remote.Close())
	return fault.NewUnavailable(unreachable, fmt.Errorf("%s %s on %s: %w", doing, name, on.remote.addr, err))
}

func (r *remote) do(ctx context.Context, doing, name string, operate func(on *session) error) error {
	on, err := r.open(ctx)
	if err != nil {
		return err
	}
	return on.end(doing, name, operate(on))
}

// watch gives a reader whose every success feeds the watchdog.
func (on *session) watch(from io.Reader) io.Reader { return &watched{from: from, on: on} }

type watched struct {
	from io.Reader
	on   *session
}

func (w *watched) Read(p []byte) (int, error) {
	n, err := w.from.Read(p)
	if n > 0 {
		w.on.dog.Reset(w.on.remote.stall)
	}
	return n, err
}

// fetching is a file on its way to us.
type fetching struct {
	io.Reader
	file   *sftp.File
	on     *session
	name   string
	failed error
}

func (f *fetching) Read(p []byte) (int, error) {
	n, err := f.Reader.Read(p)
	if err != nil && err != io.EOF && f.failed == nil {
		f.failed = f.on.end("getting", f.name, err)
	}
	if f.failed != nil {
		return n, f.failed
	}
	return n, err
}

func (f *fetching) Close() error {
	if f.failed != nil {
		return nil // Read has told it, and the connection is gone.
	}
	return f.on.end("getting", f.name, f.file.Close())
}

// connected gives a connection that just answered, so that one which died in its
// sleep does not cost an operation.
func (r *remote) connected(ctx context.Context) (*sftp.Client, *ssh.Client, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.client != nil {
		if r.alive() {
			return r.client, r.conn, nil
		}
		_ = r.conn.Close() // it is dead
		r.client, r.conn = nil, nil
	}
	conn, err := r.dial(ctx)
	if err != nil {
		return nil, nil, fault.NewUnavailable(unreachable, fmt.Errorf("connecting to %s: %w", r.addr, err))
	}
	// Writes may run ahead of one another: only a complete file is renamed.
	client, err := sftp.NewClient(conn, sftp.UseConcurrentWrites(true))
	if err != nil {
		err = errors.Join(err, conn.Close())
		return nil, nil, fault.NewUnavailable(unreachable, fmt.Errorf("starting SFTP on %s: %w", r.addr, err))
	}
	r.conn, r.client = conn, client
	return client, conn, nil
}

func (r *remote) alive() bool {
	conn := r.conn
	dog := time.AfterFunc(r.stall, func() { _ = conn.Close() }) // its death is the answer
	defer dog.Stop()
	_, err := r.client.RealPath(".")
	return err == nil
}

// dial bounds the greeting by the stall too, which ssh.Dial does only for the
// first packet.
func (r *remote) dial(ctx context.Context) (*ssh.Client, error) {
	dialer := net.Dialer{Timeout: r.stall}
	conn, err := dialer.DialContext(ctx, "tcp", r.addr)
	if err != nil {
		return nil, err
	}
	dog := time.AfterFunc(r.stall, func() { _ = conn.Close() }) // the greeting reports it
	defer dog.Stop()
	greeted, channels, requests, err := ssh.NewClientConn(conn, r.addr, r.config)
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return ssh.NewClient(greeted, channels, requests), nil
}
