package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"

	"kaguan/internal/kit/cn"
	"kaguan/internal/kit/exchange"
)

// partnerFile is one partner as the configuration file has him. Keys are named
// by their files, so that the configuration itself holds none but the password
// of a partner who wants one.
type partnerFile struct {
	Code, Name    string
	Folder        string
	SFTP          *exchange.SFTP
	Inbox, Outbox string
	Charset       cn.Charset
	Version       string
	Keys          exchange.KeyFiles
}

// readPartners reads the partners' settings. Without a file there are none, and
// no batch can be made: a bank or a vendor must be configured, be it with a
// folder of this machine.
func readPartners(path string) ([]exchange.Partner, error) {
	if path == "" {
		return nil, nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var files []partnerFile
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&files); err != nil {
		return nil, fmt.Errorf("合作方配置文件 %s：%w", path, err)
	}
	partners := make([]exchange.Partner, len(files))
	for i, f := range files {
		envelope, err := f.Keys.Load()
		if err != nil {
			return nil, fmt.Errorf("合作方 %s 的密钥：%w", f.Code, err)
		}
		partners[i] = exchange.Partner{Code: f.Code, Name: f.Name, Folder: f.Folder, SFTP: f.SFTP, Inbox: f.Inbox, Outbox: f.Outbox,
			Charset: f.Charset, Version: f.Version, Envelope: envelope}
	}
	return partners, nil
}
