package staff

import (
	"errors"
	"slices"
	"strings"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
)

// account is a user with what never leaves this package.
type account struct {
	User
	hash   string
	fails  int64
	stored State // as the row says; a lock stays there after its time
}

func (a *account) unlock() { a.fails, a.LockedUntil = 0, 0 }

const userColumns = `u.id, u.login, u.name, u.agency_id, u.region_path, u.state, u.epoch, u.locked_until,
	u.must_change, u.created_at, u.last_login_at, u.hash, u.fails`

func scanAccount(tx *db.Tx) func(db.Scanner) (account, error) {
	return func(s db.Scanner) (account, error) {
		var a account
		var mustChange int64
		err := s.Scan(&a.ID, &a.Login, &a.Name, &a.AgencyID, &a.RegionPath, &a.stored, &a.Epoch, &a.LockedUntil,
			&mustChange, &a.CreatedAt, &a.LastLoginAt, &a.hash, &a.fails)
		a.State, a.MustChange, a.HasPassword = a.stored, mustChange == 1, a.hash != ""
		if a.stored == Locked && a.LockedUntil <= tx.Millis() {
			a.State = Active
			a.unlock()
		}
		return a, err
	}
}

func oneAccount(tx *db.Tx, w db.Where) (account, error) {
	a, err := db.One(tx, scanAccount(tx), `SELECT `+userColumns+` FROM staff_user u`+w.SQL(), w.Args()...)
	if err != nil {
		return a, err
	}
	a.Roles, err = grantsOf(tx, []int64{a.ID})
	return a, err
}

// accountOf and accountByLogin look at anybody: they serve the door, where
// nobody has a scope yet. Everything else goes through scopedAccount.
func accountOf(tx *db.Tx, id int64) (account, error) {
	var w db.Where
	w.And("u.id = ?", id)
	return oneAccount(tx, w)
}

func accountByLogin(tx *db.Tx, login string) (account, error) {
	var w db.Where
	w.And("u.login = ?", login)
	return oneAccount(tx, w)
}

func scopedAccount(tx *db.Tx, id int64) (account, error) {
	var w db.Where
	w.And("u.id = ?", id)
	w.Scope(tx, "u.region_path", "")
	return oneAccount(tx, w)
}

// hold keeps a user's row for this transaction, so that what is read of him and
// of his grants afterwards stays true until it ends.
func hold(tx *db.Tx, id int64) error {
	return tx.ExecOne(`UPDATE staff_user SET epoch = epoch WHERE id = $1`, id)
}

func save(tx *db.Tx, a account) error {
	mustChange := 0
	if a.MustChange {
		mustChange = 1
	}
	err := tx.ExecOne(`UPDATE staff_user SET state = $1, epoch = $2, locked_until = $3, must_change = $4,
		last_login_at = $5, hash = $6, fails = $7 WHERE id = $8 AND state = $9`,
		a.State, a.Epoch, a.LockedUntil, mustChange, a.LastLoginAt, a.hash, a.fails, a.ID, a.stored)
	if errors.Is(err, db.ErrNone) {
		return fault.NewConflict("该用户已被他人处理，请刷新后再试")
	}
	return err
}

// insertUser gives ErrNone where the login is taken.
func insertUser(tx *db.Tx, in CreateInput) (int64, error) {
	return tx.Insert(`INSERT INTO staff_user (login, name, hash, agency_id, region_path, state, epoch, fails, locked_until,
		must_change, created_at, last_login_at) VALUES ($1, $2, '', $3, $4, $5, 1, 0, 0, 0, $6, 0)
		ON CONFLICT (login) DO NOTHING RETURNING id`,
		in.Login, in.Name, in.Agency.ID, in.Agency.RegionPath, Active, tx.Millis())
}

func anyUser(tx *db.Tx) (bool, error) {
	n, err := db.Scalar[int64](tx, `SELECT COUNT(*) FROM (SELECT id FROM staff_user LIMIT 1) AS one`)
	return n > 0, err
}

func (f Filter) where(tx *db.Tx) db.Where {
	var w db.Where
	if f.Query != "" {
		escaped := strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(f.Query)
		w.And(`(u.login LIKE ? ESCAPE '\' OR u.name LIKE ? ESCAPE '\')`, normal(escaped)+"%", "%"+escaped+"%")
	}
	if f.State != "" {
		w.And(`CASE WHEN u.state = 'locked' AND u.locked_until <= ? THEN 'active' ELSE u.state END = ?`, tx.Millis(), f.State)
	}
	if f.AgencyID != 0 {
		w.And("u.agency_id = ?", f.AgencyID)
	}
	w.AndIf("EXISTS (SELECT 1 FROM staff_grant g WHERE g.user_id = u.id AND g.role = ?)", f.Role)
	w.Scope(tx, "u.region_path", "")
	return w
}

func countUsers(tx *db.Tx, w db.Where) (int64, error) {
	return db.Scalar[int64](tx, `SELECT COUNT(*) FROM staff_user u`+w.SQL(), w.Args()...)
}

func listUsers(tx *db.Tx, w db.Where, limit int) ([]User, error) {
	scan := scanAccount(tx)
	return db.All(tx, func(s db.Scanner) (User, error) {
		a, err := scan(s)
		return a.User, err
	}, `SELECT `+userColumns+` FROM staff_user u`+w.SQL()+` ORDER BY u.id LIMIT `+w.Next(1), append(w.Args(), limit)...)
}

func scanGrant(s db.Scanner) (g HeldRole, err error) {
	err = s.Scan(&g.UserID, &g.Role, &g.ScopePath, &g.Bank, &g.By, &g.At)
	return g, err
}

func grantsOf(tx *db.Tx, ids []int64) ([]HeldRole, error) {
	if len(ids) == 0 {
		return []HeldRole{}, nil
	}
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	var w db.Where
	w.And("g.user_id IN ("+strings.TrimSuffix(strings.Repeat("?, ", len(ids)), ", ")+")", args...)
	return db.All(tx, scanGrant, `SELECT g.user_id, g.role, g.scope_path, g.bank, g.granted_by, g.at
		FROM staff_grant g`+w.SQL()+` ORDER BY g.user_id, g.at, g.role, g.scope_path`, w.Args()...)
}

func insertGrant(tx *db.Tx, in GrantInput) (int64, error) {
	return tx.Exec(`INSERT INTO staff_grant (user_id, role, scope_path, bank, granted_by, at)
		VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (user_id, role, scope_path) DO NOTHING`,
		in.UserID, in.Role, in.ScopePath, in.Bank, tx.Actor().ID, tx.Millis())
}

func deleteGrant(tx *db.Tx, g HeldRole) error {
	return tx.ExecOne(`DELETE FROM staff_grant WHERE user_id = $1 AND role = $2 AND scope_path = $3`, g.UserID, g.Role, g.ScopePath)
}

// replaceLink leaves a user with one link: this one.
func replaceLink(tx *db.Tx, tokenHash string, userID, expires int64) error {
	if err := dropLinks(tx, userID); err != nil {
		return err
	}
	_, err := tx.Exec(`INSERT INTO staff_setup (token_hash, user_id, expires, used_at) VALUES ($1, $2, $3, 0)`, tokenHash, userID, expires)
	return err
}

func dropLinks(tx *db.Tx, userID int64) error {
	_, err := tx.Exec(`DELETE FROM staff_setup WHERE user_id = $1`, userID)
	return err
}

// openLink gives ErrNone for a link that is unknown, used or too old.
func openLink(tx *db.Tx, tokenHash string) (userID, expires int64, err error) {
	type link struct{ user, expires int64 }
	l, err := db.One(tx, func(s db.Scanner) (l link, err error) {
		err = s.Scan(&l.user, &l.expires)
		return l, err
	}, `SELECT user_id, expires FROM staff_setup WHERE token_hash = $1 AND used_at = 0 AND expires > $2`, tokenHash, tx.Millis())
	return l.user, l.expires, err
}

// useLink gives ErrNone where somebody else was faster.
func useLink(tx *db.Tx, tokenHash string) error {
	return tx.ExecOne(`UPDATE staff_setup SET used_at = $1 WHERE token_hash = $2 AND used_at = 0 AND expires > $3`,
		tx.Millis(), tokenHash, tx.Millis())
}

func countAttempts(tx *db.Tx, ip string, since int64) (int64, error) {
	return db.Scalar[int64](tx, `SELECT COUNT(*) FROM staff_attempt WHERE ip = $1 AND at > $2`, ip, since)
}

// addAttempt also forgets the attempts that no longer count.
func addAttempt(tx *db.Tx, ip string, since int64) error {
	if _, err := tx.Exec(`DELETE FROM staff_attempt WHERE at <= $1`, since); err != nil {
		return err
	}
	_, err := tx.Exec(`INSERT INTO staff_attempt (ip, at) VALUES ($1, $2)`, ip, tx.Millis())
	return err
}

// storedRoles are the stored roles and rights as roleLines writes them, sorted.
func storedRoles(tx *db.Tx) ([]string, error) {
	text := func(s db.Scanner) (v string, err error) {
		err = s.Scan(&v)
		return v, err
	}
	roles, err := db.All(tx, text, `SELECT code || ' ' || name || ' ' || office FROM staff_role`)
	if err != nil {
		return nil, err
	}
	rights, err := db.All(tx, text, `SELECT role || ' ' || right_code FROM staff_role_right`)
	lines := append(roles, rights...)
	slices.Sort(lines)
	return lines, err
}

func replaceRoles(tx *db.Tx) error {
	for _, table := range []string{"staff_role_right", "staff_role"} {
		if _, err := tx.Exec(`DELETE FROM ` + table); err != nil {
			return err
		}
	}
	for _, r := range Roles() {
		if _, err := tx.Exec(`INSERT INTO staff_role (code, name, office) VALUES ($1, $2, $3)`, r.Code, r.Name, r.Office); err != nil {
			return err
		}
		for _, right := range r.Rights {
			if _, err := tx.Exec(`INSERT INTO staff_role_right (role, right_code) VALUES ($1, $2)`, r.Code, right); err != nil {
				return err
			}
		}
	}
	return nil
}

// heldRight is one row of the query below: a user, and one right of one grant.
type heldRight struct {
	login, state              string
	agencyID, epoch, change   int64
	role, path, bank, rightOf string
}

// heldRights is all that a request needs to know of its user, in one query. A
// user without grants is one row without a role.
func heldRights(tx *db.Tx, userID int64) ([]heldRight, error) {
	return db.All(tx, func(s db.Scanner) (h heldRight, err error) {
		err = s.Scan(&h.login, &h.state, &h.agencyID, &h.epoch, &h.change, &h.role, &h.path, &h.bank, &h.rightOf)
		return h, err
	}, `SELECT u.login, u.state, u.agency_id, u.epoch, u.must_change,
		COALESCE(g.role, ''), COALESCE(g.scope_path, ''), COALESCE(g.bank, ''), COALESCE(r.right_code, '')
		FROM staff_user u LEFT JOIN staff_grant g ON g.user_id = u.id LEFT JOIN staff_role_right r ON r.role = g.role
		WHERE u.id = $1`, userID)
}
