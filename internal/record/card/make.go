package card

import (
	"fmt"
	"slices"
	"strings"

	"kaguan/internal/kit/cn"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
	"kaguan/internal/record/setting"
)

// mostNumbers is how many numbers are drawn at once; a batch is far smaller.
const mostNumbers = 100_000

// DrawNumbers takes n new card numbers out of the pool for a batch: the letter
// of parameter card.prefix, a serial that only counts up, the check character.
// They wait (暂用) for Make or LockNumbers. An empty pool is fault.Conflict.
func DrawNumbers(tx *db.Tx, batchID int64, n int) ([]string, error) {
	if n < 1 || n > mostNumbers {
		return nil, fault.NewInvalid(fmt.Sprintf("一次取 1 至 %d 个卡号，请分批进行", mostNumbers))
	}
	prefix, err := setting.Text(tx, "card.prefix")
	if err != nil {
		return nil, err
	}
	if len(prefix) != 1 {
		return nil, fault.NewConflict("参数“社保卡号首字母”不是一个大写字母，请在参数管理中改正")
	}
	next, err := advancePool(tx, prefix, int64(n))
	if err != nil {
		return nil, err
	}
	numbers := make([]string, n)
	for i := range numbers {
		number, err := cn.NewCard(prefix[0], int(next)-n+i)
		if err != nil {
			return nil, fault.NewConflict(fmt.Sprintf("首字母 %s 的社保卡号已不够用，请在参数管理中改用新的首字母", prefix), err)
		}
		numbers[i] = string(number)
	}
	if err := insertNumbers(tx, batchID, numbers); err != nil {
		return nil, err
	}
	return numbers, tx.Note(db.Ref("batch", batchID), "card.numbers_drawn", map[string]any{
		"count": n, "first": numbers[0], "last": numbers[n-1]})
}

// LockNumbers puts away the numbers that a batch drew and did not use, because it
// was undone: a number that left the house is never given to another card.
func LockNumbers(tx *db.Tx, batchID int64) error {
	locked, err := lockNumbers(tx, batchID)
	if err != nil || locked == 0 {
		return err
	}
	return tx.Note(db.Ref("batch", batchID), "card.numbers_locked", map[string]any{"count": locked})
}

// Made is a card as the vendor returned it, with what the batch knows of it.
type Made struct {
	Number        string // drawn by BatchID
	CitizenID     int64
	ApplicationID int64
	BatchID       int64
	Bank          string
	Account       []byte // sealed under AccountField
	ChipID        string
	ATR           string
	MadeOn        string
	ValidTo       string
	Position      string
	AgencyID      int64
	RegionPath    string
}

// Make registers cards that came from the vendor, all or none, sealed and held by
// the centre, and gives their ids in order. A chip id or number that is there
// twice or known, and a number that the batch did not draw, is fault.Conflict
// naming the line of the list. Each batch gets one entry card.made.
func Make(tx *db.Tx, list []Made) ([]int64, error) {
	list = slices.Clone(list)
	for i := range list {
		list[i].ChipID = strings.ToUpper(strings.TrimSpace(list[i].ChipID))
	}
	if err := refuseTwice(list); err != nil {
		return nil, err
	}
	if err := refuseChips(tx, list); err != nil {
		return nil, err
	}
	if err := useNumbers(tx, list); err != nil {
		return nil, err
	}
	if err := insertCards(tx, list); err != nil {
		return nil, err
	}
	ids, err := idsOf(tx, list)
	if err != nil {
		return nil, err
	}
	return ids, noteMade(tx, list, ids)
}

// noteMade writes the ledger's first hop and the entry of each batch.
func noteMade(tx *db.Tx, list []Made, ids []int64) error {
	batches := []int64{}
	byBatch := map[int64][]int64{}
	for i, m := range list {
		if byBatch[m.BatchID] == nil {
			batches = append(batches, m.BatchID)
		}
		byBatch[m.BatchID] = append(byBatch[m.BatchID], ids[i])
	}
	for _, batch := range batches {
		cards, ref := byBatch[batch], db.Ref("batch", batch)
		if err := writeLedger(tx, cards, Passing{From: Holder{Kind: AtVendor}, To: Centre(), Ref: ref}); err != nil {
			return err
		}
		if err := tx.Note(ref, "card.made", map[string]any{"count": len(cards), "digest": digest(cards)}); err != nil {
			return err
		}
	}
	return nil
}

// refuseTwice looks at the list alone.
func refuseTwice(list []Made) error {
	if len(list) == 0 {
		return fault.NewInvalid("没有要登记的卡，请核对回盘文件")
	}
	chips, numbers := make(map[string]int, len(list)), make(map[string]int, len(list))
	for i, m := range list {
		if m.ChipID == "" {
			return fault.NewInvalid(fmt.Sprintf("第 %d 行没有卡识别码，请核对回盘文件", i+1))
		}
		if at, twice := chips[m.ChipID]; twice {
			return fault.NewConflict(fmt.Sprintf("第 %d 行的卡识别码与第 %d 行相同，请与卡商核对", i+1, at+1))
		}
		if at, twice := numbers[m.Number]; twice {
			return fault.NewConflict(fmt.Sprintf("第 %d 行的社保卡号 %s 与第 %d 行相同，请与卡商核对", i+1, m.Number, at+1))
		}
		chips[m.ChipID], numbers[m.Number] = i, i
	}
	return nil
}

// refuseChips looks for chips that another card has.
func refuseChips(tx *db.Tx, list []Made) error {
	chips := make([]string, len(list))
	for i, m := range list {
		chips[i] = m.ChipID
	}
	known, err := knownChips(tx, chips)
	if err != nil {
		return err
	}
	for i, m := range list {
		if number, taken := known[m.ChipID]; taken {
			return fault.NewConflict(fmt.Sprintf("第 %d 行的卡识别码已登记在社保卡 %s 上，请与卡商核对", i+1, number))
		}
	}
	return nil
}

// useNumbers turns the list's numbers from drawn to used, and finds the line of
// the first one that cannot be.
func useNumbers(tx *db.Tx, list []Made) error {
	numbers := make([]string, len(list))
	for i, m := range list {
		numbers[i] = m.Number
	}
	drawn, err := numbersOf(tx, numbers)
	if err != nil {
		return err
	}
	for i, m := range list {
		switch of, known := drawn[m.Number]; {
		case !known || of.batch != m.BatchID:
			return fault.NewConflict(fmt.Sprintf("第 %d 行的社保卡号 %s 不是本批次的卡号，请与卡商核对", i+1, m.Number))
		case of.state == used:
			return fault.NewConflict(fmt.Sprintf("第 %d 行的社保卡号 %s 已经制成过卡，请与卡商核对", i+1, m.Number))
		case of.state == locked:
			return fault.NewConflict(fmt.Sprintf("第 %d 行的社保卡号 %s 已随批次还原锁定，不能再用", i+1, m.Number))
		}
	}
	return markUsed(tx, numbers)
}
