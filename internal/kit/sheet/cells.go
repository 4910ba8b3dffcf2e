package sheet

import (
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"kaguan/internal/kit/fault"
)

// maxColumns is Excel's own.
const maxColumns = 16384

// cellFormat is what a workbook says about how its cells are to be read.
type cellFormat struct {
	strings   *stringTable
	dates     []bool // by style
	since1904 bool
}

// cellReader gives the rows of one sheet's XML.
type cellReader struct {
	scan   *scanner
	format cellFormat
	line   int
	done   bool
}

// cell is one <c> while it is read.
type cell struct {
	column int // from 0
	kind   string
	style  int
}

func newCellReader(in io.Reader, format cellFormat) *cellReader {
	return &cellReader{scan: newScanner(in), format: format}
}

// next gives the next row that is not blank. io.EOF comes only after the closing
// </sheetData>: a sheet that breaks off before it is broken, not short.
func (r *cellReader) next() (Row, error) {
	if r.done {
		return Row{}, io.EOF
	}
	var row Row
	var current cell
	for {
		token, err := r.scan.next()
		if err != nil {
			return Row{}, broken(err)
		}
		switch element := token.(type) {
		case xml.StartElement:
			switch element.Name.Local {
			case "row":
				row = Row{Line: r.lineOf(element.Attr)}
			case "c":
				current = cellOf(element.Attr, len(row.Cells))
				r.scan.text = r.scan.text[:0]
			}
		case xml.EndElement:
			switch element.Name.Local {
			case "c":
				if err := r.put(&row, current); err != nil {
					return Row{}, err
				}
			case "row":
				if !row.isBlank() {
					return row, nil
				}
			case "sheetData":
				r.done = true
				if err := r.scan.drain(); err != nil {
					return Row{}, broken(err)
				}
				return Row{}, io.EOF
			}
		}
	}
}

// lineOf is the row's own number, or the next one if it does not say.
func (r *cellReader) lineOf(attrs []xml.Attr) int {
	r.line++
	for _, attr := range attrs {
		if n, err := strconv.Atoi(attr.Value); attr.Name.Local == "r" && err == nil && n > r.line {
			r.line = n
		}
	}
	return r.line
}

// cellOf reads a cell's place, kind and style; without a place it is the next.
func cellOf(attrs []xml.Attr, next int) cell {
	c := cell{column: next}
	for _, attr := range attrs {
		switch attr.Name.Local {
		case "r":
			if column := columnOf(attr.Value); column >= 0 {
				c.column = column
			}
		case "t":
			c.kind = attr.Value
		case "s":
			if style, err := strconv.Atoi(attr.Value); err == nil {
				c.style = style
			}
		}
	}
	return c
}

// columnOf is the column of a place such as AB12, from 0; -1 if it has no letters.
func columnOf(place string) int {
	column := 0
	for i := 0; i < len(place) && place[i] >= 'A' && place[i] <= 'Z' && column <= maxColumns; i++ {
		column = column*26 + int(place[i]-'A') + 1
	}
	return column - 1
}

// put sets the cell just read into the row.
func (r *cellReader) put(row *Row, c cell) error {
	if len(r.scan.text) == 0 {
		return nil
	}
	if c.column >= maxColumns {
		return fault.NewInvalid("工作表的列过多，请删去多余的列后再上传")
	}
	for len(row.Cells) <= c.column {
		row.Cells = append(row.Cells, "")
	}
	text, words, err := r.textOf(c)
	if err != nil {
		return err
	}
	row.Cells[c.column] = text
	if words != "" {
		row.blame(c.column, words)
	}
	judge(row, c.column)
	return nil
}

// textOf gives the cell's text, with words if something was lost in it. A
// formula counts as the value it last showed.
func (r *cellReader) textOf(c cell) (text, words string, err error) {
	stored := string(r.scan.text)
	switch c.kind {
	case "s":
		text, err := r.shared(stored)
		return text, "", err
	case "inlineStr", "str":
		return string(unescaped(r.scan.text)), "", nil
	case "b":
		if stored == "1" || stored == "true" {
			return "TRUE", "", nil
		}
		return "FALSE", "", nil
	case "e":
		return stored, formulaFail, nil
	case "d":
		return strings.TrimSuffix(stored, "T00:00:00"), "", nil
	}
	if c.style >= 0 && c.style < len(r.format.dates) && r.format.dates[c.style] {
		if date, ok := dateText(stored, r.format.since1904); ok {
			return date, "", nil
		}
	}
	number, lost := numberText(stored)
	if lost {
		return number, lostDigits, nil
	}
	return number, "", nil
}

// errNoString keeps what the cell held instead out of every log.
var errNoString = errors.New("a cell points to no shared string")

func (r *cellReader) shared(stored string) (string, error) {
	number, err := strconv.Atoi(stored)
	if err != nil {
		return "", broken(errNoString)
	}
	text, ok, err := r.format.strings.get(number)
	if err == nil && !ok {
		err = broken(errNoString)
	}
	return text, err
}
