package city

import (
	"context"
	"fmt"
	"slices"
	"time"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/fault"
	"kaguan/internal/work/delivery"
)

// dispatch sends what waits at the centre (市中心寄出), once it is enough or has
// waited for two days. Sometimes a card falls out of its box.
func (l *life) dispatch(ctx context.Context) error {
	ctx, err := l.as(ctx, sender, "delivery.dispatch")
	if err != nil {
		return err
	}
	piles, err := l.piles(ctx)
	if err != nil {
		return err
	}
	for _, p := range piles {
		if p.count < l.few && clock.Millis(l.Now())-p.since < (40*time.Hour).Milliseconds() {
			continue
		}
		parcel, err := l.Server.Deliveries.Dispatch(ctx, delivery.Dispatch{AgencyID: p.agency, Waybill: fmt.Sprintf("SF%012d", l.dice.IntN(1_000_000_000))})
		if err != nil {
			return fmt.Errorf("%s sends to agency %d: %w", sender, p.agency, err)
		}
		if parcel.Count != int64(p.count) {
			return fmt.Errorf("parcel %d holds %d cards of %d that waited", parcel.ID, parcel.Count, p.count)
		}
		if parcel.Count > 1 && l.percent(8) {
			l.slipped[parcel.ID] = true
		}
	}
	return nil
}

// receive counts what has come to the counties (经办机构接收), sometimes wrongly.
func (l *life) receive(ctx context.Context) error {
	for _, k := range l.staffed() {
		ctx, err := l.as(ctx, k.at(receiver), "delivery.receive")
		if err != nil {
			return err
		}
		for _, in := range []delivery.State{delivery.Differing, delivery.Sent} {
			parcels, err := l.parcels(ctx, in)
			if err != nil {
				return err
			}
			for _, p := range parcels {
				if l.percent(30) {
					continue // still on its way, or nobody has found the card
				}
				if err := l.receiveOne(ctx, p); err != nil {
					return fmt.Errorf("%s receives parcel %d: %w", k.at(receiver), p.id, err)
				}
			}
		}
	}
	return nil
}

func (l *life) receiveOne(ctx context.Context, p parcelSeen) error {
	desk := l.Server.Deliveries
	if p.state == delivery.Differing {
		found, err := desk.ReceiveLate(ctx, p.id, p.numbers)
		if err == nil && found.Parcel.State != delivery.Received {
			err = fmt.Errorf("it is %s with all its cards there", found.Parcel.State)
		}
		return err
	}
	there := slices.Clone(p.numbers)
	if l.slipped[p.id] {
		there = slices.Delete(there, len(there)/2, len(there)/2+1)
	}
	if len(there) < len(p.numbers) || l.percent(6) {
		_, err := desk.Receive(ctx, p.id, delivery.Count{Counted: int64(len(p.numbers)) - 1})
		if err := refused("a count that differs", err, fault.Conflict); err != nil {
			return err
		}
	}
	if len(there) == len(p.numbers) {
		_, err := desk.Receive(ctx, p.id, delivery.Count{Counted: int64(len(there))})
		return err
	}
	receipt, err := desk.Receive(ctx, p.id, delivery.Count{Counted: int64(len(there)), Scanned: true, Numbers: there, Note: "少一张，已告知市中心"})
	if err == nil && (len(receipt.Missing) != 1 || receipt.Parcel.State != delivery.Differing) {
		err = fmt.Errorf("one card short is %s with %d missing", receipt.Parcel.State, len(receipt.Missing))
	}
	return err
}

// handOver gives cards to their people: singly (个人领取) to whoever comes, and by
// list (批量领取) to who signs for many.
func (l *life) handOver(ctx context.Context) error {
	for _, k := range l.staffed() {
		ctx, err := l.as(ctx, k.at(clerk), "delivery.handover")
		if err != nil {
			return err
		}
		all, err := l.cardsAtAgencies(ctx)
		if err != nil {
			return err
		}
		for len(all) > 0 {
			agency := all[0].agency
			n := slices.IndexFunc(all, func(c cardSeen) bool { return c.agency != agency })
			if n < 0 {
				n = len(all)
			}
			if err := l.handOverAt(ctx, all[:n]); err != nil {
				return fmt.Errorf("%s hands over at agency %d: %w", k.at(clerk), agency, err)
			}
			all = all[n:]
		}
	}
	return nil
}

// handOverAt deals with the cards that lie at one agency.
func (l *life) handOverAt(ctx context.Context, cards []cardSeen) error {
	if len(cards) >= l.few && l.percent(35) {
		return l.handOverList(ctx, cards[:len(cards)*2/3])
	}
	for _, c := range cards {
		if !l.percent(18) {
			continue
		}
		if err := l.handOverOne(ctx, c); err != nil {
			return fmt.Errorf("card %d: %w", c.id, err)
		}
	}
	return nil
}

func (l *life) handOverOne(ctx context.Context, c cardSeen) error {
	desk := l.Server.Deliveries
	r, err := l.residentOf(ctx, c.citizenID)
	if err != nil {
		return err
	}
	other := l.signer(r)
	if l.percent(4) {
		_, err := desk.HandOver(ctx, c.id, delivery.Collector{Kind: delivery.Self, IDNumber: string(other.IDNumber)})
		if err := refused("a stranger who says he is the holder", err, fault.Invalid); err != nil {
			return err
		}
	}
	by := delivery.Collector{Kind: delivery.Self, IDNumber: string(r.IDNumber)}
	if r.guardian != nil {
		by = delivery.Collector{Kind: delivery.Agent, Name: r.guardian.Name, IDNumber: string(r.guardian.IDNumber), Relation: "监护人"}
	} else if l.percent(20) {
		by = delivery.Collector{Kind: delivery.Agent, Name: other.Name, IDNumber: string(other.IDNumber), Relation: "亲属"}
	}
	if _, err := desk.HandOver(ctx, c.id, by); err != nil {
		return err
	}
	if l.percent(3) {
		_, err := desk.HandOver(ctx, c.id, by)
		return refused("a second hand-over", err, fault.Conflict)
	}
	return nil
}

// handOverList gives many cards under one signature; some stay.
func (l *life) handOverList(ctx context.Context, cards []cardSeen) error {
	list := delivery.List{Kept: map[int64]string{}, Unit: "村（居）民委员会"}
	for i, c := range cards {
		list.Cards = append(list.Cards, c.id)
		if i > 0 && l.percent(8) {
			list.Kept[c.id] = "本人外出，未签领"
		}
	}
	signer := l.signer(nil)
	list.Name, list.IDNumber = signer.Name, string(signer.IDNumber)
	handed, err := l.Server.Deliveries.HandOverList(ctx, list)
	if err == nil && handed.Count+handed.Kept != int64(len(cards)) {
		err = fmt.Errorf("list %d: %d handed over and %d kept of %d", handed.ID, handed.Count, handed.Kept, len(cards))
	}
	return err
}

// signer is a grown-up other than somebody.
func (l *life) signer(than *resident) *resident {
	for {
		if r := l.crowd.grownUps[l.dice.IntN(len(l.crowd.grownUps))]; r != than {
			return r
		}
	}
}
