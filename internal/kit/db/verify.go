package db

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Walk is the result of re-walking the journal's chain.
type Walk struct {
	Entries int64  // how many sealed entries were walked
	Head    string // the last hash: write it down elsewhere to see a cut-off tail
	Waiting int64  // entries that wait for the sealer
	First   int64  // the id of the first entry that waits, 0 if none
}

// BrokenError names the first entry at which the chain does not hold.
type BrokenError struct {
	Seq int64
	ID  int64
	Why string
}

// Error names the entry in words for people.
func (e *BrokenError) Error() string {
	return fmt.Sprintf("日志链在序号 %d（日志编号 %d）处断裂：%s", e.Seq, e.ID, e.Why)
}

// VerifyJournal walks the whole chain in order of its numbers. It returns a
// *BrokenError for the first entry that was changed, removed, slipped in or
// renumbered, and tells how many entries wait unsealed.
func VerifyJournal(tx *Tx) (Walk, error) {
	var w Walk
	walk := func(s Scanner) error {
		var hash string
		e, err := scanSealed(s, &hash)
		if err != nil {
			return err
		}
		w.Entries++
		switch {
		case e.Seq != w.Entries:
			return &BrokenError{w.Entries, e.ID, "序号不连续，有封存记录被删除或插入"}
		case e.Verb == "":
			return &BrokenError{e.Seq, e.ID, "日志被删除，只剩封存记录"}
		case e.hash(w.Head) != hash:
			return &BrokenError{e.Seq, e.ID, "内容与封存时的摘要不符"}
		}
		w.Head = hash
		return nil
	}
	if err := tx.Each(walk, `SELECT s.id, COALESCE(j.at, 0), COALESCE(j.actor_id, 0), COALESCE(j.actor, ''), COALESCE(j.agency_id, 0),
		COALESCE(j.request, ''), COALESCE(j.idem, ''), COALESCE(j.kind, ''), COALESCE(j.subject, ''), COALESCE(j.verb, ''),
		COALESCE(j.detail, ''), s.seq, s.hash FROM journal_seal s LEFT JOIN journal j ON j.id = s.id ORDER BY s.seq`); err != nil {
		return w, err
	}
	stray, err := Scalar[int64](tx, `SELECT j.id FROM journal j LEFT JOIN journal_seal s ON s.id = j.id
		LEFT JOIN journal_pending p ON p.id = j.id WHERE s.id IS NULL AND p.id IS NULL ORDER BY j.id LIMIT 1`)
	if err == nil {
		return w, &BrokenError{0, stray, "日志既未封存也不在待封存队列中，是绕过系统写入的"}
	}
	if !errors.Is(err, ErrNone) {
		return w, err
	}
	return w, tx.Each(func(s Scanner) error { return s.Scan(&w.Waiting, &w.First) },
		`SELECT COUNT(*), COALESCE(MIN(id), 0) FROM journal_pending`)
}

func scanSealed(s Scanner, hash *string) (Entry, error) {
	return scanEntry(scanFunc(func(into ...any) error { return s.Scan(append(into, hash)...) }))
}

type scanFunc func(into ...any) error

func (f scanFunc) Scan(into ...any) error { return f(into...) }

// VerifyHead compares the chain with a head that was written down elsewhere, as
// seq:hash: what was cut off behind it, or rewritten before it, shows.
func VerifyHead(tx *Tx, head string) error {
	number, hash, found := strings.Cut(head, ":")
	seq, err := strconv.ParseInt(number, 10, 64)
	if !found || err != nil {
		return fmt.Errorf("链尾 %q 应为 序号:摘要", head)
	}
	kept, err := Scalar[string](tx, `SELECT hash FROM journal_seal WHERE seq = $1`, seq)
	if errors.Is(err, ErrNone) {
		return &BrokenError{seq, 0, "抄录过的链尾不存在，尾部被截去"}
	}
	if err == nil && kept != hash {
		return &BrokenError{seq, 0, "与抄录的链尾不符，日志被重写"}
	}
	return err
}
