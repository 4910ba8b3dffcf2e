package sheet

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strconv"
	"unicode/utf16"

	"kaguan/internal/kit/fault"
	"kaguan/internal/kit/rowfile"
)

const (
	maxHead    = 16 << 20 // bytes of text kept in memory; the rest goes to disk
	maxStrings = 16 << 20 // strings, 8 bytes of memory each
	window     = 64 << 10 // bytes read back from disk at once
)

// stringTable is a workbook's table of shared strings. Programs number them as
// they first appear, so a window over the part on disk nearly always holds the
// next one.
type stringTable struct {
	ends   []int64 // where each string ends; it starts where the one before ends
	head   []byte
	tail   *os.File
	window []byte
	at     int64 // of the window
}

func (t *stringTable) add(text []byte) error {
	if len(t.ends) >= maxStrings {
		return fault.NewInvalid("工作簿的文字过多，请拆成几个文件后再上传")
	}
	var end int64
	if n := len(t.ends); n > 0 {
		end = t.ends[n-1]
	}
	t.ends = append(t.ends, end+int64(len(text)))
	if t.tail == nil && len(t.head)+len(text) <= maxHead {
		t.head = append(t.head, text...)
		return nil
	}
	if t.tail == nil {
		var err error
		if t.tail, err = rowfile.Scratch(); err != nil {
			return fmt.Errorf("reading workbook: %w", err)
		}
	}
	return t.spill(text)
}

// spill appends to the tail through the window, which while adding is the
// buffer of what is not yet on disk.
func (t *stringTable) spill(text []byte) error {
	t.window = append(t.window, text...)
	if len(t.window) < window {
		return nil
	}
	return t.flush()
}

func (t *stringTable) flush() error {
	if t.tail == nil {
		return nil
	}
	_, err := t.tail.Write(t.window)
	t.window = t.window[:0]
	if err != nil {
		return fmt.Errorf("reading workbook: %w", err)
	}
	return nil
}

// get is the string with this number; false if there is none.
func (t *stringTable) get(i int) (string, bool, error) {
	if i < 0 || i >= len(t.ends) {
		return "", false, nil
	}
	start := int64(0)
	if i > 0 {
		start = t.ends[i-1]
	}
	end, kept := t.ends[i], int64(len(t.head))
	if end <= kept {
		return string(t.head[start:end]), true, nil
	}
	if start-kept < t.at || end-kept > t.at+int64(len(t.window)) {
		if err := t.load(start-kept, end-start); err != nil {
			return "", false, err
		}
	}
	start, end = start-kept-t.at, end-kept-t.at
	return string(t.window[start:end]), true, nil
}

func (t *stringTable) load(at, least int64) error {
	size := max(least, window)
	if int64(cap(t.window)) < size {
		t.window = make([]byte, size)
	}
	n, err := t.tail.ReadAt(t.window[:size], at)
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("reading workbook: %w", err)
	}
	t.window, t.at = t.window[:n], at
	return nil
}

func (t *stringTable) close() error {
	if t.tail == nil {
		return nil
	}
	return t.tail.Close()
}

// readStrings fills the table; a workbook may have none.
func readStrings(p pack, related map[string]relation, into *stringTable) error {
	name := partOf(related, "sharedStrings")
	if name == "" {
		return nil
	}
	in, err := p.open(name)
	if err != nil {
		return err
	}
	err = scanStrings(newScanner(in), into)
	if err := errors.Join(err, in.Close()); err != nil {
		return broken(err)
	}
	return into.flush()
}

func scanStrings(s *scanner, into *stringTable) error {
	for {
		token, err := s.next()
		if err != nil {
			return err
		}
		switch element := token.(type) {
		case xml.StartElement:
			if element.Name.Local == "si" {
				s.text = s.text[:0]
			}
		case xml.EndElement:
			switch element.Name.Local {
			case "si":
				if err := into.add(unescaped(s.text)); err != nil {
					return err
				}
			case "sst":
				return s.drain()
			}
		}
	}
}

// scanner walks a part's XML and gathers the text a cell shows: that of <t> and
// <v>, without the phonetic guides (<rPh>) that East Asian input leaves behind.
type scanner struct {
	leash    *leash
	decoder  *xml.Decoder
	text     []byte
	shown    bool
	phonetic bool
}

func newScanner(in io.Reader) *scanner {
	l := newLeash(in)
	return &scanner{leash: l, decoder: xml.NewDecoder(l)}
}

// next gives the next token. The end of the part is an unexpected one: callers
// stop at the closing element they wait for.
func (s *scanner) next() (xml.Token, error) {
	token, err := s.decoder.RawToken()
	if errors.Is(err, io.EOF) {
		return nil, io.ErrUnexpectedEOF
	}
	if err != nil {
		return nil, err
	}
	s.leash.reset()
	switch element := token.(type) {
	case xml.StartElement:
		s.mark(element.Name.Local, true)
	case xml.EndElement:
		s.mark(element.Name.Local, false)
	case xml.CharData:
		if !s.shown || s.phonetic {
			break
		}
		if s.text = append(s.text, element...); len(s.text) > maxPiece {
			return nil, errEndless
		}
	}
	return token, nil
}

func (s *scanner) mark(name string, open bool) {
	switch name {
	case "t", "v":
		s.shown = open
	case "rPh":
		s.phonetic = open
	}
}

// drain reads the rest of the part, so that its checksum is compared.
func (s *scanner) drain() error {
	for {
		s.leash.reset()
		_, err := s.decoder.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// escape is how OOXML writes a character that XML cannot hold (ECMA-376 22.4.2.4).
var escape = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

func unescaped(text []byte) []byte {
	return escape.ReplaceAllFunc(text, func(code []byte) []byte {
		unit, err := strconv.ParseUint(string(code[2:6]), 16, 16)
		if err != nil || utf16.IsSurrogate(rune(unit)) {
			return code
		}
		return []byte(string(rune(unit)))
	})
}
