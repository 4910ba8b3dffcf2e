package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/alecthomas/kong"
)

// settings reads the configuration file: a JSON object whose keys are the
// options' names. A key that no option has is a mistake somebody would search
// for a long time, so it is refused.
func settings(r io.Reader) (kong.Resolver, error) {
	var values map[string]any
	if err := json.NewDecoder(r).Decode(&values); err != nil {
		return nil, fmt.Errorf("配置文件不是有效的 JSON：%w", err)
	}
	return &resolver{values}, nil
}

type resolver struct{ values map[string]any }

// Validate refuses keys that no option of any subcommand has.
func (r *resolver) Validate(model *kong.Application) error {
	known := map[string]bool{}
	var walk func(n *kong.Node)
	walk = func(n *kong.Node) {
		for _, f := range n.Flags {
			known[f.Name] = true
		}
		for _, child := range n.Children {
			walk(child)
		}
	}
	walk(model.Node)
	for key := range r.values {
		if !known[strings.ReplaceAll(key, "_", "-")] {
			return fmt.Errorf("配置文件中没有这个选项：%s", key)
		}
	}
	return nil
}

// Resolve gives an option its value from the file, unless the environment has
// one: what is nearer to the call wins.
func (r *resolver) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	for _, name := range flag.Envs {
		if _, set := os.LookupEnv(name); set {
			return nil, nil
		}
	}
	if v, ok := r.values[flag.Name]; ok {
		return v, nil
	}
	return r.values[strings.ReplaceAll(flag.Name, "-", "_")], nil
}
