package batch

import (
	"context"
	"fmt"
	"strings"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/exchange"
	"kaguan/internal/kit/fault"
	"kaguan/internal/kit/job"
	"kaguan/internal/link/vendor"
)

// shipment is what leaves in one round: the files in the order in which they are
// to go, the list last, their contents kept already; who is in them; and who
// does not fit the format.
type shipment struct {
	files []exchange.Outbound
	sent  []Item
	unfit []unfit
}

// unfit is a person whose row the partner's format cannot hold.
type unfit struct {
	item Item
	why  oddity
}

// exportTask is the payload of an export's job.
type exportTask struct {
	BatchID int64 `json:"batchId"`
	Round   Round `json:"round"`
}

// Export asks for the files of a batch's next round and gives the job that
// writes and sends them. Asking twice is asking once. What has been exported is
// never made anew: its file is downloaded.
func (k *Desk) Export(ctx context.Context, id int64, r Round) (jobID int64, err error) {
	err = k.db.Do(ctx, func(tx *db.Tx) error {
		b, err := find(tx, id)
		if err != nil {
			return err
		}
		if _, err := Table.Next(b.State, k.course(r).export()); err != nil {
			return err
		}
		jobID, err = job.Enqueue(tx, job.Request{
			Kind: exportJob, Key: fmt.Sprintf("%d:%s", id, r), Title: "导出" + r.Title() + "数据 " + b.No,
			Link: fmt.Sprintf("/batch/%d", id), Payload: exportTask{id, r}, Total: b.Count,
		})
		return err
	})
	return jobID, err
}

// export writes the files, then records them, the outstanding rows and the new
// state in one transaction. A run that died before that leaves nothing behind
// but kept bytes that no record names.
func (k *Desk) export(ctx context.Context, run *job.Run) error {
	var task exportTask
	if err := run.Into(&task); err != nil {
		return err
	}
	c := k.course(task.Round)
	var b Batch
	var people []person
	if err := k.db.View(ctx, func(tx *db.Tx) (err error) {
		if b, err = find(tx, task.BatchID); err != nil || b.State != c.from {
			return err
		}
		list, err := items(tx, ItemFilter{BatchID: b.ID, State: c.of})
		if err != nil {
			return err
		}
		people, err = k.open(list)
		return err
	}); err != nil {
		return err
	}
	if b.State != c.from {
		return nil // an earlier run did it and died before it could say so
	}
	if len(people) == 0 {
		return fault.NewConflict("批次 " + b.No + " 没有可以导出的人员，请还原批次")
	}
	ship, err := c.compose(ctx, b, people)
	if err != nil {
		return fmt.Errorf("exporting %s of batch %s: %w", task.Round, b.No, err)
	}
	if err := k.db.Do(ctx, func(tx *db.Tx) error { return k.leave(tx, c, b, ship) }); err != nil {
		return err
	}
	return run.Progress(ctx, int64(len(people)), int64(len(people)), "")
}

// leave is the moment at which a round begins.
func (k *Desk) leave(tx *db.Tx, c course, b Batch, ship shipment) error {
	var fileID int64
	if len(ship.sent) == 0 {
		ship.files = nil // nobody fitted the format: there is nothing to send
	}
	for _, out := range ship.files {
		f, err := k.files.Record(tx, out)
		if err != nil {
			return err
		}
		fileID = f.ID
	}
	b, err := move(tx, b, c.export(), cause{fileID: fileID})
	if err != nil {
		return err
	}
	if err := openRound(tx, b, c.round, ship.sent, fileID); err != nil {
		return err
	}
	failed := make([]Item, len(ship.unfit))
	for n, u := range ship.unfit {
		if failed[n], err = moveItem(tx, u.item, itemStep{c.rejected(), string(c.round), u.why.code, u.why.words}); err != nil {
			return err
		}
	}
	if err := noteFailed(tx, c, b, failed); err != nil {
		return err
	}
	if err := tx.Note(subject(b.ID), "batch.exported", map[string]any{
		"round": c.round, "fileId": fileID, "files": len(ship.files), "sent": len(ship.sent), "unfit": len(ship.unfit),
		"state": db.Changes{}.Add("state", string(c.from), string(b.State))}); err != nil {
		return err
	}
	return k.finish(tx, c, b, fileID)
}

// sort puts a person among those who leave, or among those who cannot.
func (s *shipment) sort(p person, why oddity) {
	if why.found() {
		s.unfit = append(s.unfit, unfit{p.Item, why})
		return
	}
	s.sent = append(s.sent, p.Item)
}

// outbound is the list of a round under its agreed name.
func (k *Desk) outbound(b Batch, r Round, count int, kept exchange.Marker) exchange.Outbound {
	c := k.course(r)
	return k.named(b, exchange.FileName{Kind: c.out, Partner: c.partner(b), Seq: 1, Ext: "txt"}, count, kept)
}

// photoPackage is a package of pictures under its agreed name.
func (k *Desk) photoPackage(b Batch, seq, count int, kept exchange.Marker) exchange.Outbound {
	return k.named(b, exchange.FileName{Kind: vendor.PhotosKind, Partner: b.Vendor, Seq: seq, Ext: "zip"}, count, kept)
}

func (k *Desk) named(b Batch, name exchange.FileName, count int, kept exchange.Marker) exchange.Outbound {
	name.Area, name.Batch = k.area, b.No
	name.Day = strings.ReplaceAll(clock.Date(k.db.Clock().Now()), "-", "")
	return exchange.Outbound{Partner: name.Partner, Kind: name.Kind, Name: name.String(), Ref: ref(b.ID), Count: count, Content: kept}
}
