package city

import (
	"context"
	"fmt"

	"kaguan/internal/kit/db"
	"kaguan/internal/work/application"
	"kaguan/internal/work/batch"
	"kaguan/internal/work/delivery"
	"kaguan/internal/work/psam"
)

// What people see on their pages before they act. City reads any table, like
// view, within the scope of who looks, and writes none.

// applicationSeen is an application in somebody's queue.
type applicationSeen struct {
	id, citizenID, importID, attempt int64
	reason                           string
}

func (l *life) applications(ctx context.Context, in application.State, limit int) (queue []applicationSeen, err error) {
	err = l.see(ctx, func(tx *db.Tx) error {
		var w db.Where
		w.And("t.state = ?", string(in))
		w.Scope(tx, "t.region_path", "t.bank")
		queue, err = db.All(tx, func(s db.Scanner) (a applicationSeen, err error) {
			err = s.Scan(&a.id, &a.citizenID, &a.importID, &a.attempt, &a.reason)
			return a, err
		}, `SELECT t.id, t.citizen_id, t.import_id, t.attempt, t.reason FROM application t`+w.SQL()+
			fmt.Sprintf(` ORDER BY t.submitted_at, t.id LIMIT %d`, limit), w.Args()...)
		return err
	})
	return queue, err
}

// importState tells where an import is.
func (l *life) importState(ctx context.Context, id int64) (state application.ImportState, words string, err error) {
	err = l.see(ctx, func(tx *db.Tx) error {
		var w db.Where
		w.And("t.id = ?", id)
		w.Scope(tx, "t.region_path", "t.bank_scope")
		return tx.Each(func(s db.Scanner) error { return s.Scan(&state, &words) }, `SELECT t.state, t.words FROM import_run t`+w.SQL(), w.Args()...)
	})
	return state, words, err
}

// batchSeen is a batch in the list of batches.
type batchSeen struct {
	id    int64
	state batch.State
	since int64 // when it entered the state, ms
}

func (l *life) batches(ctx context.Context) (all []batchSeen, err error) {
	err = l.see(ctx, func(tx *db.Tx) error {
		var w db.Where
		w.Scope(tx, "t.region_path", "t.bank")
		all, err = db.All(tx, func(s db.Scanner) (b batchSeen, err error) {
			err = s.Scan(&b.id, &b.state, &b.since)
			return b, err
		}, `SELECT t.id, t.state, (SELECT MAX(s.at) FROM batch_step s WHERE s.batch_id = t.id) FROM batch t`+w.SQL()+` ORDER BY t.id`, w.Args()...)
		return err
	})
	return all, err
}

// pile is the cards that wait at the centre for one agency.
type pile struct {
	agency int64
	count  int
	since  int64 // of the oldest, ms
}

func (l *life) piles(ctx context.Context) (all []pile, err error) {
	err = l.see(ctx, func(tx *db.Tx) error {
		var w db.Where
		w.And("t.holder_kind = 'centre' AND t.state = '0' AND i.state = ?", string(batch.ItemBound))
		w.Scope(tx, "t.region_path", "t.bank")
		all, err = db.All(tx, func(s db.Scanner) (p pile, err error) {
			err = s.Scan(&p.agency, &p.count, &p.since)
			return p, err
		}, `SELECT t.agency_id, COUNT(*), MIN(t.since) FROM card t JOIN batch_item i ON i.card_id = t.id`+w.SQL()+
			` GROUP BY t.agency_id ORDER BY t.agency_id`, w.Args()...)
		return err
	})
	return all, err
}

// parcelSeen is a parcel and what really lies in it.
type parcelSeen struct {
	id      int64
	state   delivery.State
	numbers []string // of the cards that have not arrived yet
}

func (l *life) parcels(ctx context.Context, in delivery.State) (all []parcelSeen, err error) {
	err = l.see(ctx, func(tx *db.Tx) error {
		var w db.Where
		w.And("t.state = ? AND p.state <> 'arrived'", string(in))
		w.Scope(tx, "t.region_path", "")
		return tx.Each(func(s db.Scanner) error {
			p := parcelSeen{state: in}
			var number string
			err := s.Scan(&p.id, &number)
			if len(all) == 0 || all[len(all)-1].id != p.id {
				all = append(all, p)
			}
			all[len(all)-1].numbers = append(all[len(all)-1].numbers, number)
			return err
		}, `SELECT t.id, p.number FROM parcel t JOIN parcel_card p ON p.parcel_id = t.id`+w.SQL()+` ORDER BY t.id, p.seq`, w.Args()...)
	})
	return all, err
}

// cardSeen is a card that waits for its person at an agency.
type cardSeen struct{ id, citizenID, agency int64 }

func (l *life) cardsAtAgencies(ctx context.Context) (all []cardSeen, err error) {
	err = l.see(ctx, func(tx *db.Tx) error {
		var w db.Where
		w.And("t.holder_kind = 'agency'")
		w.Scope(tx, "t.region_path", "t.bank")
		all, err = db.All(tx, func(s db.Scanner) (c cardSeen, err error) {
			err = s.Scan(&c.id, &c.citizenID, &c.agency)
			return c, err
		}, `SELECT t.id, t.citizen_id, t.holder_id FROM card t`+w.SQL()+` ORDER BY t.holder_id, t.id`, w.Args()...)
		return err
	})
	return all, err
}

// modules are PSAM modules of a state, at most so many.
func (l *life) modules(ctx context.Context, in psam.State, limit int) (ids []int64, err error) {
	err = l.see(ctx, func(tx *db.Tx) error {
		var w db.Where
		w.And("t.state = ?", string(in))
		w.Scope(tx, "t.region_path", "")
		ids, err = db.All(tx, func(s db.Scanner) (id int64, err error) {
			err = s.Scan(&id)
			return id, err
		}, `SELECT t.id FROM psam t`+w.SQL()+fmt.Sprintf(` ORDER BY t.id LIMIT %d`, limit), w.Args()...)
		return err
	})
	return ids, err
}
