package setting_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/db/dbtest"
	"kaguan/internal/kit/fault"
	"kaguan/internal/record/setting"
)

func TestStates(t *testing.T) {
	t.Parallel()
	if err := setting.CodeTable.Check(); err != nil {
		t.Error(err)
	}
	golden(t, "states.golden", setting.CodeTable.Matrix())
}

func add(table, code, name, from string) func(tx *db.Tx) error {
	return func(tx *db.Tx) error {
		_, err := setting.AddCode(tx, setting.Item{Table: table, Code: code, Name: name, From: from})
		return err
	}
}

func end(table, code string) func(tx *db.Tx) error {
	return func(tx *db.Tx) error { _, err := setting.CloseCode(tx, table, code); return err }
}

func mapTo(partner, table, code, theirs string) func(tx *db.Tx) error {
	return func(tx *db.Tx) error {
		_, err := setting.MapCode(tx, partner, table, code, theirs)
		return err
	}
}

func load(t *testing.T, d *db.DB) (set *setting.CodeSet) {
	t.Helper()
	dbtest.View(t, d, func(tx *db.Tx) (err error) {
		set, err = setting.LoadCodes(tx)
		return err
	})
	return set
}

func TestSeedPutsInWhatIsMissing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		dbtest.Do(t, d, setting.Seed)
		dbtest.Do(t, d, setting.Seed)
		if diff := cmp.Diff([]string{"setting.codes_seeded"}, dbtest.Verbs(t, d)); diff != "" {
			t.Error(diff)
		}
		want := map[string]int{"sex": 4, "ethnic": 58, "nationality": 80, "doc_type": 8, "household": 18, "category": 9, "person_state": 3, "occupation": 8,
			"guardian_relation": 5, "application_kind": 5, "reason": 7, "collect_way": 5, "priority": 4}
		dbtest.View(t, d, func(tx *db.Tx) error {
			for _, table := range setting.Tables() {
				codes, err := setting.Codes(tx, table.Name)
				if err != nil {
					return err
				}
				if len(codes) != want[table.Name] {
					t.Errorf("%s has %d codes, want %d", table.Name, len(codes), want[table.Name])
				}
				if codes[0].Source != table.Source {
					t.Errorf("%s is from %q", table.Name, codes[0].Source)
				}
			}
			for _, c := range []struct{ table, code, name string }{
				{setting.Sex, "1", "男"}, {setting.Ethnic, "13", "瑶族"}, {setting.Ethnic, "22", "畲族"}, {setting.Ethnic, "56", "基诺族"}, {setting.Nationality, "CHN", "中国"},
				{setting.DocType, "01", "居民身份证(户口簿)"}, {setting.Reason, "51", "遗失"}, {setting.ApplicationKind, "07", "质保换卡"},
			} {
				if name, ok, err := setting.Code(tx, c.table, c.code); name != c.name || !ok || err != nil {
					t.Errorf("%s %s is %q %v %v, want %q", c.table, c.code, name, ok, err, c.name)
				}
			}
			if _, ok, err := setting.Code(tx, setting.Sex, "3"); ok || err != nil {
				t.Errorf("a sex that does not exist: %v %v", ok, err)
			}
			return nil
		})
	})
}

func TestACodeIsAddedAndClosed(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		dbtest.Do(t, d, setting.Seed)
		dbtest.Do(t, d, add(setting.Category, "10", "新业态人员", "2026-12-01"))
		valid := func(code, on string) (ok bool) {
			dbtest.View(t, d, func(tx *db.Tx) (err error) {
				ok, err = setting.Valid(tx, setting.Category, code, on)
				if ours := load(t, d).Valid(setting.Category, code, on); ours != ok {
					t.Errorf("the snapshot says %v of %s on %s, the table %v", ours, code, on, ok)
				}
				return err
			})
			return ok
		}
		if valid("10", "2026-11-30") || !valid("10", "2026-12-01") || !valid("1", "1990-01-01") || valid("11", "2026-12-01") {
			t.Error("a code is valid from its first day on, and not before")
		}
		refused(t, d, fault.Conflict, "已经使用过", add(setting.Category, "8", "另一类", ""))
		refused(t, d, fault.Conflict, "同名", add(setting.Category, "12", "失业", ""))
		refused(t, d, fault.Conflict, "不能增减代码", add(setting.Sex, "3", "其他", ""))
		refused(t, d, fault.Conflict, "不能增减代码", end(setting.Sex, "9"))
		refused(t, d, fault.NotFound, "没有这个代码表", add("colour", "1", "红", ""))
		refused(t, d, fault.NotFound, "没有这个代码，", end(setting.Category, "99"))
		refused(t, d, fault.Invalid, "共 3 处", add(setting.Category, "一", "", "明天"))

		dbtest.Do(t, d, end(setting.Category, "8"))
		refused(t, d, fault.Conflict, "已停用", end(setting.Category, "8"))
		if valid("8", "2026-11-23") || !valid("8", "2026-11-22") {
			t.Error("a code closed today is valid until yesterday")
		}
		dbtest.Do(t, d, add(setting.Category, "81", "失业", "")) // its name is free again
		refused(t, d, fault.Conflict, "已经使用过", add(setting.Category, "8", "再用", ""))
		set := load(t, d)
		if name, ok := set.Name(setting.Category, "8"); name != "失业" || !ok {
			t.Error("an old record cannot show its closed code")
		}
		if code, ok := set.Find(setting.Category, "失业", "2026-11-23"); code != "81" || !ok {
			t.Errorf("失业 is %q today", code)
		}
		if code, ok := set.Find(setting.Category, "失业", "2026-11-01"); code != "8" || !ok {
			t.Errorf("失业 was %q then", code)
		}
		dbtest.Do(t, d, end(setting.Category, "10")) // still planned: it never begins
		now.Advance(30 * 24 * time.Hour)
		if valid("10", "2026-12-01") {
			t.Error("a code closed before it began is valid")
		}
		dbtest.Do(t, d, setting.Seed)
		if valid("8", "2026-12-23") {
			t.Error("the next start opened a closed code again")
		}
	})
}

func TestACodeIsFoundAsPeopleWriteIt(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t, dbtest.LiteURL(t), clock.NewHand(dbtest.Start))
	dbtest.Do(t, d, setting.Seed)
	set := load(t, d)
	for _, c := range []struct{ table, text, code string }{
		{setting.Sex, "男", "1"}, {setting.Sex, "2", "2"}, {setting.Ethnic, "汉", "01"}, {setting.Ethnic, "汉族", "01"}, {setting.Ethnic, "13", "13"},
		{setting.Nationality, "中国", "CHN"}, {setting.Sex, "汉", ""}, {setting.Sex, "", ""}, {setting.Ethnic, "族", ""},
	} {
		if code, ok := set.Find(c.table, c.text, "2026-11-23"); code != c.code || ok != (c.code != "") {
			t.Errorf("%s %q is %q, want %q", c.table, c.text, code, c.code)
		}
	}
}

func TestPartnersWriteCodesTheirWay(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		dbtest.Do(t, d, setting.Seed)
		const bank = "bank:102"
		dbtest.Do(t, d, mapTo(bank, setting.DocType, "01", "1"))
		dbtest.Do(t, d, mapTo(bank, setting.Category, "1", "Z"))
		dbtest.Do(t, d, mapTo(bank, setting.Category, "2", "Z"))
		dbtest.Do(t, d, mapTo(bank, setting.Sex, "1", "M"))
		refused(t, d, fault.Conflict, "没有改动", mapTo(bank, setting.Sex, "1", "M"))
		refused(t, d, fault.NotFound, "没有这个代码，", mapTo(bank, setting.Sex, "7", "M"))
		refused(t, d, fault.NotFound, "没有这个代码表", mapTo(bank, "colour", "7", "M"))
		refused(t, d, fault.Invalid, "合作方", mapTo("工行", setting.Sex, "1", "F"))
		dbtest.View(t, d, func(tx *db.Tx) error {
			for _, c := range []struct{ partner, table, ours, theirs, back string }{
				{bank, setting.DocType, "01", "1", "01"},
				{bank, setting.DocType, "02", "02", "02"},
				{"vendor:V01", setting.DocType, "01", "01", "01"},
				{bank, setting.Category, "1", "Z", "1"},
				{bank, setting.Category, "2", "Z", "1"}, // the bank tells less than we know
			} {
				theirs, err := setting.Map(tx, c.partner, c.table, c.ours)
				if err != nil || theirs != c.theirs {
					t.Errorf("%+v goes out as %q %v", c, theirs, err)
				}
				if back, ok, err := setting.Unmap(tx, c.partner, c.table, theirs); back != c.back || !ok || err != nil {
					t.Errorf("%+v comes back as %q %v %v", c, back, ok, err)
				}
			}
			for _, theirs := range []string{"01", "X", ""} { // 01 is 1 at this bank
				if back, ok, err := setting.Unmap(tx, bank, setting.DocType, theirs); ok || err != nil {
					t.Errorf("the bank's %q is taken for %q, %v", theirs, back, err)
				}
			}
			return nil
		})
		dbtest.Do(t, d, end(setting.Category, "1"))
		if back, _ := load(t, d).Unmap(bank, setting.Category, "Z"); back != "2" {
			t.Errorf("what two codes share comes back as the closed one, %q", back)
		}
		dbtest.Do(t, d, mapTo(bank, setting.Sex, "1", ""))
		if theirs := load(t, d).Map(bank, setting.Sex, "1"); theirs != "1" {
			t.Errorf("without a mapping 1 goes out as %q", theirs)
		}
	})
}

// Whatever is mapped, what comes back goes out again as it came.
func TestMappingsComeBack(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t, dbtest.LiteURL(t), clock.NewHand(dbtest.Start))
	dbtest.Do(t, d, setting.Seed)
	codes := []string{"1", "2", "3", "4"}
	rapid.Check(t, func(rt *rapid.T) {
		for _, code := range codes {
			theirs := rapid.SampledFrom([]string{"", "1", "2", "9", "A"}).Draw(rt, code)
			err := d.Do(db.System(t.Context(), "test"), mapTo("p", setting.CollectWay, code, theirs))
			if err != nil && !fault.Is(err, fault.Conflict) { // it was so in the run before
				rt.Fatal(err)
			}
		}
		set := load(t, d)
		for _, code := range codes {
			theirs := set.Map("p", setting.CollectWay, code)
			back, ok := set.Unmap("p", setting.CollectWay, theirs)
			if !ok || set.Map("p", setting.CollectWay, back) != theirs {
				rt.Fatalf("%s goes out as %s and comes back as %s %v", code, theirs, back, ok)
			}
		}
	})
}
