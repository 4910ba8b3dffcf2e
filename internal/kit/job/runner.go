package job

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
)

// silence is how long a running job may say nothing before another process may
// take it up.
const silence = 2 * time.Minute

// attempts is how often work that fails for no fault of its own is tried.
const attempts = 8

// keep is how long a person may look at what he had done.
const keep = 30 * 24 * time.Hour

// Work does one job. It may be called again for the same job after a crash or
// an error and must go on from where it was. A fault that trying again cannot
// mend ends the job; fault.Unavailable and plain errors are tried again later.
type Work func(ctx context.Context, run *Run) error

// Timed is work that begins by itself every so often.
type Timed struct {
	Kind  string
	Title string
	Every time.Duration
}

// Runner takes due jobs and runs them.
type Runner struct {
	db     *db.DB
	holder string
	works  map[string]Work
	timed  []Timed
	poke   chan struct{}
}

// NewRunner makes a runner; holder names this process and must differ between
// processes on one database.
func NewRunner(d *db.DB, holder string) *Runner {
	return &Runner{db: d, holder: holder, works: map[string]Work{}, poke: make(chan struct{}, 1)}
}

// Handle says which work a kind of job is. Call it before Run.
func (r *Runner) Handle(kind string, w Work) { r.works[kind] = w }

// Every adds timed work. Call it before Run.
func (r *Runner) Every(t Timed, w Work) {
	r.Handle(t.Kind, w)
	r.timed = append(r.timed, t)
}

// Run is one running job in the hands of its work.
type Run struct {
	Job
	runner *Runner
}

// Into reads the payload.
func (run *Run) Into(payload any) error {
	if err := json.Unmarshal(run.Payload, payload); err != nil {
		return fmt.Errorf("reading the payload of job %d: %w", run.ID, err)
	}
	return nil
}

// Progress tells how far the work is, keeps the job's lease, and returns
// ErrHalted if somebody paused or stopped the job.
func (run *Run) Progress(ctx context.Context, done, total int64, message string) error {
	halted := false
	err := run.runner.db.Do(ctx, func(tx *db.Tx) error {
		n, err := tx.Quiet(`UPDATE job SET done = $1, total = $2, message = $3, until = $4
			WHERE id = $5 AND state = 'running' AND holder = $6`,
			done, total, message, tx.Now().Add(silence).UnixMilli(), run.ID, run.runner.holder)
		halted = n == 0
		return err
	})
	if err == nil && halted {
		err = ErrHalted
	}
	return err
}

// Run runs due jobs until ctx ends, so many at a time.
func (r *Runner) Run(ctx context.Context, workers int) {
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() { r.loop(ctx) })
	}
	wg.Wait()
}

func (r *Runner) loop(ctx context.Context) {
	for ctx.Err() == nil {
		found, err := r.One(ctx)
		if err != nil && ctx.Err() == nil {
			slog.Error("running jobs", "err", err)
		}
		if found && err == nil {
			continue
		}
		select {
		case <-ctx.Done():
		case <-r.poke:
		case <-time.After(300 * time.Millisecond):
		}
	}
}

// Wake makes a waiting worker look at once; call it after enqueuing.
func (r *Runner) Wake() {
	select {
	case r.poke <- struct{}{}:
	default:
	}
}

// Drain runs due jobs until none is left, for the cranked clock of the
// simulated city. It returns what takes or ends a job; what a job's own work
// says stands in the job.
func (r *Runner) Drain(ctx context.Context) error {
	for {
		found, err := r.One(ctx)
		if err != nil || !found {
			return err
		}
	}
}

// One enqueues what time asks for, takes one due job and runs it; it tells
// whether there was one.
func (r *Runner) One(ctx context.Context) (bool, error) {
	var job Job
	err := r.db.Do(db.System(ctx, "jobs"), func(tx *db.Tx) error {
		for _, t := range r.timed {
			if err := r.tick(tx, t); err != nil {
				return err
			}
		}
		var err error
		job, err = r.take(tx)
		return err
	})
	if errors.Is(err, db.ErrNone) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	actor := db.Actor{ID: job.ActorID, Name: job.Actor, AgencyID: job.AgencyID, Request: fmt.Sprintf("job-%d", job.ID), Scope: db.Scope{All: true}}
	return true, r.end(ctx, job, r.work(db.As(ctx, actor), job))
}

// tick enqueues timed work that is due, once whatever the number of processes.
func (r *Runner) tick(tx *db.Tx, t Timed) error {
	due, err := tx.Due("timed:"+t.Kind, t.Every)
	if err != nil || !due {
		return err
	}
	_, err = Enqueue(tx, Request{Kind: t.Kind, Key: "timed", Title: t.Title})
	return err
}

// take marks the oldest due job as running, or one whose process has been
// silent for too long.
func (r *Runner) take(tx *db.Tx) (Job, error) {
	return db.One(tx, scan, `UPDATE job SET state = 'running', holder = $1, until = $2, attempts = attempts + 1,
			started_at = CASE WHEN started_at = 0 THEN $3 ELSE started_at END
		WHERE id = (SELECT id FROM job WHERE (state = 'queued' AND run_at <= $3) OR (state = 'running' AND until < $3)
			ORDER BY run_at, id LIMIT 1)
		AND (state = 'queued' OR (state = 'running' AND until < $3)) RETURNING `+columns,
		r.holder, tx.Now().Add(silence).UnixMilli(), tx.Millis())
}

func (r *Runner) work(ctx context.Context, job Job) (err error) {
	work, ok := r.works[job.Kind]
	if !ok {
		return fmt.Errorf("nobody handles jobs of kind %s", job.Kind)
	}
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("job %d (%s) panicked: %v", job.ID, job.Kind, p)
		}
	}()
	return work(ctx, &Run{Job: job, runner: r})
}

// end writes down how a job's work came out.
func (r *Runner) end(ctx context.Context, job Job, outcome error) error {
	if outcome != nil && ctx.Err() != nil {
		return nil // the program is going down: the job's lease runs out and it is taken up again
	}
	if errors.Is(outcome, ErrHalted) {
		return nil
	}
	if outcome != nil {
		slog.Warn("job", "id", job.ID, "kind", job.Kind, "attempt", job.Attempts, "err", outcome)
	}
	return r.db.Do(db.System(ctx, "jobs"), func(tx *db.Tx) error {
		switch {
		case outcome == nil:
			_, err := tx.Quiet(`UPDATE job SET state = 'done', ended_at = $1, error = '' WHERE id = $2 AND state = 'running'`, tx.Millis(), job.ID)
			return err
		case !worthTrying(outcome) || job.Attempts >= attempts:
			_, err := tx.Quiet(`UPDATE job SET state = 'failed', ended_at = $1, error = $2 WHERE id = $3 AND state = 'running'`, tx.Millis(), words(outcome), job.ID)
			return err
		default:
			later := tx.Now().Add(time.Duration(job.Attempts*job.Attempts) * time.Second).UnixMilli()
			_, err := tx.Quiet(`UPDATE job SET state = 'queued', run_at = $1, error = $2 WHERE id = $3 AND state = 'running'`, later, words(outcome), job.ID)
			return err
		}
	})
}

func worthTrying(err error) bool {
	kind := fault.KindOf(err)
	return kind == fault.Unavailable || kind == fault.Internal
}

// words are what the job's page says; the cause of an internal error is in the log.
func words(err error) string {
	if f := fault.As(err); f != nil {
		return f.Words
	}
	return "系统内部错误，已自动安排重试"
}

// Sweep forgets what ended well: asked-for work after keep, timed work after an
// hour. What failed stays until somebody looks.
func (r *Runner) Sweep(ctx context.Context) error {
	return r.db.Do(db.System(ctx, "jobs"), func(tx *db.Tx) error {
		_, err := tx.Quiet(`DELETE FROM job WHERE state IN ('done', 'stopped') AND (ended_at < $1 OR key = 'timed' AND ended_at < $2)`,
			tx.Now().Add(-keep).UnixMilli(), tx.Now().Add(-time.Hour).UnixMilli())
		return err
	})
}
