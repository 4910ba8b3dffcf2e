package city

import (
	"context"
	"flag"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/db/dbtest"
	"kaguan/internal/link/fake"
)

var (
	seeds  = flag.Int("seeds", 20, "how many cities live, with the seeds from 1 on")
	seed   = flag.Uint64("seed", 0, "the one seed to live; 0 lives all")
	days   = flag.Int("days", 30, "how many days they live")
	number = flag.Int("people", 100, "how many people live in each")
)

var ctx = context.Background()

// monday is when the clocks of the cities begin.
var monday = time.Date(2026, 3, 2, 7, 0, 0, 0, clock.Beijing)

// album is drawn once for all cities of the test.
var album = new(Album)

func open(t *testing.T, opt Options) *City {
	t.Helper()
	opt.Folder, opt.Clock, opt.Quick, opt.Album, opt.Heard = t.TempDir(), clock.NewHand(monday), true, album, ear.String
	c, err := Open(ctx, opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Errorf("closing the city: %v", err)
		}
	})
	return c
}

// mild is a partner of an ordinary week: a few refusals, answers of the next day,
// sometimes in parts or twice.
func mild(seed uint64) fake.Will {
	will := fake.Will{Refuse: 0.05, Delay: time.Duration(2+seed%5*7) * time.Hour}
	if seed%4 == 1 {
		will.Parts = 2
	}
	will.Twice = seed%5 == 2
	return will
}

// TestLife lets cities live and looks after each day whether the laws hold. A
// failure names seed, day and law; -seed lives that one city again.
func TestLife(t *testing.T) {
	t.Parallel()
	live := func(t *testing.T, seed uint64, database string) {
		t.Helper()
		c := open(t, Options{Seed: seed, People: *number, Days: *days * 2 / 3, Database: database, Will: mild(seed)})
		for day := range *days {
			if err := c.Live(ctx, 1); err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			if err := c.Check(ctx); err != nil {
				t.Fatalf("seed %d, day %d: %v", seed, day+1, err)
			}
		}
		c.livedWell(t)
	}
	first, last := uint64(1), uint64(*seeds)
	if *seed != 0 {
		first, last = *seed, *seed
	}
	for s := first; s <= last; s++ {
		t.Run(fmt.Sprintf("sqlite/%d", s), func(t *testing.T) {
			t.Parallel()
			live(t, s, "")
		})
	}
	for s := first; s <= min(last, first+1); s++ {
		t.Run(fmt.Sprintf("postgres/%d", s), func(t *testing.T) {
			t.Parallel()
			live(t, s, dbtest.PostgresURL(t))
		})
	}
}

// livedWell makes sure that a long life came to something: laws hold easily where
// nothing happens.
func (c *City) livedWell(t *testing.T) {
	t.Helper()
	if *days < 30 || *number < 100 {
		return
	}
	for what, query := range map[string]string{
		"cards in hand":            `SELECT COUNT(*) - 40 FROM card WHERE holder_kind = 'person'`,
		"released batches":         `SELECT COUNT(*) FROM batch WHERE state = 'released'`,
		"second attempts":          `SELECT COUNT(*) FROM application WHERE attempt > 1`,
		"imports with wrong rows":  `SELECT COUNT(*) FROM import_tally WHERE code <> '' AND verdict IN ('bad', 'duplicate')`,
		"received parcels":         `SELECT COUNT(*) FROM parcel WHERE state = 'received'`,
		"modules in the counties":  `SELECT COUNT(*) FROM psam WHERE state = 'out'`,
		"single applications made": `SELECT COUNT(*) FROM application WHERE import_id = 0 AND state = 'made'`,
	} {
		if n := c.count(t, query); n <= 0 {
			t.Errorf("seed %d: too few %s (%d)", c.opt.Seed, what, n)
		}
	}
}

// TestSeedDecides: the same seed gives the same history, or a failure could not be
// lived again.
func TestSeedDecides(t *testing.T) {
	t.Parallel()
	history := func(seed uint64) string {
		c := open(t, Options{Seed: seed, People: 40, Days: 8, Will: mild(seed)})
		if err := c.Live(ctx, 11); err != nil {
			t.Fatal(err)
		}
		var text strings.Builder
		if err := c.Server.DB.View(db.System(ctx, "test"), func(tx *db.Tx) error {
			return tx.Each(func(s db.Scanner) error {
				var at int64
				var actor, kind, subject, verb string
				err := s.Scan(&at, &actor, &kind, &subject, &verb)
				if kind != "photo" { // whose subject is a digest
					fmt.Fprintln(&text, at, actor, kind, subject, verb)
				}
				return err
			}, `SELECT at, actor, kind, subject, verb FROM journal ORDER BY id`)
		}); err != nil {
			t.Fatal(err)
		}
		return text.String()
	}
	first := history(3)
	if diff := cmp.Diff(first, history(3)); diff != "" {
		t.Errorf("the same seed gave another history:\n%s", diff)
	}
	if first == history(4) {
		t.Error("another seed gave the same history")
	}
}
