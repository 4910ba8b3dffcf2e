package application

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/emmansun/gmsm/sm3"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
	"kaguan/internal/record/citizen"
)

// Rule is what a batch selects by; empty fields do not narrow.
type Rule struct {
	Bank       string
	RegionPath string
	AgencyID   int64
	Category   string
	Kind       string
	Priority   int64  // at least
	From, To   string // dates of submission, YYYY-MM-DD, both included
	Limit      int
}

// Pick gives accepted applications within the actor's scope, those marked first,
// then the oldest.
func Pick(tx *db.Tx, r Rule) ([]Application, error) {
	w, err := r.where(tx)
	if err != nil {
		return nil, err
	}
	return picked(tx, w, r.Limit)
}

// Count tells how many Pick would give without a limit.
func Count(tx *db.Tx, r Rule) (int64, error) {
	w, err := r.where(tx)
	if err != nil {
		return 0, err
	}
	return counted(tx, w)
}

// Take takes accepted applications into a batch: all of them, or fault.Conflict
// that says how many are not to be had any more.
func Take(tx *db.Tx, ids []int64, batchID int64) error {
	ref := db.Ref("batch", batchID)
	n, err := moveMany(tx, ids, bulk{from: Accepted, to: Taken, batchID: batchID, step: step{verb: "take", ref: ref}})
	if err != nil {
		return err
	}
	if missing := int64(len(ids)) - n; missing > 0 {
		return fault.NewConflict(fmt.Sprintf("有 %d 份申请已被撤销或选入其他批次，请重新筛选", missing))
	}
	return noteMany(tx, ref, "application.taken", ids)
}

// Ready is an application with its person, as partners' files need them.
type Ready struct {
	Application
	Citizen citizen.Citizen
}

// PhotoMissing tells whether a card cannot be made yet for want of a photo.
// Small children get a card without one (婴儿卡).
func (r Ready) PhotoMissing(today string) bool {
	if r.PhotoDigest != "" {
		return false
	}
	birth, err := time.Parse(time.DateOnly, r.Citizen.Birth)
	return err != nil || birth.AddDate(infants, 0, 0).Format(time.DateOnly) <= today
}

// ForBatch gives applications with their people, in the order asked for. One
// that lies outside the actor's scope is fault.NotFound.
func (k *Desk) ForBatch(tx *db.Tx, ids []int64) ([]Ready, error) {
	found, err := findMany(tx, ids)
	if err != nil {
		return nil, err
	}
	people := make([]int64, 0, len(ids))
	for _, a := range found {
		people = append(people, a.CitizenID)
	}
	citizens, err := k.people.GetMany(tx, people)
	if err != nil {
		return nil, err
	}
	all := make([]Ready, len(ids))
	for i, id := range ids {
		a, seen := found[id]
		c, known := citizens[a.CitizenID]
		if !seen || !known {
			return nil, fault.NewNotFound("有申请不在您的管辖范围内，请缩小筛选范围后重试")
		}
		if err := k.open(&a); err != nil {
			return nil, err
		}
		all[i] = Ready{Application: a, Citizen: c}
	}
	return all, nil
}

// Fail brings an application back from its batch: the bank or the vendor could
// not do it. The clerk corrects what the reason names and submits it once more.
func Fail(tx *db.Tx, id int64, stage, reason string) error {
	a, err := find(tx, id)
	if err != nil {
		return err
	}
	to, err := Table.Next(a.State, "fail")
	if err != nil {
		return err
	}
	ref := db.Ref("batch", a.BatchID)
	a.Stage, a.Reason, a.BatchID = stage, reason, 0
	a.Attempt++
	if err := move(tx, a, to, step{verb: "fail", note: stage + "：" + reason, ref: ref}); err != nil {
		return err
	}
	// The reason is the partner's own text and might name a person; it stays with
	// the application.
	return tx.Note(db.Ref("application", id), "application.failed", map[string]any{
		"batch": ref.ID, "stage": stage, "attempt": a.Attempt})
}

// Release lets applications go from a batch that was undone; they wait for the
// next one. What is in no batch any more stays as it is, so that hearing it
// twice does no harm.
func Release(tx *db.Tx, ids []int64) error {
	return leave(tx, ids, bulk{from: Taken, to: Accepted, step: step{verb: "release"}}, "application.released")
}

// Made ends applications whose cards are made. What has ended already stays as
// it is, so that hearing it twice does no harm.
func Made(tx *db.Tx, ids []int64) error {
	return leave(tx, ids, bulk{from: Taken, to: Completed, step: step{verb: "make"}}, "application.made")
}

// leave moves those of many applications that are in a batch.
func leave(tx *db.Tx, ids []int64, b bulk, verb string) error {
	inside, err := takenBy(tx, ids)
	if err != nil {
		return err
	}
	for batchID, some := range inside {
		b.ref = db.Ref("batch", batchID)
		if b.to == Completed {
			b.batchID = batchID // a made application stays with its batch
		}
		n, err := moveMany(tx, some, b)
		if err != nil {
			return err
		}
		if n != int64(len(some)) {
			return fault.NewConflict("有申请刚刚被他人处理，请刷新后再试")
		}
		if err := noteMany(tx, b.ref, verb, some); err != nil {
			return err
		}
	}
	return nil
}

// noteMany notes one entry for each chunk of applications, with its digest and
// its ids.
func noteMany(tx *db.Tx, ref db.Subject, verb string, ids []int64) error {
	for part := range slices.Chunk(ids, most) {
		if err := tx.Note(ref, verb, map[string]any{"count": len(part), "digest": digestOf(part), "applications": part}); err != nil {
			return err
		}
	}
	return nil
}

func digestOf[T any](list []T) string {
	var text strings.Builder
	for _, one := range list {
		fmt.Fprintln(&text, one)
	}
	sum := sm3.Sum([]byte(text.String()))
	return hex.EncodeToString(sum[:])
}
