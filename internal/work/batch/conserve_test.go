package batch_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/db/dbtest"
	"kaguan/internal/link/bank"
	"kaguan/internal/work/batch"
)

// Whatever answers come in, in any order, repeated, truncated, mixed with those of
// another batch: each row stands in one bucket, and the first answer to a person
// is the one that counts.
func TestConservation(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		h := newHouse(t, d, now)
		form := h.bankFormat().PreAccountReturn
		rapid.Check(t, func(rt *rapid.T) {
			h.apply(wujiang, 4)
			b := h.export(h.confirmed(), batch.Preaccount, batch.Opening)
			rows := h.opening(b)
			first := map[int]string{}
			strays := 0
			for n := range rapid.IntRange(1, 3).Draw(rt, "files") {
				var answers []bank.PreAccountReturn
				for range rapid.IntRange(0, 6).Draw(rt, "lines") {
					who := rapid.IntRange(0, len(rows)-1).Draw(rt, "who")
					answer := opened(rows[who])
					if rapid.Bool().Draw(rt, "refused") {
						answer = refused(rows[who])
					}
					known := true
					switch rapid.SampledFrom([]string{"true", "true", "true", "card", "batch"}).Draw(rt, "line") {
					case "card":
						answer.Card, known = "S99999990", false
					case "batch":
						answer.Batch, known = "209901010001", false
					}
					answers = append(answers, answer)
					if _, twice := first[who]; known && !twice {
						first[who] = answer.Result
					} else {
						strays++
					}
				}
				now.Advance(time.Second) // no two files are the same by chance
				content := file(h, b, form, answers...)
				if cut := rapid.IntRange(2, 40).Draw(rt, "cut"); cut > 2 {
					_, err := h.desk.Take(as("zhang"), batch.Upload{BatchID: b.ID, Round: batch.Preaccount, Name: fmt.Sprint("cut", b.ID, n), Content: content[:len(content)-cut]})
					if err == nil {
						rt.Fatal("a truncated file was taken")
					}
				}
				h.upload(b, batch.Preaccount, content)
				if rapid.Bool().Draw(rt, "again") {
					h.upload(b, batch.Preaccount, content)
				}
			}
			check(rt, h, b, first, strays)
		})
	})
}

func check(rt *rapid.T, h *house, b batch.Batch, first map[int]string, strays int) {
	want := batch.RoundBalance{Round: batch.Preaccount, Title: "预开户", Sent: 4, Outstanding: int64(4 - len(first))}
	for _, result := range first {
		if result == bank.Accepted {
			want.OK++
		} else {
			want.Rejected++
		}
	}
	if got := h.balance(b, batch.Preaccount); got != want || !got.Conserved() {
		rt.Fatalf("balance = %+v, want %+v", got, want)
	}
	if got := h.counts(`SELECT 'strays', COUNT(*) FROM batch_stray WHERE batch_id = $1`, b.ID)["strays"]; got != strays {
		rt.Fatalf("%d strays, want %d", got, strays)
	}
	lines := h.counts(`SELECT i.state || l.bucket, COUNT(*) FROM batch_line l JOIN batch_item i ON i.id = l.item_id WHERE l.batch_id = $1 GROUP BY i.state, l.bucket`, b.ID)
	if lines["accountok"] != int(want.OK) || lines["failedrejected"] != int(want.Rejected) || lines["frozenoutstanding"] != int(want.Outstanding) {
		rt.Fatalf("items and buckets disagree: %v", lines)
	}
	if len(first) == 4 {
		to := batch.Opened
		if want.OK == 0 {
			to = batch.Released
		}
		h.expect(b, to)
	}
}
