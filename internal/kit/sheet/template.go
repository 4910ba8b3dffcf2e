package sheet

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"
)

const (
	helpSheet   = "填写说明"
	choiceSheet = "选项"
	maxPrompt   = 255 // characters of Excel's input message
)

// Template writes the empty list to fill in: one sheet with the header, all
// columns as text, drop-down lists and a note at each cell; one that explains
// the columns; and a hidden one with the choices.
func Template(out io.Writer, layout *Layout) error {
	file := excelize.NewFile()
	t := template{file: file, layout: layout, sheet: layout.Title}
	err := t.write()
	if err == nil {
		err = send(file, out)
	}
	if err := errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("writing template %s: %w", layout.Title, err)
	}
	return nil
}

type template struct {
	file   *excelize.File
	layout *Layout
	sheet  string
}

func (t *template) write() error {
	if err := t.file.SetSheetName("Sheet1", t.sheet); err != nil {
		return err
	}
	for _, name := range []string{helpSheet, choiceSheet} {
		if _, err := t.file.NewSheet(name); err != nil {
			return err
		}
	}
	if err := t.file.SetSheetVisible(choiceSheet, false); err != nil {
		return err
	}
	for i := range t.layout.Columns {
		if err := t.column(i+1, &t.layout.Columns[i]); err != nil {
			return err
		}
	}
	frozen := &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}
	if err := t.file.SetPanes(t.sheet, frozen); err != nil {
		return err
	}
	return t.help()
}

func (t *template) column(number int, col *Column) error {
	letter, err := excelize.ColumnNumberToName(number)
	if err != nil {
		return err
	}
	text, err := textStyle(t.file, "", false)
	if err != nil {
		return err
	}
	title, fill := col.Title, headerFill
	if col.Required {
		title, fill = col.Title+"*", requiredFill
	}
	header, err := textStyle(t.file, fill, true)
	if err != nil {
		return err
	}
	width := max(12, float64(2*units(title)+4), float64(len(col.Example)+2))
	return errors.Join(
		t.file.SetColStyle(t.sheet, letter, text),
		t.file.SetColWidth(t.sheet, letter, letter, min(width, 40)),
		t.file.SetCellStr(t.sheet, letter+"1", title),
		t.file.SetCellStyle(t.sheet, letter+"1", letter+"1", header),
		t.rules(letter, col),
	)
}

// rules sets the input message of a column's cells and its drop-down list. The
// list lies on a sheet, for in the rule itself it could have 255 characters.
func (t *template) rules(letter string, col *Column) error {
	if col.Note == "" && col.Example == "" && len(col.Choices) == 0 {
		return nil
	}
	rule := excelize.NewDataValidation(true)
	rule.SetSqref(fmt.Sprintf("%s2:%s%d", letter, letter, excelize.TotalRows))
	if prompt := promptOf(col); prompt != "" && units(prompt) <= maxPrompt {
		rule.SetInput("", prompt)
	}
	if len(col.Choices) > 0 {
		for i, choice := range col.Choices {
			if err := t.file.SetCellStr(choiceSheet, fmt.Sprintf("%s%d", letter, i+1), choice); err != nil {
				return err
			}
		}
		rule.SetSqrefDropList(fmt.Sprintf("'%s'!$%s$1:$%s$%d", choiceSheet, letter, letter, len(col.Choices)))
		rule.SetError(excelize.DataValidationErrorStyleStop, "请重新填写", "请从下拉列表中选择")
	}
	return t.file.AddDataValidation(t.sheet, rule)
}

func promptOf(col *Column) string {
	var parts []string
	if col.Note != "" {
		parts = append(parts, col.Note)
	}
	if col.Example != "" {
		parts = append(parts, "例："+col.Example)
	}
	return strings.Join(parts, "\n")
}

// help fills the sheet that explains the columns.
func (t *template) help() error {
	style, err := textStyle(t.file, headerFill, true)
	if err != nil {
		return err
	}
	lines := [][]string{{"列名", "必填", "填写说明", "示例", "可选内容"}}
	for i := range t.layout.Columns {
		col := &t.layout.Columns[i]
		required := ""
		if col.Required {
			required = "是"
		}
		lines = append(lines, []string{col.Title, required, col.Note, col.Example, strings.Join(col.Choices, "、")})
	}
	for i, line := range lines {
		if err := t.file.SetSheetRow(helpSheet, fmt.Sprintf("A%d", i+1), &line); err != nil {
			return err
		}
	}
	return errors.Join(
		t.file.SetCellStyle(helpSheet, "A1", "E1", style),
		t.file.SetColWidth(helpSheet, "A", "B", 16),
		t.file.SetColWidth(helpSheet, "C", "E", 50),
	)
}
