package card

import (
	"errors"
	"fmt"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
)

// AccountField is the field under which bank card numbers are sealed
// (seal.Box). The register keeps them as they come and never opens them; who
// must show one opens it with his own box.
const AccountField = "card.account"

// Card is one card as it is now. Dates are YYYY-MM-DD.
type Card struct {
	ID            int64
	Number        string // AAZ500
	CitizenID     int64
	ApplicationID int64
	BatchID       int64
	Bank          string
	Account       []byte // the bank card number, sealed under AccountField; nil if none
	ChipID        string // 卡识别码
	ATR           string
	State         State
	MadeOn        string
	ValidTo       string
	IssuedOn      string // empty until 领卡启用
	Position      string // 装箱位置 batch-bin-box-slot
	AgencyID      int64  // where the citizen collects it
	RegionPath    string
	Holder        Holder
	Since         int64 // when the holder took it, ms
}

// entries are the journal's words for the verbs of Table.
func entries() map[string]string {
	return map[string]string{"issue": "card.issued", "suspend": "card.suspended", "report-loss": "card.lost", "release": "card.released",
		"return-sealed": "card.sealed_again", "lock": "card.locked", "unlock": "card.unlocked", "cancel": "card.cancelled"}
}

// Move takes a card within the actor's scope one step of Table and notes it with
// the reason. A step that Table does not have, and a card that somebody else
// stepped meanwhile, is fault.Conflict.
func Move(tx *db.Tx, id int64, verb, note string) error {
	if verb == "issue" {
		return Issue(tx, id)
	}
	c, err := Get(tx, id)
	if err != nil {
		return err
	}
	if verb == "release" && c.IssuedOn == "" {
		return fault.NewConflict("此卡尚未领取，解挂后应回到封存状态，请按未领卡解挂办理")
	}
	if verb == "return-sealed" && c.IssuedOn != "" {
		return fault.NewConflict("此卡已经领取启用，解挂后应恢复正常状态，请按解挂办理")
	}
	return step(tx, c, verb, note)
}

// Issue enables a sealed card on being collected 领卡启用. It refuses while the
// citizen has another card that is not cancelled: the old one ends first, in the
// same transaction.
func Issue(tx *db.Tx, id int64) error {
	c, err := Get(tx, id)
	if err != nil {
		return err
	}
	others, err := uncancelled(tx, []int64{c.CitizenID})
	if err != nil {
		return err
	}
	for _, other := range others {
		if other.ID != id {
			return fault.NewConflict(fmt.Sprintf("持卡人另有一张社保卡 %s（%s），请先注销旧卡再启用新卡", other.Number, Table.NameOf(other.State)))
		}
	}
	c.IssuedOn = clock.Date(tx.Now())
	return step(tx, c, "issue", "")
}

// step writes a card's next state, guarded by the one it was read in.
func step(tx *db.Tx, c Card, verb, note string) error {
	to, err := Table.Next(c.State, verb)
	if err != nil {
		return err
	}
	err = updateState(tx, c, to)
	switch {
	case errors.Is(err, db.ErrNone):
		return fault.NewConflict("这张卡刚刚被他人处理过，请刷新后再试", err)
	case db.IsUnique(err):
		return fault.NewConflict("持卡人已有一张正常使用的社保卡，请先注销旧卡", err)
	case err != nil:
		return err
	}
	detail := map[string]any{"citizen": c.CitizenID, "changes": db.Changes{}.Add("state", string(c.State), string(to))}
	if note != "" {
		detail["note"] = note
	}
	return tx.Note(db.Ref("card", c.ID), entries()[verb], detail)
}

// Live gives the citizen's card that is not cancelled, if there is one: the
// usable one, else the newest. It looks at the whole city, because a card
// elsewhere stands in the way as well.
func Live(tx *db.Tx, citizenID int64) (Card, bool, error) {
	live, err := LiveMany(tx, []int64{citizenID})
	c, ok := live[citizenID]
	return c, ok, err
}

// LiveMany is Live for many citizens, by citizen.
func LiveMany(tx *db.Tx, citizenIDs []int64) (map[int64]Card, error) {
	cards, err := uncancelled(tx, citizenIDs)
	live := make(map[int64]Card, len(cards))
	for _, c := range cards { // in the order they were made
		if live[c.CitizenID].State != Active {
			live[c.CitizenID] = c
		}
	}
	return live, err
}
