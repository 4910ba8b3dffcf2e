package people

import (
	"math/rand/v2"
	"sort"
	"strconv"
	"strings"
)

// lot draws with unequal chances.
type lot struct {
	words []string
	upTo  []int // running sums of the weights
}

// newLot reads pairs of word and weight: "陈 94 李 82". A pair that is none is a
// mistake in a table of this package.
func newLot(pairs string) lot {
	var l lot
	fields := strings.Fields(pairs)
	for i := 0; i < len(fields); i += 2 {
		weight, err := strconv.Atoi(fields[i+1])
		if err != nil {
			panic("people: weight of " + fields[i] + ": " + err.Error())
		}
		l.add(fields[i], weight)
	}
	return l
}

func (l *lot) add(word string, weight int) {
	if n := len(l.upTo); n > 0 {
		weight += l.upTo[n-1]
	}
	l.words, l.upTo = append(l.words, word), append(l.upTo, weight)
}

// row draws the number of a row.
func (l lot) row(rng *rand.Rand) int {
	return sort.SearchInts(l.upTo, rng.IntN(l.upTo[len(l.upTo)-1])+1)
}

// word draws the word of a row.
func (l lot) word(rng *rand.Rand) string { return l.words[l.row(rng)] }
