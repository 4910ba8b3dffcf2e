package org_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/db/dbtest"
	"kaguan/internal/kit/fault"
	"kaguan/internal/record/org"
)

const (
	city    = "440000/440200/"
	wujiang = city + "440203/"
	xinhua  = wujiang + "440203001/"
)

// by is a context in which the officer of a region acts.
func by(name string, paths ...string) context.Context {
	return db.As(context.Background(), db.Actor{ID: 7, Name: name, Scope: db.Scope{Paths: paths},
		Rights: map[string]bool{"org.edit": true, "org.view": true}})
}

// house is a register with the seed, a centre and one office a level down.
type house struct {
	t                              *testing.T
	db                             *db.DB
	centre, county, other, townOne org.Agency
}

func newHouse(t *testing.T, d *db.DB) *house {
	t.Helper()
	h := &house{t: t, db: d}
	dbtest.Do(t, d, org.Seed)
	h.centre = h.add(org.Agency{Code: "4402", Name: "韶关市社会保障卡管理中心", Kind: org.KindCentre, RegionPath: city})
	h.county = h.add(org.Agency{Code: "44020301", Name: "武江区社保局", Kind: org.KindCounty, ParentID: h.centre.ID, RegionPath: wujiang})
	h.other = h.add(org.Agency{Code: "44020401", Name: "浈江区社保局", Kind: org.KindCounty, ParentID: h.centre.ID, RegionPath: city + "440204/"})
	h.townOne = h.add(org.Agency{Code: "44020302", Name: "新华街道人社所", Kind: org.KindTown, ParentID: h.county.ID, RegionPath: xinhua})
	return h
}

func (h *house) add(a org.Agency) org.Agency {
	h.t.Helper()
	dbtest.Do(h.t, h.db, func(tx *db.Tx) (err error) {
		a, err = org.AddAgency(tx, a)
		return err
	})
	return a
}

// refused runs a verb that must be refused with a kind and words, and must leave nothing.
func (h *house) refused(ctx context.Context, kind fault.Kind, words string, verb func(tx *db.Tx) error) {
	h.t.Helper()
	before := len(dbtest.Verbs(h.t, h.db))
	err := h.db.Do(ctx, verb)
	if !fault.Is(err, kind) || !strings.Contains(err.Error(), words) {
		h.t.Errorf("want %s with %q, got %v", kind, words, err)
	}
	if after := len(dbtest.Verbs(h.t, h.db)); after != before {
		h.t.Errorf("a refused verb left %d entries", after-before)
	}
}

func TestSeedLoadsTheTreeOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		dbtest.Do(t, d, org.Seed)
		dbtest.Do(t, d, org.Seed)
		if diff := cmp.Diff([]string{"org.seeded"}, dbtest.Verbs(t, d)); diff != "" {
			t.Error(diff)
		}
		dbtest.View(t, d, func(tx *db.Tx) error {
			counties, err := org.Children(tx, "440200")
			if err != nil {
				return err
			}
			towns := 0
			for _, c := range counties {
				below, err := org.Children(tx, c.Code)
				if err != nil {
					return err
				}
				towns += len(below)
			}
			if len(counties) != 10 || towns != 112 {
				t.Errorf("%d counties and %d towns, want 10 and 112", len(counties), towns)
			}
			r, err := org.FindRegion(tx, "440203001")
			if err != nil {
				return err
			}
			if diff := cmp.Diff(org.Region{Code: "440203001", Name: "新华街道", Level: org.Town, Parent: "440203", Path: xinhua}, r); diff != "" {
				t.Error(diff)
			}
			line, err := org.Ancestors(tx, "440203001")
			if err != nil {
				return err
			}
			if got := org.FullName(line); got != "韶关市武江区新华街道" || len(line) != 4 {
				t.Errorf("%q from %d regions", got, len(line))
			}
			if name, err := org.RegionName(tx, wujiang); err != nil || name != "武江区" {
				t.Errorf("%q %v", name, err)
			}
			for _, path := range []string{"440203/", "440000/440200/440299/", ""} {
				if _, err := org.RegionName(tx, path); !fault.Is(err, fault.NotFound) {
					t.Errorf("the name of %q: %v", path, err)
				}
			}
			banks, err := org.Banks(tx)
			if err != nil {
				return err
			}
			codes := ""
			for _, b := range banks {
				codes += b.Code + b.Short + b.Hotline + " "
			}
			if codes != "102工行95588 103农行95599 104中行95566 105建行95533 403邮储95580 " {
				t.Error(codes)
			}
			vendors, err := org.Vendors(tx)
			if len(vendors) != 0 {
				t.Errorf("the vendors begin with %v", vendors)
			}
			return err
		})
	})
}

func TestAVillageIsAddedAndClosed(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		h := newHouse(t, d)
		village := org.Region{Code: "440203001001", Name: "新华社区"}
		officer := by("county", wujiang)
		add := func(r org.Region) func(tx *db.Tx) error {
			return func(tx *db.Tx) error { _, err := org.AddRegion(tx, r); return err }
		}
		end := func(code string) func(tx *db.Tx) error {
			return func(tx *db.Tx) error { _, err := org.CloseRegion(tx, code); return err }
		}
		if err := d.Do(officer, add(village)); err != nil {
			t.Fatal(err)
		}
		h.refused(officer, fault.Conflict, "已经使用过", add(village))
		h.refused(officer, fault.Denied, "管辖范围", add(org.Region{Code: "440204001001", Name: "东河社区"}))
		h.refused(officer, fault.NotFound, "没有这个行政区划", add(org.Region{Code: "440203099001", Name: "无镇社区"}))
		for _, code := range []string{"", "44020300100", "4402030010011", "44020300100A", "440000", "４４０２０３００１００１"} {
			h.refused(officer, fault.Invalid, "区划代码", add(org.Region{Code: code, Name: "某村"}))
		}
		h.refused(officer, fault.Denied, "管辖范围", add(org.Region{Code: "440299", Name: "新区"}))
		h.refused(officer, fault.Invalid, "名称", add(org.Region{Code: "440203001002", Name: " "}))
		h.refused(officer, fault.Invalid, "启用日期", add(org.Region{Code: "440203001002", Name: "某村", Validity: org.Validity{From: "2026-13-01"}}))

		h.refused(officer, fault.Conflict, "1 个在用的下级区划、1 个在用的机构", end("440203001"))
		h.refused(by("other", city+"440204/"), fault.Denied, "管辖范围", end(village.Code))
		if err := d.Do(officer, end(village.Code)); err != nil {
			t.Fatal(err)
		}
		h.refused(officer, fault.Conflict, "已停用", end(village.Code))
		h.refused(officer, fault.Conflict, "0 个在用的下级区划、1 个在用的机构", end("440203001"))
		dbtest.View(t, d, func(tx *db.Tx) error {
			open, err := org.Children(tx, "440203001")
			if err != nil || len(open) != 0 {
				t.Errorf("a closed village is offered: %v %v", open, err)
			}
			r, err := org.FindRegion(tx, village.Code)
			if r.From != "2026-11-23" || r.To != "2026-11-23" || r.On("2026-11-23") {
				t.Errorf("%+v", r)
			}
			return err
		})
	})
}

func TestAgenciesStandWhereTheyFit(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		h := newHouse(t, d)
		system := db.System(context.Background(), "test")
		for _, c := range []struct {
			a     org.Agency
			kind  fault.Kind
			words string
		}{
			{org.Agency{Kind: org.KindCentre, RegionPath: city}, fault.Conflict, "已经登记"},
			{org.Agency{Kind: org.KindCentre, RegionPath: city, ParentID: h.centre.ID}, fault.Invalid, "没有上级机构"},
			{org.Agency{Kind: org.KindTown, RegionPath: xinhua}, fault.Invalid, "请选择上级机构：县区经办机构"},
			{org.Agency{Kind: org.KindTown, RegionPath: xinhua, ParentID: h.centre.ID}, fault.Invalid, "上级应为县区经办机构"},
			{org.Agency{Kind: org.KindTown, RegionPath: xinhua, ParentID: h.other.ID}, fault.Invalid, "不属于上级机构"},
			{org.Agency{Kind: org.KindTown, RegionPath: wujiang, ParentID: h.county.ID}, fault.Invalid, "这一级区划"},
			{org.Agency{Kind: org.KindTown, RegionPath: "440203999", ParentID: h.county.ID}, fault.NotFound, "没有这个行政区划"},
			{org.Agency{Kind: org.KindTown, RegionPath: xinhua, ParentID: 999}, fault.NotFound, "没有找到这个机构"},
			{org.Agency{Kind: org.KindTown, RegionPath: xinhua, ParentID: h.county.ID, BankCode: "102"}, fault.Invalid, "不能选择银行"},
			{org.Agency{Kind: org.KindOutlet, RegionPath: xinhua, ParentID: h.county.ID}, fault.Invalid, "必须选择所属银行"},
			{org.Agency{Kind: org.KindOutlet, RegionPath: xinhua, ParentID: h.county.ID, BankCode: "999"}, fault.NotFound, "没有这家服务银行"},
			{org.Agency{Kind: "shop", RegionPath: xinhua, ParentID: h.county.ID}, fault.Invalid, "请选择机构类别"},
			{org.Agency{Kind: org.KindTown, RegionPath: xinhua, ParentID: h.county.ID, Code: "44020301"}, fault.Conflict, "已经使用过"},
			{org.Agency{Kind: org.KindTown, RegionPath: xinhua, ParentID: h.county.ID, Code: "武江"}, fault.Invalid, "机构编码"},
			{org.Agency{Kind: org.KindTown, RegionPath: xinhua, ParentID: h.county.ID, Name: strings.Repeat("长", 61)}, fault.Invalid, "机构名称"},
			{org.Agency{Kind: org.KindTown, RegionPath: xinhua, ParentID: h.county.ID, Validity: org.Validity{From: "明天"}}, fault.Invalid, "启用日期"},
		} {
			if c.a.Code == "" {
				c.a.Code = "TEST01"
			}
			if c.a.Name == "" {
				c.a.Name = "某机构"
			}
			h.refused(system, c.kind, c.words, func(tx *db.Tx) error { _, err := org.AddAgency(tx, c.a); return err })
		}
		outlet := h.add(org.Agency{Code: "b102001", Name: "工行新华支行", Kind: org.KindOutlet, ParentID: h.centre.ID, RegionPath: xinhua, BankCode: "102"})
		if outlet.BankShort != "工行" || outlet.Code != "B102001" || outlet.RegionName != "新华街道" || outlet.ParentName != h.centre.Name || outlet.From != "2026-11-23" {
			t.Errorf("%+v", outlet)
		}
		h.refused(system, fault.Invalid, "上级应为", func(tx *db.Tx) error {
			_, err := org.AddAgency(tx, org.Agency{Code: "TEST02", Name: "某单位", Kind: org.KindUnit, ParentID: outlet.ID, RegionPath: xinhua})
			return err
		})
	})
}

func TestAnOfficerEditsInsideHisRegionOnly(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		h := newHouse(t, d)
		officer, bank := by("county", wujiang), db.As(context.Background(), db.Actor{ID: 8, Name: "bank", Scope: db.Scope{Paths: []string{wujiang}, Bank: "102"}})
		add := func(a org.Agency) func(tx *db.Tx) error {
			return func(tx *db.Tx) error { _, err := org.AddAgency(tx, a); return err }
		}
		unit := org.Agency{Code: "U001", Name: "韶关某某公司", Kind: org.KindUnit, ParentID: h.county.ID, RegionPath: xinhua}
		if err := d.Do(officer, add(unit)); err != nil {
			t.Fatal(err)
		}
		unit.Code = "U002"
		h.refused(bank, fault.Denied, "管辖范围", add(unit))
		unit.ParentID = h.other.ID
		h.refused(officer, fault.NotFound, "没有找到这个机构", add(unit))
		unit.ParentID, unit.RegionPath = h.county.ID, city+"440204/"
		h.refused(officer, fault.Denied, "管辖范围", add(unit))
		for _, id := range []int64{h.other.ID, h.centre.ID} {
			h.refused(officer, fault.NotFound, "没有找到这个机构", func(tx *db.Tx) error {
				_, err := org.UpdateAgency(tx, id, org.Amendment{Name: "改名"})
				return err
			})
			h.refused(officer, fault.NotFound, "没有找到这个机构", func(tx *db.Tx) error { _, err := org.CloseAgency(tx, id); return err })
		}
		h.refused(bank, fault.Denied, "管辖范围", func(tx *db.Tx) error { _, err := org.CloseAgency(tx, h.townOne.ID); return err })
		h.refused(officer, fault.Denied, "市级", func(tx *db.Tx) error {
			_, err := org.AddVendor(tx, org.Vendor{Code: "V01", Name: "某卡商"})
			return err
		})
		if err := d.View(officer, func(tx *db.Tx) error {
			mine, total, err := org.Agencies(tx, org.AgencyFilter{Limit: 50})
			if err != nil {
				return err
			}
			names := []string{}
			for _, a := range mine {
				names = append(names, a.Code)
			}
			if diff := cmp.Diff([]string{"44020301", "44020302", "U001"}, names); diff != "" || total != 3 {
				t.Errorf("%d: %s", total, diff)
			}
			if _, err := org.FindAgencyByCode(tx, "44020401"); !fault.Is(err, fault.NotFound) {
				t.Errorf("a foreign agency by its code: %v", err)
			}
			if a, err := org.NamedAgency(tx, h.centre.ID); err != nil || a.Name != h.centre.Name {
				t.Errorf("%+v %v", a, err)
			}
			centre, err := org.Centre(tx)
			if centre.ID != h.centre.ID {
				t.Errorf("%+v", centre)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	})
}

func TestAnAgencyIsChangedAndClosed(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		h := newHouse(t, d)
		officer := by("county", wujiang)
		update := func(id int64, to org.Amendment) func(tx *db.Tx) error {
			return func(tx *db.Tx) error { _, err := org.UpdateAgency(tx, id, to); return err }
		}
		end := func(id int64) func(tx *db.Tx) error {
			return func(tx *db.Tx) error { _, err := org.CloseAgency(tx, id); return err }
		}
		// The county's own office hangs below the centre, which its officer does not see.
		if err := d.Do(officer, update(h.county.ID, org.Amendment{Name: "武江区社会保障局", ParentID: h.centre.ID, Phone: "0751-8000000"})); err != nil {
			t.Fatal(err)
		}
		h.refused(officer, fault.Invalid, "没有任何改动", update(h.county.ID, org.Amendment{Name: "武江区社会保障局 ", ParentID: h.centre.ID, Phone: "0751-8000000"}))
		h.refused(officer, fault.Invalid, "请选择上级机构", update(h.townOne.ID, org.Amendment{Name: "新华"}))
		h.refused(officer, fault.NotFound, "没有找到这个机构", update(h.townOne.ID, org.Amendment{Name: "新华", ParentID: h.other.ID}))
		h.refused(db.System(context.Background(), "test"), fault.Invalid, "不属于上级机构", update(h.townOne.ID, org.Amendment{Name: "新华", ParentID: h.other.ID}))
		h.refused(officer, fault.Invalid, "机构名称", update(h.townOne.ID, org.Amendment{ParentID: h.county.ID}))
		h.refused(officer, fault.Conflict, "1 个在用的下级机构", end(h.county.ID))
		if err := d.Do(officer, end(h.townOne.ID)); err != nil {
			t.Fatal(err)
		}
		h.refused(officer, fault.Conflict, "已停用", end(h.townOne.ID))
		h.refused(officer, fault.Conflict, "已停用", update(h.townOne.ID, org.Amendment{Name: "新华", ParentID: h.county.ID}))
		if err := d.Do(officer, end(h.county.ID)); err != nil {
			t.Fatal(err)
		}
		h.refused(officer, fault.Conflict, "不在使用中", func(tx *db.Tx) error {
			_, err := org.AddAgency(tx, org.Agency{Code: "T99", Name: "某所", Kind: org.KindTown, ParentID: h.county.ID, RegionPath: xinhua})
			return err
		})
		dbtest.View(t, d, func(tx *db.Tx) error {
			entries, err := tx.Journal(db.JournalFilter{Kind: "agency", Subject: db.Ref("agency", h.county.ID).ID, Limit: 10})
			if err != nil {
				return err
			}
			want := `{"name":["武江区社保局","武江区社会保障局"],"phone":["","0751-8000000"]}`
			if len(entries) != 3 || entries[0].Verb != "org.agency_closed" || string(entries[1].Detail) != want {
				t.Errorf("%+v", entries)
			}
			return nil
		})
	})
}

func TestAPlannedAgencyOpensByItsDate(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		h := newHouse(t, d)
		a := h.add(org.Agency{Code: "PLAN1", Name: "西河镇人社所", Kind: org.KindTown, ParentID: h.county.ID, RegionPath: "440203101", Validity: org.Validity{From: "2026-12-01"}})
		b := h.add(org.Agency{Code: "PLAN2", Name: "龙归镇人社所", Kind: org.KindTown, ParentID: h.county.ID, RegionPath: "440203102", Validity: org.Validity{From: "2026-12-01"}})
		dbtest.Do(t, d, func(tx *db.Tx) error { _, err := org.CloseAgency(tx, b.ID); return err })
		in := func(s org.State) (codes []string) {
			dbtest.View(t, d, func(tx *db.Tx) error {
				agencies, total, err := org.Agencies(tx, org.AgencyFilter{State: s, Query: "人社所", Limit: 10})
				for _, a := range agencies {
					codes = append(codes, a.Code)
				}
				if int(total) != len(agencies) {
					t.Errorf("%d of %d", len(agencies), total)
				}
				return err
			})
			return codes
		}
		if diff := cmp.Diff([][]string{{"44020302"}, {"PLAN1"}, {"PLAN2"}}, [][]string{in(org.Open), in(org.Planned), in(org.Closed)}); diff != "" {
			t.Error(diff)
		}
		now.Advance(8 * 24 * time.Hour)
		if diff := cmp.Diff([][]string{{"44020302", "PLAN1"}, nil, {"PLAN2"}}, [][]string{in(org.Open), in(org.Planned), in(org.Closed)}); diff != "" {
			t.Error(diff)
		}
		h.refused(by("county", wujiang), fault.Conflict, "1 个在用的机构", func(tx *db.Tx) error { _, err := org.CloseRegion(tx, "440203101"); return err })
		dbtest.Do(t, d, func(tx *db.Tx) error { _, err := org.CloseAgency(tx, a.ID); return err })
		dbtest.Do(t, d, func(tx *db.Tx) error { _, err := org.CloseRegion(tx, "440203101"); return err })
	})
}

func TestAWordIsSearchedLiterally(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		newHouse(t, d)
		dbtest.View(t, d, func(tx *db.Tx) error {
			for _, q := range []string{"%", "_", "!", "武_区"} {
				if _, total, err := org.Agencies(tx, org.AgencyFilter{Query: q, Limit: 5}); err != nil || total != 0 {
					t.Errorf("%q finds %d, %v", q, total, err)
				}
			}
			_, total, err := org.Agencies(tx, org.AgencyFilter{Query: "440203", Limit: 5})
			if total != 2 {
				t.Errorf("the beginning of a code finds %d", total)
			}
			return err
		})
	})
}

func TestBanksAndVendorsComeAndGo(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		h := newHouse(t, d)
		officer := by("city", city)
		must := func(verb func(tx *db.Tx) error) {
			t.Helper()
			if err := d.Do(officer, verb); err != nil {
				t.Fatal(err)
			}
		}
		addVendor := func(tx *db.Tx) error {
			_, err := org.AddVendor(tx, org.Vendor{Code: "v01", Name: "某卡商"})
			return err
		}
		addBank := func(tx *db.Tx) error {
			_, err := org.AddBank(tx, org.Bank{Code: "402", Name: "韶关农村商业银行", Short: "农商行"})
			return err
		}
		must(addVendor)
		must(addBank)
		h.refused(officer, fault.Conflict, "已经登记过", addVendor)
		h.refused(officer, fault.Conflict, "已经登记过", addBank)
		h.refused(officer, fault.Invalid, "共 3 处", func(tx *db.Tx) error { _, err := org.AddBank(tx, org.Bank{Code: "95588"}); return err })
		h.refused(officer, fault.Invalid, "卡商代码", func(tx *db.Tx) error {
			_, err := org.AddVendor(tx, org.Vendor{Code: "卡", Name: "某"})
			return err
		})
		closeBank := func(tx *db.Tx) error { _, err := org.CloseBank(tx, "402"); return err }
		closeVendor := func(tx *db.Tx) error { _, err := org.CloseVendor(tx, "V01"); return err }
		must(closeBank)
		must(closeVendor)
		h.refused(officer, fault.Conflict, "已停用", closeBank)
		h.refused(officer, fault.Conflict, "已停用", closeVendor)
		h.refused(officer, fault.NotFound, "没有这家卡商", func(tx *db.Tx) error { _, err := org.CloseVendor(tx, "V99"); return err })
		h.refused(officer, fault.Conflict, "不是服务银行", func(tx *db.Tx) error {
			_, err := org.AddAgency(tx, org.Agency{Code: "B402", Name: "网点", Kind: org.KindOutlet, ParentID: h.county.ID, RegionPath: xinhua, BankCode: "402"})
			return err
		})
		dbtest.View(t, d, func(tx *db.Tx) error {
			banks, err := org.Banks(tx)
			if len(banks) != 5 {
				t.Errorf("%d banks serve, want the first five", len(banks))
			}
			return err
		})
	})
}

func TestWithoutACentreNothingGoes(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		dbtest.View(t, d, func(tx *db.Tx) error {
			if _, err := org.Centre(tx); !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "机构管理") {
				t.Errorf("without a centre: %v", err)
			}
			return nil
		})
	})
}
