package vendor_test

import (
	"bytes"
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
	"kaguan/internal/link/fake"
	"kaguan/internal/link/fake/faketest"
	"kaguan/internal/link/vendor"
)

var ctx = context.Background()

// card orders one invented card with a picture.
func card(t *testing.T, serial int, sort string) vendor.ProduceRow {
	t.Helper()
	number, err := cn.NewCard('A', serial)
	if err != nil {
		t.Fatal(err)
	}
	first17 := fmt.Sprintf("4402031990%02d01%03d", serial/1000+1, serial%1000)
	id := first17 + string(cn.CheckChar(first17))
	return vendor.ProduceRow{
		Serial: serial, Card: string(number), Nation: "CHN", IDType: "01", IDNumber: id, Name: "张三", Sex: "1",
		Produced: "2026-11-24", Until: "2036-11-24", BankCard: "6210300000000000011", Account: "44020103000000001",
		FaceName: "张三", Photo: vendor.PhotoName(id), Sort: sort,
	}
}

func cards(t *testing.T, n int, sort func(i int) string) []vendor.ProduceRow {
	t.Helper()
	var all []vendor.ProduceRow
	for i := range n {
		all = append(all, card(t, i+1, sort(i)))
	}
	return all
}

func one(int) string { return "440203-001-001" }

func photosOf(rows []vendor.ProduceRow) []vendor.Photo {
	var photos []vendor.Photo
	for _, row := range rows {
		photos = append(photos, vendor.Photo{Name: row.Photo, Content: []byte("JPEG of " + row.Photo)})
	}
	return photos
}

func zipped(t *testing.T, photos []vendor.Photo) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := vendor.WritePhotos(&out, photos); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

type world struct {
	*faketest.House
	vendor *vendor.Fake
	now    *clock.Hand
	opt    fake.Options
}

func open(t *testing.T, will fake.Will) *world {
	t.Helper()
	now := clock.NewHand(head.Created)
	w := &world{now: now, opt: fake.Options{
		Code: "V01", Name: "某卡商", Area: "440200", Folder: t.TempDir(), Clock: now, Seed: 7, Will: will,
	}}
	w.start(t)
	t.Cleanup(func() {
		if err := w.vendor.Close(); err != nil {
			t.Errorf("closing the vendor: %v", err)
		}
	})
	return w
}

func (w *world) start(t *testing.T) {
	t.Helper()
	var err error
	if w.vendor, err = vendor.NewFake(w.opt); err != nil {
		t.Fatal(err)
	}
	w.House = faketest.Reach(t, w.vendor.Partner())
}

func name(kind string, seq int, ext string) string {
	return exchange.FileName{Kind: kind, Area: "440200", Partner: "V01", Batch: batchNumber, Day: "20261123", Seq: seq, Ext: ext}.String()
}

func (w *world) order(rows []vendor.ProduceRow) {
	w.Helper()
	w.Put(name("ZK", 1, "txt"), faketest.Write(w.T, format(w.T).Produce, head, rows))
	w.step()
}

func (w *world) photos(seq int, content []byte) {
	w.Helper()
	w.Put(name("ZKZP", seq, "zip"), content)
	w.step()
}

func (w *world) step() {
	w.Helper()
	if err := w.vendor.Step(ctx); err != nil {
		w.Fatal(err)
	}
}

func (w *world) answers() []vendor.ProduceReturn {
	w.Helper()
	read := func(got faketest.Got) []vendor.ProduceReturn {
		rows, err := faketest.Read(format(w.T).ProduceReturn, got.Content)
		if err != nil {
			return nil
		}
		return rows
	}
	rows := []vendor.ProduceReturn{}
	for _, got := range w.Take(func(got faketest.Got) bool { return read(got) != nil }) {
		if got.Err == nil {
			rows = append(rows, read(got)...)
		}
	}
	slices.SortFunc(rows, func(a, b vendor.ProduceReturn) int { return a.Serial - b.Serial })
	return rows
}

func TestCardsAreMadeWhenThePicturesAreThere(t *testing.T) {
	t.Parallel()
	w := open(t, fake.Will{})
	rows := cards(t, 20, one)
	rows[19].Photo = ""
	photos := photosOf(rows[:19])
	w.photos(1, zipped(t, photos[:10]))
	w.order(rows)
	if early := w.answers(); len(early) != 0 {
		t.Fatalf("%d cards made without their pictures", len(early))
	}
	w.photos(2, zipped(t, photos[10:]))
	answers, chips := w.answers(), map[string]bool{}
	if len(answers) != 20 {
		t.Fatalf("%d answers to 20 rows", len(answers))
	}
	for i, a := range answers {
		if a.Stage != "" || a.Why != "" || a.Card != rows[i].Card || a.IDNumber != rows[i].IDNumber || a.BankCard != rows[i].BankCard {
			t.Errorf("answer %d: %+v", i, a)
		}
		if len(a.Chip) != 32 || !strings.HasPrefix(a.Chip, "440200D156000005") || chips[a.Chip] || len(a.ATR) != 26 || a.ATR[14:18] != "4402" {
			t.Errorf("chip %s, ATR %s", a.Chip, a.ATR)
		}
		chips[a.Chip] = true
		if want := fmt.Sprintf("%s-1-1-%d", batchNumber, i+1); a.Position != want {
			t.Errorf("packed at %s, want %s", a.Position, want)
		}
	}
}

// TestOneBoxOneDestination: boxes of 100 in bins of five, none with two destinations.
func TestOneBoxOneDestination(t *testing.T) {
	t.Parallel()
	w := open(t, fake.Will{Refuse: 0.05})
	rows := cards(t, 1200, func(i int) string { return fmt.Sprintf("440203-%03d", i*7%5) })
	for i := range rows {
		rows[i].Photo = ""
	}
	w.order(rows)
	holds, fill := map[string]string{}, map[string]int{}
	for i, a := range w.answers() {
		if a.Stage != "" {
			continue
		}
		var bin, box, slot int
		if _, err := fmt.Sscanf(strings.TrimPrefix(a.Position, batchNumber+"-"), "%d-%d-%d", &bin, &box, &slot); err != nil {
			t.Fatal(err)
		}
		where := fmt.Sprintf("%d-%d", bin, box)
		if holds[where] == "" {
			holds[where] = rows[i].Sort
		}
		fill[where]++
		if holds[where] != rows[i].Sort || slot < 1 || slot > 100 || box < 1 || box > 5 || bin < 1 {
			t.Fatalf("card for %s packed at %s, which holds %s", rows[i].Sort, a.Position, holds[where])
		}
	}
	if len(fill) != 15 {
		t.Errorf("%d boxes for five destinations of up to 240", len(fill))
	}
	for where, n := range fill {
		if n > 100 {
			t.Errorf("%d cards in box %s", n, where)
		}
	}
}

func TestFailures(t *testing.T) {
	t.Parallel()
	rows := cards(t, 7, one)
	w := open(t, fake.Will{Named: []fake.Refusal{{Kind: "ZK", IDNumber: rows[0].IDNumber, Code: "印刷废卡"}}})
	rows[1].BankCard = ""
	rows[2].Card = rows[2].Card[:8] + "?"
	rows[3].Card = rows[6].Card
	rows[6].Card = rows[3].Card
	photos := photosOf(rows)
	package1 := zipped(t, photos[:5])
	at := bytes.Index(package1, photos[4].Content)
	package1[at] ^= 1 // a picture that was damaged on the way
	w.photos(1, package1)
	w.order(rows) // the pictures of the last two never come
	w.now.Advance(23 * time.Hour)
	w.step()
	if early := w.answers(); len(early) != 0 {
		t.Fatalf("the vendor lost patience early: %d answers", len(early))
	}
	w.now.Advance(time.Hour)
	w.step()
	var got []string
	for _, a := range w.answers() {
		got = append(got, a.Stage+" "+a.Why)
		if (a.Stage == "") != (a.Chip != "" && a.ATR != "" && a.Position != "") {
			t.Errorf("answer %+v", a)
		}
	}
	want := []string{
		"制卡 印刷废卡", "银行 缺银行卡号", "制卡 社保卡号校验不通过", " ", "制卡 照片损坏，与摘要不符", "制卡 缺照片", "制卡 社保卡号在文件内重复",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestSpoiledCardIsMadeTheSecondTime(t *testing.T) {
	t.Parallel()
	w := open(t, fake.Will{Refuse: 1})
	rows := cards(t, 3, one)
	for i := range rows {
		rows[i].Photo = ""
	}
	w.order(rows)
	for _, a := range w.answers() {
		if a.Stage != vendor.StageProduce || a.Why == "" {
			t.Errorf("first: %+v", a)
		}
	}
	w.Put(name("ZK", 2, "txt"), faketest.Write(t, format(t).Produce, rowfile.Head{Batch: batchNumber, Created: w.now.Now()}, rows))
	w.step()
	for _, a := range w.answers() {
		if a.Stage != "" {
			t.Errorf("remade: %+v", a)
		}
	}
}

func TestFaultsAreMended(t *testing.T) {
	t.Parallel()
	for label, will := range map[string]fake.Will{
		"truncated": {Truncated: true}, "charset": {WrongCharset: true}, "count": {WrongCount: true}, "parts": {Parts: 2},
	} {
		t.Run(label, func(t *testing.T) {
			t.Parallel()
			w := open(t, will)
			rows := cards(t, 5, one)
			for i := range rows {
				rows[i].Photo = ""
			}
			w.order(rows)
			got := w.answers()
			w.step()
			if got = append(got, w.answers()...); len(got) != 5 {
				t.Errorf("%d answers in the end", len(got))
			}
		})
	}
}

func TestRestart(t *testing.T) {
	t.Parallel()
	w := open(t, fake.Will{})
	rows := cards(t, 4, one)
	w.order(rows)
	w.photos(1, zipped(t, photosOf(rows[:2])))
	if err := w.vendor.Close(); err != nil {
		t.Fatal(err)
	}
	w.start(t)
	w.photos(2, zipped(t, photosOf(rows[2:])))
	if got := w.answers(); len(got) != 4 {
		t.Errorf("%d cards after a restart", len(got))
	}
}

func TestBadRequestsGoBack(t *testing.T) {
	t.Parallel()
	w := open(t, fake.Will{})
	good := faketest.Write(t, format(t).Produce, head, cards(t, 2, one))
	for file, content := range map[string][]byte{
		name("ZK", 1, "txt"): good[:len(good)/2], name("ZKZP", 1, "zip"): []byte("no ZIP"), name("YKH", 1, "txt"): good,
		strings.Replace(name("ZK", 2, "txt"), batchNumber, "B2", 1): good,
	} {
		w.Put(file, content)
		w.step()
		if !w.Refused(file) {
			t.Errorf("%s was taken", file)
		}
	}
}
