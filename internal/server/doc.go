// Package server wires the house: it opens the database and the key file, gives
// every capability its desk, registers the routes (routes.go), what follows the
// journal (followers.go) and the queued and timed work (jobs.go), and serves it
// all. Nothing but cmd and city imports it.
//
// All that comes from outside stands in World: clock, folder, database,
// partners, pages. That is what makes the simulated city possible.
package server
