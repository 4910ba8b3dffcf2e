package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"kaguan/internal/server"
)

type openapiCommand struct{}

// Run prints the description of the open API. It needs a house, but no city: a
// temporary one is built and taken down.
func (c *openapiCommand) Run(ctx context.Context) error {
	folder, err := os.MkdirTemp("", "kaguan-openapi")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	s, err := server.New(ctx, server.World{Folder: folder})
	if err != nil {
		return err
	}
	body, err := s.Router.OpenAPI()
	if err := errors.Join(err, s.Close()); err != nil {
		return err
	}
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, body, "", " "); err != nil {
		return err
	}
	fmt.Println(pretty.String())
	return nil
}
