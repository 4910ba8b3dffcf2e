package city

import (
	"fmt"
	"regexp"
	"unicode/utf8"

	"kaguan/internal/kit/db"
)

// suspects are what looks like an ID number or a mobile number.
var suspects = regexp.MustCompile(`\b\d{17}[\dXx]\b|\b1\d{10}\b`)

// leaks finds what journal and log say about residents in plain words. The
// journal is read on from where the last look ended.
func (c *City) leaks(tx *db.Tx) (found []string, err error) {
	if c.crowd == nil {
		return nil, nil
	}
	for _, of := range c.crowd.betrayed(c.heard()) {
		found = append(found, "the log: "+of)
	}
	last := c.crowd.read
	err = tx.Each(func(s db.Scanner) error {
		var verb, detail string
		if err := s.Scan(&last, &verb, &detail); err != nil {
			return err
		}
		for _, of := range c.crowd.betrayed(detail) {
			found = append(found, fmt.Sprintf("entry %d (%s): %s", last, verb, of))
		}
		return nil
	}, `SELECT id, verb, detail FROM journal WHERE id > $1 ORDER BY id`, c.crowd.read)
	if len(found) == 0 {
		c.crowd.read = last
	}
	return found[:min(len(found), mostFound)], err
}

func (c *City) heard() string {
	if c.opt.Heard == nil {
		return ""
	}
	return c.opt.Heard()
}

// betrayed tells which residents' numbers or names a text holds, without
// repeating them.
func (c *crowd) betrayed(text string) (found []string) {
	for _, number := range suspects.FindAllString(text, -1) {
		if i, ours := c.numbers[number]; ours {
			found = append(found, fmt.Sprintf("a number of resident %d", i))
		}
	}
	for _, word := range han.FindAllString(text, -1) {
		if i, ours := c.names[word]; ours {
			found = append(found, fmt.Sprintf("the name of resident %d", i))
		}
	}
	return found
}

// han is a run of Chinese characters: a name stands as a word of its own.
var han = regexp.MustCompile(`\p{Han}[\p{Han}·]+`)

// remember makes the numbers and names of a resident known to betrayed. A name of
// two characters could be an ordinary word.
func (c *crowd) remember(r *resident) {
	c.numbers[string(r.IDNumber)], c.numbers[r.Phone] = r.index, r.index
	if utf8.RuneCountInString(r.Name) > 2 {
		c.names[r.Name] = r.index
	}
}
