package city

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
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
	l.crowd.draw(ctx, one.people)
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
	for serial, flaw := range one.spoilt {
		if !returned[serial] {
			return nil, fmt.Errorf("row %d (%s) did not come back", serial, flaw.name)
		}
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
