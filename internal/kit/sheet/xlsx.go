package sheet

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"kaguan/internal/kit/fault"
)

const (
	textFormat   = 49 // the built-in format "@": what is typed stays as typed
	headerFill   = "E8EEF7"
	requiredFill = "FCE8D5"
	wrongFill    = "FFD9D9"
)

// xlsxWriter streams one sheet into a workbook. Every cell is written as a
// string, so that no value is taken for a formula or loses digits.
type xlsxWriter struct {
	out    io.Writer
	file   *excelize.File
	stream *excelize.StreamWriter
	text   int // styles
	header int
	wrong  int
	rows   int
}

// newXLSX begins a workbook with its header; widths are in characters.
func newXLSX(out io.Writer, header []string, widths []float64) (*xlsxWriter, error) {
	x := &xlsxWriter{out: out, file: excelize.NewFile()}
	if err := x.begin(header, widths); err != nil {
		return nil, errors.Join(fmt.Errorf("writing workbook: %w", err), x.file.Close())
	}
	return x, nil
}

func (x *xlsxWriter) begin(header []string, widths []float64) error {
	var err error
	if x.text, err = textStyle(x.file, "", false); err != nil {
		return err
	}
	if x.header, err = textStyle(x.file, headerFill, true); err != nil {
		return err
	}
	if x.wrong, err = textStyle(x.file, wrongFill, false); err != nil {
		return err
	}
	if x.stream, err = x.file.NewStreamWriter("Sheet1"); err != nil {
		return err
	}
	for i, width := range widths {
		if err := x.stream.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	frozen := &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}
	if err := x.stream.SetPanes(frozen); err != nil {
		return err
	}
	return x.put(header, func(int) int { return x.header })
}

// put writes one row, each cell in the style of its column.
func (x *xlsxWriter) put(cells []string, style func(i int) int) error {
	x.rows++
	values := make([]any, len(cells))
	for i, cell := range cells {
		if len(cell) > maxCell && units(cell) > maxCell {
			return fault.NewInvalid("有一格内容超过 Excel 的长度，请改为下载 CSV")
		}
		values[i] = excelize.Cell{StyleID: style(i), Value: visible(cell)}
	}
	place, err := excelize.CoordinatesToCellName(1, x.rows)
	if err != nil {
		return fmt.Errorf("writing workbook: %w", err)
	}
	if err := x.stream.SetRow(place, values); err != nil {
		return fmt.Errorf("writing workbook: %w", err)
	}
	return nil
}

// close finishes the workbook and sends it.
func (x *xlsxWriter) close() error {
	err := x.stream.Flush()
	if err == nil {
		err = send(x.file, x.out)
	}
	if err := errors.Join(err, x.file.Close()); err != nil {
		return fmt.Errorf("writing workbook: %w", err)
	}
	return nil
}

// send packs the workbook straight into out; excelize alone would first build
// the whole archive in memory.
func send(file *excelize.File, out io.Writer) error {
	file.SetZipWriter(func(io.Writer) excelize.ZipWriter { return zip.NewWriter(out) })
	return file.Write(io.Discard)
}

func textStyle(file *excelize.File, fill string, bold bool) (int, error) {
	style := &excelize.Style{NumFmt: textFormat, Font: &excelize.Font{Bold: bold, Size: 11}}
	if fill != "" {
		style.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{fill}}
	}
	return file.NewStyle(style)
}

// visible shows control characters, which XML cannot hold, as their pictures
// (U+2400 and on), so that the clerk sees what the reason speaks of.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r < ' ' && isControl(r):
			return '\u2400' + r
		case isControl(r), r == '\uFFFE', r == '\uFFFF':
			return utf8.RuneError
		}
		return r
	}, text)
}
