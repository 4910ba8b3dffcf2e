package rowfile

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Head is what a file's first line says of it. A DBF file says only the count
// and the day.
type Head struct {
	Batch   string
	Partner string
	Created time.Time // to the second, in China standard time
	Count   int       // rows; set by Write
	Digest  string    // SM3 of the body in hex; set by Write
}

// china is the zone of every instant in a partner's file, whatever machine reads it.
var china = time.FixedZone("CST", 8*60*60)

const (
	createdLayout = "20060102150405"
	lineEnd       = "\r\n"
	digestChars   = 64
)

// encodeHead gives the header line with its line end.
func (s *Spec) encodeHead(head Head) ([]byte, error) {
	for _, value := range []string{head.Batch, head.Partner} {
		if !clean(value) || strings.Contains(value, separator) {
			return nil, fmt.Errorf("header of %s: batch or partner does not fit a header line", s.Name)
		}
	}
	fields := []string{
		"H", s.Name, s.Version, head.Batch, head.Partner, strconv.Itoa(head.Count),
		head.Created.In(china).Format(createdLayout), head.Digest,
	}
	line, err := s.encodeText(strings.Join(fields, separator) + separator + lineEnd)
	if err != nil {
		return nil, fmt.Errorf("header of %s: %w", s.Name, err)
	}
	return line, nil
}

// decodeHead reads the header line. Its error is the fault for the sender.
func (s *Spec) decodeHead(line []byte) (Head, error) {
	text, err := s.decodeText(line)
	if err != nil {
		return Head{}, refuse(WrongCharset, "")
	}
	fields := strings.Split(text, separator)
	if fields[0] != "H" || len(fields) != 9 || fields[8] != "" {
		return Head{}, refuse(NoHeader, "")
	}
	if fields[1] != s.Name {
		return Head{}, refuse(WrongType, "")
	}
	if fields[2] != s.Version {
		return Head{}, refuse(WrongVersion, "")
	}
	count, countOK := parseCount(fields[5])
	created, err := time.ParseInLocation(createdLayout, fields[6], china)
	digest := strings.ToLower(fields[7])
	if !countOK || err != nil || !clean(text) || len(digest) != digestChars || !onlyHex(digest) {
		return Head{}, refuse(BadHeader, "")
	}
	return Head{Batch: fields[3], Partner: fields[4], Created: created, Count: count, Digest: digest}, nil
}

func encodeTrailer(count int) string {
	return "T" + separator + strconv.Itoa(count) + separator + lineEnd
}

// decodeTrailer reads the last line; not ok means that it is no trailer.
func decodeTrailer(line []byte) (count int, ok bool) {
	fields := strings.Split(string(line), separator)
	if len(fields) != 3 || fields[0] != "T" || fields[2] != "" {
		return 0, false
	}
	return parseCount(fields[1])
}

func parseCount(text string) (int, bool) {
	count, err := strconv.Atoi(text)
	return count, err == nil && onlyDigits(text)
}
