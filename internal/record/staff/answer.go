package staff

import (
	"maps"
	"slices"
	"time"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/state"
)

// The answers of the API. Their names begin with staff because the API's
// description has one namespace for the whole house.

type staffAgency struct {
	ID   int64  `json:"id" doc:"机构编号，0 表示没有"`
	Name string `json:"name" doc:"机构名称"`
}

type staffRoleName struct {
	Code string `json:"code" doc:"角色代码"`
	Name string `json:"name" doc:"角色名称"`
}

type staffScope struct {
	Path string `json:"path" doc:"行政区划路径，空表示全部"`
	Name string `json:"name" doc:"行政区划名称"`
}

type staffMe struct {
	ID         int64           `json:"id" doc:"用户编号"`
	Login      string          `json:"login" doc:"登录名"`
	Name       string          `json:"name" doc:"姓名"`
	Agency     staffAgency     `json:"agency" doc:"所属机构"`
	Roles      []staffRoleName `json:"roles" doc:"角色"`
	Rights     []string        `json:"rights" doc:"权限代码"`
	Scope      []staffScope    `json:"scope" doc:"数据范围"`
	Bank       string          `json:"bank,omitempty" doc:"只限此服务银行"`
	MustChange bool            `json:"mustChangePassword" doc:"须先修改密码才能办理业务"`
	City       string          `json:"region" doc:"本系统所属的市"`
	Demo       bool            `json:"demo" doc:"演示城市，全部为虚构数据"`
	Now        string          `json:"now" doc:"服务器时间"`
}

type staffHeld struct {
	Role  staffRoleName `json:"role" doc:"角色"`
	Scope staffScope    `json:"scope" doc:"数据范围"`
	Bank  string        `json:"bank,omitempty" doc:"只限此服务银行"`
	At    int64         `json:"at" doc:"授予时间，毫秒"`
}

type staffUser struct {
	ID          int64       `json:"id" doc:"用户编号"`
	Login       string      `json:"login" doc:"登录名"`
	Name        string      `json:"name" doc:"姓名"`
	Agency      staffAgency `json:"agency" doc:"所属机构"`
	Roles       []staffHeld `json:"roles" doc:"角色与数据范围"`
	HasPassword bool        `json:"hasPassword" doc:"已设置密码；否表示一次性链接尚未使用"`
	LockedUntil int64       `json:"lockedUntil" doc:"锁定到何时，毫秒，0 表示未锁定"`
	CreatedAt   int64       `json:"createdAt" doc:"建立时间，毫秒"`
	LastLoginAt int64       `json:"lastLoginAt" doc:"最近登录时间，毫秒，0 表示从未登录"`
	state.View
}

type staffInvited struct {
	User    staffUser `json:"user" doc:"用户"`
	Token   string    `json:"token" doc:"一次性链接的编号，只显示这一次，请当面交给本人"`
	Expires int64     `json:"expires" doc:"链接失效时间，毫秒"`
}

type staffLink struct {
	First     bool   `json:"first" doc:"用于建立第一个用户"`
	Login     string `json:"login" doc:"为哪个登录名设置密码"`
	Expires   int64  `json:"expires" doc:"链接失效时间，毫秒"`
	MinLength int    `json:"minLength" doc:"密码至少多少个字符"`
}

type staffRight struct {
	Code string `json:"code" doc:"权限代码"`
	Name string `json:"name" doc:"权限名称"`
}

type staffRole struct {
	Code      string   `json:"code" doc:"角色代码"`
	Name      string   `json:"name" doc:"角色名称"`
	Office    string   `json:"office" doc:"三员之一：system security audit，其他为空"`
	Rights    []string `json:"rights" doc:"权限代码"`
	NeverWith []string `json:"neverWith" doc:"不能与这些角色由同一用户担任"`
	MayGrant  bool     `json:"mayGrant" doc:"当前用户可以授予"`
}

type staffRoles struct {
	Roles  []staffRole  `json:"roles" doc:"全部角色"`
	Rights []staffRight `json:"rights" doc:"全部权限"`
}

func roleName(code string) staffRoleName { return staffRoleName{code, RoleOf(code).Name} }

func (d desk) showMe(tx *db.Tx) (*staffMe, error) {
	actor := tx.Actor()
	a, err := accountOf(tx, actor.ID)
	if err != nil {
		return nil, err
	}
	agency, err := d.places.agency(tx, a.AgencyID)
	if err != nil {
		return nil, err
	}
	me := &staffMe{ID: a.ID, Login: a.Login, Name: a.Name, Agency: staffAgency{agency.ID, agency.Name}, Bank: actor.Scope.Bank,
		Roles: []staffRoleName{}, Rights: slices.Sorted(maps.Keys(actor.Rights)), Scope: []staffScope{}, MustChange: a.MustChange,
		City: d.places.City, Demo: d.places.Demo, Now: tx.Now().Format(time.RFC3339)}
	for _, held := range a.Roles {
		if name := roleName(held.Role); !slices.Contains(me.Roles, name) {
			me.Roles = append(me.Roles, name)
		}
	}
	paths := actor.Scope.Paths
	if actor.Scope.All {
		paths = []string{""}
	}
	for _, path := range paths {
		name, err := d.places.region(tx, path)
		if err != nil {
			return nil, err
		}
		me.Scope = append(me.Scope, staffScope{path, name})
	}
	return me, nil
}

func (d desk) showUser(tx *db.Tx, u User) (staffUser, error) {
	shown, err := d.showUsers(tx, []User{u})
	if err != nil {
		return staffUser{}, err
	}
	return shown[0], nil
}

// showUsers offers as buttons only what the actor has authority for, so that a
// county's admin sees none beside a user of the city.
func (d desk) showUsers(tx *db.Tx, users []User) ([]staffUser, error) {
	auth, err := authorityOf(tx)
	if err != nil {
		return nil, err
	}
	shown := make([]staffUser, len(users))
	for i, u := range users {
		agency, err := d.places.agency(tx, u.AgencyID)
		if err != nil {
			return nil, err
		}
		roles, err := d.showHeld(tx, u.Roles)
		if err != nil {
			return nil, err
		}
		may := auth.over(u) == nil
		shown[i] = staffUser{ID: u.ID, Login: u.Login, Name: u.Name, Agency: staffAgency{agency.ID, agency.Name}, Roles: roles,
			HasPassword: u.HasPassword, LockedUntil: u.LockedUntil, CreatedAt: u.CreatedAt, LastLoginAt: u.LastLoginAt,
			View: States().Show(u.State, func(right string) bool { return may && tx.Actor().Has(right) })}
	}
	return shown, nil
}

func (d desk) showHeld(tx *db.Tx, held []HeldRole) ([]staffHeld, error) {
	shown := make([]staffHeld, len(held))
	for i, h := range held {
		region, err := d.places.region(tx, h.ScopePath)
		if err != nil {
			return nil, err
		}
		shown[i] = staffHeld{Role: roleName(h.Role), Scope: staffScope{h.ScopePath, region}, Bank: h.Bank, At: h.At}
	}
	return shown, nil
}

func showRoles(tx *db.Tx) (*staffRoles, error) {
	auth, err := authorityOf(tx)
	if err != nil {
		return nil, err
	}
	shown := &staffRoles{}
	for _, r := range Roles() {
		may := slices.ContainsFunc(auth.parts, func(d delegation) bool { return slices.Contains(d.roles, r.Code) })
		shown.Roles = append(shown.Roles, staffRole{r.Code, r.Name, r.Office, r.Rights, neverWith(r), may})
	}
	for _, r := range Rights() {
		shown.Rights = append(shown.Rights, staffRight(r))
	}
	return shown, nil
}

// neverWith lists what excludes names pair by pair.
func neverWith(r Role) []string {
	codes := []string{}
	for _, other := range Roles() {
		if r.excludes(other) {
			codes = append(codes, other.Code)
		}
	}
	return codes
}
