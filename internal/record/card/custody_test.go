package card_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/db/dbtest"
	"kaguan/internal/kit/fault"
	"kaguan/internal/record/card"
)

func agency(id int64) card.Holder { return card.Holder{Kind: card.AtAgency, ID: id} }

func passing(cards []int64, from, to card.Holder) card.Passing {
	return card.Passing{Cards: cards, From: from, To: to, Ref: db.Ref("parcel", 7)}
}

func pass(d *db.DB, cards []int64, from, to card.Holder) error {
	return d.Do(system(), func(tx *db.Tx) error { return card.Pass(tx, passing(cards, from, to)) })
}

func TestPass(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		ids := newCards(t, d, 1, 3)
		now.Advance(time.Hour)
		if err := pass(d, ids, card.Centre(), agency(5)); err != nil {
			t.Fatal(err)
		}
		for _, id := range ids {
			if c := get(t, d, id); c.Holder != agency(5) || c.Since != now.Now().UnixMilli() {
				t.Errorf("card %d: %+v since %d", id, c.Holder, c.Since)
			}
		}
		dbtest.View(t, d, func(tx *db.Tx) error {
			entries, err := tx.Journal(db.JournalFilter{Kind: "parcel", Subject: "7", Limit: 9})
			if len(entries) != 1 || entries[0].Verb != "card.passed" {
				t.Fatalf("%v %v", entries, err)
			}
			var detail map[string]any
			if err := json.Unmarshal(entries[0].Detail, &detail); err != nil {
				return err
			}
			if detail["count"] != 3.0 || len(detail["digest"].(string)) != 64 || detail["from"] != "centre" || detail["to"] != "agency" || detail["toId"] != 5.0 {
				t.Errorf("%v", detail)
			}
			cards, err := card.AtHolder(tx, agency(5), card.Filter{State: card.Sealed, Limit: 2})
			if len(cards) != 2 {
				t.Errorf("%d cards, want the limit", len(cards))
			}
			return err
		})
	})
}

func TestPassRefuses(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		ids := newCards(t, d, 1, 3)
		if err := pass(d, ids[:1], card.Centre(), agency(5)); err != nil {
			t.Fatal(err)
		}
		for name, c := range map[string]struct {
			passing card.Passing
			kind    fault.Kind
			words   string
		}{
			"one is elsewhere":   {passing(ids, card.Centre(), agency(6)), fault.Conflict, "有 1 张卡已不在市卡管理中心"},
			"another agency's":   {passing(ids[:1], agency(6), agency(5)), fault.Conflict, "有 1 张"},
			"an unknown card":    {passing([]int64{ids[2] + 99}, card.Centre(), agency(6)), fault.Conflict, "有 1 张"},
			"a card twice":       {passing([]int64{ids[1], ids[2], ids[1]}, card.Centre(), agency(6)), fault.Invalid, "重复"},
			"nothing":            {passing(nil, card.Centre(), agency(6)), fault.Invalid, "没有选择"},
			"to where it is now": {passing(ids[1:], card.Centre(), card.Centre()), fault.Invalid, "相同"},
		} {
			err := d.Do(system(), func(tx *db.Tx) error { return card.Pass(tx, c.passing) })
			if !fault.Is(err, c.kind) || !strings.Contains(err.Error(), c.words) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if at := get(t, d, ids[1]).Holder; at != card.Centre() {
			t.Errorf("a refused passing moved a card to %v", at)
		}
	})
}

// Two clerks send overlapping parcels at once: one of them has all, the other none.
func TestOfTwoWhoPassOneWins(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		for round := range 5 {
			ids := newCards(t, d, int64(round+1), 20)
			lists := [][]int64{ids[:15], {ids[12], ids[13], ids[3], ids[19], ids[10]}}
			errs := race(2, func(i int) error { return pass(d, lists[i], card.Centre(), agency(int64(i+1))) })
			if (errs[0] == nil) == (errs[1] == nil) {
				t.Fatalf("both or none went through: %v", errs)
			}
			for i, err := range errs {
				if err != nil && !fault.Is(err, fault.Conflict) {
					t.Error(err)
				}
				for _, id := range lists[i] {
					if at := get(t, d, id).Holder == agency(int64(i+1)); at != (err == nil) {
						t.Errorf("clerk %d: %v, and card %d went %v", i, err, id, at)
					}
				}
			}
			dbtest.Do(t, d, func(tx *db.Tx) error { // the next round's cards are of the same people
				for _, id := range ids {
					if err := card.Move(tx, id, "cancel", ""); err != nil {
						return err
					}
				}
				return nil
			})
		}
	})
}

// Whatever is passed, by whomever, lawfully or not: the ledger of each card
// leads without a gap from the vendor to its one holder.
func TestEveryCardHasOneHolder(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		ids := newCards(t, d, 1, 6)
		model := map[int64]card.Holder{}
		hops := map[int64]int{}
		for _, id := range ids {
			model[id], hops[id] = card.Centre(), 1
		}
		rapid.Check(t, func(r *rapid.T) {
			holders := []card.Holder{card.Centre(), agency(1), agency(2), {Kind: card.InParcel, ID: 1}, {Kind: card.InHand, ID: 1000}}
			cards := rapid.SliceOfN(rapid.SampledFrom(ids), 0, 3).Draw(r, "cards")
			from, to := rapid.SampledFrom(holders).Draw(r, "from"), rapid.SampledFrom(holders).Draw(r, "to")
			if len(cards) > 0 && rapid.IntRange(0, 3).Draw(r, "luck") > 0 {
				from = model[cards[0]]
			}
			legal := from != to && len(cards) > 0
			seen := map[int64]bool{}
			for _, id := range cards {
				legal = legal && model[id] == from && !seen[id]
				seen[id] = true
			}
			if err := pass(d, cards, from, to); (err == nil) != legal {
				r.Fatalf("passing %v from %v to %v: %v, want legal %v", cards, from, to, err, legal)
			}
			if legal {
				for _, id := range cards {
					model[id] = to
					hops[id]++
				}
			}
		})
		dbtest.View(t, d, func(tx *db.Tx) error {
			for _, id := range ids {
				ledger, err := card.Hops(tx, id)
				if err != nil {
					return err
				}
				at := card.Holder{Kind: card.AtVendor}
				for i, hop := range ledger {
					if hop.From != at {
						t.Errorf("card %d hop %d leaves %v, but it was with %v", id, i, hop.From, at)
					}
					at = hop.To
				}
				c, err := card.Get(tx, id)
				if err != nil {
					return err
				}
				if c.Holder != at || at != model[id] || len(ledger) != hops[id] {
					t.Errorf("card %d is with %v, by its ledger with %v, should be with %v after %d hops, has %d", id, c.Holder, at, model[id], hops[id], len(ledger))
				}
			}
			return nil
		})
		if passed := len(dbtest.Verbs(t, d)) - 2; passed < 10 {
			t.Errorf("only %d passings of the history were lawful: it proves little", passed)
		}
	})
}
