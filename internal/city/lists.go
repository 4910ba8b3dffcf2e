package city

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"kaguan/internal/kit/sheet"
	"kaguan/internal/work/application"
)

// list is a list of people that a county's clerk imports (批量申请导入).
type list struct {
	county   county
	people   []*resident
	spoilt   map[int]flaw // by 序号: rows that the house must give back
	mended   *table       // the error workbook with its cells put right; nil for a new list
	importID int64        // 0 until it was sent
}

// table is a clerk's table in memory.
type table struct {
	header []string
	rows   [][]string
}

// titles are the columns of the clerks' lists: in their own words and order, with
// a number of their own in front that the house does not know.
var titles = []struct {
	title string
	of    func(f *application.Form) *string
}{
	{"身份证号码", func(f *application.Form) *string { return &f.IDNumber }},
	{"姓名", func(f *application.Form) *string { return &f.Name }},
	{"民族", func(f *application.Form) *string { return &f.Ethnic }},
	{"手机号码", func(f *application.Form) *string { return &f.Mobile }},
	{"户籍地址", func(f *application.Form) *string { return &f.HouseholdAddress }},
	{"通讯地址", func(f *application.Form) *string { return &f.Address }},
	{"邮编", func(f *application.Form) *string { return &f.Postcode }},
	{"户口性质", func(f *application.Form) *string { return &f.Household }},
	{"人员类别", func(f *application.Form) *string { return &f.Category }},
	{"单位编号", func(f *application.Form) *string { return &f.UnitCode }},
	{"单位名称", func(f *application.Form) *string { return &f.UnitName }},
	{"所在社区", func(f *application.Form) *string { return &f.Community }},
	{"监护人姓名", func(f *application.Form) *string { return &f.GuardianName }},
	{"监护人证件号码", func(f *application.Form) *string { return &f.GuardianIDNumber }},
	{"监护人电话", func(f *application.Form) *string { return &f.GuardianPhone }},
	{"服务银行", func(f *application.Form) *string { return &f.Bank }},
	{"领卡机构", func(f *application.Form) *string { return &f.Agency }},
	{"职业", func(f *application.Form) *string { return &f.Occupation }},
	{"证件有效期", func(f *application.Form) *string { return &f.DocTo }},
	{"优先", func(f *application.Form) *string { return &f.Priority }},
}

func header() []string {
	all := []string{"序号"}
	for _, t := range titles {
		all = append(all, t.title)
	}
	return all
}

// row is a resident's row; serial is its 序号.
func row(serial int, f application.Form) []string {
	cells := []string{strconv.Itoa(serial)}
	for _, t := range titles {
		cells = append(cells, *t.of(&f))
	}
	return cells
}

// sendLists uploads the lists that are long enough, and mended error workbooks.
func (l *life) sendLists(ctx context.Context) error {
	for _, k := range l.staffed() {
		enough := l.few
		if l.next >= len(l.crowd.all) {
			enough = 1 // nobody else will come
		}
		if len(l.waiting[k]) < enough {
			continue
		}
		l.lists = append(l.lists, &list{county: k, people: l.waiting[k], spoilt: l.spoil(l.waiting[k])})
		l.waiting[k] = nil
	}
	for _, one := range l.lists {
		if one.importID != 0 {
			continue
		}
		if err := l.sendList(ctx, one); err != nil {
			return fmt.Errorf("%s sends a list of %d: %w", one.county.at(clerk), len(one.people), err)
		}
	}
	return nil
}

func (l *life) sendList(ctx context.Context, one *list) error {
	ctx, err := l.as(ctx, one.county.at(clerk), "application.import")
	if err != nil {
		return err
	}
	t := one.mended
	if t == nil {
		t = one.table()
	}
	book, err := t.workbook()
	if err != nil {
		return err
	}
	l.crowd.draw(one.people)
	photos, err := l.crowd.zip(one.people, one.spoilt)
	if err != nil {
		return err
	}
	desk := l.Server.Applications
	var in application.ImportRequest
	for _, file := range []struct {
		name    string
		content []byte
		id      *int64
	}{{"名单.xlsx", book, &in.Upload}, {"照片.zip", photos, &in.Photos}} {
		sent, err := desk.Upload(ctx, file.name, bytes.NewReader(file.content))
		if err != nil {
			return err
		}
		*file.id = sent.ID
	}
	run, err := desk.BeginImport(ctx, in)
	if err != nil {
		return err
	}
	if run.Again {
		return fmt.Errorf("a new list is taken for import %d", run.ID)
	}
	one.importID = run.ID
	again, err := desk.BeginImport(ctx, in)
	if err == nil && (!again.Again || again.ID != run.ID) {
		err = fmt.Errorf("the same list twice is import %d and %d", run.ID, again.ID)
	}
	return err
}

// table is a new list, with its spoilt rows.
func (one *list) table() *table {
	t := &table{header: header()}
	for i, r := range one.people {
		f := r.form()
		flaw, bad := one.spoilt[i+1]
		if bad && flaw.spoil != nil {
			flaw.spoil(&f)
		}
		t.rows = append(t.rows, row(i+1, f))
		if bad && flaw.twice {
			t.rows = append(t.rows, row(i+1, f))
		}
	}
	return t
}

func (t *table) workbook() ([]byte, error) {
	var file bytes.Buffer
	w, err := sheet.NewWriter(&file, sheet.XLSX, t.header)
	if err != nil {
		return nil, err
	}
	for _, cells := range t.rows {
		if err := w.Write(cells); err != nil {
			return nil, err
		}
	}
	err = w.Close()
	return file.Bytes(), err
}

// zip packs the portraits of a list, each under its ID number.
func (c *crowd) zip(some []*resident, spoilt map[int]flaw) ([]byte, error) {
	var file bytes.Buffer
	w := zip.NewWriter(&file)
	for i, r := range some {
		if spoilt[i+1].pictureless {
			continue
		}
		// JPEG hardly packs.
		entry, err := w.CreateHeader(&zip.FileHeader{Name: string(r.IDNumber) + ".jpg", Method: zip.Store})
		if err != nil {
			return nil, err
		}
		if _, err := entry.Write(c.photo(r)); err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return file.Bytes(), err
}

// confirmLists looks at the previews and lets the good rows go on.
func (l *life) confirmLists(ctx context.Context) error {
	for _, one := range l.lists {
		ctx, err := l.as(ctx, one.county.at(clerk), "application.import")
		if err != nil {
			return err
		}
		state, words, err := l.importState(ctx, one.importID)
		if err != nil {
			return err
		}
		if state != application.Previewed {
			return fmt.Errorf("import %d is %s after the house settled: %s", one.importID, state, words)
		}
		if err := l.Server.Applications.ConfirmImport(ctx, one.importID); err != nil {
			return err
		}
	}
	return nil
}

// collectErrors takes the error workbooks of what was imported, and mends them
// for the next day.
func (l *life) collectErrors(ctx context.Context) error {
	var again []*list
	for _, one := range l.lists {
		ctx, err := l.as(ctx, one.county.at(clerk), "application.import")
		if err != nil {
			return err
		}
		state, words, err := l.importState(ctx, one.importID)
		if err == nil && state != application.Done {
			err = fmt.Errorf("it is %s after the house settled: %s", state, words)
		}
		var next *list
		if err == nil {
			next, err = l.mendList(ctx, one)
		}
		if err != nil {
			return fmt.Errorf("import %d: %w", one.importID, err)
		}
		if next != nil {
			again = append(again, next)
		}
	}
	l.lists = again
	return nil
}

// mendList reads an error workbook and puts its cells right. What came back must
// be what was wrong, no more and no less.
func (l *life) mendList(ctx context.Context, one *list) (*list, error) {
	t, err := l.errorBook(ctx, one.importID)
	if err != nil {
		return nil, err
	}
	next := &list{county: one.county, mended: &table{header: append(t.header, sheet.ReasonTitle)}}
	returned := map[int]bool{}
	for _, cells := range t.rows {
		serial, err := strconv.Atoi(cells[0])
		flaw, spoilt := one.spoilt[serial]
		if err != nil || !spoilt {
			return nil, fmt.Errorf("row %q came back with nothing wrong in it", cells[0])
		}
		returned[serial] = true
		if flaw.twice {
			continue // the clerk strikes the second row out
		}
		r := one.people[serial-1]
		next.people = append(next.people, r)
		next.mended.rows = append(next.mended.rows, append(row(serial, r.form()), "已改正"))
	}
	if len(returned) != len(one.spoilt) {
		return nil, fmt.Errorf("%d rows came back of %d that are wrong", len(returned), len(one.spoilt))
	}
	if len(next.people) == 0 {
		return nil, nil
	}
	return next, nil
}

// errorBook downloads the rows of an import that came back.
func (l *life) errorBook(ctx context.Context, id int64) (*table, error) {
	var book bytes.Buffer
	if err := l.Server.Applications.ErrorBook(ctx, id, &book); err != nil {
		return nil, err
	}
	path := filepath.Join(l.opt.Folder, "error-book.xlsx")
	if err := os.WriteFile(path, book.Bytes(), 0o600); err != nil {
		return nil, err
	}
	t, err := readTable(path)
	if err != nil {
		return nil, err
	}
	return t, os.Remove(path)
}

func readTable(path string) (t *table, err error) {
	r, err := sheet.Open(path)
	if err != nil {
		return nil, err
	}
	t = &table{header: slices.Clone(r.Header())}
	for row, err := range r.Rows() {
		if err != nil {
			return nil, err
		}
		t.rows = append(t.rows, slices.Clone(row.Cells))
	}
	return t, r.Close()
}
