package server_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"kaguan/internal/city/people"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/db/dbtest"
	"kaguan/internal/link/fake"
)

type id struct {
	ID int64 `json:"id"`
}

// person is somebody at the counter with his application.
type person struct {
	people.Person
	id
}

// apply enters people at a counter, each with his own photo.
func (w *town) apply(c *caller, agency int64, n int) []person {
	w.t.Helper()
	var list []person
	for i := range n {
		p := w.maker.Person()
		for p.Age < 18 {
			p = w.maker.Person()
		}
		var photo struct {
			Digest string `json:"digest"`
		}
		c.do(http.MethodPost, "/applications/photo?idNumber="+string(p.IDNumber), people.Portrait(p, uint64(i)), &photo)
		one := person{Person: p}
		c.post("/applications", map[string]any{"idNumber": p.IDNumber, "name": p.Name, "ethnic": p.Ethnic, "mobile": p.Phone, "address": p.Address,
			"category": "3", "bank": "102", "agencyId": agency, "photoDigest": photo.Digest, "photoSource": "自采"}, &one.id)
		list = append(list, one)
	}
	return list
}

// step is one button of a record's page; it must be among those the page shows.
func (c *caller) step(path, verb string, body, answer any) {
	c.t.Helper()
	var record struct {
		StateName string `json:"stateName"`
		Allowed   []struct {
			Verb string `json:"verb"`
		} `json:"allowed"`
	}
	c.get(path, &record)
	if !strings.Contains(fmt.Sprint(record.Allowed), "{"+verb+"}") {
		c.t.Fatalf("%s: %s is not among the buttons of %s (%s): %v", c.login, verb, path, record.StateName, record.Allowed)
	}
	c.post(path+"/"+verb, body, answer)
}

type balance struct {
	Round                                      string
	Sent, OK, Rejected, Outstanding, Withdrawn int64
}

type batchView struct {
	ID       int64     `json:"id"`
	State    string    `json:"state"`
	Balances []balance `json:"balances"`
}

// TestLine carries people from the counter to the hand through the API alone,
// with a bank that refuses one account and a vendor that spoils one card.
func TestLine(t *testing.T) {
	t.Parallel()
	for engine, database := range map[string]func(*testing.T) string{"sqlite": func(*testing.T) string { return "" }, "postgres": dbtest.PostgresURL} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			w := newTown(t, database(t))
			clerk, reviewer, agency := w.as("clerk-w"), w.as("reviewer-w"), w.counties[wujiangPath].ID
			all := w.apply(clerk, agency, 8)
			w.bank.SetWill(fake.Will{Named: []fake.Refusal{{Kind: "YKH", IDNumber: string(all[0].IDNumber)}}})
			w.vendor.SetWill(fake.Will{Named: []fake.Refusal{{Kind: "ZK", IDNumber: string(all[1].IDNumber)}}})
			for _, p := range all {
				reviewer.step(fmt.Sprintf("/applications/%d", p.ID), "accept", map[string]string{"note": "材料齐全"}, nil)
			}
			w.batch()
			w.deliver(all)
			w.attempts(all)
			w.journal(all)
		})
	}
}

// batch leads all accepted people through the eight steps.
func (w *town) batch() {
	w.t.Helper()
	producer, lead := w.as("producer-c"), w.as("lead-c")
	var b batchView
	producer.post("/batches", map[string]any{"rule": map[string]any{"bank": "102"}, "vendor": "V01"}, &b)
	path := fmt.Sprintf("/batches/%d", b.ID)
	if code, _ := w.as("producer-w").try(http.MethodPost, path+"/confirm", []byte("{}")); code != http.StatusForbidden {
		w.t.Errorf("a producer confirmed a batch: %d", code)
	}
	lead.step(path, "confirm", nil, nil)
	w.pass(1)
	b = w.rounds(producer, path)
	if b.State != "released" {
		w.t.Fatalf("after all rounds the batch is %+v", b)
	}
	want := []balance{{"preaccount", 8, 7, 1, 0, 0}, {"produce", 7, 6, 1, 0, 0}, {"bankdata", 6, 6, 0, 0, 0}}
	if fmt.Sprint(b.Balances) != fmt.Sprint(want) {
		w.t.Errorf("balances = %v, want %v", b.Balances, want)
	}
}

// rounds leads a confirmed batch out to the partners and back three times.
func (w *town) rounds(producer *caller, path string) (b batchView) {
	w.t.Helper()
	for _, round := range []string{"preaccount", "produce", "bankdata"} {
		producer.step(path, "export-"+round, nil, nil)
		for range 10 {
			w.pass(1)
			producer.get(path, &b)
			if outstanding(b, round) == 0 {
				break
			}
		}
	}
	return b
}

func outstanding(b batchView, round string) int64 {
	for _, r := range b.Balances {
		if r.Round == round {
			return r.Outstanding
		}
	}
	return -1
}

// deliver sends the six cards, counts them, and hands them over: two singly,
// the rest by list.
func (w *town) deliver(all []person) {
	w.t.Helper()
	sender, receiver, clerk := w.as("logistics-c"), w.as("logistics-w"), w.as("clerk-w")
	var waiting struct {
		Items []struct{ AgencyID, Ready, Unbound int64 }
	}
	sender.get("/delivery/waiting", &waiting)
	if len(waiting.Items) != 1 || waiting.Items[0].Ready != 6 || waiting.Items[0].Unbound != 0 {
		w.t.Errorf("waiting at the centre: %+v", waiting.Items)
	}
	var parcel id
	sender.post("/parcels/dispatch", map[string]any{"agencyId": w.counties[wujiangPath].ID, "waybill": "EMS1"}, &parcel)
	receiver.step(fmt.Sprintf("/parcels/%d", parcel.ID), "receive", map[string]any{"counted": 6}, nil)
	var list []int64
	for i, p := range all[2:] {
		var found struct {
			CanHandOver bool
			Why         string
			Card        id
		}
		clerk.get("/delivery/collect?q="+string(p.IDNumber), &found)
		if !found.CanHandOver {
			w.t.Fatalf("the counter may not hand over: %+v", found)
		}
		if i < 2 {
			clerk.post("/handovers", map[string]any{"cardId": found.Card.ID, "collector": "self", "idNumber": p.IDNumber}, nil)
			continue
		}
		list = append(list, found.Card.ID)
	}
	var handed struct{ Count int64 }
	clerk.post("/handovers/list", map[string]any{"cards": list, "name": "张三", "idNumber": all[2].IDNumber, "unit": "新华村"}, &handed)
	if handed.Count != 4 {
		w.t.Errorf("handed over %d by list", handed.Count)
	}
}

// attempts looks where everybody is: two came back to the clerk with reasons,
// six have their card, and the grid of each has every step.
func (w *town) attempts(all []person) {
	w.t.Helper()
	clerk := w.as("clerk-w")
	for i, p := range all {
		var a struct {
			State   string
			Attempt int
			Reason  string
			Stage   string
			Citizen int64 `json:"citizenId"`
		}
		clerk.get(fmt.Sprintf("/applications/%d", p.ID), &a)
		var grid struct {
			Where    string
			Attempts []struct {
				Steps []struct {
					Key, Tone string
					At        int64
				}
			}
		}
		clerk.get(fmt.Sprintf("/people/%d/grid", a.Citizen), &grid)
		if i < 2 {
			if a.State != "returned" || a.Attempt != 2 || a.Reason == "" {
				w.t.Errorf("refused person %d: %+v", i, a)
			}
			continue
		}
		if a.State != "made" || !strings.HasPrefix(grid.Where, "卡已领取") {
			w.t.Errorf("person %d: %+v, %s", i, a, grid.Where)
		}
		for _, step := range grid.Attempts[0].Steps {
			if step.Tone != "done" || step.At == 0 {
				w.t.Errorf("person %d: step %s is %s", i, step.Key, step.Tone)
			}
		}
	}
}

// journal walks the chain, finds nothing personal in it, and sees a change by hand.
func (w *town) journal(all []person) {
	w.t.Helper()
	w.pass(1)
	dbtest.View(w.t, w.DB, func(tx *db.Tx) error {
		walk, err := db.VerifyJournal(tx)
		if err != nil || walk.Waiting > 0 || walk.Entries < 50 {
			w.t.Errorf("walk %+v, %v", walk, err)
		}
		return tx.Each(func(s db.Scanner) error {
			var verb, detail string
			err := s.Scan(&verb, &detail)
			for _, p := range all {
				for _, secret := range []string{string(p.IDNumber), p.Phone, p.Address} {
					if strings.Contains(detail, secret) {
						w.t.Errorf("%s holds what must not be in the journal", verb)
					}
				}
			}
			return err
		}, `SELECT verb, detail FROM journal`)
	})
	audit := w.as("audit-c")
	var page struct {
		Items []json.RawMessage
		Total int64
	}
	audit.get("/journal?kind=batch&limit=10", &page)
	if page.Total == 0 || !bytes.Contains(page.Items[0], []byte("verbName")) {
		w.t.Errorf("the auditor sees %d entries about batches", page.Total)
	}
	dbtest.Do(w.t, w.DB, func(tx *db.Tx) error {
		_, err := tx.Quiet(`UPDATE journal SET detail = '{}' WHERE id = 30`)
		return err
	})
	if err := w.DB.View(db.System(w.t.Context(), "test"), func(tx *db.Tx) error { _, err := db.VerifyJournal(tx); return err }); err == nil {
		w.t.Error("an entry altered by hand was not seen")
	}
}
