package application

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"kaguan/internal/kit/cn"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/db/dbtest"
	"kaguan/internal/kit/fault"
	"kaguan/internal/kit/job"
	"kaguan/internal/kit/sheet"
)

// header is the template's, as clerks leave it.
func header() []string {
	var titles []string
	for _, c := range layout().Columns {
		titles = append(titles, c.Title)
	}
	return titles
}

// listed is one row of a list; the household address tells rows apart.
type listed map[string]string

func (l listed) cells() []string {
	var cells []string
	for _, c := range layout().Columns {
		cells = append(cells, l[c.Key])
	}
	return cells
}

// mark is how a test finds a row again, whatever is wrong with it.
func mark(order int) string { return fmt.Sprintf("芙蓉北路%d号", order) }

func someone(order int) listed {
	return listed{"idNumber": numbered(fmt.Sprintf("19%02d-01-01", 50+order/400), order%400*2+1), "name": "欧阳修", "mobile": fmt.Sprintf("1380000%04d", order),
		"address": "惠民北路1号", "category": "城镇居民", "householdAddress": mark(order)}
}

// people are n good rows with their photos.
func people(n int) (rows []listed, photos map[string][]byte) {
	photos = map[string][]byte{}
	for i := range n {
		one := someone(i)
		rows = append(rows, one)
		photos["照片/"+strings.ToLower(one["idNumber"])+".JPG"] = portrait(i)
	}
	return rows, photos
}

func table(rows []listed) (cells [][]string) {
	for _, r := range rows {
		cells = append(cells, r.cells())
	}
	return cells
}

// spoil makes 20 of 300 rows bad in more than 12 ways, and tells the reasons.
func spoil(rows []listed, photos map[string][]byte) map[string]int64 {
	photoOf := func(i int) string { return "照片/" + strings.ToLower(rows[i]["idNumber"]) + ".JPG" }
	delete(photos, photoOf(130))
	photos[photoOf(140)] = []byte("\xff\xd8\xff broken")
	photos[photoOf(150)] = portrait(149)
	for i, set := range map[int]listed{
		0: {"idNumber": "440203199001011235"}, 10: {"idNumber": "4402031990010112"}, 20: {"idNumber": numbered("1990-13-01", 1)},
		30: {"name": "欧阳3"}, 40: {"mobile": "12345"}, 50: {"address": ""}, 60: {"category": "闲人"}, 70: {"bank": "月球银行"},
		80: {"agency": "没有所"}, 90: {"docTo": "20200101"}, 100: {"postcode": "51200"}, 110: {"email": "a@"}, 120: {"sex": "女"},
		170: {"mobile": ""}, 180: {"name": ""}, 190: {"ethnic": "火星族"}, 299: {"mobile": "12345"},
	} {
		for key, value := range set {
			rows[i][key] = value
		}
	}
	return map[string]int64{"bad": 20, "good": 280, "bad id_check": 1, "bad id_length": 1, "bad id_birth": 1, "bad name_digit": 1, "bad phone_mobile": 2,
		"bad address_required": 1, "bad category_unknown": 1, "bad bank_unknown": 1, "bad agency_unknown": 1, "bad doc_expired": 1,
		"bad postcode_shape": 1, "bad email_shape": 1, "bad sex_differs": 1, "bad mobile_required": 1, "bad name_required": 1,
		"bad ethnic_unknown": 1, "bad photo_missing": 1, "bad E502": 1, "bad E506": 1, "bad photo_shared": 1}
}

func TestAListOf300ComesInAndItsBadRowsComeBack(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := h.as("zhang")
		rows, photos := people(300)
		good, _ := people(300)
		want := spoil(rows, photos)
		run := h.begin(ctx, workbook(t, header(), table(rows)), packed(t, photos))
		h.drain()
		now, counts := h.imported(run.ID)
		if now.State != Previewed || now.Staged != 300 || now.Photos != 299 {
			t.Fatalf("staged: %+v", now)
		}
		if diff := cmp.Diff(want, counts); diff != "" {
			t.Fatalf("counts (-want +got):\n%s", diff)
		}
		if h.countOf(run.ID) != 0 {
			t.Error("something was done before it was confirmed")
		}
		h.must(h.ConfirmImport(ctx, run.ID))
		h.drain()
		if now, _ = h.imported(run.ID); now.State != Done || now.Applied != 280 || h.countOf(run.ID) != 280 {
			t.Fatalf("applied: %+v, %d", now, h.countOf(run.ID))
		}

		var book bytes.Buffer
		h.must(h.ErrorBook(ctx, run.ID, &book))
		titles, back := read(t, book.Bytes())
		if diff := cmp.Diff(header(), titles); diff != "" || len(back) != 20 {
			t.Fatalf("%d rows came back under\n%s", len(back), diff)
		}
		at := slices.IndexFunc(layout().Columns, func(c sheet.Column) bool { return c.Key == "householdAddress" })
		for i := range back {
			order := slices.IndexFunc(good, func(g listed) bool { return g["householdAddress"] == back[i][at] })
			back[i] = good[order].cells()
		}
		_, whole := people(300)
		again := h.begin(ctx, workbook(t, titles, back), packed(t, whole))
		h.drain()
		if _, counts := h.imported(again.ID); counts["good"] != 20 || counts["bad"] != 0 {
			t.Fatalf("mended: %v", counts)
		}
		h.must(h.ConfirmImport(ctx, again.ID))
		h.drain()
		if h.countOf(again.ID) != 20 {
			t.Errorf("%d of the mended rows", h.countOf(again.ID))
		}
		book.Reset()
		h.must(h.ErrorBook(ctx, again.ID, &book))
		if _, back := read(t, book.Bytes()); len(back) != 0 {
			t.Errorf("%d rows came back after mending", len(back))
		}
		h.reviewWhole(t, run.ID)
		h.keepsSecrets(t, good)
	})
}

// reviewWhole accepts an import at once: by a second person only.
func (h *house) reviewWhole(t *testing.T, id int64) {
	out, err := h.AcceptMany(h.as("zhang"), Selection{ImportID: id})
	if err != nil || out.Done != 0 || out.Refused[0].Code != "own" || out.Refused[0].Count != 280 {
		t.Errorf("accepted by who imported it: %+v, %v", out, err)
	}
	if out, err = h.AcceptMany(h.as("chen"), Selection{ImportID: id}); err != nil || out.Done != 280 {
		t.Errorf("accepted: %+v, %v", out, err)
	}
	dbtest.View(t, h.db, func(tx *db.Tx) error {
		all, err := Pick(tx, Rule{Limit: 1})
		if err != nil {
			return err
		}
		lines, err := steps(tx, all[0].ID)
		if len(lines) != 2 || lines[0].RefKind != "import" || lines[0].RefID != id || lines[1].Verb != "accept" || all[0].PhotoDigest == "" {
			t.Errorf("timeline: %+v", lines)
		}
		return err
	})
}

// keepsSecrets looks for ID numbers where none may lie in the open.
func (h *house) keepsSecrets(t *testing.T, rows []listed) {
	dbtest.View(t, h.db, func(tx *db.Tx) error {
		for _, query := range []string{`SELECT detail FROM journal`, `SELECT reasons FROM import_row`, `SELECT words FROM import_tally`,
			`SELECT warnings FROM application`, `SELECT changes FROM application_step`, `SELECT payload FROM job`, `SELECT message || error FROM job`} {
			texts, err := db.All(tx, func(s db.Scanner) (text string, err error) {
				err = s.Scan(&text)
				return text, err
			}, query)
			if err != nil {
				return err
			}
			whole := strings.Join(texts, "\n")
			for _, r := range rows {
				if strings.Contains(whole, r["idNumber"]) || strings.Contains(whole, r["mobile"]) {
					t.Errorf("%s shows a number", query)
					break
				}
			}
		}
		kept, err := db.Scalar[int64](tx, `SELECT COUNT(*) FROM import_row WHERE content IS NOT NULL AND verdict NOT IN ('bad', 'duplicate')`)
		if kept != 0 {
			t.Errorf("%d rows that went on are still staged", kept)
		}
		return err
	})
	if left, err := os.ReadDir(h.scratch); err != nil || len(left) != 0 {
		t.Errorf("left in the scratch folder: %v, %v", left, err)
	}
}

func TestTheSameFileTwiceChangesNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		rows, _ := people(5)
		file := workbook(t, header(), table(rows))
		run := h.begin(h.as("zhang"), file, nil)
		h.drain()
		h.must(h.ConfirmImport(h.as("zhang"), run.ID))
		h.drain()
		before := dbtest.Verbs(t, h.db)
		again := h.begin(h.as("li"), file, nil)
		h.drain()
		if again.ID != run.ID || !again.Again || again.State != Done {
			t.Errorf("again: %+v", again)
		}
		if after := dbtest.Verbs(t, h.db); !slices.Equal(append(before, "application.uploaded"), after) {
			t.Errorf("new entries: %v", after[len(before):])
		}
		// The same people in another file: each one is shown, none doubled.
		other := h.begin(h.as("zhang"), workbook(t, header(), append(table(rows), make([]string, len(header())))), nil)
		h.drain()
		_, counts := h.imported(other.ID)
		if diff := cmp.Diff(map[string]int64{"open": 5, "open open": 5}, counts); other.ID == run.ID && diff != "" {
			t.Error(diff)
		}
	})
}

func TestADiscardedListMayBeSentAgain(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		rows, _ := people(5)
		file := workbook(t, header(), table(rows))
		run := h.begin(h.as("zhang"), file, nil)
		h.drain()
		h.must(h.DiscardImport(h.as("zhang"), run.ID))
		if err := h.ConfirmImport(h.as("zhang"), run.ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("confirmed after it was discarded: %v", err)
		}
		again := h.begin(h.as("zhang"), file, nil)
		h.drain()
		if now, counts := h.imported(again.ID); again.ID == run.ID || now.State != Previewed || counts["good"] != 5 {
			t.Errorf("again: %+v %v", now, counts)
		}
		h.must(h.ConfirmImport(h.as("zhang"), again.ID))
		if err := h.DiscardImport(h.as("zhang"), again.ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("discarded while it is applied: %v", err)
		}
	})
}

func TestVerdictsOnPeopleTheHouseKnows(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := h.as("zhang")
		rows, _ := people(6)
		enter := func(i int) Application {
			a, err := h.Apply(ctx, Form{IDNumber: rows[i]["idNumber"], Name: "欧阳修", Mobile: "13900000001", Address: "惠民北路2号", Email: "a@example.cn",
				Category: "3", Bank: "102", AgencyID: h.wujiang.ID})
			h.must(err)
			return a
		}
		known := enter(0)
		h.must(h.Reject(h.as("chen"), known.ID, "重来"))
		enter(1)
		carded := enter(2)
		h.issueCard(carded, 1)
		h.must(h.Withdraw(ctx, carded.ID, "已有卡"))
		rows[0]["name"] = "欧阳脩"
		list := append(table(rows), rows[3].cells())
		run := h.begin(ctx, workbook(t, header(), list), nil)
		h.drain()
		_, counts := h.imported(run.ID)
		want := map[string]int64{"existing": 1, "existing name_differs": 1, "existing photo_missing": 1, "open": 1, "open open": 1, "card": 1, "card card": 1,
			"duplicate": 1, "duplicate twice": 1, "good": 3, "good photo_missing": 3}
		if diff := cmp.Diff(want, counts); diff != "" {
			t.Fatal(diff)
		}
		// Between preview and import one of them applies at a counter.
		enter(4)
		h.must(h.ConfirmImport(ctx, run.ID))
		h.drain()
		now, counts := h.imported(run.ID)
		if now.Applied != 3 || counts["good"] != 2 || counts["open"] != 2 || h.countOf(run.ID) != 3 {
			t.Errorf("applied %d, %v", now.Applied, counts)
		}
		dbtest.View(t, h.db, func(tx *db.Tx) error {
			c, err := h.people.Get(tx, known.CitizenID)
			if c.Name != "欧阳脩" || c.Mobile != rows[0]["mobile"] || c.Email != "a@example.cn" {
				t.Errorf("the register: %+v", c)
			}
			return err
		})
	})
}

func TestRareNamesAndOtherEncodings(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		names := []string{"李㛃", "王𠅤", "张𫠜", "刘䶮", "阿依古丽•买买提"}
		lines := []string{"姓名,身份证号,手机号码,通讯地址,人员类别,优先"}
		for i, name := range names {
			one := someone(i)
			lines = append(lines, strings.Join([]string{name, one["idNumber"], one["mobile"], one["address"], "城镇居民", "是"}, ","))
		}
		file, err := cn.GB18030.Encode(strings.Join(lines, "\r\n"))
		h.must(err)
		run := h.begin(h.as("zhang"), file, nil)
		h.drain()
		if _, counts := h.imported(run.ID); counts["good"] != 5 || counts["good name_rare"] != 4 {
			t.Fatalf("%v", counts)
		}
		h.must(h.ConfirmImport(h.as("zhang"), run.ID))
		h.drain()
		dbtest.View(t, h.db, func(tx *db.Tx) error {
			for i, name := range names {
				c, found, err := h.people.Find(tx, someone(i)["idNumber"])
				if err != nil || !found || c.Name != strings.ReplaceAll(name, "•", "·") {
					t.Errorf("%s: %q %v %v", name, c.Name, found, err)
				}
			}
			all, _, err := list(tx, Filter{Import: run.ID, Limit: 10})
			if len(all) != 5 || all[0].Priority != 1 || all[0].Source != ByUnit {
				t.Errorf("%+v", all)
			}
			return err
		})
	})
}

func TestFormulasAndLostDigits(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		rows, _ := people(3)
		file := recelled(t, workbook(t, header(), table(rows)), map[string]string{
			"C2": `<c r="C2" t="str"><f>"欧阳"&amp;"修"</f><v>欧阳修</v></c>`, // a formula counts as what it shows
			"C3": `<c r="C3" t="e"><f>NA()</f><v>#N/A</v></c>`,
			"B4": `<c r="B4"><v>440203195001010050</v></c>`, // a number has lost its last digits
		})
		run := h.begin(h.as("zhang"), file, nil)
		h.drain()
		now, counts := h.imported(run.ID)
		if counts["good"] != 1 || counts["bad"] != 2 || counts["bad cell"] != 2 || len(counts) != 4 {
			t.Errorf("%+v %v", now, counts)
		}
	})
}

// recelled is a workbook with some cells written otherwise.
func recelled(t *testing.T, book []byte, cells map[string]string) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string][]byte{}
	for _, part := range in.File {
		body, err := fs.ReadFile(in, part.Name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(part.Name, "sheet1.xml") {
			for place, cell := range cells {
				body = regexp.MustCompile(`<c r="`+place+`".*?</c>`).ReplaceAllLiteral(body, []byte(cell))
			}
		}
		parts[part.Name] = body
	}
	return packed(t, parts)
}

func TestAJobMayDieBetweenAnyTwoChunks(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.chunk = 7
		rows, photos := people(40)
		rows[3]["mobile"], rows[11] = "1", rows[2]
		run := h.begin(h.as("zhang"), workbook(t, header(), table(rows)), packed(t, photos))
		h.dieOften(t, run.ID, func(ctx context.Context, tell progress) error {
			now, _ := h.imported(run.ID)
			return h.stage(ctx, now, tell)
		})
		now, counts := h.imported(run.ID)
		want := map[string]int64{"good": 38, "bad": 1, "bad phone_mobile": 1, "duplicate": 1, "duplicate twice": 1}
		if diff := cmp.Diff(want, counts); diff != "" || now.State != Previewed || now.Staged != 40 || now.PhotosUsed != 40 {
			t.Fatalf("%+v\n%s", now, diff)
		}
		h.must(h.ConfirmImport(h.as("zhang"), run.ID))
		h.dieOften(t, run.ID, func(ctx context.Context, tell progress) error { return h.enact(ctx, run.ID, tell) })
		if now, _ = h.imported(run.ID); now.State != Done || now.Applied != 38 || h.countOf(run.ID) != 38 {
			t.Errorf("%+v, %d applications", now, h.countOf(run.ID))
		}
		verbs := dbtest.Verbs(t, h.db)
		if n := count(verbs, "application.imported"); n != 6 {
			t.Errorf("%d chunks noted", n)
		}
		if count(verbs, "application.submitted") != 0 {
			t.Error("an import must not note each person")
		}
	})
}

// dieOften calls work again and again, ending it after each chunk, until it is
// through: now by an error, now by taking its context away.
func (h *house) dieOften(t *testing.T, id int64, work func(ctx context.Context, tell progress) error) {
	t.Helper()
	killed := errors.New("killed")
	for try := range 50 {
		ctx, cancel := context.WithCancel(db.System(context.Background(), "test"))
		err := work(ctx, func(int64, int64) error {
			if try%2 == 0 {
				return killed
			}
			cancel()
			return nil
		})
		cancel()
		if err == nil {
			return
		}
		if !errors.Is(err, killed) && !errors.Is(err, context.Canceled) {
			t.Fatalf("import %d: %v", id, err)
		}
	}
	t.Fatal("it never ends")
}

func count(list []string, what string) (n int) {
	for _, one := range list {
		if one == what {
			n++
		}
	}
	return n
}

func TestFilesThatCannotBeImported(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		rows, _ := people(2)
		list := workbook(t, header(), table(rows))
		bomb := packed(t, map[string][]byte{"a.jpg": make([]byte, 8<<20)})
		for name, c := range map[string]struct {
			list, photos []byte
			words        string
		}{
			"no table":       {[]byte("%PDF-1.7 \x00"), nil, "不是表格文件"},
			"cut":            {list[:len(list)/2], nil, "没有上传完整"},
			"no people":      {workbook(t, header(), nil), nil, "没有人员"},
			"columns":        {workbook(t, []string{"姓名", "姓名", "手机"}, [][]string{{"a", "b", "c"}}), nil, "缺少“证件号码”一列"},
			"no zip":         {list, []byte("not a zip"), "不是 ZIP"},
			"cut zip":        {list, packed(t, map[string][]byte{"a.jpg": portrait(1)})[:2000], "ZIP"},
			"climbing names": {list, packed(t, map[string][]byte{"../../etc/a.jpg": portrait(1)}), "不安全"},
			"absolute names": {list, packed(t, map[string][]byte{"/etc/a.jpg": portrait(1)}), "不安全"},
			"windows names":  {list, packed(t, map[string][]byte{`C:\a.jpg`: portrait(1)}), "不安全"},
			"bomb":           {list, bomb, "大得不正常"},
		} {
			run := h.begin(h.as("zhang"), append(c.list, byte(len(name))), c.photos)
			h.drain()
			now, _ := h.imported(run.ID)
			if now.State != Failed || !strings.Contains(now.Words, c.words) {
				t.Errorf("%s: %s %q", name, now.State, now.Words)
			}
		}
		if left, err := os.ReadDir(h.scratch); err != nil || len(left) != 0 {
			t.Errorf("left in the scratch folder: %v, %v", left, err)
		}
	})
}

func TestPhotosThatAreNone(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		rows, photos := people(4)
		photos[rows[0]["idNumber"]+".jpeg"] = portrait(9)
		large := make([]byte, 2<<20)
		if _, err := rand.Read(large); err != nil {
			t.Fatal(err)
		}
		photos["照片/"+strings.ToLower(rows[1]["idNumber"])+".JPG"] = large
		photos["说明.txt"] = []byte("hello")
		run := h.begin(h.as("zhang"), workbook(t, header(), table(rows)), packed(t, photos))
		h.drain()
		now, counts := h.imported(run.ID)
		want := map[string]int64{"good": 2, "bad": 2, "bad photo_twice": 1, "bad photo_large": 1}
		if diff := cmp.Diff(want, counts); diff != "" || now.Photos != 5 {
			t.Errorf("%+v\n%s", now, diff)
		}
	})
}

func TestAnImportStaysWithinItsScope(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		rows, _ := people(3)
		rows[0]["agency"], rows[1]["agency"], rows[2]["agency"] = h.far.Code, h.far.Name, h.town.Name
		run := h.begin(h.as("zhang"), workbook(t, header(), table(rows)), nil)
		h.drain()
		if _, counts := h.imported(run.ID); counts["good"] != 1 || counts["bad agency_scope"] != 1 || counts["bad agency_unknown"] != 1 {
			t.Errorf("%v", counts)
		}
		elsewhere := db.As(context.Background(), db.Actor{ID: 9, Name: "wang", AgencyID: h.far.ID, Rights: everyRight, Scope: db.Scope{Paths: []string{city + "440204/"}}})
		for name, err := range map[string]error{"confirm": h.ConfirmImport(elsewhere, run.ID), "discard": h.DiscardImport(elsewhere, run.ID),
			"errors": h.ErrorBook(elsewhere, run.ID, &bytes.Buffer{})} {
			if !fault.Is(err, fault.NotFound) {
				t.Errorf("%s from another county: %v", name, err)
			}
		}
		if _, err := h.BeginImport(elsewhere, ImportRequest{Upload: 1}); !fault.Is(err, fault.NotFound) {
			t.Errorf("another's upload: %v", err)
		}
	})
}

func TestOldUploadsAreForgotten(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		rows, _ := people(2)
		file := workbook(t, header(), table(rows))
		run := h.begin(h.as("zhang"), file, nil)
		waiting, err := h.Upload(h.as("zhang"), `C:\名单.xlsx`, strings.NewReader("other"))
		h.must(err)
		if waiting.Name != "名单.xlsx" {
			t.Errorf("name %q", waiting.Name)
		}
		h.now.Advance(8 * 24 * 3600 * 1e9)
		sweep := db.System(context.Background(), "test")
		h.must(h.Sweep(sweep))
		if kept, err := h.uploads.Has(sweep, "x"); err == nil || kept {
			t.Error("a digest that is none")
		}
		h.drain()
		if now, _ := h.imported(run.ID); now.State != Previewed {
			t.Errorf("a list that waits to be staged was forgotten: %+v", now)
		}
		if _, err := h.BeginImport(h.as("zhang"), ImportRequest{Upload: waiting.ID}); !fault.Is(err, fault.NotFound) {
			t.Errorf("an old upload: %v", err)
		}
		h.must(h.Sweep(sweep))
		if _, err := h.BeginImport(h.as("zhang"), ImportRequest{Upload: run.list.ID}); !fault.Is(err, fault.NotFound) {
			t.Errorf("a staged upload: %v", err)
		}
	})
}

func TestTheTemplateIsTheLayout(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		var own, plain bytes.Buffer
		h.must(h.Template(h.as("zhang"), &own))
		h.must(Template(&plain))
		for _, file := range [][]byte{own.Bytes(), plain.Bytes()} {
			titles, rows := read(t, file)
			if binding, bad := layout().Bind(titles); len(bad) > 0 || len(binding) != len(layout().Columns) || len(rows) != 0 {
				t.Errorf("%v %v", titles, bad)
			}
		}
		book, err := excelize.OpenReader(&own)
		h.must(err)
		defer book.Close()
		rows, err := book.GetRows("选项")
		if err != nil || len(rows) < 56 {
			t.Errorf("%d lines of choices: %v", len(rows), err)
		}
	})
}

func TestJobsTellTheirProgress(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		rows, _ := people(20)
		h.chunk = 5
		run := h.begin(h.as("zhang"), workbook(t, header(), table(rows)), nil)
		h.drain()
		dbtest.View(t, h.db, func(tx *db.Tx) error {
			jobs, err := job.Mine(tx, int64(len("zhang")), false)
			if len(jobs) != 1 || jobs[0].State != job.Done || jobs[0].Done != 20 || jobs[0].Total != 20 || jobs[0].Link != fmt.Sprintf("/application/imports/%d", run.ID) {
				t.Errorf("%+v", jobs)
			}
			return err
		})
	})
}
