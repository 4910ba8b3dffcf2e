package psam

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/db/dbtest"
	"kaguan/internal/kit/fault"
	"kaguan/internal/record/org"
)

// room is a desk with a centre and two counties' agencies.
type room struct {
	*Desk
	t         *testing.T
	wujiang   org.Agency
	zhenjiang org.Agency
}

func each(t *testing.T, test func(t *testing.T, r *room)) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Hand) {
		r := &room{Desk: NewDesk(d), t: t}
		dbtest.Do(t, d, func(tx *db.Tx) error {
			if err := org.Seed(tx); err != nil {
				return err
			}
			centre, err := org.AddAgency(tx, org.Agency{Code: "4402", Name: "市卡管理中心", Kind: org.KindCentre, RegionPath: "440000/440200/"})
			if err != nil {
				return err
			}
			if r.wujiang, err = org.AddAgency(tx, org.Agency{Code: "440203", Name: "武江区", Kind: org.KindCounty, ParentID: centre.ID, RegionPath: "440000/440200/440203/"}); err != nil {
				return err
			}
			r.zhenjiang, err = org.AddAgency(tx, org.Agency{Code: "440204", Name: "浈江区", Kind: org.KindCounty, ParentID: centre.ID, RegionPath: "440000/440200/440204/"})
			return err
		})
		test(t, r)
	})
}

// as is a context in which somebody of the whole city acts.
func as(name string) context.Context {
	return db.As(context.Background(), db.Actor{ID: 1, Name: name, Scope: db.Scope{All: true}, Rights: map[string]bool{"psam.stock": true}})
}

func (r *room) stock(from, to string) []int64 {
	r.t.Helper()
	if _, err := r.StockIn(as("stocker"), Delivery{From: from, To: to, KeyVersion: "01", Vendor: "卡商甲", Box: "B1"}); err != nil {
		r.t.Fatal(err)
	}
	var ids []int64
	dbtest.View(r.t, r.db, func(tx *db.Tx) error {
		modules, _, err := list(tx, Filter{Limit: 10_000})
		for _, m := range modules {
			if m.Serial >= from && m.Serial <= to {
				ids = append(ids, m.ID)
			}
		}
		return err
	})
	return ids
}

func (r *room) get(id int64) (m Module) {
	r.t.Helper()
	dbtest.View(r.t, r.db, func(tx *db.Tx) (err error) {
		m, err = find(tx, id)
		return err
	})
	return m
}

func TestStockInTakesWholeDeliveriesOnly(t *testing.T) {
	each(t, func(t *testing.T, r *room) {
		if ids := r.stock("4402000001", "4402000050"); len(ids) != 50 {
			t.Fatalf("stocked %d", len(ids))
		}
		slip, err := r.StockIn(as("stocker"), Delivery{Serials: []string{"4402000050", "4402000051"}, KeyVersion: "01", Vendor: "卡商甲"})
		if !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "4402000050") || slip.ID != 0 {
			t.Errorf("a known serial went through: %v", err)
		}
		_, err = r.StockIn(as("stocker"), Delivery{Serials: []string{"4402000060", "x", "4402000060"}, KeyVersion: "01", Vendor: "卡商甲"})
		if f := fault.As(err); f == nil || len(f.Fields) != 2 || f.Fields[0].Name != "serials[1]" || f.Fields[1].Code != "twice" {
			t.Errorf("fields = %+v", f)
		}
		var total int64
		dbtest.View(t, r.db, func(tx *db.Tx) (err error) {
			_, total, err = list(tx, Filter{Limit: 1})
			return err
		})
		if total != 50 {
			t.Errorf("%d modules after two refused deliveries", total)
		}
		if got := dbtest.Verbs(t, r.db); got[len(got)-1] != "psam.stocked" || slices.Index(got, "psam.stocked") != len(got)-1 {
			t.Errorf("journal = %v, want one psam.stocked for the whole slip", got)
		}
	})
}

func TestHandOutIsAllOrNothing(t *testing.T) {
	each(t, func(t *testing.T, r *room) {
		ids := r.stock("4402000001", "4402000003")
		if _, err := r.HandOut(as("hander"), Handing{IDs: ids[:1], AgencyID: r.wujiang.ID, Terminal: "T1", Receiver: "李四"}); err != nil {
			t.Fatal(err)
		}
		m := r.get(ids[0])
		if m.State != Out || m.AgencyName != "武江区" || m.RegionPath != r.wujiang.RegionPath || m.Receiver != "李四" {
			t.Errorf("module = %+v", m)
		}
		_, err := r.HandOut(as("hander"), Handing{IDs: ids, AgencyID: r.zhenjiang.ID, Receiver: "王五"})
		if !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "收回入库") {
			t.Errorf("one of three is out already: %v", err)
		}
		if m := r.get(ids[1]); m.State != Stock {
			t.Errorf("a refused hand-out moved %+v", m)
		}
		if _, err := r.HandOut(as("hander"), Handing{IDs: ids[1:], AgencyID: r.wujiang.ID}); !fault.Is(err, fault.Invalid) {
			t.Errorf("without a receiver: %v", err)
		}
	})
}

func TestDamageIsJudgedByAnotherPerson(t *testing.T) {
	each(t, func(t *testing.T, r *room) {
		ids := r.stock("4402000001", "4402000002")
		for _, id := range ids {
			if err := r.ReportDamage(as("reporter"), id, "无法读取"); err != nil {
				t.Fatal(err)
			}
		}
		if err := r.ConfirmDamage(as("reporter"), ids[0], "确认"); !fault.Is(err, fault.Denied) {
			t.Errorf("the reporter judged his own report: %v", err)
		}
		if err := r.RefuseDamage(as("reporter"), ids[0], "不是"); !fault.Is(err, fault.Denied) {
			t.Errorf("the reporter judged his own report: %v", err)
		}
		for _, step := range []error{r.ConfirmDamage(as("judge"), ids[0], "芯片损坏"), r.Destroy(as("judge"), ids[0], "王五见证"), r.RefuseDamage(as("judge"), ids[1], "可以读取")} {
			if step != nil {
				t.Fatal(step)
			}
		}
		if m := r.get(ids[0]); m.State != Destroyed || m.AgencyID != 0 {
			t.Errorf("destroyed module is still somewhere: %+v", m)
		}
		if m := r.get(ids[1]); m.State != Stock {
			t.Errorf("refused report: %+v", m)
		}
		want := []string{"psam.stocked", "psam.damage_reported", "psam.damage_reported", "psam.damage_confirmed", "psam.destroyed", "psam.damage_refused"}
		got := dbtest.Verbs(t, r.db)
		if diff := cmp.Diff(want, got[len(got)-len(want):]); diff != "" {
			t.Errorf("journal (-want +got):\n%s", diff)
		}
	})
}

func TestStepsAskForWords(t *testing.T) {
	each(t, func(t *testing.T, r *room) {
		id := r.stock("4402000001", "4402000001")[0]
		if err := r.ReportLoss(as("reporter"), id, "  "); !fault.Is(err, fault.Invalid) {
			t.Errorf("a loss without a reason: %v", err)
		}
		if err := r.ReportLoss(as("reporter"), id, "盘点缺少"); err != nil {
			t.Fatal(err)
		}
		if err := r.TakeBack(as("reporter"), id, "x"); !fault.Is(err, fault.Conflict) {
			t.Errorf("a lost module was taken back: %v", err)
		}
		if err := r.Find(as("finder"), id, "在抽屉里"); err != nil {
			t.Error(err)
		}
	})
}

// TestLedgerHasEachModuleAtOnePlace is the promise of double entry: walking the
// ledger of any module, each row begins where the one before ended, and the last
// ends where the module is.
func TestLedgerHasEachModuleAtOnePlace(t *testing.T) {
	each(t, func(t *testing.T, r *room) {
		ids := r.stock("4402000001", "4402000004")
		ctx := as("clerk")
		if _, err := r.HandOut(ctx, Handing{IDs: ids[:3], AgencyID: r.wujiang.ID, Receiver: "李四"}); err != nil {
			t.Fatal(err)
		}
		for _, err := range []error{r.TakeBack(ctx, ids[0], "不用了"), r.ReportDamage(ctx, ids[1], "坏"), r.RefuseDamage(as("judge"), ids[1], "好的"), r.ReportLoss(ctx, ids[2], "找不到")} {
			if err != nil {
				t.Fatal(err)
			}
		}
		type place struct{ from, to, agency int64 }
		dbtest.View(t, r.db, func(tx *db.Tx) error {
			for _, id := range ids {
				rows, err := db.All(tx, func(s db.Scanner) (p place, err error) {
					err = s.Scan(&p.from, &p.to, &p.agency)
					return p, err
				}, `SELECT m.from_agency, m.to_agency, p.agency_id FROM psam_move m JOIN psam p ON p.id = m.psam_id WHERE p.id = $1 ORDER BY m.id`, id)
				if err != nil {
					return err
				}
				at := int64(0)
				for _, row := range rows {
					if row.from != at {
						t.Errorf("module %d: a row begins at %d, the one before ended at %d", id, row.from, at)
					}
					at = row.to
				}
				if at != rows[0].agency {
					t.Errorf("module %d: the ledger ends at %d, the module is at %d", id, at, rows[0].agency)
				}
			}
			return nil
		})
	})
}

func TestTwoClerksOneModule(t *testing.T) {
	each(t, func(t *testing.T, r *room) {
		ids := r.stock("4402000001", "4402000001")
		var wg sync.WaitGroup
		done := make(chan error, 8)
		for i := range 8 {
			wg.Go(func() {
				_, err := r.HandOut(as(fmt.Sprint("clerk", i)), Handing{IDs: ids, AgencyID: r.wujiang.ID, Receiver: "李四"})
				done <- err
			})
		}
		wg.Wait()
		close(done)
		won := 0
		for err := range done {
			switch {
			case err == nil:
				won++
			case !fault.Is(err, fault.Conflict):
				t.Errorf("the loser got %v", err)
			}
		}
		if won != 1 {
			t.Errorf("%d of eight clerks handed the module out", won)
		}
	})
}

func TestForeignCountySeesNothing(t *testing.T) {
	each(t, func(t *testing.T, r *room) {
		ids := r.stock("4402000001", "4402000002")
		if _, err := r.HandOut(as("clerk"), Handing{IDs: ids[:1], AgencyID: r.wujiang.ID, Receiver: "李四"}); err != nil {
			t.Fatal(err)
		}
		zhenjiang := db.As(context.Background(), db.Actor{ID: 2, Name: "zhenjiang", Scope: db.Scope{Paths: []string{r.zhenjiang.RegionPath}}})
		if err := r.ReportDamage(zhenjiang, ids[0], "坏"); !fault.Is(err, fault.NotFound) {
			t.Errorf("another county's module: %v", err)
		}
		page, err := r.list(zhenjiang, &listInput{})
		if err != nil || page.Total != 0 {
			t.Errorf("another county's list: %+v, %v", page, err)
		}
		wujiang := db.As(context.Background(), db.Actor{ID: 3, Name: "wujiang", Scope: db.Scope{Paths: []string{r.wujiang.RegionPath}}})
		if err := r.ReportDamage(wujiang, ids[0], "坏"); err != nil {
			t.Errorf("its own module: %v", err)
		}
	})
}

func TestPagesShowEachModuleOnce(t *testing.T) {
	each(t, func(t *testing.T, r *room) {
		r.stock("4402000001", "4402000025")
		var seen []string
		in := &listInput{Q: "44020000"}
		in.Limit = 10
		for range 5 {
			page, err := r.list(as("clerk"), in)
			if err != nil || page.Total != 25 {
				t.Fatalf("%+v, %v", page, err)
			}
			for _, m := range page.Items {
				seen = append(seen, m.Serial)
			}
			if in.After = page.Next; page.Next == "" {
				break
			}
		}
		if len(seen) != 25 || len(slices.Compact(slices.Clone(seen))) != 25 {
			t.Errorf("pages showed %d modules: %v", len(seen), seen)
		}
	})
}
