package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"

	"kaguan/internal/kit/exchange"
)

// readPartners reads the partners' settings; without a file there are none, and
// files are exchanged by hand on the batch's page.
func readPartners(path string) ([]exchange.Partner, error) {
	if path == "" {
		return nil, nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var partners []exchange.Partner
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&partners); err != nil {
		return nil, fmt.Errorf("合作方配置文件 %s：%w", path, err)
	}
	return partners, nil
}
