package application

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
	"kaguan/internal/record/card"
)

// Selection is which applications a bulk verb means: those listed, or all that
// an import made.
type Selection struct {
	IDs      []int64
	ImportID int64
}

// subject is what the journal calls a selection: the import, or the first of a
// list, whose entry names them all.
func (s Selection) subject() db.Subject {
	if s.ImportID != 0 {
		return db.Ref("import", s.ImportID)
	}
	return db.Ref("application", s.IDs[0])
}

// Outcome is how a bulk verb came out.
type Outcome struct {
	Done    int64     `json:"done" doc:"已处理的份数"`
	Refused []Refusal `json:"refused" doc:"没有处理的，按原因"`
}

// Refusal is one reason for which a bulk verb left applications as they were.
type Refusal struct {
	Code     string   `json:"code" doc:"原因代码"`
	Words    string   `json:"words" doc:"原因"`
	Count    int64    `json:"count" doc:"份数"`
	Examples []string `json:"examples" doc:"受理编号举例"`
}

const (
	mostSelected = 5000
	mostExamples = 5
)

func (o *Outcome) refuse(code, words, no string) {
	for i := range o.Refused {
		if r := &o.Refused[i]; r.Code == code {
			r.Count++
			if len(r.Examples) < mostExamples {
				r.Examples = append(r.Examples, no)
			}
			return
		}
	}
	o.Refused = append(o.Refused, Refusal{Code: code, Words: words, Count: 1, Examples: []string{no}})
}

// AcceptMany accepts a selection or a whole import. What it may not accept stays
// as it is and is counted by reason; it is never a reason to leave the others.
func (k *Desk) AcceptMany(ctx context.Context, sel Selection) (out Outcome, err error) {
	out.Refused = []Refusal{}
	if sel.ImportID == 0 && (len(sel.IDs) == 0 || len(sel.IDs) > mostSelected) {
		return out, fault.NewInvalid("请选择 1 至 " + strconv.Itoa(mostSelected) + " 份申请，或选择整个导入")
	}
	err = k.db.Do(ctx, func(tx *db.Tx) error {
		out = Outcome{Refused: []Refusal{}}
		return eachSelected(tx, sel, func(some []Application) error { return acceptChunk(tx, sel.subject(), some, &out) })
	})
	switch missing := int64(len(sel.IDs)) - out.total(); {
	case err != nil:
	case out.total() == 0:
		err = fault.NewNotFound("没有可以审核的申请，可能不在您的管辖范围内，请刷新后再试")
	case sel.ImportID == 0 && missing > 0:
		out.Refused = append(out.Refused, Refusal{Code: "not_found", Words: "没有找到，可能不在您的管辖范围内", Count: missing, Examples: []string{}})
	}
	return out, err
}

// eachSelected gives a selection chunk by chunk.
func eachSelected(tx *db.Tx, sel Selection, do func([]Application) error) error {
	if sel.ImportID == 0 {
		for part := range slices.Chunk(sel.IDs, most) {
			found, err := findMany(tx, part)
			if err != nil {
				return err
			}
			some := slices.SortedFunc(maps.Values(found), func(a, b Application) int { return cmp.Compare(a.ID, b.ID) })
			if err := do(some); err != nil {
				return err
			}
		}
		return nil
	}
	for after := int64(0); ; {
		some, err := madeBy(tx, sel.ImportID, after)
		if err != nil || len(some) == 0 {
			return err
		}
		if err := do(some); err != nil {
			return err
		}
		after = some[len(some)-1].ImportLine
	}
}

func (o *Outcome) total() int64 {
	n := o.Done
	for _, r := range o.Refused {
		n += r.Count
	}
	return n
}

func acceptChunk(tx *db.Tx, ref db.Subject, some []Application, out *Outcome) error {
	people := make([]int64, len(some))
	for i, a := range some {
		people[i] = a.CitizenID
	}
	live, err := card.LiveMany(tx, people)
	if err != nil {
		return err
	}
	var ready []Application
	for _, a := range some {
		_, hasCard := live[a.CitizenID]
		_, wrong := Table.Next(a.State, "accept")
		switch {
		case wrong != nil:
			out.refuse("state_"+string(a.State), "已经是“"+Table.NameOf(a.State)+"”", a.No)
		case own(a, tx.Actor().Name):
			out.refuse("own", "由您录入或提交，须由另一位复核员审核", a.No)
		case hasCard:
			out.refuse("card", "此人已有社保卡，请逐份退回或不予通过", a.No)
		default:
			ready = append(ready, a)
		}
	}
	if len(ready) == 0 {
		return nil
	}
	if err := acceptAll(tx, ready); err != nil {
		if errors.Is(err, db.ErrNone) {
			return fault.NewConflict("有申请刚刚被他人处理，请刷新后再试", err)
		}
		return err
	}
	out.Done += int64(len(ready))
	return noteMany(tx, ref, "application.accepted", idsOf(ready))
}
