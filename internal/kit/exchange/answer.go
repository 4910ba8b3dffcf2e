package exchange

import (
	"errors"
	"fmt"
	"strings"

	"kaguan/internal/kit/cn"
	"kaguan/internal/kit/fault"
	"kaguan/internal/kit/rowfile"
)

// problemsOf finds what was wrong with single rows, or with the file as a whole,
// among the causes of a refusal; nil if nobody said.
func problemsOf(err error) *rowfile.Problems {
	var many *rowfile.Problems
	if errors.As(err, &many) {
		return many
	}
	var one rowfile.Problem
	if errors.As(err, &one) {
		return &rowfile.Problems{List: []rowfile.Problem{one}, Count: 1}
	}
	return nil
}

// answerFor is the text of name.err, empty if there is nothing to say: for each
// problem its line (0 is the whole file), column, code and words.
func answerFor(r Receipt, charset cn.Charset) (string, error) {
	var b strings.Builder
	b.WriteString("行号|列|错误码|说明\r\n")
	if r.Problems == nil && r.File.State != Refused {
		return "", nil
	}
	if r.Problems == nil || len(r.Problems.List) == 0 {
		fmt.Fprintf(&b, "0|||%s\r\n", r.File.Reason)
	} else {
		for _, p := range r.Problems.List {
			fmt.Fprintf(&b, "%d|%s|%s|%s\r\n", p.Line, p.Column, p.Code, p.Words)
		}
		if more := r.Problems.Count - len(r.Problems.List); more > 0 {
			fmt.Fprintf(&b, "0|||另有 %d 处问题未列出\r\n", more)
		}
	}
	encoded, err := charset.Encode(b.String())
	if err != nil {
		return "", fmt.Errorf("answering %s: %w", r.File.Name, err)
	}
	return string(encoded), nil
}

// wordsOf are what a person is told of an error.
func wordsOf(err error) string {
	if refusal := fault.As(err); refusal != nil {
		return refusal.Words
	}
	return "系统内部错误，已自动安排重试"
}
