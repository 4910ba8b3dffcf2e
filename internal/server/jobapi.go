package server

import (
	"context"
	"errors"

	"kaguan/internal/kit/api"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
	"kaguan/internal/kit/job"
)

// jobRoutes let a person watch, rest and end the long work he asked for. A job
// is its owner's alone; what it does was permitted when he asked for it.
func (s *Server) jobRoutes() {
	api.Get(s.Router, api.Op{Path: "/jobs", Right: api.SignedIn, Title: "我的任务"}, s.listJobs)
	api.Get(s.Router, api.Op{Path: "/jobs/{id}", Right: api.SignedIn, Title: "查看任务进度"}, s.showJob)
	for _, v := range []struct {
		verb, title string
		do          func(tx *db.Tx, id int64) (bool, error)
	}{{"pause", "暂停任务", job.Pause}, {"resume", "继续任务", job.Resume}, {"stop", "停止任务", job.Stop}} {
		api.Post(s.Router, api.Op{Path: "/jobs/{id}/" + v.verb, Right: api.SignedIn, Title: v.title},
			func(ctx context.Context, in *jobID) (*jobView, error) { return s.moveJob(ctx, in.ID, v.do) })
	}
}

type jobView struct {
	ID        int64  `json:"id"`
	Kind      string `json:"kind" doc:"任务类别"`
	Title     string `json:"title" doc:"任务"`
	State     string `json:"state" doc:"queued running paused done failed stopped"`
	StateName string `json:"stateName" doc:"状态"`
	Done      int64  `json:"done" doc:"已完成"`
	Total     int64  `json:"total" doc:"总数，0 表示未知"`
	Message   string `json:"message" doc:"进展"`
	Error     string `json:"error" doc:"最近一次失败的原因"`
	StartedAt int64  `json:"startedAt" doc:"开始时间，毫秒"`
	EndedAt   int64  `json:"endedAt" doc:"结束时间，毫秒"`
	Link      string `json:"link" doc:"相关页面"`
}

var jobStates = map[string]string{job.Queued: "排队中", job.Running: "进行中", job.Paused: "已暂停", job.Done: "已完成", job.Failed: "失败", job.Stopped: "已停止"}

func viewOf(j job.Job) jobView {
	return jobView{ID: j.ID, Kind: j.Kind, Title: j.Title, State: j.State, StateName: jobStates[j.State], Done: j.Done, Total: j.Total,
		Message: j.Message, Error: j.Error, StartedAt: j.StartedAt, EndedAt: j.EndedAt, Link: j.Link}
}

type jobsInput struct {
	Active bool `query:"active" doc:"只看没有结束的"`
	Mine   bool `query:"mine" doc:"只看自己的；总是如此"`
}

func (s *Server) listJobs(ctx context.Context, in *jobsInput) (*api.Page[jobView], error) {
	page := &api.Page[jobView]{Items: []jobView{}}
	err := s.DB.View(ctx, func(tx *db.Tx) error {
		jobs, err := job.Mine(tx, tx.Actor().ID, in.Active)
		for _, j := range jobs {
			page.Items = append(page.Items, viewOf(j))
		}
		page.Total = int64(len(jobs))
		return err
	})
	return page, err
}

type jobID struct {
	ID int64 `path:"id"`
}

// ownJob gives a job of the caller's; another's is as if there were none.
func ownJob(tx *db.Tx, id int64) (job.Job, error) {
	j, err := job.Find(tx, id)
	if errors.Is(err, db.ErrNone) || err == nil && j.ActorID != tx.Actor().ID {
		return j, fault.NewNotFound("没有找到这个任务，或者它不是您发起的")
	}
	return j, err
}

func (s *Server) showJob(ctx context.Context, in *jobID) (*jobView, error) {
	var view jobView
	err := s.DB.View(ctx, func(tx *db.Tx) error {
		j, err := ownJob(tx, in.ID)
		view = viewOf(j)
		return err
	})
	return &view, err
}

func (s *Server) moveJob(ctx context.Context, id int64, do func(tx *db.Tx, id int64) (bool, error)) (*jobView, error) {
	var view jobView
	err := s.DB.Do(ctx, func(tx *db.Tx) error {
		before, err := ownJob(tx, id)
		if err != nil {
			return err
		}
		moved, err := do(tx, id)
		if err != nil {
			return err
		}
		if !moved {
			return fault.NewConflict("任务当前为“" + jobStates[before.State] + "”，不能这样做，请刷新")
		}
		after, err := job.Find(tx, id)
		if err != nil {
			return err
		}
		view = viewOf(after)
		return tx.Note(db.Ref("job", id), "job.moved", db.Changes{}.Add("state", before.State, after.State))
	})
	s.Jobs.Wake()
	return &view, err
}
