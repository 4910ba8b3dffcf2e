package psam

import (
	"errors"
	"fmt"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
	"kaguan/internal/record/org"
)

const columns = `p.id, p.serial, p.key_version, p.vendor, p.box, p.state, p.agency_id, COALESCE(a.name, ''), p.region_path, p.terminal, p.receiver, p.since`

const from = ` FROM psam p LEFT JOIN agency a ON a.id = p.agency_id`

func scan(s db.Scanner) (m Module, err error) {
	err = s.Scan(&m.ID, &m.Serial, &m.KeyVersion, &m.Vendor, &m.Box, &m.State, &m.AgencyID, &m.AgencyName, &m.RegionPath, &m.Terminal, &m.Receiver, &m.Since)
	return m, err
}

// find gives one module within the actor's scope.
func find(tx *db.Tx, id int64) (Module, error) {
	var w db.Where
	w.And("p.id = ?", id)
	w.Scope(tx, "p.region_path", "")
	m, err := db.One(tx, scan, `SELECT `+columns+from+w.SQL(), w.Args()...)
	if errors.Is(err, db.ErrNone) {
		return m, fault.NewNotFound("没有找到这张 PSAM 卡，可能不在您的管辖范围内")
	}
	return m, err
}

// findMany gives modules in the order asked for; one missing is a refusal.
func findMany(tx *db.Tx, ids []int64) ([]Module, error) {
	modules := make([]Module, 0, len(ids))
	for _, id := range ids {
		m, err := find(tx, id)
		if err != nil {
			return nil, err
		}
		modules = append(modules, m)
	}
	return modules, nil
}

// Filter narrows the list of modules; empty fields do not narrow.
type Filter struct {
	Serial string // the beginning of a serial
	State  string
	Agency int64
	After  int64 // the last id of the page before
	Limit  int
}

func list(tx *db.Tx, f Filter) (modules []Module, total int64, err error) {
	var w db.Where
	w.AndIf("p.serial >= ?", f.Serial)
	if f.Serial != "" {
		w.And("p.serial < ?", f.Serial+"\uffff")
	}
	w.AndIf("p.state = ?", f.State)
	if f.Agency != 0 {
		w.And("p.agency_id = ?", f.Agency)
	}
	w.Scope(tx, "p.region_path", "")
	if total, err = db.Scalar[int64](tx, `SELECT COUNT(*) FROM psam p`+w.SQL(), w.Args()...); err != nil {
		return nil, 0, err
	}
	w.And("p.id > ?", f.After)
	modules, err = db.All(tx, scan, `SELECT `+columns+from+w.SQL()+fmt.Sprintf(` ORDER BY p.id LIMIT %d`, f.Limit), w.Args()...)
	return modules, total, err
}

func knownSerials(tx *db.Tx, serials []string) ([]string, error) {
	var known []string
	for _, serial := range serials {
		n, err := db.Scalar[int64](tx, `SELECT COUNT(*) FROM psam WHERE serial = $1`, serial)
		if err != nil {
			return nil, err
		}
		if n > 0 {
			known = append(known, serial)
		}
	}
	return known, nil
}

func insertSlip(tx *db.Tx, verb string, serials []string, agency int64, receiver string) (Slip, error) {
	id, err := tx.Insert(`INSERT INTO psam_slip (verb, count, digest, agency_id, receiver, at, actor)
		VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
		verb, int64(len(serials)), digest(serials), agency, receiver, tx.Millis(), tx.Actor().Name)
	return Slip{ID: id, Count: int64(len(serials))}, err
}

func insertModules(tx *db.Tx, slip Slip, serials []string, in Delivery, centre org.Agency) error {
	for _, serial := range serials {
		id, err := tx.Insert(`INSERT INTO psam (serial, key_version, vendor, box, state, agency_id, region_path, terminal, receiver, since)
			VALUES ($1, $2, $3, $4, $5, $6, $7, '', '', $8) RETURNING id`,
			serial, in.KeyVersion, in.Vendor, in.Box, Stock, centre.ID, centre.RegionPath, tx.Millis())
		if err != nil {
			return err
		}
		m := Module{ID: id}
		if err := ledger(tx, m, step{verb: "stock-in", slip: slip.ID, to: &place{agency: centre.ID}}, Stock); err != nil {
			return err
		}
	}
	return nil
}

// place is where a module goes; the zero agency is outside the city's hands.
type place struct {
	agency             int64
	region             string
	terminal, receiver string
}

// step is one row of the custody ledger in the making.
type step struct {
	verb string
	slip int64
	note string
	to   *place // nil: it stays where it is
}

// move takes a module one step, guarded by the state it was read in, and writes
// the ledger.
func move(tx *db.Tx, m Module, s step) error {
	to, err := Table.Next(m.State, s.verb)
	if err != nil {
		return err
	}
	if s.to == nil {
		s.to = &place{m.AgencyID, m.RegionPath, m.Terminal, m.Receiver}
	}
	err = tx.ExecOne(`UPDATE psam SET state = $1, agency_id = $2, region_path = $3, terminal = $4, receiver = $5, since = $6
		WHERE id = $7 AND state = $8`, to, s.to.agency, s.to.region, s.to.terminal, s.to.receiver, tx.Millis(), m.ID, m.State)
	if errors.Is(err, db.ErrNone) {
		return fault.NewConflict("这张 PSAM 卡刚刚被他人处理过，请刷新后再试")
	}
	if err != nil {
		return err
	}
	return ledger(tx, m, s, to)
}

func ledger(tx *db.Tx, m Module, s step, to State) error {
	_, err := tx.Exec(`INSERT INTO psam_move (psam_id, slip_id, verb, from_state, to_state, from_agency, to_agency, note, at, actor)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		m.ID, s.slip, s.verb, m.State, to, m.AgencyID, s.to.agency, s.note, tx.Millis(), tx.Actor().Name)
	return err
}

func lastActor(tx *db.Tx, id int64, verb string) (string, error) {
	return db.Scalar[string](tx, `SELECT actor FROM psam_move WHERE psam_id = $1 AND verb = $2 ORDER BY id DESC LIMIT 1`, id, verb)
}

// Move is one line of a module's custody ledger.
type Move struct {
	At     int64  `json:"at" doc:"时间，毫秒"`
	Verb   string `json:"verb" doc:"动作"`
	Title  string `json:"title" doc:"动作名称"`
	State  string `json:"state" doc:"之后的状态"`
	From   string `json:"from" doc:"交出方，空表示市外"`
	To     string `json:"to" doc:"接收方，空表示市外"`
	SlipID int64  `json:"slipId,omitempty" doc:"单据编号"`
	Note   string `json:"note,omitempty" doc:"原因或说明"`
	Actor  string `json:"actor" doc:"操作人"`
}

func moves(tx *db.Tx, id int64) ([]Move, error) {
	return db.All(tx, func(s db.Scanner) (m Move, err error) {
		var fromState, toState State
		err = s.Scan(&m.At, &m.Verb, &fromState, &toState, &m.From, &m.To, &m.SlipID, &m.Note, &m.Actor)
		m.State = Table.NameOf(toState)
		m.Title = titles[m.Verb]
		return m, err
	}, `SELECT m.at, m.verb, m.from_state, m.to_state, COALESCE(f.name, ''), COALESCE(t.name, ''), m.slip_id, m.note, m.actor
		FROM psam_move m LEFT JOIN agency f ON f.id = m.from_agency LEFT JOIN agency t ON t.id = m.to_agency
		WHERE m.psam_id = $1 ORDER BY m.id`, id)
}

var titles = func() map[string]string {
	words := map[string]string{}
	for _, row := range Table.Rows {
		words[row.Verb] = row.Title
	}
	return words
}()
