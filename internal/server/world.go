package server

import (
	"io/fs"
	"time"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/exchange"
)

// World is all that a server takes from outside.
type World struct {
	Clock    clock.Clock
	Folder   string // keys, photos, files and, with SQLite, the database
	Database string // postgres://…, or empty for SQLite in the folder
	Holder   string // names this process in leases
	Partners []exchange.Partner
	Pages    fs.FS         // the browser's half; nil serves the API alone
	Secure   bool          // served over TLS
	Poll     time.Duration // how often partners' folders are looked at
	Area     string        // the city in file names, GB/T 2260
	City     string        // its name
	Demo     bool          // all people are invented, and pages say so
	Sessions clock.Clock   // by which sessions end; nil is Clock
	Extend   func(*Server) // registers further routes before the house serves; nil is none
}

// complete fills what was left empty: `kaguan serve` without any setting is the
// SQLite city of Shaoguan.
func (w World) complete() World {
	if w.Clock == nil {
		w.Clock = clock.System{}
	}
	if w.Folder == "" {
		w.Folder = "data"
	}
	if w.Poll == 0 {
		w.Poll = 30 * time.Second
	}
	if w.Area == "" {
		w.Area = "440200"
	}
	if w.City == "" {
		w.City = "韶关市"
	}
	if w.Holder == "" {
		w.Holder = "serve"
	}
	return w
}
