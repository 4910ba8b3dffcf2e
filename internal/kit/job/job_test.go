package job_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/db/dbtest"
	"kaguan/internal/kit/fault"
	"kaguan/internal/kit/job"
)

var ctx = context.Background()

func enqueue(t *testing.T, d *db.DB, r job.Request) (id int64) {
	t.Helper()
	dbtest.Do(t, d, func(tx *db.Tx) (err error) {
		id, err = job.Enqueue(tx, r)
		return err
	})
	return id
}

func find(t *testing.T, d *db.DB, id int64) (j job.Job) {
	t.Helper()
	dbtest.View(t, d, func(tx *db.Tx) (err error) {
		j, err = job.Find(tx, id)
		return err
	})
	return j
}

func drain(t *testing.T, r *job.Runner) {
	t.Helper()
	if err := r.Drain(ctx); err != nil {
		t.Fatal(err)
	}
}

func TestWorkIsRetriedUntilItSucceeds(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		r := job.NewRunner(d, "a")
		tries := 0
		r.Handle("flaky", func(ctx context.Context, run *job.Run) error {
			var n int
			if err := run.Into(&n); err != nil || n != 42 {
				t.Errorf("payload = %d, %v", n, err)
			}
			if tries++; tries < 3 {
				return errors.New("not yet")
			}
			return run.Progress(ctx, 10, 10, "")
		})
		id := enqueue(t, d, job.Request{Kind: "flaky", Key: "1", Payload: 42})
		drain(t, r)
		if j := find(t, d, id); j.State != job.Queued || j.Error == "" {
			t.Fatalf("after one failure the job is %s %q", j.State, j.Error)
		}
		for range 2 {
			now.Advance(time.Minute)
			drain(t, r)
		}
		if j := find(t, d, id); j.State != job.Done || j.Done != 10 || tries != 3 {
			t.Errorf("job = %+v after %d tries", j, tries)
		}
	})
}

func TestFaultThatCannotMendEndsTheJob(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		r := job.NewRunner(d, "a")
		r.Handle("bad", func(context.Context, *job.Run) error { return fault.NewInvalid("文件是空的，请重新上传") })
		r.Handle("panics", func(context.Context, *job.Run) error { panic("oops") })
		bad := enqueue(t, d, job.Request{Kind: "bad", Key: "1"})
		panics := enqueue(t, d, job.Request{Kind: "panics", Key: "1"})
		drain(t, r)
		if j := find(t, d, bad); j.State != job.Failed || j.Error != "文件是空的，请重新上传" {
			t.Errorf("job = %s %q", j.State, j.Error)
		}
		if j := find(t, d, panics); j.State != job.Queued {
			t.Errorf("a panic must be tried again, job is %s", j.State)
		}
	})
}

func TestOneOpenJobPerKey(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		r := job.NewRunner(d, "a")
		ran := 0
		r.Handle("once", func(context.Context, *job.Run) error { ran++; return nil })
		first := enqueue(t, d, job.Request{Kind: "once", Key: "k"})
		if second := enqueue(t, d, job.Request{Kind: "once", Key: "k"}); second != first {
			t.Error("a second job for the same key")
		}
		drain(t, r)
		if third := enqueue(t, d, job.Request{Kind: "once", Key: "k"}); third == first || ran != 1 {
			t.Errorf("after it ended a new one may come (ran %d)", ran)
		}
	})
}

func TestSilentJobIsTakenUpByAnother(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		dying := job.NewRunner(d, "dying")
		dead, kill := context.WithCancel(ctx)
		dying.Handle("long", func(context.Context, *job.Run) error { kill(); return errors.New("killed") })
		id := enqueue(t, d, job.Request{Kind: "long", Key: "1"})
		if _, err := dying.One(dead); err != nil {
			t.Fatal(err)
		}
		heir := job.NewRunner(d, "heir")
		heir.Handle("long", func(context.Context, *job.Run) error { return nil })
		drain(t, heir)
		if j := find(t, d, id); j.State != job.Running {
			t.Fatalf("the job was taken while its holder may live: %s", j.State)
		}
		now.Advance(3 * time.Minute)
		drain(t, heir)
		if j := find(t, d, id); j.State != job.Done {
			t.Errorf("job = %s", j.State)
		}
	})
}

func TestPauseResumeStop(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		r := job.NewRunner(d, "a")
		halt := job.Pause
		var id int64
		r.Handle("long", func(ctx context.Context, run *job.Run) error {
			dbtest.Do(t, d, func(tx *db.Tx) error {
				ok, err := halt(tx, id)
				if !ok {
					t.Error("could not halt")
				}
				return err
			})
			if err := run.Progress(ctx, 1, 2, ""); !errors.Is(err, job.ErrHalted) {
				t.Errorf("progress of a halted job = %v", err)
			}
			return job.ErrHalted
		})
		id = enqueue(t, d, job.Request{Kind: "long", Key: "1"})
		drain(t, r)
		if j := find(t, d, id); j.State != job.Paused {
			t.Fatalf("job = %s", j.State)
		}
		halt = job.Stop
		dbtest.Do(t, d, func(tx *db.Tx) error { _, err := job.Resume(tx, id); return err })
		drain(t, r)
		if j := find(t, d, id); j.State != job.Stopped {
			t.Errorf("job = %s", j.State)
		}
	})
}

func TestTimedWorkComesOncePerInterval(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		ran := 0
		two := []*job.Runner{job.NewRunner(d, "a"), job.NewRunner(d, "b")}
		for _, r := range two {
			r.Every(job.Timed{Kind: "nightly", Title: "夜间", Every: 24 * time.Hour}, func(context.Context, *job.Run) error { ran++; return nil })
		}
		for range 3 {
			for _, r := range two {
				drain(t, r)
				drain(t, r)
			}
			now.Advance(24*time.Hour + time.Second)
		}
		if ran != 3 {
			t.Errorf("ran %d times in three days", ran)
		}
	})
}

func TestSweepForgetsWhatEndedWell(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		r := job.NewRunner(d, "a")
		r.Handle("good", func(context.Context, *job.Run) error { return nil })
		r.Handle("bad", func(context.Context, *job.Run) error { return fault.NewInvalid("文件是空的，请重新上传") })
		r.Every(job.Timed{Kind: "often", Title: "常做", Every: 100 * 24 * time.Hour}, func(context.Context, *job.Run) error { return nil })
		good, bad := enqueue(t, d, job.Request{Kind: "good", Key: "1"}), enqueue(t, d, job.Request{Kind: "bad", Key: "1"})
		drain(t, r)
		count := func() (n int64) {
			dbtest.View(t, d, func(tx *db.Tx) (err error) {
				n, err = db.Scalar[int64](tx, `SELECT COUNT(*) FROM job`)
				return err
			})
			return n
		}
		sweep := func() {
			t.Helper()
			if err := r.Sweep(ctx); err != nil {
				t.Fatal(err)
			}
		}
		sweep()
		if count() != 3 {
			t.Errorf("%d jobs right after they ended", count())
		}
		now.Advance(2 * time.Hour)
		sweep()
		if find(t, d, good).State != job.Done || count() != 2 {
			t.Errorf("timed work must go, asked-for work stay: %d jobs", count())
		}
		now.Advance(31 * 24 * time.Hour)
		sweep()
		if find(t, d, bad).State != job.Failed || count() != 1 {
			t.Errorf("what failed must stay: %d jobs", count())
		}
	})
}
