package city

import (
	"context"
	"testing"
	"time"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
	"kaguan/internal/link/bank"
	"kaguan/internal/link/fake"
	"kaguan/internal/link/vendor"
	"kaguan/internal/record/card"
	"kaguan/internal/work/application"
	"kaguan/internal/work/batch"
	"kaguan/internal/work/delivery"
)

// story is a city in which nothing happens but what a test tells.
type story struct {
	*City
	t *testing.T
}

func tell(t *testing.T) *story {
	t.Helper()
	t.Parallel()
	s := &story{open(t, Options{Seed: 9, People: 60}), t}
	s.must(s.begin(ctx))
	return s
}

func (s *story) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *story) as(login string) context.Context {
	s.t.Helper()
	mine, err := s.As(ctx, login)
	s.must(err)
	return mine
}

// some are residents of 武江区, all grown-ups who want the same bank and collect
// at their county.
func (s *story) some(n int) []*resident {
	s.t.Helper()
	var all []*resident
	for _, r := range s.crowd.all {
		if r.county.code == home && r.Age >= 18 && len(all) < n {
			r.bank, r.collects = "102", home
			all = append(all, r)
		}
	}
	if len(all) < n {
		s.t.Fatalf("%d residents of %d", len(all), n)
	}
	return all
}

// apply lets residents apply at the counter and be accepted.
func (s *story) apply(some []*resident) (ids []int64) {
	s.t.Helper()
	for _, r := range some {
		photo, err := s.Server.Applications.TakePhoto(s.as(clerk), string(r.IDNumber), s.crowd.photo(r))
		s.must(err)
		f := r.form()
		f.PhotoDigest = photo.Digest
		a, err := s.Server.Applications.Apply(s.as(clerk), f)
		s.must(err)
		ids = append(ids, a.ID)
	}
	for _, id := range ids {
		s.must(s.Server.Applications.Accept(s.as(reviewer), id, ""))
	}
	return ids
}

// batch leads whoever waits through all eight steps.
func (s *story) batch() int64 {
	s.t.Helper()
	b, err := s.Server.Batches.Select(s.as(producer), batch.Rule{Bank: "102"}, vendorCode)
	s.must(err)
	s.must(s.Server.Batches.Confirm(s.as(lead), b.ID))
	s.hours(1)
	for _, r := range batch.Rounds() {
		if s.word(s.t, `SELECT state FROM batch WHERE id = $1`, b.ID) == string(batch.Released) {
			break // nobody was left
		}
		_, err := s.Server.Batches.Export(s.as(producer), b.ID, r)
		s.must(err)
		s.hours(3)
	}
	if state := s.word(s.t, `SELECT state FROM batch WHERE id = $1`, b.ID); state != string(batch.Released) {
		s.t.Fatalf("the batch ends as %s", state)
	}
	return b.ID
}

// hours lets hours pass.
func (s *story) hours(n int) {
	s.t.Helper()
	for range n {
		s.must(s.settle(ctx))
		s.clock.Advance(time.Hour)
		s.must(s.step(ctx))
	}
	s.must(s.settle(ctx))
	s.must(s.Check(ctx))
}

// sent sends what waits at the centre to 武江区.
func (s *story) sent() delivery.Parcel {
	s.t.Helper()
	parcel, err := s.Server.Deliveries.Dispatch(s.as(sender), delivery.Dispatch{AgencyID: s.count(s.t, `SELECT id FROM agency WHERE code = $1`, home)})
	s.must(err)
	return parcel
}

func (s *story) application(id int64) (state, stage string, attempt int64) {
	s.t.Helper()
	s.must(s.Server.DB.View(s.as(clerk), func(tx *db.Tx) error {
		return tx.Each(func(r db.Scanner) error { return r.Scan(&state, &stage, &attempt) },
			`SELECT state, stage, attempt FROM application WHERE id = $1`, id)
	}))
	return state, stage, attempt
}

func (s *story) cardOf(applicationID int64) card.Card {
	s.t.Helper()
	var c card.Card
	s.must(s.Server.DB.View(s.as(clerk), func(tx *db.Tx) (err error) {
		id, err := db.Scalar[int64](tx, `SELECT id FROM card WHERE application_id = $1`, applicationID)
		if err == nil {
			c, err = card.Get(tx, id)
		}
		return err
	}))
	return c
}

// One citizen, from the counter to the card in his hand.
func TestACitizenGetsHisCard(t *testing.T) {
	s := tell(t)
	r := s.some(1)[0]
	id := s.apply([]*resident{r})[0]
	s.batch()
	if state, _, attempt := s.application(id); state != string(application.Completed) || attempt != 1 {
		t.Errorf("the application is %s, attempt %d", state, attempt)
	}
	c := s.cardOf(id)
	if c.State != card.Sealed || c.Holder != card.Centre() {
		t.Errorf("the card is %s and held by %v", c.State, c.Holder)
	}
	self := delivery.Collector{Kind: delivery.Self, IDNumber: string(r.IDNumber)}
	_, early := s.Server.Deliveries.HandOver(s.as(clerk), c.ID, self)
	s.must(refused("a hand-over before the card has come", early, fault.Conflict))
	parcel := s.sent()
	_, err := s.Server.Deliveries.Receive(s.as(receiver), parcel.ID, delivery.Count{Counted: 1})
	s.must(err)
	_, err = s.Server.Deliveries.HandOver(s.as(clerk), c.ID, self)
	s.must(err)
	s.hours(1)
	c = s.cardOf(id)
	if c.State != card.Active || c.Holder.Kind != card.InHand || c.Holder.ID != c.CitizenID || c.IssuedOn != dayOf(s.Now()) {
		t.Errorf("the card is %s, held by %v, issued %q", c.State, c.Holder, c.IssuedOn)
	}
	_, err = s.Server.Applications.Apply(s.as(clerk), r.form())
	s.must(refused("an application beside a live card", err, fault.Conflict))
	stages := s.count(t, `SELECT COUNT(*) FROM card_move WHERE card_id = $1`, c.ID)
	if stages != 4 { // vendor → centre → parcel → agency → person
		t.Errorf("%d hops in the ledger", stages)
	}
}

// The bank refuses a person: he comes back with the bank's reason, is mended, and
// goes with his second attempt.
func TestARefusedAccountGoesAgain(t *testing.T) {
	s := tell(t)
	some := s.some(3)
	ids := s.apply(some)
	workers, _ := s.Partner("102")
	workers.SetWill(fake.Will{Named: []fake.Refusal{{Kind: bank.PreAccountKind, IDNumber: string(some[1].IDNumber), Code: "E602"}}})
	s.batch()
	s.comesBack(ids, 1, "预开户")
	workers.SetWill(fake.Will{})
	s.goesAgain(ids[1], some[1])
}

// The vendor spoils a card: the person goes again and gets another number.
func TestAFailedCardIsMadeAgain(t *testing.T) {
	s := tell(t)
	some := s.some(3)
	ids := s.apply(some)
	maker, _ := s.Partner(vendorCode)
	maker.SetWill(fake.Will{Named: []fake.Refusal{{Kind: vendor.ProduceKind, IDNumber: string(some[2].IDNumber), Code: "印刷废卡"}}})
	s.batch()
	s.comesBack(ids, 2, "制卡")
	spoilt := s.word(t, `SELECT card_number FROM batch_item WHERE application_id = $1`, ids[2])
	maker.SetWill(fake.Will{})
	s.goesAgain(ids[2], some[2])
	if c := s.cardOf(ids[2]); c.Number == spoilt {
		t.Errorf("the number %s of the spoilt card was given again", spoilt)
	}
	if state := s.word(t, `SELECT state FROM card_number WHERE number = $1`, spoilt); state != "03" {
		t.Errorf("the number of the spoilt card is in state %s", state)
	}
}

// comesBack expects that one application came back from its batch and the others
// got their cards.
func (s *story) comesBack(ids []int64, failed int, stage string) {
	s.t.Helper()
	for i, id := range ids {
		state, where, attempt := s.application(id)
		want := string(application.Completed)
		if i == failed {
			want = string(application.Returned)
		}
		if state != want || i == failed && (where != stage || attempt != 2) {
			s.t.Errorf("application %d is %s after %q, attempt %d", id, state, where, attempt)
		}
	}
}

// goesAgain mends an application and leads it to its card.
func (s *story) goesAgain(id int64, r *resident) {
	s.t.Helper()
	s.must(s.Server.Applications.Resubmit(s.as(clerk), id, application.Correction{Changes: map[string]string{"address": r.Address + "旁"}, Note: "已核实"}))
	s.must(s.Server.Applications.Accept(s.as(reviewer), id, ""))
	s.batch()
	if state, _, attempt := s.application(id); state != string(application.Completed) || attempt != 2 {
		s.t.Errorf("the second attempt ends as %s, attempt %d", state, attempt)
	}
}

// A parcel is one card short: it stays with the parcel until it is found.
func TestAParcelIsOneShort(t *testing.T) {
	s := tell(t)
	some := s.some(4)
	ids := s.apply(some)
	s.batch()
	parcel := s.sent()
	var numbers []string
	for _, id := range ids[:3] {
		numbers = append(numbers, s.cardOf(id).Number)
	}
	desk := s.Server.Deliveries
	_, err := desk.Receive(s.as(receiver), parcel.ID, delivery.Count{Counted: 3})
	s.must(refused("a count that differs", err, fault.Conflict))
	receipt, err := desk.Receive(s.as(receiver), parcel.ID, delivery.Count{Counted: 3, Scanned: true, Numbers: numbers})
	s.must(err)
	lost := s.cardOf(ids[3])
	if receipt.Parcel.State != delivery.Differing || len(receipt.Missing) != 1 || receipt.Missing[0] != lost.Number {
		t.Errorf("the parcel is %s and misses %v", receipt.Parcel.State, receipt.Missing)
	}
	if lost.Holder != (card.Holder{Kind: card.InParcel, ID: parcel.ID}) {
		t.Errorf("the lost card is held by %v", lost.Holder)
	}
	s.hours(1)
	receipt, err = desk.ReceiveLate(s.as(receiver), parcel.ID, []string{lost.Number})
	s.must(err)
	if receipt.Parcel.State != delivery.Received || receipt.Parcel.Arrived != 4 {
		t.Errorf("found, the parcel is %s with %d arrived", receipt.Parcel.State, receipt.Parcel.Arrived)
	}
	s.hours(1)
}
