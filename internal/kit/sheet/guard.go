package sheet

import "strings"

// triggers are the first characters that make a spreadsheet take a CSV cell for
// a formula, which could fetch or send things from the clerk's machine.
const triggers = "=+-@\t\r"

// guarded makes CSV text harmless with a leading apostrophe. Text that already
// looks guarded gets one too, so that unguarded always gives back the same.
func guarded(text string) string {
	if isTrigger(text) {
		return "'" + text
	}
	return text
}

// unguarded takes guarded's apostrophe off again.
func unguarded(text string) string {
	if strings.HasPrefix(text, "'") && isTrigger(text) {
		return text[1:]
	}
	return text
}

func isTrigger(text string) bool {
	text = strings.TrimLeft(text, "'")
	return text != "" && strings.IndexByte(triggers, text[0]) >= 0
}
