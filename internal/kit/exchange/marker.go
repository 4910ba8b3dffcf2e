package exchange

import (
	"encoding/hex"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/emmansun/gmsm/sm3"

	"kaguan/internal/kit/fault"
)

// Marker is what `<name>.ok` says: the file before it is whole, and this is what
// whole means. It speaks of the plain content, also where the file itself is
// encrypted, so that the same content is recognised however often it was wrapped.
type Marker struct {
	Digest string // SM3 in hex
	Size   int64  // bytes
}

// The endings of the files that belong to one file.
const (
	okEnd  = ".ok"
	sigEnd = ".sig"
	encEnd = ".enc"
	errEnd = ".err"
)

// maxMarker bounds what is read of a marker or a signature.
const maxMarker = 4 << 10

// MarkerOf measures a content.
func MarkerOf(content io.Reader) (Marker, error) {
	digest := sm3.New()
	size, err := io.Copy(digest, content)
	return Marker{Digest: hex.EncodeToString(digest.Sum(nil)), Size: size}, err
}

// String is the marker's one line.
func (m Marker) String() string { return fmt.Sprintf("%s %d\r\n", m.Digest, m.Size) }

// ParseMarker reads a marker as partners write it: digest and size with blanks
// between them, hex digits in either case.
func ParseMarker(text string) (Marker, error) {
	refused := fault.NewInvalid("标记文件（.ok）内容不正确，应为“SM3摘要 字节数”，请重新生成")
	fields := strings.Fields(text)
	if len(fields) != 2 {
		return Marker{}, refused
	}
	digest := strings.ToLower(fields[0])
	size, err := strconv.ParseInt(fields[1], 10, 64)
	if raw, hexErr := hex.DecodeString(digest); hexErr != nil || len(raw) != sm3.Size || err != nil || size < 0 {
		return Marker{}, refused
	}
	return Marker{Digest: digest, Size: size}, nil
}
