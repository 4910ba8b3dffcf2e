package rowfile

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"unicode/utf8"

	"github.com/emmansun/gmsm/sm3"

	"kaguan/internal/kit/cn"
)

// maxLine bounds the memory a hostile line can take; sampled is how much of a
// file is looked at to tell its encoding.
const (
	maxLine = 1 << 20
	sampled = 64 << 10
)

// text is the source of the layouts made of lines. It holds one line back,
// because only the line that no other follows is the trailer.
type text struct {
	in     *bufio.Reader
	head   Head
	digest hash.Hash
	held   []byte
	spare  []byte
	lines  int // given so far, the header included
}

func openText(r io.Reader, spec *Spec) (source, Head, error) {
	t := &text{in: bufio.NewReaderSize(r, maxLine), digest: sm3.New(), lines: 1}
	sample, err := t.in.Peek(sampled)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, Head{}, err
	}
	if len(sample) == 0 {
		return nil, Head{}, refuse(EmptyFile, "")
	}
	if mistaken(sample, spec.Charset) {
		return nil, Head{}, refuse(WrongCharset, fmt.Sprintf("文件编码与约定不符，应为 %s，请按约定编码重新生成", spec.Charset))
	}
	first, err := t.readLine(nil)
	if err != nil {
		return nil, Head{}, err
	}
	if spec.Charset == cn.UTF8 {
		first = bytes.TrimPrefix(first, []byte("\xEF\xBB\xBF"))
	}
	if t.head, err = spec.decodeHead(trimEnd(first)); err != nil {
		return nil, Head{}, err
	}
	if t.held, err = t.readLine(nil); errors.Is(err, io.EOF) {
		return nil, Head{}, refuse(NoTrailer, "")
	}
	return t, t.head, err
}

func (t *text) next() ([]byte, int, error) {
	following, err := t.readLine(t.spare[:0])
	if errors.Is(err, io.EOF) {
		return nil, 0, t.finish()
	}
	if err != nil {
		return nil, 0, err
	}
	line := t.held
	t.held, t.spare = following, line
	t.digest.Write(line)
	t.lines++
	return trimEnd(line), t.lines, nil
}

// finish compares the file with what its head and trailer promised.
func (t *text) finish() error {
	count, ok := decodeTrailer(trimEnd(t.held))
	if !ok {
		return refuse(NoTrailer, "")
	}
	rows := t.lines - 1
	if count != rows || t.head.Count != rows {
		words := fmt.Sprintf("笔数不一致：文件头 %d、文件尾 %d、实际 %d，请核对后重新发送", t.head.Count, count, rows)
		return refuse(WrongCount, words)
	}
	if hex.EncodeToString(t.digest.Sum(nil)) != t.head.Digest {
		return refuse(WrongDigest, "")
	}
	return io.EOF
}

// readLine appends one line with its end, which the last line may lack.
func (t *text) readLine(line []byte) ([]byte, error) {
	piece, err := t.in.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		return nil, refuse(EndlessLine, "")
	}
	if errors.Is(err, io.EOF) && len(piece) > 0 {
		err = nil
	}
	return append(line, piece...), err
}

// trimEnd accepts LF for CRLF: the digest has covered the bytes as they came.
func trimEnd(line []byte) []byte {
	return bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r"))
}

// Detect tells the charset of a text by its beginning, for those above who take
// files of any.
func Detect(beginning []byte) cn.Charset { return cn.Detect(beginning) }

// mistaken tells whether a file was clearly written in another encoding than
// agreed. UTF-8 mostly passes as GB18030, as other characters, and would be read
// as wrong names without a word. Short texts can be valid in both, so UTF-8 is
// only concluded from several Chinese characters.
func mistaken(sample []byte, agreed cn.Charset) bool {
	const enough = 4
	wide, valid, invalid := 0, 0, 0
	for line := range bytes.Lines(sample) {
		if isASCII(line) || line[len(line)-1] != '\n' {
			continue
		}
		if !utf8.Valid(line) {
			invalid++
			continue
		}
		valid++
		for _, r := range string(line) {
			if utf8.RuneLen(r) >= 3 {
				wide++
			}
		}
	}
	if agreed == cn.UTF8 {
		return valid == 0 && invalid > 0
	}
	return invalid == 0 && wide >= enough
}
