package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"strings"
	"time"

	"kaguan/internal/kit/clock"
)

// DB is an open database. Any number of goroutines, and on PostgreSQL any
// number of processes, may share one.
type DB struct {
	engine engine
	clock  clock.Clock
	poke   *bell // rung when a transaction left entries for the sealer
	sealed *bell // rung when the sealer has entries for followers
	holder string
	url    string
}

type engine interface {
	begin(ctx context.Context, readOnly bool) (conn, error)
	migrations() (*sql.DB, func() error, error)
	dialect() dialect
	close() error
}

type conn interface {
	exec(ctx context.Context, query string, args []any) (int64, error)
	query(ctx context.Context, query string, args []any) (rows, error)
	copyIn(ctx context.Context, table string, columns []string, rows iter.Seq2[[]any, error]) (int64, error)
	commit(ctx context.Context) error
	rollback(ctx context.Context) error
}

type rows interface {
	Next() bool
	Scan(into ...any) error
	Close()
	Err() error
}

// Options say which database to open and how.
type Options struct {
	URL    string      // postgres://… or the path of a SQLite file
	Clock  clock.Clock // nil is the machine's
	Schema fs.FS       // the migrations, NNNN_<owner>.sql
	Holder string      // names this process in leases; must differ between processes
}

// Open opens a database and brings its schema up to date. It refuses one whose
// schema is newer than this program.
func Open(ctx context.Context, opt Options) (*DB, error) {
	if opt.Clock == nil {
		opt.Clock = clock.System{}
	}
	var (
		e   engine
		err error
	)
	if strings.HasPrefix(opt.URL, "postgres://") || strings.HasPrefix(opt.URL, "postgresql://") {
		e, err = openPG(ctx, opt.URL)
	} else {
		e, err = openLite(opt.URL)
	}
	if err != nil {
		return nil, err
	}
	d := &DB{engine: e, clock: opt.Clock, poke: newBell(), sealed: newBell(), holder: opt.Holder, url: opt.URL}
	if err := d.migrate(ctx, opt.Schema); err != nil {
		return nil, errors.Join(err, e.close())
	}
	return d, nil
}

// URL is where the database is, with its password if it has one.
func (d *DB) URL() string { return d.url }

// Close gives the connections back.
func (d *DB) Close() error { return d.engine.close() }

// Clock is the clock that transactions read.
func (d *DB) Clock() clock.Clock { return d.clock }

// collisions is how often a transaction is begun anew after another came across it.
const collisions = 5

// Do runs fn in one transaction and commits it with its journal entries, or
// leaves everything as it was. Within a Do of the same context it joins that
// one, so that verbs can be put together. It fails if rows changed and nothing
// was noted, and if nobody acts in ctx. fn may run more than once and must have
// no effect outside the database.
func (d *DB) Do(ctx context.Context, fn func(tx *Tx) error) error {
	if outer, ok := ctx.Value(txKey{d}).(*Tx); ok {
		if outer.readOnly {
			return errors.New("db: writing inside a View")
		}
		return fn(outer)
	}
	if ActorOf(ctx).Name == "" {
		return errors.New("db: writing without an actor")
	}
	for try := 1; ; try++ {
		err := d.once(ctx, fn)
		if err == nil || !collided(err) || try == collisions {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Duration(try*try) * 5 * time.Millisecond):
		}
	}
}

func (d *DB) once(ctx context.Context, fn func(tx *Tx) error) (err error) {
	c, err := d.engine.begin(ctx, false)
	if err != nil {
		return fmt.Errorf("beginning: %w", err)
	}
	tx := &Tx{conn: c, now: d.clock.Now()}
	tx.ctx = context.WithValue(ctx, txKey{d}, tx)
	committed := false
	defer func() {
		if !committed {
			_ = c.rollback(context.WithoutCancel(ctx)) // the first error says why
		}
	}()
	if err := fn(tx); err != nil {
		return err
	}
	if tx.changed > 0 && len(tx.notes) == 0 {
		return fmt.Errorf("db: %d rows changed and nothing noted in the journal", tx.changed)
	}
	noted := len(tx.notes) > 0
	if err := tx.writeNotes(); err != nil {
		return err
	}
	if err := c.commit(ctx); err != nil {
		return fmt.Errorf("committing: %w", err)
	}
	committed = true
	if noted {
		d.poke.ring()
	}
	for _, after := range tx.after {
		after()
	}
	return nil
}

// View runs fn on one consistent state of the database. Within a Do or View of
// the same context it reads there, and so sees what that one has written.
func (d *DB) View(ctx context.Context, fn func(tx *Tx) error) error {
	if outer, ok := ctx.Value(txKey{d}).(*Tx); ok {
		return fn(outer)
	}
	c, err := d.engine.begin(ctx, true)
	if err != nil {
		return fmt.Errorf("beginning to read: %w", err)
	}
	defer func() { _ = c.rollback(context.WithoutCancel(ctx)) }() // nothing to lose
	tx := &Tx{conn: c, now: d.clock.Now(), readOnly: true}
	tx.ctx = context.WithValue(ctx, txKey{d}, tx)
	return fn(tx)
}
