package citizen_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/db/dbtest"
	"kaguan/internal/kit/fault"
	"kaguan/internal/record/citizen"
)

// street is a small register: name, region, and what else is searched by.
func street(t *testing.T, d *db.DB, k *citizen.Register) {
	for _, c := range []citizen.Citizen{
		{Name: "欧阳春晓", IDNumber: idOf("440203", "19900101", 11), Mobile: "13800138021", RegionPath: wujiang},
		{Name: "欧小明", IDNumber: idOf("440203", "19760506", 18), Mobile: "13800138022", RegionPath: wujiang},
		{Name: "吕梁", IDNumber: idOf("440205", "19880808", 88), RegionPath: qujiang},
		{Name: "阿依古丽·买买提", IDNumber: idOf("440203", "19990909", 99), RegionPath: wujiang},
		{Name: "𠮷田野", IDNumber: idOf("440203", "19810101", 1), RegionPath: wujiang},
		{Name: "Smith John", DocType: "08", IDNumber: "E12345678", RegionPath: wujiang},
	} {
		put(t, d, k, c)
	}
}

func TestSearch(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		k := newRegister(t)
		street(t, d, k)
		eighteen := idOf("440203", "19760506", 18)
		fifteen := eighteen[:6] + eighteen[8:17]
		for _, c := range []struct {
			q    string
			want []string
		}{
			{eighteen, []string{"欧小明"}},
			{" " + eighteen[:6] + " " + eighteen[6:] + " ", []string{"欧小明"}},
			{fifteen, []string{"欧小明"}},
			{"138 0013 8021", []string{"欧阳春晓"}},
			{"+8613800138022", []string{"欧小明"}},
			{"e12345678", []string{"Smith John"}},
			{"Ｅ１２３４５６７８", []string{"Smith John"}},
			{"欧", []string{"欧小明", "欧阳春晓"}},
			{"欧 阳", []string{"欧阳春晓"}},
			{"阿依古丽•买买提", []string{"阿依古丽·买买提"}},
			{"阿依", []string{"阿依古丽·买买提"}},
			{"𠮷", []string{"𠮷田野"}},
			{"ouyang", []string{"欧阳春晓"}},
			{"ou yang chun", []string{"欧阳春晓"}},
			{"OuYangChunXiao", []string{"欧阳春晓"}},
			{"oycx", []string{"欧阳春晓"}},
			{"ou", []string{"欧小明", "欧阳春晓"}},
			{"o", []string{"欧小明", "欧阳春晓"}},
			{"lvliang", []string{"吕梁"}},
			{"ll", []string{"吕梁"}},
			{"smith", []string{"Smith John"}},
			{"春晓", nil}, {"ang", nil}, {"", nil}, {"  ", nil}, {"·", nil}, {"-", nil}, {"44020", nil}, {"13800138020", nil},
		} {
			if diff := cmp.Diff(c.want, names(t, d, k, c.q)); diff != "" {
				t.Errorf("%q: %s", c.q, diff)
			}
		}
		dbtest.View(t, d, func(tx *db.Tx) error {
			found, err := k.Search(tx, "o", 1)
			if len(found) != 1 {
				t.Errorf("%d found, want the limit", len(found))
			}
			return err
		})
	})
}

func names(t *testing.T, d *db.DB, k *citizen.Register, q string) (names []string) {
	t.Helper()
	dbtest.View(t, d, func(tx *db.Tx) error {
		found, err := k.Search(tx, q, 20)
		for _, c := range found {
			names = append(names, c.Name)
		}
		return err
	})
	return names
}

func TestScope(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		k := newRegister(t)
		street(t, d, k)
		number := idOf("440205", "19880808", 88)
		for _, c := range []struct {
			who   string
			scope db.Scope
			sees  bool
		}{
			{"nobody", db.Scope{}, false},
			{"a neighbour county", db.Scope{Paths: []string{wujiang}}, false},
			{"a county whose code begins alike", db.Scope{Paths: []string{"440000/440200/44020/"}}, false},
			{"the county", db.Scope{Paths: []string{qujiang}}, true},
			{"the city", db.Scope{Paths: []string{"440000/440200/"}}, true},
			{"two counties", db.Scope{Paths: []string{wujiang, qujiang}}, true},
		} {
			ctx := db.As(context.Background(), db.Actor{ID: 9, Name: "clerk", Scope: c.scope})
			err := d.View(ctx, func(tx *db.Tx) error {
				known, _, err := k.Find(tx, number)
				if err != nil {
					return err
				}
				if _, err := k.Get(tx, known.ID); (err == nil) != c.sees || err != nil && !fault.Is(err, fault.NotFound) {
					t.Errorf("%s: get: %v, want seen %v", c.who, err, c.sees)
				}
				many, err := k.GetMany(tx, []int64{known.ID})
				if (len(many) == 1) != c.sees || err != nil {
					t.Errorf("%s: %d got of many, want seen %v", c.who, len(many), c.sees)
				}
				for _, q := range []string{number, "吕", "lvl", "ll"} {
					found, err := k.Search(tx, q, 10)
					if err != nil || (len(found) == 1) != c.sees {
						t.Errorf("%s: a search found %d, %v, want seen %v", c.who, len(found), err, c.sees)
					}
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		}
	})
}
