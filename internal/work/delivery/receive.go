package delivery

import (
	"context"
	"fmt"
	"strings"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
	"kaguan/internal/record/card"
)

// Count is what the receiver found in a parcel. He counts without being shown
// the sender's figure; only if the figures differ he scans card by card.
type Count struct {
	Counted int64
	Scanned bool // he scanned card by card; then Numbers, even none, is what he found
	Numbers []string
	Note    string
}

// Receipt tells how a count came out.
type Receipt struct {
	Parcel  Parcel
	Missing []string // numbers of cards that were sent and not found
	Extra   []string // numbers that were found and not sent in this parcel
}

// Receive takes a parcel over after a count (经办机构接收). If the count agrees,
// all its cards are the receiver's. If it does not, he is asked to scan; then
// what he found is his, what is missing stays with the parcel, and the parcel
// is differing until it is found.
func (k *Desk) Receive(ctx context.Context, id int64, in Count) (receipt Receipt, err error) {
	err = k.db.Do(ctx, func(tx *db.Tx) error {
		p, err := findParcel(tx, id)
		if err != nil {
			return err
		}
		if _, err := Table.Next(p.State, "receive"); err != nil {
			return err
		}
		contents, err := contentsOf(tx, id, "sent")
		if err != nil {
			return err
		}
		if !in.Scanned {
			if in.Counted != p.Count {
				return fault.NewConflict("清点数与寄出数不符，请再数一遍；仍不符时请逐张扫描卡号后提交，系统会列出缺少或多出的卡")
			}
			in.Numbers = numbersOf(contents)
		}
		found, missing, extra := sift(contents, in.Numbers)
		to := Received
		verb := "parcel.received"
		if len(missing) > 0 {
			to, verb = Differing, "parcel.differing"
		}
		if err := k.takeOver(tx, p, found); err != nil {
			return err
		}
		if err := moveParcel(tx, p, to, arrival{found: int64(len(found)), note: in.Note}); err != nil {
			return err
		}
		receipt = Receipt{Missing: missing, Extra: extra}
		if receipt.Parcel, err = findParcel(tx, id); err != nil {
			return err
		}
		return tx.Note(db.Ref("parcel", id), verb, map[string]any{"sent": p.Count, "found": len(found), "missing": missing, "extra": extra})
	})
	return receipt, err
}

// ReceiveLate takes over cards of a differing parcel that turned up after all
// (二次入库); with the last of them the parcel is received.
func (k *Desk) ReceiveLate(ctx context.Context, id int64, numbers []string) (receipt Receipt, err error) {
	err = k.db.Do(ctx, func(tx *db.Tx) error {
		p, err := findParcel(tx, id)
		if err != nil {
			return err
		}
		if _, err := Table.Next(p.State, "receive-late"); err != nil {
			return err
		}
		contents, err := contentsOf(tx, id, "missing")
		if err != nil {
			return err
		}
		found, missing, extra := sift(contents, numbers)
		if len(found) == 0 {
			return fault.NewInvalid("扫描的卡都不在本包缺少的卡之中，请核对卡号")
		}
		to := Differing
		if len(missing) == 0 {
			to = Received
		}
		if err := k.takeOver(tx, p, found); err != nil {
			return err
		}
		if err := moveParcel(tx, p, to, arrival{found: int64(len(found)), note: p.Note}); err != nil {
			return err
		}
		receipt = Receipt{Missing: missing, Extra: extra}
		if receipt.Parcel, err = findParcel(tx, id); err != nil {
			return err
		}
		return tx.Note(db.Ref("parcel", id), "parcel.received_late", map[string]any{"found": len(found), "missing": missing})
	})
	return receipt, err
}

// takeOver makes the receiving agency custodian of the cards that were found.
func (k *Desk) takeOver(tx *db.Tx, p Parcel, found []content) error {
	if len(found) == 0 {
		return nil
	}
	cards := make([]int64, len(found))
	for i, c := range found {
		cards[i] = c.card
	}
	if err := markContents(tx, p.ID, found); err != nil {
		return err
	}
	return card.Pass(tx, card.Passing{Cards: cards, From: card.Holder{Kind: card.InParcel, ID: p.ID},
		To: card.Holder{Kind: card.AtAgency, ID: p.ToAgency}, Ref: db.Ref("parcel", p.ID)})
}

// content is one card of a parcel's packing list.
type content struct {
	card   int64
	number string
}

func numbersOf(contents []content) []string {
	numbers := make([]string, len(contents))
	for i, c := range contents {
		numbers[i] = c.number
	}
	return numbers
}

// sift parts a packing list by the numbers that were scanned.
func sift(contents []content, scanned []string) (found []content, missing, extra []string) {
	seen := map[string]bool{}
	for _, n := range scanned {
		seen[strings.ToUpper(strings.TrimSpace(n))] = true
	}
	for _, c := range contents {
		if seen[c.number] {
			found = append(found, c)
			delete(seen, c.number)
			continue
		}
		missing = append(missing, c.number)
	}
	for _, n := range scanned {
		n = strings.ToUpper(strings.TrimSpace(n))
		if seen[n] {
			extra = append(extra, n)
			delete(seen, n)
		}
	}
	return found, missing, extra
}

func tooMany(n int) error {
	if n > most {
		return fault.NewInvalid(fmt.Sprintf("一次最多处理 %d 张卡，请分批提交", most))
	}
	return nil
}
