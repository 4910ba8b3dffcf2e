package staff

import (
	"context"
	"strconv"

	"kaguan/internal/kit/api"
	"kaguan/internal/kit/db"
)

// desk answers the routes of this register.
type desk struct {
	router *api.Router
	door   *Door
	places Places
}

// Routes registers signing in, one's own password, one-time links, and the
// keeping of users and their roles.
//
// Whatever answers with a one-time link is a Call: a Post would keep the answer,
// and so the link's token, in the database.
func Routes(r *api.Router, door *Door, places Places) {
	d := desk{r, door, places}
	api.Call(r, api.Op{Path: "/session", Right: api.Public, Title: "登录"}, d.signIn)
	api.Delete(r, api.Op{Path: "/session", Right: api.SignedIn, Title: "退出登录"}, d.signOut)
	api.Get(r, api.Op{Path: "/me", Right: api.SignedIn, Title: "当前用户"}, d.me)
	api.Call(r, api.Op{Path: "/password", Right: api.SignedIn, Title: "修改密码"}, d.changePassword)
	api.Get(r, api.Op{Path: "/setup", Right: api.Public, Title: "查看一次性链接"}, d.link)
	api.Call(r, api.Op{Path: "/setup", Right: api.Public, Title: "初始设置：建立第一个用户"}, d.setup)
	api.Call(r, api.Op{Path: "/password/token", Right: api.Public, Title: "用一次性链接设置密码"}, d.setPassword)

	api.Get(r, api.Op{Path: "/roles", Right: "staff.view", Title: "角色与权限"}, d.roles)
	api.Get(r, api.Op{Path: "/users", Right: "staff.view", Title: "用户列表"}, d.list)
	api.Get(r, api.Op{Path: "/users/{id}", Right: "staff.view", Title: "用户"}, d.find)
	api.Call(r, api.Op{Path: "/users", Right: "staff.edit", Title: "新增用户"}, d.create)
	api.Call(r, api.Op{Path: "/users/{id}/reset", Right: "staff.edit", Title: "重置密码"}, d.reset)
	api.Post(r, api.Op{Path: "/users/{id}/grant", Right: "staff.edit", Title: "授予角色"}, d.grant)
	api.Post(r, api.Op{Path: "/users/{id}/revoke", Right: "staff.edit", Title: "收回角色"}, d.revoke)
	api.Post(r, api.Op{Path: "/users/{id}/stop", Right: "staff.edit", Title: "停用用户"}, d.verb(Stop))
	api.Post(r, api.Op{Path: "/users/{id}/resume", Right: "staff.edit", Title: "恢复用户"}, d.verb(Resume))
	api.Post(r, api.Op{Path: "/users/{id}/unlock", Right: "staff.edit", Title: "解锁用户"}, d.verb(Unlock))
}

type nothingIn struct{}

type signInIn struct {
	Body struct {
		Login    string `json:"login" minLength:"1" maxLength:"64" doc:"登录名"`
		Password string `json:"password" minLength:"1" maxLength:"512" doc:"密码"`
	}
}

func (d desk) signIn(ctx context.Context, in *signInIn) (*staffMe, error) {
	u, err := d.door.SignIn(ctx, in.Body.Login, in.Body.Password, api.RequestOf(ctx).IP)
	if err != nil {
		return nil, err
	}
	if err := d.router.SignIn(ctx, u.ID, u.Epoch); err != nil {
		return nil, err
	}
	actor, err := d.door.Who(ctx, u.ID, u.Epoch)
	if err != nil {
		return nil, err
	}
	return d.me(db.As(ctx, actor), &nothingIn{})
}

func (d desk) signOut(ctx context.Context, _ *nothingIn) (*api.Nothing, error) {
	if err := d.door.db.Do(ctx, SignOut); err != nil {
		return nil, err
	}
	return &api.Nothing{}, d.router.SignOut(ctx)
}

func (d desk) me(ctx context.Context, _ *nothingIn) (me *staffMe, err error) {
	err = d.door.db.View(ctx, func(tx *db.Tx) error {
		me, err = d.showMe(tx)
		return err
	})
	return me, err
}

type changeIn struct {
	Body struct {
		Old string `json:"old" minLength:"1" maxLength:"512" doc:"原密码"`
		New string `json:"new" minLength:"1" maxLength:"512" doc:"新密码"`
	}
}

func (d desk) changePassword(ctx context.Context, in *changeIn) (*api.Nothing, error) {
	epoch, err := d.door.ChangePassword(ctx, Change{Old: in.Body.Old, New: in.Body.New, IP: api.RequestOf(ctx).IP})
	if err != nil {
		return nil, err
	}
	return &api.Nothing{}, d.router.SignIn(ctx, db.ActorOf(ctx).ID, epoch)
}

type linkIn struct {
	Token string `query:"token" required:"true" minLength:"1" maxLength:"64" doc:"链接中的编号"`
}

func (d desk) link(ctx context.Context, in *linkIn) (*staffLink, error) {
	answer := &staffLink{}
	err := d.door.db.View(ctx, func(tx *db.Tx) error {
		link, err := FindLink(tx, in.Token)
		if err != nil {
			return err
		}
		policy, err := d.door.policy(tx)
		*answer = staffLink{First: link.UserID == 0, Login: link.Login, Expires: link.Expires, MinLength: policy.MinLength}
		return err
	})
	return answer, err
}

type setupIn struct {
	Body struct {
		Token    string `json:"token" minLength:"1" maxLength:"64" doc:"链接中的编号"`
		Login    string `json:"login" minLength:"1" maxLength:"64" doc:"登录名"`
		Name     string `json:"name" minLength:"1" maxLength:"64" doc:"姓名"`
		Password string `json:"password" minLength:"1" maxLength:"512" doc:"密码"`
	}
}

func (d desk) setup(ctx context.Context, in *setupIn) (*api.Nothing, error) {
	_, err := d.door.Setup(ctx, SetupInput(in.Body))
	return &api.Nothing{}, err
}

type setPasswordIn struct {
	Body struct {
		Token    string `json:"token" minLength:"1" maxLength:"64" doc:"链接中的编号"`
		Password string `json:"password" minLength:"1" maxLength:"512" doc:"密码"`
	}
}

func (d desk) setPassword(ctx context.Context, in *setPasswordIn) (*api.Nothing, error) {
	return &api.Nothing{}, d.door.SetPassword(ctx, in.Body.Token, in.Body.Password)
}

func (d desk) roles(ctx context.Context, _ *nothingIn) (list *staffRoles, err error) {
	err = d.door.db.View(ctx, func(tx *db.Tx) error {
		list, err = showRoles(tx)
		return err
	})
	return list, err
}

type listIn struct {
	api.Paging
	Query    string `query:"q" maxLength:"64" doc:"登录名开头或姓名的一部分"`
	State    string `query:"state" enum:"active,locked,stopped" doc:"状态"`
	Role     string `query:"role" maxLength:"32" doc:"角色"`
	AgencyID int64  `query:"agency" doc:"机构编号"`
}

func (d desk) list(ctx context.Context, in *listIn) (*api.Page[staffUser], error) {
	after, err := api.Cursor(in.After)
	if err != nil {
		return nil, err
	}
	f := Filter{Query: in.Query, State: in.State, Role: in.Role, AgencyID: in.AgencyID, After: after, Limit: in.Limit}
	page := &api.Page[staffUser]{}
	err = d.door.db.View(ctx, func(tx *db.Tx) error {
		users, total, err := List(tx, f)
		if err != nil {
			return err
		}
		if len(users) == f.Limit {
			page.Next = strconv.FormatInt(users[len(users)-1].ID, 10)
		}
		page.Total = total
		page.Items, err = d.showUsers(tx, users)
		return err
	})
	return page, err
}

type idIn struct {
	ID int64 `path:"id" doc:"用户编号"`
}

func (d desk) find(ctx context.Context, in *idIn) (*staffUser, error) {
	return d.answer(ctx, d.door.db.View, func(tx *db.Tx) (User, error) { return Find(tx, in.ID) })
}

type createIn struct {
	Body struct {
		Login    string `json:"login" minLength:"1" maxLength:"64" doc:"登录名"`
		Name     string `json:"name" minLength:"1" maxLength:"64" doc:"姓名"`
		AgencyID int64  `json:"agencyId" minimum:"0" doc:"所属机构编号；0 表示没有，用于机构建立之前的系统管理员等"`
	}
}

func (d desk) create(ctx context.Context, in *createIn) (*staffInvited, error) {
	return d.invite(ctx, func(tx *db.Tx) (User, Link, error) {
		var agency Agency
		if in.Body.AgencyID != 0 {
			var err error
			if agency, err = d.places.Agency(tx, in.Body.AgencyID); err != nil {
				return User{}, Link{}, err
			}
		}
		return Create(tx, CreateInput{Login: in.Body.Login, Name: in.Body.Name, Agency: agency})
	})
}

func (d desk) reset(ctx context.Context, in *idIn) (*staffInvited, error) {
	return d.invite(ctx, func(tx *db.Tx) (User, Link, error) { return Reset(tx, in.ID) })
}

// invite answers with a user and the one-time link to hand to him.
func (d desk) invite(ctx context.Context, verb func(tx *db.Tx) (User, Link, error)) (*staffInvited, error) {
	answer := &staffInvited{}
	err := d.door.db.Do(ctx, func(tx *db.Tx) error {
		u, link, err := verb(tx)
		if err != nil {
			return err
		}
		answer.Token, answer.Expires = link.Token, link.Expires
		answer.User, err = d.showUser(tx, u)
		return err
	})
	return answer, err
}

type grantIn struct {
	ID   int64 `path:"id" doc:"用户编号"`
	Body struct {
		Role      string `json:"role" maxLength:"32" doc:"角色代码"`
		ScopePath string `json:"scopePath" maxLength:"64" doc:"数据范围：行政区划路径，空表示全部"`
		Bank      string `json:"bank,omitempty" maxLength:"16" doc:"只限此服务银行"`
	}
}

func (in *grantIn) grant() GrantInput {
	return GrantInput{UserID: in.ID, Role: in.Body.Role, ScopePath: in.Body.ScopePath, Bank: in.Body.Bank}
}

func (d desk) grant(ctx context.Context, in *grantIn) (*staffUser, error) {
	return d.answer(ctx, d.door.db.Do, func(tx *db.Tx) (User, error) {
		if path := in.Body.ScopePath; path != "" {
			if _, err := d.places.Region(tx, path); err != nil {
				return User{}, err
			}
		}
		return Grant(tx, in.grant())
	})
}

func (d desk) revoke(ctx context.Context, in *grantIn) (*staffUser, error) {
	return d.answer(ctx, d.door.db.Do, func(tx *db.Tx) (User, error) { return Revoke(tx, in.grant()) })
}

// verb makes a handler of a verb that needs only the user's id.
func (d desk) verb(do func(tx *db.Tx, id int64) (User, error)) func(context.Context, *idIn) (*staffUser, error) {
	return func(ctx context.Context, in *idIn) (*staffUser, error) {
		return d.answer(ctx, d.door.db.Do, func(tx *db.Tx) (User, error) { return do(tx, in.ID) })
	}
}

// answer runs a verb in a Do or a View and shows the user it gives.
func (d desk) answer(ctx context.Context, run func(context.Context, func(*db.Tx) error) error, verb func(*db.Tx) (User, error)) (*staffUser, error) {
	answer := &staffUser{}
	err := run(ctx, func(tx *db.Tx) error {
		u, err := verb(tx)
		if err != nil {
			return err
		}
		*answer, err = d.showUser(tx, u)
		return err
	})
	return answer, err
}
