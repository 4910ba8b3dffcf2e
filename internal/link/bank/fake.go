package bank

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"time"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/fault"
	"kaguan/internal/kit/rowfile"
	"kaguan/internal/link/fake"
	"kaguan/internal/link/wire"
)

// Fake is a bank: it opens accounts, refuses some, binds chips, and answers when
// it pleases. Same person, same account, however often it is asked.
type Fake struct {
	*fake.Desk
	format *Format
	code   string
	book   book
}

// book is what the bank remembers of its customers.
type book struct {
	Customers map[string]*customer // by ID number
	Cards     map[string]string    // social security card number → ID number
	Chips     map[string]string    // chip id → social security card number
	Opened    int
}

type customer struct {
	Name     string
	Card     string
	BankCard string
	Account  string
	Opened   string
	Status   string
}

// NewFake opens a bank; its code is its national three-digit one.
func NewFake(opt fake.Options) (*Fake, error) {
	if !codeShape.MatchString(opt.Code) {
		return nil, fmt.Errorf("opening the fake bank %q: a bank's code is three digits", opt.Code)
	}
	format, err := FormatOf(Version1, "")
	if err != nil {
		return nil, err
	}
	f := &Fake{format: format, code: opt.Code}
	f.book = book{Customers: map[string]*customer{}, Cards: map[string]string{}, Chips: map[string]string{}}
	f.Desk, err = fake.Open(opt, trade{f})
	return f, err
}

var codeShape = regexp.MustCompile(`^\d{3}$`)

// trade is the Fake as its Desk calls it.
type trade struct{ *Fake }

// Book is what the bank remembers.
func (f trade) Book() any { return &f.book }

// Spec describes the bank's answers.
func (f trade) Spec(kind string) *rowfile.Spec {
	if kind == BindReturnKind {
		return f.format.BindReturn.Spec
	}
	return f.format.PreAccountReturn.Spec
}

// Work does nothing: a bank answers what it has read.
func (f trade) Work(time.Time) error { return nil }

// Read answers one request, row by row.
func (f trade) Read(in fake.Incoming) error {
	today := clock.Date(in.At)
	switch in.Name.Kind {
	case PreAccountKind:
		return answer(f, in, f.format.PreAccount, func(row PreAccountRow) (string, rowfile.Row) {
			return PreAccountReturnKind, f.format.PreAccountReturn.Row(f.open(row, today))
		})
	case BindKind:
		return answer(f, in, f.format.Bind, func(row BindRow) (string, rowfile.Row) {
			return BindReturnKind, f.format.BindReturn.Row(f.bind(row))
		})
	}
	return fault.NewInvalid("本行不接收这种文件")
}

// answer reads a whole request before it does anything about a row of it.
func answer[T any](f trade, in fake.Incoming, form *wire.Form[T], each func(T) (string, rowfile.Row)) error {
	file, err := form.Read(bytes.NewReader(in.Content))
	if err != nil {
		return err
	}
	var asked []T
	for _, row := range file.Rows() {
		asked = append(asked, row)
	}
	if err := file.Err(); err != nil {
		return err
	}
	if problems := file.Problems(); problems.Count > 0 {
		return fault.NewInvalid("文件中有不合格式的行，整个文件退回", problems)
	}
	if batch := file.Head().Batch; batch != in.Name.Batch {
		return fault.NewInvalid("文件头的批次号与文件名不一致", errors.New("batch in header and name differ"))
	}
	kind, rows := "", make([]rowfile.Row, len(asked))
	for i, row := range asked {
		kind, rows[i] = each(row)
	}
	if kind != "" {
		f.Answer(kind, in.Name.Batch, rows)
	}
	return nil
}

// open is a clerk of the bank with one application for an account.
func (f *Fake) open(row PreAccountRow, today string) PreAccountReturn {
	answer := PreAccountReturn{Serial: row.Serial, Batch: row.Batch, Card: row.Card, IDNumber: row.IDNumber, Name: row.Name}
	code := f.objection(row, today)
	if code == "" {
		if willed, refused := f.Refuses(PreAccountKind, row.IDNumber, moods); refused {
			code = willed
		}
	}
	if code != "" {
		answer.Result, answer.Code, answer.Words = Rejected, code, wordsOf(code)
		return answer
	}
	who := f.customer(row, today)
	answer.Result, answer.BankCard, answer.Account, answer.Opened = Accepted, who.BankCard, who.Account, who.Opened
	answer.Branch = row.Outlet
	return answer
}

func (f *Fake) customer(row PreAccountRow, today string) *customer {
	who := f.book.Customers[row.IDNumber]
	if who == nil {
		f.book.Opened++
		who = &customer{
			Name: row.Name, Opened: today, Status: Inactive,
			BankCard: bankCardNumber(f.code, f.book.Opened), Account: fmt.Sprintf("44020%s%09d", f.code, f.book.Opened),
		}
		f.book.Customers[row.IDNumber] = who
	}
	delete(f.book.Cards, who.Card)
	who.Card, f.book.Cards[row.Card] = row.Card, row.IDNumber
	return who
}

// bind is the bank joining a produced card to its account.
func (f *Fake) bind(row BindRow) BindReturn {
	answer := BindReturn{Serial: row.Serial, Batch: row.Batch, Card: row.Card}
	who, code := f.book.Customers[row.IDNumber], ""
	switch {
	case who == nil || who.BankCard != row.BankCard:
		code = noSuchCard
	case who.Name != row.Name || who.Card != row.Card:
		code = notTheirs
	case f.book.Chips[row.Chip] != "" && f.book.Chips[row.Chip] != row.Card:
		code = chipTaken
	default:
		code, _ = f.Refuses(BindKind, row.IDNumber, []string{accountClosed})
	}
	if code != "" {
		answer.Result, answer.Code, answer.Words = Rejected, code, wordsOf(code)
		return answer
	}
	f.book.Chips[row.Chip] = row.Card
	answer.Result, answer.Status = Accepted, who.Status
	return answer
}

// bankCardNumber is a UnionPay number of 19 digits with its check digit.
func bankCardNumber(bank string, serial int) string {
	first18 := fmt.Sprintf("62%s0%012d", bank, serial)
	return first18 + string(luhn(first18))
}

// luhn is the check digit that belongs to these digits (ISO/IEC 7812-1).
func luhn(digits string) byte {
	sum := 0
	for i := range len(digits) {
		digit := int(digits[len(digits)-1-i] - '0')
		if i%2 == 0 {
			if digit *= 2; digit > 9 {
				digit -= 9
			}
		}
		sum += digit
	}
	return byte('0' + (10-sum%10)%10)
}
