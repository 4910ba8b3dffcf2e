package card_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/db/dbtest"
	"kaguan/internal/kit/fault"
	"kaguan/internal/kit/seal"
	"kaguan/internal/record/card"
)

const (
	wujiang = "440000/440200/440203/"
	qujiang = "440000/440200/440205/"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestTableIsSound(t *testing.T) {
	t.Parallel()
	if err := card.Table.Check(); err != nil {
		t.Fatal(err)
	}
	if rights := card.Table.Rights(); len(rights) > 0 {
		t.Errorf("rows with rights %v: the card's page has no routes for their buttons", rights)
	}
}

func TestStatesGolden(t *testing.T) {
	t.Parallel()
	golden := filepath.Join("testdata", "states.golden")
	got := card.Table.Matrix()
	if *update || os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("the table of states changed (-update writes it anew):\n%s", diff)
	}
}

func system() context.Context { return db.System(context.Background(), "test") }

// drawn takes n numbers for a batch.
func drawn(t *testing.T, d *db.DB, batch int64, n int) (numbers []string) {
	t.Helper()
	dbtest.Do(t, d, func(tx *db.Tx) (err error) {
		numbers, err = card.DrawNumbers(tx, batch, n)
		return err
	})
	return numbers
}

// list is what the vendor of a batch returns: the i-th card is for citizen 1000+i.
func list(batch int64, numbers []string) []card.Made {
	made := make([]card.Made, len(numbers))
	for i, number := range numbers {
		made[i] = card.Made{Number: number, CitizenID: 1000 + int64(i), ApplicationID: 2000 + int64(i), BatchID: batch, Bank: "104",
			Account: []byte{1, 2, 3}, ChipID: fmt.Sprintf("440200%010X%016X", batch, i), ATR: "3B6D000000", MadeOn: "2026-11-20", ValidTo: "2036-11-20",
			Position: fmt.Sprintf("1-1-1-%d", i+1), AgencyID: 5, RegionPath: wujiang}
	}
	return made
}

func makeAll(t *testing.T, d *db.DB, made []card.Made) (ids []int64) {
	t.Helper()
	dbtest.Do(t, d, func(tx *db.Tx) (err error) {
		ids, err = card.Make(tx, made)
		return err
	})
	return ids
}

// newCards makes n cards of a batch.
func newCards(t *testing.T, d *db.DB, batch int64, n int) []int64 {
	t.Helper()
	return makeAll(t, d, list(batch, drawn(t, d, batch, n)))
}

func get(t *testing.T, d *db.DB, id int64) (c card.Card) {
	t.Helper()
	dbtest.View(t, d, func(tx *db.Tx) (err error) {
		c, err = card.Get(tx, id)
		return err
	})
	return c
}

func move(d *db.DB, id int64, verb string) error {
	return d.Do(system(), func(tx *db.Tx) error { return card.Move(tx, id, verb, "测试") })
}

// leads brings a new card into each state.
func leads() map[card.State][]string {
	return map[card.State][]string{
		card.Sealed: {}, card.Active: {"issue"}, card.Suspended: {"issue", "suspend"}, card.Lost: {"issue", "report-loss"},
		card.Locked: {"issue", "lock"}, card.Cancelled: {"cancel"},
	}
}

// Every state × verb is tried on a real card, and does what the table says.
func TestEveryCell(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		verbs := append(card.Table.Verbs(), "invented")
		var made []card.Made
		for i := range len(leads()) * len(verbs) {
			made = append(made, list(1, []string{""})[0])
			made[i].CitizenID, made[i].ChipID = int64(i+1), fmt.Sprintf("%032X", i)
		}
		for i, number := range drawn(t, d, 1, len(made)) {
			made[i].Number = number
		}
		ids := makeAll(t, d, made)
		for from, path := range leads() {
			for _, verb := range verbs {
				id := ids[0]
				ids = ids[1:]
				for _, step := range path {
					if err := move(d, id, step); err != nil {
						t.Fatalf("leading to %s by %s: %v", from, step, err)
					}
				}
				check(t, d, id, verb)
			}
		}
	})
}

// check tries one verb on a card that was issued before it was lost or
// suspended, so that return-sealed is the one row that its history forbids.
func check(t *testing.T, d *db.DB, id int64, verb string) {
	t.Helper()
	before := get(t, d, id)
	want, refusal := card.Table.Next(before.State, verb)
	legal := refusal == nil && verb != "return-sealed"
	err := move(d, id, verb)
	after := get(t, d, id)
	switch {
	case legal && (err != nil || after.State != want):
		t.Errorf("%s × %s: %v, state %s, want %s", before.State, verb, err, after.State, want)
	case !legal && (!fault.Is(err, fault.Conflict) || after.State != before.State):
		t.Errorf("%s × %s: %v, state %s, want refused", before.State, verb, err, after.State)
	}
}

func TestALossBeforeCollectionGoesBackToSealed(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		for i, lost := range []string{"suspend", "report-loss"} {
			id := newCards(t, d, int64(i+1), 1)[0]
			if err := move(d, id, lost); err != nil {
				t.Fatal(err)
			}
			if err := move(d, id, "release"); !fault.Is(err, fault.Conflict) {
				t.Errorf("a card that was never collected was released into use: %v", err)
			}
			if err := move(d, id, "return-sealed"); err != nil || get(t, d, id).State != card.Sealed {
				t.Errorf("%v, state %s", err, get(t, d, id).State)
			}
			if err := move(d, id, "cancel"); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestMoveIsNoted(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		id := newCards(t, d, 1, 1)[0]
		for _, verb := range []string{"suspend", "return-sealed", "issue", "lock", "unlock", "suspend", "release", "report-loss", "release", "cancel"} {
			if err := move(d, id, verb); err != nil {
				t.Fatalf("%s: %v", verb, err)
			}
		}
		want := []string{"card.numbers_drawn", "card.made", "card.suspended", "card.sealed_again", "card.issued", "card.locked", "card.unlocked",
			"card.suspended", "card.released", "card.lost", "card.released", "card.cancelled"}
		if diff := cmp.Diff(want, dbtest.Verbs(t, d)); diff != "" {
			t.Error(diff)
		}
		dbtest.View(t, d, func(tx *db.Tx) error {
			entries, err := tx.Journal(db.JournalFilter{Kind: "card", Subject: fmt.Sprint(id), Verb: "card.lost", Limit: 9})
			if len(entries) != 1 || string(entries[0].Detail) != `{"changes":{"state":["1","2"]},"citizen":1000,"note":"测试"}` {
				t.Errorf("%v %v", entries, err)
			}
			return nil
		})
		if got := get(t, d, id).IssuedOn; got != clock.Date(dbtest.Start) {
			t.Errorf("issued on %q", got)
		}
	})
}

// twoCards makes two cards of one citizen.
func twoCards(t *testing.T, d *db.DB) []int64 {
	t.Helper()
	made := list(1, drawn(t, d, 1, 2))
	made[1].CitizenID = made[0].CitizenID
	return makeAll(t, d, made)
}

func TestOneUsableCardAPerson(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		ids := twoCards(t, d)
		err := move(d, ids[1], "issue")
		if !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), get(t, d, ids[0]).Number) {
			t.Errorf("issued beside a sealed card: %v", err)
		}
		// Ending the old card and enabling the new one is one transaction.
		err = d.Do(system(), func(tx *db.Tx) error {
			if err := card.Move(tx, ids[0], "cancel", "补卡"); err != nil {
				return err
			}
			return card.Issue(tx, ids[1])
		})
		if err != nil {
			t.Fatal(err)
		}
		dbtest.View(t, d, func(tx *db.Tx) error {
			live, found, err := card.Live(tx, 1000)
			if !found || live.ID != ids[1] || live.State != card.Active {
				t.Errorf("live %v %d %s", found, live.ID, live.State)
			}
			if _, found, _ := card.Live(tx, 999); found {
				t.Error("a stranger has a card")
			}
			return err
		})
	})
}

// Two clerks at two counters enable the two cards of one person: the old lost
// one comes back and the new one is issued. At most one gets through.
func TestTwoCountersEnableTwoCards(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		made := list(1, drawn(t, d, 1, 2))
		made[1].CitizenID = made[0].CitizenID
		first := makeAll(t, d, made[:1])[0]
		for _, verb := range []string{"issue", "report-loss"} {
			if err := move(d, first, verb); err != nil {
				t.Fatal(err)
			}
		}
		second := makeAll(t, d, made[1:])[0]
		errs := race(2, func(i int) error {
			if i == 0 {
				return move(d, first, "release")
			}
			return d.Do(system(), func(tx *db.Tx) error {
				if err := card.Move(tx, first, "cancel", "补卡"); err != nil {
					return err
				}
				time.Sleep(50 * time.Millisecond)
				return card.Issue(tx, second)
			})
		})
		for _, err := range errs {
			if err != nil && !fault.Is(err, fault.Conflict) {
				t.Error(err)
			}
		}
		usable := 0
		for _, id := range []int64{first, second} {
			if get(t, d, id).State == card.Active {
				usable++
			}
		}
		if usable != 1 {
			t.Errorf("%d usable cards after %v", usable, errs)
		}
	})
}

// race runs fn n times at once and gives what came of each.
func race(n int, fn func(i int) error) []error {
	errs := make([]error, n)
	start := make(chan struct{})
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			<-start
			errs[i] = fn(i)
		})
	}
	close(start)
	all.Wait()
	return errs
}

// The second clerk reads the card before the first one's step is committed, and
// writes after it: only the guard of the row can refuse him.
func TestOfTwoWhoMoveOneWins(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		id := newCards(t, d, 1, 1)[0]
		stepped := make(chan struct{})
		var once sync.Once
		errs := race(2, func(i int) error {
			if i == 1 {
				<-stepped
				return move(d, id, "cancel")
			}
			return d.Do(system(), func(tx *db.Tx) error {
				err := card.Move(tx, id, "suspend", "测试")
				once.Do(func() { close(stepped) })
				time.Sleep(200 * time.Millisecond)
				return err
			})
		})
		// An engine with one writer lets the second one begin after the first.
		lawful := errs[1] == nil && get(t, d, id).State == card.Cancelled && strings.Contains(fmt.Sprint(dbtest.Verbs(t, d)), "card.suspended card.cancelled")
		refused := fault.Is(errs[1], fault.Conflict) && get(t, d, id).State == card.Suspended
		postgres := strings.HasPrefix(d.URL(), "postgres")
		if errs[0] != nil || postgres && !refused || !postgres && !lawful {
			t.Errorf("%v, and the card is %s", errs, get(t, d, id).State)
		}
	})
}

func TestScope(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		id := newCards(t, d, 1, 1)[0]
		c := get(t, d, id)
		for _, who := range []struct {
			name  string
			scope db.Scope
			sees  bool
		}{
			{"nobody", db.Scope{}, false},
			{"a neighbour", db.Scope{Paths: []string{qujiang}}, false},
			{"the county", db.Scope{Paths: []string{wujiang}}, true},
			{"its bank", db.Scope{All: true, Bank: "104"}, true},
			{"another bank", db.Scope{All: true, Bank: "102"}, false},
		} {
			ctx := db.As(context.Background(), db.Actor{ID: 9, Name: "clerk", Scope: who.scope})
			err := d.Do(ctx, func(tx *db.Tx) error {
				sees := func(what string, found bool, err error) {
					if found != who.sees || err != nil && !fault.Is(err, fault.NotFound) {
						t.Errorf("%s by %s: seen %v, %v", who.name, what, found, err)
					}
				}
				_, err := card.Get(tx, id)
				sees("id", err == nil, err)
				_, err = card.FindByNumber(tx, " "+strings.ToLower(c.Number))
				sees("number", err == nil, err)
				cards, err := card.ByCitizen(tx, c.CitizenID)
				sees("citizen", len(cards) == 1, err)
				byID, err := card.ByIDs(tx, []int64{id})
				sees("ids", len(byID) == 1, err)
				cards, err = card.AtHolder(tx, card.Centre(), card.Filter{})
				sees("holder", len(cards) == 1, err)
				if !who.sees {
					if err := card.Move(tx, id, "cancel", ""); !fault.Is(err, fault.NotFound) {
						t.Errorf("%s moved it: %v", who.name, err)
					}
					if err := card.Pass(tx, passing([]int64{id}, card.Centre(), agency(5))); !fault.Is(err, fault.Conflict) {
						t.Errorf("%s passed it: %v", who.name, err)
					}
				}
				if _, live, err := card.Live(tx, c.CitizenID); !live || err != nil {
					t.Errorf("%s does not know that the citizen has a card: %v", who.name, err)
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		}
	})
}

func TestAccountStaysSealed(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		box, err := seal.Random(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		const plain = "6217000000000012345"
		made := list(1, drawn(t, d, 1, 2))
		made[0].Account, made[1].Account = box.Seal(card.AccountField, plain), nil
		ids := makeAll(t, d, made)
		if got, err := box.Open(card.AccountField, get(t, d, ids[0]).Account); got != plain || err != nil {
			t.Errorf("%q, %v", got, err)
		}
		if got := get(t, d, ids[1]).Account; len(got) != 0 {
			t.Errorf("a card without an account has %x", got)
		}
		dbtest.View(t, d, func(tx *db.Tx) error {
			raw, err := db.Scalar[[]byte](tx, `SELECT account FROM card WHERE id = $1`, ids[0])
			if len(raw) != len(plain)+seal.Overhead || bytes.Contains(raw, []byte(plain)) {
				t.Errorf("the column holds %q", raw)
			}
			return err
		})
	})
}
