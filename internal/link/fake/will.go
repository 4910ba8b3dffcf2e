package fake

import (
	"hash/fnv"
	"io"
	"strconv"
	"time"
)

// Will is what a partner feels like doing. The zero value answers everything at
// once, in one file, as agreed.
type Will struct {
	Delay  time.Duration // between the reading of a request and its answer; long is late
	Parts  int           // answer in so many files, each a Delay after the one before; 0 is one
	Refuse float64       // the share of rows that are refused for a reason of the partner's own, 0–1
	Named  []Refusal     // rows refused whatever the share

	Silent       bool // take nothing and send nothing until it changes
	Twice        bool // send each file a second time, under another name
	Truncated    bool // the file breaks off; its marker speaks of the whole
	WrongCharset bool // write UTF-8 where GB18030 is agreed, and the other way round
	WrongCount   bool // the header counts one row too many
}

// Refusal names one row to refuse.
type Refusal struct {
	Kind     string // of the request: YKH, YH, ZK
	IDNumber string
	Code     string // of the trade's reasons; empty lets the partner choose
}

// chance is a number from 0 to 1 that depends on nothing but its arguments, so
// that neither order nor a restart changes who is unlucky.
func chance(seed uint64, key string) float64 {
	digest := fnv.New64a()
	_, _ = io.WriteString(digest, strconv.FormatUint(seed, 16)+"/"+key) // a hash takes all
	// FNV spreads the low bits of similar keys, not the high ones; this mixes them.
	x := digest.Sum64()
	x ^= x >> 32
	x *= 0xd6e8feb86659fd93
	x ^= x >> 32
	x *= 0xd6e8feb86659fd93
	x ^= x >> 32
	return float64(x>>11) / (1 << 53)
}
