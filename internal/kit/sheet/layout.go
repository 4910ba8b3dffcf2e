package sheet

import (
	"fmt"
	"strings"

	"kaguan/internal/kit/fault"
)

// Column is one column that a list to be imported may have.
type Column struct {
	Key      string   // the name that programs use
	Title    string   // Chinese, in the template's header
	Synonyms []string // other headings that clerks use for it
	Required bool     // the column must be there
	Note     string   // Chinese: how to fill it in
	Example  string
	Choices  []string // the values to choose from, if it has such
}

// Layout is a list that clerks fill in and upload.
type Layout struct {
	Title   string // Chinese, the name of the template's sheet
	Columns []Column
}

// Binding tells where in a clerk's table each column of a layout lies.
type Binding map[string]int

// Bind finds the layout's columns under the clerk's headings, in any order, among
// any others; spaces, letter case, full width and stars do not matter. All
// required columns that are missing, and columns that occur twice, are named.
func (l *Layout) Bind(header []string) (Binding, []fault.Field) {
	keys := map[string]string{}
	for i := range l.Columns {
		col := &l.Columns[i]
		for _, name := range append([]string{col.Key, col.Title}, col.Synonyms...) {
			keys[heading(name)] = col.Key
		}
	}
	var bad []fault.Field
	found := Binding{}
	for i, title := range header {
		key, known := keys[heading(title)]
		if !known {
			continue
		}
		if _, twice := found[key]; twice {
			words := fmt.Sprintf("“%s”一列出现了两次，请只保留一列", tidied(title))
			bad = append(bad, fault.Field{Name: key, Code: "column.twice", Words: words})
			continue
		}
		found[key] = i
	}
	for i := range l.Columns {
		col := &l.Columns[i]
		if _, there := found[col.Key]; col.Required && !there {
			words := fmt.Sprintf("缺少“%s”一列，请按模板补上", col.Title)
			bad = append(bad, fault.Field{Name: col.Key, Code: "column.missing", Words: words})
		}
	}
	return found, bad
}

// Get is the row's value in the column with this key, without spaces around it;
// "" if the clerk's table has no such column.
func (b Binding) Get(row Row, key string) string {
	if i, ok := b[key]; ok && i < len(row.Cells) {
		return tidied(row.Cells[i])
	}
	return ""
}

// Blame turns the wrong fields of a row into reasons at the clerk's own cells.
// A field that the table has no column for is blamed on the whole row.
func (b Binding) Blame(row *Row, bad []fault.Field) {
	for _, field := range bad {
		if i, ok := b[field.Name]; ok {
			row.blame(i, field.Words)
		} else {
			row.blame(WholeRow, field.Words)
		}
	}
}

// heading is the form in which headings are compared.
func heading(title string) string {
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			r -= '！' - '!' // Full-width forms lie in the order of ASCII.
		}
		if unseen(r) || r == '*' {
			return -1
		}
		return r
	}, strings.ToLower(title))
}
