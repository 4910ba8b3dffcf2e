package batch

import (
	"context"
	"io"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/exchange"
	"kaguan/internal/kit/rowfile"
	"kaguan/internal/link/bank"
)

// preaccount is the first round: the bank opens an account for each person, or
// says why not.
func (k *Desk) preaccount() course {
	return course{
		round: Preaccount, out: bank.PreAccountKind, back: bank.PreAccountReturnKind,
		from: Confirmed, waiting: Opening, of: ItemFrozen, to: ItemAccount,
		partner: func(b Batch) string { return b.Bank },
		compose: k.composePreaccount,
		read: func(r io.Reader, partner string) (returned, error) {
			format, err := k.bankFormat(partner)
			if err != nil {
				return returned{}, err
			}
			return readAnswers(r, format.PreAccountReturn, preAccountAnswer)
		},
		flaw: func(_ person, a answer) oddity {
			if a.account == "" {
				return incomplete
			}
			return oddity{}
		},
		accept: k.acceptAccounts,
	}
}

func (k *Desk) bankFormat(partner string) (*bank.Format, error) {
	p, err := k.files.Partner(partner)
	if err != nil {
		return nil, err
	}
	return bank.FormatOf(p.Version, p.Charset)
}

func (k *Desk) composePreaccount(ctx context.Context, b Batch, people []person) (shipment, error) {
	format, err := k.bankFormat(b.Bank)
	if err != nil {
		return shipment{}, err
	}
	list := listing[bank.PreAccountRow]{form: format.PreAccount, head: k.head(b, b.Bank)}
	var ship shipment
	for _, p := range people {
		ship.sort(p, list.add(preAccountRow(b, p)))
	}
	kept, err := list.keep(ctx, k.files)
	ship.files = []exchange.Outbound{k.outbound(b, Preaccount, len(list.rows), kept)}
	return ship, err
}

// acceptAccounts gives each person his account. Two people with one account are
// an alarm: neither line of such a pair but the first is believed.
func (k *Desk) acceptAccounts(_ *db.Tx, _ Batch, good []match) (kept []match, odds []odd, err error) {
	taken := map[string]bool{}
	for _, m := range good {
		if taken[m.answer.account] {
			odds = append(odds, odd{m.answer, oneAccount})
			continue
		}
		taken[m.answer.account] = true
		m.Item.account = k.box.Seal(accountField, m.answer.account)
		kept = append(kept, m)
	}
	return kept, odds, nil
}

// head is what a file of a batch says of itself.
func (k *Desk) head(b Batch, partner string) rowfile.Head {
	return rowfile.Head{Batch: b.No, Partner: partner, Created: k.db.Clock().Now()}
}
