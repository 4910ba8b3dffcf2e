package batch

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"kaguan/internal/kit/cn"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
	"kaguan/internal/record/citizen"
	"kaguan/internal/record/setting"
	"kaguan/internal/work/application"
)

// Rule is what a batch is selected by; empty fields do not narrow.
type Rule struct {
	Bank       string `json:"bank" doc:"服务银行代码，一个批次只有一家银行" minLength:"1" maxLength:"20"`
	RegionPath string `json:"regionPath,omitempty" doc:"区划路径，含其下级" maxLength:"100"`
	AgencyID   int64  `json:"agencyId,omitempty" doc:"领卡机构编号"`
	Category   string `json:"category,omitempty" doc:"人员类别代码" maxLength:"10"`
	Kind       string `json:"kind,omitempty" doc:"业务类型代码" maxLength:"10"`
	Priority   int64  `json:"priority,omitempty" doc:"优先标记不低于：0 不限，1 优先" minimum:"0" maximum:"9"`
	From       string `json:"from,omitempty" doc:"提交日期起（含），YYYY-MM-DD" maxLength:"10"`
	To         string `json:"to,omitempty" doc:"提交日期止（含），YYYY-MM-DD" maxLength:"10"`
	Size       int    `json:"size,omitempty" doc:"最多人数，默认为参数“批次最大人数”" minimum:"0"`
}

func (r Rule) picking(limit int) application.Rule {
	return application.Rule{Bank: r.Bank, RegionPath: r.RegionPath, AgencyID: r.AgencyID, Category: r.Category,
		Kind: r.Kind, Priority: r.Priority, From: r.From, To: r.To, Limit: limit}
}

// Preview tells what a rule would select now.
type Preview struct {
	Matching int64         `json:"matching" doc:"审核通过且符合条件的人数，含其他待确认批次中的"`
	Chosen   int64         `json:"chosen" doc:"本次会入批的人数"`
	Size     int           `json:"size" doc:"批次最多人数"`
	Agencies []AgencyCount `json:"agencies" doc:"本次会入批的人数，按领卡机构"`
}

// AgencyCount is how many people of a preview collect their card at one agency.
type AgencyCount struct {
	AgencyID int64  `json:"agencyId"`
	Agency   string `json:"agency" doc:"领卡机构"`
	Count    int64  `json:"count" doc:"人数"`
}

// Count tells how many people a rule would select, by agency, and changes nothing.
func (k *Desk) Count(ctx context.Context, r Rule) (p Preview, err error) {
	err = k.db.View(ctx, func(tx *db.Tx) error {
		chosen, size, err := choose(tx, r)
		if err != nil {
			return err
		}
		p = Preview{Chosen: int64(len(chosen)), Size: size, Agencies: byAgency(chosen)}
		p.Matching, err = application.Count(tx, r.picking(0))
		return err
	})
	return p, err
}

func byAgency(chosen []application.Application) []AgencyCount {
	counts := map[int64]*AgencyCount{}
	for _, a := range chosen {
		if counts[a.AgencyID] == nil {
			counts[a.AgencyID] = &AgencyCount{AgencyID: a.AgencyID, Agency: a.AgencyName}
		}
		counts[a.AgencyID].Count++
	}
	list := make([]AgencyCount, 0, len(counts))
	for _, c := range counts {
		list = append(list, *c)
	}
	slices.SortFunc(list, func(a, b AgencyCount) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.AgencyID, b.AgencyID))
	})
	return list
}

// choose picks what a rule would select: accepted, and not waiting in another
// batch already.
func choose(tx *db.Tx, r Rule) ([]application.Application, int, error) {
	size, err := setting.Int(tx, "batch.max_size")
	if err != nil {
		return nil, 0, err
	}
	if r.Size > size {
		return nil, 0, fault.NewFields([]fault.Field{{Name: "size", Code: "too_many", Words: fmt.Sprintf("一个批次最多 %d 人，请减少人数", size)}})
	}
	if r.Size > 0 {
		size = r.Size
	}
	if strings.TrimSpace(r.Bank) == "" {
		return nil, 0, fault.NewFields([]fault.Field{{Name: "bank", Code: "required", Words: "请选择服务银行，一个批次只有一家银行"}})
	}
	held, err := heldWaiting(tx)
	if err != nil {
		return nil, 0, err
	}
	picked, err := application.Pick(tx, r.picking(size+len(held)))
	if err != nil {
		return nil, 0, err
	}
	chosen := slices.DeleteFunc(picked, func(a application.Application) bool { return held[a.ID] })
	return chosen[:min(size, len(chosen))], size, nil
}

// Select makes a batch of what a rule picks (批次筛选). It refuses if that is
// nobody, and if another took one of them at the same moment.
func (k *Desk) Select(ctx context.Context, r Rule, vendor string) (b Batch, err error) {
	for _, partner := range []string{r.Bank, vendor} {
		if _, err := k.files.Partner(partner); err != nil {
			return Batch{}, err
		}
	}
	err = k.db.Do(ctx, func(tx *db.Tx) error {
		chosen, _, err := choose(tx, r)
		if err != nil {
			return err
		}
		if len(chosen) == 0 {
			return fault.NewConflict("没有符合条件的已审核申请，请调整筛选条件")
		}
		list, err := k.itemsOf(tx, chosen)
		if err != nil {
			return err
		}
		b, err = insertBatch(tx, Batch{Bank: r.Bank, Vendor: vendor, RegionPath: commonRegion(regions(list)), Rule: r,
			State: Selected, Count: int64(len(list))})
		if err != nil {
			return err
		}
		for n := range list {
			list[n].BatchID = b.ID
		}
		if err := insertItems(tx, list); err != nil {
			return err
		}
		if err := insertStep(tx, step{BatchID: b.ID, Verb: "select", To: Selected}); err != nil {
			return err
		}
		return tx.Note(subject(b.ID), "batch.selected", map[string]any{
			"no": b.No, "bank": b.Bank, "vendor": b.Vendor, "count": b.Count, "rule": r})
	})
	return b, err
}

func (k *Desk) itemsOf(tx *db.Tx, chosen []application.Application) ([]Item, error) {
	ids := make([]int64, len(chosen))
	for n, a := range chosen {
		ids[n] = a.ID
	}
	ready, err := k.applications.ForBatch(tx, ids)
	if err != nil {
		return nil, err
	}
	list := make([]Item, len(ready))
	for n, a := range ready {
		list[n] = named(Item{Seq: int64(n) + 1, ApplicationID: a.ID, CitizenID: a.CitizenID, AgencyID: a.AgencyID, Bank: a.Bank, RegionPath: a.RegionPath}, a.Citizen)
	}
	return list, nil
}

// named sets how pages call the person of an item.
func named(i Item, c citizen.Citizen) Item {
	i.Name, i.IDMasked = c.Name, cn.MaskID(c.IDNumber)
	return i
}

// Discard gives a selection up (作废): its people may be selected again.
func (k *Desk) Discard(ctx context.Context, id int64, reason string) error {
	if err := reasonGiven(reason); err != nil {
		return err
	}
	return k.db.Do(ctx, func(tx *db.Tx) error {
		b, err := find(tx, id)
		if err != nil {
			return err
		}
		if b, err = move(tx, b, "discard", cause{note: reason}); err != nil {
			return err
		}
		freed, err := freeItems(tx, b.ID, ItemWaiting)
		if err != nil {
			return err
		}
		return tx.Note(subject(id), "batch.discarded", map[string]any{"count": freed, "note": reason})
	})
}

func reasonGiven(reason string) error {
	if strings.TrimSpace(reason) == "" {
		return fault.NewFields([]fault.Field{{Name: "note", Code: "required", Words: "请填写原因"}})
	}
	return nil
}
