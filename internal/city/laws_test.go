package city

import (
	"errors"
	"slices"
	"testing"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/db/dbtest"
)

// wrongs breaks each law by hand, on the rows of a city that has lived. The last
// statement must change something.
var wrongs = map[string][]string{
	"a person has one card at most that is not cancelled": {`DROP INDEX card_usable`,
		`UPDATE card SET citizen_id = (SELECT MAX(citizen_id) FROM card) WHERE id = (SELECT MIN(id) FROM card)`},
	"a card is made for one application": {`UPDATE application SET state = 'accepted' WHERE id = (SELECT MIN(application_id) FROM card)`},
	"a made application has one card":    {`UPDATE card SET application_id = 0 WHERE id = (SELECT MIN(id) FROM card)`},
	"a card comes from one place of one batch": {
		`UPDATE batch_item SET card_id = 0 WHERE card_id = (SELECT MIN(id) FROM card)`},
	"a card's ledger is one chain that begins at the vendor": {`UPDATE card_move SET from_id = from_id + 1 WHERE id = (SELECT MAX(id) FROM card_move)`},
	"a card's one custodian is where its ledger ends":        {`UPDATE card SET holder_id = holder_id + 1 WHERE id = (SELECT MIN(id) FROM card)`},
	"a card in a person's hand was handed over to him and enabled, and no other": {
		`DELETE FROM handover WHERE id = (SELECT MIN(id) FROM handover)`},

	"a card number stands at one place": {`UPDATE batch_item SET card_number = (SELECT MAX(card_number) FROM batch_item)
		WHERE id = (SELECT MIN(id) FROM batch_item)`},
	"a card number was drawn by the batch that holds it": {`UPDATE card_number SET batch_id = batch_id + 1000 WHERE number = (SELECT MIN(number) FROM card_number)`},
	"a used number is on a card and no other is":         {`UPDATE card_number SET state = '03' WHERE number = (SELECT MIN(number) FROM card)`},
	"a number waits only while its batch is on its way": {`UPDATE card_number SET state = '01' WHERE number = (
		SELECT MIN(i.card_number) FROM batch_item i JOIN batch b ON b.id = i.batch_id WHERE b.state = 'released' AND i.card_number <> '')`},

	"a person has one open application at most": {`DROP INDEX application_open`,
		`UPDATE application SET citizen_id = (SELECT MAX(citizen_id) FROM application WHERE open = 1) WHERE id = (SELECT MIN(id) FROM application WHERE open = 1)`},
	"an application is open while somebody's turn is left": {`UPDATE application SET open = 0 WHERE id = (SELECT MIN(id) FROM application WHERE open = 1)`},
	"an application is in a batch if and only if the batch holds it": {
		`UPDATE application SET state = 'accepted' WHERE id = (SELECT MIN(id) FROM application WHERE state = 'taken')`},
	"an application has a step for where it is": {
		`UPDATE application SET state = 'rejected' WHERE id = (SELECT MIN(id) FROM application WHERE import_id = 0 AND state <> 'rejected')`},
	"an import's figures are the sums of its rows": {`UPDATE import_run SET applied = applied + 1 WHERE id = (SELECT MIN(id) FROM import_run)`},

	"no two batches hold one application": {`DROP INDEX batch_item_open`,
		`UPDATE batch_item SET application_id = (SELECT MAX(application_id) FROM batch_item WHERE open = 1) WHERE id = (SELECT MIN(id) FROM batch_item WHERE open = 1)`},
	"a batch holds whoever has not left it": {`UPDATE batch_item SET open = 0 WHERE id = (SELECT MIN(id) FROM batch_item WHERE open = 1)`},
	"a confirmed batch counts its people":   {`UPDATE batch SET count = count + 1 WHERE id = (SELECT MIN(id) FROM batch WHERE state = 'released')`},
	"sent = ok + rejected + outstanding + withdrawn": {
		`UPDATE batch_round SET sent = sent + 1 WHERE round = 'preaccount' AND batch_id = (SELECT MIN(batch_id) FROM batch_round)`},
	"everybody of a batch was sent, or could not be": {
		`DELETE FROM batch_line WHERE round = 'preaccount' AND item_id = (SELECT MIN(id) FROM batch_item WHERE state = 'bound')`},
	"a row's bucket is what became of its person": {
		`UPDATE batch_line SET bucket = 'rejected' WHERE round = 'bankdata' AND item_id = (SELECT MIN(id) FROM batch_item WHERE state = 'bound')`},
	"a batch that has ended has nobody on the way": {`UPDATE batch_item SET state = 'frozen' WHERE id = (SELECT MIN(id) FROM batch_item WHERE state = 'bound')`},

	"no content counts twice": {`UPDATE exchange_file SET partner = '102', digest = 'x' WHERE direction = 'in' AND state = 'applied'`},
	"every line of an answer has its effect or is a stray": {
		`UPDATE exchange_file SET count = count + 1 WHERE id = (SELECT MIN(id) FROM exchange_file WHERE direction = 'in' AND state = 'applied')`},
	"every effect has its answer": {
		`UPDATE batch_line SET file_id = 0 WHERE round = 'preaccount' AND bucket = 'ok' AND item_id = (SELECT MIN(id) FROM batch_item WHERE state = 'bound')`},
	"a round's file holds what was sent": {`UPDATE batch_round SET file_id = 0 WHERE round = 'preaccount' AND batch_id = (SELECT MIN(batch_id) FROM batch_round)`},
	"a round ends once": {`INSERT INTO batch_step (batch_id, verb, from_state, to_state, file_id, note, at, actor)
		SELECT batch_id, verb, from_state, to_state, file_id, note, at, actor FROM batch_step WHERE verb = 'finish-preaccount'`},

	"a parcel counts its cards": {`UPDATE parcel SET count = count + 1 WHERE id = (SELECT MIN(id) FROM parcel)`},
	"a card that has not arrived lies in its parcel": {
		`UPDATE parcel_card SET state = 'missing' WHERE card_id = (SELECT MIN(card_id) FROM parcel_card WHERE state = 'arrived')`},
	"a parcel lists every card in it": {`UPDATE card SET holder_kind = 'parcel', holder_id = 999 WHERE id = (SELECT MIN(id) FROM card)`},
	"no card leaves the centre before the bank has bound it": {
		`UPDATE batch_item SET state = 'unbound' WHERE card_id = (SELECT MIN(id) FROM card WHERE holder_kind <> 'centre')`},
	"a list counts its cards": {`UPDATE handover_bulk SET count = count + 1 WHERE id = (SELECT MIN(id) FROM handover_bulk)`},

	"a PSAM module is where its ledger ends": {`UPDATE psam SET agency_id = agency_id + 1 WHERE id = (SELECT MIN(id) FROM psam)`},
	"a PSAM slip counts its modules":         {`UPDATE psam_slip SET count = count + 1 WHERE id = (SELECT MIN(id) FROM psam_slip)`},

	"no import waits for the system":        {`UPDATE import_run SET state = 'staging' WHERE id = (SELECT MIN(id) FROM import_run)`},
	"no batch waits for the system":         {`UPDATE batch SET state = 'confirming' WHERE id = (SELECT MIN(id) FROM batch)`},
	"no due job waits, and none has failed": {`UPDATE job SET state = 'failed' WHERE id = (SELECT MAX(id) FROM job)`},
	"no file waits to be sent or applied":   {`UPDATE exchange_file SET state = 'received' WHERE id = (SELECT MAX(id) FROM exchange_file WHERE direction = 'in')`},
	"no follower is behind":                 {`UPDATE follower SET seq = 0 WHERE name = 'application.complete'`},
	"an answered round has ended":           {`UPDATE batch SET state = 'opening' WHERE id = (SELECT MIN(id) FROM batch WHERE state = 'released')`},
	chainLaw:                                {`UPDATE journal SET actor = 'somebody else' WHERE id = (SELECT MIN(id) FROM journal)`},
	silenceLaw:                              nil, // see TestSilence
}

// TestEveryLawCanBeBroken shows that each law sees what breaks it. The wrongs are
// done in a transaction that is taken back.
func TestEveryLawCanBeBroken(t *testing.T) {
	t.Parallel()
	for _, l := range laws() {
		if len(wrongs[l.name]) == 0 {
			t.Errorf("nothing shows that the law can be broken: %s", l.name)
		}
	}
	for engine, url := range map[string]func(t *testing.T) string{"sqlite": func(*testing.T) string { return "" }, "postgres": dbtest.PostgresURL} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			c := open(t, Options{Seed: 4, People: 60, Days: 16, Database: url(t), Will: mild(4)})
			if err := c.Live(ctx, 19); err != nil {
				t.Fatal(err)
			}
			if err := c.Check(ctx); err != nil {
				t.Fatalf("before anything was broken: %v", err)
			}
			for name, statements := range wrongs {
				if len(statements) > 0 {
					c.breaks(t, name, statements)
				}
			}
			if err := c.Check(ctx); err != nil {
				t.Errorf("after all was taken back: %v", err)
			}
		})
	}
}

func (c *City) breaks(t *testing.T, name string, statements []string) {
	t.Helper()
	takenBack := errors.New("taken back")
	var breaches []Breach
	err := c.Server.DB.Do(db.System(ctx, "test"), func(tx *db.Tx) error {
		var changed int64
		for _, statement := range statements {
			var err error
			if changed, err = tx.Exec(statement); err != nil {
				return err
			}
		}
		if changed == 0 {
			return errors.New("there was nothing to break")
		}
		var err error
		if breaches, err = c.Breaches(tx.Context()); err != nil {
			return err
		}
		return takenBack
	})
	if !errors.Is(err, takenBack) {
		t.Errorf("breaking %q: %v", name, err)
		return
	}
	if !slices.ContainsFunc(breaches, func(b Breach) bool { return b.Law == name }) {
		t.Errorf("nobody noticed that %q was broken; seen was %v", name, breaches)
	}
}

// TestSilence shows that a number or a name in journal or log is heard.
func TestSilence(t *testing.T) {
	t.Parallel()
	said := ""
	c := open(t, Options{Seed: 5, People: 20, Days: 3})
	c.opt.Heard = func() string { return said }
	if err := c.Live(ctx, 1); err != nil {
		t.Fatal(err)
	}
	r := c.crowd.all[3]
	note := func(words string) {
		if err := c.Server.DB.Do(db.System(ctx, "test"), func(tx *db.Tx) error {
			return tx.Note(db.Ref("card", 1), "card.noted", map[string]any{"words": words})
		}); err != nil {
			t.Fatal(err)
		}
		if err := c.settle(ctx); err != nil {
			t.Fatal(err)
		}
	}
	heard := func(what string, want bool) {
		t.Helper()
		breaches, err := c.Breaches(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if got := slices.ContainsFunc(breaches, func(b Breach) bool { return b.Law == silenceLaw }); got != want {
			t.Errorf("%s: heard is %v, want %v", what, got, want)
		}
	}
	note("440203********1234")
	heard("a masked number", false)
	for what, words := range map[string]string{"an ID number": string(r.IDNumber), "a mobile number": r.Phone, "a guardian's number": "监护人" + string(c.crowd.grownUps[0].IDNumber)} {
		said = `level=ERROR msg="row ` + words + ` refused"`
		heard(what+" in the log", true)
		said = ""
	}
	heard("nothing", false)
	note(string(r.IDNumber))
	heard("an ID number in the journal", true)
}
