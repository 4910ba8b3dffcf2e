package staff_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/db/dbtest"
	"kaguan/internal/kit/fault"
	"kaguan/internal/record/staff"
)

func TestSignIn(t *testing.T) {
	each(t, func(h house) {
		u := h.user("wangfang", qujiang)
		in, err := h.door.SignIn(context.Background(), " WangFang ", good, "10.0.0.1")
		h.must(err)
		if in.ID != u.ID || in.LastLoginAt != h.now.Now().UnixMilli() || in.MustChange {
			h.Errorf("signed in as %+v", in)
		}
		entries := h.entries("staff.signed_in")
		if len(entries) != 1 || entries[0].Actor != "wangfang" || entries[0].ActorID != u.ID {
			h.Errorf("journal = %+v; the entry must name who came in", entries)
		}
	})
}

func TestRefusalsAreAllAlike(t *testing.T) {
	each(t, func(h house) {
		security := h.user("security1", city, role("security", ""))
		h.user("known", qujiang)
		h.user("locked", qujiang)
		stopped := h.user("stopped", qujiang)
		h.must(h.stop(security, stopped.ID))
		var invited staff.User
		dbtest.Do(h.T, h.db, func(tx *db.Tx) (err error) {
			invited, _, err = staff.Create(tx, staff.CreateInput{Login: "invited", Name: "新人", Agency: staff.Agency{ID: 7, RegionPath: qujiang}})
			return err
		})
		for range policy.MaxFails {
			h.want(fault.Denied, h.signIn("locked", "wrong", "10.0.0.9"))
		}
		hashes := staff.CountHashes(h.door)
		words := map[string]bool{}
		tries := []struct{ login, password string }{
			{"nobody", good}, {"", good}, {"known", "wrong"}, {"locked", "wrong"}, {"locked", good}, {"stopped", good}, {invited.Login, ""}, {invited.Login, good},
		}
		for i, try := range tries {
			err := h.signIn(try.login, try.password, "10.0.0.1")
			h.want(fault.Denied, err)
			words[err.Error()] = true
			if n := hashes.Load(); n != int64(i+1) {
				h.Errorf("login %q: %d hashes after %d attempts; each must take the time of one", try.login, n, i+1)
			}
		}
		if len(words) != 1 {
			h.Errorf("refusals differ: %v", words)
		}
		if n := h.count("staff.sign_in_failed"); n != policy.MaxFails+len(tries) {
			h.Errorf("%d failures in the journal", n)
		}
	})
}

func TestFailuresInTheJournalAreMasked(t *testing.T) {
	each(t, func(h house) {
		h.want(fault.Denied, h.signIn("Secret-Typed-Here1", "x", "10.0.0.1"))
		for _, e := range h.entries("staff.sign_in_failed") {
			if strings.Contains(string(e.Detail), "ecret") || !strings.Contains(string(e.Detail), `"s***"`) {
				h.Errorf("detail = %s", e.Detail)
			}
		}
	})
}

func TestLockOut(t *testing.T) {
	each(t, func(h house) {
		u := h.user("wangfang", qujiang, role("clerk", qujiang))
		inside := h.as(u)
		for range policy.MaxFails - 1 {
			h.want(fault.Denied, h.signIn("wangfang", "wrong", "10.0.0.1"))
		}
		h.must(h.signIn("wangfang", good, "10.0.0.1")) // and the count begins anew
		for range policy.MaxFails {
			h.want(fault.Denied, h.signIn("wangfang", "wrong", "10.0.0.1"))
		}
		if got := h.find(u.ID).State; got != staff.Locked {
			h.Fatalf("state = %s after %d failures", got, policy.MaxFails)
		}
		h.want(fault.Denied, h.signIn("wangfang", good, "10.0.0.1"))
		if _, err := h.door.Who(context.Background(), u.ID, u.Epoch); err != nil {
			h.Errorf("a lock must not throw out who is inside: %v", err)
		}
		_, err := h.door.ChangePassword(inside, staff.Change{Old: good, New: other, IP: "10.0.0.1"})
		h.want(fault.Denied, err)
		h.now.Advance(policy.Lock)
		if got := h.find(u.ID); got.State != staff.Active || got.LockedUntil != 0 {
			h.Errorf("after the lock's time: %+v", got)
		}
		h.must(h.signIn("wangfang", good, "10.0.0.1"))
		if n := h.count("staff.locked"); n != 1 {
			h.Errorf("%d locks in the journal", n)
		}
	})
}

func TestManyGuessesAtOnceLockAllTheSame(t *testing.T) {
	each(t, func(h house) {
		u := h.user("wangfang", qujiang)
		var wg sync.WaitGroup
		for i := range 12 {
			wg.Go(func() { h.want(fault.Denied, h.signIn("wangfang", "wrong", fmt.Sprint("10.0.1.", i))) })
		}
		wg.Wait()
		if got := h.find(u.ID).State; got != staff.Locked {
			h.Errorf("state = %s", got)
		}
		if n := h.count("staff.locked"); n != 1 {
			h.Errorf("locked %d times", n)
		}
	})
}

func TestPasswordThatDiesWhileItIsCheckedOpensNothing(t *testing.T) {
	each(t, func(h house) {
		security := h.user("security1", city, role("security", ""))
		u := h.user("wangfang", qujiang)
		staff.WhileHashing(h.door, func() {
			if _, err := h.reset(security, u.ID); err != nil {
				h.Error(err)
			}
		})
		h.want(fault.Denied, h.signIn("wangfang", good, "10.0.0.1"))
	})
}

func TestUnlockByAdmin(t *testing.T) {
	each(t, func(h house) {
		security := h.user("security1", city, role("security", ""))
		u := h.user("wangfang", qujiang)
		for range policy.MaxFails {
			h.want(fault.Denied, h.signIn("wangfang", "wrong", "10.0.0.1"))
		}
		unlock := func(tx *db.Tx) error {
			_, err := staff.Unlock(tx, u.ID)
			return err
		}
		h.must(h.do(security, unlock))
		h.must(h.signIn("wangfang", good, "10.0.0.1"))
		h.want(fault.Conflict, h.do(security, unlock))
	})
}

func TestAddressIsThrottled(t *testing.T) {
	each(t, func(h house) {
		h.user("wangfang", qujiang)
		for i := range 30 {
			h.want(fault.Denied, h.signIn(fmt.Sprint("guess", i), "wrong", "10.0.0.1"))
		}
		hashes := staff.CountHashes(h.door)
		h.want(fault.Unavailable, h.signIn("wangfang", good, "10.0.0.1"))
		if hashes.Load() != 0 {
			h.Error("an address that is refused unheard must cost no hash")
		}
		h.must(h.signIn("wangfang", good, "10.0.0.2"))
		h.now.Advance(5 * time.Minute)
		h.must(h.signIn("wangfang", good, "10.0.0.1"))
		h.want(fault.Denied, h.signIn("wangfang", "wrong", "10.0.0.1"))
		dbtest.View(h.T, h.db, func(tx *db.Tx) error {
			n, err := db.Scalar[int64](tx, `SELECT COUNT(*) FROM staff_attempt`)
			if n != 1 {
				h.Errorf("%d attempts kept, want the last one only", n)
			}
			return err
		})
	})
}

func TestChangePassword(t *testing.T) {
	each(t, func(h house) {
		u := h.user("wangfang", qujiang, role("clerk", qujiang))
		ctx := h.as(u)
		change := func(old, new string) (int64, error) {
			return h.door.ChangePassword(ctx, staff.Change{Old: old, New: new, IP: "10.0.0.1"})
		}
		_, err := change("wrong", other)
		h.want(fault.Denied, err)
		_, err = change(good, good)
		h.want(fault.Invalid, err)
		_, err = change(good, "short")
		h.want(fault.Invalid, err)
		epoch, err := change(good, other)
		h.must(err)
		if _, err := h.door.Who(context.Background(), u.ID, u.Epoch); !fault.Is(err, fault.Denied) {
			h.Errorf("the old session lives on: %v", err)
		}
		if _, err := h.door.Who(context.Background(), u.ID, epoch); err != nil {
			h.Errorf("the changing session must live on: %v", err)
		}
		h.want(fault.Denied, h.signIn("wangfang", good, "10.0.0.1"))
		h.must(h.signIn("wangfang", other, "10.0.0.1"))
		if h.count("staff.password_refused") != 1 || h.count("staff.password_changed") != 1 {
			h.Errorf("journal = %v", dbtest.Verbs(h.T, h.db))
		}
	})
}

func TestWeakPasswordMustBeChangedBeforeAnythingElse(t *testing.T) {
	each(t, func(h house) {
		u := h.user("wangfang", qujiang, role("clerk", qujiang))
		strict := staff.NewDoor(h.db, func(*db.Tx) (staff.Policy, error) {
			p := policy
			p.MinLength = 15
			return p, nil
		})
		in, err := strict.SignIn(context.Background(), "wangfang", good, "10.0.0.1")
		h.must(err)
		actor, err := strict.Who(context.Background(), in.ID, in.Epoch)
		h.must(err)
		if !in.MustChange || len(actor.Rights) != 0 {
			h.Errorf("must change = %v, rights = %v", in.MustChange, actor.Rights)
		}
		epoch, err := strict.ChangePassword(db.As(context.Background(), actor), staff.Change{Old: good, New: other, IP: "10.0.0.1"})
		h.must(err)
		actor, err = strict.Who(context.Background(), u.ID, epoch)
		h.must(err)
		if !actor.Has("application.apply") {
			h.Errorf("rights after the change = %v", actor.Rights)
		}
	})
}

func (h house) entries(verb string) (entries []db.Entry) {
	h.Helper()
	dbtest.View(h.T, h.db, func(tx *db.Tx) (err error) {
		entries, err = tx.Journal(db.JournalFilter{Verb: verb, Limit: 100})
		return err
	})
	return entries
}
