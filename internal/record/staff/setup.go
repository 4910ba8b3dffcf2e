package staff

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
)

// linkLife is how long a one-time link waits for its holder.
const linkLife = 24 * time.Hour

// Link lets its holder choose a password, once. Only the hash of its token is
// stored: the token is shown when it is made and never again.
type Link struct {
	UserID  int64 // 0: makes the first user
	Login   string
	Token   string // empty when looked up
	Expires int64  // ms
}

// SetupLink gives the token of the one-time link that makes the first user. A
// later one makes an earlier one worthless. It refuses once there is a user.
func SetupLink(tx *db.Tx) (token string, err error) {
	if err := refuseUsers(tx); err != nil {
		return "", err
	}
	link, err := newLink(tx, 0)
	return link.Token, err
}

// NeedsSetup tells whether there is no user yet.
func NeedsSetup(tx *db.Tx) (bool, error) {
	any, err := anyUser(tx)
	return !any, err
}

func refuseUsers(tx *db.Tx) error {
	any, err := anyUser(tx)
	if err == nil && any {
		err = fault.NewConflict("系统已完成初始设置，请直接登录；新增用户请联系安全管理员")
	}
	return err
}

func newLink(tx *db.Tx, userID int64) (Link, error) {
	link := Link{UserID: userID, Token: rand.Text(), Expires: clock.Millis(tx.Now().Add(linkLife))}
	if err := replaceLink(tx, hashed(link.Token), userID, link.Expires); err != nil {
		return Link{}, err
	}
	return link, tx.Note(ref(userID), "staff.link_made", map[string]any{"expires": link.Expires})
}

func hashed(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// FindLink tells what a one-time link is for. One that is unknown, used or too
// old is not found, without saying which.
func FindLink(tx *db.Tx, token string) (Link, error) {
	userID, expires, err := openLink(tx, hashed(token))
	if errors.Is(err, db.ErrNone) {
		return Link{}, errLink
	}
	link := Link{UserID: userID, Expires: expires}
	if err != nil || userID == 0 {
		return link, err
	}
	a, err := accountOf(tx, userID)
	link.Login = a.Login
	return link, err
}

var errLink = fault.NewNotFound("链接无效、已使用或已过期，请向管理员索取新的链接")

// SetupInput makes the first user.
type SetupInput struct {
	Token    string
	Login    string
	Name     string
	Password string
}

// Setup makes the first user, with the office of security (安全管理员) and no
// other: he makes the system and the audit officer, and all others.
func (d *Door) Setup(ctx context.Context, in SetupInput) (User, error) {
	ctx = doorman(ctx, "setup")
	first := CreateInput{Login: normal(in.Login), Name: in.Name}
	if err := first.check(); err != nil {
		return User{}, err
	}
	hash, err := d.choose(ctx, choice{token: in.Token, password: in.Password, login: first.Login, first: true})
	if err != nil {
		return User{}, err
	}
	var made User
	err = d.db.Do(ctx, func(tx *db.Tx) error {
		made, err = makeFirst(tx, first, in.Token, hash)
		return err
	})
	return made, err
}

func makeFirst(tx *db.Tx, in CreateInput, token, hash string) (User, error) {
	if err := refuseUsers(tx); err != nil {
		return User{}, err
	}
	if err := spend(tx, token); err != nil {
		return User{}, err
	}
	id, err := insertUser(tx, in)
	if err != nil {
		return User{}, err
	}
	a, err := accountOf(tx, id)
	if err != nil {
		return User{}, err
	}
	a.hash = hash
	if err := save(tx, a); err != nil {
		return User{}, err
	}
	if _, err := insertGrant(tx, GrantInput{UserID: id, Role: "security"}); err != nil {
		return User{}, err
	}
	if err := tx.Note(ref(id), "staff.setup_done", map[string]any{"login": in.Login, "role": "security"}); err != nil {
		return User{}, err
	}
	return Find(tx, id)
}

// SetPassword lets the holder of a one-time link choose his password.
func (d *Door) SetPassword(ctx context.Context, token, password string) error {
	var link Link
	err := d.db.View(ctx, func(tx *db.Tx) (err error) {
		link, err = FindLink(tx, token)
		return err
	})
	if err != nil {
		return err
	}
	if link.UserID == 0 {
		return errLink
	}
	hash, err := d.choose(ctx, choice{token: token, password: password, login: link.Login})
	if err != nil {
		return err
	}
	ctx = asUser(ctx, User{ID: link.UserID, Login: link.Login})
	return d.db.Do(ctx, func(tx *db.Tx) error {
		if err := hold(tx, link.UserID); err != nil {
			return err
		}
		if err := spend(tx, token); err != nil {
			return err
		}
		a, err := accountOf(tx, link.UserID)
		if err != nil {
			return err
		}
		_, err = a.rekey(tx, hash, "staff.password_set")
		return err
	})
}

// choice is a password that the holder of a link has chosen.
type choice struct {
	token, password, login string
	first                  bool // the link must be the one that makes the first user
}

// choose checks link and password before any hashing, so that only who holds a
// link can make the machine work.
func (d *Door) choose(ctx context.Context, c choice) (hash string, err error) {
	var policy Policy
	err = d.db.View(ctx, func(tx *db.Tx) error {
		link, err := FindLink(tx, c.token)
		if err != nil {
			return err
		}
		if c.first != (link.UserID == 0) {
			return errLink
		}
		policy, err = d.policy(tx)
		return err
	})
	if err != nil {
		return "", err
	}
	if err := CheckPassword(c.password, c.login, policy.MinLength); err != nil {
		return "", err
	}
	return d.hasher.hash(ctx, c.password)
}

func spend(tx *db.Tx, token string) error {
	err := useLink(tx, hashed(token))
	if errors.Is(err, db.ErrNone) {
		return errLink
	}
	return err
}
