package batch

import (
	"strings"
	"unicode"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/work/application"
)

// Anomaly is something that whoever confirms should look at, with the people it
// is about.
type Anomaly struct {
	Code   string  `json:"code" doc:"代码"`
	Words  string  `json:"words" doc:"说明"`
	Drops  bool    `json:"drops" doc:"确认时这些人不会入批"`
	Count  int64   `json:"count" doc:"人数"`
	Serial []int64 `json:"serial" doc:"序号，最多列出前 20 个"`
}

// mostSerials is how many people of an anomaly are named.
const mostSerials = 20

// The obstacles and doubts. E2xx is identity, E3xx doubles, E5xx photos.
var (
	notAccepted = oddity{"E306", "申请已被撤销、退回或选入其他批次"}
	noPhoto     = oddity{"E501", "申请没有照片"}
	samePhoto   = oddity{"E502", "与本批次另一人的照片相同，请核对是否张冠李戴"}
	expiring    = oddity{"E221", "证件已过期或 30 天内到期，银行可能拒绝开户"}
	rareName    = oddity{"E212", "姓名含有自造字，合作方可能无法处理，请核对字形"}
)

// obstacle tells why a person cannot go into the batch.
func obstacle(a application.Ready, today string) oddity {
	switch {
	case a.State != application.Accepted:
		return notAccepted
	case a.PhotoMissing(today):
		return noPhoto
	}
	return oddity{}
}

// inspection gathers anomalies in the order in which they are met.
type inspection struct {
	found  []Anomaly
	photos map[string]bool
	today  string
	soon   string // documents that end before this date are an anomaly
}

func inspect(tx *db.Tx, list []Item, ready []application.Ready) []Anomaly {
	const days = 30
	s := inspection{found: []Anomaly{}, photos: map[string]bool{}, today: clock.Date(tx.Now()), soon: clock.Date(tx.Now().AddDate(0, 0, days))}
	for n, i := range list {
		s.look(i, ready[n])
	}
	return s.found
}

func (s *inspection) look(i Item, a application.Ready) {
	if why := obstacle(a, s.today); why.found() {
		s.add(why, i.Seq, true)
		return
	}
	if a.PhotoDigest != "" && s.photos[a.PhotoDigest] {
		s.add(samePhoto, i.Seq, false)
	}
	s.photos[a.PhotoDigest] = true
	if a.Citizen.DocTo != "" && a.Citizen.DocTo < s.soon {
		s.add(expiring, i.Seq, false)
	}
	if strings.ContainsFunc(a.Citizen.Name, func(r rune) bool { return unicode.Is(unicode.Co, r) }) {
		s.add(rareName, i.Seq, false)
	}
}

func (s *inspection) add(why oddity, seq int64, drops bool) {
	for n := range s.found {
		if f := &s.found[n]; f.Code == why.code {
			f.Count++
			if len(f.Serial) < mostSerials {
				f.Serial = append(f.Serial, seq)
			}
			return
		}
	}
	s.found = append(s.found, Anomaly{Code: why.code, Words: why.words, Drops: drops, Count: 1, Serial: []int64{seq}})
}
