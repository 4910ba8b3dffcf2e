package state_test

import (
	"strings"
	"testing"

	"kaguan/internal/kit/fault"
	"kaguan/internal/kit/state"
)

type lamp string

func lamps() *state.Table[lamp] {
	return &state.Table[lamp]{
		Name: "lamp", Title: "灯",
		States: []state.State[lamp]{
			{Code: "off", Name: "灭", Tone: state.Grey, Turn: "值班员"},
			{Code: "on", Name: "亮", Tone: state.Green, Turn: "值班员"},
			{Code: "broken", Name: "坏", Tone: state.Red, Turn: "无"},
		},
		Rows: []state.Row[lamp]{
			{From: "", Verb: "install", To: "off", Right: "lamp.install", Title: "安装"},
			{From: "off", Verb: "light", To: "on", Right: "lamp.light", Title: "开灯"},
			{From: "on", Verb: "quench", To: "off", Right: "lamp.light", Title: "关灯"},
			{From: "on", Verb: "burst", To: "broken", Title: "烧坏"},
		},
	}
}

func TestNextIsTheTable(t *testing.T) {
	table := lamps()
	if err := table.Check(); err != nil {
		t.Fatal(err)
	}
	to, err := table.Next("off", "light")
	if err != nil || to != "on" {
		t.Errorf("off × light = %q, %v", to, err)
	}
	_, err = table.Next("off", "quench")
	if !fault.Is(err, fault.Conflict) {
		t.Fatalf("off × quench must be refused as a conflict, got %v", err)
	}
	if want := "灯当前为“灭”，不能关灯，现在可以：开灯"; err.Error() != want {
		t.Errorf("words = %q, want %q", err, want)
	}
	_, err = table.Next("broken", "light")
	if want := "灯当前为“坏”，不能开灯，此状态已经结束"; err == nil || err.Error() != want {
		t.Errorf("words = %q, want %q", err, want)
	}
}

func TestAllowedIsWhatRightsPermit(t *testing.T) {
	table := lamps()
	all := table.Allowed("on", func(string) bool { return true })
	if len(all) != 1 || all[0].Verb != "quench" {
		t.Errorf("allowed = %v; a step of the system alone must not be a button", all)
	}
	if none := table.Allowed("on", func(string) bool { return false }); len(none) != 0 {
		t.Errorf("without the right allowed = %v", none)
	}
}

func TestMatrixShowsEveryCell(t *testing.T) {
	want := `lamp 灯
               install          light            quench           burst
(none)         off              ·                ·                ·
off            ·                on               ·                ·
on             ·                ·                off              broken
broken         ·                ·                ·                ·
`
	if got := lamps().Matrix(); got != want {
		t.Errorf("matrix:\n%s\nwant:\n%s", got, want)
	}
}

func TestCheckFindsBrokenTables(t *testing.T) {
	for name, spoil := range map[string]func(*state.Table[lamp]){
		"unknown state": func(t *state.Table[lamp]) { t.Rows[1].To = "glowing" },
		"two rows":      func(t *state.Table[lamp]) { t.Rows = append(t.Rows, t.Rows[1]) },
		"no title":      func(t *state.Table[lamp]) { t.Rows[1].Title = "" },
		"unreachable":   func(t *state.Table[lamp]) { t.Rows = t.Rows[:3] },
		"no turn":       func(t *state.Table[lamp]) { t.States[0].Turn = "" },
	} {
		table := lamps()
		spoil(table)
		if table.Check() == nil {
			t.Errorf("%s: not found", name)
		}
	}
}

func TestDiagramNamesTurnsAndRights(t *testing.T) {
	got := lamps().Diagram()
	for _, want := range []string{"| 灭 | `off` | 值班员 |", "| 亮 | 烧坏 `burst` | 坏 | 系统 |", "[*] --> 灭: 安装"} {
		if !strings.Contains(got, want) {
			t.Errorf("diagram lacks %q:\n%s", want, got)
		}
	}
}
