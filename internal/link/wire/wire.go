// Package wire turns typed rows into the rows of a partner's file and back. A
// typed row is a struct of strings and ints whose fields carry the key of their
// column, so that neither the order of a format nor its dates concern anybody
// else: in a typed row a date is YYYY-MM-DD, as everywhere in the house.
//
//	type BindRow struct {
//		Serial int    `col:"SERIAL"`
//		Card   string `col:"CARD"`
//	}
package wire

import (
	"fmt"
	"io"
	"iter"
	"reflect"
	"strconv"
	"strings"

	"kaguan/internal/kit/rowfile"
)

// Form is a file format with the typed row that belongs to it.
type Form[T any] struct {
	Spec   *rowfile.Spec
	fields []int // of T, in the order of the columns
}

// Bind fits a typed row to a format: each column has one field, each field one
// column. An error is the programmer's.
func Bind[T any](spec *rowfile.Spec) (*Form[T], error) {
	if err := spec.Validate(); err != nil {
		return nil, err
	}
	kind := reflect.TypeFor[T]()
	if kind.NumField() != len(spec.Columns) {
		return nil, fmt.Errorf("spec %s has %d columns, %s has %d fields", spec.Name, len(spec.Columns), kind, kind.NumField())
	}
	form := &Form[T]{Spec: spec, fields: make([]int, len(spec.Columns))}
	bound := map[string]bool{}
	for i := range kind.NumField() {
		field := kind.Field(i)
		key := field.Tag.Get("col")
		at := spec.Index(key)
		if at < 0 || bound[key] || !fits(field.Type.Kind(), &spec.Columns[at]) {
			return nil, fmt.Errorf("%s.%s fits no column of spec %s", kind, field.Name, spec.Name)
		}
		form.fields[at], bound[key] = i, true
	}
	return form, nil
}

// fits tells whether a field can hold every value of its column.
func fits(kind reflect.Kind, col *rowfile.Column) bool {
	const mostDigits = 18
	if kind == reflect.Int {
		return (col.Kind == rowfile.Digits || col.Kind == rowfile.Money) && 0 < col.Width && col.Width <= mostDigits
	}
	return kind == reflect.String
}

// Row gives the values as the file has them.
func (f *Form[T]) Row(typed T) rowfile.Row {
	from := reflect.ValueOf(typed)
	row := make(rowfile.Row, len(f.fields))
	for at, field := range f.fields {
		value := from.Field(field)
		if value.Kind() == reflect.Int {
			row[at] = strconv.FormatInt(value.Int(), 10)
			continue
		}
		row[at] = value.String()
		if f.Spec.Columns[at].Kind == rowfile.Date {
			row[at] = strings.ReplaceAll(row[at], "-", "")
		}
	}
	return row
}

// Of gives the typed row of a row that the format has accepted.
func (f *Form[T]) Of(row rowfile.Row) (typed T) {
	into := reflect.ValueOf(&typed).Elem()
	for at, field := range f.fields {
		text := row[at]
		if into.Field(field).Kind() == reflect.Int {
			number, _ := strconv.ParseInt(text, 10, 64) // so many digits at most, as fits has checked; empty is 0
			into.Field(field).SetInt(number)
			continue
		}
		if f.Spec.Columns[at].Kind == rowfile.Date && len(text) == len("20060102") {
			text = text[:4] + "-" + text[4:6] + "-" + text[6:]
		}
		into.Field(field).SetString(text)
	}
	return typed
}

// Check tells what keeps a typed row out of this format, nil for nothing.
func (f *Form[T]) Check(typed T) []rowfile.Problem { return f.Spec.Check(f.Row(typed)) }

// Write writes a whole file, as rowfile.Write does.
func (f *Form[T]) Write(w io.Writer, head rowfile.Head, rows iter.Seq2[T, error]) (rowfile.Head, error) {
	return rowfile.Write(w, f.Spec, head, func(yield func(rowfile.Row, error) bool) {
		for typed, err := range rows {
			if !yield(f.Row(typed), err) {
				return
			}
		}
	})
}

// File is a file being read, row by row.
type File[T any] struct {
	*rowfile.Reader
	form *Form[T]
}

// Read opens a file, as rowfile.Read does.
func (f *Form[T]) Read(r io.Reader) (*File[T], error) {
	reader, err := rowfile.Read(r, f.Spec)
	if err != nil {
		return nil, err
	}
	return &File[T]{reader, f}, nil
}

// Rows gives each good row with its line. They count only when Err is nil after
// the last.
func (f *File[T]) Rows() iter.Seq2[int, T] {
	return func(yield func(int, T) bool) {
		for line, row := range f.Reader.Rows() {
			if !yield(line, f.form.Of(row)) {
				return
			}
		}
	}
}
