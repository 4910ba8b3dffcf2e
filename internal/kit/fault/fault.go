// Package fault is the one error type of the house: a kind that decides what a
// caller may do next, words in Chinese for the person at the screen, and the
// cause for the log.
//
// A plain error is internal: people see only a number to quote. A fault's words
// are shown as they are, so they must say what happened and what to do next,
// and must never hold an ID number, a phone number, a PIN or a key.
package fault

import (
	"errors"
	"fmt"
)

// Kind tells what sort of refusal a fault is. kit/api maps it to an HTTP status.
type Kind int

const (
	// Internal is every error that is not a fault; its words are never shown.
	Internal Kind = iota
	// Invalid: what was sent is wrong; sending the same again will fail again.
	Invalid
	// NotFound: there is no such record, or it lies outside the caller's scope.
	NotFound
	// Conflict: the record is no longer in the state the caller saw, or another
	// record stands in the way; reading again helps.
	Conflict
	// Denied: the caller lacks the right, or must be another person.
	Denied
	// Unavailable: a partner, a disk or the database does not answer; trying
	// later helps.
	Unavailable
)

var kindNames = [...]string{"internal", "invalid", "not_found", "conflict", "denied", "unavailable"}

// String is the kind's name as it appears in problems and logs.
func (k Kind) String() string { return kindNames[k] }

// Field is one wrong place of an input: where, a code that programs compare,
// and words for the person. It never carries the rejected value.
type Field struct {
	Name  string `json:"field"`
	Code  string `json:"code,omitempty"`
	Words string `json:"words"`
}

// Error is a refusal with its kind, words for people and its cause.
type Error struct {
	Kind   Kind
	Words  string
	Fields []Field
	Cause  error
}

// Error joins words and cause for the log; only Words may reach a person.
func (e *Error) Error() string {
	if e.Cause != nil {
		return e.Words + ": " + e.Cause.Error()
	}
	return e.Words
}

// Unwrap gives the cause to errors.Is and errors.As.
func (e *Error) Unwrap() error { return e.Cause }

func refusal(kind Kind, words string, cause []error) *Error {
	return &Error{Kind: kind, Words: words, Cause: errors.Join(cause...)}
}

// NewInvalid refuses an input that is wrong as a whole.
func NewInvalid(words string, cause ...error) *Error { return refusal(Invalid, words, cause) }

// NewNotFound refuses because there is no such record in the caller's scope.
func NewNotFound(words string, cause ...error) *Error { return refusal(NotFound, words, cause) }

// NewConflict refuses because the record's present state does not allow it.
func NewConflict(words string, cause ...error) *Error { return refusal(Conflict, words, cause) }

// NewDenied refuses because the caller may not.
func NewDenied(words string, cause ...error) *Error { return refusal(Denied, words, cause) }

// NewUnavailable refuses for now; the same call may succeed later.
func NewUnavailable(words string, cause ...error) *Error { return refusal(Unavailable, words, cause) }

// NewFields refuses an input with each wrong place named; nil when there is none,
// so that `return fault.NewFields(bad)` needs no if. The type is error on purpose:
// a nil *Error inside an error would not be nil.
func NewFields(fields []Field) error {
	if len(fields) == 0 {
		return nil
	}
	words := fields[0].Words
	if len(fields) > 1 {
		words = fmt.Sprintf("%s（共 %d 处需要改正）", words, len(fields))
	}
	return &Error{Kind: Invalid, Words: words, Fields: fields}
}

// KindOf is the kind of the outermost fault in err's chain, Internal if none.
func KindOf(err error) Kind {
	if e := As(err); e != nil {
		return e.Kind
	}
	return Internal
}

// As finds the outermost fault in err's chain, nil if there is none.
func As(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return nil
}

// Is tells whether err is a fault of this kind.
func Is(err error, kind Kind) bool { return err != nil && KindOf(err) == kind }
