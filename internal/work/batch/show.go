package batch

import (
	"kaguan/internal/kit/cn"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/exchange"
	"kaguan/internal/kit/fault"
	"kaguan/internal/kit/state"
	"kaguan/internal/record/org"
)

// row is a batch in a list.
type row struct {
	ID          int64  `json:"id"`
	No          string `json:"no" doc:"批次号"`
	Bank        string `json:"bank" doc:"服务银行代码"`
	BankName    string `json:"bankName" doc:"服务银行"`
	Vendor      string `json:"vendor" doc:"卡商代码"`
	VendorName  string `json:"vendorName" doc:"卡商"`
	Count       int64  `json:"count" doc:"人数"`
	SelectedBy  string `json:"selectedBy" doc:"筛选人"`
	SelectedAt  int64  `json:"selectedAt" doc:"筛选时间，毫秒"`
	ConfirmedBy string `json:"confirmedBy" doc:"确认人，空表示未确认"`
	ConfirmedAt int64  `json:"confirmedAt" doc:"确认时间，毫秒；0 表示未确认"`
	state.View
}

// record is a batch on its page.
type record struct {
	row
	Region    string          `json:"region" doc:"人员所在的最小区划"`
	Rule      Rule            `json:"rule" doc:"筛选条件"`
	Digest    string          `json:"digest" doc:"锁定内容的 SM3 摘要，空表示未确认"`
	Balances  []RoundBalance  `json:"balances" doc:"各环节的平衡：导出＝成功＋失败＋未回盘＋已撤回"`
	Conserved bool            `json:"conserved" doc:"各环节是否都平衡"`
	States    []stateCount    `json:"states" doc:"按人员状态的人数"`
	Strays    int64           `json:"strays" doc:"回盘中没有生效的行数"`
	Steps     []stepRow       `json:"steps" doc:"经过，从早到晚"`
	Files     []exchange.File `json:"files" doc:"交换文件，从晚到早"`
	Sample    []itemRow       `json:"sample" doc:"抽样人员，供核对"`
	Anomalies []Anomaly       `json:"anomalies" doc:"确认前须留意的人员"`
}

type stateCount struct {
	State string `json:"state" doc:"人员状态代码"`
	Name  string `json:"name" doc:"人员状态"`
	Tone  string `json:"tone" doc:"状态颜色"`
	Count int64  `json:"count" doc:"人数"`
}

type stepRow struct {
	At     int64  `json:"at" doc:"时间，毫秒"`
	Verb   string `json:"verb" doc:"动作"`
	Title  string `json:"title" doc:"动作名称"`
	State  string `json:"state" doc:"之后的状态"`
	Actor  string `json:"actor" doc:"操作人"`
	FileID int64  `json:"fileId,omitempty" doc:"有关文件的编号"`
	Note   string `json:"note,omitempty" doc:"原因或说明"`
}

// itemRow is a person of a batch on its page.
type itemRow struct {
	ID            int64  `json:"id"`
	Seq           int64  `json:"seq" doc:"序号"`
	ApplicationID int64  `json:"applicationId" doc:"申请编号"`
	CitizenID     int64  `json:"citizenId" doc:"人员编号"`
	Name          string `json:"name" doc:"姓名"`
	IDMasked      string `json:"idMasked" doc:"证件号码，已遮盖"`
	AgencyID      int64  `json:"agencyId" doc:"领卡机构编号"`
	Agency        string `json:"agency" doc:"领卡机构"`
	CardNumber    string `json:"cardNumber" doc:"社保卡号，空表示未分配"`
	CardID        int64  `json:"cardId,omitempty" doc:"卡片编号"`
	Account       string `json:"account" doc:"银行卡号，已遮盖"`
	Stage         string `json:"stage" doc:"退出的环节"`
	Code          string `json:"code" doc:"原因代码"`
	Reason        string `json:"reason" doc:"原因"`
	state.View
}

// names are the names of partners and agencies met while an answer is made.
type names map[string]string

// of finds a name once; what the register does not know keeps its code.
func (n names) of(code string, find func() (string, error)) (string, error) {
	if name, known := n[code]; known {
		return name, nil
	}
	name, err := find()
	if fault.Is(err, fault.NotFound) {
		name, err = code, nil
	}
	n[code] = name
	return name, err
}

func rowOf(tx *db.Tx, b Batch, known names) (row, error) {
	r := row{ID: b.ID, No: b.No, Bank: b.Bank, Vendor: b.Vendor, Count: b.Count, SelectedBy: b.SelectedBy, SelectedAt: b.SelectedAt,
		ConfirmedBy: b.ConfirmedBy, ConfirmedAt: b.ConfirmedAt, View: Table.Show(b.State, tx.Actor().Has)}
	var err error
	if r.BankName, err = known.of(b.Bank, func() (string, error) {
		bank, err := org.FindBank(tx, b.Bank)
		return bank.Name, err
	}); err != nil {
		return r, err
	}
	r.VendorName, err = known.of(b.Vendor, func() (string, error) {
		vendor, err := org.FindVendor(tx, b.Vendor)
		return vendor.Name, err
	})
	return r, err
}

func (k *Desk) recordOf(tx *db.Tx, b Batch) (record, error) {
	r := record{Rule: b.Rule, Digest: b.Digest, Conserved: true, Anomalies: []Anomaly{}}
	var err error
	if r.row, err = rowOf(tx, b, names{}); err != nil {
		return r, err
	}
	if r.Region, err = org.RegionName(tx, b.RegionPath); err != nil && !fault.Is(err, fault.NotFound) {
		return r, err
	}
	if r.Balances, err = Balance(tx, b.ID); err != nil {
		return r, err
	}
	for _, balance := range r.Balances {
		r.Conserved = r.Conserved && balance.Conserved()
	}
	if r.Strays, err = countStrays(tx, b.ID); err != nil {
		return r, err
	}
	if r.Files, err = filesOf(tx, b.ID); err != nil {
		return r, err
	}
	if r.Steps, err = stepRows(tx, b.ID); err != nil {
		return r, err
	}
	return r, k.people(tx, b, &r)
}

// people tells who is in a batch: counts, a sample, and before it is confirmed
// what to look at.
func (k *Desk) people(tx *db.Tx, b Batch, r *record) error {
	counts, err := stateCounts(tx, b.ID)
	if err != nil {
		return err
	}
	r.States = []stateCount{}
	for _, s := range ItemTable.States {
		if n := counts[s.Code]; n > 0 {
			r.States = append(r.States, stateCount{string(s.Code), s.Name, string(s.Tone), n})
		}
	}
	list, err := items(tx, ItemFilter{BatchID: b.ID})
	if err != nil {
		return err
	}
	if r.Sample, err = k.itemRows(tx, sampleOf(list)); err != nil {
		return err
	}
	if b.State != Selected {
		return nil
	}
	ready, err := k.applications.ForBatch(tx, applicationIDs(list))
	if err != nil {
		return err
	}
	r.Anomalies = inspect(tx, list, ready)
	return nil
}

// sampleOf is ten people at even distances: whoever confirms sees the whole
// length of the list.
func sampleOf(list []Item) []Item {
	const size = 10
	if len(list) <= size {
		return list
	}
	some := make([]Item, size)
	for n := range some {
		some[n] = list[n*(len(list)-1)/(size-1)]
	}
	return some
}

func (k *Desk) itemRows(tx *db.Tx, list []Item) ([]itemRow, error) {
	rows := make([]itemRow, len(list))
	agencies := map[int64]string{}
	for n, i := range list {
		if _, known := agencies[i.AgencyID]; !known {
			agency, err := org.NamedAgency(tx, i.AgencyID)
			if err != nil && !fault.Is(err, fault.NotFound) {
				return nil, err
			}
			agencies[i.AgencyID] = agency.Name
		}
		account, err := k.box.Open(accountField, i.account)
		if err != nil {
			return nil, err
		}
		rows[n] = itemRow{ID: i.ID, Seq: i.Seq, ApplicationID: i.ApplicationID, CitizenID: i.CitizenID, Name: i.Name, IDMasked: i.IDMasked,
			AgencyID: i.AgencyID, Agency: agencies[i.AgencyID], CardNumber: i.CardNumber, CardID: i.CardID, Account: cn.MaskAccount(account),
			Stage: stageTitle(i.Stage), Code: i.Code, Reason: i.Reason, View: ItemTable.Show(i.State, tx.Actor().Has)}
	}
	return rows, nil
}

func stageTitle(stage string) string {
	if stage == "confirm" {
		return "批次确认"
	}
	return Round(stage).Title()
}

func stepRows(tx *db.Tx, batchID int64) ([]stepRow, error) {
	list, err := steps(tx, batchID)
	if err != nil {
		return nil, err
	}
	titles := map[string]string{}
	for _, r := range Table.Rows {
		titles[r.Verb] = r.Title
	}
	rows := make([]stepRow, len(list))
	for n, s := range list {
		rows[n] = stepRow{At: s.At, Verb: s.Verb, Title: titles[s.Verb], State: Table.NameOf(s.To), Actor: s.Actor, FileID: s.FileID, Note: s.Note}
	}
	return rows, nil
}

// filesOf are all files of a batch, newest first.
func filesOf(tx *db.Tx, batchID int64) ([]exchange.File, error) {
	const most = 500
	return exchange.Files(tx, exchange.Filter{Ref: ref(batchID), Limit: most})
}
