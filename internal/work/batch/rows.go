package batch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"

	"kaguan/internal/kit/exchange"
	"kaguan/internal/kit/rowfile"
	"kaguan/internal/link/bank"
	"kaguan/internal/link/vendor"
	"kaguan/internal/link/wire"
	"kaguan/internal/record/citizen"
)

func preAccountRow(b Batch, p person) bank.PreAccountRow {
	c, who := p.content, p.content.Person
	row := bank.PreAccountRow{
		Serial: int(c.Seq), Batch: b.No, Card: c.CardNumber, IDType: who.DocType, IDNumber: who.IDNumber, Name: who.Name,
		Pinyin: who.Pinyin, Sex: who.Sex, Ethnic: who.Ethnic, Birth: who.Birth, Nation: who.Nationality,
		IDFrom: who.DocFrom, IDUntil: who.DocTo, Occupation: who.Occupation, Mobile: who.Mobile, Phone: who.Phone,
		HouseAddress: c.HouseholdAddress, Address: who.Address, Postcode: who.Postcode, Email: who.Email, Employer: c.UnitName,
		GuardianName: who.Guardian.Name, GuardianID: who.Guardian.IDNumber, GuardianPhone: who.Guardian.Phone, Outlet: c.AgencyCode,
	}
	if row.GuardianID != "" {
		row.GuardianType = citizen.IDCard
	}
	return row
}

func preAccountAnswer(line int, r bank.PreAccountReturn) answer {
	return answer{line: line, seq: int64(r.Serial), batchNo: r.Batch, number: r.Card, idNumber: r.IDNumber,
		ok: r.Result == bank.Accepted, code: r.Code, reason: r.Words, account: r.BankCard}
}

// validity is what stands on a card: when it was issued and until when it holds.
type validity struct{ from, to string }

func produceRow(p person, on validity) vendor.ProduceRow {
	c, who := p.content, p.content.Person
	photo := ""
	if c.PhotoDigest != "" {
		photo = vendor.PhotoName(who.IDNumber)
	}
	return vendor.ProduceRow{
		Serial: int(c.Seq), Card: c.CardNumber, Nation: who.Nationality, IDType: who.DocType, IDNumber: who.IDNumber,
		IDUntil: who.DocTo, Name: who.Name, Sex: who.Sex, Ethnic: who.Ethnic, Birth: who.Birth, Status: who.PersonState,
		HouseKind: who.Household, HouseAddress: c.HouseholdAddress, Mobile: who.Mobile, Phone: who.Phone, Address: who.Address,
		Postcode: who.Postcode, Email: who.Email, Village: c.Community, Unit: c.UnitCode, UnitName: c.UnitName,
		GuardianID: who.Guardian.IDNumber, GuardianName: who.Guardian.Name, GuardianPhone: who.Guardian.Phone,
		Agency: c.AgencyCode, Category: c.Category, Request: c.Kind, Produced: on.from, Until: on.to,
		BankCard: p.account, FaceName: who.Name, Photo: photo, Sort: c.Sort,
	}
}

func produceAnswer(line int, r vendor.ProduceReturn) answer {
	return answer{line: line, seq: int64(r.Serial), number: r.Card, idNumber: r.IDNumber,
		ok: r.Stage == "", code: r.Stage, reason: r.Why, account: r.BankCard,
		chipID: r.Chip, atr: r.ATR, madeOn: r.Produced, validTo: r.Until, position: r.Position}
}

func bindRow(b Batch, p person, chipID, issued string) bank.BindRow {
	c, who := p.content, p.content.Person
	return bank.BindRow{Serial: int(c.Seq), Batch: b.No, Card: c.CardNumber, IDNumber: who.IDNumber, Name: who.Name,
		BankCard: p.account, Chip: chipID, Issued: issued}
}

func bindAnswer(line int, r bank.BindReturn) answer {
	return answer{line: line, seq: int64(r.Serial), batchNo: r.Batch, number: r.Card,
		ok: r.Result == bank.Accepted, code: r.Code, reason: r.Words, status: r.Status}
}

// readAnswers reads a whole return file before anything is believed of it.
func readAnswers[T any](r io.Reader, form *wire.Form[T], of func(line int, row T) answer) (returned, error) {
	file, err := form.Read(r)
	if err != nil {
		return returned{}, err
	}
	back := returned{batchNo: file.Head().Batch}
	for line, row := range file.Rows() {
		back.answers = append(back.answers, of(line, row))
	}
	if err := file.Err(); err != nil {
		return returned{}, err
	}
	back.problems = file.Problems()
	return back, nil
}

// listing is a list of rows on its way into a file.
type listing[T comparable] struct {
	form *wire.Form[T]
	head rowfile.Head
	rows []T
}

// add adds a person's row, or tells why the format cannot hold it.
func (l *listing[T]) add(row T) oddity {
	if found := l.form.Check(row); len(found) > 0 {
		return oddity{string(found[0].Code), found[0].Words}
	}
	l.rows = append(l.rows, row)
	return oddity{}
}

// keep writes the file, keeps its bytes, and reads them again: every row must be
// the one that was meant.
func (l *listing[T]) keep(ctx context.Context, files *exchange.Exchange) (exchange.Marker, error) {
	var text bytes.Buffer
	if _, err := l.form.Write(&text, l.head, each(l.rows)); err != nil {
		return exchange.Marker{}, err
	}
	kept, err := files.Keep(ctx, &text)
	if err != nil {
		return kept, err
	}
	content, err := files.Content(ctx, exchange.File{Digest: kept.Digest})
	if err != nil {
		return kept, err
	}
	return kept, errors.Join(l.compare(content), content.Close())
}

func (l *listing[T]) compare(content io.Reader) error {
	file, err := l.form.Read(content)
	if err != nil {
		return err
	}
	n := 0
	for _, row := range file.Rows() {
		if n >= len(l.rows) || row != l.rows[n] {
			return fmt.Errorf("row %d of the written %s is not what was meant", n+1, l.form.Spec.Name)
		}
		n++
	}
	if err := file.Err(); err != nil {
		return err
	}
	if n != len(l.rows) {
		return fmt.Errorf("the written %s has %d rows of %d", l.form.Spec.Name, n, len(l.rows))
	}
	return nil
}

func each[T any](list []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, one := range list {
			if !yield(one, nil) {
				return
			}
		}
	}
}
