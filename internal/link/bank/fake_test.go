package bank_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/cn"
	"kaguan/internal/kit/exchange"
	"kaguan/internal/kit/rowfile"
	"kaguan/internal/link/bank"
	"kaguan/internal/link/fake"
	"kaguan/internal/link/fake/faketest"
)

var ctx = context.Background()

// person is an invented applicant; no two numbers are the same.
func person(t *testing.T, serial int) bank.PreAccountRow {
	t.Helper()
	card, err := cn.NewCard('A', serial)
	if err != nil {
		t.Fatal(err)
	}
	first17 := fmt.Sprintf("44020319900101%03d", serial)
	return bank.PreAccountRow{
		Serial: serial, Batch: batchNumber, Card: string(card), IDType: "01", IDNumber: first17 + string(cn.CheckChar(first17)),
		Name: fmt.Sprintf("张%s", strings.Repeat("三", serial%3+1)), Sex: "1", Birth: "1990-01-01", Nation: "CHN", IDUntil: "9999-12-31", Outlet: "44020301",
	}
}

func people(t *testing.T, n int) []bank.PreAccountRow {
	t.Helper()
	var all []bank.PreAccountRow
	for i := range n {
		all = append(all, person(t, i+1))
	}
	return all
}

type world struct {
	*faketest.House
	bank *bank.Fake
	now  *clock.Hand
	opt  fake.Options
}

func open(t *testing.T, will fake.Will) *world {
	t.Helper()
	now := clock.NewHand(head.Created)
	w := &world{now: now, opt: fake.Options{
		Code: "103", Name: "某银行韶关分行", Area: "440200", Folder: t.TempDir(), Clock: now, Seed: 7, Will: will,
	}}
	w.start(t)
	t.Cleanup(func() {
		if err := w.bank.Close(); err != nil {
			t.Errorf("closing the bank: %v", err)
		}
	})
	return w
}

func (w *world) start(t *testing.T) {
	t.Helper()
	var err error
	if w.bank, err = bank.NewFake(w.opt); err != nil {
		t.Fatal(err)
	}
	w.House = faketest.Reach(t, w.bank.Partner())
}

func (w *world) step() {
	w.Helper()
	if err := w.bank.Step(ctx); err != nil {
		w.Fatal(err)
	}
}

func name(kind string, seq int) string {
	return exchange.FileName{Kind: kind, Area: "440200", Partner: "103", Batch: batchNumber, Day: "20261123", Seq: seq, Ext: "txt"}.String()
}

func (w *world) ask(rows []bank.PreAccountRow) {
	w.Helper()
	w.Put(name("YKH", 1), faketest.Write(w.T, format(w.T).PreAccount, head, rows))
	w.step()
}

// readable accepts what reads without a fault, as the house would.
func (w *world) readable(got faketest.Got) bool {
	_, err := faketest.Read(format(w.T).PreAccountReturn, got.Content)
	return err == nil
}

// answers gives the rows of all good files in the outbox, by serial.
func (w *world) answers() []bank.PreAccountReturn {
	w.Helper()
	rows := []bank.PreAccountReturn{}
	for _, got := range w.Take(w.readable) {
		if read, err := faketest.Read(format(w.T).PreAccountReturn, got.Content); got.Err == nil && err == nil {
			rows = append(rows, read...)
		}
	}
	slices.SortFunc(rows, func(a, b bank.PreAccountReturn) int { return a.Serial - b.Serial })
	return rows
}

// luhnOK checks a card number from the outside, from the left.
func luhnOK(number string) bool {
	sum := 0
	for i := range len(number) {
		digit := int(number[i] - '0')
		if (len(number)-i)%2 == 0 {
			digit = digit*2%10 + digit/5
		}
		sum += digit
	}
	return sum%10 == 0
}

func TestAccountsAreOpenedAndBound(t *testing.T) {
	t.Parallel()
	w := open(t, fake.Will{})
	w.ask(people(t, 30))
	answers, seen := w.answers(), map[string]bool{}
	if len(answers) != 30 {
		t.Fatalf("%d answers to 30 rows", len(answers))
	}
	var binds []bank.BindRow
	for i, a := range answers {
		asked := person(t, i+1)
		if a.Result != bank.Accepted || a.IDNumber != asked.IDNumber || a.Card != asked.Card || a.Batch != batchNumber || a.Opened != "2026-11-23" {
			t.Errorf("answer %d: %+v", i, a)
		}
		if len(a.BankCard) != 19 || !luhnOK(a.BankCard) || a.Account == "" || seen[a.BankCard] {
			t.Errorf("account %d: card %s, account %s", i, a.BankCard, a.Account)
		}
		seen[a.BankCard] = true
		binds = append(binds, bank.BindRow{
			Serial: a.Serial, Batch: a.Batch, Card: a.Card, IDNumber: a.IDNumber, Name: a.Name, BankCard: a.BankCard,
			Chip: fmt.Sprintf("440200D156000005%08dFFFFFFFF", i), Issued: "2026-11-24",
		})
	}
	binds[1].BankCard = binds[0].BankCard
	binds[2].Chip = binds[0].Chip
	binds[3].Name = "李四"
	w.Put(name("YH", 1), faketest.Write(t, format(t).Bind, head, binds))
	w.step()
	files := w.Take(func(faketest.Got) bool { return true })
	if len(files) != 1 || files[0].Name != name("YHHP", 1) {
		t.Fatalf("answers to the binding: %d", len(files))
	}
	bound, err := faketest.Read(format(t).BindReturn, files[0].Content)
	if err != nil || len(bound) != 30 {
		t.Fatalf("%d answers, %v", len(bound), err)
	}
	for i, b := range bound {
		want := map[int]string{1: "E611", 2: "E613", 3: "E612"}[i]
		if b.Code != want || (want == "") != (b.Result == bank.Accepted && b.Status == bank.Inactive) {
			t.Errorf("binding %d: %+v", i, b)
		}
	}
}

// TestTheBankChecksForItself: what the sender should have noticed, it notices.
func TestTheBankChecksForItself(t *testing.T) {
	t.Parallel()
	w := open(t, fake.Will{})
	rows := people(t, 6)
	rows[1].Card = rows[0].Card
	rows[2].IDNumber = rows[2].IDNumber[:17] + string('0'+(rows[2].IDNumber[17]-'0'+1)%10)
	rows[3].IDUntil = "2026-11-22"
	rows[4].Card = rows[4].Card[:8] + "?"
	w.ask(rows)
	var codes []string
	for _, a := range w.answers() {
		codes = append(codes, a.Code)
	}
	if diff := cmp.Diff([]string{"", "E606", "E605", "E602", "E607", ""}, codes); diff != "" {
		t.Error(diff)
	}
}

func TestSamePersonSameAccount(t *testing.T) {
	t.Parallel()
	w := open(t, fake.Will{})
	w.ask(people(t, 1))
	first := w.answers()
	again := person(t, 1)
	card, err := cn.NewCard('B', 1)
	if err != nil {
		t.Fatal(err)
	}
	again.Card = string(card)
	other := person(t, 2)
	other.IDNumber = again.IDNumber
	w.Put(name("YKH", 2), faketest.Write(t, format(t).PreAccount, head, []bank.PreAccountRow{again, other}))
	w.step()
	second := w.answers()
	if len(second) != 2 || second[0].BankCard != first[0].BankCard || second[0].Account != first[0].Account || second[1].Code != "E601" {
		t.Errorf("asked again: %+v, first %+v", second, first)
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	run := func() map[string]string {
		rows := people(t, 200)
		w := open(t, fake.Will{Refuse: 0.1, Named: []fake.Refusal{
			{Kind: "YKH", IDNumber: rows[0].IDNumber, Code: "E604"}, {Kind: "YKH", IDNumber: rows[1].IDNumber}, {Kind: "YH", IDNumber: rows[2].IDNumber},
		}})
		w.ask(rows)
		refused := map[string]string{}
		for _, a := range w.answers() {
			if a.Result == bank.Rejected {
				if a.Words == "" || a.BankCard != "" {
					t.Errorf("a refusal without words or with a card: %+v", a)
				}
				refused[a.IDNumber] = a.Code
			}
		}
		if refused[rows[0].IDNumber] != "E604" || refused[rows[1].IDNumber] == "" {
			t.Errorf("the named ones: %q, %q", refused[rows[0].IDNumber], refused[rows[1].IDNumber])
		}
		return refused
	}
	first, second := run(), run()
	if diff := cmp.Diff(first, second); diff != "" {
		t.Errorf("the same seed refuses others:\n%s", diff)
	}
	if len(first) < 10 || len(first) > 40 {
		t.Errorf("%d of 200 refused at a share of 0.1", len(first))
	}
}

// TestFaults: the house refuses what is broken, the bank then sends it whole.
func TestFaults(t *testing.T) {
	t.Parallel()
	for label, c := range map[string]struct {
		will fake.Will
		code rowfile.Code
	}{
		"truncated": {fake.Will{Truncated: true}, ""}, "charset": {fake.Will{WrongCharset: true}, rowfile.WrongCharset},
		"count": {fake.Will{WrongCount: true}, rowfile.WrongCount},
	} {
		t.Run(label, func(t *testing.T) {
			t.Parallel()
			w := open(t, c.will)
			w.ask(people(t, 5))
			bad := w.Take(w.readable)
			if len(bad) != 1 {
				t.Fatalf("%d files", len(bad))
			}
			if (bad[0].Err != nil) != c.will.Truncated {
				t.Errorf("fetching: %v", bad[0].Err)
			}
			if _, err := faketest.Read(format(t).PreAccountReturn, bad[0].Content); c.code != "" && (err == nil || !strings.Contains(err.Error(), string(c.code))) {
				t.Errorf("reading: %v, want %s", err, c.code)
			}
			w.step()
			if mended := w.answers(); len(mended) != 5 {
				t.Errorf("%d answers after the bank mended its file", len(mended))
			}
			w.step()
			if more := w.Take(w.readable); len(more) != 0 {
				t.Errorf("%d files more than one", len(more))
			}
		})
	}
}

func TestTwice(t *testing.T) {
	t.Parallel()
	w := open(t, fake.Will{Twice: true})
	w.ask(people(t, 5))
	files := w.Take(w.readable)
	if len(files) != 2 || string(files[0].Content) != string(files[1].Content) || files[0].Name == files[1].Name {
		t.Errorf("%d files, want one content under two names", len(files))
	}
}

func TestLateInPartsAndSilent(t *testing.T) {
	t.Parallel()
	w := open(t, fake.Will{Delay: 24 * time.Hour, Parts: 2})
	w.ask(people(t, 5))
	var got []int
	day := func() {
		w.now.Advance(24 * time.Hour)
		w.step()
		got = append(got, len(w.answers()))
	}
	got = append(got, len(w.answers()))
	day()
	w.bank.SetWill(fake.Will{Silent: true})
	day()
	w.bank.SetWill(fake.Will{})
	day()
	if diff := cmp.Diff([]int{0, 2, 0, 3}, got); diff != "" {
		t.Error(diff)
	}
}

// TestRestart: the bank's book, its door and what it owes outlive the program.
func TestRestart(t *testing.T) {
	t.Parallel()
	w := open(t, fake.Will{Delay: time.Hour})
	w.ask(people(t, 3))
	key := w.bank.Partner().SFTP.HostKey
	if err := w.bank.Close(); err != nil {
		t.Fatal(err)
	}
	w.start(t)
	if w.bank.Partner().SFTP.HostKey != key {
		t.Error("the server has another key after a restart")
	}
	w.now.Advance(time.Hour)
	w.step()
	first := w.answers()
	if len(first) != 3 {
		t.Fatalf("%d answers after a restart", len(first))
	}
	w.Put(name("YKH", 2), faketest.Write(t, format(t).PreAccount, rowfile.Head{Batch: batchNumber, Created: w.now.Now()}, people(t, 3)))
	w.step()
	w.now.Advance(time.Hour)
	w.step()
	if diff := cmp.Diff(first, w.answers()); diff != "" {
		t.Errorf("the same people have other accounts:\n%s", diff)
	}
}

func TestBadRequestsGoBack(t *testing.T) {
	t.Parallel()
	w := open(t, fake.Will{})
	good := faketest.Write(t, format(t).PreAccount, head, people(t, 2))
	for file, content := range map[string]string{
		name("YKH", 1): strings.Replace(string(good), "19900101|CHN", "19909901|CHN", 1), // digest and date
		name("YKH", 2): string(good[:len(good)/2]),
		name("ZK", 1):  string(good),
		"随便.txt":       string(good),
		strings.Replace(name("YKH", 3), batchNumber, "B2", 1): string(good),
	} {
		w.Put(file, []byte(content))
		w.step()
		if !w.Refused(file) {
			t.Errorf("%s was taken", file)
		}
	}
	if answers := w.answers(); len(answers) != 0 {
		t.Errorf("%d answers to bad requests", len(answers))
	}
	w.Put(name("YKH", 5), good)
	w.step()
	w.Put(name("YKH", 6), good)
	w.step()
	if answers := w.answers(); len(answers) != 2 {
		t.Errorf("%d answers to one request of 2 rows that came twice", len(answers))
	}
}
