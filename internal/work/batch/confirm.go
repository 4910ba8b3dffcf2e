package batch

import (
	"context"
	"fmt"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
	"kaguan/internal/kit/job"
	"kaguan/internal/record/card"
	"kaguan/internal/record/org"
	"kaguan/internal/work/application"
)

// Confirm agrees with a selection (批次确认): the applications are taken, card
// numbers drawn, and everything that will be written on and about the cards is
// frozen. Who selected may not confirm. Who is not to be had any more is dropped
// with the reason. A large batch is frozen by a job, chunk by chunk.
func (k *Desk) Confirm(ctx context.Context, id int64) error {
	return k.db.Do(ctx, func(tx *db.Tx) error {
		b, err := find(tx, id)
		if err != nil {
			return err
		}
		if b.SelectedBy == tx.Actor().Name {
			return fault.NewDenied("批次由您本人筛选，请由另一位有权限的人确认")
		}
		if b, err = move(tx, b, "confirm", cause{}); err != nil {
			return err
		}
		if err := setConfirmed(tx, id); err != nil {
			return err
		}
		if err := tx.Note(subject(id), "batch.confirming", map[string]any{"count": b.Count}); err != nil {
			return err
		}
		if b.Count > chunk {
			_, err := job.Enqueue(tx, job.Request{Kind: confirmJob, Key: fmt.Sprint(id), Title: "批次确认 " + b.No,
				Link: fmt.Sprintf("/batch/%d", id), Payload: id, Total: b.Count})
			return err
		}
		if _, err := k.freezeChunk(tx, b); err != nil {
			return err
		}
		return k.seal(tx, b)
	})
}

// confirm freezes a large batch. Each chunk is a transaction of its own, and who
// is frozen does not wait any more: a run that died goes on where it was.
func (k *Desk) confirm(ctx context.Context, run *job.Run) error {
	var id int64
	if err := run.Into(&id); err != nil {
		return err
	}
	for done := false; !done; {
		var frozen, total int64
		err := k.db.Do(ctx, func(tx *db.Tx) error {
			b, err := find(tx, id)
			if err != nil {
				return err
			}
			if b.State != Confirming {
				done = true
				return nil
			}
			n, err := k.freezeChunk(tx, b)
			if err != nil {
				return err
			}
			if n == 0 {
				done = true
				return k.seal(tx, b)
			}
			waiting, err := countItems(tx, ItemFilter{BatchID: id, State: ItemWaiting})
			frozen, total = b.Count-waiting, b.Count
			return err
		})
		if fault.Is(err, fault.Conflict) {
			// Somebody withdrew an application between our look and our grasp.
			return fault.NewUnavailable("批次确认时有申请刚被他人处理，系统会自动重试", err)
		}
		if err != nil {
			return err
		}
		if !done {
			if err := run.Progress(ctx, frozen, total, ""); err != nil {
				return err
			}
		}
	}
	return nil
}

// freezeChunk freezes the next people and tells how many it dealt with.
func (k *Desk) freezeChunk(tx *db.Tx, b Batch) (int, error) {
	list, err := items(tx, ItemFilter{BatchID: b.ID, State: ItemWaiting, Limit: chunk})
	if err != nil || len(list) == 0 {
		return 0, err
	}
	ready, err := k.applications.ForBatch(tx, applicationIDs(list))
	if err != nil {
		return 0, err
	}
	fit, dropped, err := k.partition(tx, list, ready)
	if err != nil {
		return 0, err
	}
	if len(fit) > 0 {
		if err := k.freezeFit(tx, b, fit); err != nil {
			return 0, err
		}
	}
	return len(list), tx.Note(subject(b.ID), "batch.frozen", map[string]any{
		"from": list[0].Seq, "to": list[len(list)-1].Seq, "frozen": len(fit), "dropped": dropped})
}

// fitItem is an item whose person can go.
type fitItem struct {
	Item
	ready application.Ready
}

// partition drops whoever has an obstacle and gives the others.
func (k *Desk) partition(tx *db.Tx, list []Item, ready []application.Ready) (fit []fitItem, dropped int, err error) {
	for n, i := range list {
		if why := obstacle(ready[n], clock.Date(tx.Now())); why.found() {
			if _, err := moveItem(tx, i, itemStep{"drop", "confirm", why.code, why.words}); err != nil {
				return nil, 0, err
			}
			dropped++
			continue
		}
		fit = append(fit, fitItem{i, ready[n]})
	}
	return fit, dropped, nil
}

func (k *Desk) freezeFit(tx *db.Tx, b Batch, fit []fitItem) error {
	ids := make([]int64, len(fit))
	for n, f := range fit {
		ids[n] = f.ApplicationID
	}
	if err := application.Take(tx, ids, b.ID); err != nil {
		return err
	}
	numbers, err := card.DrawNumbers(tx, b.ID, len(fit))
	if err != nil {
		return err
	}
	agencies := map[int64]org.Agency{}
	for n, f := range fit {
		agency, known := agencies[f.AgencyID]
		if !known {
			if agency, err = org.NamedAgency(tx, f.AgencyID); err != nil {
				return err
			}
			agencies[f.AgencyID] = agency
		}
		f.CardNumber = numbers[n]
		i, err := k.freeze(named(f.Item, f.ready.Citizen), contentOf(f.Item, f.ready, agency))
		if err != nil {
			return err
		}
		if _, err := moveItem(tx, i, itemStep{verb: "freeze"}); err != nil {
			return err
		}
	}
	return nil
}

// seal closes the list: from here on its content and order are a digest. Where
// everybody was dropped the batch ends.
func (k *Desk) seal(tx *db.Tx, b Batch) error {
	list, err := items(tx, ItemFilter{BatchID: b.ID, State: ItemFrozen})
	if err != nil {
		return err
	}
	if len(list) == 0 {
		const why = "所有人员都已不能入批，详见名单"
		if _, err := move(tx, b, "empty", cause{note: why}); err != nil {
			return err
		}
		return tx.Note(subject(b.ID), "batch.discarded", map[string]any{"count": 0, "note": why})
	}
	dropped := b.Count - int64(len(list))
	b.Count, b.Digest = int64(len(list)), listDigest(list)
	if err := setFrozen(tx, b); err != nil {
		return err
	}
	if _, err := move(tx, b, "freeze", cause{}); err != nil {
		return err
	}
	return tx.Note(subject(b.ID), "batch.confirmed", map[string]any{"count": b.Count, "digest": b.Digest, "dropped": dropped})
}

// Undo takes a confirmed batch apart (还原批次) before anything was exported: its
// numbers are locked for ever, its applications wait for another batch.
func (k *Desk) Undo(ctx context.Context, id int64, reason string) error {
	if err := reasonGiven(reason); err != nil {
		return err
	}
	return k.db.Do(ctx, func(tx *db.Tx) error {
		b, err := find(tx, id)
		if err != nil {
			return err
		}
		if b, err = move(tx, b, "undo", cause{note: reason}); err != nil {
			return err
		}
		freed, err := freeItems(tx, id, ItemFrozen)
		if err != nil {
			return err
		}
		if err := card.LockNumbers(tx, id); err != nil {
			return err
		}
		return tx.Note(subject(id), "batch.undone", map[string]any{"count": freed, "note": reason})
	})
}

func applicationIDs(list []Item) []int64 {
	ids := make([]int64, len(list))
	for n, i := range list {
		ids[n] = i.ApplicationID
	}
	return ids
}
