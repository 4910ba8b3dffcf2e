package batch_test

import (
	"context"
	"testing"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/db/dbtest"
	"kaguan/internal/kit/fault"
	"kaguan/internal/work/batch"
)

func TestConfirmFreezesByASecondPerson(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		h := newHouse(t, d, now)
		h.apply(wujiang, 3)
		b := h.selected()
		wants(t, h.desk.Confirm(as("zhang"), b.ID), fault.Denied)
		if err := h.desk.Confirm(as("li"), b.ID); err != nil {
			t.Fatal(err)
		}
		b = h.expect(b, batch.Confirmed)
		if len(b.Digest) != 64 || b.ConfirmedBy != "li" || b.Count != 3 {
			t.Errorf("batch = %+v", b)
		}
		if got := h.applicationStates(); got["taken"] != 3 {
			t.Errorf("applications = %v", got)
		}
		if got := h.counts(`SELECT state, COUNT(*) FROM card_number GROUP BY state`); got["01"] != 3 {
			t.Errorf("card numbers = %v", got)
		}
		wants(t, h.desk.Confirm(as("li"), b.ID), fault.Conflict)
	})
}

// What is corrected after the confirmation is not in the files.
func TestFilesHoldWhatWasFrozen(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		h := newHouse(t, d, now)
		h.apply(wujiang, 1)
		b := h.confirmed()
		dbtest.Do(t, d, func(tx *db.Tx) error {
			found, err := h.people.Search(tx, "李晓明", 10)
			if err != nil || len(found) != 1 {
				t.Fatalf("found %d, %v", len(found), err)
			}
			found[0].Name = "李小明"
			_, err = h.people.Put(tx, found[0])
			return err
		})
		h.export(b, batch.Preaccount, batch.Opening)
		if rows := h.opening(b); len(rows) != 1 || rows[0].Name != "李晓明" {
			t.Errorf("rows = %d, the name is not the frozen one", len(rows))
		}
	})
}

func TestConfirmDropsWhoIsNotToBeHad(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		h := newHouse(t, d, now)
		ids := h.apply(wujiang, 3)
		b := h.selected()
		dbtest.Do(t, d, func(tx *db.Tx) error {
			if _, err := tx.Exec(`UPDATE application SET state = 'withdrawn', open = 0 WHERE id = $1`, ids[0]); err != nil {
				return err
			}
			if _, err := tx.Exec(`UPDATE application SET photo_digest = '' WHERE id = $1`, ids[1]); err != nil {
				return err
			}
			return tx.Note(db.Ref("application", ids[0]), "application.withdrawn", nil)
		})
		if err := h.desk.Confirm(as("li"), b.ID); err != nil {
			t.Fatal(err)
		}
		if b = h.expect(b, batch.Confirmed); b.Count != 1 {
			t.Errorf("count = %d", b.Count)
		}
		if got := h.counts(`SELECT code, COUNT(*) FROM batch_item WHERE state = 'dropped' AND open = 0 GROUP BY code`); got["E306"] != 1 || got["E501"] != 1 {
			t.Errorf("dropped = %v", got)
		}
		if got := h.applicationStates(); got["accepted"] != 1 || got["taken"] != 1 || got["withdrawn"] != 1 {
			t.Errorf("applications = %v", got)
		}
		// Nobody is left of the next one.
		next := h.selected()
		if err := h.desk.Confirm(as("li"), next.ID); err != nil {
			t.Fatal(err)
		}
		h.expect(next, batch.Discarded)
	})
}

func TestUndoLocksNumbersAndReleasesApplications(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		h := newHouse(t, d, now)
		h.apply(wujiang, 2)
		b := h.confirmed()
		if err := h.desk.Undo(as("li"), b.ID, "银行要求推迟"); err != nil {
			t.Fatal(err)
		}
		h.run()
		h.expect(b, batch.Undone)
		if got := h.counts(`SELECT state, COUNT(*) FROM card_number GROUP BY state`); got["03"] != 2 || len(got) != 1 {
			t.Errorf("card numbers = %v", got)
		}
		if got := h.applicationStates(); got["accepted"] != 2 {
			t.Errorf("applications = %v", got)
		}
		again := h.confirmed()
		if got := h.counts(`SELECT state, COUNT(*) FROM card_number GROUP BY state`); got["03"] != 2 || got["01"] != 2 {
			t.Errorf("the locked numbers came back: %v", got)
		}
		h.export(again, batch.Preaccount, batch.Opening)
		wants(t, h.desk.Undo(as("li"), again.ID, "太晚"), fault.Conflict)
	})
}

// A large batch goes chunk by chunk, and on after a process died in between.
func TestLargeBatchIsFrozenByAJobThatGoesOn(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		h := newHouse(t, d, now)
		h.apply(wujiang, 501)
		b := h.selected()
		if err := h.desk.Confirm(as("li"), b.ID); err != nil {
			t.Fatal(err)
		}
		h.expect(b, batch.Confirming)
		wants(t, h.desk.Undo(as("li"), b.ID, "还没完"), fault.Conflict)
		if err := h.desk.FreezeOnce(db.System(context.Background(), "dying"), b.ID); err != nil {
			t.Fatal(err)
		}
		h.run()
		if b = h.expect(b, batch.Confirmed); b.Count != 501 || len(b.Digest) != 64 {
			t.Errorf("batch = %+v", b)
		}
		if got := h.applicationStates(); got["taken"] != 501 {
			t.Errorf("applications = %v", got)
		}
		if got := h.counts(`SELECT state, COUNT(*) FROM card_number GROUP BY state`); got["01"] != 501 {
			t.Errorf("card numbers = %v", got)
		}
	})
}

// Nobody can change what was frozen: not its words, not whose it is.
func TestTamperedContentDoesNotLeave(t *testing.T) {
	t.Parallel()
	for name, tampering := range map[string]string{
		"swapped people": `UPDATE batch_item SET content = (SELECT b.content FROM batch_item b WHERE b.seq = 3 - batch_item.seq),
			digest = (SELECT b.digest FROM batch_item b WHERE b.seq = 3 - batch_item.seq)`,
		"swapped words":  `UPDATE batch_item SET content = (SELECT b.content FROM batch_item b WHERE b.seq = 3 - batch_item.seq)`,
		"another number": `UPDATE batch_item SET card_number = 'S00000009' WHERE seq = 1`,
		"another digest": `UPDATE batch_item SET digest = 'ff' WHERE seq = 1`,
		"lost":           `UPDATE batch_item SET content = NULL WHERE seq = 1`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
				h := newHouse(t, d, now)
				h.apply(wujiang, 2)
				b := h.confirmed()
				dbtest.Do(t, d, func(tx *db.Tx) error {
					if _, err := tx.Exec(tampering); err != nil {
						return err
					}
					return tx.Note(db.Ref("batch", b.ID), "batch.tampered", nil)
				})
				if _, err := h.desk.Export(as("zhang"), b.ID, batch.Preaccount); err != nil {
					t.Fatal(err)
				}
				h.run()
				h.expect(b, batch.Confirmed)
				if got := h.counts(`SELECT 'files', COUNT(*) FROM exchange_file`); got["files"] != 0 {
					t.Errorf("%d files left", got["files"])
				}
			})
		})
	}
}
