package sheet

import (
	"errors"
	"io"
	"iter"
	"slices"
	"strings"

	"kaguan/internal/kit/fault"
)

// maxBad is the most rows of an error workbook. Nobody mends more by hand: then
// the list as a whole was made wrongly.
const maxBad = MaxXLSX

// ErrorBook writes the clerk's own table with only its bad rows: the same
// columns in the same order, every cell as text as it came, wrong cells
// coloured, and one more column with the reasons. It is mended and uploaded as
// it is.
func ErrorBook(out io.Writer, header []string, rows iter.Seq2[Row, error]) (err error) {
	widths := make([]float64, len(header)+1)
	for i := range widths {
		widths[i] = 18
	}
	widths[len(header)] = 60
	book, err := newXLSX(out, append(slices.Clone(header), ReasonTitle), widths)
	if err != nil {
		return err
	}
	for row, err := range rows {
		if err == nil && book.rows > maxBad {
			err = fault.NewInvalid("错误行过多，请先核对整份名单的格式再上传")
		}
		if err == nil {
			err = book.putBad(row, len(header))
		}
		if err != nil {
			return errors.Join(err, book.file.Close())
		}
	}
	return book.close()
}

func (x *xlsxWriter) putBad(row Row, width int) error {
	wrong := map[int]bool{width: true}
	var words []string
	for _, reason := range row.Reasons {
		wrong[reason.Column] = true
		if !slices.Contains(words, reason.Words) {
			words = append(words, reason.Words)
		}
	}
	cells := make([]string, width, width+1)
	copy(cells, row.Cells)
	return x.put(append(cells, strings.Join(words, "；")), func(i int) int {
		if wrong[i] {
			return x.wrong
		}
		return x.text
	})
}
