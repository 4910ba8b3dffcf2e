package delivery

import (
	"context"
	"fmt"
	"strings"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/cn"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
	"kaguan/internal/record/card"
)

// The kinds of collectors.
const (
	Self  = "self"  // the holder himself
	Agent = "agent" // somebody for him
	Bulk  = "list"  // the signer of a list
)

// Collector is who takes a card away.
type Collector struct {
	Kind     string // Self or Agent
	Name     string // of an agent
	IDNumber string // as read from the collector's own document
	Relation string // an agent's, in words
	Note     string
}

// HandOver gives a card to its person or his agent and enables it (个人领取,
// 领卡启用). The holder's ID number must be the card's own; an agent is written
// down with his own number and relation.
func (k *Desk) HandOver(ctx context.Context, cardID int64, by Collector) (id int64, err error) {
	err = k.db.Do(ctx, func(tx *db.Tx) error {
		c, err := card.Get(tx, cardID)
		if err != nil {
			return err
		}
		if err := k.checkCollector(tx, c, &by); err != nil {
			return err
		}
		id, err = k.give(tx, c, by, 0)
		if err != nil {
			return err
		}
		return tx.Note(db.Ref("card", c.ID), "delivery.handed_over", map[string]any{
			"handover": id, "collector": by.Kind, "relation": by.Relation, "citizen": c.CitizenID})
	})
	return id, err
}

// checkCollector makes sure that the person at the counter may take the card.
func (k *Desk) checkCollector(tx *db.Tx, c card.Card, by *Collector) error {
	id, err := cn.ParseID(by.IDNumber, clock.Date(tx.Now()))
	number := string(id.Number)
	person, findErr := k.people.Get(tx, c.CitizenID)
	if findErr != nil {
		return findErr
	}
	if err != nil {
		// Passports and permits have numbers of their own shape.
		number = strings.ToUpper(strings.TrimSpace(by.IDNumber))
	}
	switch by.Kind {
	case Self:
		if number != person.IDNumber {
			return fault.NewFields([]fault.Field{{Name: "idNumber", Code: "not_holder", Words: "证件号码与持卡人不一致；如为他人代领，请选择“代领”"}})
		}
		by.Name = person.Name
		return nil
	case Agent:
		var bad []fault.Field
		if err != nil {
			bad = append(bad, fault.Field{Name: "idNumber", Code: "id", Words: "代领人身份证号码不正确，请重新读取或输入"})
		} else if number == person.IDNumber {
			bad = append(bad, fault.Field{Name: "idNumber", Code: "same", Words: "代领人不能是持卡人本人；本人领取请选择“本人”"})
		}
		if strings.TrimSpace(by.Name) == "" {
			bad = append(bad, fault.Field{Name: "name", Code: "required", Words: "请填写代领人姓名"})
		}
		if strings.TrimSpace(by.Relation) == "" {
			bad = append(bad, fault.Field{Name: "relation", Code: "required", Words: "请填写代领人与持卡人的关系"})
		}
		by.IDNumber = number
		return fault.NewFields(bad)
	}
	return fault.NewInvalid("请选择本人领取或代领")
}

// give moves one card from its agency to its person and enables it.
func (k *Desk) give(tx *db.Tx, c card.Card, by Collector, list int64) (int64, error) {
	if c.Holder.Kind != card.AtAgency {
		return 0, fault.NewConflict("卡 " + c.Number + " 不在经办机构：" + "目前由" + card.KeeperName(c.Holder.Kind) + "保管")
	}
	id, err := insertHandover(tx, c, by, list, k.box.Seal("handover.collector_id", by.IDNumber))
	if db.IsUnique(err) {
		return 0, fault.NewConflict("卡 "+c.Number+" 已经领取", err)
	}
	if err != nil {
		return 0, err
	}
	if err := card.Issue(tx, c.ID); err != nil {
		return 0, err
	}
	return id, card.Pass(tx, card.Passing{Cards: []int64{c.ID}, From: c.Holder,
		To: card.Holder{Kind: card.InHand, ID: c.CitizenID}, Ref: db.Ref("handover", id)})
}

// List is a bulk hand-over under one signature (批量领取).
type List struct {
	Cards    []int64
	Kept     map[int64]string // cards of the list that stay, each with its reason
	Name     string           // who signs
	IDNumber string
	Unit     string // the unit, village or school he signs for
}

// Handed tells how a list came out.
type Handed struct {
	ID    int64
	No    string
	Count int64
	Kept  int64
}

// HandOverList gives all cards of a list except those kept back: all of the
// rest or none, so that the signed paper and the record are the same.
func (k *Desk) HandOverList(ctx context.Context, in List) (handed Handed, err error) {
	if err := tooMany(len(in.Cards)); err != nil {
		return Handed{}, err
	}
	err = k.db.Do(ctx, func(tx *db.Tx) error {
		signer, err := signerOf(tx, in)
		if err != nil {
			return err
		}
		cards, err := listed(tx, in.Cards)
		if err != nil {
			return err
		}
		handed, err = k.insertList(tx, in, cards[0], signer)
		if err != nil {
			return err
		}
		for _, c := range cards {
			if reason, kept := in.Kept[c.ID]; kept {
				if err := insertKept(tx, handed.ID, c.ID, reason); err != nil {
					return err
				}
				continue
			}
			if c.AgencyID != cards[0].AgencyID {
				return fault.NewInvalid("一张清单只能包含同一领卡机构的卡，卡 " + c.Number + " 属于另一机构")
			}
			if _, err := k.give(tx, c, signer, handed.ID); err != nil {
				return err
			}
		}
		return tx.Note(db.Ref("handover_list", handed.ID), "delivery.list_handed_over", map[string]any{"count": handed.Count, "kept": handed.Kept})
	})
	return handed, err
}

// listed gives the cards of a list in its order; one missing is a refusal.
func listed(tx *db.Tx, ids []int64) ([]card.Card, error) {
	found, err := card.ByIDs(tx, ids)
	if err != nil {
		return nil, err
	}
	if len(found) != len(ids) || len(ids) == 0 {
		return nil, fault.NewNotFound(fmt.Sprintf("清单中有 %d 张卡重复、没有找到或不在您的管辖范围内，请核对清单", len(ids)-len(found)))
	}
	cards := make([]card.Card, len(ids))
	for i, id := range ids {
		cards[i] = found[id]
	}
	return cards, nil
}

func signerOf(tx *db.Tx, in List) (Collector, error) {
	var bad []fault.Field
	id, err := cn.ParseID(in.IDNumber, clock.Date(tx.Now()))
	if err != nil {
		bad = append(bad, fault.Field{Name: "idNumber", Code: "id", Words: "签领人身份证号码不正确，请重新读取或输入"})
	}
	if strings.TrimSpace(in.Name) == "" {
		bad = append(bad, fault.Field{Name: "name", Code: "required", Words: "请填写签领人姓名"})
	}
	for _, reason := range in.Kept {
		if strings.TrimSpace(reason) == "" {
			bad = append(bad, fault.Field{Name: "kept", Code: "required", Words: "未发放的卡请逐张注明原因"})
			break
		}
	}
	return Collector{Kind: Bulk, Name: in.Name, IDNumber: string(id.Number), Relation: in.Unit}, fault.NewFields(bad)
}
