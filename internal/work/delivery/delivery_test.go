package delivery

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/cn"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/db/dbtest"
	"kaguan/internal/kit/fault"
	"kaguan/internal/kit/seal"
	"kaguan/internal/record/card"
	"kaguan/internal/record/citizen"
	"kaguan/internal/record/org"
	"kaguan/internal/record/setting"
)

// town is a desk with a centre, two county agencies, and sealed cards at the
// centre that wait for 武江区.
type town struct {
	*Desk
	t                  *testing.T
	wujiang, zhenjiang org.Agency
	cards              []card.Card
	numbers            []string // ID numbers of the cards' people, in order
	unbound            map[int64]bool
}

func each(t *testing.T, cards int, test func(t *testing.T, w *town)) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Hand) {
		box, err := seal.Random(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		w := &town{t: t, unbound: map[int64]bool{}}
		w.Desk = NewDesk(Deps{DB: d, Box: box, People: citizen.New(box), Bound: func(tx *db.Tx, ids []int64) (map[int64]bool, error) {
			bound := map[int64]bool{}
			for _, id := range ids {
				bound[id] = !w.unbound[id]
			}
			return bound, nil
		}})
		dbtest.Do(t, d, func(tx *db.Tx) error { return w.found(tx, cards) })
		test(t, w)
	})
}

func (w *town) found(tx *db.Tx, cards int) error {
	for _, seed := range []func(*db.Tx) error{org.Seed, setting.Seed} {
		if err := seed(tx); err != nil {
			return err
		}
	}
	centre, err := org.AddAgency(tx, org.Agency{Code: "4402", Name: "市卡管理中心", Kind: org.KindCentre, RegionPath: "440000/440200/"})
	if err != nil {
		return err
	}
	if w.wujiang, err = org.AddAgency(tx, org.Agency{Code: "440203", Name: "武江区", Kind: org.KindCounty, ParentID: centre.ID, RegionPath: "440000/440200/440203/"}); err != nil {
		return err
	}
	if w.zhenjiang, err = org.AddAgency(tx, org.Agency{Code: "440204", Name: "浈江区", Kind: org.KindCounty, ParentID: centre.ID, RegionPath: "440000/440200/440204/"}); err != nil {
		return err
	}
	numbers, err := card.DrawNumbers(tx, 1, cards)
	if err != nil {
		return err
	}
	var made []card.Made
	for i := range cards {
		first := fmt.Sprintf("44020319900101%03d", i+1)
		id := first + string(cn.CheckChar(first))
		person, err := w.people.Put(tx, citizen.Citizen{DocType: "01", IDNumber: id, Name: "张三", Sex: "1", Birth: "1990-01-01", RegionPath: w.wujiang.RegionPath})
		if err != nil {
			return err
		}
		w.numbers = append(w.numbers, id)
		made = append(made, card.Made{Number: numbers[i], CitizenID: person, ApplicationID: int64(i + 1), BatchID: 1, Bank: "102",
			Account: w.box.Seal(card.AccountField, "6222020000000000000"), ChipID: fmt.Sprintf("440200D156000005%08X00000000", i), ATR: "3B6D000000814D220886603402",
			MadeOn: "2026-11-20", ValidTo: "2036-11-20", Position: fmt.Sprintf("1-1-1-%d", cards-i), AgencyID: w.wujiang.ID, RegionPath: w.wujiang.RegionPath})
	}
	ids, err := card.Make(tx, made)
	if err != nil {
		return err
	}
	for _, id := range ids {
		c, err := card.Get(tx, id)
		if err != nil {
			return err
		}
		w.cards = append(w.cards, c)
	}
	return nil
}

func city(name string) context.Context {
	return db.As(context.Background(), db.Actor{ID: 1, Name: name, Scope: db.Scope{All: true}, Rights: map[string]bool{"delivery.dispatch": true}})
}

func (w *town) clerk(a org.Agency) context.Context {
	return db.As(context.Background(), db.Actor{ID: 2, Name: "clerk-" + a.Code, AgencyID: a.ID, Scope: db.Scope{Paths: []string{a.RegionPath}}, Rights: map[string]bool{"delivery.dispatch": true, "delivery.receive": true}})
}

func (w *town) send() Parcel {
	w.t.Helper()
	p, err := w.Dispatch(city("wuliu"), Dispatch{AgencyID: w.wujiang.ID, Waybill: "EMS1"})
	if err != nil {
		w.t.Fatal(err)
	}
	return p
}

func (w *town) holders() map[card.Keeper]int {
	w.t.Helper()
	count := map[card.Keeper]int{}
	dbtest.View(w.t, w.db, func(tx *db.Tx) error {
		for _, c := range w.cards {
			now, err := card.Get(tx, c.ID)
			if err != nil {
				return err
			}
			count[now.Holder.Kind]++
		}
		return nil
	})
	return count
}

func TestParcelFromCentreToHand(t *testing.T) {
	each(t, 5, func(t *testing.T, w *town) {
		p := w.send()
		if p.Count != 5 || w.holders()[card.InParcel] != 5 || !strings.HasPrefix(p.No, "WL20261123") {
			t.Fatalf("parcel %+v, holders %v", p, w.holders())
		}
		clerk := w.clerk(w.wujiang)
		r, err := w.Receive(clerk, p.ID, Count{Counted: 5})
		if err != nil || r.Parcel.State != Received || w.holders()[card.AtAgency] != 5 {
			t.Fatalf("receipt %+v, %v", r, err)
		}
		if _, err := w.HandOver(clerk, w.cards[0].ID, Collector{Kind: Self, IDNumber: w.numbers[0]}); err != nil {
			t.Fatal(err)
		}
		agent := Collector{Kind: Agent, IDNumber: w.numbers[2], Name: "李四", Relation: "父子"}
		if _, err := w.HandOver(clerk, w.cards[1].ID, agent); err != nil {
			t.Fatal(err)
		}
		h, err := w.HandOverList(clerk, List{Cards: []int64{w.cards[2].ID, w.cards[3].ID, w.cards[4].ID}, Kept: map[int64]string{w.cards[3].ID: "本人外出"},
			Name: "王五", IDNumber: w.numbers[0], Unit: "西联镇"})
		if err != nil || h.Count != 2 || h.Kept != 1 {
			t.Fatalf("list %+v, %v", h, err)
		}
		if got := w.holders(); got[card.InHand] != 4 || got[card.AtAgency] != 1 {
			t.Errorf("holders = %v", got)
		}
		dbtest.View(t, w.db, func(tx *db.Tx) error {
			c, err := card.Get(tx, w.cards[0].ID)
			if c.State != card.Active || c.IssuedOn != "2026-11-23" {
				t.Errorf("a collected card is %+v", c)
			}
			return err
		})
		verbs := dbtest.Verbs(t, w.db)
		for _, want := range []string{"parcel.sent", "parcel.received", "delivery.handed_over", "card.issued", "card.passed", "delivery.list_handed_over"} {
			if !slices.Contains(verbs, want) {
				t.Errorf("the journal lacks %s: %v", want, verbs)
			}
		}
	})
}

func TestPackingListGoesThroughTheBoxes(t *testing.T) {
	each(t, 12, func(t *testing.T, w *town) {
		p := w.send()
		dbtest.View(t, w.db, func(tx *db.Tx) error {
			packed, err := packingList(tx, p.ID)
			// The cards were made with positions 12 … 1, so the last made lies first.
			if packed[0].Number != w.cards[11].Number || packed[11].Number != w.cards[0].Number {
				t.Errorf("packing list %+v", packed)
			}
			return err
		})
	})
}

func TestUnboundCardsStayBehind(t *testing.T) {
	each(t, 3, func(t *testing.T, w *town) {
		w.unbound[w.cards[1].ID] = true
		if _, err := w.Dispatch(city("wuliu"), Dispatch{AgencyID: w.wujiang.ID, Cards: []int64{w.cards[1].ID}}); !fault.Is(err, fault.Conflict) {
			t.Errorf("an unbound card was named and sent: %v", err)
		}
		if p := w.send(); p.Count != 2 {
			t.Errorf("sent %d of two bound cards", p.Count)
		}
		if _, err := w.Dispatch(city("wuliu"), Dispatch{AgencyID: w.wujiang.ID}); !fault.Is(err, fault.Conflict) {
			t.Errorf("an empty parcel went: %v", err)
		}
		if _, err := w.Dispatch(w.clerk(w.wujiang), Dispatch{AgencyID: w.wujiang.ID}); !fault.Is(err, fault.Denied) {
			t.Errorf("a county sent the centre's cards: %v", err)
		}
	})
}

func TestBlindCountAndShortage(t *testing.T) {
	each(t, 4, func(t *testing.T, w *town) {
		p := w.send()
		clerk := w.clerk(w.wujiang)
		page, err := w.show(clerk, &idInput{ID: p.ID})
		if err != nil || page.Count != nil || len(page.Cards) != 0 {
			t.Errorf("the receiver is told what to count: %+v, %v", page, err)
		}
		if _, err := w.Receive(clerk, p.ID, Count{Counted: 3}); !fault.Is(err, fault.Conflict) || strings.Contains(err.Error(), "4") {
			t.Errorf("a wrong count must ask for scanning without telling the figure: %v", err)
		}
		scanned := []string{w.cards[0].Number, strings.ToLower(w.cards[1].Number), w.cards[2].Number, "S0000000X"}
		r, err := w.Receive(clerk, p.ID, Count{Counted: 3, Scanned: true, Numbers: scanned})
		if err != nil || r.Parcel.State != Differing || !slices.Equal(r.Missing, []string{w.cards[3].Number}) || !slices.Equal(r.Extra, []string{"S0000000X"}) {
			t.Fatalf("receipt %+v, %v", r, err)
		}
		if got := w.holders(); got[card.AtAgency] != 3 || got[card.InParcel] != 1 {
			t.Errorf("the missing card must stay with the parcel: %v", got)
		}
		if _, err := w.ReceiveLate(clerk, p.ID, []string{w.cards[0].Number}); !fault.Is(err, fault.Invalid) {
			t.Errorf("a card that is here already came late: %v", err)
		}
		r, err = w.ReceiveLate(clerk, p.ID, []string{w.cards[3].Number})
		if err != nil || r.Parcel.State != Received || r.Parcel.Arrived != 4 || w.holders()[card.AtAgency] != 4 {
			t.Errorf("receipt %+v, %v", r, err)
		}
	})
}

func TestAnEmptyParcelIsReceivedAsAllMissing(t *testing.T) {
	each(t, 2, func(t *testing.T, w *town) {
		p := w.send()
		r, err := w.Receive(w.clerk(w.wujiang), p.ID, Count{Scanned: true, Note: "包装破损，空包"})
		if err != nil || r.Parcel.State != Differing || len(r.Missing) != 2 || w.holders()[card.InParcel] != 2 {
			t.Errorf("receipt %+v, %v", r, err)
		}
	})
}

func TestWrongHandsAreRefused(t *testing.T) {
	each(t, 2, func(t *testing.T, w *town) {
		clerk := w.clerk(w.wujiang)
		if _, err := w.HandOver(clerk, w.cards[0].ID, Collector{Kind: Self, IDNumber: w.numbers[0]}); !fault.Is(err, fault.Conflict) {
			t.Errorf("a card at the centre was handed over: %v", err)
		}
		p := w.send()
		if _, err := w.Receive(w.clerk(w.zhenjiang), p.ID, Count{Counted: 2}); !fault.Is(err, fault.NotFound) {
			t.Errorf("another county received the parcel: %v", err)
		}
		if _, err := w.Receive(clerk, p.ID, Count{Counted: 2}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Receive(clerk, p.ID, Count{Counted: 2}); !fault.Is(err, fault.Conflict) {
			t.Errorf("a parcel was received twice: %v", err)
		}
		for name, by := range map[string]Collector{
			"another person":            {Kind: Self, IDNumber: w.numbers[1]},
			"agent is the holder":       {Kind: Agent, IDNumber: w.numbers[0], Name: "张三", Relation: "本人"},
			"agent without relation":    {Kind: Agent, IDNumber: w.numbers[1], Name: "李四"},
			"agent with a wrong number": {Kind: Agent, IDNumber: "440203199001010000", Name: "李四", Relation: "父子"},
			"nobody":                    {},
		} {
			_, err := w.HandOver(clerk, w.cards[0].ID, by)
			if !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
			if err != nil && strings.Contains(err.Error(), w.numbers[0]) {
				t.Errorf("%s: the refusal tells the holder's number", name)
			}
		}
		if _, err := w.HandOver(w.clerk(w.zhenjiang), w.cards[0].ID, Collector{Kind: Self, IDNumber: w.numbers[0]}); !fault.Is(err, fault.NotFound) {
			t.Errorf("another county handed the card over: %v", err)
		}
	})
}

func TestTwoCountersOneCard(t *testing.T) {
	each(t, 1, func(t *testing.T, w *town) {
		p := w.send()
		clerk := w.clerk(w.wujiang)
		if _, err := w.Receive(clerk, p.ID, Count{Counted: 1}); err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		results := make(chan error, 6)
		for range 6 {
			wg.Go(func() {
				_, err := w.HandOver(clerk, w.cards[0].ID, Collector{Kind: Self, IDNumber: w.numbers[0]})
				results <- err
			})
		}
		wg.Wait()
		close(results)
		won := 0
		for err := range results {
			switch {
			case err == nil:
				won++
			case !fault.Is(err, fault.Conflict):
				t.Errorf("the loser got %v", err)
			}
		}
		if won != 1 {
			t.Errorf("%d counters handed one card over", won)
		}
	})
}

func TestListIsAllOrNothing(t *testing.T) {
	each(t, 3, func(t *testing.T, w *town) {
		p := w.send()
		clerk := w.clerk(w.wujiang)
		if _, err := w.Receive(clerk, p.ID, Count{Counted: 3}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.HandOver(clerk, w.cards[2].ID, Collector{Kind: Self, IDNumber: w.numbers[2]}); err != nil {
			t.Fatal(err)
		}
		list := List{Cards: []int64{w.cards[0].ID, w.cards[1].ID, w.cards[2].ID}, Name: "王五", IDNumber: w.numbers[0]}
		if _, err := w.HandOverList(clerk, list); !fault.Is(err, fault.Conflict) {
			t.Errorf("a list with a collected card: %v", err)
		}
		if got := w.holders(); got[card.AtAgency] != 2 {
			t.Errorf("a refused list moved cards: %v", got)
		}
		list.Cards = append(list.Cards[:2], list.Cards[0])
		if _, err := w.HandOverList(clerk, list); !fault.Is(err, fault.NotFound) {
			t.Errorf("a card twice on one list: %v", err)
		}
	})
}
