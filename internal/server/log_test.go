package server

import (
	"errors"
	"log/slog"
	"strings"
	"testing"
)

// canaries are values that must reach no log, in whatever dress they come.
var canaries = []string{"440203199001011234", "44020319900101123X", "440203900101123", "13800138000", "6222020200112233445"}

func TestLogMasksPersonalNumbers(t *testing.T) {
	t.Parallel()
	for _, canary := range canaries {
		var b strings.Builder
		log := NewLog(&b, slog.LevelDebug)
		log.Error("坏 "+canary, "err", errors.New("row "+canary+" refused"), "n", canary, slog.Group("g", "inner", canary))
		log.With("with", canary).WithGroup("h").Info("x", "any", []string{canary})
		if strings.Contains(b.String(), canary) {
			t.Errorf("%s reached the log:\n%s", canary, b.String())
		}
		if !strings.Contains(b.String(), canary[:3]+"***") {
			t.Errorf("nothing recognisable is left:\n%s", b.String())
		}
	}
}
