package trace

import (
	"fmt"

	"kaguan/internal/kit/db"
)

// Step is one cell of the grid: what happened when, by whom, with which file.
// An empty At is a step that has not happened.
type Step struct {
	Key   string `json:"key" doc:"步骤代码"`
	Title string `json:"title" doc:"步骤"`
	At    int64  `json:"at" doc:"时间，毫秒，0 表示还没有"`
	Actor string `json:"actor" doc:"操作人"`
	File  *File  `json:"file,omitempty" doc:"相关文件"`
	Note  string `json:"note,omitempty" doc:"说明或失败原因"`
	Tone  string `json:"tone" doc:"done waiting failed open"`
}

// File is a file that passed between the city and a partner.
type File struct {
	ID   int64  `json:"id"`
	Name string `json:"name" doc:"文件名"`
}

// Attempt is one way through the steps: an application in one batch. A person
// whose application failed and came again has several.
type Attempt struct {
	ApplicationID int64  `json:"applicationId"`
	No            string `json:"no" doc:"受理编号"`
	State         string `json:"state" doc:"申请状态"`
	BatchID       int64  `json:"batchId" doc:"批次编号，0 表示未入批次"`
	BatchNo       string `json:"batchNo" doc:"批次号"`
	Steps         []Step `json:"steps" doc:"各步骤，按先后"`
}

// titles are the columns of the grid in the order of the line; the keys of the
// rounds are the batch's own.
var titles = []struct{ key, title string }{
	{"apply", "申请"}, {"review", "审核"}, {"confirm", "入批次"},
	{"preaccount-out", "导出预开户"}, {"preaccount-back", "预开户回盘"},
	{"produce-out", "导出制卡"}, {"produce-back", "制卡回盘"},
	{"bankdata-out", "导出银行数据"}, {"bankdata-back", "银行回盘"},
	{"dispatch", "市中心寄出"}, {"receive", "经办机构接收"}, {"collect", "领卡启用"},
}

// attempt is an application with the batch item it has or had.
type attempt struct {
	application              int64
	no, state, enteredBy     string
	submittedAt, reviewedAt  int64
	reviewedBy               string
	item, batch              int64
	batchNo, confirmedBy     string
	confirmedAt, card        int64
	stage, reason, itemState string
}

func attempts(tx *db.Tx, citizen int64) ([]attempt, error) {
	return db.All(tx, func(s db.Scanner) (a attempt, err error) {
		err = s.Scan(&a.application, &a.no, &a.state, &a.enteredBy, &a.submittedAt, &a.reviewedBy, &a.reviewedAt,
			&a.item, &a.batch, &a.batchNo, &a.confirmedBy, &a.confirmedAt, &a.card, &a.stage, &a.reason, &a.itemState)
		return a, err
	}, `SELECT a.id, a.no, a.state, a.entered_by, a.submitted_at, a.reviewed_by, a.reviewed_at,
		COALESCE(i.id, 0), COALESCE(b.id, 0), COALESCE(b.no, ''), COALESCE(b.confirmed_by, ''), COALESCE(b.confirmed_at, 0),
		COALESCE(i.card_id, 0), COALESCE(i.stage, ''), COALESCE(i.reason, ''), COALESCE(i.state, '')
		FROM application a LEFT JOIN batch_item i ON i.application_id = a.id LEFT JOIN batch b ON b.id = i.batch_id
		WHERE a.citizen_id = $1 ORDER BY a.id DESC, i.id DESC`, citizen)
}

// grid fills the steps of one attempt.
func grid(tx *db.Tx, a attempt) (Attempt, error) {
	cells := map[string]Step{
		"apply":   {At: a.submittedAt, Actor: a.enteredBy},
		"review":  {At: a.reviewedAt, Actor: a.reviewedBy},
		"confirm": {At: a.confirmedAt, Actor: a.confirmedBy, Note: a.batchNo},
	}
	if err := rounds(tx, a, cells); err != nil {
		return Attempt{}, err
	}
	if err := hops(tx, a.card, cells); err != nil {
		return Attempt{}, err
	}
	out := Attempt{ApplicationID: a.application, No: a.no, State: a.state, BatchID: a.batch, BatchNo: a.batchNo}
	waiting := true
	for _, t := range titles {
		step := cells[t.key]
		step.Key, step.Title = t.key, t.title
		switch {
		case step.Tone != "":
		case step.At > 0:
			step.Tone = "done"
		case waiting && a.stage == "":
			step.Tone, waiting = "waiting", false
		default:
			step.Tone = "open"
		}
		out.Steps = append(out.Steps, step)
	}
	return out, nil
}

// rounds reads the two or three exchanges with the partners.
func rounds(tx *db.Tx, a attempt, cells map[string]Step) error {
	if a.item == 0 {
		return nil
	}
	return tx.Each(func(s db.Scanner) error {
		var round, actor, outName, bucket, reason, backName string
		var outAt, backAt, outFile, backFile int64
		if err := s.Scan(&round, &outAt, &actor, &outFile, &outName, &bucket, &reason, &backAt, &backFile, &backName); err != nil {
			return err
		}
		cells[round+"-out"] = Step{At: outAt, Actor: actor, File: fileOf(outFile, outName)}
		back := Step{File: fileOf(backFile, backName), Note: reason, Actor: "system"}
		switch bucket {
		case "ok":
			back.At, back.Note = backAt, ""
		case "outstanding":
			back.Tone = "waiting"
		default:
			back.At, back.Tone = backAt, "failed"
		}
		cells[round+"-back"] = back
		return nil
	}, `SELECT l.round, r.at, r.actor, r.file_id, COALESCE(o.name, ''), l.bucket, l.reason, l.at, l.file_id, COALESCE(f.name, '')
		FROM batch_line l JOIN batch_round r ON r.batch_id = l.batch_id AND r.round = l.round
		LEFT JOIN exchange_file o ON o.id = r.file_id LEFT JOIN exchange_file f ON f.id = l.file_id
		WHERE l.item_id = $1`, a.item)
}

func fileOf(id int64, name string) *File {
	if id == 0 {
		return nil
	}
	return &File{id, name}
}

// hops reads the way from the centre to the hand.
func hops(tx *db.Tx, card int64, cells map[string]Step) error {
	if card == 0 {
		return nil
	}
	err := tx.Each(func(s db.Scanner) error {
		var no, sentBy, receivedBy, state, to string
		var sentAt, receivedAt int64
		if err := s.Scan(&no, &sentBy, &sentAt, &receivedBy, &receivedAt, &state, &to); err != nil {
			return err
		}
		cells["dispatch"] = Step{At: sentAt, Actor: sentBy, Note: no + " 寄往 " + to}
		switch state {
		case "arrived":
			cells["receive"] = Step{At: receivedAt, Actor: receivedBy}
		case "missing":
			cells["receive"] = Step{At: receivedAt, Actor: receivedBy, Tone: "failed", Note: "接收清点时缺少"}
		}
		return nil
	}, `SELECT p.no, p.sent_by, p.sent_at, p.received_by, p.received_at, c.state, COALESCE(g.name, '')
		FROM parcel_card c JOIN parcel p ON p.id = c.parcel_id LEFT JOIN agency g ON g.id = p.to_agency
		WHERE c.card_id = $1 ORDER BY p.id`, card)
	if err != nil {
		return err
	}
	return tx.Each(func(s db.Scanner) error {
		var at int64
		var clerk, collector, name, relation string
		if err := s.Scan(&at, &clerk, &collector, &name, &relation); err != nil {
			return err
		}
		cells["collect"] = Step{At: at, Actor: clerk, Note: collected(collector, name, relation)}
		return nil
	}, `SELECT at, clerk, collector, collector_name, relation FROM handover WHERE card_id = $1`, card)
}

func collected(collector, name, relation string) string {
	switch collector {
	case "self":
		return "本人领取"
	case "agent":
		return fmt.Sprintf("%s代领（%s）", name, relation)
	}
	return fmt.Sprintf("批量领取，%s签领", name)
}
