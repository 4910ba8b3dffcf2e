package batch

import (
	"context"
	"fmt"
	"io"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/exchange"
	"kaguan/internal/link/bank"
	"kaguan/internal/record/card"
)

// bankData is the third round: the bank binds the chip that was made to the
// account that it opened. A card that is not bound stays in the centre.
func (k *Desk) bankData() course {
	return course{
		round: BankData, out: bank.BindKind, back: bank.BindReturnKind,
		from: Made, waiting: Binding, of: ItemMade, to: ItemBound,
		partner: func(b Batch) string { return b.Bank },
		compose: k.composeBankData,
		read: func(r io.Reader, partner string) (returned, error) {
			format, err := k.bankFormat(partner)
			if err != nil {
				return returned{}, err
			}
			return readAnswers(r, format.BindReturn, bindAnswer)
		},
		flaw: func(_ person, a answer) oddity {
			switch a.status {
			case "":
				return incomplete
			case bank.Closed:
				return differing
			}
			return oddity{}
		},
		accept: func(_ *db.Tx, _ Batch, good []match) ([]match, []odd, error) { return good, nil, nil },
	}
}

func (k *Desk) composeBankData(ctx context.Context, b Batch, people []person) (shipment, error) {
	format, err := k.bankFormat(b.Bank)
	if err != nil {
		return shipment{}, err
	}
	cards, err := k.cards(ctx, people)
	if err != nil {
		return shipment{}, err
	}
	list := listing[bank.BindRow]{form: format.Bind, head: k.head(b, b.Bank)}
	var ship shipment
	for _, p := range people {
		c, known := cards[p.CardID]
		if !known || c.Number != p.content.CardNumber {
			return shipment{}, fmt.Errorf("item %d: its card is not in the register", p.ID)
		}
		ship.sort(p, list.add(bindRow(b, p, c.ChipID, c.MadeOn)))
	}
	kept, err := list.keep(ctx, k.files)
	ship.files = []exchange.Outbound{k.outbound(b, BankData, len(list.rows), kept)}
	return ship, err
}

// cards are the people's cards by their ids.
func (k *Desk) cards(ctx context.Context, people []person) (cards map[int64]card.Card, err error) {
	ids := make([]int64, len(people))
	for n, p := range people {
		ids[n] = p.CardID
	}
	err = k.db.View(ctx, func(tx *db.Tx) error {
		cards, err = card.ByIDs(tx, ids)
		return err
	})
	return cards, err
}
