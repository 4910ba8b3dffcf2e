package desk

import (
	"context"

	"kaguan/internal/kit/api"
	"kaguan/internal/kit/db"
)

// View is the first page.
type View struct{ db *db.DB }

// NewView makes the view of a database.
func NewView(d *db.DB) *View { return &View{d} }

// Routes registers the view's part of the open API.
func Routes(r *api.Router, v *View) {
	api.Get(r, api.Op{Path: "/menu", Right: api.SignedIn, Title: "菜单"}, v.menu)
	api.Get(r, api.Op{Path: "/desk", Right: api.SignedIn, Title: "首页：待办、今日、提醒"}, v.desk)
}

func (v *View) menu(ctx context.Context, _ *struct{}) (*[]Group, error) {
	groups := menu(db.ActorOf(ctx).Has)
	return &groups, nil
}

type deskOutput struct {
	Queues []Queue  `json:"queues" doc:"待办"`
	Today  []Figure `json:"today" doc:"今日与一周"`
	Alarms []Alarm  `json:"alarms" doc:"提醒"`
	Recent []recent `json:"recent" doc:"最近办理"`
}

type recent struct {
	Kind     string `json:"kind"`
	Title    string `json:"title"`
	Subtitle string `json:"subtitle"`
	Path     string `json:"path"`
}

func (v *View) desk(ctx context.Context, _ *struct{}) (*deskOutput, error) {
	answer := new(deskOutput)
	err := v.db.View(ctx, func(tx *db.Tx) (err error) {
		if answer.Queues, err = queues(tx); err != nil {
			return err
		}
		if answer.Today, err = today(tx); err != nil {
			return err
		}
		if answer.Alarms, err = alarms(tx); err != nil {
			return err
		}
		answer.Recent, err = lately(tx)
		return err
	})
	return answer, err
}

// lately are the last five applications this person has worked on.
func lately(tx *db.Tx) ([]recent, error) {
	var w db.Where
	w.And("(a.submitted_by = ? OR a.reviewed_by = ?)", tx.Actor().Name, tx.Actor().Name)
	w.Scope(tx, "a.region_path", "a.bank")
	return db.All(tx, func(s db.Scanner) (one recent, err error) {
		var id string
		err = s.Scan(&id, &one.Title, &one.Subtitle)
		one.Kind, one.Path = "申请", "/application/"+id
		return one, err
	}, `SELECT CAST(a.id AS TEXT), p.name, a.no FROM application a JOIN citizen p ON p.id = a.citizen_id`+w.SQL()+` ORDER BY a.since DESC, a.id DESC LIMIT 5`, w.Args()...)
}
