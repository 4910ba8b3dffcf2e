package fake

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"sync"
	"time"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/cn"
	"kaguan/internal/kit/exchange"
	"kaguan/internal/kit/exchange/sftpd"
	"kaguan/internal/kit/rowfile"
)

// Options say who the partner is and where it lives.
type Options struct {
	Code   string // in file names: 103, V01 …
	Name   string // Chinese
	Area   string // the city's code in file names
	Folder string // its disk: its book and what its SFTP server serves; it survives a restart
	Clock  clock.Clock
	Seed   uint64
	Will   Will
}

// Trade is what makes a partner a bank or a vendor. It is called by one goroutine
// at a time.
type Trade interface {
	// Read makes of a file what the partner makes of it. fault.Invalid sends it
	// back; the cause may be a *rowfile.Problems.
	Read(in Incoming) error
	// Work does what waits for time or for other files. It is called each Step.
	Work(now time.Time) error
	// Spec describes the rows of an answer of this kind.
	Spec(kind string) *rowfile.Spec
	// Book is a pointer to what the trade must remember; it is kept as JSON.
	Book() any
}

// Incoming is one file that came.
type Incoming struct {
	Name    exchange.FileName
	Content []byte
	At      time.Time
}

// Desk is a partner at work.
type Desk struct {
	opt    Options
	trade  Trade
	server *sftpd.Server

	mu     sync.Mutex
	will   Will
	memory memory
}

// memory is what a desk knows of its files; with the trade's book it is the file
// book.json.
type memory struct {
	HostKey ed25519.PrivateKey
	Read    map[string]bool    // digests of the files that were read
	Seq     map[string]int     // the last number used, by kind, batch and day
	Waiting []*answer          // for their time
	Sent    map[string]*answer // by file name, until the house has taken or refused them
	Refused map[string]bool    // rows that the share has hit: whoever mends and comes again gets through
	Trade   json.RawMessage
}

// Open starts a partner: its server listens, and nothing is read or sent before
// the first Step.
func Open(opt Options, trade Trade) (*Desk, error) {
	d := &Desk{opt: opt, trade: trade, will: opt.Will}
	d.memory = memory{Read: map[string]bool{}, Seq: map[string]int{}, Sent: map[string]*answer{}, Refused: map[string]bool{}}
	if !areaShape.MatchString(opt.Area) || !codeShape.MatchString(opt.Code) {
		return nil, fmt.Errorf("opening the fake %q: it needs a code and the city's six digits for its file names", opt.Code)
	}
	for _, folder := range []string{inbox, outbox} {
		if err := os.MkdirAll(filepath.Join(d.files(), folder), 0o700); err != nil {
			return nil, fmt.Errorf("opening the fake %s: %w", opt.Code, err)
		}
	}
	if err := d.remember(); err != nil {
		return nil, fmt.Errorf("opening the book of the fake %s: %w", opt.Code, err)
	}
	var err error
	d.server, err = sftpd.Start(sftpd.Options{Folder: d.files(), User: user, Password: password, HostKey: d.memory.HostKey})
	return d, err
}

var (
	areaShape = regexp.MustCompile(`^\d{6}$`)
	codeShape = regexp.MustCompile(`^[0-9A-Za-z]+$`)
)

// The names on a partner's server, and the door to it: it listens on loopback
// only and holds invented people only.
const (
	inbox    = "in"
	outbox   = "out"
	user     = "kaguan"
	password = "loopback only"
)

// Partner is how the house reaches this partner.
func (d *Desk) Partner() exchange.Partner {
	return exchange.Partner{
		Code: d.opt.Code, Name: d.opt.Name, Inbox: inbox, Outbox: outbox, Charset: cn.GB18030,
		SFTP: &exchange.SFTP{Addr: d.server.Addr(), User: user, Password: password, HostKey: d.server.HostKey()},
	}
}

// Will is what the partner feels like now.
func (d *Desk) Will() Will {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.will
}

// SetWill changes its mind, for what it reads and sends from now on.
func (d *Desk) SetWill(w Will) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.will = w
}

// Refuses tells whether the partner refuses a row out of its own will, and for
// which of the reasons it has. The share hits a person once for each kind. The
// trade calls it from Read and Work.
func (d *Desk) Refuses(kind, idNumber string, reasons []string) (code string, refused bool) {
	for _, named := range d.will.Named {
		if named.Kind == kind && named.IDNumber == idNumber {
			if named.Code != "" {
				return named.Code, true
			}
			return d.pick(kind, idNumber, reasons), true
		}
	}
	key := kind + "/" + idNumber
	if d.Chance(key) < d.will.Refuse && !d.memory.Refused[key] {
		d.memory.Refused[key] = true
		return d.pick(kind, idNumber, reasons), true
	}
	return "", false
}

func (d *Desk) pick(kind, idNumber string, reasons []string) string {
	return reasons[int(d.Chance("why/"+kind+"/"+idNumber)*float64(len(reasons)))]
}

// Chance is a number from 0 to 1 that is always the same for a key.
func (d *Desk) Chance(key string) float64 { return chance(d.opt.Seed, key) }

// Close stops the server. What was remembered stays.
func (d *Desk) Close() error { return d.server.Close() }

func (d *Desk) files() string { return filepath.Join(d.opt.Folder, "files") }

func (d *Desk) book() string { return filepath.Join(d.opt.Folder, "book.json") }

// remember loads the book, or begins one.
func (d *Desk) remember() error {
	kept, err := os.ReadFile(d.book())
	if errors.Is(err, fs.ErrNotExist) {
		if _, d.memory.HostKey, err = ed25519.GenerateKey(nil); err != nil {
			return err
		}
		return d.save()
	}
	if err != nil {
		return err
	}
	if err := json.Unmarshal(kept, &d.memory); err != nil {
		return err
	}
	return json.Unmarshal(d.memory.Trade, d.trade.Book())
}

// save writes the book whole or not at all.
func (d *Desk) save() error {
	var err error
	if d.memory.Trade, err = json.Marshal(d.trade.Book()); err != nil {
		return err
	}
	kept, err := json.MarshalIndent(d.memory, "", " ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(d.book()+".new", kept, 0o600); err != nil {
		return err
	}
	return os.Rename(d.book()+".new", d.book())
}

// Step lets the partner do what is due at this moment: read what has come, work,
// mend what the house refused, and send what has waited long enough.
func (d *Desk) Step(ctx context.Context) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.will.Silent {
		return nil
	}
	for _, do := range []func(context.Context) error{d.read, d.work, d.mend, d.send} {
		if err := do(ctx); err != nil {
			return fmt.Errorf("the fake %s: %w", d.opt.Code, err)
		}
	}
	return nil
}

func (d *Desk) work(context.Context) error {
	if err := d.trade.Work(d.opt.Clock.Now()); err != nil {
		return err
	}
	return d.save()
}
