package staff

import "kaguan/internal/kit/state"

// State is whether a user may sign in.
type State string

// The states of a user.
const (
	Active  State = "active"
	Locked  State = "locked"
	Stopped State = "stopped"
)

// States is the life of a user.
func States() *state.Table[State] {
	const right = "staff.edit"
	return &state.Table[State]{
		Name: "staff", Title: "用户",
		States: []state.State[State]{
			{Code: Active, Name: "正常", Tone: state.Green, Turn: "本人"},
			{Code: Locked, Name: "锁定", Tone: state.Violet, Turn: "到时自动解锁，或由管理员解锁"},
			{Code: Stopped, Name: "停用", Tone: state.Red, Turn: "管理员"},
		},
		Rows: []state.Row[State]{
			{From: "", Verb: "create", To: Active, Right: right, Title: "新增用户"},
			{From: Active, Verb: "lock", To: Locked, Title: "连续输错密码锁定"},
			{From: Locked, Verb: "lapse", To: Active, Title: "到时自动解锁"},
			{From: Locked, Verb: "unlock", To: Active, Right: right, Title: "解锁"},
			{From: Active, Verb: "grant", To: Active, Right: right, Title: "授予角色"},
			{From: Locked, Verb: "grant", To: Locked, Right: right, Title: "授予角色"},
			{From: Active, Verb: "revoke", To: Active, Right: right, Title: "收回角色"},
			{From: Locked, Verb: "revoke", To: Locked, Right: right, Title: "收回角色"},
			{From: Stopped, Verb: "revoke", To: Stopped, Right: right, Title: "收回角色"},
			{From: Active, Verb: "reset", To: Active, Right: right, Title: "重置密码", Danger: true},
			{From: Locked, Verb: "reset", To: Active, Right: right, Title: "重置密码", Danger: true},
			{From: Active, Verb: "stop", To: Stopped, Right: right, Title: "停用", Danger: true},
			{From: Locked, Verb: "stop", To: Stopped, Right: right, Title: "停用", Danger: true},
			{From: Stopped, Verb: "resume", To: Active, Right: right, Title: "恢复使用"},
		},
	}
}
