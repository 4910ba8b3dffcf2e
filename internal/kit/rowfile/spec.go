package rowfile

import (
	"fmt"
	"strings"

	"kaguan/internal/kit/cn"
)

// Layout is how the columns of one row lie beside one another.
type Layout int

const (
	// Delimited rows are lines of values with '|' between them, none at the end.
	Delimited Layout = iota
	// Fixed rows are lines of values padded to their width in encoded bytes.
	Fixed
	// DBF is a dBASE III table; Keys are its field names.
	DBF
)

// String is the layout's Chinese name, as interface documents show it.
func (l Layout) String() string {
	return [...]string{"分隔符文本", "定长文本（按编码后字节）", "DBF III 数据表"}[l]
}

// Kind is what a column's values look like. An empty value is of every kind;
// Column.Required forbids it.
type Kind int

const (
	// Text is anything but control characters and the separator.
	Text Kind = iota
	// Digits is 0–9 only; leading zeros count.
	Digits
	// Date is YYYYMMDD, a day that exists.
	Date
	// Time is YYYYMMDDHHMMSS, China standard time.
	Time
	// Money is an amount in fen, 0 or more, without leading zeros.
	Money
	// Hex is whole bytes in hexadecimal, either case.
	Hex
	// Choice is one of Column.Codes.
	Choice
)

// String is the kind's Chinese name, as interface documents show it.
func (k Kind) String() string {
	return [...]string{"文本", "数字串", "日期 YYYYMMDD", "时间 YYYYMMDDHHMMSS", "金额（分）", "十六进制", "代码"}[k]
}

// Align is the side on which a padded layout sets a value.
type Align int

const (
	// Left fills with spaces on the right.
	Left Align = iota
	// Right fills with spaces on the left.
	Right
	// Zeros fills with zeros on the left; for Money only, where they say nothing.
	Zeros
)

// String is the alignment's Chinese name, as interface documents show it.
func (a Align) String() string {
	return [...]string{"左对齐补空格", "右对齐补空格", "右对齐补零"}[a]
}

// CodeValue is one value that a Choice column may hold, with its meaning.
type CodeValue struct{ Value, Meaning string }

// Column is one column of a partner's file.
type Column struct {
	Key      string // the name that programs use; in a DBF the field name
	Title    string // Chinese, for documents and error words
	Width    int    // bytes after encoding: exact in Fixed and DBF, a bound in Delimited where 0 means none
	Kind     Kind
	Align    Align // in Fixed and DBF
	Required bool
	Codes    []CodeValue // for Choice
	Note     string      // Chinese, for documents
}

// Spec is one partner file format.
type Spec struct {
	Name    string // the file's type: YKH, YKHHP, ZK …
	Title   string // Chinese
	Version string
	Layout  Layout
	Charset cn.Charset
	Columns []Column
}

// Row is one row's values in the order of Spec.Columns, in Unicode, unpadded.
type Row []string

// Index is the position of the column with this key, -1 if there is none. Loops
// over many rows ask once, before.
func (s *Spec) Index(key string) int {
	for i := range s.Columns {
		if s.Columns[i].Key == key {
			return i
		}
	}
	return -1
}

// Get is row's value in the column with this key, "" if there is no such column.
func (s *Spec) Get(row Row, key string) string {
	if i := s.Index(key); i >= 0 && i < len(row) {
		return row[i]
	}
	return ""
}

// Validate tells what is wrong with the description itself: an error of the
// programmer or of the partner's configuration, found before any file is touched.
func (s *Spec) Validate() error {
	if s.Name == "" || s.Version == "" || len(s.Columns) == 0 {
		return fmt.Errorf("spec %q: name, version and columns are required", s.Name)
	}
	if err := s.Charset.Check(); err != nil {
		return fmt.Errorf("spec %s: %w", s.Name, err)
	}
	if strings.ContainsAny(s.Name+s.Version, separator+"\r\n") {
		return fmt.Errorf("spec %q: name and version must fit a header line", s.Name)
	}
	if s.Layout == DBF && len(s.Columns) > dbfMaxFields {
		return fmt.Errorf("spec %s: a DBF has at most %d fields", s.Name, dbfMaxFields)
	}
	seen := map[string]bool{}
	for i := range s.Columns {
		col := &s.Columns[i]
		if err := s.validateColumn(col); err != nil {
			return fmt.Errorf("spec %s, column %q: %w", s.Name, col.Key, err)
		}
		if seen[col.Key] {
			return fmt.Errorf("spec %s, column %q: twice", s.Name, col.Key)
		}
		seen[col.Key] = true
	}
	return nil
}

func (s *Spec) validateColumn(col *Column) error {
	switch {
	case col.Key == "" || col.Title == "":
		return fmt.Errorf("key and title are required")
	case s.Layout != Delimited && col.Width <= 0:
		return fmt.Errorf("a padded layout needs a width")
	case col.Align == Zeros && col.Kind != Money:
		return fmt.Errorf("only money is filled with zeros: elsewhere they are part of the value")
	case (col.Kind == Choice) != (len(col.Codes) > 0):
		return fmt.Errorf("codes belong to a choice, and a choice needs codes")
	case s.Layout == DBF:
		return validateDBF(col)
	}
	return nil
}
