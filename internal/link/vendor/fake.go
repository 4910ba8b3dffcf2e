package vendor

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"

	"kaguan/internal/kit/cn"
	"kaguan/internal/kit/fault"
	"kaguan/internal/kit/rowfile"
	"kaguan/internal/link/fake"
)

// Fake is a vendor: it gathers pictures, makes cards, spoils some, packs them by
// destination, and answers when it pleases. Same card again is a remake.
type Fake struct {
	*fake.Desk
	format *Format
	area   string
	book   book
}

// book is what the vendor remembers.
type book struct {
	Photos map[string]map[string]bool // batch → picture → whether it is whole
	Orders []*order                   // that wait for pictures
	Chips  int                        // how many were used
}

type order struct {
	Batch string
	Rows  []ProduceRow
	Since time.Time
}

// patience is how long an order waits for pictures that do not come.
const patience = 24 * time.Hour

// NewFake opens a vendor.
func NewFake(opt fake.Options) (*Fake, error) {
	format, err := FormatOf(Version1, "")
	if err != nil {
		return nil, err
	}
	f := &Fake{format: format, area: opt.Area, book: book{Photos: map[string]map[string]bool{}}}
	f.Desk, err = fake.Open(opt, trade{f})
	return f, err
}

// trade is the Fake as its Desk calls it.
type trade struct{ *Fake }

// Book is what the vendor remembers.
func (f trade) Book() any { return &f.book }

// Spec describes the vendor's answers.
func (f trade) Spec(string) *rowfile.Spec { return f.format.ProduceReturn.Spec }

// Read files pictures and orders away; Work makes the cards.
func (f trade) Read(in fake.Incoming) error {
	switch in.Name.Kind {
	case PhotosKind:
		return f.readPhotos(in)
	case ProduceKind:
		return f.readOrder(in)
	}
	return fault.NewInvalid("本厂不接收这种文件")
}

func (f *Fake) readPhotos(in fake.Incoming) error {
	found, err := ReadPhotos(in.Content)
	if err != nil {
		return err
	}
	album := f.book.Photos[in.Name.Batch]
	if album == nil {
		album = map[string]bool{}
		f.book.Photos[in.Name.Batch] = album
	}
	for _, photo := range found.Photos {
		album[photo.Name] = true
	}
	for _, name := range found.Damaged {
		album[name] = false
	}
	return nil
}

func (f *Fake) readOrder(in fake.Incoming) error {
	file, err := f.format.Produce.Read(bytes.NewReader(in.Content))
	if err != nil {
		return err
	}
	ordered := &order{Batch: in.Name.Batch, Since: in.At}
	for _, row := range file.Rows() {
		ordered.Rows = append(ordered.Rows, row)
	}
	if err := file.Err(); err != nil {
		return err
	}
	if problems := file.Problems(); problems.Count > 0 {
		return fault.NewInvalid("文件中有不合格式的行，整个文件退回", problems)
	}
	if file.Head().Batch != in.Name.Batch {
		return fault.NewInvalid("文件头的批次号与文件名不一致，整个文件退回")
	}
	f.book.Orders = append(f.book.Orders, ordered)
	return nil
}

// Work makes the cards of each order whose pictures have come, or have not for
// too long.
func (f trade) Work(now time.Time) error {
	f.book.Orders = slices.DeleteFunc(f.book.Orders, func(o *order) bool {
		if !f.complete(o) && now.Sub(o.Since) < patience {
			return false
		}
		f.produce(o)
		return true
	})
	return nil
}

func (f *Fake) complete(o *order) bool {
	album := f.book.Photos[o.Batch]
	for i := range o.Rows {
		if _, came := album[o.Rows[i].Photo]; o.Rows[i].Photo != "" && !came {
			return false
		}
	}
	return true
}

func (f *Fake) produce(o *order) {
	answers := make([]ProduceReturn, len(o.Rows))
	var made []packed
	cards := map[string]bool{}
	for i := range o.Rows {
		row := &o.Rows[i]
		answers[i] = ProduceReturn{
			Serial: row.Serial, Card: row.Card, IDNumber: row.IDNumber, Name: row.Name, Produced: row.Produced, Until: row.Until,
			Account: row.Account, BankCard: row.BankCard, BankAccount: row.Account,
		}
		stage, why := f.failure(o.Batch, row)
		if cards[row.Card] {
			stage, why = StageProduce, "社保卡号在文件内重复"
		}
		cards[row.Card] = true
		if stage != "" {
			answers[i].Stage, answers[i].Why = stage, why
			continue
		}
		f.book.Chips++
		answers[i].Chip, answers[i].ATR = f.chip(f.book.Chips), f.atr(f.book.Chips)
		made = append(made, packed{sort: row.Sort, answer: &answers[i]})
	}
	pack(o.Batch, made)
	rows := make([]rowfile.Row, len(answers))
	for i := range answers {
		rows[i] = f.format.ProduceReturn.Row(answers[i])
	}
	if len(rows) > 0 {
		f.Answer(ProduceReturnKind, o.Batch, rows)
	}
}

// failure is why a card cannot be made, "" for none.
func (f *Fake) failure(batch string, row *ProduceRow) (stage, why string) {
	if number, err := cn.ParseCard(row.Card); err != nil || string(number) != row.Card {
		return StageProduce, "社保卡号校验不通过"
	}
	if len(row.BankCard) < 16 {
		return StageBank, "缺银行卡号"
	}
	if row.Photo != "" {
		whole, came := f.book.Photos[batch][row.Photo]
		if !came {
			return StageProduce, "缺照片"
		}
		if !whole {
			return StageProduce, "照片损坏，与摘要不符"
		}
	}
	if why, refused := f.Refuses(ProduceKind, row.IDNumber, []string{"印刷废卡", "芯片写入失败"}); refused {
		return StageProduce, why
	}
	return "", ""
}

// chip is a 卡的识别码: city, the fixed registration number, a serial, and an
// authentication code that only the issuer could check.
func (f *Fake) chip(serial int) string {
	code := uint32(f.Chance(fmt.Sprintf("chip/%d", serial)) * (1 << 32))
	return fmt.Sprintf("%sD156000005%08d%08X", f.area, serial, code)
}

// atr is the 13 historical bytes of an answer to reset: chip maker, chip and
// system, card maker, issuing area, serial.
func (f *Fake) atr(serial int) string {
	return fmt.Sprintf("0081%s8660%s%08X", "4A4446", f.area[:4], serial)
}

// The vendor's packing: so many cards a box, so many boxes a bin.
const (
	boxSize  = 100
	binBoxes = 5
)

type packed struct {
	sort   string
	answer *ProduceReturn
}

// pack fills boxes in the order of destinations. A box holds one destination, so
// that it can be sent on unopened.
func pack(batch string, made []packed) {
	slices.SortStableFunc(made, func(a, b packed) int { return strings.Compare(a.sort, b.sort) })
	box, slot := 0, boxSize
	for i := range made {
		if slot == boxSize || made[i].sort != made[i-1].sort {
			box, slot = box+1, 0
		}
		slot++
		bin := (box-1)/binBoxes + 1
		made[i].answer.Position = fmt.Sprintf("%s-%d-%d-%d", batch, bin, (box-1)%binBoxes+1, slot)
	}
}
