package city

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"kaguan/internal/kit/db"
)

// law is something that must hold whenever the house has settled, as the query
// that finds what breaks it. $1, where a query has it, is now.
type law struct {
	name  string
	about string // what the query gives
	sql   string

	look func(tx *db.Tx) ([]string, error) // instead of a query
}

// Breach is a law that does not hold.
type Breach struct {
	Law   string
	Found []string // what breaks it, the first ones
}

// Error names the law and what breaks it.
func (b Breach) Error() string { return fmt.Sprintf("%s: %s", b.Law, strings.Join(b.Found, ", ")) }

// mostFound is how many things of a breach are named.
const mostFound = 5

// Check looks at every law and tells which do not hold. Call it when the house
// has settled.
func (c *City) Check(ctx context.Context) error {
	breaches, err := c.Breaches(ctx)
	errs := []error{err}
	for _, b := range breaches {
		errs = append(errs, b)
	}
	return errors.Join(errs...)
}

// Breaches are the laws that do not hold now.
func (c *City) Breaches(ctx context.Context) (found []Breach, err error) {
	err = c.Server.DB.View(db.System(ctx, "check"), func(tx *db.Tx) error {
		for _, l := range append(laws(), law{name: chainLaw, look: brokenChain}, law{name: silenceLaw, look: c.leaks}) {
			broken, err := l.broken(tx)
			if err != nil {
				return fmt.Errorf("looking whether %s: %w", l.name, err)
			}
			if len(broken) > 0 {
				found = append(found, Breach{l.name, broken})
			}
		}
		return nil
	})
	return found, err
}

func (l law) broken(tx *db.Tx) ([]string, error) {
	if l.look != nil {
		return l.look(tx)
	}
	var args []any
	if strings.Contains(l.sql, "$1") {
		args = []any{tx.Millis()}
	}
	return db.All(tx, func(s db.Scanner) (string, error) {
		var what any
		err := s.Scan(&what)
		return fmt.Sprintf("%s %v", l.about, what), err
	}, fmt.Sprintf("%s LIMIT %d", l.sql, mostFound), args...)
}

// The laws that are no queries.
const (
	chainLaw   = "the journal's chain holds"
	silenceLaw = "journal and log keep silent about people"
)

func brokenChain(tx *db.Tx) ([]string, error) {
	walk, err := db.VerifyJournal(tx)
	if broken := new(db.BrokenError); errors.As(err, &broken) {
		return []string{broken.Error()}, nil
	}
	if err == nil && walk.Waiting > 0 {
		return []string{fmt.Sprintf("entry %d waits unsealed", walk.First)}, nil
	}
	return nil, err
}

func laws() []law {
	var all []law
	for _, some := range [][]law{cardLaws, numberLaws, applicationLaws, batchLaws, fileLaws, deliveryLaws, moduleLaws, turnLaws} {
		all = append(all, some...)
	}
	return all
}

var cardLaws = []law{
	{name: "a person has one card at most that is not cancelled", about: "citizen", sql: `SELECT citizen_id FROM card WHERE state <> '9' GROUP BY citizen_id HAVING COUNT(*) > 1`},
	{name: "a card is made for one application", about: "card", sql: `SELECT c.id FROM card c
		LEFT JOIN application a ON a.id = c.application_id AND a.citizen_id = c.citizen_id AND a.batch_id = c.batch_id AND a.state = 'made'
		WHERE a.id IS NULL`},
	{name: "a made application has one card", about: "application", sql: `SELECT a.id FROM application a LEFT JOIN card c ON c.application_id = a.id
		WHERE a.state = 'made' GROUP BY a.id HAVING COUNT(c.id) <> 1`},
	{name: "a card comes from one place of one batch", about: "card", sql: `SELECT c.id FROM card c
		LEFT JOIN batch_item i ON i.card_id = c.id AND i.batch_id = c.batch_id AND i.application_id = c.application_id
			AND i.citizen_id = c.citizen_id AND i.card_number = c.number AND i.state IN ('made', 'bound', 'unbound')
		GROUP BY c.id HAVING COUNT(i.id) <> 1`},
	{name: "a card's ledger is one chain that begins at the vendor", about: "card", sql: `SELECT card_id FROM (
			SELECT card_id, from_kind, from_id, LAG(to_kind) OVER hops AS kind, LAG(to_id) OVER hops AS id FROM card_move
			WINDOW hops AS (PARTITION BY card_id ORDER BY id)) AS hop
		WHERE kind IS NULL AND from_kind <> 'vendor' OR kind <> from_kind OR id <> from_id`},
	{name: "a card's one custodian is where its ledger ends", about: "card", sql: `SELECT c.id FROM card c WHERE NOT EXISTS (
		SELECT 1 FROM card_move m WHERE m.card_id = c.id AND m.to_kind = c.holder_kind AND m.to_id = c.holder_id AND m.at = c.since
			AND m.id = (SELECT MAX(x.id) FROM card_move x WHERE x.card_id = c.id))`},
	{name: "a card in a person's hand was handed over to him and enabled, and no other", about: "card", sql: `SELECT c.id FROM card c LEFT JOIN handover h ON h.card_id = c.id
		WHERE h.id IS NULL AND (c.holder_kind = 'person' OR c.state = '1' OR c.issued_on <> '')
			OR h.id IS NOT NULL AND (c.holder_kind <> 'person' OR c.holder_id <> c.citizen_id OR h.citizen_id <> c.citizen_id OR c.issued_on = '')`},
}

var numberLaws = []law{
	{name: "a card number stands at one place", about: "number", sql: `SELECT card_number FROM batch_item WHERE card_number <> '' GROUP BY card_number HAVING COUNT(*) > 1`},
	{name: "a card number was drawn by the batch that holds it", about: "number", sql: `SELECT i.card_number FROM batch_item i
		LEFT JOIN card_number n ON n.number = i.card_number AND n.batch_id = i.batch_id WHERE i.card_number <> '' AND n.number IS NULL`},
	{name: "a used number is on a card and no other is", about: "number", sql: `SELECT n.number FROM card_number n LEFT JOIN card c ON c.number = n.number
		WHERE n.state = '02' AND c.id IS NULL OR n.state <> '02' AND c.id IS NOT NULL`},
	{name: "a number waits only while its batch is on its way", about: "number", sql: `SELECT n.number FROM card_number n JOIN batch b ON b.id = n.batch_id
		WHERE n.state = '01' AND b.state IN ('released', 'undone', 'discarded')`},
}

var applicationLaws = []law{
	{name: "a person has one open application at most", about: "citizen", sql: `SELECT citizen_id FROM application WHERE open = 1 GROUP BY citizen_id HAVING COUNT(*) > 1`},
	{name: "an application is open while somebody's turn is left", about: "application", sql: `SELECT id FROM application
		WHERE open <> CASE WHEN state IN ('submitted', 'accepted', 'returned', 'taken') THEN 1 ELSE 0 END`},
	{name: "an application is in a batch if and only if the batch holds it", about: "application", sql: `SELECT a.id FROM application a
		LEFT JOIN batch_item i ON i.application_id = a.id AND i.open = 1 AND i.state IN ('frozen', 'account')
		WHERE a.state = 'taken' AND i.id IS NULL OR a.state <> 'taken' AND i.id IS NOT NULL OR i.batch_id <> a.batch_id`},
	{name: "an application has a step for where it is", about: "application", sql: `SELECT a.id FROM application a WHERE a.import_id = 0 AND NOT EXISTS (
		SELECT 1 FROM application_step s WHERE s.application_id = a.id AND s.state = a.state
			AND s.id = (SELECT MAX(x.id) FROM application_step x WHERE x.application_id = a.id))`},
	{name: "an import's figures are the sums of its rows", about: "import", sql: `SELECT r.id FROM import_run r
		WHERE r.staged <> (SELECT COUNT(*) FROM import_row w WHERE w.import_id = r.id) AND r.state NOT IN ('discarded', 'failed')
			OR r.applied <> (SELECT COUNT(*) FROM application a WHERE a.import_id = r.id)
			OR r.state = 'done' AND r.applied <> (SELECT COUNT(*) FROM import_row w WHERE w.import_id = r.id AND w.verdict IN ('good', 'existing'))
			OR r.state IN ('previewed', 'applying', 'done') AND (r.staged <> r.total
				OR r.staged <> (SELECT COALESCE(SUM(t.count), 0) FROM import_tally t WHERE t.import_id = r.id AND t.code = ''))`},
}

var batchLaws = []law{
	{name: "no two batches hold one application", about: "application", sql: `SELECT application_id FROM batch_item WHERE open = 1 GROUP BY application_id HAVING COUNT(*) > 1`},
	{name: "a batch holds whoever has not left it", about: "item", sql: `SELECT id FROM batch_item
		WHERE open <> CASE WHEN state IN ('failed', 'dropped', 'freed') THEN 0 ELSE 1 END`},
	{name: "a confirmed batch counts its people", about: "batch", sql: `SELECT b.id FROM batch b JOIN batch_item i ON i.batch_id = b.id
		WHERE b.state NOT IN ('selected', 'confirming', 'discarded') AND i.state <> 'dropped' GROUP BY b.id, b.count HAVING COUNT(*) <> b.count`},
	{name: "sent = ok + rejected + outstanding + withdrawn", about: "batch", sql: `SELECT r.batch_id FROM batch_round r
		LEFT JOIN batch_line l ON l.batch_id = r.batch_id AND l.round = r.round AND l.bucket IN ('ok', 'rejected', 'outstanding', 'withdrawn')
		GROUP BY r.batch_id, r.round, r.sent HAVING COUNT(l.item_id) <> r.sent`},
	{name: "everybody of a batch was sent, or could not be", about: "item", sql: `SELECT i.id FROM batch_item i JOIN batch b ON b.id = i.batch_id
		WHERE b.state IN ('opening', 'opened', 'making', 'made', 'binding', 'released') AND i.state NOT IN ('dropped', 'freed')
			AND NOT (i.state = 'failed' AND i.stage = 'preaccount')
			AND NOT EXISTS (SELECT 1 FROM batch_line l WHERE l.item_id = i.id AND l.batch_id = b.id AND l.round = 'preaccount')`},
	{name: "a row's bucket is what became of its person", about: "item", sql: `SELECT l.item_id FROM batch_line l
		JOIN batch_item i ON i.id = l.item_id JOIN batch b ON b.id = l.batch_id
		WHERE i.batch_id <> l.batch_id
			OR l.bucket IN ('rejected', 'withdrawn') AND (i.stage <> l.round OR i.state NOT IN ('failed', 'unbound'))
			OR l.bucket = 'ok' AND (l.round = 'preaccount' AND i.account IS NULL OR l.round = 'produce' AND i.card_id = 0 OR l.round = 'bankdata' AND i.state <> 'bound')
			OR l.bucket = 'outstanding' AND NOT (l.round = 'preaccount' AND i.state = 'frozen' AND b.state = 'opening'
				OR l.round = 'produce' AND i.state = 'account' AND b.state = 'making' OR l.round = 'bankdata' AND i.state = 'made' AND b.state = 'binding')`},
	{name: "a batch that has ended has nobody on the way", about: "item", sql: `SELECT i.id FROM batch_item i JOIN batch b ON b.id = i.batch_id
		WHERE b.state = 'released' AND i.state NOT IN ('bound', 'unbound', 'failed', 'dropped')
			OR b.state IN ('undone', 'discarded') AND i.state NOT IN ('freed', 'dropped')`},
}
