package exchange

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/emmansun/gmsm/sm2"

	"kaguan/internal/kit/fault"
)

// Tray is one folder in which one side lays files for the other. Both sides keep
// the same manners, so the fakes of link use it too:
//
//	name          the content, or name.enc when it is encrypted
//	name.sig      its signature, where agreed
//	name.ok       the marker, last: without it the file is not there
//	done/ bad/    where the reader moves what it has taken or refused;
//	              bad/name.err says what was wrong
type Tray struct {
	Transport Transport
	Folder    string
	Envelope  Envelope
}

// The folders into which a reader moves files.
const (
	doneFolder = "done"
	badFolder  = "bad"
)

// Parcel is one file of a tray.
type Parcel struct {
	Name string
	Marker
	parts []string // the files that it consists of, the marker last
}

// Put lays a file down, its marker last. Laying the same content down again is
// no error and does nothing, even after the reader has moved it away; another
// content under the same name is fault.Conflict.
func (t *Tray) Put(ctx context.Context, p Parcel, content io.Reader) error {
	for _, folder := range []string{"", doneFolder, badFolder} {
		there, err := t.marker(ctx, path.Join(folder, p.Name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		if there == p.Marker {
			return nil
		}
		return fault.NewConflict("对方目录中已有同名但内容不同的文件，没有覆盖；请与对方核对后处理")
	}
	name, reader, signature, err := t.wrap(p.Name, content)
	if err != nil {
		return err
	}
	if err := t.Transport.Put(ctx, t.at(name), reader); err != nil {
		return err
	}
	if signature != nil {
		signed, err := sm2.SignASN1(rand.Reader, t.Envelope.Sign, signature.Sum(nil), nil)
		if err != nil {
			return fmt.Errorf("signing %s: %w", p.Name, err)
		}
		if err := t.Transport.Put(ctx, t.at(p.Name+sigEnd), strings.NewReader(hex.EncodeToString(signed))); err != nil {
			return err
		}
	}
	return t.Transport.Put(ctx, t.at(p.Name+okEnd), strings.NewReader(p.Marker.String()))
}

// wrap gives the content as it travels, and the hash that will be signed once it
// has been read, nil for none.
func (t *Tray) wrap(name string, content io.Reader) (travels string, as io.Reader, signature hash.Hash, err error) {
	if t.Envelope.Sign != nil {
		if signature, err = sm2.NewHash(&t.Envelope.Sign.PublicKey); err != nil {
			return "", nil, nil, fmt.Errorf("signing %s: %w", name, err)
		}
		content = io.TeeReader(content, signature)
	}
	if t.Envelope.EncryptTo == nil {
		return name, content, signature, nil
	}
	content, err = sealReader(content, t.Envelope.EncryptTo, name)
	return name + encEnd, content, signature, err
}

// Waiting gives the files that are complete, by name. One whose marker does not
// parse has no digest; Fetch refuses it.
func (t *Tray) Waiting(ctx context.Context) ([]Parcel, error) {
	entries, err := t.Transport.List(ctx, t.Folder)
	if err != nil {
		return nil, err
	}
	there := map[string]bool{}
	for _, entry := range entries {
		there[entry.Name] = true
	}
	var waiting []Parcel
	for _, entry := range entries {
		name, marked := strings.CutSuffix(entry.Name, okEnd)
		if !marked || name == "" {
			continue
		}
		p := Parcel{Name: name}
		for _, part := range []string{name, name + encEnd, name + sigEnd, name + okEnd} {
			if there[part] {
				p.parts = append(p.parts, part)
			}
		}
		if p.Marker, err = t.marker(ctx, name); err != nil && !fault.Is(err, fault.Invalid) {
			return nil, err
		}
		waiting = append(waiting, p)
	}
	return waiting, nil
}

// Keep stores a content and tells its SM3 digest in hex and its size.
type Keep func(content io.Reader) (Marker, error)

// Fetch passes the plain content to keep and compares what came with what was
// promised: envelope, signature, digest, size. fault.Invalid means that the file
// is bad and must not be used; what keep has kept is evidence only.
func (t *Tray) Fetch(ctx context.Context, p Parcel, keep Keep) (Marker, error) {
	body := p.Name
	if t.Envelope.Decrypt != nil {
		body += encEnd
	}
	if !p.has(body) {
		return Marker{}, fault.NewInvalid("标记文件已到，但没有按约定方式（加密或不加密）的正文文件，请重新发送")
	}
	raw, err := t.Transport.Get(ctx, t.at(body))
	if err != nil {
		return Marker{}, err
	}
	var content io.Reader = raw
	if t.Envelope.Decrypt != nil {
		if content, err = openReader(raw, t.Envelope.Decrypt, p.Name); err != nil {
			return Marker{}, errors.Join(err, raw.Close())
		}
	}
	var signature hash.Hash
	if t.Envelope.Verify != nil {
		if signature, err = sm2.NewHash(t.Envelope.Verify); err != nil {
			return Marker{}, errors.Join(fmt.Errorf("verifying %s: %w", p.Name, err), raw.Close())
		}
		content = io.TeeReader(content, signature)
	}
	got, err := keep(content)
	if err = errors.Join(err, raw.Close()); err != nil {
		return Marker{}, err
	}
	if got != p.Marker {
		return got, fault.NewInvalid("文件与标记文件（.ok）的摘要或字节数不一致，可能没有传完，请重新发送")
	}
	return got, t.verify(ctx, p, signature)
}

func (t *Tray) verify(ctx context.Context, p Parcel, signature hash.Hash) error {
	if signature == nil {
		return nil
	}
	if !p.has(p.Name + sigEnd) {
		return fault.NewInvalid("缺少签名文件（.sig），请按约定签名后重新发送")
	}
	text, err := t.read(ctx, p.Name+sigEnd)
	if err != nil {
		return err
	}
	signed, err := hex.DecodeString(strings.TrimSpace(text))
	if err != nil || !sm2.VerifyASN1(t.Envelope.Verify, signature.Sum(nil), signed) {
		return fault.NewInvalid("签名验证不通过，文件不是约定的对方所签或已被改动，请核实后重新发送")
	}
	return nil
}

// Finish moves a file to done, or to bad with the answer for its sender.
func (t *Tray) Finish(ctx context.Context, p Parcel, good bool, answer string) error {
	folder := badFolder
	if good {
		folder = doneFolder
	}
	if answer != "" {
		if err := t.Transport.Put(ctx, t.at(path.Join(folder, p.Name+errEnd)), strings.NewReader(answer)); err != nil {
			return err
		}
	}
	// The marker goes last: as long as it is here the moving is taken up again.
	for _, part := range p.parts {
		if err := t.Transport.Move(ctx, t.at(part), t.at(path.Join(folder, part))); err != nil {
			return err
		}
	}
	return nil
}

// Fate tells what the reader has done with the files that were put: their names,
// true for taken and false for refused.
func (t *Tray) Fate(ctx context.Context) (map[string]bool, error) {
	fate := map[string]bool{}
	for folder, good := range map[string]bool{doneFolder: true, badFolder: false} {
		entries, err := t.Transport.List(ctx, t.at(folder))
		if err != nil {
			return nil, err
		}
		for _, entry := range entries {
			if name, marked := strings.CutSuffix(entry.Name, okEnd); marked {
				fate[name] = good
			}
		}
	}
	return fate, nil
}

func (p *Parcel) has(part string) bool {
	for _, there := range p.parts {
		if there == part {
			return true
		}
	}
	return false
}

func (t *Tray) marker(ctx context.Context, name string) (Marker, error) {
	text, err := t.read(ctx, name+okEnd)
	if err != nil {
		return Marker{}, err
	}
	return ParseMarker(text)
}

// read gets a small text.
func (t *Tray) read(ctx context.Context, name string) (string, error) {
	from, err := t.Transport.Get(ctx, t.at(name))
	if err != nil {
		return "", err
	}
	text, err := io.ReadAll(io.LimitReader(from, maxMarker))
	return string(text), errors.Join(err, from.Close())
}

func (t *Tray) at(name string) string { return path.Join(t.Folder, name) }
