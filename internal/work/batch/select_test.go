package batch_test

import (
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/db/dbtest"
	"kaguan/internal/kit/fault"
	"kaguan/internal/work/batch"
)

func TestSelectTakesWhatThePreviewCounted(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		h := newHouse(t, d, now)
		h.apply(wujiang, 3)
		h.apply(qujiang, 2)
		preview := must(h.desk.Count(as("zhang"), batch.Rule{Bank: theBank}))(t)
		want := batch.Preview{Matching: 5, Chosen: 5, Size: 5000, Agencies: []batch.AgencyCount{
			{AgencyID: h.offices[wujiang].ID, Agency: "经办机构440203", Count: 3}, {AgencyID: h.offices[qujiang].ID, Agency: "经办机构440205", Count: 2}}}
		if diff := cmp.Diff(want, preview); diff != "" {
			t.Error(diff)
		}
		b := h.selected()
		if b.Count != 5 || b.RegionPath != shaoguan || b.State != batch.Selected || b.SelectedBy != "zhang" {
			t.Errorf("batch = %+v", b)
		}
		if got := h.applicationStates(); got["accepted"] != 5 {
			t.Errorf("selecting must not touch the applications: %v", got)
		}
		if got := dbtest.Verbs(t, d); got[len(got)-1] != "batch.selected" {
			t.Errorf("journal = %v", got)
		}
		if again := must(h.desk.Count(as("zhang"), batch.Rule{Bank: theBank}))(t); again.Chosen != 0 {
			t.Errorf("preview still counts %d that wait in a batch", again.Chosen)
		}
		_, err := h.desk.Select(as("zhang"), batch.Rule{Bank: theBank}, maker)
		wants(t, err, fault.Conflict)
	})
}

func TestSelectKeepsItsLimits(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		h := newHouse(t, d, now)
		h.apply(wujiang, 3)
		h.apply(qujiang, 2)
		for name, c := range map[string]struct {
			rule   batch.Rule
			vendor string
		}{
			"another bank":     {batch.Rule{Bank: "102"}, maker},
			"no bank":          {batch.Rule{}, maker},
			"an unknown maker": {batch.Rule{Bank: theBank}, "V99"},
			"too many":         {batch.Rule{Bank: theBank, Size: 1_000_000}, maker},
			"no such category": {batch.Rule{Bank: theBank, Category: "9"}, maker},
		} {
			if _, err := h.desk.Select(as("zhang"), c.rule, c.vendor); fault.KindOf(err) == fault.Internal {
				t.Errorf("%s: error = %v, want a refusal", name, err)
			}
		}
		two := must(h.desk.Select(as("zhang"), batch.Rule{Bank: theBank, Size: 2}, maker))(t)
		if two.Count != 2 || two.RegionPath != wujiang {
			t.Errorf("batch of two = %+v", two)
		}
		own := must(h.desk.Select(in(qujiang), batch.Rule{Bank: theBank}, maker))(t)
		if own.Count != 2 || own.RegionPath != qujiang {
			t.Errorf("a county's batch = %+v", own)
		}
		wants(t, h.desk.Confirm(in(wujiang), own.ID), fault.NotFound)
		rest := h.selected()
		if rest.Count != 1 {
			t.Errorf("the rest = %+v", rest)
		}
	})
}

func TestDiscardLetsPeopleGo(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		h := newHouse(t, d, now)
		h.apply(wujiang, 2)
		b := h.selected()
		wants(t, h.desk.Discard(as("zhang"), b.ID, " "), fault.Invalid)
		if err := h.desk.Discard(as("zhang"), b.ID, "条件选错"); err != nil {
			t.Fatal(err)
		}
		wants(t, h.desk.Confirm(as("li"), b.ID), fault.Conflict)
		if again := h.selected(); again.Count != 2 {
			t.Errorf("selected again: %d", again.Count)
		}
	})
}

// Two people press the button at the same moment, again and again.
func TestTwoBatchesNeverHoldOneApplication(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, now *clock.Hand) {
		h := newHouse(t, d, now)
		total := 0
		for range 5 {
			h.apply(wujiang, 4)
			var start, done sync.WaitGroup
			start.Add(1)
			counts := make([]int64, 4)
			for n := range counts {
				done.Go(func() {
					start.Wait()
					b, err := h.desk.Select(as("zhang"), batch.Rule{Bank: theBank}, maker)
					if err != nil && fault.KindOf(err) != fault.Conflict {
						t.Errorf("error = %v", err)
					}
					counts[n] = b.Count
				})
			}
			start.Done()
			done.Wait()
			total += 4
			if !slices.Contains(counts, 4) {
				t.Errorf("nobody got the four: %v", counts)
			}
		}
		held := h.counts(`SELECT 'twice', COUNT(*) FROM batch_item a JOIN batch_item b ON a.application_id = b.application_id AND a.id < b.id WHERE a.open = 1 AND b.open = 1`)
		items := h.counts(`SELECT 'all', COUNT(*) FROM batch_item`)
		if held["twice"] != 0 || items["all"] != total {
			t.Errorf("%d held twice, %d items of %d", held["twice"], items["all"], total)
		}
	})
}
