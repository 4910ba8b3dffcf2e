package staff

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
)

// User is a person who signs in.
type User struct {
	ID          int64
	Login       string // lower case
	Name        string
	AgencyID    int64 // 0 for the first user, made before any agency
	RegionPath  string
	State       State // as of the transaction: a lock whose time is over is none
	Epoch       int64
	LockedUntil int64 // ms; 0 if not locked
	MustChange  bool  // has no rights until he has changed his password
	HasPassword bool  // false until he has used his one-time link
	CreatedAt   int64 // ms
	LastLoginAt int64 // ms; 0 is never
	Roles       []HeldRole
}

// HeldRole is a role that a user holds, within a region.
type HeldRole struct {
	UserID    int64
	Role      string
	ScopePath string // with a trailing slash; empty is everything
	Bank      string // if set, only this bank's records
	By        int64  // who granted it; 0 is the program itself
	At        int64  // ms
}

// CreateInput describes a new user. Agency comes from the register of agencies.
type CreateInput struct {
	Login  string
	Name   string
	Agency Agency
}

// loginForm keeps ID numbers out of logins, and so out of the journal: a login
// begins with a letter.
var loginForm = regexp.MustCompile(`^[a-z][a-z0-9._-]{2,31}$`)

// Create makes a user without roles and without a password, and a one-time link
// with which he chooses one. It refuses a login that is taken, and an agency
// outside the actor's authority.
func Create(tx *db.Tx, in CreateInput) (User, Link, error) {
	in.Login, in.Name = normal(in.Login), strings.TrimSpace(in.Name)
	if err := in.check(); err != nil {
		return User{}, Link{}, err
	}
	auth, err := authorityOf(tx)
	if err != nil {
		return User{}, Link{}, err
	}
	if !auth.covers(in.Agency.RegionPath) {
		return User{}, Link{}, fault.NewDenied("该机构不在您的管理范围内，请选择本辖区的机构")
	}
	id, err := insertUser(tx, in)
	if errors.Is(err, db.ErrNone) {
		return User{}, Link{}, fault.NewConflict("登录名“" + in.Login + "”已被使用，请换一个")
	}
	if err != nil {
		return User{}, Link{}, err
	}
	if err := tx.Note(ref(id), "staff.created", map[string]any{"login": in.Login, "agencyId": in.Agency.ID}); err != nil {
		return User{}, Link{}, err
	}
	return withLink(tx, id)
}

func (in CreateInput) check() error {
	var bad []fault.Field
	if !loginForm.MatchString(in.Login) || in.Login == "public" {
		bad = append(bad, fault.Field{Name: "login", Code: "form", Words: "登录名以字母开头，由 3 至 32 个小写字母、数字、点、横线组成，例如 wangfang.qj"})
	}
	if n := utf8.RuneCountInString(in.Name); n < 1 || n > 30 {
		bad = append(bad, fault.Field{Name: "name", Code: "length", Words: "请填写姓名，不超过 30 个字"})
	}
	return fault.NewFields(bad)
}

// normal is the form in which logins are stored and looked up.
func normal(login string) string { return strings.ToLower(strings.TrimSpace(login)) }

// Stop ends a user's work: his sessions end at once, his one-time link dies, and
// nobody can sign in as him. His grants stay, for Resume.
func Stop(tx *db.Tx, id int64) (User, error) {
	u, err := step{id, "stop", "staff.stopped", func(a *account) { a.Epoch++ }}.take(tx)
	if err != nil {
		return u, err
	}
	return u, dropLinks(tx, id)
}

// Resume lets a stopped user work again, with the password and grants he had.
func Resume(tx *db.Tx, id int64) (User, error) {
	return step{id, "resume", "staff.resumed", (*account).unlock}.take(tx)
}

// Unlock ends a lock before its time.
func Unlock(tx *db.Tx, id int64) (User, error) {
	return step{id, "unlock", "staff.unlocked", (*account).unlock}.take(tx)
}

// Reset makes a user's password worthless, ends his sessions and any lock, and
// gives a new one-time link to hand to him.
func Reset(tx *db.Tx, id int64) (User, Link, error) {
	_, err := step{id, "reset", "staff.reset", func(a *account) {
		a.hash = ""
		a.Epoch++
		a.unlock()
	}}.take(tx)
	if err != nil {
		return User{}, Link{}, err
	}
	return withLink(tx, id)
}

func withLink(tx *db.Tx, id int64) (User, Link, error) {
	link, err := newLink(tx, id)
	if err != nil {
		return User{}, Link{}, err
	}
	a, err := accountOf(tx, id)
	return a.User, link, err
}

// step is a move of a user from one state to another by somebody else.
type step struct {
	id    int64
	verb  string
	noted string
	with  func(*account) // what changes beside the state
}

func (s step) take(tx *db.Tx) (User, error) {
	a, _, err := forEdit(tx, s.id)
	if err != nil {
		return User{}, err
	}
	before := a.State
	if a.State, err = States().Next(before, s.verb); err != nil {
		return User{}, err
	}
	s.with(&a)
	if err := save(tx, a); err != nil {
		return User{}, err
	}
	return a.User, tx.Note(ref(s.id), s.noted, db.Changes{}.Add("state", string(before), string(a.State)))
}

// forEdit finds the user that somebody wants to change and holds him until the
// end of the transaction. It refuses an actor without authority over him.
func forEdit(tx *db.Tx, id int64) (account, authority, error) {
	auth, err := authorityOf(tx)
	if err != nil {
		return account{}, auth, err
	}
	if err := hold(tx, id); err != nil {
		return account{}, auth, missing(err)
	}
	a, err := scopedAccount(tx, id)
	if err != nil {
		return account{}, auth, missing(err)
	}
	return a, auth, auth.over(a.User)
}

// Find gives a user with his grants; one outside the actor's scope is not found.
func Find(tx *db.Tx, id int64) (User, error) {
	a, err := scopedAccount(tx, id)
	return a.User, missing(err)
}

func missing(err error) error {
	if errors.Is(err, db.ErrNone) {
		return fault.NewNotFound("没有这个用户，或该用户不在您的管辖范围内，请返回列表重新查找")
	}
	return err
}

// Filter narrows a list of users; empty fields do not narrow.
type Filter struct {
	Query    string // beginning of the login, or a part of the name
	State    string
	Role     string
	AgencyID int64
	After    int64 // the last id of the page before
	Limit    int   // at least 1
}

// List gives the users within the actor's scope by id, with their grants, and
// how many the whole result has.
func List(tx *db.Tx, f Filter) ([]User, int64, error) {
	w := f.where(tx)
	total, err := countUsers(tx, w)
	if err != nil {
		return nil, 0, err
	}
	w.And("u.id > ?", f.After)
	users, err := listUsers(tx, w, f.Limit)
	if err != nil {
		return nil, 0, err
	}
	ids := make([]int64, len(users))
	for i, u := range users {
		ids[i] = u.ID
	}
	grants, err := grantsOf(tx, ids)
	if err != nil {
		return nil, 0, err
	}
	for i := range users {
		users[i].Roles = slices.DeleteFunc(slices.Clone(grants), func(g HeldRole) bool { return g.UserID != users[i].ID })
	}
	return users, total, nil
}

// ref names a user in the journal.
func ref(id int64) db.Subject { return db.Ref("staff", id) }
