package application

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/db/dbtest"
	"kaguan/internal/kit/fault"
)

// wrong are the fields that an error names, as field:code, in order.
func wrong(err error) []string {
	f := fault.As(err)
	if f == nil {
		return nil
	}
	list := make([]string, len(f.Fields))
	for i, one := range f.Fields {
		list[i] = one.Name + ":" + one.Code
	}
	slices.Sort(list)
	return list
}

func TestApplyEntersPersonAndApplication(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		f := h.form(1)
		f.Sex, f.Category, f.Ethnic, f.DocTo, f.Bank, f.Community = "男", "城镇居民", "汉", "长期", "工行", "新华村"
		a, err := h.Apply(h.as("zhang"), f)
		h.must(err)
		if a.No != "44020320261123000001" || a.State != Submitted || a.Bank != "102" || a.RegionPath != village || a.Category != "3" {
			t.Errorf("applied: %+v", a)
		}
		second := h.apply(3)
		if second.No != "44020320261123000002" || second.RegionPath != wujiang {
			t.Errorf("the second: %s in %s", second.No, second.RegionPath)
		}
		dbtest.View(t, h.db, func(tx *db.Tx) error {
			c, err := h.people.Get(tx, a.CitizenID)
			if c.Name != "欧阳修" || c.Sex != "1" || c.Birth != "1990-01-01" || c.DocTo != Forever || c.Nationality != "CHN" || c.Ethnic != "01" {
				t.Errorf("registered: %+v", c)
			}
			return err
		})
		want := []string{"citizen.added", "application.submitted", "citizen.added", "application.submitted"}
		got := dbtest.Verbs(t, h.db)
		if diff := cmp.Diff(want, got[len(got)-4:]); diff != "" {
			t.Error(diff)
		}
	})
}

func TestApplyNamesEveryWrongField(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		good := h.form(1)
		for name, c := range map[string]struct {
			spoil func(f *Form)
			want  []string
		}{
			"nothing filled in": {func(f *Form) { *f = Form{} }, []string{"address:address_required", "agency:agency_required", "bank:bank_required",
				"category:category_required", "idNumber:idNumber_required", "mobile:mobile_required", "name:name_required"}},
			"check digit":       {func(f *Form) { f.IDNumber = f.IDNumber[:17] + "Y" }, []string{"idNumber:id_character"}},
			"two people in one": {func(f *Form) { f.Sex, f.Birth = "女", "1990-01-02" }, []string{"birth:birth_differs", "sex:sex_differs"}},
			"codes": {func(f *Form) { f.Ethnic, f.Category, f.Household = "火星族", "闲人", "x" },
				[]string{"category:category_unknown", "ethnic:ethnic_unknown", "household:household_unknown"}},
			"contacts": {func(f *Form) { f.Mobile, f.Phone, f.Email, f.Postcode = "123", "1", "a@", "51200" },
				[]string{"email:email_shape", "mobile:phone_mobile", "phone:phone_shape", "postcode:postcode_shape"}},
			"dates":           {func(f *Form) { f.DocFrom, f.DocTo = "2026-13-01", "2020-01-01" }, []string{"docFrom:date_malformed", "docTo:doc_expired"}},
			"order of dates":  {func(f *Form) { f.DocFrom, f.DocTo = "2036-01-02", "2036-01-01" }, []string{"docTo:doc_order"}},
			"agency far away": {func(f *Form) { f.AgencyID = h.far.ID }, []string{"agency:agency_unknown"}},
			"bank":            {func(f *Form) { f.Bank = "999" }, []string{"bank:bank_unknown"}},
			"community":       {func(f *Form) { f.Community = "没有村" }, []string{"community:community_unknown"}},
			"child alone":     {func(f *Form) { f.IDNumber = numbered("2015-05-05", 1) }, []string{"guardianName:guardian_required"}},
			"child at work":   {func(f *Form) { f.IDNumber = numbered("2015-05-05", 1); f.Category = "1"; withGuardian(f) }, []string{"category:category_minor"}},
			"own guardian":    {func(f *Form) { withGuardian(f); f.GuardianIDNumber = f.IDNumber }, []string{"guardianIdNumber:guardian_self"}},
			"young guardian":  {func(f *Form) { withGuardian(f); f.GuardianIDNumber = numbered("2012-05-05", 2) }, []string{"guardianIdNumber:guardian_young"}},
			"half a guardian": {func(f *Form) { f.GuardianName = "欧阳观" }, []string{"guardianIdNumber:guardianIdNumber_required", "guardianPhone:guardianPhone_required"}},
			"passport":        {func(f *Form) { f.DocType, f.IDNumber, f.Name = "08", "E1234567", "Jean-Luc" }, []string{"birth:birth_required", "sex:sex_required"}},
			"separator":       {func(f *Form) { f.Address = "惠民北路|1号" }, []string{"address:text_shape"}},
			"foreign photo":   {func(f *Form) { f.PhotoDigest = strings.Repeat("a", 64) }, []string{"photoDigest:photo_unbound"}},
		} {
			f := good
			c.spoil(&f)
			_, err := h.Apply(h.as("zhang"), f)
			if diff := cmp.Diff(c.want, wrong(err)); diff != "" || !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v\n%s", name, err, diff)
			}
		}
		child := good
		child.IDNumber = numbered("2015-05-05", 1)
		withGuardian(&child)
		if _, err := h.Apply(h.as("zhang"), child); err != nil {
			t.Errorf("a child with a guardian: %v", err)
		}
	})
}

func withGuardian(f *Form) {
	f.GuardianName, f.GuardianIDNumber, f.GuardianPhone = "欧阳观", numbered("1970-01-01", 9), "13900000009"
}

func TestWhatThereIsIsShownNotDoubled(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		f := h.form(1)
		s, err := h.Check(h.as("zhang"), strings.ToLower(f.IDNumber))
		if err != nil || s.Person.ID != 0 || s.Open.ID != 0 || s.Card.ID != 0 {
			t.Errorf("nobody yet: %+v, %v", s, err)
		}
		a := h.apply(1)
		_, err = h.Apply(h.as("li"), f)
		if !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), a.No) {
			t.Errorf("a second application must name the first: %v", err)
		}
		s, err = h.Check(h.as("zhang"), " "+f.IDNumber)
		if err != nil || s.Person.ID != a.CitizenID || !s.Visible || s.Open.No != a.No {
			t.Errorf("the first is shown: %+v, %v", s, err)
		}
		h.issueCard(a, 1)
		h.must(h.Withdraw(h.as("zhang"), a.ID, "本人要求"))
		_, err = h.Apply(h.as("li"), f)
		if !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "已有社保卡") {
			t.Errorf("a live card must be named: %v", err)
		}
		if s, err = h.Check(h.as("zhang"), f.IDNumber); err != nil || s.Card.ID == 0 || s.Open.ID != 0 {
			t.Errorf("the card is shown: %+v, %v", s, err)
		}
		elsewhere := db.As(context.Background(), db.Actor{ID: 9, Name: "wang", Scope: db.Scope{Paths: []string{city + "440204/"}}})
		if s, err = h.Check(elsewhere, f.IDNumber); err != nil || s.Visible || s.Card.ID == 0 {
			t.Errorf("from another county only that there is one: %+v, %v", s, err)
		}
		if _, err := h.Check(h.as("zhang"), "440203199001011234"); !fault.Is(err, fault.Invalid) {
			t.Errorf("a malformed number: %v", err)
		}
	})
}

func TestKnownFieldsNeedNotBeTypedAgain(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.apply(1)
		h.must(h.Reject(h.as("chen"), a.ID, "材料不齐"))
		b, err := h.Apply(h.as("zhang"), Form{IDNumber: h.form(1).IDNumber, Name: "欧阳修", Bank: "102", AgencyID: h.wujiang.ID, Mobile: "13900000001"})
		h.must(err)
		if b.CitizenID != a.CitizenID || b.Category != "3" {
			t.Errorf("applied again: %+v", b)
		}
		dbtest.View(t, h.db, func(tx *db.Tx) error {
			c, err := h.people.Get(tx, a.CitizenID)
			if c.Address != "惠民北路1号" || c.Mobile != "13900000001" {
				t.Errorf("register: %q %q", c.Address, c.Mobile)
			}
			return err
		})
	})
}

func TestPhotosAreBoundToOneNumber(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := h.as("zhang")
		first, second := h.form(1), h.form(3)
		if _, err := h.TakePhoto(ctx, first.IDNumber, []byte("no photo")); !fault.Is(err, fault.Invalid) {
			t.Errorf("no photo: %v", err)
		}
		p, err := h.TakePhoto(ctx, first.IDNumber, portrait(1))
		h.must(err)
		first.PhotoDigest, second.PhotoDigest = p.Digest, p.Digest
		if _, err := h.Apply(ctx, second); !slices.Equal(wrong(err), []string{"photoDigest:photo_unbound"}) {
			t.Errorf("another person's photo: %v", err)
		}
		a, err := h.Apply(ctx, first)
		h.must(err)
		if len(a.Warnings) != 0 {
			t.Errorf("warnings: %v", a.Warnings)
		}
		file, err := h.PhotoOf(ctx, a.ID)
		if err != nil || len(file) != len(portrait(1)) {
			t.Errorf("photo of %d bytes: %v", len(file), err)
		}
		again, err := h.TakePhoto(ctx, second.IDNumber, portrait(1))
		h.must(err)
		if len(again.Warnings) != 1 || again.Warnings[0].Code != "photo_shared" {
			t.Errorf("the same photo for another person must alarm: %v", again.Warnings)
		}
		b, err := h.Apply(ctx, second)
		h.must(err)
		if !slices.Contains(codesOf(b.Warnings), "photo_shared") {
			t.Errorf("the alarm must reach the reviewer: %v", b.Warnings)
		}
		if without := h.apply(5); !slices.Contains(codesOf(without.Warnings), "photo_missing") {
			t.Errorf("no photo: %v", without.Warnings)
		}
		if _, err := h.PhotoOf(db.As(context.Background(), db.Actor{ID: 9, Name: "wang", Scope: db.Scope{Paths: []string{city + "440204/"}}}), a.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("a photo outside the scope: %v", err)
		}
	})
}
