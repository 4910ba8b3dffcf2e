package batch

import (
	"errors"
	"fmt"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
)

const itemColumns = `i.id, i.batch_id, i.seq, i.application_id, i.citizen_id, i.name, i.id_masked, i.agency_id, i.bank, i.region_path, i.state,
	i.card_number, i.card_id, i.stage, i.code, i.reason, i.ended_at, i.content, i.account, i.digest`

func scanItem(s db.Scanner) (i Item, err error) {
	err = s.Scan(&i.ID, &i.BatchID, &i.Seq, &i.ApplicationID, &i.CitizenID, &i.Name, &i.IDMasked, &i.AgencyID, &i.Bank, &i.RegionPath, &i.State,
		&i.CardNumber, &i.CardID, &i.Stage, &i.Code, &i.Reason, &i.EndedAt, &i.content, &i.account, &i.digest)
	return i, err
}

// ItemFilter narrows the items of a batch; empty fields do not narrow.
type ItemFilter struct {
	BatchID int64
	State   ItemState
	Round   Round // with Bucket: where the item is in a round's conservation
	Bucket  Bucket
	After   int64 // the last seq of the page before
	Limit   int   // 0 is all
}

func (f ItemFilter) where(tx *db.Tx) (w db.Where) {
	w.And("i.batch_id = ?", f.BatchID)
	w.AndIf("i.state = ?", string(f.State))
	if f.Round != "" {
		w.And("EXISTS (SELECT 1 FROM batch_line l WHERE l.batch_id = i.batch_id AND l.round = ? AND l.item_id = i.id AND (l.bucket = ? OR ? = ''))",
			string(f.Round), string(f.Bucket), string(f.Bucket))
	}
	w.Scope(tx, "i.region_path", "i.bank")
	return w
}

// items gives a batch's items in order, within the actor's scope.
func items(tx *db.Tx, f ItemFilter) ([]Item, error) {
	w := f.where(tx)
	w.And("i.seq > ?", f.After)
	limit := ""
	if f.Limit > 0 {
		limit = fmt.Sprintf(` LIMIT %d`, f.Limit)
	}
	return db.All(tx, scanItem, `SELECT `+itemColumns+` FROM batch_item i`+w.SQL()+` ORDER BY i.seq`+limit, w.Args()...)
}

func countItems(tx *db.Tx, f ItemFilter) (int64, error) {
	w := f.where(tx)
	return db.Scalar[int64](tx, `SELECT COUNT(*) FROM batch_item i`+w.SQL(), w.Args()...)
}

// itemsByID gives items by their ids, in the order of their batch.
func itemsByID(tx *db.Tx, batchID int64, ids []int64) ([]Item, error) {
	return db.All(tx, scanItem, `SELECT `+itemColumns+` FROM batch_item i WHERE i.batch_id = $1 AND i.id IN (`+
		marks(2, len(ids))+`) ORDER BY i.seq`, append([]any{batchID}, anys(ids)...)...)
}

// heldWaiting are the applications that wait in batches for their confirmation:
// they are still accepted ones, but not to be had.
func heldWaiting(tx *db.Tx) (map[int64]bool, error) {
	held := map[int64]bool{}
	err := tx.Each(func(s db.Scanner) error {
		var id int64
		err := s.Scan(&id)
		held[id] = true
		return err
	}, `SELECT application_id FROM batch_item WHERE state = $1 AND open = 1`, ItemWaiting)
	return held, err
}

// insertItems puts people into a batch in their order. One that another batch
// holds is a refusal of all: the unique index decides between two at the same
// moment.
func insertItems(tx *db.Tx, list []Item) error {
	_, err := tx.Copy("batch_item", []string{"batch_id", "seq", "application_id", "citizen_id", "name", "id_masked", "agency_id", "bank", "region_path",
		"state", "open", "card_number", "digest", "card_id", "stage", "code", "reason", "ended_at"},
		func(yield func([]any, error) bool) {
			for _, i := range list {
				if !yield([]any{i.BatchID, i.Seq, i.ApplicationID, i.CitizenID, i.Name, i.IDMasked, i.AgencyID, i.Bank, i.RegionPath,
					string(ItemWaiting), int64(1), "", "", int64(0), "", "", "", int64(0)}, nil) {
					return
				}
			}
		})
	if db.IsUnique(err) {
		return fault.NewConflict("部分人员刚刚被选入另一批次，本次没有成批，请重新筛选", err)
	}
	return err
}

// itemStep is one step of one item, with what it brings.
type itemStep struct {
	verb   string
	stage  string
	code   string
	reason string
}

// moveItem takes an item one step, guarded by the state it was read in.
func moveItem(tx *db.Tx, i Item, s itemStep) (Item, error) {
	to, err := ItemTable.Next(i.State, s.verb)
	if err != nil {
		return i, err
	}
	from, open := i.State, int64(0)
	if holds(to) {
		open = 1
	} else {
		i.EndedAt = tx.Millis()
	}
	i.State, i.Stage, i.Code, i.Reason = to, s.stage, s.code, s.reason
	err = tx.ExecOne(`UPDATE batch_item SET state = $1, open = $2, card_number = $3, content = $4, digest = $5, account = $6,
			card_id = $7, stage = $8, code = $9, reason = $10, ended_at = $11, name = $12, id_masked = $13 WHERE id = $14 AND state = $15`,
		i.State, open, i.CardNumber, i.content, i.digest, i.account, i.CardID, i.Stage, i.Code, i.Reason, i.EndedAt, i.Name, i.IDMasked, i.ID, from)
	if errors.Is(err, db.ErrNone) {
		err = fault.NewConflict("批次人员刚刚被他人处理过，请刷新后再试")
	}
	return i, err
}

// freeItems lets go of all that a batch still holds.
func freeItems(tx *db.Tx, batchID int64, from ItemState) (int64, error) {
	to, err := ItemTable.Next(from, "free")
	if err != nil {
		return 0, err
	}
	return tx.Exec(`UPDATE batch_item SET state = $1, open = 0, ended_at = $2 WHERE batch_id = $3 AND state = $4`,
		to, tx.Millis(), batchID, from)
}

// Bound tells which of these cards are bound to their account at the bank: only
// those may leave the centre. Cards of no batch are not in the answer.
func Bound(tx *db.Tx, cardIDs []int64) (map[int64]bool, error) {
	bound := make(map[int64]bool, len(cardIDs))
	for len(cardIDs) > 0 {
		part := cardIDs[:min(chunk, len(cardIDs))]
		cardIDs = cardIDs[len(part):]
		if err := tx.Each(func(s db.Scanner) error {
			var id int64
			var state ItemState
			err := s.Scan(&id, &state)
			bound[id] = state == ItemBound
			return err
		}, `SELECT card_id, state FROM batch_item WHERE card_id IN (`+marks(1, len(part))+`)`, anys(part)...); err != nil {
			return nil, err
		}
	}
	return bound, nil
}

// stateCounts counts a batch's items by state.
func stateCounts(tx *db.Tx, batchID int64) (map[ItemState]int64, error) {
	counts := map[ItemState]int64{}
	err := tx.Each(func(s db.Scanner) error {
		var state ItemState
		var n int64
		err := s.Scan(&state, &n)
		counts[state] = n
		return err
	}, `SELECT state, COUNT(*) FROM batch_item WHERE batch_id = $1 GROUP BY state`, batchID)
	return counts, err
}

// regions are the region paths of a batch's people.
func regions(list []Item) []string {
	paths := make([]string, len(list))
	for n, i := range list {
		paths[n] = i.RegionPath
	}
	return paths
}
