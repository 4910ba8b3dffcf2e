package sheet

import (
	"strings"
	"unicode"
)

// ReasonTitle is the heading of the column that ErrorBook adds. A reader leaves
// that column out, so that a mended error workbook can be uploaded as it is.
const ReasonTitle = "错误原因"

// WholeRow as a Reason's column means the row rather than one cell.
const WholeRow = -1

// maxCell is the most characters (UTF-16 units) a cell may hold in Excel.
const maxCell = 32767

// Row is one row of a clerk's table.
type Row struct {
	Line    int      // as the clerk's program numbers it, from 1
	Cells   []string // as many as the header has; as text
	Reasons []Reason // what is wrong with it, so far
}

// Reason tells the clerk what to mend.
type Reason struct {
	Column int    // index into Cells, or WholeRow
	Words  string // Chinese, without the value
}

// fit cuts or fills the cells to the header's width. What stands beyond it has
// no heading and would be lost, which the clerk must know.
func (r *Row) fit(width int) {
	for i := width; i < len(r.Cells); i++ {
		if !isBlank(r.Cells[i]) {
			r.blame(WholeRow, "这一行的内容超出了表头的列，请补上列名或删去多余内容；CSV 文件请检查内容里的逗号是否加了引号")
			break
		}
	}
	for len(r.Cells) < width {
		r.Cells = append(r.Cells, "")
	}
	kept := r.Reasons[:0]
	for _, reason := range r.Reasons {
		if reason.Column < width {
			kept = append(kept, reason)
		}
	}
	r.Cells, r.Reasons = r.Cells[:width], kept
}

func (r *Row) blame(column int, words string) {
	r.Reasons = append(r.Reasons, Reason{Column: column, Words: words})
}

func (r *Row) isBlank() bool {
	for _, cell := range r.Cells {
		if !isBlank(cell) {
			return false
		}
	}
	return true
}

func isBlank(cell string) bool { return tidied(cell) == "" }

// tidied takes off what clerks cannot see at either end of a cell: spaces of
// all widths and the invisible marks that come along when copying from a page.
func tidied(cell string) string { return strings.TrimFunc(cell, unseen) }

func unseen(r rune) bool {
	return unicode.IsSpace(r) || r == '\u200B' || r == '\uFEFF' || r == '\u2060'
}
