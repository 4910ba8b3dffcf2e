package staff

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
)

// GrantInput says who gets which role, within which region, for which bank.
type GrantInput struct {
	UserID    int64
	Role      string
	ScopePath string // with a trailing slash; empty is everything
	Bank      string // service bank code; a bank clerk must have one
}

var pathForm = regexp.MustCompile(`^([0-9]{6,12}/)*$`)

// Grant gives a user a role; it works from his next request on. It refuses roles
// that exclude one another, whatever their regions, and whatever the actor has
// no authority to give.
func Grant(tx *db.Tx, in GrantInput) (User, error) {
	if err := in.check(); err != nil {
		return User{}, err
	}
	a, auth, err := forEdit(tx, in.UserID)
	if err != nil {
		return User{}, err
	}
	if _, err := States().Next(a.State, "grant"); err != nil {
		return User{}, err
	}
	wanted := HeldRole{UserID: in.UserID, Role: in.Role, ScopePath: in.ScopePath, Bank: in.Bank}
	if !auth.gives(wanted) {
		return User{}, errBeyond
	}
	if err := fits(a.Roles, wanted); err != nil {
		return User{}, err
	}
	n, err := insertGrant(tx, in)
	if err != nil {
		return User{}, err
	}
	if n == 0 {
		return User{}, fault.NewConflict("该用户在此范围内已有“" + RoleOf(in.Role).Name + "”角色，无需重复授予")
	}
	if err := tx.Note(ref(in.UserID), "staff.granted", in.detail()); err != nil {
		return User{}, err
	}
	return Find(tx, in.UserID)
}

// Revoke takes a role within a region away; it works from the next request on.
func Revoke(tx *db.Tx, in GrantInput) (User, error) {
	a, _, err := forEdit(tx, in.UserID)
	if err != nil {
		return User{}, err
	}
	if _, err := States().Next(a.State, "revoke"); err != nil {
		return User{}, err
	}
	err = deleteGrant(tx, HeldRole{UserID: in.UserID, Role: in.Role, ScopePath: in.ScopePath})
	if errors.Is(err, db.ErrNone) {
		return User{}, fault.NewConflict("该用户在此范围内没有这个角色，可能已被他人收回，请刷新")
	}
	if err != nil {
		return User{}, err
	}
	if err := tx.Note(ref(in.UserID), "staff.revoked", in.detail()); err != nil {
		return User{}, err
	}
	return Find(tx, in.UserID)
}

func (in GrantInput) detail() map[string]any {
	return map[string]any{"role": in.Role, "scope": in.ScopePath, "bank": in.Bank}
}

func (in GrantInput) check() error {
	var bad []fault.Field
	if len(RoleOf(in.Role).Rights) == 0 {
		bad = append(bad, fault.Field{Name: "role", Code: "unknown", Words: "没有这个角色，请从列表中选择"})
	}
	if !pathForm.MatchString(in.ScopePath) {
		bad = append(bad, fault.Field{Name: "scopePath", Code: "form", Words: "数据范围不对，请从行政区划中选择"})
	}
	if in.Role == "bank" && in.Bank == "" {
		bad = append(bad, fault.Field{Name: "bank", Code: "required", Words: "银行经办员必须选择所属银行"})
	}
	return fault.NewFields(bad)
}

// fits refuses a grant beside which one of the held ones must not stand.
func fits(held []HeldRole, wanted HeldRole) error {
	role := RoleOf(wanted.Role)
	for _, g := range held {
		other := RoleOf(g.Role)
		if role.excludes(other) {
			return fault.NewConflict("同一用户不能同时担任“" + other.Name + "”和“" + role.Name + "”，请先收回前者，或授予另一用户")
		}
		if g.Bank != wanted.Bank {
			return fault.NewConflict("同一用户的所有角色须属于同一家银行，或都不限银行，请核对所选银行")
		}
	}
	return nil
}

// authority is what the actor may do to other users. It is narrower than the
// right staff.edit together with his scope: who is the admin of one county and a
// clerk of the whole city changes users of his county only.
type authority struct {
	self  int64
	bank  string
	parts []delegation
}

// delegation is what one grant lets its holder hand on.
type delegation struct {
	roles []string
	path  string
}

// authorityOf reads what the actor may hand on. The program itself may all.
func authorityOf(tx *db.Tx) (authority, error) {
	actor := tx.Actor()
	auth := authority{self: actor.ID, bank: actor.Scope.Bank}
	if actor.ID == 0 && actor.Scope.All {
		auth.parts = []delegation{{roles: RoleOf("security").Delegates}}
		return auth, nil
	}
	grants, err := grantsOf(tx, []int64{actor.ID})
	for _, g := range grants {
		if roles := RoleOf(g.Role).Delegates; len(roles) > 0 {
			auth.parts = append(auth.parts, delegation{roles, g.ScopePath})
		}
	}
	return auth, err
}

// covers tells whether users of a region are the actor's to make and change.
func (a authority) covers(path string) bool {
	return slices.ContainsFunc(a.parts, func(d delegation) bool { return strings.HasPrefix(path, d.path) })
}

// gives tells whether the actor may give and take this grant.
func (a authority) gives(g HeldRole) bool {
	return (a.bank == "" || a.bank == g.Bank) && slices.ContainsFunc(a.parts, func(d delegation) bool {
		return slices.Contains(d.roles, g.Role) && strings.HasPrefix(g.ScopePath, d.path)
	})
}

// over refuses an actor who may not change this user: himself, a user of another
// region, or one with a role that the actor could not have given. Without the
// last a county's admin could reset the password of the city's security officer
// and so become him.
func (a authority) over(u User) error {
	switch {
	case u.ID == a.self:
		return fault.NewDenied("不能修改自己的权限和状态，请由另一位管理员办理；修改密码请用“修改密码”")
	case !a.covers(u.RegionPath) || !a.all(u.Roles):
		return errBeyond
	}
	return nil
}

func (a authority) all(grants []HeldRole) bool {
	return !slices.ContainsFunc(grants, func(g HeldRole) bool { return !a.gives(g) })
}

// errBeyond refuses what lies beyond the actor's authority.
var errBeyond = fault.NewDenied("超出您的授权范围：只能在本辖区内管理您可以授予的角色，请联系上级管理员办理")
