package exchange

import (
	"errors"
	"strconv"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
)

const columns = `id, direction, partner, kind, name, ref, digest, count, bytes, state, reason, attempts, created_at, sent_at, ended_at`

func scan(s db.Scanner) (File, error) {
	var f File
	err := s.Scan(&f.ID, &f.Direction, &f.Partner, &f.Kind, &f.Name, &f.Ref, &f.Digest, &f.Count, &f.Bytes,
		&f.State, &f.Reason, &f.Attempts, &f.CreatedAt, &f.SentAt, &f.EndedAt)
	return f, err
}

// insert adds a file unless its name is taken in its direction, which is db.ErrNone.
func insert(tx *db.Tx, f File) (File, error) {
	f.CreatedAt = tx.Millis()
	var err error
	f.ID, err = tx.Insert(`INSERT INTO exchange_file (direction, partner, kind, name, ref, digest, count, bytes, state, reason,
			attempts, created_at, sent_at, ended_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, $13) ON CONFLICT DO NOTHING RETURNING id`,
		f.Direction, f.Partner, f.Kind, f.Name, f.Ref, f.Digest, f.Count, f.Bytes, f.State, f.Reason, f.Attempts, f.CreatedAt, f.EndedAt)
	return f, err
}

// move leads a file from one state to another; db.ErrNone if it was not there.
func move(tx *db.Tx, f File, to State, reason string) (File, error) {
	from := f.State
	f.State, f.Reason, f.EndedAt = to, reason, 0
	switch to {
	case Sent:
		f.SentAt = tx.Millis()
	case Acknowledged, Applied, Refused:
		f.EndedAt = tx.Millis()
	}
	return f, tx.ExecOne(`UPDATE exchange_file SET state = $1, reason = $2, sent_at = $3, ended_at = $4 WHERE id = $5 AND state = $6`,
		f.State, f.Reason, f.SentAt, f.EndedAt, f.ID, from)
}

// describe writes down what a handler learnt of a file.
func describe(tx *db.Tx, f File) error {
	return tx.ExecOne(`UPDATE exchange_file SET ref = $1, count = $2 WHERE id = $3`, f.Ref, f.Count, f.ID)
}

// tried counts an attempt and its outcome; no entry of the journal, for nothing
// was done.
func tried(tx *db.Tx, id int64, reason string) error {
	_, err := tx.Quiet(`UPDATE exchange_file SET attempts = attempts + 1, reason = $1 WHERE id = $2`, reason, id)
	return err
}

// Find gives a file of the register.
func Find(tx *db.Tx, id int64) (File, error) {
	files, err := list(tx, Filter{Limit: 1}, "id = ?", id)
	if err == nil && len(files) == 0 {
		return File{}, fault.NewNotFound("没有这个文件，请刷新列表")
	}
	if err != nil {
		return File{}, err
	}
	return files[0], nil
}

// Filter narrows a list of files; empty fields do not narrow.
type Filter struct {
	Direction Direction
	Partner   string
	Kind      string
	Ref       string
	State     State
	Before    int64 // only files with a smaller id: the page after
	Limit     int   // 0 is 100
}

// Files lists files, newest first. A bank's own users see their bank's only.
func Files(tx *db.Tx, f Filter) ([]File, error) { return list(tx, f, "") }

func list(tx *db.Tx, f Filter, condition string, args ...any) ([]File, error) {
	var w db.Where
	w.AndIf("direction = ?", string(f.Direction))
	w.AndIf("partner = ?", f.Partner)
	w.AndIf("kind = ?", f.Kind)
	w.AndIf("ref = ?", f.Ref)
	w.AndIf("state = ?", string(f.State))
	w.AndIf("partner = ?", tx.Actor().Scope.Bank)
	if f.Before > 0 {
		w.And("id < ?", f.Before)
	}
	if condition != "" {
		w.And(condition, args...)
	}
	if f.Limit == 0 {
		f.Limit = 100
	}
	return db.All(tx, scan, `SELECT `+columns+` FROM exchange_file`+w.SQL()+` ORDER BY id DESC LIMIT `+strconv.Itoa(f.Limit), w.Args()...)
}

// outNamed finds what was recorded to go out under a name; db.ErrNone if nothing was.
func outNamed(tx *db.Tx, partner, name string) (File, error) {
	return db.One(tx, scan, `SELECT `+columns+` FROM exchange_file WHERE direction = 'out' AND partner = $1 AND name = $2`, partner, name)
}

// seen finds the file that came with these bytes: best the one that counted, then
// one that may yet, then the one of the same name.
func seen(tx *db.Tx, f File) (before File, found bool, err error) {
	before, err = db.One(tx, scan, `SELECT `+columns+` FROM exchange_file
		WHERE direction = 'in' AND partner = $1 AND digest = $2
		ORDER BY CASE WHEN state = 'applied' THEN 0 WHEN state = 'received' THEN 1 WHEN name = $3 THEN 2 ELSE 3 END, id LIMIT 1`,
		f.Partner, f.Digest, f.Name)
	if errors.Is(err, db.ErrNone) {
		return File{}, false, nil
	}
	return before, err == nil, err
}

// nameTaken tells whether a file of this name counted, or may yet.
func nameTaken(tx *db.Tx, f File) (bool, error) {
	n, err := db.Scalar[int64](tx, `SELECT COUNT(*) FROM exchange_file WHERE direction = 'in' AND partner = $1 AND name = $2
		AND state IN ('received', 'applied')`, f.Partner, f.Name)
	return n > 0, err
}
