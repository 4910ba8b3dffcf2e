package db

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"
)

// ErrNone says that a query for one row found none.
var ErrNone = errors.New("db: no such row")

type txKey struct{ of *DB }

// Tx is one transaction; use it only inside the function it was given to.
type Tx struct {
	ctx      context.Context
	conn     conn
	now      time.Time
	readOnly bool
	changed  int64
	notes    []note
	after    []func()
}

// Now is the moment the transaction began: one for all its rows.
func (tx *Tx) Now() time.Time { return tx.now }

// Millis is Now in the form in which instants are stored.
func (tx *Tx) Millis() int64 { return tx.now.UnixMilli() }

// Context carries the actor, and lets verbs called with it join this transaction.
func (tx *Tx) Context() context.Context { return tx.ctx }

// Actor is who acts.
func (tx *Tx) Actor() Actor { return ActorOf(tx.ctx) }

// AfterCommit runs fn once the transaction is durable, and not at all if it is
// not: to wake somebody, never to do the work itself.
func (tx *Tx) AfterCommit(fn func()) { tx.after = append(tx.after, fn) }

// Exec changes rows and tells how many.
func (tx *Tx) Exec(query string, args ...any) (int64, error) {
	n, err := tx.Quiet(query, args...)
	tx.changed += n
	return n, err
}

// ExecOne changes exactly one row; none is ErrNone, which a guarded move turns
// into a conflict.
func (tx *Tx) ExecOne(query string, args ...any) error {
	n, err := tx.Exec(query, args...)
	if err != nil {
		return err
	}
	if n == 0 {
		return ErrNone
	}
	if n > 1 {
		return fmt.Errorf("db: %d rows changed where one was meant", n)
	}
	return nil
}

// Quiet changes rows that need no journal entry: only kit's own tables
// (sessions, cursors, leases, progress), which internal/tidy watches over.
func (tx *Tx) Quiet(query string, args ...any) (int64, error) {
	if tx.readOnly {
		return 0, errors.New("db: writing inside a View")
	}
	n, err := tx.conn.exec(tx.ctx, query, args)
	if err != nil {
		return 0, fmt.Errorf("db: %w", err)
	}
	return n, nil
}

// Copy inserts many rows as fast as the engine can.
func (tx *Tx) Copy(table string, columns []string, rows iter.Seq2[[]any, error]) (int64, error) {
	if tx.readOnly {
		return 0, errors.New("db: writing inside a View")
	}
	n, err := tx.conn.copyIn(tx.ctx, table, columns, rows)
	tx.changed += n
	if err != nil {
		return n, fmt.Errorf("db: copying into %s: %w", table, err)
	}
	return n, nil
}

// Scanner is one row of an answer.
type Scanner interface{ Scan(into ...any) error }

// Each calls fn for every row of an answer, in constant memory.
func (tx *Tx) Each(fn func(Scanner) error, query string, args ...any) error {
	r, err := tx.conn.query(tx.ctx, query, args)
	if err != nil {
		return fmt.Errorf("db: %w", err)
	}
	defer r.Close()
	for r.Next() {
		if err := fn(r); err != nil {
			return err
		}
	}
	if err := r.Err(); err != nil {
		return fmt.Errorf("db: %w", err)
	}
	return nil
}

// Insert runs an INSERT … RETURNING id and gives the id. It counts as a change.
func (tx *Tx) Insert(query string, args ...any) (int64, error) {
	if tx.readOnly {
		return 0, errors.New("db: writing inside a View")
	}
	id, err := Scalar[int64](tx, query, args...)
	if err == nil {
		tx.changed++
	}
	return id, err
}

// All reads every row with scan.
func All[T any](tx *Tx, scan func(Scanner) (T, error), query string, args ...any) ([]T, error) {
	all := []T{}
	err := tx.Each(func(s Scanner) error {
		one, err := scan(s)
		all = append(all, one)
		return err
	}, query, args...)
	return all, err
}

// One reads the first row with scan; ErrNone if there is none.
func One[T any](tx *Tx, scan func(Scanner) (T, error), query string, args ...any) (T, error) {
	var one T
	found := false
	err := tx.Each(func(s Scanner) (err error) {
		if found {
			return nil
		}
		found = true
		one, err = scan(s)
		return err
	}, query, args...)
	if err == nil && !found {
		err = ErrNone
	}
	return one, err
}

// Scalar reads one value of one row; ErrNone if there is none.
func Scalar[T any](tx *Tx, query string, args ...any) (T, error) {
	return One(tx, func(s Scanner) (v T, err error) {
		err = s.Scan(&v)
		return v, err
	}, query, args...)
}
