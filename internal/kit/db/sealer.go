package db

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"github.com/emmansun/gmsm/sm3"
)

// sealBatch is how many entries one sealing transaction takes at most.
const sealBatch = 1000

// sealLease is how long a silent sealer keeps others from sealing.
const sealLease = 10 * time.Second

// hash chains an entry to the one before: SM3 over the hash before, the number,
// and every column with its length in front, so that no two entries give the
// same bytes.
func (e *Entry) hash(before string) string {
	h := sm3.New()
	part := func(s string) {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(s)))
		h.Write(n[:])
		h.Write([]byte(s))
	}
	part(before)
	for _, n := range []int64{e.Seq, e.ID, e.At, e.ActorID, e.AgencyID} {
		part(strconv.FormatInt(n, 10))
	}
	for _, s := range []string{e.Actor, e.Request, e.Key, e.Kind, e.Subject, e.Verb, string(e.Detail)} {
		part(s)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Seal numbers and chains what waits, at most one batch, and tells how many. A
// smaller id may appear after a larger one was sealed; it gets the next number,
// so numbers are dense and a reader behind a cursor misses none.
func (d *DB) Seal(ctx context.Context) (int, error) {
	sealed := 0
	err := d.Do(System(ctx, "sealer"), func(tx *Tx) error {
		if ok, err := tx.Lease("sealer", d.holder, sealLease); err != nil || !ok {
			return err
		}
		head, before, err := sealHead(tx)
		if err != nil {
			return err
		}
		entries, err := All(tx, scanEntry, `SELECT `+entryColumns+`, 0 FROM journal_pending p
			JOIN journal j ON j.id = p.id ORDER BY p.id LIMIT `+strconv.Itoa(sealBatch))
		if err != nil || len(entries) == 0 {
			return err
		}
		ids := make([]string, len(entries))
		chain := func(yield func([]any, error) bool) {
			for i := range entries {
				e := &entries[i]
				e.Seq = head + int64(i) + 1
				before = e.hash(before)
				ids[i] = strconv.FormatInt(e.ID, 10)
				if !yield([]any{e.Seq, e.ID, before}, nil) {
					return
				}
			}
		}
		if _, err := tx.conn.copyIn(tx.ctx, "journal_seal", []string{"seq", "id", "hash"}, chain); err != nil {
			return fmt.Errorf("sealing: %w", err)
		}
		_, err = tx.Quiet(`DELETE FROM journal_pending WHERE id IN (` + strings.Join(ids, ",") + `)`)
		sealed = len(entries)
		return err
	})
	if err == nil && sealed > 0 {
		d.sealed.ring()
	}
	return sealed, err
}

// sealHead is the last number and hash of the chain; 0 and empty at its start.
func sealHead(tx *Tx) (int64, string, error) {
	type head struct {
		seq  int64
		hash string
	}
	h, err := One(tx, func(s Scanner) (h head, err error) {
		err = s.Scan(&h.seq, &h.hash)
		return h, err
	}, `SELECT seq, hash FROM journal_seal ORDER BY seq DESC LIMIT 1`)
	if errors.Is(err, ErrNone) {
		err = nil
	}
	return h.seq, h.hash, err
}

// RunSealer seals until ctx ends: at once when this process has written, and
// every half second for what other processes wrote.
func (d *DB) RunSealer(ctx context.Context) {
	tick := time.NewTicker(500 * time.Millisecond)
	defer tick.Stop()
	for {
		n, err := d.Seal(ctx)
		if err != nil && ctx.Err() == nil {
			slog.Error("sealing the journal", "err", err)
		}
		if err == nil && n > 0 {
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-d.poke.ch:
		case <-tick.C:
		}
	}
}

// Lease takes or renews a named lease for holder, and tells whether holder has
// it now. The row stays locked until the transaction ends.
func (tx *Tx) Lease(name, holder string, d time.Duration) (bool, error) {
	n, err := tx.Quiet(`INSERT INTO lease (name, holder, until) VALUES ($1, $2, $3)
		ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
		WHERE lease.holder = excluded.holder OR lease.until < $4`,
		name, holder, tx.now.Add(d).UnixMilli(), tx.Millis())
	return n == 1, err
}

// Due tells whether something that is to happen every so often is due now, and
// if so counts it as done: among all processes one gets true.
func (tx *Tx) Due(name string, every time.Duration) (bool, error) {
	n, err := tx.Quiet(`INSERT INTO lease (name, holder, until) VALUES ($1, '', $2)
		ON CONFLICT (name) DO UPDATE SET until = excluded.until WHERE lease.until <= $3`,
		name, tx.now.Add(every).UnixMilli(), tx.Millis())
	return n == 1, err
}
