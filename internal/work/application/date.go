package application

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Forever is the end of a document that has none (长期).
const Forever = "9999-12-31"

var dateShape = regexp.MustCompile(`^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?$`)

// dateOf reads a date as people write it and gives YYYY-MM-DD; false if there is
// no such day, also for the empty text.
func dateOf(s string) (string, bool) {
	if s == "长期" {
		return Forever, true
	}
	s = strings.TrimSuffix(s, " 00:00:00")
	part := dateShape.FindStringSubmatch(s)
	if part == nil {
		return "", false
	}
	if len(part[0]) != 8 && !strings.ContainsAny(s, "-/.年") {
		return "", false // 2026112 could be two days
	}
	date := part[1] + "-" + padded(part[2]) + "-" + padded(part[3])
	if _, err := time.Parse(time.DateOnly, date); err != nil {
		return "", false
	}
	return date, true
}

func padded(s string) string {
	if len(s) == 1 {
		return "0" + s
	}
	return s
}

// ageAt is how many years are full on a day; both dates are YYYY-MM-DD.
func ageAt(birth, today string) int {
	born, err := strconv.Atoi(birth[:4])
	if err != nil {
		return -1
	}
	now, err := strconv.Atoi(today[:4])
	if err != nil {
		return -1
	}
	if today[5:] < birth[5:] {
		now--
	}
	return now - born
}
