package batch_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/db/dbtest"
	"kaguan/internal/kit/fault"
	"kaguan/internal/link/bank"
	"kaguan/internal/work/batch"
)

func TestEveryOddLineIsAStray(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		h := newHouse(t, d, now)
		h.apply(wujiang, 4)
		b := h.export(h.confirmed(), batch.Preaccount, batch.Opening)
		rows := h.opening(b)
		a := make([]bank.PreAccountReturn, len(rows))
		for n, r := range rows {
			a[n] = opened(r)
		}
		otherBatch, nobody, otherSeq, otherID, noAccount, sameAccount := a[1], a[1], a[1], a[1], a[1], a[2]
		otherBatch.Batch = "209901010001"
		nobody.Card = "S99999990"
		otherSeq.Serial = 77
		otherID.IDNumber = a[2].IDNumber
		noAccount.BankCard = ""
		sameAccount.BankCard = a[0].BankCard
		content := file(h, b, h.bankFormat().PreAccountReturn, a[0], a[0], otherBatch, nobody, otherSeq, otherID, noAccount, sameAccount)
		receipt := h.upload(b, "", content)
		if receipt.Repeated || receipt.Problems == nil || receipt.Problems.Count != 7 || receipt.File.Ref == "" {
			t.Errorf("receipt = %+v", receipt)
		}
		if got, want := h.strayCodes(b), "E301 E201 E202 E203 E203 E303 E307"; got != want {
			t.Errorf("strays = %s, want %s", got, want)
		}
		if got := h.balance(b, batch.Preaccount); got.OK != 1 || got.Outstanding != 3 {
			t.Errorf("balance = %+v", got)
		}

		if again := h.upload(b, "", content); !again.Repeated {
			t.Error("the same file had an effect twice")
		}
		if got := strings.Count(h.strayCodes(b), " "); got != 6 {
			t.Errorf("the same file left %d strays", got+1)
		}
		// A refusal after the account was opened comes too late.
		h.upload(b, "", file(h, b, h.bankFormat().PreAccountReturn, refused(rows[0]), a[1], a[2], a[3]))
		h.expect(b, batch.Opened)
		if got := h.balance(b, batch.Preaccount); got.OK != 4 || got.Rejected != 0 {
			t.Errorf("balance = %+v", got)
		}
	})
}

func TestReturnsAreRefusedWhole(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		h := newHouse(t, d, now)
		h.apply(wujiang, 2)
		b := h.confirmed()
		take := func(r batch.Round, name string, content []byte) error {
			_, err := h.desk.Take(as("zhang"), batch.Upload{BatchID: b.ID, Round: r, Name: name, Content: content})
			return err
		}
		wants(t, take("", "a.txt", nil), fault.Conflict)
		early := file(h, b, h.bankFormat().PreAccountReturn, bank.PreAccountReturn{Serial: 1, Batch: b.No, Card: "S00000000", IDNumber: "440203", Name: "某人", Result: bank.Accepted})
		wants(t, take(batch.Preaccount, "early.txt", early), fault.Conflict)
		h.export(b, batch.Preaccount, batch.Opening)
		rows := h.opening(b)
		whole := file(h, b, h.bankFormat().PreAccountReturn, opened(rows[0]), opened(rows[1]))
		wants(t, take("", "../x.txt", whole), fault.Invalid)
		wants(t, take("", "cut.txt", whole[:len(whole)-8]), fault.Invalid)
		wants(t, take("teatime", "x.txt", whole), fault.Conflict)
		other := b
		other.No = "209901010001"
		wants(t, take("", "other.txt", file(h, other, h.bankFormat().PreAccountReturn, opened(rows[0]))), fault.Invalid)
		wants(t, take("", "kind.txt", file(h, b, h.bankFormat().BindReturn)), fault.Invalid)
		if got := h.balance(b, batch.Preaccount); got.Outstanding != 2 {
			t.Errorf("balance = %+v", got)
		}
		if _, err := h.desk.Take(in(qujiang), batch.Upload{BatchID: b.ID, Name: "a.txt", Content: whole}); !fault.Is(err, fault.NotFound) {
			t.Errorf("a foreign county's clerk: %v", err)
		}
		h.apply(wujiang, 1)
		next := h.export(h.confirmed(), batch.Preaccount, batch.Opening)
		wants(t, take("", "next.txt", file(h, next, h.bankFormat().PreAccountReturn, opened(h.opening(next)[0]))), fault.Invalid)
		h.expect(next, batch.Opening)
		if err := take("", "whole.txt", whole); err != nil {
			t.Error(err)
		}
		h.expect(b, batch.Opened)
	})
}

// A line whose values break the format is a stray, the others count.
func TestMalformedLineIsAStray(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		h := newHouse(t, d, now)
		h.apply(wujiang, 2)
		b := h.export(h.confirmed(), batch.Preaccount, batch.Opening)
		rows := h.opening(b)
		form := *h.bankFormat().PreAccountReturn
		spec := *form.Spec
		spec.Columns = append(spec.Columns[:0:0], spec.Columns...)
		spec.Columns[spec.Index("RESULT")].Codes = append(spec.Columns[spec.Index("RESULT")].Codes[:2:2], struct{ Value, Meaning string }{"55", "?"})
		form.Spec = &spec
		strange := opened(rows[0])
		strange.Result = "55"
		h.upload(b, "", file(h, b, &form, strange, opened(rows[1])))
		if got := h.strayCodes(b); got != "E132" {
			t.Errorf("strays = %q", got)
		}
		if got := h.balance(b, batch.Preaccount); got.OK != 1 || got.Outstanding != 1 {
			t.Errorf("balance = %+v", got)
		}
	})
}

// A chip that another card has is an alarm for its line, not for the file.
func TestChipUsedTwiceIsAStray(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		h := newHouse(t, d, now)
		h.apply(wujiang, 4)
		b := h.export(h.confirmed(), batch.Preaccount, batch.Opening)
		h.openAll(b)
		h.export(b, batch.Produce, batch.Making)
		orders := h.making(b)
		first := made(orders[0])
		h.upload(b, "", file(h, b, h.vendorFormat().ProduceReturn, first))
		second, third, account := made(orders[1]), made(orders[2]), made(orders[3])
		second.Chip = first.Chip
		account.BankCard = "6228481200000000000"
		h.upload(b, "", file(h, b, h.vendorFormat().ProduceReturn, second, third, account))
		if got := h.strayCodes(b); got != "E304 E305" {
			t.Errorf("strays = %q", got)
		}
		if got := h.balance(b, batch.Produce); got.OK != 2 || got.Outstanding != 2 {
			t.Errorf("balance = %+v", got)
		}
		h.upload(b, "", file(h, b, h.vendorFormat().ProduceReturn, made(orders[1]), made(orders[3])))
		h.expect(b, batch.Made)
	})
}

// Two files with the same people come at the same moment: the second waits for
// the first and finds its people answered.
func TestAnswersAtTheSameMoment(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		h := newHouse(t, d, now)
		h.apply(wujiang, 3)
		b := h.export(h.confirmed(), batch.Preaccount, batch.Opening)
		rows := h.opening(b)
		first := file(h, b, h.bankFormat().PreAccountReturn, opened(rows[0]), refused(rows[1]))
		second := file(h, b, h.bankFormat().PreAccountReturn, refused(rows[0]), opened(rows[1]), opened(rows[2]))
		take := func(ctx context.Context, name string, content []byte) error {
			_, err := h.desk.Take(ctx, batch.Upload{BatchID: b.ID, Round: batch.Preaccount, Name: name, Content: content})
			return err
		}
		var once sync.Once
		inside := make(chan struct{})
		var done sync.WaitGroup
		done.Go(func() {
			if err := d.Do(as("zhang"), func(tx *db.Tx) error {
				err := take(tx.Context(), "first", first)
				once.Do(func() { close(inside) })
				time.Sleep(300 * time.Millisecond) // the second comes to the lock meanwhile
				return err
			}); err != nil {
				t.Error(err)
			}
		})
		<-inside
		if err := take(as("wang"), "second", second); err != nil {
			t.Error(err)
		}
		done.Wait()
		h.run()
		h.expect(b, batch.Opened)
		if got := h.balance(b, batch.Preaccount); got.OK != 2 || got.Rejected != 1 {
			t.Errorf("balance = %+v", got)
		}
		if got := h.strayCodes(b); got != "E301 E301" {
			t.Errorf("strays = %q", got)
		}
	})
}
