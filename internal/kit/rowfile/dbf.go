package rowfile

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// The bytes of a dBASE III table: a head of 32 bytes, 32 for each field, a
// closing 0x0D; then rows of fixed width after a mark, live or deleted; 0x1A.
const (
	dbfVersion  = 0x03
	dbfFieldEnd = 0x0D
	dbfLive     = ' '
	dbfDeleted  = '*'
	dbfEnd      = 0x1A
	dbfBlock    = 32
	dbfName     = 11 // bytes of a field's name with its closing zero
	dbfMaxWidth = 254
	// dbfMaxFields also keeps head and row within the 16 bits of their lengths.
	dbfMaxFields = 255
)

func validateDBF(col *Column) error {
	if len(col.Key) >= dbfName || !isASCII(col.Key) || strings.ToUpper(col.Key) != col.Key {
		return fmt.Errorf("a DBF key is at most 10 ASCII capitals")
	}
	if col.Width > dbfMaxWidth {
		return fmt.Errorf("a DBF field is at most %d bytes", dbfMaxWidth)
	}
	if col.Kind == Date && col.Width != len("20060102") {
		return fmt.Errorf("a DBF date is 8 bytes")
	}
	if (col.Kind == Money) != (col.Align == Right) {
		return fmt.Errorf("DBF aligns money right and all else left")
	}
	return nil
}

// dbfType keeps digits as characters: as a number they would lose leading zeros.
func dbfType(col *Column) byte {
	switch col.Kind {
	case Date:
		return 'D'
	case Money:
		return 'N'
	}
	return 'C'
}

func (s *Spec) encodeDBFHead(head Head) []byte {
	block := make([]byte, dbfBlock*(1+len(s.Columns))+1)
	created := head.Created.In(china)
	block[0] = dbfVersion
	block[1], block[2], block[3] = byte(created.Year()-1900), byte(created.Month()), byte(created.Day())
	binary.LittleEndian.PutUint32(block[4:], uint32(head.Count))
	binary.LittleEndian.PutUint16(block[8:], uint16(len(block)))
	binary.LittleEndian.PutUint16(block[10:], uint16(1+s.rowWidth()))
	for i := range s.Columns {
		col, field := &s.Columns[i], block[dbfBlock*(i+1):]
		copy(field[:dbfName], col.Key)
		field[11], field[16] = dbfType(col), byte(col.Width)
	}
	block[len(block)-1] = dbfFieldEnd
	return block
}

// table is the source of a DBF file's rows.
type table struct {
	in   *bufio.Reader
	row  []byte
	left int
	line int
}

func openDBF(r io.Reader, spec *Spec) (source, Head, error) {
	want := spec.encodeDBFHead(Head{})
	got := make([]byte, len(want))
	in := bufio.NewReaderSize(r, sampled)
	switch _, err := io.ReadFull(in, got); {
	case errors.Is(err, io.EOF):
		return nil, Head{}, refuse(EmptyFile, "")
	case errors.Is(err, io.ErrUnexpectedEOF):
		return nil, Head{}, refuse(WrongStructure, "")
	case err != nil:
		return nil, Head{}, err
	}
	if !sameStructure(got, want) {
		return nil, Head{}, refuse(WrongStructure, "")
	}
	head := Head{
		Count:   int(binary.LittleEndian.Uint32(got[4:])),
		Created: time.Date(1900+int(got[1]), time.Month(got[2]), int(got[3]), 0, 0, 0, 0, china),
	}
	return &table{in: in, row: make([]byte, 1+spec.rowWidth()), left: head.Count, line: 1}, head, nil
}

// sameStructure compares what dBASE fixes and leaves out what programs fill as
// they like: reserved bytes, field addresses, the code page mark.
func sameStructure(got, want []byte) bool {
	if got[0]&0x07 != dbfVersion || string(got[8:12]) != string(want[8:12]) || got[len(got)-1] != dbfFieldEnd {
		return false
	}
	for at := dbfBlock; at < len(want)-1; at += dbfBlock {
		g, w := got[at:at+dbfBlock], want[at:at+dbfBlock]
		name, _, _ := strings.Cut(string(g[:dbfName]), "\x00")
		wanted, _, _ := strings.Cut(string(w[:dbfName]), "\x00")
		if name != wanted || g[11] != w[11] || g[16] != w[16] || g[17] != 0 {
			return false
		}
	}
	return true
}

func (t *table) next() ([]byte, int, error) {
	for t.left > 0 {
		if _, err := io.ReadFull(t.in, t.row); errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return nil, 0, refuse(WrongCount, "数据表的记录少于表头的记录数，文件可能没有传完，请重新发送")
		} else if err != nil {
			return nil, 0, err
		}
		t.left--
		t.line++
		switch t.row[0] {
		case dbfLive:
			return t.row[1:], t.line, nil
		case dbfDeleted:
			continue // The sender has taken this row back; it is not part of the file.
		}
		return nil, 0, refuse(WrongStructure, "")
	}
	// Some programs leave out the closing mark, so its absence proves nothing.
	if mark, err := t.in.ReadByte(); err == nil && mark != dbfEnd {
		return nil, 0, refuse(WrongCount, "数据表的记录多于表头的记录数，请核对后重新发送")
	} else if err != nil && !errors.Is(err, io.EOF) {
		return nil, 0, err
	}
	return nil, 0, io.EOF
}
