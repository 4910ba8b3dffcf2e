package batch

import (
	"context"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
)

// withdrawnCode is the code of a row that we gave up.
const withdrawnCode = "E308"

// CloseRound ends a round whose partner will not answer any more (结束本轮): what
// is outstanding is withdrawn and leaves the batch with the reason. An answer
// that comes after all is a stray.
func (k *Desk) CloseRound(ctx context.Context, id int64, reason string) error {
	if err := reasonGiven(reason); err != nil {
		return err
	}
	return k.db.Do(ctx, func(tx *db.Tx) error {
		b, err := find(tx, id)
		if err != nil {
			return err
		}
		c := k.waitingFor(b)
		if _, err := lockRound(tx, id, c.round); err != nil {
			return err
		}
		before := b.State
		if b, err = find(tx, id); err != nil { // as it is under the lock
			return err
		}
		if b.State != before {
			return fault.NewConflict("批次 " + b.No + " 刚刚收到回盘，请刷新后再决定是否结束本轮")
		}
		if b, err = move(tx, b, "close-round", cause{note: reason}); err != nil {
			return err
		}
		withdrawn, err := k.withdraw(tx, c, b, reason)
		if err != nil {
			return err
		}
		if err := tx.Note(subject(id), "batch.round_closed", map[string]any{
			"round": c.round, "withdrawn": withdrawn, "note": reason}); err != nil {
			return err
		}
		return k.release(tx, c, b)
	})
}

// waitingFor is the round that a batch waits for; the last one, whose verbs its
// state refuses, if it waits for none.
func (k *Desk) waitingFor(b Batch) course {
	var c course
	for _, c = range k.courses() {
		if c.waiting == b.State {
			break
		}
	}
	return c
}

// withdraw gives up every outstanding row of a round and tells how many.
func (k *Desk) withdraw(tx *db.Tx, c course, b Batch, reason string) (int, error) {
	list, err := items(tx, ItemFilter{BatchID: b.ID, State: c.of})
	if err != nil {
		return 0, err
	}
	failed := make([]Item, 0, len(list))
	for _, i := range list {
		l := line{Round: c.round, Bucket: Withdrawn, Code: withdrawnCode, Reason: reason}
		if err := settleOne(tx, b, i, l); err != nil {
			return 0, err
		}
		moved, err := moveItem(tx, i, itemStep{c.rejected(), string(c.round), l.Code, l.Reason})
		if err != nil {
			return 0, err
		}
		failed = append(failed, moved)
	}
	return len(failed), noteFailed(tx, c, b, failed)
}
