package card

import (
	"encoding/hex"
	"fmt"
	"slices"

	"github.com/emmansun/gmsm/sm3"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
)

// Keeper is the kind of a holder.
type Keeper string

// The kinds of holders. There is one centre, with id 0; the others have the id
// of the agency, parcel, hand-over (an agent has no record of his own), citizen
// or vendor.
const (
	AtVendor Keeper = "vendor"
	AtCentre Keeper = "centre"
	InParcel Keeper = "parcel"
	AtAgency Keeper = "agency"
	AtAgent  Keeper = "agent"
	InHand   Keeper = "person"
)

// Holder is who has a card.
type Holder struct {
	Kind Keeper
	ID   int64
}

// Centre is the city's card centre as a holder.
func Centre() Holder { return Holder{Kind: AtCentre} }

// KeeperName is the Chinese name of a kind of holder.
func KeeperName(k Keeper) string {
	names := map[Keeper]string{AtVendor: "卡商", AtCentre: "市卡管理中心", InParcel: "物流途中", AtAgency: "经办机构", AtAgent: "代领人", InHand: "持卡人"}
	if name, ok := names[k]; ok {
		return name
	}
	return string(k)
}

// Passing hands cards from one holder to another. Ref is the paper it happens
// on: the parcel, the hand-over.
type Passing struct {
	Cards    []int64
	From, To Holder
	Ref      db.Subject
}

// Pass hands all cards over or none. A card that From does not have (any more),
// or that lies outside the actor's scope, is fault.Conflict. Ref gets one entry
// card.passed with the count and the digest of the cards; the ledger one row a
// card.
func Pass(tx *db.Tx, p Passing) error {
	cards := slices.Clone(p.Cards)
	slices.Sort(cards)
	switch {
	case len(cards) == 0:
		return fault.NewInvalid("没有选择要交接的卡，请重新选择")
	case len(slices.Compact(slices.Clone(cards))) < len(cards):
		return fault.NewInvalid("交接清单中有重复的卡，请核对后重新提交")
	case p.From == p.To:
		return fault.NewInvalid("交出方与接收方相同，请重新选择")
	}
	passed, err := updateHolder(tx, cards, p)
	if err != nil {
		return err
	}
	if missing := int64(len(cards)) - passed; missing > 0 {
		return fault.NewConflict(fmt.Sprintf("有 %d 张卡已不在%s，或不在您的管辖范围内，本次没有交接，请刷新后重新核对", missing, KeeperName(p.From.Kind)))
	}
	if err := writeLedger(tx, cards, p); err != nil {
		return err
	}
	return tx.Note(p.Ref, "card.passed", map[string]any{
		"count": len(cards), "digest": digest(cards),
		"from": string(p.From.Kind), "fromId": p.From.ID, "to": string(p.To.Kind), "toId": p.To.ID})
}

// digest is SM3 over ids, one a line.
func digest(ids []int64) string {
	h := sm3.New()
	for _, id := range ids {
		fmt.Fprintln(h, id)
	}
	return hex.EncodeToString(h.Sum(nil))
}
