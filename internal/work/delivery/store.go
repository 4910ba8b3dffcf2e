package delivery

import (
	"errors"
	"fmt"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
	"kaguan/internal/record/card"
)

const columns = `p.id, p.no, p.from_agency, COALESCE(f.name, ''), p.from_path, p.to_agency, COALESCE(t.name, ''), p.state, p.count, p.arrived,
	p.digest, p.waybill, p.note, p.sent_by, p.sent_at, p.received_by, p.received_at, p.since`

const from = ` FROM parcel p LEFT JOIN agency f ON f.id = p.from_agency LEFT JOIN agency t ON t.id = p.to_agency`

func scan(s db.Scanner) (p Parcel, err error) {
	err = s.Scan(&p.ID, &p.No, &p.FromAgency, &p.FromName, &p.FromPath, &p.ToAgency, &p.ToName, &p.State, &p.Count, &p.Arrived,
		&p.Digest, &p.Waybill, &p.Note, &p.SentBy, &p.SentAt, &p.ReceivedBy, &p.ReceivedAt, &p.Since)
	return p, err
}

// findParcel gives a parcel to whom it is addressed, within the actor's scope.
func findParcel(tx *db.Tx, id int64) (Parcel, error) {
	var w db.Where
	w.And("p.id = ?", id)
	w.Scope(tx, "p.region_path", "")
	p, err := db.One(tx, scan, `SELECT `+columns+from+w.SQL(), w.Args()...)
	if errors.Is(err, db.ErrNone) {
		return p, fault.NewNotFound("没有找到这个物流包，可能不是寄给您所在机构的")
	}
	return p, err
}

// Filter narrows the list of parcels; empty fields do not narrow.
type Filter struct {
	No     string
	State  string
	Agency int64
	Before int64 // the last id of the page before; newest come first
	Limit  int
}

func list(tx *db.Tx, f Filter) (parcels []Parcel, total int64, err error) {
	var w db.Where
	w.AndIf("p.no = ?", f.No)
	w.AndIf("p.state = ?", f.State)
	if f.Agency != 0 {
		w.And("p.to_agency = ?", f.Agency)
	}
	w.Scope(tx, "p.region_path", "")
	if total, err = db.Scalar[int64](tx, `SELECT COUNT(*) FROM parcel p`+w.SQL(), w.Args()...); err != nil {
		return nil, 0, err
	}
	if f.Before > 0 {
		w.And("p.id < ?", f.Before)
	}
	parcels, err = db.All(tx, scan, `SELECT `+columns+from+w.SQL()+fmt.Sprintf(` ORDER BY p.id DESC LIMIT %d`, f.Limit), w.Args()...)
	return parcels, total, err
}

func insertParcel(tx *db.Tx, p *Parcel, cards []card.Card, to string) (err error) {
	numbers := make([]string, len(cards))
	for i, c := range cards {
		numbers[i] = c.Number
	}
	p.Digest = digest(numbers)
	p.ID, err = tx.Insert(`INSERT INTO parcel (no, from_agency, to_agency, region_path, from_path, state, count, arrived, digest,
			waybill, note, sent_by, sent_at, received_by, received_at, since)
		VALUES ('', $1, $2, $3, $4, $5, $6, 0, $7, $8, $9, $10, $11, '', 0, $11) RETURNING id`,
		p.FromAgency, p.ToAgency, to, p.FromPath, p.State, p.Count, p.Digest, p.Waybill, p.Note, p.SentBy, p.SentAt)
	if err != nil {
		return err
	}
	p.No = number("WL", tx, p.ID)
	if err := tx.ExecOne(`UPDATE parcel SET no = $1 WHERE id = $2`, p.No, p.ID); err != nil {
		return err
	}
	rows := func(yield func([]any, error) bool) {
		for i, c := range cards {
			if !yield([]any{p.ID, c.ID, int64(i + 1), c.Number, "sent"}, nil) {
				return
			}
		}
	}
	if _, err := tx.Copy("parcel_card", []string{"parcel_id", "card_id", "seq", "number", "state"}, rows); err != nil {
		return err
	}
	return tx.Note(db.Ref("parcel", p.ID), "parcel.sent", map[string]any{"count": p.Count, "to": p.ToAgency, "digest": p.Digest, "waybill": p.Waybill})
}

func contentsOf(tx *db.Tx, parcel int64, state string) ([]content, error) {
	return db.All(tx, func(s db.Scanner) (c content, err error) {
		err = s.Scan(&c.card, &c.number)
		return c, err
	}, `SELECT card_id, number FROM parcel_card WHERE parcel_id = $1 AND state = $2 ORDER BY seq`, parcel, state)
}

// markContents writes down what arrived; what was sent and did not is missing.
func markContents(tx *db.Tx, parcel int64, found []content) error {
	for _, c := range found {
		if err := tx.ExecOne(`UPDATE parcel_card SET state = 'arrived' WHERE parcel_id = $1 AND card_id = $2 AND state <> 'arrived'`, parcel, c.card); err != nil {
			return fmt.Errorf("marking card %s: %w", c.number, err)
		}
	}
	return nil
}

// arrival is how many cards came now, and what the receiver has to say.
type arrival struct {
	found int64
	note  string
}

func moveParcel(tx *db.Tx, p Parcel, to State, a arrival) error {
	if _, err := tx.Exec(`UPDATE parcel_card SET state = 'missing' WHERE parcel_id = $1 AND state = 'sent'`, p.ID); err != nil {
		return err
	}
	err := tx.ExecOne(`UPDATE parcel SET state = $1, arrived = arrived + $2, note = $3, received_by = $4, received_at = $5, since = $5
		WHERE id = $6 AND state = $7`, to, a.found, a.note, tx.Actor().Name, tx.Millis(), p.ID, p.State)
	if errors.Is(err, db.ErrNone) {
		return fault.NewConflict("这个物流包刚刚被他人接收，请刷新后再试")
	}
	return err
}

// Packed is one line of a parcel's packing list.
type Packed struct {
	CardID int64  `json:"cardId"`
	Seq    int64  `json:"seq" doc:"序号"`
	Number string `json:"number" doc:"社保卡号"`
	State  string `json:"state" doc:"sent 在途 arrived 已到 missing 缺少"`
}

func packingList(tx *db.Tx, parcel int64) ([]Packed, error) {
	return db.All(tx, func(s db.Scanner) (p Packed, err error) {
		err = s.Scan(&p.CardID, &p.Seq, &p.Number, &p.State)
		return p, err
	}, `SELECT card_id, seq, number, state FROM parcel_card WHERE parcel_id = $1 ORDER BY seq`, parcel)
}

func insertHandover(tx *db.Tx, c card.Card, by Collector, list int64, sealedID []byte) (int64, error) {
	return tx.Insert(`INSERT INTO handover (card_id, citizen_id, list_id, agency_id, region_path, bank, collector, collector_name,
			collector_id, relation, note, clerk, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING id`,
		c.ID, c.CitizenID, list, c.Holder.ID, c.RegionPath, c.Bank, by.Kind, by.Name, sealedID, by.Relation, by.Note, tx.Actor().Name, tx.Millis())
}

func (k *Desk) insertList(tx *db.Tx, in List, first card.Card, signer Collector) (Handed, error) {
	h := Handed{Kept: int64(len(in.Kept)), Count: int64(len(in.Cards) - len(in.Kept))}
	var err error
	h.ID, err = tx.Insert(`INSERT INTO handover_bulk (no, agency_id, region_path, count, kept_back, collector_name, collector_id, unit, clerk, at)
		VALUES ('', $1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`,
		first.AgencyID, first.RegionPath, h.Count, h.Kept, signer.Name, k.box.Seal("handover.collector_id", signer.IDNumber), in.Unit, tx.Actor().Name, tx.Millis())
	if err != nil {
		return h, err
	}
	h.No = number("PL", tx, h.ID)
	return h, tx.ExecOne(`UPDATE handover_bulk SET no = $1 WHERE id = $2`, h.No, h.ID)
}

func insertKept(tx *db.Tx, list, cardID int64, reason string) error {
	_, err := tx.Exec(`INSERT INTO handover_kept (list_id, card_id, reason) VALUES ($1, $2, $3)`, list, cardID, reason)
	return err
}
