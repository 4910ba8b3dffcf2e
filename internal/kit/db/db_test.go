package db_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/db/dbtest"
)

// The lease table stands in for a business table: a name and a number.
const (
	putRow = `INSERT INTO lease (name, holder, until) VALUES ($1, $2, $3)`
	getRow = `SELECT until FROM lease WHERE name = $1`
)

func put(tx *db.Tx, name string) error {
	if _, err := tx.Exec(putRow, name, "x", 1); err != nil {
		return err
	}
	return tx.Note(db.Subject{Kind: "lamp", ID: name}, "lamp.put", db.Changes{}.Add("until", "", "1"))
}

func has(t *testing.T, d *db.DB, name string) bool {
	t.Helper()
	found := false
	dbtest.View(t, d, func(tx *db.Tx) error {
		_, err := db.Scalar[int64](tx, getRow, name)
		found = err == nil
		if errors.Is(err, db.ErrNone) {
			err = nil
		}
		return err
	})
	return found
}

func TestDoWritesRowsAndEntriesTogether(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		dbtest.Do(t, d, func(tx *db.Tx) error { return put(tx, "a") })
		if !has(t, d, "a") {
			t.Error("the row is missing")
		}
		if got := dbtest.Verbs(t, d); !slices.Equal(got, []string{"lamp.put"}) {
			t.Errorf("journal = %v", got)
		}
		boom := errors.New("boom")
		err := d.Do(db.System(context.Background(), "test"), func(tx *db.Tx) error {
			return errors.Join(put(tx, "b"), boom)
		})
		if !errors.Is(err, boom) || has(t, d, "b") || len(dbtest.Verbs(t, d)) != 1 {
			t.Errorf("a failed Do left traces behind (err %v)", err)
		}
	})
}

func TestDoRefusesUnnotedWritesAndNobody(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		ctx := db.System(context.Background(), "test")
		err := d.Do(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(putRow, "a", "x", 1)
			return err
		})
		if err == nil || !strings.Contains(err.Error(), "nothing noted") || has(t, d, "a") {
			t.Errorf("an unnoted write went through: %v", err)
		}
		if err := d.Do(context.Background(), func(tx *db.Tx) error { return put(tx, "a") }); err == nil {
			t.Error("nobody wrote")
		}
		err = d.View(ctx, func(tx *db.Tx) error { return put(tx, "a") })
		if err == nil {
			t.Error("a View wrote")
		}
		err = d.View(ctx, func(tx *db.Tx) error {
			return d.Do(tx.Context(), func(tx *db.Tx) error { return put(tx, "a") })
		})
		if err == nil {
			t.Error("a Do inside a View wrote")
		}
	})
}

func TestInnerDoJoinsOuter(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		boom := errors.New("boom")
		err := d.Do(db.System(context.Background(), "test"), func(tx *db.Tx) error {
			if err := d.Do(tx.Context(), func(tx *db.Tx) error { return put(tx, "inner") }); err != nil {
				return err
			}
			err := d.View(tx.Context(), func(tx *db.Tx) error {
				_, err := db.Scalar[int64](tx, getRow, "inner")
				return err
			})
			if err != nil {
				t.Errorf("a View inside does not see what was written: %v", err)
			}
			return boom
		})
		if !errors.Is(err, boom) || has(t, d, "inner") {
			t.Error("the inner Do was not undone with the outer one")
		}
	})
}

func TestSealerChainsAndVerifyFindsEveryTampering(t *testing.T) {
	t.Parallel()
	tamperings := map[string][]string{
		"changed":   {`UPDATE journal SET detail = '{"x":1}' WHERE id = 3`},
		"actor":     {`UPDATE journal SET actor = 'someone' WHERE id = 3`},
		"removed":   {`DELETE FROM journal WHERE id = 3`},
		"both gone": {`DELETE FROM journal WHERE id = 3`, `DELETE FROM journal_seal WHERE id = 3`},
		"swapped":   {`UPDATE journal_seal SET id = 99 WHERE id = 3`, `UPDATE journal_seal SET id = 3 WHERE id = 4`, `UPDATE journal_seal SET id = 4 WHERE id = 99`},
		"slipped in": {`INSERT INTO journal (at, actor_id, actor, agency_id, request, idem, kind, subject, verb, detail)
			VALUES (1, 0, 'x', 0, '', '', 'lamp', '1', 'lamp.put', '{}')`},
		"hash rewritten": {`UPDATE journal_seal SET hash = 'ff' WHERE id = 3`},
	}
	for name, statements := range tamperings {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
				for i := range 5 {
					dbtest.Do(t, d, func(tx *db.Tx) error { return put(tx, fmt.Sprint(i)) })
				}
				settle(t, d)
				if walk := verify(t, d); walk.Entries != 5 || walk.Waiting != 0 {
					t.Fatalf("walk = %+v", walk)
				}
				ctx := db.System(context.Background(), "tamperer")
				if err := d.Do(ctx, func(tx *db.Tx) error {
					for _, s := range statements {
						if _, err := tx.Quiet(s); err != nil {
							return err
						}
					}
					return nil
				}); err != nil {
					t.Fatal(err)
				}
				var broken *db.BrokenError
				err := d.View(ctx, func(tx *db.Tx) error { _, err := db.VerifyJournal(tx); return err })
				if !errors.As(err, &broken) {
					t.Fatalf("tampering was not found: %v", err)
				}
			})
		})
	}
}

func verify(t *testing.T, d *db.DB) (walk db.Walk) {
	t.Helper()
	dbtest.View(t, d, func(tx *db.Tx) (err error) {
		walk, err = db.VerifyJournal(tx)
		return err
	})
	return walk
}

func settle(t *testing.T, d *db.DB, followers ...db.Follower) {
	t.Helper()
	if err := d.Settle(context.Background(), followers); err != nil {
		t.Fatal(err)
	}
}

func TestVerifyNamesWaitingEntries(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		dbtest.Do(t, d, func(tx *db.Tx) error { return put(tx, "a") })
		if walk := verify(t, d); walk.Waiting != 1 || walk.First == 0 {
			t.Errorf("walk = %+v, want one entry waiting", walk)
		}
	})
}

func TestManyWritersLeaveNoGapAndKeepOrder(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		ctx, stop := context.WithCancel(context.Background())
		var sealers, writers sync.WaitGroup
		sealers.Go(func() { d.RunSealer(ctx) })
		const each = 20
		for w := range 8 {
			writers.Go(func() {
				for i := range each {
					if err := d.Do(db.System(ctx, "test"), func(tx *db.Tx) error {
						return put(tx, fmt.Sprintf("%d-%d", w, i))
					}); err != nil {
						t.Error(err)
					}
				}
			})
		}
		writers.Wait()
		stop()
		sealers.Wait()
		settle(t, d)
		if walk := verify(t, d); walk.Entries != 8*each || walk.Waiting != 0 {
			t.Errorf("walk = %+v", walk)
		}
		last := map[string]int{}
		dbtest.View(t, d, func(tx *db.Tx) error {
			return tx.Each(func(s db.Scanner) error {
				var subject string
				var w, i int
				if err := s.Scan(&subject); err != nil {
					return err
				}
				if _, err := fmt.Sscanf(subject, "%d-%d", &w, &i); err != nil {
					return err
				}
				if key := fmt.Sprint(w); i != last[key] {
					t.Errorf("writer %d: entry %d sealed where %d was due", w, i, last[key])
				} else {
					last[key]++
				}
				return nil
			}, `SELECT j.subject FROM journal_seal s JOIN journal j ON j.id = s.id ORDER BY s.seq`)
		})
	})
}

func TestFollowerHappensExactlyOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		failures := 2
		follower := db.Follower{Name: "echo", Verbs: []string{"lamp.put"}, Do: func(ctx context.Context, tx *db.Tx, e db.Entry) error {
			if _, err := tx.Exec(putRow, "echo-"+e.Subject, "x", e.Seq); err != nil {
				return err
			}
			if failures > 0 {
				failures--
				return errors.New("not now")
			}
			return tx.Note(db.Subject{Kind: "echo", ID: e.Subject}, "echo.put", nil)
		}}
		for _, name := range []string{"a", "b", "c"} {
			dbtest.Do(t, d, func(tx *db.Tx) error { return put(tx, name) })
		}
		for range 3 { // the first two tries fail and must leave nothing behind
			if err := d.Settle(context.Background(), []db.Follower{follower}); err == nil {
				break
			}
		}
		settle(t, d, follower)
		want := []string{"lamp.put", "lamp.put", "lamp.put", "echo.put", "echo.put", "echo.put"}
		if diff := cmp.Diff(want, dbtest.Verbs(t, d)); diff != "" {
			t.Errorf("journal (-want +got):\n%s", diff)
		}
		if !has(t, d, "echo-a") || !has(t, d, "echo-c") {
			t.Error("an echo is missing")
		}
	})
}

func TestScopeIsPartOfTheQuery(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		// lease.name stands in for a region path.
		for _, path := range []string{"440000/440200/440203/", "440000/440200/440203/440203001/", "440000/440200/440204/", "440000/4402000/"} {
			dbtest.Do(t, d, func(tx *db.Tx) error { return put(tx, path) })
		}
		count := func(scope db.Scope) (n int64) {
			t.Helper()
			ctx := db.As(context.Background(), db.Actor{ID: 7, Name: "clerk", Scope: scope})
			if err := d.View(ctx, func(tx *db.Tx) (err error) {
				var w db.Where
				w.And("until = ?", 1)
				w.Scope(tx, "name", "")
				n, err = db.Scalar[int64](tx, `SELECT COUNT(*) FROM lease`+w.SQL(), w.Args()...)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return n
		}
		for _, c := range []struct {
			scope db.Scope
			want  int64
		}{
			{db.Scope{}, 0},
			{db.Scope{All: true}, 4},
			{db.Scope{Paths: []string{"440000/440200/440203/"}}, 2},
			{db.Scope{Paths: []string{"440000/440200/"}}, 3},
			{db.Scope{Paths: []string{"440000/440200/440204/", "440000/440200/440203/440203001/"}}, 2},
		} {
			if got := count(c.scope); got != c.want {
				t.Errorf("scope %+v sees %d rows, want %d", c.scope, got, c.want)
			}
		}
	})
}

func TestCopyAndUnique(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		rows := func(yield func([]any, error) bool) {
			for i := range 2500 {
				if !yield([]any{fmt.Sprint(i), "x", int64(i)}, nil) {
					return
				}
			}
		}
		dbtest.Do(t, d, func(tx *db.Tx) error {
			n, err := tx.Copy("lease", []string{"name", "holder", "until"}, rows)
			if n != 2500 {
				t.Errorf("copied %d", n)
			}
			return errors.Join(err, tx.Note(db.Subject{Kind: "lamp", ID: "0"}, "lamp.copied", nil))
		})
		err := d.Do(db.System(context.Background(), "test"), func(tx *db.Tx) error { return put(tx, "77") })
		if !db.IsUnique(err) {
			t.Errorf("a second row of the same key: %v", err)
		}
	})
}

func TestOpenRefusesNewerSchema(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		dbtest.Do(t, d, func(tx *db.Tx) error {
			_, err := tx.Quiet(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, $1)`, true)
			return err
		})
		_, err := db.Open(context.Background(), db.Options{URL: d.URL(), Schema: dbtest.Schema()})
		if err == nil || !strings.Contains(err.Error(), "比程序") {
			t.Errorf("a newer schema was opened: %v", err)
		}
	})
}

func TestLeaseHasOneHolder(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		take := func(holder string) (got bool) {
			dbtest.Do(t, d, func(tx *db.Tx) (err error) {
				got, err = tx.Lease("sealing", holder, time.Minute)
				return err
			})
			return got
		}
		if !take("a") || take("b") || !take("a") {
			t.Error("a lease must have one holder, who may renew it")
		}
		now.Advance(2 * time.Minute)
		if !take("b") || take("a") {
			t.Error("an old lease must go to who asks first")
		}
	})
}
