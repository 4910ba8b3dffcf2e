package rowfile

import (
	"fmt"

	"kaguan/internal/kit/fault"
)

// Problem is one broken promise of a format: where, which, and words for the
// person who mends it. It never carries the value.
type Problem struct {
	Line   int    // in the file, the header is 1; 0 for the file as a whole
	Column string // the column's key, "" for the whole row or file
	Code   Code
	Words  string
}

// Error makes a problem usable as the cause of a fault.
func (p Problem) Error() string {
	return fmt.Sprintf("%s line %d column %q: %s", p.Code, p.Line, p.Column, p.Words)
}

// maxListed bounds the memory of a file in which every row is wrong.
const maxListed = 1000

// Problems collects what is wrong with a file's rows.
type Problems struct {
	List  []Problem // the first 1,000
	Count int       // all of them
}

// Error makes the collection usable as the cause of a fault.
func (p *Problems) Error() string {
	if p.Count == 0 {
		return "no problems"
	}
	return fmt.Sprintf("%d problems, the first: %v", p.Count, p.List[0])
}

func (p *Problems) add(found []Problem) {
	p.Count += len(found)
	room := maxListed - len(p.List)
	p.List = append(p.List, found[:min(room, len(found))]...)
}

// refuse makes a file-level problem into the fault that its reader gets.
func refuse(code Code, words string) error {
	if words == "" {
		words = code.Words()
	}
	return fault.NewInvalid(fmt.Sprintf("%s（%s）", words, code), Problem{Code: code, Words: words})
}

// ofColumn is the problem of one value; the row's reader sets the line.
func ofColumn(col *Column, code Code) Problem {
	return Problem{Column: col.Key, Code: code, Words: "“" + col.Title + "”" + code.Words()}
}
