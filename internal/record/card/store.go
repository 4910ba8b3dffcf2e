package card

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"kaguan/internal/kit/cn"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
)

// most is how many values one IN list holds: well below what the engines take.
const most = 1000

const selection = `SELECT c.id, c.number, c.citizen_id, c.application_id, c.batch_id, c.bank, c.account, c.chip_id, c.atr, c.state,
	c.made_on, c.valid_to, c.issued_on, c.position, c.agency_id, c.region_path, c.holder_kind, c.holder_id, c.since FROM card c`

func scan(s db.Scanner) (c Card, err error) {
	err = s.Scan(&c.ID, &c.Number, &c.CitizenID, &c.ApplicationID, &c.BatchID, &c.Bank, &c.Account, &c.ChipID, &c.ATR, &c.State,
		&c.MadeOn, &c.ValidTo, &c.IssuedOn, &c.Position, &c.AgencyID, &c.RegionPath, &c.Holder.Kind, &c.Holder.ID, &c.Since)
	return c, err
}

func one(tx *db.Tx, condition string, value any) (Card, error) {
	var w db.Where
	w.And(condition, value)
	w.Scope(tx, "c.region_path", "c.bank")
	c, err := db.One(tx, scan, selection+w.SQL(), w.Args()...)
	if errors.Is(err, db.ErrNone) {
		return c, fault.NewNotFound("没有找到这张社保卡，可能不在您的管辖范围内，请核对后重新查询")
	}
	return c, err
}

// Get gives a card within the actor's scope; others are fault.NotFound.
func Get(tx *db.Tx, id int64) (Card, error) { return one(tx, "c.id = ?", id) }

// FindByNumber gives the card with a number, as people type it, within the
// actor's scope.
func FindByNumber(tx *db.Tx, number string) (Card, error) {
	parsed, err := cn.ParseCard(number)
	if err != nil {
		return Card{}, fault.NewInvalid("社保卡号应为 1 个字母、7 位数字和 1 位校验码，请核对后重新输入", err)
	}
	return one(tx, "c.number = ?", string(parsed))
}

// ByCitizen gives a citizen's cards within the actor's scope, oldest first.
func ByCitizen(tx *db.Tx, citizenID int64) ([]Card, error) {
	cards, _, err := List(tx, Filter{Citizen: citizenID})
	return cards, err
}

// ByIDs gives those of many cards that lie within the actor's scope, by id.
func ByIDs(tx *db.Tx, ids []int64) (map[int64]Card, error) {
	found := make(map[int64]Card, len(ids))
	for part := range slices.Chunk(ids, most) {
		var w db.Where
		w.And("c.id IN "+marks(len(part)), anys(part)...)
		w.Scope(tx, "c.region_path", "c.bank")
		cards, err := db.All(tx, scan, selection+w.SQL(), w.Args()...)
		if err != nil {
			return nil, err
		}
		for _, c := range cards {
			found[c.ID] = c
		}
	}
	return found, nil
}

// Filter narrows a list of cards; empty fields do not narrow.
type Filter struct {
	Number  string // the beginning of a number
	State   State
	Bank    string
	Citizen int64
	Batch   int64
	Agency  int64 // where it is collected
	Keeper  Keeper
	Holder  int64 // with Keeper
	After   int64 // the last id of the page before
	Limit   int   // 0 is all
}

// List gives the cards within the actor's scope by id, and how many there are on
// all pages.
func List(tx *db.Tx, f Filter) (cards []Card, total int64, err error) {
	var w db.Where
	if f.Number != "" {
		w.And("c.number >= ? AND c.number < ?", f.Number, f.Number+"~") // ~ follows letters and digits
	}
	w.AndIf("c.state = ?", string(f.State))
	w.AndIf("c.bank = ?", f.Bank)
	w.AndIf("c.holder_kind = ?", string(f.Keeper))
	for _, by := range []struct {
		condition string
		id        int64
	}{{"c.citizen_id = ?", f.Citizen}, {"c.batch_id = ?", f.Batch}, {"c.agency_id = ?", f.Agency}, {"c.holder_id = ?", f.Holder}} {
		if by.id != 0 {
			w.And(by.condition, by.id)
		}
	}
	w.Scope(tx, "c.region_path", "c.bank")
	if total, err = db.Scalar[int64](tx, `SELECT COUNT(*) FROM card c`+w.SQL(), w.Args()...); err != nil {
		return nil, 0, err
	}
	w.And("c.id > ?", f.After)
	query := selection + w.SQL() + ` ORDER BY c.id`
	if f.Limit > 0 {
		query += fmt.Sprintf(` LIMIT %d`, f.Limit)
	}
	cards, err = db.All(tx, scan, query, w.Args()...)
	return cards, total, err
}

// AtHolder gives the cards that a holder has, narrowed by f, within the actor's
// scope.
func AtHolder(tx *db.Tx, h Holder, f Filter) ([]Card, error) {
	f.Keeper, f.Holder = h.Kind, h.ID
	cards, _, err := List(tx, f)
	return cards, err
}

// uncancelled gives all cards of citizens that are not cancelled, oldest first,
// without looking at the scope.
func uncancelled(tx *db.Tx, citizenIDs []int64) ([]Card, error) {
	all := []Card{}
	for part := range slices.Chunk(citizenIDs, most) {
		var w db.Where
		w.And("c.citizen_id IN "+marks(len(part)), anys(part)...)
		w.And("c.state <> ?", string(Cancelled))
		cards, err := db.All(tx, scan, selection+w.SQL()+` ORDER BY c.id`, w.Args()...)
		if err != nil {
			return nil, err
		}
		all = append(all, cards...)
	}
	return all, nil
}

func updateState(tx *db.Tx, c Card, to State) error {
	return tx.ExecOne(`UPDATE card SET state = $1, issued_on = $2 WHERE id = $3 AND state = $4`, string(to), c.IssuedOn, c.ID, string(c.State))
}

// updateHolder hands over those of the cards that From has, and tells how many.
func updateHolder(tx *db.Tx, cards []int64, p Passing) (passed int64, err error) {
	for part := range slices.Chunk(cards, most) {
		var w db.Where
		w.And("holder_kind = ? AND holder_id = ?", string(p.From.Kind), p.From.ID)
		w.And("id IN "+marks(len(part)), anys(part)...)
		w.Scope(tx, "region_path", "bank")
		n := len(w.Args())
		changed, err := tx.Exec(`UPDATE card SET `+fmt.Sprintf(`holder_kind = $%d, holder_id = $%d, since = $%d`, n+1, n+2, n+3)+w.SQL(),
			append(w.Args(), string(p.To.Kind), p.To.ID, tx.Millis())...)
		if err != nil {
			return 0, err
		}
		passed += changed
	}
	return passed, nil
}

func writeLedger(tx *db.Tx, cards []int64, p Passing) error {
	_, err := tx.Copy("card_move", []string{"card_id", "at", "from_kind", "from_id", "to_kind", "to_id", "ref_kind", "ref_id", "actor"},
		func(yield func([]any, error) bool) {
			for _, id := range cards {
				if !yield([]any{id, tx.Millis(), string(p.From.Kind), p.From.ID, string(p.To.Kind), p.To.ID, p.Ref.Kind, p.Ref.ID, tx.Actor().Name}, nil) {
					return
				}
			}
		})
	return err
}

// Hop is one row of a card's custody ledger.
type Hop struct {
	At       int64 // ms
	From, To Holder
	Ref      db.Subject // the paper it happened on
	Actor    string
}

// Hops gives a card's custody ledger, oldest first. The caller has read the card
// itself within its scope.
func Hops(tx *db.Tx, cardID int64) ([]Hop, error) {
	return db.All(tx, func(s db.Scanner) (h Hop, err error) {
		err = s.Scan(&h.At, &h.From.Kind, &h.From.ID, &h.To.Kind, &h.To.ID, &h.Ref.Kind, &h.Ref.ID, &h.Actor)
		return h, err
	}, `SELECT at, from_kind, from_id, to_kind, to_id, ref_kind, ref_id, actor FROM card_move WHERE card_id = $1 ORDER BY id`, cardID)
}

// marks is an IN list of n values for db.Where.
func marks(n int) string { return "(" + strings.TrimSuffix(strings.Repeat("?, ", n), ", ") + ")" }

func anys[T any](values []T) []any {
	args := make([]any, len(values))
	for i, v := range values {
		args[i] = v
	}
	return args
}
