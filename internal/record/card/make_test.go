package card_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/cn"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/db/dbtest"
	"kaguan/internal/kit/fault"
	"kaguan/internal/record/card"
)

// numberStates counts the pool's rows of a batch by state.
func numberStates(t *testing.T, d *db.DB, batch int64) map[string]int64 {
	t.Helper()
	states := map[string]int64{}
	dbtest.View(t, d, func(tx *db.Tx) error {
		return tx.Each(func(s db.Scanner) error {
			var state string
			var n int64
			err := s.Scan(&state, &n)
			states[state] = n
			return err
		}, `SELECT state, COUNT(*) FROM card_number WHERE batch_id = $1 GROUP BY state`, batch)
	})
	return states
}

func TestNumbersAreDrawnOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		const drawers, each = 8, 50
		got := make([][]string, drawers)
		for _, err := range race(drawers, func(i int) error {
			return d.Do(system(), func(tx *db.Tx) (err error) {
				got[i], err = card.DrawNumbers(tx, int64(i+1), each)
				return err
			})
		}) {
			if err != nil {
				t.Fatal(err)
			}
		}
		seen := map[string]bool{}
		for i, numbers := range got {
			for _, number := range numbers {
				if _, err := cn.ParseCard(number); err != nil || seen[number] {
					t.Errorf("drawer %d got %s: seen %v, %v", i, number, seen[number], err)
				}
				seen[number] = true
			}
		}
		if len(seen) != drawers*each {
			t.Errorf("%d different numbers, want %d", len(seen), drawers*each)
		}
		if diff := cmp.Diff(map[string]int64{"01": each}, numberStates(t, d, 3)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestDrawRefuses(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		prefix := drawn(t, d, 1, 1)[0][:1]
		for n, kind := range map[int]fault.Kind{0: fault.Invalid, -1: fault.Invalid, 1_000_000: fault.Invalid} {
			err := d.Do(system(), func(tx *db.Tx) error { _, err := card.DrawNumbers(tx, 1, n); return err })
			if !fault.Is(err, kind) {
				t.Errorf("%d numbers: %v", n, err)
			}
		}
		dbtest.Do(t, d, func(tx *db.Tx) error {
			_, err := tx.Quiet(`UPDATE card_pool SET next = $1 WHERE prefix = $2`, int64(9_999_999), prefix)
			return err
		})
		if last := drawn(t, d, 1, 1)[0]; last[1:8] != "9999999" {
			t.Errorf("the last number is %s", last)
		}
		err := d.Do(system(), func(tx *db.Tx) error { _, err := card.DrawNumbers(tx, 1, 1); return err })
		if !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "新的首字母") {
			t.Errorf("an empty pool gave %v", err)
		}
	})
}

func TestLockedNumbersNeverComeBack(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		numbers := drawn(t, d, 1, 5)
		makeAll(t, d, list(1, numbers[:2]))
		for range 2 {
			dbtest.Do(t, d, func(tx *db.Tx) error { return card.LockNumbers(tx, 1) })
		}
		if diff := cmp.Diff(map[string]int64{"02": 2, "03": 3}, numberStates(t, d, 1)); diff != "" {
			t.Error(diff)
		}
		err := d.Do(system(), func(tx *db.Tx) error {
			_, err := card.Make(tx, list(1, numbers[2:3]))
			return err
		})
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("a card was made with a locked number: %v", err)
		}
		for _, number := range drawn(t, d, 2, 10) {
			for _, old := range numbers {
				if number == old {
					t.Errorf("%s was drawn again", number)
				}
			}
		}
		want := []string{"card.numbers_drawn", "card.made", "card.numbers_locked", "card.numbers_drawn"}
		if diff := cmp.Diff(want, dbtest.Verbs(t, d)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestMakeRefuses(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		made := newMade(t, d)
		free := drawn(t, d, 1, 4)
		other := drawn(t, d, 2, 1)[0]
		for name, c := range map[string]struct {
			spoil func(l []card.Made)
			words string
		}{
			"a chip twice":              {func(l []card.Made) { l[3].ChipID = " " + strings.ToLower(l[1].ChipID) }, "第 4 行的卡识别码与第 2 行相同"},
			"a number twice":            {func(l []card.Made) { l[3].Number = l[1].Number }, "第 4 行的社保卡号 " + free[1] + " 与第 2 行相同"},
			"a chip of another card":    {func(l []card.Made) { l[2].ChipID = strings.ToLower(made[0].ChipID) }, "第 3 行的卡识别码已登记在社保卡 " + made[0].Number},
			"a number of another card":  {func(l []card.Made) { l[2].Number = made[0].Number }, "第 3 行的社保卡号 " + made[0].Number + " 已经制成过卡"},
			"a number of another batch": {func(l []card.Made) { l[0].Number = other }, "第 1 行的社保卡号 " + other + " 不是本批次"},
			"a number that nobody drew": {func(l []card.Made) { l[0].Number = "D9999999X" }, "第 1 行的社保卡号 D9999999X 不是本批次"},
			"no chip":                   {func(l []card.Made) { l[1].ChipID = " " }, "第 2 行没有卡识别码"},
			"an empty return":           {nil, "没有要登记的卡"},
		} {
			l := list(9, free)
			for i := range l {
				l[i].BatchID = 1
			}
			if c.spoil == nil {
				l = nil
			} else {
				c.spoil(l)
			}
			err := d.Do(system(), func(tx *db.Tx) error { _, err := card.Make(tx, l); return err })
			if err == nil || !strings.Contains(err.Error(), c.words) {
				t.Errorf("%s: %v, want %s", name, err, c.words)
			}
		}
		if diff := cmp.Diff(map[string]int64{"01": 4, "02": 1}, numberStates(t, d, 1)); diff != "" {
			t.Errorf("a refused return left traces: %s", diff)
		}
	})
}

// newMade registers one card of batch 1.
func newMade(t *testing.T, d *db.DB) []card.Made {
	t.Helper()
	made := list(1, drawn(t, d, 1, 1))
	made[0].ChipID = "44020000AABBCCDD0000000000000001"
	makeAll(t, d, made)
	return made
}

func TestMakeGivesBackWhatWasMade(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		m := newMade(t, d)[0]
		var got card.Card
		dbtest.View(t, d, func(tx *db.Tx) (err error) {
			got, err = card.FindByNumber(tx, m.Number)
			return err
		})
		want := card.Card{ID: got.ID, Number: m.Number, CitizenID: m.CitizenID, ApplicationID: m.ApplicationID, BatchID: 1, Bank: "104", Account: m.Account,
			ChipID: m.ChipID, ATR: m.ATR, State: card.Sealed, MadeOn: m.MadeOn, ValidTo: m.ValidTo, Position: m.Position, AgencyID: 5, RegionPath: wujiang,
			Holder: card.Centre(), Since: dbtest.Start.UnixMilli()}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		dbtest.View(t, d, func(tx *db.Tx) error {
			if _, err := card.FindByNumber(tx, "D00000000"); !fault.Is(err, fault.Invalid) {
				t.Errorf("a number with a wrong check character: %v", err)
			}
			if _, err := card.FindByNumber(tx, "D00000005"); !fault.Is(err, fault.NotFound) {
				t.Errorf("a number without a card: %v", err)
			}
			return nil
		})
	})
}

func TestFiveThousandCards(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		const n = 5000
		began := time.Now()
		made := list(1, drawn(t, d, 1, n))
		ids := makeAll(t, d, made)
		if err := pass(d, ids, card.Centre(), agency(5)); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took > 20*time.Second {
			t.Errorf("drawing, making and passing %d cards took %s", n, took)
		}
		dbtest.View(t, d, func(tx *db.Tx) error {
			cards, err := card.ByIDs(tx, ids)
			for i, id := range ids {
				if cards[id].Number != made[i].Number {
					t.Fatalf("the %d-th id is of %s, want %s", i, cards[id].Number, made[i].Number)
				}
			}
			live, liveErr := card.LiveMany(tx, []int64{1000, 1001, 1000 + n - 1, 1000 + n})
			if len(live) != 3 || live[1001].ID != ids[1] || liveErr != nil {
				t.Errorf("live: %d, %v", len(live), liveErr)
			}
			return err
		})
		if verbs := fmt.Sprint(dbtest.Verbs(t, d)); verbs != "[card.numbers_drawn card.made card.passed]" {
			t.Error(verbs)
		}
	})
}
