package db

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"
)

// Follower does what must happen elsewhere when the journal says something.
// Its cursor moves in the same transaction as its effect: local effects happen
// exactly once; effects outside at least once, with the entry's number as key.
type Follower struct {
	Name  string
	Verbs []string // the verbs it listens to
	Do    func(ctx context.Context, tx *Tx, e Entry) error
}

// Follow hands the next sealed entry to f and tells whether there was one. An
// error leaves the cursor where it was, so the entry comes again.
func (d *DB) Follow(ctx context.Context, f Follower) (bool, error) {
	found := false
	err := d.Do(System(ctx, f.Name), func(tx *Tx) error {
		found = false
		// The upsert also locks the row: one process at a time moves a cursor.
		cursor, err := Scalar[int64](tx, `INSERT INTO follower (name, seq, moved_at) VALUES ($1, 0, $2)
			ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING seq`, f.Name, tx.Millis())
		if err != nil {
			return err
		}
		head, _, err := sealHead(tx)
		if err != nil || head <= cursor {
			return err
		}
		entry, err := nextFor(tx, f, cursor)
		switch {
		case errors.Is(err, ErrNone):
			return tx.moveCursor(f.Name, head)
		case err != nil:
			return err
		}
		found = true
		if err := f.Do(tx.ctx, tx, entry); err != nil {
			return fmt.Errorf("following %s at %d: %w", entry.Verb, entry.Seq, err)
		}
		return tx.moveCursor(f.Name, entry.Seq)
	})
	return found, err
}

func nextFor(tx *Tx, f Follower, cursor int64) (Entry, error) {
	args := []any{cursor}
	marks := make([]string, len(f.Verbs))
	for i, verb := range f.Verbs {
		args = append(args, verb)
		marks[i] = fmt.Sprintf("$%d", i+2)
	}
	return One(tx, scanEntry, `SELECT `+entryColumns+`, s.seq FROM journal_seal s JOIN journal j ON j.id = s.id
		WHERE s.seq > $1 AND j.verb IN (`+strings.Join(marks, ", ")+`) ORDER BY s.seq LIMIT 1`, args...)
}

func (tx *Tx) moveCursor(name string, seq int64) error {
	_, err := tx.Quiet(`UPDATE follower SET seq = $1, moved_at = $2 WHERE name = $3`, seq, tx.Millis(), name)
	return err
}

// RunFollowers keeps every follower at the head of the journal until ctx ends.
// One that fails is tried again with growing pauses, up to a minute; the others
// go on.
func (d *DB) RunFollowers(ctx context.Context, followers []Follower) {
	bells := make([]*bell, len(followers))
	for i, f := range followers {
		bells[i] = newBell()
		go d.runFollower(ctx, f, bells[i])
	}
	for {
		select {
		case <-ctx.Done():
			return
		case <-d.sealed.ch:
			for _, b := range bells {
				b.ring()
			}
		}
	}
}

func (d *DB) runFollower(ctx context.Context, f Follower, woken *bell) {
	pause := time.Second
	for ctx.Err() == nil {
		found, err := d.Follow(ctx, f)
		if err != nil && ctx.Err() == nil {
			slog.Error("follower", "name", f.Name, "err", err)
			sleep(ctx, pause)
			pause = min(2*pause, time.Minute)
			continue
		}
		pause = time.Second
		if found {
			continue
		}
		select {
		case <-ctx.Done():
		case <-woken.ch:
		case <-time.After(time.Second):
		}
	}
}

func sleep(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// Settle seals and follows until nothing is left to do: what the running loops
// do in a moment, for the cranked clock of the simulated city. It gives up on
// the first error.
func (d *DB) Settle(ctx context.Context, followers []Follower) error {
	for {
		sealed, err := d.Seal(ctx)
		if err != nil {
			return err
		}
		moved := sealed > 0
		for _, f := range followers {
			found, err := d.Follow(ctx, f)
			if err != nil {
				return err
			}
			moved = moved || found
		}
		if !moved {
			return nil
		}
	}
}
