// Package job runs queued and timed work with retry, on the same database as
// the work itself: a job is enqueued in the transaction that asks for it, and a
// process that dies in the middle leaves a job that another takes up.
//
// A long work goes in chunks, each in a Do of its own that also makes the next
// run skip what is done; between chunks it calls Run.Progress, which tells the
// page how far it is and learns whether somebody has paused or stopped it.
package job

import (
	"encoding/json"
	"errors"
	"fmt"

	"kaguan/internal/kit/db"
)

// The states of a job.
const (
	Queued  = "queued"
	Running = "running"
	Paused  = "paused"
	Done    = "done"
	Failed  = "failed"
	Stopped = "stopped"
)

// Job is one piece of queued work as its page shows it.
type Job struct {
	ID        int64
	Kind      string
	Key       string
	Title     string
	Link      string
	Payload   json.RawMessage
	State     string
	RunAt     int64
	Attempts  int64
	Done      int64
	Total     int64
	Message   string
	Error     string
	ActorID   int64
	Actor     string
	AgencyID  int64
	CreatedAt int64
	StartedAt int64
	EndedAt   int64
}

// Request asks for work.
type Request struct {
	Kind    string
	Key     string // while a job of this kind and key is open, no second one is made
	Title   string // Chinese, for the job bar
	Link    string // the page that shows what it is about
	Payload any    // ids, never personal values
	At      int64  // not before this instant in ms; 0 is now
	Total   int64  // how much there is to do, if known
}

// Enqueue asks for work in the caller's transaction and gives the job's id; if
// such a job is open already, that one's.
func Enqueue(tx *db.Tx, r Request) (int64, error) {
	payload, err := json.Marshal(r.Payload)
	if err != nil {
		return 0, fmt.Errorf("enqueuing %s: %w", r.Kind, err)
	}
	actor := tx.Actor()
	if _, err := tx.Quiet(`INSERT INTO job (kind, key, title, link, payload, state, run_at, attempts, done, total,
			message, error, holder, until, actor_id, actor, agency_id, created_at, started_at, ended_at)
		VALUES ($1, $2, $3, $4, $5, 'queued', $6, 0, 0, $7, '', '', '', 0, $8, $9, $10, $11, 0, 0) ON CONFLICT DO NOTHING`,
		r.Kind, r.Key, r.Title, r.Link, string(payload), max(r.At, tx.Millis()), r.Total,
		actor.ID, actor.Name, actor.AgencyID, tx.Millis()); err != nil {
		return 0, fmt.Errorf("enqueuing %s: %w", r.Kind, err)
	}
	id, err := db.Scalar[int64](tx, `SELECT id FROM job WHERE kind = $1 AND key = $2
		AND state IN ('queued', 'running', 'paused')`, r.Kind, r.Key)
	if err != nil {
		return 0, fmt.Errorf("enqueuing %s: %w", r.Kind, err)
	}
	return id, nil
}

const columns = `id, kind, key, title, link, payload, state, run_at, attempts, done, total, message, error,
	actor_id, actor, agency_id, created_at, started_at, ended_at`

func scan(s db.Scanner) (Job, error) {
	var j Job
	var payload string
	err := s.Scan(&j.ID, &j.Kind, &j.Key, &j.Title, &j.Link, &payload, &j.State, &j.RunAt, &j.Attempts, &j.Done, &j.Total,
		&j.Message, &j.Error, &j.ActorID, &j.Actor, &j.AgencyID, &j.CreatedAt, &j.StartedAt, &j.EndedAt)
	j.Payload = json.RawMessage(payload)
	return j, err
}

// Find gives a job by its id; db.ErrNone if there is none.
func Find(tx *db.Tx, id int64) (Job, error) {
	return db.One(tx, scan, `SELECT `+columns+` FROM job WHERE id = $1`, id)
}

// Mine lists an actor's newest jobs; open ones only, if so asked.
func Mine(tx *db.Tx, actorID int64, openOnly bool) ([]Job, error) {
	var w db.Where
	w.And("actor_id = ?", actorID)
	if openOnly {
		w.And("state IN ('queued', 'running', 'paused')")
	}
	return db.All(tx, scan, `SELECT `+columns+` FROM job`+w.SQL()+` ORDER BY id DESC LIMIT 50`, w.Args()...)
}

// Pause asks a job to rest at its next chunk; Resume lets it go on; Stop ends it
// for good. Each tells whether the job was in a state that allows it.
func Pause(tx *db.Tx, id int64) (bool, error) {
	return move(tx, `UPDATE job SET state = 'paused' WHERE id = $1 AND state IN ('queued', 'running')`, id)
}

// Resume lets a paused or failed job go on from where it was.
func Resume(tx *db.Tx, id int64) (bool, error) {
	return move(tx, `UPDATE job SET state = 'queued', error = '', attempts = 0, ended_at = 0 WHERE id = $1 AND state IN ('paused', 'failed')`, id)
}

// Stop ends an open job; what it has done stays done.
func Stop(tx *db.Tx, id int64) (bool, error) {
	return move(tx, `UPDATE job SET state = 'stopped' WHERE id = $1 AND state IN ('queued', 'running', 'paused')`, id)
}

func move(tx *db.Tx, query string, id int64) (bool, error) {
	n, err := tx.Quiet(query, id)
	return n == 1, err
}

// ErrHalted is what Progress gives when the job was paused or stopped; the work
// returns it, unwrapped or wrapped, and is not counted as failed.
var ErrHalted = errors.New("job: paused or stopped")
