package sheet

import (
	"encoding/csv"
	"fmt"
	"io"

	"kaguan/internal/kit/fault"
)

// Format is the kind of file of a download.
type Format string

// The two formats of downloads.
const (
	XLSX Format = "xlsx"
	CSV  Format = "csv"
)

// MaxXLSX is the most rows of an xlsx download; beyond it a workbook takes
// minutes to open and CSV is given.
const MaxXLSX = 500_000

// FormatFor is the format for so many rows.
func FormatFor(rows int) Format {
	if rows > MaxXLSX {
		return CSV
	}
	return XLSX
}

// ContentType is the format's media type.
func (f Format) ContentType() string {
	if f == XLSX {
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	}
	return "text/csv; charset=utf-8"
}

// Writer streams a download. Cells are text; none is ever a formula.
type Writer struct {
	sink  sink
	limit int // rows, 0 for none
	rows  int
}

// sink is where rows go: an xlsx sheet or CSV lines.
type sink interface {
	row(cells []string) error
	close() error
}

// NewWriter begins a download with its header. Close must be called, also after
// an error, to free what is spooled.
func NewWriter(out io.Writer, format Format, header []string) (*Writer, error) {
	if format == CSV {
		c := &csvSink{out: csv.NewWriter(out)}
		c.out.UseCRLF = true
		if _, err := out.Write(utf8Mark); err != nil { // Without it Excel takes UTF-8 for GBK.
			return nil, fmt.Errorf("writing csv: %w", err)
		}
		return &Writer{sink: c}, c.row(header)
	}
	widths := make([]float64, len(header))
	for i := range widths {
		widths[i] = 18
	}
	x, err := newXLSX(out, header, widths)
	if err != nil {
		return nil, err
	}
	return &Writer{sink: xlsxSink{x}, limit: MaxXLSX}, nil
}

// Write adds one row.
func (w *Writer) Write(cells []string) error {
	w.rows++
	if w.limit > 0 && w.rows > w.limit {
		return fault.NewInvalid(fmt.Sprintf("超过 %d 行，请改为下载 CSV", w.limit))
	}
	return w.sink.row(cells)
}

// Close finishes the file; before it an xlsx download has sent nothing.
func (w *Writer) Close() error { return w.sink.close() }

type xlsxSink struct{ *xlsxWriter }

func (x xlsxSink) row(cells []string) error {
	return x.put(cells, func(int) int { return x.text })
}

type csvSink struct {
	out   *csv.Writer
	cells []string
}

func (c *csvSink) row(cells []string) error {
	c.cells = c.cells[:0]
	for _, cell := range cells {
		c.cells = append(c.cells, guarded(cell))
	}
	if err := c.out.Write(c.cells); err != nil {
		return fmt.Errorf("writing csv: %w", err)
	}
	return nil
}

func (c *csvSink) close() error {
	c.out.Flush()
	if err := c.out.Error(); err != nil {
		return fmt.Errorf("writing csv: %w", err)
	}
	return nil
}
