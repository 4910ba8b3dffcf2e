package application

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/db/dbtest"
	"kaguan/internal/kit/fault"
)

func TestASecondPersonReviews(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.apply(1)
		for name, verb := range map[string]func(ctx context.Context, id int64, note string) error{"accept": h.Accept, "return": h.Return, "reject": h.Reject} {
			if err := verb(h.as("zhang"), a.ID, "看过"); !fault.Is(err, fault.Denied) {
				t.Errorf("%s by who entered it: %v", name, err)
			}
		}
		h.must(h.Return(h.as("chen"), a.ID, "手机号有误"))
		h.must(h.Resubmit(h.as("li"), a.ID, Correction{Changes: map[string]string{"mobile": "13900000001"}}))
		for _, who := range []string{"zhang", "li"} {
			if err := h.Accept(h.as(who), a.ID, ""); !fault.Is(err, fault.Denied) {
				t.Errorf("accepted by %s, who had a hand in it: %v", who, err)
			}
		}
		h.must(h.Accept(h.as("chen"), a.ID, ""))
		if got := h.get(a.ID); got.State != Accepted || got.ReviewedBy != "chen" {
			t.Errorf("accepted: %+v", got)
		}
		if err := h.Accept(h.as("chen"), a.ID, ""); !fault.Is(err, fault.Conflict) {
			t.Errorf("accepted twice: %v", err)
		}
		if err := h.Accept(db.As(context.Background(), db.Actor{ID: 9, Name: "wang", Scope: db.Scope{Paths: []string{city + "440204/"}}}), a.ID, ""); !fault.Is(err, fault.NotFound) {
			t.Errorf("outside the scope: %v", err)
		}
		verbs := dbtest.Verbs(t, h.db)
		if diff := cmp.Diff([]string{"application.returned", "citizen.changed", "application.resubmitted", "application.accepted"}, verbs[len(verbs)-4:]); diff != "" {
			t.Error(diff)
		}
	})
}

func TestReasonsMustBeGiven(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.apply(1)
		for name, err := range map[string]error{"return": h.Return(h.as("chen"), a.ID, " "), "reject": h.Reject(h.as("chen"), a.ID, ""), "withdraw": h.Withdraw(h.as("zhang"), a.ID, "")} {
			if !slices.Equal(wrong(err), []string{"note:required"}) {
				t.Errorf("%s without a reason: %v", name, err)
			}
		}
	})
}

func TestCorrectionsKeepTheirDifference(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.apply(1)
		h.must(h.Return(h.as("chen"), a.ID, "号码录错"))
		if err := h.Resubmit(h.as("zhang"), a.ID, Correction{Changes: map[string]string{"mobile": "1"}}); !slices.Equal(wrong(err), []string{"mobile:phone_mobile"}) {
			t.Errorf("a wrong correction: %v", err)
		}
		if err := h.Resubmit(h.as("zhang"), a.ID, Correction{Changes: map[string]string{"colour": "red"}}); !fault.Is(err, fault.Invalid) {
			t.Errorf("a field that is none: %v", err)
		}
		right := numbered("1991-02-03", 5)
		h.must(h.Resubmit(h.as("zhang"), a.ID, Correction{Changes: map[string]string{"idNumber": right, "address": "惠民南路2号", "email": ""}, Note: "已改"}))
		got := h.get(a.ID)
		if got.State != Submitted || got.No != a.No || got.CitizenID == a.CitizenID {
			t.Errorf("corrected: %+v", got)
		}
		var lines []Step
		dbtest.View(t, h.db, func(tx *db.Tx) (err error) {
			lines, err = steps(tx, a.ID)
			return err
		})
		last := lines[len(lines)-1]
		want := db.Changes{"idNumber": {"440203********" + h.form(1).IDNumber[14:], "440203********" + right[14:]},
			"birth": {"1*********", "1*********"}, "address": {"惠*****", "惠*****"}}
		if diff := cmp.Diff(want, last.Changes); diff != "" || last.Verb != "resubmit" || last.Note != "已改" || len(lines) != 3 {
			t.Errorf("timeline of %d: %+v\n%s", len(lines), last, diff)
		}
		other := h.apply(7)
		h.must(h.Return(h.as("chen"), other.ID, "号码录错"))
		if err := h.Resubmit(h.as("zhang"), other.ID, Correction{Changes: map[string]string{"idNumber": right}}); !fault.Is(err, fault.Conflict) {
			t.Errorf("a correction onto somebody who has an open application: %v", err)
		}
	})
}

func TestAcceptManySaysWhatItLeft(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		var ids []int64
		for i := range 6 {
			ids = append(ids, h.apply(2*i+1).ID)
		}
		own, err := h.Apply(h.as("chen"), h.form(101))
		h.must(err)
		done := h.apply(103)
		h.must(h.Accept(h.as("chen"), done.ID, ""))
		carded := h.apply(105)
		h.issueCard(carded, 1)
		out, err := h.AcceptMany(h.as("chen"), Selection{IDs: append(ids, own.ID, done.ID, carded.ID, 999)})
		h.must(err)
		left := map[string]int64{}
		for _, r := range out.Refused {
			left[r.Code] = r.Count
		}
		if diff := cmp.Diff(map[string]int64{"own": 1, "state_accepted": 1, "card": 1, "not_found": 1}, left); diff != "" || out.Done != 6 {
			t.Errorf("accepted %d\n%s", out.Done, diff)
		}
		for _, id := range ids {
			if got := h.get(id); got.State != Accepted || got.ReviewedBy != "chen" {
				t.Errorf("%+v", got)
			}
		}
		if _, err := h.AcceptMany(h.as("chen"), Selection{ImportID: 77}); !fault.Is(err, fault.NotFound) {
			t.Errorf("an import that is none: %v", err)
		}
	})
}

func TestABatchTakesAndGivesBack(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		var ids []int64
		for i := range 4 {
			f := h.form(2*i + 1)
			if i == 3 {
				f.Priority = "1"
			}
			a, err := h.Apply(h.as("zhang"), f)
			h.must(err)
			ids = append(ids, a.ID)
		}
		_, err := h.AcceptMany(h.as("chen"), Selection{IDs: ids})
		h.must(err)
		rule := Rule{Bank: "102", RegionPath: city, From: "2026-11-23", To: "2026-11-23", Limit: 3}
		h.do(func(tx *db.Tx) error {
			picked, err := Pick(tx, rule)
			if err != nil {
				return err
			}
			n, err := Count(tx, rule)
			if n != 4 || !slices.Equal(idsOf(picked), []int64{ids[3], ids[0], ids[1]}) {
				t.Errorf("picked %v of %d", idsOf(picked), n)
			}
			return err
		})
		h.do(func(tx *db.Tx) error { return Take(tx, ids[:3], 5) })
		err = h.db.Do(db.System(context.Background(), "test"), func(tx *db.Tx) error { return Take(tx, ids, 6) })
		if !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "3") {
			t.Errorf("taken twice: %v", err)
		}
		if err := h.Withdraw(h.as("zhang"), ids[0], "不要了"); !fault.Is(err, fault.Conflict) {
			t.Errorf("withdrawn out of a batch: %v", err)
		}
		h.do(func(tx *db.Tx) error {
			ready, err := h.ForBatch(tx, ids[:3])
			if len(ready) != 3 || ready[0].Citizen.Name != "欧阳修" || ready[2].ID != ids[2] {
				t.Errorf("for the batch: %+v", ready)
			}
			return err
		})
		h.do(func(tx *db.Tx) error { return Fail(tx, ids[0], "预开户", "姓名与银行留存不符") })
		h.do(func(tx *db.Tx) error { return Made(tx, ids[:3]) })
		h.do(func(tx *db.Tx) error { return Take(tx, ids[3:], 6) })
		h.do(func(tx *db.Tx) error { return Release(tx, ids) })
		want := []State{Returned, Completed, Completed, Accepted}
		for i, id := range ids {
			if got := h.get(id); got.State != want[i] {
				t.Errorf("%d is %s, want %s", i, got.State, want[i])
			}
		}
		if got := h.get(ids[0]); got.Attempt != 2 || got.Stage != "预开户" || got.BatchID != 0 {
			t.Errorf("failed: %+v", got)
		}
		h.must(h.Resubmit(h.as("zhang"), ids[0], Correction{Changes: map[string]string{"name": "欧阳脩"}}))
		if _, err := h.Apply(h.as("zhang"), h.form(3)); err != nil {
			t.Errorf("a made application is over; a card, not it, stands in the way: %v", err)
		}
	})
}

func TestTwoClerksOnePerson(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		var wg sync.WaitGroup
		results := make([]error, 8)
		for i := range results {
			wg.Go(func() { _, results[i] = h.Apply(h.as(fmt.Sprintf("clerk%d", i)), h.form(1)) })
		}
		wg.Wait()
		won := 0
		for _, err := range results {
			switch {
			case err == nil:
				won++
			case !fault.Is(err, fault.Conflict):
				t.Errorf("the slower one must learn why: %v", err)
			}
		}
		if won != 1 {
			t.Errorf("%d applications for one person", won)
		}
	})
}
