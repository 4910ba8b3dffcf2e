package exchange_test

import (
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/cn"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/db/dbtest"
	"kaguan/internal/kit/exchange"
	"kaguan/internal/kit/fault"
	"kaguan/internal/kit/job"
)

func file(seq int) string {
	return exchange.FileName{Kind: "YKHHP", Area: "440200", Partner: "103", Batch: "B1", Day: "20261123", Seq: seq, Ext: "txt"}.String()
}

const request = "YKH_440200_103_B1_20261123_001.txt"

func TestSendIsOnceAndTheBytesStay(t *testing.T) {
	each(t, func(w *world, now *clock.Hand) {
		f, err := w.record(request, "张三|李四")
		if err != nil {
			w.Fatal(err)
		}
		if again, err := w.record(request, "张三|李四"); err != nil || again.ID != f.ID {
			w.Errorf("recorded again: %d for %d, %v", again.ID, f.ID, err)
		}
		if _, err := w.record(request, "另一内容"); !fault.Is(err, fault.Conflict) {
			w.Errorf("another content under the same name: %v", err)
		}
		if lies := w.lies("in"); len(lies) != 0 {
			w.Errorf("something left before it was committed to a job: %v", lies)
		}
		runner := job.NewRunner(w.db, "test")
		w.Jobs(runner, 1e18)
		if err := runner.Drain(w.ctx); err != nil {
			w.Fatal(err)
		}
		if diff := cmp.Diff([]string{request, request + ".ok"}, w.lies("in")); diff != "" {
			w.Errorf("in the inbox:\n%s", diff)
		}
		if got := w.read(path.Join("in", request)); got != "张三|李四" {
			w.Errorf("sent %q", got)
		}
		if f := w.only(); f.State != exchange.Sent || f.SentAt != now.Now().UnixMilli() || f.Count != 3 || f.Bytes != 13 {
			w.Errorf("registered %+v", f)
		}
		content, err := w.Content(w.ctx, w.only())
		if err != nil {
			w.Fatal(err)
		}
		if kept, err := io.ReadAll(content); string(kept) != "张三|李四" || err != nil || content.Close() != nil {
			w.Errorf("exported again: %q, %v", kept, err)
		}
		w.wantVerbs("exchange.recorded", "exchange.sent")
	})
}

// TestCrashBetweenRecordAndSent: wherever the process died, what is recorded
// arrives, and arrives once, even if the reader was quick.
func TestCrashBetweenRecordAndSent(t *testing.T) {
	each(t, func(w *world, _ *clock.Hand) {
		f, err := w.record(request, "内容")
		if err != nil {
			w.Fatal(err)
		}
		w.write("in/"+request, "内") // half of it, from a put that died
		w.write("in/"+request+exchange.Part, "内")
		w.poll(exchange.Polled{})
		if got := w.read("in/" + request); got != "内容" || w.only().State != exchange.Sent {
			w.Errorf("after the crash %q lies there, %s", got, w.only().State)
		}
		parcels, err := w.tray("in").Waiting(ctx)
		if err != nil || len(parcels) != 1 {
			w.Fatalf("waiting: %v, %v", parcels, err)
		}
		if err := w.tray("in").Finish(ctx, parcels[0], true, ""); err != nil {
			w.Fatal(err)
		}
		dbtest.Do(w.T, w.db, func(tx *db.Tx) error { // as if the note of having sent it had been lost
			if err := tx.Note(db.Ref("file", f.ID), "test.forgot", nil); err != nil {
				return err
			}
			return tx.ExecOne(`UPDATE exchange_file SET state = 'recorded' WHERE id = $1`, f.ID)
		})
		if err := w.Send(w.ctx, f.ID); err != nil {
			w.Fatal(err)
		}
		if lies := w.lies("in"); len(lies) != 0 {
			w.Errorf("sent a second time: %v", lies)
		}
		w.poll(exchange.Polled{})
		if got := w.only(); got.State != exchange.Acknowledged {
			w.Errorf("the reader took it, the register says %s", got.State)
		}
	})
}

func TestSendMeetsAnotherContent(t *testing.T) {
	each(t, func(w *world, _ *clock.Hand) {
		f, err := w.record(request, "我们的")
		if err != nil {
			w.Fatal(err)
		}
		foreign, _ := exchange.MarkerOf(strings.NewReader("别人的"))
		w.write("in/"+request, "别人的")
		w.write("in/"+request+".ok", foreign.String())
		if err := w.Send(w.ctx, f.ID); !fault.Is(err, fault.Conflict) {
			w.Errorf("another content under our name: %v", err)
		}
		if got := w.only(); got.State != exchange.Refused || got.Reason == "" || w.read("in/"+request) != "别人的" {
			w.Errorf("overwrote or did not tell: %+v", got)
		}
		w.wantVerbs("exchange.recorded", "exchange.refused")
		if err := os.RemoveAll(filepath.Join(w.root, "in")); err != nil {
			w.Fatal(err)
		}
		if err := w.Send(w.ctx, f.ID); err != nil || w.only().State != exchange.Sent {
			w.Errorf("after the place was cleared: %v, %s", err, w.only().State)
		}
	})
}

func TestPartnerRefusesWhatWeSent(t *testing.T) {
	each(t, func(w *world, _ *clock.Hand) {
		f, err := w.record(request, "内容")
		if err != nil {
			w.Fatal(err)
		}
		if err := w.Send(w.ctx, f.ID); err != nil {
			w.Fatal(err)
		}
		parcels, err := w.tray("in").Waiting(ctx)
		if err != nil || len(parcels) != 1 {
			w.Fatalf("waiting: %v, %v", parcels, err)
		}
		if err := w.tray("in").Finish(ctx, parcels[0], false, "坏"); err != nil {
			w.Fatal(err)
		}
		w.poll(exchange.Polled{})
		if got := w.only(); got.State != exchange.Refused || got.Reason == "" {
			w.Errorf("refused by the reader, the register says %+v", got)
		}
		w.wantVerbs("exchange.recorded", "exchange.sent", "exchange.refused")
	})
}

func TestUnreachablePartnerIsTriedAgain(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *clock.Hand) {
		root := filepath.Join(t.TempDir(), "medium")
		w := newWorld(t, d, exchange.Partner{Code: "103", Folder: root}, root)
		f, err := w.record(request, "内容")
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Send(w.ctx, f.ID); !fault.Is(err, fault.Unavailable) {
			t.Errorf("no medium: %v", err)
		}
		if got := w.only(); got.State != exchange.Recorded || got.Attempts != 1 || got.Reason == "" {
			t.Errorf("after one try: %+v", got)
		}
		if err := os.Mkdir(root, 0o700); err != nil {
			t.Fatal(err)
		}
		w.poll(exchange.Polled{})
		if got := w.only(); got.State != exchange.Sent || got.Attempts != 2 || got.Reason != "" {
			t.Errorf("after the second try: %+v", got)
		}
	})
}

func TestTakenOnceWhateverComes(t *testing.T) {
	each(t, func(w *world, _ *clock.Hand) {
		w.lay(file(1), "one")
		w.write("out/"+file(2), "not yet whole") // no .ok
		w.poll(exchange.Polled{Received: 1})
		if err := os.RemoveAll(filepath.Join(w.root, "out/done")); err != nil {
			w.Fatal(err)
		}
		w.lay(file(1), "one") // the same again
		w.lay(file(3), "one") // and again under another name
		w.poll(exchange.Polled{Repeated: 2})
		receipt, err := w.Receive(w.ctx, exchange.Inbound{Partner: "103", Kind: "YKHHP", Name: "预开户回盘.txt", Content: strings.NewReader("one")})
		if err != nil || !receipt.Repeated || receipt.File.ID != w.only().ID {
			w.Errorf("uploaded too: %+v, %v", receipt, err)
		}
		if diff := cmp.Diff([]string{"one"}, w.effects); diff != "" {
			w.Errorf("effects:\n%s", diff)
		}
		if f := w.only(); f.State != exchange.Applied || f.Ref != "batch:1" || f.Count != 3 || f.Attempts != 4 {
			w.Errorf("registered %+v", f)
		}
		if diff := cmp.Diff([]string{file(2)}, w.lies("out")); diff != "" {
			w.Errorf("left in the outbox:\n%s", diff)
		}
		w.wantVerbs("exchange.received", "batch.answered", "exchange.applied")
	})
}

// TestCrashWhileClearingAway: the content was moved, its marker was not.
func TestCrashWhileClearingAway(t *testing.T) {
	each(t, func(w *world, _ *clock.Hand) {
		w.lay(file(1), "one")
		w.poll(exchange.Polled{Received: 1})
		w.write("out/"+file(1)+".ok", w.read("out/done/"+file(1)+".ok"))
		w.poll(exchange.Polled{Repeated: 1})
		if lies := w.lies("out"); len(lies) != 0 || w.only().State != exchange.Applied {
			w.Errorf("left in the outbox: %v; the register says %s", lies, w.only().State)
		}
	})
}

func TestChangedContentUnderATakenNameIsRefused(t *testing.T) {
	each(t, func(w *world, _ *clock.Hand) {
		w.lay(file(1), "one")
		w.poll(exchange.Polled{Received: 1})
		if err := os.RemoveAll(filepath.Join(w.root, "out/done")); err != nil {
			w.Fatal(err)
		}
		w.lay(file(1), "two")
		w.poll(exchange.Polled{Refused: 1})
		if diff := cmp.Diff([]string{"one"}, w.effects); diff != "" {
			w.Errorf("effects:\n%s", diff)
		}
		if diff := cmp.Diff([]string{file(1), file(1) + ".err", file(1) + ".ok"}, w.lies("out/bad")); diff != "" {
			w.Errorf("in bad:\n%s", diff)
		}
		w.wantVerbs("exchange.received", "batch.answered", "exchange.applied", "exchange.refused")
	})
}

func TestRefusedFileTellsItsSender(t *testing.T) {
	each(t, func(w *world, _ *clock.Hand) {
		w.lay(file(1), "bad one")
		w.lay(file(2), "mixed rows")
		w.lay("随便的名字.txt", "one")
		w.poll(exchange.Polled{Received: 1, Refused: 2})
		row := "3|CARD|E127|“卡号”只能是数字\r\n"
		for name, want := range map[string]string{
			"out/bad/" + file(1) + ".err":  "行号|列|错误码|说明\r\n" + row,
			"out/done/" + file(2) + ".err": "行号|列|错误码|说明\r\n" + row,
		} {
			if got, err := cn.GB18030.Decode([]byte(w.read(name))); err != nil || got != want {
				w.Errorf("%s says %q, %v", name, got, err)
			}
		}
		if got := w.read("out/bad/随便的名字.txt"); got != "one" {
			w.Errorf("the misnamed file became %q", got)
		}
		if diff := cmp.Diff([]string{"mixed rows"}, w.effects); diff != "" {
			w.Errorf("a refused file had an effect:\n%s", diff)
		}
		w.wantVerbs("exchange.received", "exchange.refused", "exchange.received", "batch.answered", "exchange.applied",
			"exchange.received", "exchange.refused")
	})
}

// TestRefusedMayComeAgain: the sender mends a cut-off file under its old name.
func TestRefusedMayComeAgain(t *testing.T) {
	each(t, func(w *world, _ *clock.Hand) {
		whole, _ := exchange.MarkerOf(strings.NewReader("whole"))
		w.write("out/"+file(1), "who")
		w.write("out/"+file(1)+".ok", whole.String())
		w.write("out/"+file(2)+".ok", whole.String()) // nothing beside it
		w.write("out/"+file(3), "x")
		w.write("out/"+file(3)+".ok", "what is this")
		w.poll(exchange.Polled{Refused: 3})
		if err := os.RemoveAll(filepath.Join(w.root, "out/bad")); err != nil {
			w.Fatal(err)
		}
		w.lay(file(1), "whole")
		w.poll(exchange.Polled{Received: 1})
		if diff := cmp.Diff([]string{"whole"}, w.effects); diff != "" {
			w.Errorf("effects:\n%s", diff)
		}
	})
}

// TestTroubleThatPasses leaves a file where it is, and nothing half done.
func TestTroubleThatPasses(t *testing.T) {
	each(t, func(w *world, _ *clock.Hand) {
		w.lay(file(1), "later on")
		w.lay(file(2), "fine")
		for range 2 {
			if _, err := w.Poll(w.ctx, "103"); !fault.Is(err, fault.Unavailable) {
				w.Errorf("the trouble was not told: %v", err)
			}
		}
		if diff := cmp.Diff([]string{"fine"}, w.effects); diff != "" {
			w.Errorf("effects:\n%s", diff)
		}
		if diff := cmp.Diff([]string{file(1), file(1) + ".ok"}, w.lies("out")); diff != "" {
			w.Errorf("in the outbox:\n%s", diff)
		}
		w.Handle("YKHHP", func(_ *db.Tx, f exchange.File, content io.Reader) (exchange.Answer, error) {
			text, err := io.ReadAll(content)
			w.effects = append(w.effects, string(text))
			return exchange.Answer{}, err
		})
		w.poll(exchange.Polled{Received: 1})
		if diff := cmp.Diff([]string{"fine", "later on"}, w.effects); diff != "" {
			w.Errorf("effects:\n%s", diff)
		}
	})
}

func TestUploadedFileIsRefusedWithItsReason(t *testing.T) {
	each(t, func(w *world, _ *clock.Hand) {
		up := func(partner, kind, content string) (exchange.Receipt, error) {
			return w.Receive(w.ctx, exchange.Inbound{Partner: partner, Kind: kind, Name: "回盘 " + content, Content: strings.NewReader(content)})
		}
		receipt, err := up("103", "YKHHP", "bad one")
		if !fault.Is(err, fault.Invalid) || receipt.Problems == nil || receipt.Problems.List[0].Line != 3 {
			w.Errorf("a bad file: %+v, %v", receipt, err)
		}
		if _, err := up("103", "NONE", "x"); !fault.Is(err, fault.Invalid) {
			w.Errorf("an unknown kind: %v", err)
		}
		if _, err := up("999", "YKHHP", "x"); !fault.Is(err, fault.Invalid) {
			w.Errorf("an unknown partner: %v", err)
		}
		if _, err := up("103", "YKHHP", "good"); err != nil {
			w.Errorf("a good file: %v", err)
		}
		for _, f := range w.files() {
			if want := f.Name == "回盘 good"; want != (f.State == exchange.Applied) {
				w.Errorf("%s is %s", f.Name, f.State)
			}
		}
	})
}

// TestUploadWithinATransaction: a refusal undoes what its handler has done.
func TestUploadWithinATransaction(t *testing.T) {
	each(t, func(w *world, _ *clock.Hand) {
		err := w.db.Do(w.ctx, func(tx *db.Tx) error {
			_, err := w.Receive(tx.Context(), exchange.Inbound{Partner: "103", Kind: "YKHHP", Name: "a", Content: strings.NewReader("bad one")})
			return err
		})
		if !fault.Is(err, fault.Invalid) || len(w.files()) != 0 {
			w.Errorf("refused within a transaction: %v, %d files", err, len(w.files()))
		}
		w.wantVerbs([]string{}...)
	})
}

func TestEnvelope(t *testing.T) {
	ours, theirs, stranger := newSM2(t), newSM2(t), newSM2(t)
	each(t, func(w *world, _ *clock.Hand) {
		p := w.partner
		p.Envelope = exchange.Envelope{Sign: ours, EncryptTo: &theirs.PublicKey, Verify: &theirs.PublicKey, Decrypt: ours}
		w = newWorld(w.T, w.db, p, w.root)
		w.theirs = exchange.Envelope{Sign: theirs, EncryptTo: &ours.PublicKey, Verify: &ours.PublicKey, Decrypt: theirs}

		content := strings.Repeat("张三的资料", 20_000)
		f, err := w.record(request, content)
		if err != nil {
			w.Fatal(err)
		}
		if err := w.Send(w.ctx, f.ID); err != nil {
			w.Fatal(err)
		}
		if diff := cmp.Diff([]string{request + ".enc", request + ".ok", request + ".sig"}, w.lies("in")); diff != "" {
			w.Errorf("in the inbox:\n%s", diff)
		}
		if got := w.fetch("in"); got != content {
			w.Errorf("the partner reads %d bytes of %d", len(got), len(content))
		}

		w.lay(file(1), "signed and sealed")
		w.poll(exchange.Polled{Received: 1})

		w.theirs.Sign = stranger
		w.lay(file(2), "by a stranger")
		w.poll(exchange.Polled{Refused: 1})
		w.theirs.Sign = nil
		w.lay(file(3), "unsigned")
		w.poll(exchange.Polled{Refused: 1})
		w.theirs = exchange.Envelope{Sign: theirs, EncryptTo: &stranger.PublicKey}
		w.lay(file(4), "for a stranger")
		w.poll(exchange.Polled{Refused: 1})
		w.theirs.EncryptTo = nil
		w.lay(file(5), "in the open")
		w.poll(exchange.Polled{Refused: 1})
		if diff := cmp.Diff([]string{"signed and sealed"}, w.effects); diff != "" {
			w.Errorf("effects:\n%s", diff)
		}
	})
}

func TestPartnerSettingsAreChecked(t *testing.T) {
	t.Parallel()
	sftp := &exchange.SFTP{Addr: "127.0.0.1:1", HostKey: "nonsense"}
	for i, p := range []exchange.Partner{
		{Folder: "/x"}, {Code: "1_2", Folder: "/x"}, {Code: "1"}, {Code: "1", Folder: "/x", SFTP: sftp}, {Code: "1", SFTP: sftp},
		{Code: "1", Folder: "/x", Inbox: "a", Outbox: "a"}, {Code: "1", Folder: "/x", Charset: "latin1"},
	} {
		if _, err := exchange.New(nil, nil, p); err == nil {
			t.Errorf("settings %d were taken", i)
		}
	}
	good := exchange.Partner{Code: "1", Folder: "/x"}
	if _, err := exchange.New(nil, nil, good, good); err == nil {
		t.Error("one code twice was taken")
	}
}

func TestFileName(t *testing.T) {
	t.Parallel()
	want := exchange.FileName{Kind: "YKHHP", Area: "440200", Partner: "103", Batch: "B1", Day: "20261123", Seq: 7, Ext: "txt"}
	got, err := exchange.ParseName(want.String())
	if err != nil || got != want {
		t.Errorf("read back %+v, %v", got, err)
	}
	for _, name := range []string{"", "x", "YKH_440200_103_B1_20261123_x.txt", "YKH_440200_103_B_1_20261123_1.txt", "../" + want.String()} {
		if _, err := exchange.ParseName(name); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q was taken: %v", name, err)
		}
	}
}
