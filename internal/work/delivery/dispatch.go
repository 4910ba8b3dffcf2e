package delivery

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
	"kaguan/internal/record/card"
	"kaguan/internal/record/org"
)

// Dispatch is a request to send cards to their agency.
type Dispatch struct {
	AgencyID int64
	Cards    []int64 // empty: all that wait for this agency
	Waybill  string
	Note     string
}

// Dispatch sends cards that wait at the centre to the agency where their people
// collect them (市中心寄出). Cards the bank has not bound yet stay behind when all
// are asked for, and are refused by number when named. Who does not stand for
// the whole city is refused: the centre's cards are not his to send.
func (k *Desk) Dispatch(ctx context.Context, in Dispatch) (parcel Parcel, err error) {
	err = k.db.Do(ctx, func(tx *db.Tx) error {
		centre, err := org.Centre(tx)
		if err != nil {
			return err
		}
		if !tx.Actor().Scope.Covers(centre.RegionPath) {
			return fault.NewDenied("只有市卡管理中心的物流管理员可以从市中心寄出")
		}
		to, err := org.FindAgency(tx, in.AgencyID)
		if err != nil {
			return err
		}
		cards, err := k.chosen(tx, in)
		if err != nil {
			return err
		}
		parcel = Parcel{FromAgency: centre.ID, FromName: centre.Name, FromPath: centre.RegionPath, ToAgency: to.ID, ToName: to.Name, State: Sent,
			Count: int64(len(cards)), Waybill: in.Waybill, Note: in.Note, SentBy: tx.Actor().Name, SentAt: tx.Millis(), Since: tx.Millis()}
		if err := insertParcel(tx, &parcel, cards, to.RegionPath); err != nil {
			return err
		}
		return card.Pass(tx, card.Passing{Cards: ids(cards), From: card.Centre(),
			To: card.Holder{Kind: card.InParcel, ID: parcel.ID}, Ref: db.Ref("parcel", parcel.ID)})
	})
	return parcel, err
}

// chosen are the cards to send, in the order they lie in their boxes.
func (k *Desk) chosen(tx *db.Tx, in Dispatch) ([]card.Card, error) {
	waiting, err := card.AtHolder(tx, card.Centre(), card.Filter{Agency: in.AgencyID, Limit: most})
	if err != nil {
		return nil, err
	}
	bound, err := k.bound(tx, ids(waiting))
	if err != nil {
		return nil, err
	}
	named := map[int64]bool{}
	for _, id := range in.Cards {
		named[id] = true
	}
	var cards []card.Card
	for _, c := range waiting {
		if len(named) > 0 && !named[c.ID] {
			continue
		}
		if !bound[c.ID] || c.State != card.Sealed {
			if named[c.ID] {
				return nil, fault.NewConflict("卡 " + c.Number + " 银行尚未完成绑定或已不是封存状态，不能寄出")
			}
			continue
		}
		delete(named, c.ID)
		cards = append(cards, c)
	}
	switch {
	case len(named) > 0 && len(in.Cards) > 0:
		return nil, fault.NewConflict(fmt.Sprintf("所选的卡中有 %d 张不在市中心或不是发往该机构，请刷新后重新选择", len(named)))
	case len(cards) == 0:
		return nil, fault.NewConflict("该机构目前没有可以寄出的卡")
	}
	slices.SortStableFunc(cards, func(a, b card.Card) int { return comparePositions(a.Position, b.Position) })
	return cards, nil
}

// comparePositions orders packing positions batch-bin-box-slot as a hand goes
// through the boxes: by their numbers, not their letters.
func comparePositions(a, b string) int {
	as, bs := strings.Split(a, "-"), strings.Split(b, "-")
	for i := range min(len(as), len(bs)) {
		if c := cmp.Or(cmp.Compare(len(as[i]), len(bs[i])), cmp.Compare(as[i], bs[i])); c != 0 {
			return c
		}
	}
	return cmp.Compare(len(as), len(bs))
}

func ids(cards []card.Card) []int64 {
	list := make([]int64, len(cards))
	for i, c := range cards {
		list[i] = c.ID
	}
	return list
}
