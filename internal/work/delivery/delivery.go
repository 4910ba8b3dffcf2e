package delivery

import (
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/emmansun/gmsm/sm3"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/seal"
	"kaguan/internal/record/citizen"
)

// most is how many cards one parcel or list may hold.
const most = 20_000

// Bound tells which of these cards the bank has bound to their accounts. It is
// asked before dispatch: an unbound card must not reach its person
// (招标四(二)1(1)④ 银行回盘).
type Bound func(tx *db.Tx, cards []int64) (map[int64]bool, error)

// Desk is where cards are sent, received and handed over.
type Desk struct {
	db     *db.DB
	box    *seal.Box
	people *citizen.Register
	bound  Bound
}

// Deps are what the desk works with.
type Deps struct {
	DB     *db.DB
	Box    *seal.Box
	People *citizen.Register
	Bound  Bound
}

// NewDesk makes a desk.
func NewDesk(d Deps) *Desk { return &Desk{d.DB, d.Box, d.People, d.Bound} }

// Parcel is a number of cards on their way from one agency to another.
type Parcel struct {
	ID         int64
	No         string
	FromAgency int64
	FromName   string
	FromPath   string // the sender's region: who stands there sees what was packed
	ToAgency   int64
	ToName     string
	State      State
	Count      int64
	Arrived    int64
	Digest     string
	Waybill    string
	Note       string
	SentBy     string
	SentAt     int64
	ReceivedBy string
	ReceivedAt int64
	Since      int64
}

// digest is the packing list's: SM3 of the card numbers in their order.
func digest(numbers []string) string {
	sum := sm3.Sum([]byte(strings.Join(numbers, "\n")))
	return hex.EncodeToString(sum[:])
}

// number makes a paper's number from its day and id.
func number(prefix string, tx *db.Tx, id int64) string {
	return fmt.Sprintf("%s%s%05d", prefix, tx.Now().Format("20060102"), id)
}
