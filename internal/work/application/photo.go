package application

import (
	"bytes"
	"context"

	"kaguan/internal/kit/blob"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
	"kaguan/internal/kit/photo"
	"kaguan/internal/record/citizen"
)

// mostPhoto is how many bytes of a photo are looked at at all; the rule of the
// settings is far stricter.
const mostPhoto = 1 << 20

// Photo is a photo that was taken in, bound to an ID number.
type Photo struct {
	Digest   string    `json:"digest" doc:"照片编号，提交申请时填入 photoDigest"`
	Warnings []Warning `json:"warnings" doc:"不影响使用、需要核对的问题"`
}

// TakePhoto checks a photo by the rule of the settings, keeps it by its content
// and binds it to an ID number: an application may use it for that number only.
// It refuses with every finding that keeps a photo off a card.
func (k *Desk) TakePhoto(ctx context.Context, idNumber string, file []byte) (Photo, error) {
	number, warnings, err := k.checkPhoto(ctx, idNumber, file)
	if err != nil {
		return Photo{}, err
	}
	digest, _, err := k.photos.Put(ctx, bytes.NewReader(file))
	if err != nil {
		return Photo{}, err
	}
	p := Photo{Digest: string(digest), Warnings: warnings}
	err = k.db.Do(ctx, func(tx *db.Tx) error {
		p.Warnings = warnings
		if err := bindPhoto(tx, p, k.numberIndex(number)); err != nil {
			return err
		}
		known, _, err := k.people.Find(tx, number)
		if err != nil {
			return err
		}
		alarm, found, err := sharedPhoto(tx, p.Digest, known.ID)
		if err != nil {
			return err
		}
		if found {
			p.Warnings = append(p.Warnings[:len(p.Warnings):len(p.Warnings)], alarm)
		}
		return tx.Note(db.Subject{Kind: "photo", ID: p.Digest}, "application.photo_taken", map[string]any{
			"size": len(file), "warnings": codesOf(p.Warnings)})
	})
	return p, err
}

// checkPhoto checks number and picture before anything is kept.
func (k *Desk) checkPhoto(ctx context.Context, idNumber string, file []byte) (number string, warnings []Warning, err error) {
	warnings = []Warning{}
	err = k.db.View(ctx, func(tx *db.Tx) error {
		r, err := loadRules(tx)
		if err != nil {
			return err
		}
		if number, _, err = r.numberOf(idNumber); err != nil {
			return err
		}
		verdict := photo.Check(file, r.photo)
		for _, found := range verdict.Warnings {
			warnings = append(warnings, Warning{Field: "photoDigest", Code: string(found.Code), Words: found.Words})
		}
		return verdict.Err("photo")
	})
	return number, warnings, err
}

// judgePhoto settles which photo an application has: the one just taken for its
// ID number, or the one the register holds already.
func (k *Desk) judgePhoto(tx *db.Tx, j *judgement, known citizen.Citizen) error {
	f := &j.form
	if f.PhotoDigest == "" {
		f.PhotoDigest = known.PhotoDigest
	}
	if f.PhotoDigest == "" {
		j.photoMissing()
		return nil
	}
	if f.PhotoDigest != known.PhotoDigest {
		warnings, bound, err := boundPhoto(tx, f.PhotoDigest, k.numberIndex(f.IDNumber))
		if err != nil {
			return err
		}
		if !bound {
			j.refuse("photoDigest", "photo_unbound", "照片不是为此证件号码上传的，请在本页重新上传照片")
			return nil
		}
		j.warnings = append(j.warnings, warnings...)
	}
	alarm, found, err := sharedPhoto(tx, f.PhotoDigest, known.ID)
	if found {
		j.warnings = append(j.warnings, alarm)
	}
	return err
}

// photoMissing warns that a card cannot be made yet; small children get one
// without a photo.
func (j *judgement) photoMissing() {
	if j.age < 0 || j.age >= j.rules.photoAge {
		j.warn("photoDigest", "photo_missing", "还没有照片，制卡前须补上")
	}
}

func alarmOf(no string) Warning {
	return Warning{Field: "photoDigest", Code: "photo_shared", Words: "同一张照片已用于另一人的申请（" + no + "），请核对是否传错"}
}

// PhotoOf gives the photo of an application within the actor's scope.
func (k *Desk) PhotoOf(ctx context.Context, id int64) (file []byte, err error) {
	var digest string
	err = k.db.View(ctx, func(tx *db.Tx) error {
		a, err := find(tx, id)
		digest = a.PhotoDigest
		return err
	})
	if err != nil {
		return nil, err
	}
	if digest == "" {
		return nil, fault.NewNotFound("这份申请还没有照片")
	}
	return blob.Read(ctx, k.photos, blob.Digest(digest), mostPhoto)
}
