package staff

import (
	"context"
	"errors"
	"fmt"
	"time"
	"unicode/utf8"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
)

const (
	// attemptSpan and attemptLimit stop one address that tries many logins; the
	// lock of a user stops many addresses that try one login.
	attemptSpan  = 5 * time.Minute
	attemptLimit = 30
)

// Door is where people come in: it checks passwords and tells who somebody is.
// Hashing takes long and happens outside of transactions.
type Door struct {
	db     *db.DB
	policy PolicyOf
	hasher *hasher
}

// NewDoor makes the one door of a program.
func NewDoor(d *db.DB, policy PolicyOf) *Door {
	return &Door{db: d, policy: policy, hasher: newHasher()}
}

// SignIn checks a login and its password. A refusal has the same words and takes
// the same time whether the login exists, is locked, stopped or has no password
// yet; it is counted and journalled. Too many from one address are refused
// unheard, as unavailable.
func (d *Door) SignIn(ctx context.Context, login, password, ip string) (User, error) {
	k, err := d.knock(doorman(ctx, "sign-in"), login, ip)
	if err != nil {
		return User{}, err
	}
	if k.right, err = d.hasher.verify(ctx, k.seen.hash, password); err != nil {
		return User{}, err
	}
	k.noted = "staff.sign_in_failed"
	ctx = doorman(ctx, "sign-in")
	if k.right {
		ctx = asUser(ctx, k.seen.User)
	}
	var in User
	passed := false
	err = d.db.Do(ctx, func(tx *db.Tx) error {
		var a account
		var err error
		if a, passed, err = k.pass(tx); err != nil || !passed {
			return err
		}
		in, err = a.enter(tx, CheckPassword(password, a.Login, k.policy.MinLength) != nil)
		return err
	})
	if err == nil && !passed {
		err = k.refusal()
	}
	return in, err
}

// enter notes that a user has come in. A password that the policy no longer
// accepts must be changed first: this is the only moment at which it is known.
func (a account) enter(tx *db.Tx, weak bool) (User, error) {
	a.unlock()
	a.State, a.LastLoginAt, a.MustChange = Active, tx.Millis(), weak
	if err := save(tx, a); err != nil {
		return User{}, err
	}
	return a.User, tx.Note(ref(a.ID), "staff.signed_in", nil)
}

// ChangePassword lets a signed-in user replace his password. It ends all his
// sessions but those that are tied to the epoch it returns. A wrong old password
// counts like one at signing in.
func (d *Door) ChangePassword(ctx context.Context, in Change) (epoch int64, err error) {
	k, err := d.knock(ctx, db.ActorOf(ctx).Name, in.IP)
	if err != nil {
		return 0, err
	}
	if in.New == in.Old {
		return 0, fault.NewFields([]fault.Field{{Name: "new", Code: "same", Words: "新密码与原密码相同，请换一个"}})
	}
	if words := weakness(in.New, k.login, k.policy.MinLength); words != "" {
		return 0, fault.NewFields([]fault.Field{{Name: "new", Code: "weak", Words: words}})
	}
	if k.right, err = d.hasher.verify(ctx, k.seen.hash, in.Old); err != nil {
		return 0, err
	}
	hash := ""
	if k.right {
		if hash, err = d.hasher.hash(ctx, in.New); err != nil {
			return 0, err
		}
	}
	k.noted = "staff.password_refused"
	passed := false
	err = d.db.Do(ctx, func(tx *db.Tx) error {
		var a account
		var err error
		if a, passed, err = k.pass(tx); err != nil || !passed {
			return err
		}
		epoch, err = a.rekey(tx, hash, "staff.password_changed")
		return err
	})
	if err == nil && !passed {
		err = fault.NewDenied("原密码不正确，或账号已被锁定。" + k.lockWords())
	}
	return epoch, err
}

// Change is a user's wish for another password.
type Change struct {
	Old, New string
	IP       string
}

// rekey gives a user a new password and ends his sessions.
func (a account) rekey(tx *db.Tx, hash, noted string) (epoch int64, err error) {
	if a.State == Stopped {
		return 0, errLink
	}
	a.hash, a.MustChange = hash, false
	a.Epoch++
	if err := save(tx, a); err != nil {
		return 0, err
	}
	return a.Epoch, tx.Note(ref(a.ID), noted, nil)
}

// SignOut journals that the actor leaves; ending the session is the caller's.
func SignOut(tx *db.Tx) error { return tx.Note(ref(tx.Actor().ID), "staff.signed_out", nil) }

// knock is one attempt at the door.
type knock struct {
	login, ip string
	seen      account // what was there before hashing; ID 0 if nobody
	right     bool    // the password was that of seen
	policy    Policy
	noted     string // the entry of a refusal
}

// knock reads what an attempt must be judged by, and refuses an address that has
// failed too often.
func (d *Door) knock(ctx context.Context, login, ip string) (knock, error) {
	k := knock{login: normal(login), ip: ip}
	err := d.db.View(ctx, func(tx *db.Tx) error {
		n, err := countAttempts(tx, ip, since(tx))
		if err != nil {
			return err
		}
		if n >= attemptLimit {
			return fault.NewUnavailable(fmt.Sprintf("此网络地址登录失败次数过多，请 %d 分钟后再试", attemptSpan/time.Minute))
		}
		if k.policy, err = d.policy(tx); err != nil {
			return err
		}
		k.seen, err = accountByLogin(tx, k.login)
		if errors.Is(err, db.ErrNone) {
			return nil
		}
		return err
	})
	return k, err
}

func since(tx *db.Tx) int64 { return clock.Millis(tx.Now().Add(-attemptSpan)) }

// pass tells whether the attempt opens the door, and counts it if not. What was
// seen before hashing may have changed, so it looks again with the row held:
// many guesses at once are judged one after the other.
func (k knock) pass(tx *db.Tx) (account, bool, error) {
	if k.seen.ID == 0 {
		return account{}, false, k.fail(tx, account{})
	}
	if err := hold(tx, k.seen.ID); err != nil {
		return account{}, false, err
	}
	a, err := accountOf(tx, k.seen.ID)
	if err != nil {
		return a, false, err
	}
	if k.right && a.State == Active && a.hash == k.seen.hash {
		return a, true, nil
	}
	return a, false, k.fail(tx, a)
}

// fail counts a refused attempt against its address and, unless it is locked or
// stopped already, against the user, whom one too many locks.
func (k knock) fail(tx *db.Tx, a account) error {
	if err := addAttempt(tx, k.ip, since(tx)); err != nil {
		return err
	}
	if err := tx.Note(ref(a.ID), k.noted, map[string]any{"login": maskLogin(k.login), "ip": k.ip}); err != nil {
		return err
	}
	if a.State != Active {
		return nil
	}
	a.fails++
	if a.fails < int64(k.policy.MaxFails) {
		return save(tx, a)
	}
	next, err := States().Next(a.State, "lock")
	if err != nil {
		return err
	}
	a.State, a.fails, a.LockedUntil = next, 0, clock.Millis(tx.Now().Add(k.policy.Lock))
	if err := save(tx, a); err != nil {
		return err
	}
	return tx.Note(ref(a.ID), "staff.locked", map[string]any{"until": a.LockedUntil})
}

// refusal has one form for all reasons: it must not tell a stranger who has an
// account here, nor whether a guess at a locked one was right.
func (k knock) refusal() error {
	return fault.NewDenied("登录名或密码不正确，或账号已被锁定、停用。" + k.lockWords())
}

func (k knock) lockWords() string {
	return fmt.Sprintf("连续输错 %d 次将锁定 %d 分钟；忘记密码请联系本级管理员重置", k.policy.MaxFails, k.policy.Lock/time.Minute)
}

// maskLogin keeps the first character: somebody may have typed his password
// into the wrong field.
func maskLogin(login string) string {
	_, size := utf8.DecodeRuneInString(login)
	return login[:size] + "***"
}

// doorman is who acts while nobody is known yet.
func doorman(ctx context.Context, what string) context.Context {
	request := db.ActorOf(ctx).Request
	ctx = db.System(ctx, what)
	actor := db.ActorOf(ctx)
	actor.Request = request
	return db.As(ctx, actor)
}

// asUser lets the journal name the user who has just shown who he is. He gets no
// rights by it.
func asUser(ctx context.Context, u User) context.Context {
	return db.As(ctx, db.Actor{ID: u.ID, Name: u.Login, AgencyID: u.AgencyID, Request: db.ActorOf(ctx).Request})
}
