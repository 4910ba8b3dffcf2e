package application

import (
	"context"
	"io"
	"iter"
	"slices"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/sheet"
)

// column describes one column of the list; Key is a field of the form.
func column(key string, required bool, note, example string) sheet.Column {
	return sheet.Column{Key: key, Title: titleOf(key), Required: required, Note: note, Example: example}
}

// layout is the list that clerks fill in. Its order is that of the template.
func layout() *sheet.Layout {
	l := &sheet.Layout{Title: "社保卡申请", Columns: []sheet.Column{
		column("docType", false, "不填为居民身份证", "居民身份证"),
		column("idNumber", true, "18 位身份证号，按文本填写；与照片文件名一致", ""),
		column("name", true, "与证件一致，少数民族姓名中间用“·”", ""),
		column("sex", false, "不填则由身份证号得出", "男"),
		column("ethnic", false, "", "汉族"),
		column("mobile", true, "11 位手机号", ""),
		column("phone", false, "带区号", "0751-8888888"),
		column("householdAddress", false, "户口簿上的地址", ""),
		column("address", true, "能收到信的地址", ""),
		column("postcode", false, "6 位数字", "512000"),
		column("email", false, "", ""),
		column("household", false, "", ""),
		column("category", true, "", ""),
		column("unitCode", false, "", ""),
		column("unitName", false, "职工请填写", ""),
		column("community", false, "12 位区划代码，或领卡机构辖区内的村居名称", ""),
		column("guardianName", false, "未成年人必填", ""),
		column("guardianIdNumber", false, "未成年人必填", ""),
		column("guardianPhone", false, "未成年人必填", ""),
		column("bank", true, "代码或名称；上传时已选择的可不填", ""),
		column("agency", true, "代码或名称；上传时已选择的可不填", ""),
		column("occupation", false, "", ""),
		column("docTo", false, "如 2036-11-23，长期有效填“长期”", "长期"),
		column("priority", false, "优先制卡填“优先”", ""),
	}}
	for key, names := range map[string][]string{
		"idNumber": {"身份证号", "身份证号码", "公民身份号码", "社会保障号码", "社会保障号"}, "mobile": {"移动电话", "手机号", "手机号码", "联系电话"},
		"name": {"申领人姓名"}, "address": {"联系地址", "家庭住址", "住址"}, "householdAddress": {"户口地址"}, "postcode": {"邮政编码"},
		"email": {"邮箱", "电子邮件"}, "bank": {"银行"}, "agency": {"经办机构", "领卡网点"}, "category": {"类别"},
		"community": {"所在社区", "所在村", "社区", "村居"}, "docTo": {"证件有效期"}, "priority": {"优先标记"},
	} {
		l.Columns[slices.IndexFunc(l.Columns, func(c sheet.Column) bool { return c.Key == key })].Synonyms = names
	}
	return l
}

// readable is the layout by which a clerk's list is read: the template's columns,
// those that only foreigners need, and bank and agency optional where they were
// chosen for the whole list.
func readable(imp Import) *sheet.Layout {
	l := layout()
	for i := range l.Columns {
		switch l.Columns[i].Key {
		case "bank":
			l.Columns[i].Required = imp.DefaultBank == ""
		case "agency":
			l.Columns[i].Required = imp.DefaultAgency == 0
		}
	}
	for _, key := range []string{"birth", "nationality", "docFrom", "personState", "guardianRelation"} {
		l.Columns = append(l.Columns, column(key, false, "", ""))
	}
	return l
}

// chosen are the columns that have few enough choices for a list to drop down.
var chosen = []string{"docType", "sex", "ethnic", "household", "category", "bank", "occupation", "priority"}

// Template writes the empty list to fill in, with the choices of today.
func (k *Desk) Template(ctx context.Context, w io.Writer) error {
	l := layout()
	err := k.db.View(ctx, func(tx *db.Tx) error {
		r, err := loadRules(tx)
		if err != nil {
			return err
		}
		for i := range l.Columns {
			if !slices.Contains(chosen, l.Columns[i].Key) {
				continue
			}
			if l.Columns[i].Choices, err = r.choices(tx, l.Columns[i].Key); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return sheet.Template(w, l)
}

// Template writes the empty list to fill in, without the choices that only a
// database knows.
func Template(w io.Writer) error { return sheet.Template(w, layout()) }

// ErrorBook writes the rows of an import that must be mended, in the clerk's own
// layout with the reasons beside them. Mended, it is uploaded as it is.
func (k *Desk) ErrorBook(ctx context.Context, id int64, w io.Writer) error {
	var header []string
	if err := k.db.View(ctx, func(tx *db.Tx) error {
		imp, err := findImport(tx, id)
		header = imp.header
		return err
	}); err != nil {
		return err
	}
	return sheet.ErrorBook(w, header, k.wrongRows(ctx, id))
}

// wrongRows streams the rows that come back, a page at a time.
func (k *Desk) wrongRows(ctx context.Context, id int64) iter.Seq2[sheet.Row, error] {
	return func(yield func(sheet.Row, error) bool) {
		for after := int64(0); ; {
			var page []stagedRow
			err := k.db.View(ctx, func(tx *db.Tx) (err error) {
				page, err = stagedRows(tx, rowFilter{importID: id, wrong: true, after: after, limit: most})
				return err
			})
			if err != nil {
				yield(sheet.Row{}, err)
				return
			}
			if len(page) == 0 {
				return
			}
			for _, row := range page {
				one, err := k.wrongRow(row)
				if !yield(one, err) || err != nil {
					return
				}
			}
			after = page[len(page)-1].Line
		}
	}
}

func (k *Desk) wrongRow(row stagedRow) (sheet.Row, error) {
	content, err := k.unpack(row.content)
	one := sheet.Row{Line: int(row.Line), Cells: content.Cells}
	for _, r := range row.Reasons {
		one.Reasons = append(one.Reasons, sheet.Reason{Column: r.Column, Words: r.Words})
	}
	return one, err
}
