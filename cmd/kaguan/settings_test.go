package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// parse reads a command line as main does.
func parse(t *testing.T, args ...string) (commands, error) {
	t.Helper()
	var cli commands
	parser, err := kong.New(&cli, kong.Configuration(settings), kong.Exit(func(int) { t.Fatal("the parser ended the program") }))
	if err != nil {
		t.Fatal(err)
	}
	_, err = parser.Parse(args)
	return cli, err
}

func configFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "kaguan.json")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestNearerSettingsWin(t *testing.T) {
	path := configFile(t, `{"addr": ":1", "dir": "from-file", "city": "从文件"}`)
	t.Setenv("KAGUAN_DIR", "from-env")
	cli, err := parse(t, "--config", path, "serve", "--addr", ":3")
	if err != nil {
		t.Fatal(err)
	}
	if cli.Serve.Addr != ":3" || cli.Serve.Dir != "from-env" || cli.Serve.City != "从文件" {
		t.Errorf("serve = %+v", cli.Serve)
	}
}

func TestUnknownKeyIsRefused(t *testing.T) {
	_, err := parse(t, "--config", configFile(t, `{"adr": ":1"}`), "serve")
	if err == nil || !strings.Contains(err.Error(), "adr") {
		t.Errorf("a misspelt key went through: %v", err)
	}
	if _, err := parse(t, "--config", configFile(t, `{`), "serve"); err == nil {
		t.Error("a broken file went through")
	}
}

func TestPartnersFile(t *testing.T) {
	partners, err := readPartners(configFile(t, `[{"Code": "V01", "Name": "卡商", "Folder": "/srv/v01"}]`))
	if err != nil || len(partners) != 1 || partners[0].Folder != "/srv/v01" {
		t.Errorf("%+v, %v", partners, err)
	}
	for _, text := range []string{`[{"Cod": "V01"}]`, `[{"Code": "V01", "Keys": {"Sign": "/nowhere"}}]`, `{`} {
		if _, err := readPartners(configFile(t, text)); err == nil {
			t.Errorf("%s went through", text)
		}
	}
}
