package sheet

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"kaguan/internal/kit/fault"
)

func applications() *Layout {
	return &Layout{Title: "申领名单", Columns: []Column{
		{Key: "name", Title: "姓名", Required: true, Note: "与身份证一致", Example: "张三"},
		{Key: "id_number", Title: "证件号码", Synonyms: []string{"身份证号", "身份证号码"}, Required: true, Example: "440203199001011234"},
		{Key: "sex", Title: "性别", Choices: []string{"男", "女"}},
		{Key: "from", Title: "有效期（起）"},
		{Key: "to", Title: "有效期（止）"},
	}}
}

func TestBindTakesAnyOrderAndNames(t *testing.T) {
	t.Parallel()
	header := []string{"备注", "身 份 证 号", "有效期(止)", "＊姓　名", "SEX", ReasonTitle}
	binding, bad := applications().Bind(header)
	if len(bad) > 0 {
		t.Fatal(bad)
	}
	want := Binding{"id_number": 1, "to": 2, "name": 3, "sex": 4}
	if diff := cmp.Diff(want, binding); diff != "" {
		t.Error(diff)
	}
	row := Row{Cells: []string{"", "\u200B440203199001011234\u3000", "", "\u00A0张三 ", "", ""}}
	if got := binding.Get(row, "id_number"); got != "440203199001011234" {
		t.Errorf("id number = %q", got)
	}
	if got := binding.Get(row, "from"); got != "" {
		t.Errorf("a column that is not there = %q", got)
	}
}

func TestBindNamesAllThatIsWrong(t *testing.T) {
	t.Parallel()
	_, bad := applications().Bind([]string{"性别", "性别", "联系电话"})
	want := []fault.Field{
		{Name: "sex", Code: "column.twice", Words: "“性别”一列出现了两次，请只保留一列"},
		{Name: "name", Code: "column.missing", Words: "缺少“姓名”一列，请按模板补上"},
		{Name: "id_number", Code: "column.missing", Words: "缺少“证件号码”一列，请按模板补上"},
	}
	if diff := cmp.Diff(want, bad); diff != "" {
		t.Error(diff)
	}
}

// TestTemplate: the empty list binds to its own layout, keeps what is typed as
// text and offers the choices.
func TestTemplate(t *testing.T) {
	t.Parallel()
	layout := applications()
	var out bytes.Buffer
	if err := Template(&out, layout); err != nil {
		t.Fatal(err)
	}
	header, rows, err := read(t, out.Bytes())
	if err != nil || len(rows) != 0 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if binding, bad := layout.Bind(header); len(bad) > 0 || len(binding) != len(layout.Columns) {
		t.Errorf("binding %v, %v", binding, bad)
	}
	file, err := excelize.OpenReader(bytes.NewReader(out.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"申领名单", helpSheet, choiceSheet}, file.GetSheetList()); diff != "" {
		t.Error(diff)
	}
	if shown, err := file.GetSheetVisible(choiceSheet); err != nil || shown {
		t.Errorf("the sheet of choices is shown: %v", err)
	}
	style, err := file.GetColStyle("申领名单", "B")
	if err != nil {
		t.Fatal(err)
	}
	if s, err := file.GetStyle(style); err != nil || s.NumFmt != textFormat {
		t.Errorf("column B is not text: %v, %v", s, err)
	}
	rules, err := file.GetDataValidations("申领名单")
	if err != nil {
		t.Fatal(err)
	}
	var list, prompt bool
	for _, rule := range rules {
		list = list || rule.Sqref == "C2:C1048576" && rule.Formula1 == "'选项'!$C$1:$C$2"
		prompt = prompt || rule.Prompt != nil && *rule.Prompt == "与身份证一致\n例：张三"
	}
	if !list || !prompt {
		t.Errorf("drop-down list %v, note %v", list, prompt)
	}
	if second, err := file.GetCellValue(choiceSheet, "C2"); err != nil || second != "女" {
		t.Errorf("second choice = %q, %v", second, err)
	}
}
