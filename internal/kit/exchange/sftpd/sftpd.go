// Package sftpd is a small SFTP server over one folder: the partner's side of an
// exchange. The fakes of link stand behind it, and the transports are tested
// against it, so that every file of a test, of the simulated city and of the
// demo crosses a real socket.
//
// A client sees the folder as "/" and cannot leave it, not by ".." and not by a
// symbolic link. It is not hardened for the internet.
package sftpd

import (
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"sync"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"
)

// Options say what to serve and to whom. A client gets in by the password or by
// the key; an empty one opens to nobody.
type Options struct {
	Folder    string
	Addr      string // to listen on; empty is a free port on loopback
	User      string
	Password  string
	ClientKey ssh.PublicKey
	HostKey   ed25519.PrivateKey // empty makes a new one
	// OldRename leaves out OpenSSH's renaming over what is there, as servers of
	// other makes do.
	OldRename bool
}

// Server serves until it is closed.
type Server struct {
	listener net.Listener
	root     *os.Root
	config   *ssh.ServerConfig
	hostKey  ssh.PublicKey
	old      bool

	mu    sync.Mutex
	conns map[net.Conn]struct{}
	done  sync.WaitGroup
}

// Start listens and serves in the background.
func Start(opt Options) (*Server, error) {
	s := &Server{conns: map[net.Conn]struct{}{}, old: opt.OldRename}
	if err := s.configure(opt); err != nil {
		return nil, fmt.Errorf("starting an SFTP server: %w", err)
	}
	var err error
	if s.root, err = os.OpenRoot(opt.Folder); err != nil {
		return nil, fmt.Errorf("starting an SFTP server: %w", err)
	}
	if opt.Addr == "" {
		opt.Addr = "127.0.0.1:0"
	}
	if s.listener, err = net.Listen("tcp", opt.Addr); err != nil {
		return nil, errors.Join(fmt.Errorf("starting an SFTP server: %w", err), s.root.Close())
	}
	s.done.Go(s.accept)
	return s, nil
}

func (s *Server) configure(opt Options) error {
	key := opt.HostKey
	if len(key) == 0 {
		var err error
		if _, key, err = ed25519.GenerateKey(rand.Reader); err != nil {
			return err
		}
	}
	signer, err := ssh.NewSignerFromKey(key)
	if err != nil {
		return err
	}
	s.hostKey = signer.PublicKey()
	s.config = &ssh.ServerConfig{}
	if opt.Password != "" {
		s.config.PasswordCallback = func(c ssh.ConnMetadata, password []byte) (*ssh.Permissions, error) {
			return nil, refuseUnless(c.User() == opt.User && string(password) == opt.Password)
		}
	}
	if opt.ClientKey != nil {
		allowed := string(opt.ClientKey.Marshal())
		s.config.PublicKeyCallback = func(c ssh.ConnMetadata, key ssh.PublicKey) (*ssh.Permissions, error) {
			return nil, refuseUnless(c.User() == opt.User && string(key.Marshal()) == allowed)
		}
	}
	s.config.AddHostKey(signer)
	return nil
}

func refuseUnless(ok bool) error {
	if ok {
		return nil
	}
	return errors.New("sftpd: unknown user, password or key")
}

// Addr is host and port.
func (s *Server) Addr() string { return s.listener.Addr().String() }

// HostKey is the server's public key in the form of an authorized_keys line, for
// a client to pin.
func (s *Server) HostKey() string {
	return strings.TrimSpace(string(ssh.MarshalAuthorizedKey(s.hostKey)))
}

// Close stops listening and cuts every connection.
func (s *Server) Close() error {
	err := s.listener.Close()
	s.HangUp()
	s.done.Wait()
	return errors.Join(err, s.root.Close())
}

// HangUp cuts the present connections and goes on listening: a partner's network
// on a bad day.
func (s *Server) HangUp() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for conn := range s.conns {
		_ = conn.Close() // it is being cut on purpose
	}
}

func (s *Server) accept() {
	for {
		conn, err := s.listener.Accept()
		if err != nil {
			return // closed
		}
		s.mu.Lock()
		s.conns[conn] = struct{}{}
		s.mu.Unlock()
		s.done.Go(func() {
			s.serve(conn)
			s.mu.Lock()
			defer s.mu.Unlock()
			delete(s.conns, conn)
		})
	}
}

// serve speaks with one client until it leaves. Its errors are the client's: it
// sees them as refusals or as a cut connection.
func (s *Server) serve(conn net.Conn) {
	defer conn.Close()
	_, channels, requests, err := ssh.NewServerConn(conn, s.config)
	if err != nil {
		return
	}
	go ssh.DiscardRequests(requests)
	var sessions sync.WaitGroup
	for asked := range channels {
		if asked.ChannelType() != "session" {
			_ = asked.Reject(ssh.UnknownChannelType, "sessions only")
			continue
		}
		channel, wishes, err := asked.Accept()
		if err != nil {
			break
		}
		sessions.Go(func() { s.session(channel, wishes) })
	}
	sessions.Wait()
}

func (s *Server) session(channel ssh.Channel, wishes <-chan *ssh.Request) {
	defer channel.Close()
	for wish := range wishes {
		// The payload is a string with its length in four bytes before it.
		ok := wish.Type == "subsystem" && len(wish.Payload) > 4 && string(wish.Payload[4:]) == "sftp"
		if wish.WantReply && wish.Reply(ok, nil) != nil {
			return
		}
		if ok {
			go ssh.DiscardRequests(wishes)
			files := &folder{root: s.root, oldRename: s.old}
			_ = sftp.NewRequestServer(channel, sftp.Handlers{FileGet: files, FilePut: files, FileCmd: files, FileList: files}).Serve()
			return
		}
	}
}
