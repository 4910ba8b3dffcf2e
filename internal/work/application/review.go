package application

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
	"kaguan/internal/record/card"
	"kaguan/internal/record/citizen"
)

// Accept lets an application go into a batch. Like Return and Reject it refuses
// whoever entered or submitted the application himself, and it refuses a person
// who got a card meanwhile.
func (k *Desk) Accept(ctx context.Context, id int64, note string) error {
	return k.review(ctx, id, decision{verb: "accept", note: note})
}

// Return gives an application back to the clerk to correct, with the reason.
func (k *Desk) Return(ctx context.Context, id int64, reason string) error {
	return k.review(ctx, id, decision{verb: "return", note: reason, reasoned: true})
}

// Reject ends an application, with the reason. The person may apply again.
func (k *Desk) Reject(ctx context.Context, id int64, reason string) error {
	return k.review(ctx, id, decision{verb: "reject", note: reason, reasoned: true})
}

// decision is one step of a reviewer.
type decision struct {
	verb, note string
	reasoned   bool // the note is a reason that must be given
}

// entries are the journal's words for the steps.
var entries = map[string]string{
	"accept": "application.accepted", "return": "application.returned", "reject": "application.rejected", "withdraw": "application.withdrawn",
}

func (k *Desk) review(ctx context.Context, id int64, d decision) error {
	d.note = strings.TrimSpace(d.note)
	if d.reasoned && d.note == "" {
		return errReason()
	}
	return k.db.Do(ctx, func(tx *db.Tx) error {
		a, err := find(tx, id)
		if err != nil {
			return err
		}
		if own(a, tx.Actor().Name) {
			return fault.NewDenied("这份申请由您录入或提交，请由另一位复核员审核")
		}
		to, err := Table.Next(a.State, d.verb)
		if err != nil {
			return err
		}
		if d.verb == "accept" {
			if err := refuseCard(tx, a); err != nil {
				return err
			}
		}
		before := a.State
		a.ReviewedBy, a.ReviewedAt = tx.Actor().Name, tx.Millis()
		if d.reasoned {
			a.Reason = d.note
		}
		if err := move(tx, a, to, step{verb: d.verb, note: d.note}); err != nil {
			return err
		}
		return tx.Note(db.Ref("application", id), entries[d.verb], map[string]any{
			"state": db.Changes{}.Add("state", string(before), string(to)), "note": d.note})
	})
}

func errReason() error {
	return fault.NewFields([]fault.Field{{Name: "note", Code: "required", Words: "请填写原因，让对方知道如何处理"}})
}

// own tells whether somebody had a hand in entering an application.
func own(a Application, actor string) bool { return a.EnteredBy == actor || a.SubmittedBy == actor }

func refuseCard(tx *db.Tx, a Application) error {
	live, found, err := card.Live(tx, a.CitizenID)
	if err != nil || !found {
		return err
	}
	return fault.NewConflict("此人已有社保卡 " + live.Number + "，不能再制新卡，请退回或不予通过")
}

// Withdraw ends an application that is in no batch, with the reason.
func (k *Desk) Withdraw(ctx context.Context, id int64, reason string) error {
	if reason = strings.TrimSpace(reason); reason == "" {
		return errReason()
	}
	return k.db.Do(ctx, func(tx *db.Tx) error {
		a, err := find(tx, id)
		if err != nil {
			return err
		}
		to, err := Table.Next(a.State, "withdraw")
		if err != nil {
			return err
		}
		before := a.State
		a.Reason = reason
		if err := move(tx, a, to, step{verb: "withdraw", note: reason}); err != nil {
			return err
		}
		return tx.Note(db.Ref("application", id), entries["withdraw"], map[string]any{
			"state": db.Changes{}.Add("state", string(before), string(to)), "note": reason})
	})
}

// Correction is what a clerk mends in a returned application.
type Correction struct {
	Changes map[string]string // field of the form → its new value; what is not named stays
	Note    string
}

// Resubmit corrects a returned application and brings it back to review. The
// fields that changed stay in its timeline and in the journal, masked. It
// refuses like Apply, and a corrected ID number whose person has something open.
func (k *Desk) Resubmit(ctx context.Context, id int64, in Correction) error {
	return k.db.Do(ctx, func(tx *db.Tx) error {
		a, err := find(tx, id)
		if err != nil {
			return err
		}
		if err := k.open(&a); err != nil {
			return err
		}
		if _, err := Table.Next(a.State, "resubmit"); err != nil {
			return err
		}
		old, err := k.people.Get(tx, a.CitizenID)
		if err != nil {
			return err
		}
		before := formOf(a, old)
		after, err := corrected(before, in.Changes)
		if err != nil {
			return err
		}
		r, err := loadRules(tx)
		if err != nil {
			return err
		}
		j := r.judge(after)
		return k.resubmit(tx, a, before, correcting{judgement: j, note: strings.TrimSpace(in.Note)})
	})
}

// correcting is a correction that was judged.
type correcting struct {
	judgement
	note string
}

func (k *Desk) resubmit(tx *db.Tx, a Application, before Form, c correcting) error {
	known, _, err := k.people.Find(tx, c.form.IDNumber)
	if err != nil {
		return err
	}
	if err := k.judgePhoto(tx, &c.judgement, known); err != nil {
		return err
	}
	if err := fault.NewFields(c.bad); err != nil {
		return err
	}
	if known.ID != a.CitizenID {
		if err := refuseDouble(tx, known.ID); err != nil {
			return err
		}
		c.compare(known)
	}
	person := c.form.whole(known, c.regionPath)
	if a.CitizenID, err = k.register(tx, person, known); err != nil {
		return err
	}
	if err := k.fill(tx, &a, c.judgement); err != nil {
		return err
	}
	a.State = Returned // what it is until move
	changes := differences(&before, &c.form)
	if err := move(tx, a, Submitted, step{verb: "resubmit", note: c.note, changes: changes}); err != nil {
		return err
	}
	return tx.Note(db.Ref("application", a.ID), "application.resubmitted", map[string]any{
		"changes": changes, "note": c.note, "attempt": a.Attempt})
}

// corrected overlays changes on a form and refuses fields that it does not have.
func corrected(f Form, changes map[string]string) (Form, error) {
	var bad []fault.Field
	left := len(changes)
	for _, one := range fields {
		if value, ok := changes[one.key]; ok {
			*one.of(&f) = value
			left--
		}
	}
	if _, named := changes["agency"]; named {
		f.AgencyID = 0
	}
	if value, ok := changes["agencyId"]; ok {
		id, err := strconv.ParseInt(value, 10, 64)
		if err != nil {
			bad = append(bad, fault.Field{Name: "agencyId", Code: "malformed", Words: "领卡机构编号应为数字，请从列表中选择"})
		}
		f.AgencyID = id
		left--
	}
	if left > 0 {
		bad = append(bad, fault.Field{Name: "changes", Code: "unknown", Words: "有不认识的字段，请按接口说明填写"})
	}
	if number, ok := changes["idNumber"]; ok && number != "" {
		// Sex and birth date follow the number unless they are corrected too.
		if _, ok := changes["sex"]; !ok {
			f.Sex = ""
		}
		if _, ok := changes["birth"]; !ok {
			f.Birth = ""
		}
	}
	return f, fault.NewFields(bad)
}

// whole is person for a form that says everything: what it leaves empty is gone.
func (f *Form) whole(known citizen.Citizen, regionPath string) citizen.Citizen {
	return f.person(citizen.Citizen{ID: known.ID, Pinyin: pinyinOf(known, f.Name), CreatedAt: known.CreatedAt}, regionPath)
}

// pinyinOf keeps a spelling that was corrected by hand while the name stays.
func pinyinOf(known citizen.Citizen, name string) string {
	if known.Name == name {
		return known.Pinyin
	}
	return ""
}

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
	if err == nil {
		if missing := int64(len(sel.IDs)) - out.total(); sel.ImportID == 0 && missing > 0 {
			out.Refused = append(out.Refused, Refusal{Code: "not_found", Words: "没有找到，可能不在您的管辖范围内", Count: missing, Examples: []string{}})
		}
		if out.total() == 0 {
			err = fault.NewNotFound("没有可以审核的申请，可能不在您的管辖范围内，请刷新后再试")
		}
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
