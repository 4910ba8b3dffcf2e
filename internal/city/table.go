package city

import (
	"archive/zip"
	"bytes"
	"slices"
	"strconv"

	"kaguan/internal/kit/sheet"
	"kaguan/internal/work/application"
)

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
