package server

import (
	"io/fs"

	"kaguan/internal/schema"
)

// Schema is every table of the house.
func Schema() fs.FS { return schema.Files }
