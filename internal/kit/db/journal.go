package db

import (
	"encoding/json"
	"fmt"
	"strconv"
)

// Subject is what an entry is about: a kind of the glossary and its id.
type Subject struct {
	Kind string `json:"kind"`
	ID   string `json:"id"`
}

// Ref names a record as a subject.
func Ref(kind string, id int64) Subject { return Subject{kind, strconv.FormatInt(id, 10)} }

// Changes are the changed fields of a record with their values before and
// after. Values that are encrypted at rest go in masked.
type Changes map[string][2]string

// Add notes a field unless it stayed the same, and returns c.
func (c Changes) Add(field, before, after string) Changes {
	if before != after {
		c[field] = [2]string{before, after}
	}
	return c
}

// note is an entry that waits for the end of its transaction.
type note struct {
	subject Subject
	verb    string
	detail  []byte
}

// Note adds an entry to the journal: what happened (a verb of the past, such as
// psam.stocked) to which subject. detail is stored as JSON; nil is none. Entries
// are inserted last in the transaction, so that one subject's entries have ids
// in the order of its row lock.
func (tx *Tx) Note(subject Subject, verb string, detail any) error {
	if tx.readOnly {
		return fmt.Errorf("db: noting %s inside a View", verb)
	}
	body := []byte("{}")
	if detail != nil {
		var err error
		if body, err = json.Marshal(detail); err != nil {
			return fmt.Errorf("noting %s: %w", verb, err)
		}
	}
	tx.notes = append(tx.notes, note{subject, verb, body})
	return nil
}

func (tx *Tx) writeNotes() error {
	actor := tx.Actor()
	for _, n := range tx.notes {
		id, err := Scalar[int64](tx, `INSERT INTO journal
			(at, actor_id, actor, agency_id, request, idem, kind, subject, verb, detail)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id`,
			tx.Millis(), actor.ID, actor.Name, actor.AgencyID, actor.Request, actor.Key,
			n.subject.Kind, n.subject.ID, n.verb, string(n.detail))
		if err != nil {
			return fmt.Errorf("writing the journal: %w", err)
		}
		if _, err := tx.Quiet(`INSERT INTO journal_pending (id) VALUES ($1)`, id); err != nil {
			return fmt.Errorf("writing the journal: %w", err)
		}
	}
	return nil
}

// Entry is one entry of the journal. Seq is 0 while it waits for the sealer.
type Entry struct {
	Seq      int64           `json:"seq" doc:"封存序号，0 表示等待封存"`
	ID       int64           `json:"id"`
	At       int64           `json:"at" doc:"时间，毫秒"`
	ActorID  int64           `json:"actorId"`
	Actor    string          `json:"actor" doc:"操作人"`
	AgencyID int64           `json:"agencyId"`
	Request  string          `json:"request" doc:"请求编号"`
	Key      string          `json:"-"`
	Kind     string          `json:"kind" doc:"对象类别"`
	Subject  string          `json:"subject" doc:"对象编号"`
	Verb     string          `json:"verb" doc:"发生了什么"`
	Detail   json.RawMessage `json:"detail" doc:"修改前后的值与说明"`
}

const entryColumns = `j.id, j.at, j.actor_id, j.actor, j.agency_id, j.request, j.idem, j.kind, j.subject, j.verb, j.detail`

func scanEntry(s Scanner) (Entry, error) {
	var e Entry
	var detail string
	err := s.Scan(&e.ID, &e.At, &e.ActorID, &e.Actor, &e.AgencyID, &e.Request, &e.Key, &e.Kind, &e.Subject, &e.Verb, &detail, &e.Seq)
	e.Detail = json.RawMessage(detail)
	return e, err
}

// JournalFilter narrows a reading of the journal; empty fields do not narrow.
type JournalFilter struct {
	Kind, Subject, Actor, Verb string
	From, To                   int64 // instants in ms; To is exclusive
	Before                     int64 // only entries with a smaller id: the page after
	Limit                      int
}

// Journal reads entries, newest first, sealed or waiting.
func (tx *Tx) Journal(f JournalFilter) ([]Entry, error) {
	w := f.where()
	return All(tx, scanEntry, `SELECT `+entryColumns+`, COALESCE(s.seq, 0)
		FROM journal j LEFT JOIN journal_seal s ON s.id = j.id`+w.SQL()+
		` ORDER BY j.id DESC LIMIT `+strconv.Itoa(f.Limit), w.Args()...)
}

func (f JournalFilter) where() (w Where) {
	w.AndIf("j.kind = ?", f.Kind)
	w.AndIf("j.subject = ?", f.Subject)
	w.AndIf("j.actor = ?", f.Actor)
	w.AndIf("j.verb = ?", f.Verb)
	if f.From > 0 {
		w.And("j.at >= ?", f.From)
	}
	if f.To > 0 {
		w.And("j.at < ?", f.To)
	}
	if f.Before > 0 {
		w.And("j.id < ?", f.Before)
	}
	return w
}

// JournalCount counts the entries that a filter lets through on all pages.
func (tx *Tx) JournalCount(f JournalFilter) (int64, error) {
	f.Before = 0
	w := f.where()
	return Scalar[int64](tx, `SELECT COUNT(*) FROM journal j`+w.SQL(), w.Args()...)
}
