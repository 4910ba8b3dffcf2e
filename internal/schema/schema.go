// Package schema holds every table of the house in one listing, as migrations
// NNNN_<owner>.sql: forward only, each owned by the package in its name, which
// alone may write the tables it makes (internal/tidy checks).
//
// One text for both engines: {{id}} is a numbering primary key, {{int}} a 64-bit
// integer, {{blob}} bytes, {{path}} text compared byte by byte, {{strict}} ends
// a table.
package schema

import "embed"

// Files are the migrations.
//
//go:embed *.sql
var Files embed.FS
