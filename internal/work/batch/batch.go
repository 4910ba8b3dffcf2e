package batch

import (
	"errors"
	"fmt"

	"kaguan/internal/kit/blob"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/exchange"
	"kaguan/internal/kit/fault"
	"kaguan/internal/kit/seal"
	"kaguan/internal/work/application"
)

// Batch is one list of people on its way through one bank and one vendor.
type Batch struct {
	ID          int64
	No          string // in file names and on papers
	Bank        string // the code in file names and partners' settings
	Vendor      string
	RegionPath  string // the smallest region that holds all its people
	Rule        Rule
	State       State
	Count       int64  // people selected; once confirmed, people frozen
	Digest      string // SM3 over all frozen content in order, hex; empty until confirmed
	SelectedBy  string
	SelectedAt  int64 // ms
	ConfirmedBy string
	ConfirmedAt int64 // ms; 0 until confirmed
}

// Item is one person of a batch.
type Item struct {
	ID            int64
	BatchID       int64
	Seq           int64 // 序号 in every file, from 1
	ApplicationID int64
	CitizenID     int64
	Name          string
	IDMasked      string // the ID number as pages show it
	AgencyID      int64
	Bank          string
	RegionPath    string
	State         ItemState
	CardNumber    string // empty until confirmed
	CardID        int64  // 0 until made
	Stage         string // the round in which it failed, or confirm
	Code          string // why, in the partner's code
	Reason        string // and words
	EndedAt       int64  // ms; 0 while it is in the batch

	content []byte // sealed under contentField
	account []byte // the bank card number, sealed under card.AccountField
	digest  string // of the content, keyed
}

// Desk is where batches are selected, confirmed and led through their rounds.
type Desk struct {
	db           *db.DB
	box          *seal.Box
	photos       blob.Store
	files        *exchange.Exchange
	applications *application.Desk
	area         string
}

// Parts are what a desk works with.
type Parts struct {
	DB           *db.DB
	Box          *seal.Box
	Photos       blob.Store // photos by digest
	Files        *exchange.Exchange
	Applications *application.Desk
	Area         string // the city in file names, GB/T 2260: 440200
}

// NewDesk makes the desk.
func NewDesk(p Parts) *Desk {
	return &Desk{db: p.DB, box: p.Box, photos: p.Photos, files: p.Files, applications: p.Applications, area: p.Area}
}

// subject is a batch as the journal names it.
func subject(id int64) db.Subject { return db.Ref("batch", id) }

// ref is what a batch's files say they are about.
func ref(id int64) string { return fmt.Sprintf("%s%d", refPrefix, id) }

const refPrefix = "batch:"

// cause is what led to a step, beside its verb.
type cause struct {
	note   string
	fileID int64
}

// move takes a batch one step, guarded by the state it was read in, and writes
// the step down.
func move(tx *db.Tx, b Batch, verb string, why cause) (Batch, error) {
	to, err := Table.Next(b.State, verb)
	if err != nil {
		return b, err
	}
	err = setState(tx, b, to)
	if errors.Is(err, db.ErrNone) {
		return b, fault.NewConflict("批次 " + b.No + " 刚刚被他人处理过，请刷新后再试")
	}
	if err != nil {
		return b, err
	}
	from := b.State
	b.State = to
	return b, insertStep(tx, step{BatchID: b.ID, Verb: verb, From: from, To: to, Note: why.note, FileID: why.fileID})
}

// chunk is how many people one transaction, entry or call stands for at most.
const chunk = 500
