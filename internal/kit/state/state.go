// Package state holds tables of states: which verb leads from which state to
// which, with which right, and whose turn it is. One table serves four times:
// as the guard of the verb (Next), as the buttons of the page (Allowed), as a
// golden file that shows every change of rule in review (Matrix), and as the
// drawing in docs/states (Diagram).
package state

import (
	"fmt"
	"strings"

	"kaguan/internal/kit/fault"
)

// State is one state of a thing: its stored code, its Chinese name, the colour
// family of its tag, and whose turn it is while a thing stays in it.
type State[S ~string] struct {
	Code S
	Name string
	Tone Tone
	Turn string
}

// Tone is the colour family of a state's tag, the same everywhere (product.md).
type Tone string

// The six tones.
const (
	Grey   Tone = "grey"   // draft, sealed
	Blue   Tone = "blue"   // in progress with us
	Gold   Tone = "gold"   // waits for someone else
	Green  Tone = "green"  // done
	Red    Tone = "red"    // refused, lost, cancelled
	Violet Tone = "violet" // needs a decision
)

// Row is one legal step. From is empty where the verb makes the thing.
type Row[S ~string] struct {
	From   S
	Verb   string
	To     S
	Right  string // the right a person needs; empty where only the system steps
	Title  string // the button's Chinese words
	Danger bool   // the page asks before doing it
}

// Table is a thing's whole life.
type Table[S ~string] struct {
	Name   string // the glossary's word: psam, application, card
	Title  string // Chinese
	States []State[S]
	Rows   []Row[S]
}

// Verb is one step as a page's button.
type Verb struct {
	Verb   string `json:"verb" doc:"动作"`
	Title  string `json:"title" doc:"按钮文字"`
	Danger bool   `json:"danger,omitempty" doc:"执行前需要确认"`
}

// Next is the state that verb leads to from a state. Where the table has no
// such row it refuses with fault.Conflict and says what would be possible.
func (t *Table[S]) Next(from S, verb string) (S, error) {
	for _, row := range t.Rows {
		if row.From == from && row.Verb == verb {
			return row.To, nil
		}
	}
	return "", fault.NewConflict(t.refusal(from, verb))
}

func (t *Table[S]) refusal(from S, verb string) string {
	var can []string
	for _, row := range t.Rows {
		if row.From == from && row.Title != "" {
			can = append(can, row.Title)
		}
	}
	words := fmt.Sprintf("%s当前为“%s”，不能%s", t.Title, t.NameOf(from), t.titleOf(verb))
	if len(can) == 0 {
		return words + "，此状态已经结束"
	}
	return words + "，现在可以：" + strings.Join(can, "、")
}

// Allowed is what a person with these rights may do to a thing in this state:
// exactly the buttons of its page.
func (t *Table[S]) Allowed(from S, has func(right string) bool) []Verb {
	verbs := []Verb{}
	for _, row := range t.Rows {
		if row.From == from && from != "" && row.Right != "" && has(row.Right) {
			verbs = append(verbs, Verb{Verb: row.Verb, Title: row.Title, Danger: row.Danger})
		}
	}
	return verbs
}

// Of finds a state by its code; a code outside the table keeps its own name, so
// that a page never shows an empty tag.
func (t *Table[S]) Of(code S) State[S] {
	for _, s := range t.States {
		if s.Code == code {
			return s
		}
	}
	return State[S]{Code: code, Name: string(code), Tone: Violet}
}

// NameOf is the Chinese name of a state.
func (t *Table[S]) NameOf(code S) string {
	if code == "" {
		return "尚未登记"
	}
	return t.Of(code).Name
}

func (t *Table[S]) titleOf(verb string) string {
	for _, row := range t.Rows {
		if row.Verb == verb && row.Title != "" {
			return row.Title
		}
	}
	return verb
}

// View is a record's state as its page shows it: every answer with a record in
// it embeds one.
type View struct {
	State     string `json:"state" doc:"状态代码"`
	StateName string `json:"stateName" doc:"状态"`
	Tone      string `json:"tone" doc:"状态颜色"`
	Turn      string `json:"turn" doc:"轮到谁处理"`
	Allowed   []Verb `json:"allowed" doc:"当前用户此刻可以做的事"`
}

// Show makes the View of a state for a person with these rights.
func (t *Table[S]) Show(code S, has func(right string) bool) View {
	s := t.Of(code)
	return View{State: string(code), StateName: s.Name, Tone: string(s.Tone), Turn: s.Turn, Allowed: t.Allowed(code, has)}
}

// Verbs lists every verb once, in the table's order.
func (t *Table[S]) Verbs() []string {
	var verbs []string
	seen := map[string]bool{}
	for _, row := range t.Rows {
		if !seen[row.Verb] {
			seen[row.Verb] = true
			verbs = append(verbs, row.Verb)
		}
	}
	return verbs
}

// Rights lists every right the table asks for, in its order.
func (t *Table[S]) Rights() []string {
	var rights []string
	seen := map[string]bool{"": true}
	for _, row := range t.Rows {
		if !seen[row.Right] {
			seen[row.Right] = true
			rights = append(rights, row.Right)
		}
	}
	return rights
}
