package exchange

import (
	"fmt"
	"strings"

	"kaguan/internal/kit/cn"
)

// Partner is one side that files pass to and from, as configuration.
type Partner struct {
	Code     string     // the code in file names: 103, V01 …
	Name     string     // Chinese
	Folder   string     // reach it by a folder of this machine …
	SFTP     *SFTP      // … or by SFTP: exactly one of the two
	Inbox    string     // the partner's folder into which we put; empty is "in"
	Outbox   string     // the partner's folder from which we take; empty is "out"
	Charset  cn.Charset // of answer files; empty is GB18030
	Version  string     // of the partner's file formats, for link
	Envelope Envelope
}

// link is a partner with the way to it.
type link struct {
	Partner
	transport Transport
	in, out   Tray // the partner's inbox and outbox
}

func newLink(p Partner) (*link, error) {
	if p.Inbox == "" {
		p.Inbox = "in"
	}
	if p.Outbox == "" {
		p.Outbox = "out"
	}
	if p.Charset == "" {
		p.Charset = cn.GB18030
	}
	if err := p.Charset.Check(); err != nil {
		return nil, fmt.Errorf("partner %s: %w", p.Code, err)
	}
	if p.Code == "" || strings.ContainsAny(p.Code, "_/") || p.Inbox == p.Outbox || (p.Folder == "") == (p.SFTP == nil) {
		return nil, fmt.Errorf("partner %q: it needs a code for file names, two folders, and a folder or SFTP", p.Code)
	}
	transport := NewFolder(p.Folder)
	if p.SFTP != nil {
		var err error
		if transport, err = NewSFTP(*p.SFTP); err != nil {
			return nil, fmt.Errorf("partner %s: %w", p.Code, err)
		}
	}
	return &link{
		Partner: p, transport: transport,
		in:  Tray{Transport: transport, Folder: p.Inbox, Envelope: p.Envelope},
		out: Tray{Transport: transport, Folder: p.Outbox, Envelope: p.Envelope},
	}, nil
}
