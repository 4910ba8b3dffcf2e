package batch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"

	"kaguan/internal/kit/blob"
	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/exchange"
	"kaguan/internal/kit/fault"
	"kaguan/internal/link/vendor"
	"kaguan/internal/record/card"
	"kaguan/internal/record/setting"
)

// produce is the second round: the vendor makes the cards. Its list and the
// pictures go together.
func (k *Desk) produce() course {
	return course{
		round: Produce, out: vendor.ProduceKind, back: vendor.ProduceReturnKind,
		from: Opened, waiting: Making, of: ItemAccount, to: ItemMade, news: "batch.made",
		partner: func(b Batch) string { return b.Vendor },
		compose: k.composeProduce,
		read: func(r io.Reader, partner string) (returned, error) {
			format, err := k.vendorFormat(partner)
			if err != nil {
				return returned{}, err
			}
			return readAnswers(r, format.ProduceReturn, produceAnswer)
		},
		flaw: func(p person, a answer) oddity {
			switch {
			case a.chipID == "" || a.atr == "" || a.position == "" || a.madeOn == "" || a.validTo == "":
				return incomplete
			case a.account != "" && a.account != p.account:
				return differing
			}
			return oddity{}
		},
		accept: k.acceptCards,
	}
}

func (k *Desk) vendorFormat(partner string) (*vendor.Format, error) {
	p, err := k.files.Partner(partner)
	if err != nil {
		return nil, err
	}
	return vendor.FormatOf(p.Version, p.Charset)
}

func (k *Desk) composeProduce(ctx context.Context, b Batch, people []person) (shipment, error) {
	format, err := k.vendorFormat(b.Vendor)
	if err != nil {
		return shipment{}, err
	}
	on, err := k.validity(ctx)
	if err != nil {
		return shipment{}, err
	}
	var ship shipment
	var packages []exchange.Outbound
	list := listing[vendor.ProduceRow]{form: format.Produce, head: k.head(b, b.Vendor)}
	for part := range slices.Chunk(people, vendor.MostPhotos) {
		var photos []vendor.Photo
		for _, p := range part {
			photo, why, err := k.photo(ctx, p)
			if err != nil {
				return shipment{}, err
			}
			if !why.found() {
				why = list.add(produceRow(p, on))
			}
			if !why.found() && photo.Content != nil {
				photos = append(photos, photo)
			}
			ship.sort(p, why)
		}
		if len(photos) == 0 {
			continue
		}
		kept, err := k.keepPhotos(ctx, photos)
		if err != nil {
			return shipment{}, err
		}
		packages = append(packages, k.photoPackage(b, len(packages)+1, len(photos), kept))
	}
	kept, err := list.keep(ctx, k.files)
	ship.files = append(packages, k.outbound(b, Produce, len(list.rows), kept))
	return ship, err
}

// validity is what stands on the cards of an export made now.
func (k *Desk) validity(ctx context.Context) (on validity, err error) {
	err = k.db.View(ctx, func(tx *db.Tx) error {
		years, err := setting.Int(tx, "card.valid_years")
		on = validity{clock.Date(tx.Now()), clock.Date(tx.Now().AddDate(years, 0, 0))}
		return err
	})
	return on, err
}

// mostPhotoBytes is far more than the standard's window allows.
const mostPhotoBytes = 2 << 20

// photoNumber is what an ID number must be made of to name a picture.
var photoNumber = regexp.MustCompile(`^[0-9A-Z]{5,30}$`)

// The doubts about pictures.
var (
	lostPhoto    = oddity{"E503", "照片在照片库中找不到，请重新采集照片"}
	photoUnnamed = oddity{"E504", "证件号码不能作为照片文件名，请转人工名单处理"}
)

// photo gets a person's picture as it was frozen; a small child may have none.
func (k *Desk) photo(ctx context.Context, p person) (vendor.Photo, oddity, error) {
	if p.content.PhotoDigest == "" {
		return vendor.Photo{}, oddity{}, nil
	}
	number := p.content.Person.IDNumber
	if !photoNumber.MatchString(number) {
		return vendor.Photo{}, photoUnnamed, nil
	}
	content, err := blob.Read(ctx, k.photos, blob.Digest(p.content.PhotoDigest), mostPhotoBytes)
	if fault.Is(err, fault.NotFound) {
		return vendor.Photo{}, lostPhoto, nil
	}
	if err != nil {
		return vendor.Photo{}, oddity{}, fmt.Errorf("reading the photo of item %d: %w", p.ID, err)
	}
	photo := vendor.Photo{Name: vendor.PhotoName(number), Content: content}
	if photo.Digest() != p.content.PhotoDigest {
		return vendor.Photo{}, oddity{}, fmt.Errorf("the photo of item %d is not the one that was frozen", p.ID)
	}
	return photo, oddity{}, nil
}

// keepPhotos writes one package, keeps it, and reads it again.
func (k *Desk) keepPhotos(ctx context.Context, photos []vendor.Photo) (exchange.Marker, error) {
	var zip bytes.Buffer
	if err := vendor.WritePhotos(&zip, photos); err != nil {
		return exchange.Marker{}, err
	}
	kept, err := k.files.Keep(ctx, &zip)
	if err != nil {
		return kept, err
	}
	content, err := k.files.Content(ctx, exchange.File{Digest: kept.Digest})
	if err != nil {
		return kept, err
	}
	text, err := io.ReadAll(content)
	if err = errors.Join(err, content.Close()); err != nil {
		return kept, err
	}
	found, err := vendor.ReadPhotos(text)
	if err != nil {
		return kept, err
	}
	same := slices.EqualFunc(found.Photos, photos, func(a, b vendor.Photo) bool { return a.Name == b.Name && bytes.Equal(a.Content, b.Content) })
	if !same || len(found.Damaged) > 0 {
		return kept, fmt.Errorf("the written package of %d photos is not what was meant", len(photos))
	}
	return kept, nil
}

// acceptCards registers the cards. Where one of them is known already each is
// tried alone, so that one wrong line does not stop the others.
func (k *Desk) acceptCards(tx *db.Tx, b Batch, good []match) (kept []match, odds []odd, err error) {
	err = registerCards(tx, b, good)
	if !fault.Is(err, fault.Conflict) {
		return good, nil, err
	}
	for n := range good {
		err := registerCards(tx, b, good[n:n+1])
		switch {
		case fault.Is(err, fault.Conflict):
			odds = append(odds, odd{good[n].answer, usedTwice})
		case err != nil:
			return nil, nil, err
		default:
			kept = append(kept, good[n])
		}
	}
	return kept, odds, nil
}

func registerCards(tx *db.Tx, b Batch, good []match) error {
	list := make([]card.Made, len(good))
	for n, m := range good {
		a := m.answer
		list[n] = card.Made{Number: m.CardNumber, CitizenID: m.CitizenID, ApplicationID: m.ApplicationID, BatchID: b.ID, Bank: b.Bank,
			Account: m.Item.account, ChipID: a.chipID, ATR: a.atr, MadeOn: a.madeOn, ValidTo: a.validTo, Position: a.position,
			AgencyID: m.AgencyID, RegionPath: m.RegionPath}
	}
	ids, err := card.Make(tx, list)
	if err != nil {
		return err
	}
	for n := range good {
		good[n].CardID = ids[n]
	}
	return nil
}
