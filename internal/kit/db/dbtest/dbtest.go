// Package dbtest gives each test a fresh, migrated database of each engine:
// SQLite always, PostgreSQL where KAGUAN_TEST_POSTGRES names a server, which
// `make test` starts in a temporary folder.
package dbtest

import (
	"context"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/schema"
)

// Start is the moment at which the clocks of tests begin.
var Start = time.Date(2026, 11, 23, 9, 0, 0, 0, clock.Beijing)

// Each runs test once per engine, in parallel, each on a database of its own
// with a hand-cranked clock that begins at Start.
func Each(t *testing.T, test func(t *testing.T, d *db.DB, now *clock.Hand)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		now := clock.NewHand(Start)
		test(t, Open(t, LiteURL(t), now), now)
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		now := clock.NewHand(Start)
		test(t, Open(t, PostgresURL(t), now), now)
	})
}

// Open opens url with the current schema and closes it with the test.
func Open(t *testing.T, url string, now clock.Clock) *db.DB {
	t.Helper()
	d, err := db.Open(context.Background(), db.Options{URL: url, Clock: now, Schema: schema.Files, Holder: "test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Errorf("closing the database: %v", err)
		}
	})
	return d
}

// Schema is the migrations that this program knows.
func Schema() fs.FS { return schema.Files }

// Do writes as the system, and fails the test on an error.
func Do(t *testing.T, d *db.DB, fn func(tx *db.Tx) error) {
	t.Helper()
	if err := d.Do(db.System(context.Background(), "test"), fn); err != nil {
		t.Fatal(err)
	}
}

// View reads as the system, and fails the test on an error.
func View(t *testing.T, d *db.DB, fn func(tx *db.Tx) error) {
	t.Helper()
	if err := d.View(db.System(context.Background(), "test"), fn); err != nil {
		t.Fatal(err)
	}
}

// Verbs are the journal's verbs in order: what a verb's test promises beside
// its rows.
func Verbs(t *testing.T, d *db.DB) []string {
	t.Helper()
	verbs := []string{}
	View(t, d, func(tx *db.Tx) error {
		entries, err := tx.Journal(db.JournalFilter{Limit: 10_000})
		for i := len(entries) - 1; i >= 0; i-- {
			verbs = append(verbs, entries[i].Verb)
		}
		return err
	})
	return verbs
}

var migrated = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "kaguan-dbtest")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "template.db")
	d, err := db.Open(context.Background(), db.Options{URL: path, Schema: schema.Files})
	if err != nil {
		return nil, err
	}
	if err := d.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// LiteURL is a new SQLite file, migrated.
func LiteURL(t *testing.T) string {
	t.Helper()
	template, err := migrated()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "test.db")
	if err := os.WriteFile(path, template, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// count tells databases of one process apart.
var count atomic.Int64

// PostgresURL is a new PostgreSQL database, dropped with the test. Without a
// server the test is skipped, unless KAGUAN_TEST_ALL says that all must run.
func PostgresURL(t *testing.T) string {
	t.Helper()
	server := os.Getenv("KAGUAN_TEST_POSTGRES")
	if server == "" {
		if os.Getenv("KAGUAN_TEST_ALL") != "" {
			t.Fatal("KAGUAN_TEST_POSTGRES is not set, and KAGUAN_TEST_ALL demands PostgreSQL")
		}
		t.Skip("NOT RUN on PostgreSQL: set KAGUAN_TEST_POSTGRES or use make test")
	}
	template, err := pgTemplate(server)
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("t%d_%d", os.Getpid(), count.Add(1))
	if err := pgExec(server, "CREATE DATABASE "+name+" TEMPLATE "+template); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := pgExec(server, "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Errorf("dropping %s: %v", name, err)
		}
	})
	return named(server, name)
}

var (
	templateOnce sync.Once
	templateName string
	templateErr  error
)

// pgTemplate makes one migrated database a process, which the others are copied from.
func pgTemplate(server string) (string, error) {
	templateOnce.Do(func() {
		templateName = fmt.Sprintf("template_%d", os.Getpid())
		if templateErr = pgExec(server, "CREATE DATABASE "+templateName); templateErr != nil {
			return
		}
		var d *db.DB
		d, templateErr = db.Open(context.Background(), db.Options{URL: named(server, templateName), Schema: schema.Files})
		if templateErr == nil {
			templateErr = d.Close()
		}
	})
	return templateName, templateErr
}

func named(server, database string) string {
	u, err := url.Parse(server)
	if err != nil {
		return server // opening it will say what is wrong
	}
	u.Path = "/" + database
	return u.String()
}

func pgExec(server, sql string) error {
	ctx := context.Background()
	c, err := pgx.Connect(ctx, server)
	if err != nil {
		return fmt.Errorf("connecting to the tests' PostgreSQL: %w", err)
	}
	defer c.Close(ctx)
	_, err = c.Exec(ctx, sql)
	return err
}
