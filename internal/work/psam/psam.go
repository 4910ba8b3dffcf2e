package psam

import (
	"context"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/emmansun/gmsm/sm3"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
	"kaguan/internal/record/org"
)

// most is how many modules one slip may hold: as many as a clerk can count.
const most = 10_000

// Module is one PSAM module and where it is now.
type Module struct {
	ID         int64
	Serial     string // 6–20 letters and digits, unique in the city
	KeyVersion string
	Vendor     string
	Box        string
	State      State
	AgencyID   int64
	AgencyName string
	RegionPath string
	Terminal   string
	Receiver   string
	Since      int64 // ms
}

// Desk is where modules are taken in, handed out and judged.
type Desk struct{ db *db.DB }

// NewDesk makes the desk of a database.
func NewDesk(d *db.DB) *Desk { return &Desk{d} }

// Slip is what a verb on many modules leaves: a number to print and to ask for.
type Slip struct {
	ID    int64 `json:"id" doc:"单据编号"`
	Count int64 `json:"count" doc:"数量"`
}

// Delivery is what a vendor delivers: serials one by one or as a range, all of
// one key version in one box.
type Delivery struct {
	Serials    []string
	From, To   string // a range, both ends included; used if Serials is empty
	KeyVersion string
	Vendor     string
	Box        string
}

// StockIn takes a delivery into the centre's stock (入库登记). It refuses the
// whole delivery, naming the serials, if one is malformed or known already:
// a half-taken delivery would make the count on its slip a lie.
func (k *Desk) StockIn(ctx context.Context, in Delivery) (slip Slip, err error) {
	serials, err := serialsOf(in)
	if err != nil {
		return Slip{}, err
	}
	err = k.db.Do(ctx, func(tx *db.Tx) error {
		centre, err := org.Centre(tx)
		if err != nil {
			return err
		}
		known, err := knownSerials(tx, serials)
		if err != nil {
			return err
		}
		if len(known) > 0 {
			return fault.NewConflict(fmt.Sprintf("%d 个序列号已经登记过（%s），请核对后重新提交，本次没有入库", len(known), first(known, 5)))
		}
		slip, err = insertSlip(tx, "stock-in", serials, centre.ID, "")
		if err != nil {
			return err
		}
		if err := insertModules(tx, slip, serials, in, centre); err != nil {
			return err
		}
		return tx.Note(db.Ref("psam_slip", slip.ID), "psam.stocked", map[string]any{
			"count": slip.Count, "first": serials[0], "last": serials[len(serials)-1],
			"keyVersion": in.KeyVersion, "vendor": in.Vendor, "box": in.Box})
	})
	return slip, err
}

// Handing is a hand-out of modules to one agency.
type Handing struct {
	IDs      []int64
	AgencyID int64
	Terminal string // the terminal it goes into, if one is known
	Receiver string // who signs for them
}

// HandOut gives modules to an agency (发放登记): all of them or none.
func (k *Desk) HandOut(ctx context.Context, in Handing) (slip Slip, err error) {
	if len(in.IDs) == 0 || len(in.IDs) > most {
		return Slip{}, fault.NewInvalid(fmt.Sprintf("一次发放 1 至 %d 张，请重新选择", most))
	}
	if strings.TrimSpace(in.Receiver) == "" {
		return Slip{}, fault.NewFields([]fault.Field{{Name: "receiver", Code: "required", Words: "请填写领用人姓名"}})
	}
	err = k.db.Do(ctx, func(tx *db.Tx) error {
		to, err := org.FindAgency(tx, in.AgencyID)
		if err != nil {
			return err
		}
		modules, err := findMany(tx, in.IDs)
		if err != nil {
			return err
		}
		slip, err = insertSlip(tx, "hand-out", serialList(modules), to.ID, in.Receiver)
		if err != nil {
			return err
		}
		for _, m := range modules {
			place := place{agency: to.ID, region: to.RegionPath, terminal: in.Terminal, receiver: in.Receiver}
			if err := move(tx, m, step{verb: "hand-out", slip: slip.ID, to: &place}); err != nil {
				return fmt.Errorf("handing out %s: %w", m.Serial, err)
			}
		}
		return tx.Note(db.Ref("psam_slip", slip.ID), "psam.handed_out", map[string]any{
			"count": slip.Count, "agency": to.ID, "terminal": in.Terminal})
	})
	return slip, err
}

// ReportDamage says that a module is broken (报损登记); another person judges.
func (k *Desk) ReportDamage(ctx context.Context, id int64, reason string) error {
	return k.step(ctx, id, "report-damage", reason, nil)
}

// ConfirmDamage agrees with a report; the reporter himself may not.
func (k *Desk) ConfirmDamage(ctx context.Context, id int64, finding string) error {
	return k.step(ctx, id, "confirm-damage", finding, notReporter)
}

// RefuseDamage disagrees with a report and brings the module back into stock;
// the reporter himself may not.
func (k *Desk) RefuseDamage(ctx context.Context, id int64, finding string) error {
	return k.step(ctx, id, "refuse-damage", finding, notReporter)
}

// Destroy ends a damaged module; note names the witness and the protocol.
func (k *Desk) Destroy(ctx context.Context, id int64, note string) error {
	return k.step(ctx, id, "destroy", note, nil)
}

// TakeBack brings a handed-out module back into stock.
func (k *Desk) TakeBack(ctx context.Context, id int64, note string) error {
	return k.step(ctx, id, "take-back", note, nil)
}

// ReportLoss says that a module cannot be found: a key risk (spec: 不得遗失).
func (k *Desk) ReportLoss(ctx context.Context, id int64, reason string) error {
	return k.step(ctx, id, "report-loss", reason, nil)
}

// Find brings a lost module back into stock.
func (k *Desk) Find(ctx context.Context, id int64, note string) error {
	return k.step(ctx, id, "find", note, nil)
}

// entries are the journal's words for the verbs on one module.
var entries = map[string]string{
	"report-damage": "psam.damage_reported", "confirm-damage": "psam.damage_confirmed", "refuse-damage": "psam.damage_refused",
	"destroy": "psam.destroyed", "take-back": "psam.taken_back", "report-loss": "psam.lost", "find": "psam.found",
}

// step moves one module. Whatever leads into stock leads to the centre.
func (k *Desk) step(ctx context.Context, id int64, verb, note string, guard func(tx *db.Tx, m Module) error) error {
	if strings.TrimSpace(note) == "" {
		return fault.NewFields([]fault.Field{{Name: "note", Code: "required", Words: "请填写原因或说明"}})
	}
	return k.db.Do(ctx, func(tx *db.Tx) error {
		m, err := find(tx, id)
		if err != nil {
			return err
		}
		if guard != nil {
			if err := guard(tx, m); err != nil {
				return err
			}
		}
		s := step{verb: verb, note: note}
		to, err := Table.Next(m.State, verb)
		if err != nil {
			return err
		}
		switch to {
		case Stock:
			centre, err := org.Centre(tx)
			if err != nil {
				return err
			}
			s.to = &place{agency: centre.ID, region: centre.RegionPath}
		case Destroyed:
			s.to = &place{region: m.RegionPath}
		}
		if err := move(tx, m, s); err != nil {
			return err
		}
		return tx.Note(db.Ref("psam", id), entries[verb], map[string]any{
			"state": db.Changes{}.Add("state", string(m.State), string(to)), "note": note})
	})
}

func notReporter(tx *db.Tx, m Module) error {
	reporter, err := lastActor(tx, m.ID, "report-damage")
	if err != nil {
		return err
	}
	if reporter == tx.Actor().Name {
		return fault.NewDenied("报损由您本人登记，请由另一位有权限的人认定")
	}
	return nil
}

// serialsOf lists the serials of a delivery, checked and without doubles.
func serialsOf(in Delivery) ([]string, error) {
	serials := in.Serials
	if len(serials) == 0 {
		var err error
		if serials, err = span(in.From, in.To); err != nil {
			return nil, err
		}
	}
	if len(serials) > most {
		return nil, fault.NewInvalid(fmt.Sprintf("一次最多入库 %d 张，请分批提交", most))
	}
	seen := make(map[string]bool, len(serials))
	var bad []fault.Field
	for i, s := range serials {
		s = strings.ToUpper(strings.TrimSpace(s))
		serials[i] = s
		field := fmt.Sprintf("serials[%d]", i)
		switch {
		case !wellFormed(s):
			bad = append(bad, fault.Field{Name: field, Code: "malformed", Words: fmt.Sprintf("第 %d 个序列号应为 6 至 20 位字母或数字", i+1)})
		case seen[s]:
			bad = append(bad, fault.Field{Name: field, Code: "twice", Words: fmt.Sprintf("第 %d 个序列号 %s 在本次清单中重复", i+1, s)})
		}
		seen[s] = true
	}
	return serials, fault.NewFields(bad)
}

func wellFormed(serial string) bool {
	if len(serial) < 6 || len(serial) > 20 {
		return false
	}
	for _, c := range []byte(serial) {
		if (c < '0' || c > '9') && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return true
}

func digest(serials []string) string {
	sum := sm3.Sum([]byte(strings.Join(serials, "\n")))
	return hex.EncodeToString(sum[:])
}

func first(list []string, n int) string {
	if len(list) <= n {
		return strings.Join(list, "、")
	}
	return strings.Join(list[:n], "、") + " 等"
}

func serialList(modules []Module) []string {
	serials := make([]string, len(modules))
	for i, m := range modules {
		serials[i] = m.Serial
	}
	return serials
}
