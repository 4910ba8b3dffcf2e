package city

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"

	"kaguan/internal/city/people"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/sheet"
	"kaguan/internal/link/bank"
	"kaguan/internal/link/vendor"
)

// The lists to try. The first has rows to mend; the second passes as it is.
const (
	listFolder  = "lists"
	listName    = "名单200人.xlsx"
	photosName  = "照片200人.zip"
	bigList     = "名单400人.xlsx"
	bigPhotos   = "照片400人.zip"
	modulesName = "PSAM序列号.csv"
)

// listFiles are the files to try, in the order in which they are offered.
var listFiles = []string{listName, photosName, bigList, bigPhotos, modulesName}

// listBank is where the people of the lists want their accounts: one bank, so
// that a list makes one batch.
const listBank = "103"

// layLists writes the lists to try: people of the demo's county who have not
// applied yet.
func (d *Demo) layLists(ctx context.Context) error {
	if err := os.MkdirAll(filepath.Join(d.opt.Folder, listFolder), 0o700); err != nil {
		return err
	}
	var all []*resident
	err := d.Server.DB.View(db.System(ctx, "demo"), func(tx *db.Tx) (err error) {
		all, err = d.newcomers(tx, 600)
		return err
	})
	if err != nil {
		return err
	}
	d.crowd.draw(ctx, all)
	small := &list{people: all[:200], spoilt: twelveFlaws(all[:200])}
	big := &list{people: all[200:]}
	for _, one := range []struct {
		list         *list
		name, photos string
	}{{small, listName, photosName}, {big, bigList, bigPhotos}} {
		book, err := one.list.table().workbook()
		if err != nil {
			return err
		}
		photos, err := d.crowd.zip(one.list.people, one.list.spoilt)
		if err != nil {
			return err
		}
		if err := d.lay(one.name, book); err != nil {
			return err
		}
		if err := d.lay(one.photos, photos); err != nil {
			return err
		}
	}
	return d.layModules()
}

func (d *Demo) lay(name string, content []byte) error {
	return os.WriteFile(filepath.Join(d.opt.Folder, listFolder, name), content, 0o600)
}

// layModules writes serials of PSAM modules that nobody has stocked yet.
func (d *Demo) layModules() error {
	var file bytes.Buffer
	w, err := sheet.NewWriter(&file, sheet.CSV, []string{"序列号"})
	if err != nil {
		return err
	}
	for i := range 50 {
		if err := w.Write([]string{fmt.Sprintf("4402P%08d", 90_000_001+i)}); err != nil {
			return err
		}
	}
	if err := w.Close(); err != nil {
		return err
	}
	return d.lay(modulesName, file.Bytes())
}

// newcomers invents people of the demo's county whom nobody knows yet. Of each
// 200 the bank will refuse exactly one, and the vendor spoil exactly one card, so
// that a visitor meets both.
func (d *Demo) newcomers(tx *db.Tx, n int) ([]*resident, error) {
	towns, villages, err := townsOf(tx, counties[:1])
	if err != nil {
		return nil, err
	}
	maker := people.New(rand.New(rand.NewPCG(demoSeed, 0)), d.Now(), towns)
	wish := rand.New(rand.NewPCG(demoSeed, 1))
	var all []*resident
	for len(all) < n {
		p := maker.Person()
		if d.crowd.byID[string(p.IDNumber)] != nil || d.luck(string(p.IDNumber)) != wanted(len(all)%200) {
			continue
		}
		r := d.resident(p, villages, wish)
		r.bank, r.collects, r.urgent = listBank, home, false
		d.crowd.welcome(r)
		d.crowd.guard(r, wish)
		all = append(all, r)
	}
	return all, nil
}

// luck tells who will refuse a person: the kind of the request, or nothing.
func (d *Demo) luck(number string) string {
	for _, one := range []struct{ partner, kind string }{{listBank, bank.PreAccountKind}, {vendorCode, vendor.ProduceKind}, {listBank, bank.BindKind}} {
		if p, known := d.Partner(one.partner); known && p.Chance(one.kind+"/"+number) < demoWill().Refuse {
			return one.kind
		}
	}
	return ""
}

// wanted is the luck that the nth of 200 newcomers must have. These two rows are
// not spoilt.
func wanted(nth int) string {
	switch nth {
	case 27:
		return bank.PreAccountKind
	case 133:
		return vendor.ProduceKind
	}
	return ""
}

// twelveFlaws spoils twelve rows, each in another way.
func twelveFlaws(some []*resident) map[int]flaw {
	spoilt, at := map[int]flaw{}, 7
	for _, f := range flaws()[:12] {
		for f.fits != nil && !f.fits(some[at]) || wanted(at) != "" {
			at++
		}
		spoilt[at+1] = f
		at += 14
	}
	return spoilt
}
