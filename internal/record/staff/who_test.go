package staff_test

import (
	"context"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
	"kaguan/internal/record/staff"
)

func TestWhoIsTheUnionOfGrants(t *testing.T) {
	each(t, func(h house) {
		u := h.user("teller", city,
			staff.GrantInput{Role: "bank", ScopePath: nanxiong, Bank: "102"},
			staff.GrantInput{Role: "bank", ScopePath: qujiang, Bank: "102"},
			staff.GrantInput{Role: "callcentre", ScopePath: qujiang, Bank: "102"})
		got := db.ActorOf(h.as(u))
		want := db.Actor{ID: u.ID, Name: "teller", AgencyID: 7,
			Scope:  db.Scope{Paths: []string{qujiang, nanxiong}, Bank: "102"},
			Rights: map[string]bool{"card.view": true, "trace.view": true, "citizen.view": true}}
		if diff := cmp.Diff(want, got); diff != "" {
			h.Error(diff)
		}
		whole := db.ActorOf(h.as(h.user("cityclerk", city, role("clerk", city))))
		if whole.Scope.All || !cmp.Equal(whole.Scope.Paths, []string{city}) {
			h.Errorf("the city's path is a path: %+v", whole.Scope)
		}
		if all := db.ActorOf(h.as(h.user("auditor", city, role("audit", ""), role("callcentre", qujiang)))); !all.Scope.All {
			h.Errorf("the empty path is everything: %+v", all.Scope)
		}
		none := db.ActorOf(h.as(h.user("nobody", city)))
		if len(none.Rights) != 0 || none.Scope.All || len(none.Scope.Paths) != 0 {
			h.Errorf("without grants: %+v", none)
		}
	})
}

func TestRevokedAndStoppedAtOnce(t *testing.T) {
	each(t, func(h house) {
		security := h.user("security1", city, role("security", ""))
		u := h.user("wangfang", qujiang, role("clerk", qujiang), role("agent", qujiang))
		h.must(h.revoke(security, staff.GrantInput{UserID: u.ID, Role: "clerk", ScopePath: qujiang}))
		actor, err := h.door.Who(context.Background(), u.ID, u.Epoch)
		h.must(err)
		if actor.Has("application.apply") || !actor.Has("application.import") {
			h.Errorf("rights = %v", actor.Rights)
		}
		h.must(h.stop(security, u.ID))
		for _, epoch := range []int64{u.Epoch, u.Epoch + 1} {
			_, err := h.door.Who(context.Background(), u.ID, epoch)
			h.want(fault.Denied, err)
		}
		h.want(fault.Conflict, h.grant(security, staff.GrantInput{UserID: u.ID, Role: "clerk", ScopePath: qujiang}))
		h.must(h.do(security, func(tx *db.Tx) error {
			_, err := staff.Resume(tx, u.ID)
			return err
		}))
		_, err = h.door.Who(context.Background(), u.ID, u.Epoch)
		h.want(fault.Denied, err) // what was signed in before the stop stays out
		h.must(h.signIn("wangfang", good, "10.0.0.1"))
		_, err = h.door.Who(context.Background(), 9999, 1)
		h.want(fault.Denied, err)
	})
}

func TestConcurrentWhoNeverMixes(t *testing.T) {
	each(t, func(h house) {
		a, b := h.user("first", qujiang, role("clerk", qujiang)), h.user("second", nanxiong, role("reviewer", nanxiong))
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				u, right, wrong, path := a, "application.apply", "application.review", qujiang
				if i%2 == 1 {
					u, right, wrong, path = b, "application.review", "application.apply", nanxiong
				}
				for range 25 {
					actor, err := h.door.Who(context.Background(), u.ID, u.Epoch)
					if err != nil || actor.ID != u.ID || actor.Name != u.Login || !actor.Has(right) || actor.Has(wrong) || !cmp.Equal(actor.Scope.Paths, []string{path}) {
						h.Errorf("asked for %s, got %+v, %v", u.Login, actor, err)
						return
					}
				}
			})
		}
		wg.Wait()
	})
}
