package batch_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kaguan/internal/kit/blob"
	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/db/dbtest"
	"kaguan/internal/kit/fault"
	"kaguan/internal/link/bank"
	"kaguan/internal/link/vendor"
	"kaguan/internal/record/card"
	"kaguan/internal/work/batch"
)

// openAll lets the bank say yes to everybody.
func (h *house) openAll(b batch.Batch) {
	h.t.Helper()
	var answers []bank.PreAccountReturn
	for _, r := range h.opening(b) {
		answers = append(answers, opened(r))
	}
	h.upload(b, batch.Preaccount, file(h, b, h.bankFormat().PreAccountReturn, answers...))
	h.expect(b, batch.Opened)
}

// makeAll lets the vendor make every card.
func (h *house) makeAll(b batch.Batch) {
	h.t.Helper()
	var answers []vendor.ProduceReturn
	for _, r := range h.making(b) {
		answers = append(answers, made(r))
	}
	h.upload(b, batch.Produce, file(h, b, h.vendorFormat().ProduceReturn, answers...))
	h.expect(b, batch.Made)
}

// Six people: one account refused, one card failed, one not bound, three at the end.
func TestTheWholeLine(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		h := newHouse(t, d, now)
		h.apply(wujiang, 4)
		h.apply(qujiang, 2)
		b := h.export(h.confirmed(), batch.Preaccount, batch.Opening)

		var answers []bank.PreAccountReturn
		for n, r := range h.opening(b) {
			if n == 1 {
				answers = append(answers, refused(r))
				continue
			}
			answers = append(answers, opened(r))
		}
		h.upload(b, batch.Preaccount, file(h, b, h.bankFormat().PreAccountReturn, answers[:3]...))
		h.expect(b, batch.Opening)
		if got := h.balance(b, batch.Preaccount); got.Sent != 6 || got.OK != 2 || got.Rejected != 1 || got.Outstanding != 3 {
			t.Errorf("half way: %+v", got)
		}
		h.upload(b, batch.Preaccount, file(h, b, h.bankFormat().PreAccountReturn, answers[3:]...))
		h.export(h.expect(b, batch.Opened), batch.Produce, batch.Making)

		h.checkPhotos(b)
		orders := h.making(b)
		var cards []vendor.ProduceReturn
		for n, r := range orders {
			if r.BankCard != "62284812"+r.IDNumber[6:17] || r.Until != "2036-11-23" {
				t.Errorf("order %d has bank card or validity of nobody", n)
			}
			cards = append(cards, made(r))
		}
		cards[0] = vendor.ProduceReturn{Serial: cards[0].Serial, Card: cards[0].Card, IDNumber: cards[0].IDNumber, Name: cards[0].Name, Stage: vendor.StageProduce, Why: "芯片写入失败"}
		h.upload(b, batch.Produce, file(h, b, h.vendorFormat().ProduceReturn, cards...))
		h.export(h.expect(b, batch.Made), batch.BankData, batch.Binding)

		var binds []bank.BindReturn
		for _, r := range h.binding(b) {
			binds = append(binds, bound(r))
		}
		binds[2] = bank.BindReturn{Serial: binds[2].Serial, Batch: b.No, Card: binds[2].Card, Result: bank.Rejected, Code: "B201", Words: "账户状态不正常"}
		h.upload(b, batch.BankData, file(h, b, h.bankFormat().BindReturn, binds...))
		h.expect(b, batch.Released)
		h.checkEnd(b)
	})
}

// checkPhotos demands the picture of everybody who was ordered, and of nobody else.
func (h *house) checkPhotos(b batch.Batch) {
	h.t.Helper()
	parcel := must(vendor.ReadPhotos(h.content(h.out(b, vendor.PhotosKind))))(h.t)
	frozen := h.counts(`SELECT photo_digest, COUNT(*) FROM application WHERE state = 'taken' GROUP BY photo_digest`)
	for n, r := range h.making(b) {
		if len(parcel.Photos) != 5 || parcel.Photos[n].Name != r.Photo || frozen[parcel.Photos[n].Digest()] != 1 {
			h.t.Errorf("order %d has another picture than its person", n)
		}
	}
}

func (h *house) checkEnd(b batch.Batch) {
	h.t.Helper()
	want := []batch.RoundBalance{
		{Round: batch.Preaccount, Title: "预开户", Sent: 6, OK: 5, Rejected: 1},
		{Round: batch.Produce, Title: "制卡", Sent: 5, OK: 4, Rejected: 1},
		{Round: batch.BankData, Title: "银行数据", Sent: 4, OK: 3, Rejected: 1},
	}
	dbtest.View(h.t, h.d, func(tx *db.Tx) error {
		got, err := batch.Balance(tx, b.ID)
		if diff := cmp.Diff(want, got); diff != "" {
			h.t.Error(diff)
		}
		return err
	})
	for query, want := range map[string]map[string]int{
		`SELECT state, COUNT(*) FROM batch_item GROUP BY state`:                                      {"bound": 3, "unbound": 1, "failed": 2},
		`SELECT state, COUNT(*) FROM application GROUP BY state`:                                     {"made": 4, "returned": 2},
		`SELECT stage || reason, COUNT(*) FROM application WHERE stage <> '' GROUP BY stage, reason`: {"预开户证件已过期（B012）": 1, "制卡芯片写入失败（制卡）": 1},
		`SELECT state, COUNT(*) FROM card_number GROUP BY state`:                                     {"02": 4, "03": 2},
		`SELECT state || holder_kind, COUNT(*) FROM card GROUP BY state, holder_kind`:                {"0centre": 4},
		`SELECT direction || kind, COUNT(*) FROM exchange_file GROUP BY direction, kind`:             {"outYKH": 1, "inYKHHP": 2, "outZKZP": 1, "outZK": 1, "inZKHP": 1, "outYH": 1, "inYHHP": 1},
		`SELECT 'strays', COUNT(*) FROM batch_stray`:                                                 {"strays": 0},
	} {
		if diff := cmp.Diff(want, h.counts(query)); diff != "" {
			h.t.Errorf("%s:\n%s", query, diff)
		}
	}
	var journal strings.Builder
	dbtest.View(h.t, h.d, func(tx *db.Tx) error {
		entries, err := tx.Journal(db.JournalFilter{Limit: 10_000})
		for _, e := range entries {
			journal.Write(e.Detail)
		}
		return err
	})
	for n, r := range h.opening(b) {
		for _, value := range []string{r.IDNumber, r.Mobile, opened(r).BankCard} {
			if strings.Contains(journal.String(), value) {
				h.t.Errorf("the journal holds a plain value of person %d", n+1)
			}
		}
	}
	dbtest.View(h.t, h.d, func(tx *db.Tx) error {
		cards, err := card.AtHolder(tx, card.Centre(), card.Filter{Limit: 100})
		if err != nil {
			return err
		}
		ids := []int64{999_999}
		for _, c := range cards {
			ids = append(ids, c.ID)
		}
		may, err := batch.Bound(tx, ids)
		free := 0
		for _, ok := range may {
			if ok {
				free++
			}
		}
		if len(may) != 4 || free != 3 {
			h.t.Errorf("bound = %v, want three of four", may)
		}
		return err
	})
}

// An exported file is never made anew: its bytes are there for ever.
func TestExportHappensOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		h := newHouse(t, d, now)
		h.apply(wujiang, 2)
		b := h.confirmed()
		_, err := h.desk.Export(as("zhang"), b.ID, batch.Produce)
		wants(t, err, fault.Conflict)
		first := must(h.desk.Export(as("zhang"), b.ID, batch.Preaccount))(t)
		if second := must(h.desk.Export(as("zhang"), b.ID, batch.Preaccount))(t); second != first {
			t.Error("asking twice made two jobs")
		}
		h.run()
		h.expect(b, batch.Opening)
		before := h.content(h.out(b, bank.PreAccountKind))
		_, err = h.desk.Export(as("zhang"), b.ID, batch.Preaccount)
		wants(t, err, fault.Conflict)
		if diff := cmp.Diff(before, h.content(h.out(b, bank.PreAccountKind))); diff != "" {
			t.Error("the file changed")
		}
	})
}

// Whose row no format can hold leaves the batch; the others go.
func TestUnfitRowsDoNotStopTheFile(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		h := newHouse(t, d, now)
		h.apply(wujiang, 3)
		dbtest.Do(t, d, func(tx *db.Tx) error {
			found, err := h.people.Search(tx, "李晓明", 10)
			if err != nil || len(found) != 1 {
				t.Fatalf("found %d, %v", len(found), err)
			}
			found[0].Occupation = "20000000"
			_, err = h.people.Put(tx, found[0])
			return err
		})
		b := h.export(h.confirmed(), batch.Preaccount, batch.Opening)
		if got := h.balance(b, batch.Preaccount); got.Sent != 2 || len(h.opening(b)) != 2 {
			t.Errorf("sent %+v", got)
		}
		if got := h.applicationStates(); got["returned"] != 1 || got["taken"] != 2 {
			t.Errorf("applications = %v", got)
		}
		h.openAll(b)
		for digest := range h.counts(`SELECT photo_digest, COUNT(*) FROM application WHERE state = 'taken' GROUP BY photo_digest ORDER BY photo_digest LIMIT 1`) {
			if err := h.photos.Delete(context.Background(), blob.Digest(digest)); err != nil {
				t.Fatal(err)
			}
		}
		h.export(b, batch.Produce, batch.Making)
		if got := h.balance(b, batch.Produce); got.Sent != 1 || len(h.making(b)) != 1 {
			t.Errorf("sent %+v", got)
		}
		if got := h.counts(`SELECT code, COUNT(*) FROM batch_item WHERE state = 'failed' GROUP BY code`); got["E124"] != 1 || got["E503"] != 1 {
			t.Errorf("failed = %v", got)
		}
	})
}

// A batch that has lost everybody is at its end.
func TestExhaustedBatchEnds(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		h := newHouse(t, d, now)
		h.apply(wujiang, 2)
		b := h.export(h.confirmed(), batch.Preaccount, batch.Opening)
		var answers []bank.PreAccountReturn
		for _, r := range h.opening(b) {
			answers = append(answers, refused(r))
		}
		h.upload(b, batch.Preaccount, file(h, b, h.bankFormat().PreAccountReturn, answers...))
		h.expect(b, batch.Released)
		if got := h.counts(`SELECT state, COUNT(*) FROM card_number GROUP BY state`); got["03"] != 2 {
			t.Errorf("card numbers = %v", got)
		}
	})
}

func TestCloseRoundWithdrawsTheOutstanding(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		h := newHouse(t, d, now)
		h.apply(wujiang, 3)
		b := h.export(h.confirmed(), batch.Preaccount, batch.Opening)
		h.openAll(b)
		wants(t, h.desk.CloseRound(as("zhang"), b.ID, "没有在等"), fault.Conflict)
		h.export(b, batch.Produce, batch.Making)
		orders := h.making(b)
		h.upload(b, batch.Produce, file(h, b, h.vendorFormat().ProduceReturn, made(orders[0]), made(orders[1])))
		wants(t, h.desk.CloseRound(as("zhang"), b.ID, ""), fault.Invalid)
		if err := h.desk.CloseRound(as("zhang"), b.ID, "卡商确认损坏，不再回盘"); err != nil {
			t.Fatal(err)
		}
		h.run()
		h.expect(b, batch.Made)
		if got := h.balance(b, batch.Produce); got.Sent != 3 || got.OK != 2 || got.Withdrawn != 1 || got.Outstanding != 0 {
			t.Errorf("balance = %+v", got)
		}
		if got := h.applicationStates(); got["made"] != 2 || got["returned"] != 1 {
			t.Errorf("applications = %v", got)
		}
		h.upload(b, batch.Produce, file(h, b, h.vendorFormat().ProduceReturn, made(orders[2])))
		if got := h.strayCodes(b); got != "E302" {
			t.Errorf("the late card is %q among the strays", got)
		}
		if got := h.balance(b, batch.Produce); got.OK != 2 || got.Withdrawn != 1 {
			t.Errorf("the late card moved the balance: %+v", got)
		}
	})
}

// A child under six gets a card without a photo (婴儿卡): nothing may hold it up.
func TestSmallChildGoesWithoutPhoto(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		h := newHouse(t, d, now)
		ids := h.apply(wujiang, 2)
		dbtest.Do(t, d, func(tx *db.Tx) error {
			if _, err := tx.Quiet(`UPDATE application SET photo_digest = '' WHERE id = $1`, ids[0]); err != nil {
				return err
			}
			_, err := tx.Quiet(`UPDATE citizen SET birth = '2023-05-01' WHERE id = (SELECT citizen_id FROM application WHERE id = $1)`, ids[0])
			return err
		})
		b := h.export(h.confirmed(), batch.Preaccount, batch.Opening)
		h.openAll(b)
		b = h.export(b, batch.Produce, batch.Making)
		rows := h.making(b)
		if len(rows) != 2 || (rows[0].Photo == "") == (rows[1].Photo == "") {
			t.Errorf("the vendor gets %+v", rows)
		}
		h.makeAll(b)
	})
}
