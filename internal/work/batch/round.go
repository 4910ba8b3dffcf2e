package batch

import (
	"context"
	"fmt"
	"io"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/rowfile"
)

// Round is one exchange of a batch with a partner: rows out, answers back.
type Round string

// The rounds.
const (
	Preaccount Round = "preaccount"
	Produce    Round = "produce"
	BankData   Round = "bankdata"
)

// Rounds are all rounds in their order.
func Rounds() []Round { return []Round{Preaccount, Produce, BankData} }

// Title is the round's Chinese name.
func (r Round) Title() string {
	switch r {
	case Preaccount:
		return "预开户"
	case Produce:
		return "制卡"
	case BankData:
		return "银行数据"
	}
	return string(r)
}

// Bucket is where a row that went out stands: in exactly one.
type Bucket string

// The buckets.
const (
	Outstanding Bucket = "outstanding" // no answer yet
	OK          Bucket = "ok"
	Rejected    Bucket = "rejected"
	Withdrawn   Bucket = "withdrawn" // given up by us: the round was closed
)

// RoundBalance is the conservation law of one round:
// sent = ok + rejected + outstanding + withdrawn (招标四(一)1(5)).
type RoundBalance struct {
	Round       Round  `json:"round" doc:"环节代码"`
	Title       string `json:"title" doc:"环节"`
	Sent        int64  `json:"sent" doc:"导出人数"`
	OK          int64  `json:"ok" doc:"成功"`
	Rejected    int64  `json:"rejected" doc:"失败"`
	Outstanding int64  `json:"outstanding" doc:"未回盘"`
	Withdrawn   int64  `json:"withdrawn" doc:"已撤回"`
}

// Conserved tells whether the law holds.
func (b RoundBalance) Conserved() bool {
	return b.Sent == b.OK+b.Rejected+b.Outstanding+b.Withdrawn
}

func (b *RoundBalance) add(bucket Bucket, n int64) {
	switch bucket {
	case Outstanding:
		b.Outstanding += n
	case OK:
		b.OK += n
	case Rejected:
		b.Rejected += n
	case Withdrawn:
		b.Withdrawn += n
	}
}

// course is how one round runs: all that differs between the three.
type course struct {
	round   Round
	out     string    // the type of the file that goes out
	back    string    // and of the answer
	from    State     // in which a batch is exported
	waiting State     // and then waits
	of      ItemState // whose people go
	to      ItemState // where an ok takes them
	news    string    // the journal's word for those whom an ok took on, for followers; empty if none listens

	partner func(b Batch) string
	compose func(ctx context.Context, b Batch, people []person) (shipment, error)
	read    func(r io.Reader, partner string) (returned, error)
	// flaw tells why an ok cannot be believed.
	flaw func(p person, a answer) oddity
	// accept does what an ok brings, and gives the items with it. Answers that
	// turn out wrong are left out, with why.
	accept func(tx *db.Tx, b Batch, good []match) ([]match, []odd, error)
}

// The verbs of a round follow from its name: one for a page's button and the
// table of states, two for its items.
func (c course) export() string   { return "export-" + string(c.round) }
func (c course) finish() string   { return "finish-" + string(c.round) }
func (c course) passed() string   { return string(c.round) + "-ok" }
func (c course) rejected() string { return string(c.round) + "-failed" }

// courses are the three rounds in their order.
func (k *Desk) courses() []course {
	return []course{k.preaccount(), k.produce(), k.bankData()}
}

func (k *Desk) course(r Round) course {
	for _, c := range k.courses() {
		if c.round == r {
			return c
		}
	}
	return course{round: r}
}

// answer is one line of a return file, in our own words.
type answer struct {
	line     int // in the file, the header is 1
	seq      int64
	batchNo  string
	number   string // of the card
	idNumber string
	ok       bool
	code     string // of a rejection
	reason   string

	account  string // preaccount
	chipID   string // produce, bankdata
	atr      string
	madeOn   string // YYYY-MM-DD
	validTo  string
	position string
	status   string // bankdata: of the account
}

// returned is a whole return file: its answers, and the lines that break the
// format.
type returned struct {
	batchNo  string
	answers  []answer
	problems *rowfile.Problems
}

// person is an item with what was frozen for it, opened.
type person struct {
	Item
	content content
	account string // the bank card number; empty before the bank gave one
}

// match is an answer beside the person it is about.
type match struct {
	person
	answer answer
}

// oddity is what is wrong with an answer, a row or a person; the zero value is
// nothing.
type oddity struct{ code, words string }

func (o oddity) found() bool { return o.code != "" }

// odd is an answer that belongs in no bucket.
type odd struct {
	answer answer
	why    oddity
}

// The codes of strays, beside those of kit/rowfile. The families follow the
// interface convention: E2xx identity, E3xx doubles.
var (
	foreign    = oddity{"E201", "这一行的批次号不是本批次，请与对方核对"}
	unknown    = oddity{"E202", "本批次没有这个社保卡号，请与对方核对"}
	mismatched = oddity{"E203", "序号、社保卡号与证件号码不是同一个人的，请与对方核对"}
	notSent    = oddity{"E204", "这个人没有导出给对方，请与对方核对"}
	answered   = oddity{"E301", "这个人已经有回盘结果，这一行没有生效"}
	givenUp    = oddity{"E302", "这个人所在环节已经结束，这一行没有生效；如有成品卡请与对方核对后处理"}
	incomplete = oddity{"E303", "结果为成功，但缺少必须的内容，请对方补齐后重新回盘"}
	differing  = oddity{"E304", "回盘内容与导出内容不一致，请与对方核对"}
	usedTwice  = oddity{"E305", "卡识别码或社保卡号已登记过，请立即与卡商核对"}
	oneAccount = oddity{"E307", "与本次回盘中另一人的银行卡号相同，请立即与银行核对"}
)

// open opens what was frozen for items and proves that it is what was frozen.
func (k *Desk) open(list []Item) ([]person, error) {
	people := make([]person, len(list))
	for n, i := range list {
		p := person{Item: i}
		var err error
		if p.content, err = k.thaw(i); err != nil {
			return nil, fmt.Errorf("opening item %d: %w", i.ID, err)
		}
		if p.account, err = k.box.Open(accountField, i.account); err != nil {
			return nil, fmt.Errorf("opening item %d: %w", i.ID, err)
		}
		people[n] = p
	}
	return people, nil
}
