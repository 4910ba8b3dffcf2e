package batch

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
)

const columns = `b.id, b.no, b.bank, b.vendor, b.region_path, b.rule, b.state, b.count, b.digest, b.selected_by, b.selected_at, b.confirmed_by, b.confirmed_at`

func scan(s db.Scanner) (Batch, error) {
	var b Batch
	var rule string
	err := s.Scan(&b.ID, &b.No, &b.Bank, &b.Vendor, &b.RegionPath, &rule, &b.State, &b.Count, &b.Digest,
		&b.SelectedBy, &b.SelectedAt, &b.ConfirmedBy, &b.ConfirmedAt)
	if err == nil {
		err = json.Unmarshal([]byte(rule), &b.Rule)
	}
	return b, err
}

// find gives one batch within the actor's scope.
func find(tx *db.Tx, id int64) (Batch, error) { return findWhere(tx, "b.id = ?", id) }

// findByNo gives one batch by its number within the actor's scope.
func findByNo(tx *db.Tx, no string) (Batch, error) { return findWhere(tx, "b.no = ?", no) }

func findWhere(tx *db.Tx, condition string, arg any) (Batch, error) {
	var w db.Where
	w.And(condition, arg)
	w.Scope(tx, "b.region_path", "b.bank")
	b, err := db.One(tx, scan, `SELECT `+columns+` FROM batch b`+w.SQL(), w.Args()...)
	if errors.Is(err, db.ErrNone) {
		return b, fault.NewNotFound("没有找到这个批次，可能不在您的管辖范围内")
	}
	return b, err
}

// Filter narrows the list of batches; empty fields do not narrow.
type Filter struct {
	No     string   // the beginning of a number
	States []string // any of these
	Bank   string
	Before int64 // only batches with a smaller id: the page after
	Limit  int
}

// list gives batches, newest first.
func list(tx *db.Tx, f Filter) (batches []Batch, total int64, err error) {
	var w db.Where
	if f.No != "" {
		w.And("b.no >= ? AND b.no < ?", f.No, f.No+"~")
	}
	if len(f.States) > 0 {
		w.And("b.state IN (?"+strings.Repeat(", ?", len(f.States)-1)+")", anys(f.States)...)
	}
	w.AndIf("b.bank = ?", f.Bank)
	w.Scope(tx, "b.region_path", "b.bank")
	if total, err = db.Scalar[int64](tx, `SELECT COUNT(*) FROM batch b`+w.SQL(), w.Args()...); err != nil {
		return nil, 0, err
	}
	if f.Before > 0 {
		w.And("b.id < ?", f.Before)
	}
	batches, err = db.All(tx, scan, `SELECT `+columns+` FROM batch b`+w.SQL()+fmt.Sprintf(` ORDER BY b.id DESC LIMIT %d`, f.Limit), w.Args()...)
	return batches, total, err
}

func anys[T any](list []T) []any {
	all := make([]any, len(list))
	for i, one := range list {
		all[i] = one
	}
	return all
}

// marks are n placeholders from $first on.
func marks(first, n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf("$%d", first+i)
	}
	return strings.Join(list, ", ")
}

// insertBatch gives the batch its id and the number that follows from it.
func insertBatch(tx *db.Tx, b Batch) (Batch, error) {
	rule, err := json.Marshal(b.Rule)
	if err != nil {
		return b, fmt.Errorf("writing the rule of a batch: %w", err)
	}
	b.SelectedBy, b.SelectedAt = tx.Actor().Name, tx.Millis()
	b.ID, err = tx.Insert(`INSERT INTO batch (no, bank, vendor, region_path, rule, state, count, digest, selected_by, selected_at, confirmed_by, confirmed_at)
		VALUES ('', $1, $2, $3, $4, $5, $6, '', $7, $8, '', 0) RETURNING id`,
		b.Bank, b.Vendor, b.RegionPath, string(rule), b.State, b.Count, b.SelectedBy, b.SelectedAt)
	if err != nil {
		return b, err
	}
	b.No = fmt.Sprintf("%s%04d", strings.ReplaceAll(clock.Date(tx.Now()), "-", ""), b.ID)
	return b, tx.ExecOne(`UPDATE batch SET no = $1 WHERE id = $2`, b.No, b.ID)
}

func setState(tx *db.Tx, b Batch, to State) error {
	return tx.ExecOne(`UPDATE batch SET state = $1 WHERE id = $2 AND state = $3`, to, b.ID, b.State)
}

// setConfirmed writes down who confirms.
func setConfirmed(tx *db.Tx, id int64) error {
	return tx.ExecOne(`UPDATE batch SET confirmed_by = $1, confirmed_at = $2 WHERE id = $3`, tx.Actor().Name, tx.Millis(), id)
}

// setFrozen writes down what the batch holds from now on.
func setFrozen(tx *db.Tx, b Batch) error {
	return tx.ExecOne(`UPDATE batch SET count = $1, digest = $2 WHERE id = $3`, b.Count, b.Digest, b.ID)
}

// step is one step of a batch's life.
type step struct {
	BatchID int64
	Verb    string
	From    State
	To      State
	FileID  int64
	Note    string
	At      int64
	Actor   string
}

func insertStep(tx *db.Tx, s step) error {
	_, err := tx.Exec(`INSERT INTO batch_step (batch_id, verb, from_state, to_state, file_id, note, at, actor)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, s.BatchID, s.Verb, s.From, s.To, s.FileID, s.Note, tx.Millis(), tx.Actor().Name)
	return err
}

func steps(tx *db.Tx, batchID int64) ([]step, error) {
	return db.All(tx, func(s db.Scanner) (p step, err error) {
		err = s.Scan(&p.BatchID, &p.Verb, &p.From, &p.To, &p.FileID, &p.Note, &p.At, &p.Actor)
		return p, err
	}, `SELECT batch_id, verb, from_state, to_state, file_id, note, at, actor FROM batch_step WHERE batch_id = $1 ORDER BY id`, batchID)
}
