package staff_test

import (
	"context"
	"testing"
	"time"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/db/dbtest"
	"kaguan/internal/kit/fault"
	"kaguan/internal/record/staff"
)

const (
	city     = "440000/440200/"
	qujiang  = "440000/440200/440205/"
	nanxiong = "440000/440200/440282/"

	good  = "Qingshui-7891"
	other = "Meiguan/Gudao/88"
)

var policy = staff.Policy{MaxFails: 5, Lock: 15 * time.Minute, MinLength: 10}

// house is a database with its roles and its door.
type house struct {
	*testing.T
	db   *db.DB
	door *staff.Door
	now  *clock.Hand
}

// each opens a house on each engine.
func each(t *testing.T, test func(h house)) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		h := house{t, d, staff.NewDoor(d, func(*db.Tx) (staff.Policy, error) { return policy, nil }), now}
		dbtest.Do(t, d, staff.Seed)
		test(h)
	})
}

// user makes a user with a password and the given roles, by the program itself.
func (h house) user(login, region string, roles ...staff.GrantInput) staff.User {
	h.Helper()
	var u staff.User
	var link staff.Link
	dbtest.Do(h.T, h.db, func(tx *db.Tx) (err error) {
		u, link, err = staff.Create(tx, staff.CreateInput{Login: login, Name: "测试员", Agency: staff.Agency{ID: 7, RegionPath: region}})
		for _, in := range roles {
			in.UserID = u.ID
			if err == nil {
				_, err = staff.Grant(tx, in)
			}
		}
		return err
	})
	if err := h.door.SetPassword(context.Background(), link.Token, good); err != nil {
		h.Fatal(err)
	}
	return h.find(u.ID)
}

func role(code, path string) staff.GrantInput { return staff.GrantInput{Role: code, ScopePath: path} }

func (h house) find(id int64) (u staff.User) {
	h.Helper()
	dbtest.View(h.T, h.db, func(tx *db.Tx) (err error) {
		u, err = staff.Find(tx, id)
		return err
	})
	return u
}

// as is a context in which the user acts, as the gate makes it.
func (h house) as(u staff.User) context.Context {
	h.Helper()
	actor, err := h.door.Who(context.Background(), u.ID, h.find(u.ID).Epoch)
	if err != nil {
		h.Fatal(err)
	}
	return db.As(context.Background(), actor)
}

// do writes as a user and gives what came of it.
func (h house) do(by staff.User, fn func(tx *db.Tx) error) error {
	h.Helper()
	return h.db.Do(h.as(by), fn)
}

func (h house) grant(by staff.User, in staff.GrantInput) error {
	h.Helper()
	return h.do(by, func(tx *db.Tx) error {
		_, err := staff.Grant(tx, in)
		return err
	})
}

func (h house) revoke(by staff.User, in staff.GrantInput) error {
	h.Helper()
	return h.do(by, func(tx *db.Tx) error {
		_, err := staff.Revoke(tx, in)
		return err
	})
}

func (h house) stop(by staff.User, id int64) error {
	h.Helper()
	return h.do(by, func(tx *db.Tx) error {
		_, err := staff.Stop(tx, id)
		return err
	})
}

func (h house) reset(by staff.User, id int64) (link staff.Link, err error) {
	h.Helper()
	err = h.do(by, func(tx *db.Tx) error {
		_, link, err = staff.Reset(tx, id)
		return err
	})
	return link, err
}

func (h house) signIn(login, password, ip string) error {
	_, err := h.door.SignIn(context.Background(), login, password, ip)
	return err
}

// want fails unless err is a fault of this kind.
func (h house) want(kind fault.Kind, err error) {
	h.Helper()
	if !fault.Is(err, kind) {
		h.Errorf("got %v, want a refusal of kind %s", err, kind)
	}
}

func (h house) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

// count counts journal entries of a verb.
func (h house) count(verb string) int {
	h.Helper()
	n := 0
	for _, v := range dbtest.Verbs(h.T, h.db) {
		if v == verb {
			n++
		}
	}
	return n
}
