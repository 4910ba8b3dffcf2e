package citizen_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/db/dbtest"
	"kaguan/internal/kit/fault"
	"kaguan/internal/record/citizen"
)

// crowd invents n people.
func crowd(n int) []citizen.Citizen {
	list := make([]citizen.Citizen, n)
	for i := range list {
		birth := time.Date(1960, 1, 1+i/1000, 0, 0, 0, 0, time.UTC).Format("20060102")
		list[i] = ouyang()
		list[i].IDNumber = idOf("440203", birth, i%1000)
	}
	return list
}

func putMany(d *db.DB, k *citizen.Register, list []citizen.Citizen) (ids []int64, err error) {
	err = d.Do(db.System(context.Background(), "test"), func(tx *db.Tx) error {
		ids, err = k.PutMany(tx, list, db.Ref("import", 7))
		return err
	})
	return ids, err
}

func TestPutMany(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		k := newRegister(t)
		list := crowd(5200)
		old := put(t, d, k, list[30])
		list[30].UnitName = "虚构纺织厂"

		began := time.Now()
		ids, err := putMany(d, k, list)
		if err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took > 20*time.Second {
			t.Errorf("%d people took %s", len(list), took)
		}
		if ids[30] != old {
			t.Errorf("the known person came back as %d, want %d", ids[30], old)
		}
		dbtest.View(t, d, func(tx *db.Tx) error {
			for _, i := range []int{0, 30, 4999, 5000, 5199} {
				c, err := k.Get(tx, ids[i])
				if err != nil || c.IDNumber != list[i].IDNumber || c.UnitName != list[i].UnitName || c.Initials != "oycx" {
					t.Errorf("person %d: %v", i, err)
				}
			}
			many, err := k.GetMany(tx, ids)
			if len(many) != len(list) {
				t.Errorf("%d of %d people", len(many), len(list))
			}
			return err
		})

		entries, text := journal(t, d)
		if len(entries) != 3 {
			t.Fatalf("%d entries, want one for the person and one a chunk", len(entries))
		}
		var detail struct {
			Added, Changed int
			Digest         string
			Changes        map[int64]db.Changes
		}
		if err := json.Unmarshal(entries[1].Detail, &detail); err != nil {
			t.Fatal(err)
		}
		if e := entries[1]; e.Verb != "citizen.imported" || e.Kind != "import" || e.Subject != "7" || detail.Added != 4999 || detail.Changed != 1 ||
			len(detail.Digest) != 64 || detail.Changes[old]["unitName"] != [2]string{"虚构机械厂", "虚构纺织厂"} {
			t.Errorf("%s %s %s %+v", e.Verb, e.Kind, e.Subject, detail)
		}
		for _, i := range []int{0, 30, 5199} {
			if strings.Contains(text, list[i].IDNumber) {
				t.Error("the journal holds a plain ID number")
			}
		}

		again, err := putMany(d, k, list)
		if err != nil || again[0] != ids[0] || again[5199] != ids[5199] {
			t.Errorf("the same list again: %v", err)
		}
		if entries, _ := journal(t, d); len(entries) != 3 {
			t.Errorf("the same list again was noted: %d entries", len(entries))
		}
	})
}

func TestPutManyRefusesANumberTwice(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		k := newRegister(t)
		list := crowd(5)
		list[4], list[2].IDNumber = list[1], ""
		_, err := putMany(d, k, list)
		f := fault.As(err)
		if f == nil || f.Kind != fault.Invalid || len(f.Fields) != 2 {
			t.Fatalf("%v, want two places", err)
		}
		if words := f.Fields[0].Words + f.Fields[1].Words; !strings.Contains(words, "第 3 行没有") || !strings.Contains(words, "第 5 行与第 2 行") || strings.Contains(words, list[1].IDNumber) {
			t.Error(words)
		}
		if verbs := dbtest.Verbs(t, d); len(verbs) != 0 {
			t.Errorf("something was written: %v", verbs)
		}
	})
}
