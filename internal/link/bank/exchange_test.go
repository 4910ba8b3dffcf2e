package bank_test

import (
	"bytes"
	"crypto/rand"
	"io"
	"testing"
	"time"

	"kaguan/internal/kit/blob"
	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/db/dbtest"
	"kaguan/internal/kit/exchange"
	"kaguan/internal/kit/job"
	"kaguan/internal/kit/seal"
	"kaguan/internal/link/bank"
	"kaguan/internal/link/fake"
	"kaguan/internal/link/fake/faketest"
)

// TestFromRecordToHandler: a request goes out and its answer comes in, through the
// register, jobs and a bank that sends everything cut off and twice.
func TestFromRecordToHandler(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		w := open(t, fake.Will{Truncated: true, Twice: true})
		box, err := seal.Random(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		blobs, err := blob.NewDir(t.TempDir(), box)
		if err != nil {
			t.Fatal(err)
		}
		x, err := exchange.New(d, blobs, w.bank.Partner())
		if err != nil {
			t.Fatal(err)
		}
		defer x.Close()
		var got []bank.PreAccountReturn
		x.Handle(bank.PreAccountReturnKind, func(tx *db.Tx, f exchange.File, content io.Reader) (exchange.Answer, error) {
			whole, err := io.ReadAll(content)
			if err != nil {
				return exchange.Answer{}, err
			}
			rows, err := faketest.Read(format(t).PreAccountReturn, whole)
			got = append(got, rows...)
			return exchange.Answer{Ref: "batch:1", Count: len(rows)}, err
		})
		runner := job.NewRunner(d, "test")
		x.Jobs(runner, time.Minute)
		kept, err := x.Keep(ctx, bytes.NewReader(faketest.Write(t, format(t).PreAccount, head, people(t, 10))))
		if err != nil {
			t.Fatal(err)
		}
		dbtest.Do(t, d, func(tx *db.Tx) error {
			_, err := x.Record(tx, exchange.Outbound{
				Partner: "103", Kind: bank.PreAccountKind, Name: name("YKH", 1), Ref: "batch:1", Count: 10, Content: kept,
			})
			return err
		})
		for range 5 {
			if err := runner.Drain(ctx); err != nil {
				t.Fatal(err)
			}
			w.step()
			now.Advance(time.Hour)
		}
		if len(got) != 10 {
			t.Errorf("%d answers reached the handler", len(got))
		}
		states := map[exchange.State]int{}
		dbtest.View(t, d, func(tx *db.Tx) error {
			files, err := exchange.Files(tx, exchange.Filter{Partner: "103"})
			for _, f := range files {
				states[f.State]++
			}
			return err
		})
		// The request; two halves refused as one, for their bytes are the same; the whole.
		if states[exchange.Acknowledged] != 1 || states[exchange.Applied] != 1 || states[exchange.Refused] == 0 || len(states) != 3 {
			t.Errorf("files by state: %v", states)
		}
	})
}
