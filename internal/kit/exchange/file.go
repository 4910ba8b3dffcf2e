package exchange

import "kaguan/internal/kit/rowfile"

// Direction tells which way a file goes, seen from the house.
type Direction string

// The two directions.
const (
	Out Direction = "out"
	In  Direction = "in"
)

// State is where a file stands; the package's document draws the ways between.
type State string

// The states of files that go out, and of those that come in. Refused is of both.
const (
	Recorded     State = "recorded"
	Sent         State = "sent"
	Acknowledged State = "acknowledged"
	Received     State = "received"
	Applied      State = "applied"
	Refused      State = "refused"
)

// Title is the state's Chinese name.
func (s State) Title() string {
	switch s {
	case Recorded:
		return "待发送"
	case Sent:
		return "已发送"
	case Acknowledged:
		return "对方已接收"
	case Received:
		return "已收到"
	case Applied:
		return "已处理"
	case Refused:
		return "已退回"
	}
	return string(s)
}

// File is one file of the register.
type File struct {
	ID        int64     `json:"id"`
	Direction Direction `json:"direction" doc:"方向：out 发出，in 收到"`
	Partner   string    `json:"partner" doc:"合作方代码"`
	Kind      string    `json:"kind" doc:"文件类型"`
	Name      string    `json:"name" doc:"文件名"`
	Ref       string    `json:"ref" doc:"所属业务"`
	Digest    string    `json:"digest" doc:"SM3 摘要"`
	Count     int64     `json:"count" doc:"笔数"`
	Bytes     int64     `json:"bytes" doc:"字节数"`
	State     State     `json:"state" doc:"状态"`
	Reason    string    `json:"reason" doc:"退回或未发出的原因"`
	Attempts  int64     `json:"attempts" doc:"发送或收到的次数"`
	CreatedAt int64     `json:"createdAt" doc:"登记时间，毫秒"`
	SentAt    int64     `json:"sentAt" doc:"发出时间，毫秒；0 表示未发出"`
	EndedAt   int64     `json:"endedAt" doc:"办结时间，毫秒；0 表示未办结"`
}

// Answer is what a handler made of a file: what it is about, how many rows it
// had, and the rows that were wrong and had no effect, for the sender.
type Answer struct {
	Ref      string
	Count    int
	Problems *rowfile.Problems
}
