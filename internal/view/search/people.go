package search

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"kaguan/internal/kit/cn"
	"kaguan/internal/kit/db"
	"kaguan/internal/record/card"
	"kaguan/internal/record/citizen"
	"kaguan/internal/work/application"
)

// found is how many people one word may find before the list asks for more.
const found = 500

// Person is one line of the combined search: a person with his newest
// application and the card made from it.
type Person struct {
	CitizenID     int64  `json:"citizenId"`
	ApplicationID int64  `json:"applicationId" doc:"最近一次申请"`
	Name          string `json:"name" doc:"姓名"`
	IDMasked      string `json:"idMasked" doc:"证件号码，已遮蔽"`
	State         string `json:"state" doc:"申请状态代码"`
	StateName     string `json:"stateName" doc:"状态"`
	CardNumber    string `json:"cardNumber" doc:"社保卡号，空表示尚未制成"`
	CardState     string `json:"cardState" doc:"卡状态"`
	Agency        string `json:"agency" doc:"领卡机构"`
	Since         int64  `json:"since" doc:"进入当前状态的时间，毫秒"`
}

// Filter is what the combined search asks; empty fields do not narrow.
type Filter struct {
	Q      string // ID number of 15 or 18, name, pinyin, initials, mobile, card number
	Card   string // the beginning of a card number
	Batch  string // a batch's number
	State  string
	Agency int64
	From   int64 // submitted, ms
	To     int64
	Before int64 // the last application's id of the page before
	Limit  int
}

// people answers the combined search.
func (v *View) people(tx *db.Tx, f Filter) (list []Person, total int64, err error) {
	var w db.Where
	if f.Q != "" {
		ids, err := v.byWord(tx, f.Q)
		if err != nil || len(ids) == 0 {
			return nil, 0, err
		}
		w.And("a.citizen_id IN (" + join(ids) + ")")
	}
	if f.Card != "" {
		w.And("c.number >= ? AND c.number < ?", strings.ToUpper(f.Card), strings.ToUpper(f.Card)+"~")
	}
	w.AndIf("b.no = ?", f.Batch)
	w.AndIf("a.state = ?", f.State)
	if f.Agency != 0 {
		w.And("a.agency_id = ?", f.Agency)
	}
	if f.From > 0 {
		w.And("a.submitted_at >= ?", f.From)
	}
	if f.To > 0 {
		w.And("a.submitted_at < ?", f.To)
	}
	w.Scope(tx, "a.region_path", "a.bank")
	const from = ` FROM application a JOIN citizen p ON p.id = a.citizen_id LEFT JOIN agency g ON g.id = a.agency_id
		LEFT JOIN batch b ON b.id = a.batch_id LEFT JOIN card c ON c.application_id = a.id`
	if total, err = db.Scalar[int64](tx, `SELECT COUNT(*)`+from+w.SQL(), w.Args()...); err != nil {
		return nil, 0, err
	}
	if f.Before > 0 {
		w.And("a.id < ?", f.Before)
	}
	list, err = db.All(tx, scanPerson, `SELECT p.id, a.id, p.name, a.state, COALESCE(c.number, ''), COALESCE(c.state, ''), COALESCE(g.name, ''), a.since`+
		from+w.SQL()+fmt.Sprintf(` ORDER BY a.id DESC LIMIT %d`, f.Limit), w.Args()...)
	if err != nil {
		return nil, 0, err
	}
	return list, total, v.maskNumbers(tx, list)
}

func scanPerson(s db.Scanner) (p Person, err error) {
	var state application.State
	var cardState card.State
	err = s.Scan(&p.CitizenID, &p.ApplicationID, &p.Name, &state, &p.CardNumber, &cardState, &p.Agency, &p.Since)
	p.State, p.StateName = string(state), application.Table.NameOf(state)
	if cardState != "" {
		p.CardState = card.Table.NameOf(cardState)
	}
	return p, err
}

// maskNumbers fills in the ID numbers as they may be shown.
func (v *View) maskNumbers(tx *db.Tx, list []Person) error {
	ids := make([]int64, len(list))
	for i, p := range list {
		ids[i] = p.CitizenID
	}
	people, err := v.register.GetMany(tx, ids)
	for i := range list {
		list[i].IDMasked = cn.MaskID(people[list[i].CitizenID].IDNumber)
	}
	return err
}

// byWord finds people by whatever somebody typed: a card number is one of its
// owner's names too.
func (v *View) byWord(tx *db.Tx, q string) ([]int64, error) {
	q = strings.TrimSpace(q)
	if number, err := cn.ParseCard(q); err == nil {
		var w db.Where
		w.And("number = ?", string(number))
		w.Scope(tx, "region_path", "bank")
		id, err := db.Scalar[int64](tx, `SELECT citizen_id FROM card`+w.SQL(), w.Args()...)
		if errors.Is(err, db.ErrNone) {
			return nil, nil
		}
		return []int64{id}, err
	}
	people, err := v.register.Search(tx, q, found)
	ids := make([]int64, len(people))
	for i, p := range people {
		ids[i] = p.ID
	}
	return ids, err
}

func join(ids []int64) string {
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = strconv.FormatInt(id, 10)
	}
	return strings.Join(words, ", ")
}

// Hit is one line under the field on top of every page.
type Hit struct {
	Kind     string `json:"kind" doc:"类别"`
	Title    string `json:"title" doc:"名称"`
	Subtitle string `json:"subtitle" doc:"补充说明"`
	Path     string `json:"path" doc:"页面地址"`
}

// hits answers the field on top: people, then batches and parcels by number.
func (v *View) hits(tx *db.Tx, q string) ([]Hit, error) {
	hits := []Hit{}
	ids, err := v.byWord(tx, q)
	if err != nil {
		return nil, err
	}
	people, err := v.register.GetMany(tx, ids[:min(8, len(ids))])
	if err != nil {
		return nil, err
	}
	for _, id := range ids[:min(8, len(ids))] {
		if p, ok := people[id]; ok {
			hits = append(hits, personHit(p))
		}
	}
	for _, paper := range []struct{ kind, table, path string }{{"批次", "batch", "/batch/"}, {"物流包", "parcel", "/delivery/parcels/"}} {
		var w db.Where
		w.And("no = ?", strings.ToUpper(strings.TrimSpace(q)))
		w.Scope(tx, "region_path", "")
		found, err := db.All(tx, func(s db.Scanner) (h Hit, err error) {
			var id int64
			err = s.Scan(&id, &h.Title)
			h.Kind, h.Path = paper.kind, paper.path+strconv.FormatInt(id, 10)
			return h, err
		}, `SELECT id, no FROM `+paper.table+w.SQL(), w.Args()...)
		if err != nil {
			return nil, err
		}
		hits = append(hits, found...)
	}
	return hits, nil
}

func personHit(p citizen.Citizen) Hit {
	return Hit{Kind: "人员", Title: p.Name, Subtitle: cn.MaskID(p.IDNumber), Path: "/people/" + strconv.FormatInt(p.ID, 10)}
}
