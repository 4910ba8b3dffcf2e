package desk

import (
	"fmt"
	"time"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/record/setting"
)

// Queue is work that waits for this person's role.
type Queue struct {
	Title    string `json:"title" doc:"待办"`
	Count    int64  `json:"count" doc:"件数"`
	OldestAt int64  `json:"oldestAt" doc:"最早一件的时间，毫秒"`
	Overdue  int64  `json:"overdue" doc:"超过时限的件数"`
	Path     string `json:"path" doc:"页面地址"`
}

// source is where a queue's work stands: a table with a state and a moment.
type source struct {
	title, right, path string
	table, state, at   string
	bank               string
	due                string // the parameter with the days this step may take
}

var sources = []source{
	{"待审核申请", "application.review", "/application?state=submitted", "application", "submitted", "since", "bank", "due.approve_days"},
	{"待补正申请", "application.apply", "/application?state=returned", "application", "returned", "since", "bank", "due.correct_days"},
	{"待选入批次", "batch.select", "/batch/select", "application", "accepted", "since", "bank", "due.batch_days"},
	{"待确认批次", "batch.confirm", "/batch?state=selected", "batch", "selected", "selected_at", "", "due.batch_days"},
	{"待导出预开户数据", "batch.exchange", "/batch?state=confirmed", "batch", "confirmed", "confirmed_at", "", "due.batch_days"},
	{"待预开户回盘", "batch.exchange", "/batch?state=opening", "batch", "opening", "confirmed_at", "", "due.bank_days"},
	{"待导出制卡数据", "batch.exchange", "/batch?state=opened", "batch", "opened", "confirmed_at", "", "due.bank_days"},
	{"待制卡回盘", "batch.exchange", "/batch?state=making", "batch", "making", "confirmed_at", "", "due.make_days"},
	{"待导出银行数据", "batch.exchange", "/batch?state=made", "batch", "made", "confirmed_at", "", "due.make_days"},
	{"待银行回盘", "batch.exchange", "/batch?state=binding", "batch", "binding", "confirmed_at", "", "due.make_days"},
	{"待接收物流包", "delivery.receive", "/delivery/receive?state=sent", "parcel", "sent", "sent_at", "", "due.ship_days"},
	{"有差异的物流包", "delivery.receive", "/delivery/receive?state=differing", "parcel", "differing", "since", "", "due.ship_days"},
	{"PSAM 报损待认定", "psam.judge", "/psams?state=reported", "psam", "reported", "since", "", "due.correct_days"},
}

// queues are the works of this person's rights that are not empty.
func queues(tx *db.Tx) ([]Queue, error) {
	list := []Queue{}
	for _, s := range sources {
		if !tx.Actor().Has(s.right) {
			continue
		}
		q, err := count(tx, s)
		if err != nil {
			return nil, err
		}
		if q.Count > 0 {
			list = append(list, q)
		}
	}
	return list, nil
}

func count(tx *db.Tx, s source) (Queue, error) {
	q := Queue{Title: s.title, Path: s.path}
	days, err := setting.Int(tx, s.due)
	if err != nil {
		return q, err
	}
	limit := tx.Now().AddDate(0, 0, -int(days)).UnixMilli()
	var w db.Where
	w.And("state = ?", s.state)
	w.Scope(tx, "region_path", s.bank)
	err = tx.Each(func(row db.Scanner) error { return row.Scan(&q.Count, &q.OldestAt, &q.Overdue) },
		fmt.Sprintf(`SELECT COUNT(*), COALESCE(MIN(%[1]s), 0), COALESCE(SUM(CASE WHEN %[1]s < %[2]d THEN 1 ELSE 0 END), 0) FROM %[3]s`, s.at, limit, s.table)+w.SQL(),
		w.Args()...)
	return q, err
}

// Figure is one number of today with the seven days that end with it.
type Figure struct {
	Title string  `json:"title" doc:"指标"`
	Value int64   `json:"value" doc:"今天"`
	Week  []int64 `json:"week" doc:"最近七天，最后一个是今天"`
	Path  string  `json:"path" doc:"页面地址"`
}

var figures = []struct{ title, table, at, where, path, bank string }{
	{"受理申请", "application", "submitted_at", "", "/application", "bank"},
	{"审核通过", "application", "reviewed_at", "state NOT IN ('submitted', 'returned', 'rejected')", "/application", "bank"},
	{"寄出物流包", "parcel", "sent_at", "", "/delivery/receive", ""},
	{"领卡启用", "handover", "at", "", "/search?state=made", "bank"},
}

// today counts what was done on this day and the six before.
func today(tx *db.Tx) ([]Figure, error) {
	midnight, err := time.ParseInLocation(time.DateOnly, clock.Date(tx.Now()), clock.Beijing)
	if err != nil {
		return nil, err
	}
	list := []Figure{}
	for _, f := range figures {
		figure := Figure{Title: f.title, Path: f.path, Week: make([]int64, 7)}
		for day := range 7 {
			var w db.Where
			start := midnight.AddDate(0, 0, day-6)
			w.And(f.at+" >= ? AND "+f.at+" < ?", start.UnixMilli(), start.AddDate(0, 0, 1).UnixMilli())
			if f.where != "" {
				w.And(f.where)
			}
			w.Scope(tx, "region_path", f.bank)
			if figure.Week[day], err = db.Scalar[int64](tx, `SELECT COUNT(*) FROM `+f.table+w.SQL(), w.Args()...); err != nil {
				return nil, err
			}
		}
		figure.Value = figure.Week[6]
		list = append(list, figure)
	}
	return list, nil
}

// Alarm is something that is wrong and does not mend itself.
type Alarm struct {
	Words string `json:"words" doc:"情况与下一步"`
	Path  string `json:"path" doc:"页面地址"`
}

// alarms looks for entries that wait unsealed, followers that stand still and
// files that partners refused.
func alarms(tx *db.Tx) ([]Alarm, error) {
	list := []Alarm{}
	if tx.Actor().Has("trace.journal") {
		waiting, err := db.Scalar[int64](tx, `SELECT COUNT(*) FROM journal_pending p JOIN journal j ON j.id = p.id WHERE j.at < $1`, tx.Now().Add(-time.Minute).UnixMilli())
		if err != nil {
			return nil, err
		}
		if waiting > 0 {
			list = append(list, Alarm{fmt.Sprintf("有 %d 条日志超过一分钟没有封存，请检查封存进程", waiting), "/trace"})
		}
	}
	if tx.Actor().Has("batch.exchange") {
		refused, err := db.All(tx, func(s db.Scanner) (a Alarm, err error) {
			var name, reason string
			err = s.Scan(&name, &reason)
			a.Words, a.Path = "文件 "+name+" 被退回："+reason, "/batch"
			return a, err
		}, `SELECT name, reason FROM exchange_file WHERE state = 'refused' AND ended_at > $1 ORDER BY id DESC LIMIT 5`, tx.Now().AddDate(0, 0, -7).UnixMilli())
		if err != nil {
			return nil, err
		}
		list = append(list, refused...)
	}
	return list, nil
}
