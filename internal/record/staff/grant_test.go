package staff_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/db/dbtest"
	"kaguan/internal/kit/fault"
	"kaguan/internal/record/staff"
)

func TestRolesAreWellFormed(t *testing.T) {
	t.Parallel()
	known, used := map[string]bool{}, map[string]bool{}
	for _, r := range staff.Rights() {
		if known[r.Code] || r.Name == "" {
			t.Errorf("right %s stands twice or has no name", r.Code)
		}
		known[r.Code] = true
	}
	codes := map[string]bool{}
	for _, r := range staff.Roles() {
		codes[r.Code] = true
	}
	for _, r := range staff.Roles() {
		for _, right := range r.Rights {
			used[right] = true
			if !known[right] {
				t.Errorf("role %s permits an unknown right %s", r.Code, right)
			}
		}
		for _, code := range append(r.Delegates, r.NeverWith...) {
			if !codes[code] {
				t.Errorf("role %s names an unknown role %s", r.Code, code)
			}
		}
		for _, code := range r.NeverWith {
			if !slices.Contains(staff.RoleOf(code).NeverWith, r.Code) {
				t.Errorf("%s excludes %s but not the other way", r.Code, code)
			}
		}
	}
	for right := range known {
		if !used[right] {
			t.Errorf("nobody has the right %s", right)
		}
	}
	audit := staff.RoleOf("audit").Rights
	for right := range known {
		if strings.HasSuffix(right, ".view") != slices.Contains(audit, right) && right != "trace.journal" {
			t.Errorf("the audit officer and %s", right)
		}
	}
}

func TestSeedWritesOnceAndMends(t *testing.T) {
	each(t, func(h house) {
		dbtest.Do(h.T, h.db, staff.Seed)
		if n := h.count("staff.roles_seeded"); n != 1 {
			h.Errorf("seeded %d times", n)
		}
		u := h.user("wangfang", qujiang, role("clerk", qujiang))
		dbtest.Do(h.T, h.db, func(tx *db.Tx) error {
			if _, err := tx.Exec(`INSERT INTO staff_role_right (role, right_code) VALUES ('clerk', 'batch.confirm')`); err != nil {
				return err
			}
			return tx.Note(db.Subject{Kind: "role", ID: "clerk"}, "role.spoilt", nil)
		})
		if actor := db.ActorOf(h.as(u)); !actor.Has("batch.confirm") {
			h.Error("the planted right is not seen; the test proves nothing")
		}
		dbtest.Do(h.T, h.db, staff.Seed)
		if actor := db.ActorOf(h.as(u)); actor.Has("batch.confirm") || !actor.Has("application.apply") {
			h.Errorf("rights = %v", actor.Rights)
		}
	})
}

func TestRolesThatExcludeOneAnother(t *testing.T) {
	each(t, func(h house) {
		security := h.user("security1", city, role("security", ""))
		pairs := [][2]string{
			{"system", "security"}, {"system", "audit"}, {"security", "audit"}, {"audit", "system"},
			{"clerk", "reviewer"}, {"reviewer", "clerk"}, {"producer", "lead"}, {"lead", "producer"},
		}
		for _, pair := range pairs {
			u := h.user(pair[0]+"."+pair[1], city, role(pair[0], qujiang))
			h.want(fault.Conflict, h.grant(security, staff.GrantInput{UserID: u.ID, Role: pair[1], ScopePath: nanxiong}))
		}
		u := h.user("both", city, role("clerk", qujiang))
		h.must(h.grant(security, staff.GrantInput{UserID: u.ID, Role: "logistics", ScopePath: qujiang}))
		h.must(h.revoke(security, staff.GrantInput{UserID: u.ID, Role: "clerk", ScopePath: qujiang}))
		h.must(h.grant(security, staff.GrantInput{UserID: u.ID, Role: "reviewer", ScopePath: qujiang}))
	})
}

func TestGrantRefusesNonsense(t *testing.T) {
	each(t, func(h house) {
		security := h.user("security1", city, role("security", ""))
		u := h.user("wangfang", qujiang, role("clerk", qujiang))
		for _, in := range []staff.GrantInput{
			{UserID: u.ID, Role: "king", ScopePath: qujiang},
			{UserID: u.ID, Role: "agent", ScopePath: "440205"},
			{UserID: u.ID, Role: "agent", ScopePath: "x' OR 1=1/"},
			{UserID: u.ID, Role: "bank", ScopePath: qujiang},
		} {
			h.want(fault.Invalid, h.grant(security, in))
		}
		h.want(fault.Conflict, h.grant(security, staff.GrantInput{UserID: u.ID, Role: "clerk", ScopePath: qujiang}))
		h.want(fault.Conflict, h.grant(security, staff.GrantInput{UserID: u.ID, Role: "bank", ScopePath: city, Bank: "102"}))
		h.want(fault.Conflict, h.revoke(security, staff.GrantInput{UserID: u.ID, Role: "agent", ScopePath: qujiang}))
		h.want(fault.NotFound, h.grant(security, staff.GrantInput{UserID: 9999, Role: "clerk", ScopePath: qujiang}))
		h.want(fault.Denied, h.grant(security, staff.GrantInput{UserID: security.ID, Role: "clerk", ScopePath: qujiang}))
		h.want(fault.Denied, h.stop(security, security.ID))
	})
}

func TestCountyAdminStaysInHisCountyAndBelowHimself(t *testing.T) {
	each(t, func(h house) {
		// He is a clerk of the whole city besides: that must not widen his authority.
		admin := h.user("admin.qj", qujiang, role("county_admin", qujiang), role("clerk", city))
		mine, foreign := h.user("clerk.qj", qujiang), h.user("clerk.nx", nanxiong)
		officer := h.user("officer", qujiang, role("security", ""))
		to := func(u staff.User, role, path string) staff.GrantInput {
			return staff.GrantInput{UserID: u.ID, Role: role, ScopePath: path}
		}
		h.must(h.grant(admin, to(mine, "clerk", qujiang)))
		h.must(h.grant(admin, to(mine, "agent", qujiang+"440205101/")))
		for name, in := range map[string]staff.GrantInput{
			"himself":        to(admin, "logistics", qujiang),
			"wider":          to(mine, "logistics", city),
			"everything":     to(mine, "logistics", ""),
			"another county": to(mine, "logistics", nanxiong),
			"above himself":  to(mine, "producer", qujiang),
			"an equal":       to(mine, "county_admin", qujiang),
			"an office":      to(mine, "security", qujiang),
			"foreign user":   to(foreign, "logistics", qujiang),
			"an officer":     to(officer, "logistics", qujiang),
		} {
			if err := h.grant(admin, in); !fault.Is(err, fault.Denied) {
				h.Errorf("%s: %v", name, err)
			}
		}
		h.want(fault.Denied, h.revoke(admin, to(admin, "clerk", city)))
		h.want(fault.Denied, h.stop(admin, foreign.ID))
		h.want(fault.Denied, h.stop(admin, officer.ID))
		_, err := h.reset(admin, officer.ID)
		h.want(fault.Denied, err)
		h.want(fault.Denied, h.do(admin, func(tx *db.Tx) error {
			_, _, err := staff.Create(tx, staff.CreateInput{Login: "new.nx", Name: "新人", Agency: staff.Agency{ID: 9, RegionPath: nanxiong}})
			return err
		}))
		h.must(h.stop(admin, mine.ID))
	})
}

func TestWithoutDelegationNobodyIsChanged(t *testing.T) {
	each(t, func(h house) {
		system := h.user("system1", city, role("system", ""))
		u := h.user("wangfang", qujiang)
		h.want(fault.Denied, h.grant(system, staff.GrantInput{UserID: u.ID, Role: "clerk", ScopePath: qujiang}))
		h.want(fault.Denied, h.stop(system, u.ID))
	})
}

func TestForeignUsersAreNotFound(t *testing.T) {
	each(t, func(h house) {
		admin := h.user("admin.qj", qujiang, role("county_admin", qujiang))
		mine, foreign := h.user("clerk.qj", qujiang, role("clerk", qujiang)), h.user("clerk.nx", nanxiong, role("clerk", nanxiong))
		h.want(fault.NotFound, h.stop(admin, foreign.ID))
		err := h.db.View(h.as(admin), func(tx *db.Tx) error {
			if _, err := staff.Find(tx, foreign.ID); !fault.Is(err, fault.NotFound) {
				h.Errorf("foreign user: %v", err)
			}
			users, total, err := staff.List(tx, staff.Filter{Query: "CLERK", Limit: 10})
			if err != nil || total != 1 || len(users) != 1 || users[0].ID != mine.ID || len(users[0].Roles) != 1 {
				h.Errorf("list = %+v of %d, %v", users, total, err)
			}
			return nil
		})
		h.must(err)
	})
}

func TestListFiltersAndPages(t *testing.T) {
	each(t, func(h house) {
		a := h.user("a_one", qujiang, role("clerk", qujiang), role("agent", qujiang))
		b := h.user("axone", nanxiong, role("agent", nanxiong))
		for range policy.MaxFails {
			h.want(fault.Denied, h.signIn("axone", "wrong", "10.0.0.1"))
		}
		list := func(f staff.Filter) (ids []int64) {
			h.Helper()
			f.Limit = max(f.Limit, 1)
			dbtest.View(h.T, h.db, func(tx *db.Tx) error {
				users, _, err := staff.List(tx, f)
				for _, u := range users {
					ids = append(ids, u.ID)
				}
				return err
			})
			return ids
		}
		same := func(name string, got []int64, want ...int64) {
			h.Helper()
			if !slices.Equal(got, want) {
				h.Errorf("%s: %v, want %v", name, got, want)
			}
		}
		same("first page", list(staff.Filter{Limit: 1}), a.ID)
		same("second page", list(staff.Filter{Limit: 1, After: a.ID}), b.ID)
		same("a _ is a _", list(staff.Filter{Query: "a_", Limit: 9}), a.ID)
		same("part of the name", list(staff.Filter{Query: "试员", Limit: 9}), a.ID, b.ID)
		same("role", list(staff.Filter{Role: "clerk", Limit: 9}), a.ID)
		same("agency", list(staff.Filter{AgencyID: 8, Limit: 9}))
		same("locked", list(staff.Filter{State: "locked", Limit: 9}), b.ID)
		h.now.Advance(policy.Lock)
		same("lock over", list(staff.Filter{State: "locked", Limit: 9}))
		same("active", list(staff.Filter{State: "active", Limit: 9}), a.ID, b.ID)
	})
}

func TestLoginsAreUniqueAndNoNumbers(t *testing.T) {
	each(t, func(h house) {
		h.user("wangfang", qujiang)
		create := func(login, name string) error {
			return h.db.Do(db.System(context.Background(), "test"), func(tx *db.Tx) error {
				_, _, err := staff.Create(tx, staff.CreateInput{Login: login, Name: name, Agency: staff.Agency{ID: 7, RegionPath: qujiang}})
				return err
			})
		}
		h.want(fault.Conflict, create("WangFang", "王芳"))
		for _, login := range []string{"", "ab", "440205199001011234", "wang fang", "王芳", "system:x", "public"} {
			h.want(fault.Invalid, create(login, "王芳"))
		}
		h.want(fault.Invalid, create("wangfang2", " "))
	})
}

func TestTwoOfficersAtOnceCannotJoinWhatExcludes(t *testing.T) {
	each(t, func(h house) {
		one, two := h.user("security1", city, role("security", "")), h.user("security2", city, role("security", ""))
		u := h.user("wangfang", qujiang)
		second := h.as(two)
		answer := make(chan error, 1)
		h.must(h.do(one, func(tx *db.Tx) error {
			_, err := staff.Grant(tx, staff.GrantInput{UserID: u.ID, Role: "producer", ScopePath: qujiang})
			go func() {
				answer <- h.db.Do(second, func(tx *db.Tx) error {
					_, err := staff.Grant(tx, staff.GrantInput{UserID: u.ID, Role: "lead", ScopePath: qujiang})
					return err
				})
			}()
			time.Sleep(200 * time.Millisecond) // long enough to overtake, if nothing held it
			return err
		}))
		h.want(fault.Conflict, <-answer)
	})
}
