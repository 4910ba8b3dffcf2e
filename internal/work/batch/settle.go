package batch

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/exchange"
	"kaguan/internal/kit/fault"
	"kaguan/internal/kit/rowfile"
	"kaguan/internal/record/card"
)

// Handlers tells the exchange who applies the partners' answers. Call it once,
// at start.
func (k *Desk) Handlers() {
	for _, c := range k.courses() {
		k.files.Handle(c.back, func(tx *db.Tx, file exchange.File, content io.Reader) (exchange.Answer, error) {
			return k.apply(tx, c, file, content)
		})
	}
}

// apply takes a whole return file. A line that has no effect does not stop the
// others: it becomes a stray, shown on the batch's page and told to the sender.
func (k *Desk) apply(tx *db.Tx, c course, file exchange.File, content io.Reader) (exchange.Answer, error) {
	back, err := c.read(content, file.Partner)
	if err != nil {
		return exchange.Answer{}, err
	}
	b, err := findByNo(tx, back.batchNo)
	if fault.Is(err, fault.NotFound) || err == nil && c.partner(b) != file.Partner {
		return exchange.Answer{}, fault.NewInvalid("文件头中的批次号不是发给该合作方的批次，请核对后重新发送")
	}
	if err != nil {
		return exchange.Answer{}, err
	}
	strays, err := k.settle(tx, c, b, file.ID, back)
	if err != nil {
		return exchange.Answer{}, fmt.Errorf("settling %s of batch %s: %w", c.round, b.No, err)
	}
	return exchange.Answer{Ref: ref(b.ID), Count: len(back.answers), Problems: problemsOf(strays)}, nil
}

// settle puts each answer into its bucket, or among the strays.
func (k *Desk) settle(tx *db.Tx, c course, b Batch, fileID int64, back returned) ([]Stray, error) {
	begun, err := lockRound(tx, b.ID, c.round)
	if err != nil {
		return nil, err
	}
	if !begun {
		return nil, fault.NewConflict("批次 " + b.No + " 还没有导出" + c.round.Title() + "数据，不能回盘")
	}
	if b, err = find(tx, b.ID); err != nil { // as it is under the lock
		return nil, err
	}
	good, bad, odds, err := k.sort(tx, c, b, back.answers)
	if err != nil {
		return nil, err
	}
	if len(good) > 0 {
		var wrong []odd
		if good, wrong, err = c.accept(tx, b, good); err != nil {
			return nil, err
		}
		odds = append(odds, wrong...)
	}
	if err := k.pass(tx, c, b, fileID, good); err != nil {
		return nil, err
	}
	if err := k.reject(tx, c, b, fileID, bad); err != nil {
		return nil, err
	}
	strays := append(straysOf(c.round, fileID, odds), malformed(c.round, fileID, back.problems)...)
	if err := insertStrays(tx, b.ID, strays); err != nil {
		return nil, err
	}
	if err := tx.Note(subject(b.ID), "batch.returned", map[string]any{
		"round": c.round, "fileId": fileID, "ok": len(good), "rejected": len(bad), "strays": len(strays)}); err != nil {
		return nil, err
	}
	return strays, k.finish(tx, c, b, fileID)
}

// ledger is a round as its answers find it.
type ledger struct {
	course   course
	batch    Batch
	byNumber map[string]Item
	sent     map[int64]line
}

func ledgerOf(tx *db.Tx, c course, b Batch) (ledger, error) {
	list, err := items(tx, ItemFilter{BatchID: b.ID})
	if err != nil {
		return ledger{}, err
	}
	l := ledger{course: c, batch: b, byNumber: make(map[string]Item, len(list))}
	for _, i := range list {
		if i.CardNumber != "" {
			l.byNumber[i.CardNumber] = i
		}
	}
	l.sent, err = lines(tx, b.ID, c.round)
	return l, err
}

// sort finds whom each answer is about: good and bad news, and what is neither.
func (k *Desk) sort(tx *db.Tx, c course, b Batch, answers []answer) (good, bad []match, odds []odd, err error) {
	round, err := ledgerOf(tx, c, b)
	if err != nil {
		return nil, nil, nil, err
	}
	for _, a := range answers {
		m, why, err := k.place(round, a)
		if err != nil {
			return nil, nil, nil, err
		}
		if why.found() {
			odds = append(odds, odd{a, why})
			continue
		}
		l := round.sent[m.ID]
		l.Bucket = OK // whichever it will be: a second line about him comes too late
		round.sent[m.ID] = l
		if a.ok {
			good = append(good, m)
		} else {
			bad = append(bad, m)
		}
	}
	return good, bad, odds, nil
}

// place finds the person of an answer by card number, sequence and ID number:
// all must agree. One format, the bank's second answer, has no ID number.
func (k *Desk) place(round ledger, a answer) (match, oddity, error) {
	if a.batchNo != "" && a.batchNo != round.batch.No {
		return match{}, foreign, nil
	}
	i, found := round.byNumber[a.number]
	if !found {
		return match{}, unknown, nil
	}
	opened, err := k.open([]Item{i})
	if err != nil {
		return match{}, oddity{}, err
	}
	m := match{opened[0], a}
	l, went := round.sent[i.ID]
	switch {
	case a.seq != i.Seq || a.idNumber != "" && !strings.EqualFold(a.idNumber, m.content.Person.IDNumber):
		return m, mismatched, nil
	case !went:
		return m, notSent, nil
	case l.Bucket == Withdrawn:
		return m, givenUp, nil
	case l.Bucket != Outstanding:
		return m, answered, nil
	case a.ok:
		return m, round.course.flaw(m.person, a), nil
	}
	return m, oddity{}, nil
}

// pass takes those with good news one state on.
func (k *Desk) pass(tx *db.Tx, c course, b Batch, fileID int64, good []match) error {
	passed := make([]Item, len(good))
	for n, m := range good {
		if err := settleOne(tx, b, m.Item, line{Round: c.round, Bucket: OK, FileID: fileID}); err != nil {
			return err
		}
		var err error
		if passed[n], err = moveItem(tx, m.Item, itemStep{verb: c.passed()}); err != nil {
			return err
		}
	}
	if c.news == "" {
		return nil
	}
	return noteItems(tx, b, c.news, c.round, passed)
}

// reject takes those with bad news out of the batch.
func (k *Desk) reject(tx *db.Tx, c course, b Batch, fileID int64, bad []match) error {
	failed := make([]Item, len(bad))
	for n, m := range bad {
		l := line{Round: c.round, Bucket: Rejected, Code: m.answer.code, Reason: m.answer.reason, FileID: fileID}
		if err := settleOne(tx, b, m.Item, l); err != nil {
			return err
		}
		var err error
		if failed[n], err = moveItem(tx, m.Item, itemStep{c.rejected(), string(c.round), l.Code, l.Reason}); err != nil {
			return err
		}
	}
	return noteFailed(tx, c, b, failed)
}

// settleOne settles the line of an item.
func settleOne(tx *db.Tx, b Batch, i Item, l line) error {
	l.ItemID = i.ID
	err := settle(tx, b.ID, l)
	if errors.Is(err, db.ErrNone) {
		return fault.NewConflict("批次 " + b.No + " 的回盘正在由他人处理，请刷新后再试")
	}
	return err
}

// noteFailed tells the journal who has left the batch, for the follower that
// returns their applications. A person whose card exists already has no open
// application: his card is kept back.
func noteFailed(tx *db.Tx, c course, b Batch, failed []Item) error {
	verb := "batch.item_failed"
	if c.round == BankData {
		verb = "batch.bind_failed"
	}
	return noteItems(tx, b, verb, c.round, failed)
}

// itemsNote is the detail of entries about items; followers read it back.
type itemsNote struct {
	Round Round   `json:"round"`
	Items []int64 `json:"items"`
}

func noteItems(tx *db.Tx, b Batch, verb string, r Round, list []Item) error {
	for len(list) > 0 {
		part := list[:min(chunk, len(list))]
		list = list[len(part):]
		ids := make([]int64, len(part))
		for n, i := range part {
			ids[n] = i.ID
		}
		if err := tx.Note(subject(b.ID), verb, itemsNote{r, ids}); err != nil {
			return err
		}
	}
	return nil
}

// finish ends a round whose last row is answered, and a batch whose last round
// that was or that has nobody left.
func (k *Desk) finish(tx *db.Tx, c course, b Batch, fileID int64) error {
	if b.State != c.waiting {
		return nil
	}
	left, err := outstanding(tx, b.ID, c.round)
	if err != nil || left > 0 {
		return err
	}
	if b, err = move(tx, b, c.finish(), cause{fileID: fileID}); err != nil {
		return err
	}
	return k.release(tx, c, b)
}

// release ends a batch if nothing is left to do for it.
func (k *Desk) release(tx *db.Tx, c course, b Batch) error {
	counts, err := stateCounts(tx, b.ID)
	if err != nil {
		return err
	}
	if b.State != Released {
		if counts[c.to] > 0 {
			return nil
		}
		if b, err = move(tx, b, "exhaust", cause{}); err != nil {
			return err
		}
	}
	// Numbers of people who failed on the way left the house: nobody gets them.
	if err := card.LockNumbers(tx, b.ID); err != nil {
		return err
	}
	return tx.Note(subject(b.ID), "batch.released", map[string]any{
		"bound": counts[ItemBound], "unbound": counts[ItemUnbound], "failed": counts[ItemFailed]})
}

func straysOf(r Round, fileID int64, odds []odd) []Stray {
	strays := make([]Stray, len(odds))
	for n, o := range odds {
		strays[n] = Stray{Round: r, FileID: fileID, Line: int64(o.answer.line), CardNumber: o.answer.number, Code: o.why.code, Reason: o.why.words}
	}
	return strays
}

// malformed are the lines that the format's reader could not give.
func malformed(r Round, fileID int64, problems *rowfile.Problems) []Stray {
	var strays []Stray
	if problems == nil {
		return nil
	}
	for _, p := range problems.List {
		strays = append(strays, Stray{Round: r, FileID: fileID, Line: int64(p.Line), Code: string(p.Code), Reason: p.Words})
	}
	return strays
}

// problemsOf tells the sender which lines had no effect; nil if all had one.
func problemsOf(strays []Stray) *rowfile.Problems {
	if len(strays) == 0 {
		return nil
	}
	problems := &rowfile.Problems{Count: len(strays)}
	for _, s := range strays {
		problems.List = append(problems.List, rowfile.Problem{Line: int(s.Line), Code: rowfile.Code(s.Code), Words: s.Reason})
	}
	return problems
}
