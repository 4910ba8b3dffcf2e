package state

import (
	"fmt"
	"strings"
)

// Matrix writes every state × verb cell: the state it leads to, or · where the
// verb is refused. Kept as a golden file beside each table.
func (t *Table[S]) Matrix() string {
	var b strings.Builder
	verbs := t.Verbs()
	fmt.Fprintf(&b, "%s %s\n%-14s", t.Name, t.Title, "")
	for _, v := range verbs {
		fmt.Fprintf(&b, " %-16s", v)
	}
	b.WriteString("\n")
	froms := []S{""}
	for _, s := range t.States {
		froms = append(froms, s.Code)
	}
	for _, from := range froms {
		label := string(from)
		if from == "" {
			label = "(none)"
		}
		fmt.Fprintf(&b, "%-14s", label)
		for _, v := range verbs {
			fmt.Fprintf(&b, " %-16s", t.cell(from, v))
		}
		b.WriteString("\n")
	}
	return trimLines(b.String())
}

func (t *Table[S]) cell(from S, verb string) string {
	to, err := t.Next(from, verb)
	if err != nil {
		return "·"
	}
	return string(to)
}

func trimLines(s string) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

// Diagram writes docs/states: the states with whose turn it is, the steps with
// their rights, and a Mermaid drawing.
func (t *Table[S]) Diagram() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s（%s）\n\n| 状态 | 代码 | 轮到谁 |\n|---|---|---|\n", t.Title, t.Name)
	for _, s := range t.States {
		fmt.Fprintf(&b, "| %s | `%s` | %s |\n", s.Name, s.Code, s.Turn)
	}
	b.WriteString("\n| 从 | 动作 | 到 | 权限 |\n|---|---|---|---|\n")
	for _, r := range t.Rows {
		right := "系统"
		if r.Right != "" {
			right = "`" + r.Right + "`"
		}
		fmt.Fprintf(&b, "| %s | %s `%s` | %s | %s |\n", t.NameOf(r.From), r.Title, r.Verb, t.NameOf(r.To), right)
	}
	b.WriteString("\n```mermaid\nstateDiagram-v2\n")
	for _, r := range t.Rows {
		from := t.NameOf(r.From)
		if r.From == "" {
			from = "[*]"
		}
		fmt.Fprintf(&b, "  %s --> %s: %s\n", from, t.NameOf(r.To), r.Title)
	}
	b.WriteString("```\n")
	return b.String()
}

// Check finds what is wrong with a table itself: a row to or from an unknown
// state, two rows for one cell, a state nobody can reach, a state without a
// turn, a row without words. Every table's test calls it.
func (t *Table[S]) Check() error {
	known := map[S]bool{"": true}
	reached := map[S]bool{}
	for _, s := range t.States {
		known[s.Code] = true
		if s.Name == "" || s.Turn == "" || s.Tone == "" {
			return fmt.Errorf("state %q lacks a name, a tone or whose turn it is", s.Code)
		}
	}
	cells := map[string]bool{}
	for _, r := range t.Rows {
		cell := string(r.From) + "×" + r.Verb
		switch {
		case !known[r.From] || !known[r.To] || r.To == "":
			return fmt.Errorf("row %s leads from or to an unknown state", cell)
		case cells[cell]:
			return fmt.Errorf("two rows for %s", cell)
		case r.Title == "":
			return fmt.Errorf("row %s has no title", cell)
		}
		cells[cell] = true
		reached[r.To] = true
	}
	for _, s := range t.States {
		if !reached[s.Code] {
			return fmt.Errorf("no row leads to state %q", s.Code)
		}
	}
	return nil
}
