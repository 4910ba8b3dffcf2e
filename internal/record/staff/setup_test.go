package staff_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/db/dbtest"
	"kaguan/internal/kit/fault"
	"kaguan/internal/record/staff"
)

func (h house) setupLink() (token string, err error) {
	err = h.db.Do(db.System(context.Background(), "start"), func(tx *db.Tx) error {
		token, err = staff.SetupLink(tx)
		return err
	})
	return token, err
}

func (h house) setup(token, password string) error {
	_, err := h.door.Setup(context.Background(), staff.SetupInput{Token: token, Login: "Chief", Name: "主管", Password: password})
	return err
}

func TestFirstUserIsTheSecurityOfficer(t *testing.T) {
	each(t, func(h house) {
		token, err := h.setupLink()
		h.must(err)
		h.want(fault.NotFound, h.setup("GUESSED", good))
		h.want(fault.Invalid, h.setup(token, "short")) // the link stays good
		h.must(h.setup(token, good))
		h.want(fault.NotFound, h.setup(token, good))
		_, err = h.setupLink()
		h.want(fault.Conflict, err)
		in, err := h.door.SignIn(context.Background(), "chief", good, "10.0.0.1")
		h.must(err)
		actor, err := h.door.Who(context.Background(), in.ID, in.Epoch)
		h.must(err)
		if !actor.Scope.All || !actor.Has("staff.edit") || actor.Has("setting.edit") {
			h.Errorf("the first user is %+v", actor)
		}
		h.must(h.do(in, func(tx *db.Tx) error { // and he makes the other two officers
			for login, role := range map[string]string{"sys1": "system", "aud1": "audit"} {
				u, _, err := staff.Create(tx, staff.CreateInput{Login: login, Name: "官员", Agency: staff.Agency{ID: 1, RegionPath: city}})
				if err != nil {
					return err
				}
				if _, err := staff.Grant(tx, staff.GrantInput{UserID: u.ID, Role: role}); err != nil {
					return err
				}
			}
			return nil
		}))
	})
}

func TestSetupLinkOpensOnceAndForADay(t *testing.T) {
	each(t, func(h house) {
		old, err := h.setupLink()
		h.must(err)
		token, err := h.setupLink()
		h.must(err)
		h.want(fault.NotFound, h.setup(old, good))
		h.now.Advance(24 * time.Hour)
		h.want(fault.NotFound, h.setup(token, good))
		token, err = h.setupLink()
		h.must(err)
		var made atomic.Int64
		var wg sync.WaitGroup
		for i := range 6 {
			in := staff.SetupInput{Token: token, Login: fmt.Sprint("chief", i), Name: "主管", Password: good}
			wg.Go(func() {
				if _, err := h.door.Setup(context.Background(), in); err == nil {
					made.Add(1)
				}
			})
		}
		wg.Wait()
		if made.Load() != 1 {
			h.Errorf("one link made %d users", made.Load())
		}
	})
}

func TestPasswordLinkOpensOnce(t *testing.T) {
	each(t, func(h house) {
		security := h.user("security1", city, role("security", ""))
		u := h.user("wangfang", qujiang, role("clerk", qujiang))
		first, err := h.reset(security, u.ID)
		h.must(err)
		h.want(fault.Denied, h.signIn("wangfang", good, "10.0.0.1")) // the old password is dead already
		_, err = h.door.Who(context.Background(), u.ID, u.Epoch)
		h.want(fault.Denied, err)
		second, err := h.reset(security, u.ID)
		h.must(err)
		ctx := context.Background()
		h.want(fault.NotFound, h.door.SetPassword(ctx, first.Token, other))
		h.want(fault.NotFound, h.setup(second.Token, other)) // a link for one thing is none for another
		h.want(fault.Invalid, h.door.SetPassword(ctx, second.Token, "Wangfang-2026"))
		h.must(h.door.SetPassword(ctx, second.Token, other))
		h.want(fault.NotFound, h.door.SetPassword(ctx, second.Token, good))
		h.must(h.signIn("wangfang", other, "10.0.0.1"))
		third, err := h.reset(security, u.ID)
		h.must(err)
		h.must(h.stop(security, u.ID))
		h.want(fault.NotFound, h.door.SetPassword(ctx, third.Token, good))
		h.must(h.do(security, func(tx *db.Tx) error {
			_, err := staff.Resume(tx, u.ID)
			return err
		}))
		h.want(fault.NotFound, h.door.SetPassword(ctx, third.Token, good))
	})
}

func TestTokensAreNowhereInTheDatabase(t *testing.T) {
	each(t, func(h house) {
		token, err := h.setupLink()
		h.must(err)
		dbtest.View(h.T, h.db, func(tx *db.Tx) error {
			stored, err := db.Scalar[string](tx, `SELECT token_hash FROM staff_setup`)
			if stored == token || len(stored) != 64 {
				h.Errorf("stored %q", stored)
			}
			entries, err2 := tx.Journal(db.JournalFilter{Limit: 100})
			for _, e := range entries {
				if strings.Contains(string(e.Detail), token) {
					h.Errorf("the token stands in the journal: %s", e.Detail)
				}
			}
			if err == nil {
				err = err2
			}
			return err
		})
	})
}
