package api

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"

	"kaguan/internal/kit/fault"
)

// Problem is an error as callers get it (RFC 9457). It carries words and
// places, never the value that was rejected.
type Problem struct {
	Type   string        `json:"type" doc:"固定为 about:blank"`
	Title  string        `json:"title"`
	Status int           `json:"status"`
	Detail string        `json:"detail" doc:"给人看的说明，包含下一步怎么做"`
	Code   string        `json:"code" doc:"invalid not_found conflict denied unavailable internal"`
	Errors []fault.Field `json:"errors,omitempty" doc:"逐项说明哪里不对"`
	Number string        `json:"number,omitempty" doc:"内部错误的编号，报修时提供"`
}

// Error is the words for people.
func (p *Problem) Error() string { return p.Detail }

// GetStatus is the HTTP status; huma asks for it.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType marks the answer as a problem; huma asks for it.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

func (p *Problem) write(w http.ResponseWriter) {
	w.Header().Set("Content-Type", p.ContentType(""))
	w.WriteHeader(p.Status)
	if err := json.NewEncoder(w).Encode(p); err != nil {
		slog.Warn("answering", "err", err) // the caller is gone
	}
}

var statuses = map[fault.Kind]int{
	fault.Internal:    http.StatusInternalServerError,
	fault.Invalid:     http.StatusUnprocessableEntity,
	fault.NotFound:    http.StatusNotFound,
	fault.Conflict:    http.StatusConflict,
	fault.Denied:      http.StatusForbidden,
	fault.Unavailable: http.StatusServiceUnavailable,
}

// problem turns any error into what the caller gets. Internal errors are logged
// here, once, and shown as a number to quote.
func problem(ctx context.Context, err error) *Problem {
	kind := fault.KindOf(err)
	p := &Problem{Type: "about:blank", Status: statuses[kind], Title: http.StatusText(statuses[kind]), Code: kind.String()}
	f := fault.As(err)
	if errors.Is(err, errSignIn) {
		p.Status, p.Title = http.StatusUnauthorized, http.StatusText(http.StatusUnauthorized)
	}
	if f == nil {
		p.Number = RequestOf(ctx).ID
		p.Detail = "系统内部错误，您的操作没有生效。请记下编号 " + p.Number + " 并联系管理员"
		slog.Error("internal", "request", p.Number, "err", err)
		return p
	}
	p.Detail, p.Errors = f.Words, f.Fields
	if kind == fault.Unavailable {
		slog.Warn("unavailable", "request", RequestOf(ctx).ID, "err", err)
	}
	return p
}

// init makes huma's own refusals of malformed input speak Chinese and keep the
// rejected values to themselves. They are variables of that package, so this is
// the only way.
func init() {
	huma.NewError = func(status int, _ string, errs ...error) huma.StatusError {
		p := &Problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Code: fault.Invalid.String(), Detail: "提交的内容不符合要求，请检查后重新提交"}
		for _, err := range errs {
			if d, ok := err.(huma.ErrorDetailer); ok {
				detail := d.ErrorDetail()
				p.Errors = append(p.Errors, fault.Field{Name: fieldOf(detail.Location), Words: detail.Message})
			}
		}
		if len(p.Errors) > 0 {
			p.Detail = p.Errors[0].Name + "：" + p.Errors[0].Words
		}
		return p
	}
	validation.MsgExpectedRFC3339DateTime = "应为日期时间"
	validation.MsgExpectedRFC3339Date = "应为日期，例如 2026-11-23"
	validation.MsgExpectedOneOf = "应为下列之一：%s"
	validation.MsgExpectedMinimumNumber = "不能小于 %v"
	validation.MsgExpectedMaximumNumber = "不能大于 %v"
	validation.MsgExpectedMinLength = "至少 %d 个字符"
	validation.MsgExpectedMaxLength = "最多 %d 个字符"
	validation.MsgExpectedMinItems = "至少 %d 项"
	validation.MsgExpectedMaxItems = "最多 %d 项"
	validation.MsgExpectedRequiredProperty = "缺少 %s"
	validation.MsgUnexpectedProperty = "没有这一项"
	validation.MsgExpectedBoolean = "应为是或否"
	validation.MsgExpectedNumber = "应为数字"
	validation.MsgExpectedInteger = "应为整数"
	validation.MsgExpectedString = "应为文字"
	validation.MsgExpectedArray = "应为列表"
	validation.MsgExpectedObject = "应为对象"
	validation.MsgExpectedMatchPattern = "格式不对，应符合 %s"
	validation.MsgExpectedBePattern = "格式不对，应为 %s"
}

func fieldOf(location string) string {
	for _, prefix := range []string{"body.", "query.", "path.", "header."} {
		if rest, ok := strings.CutPrefix(location, prefix); ok {
			return rest
		}
	}
	return location
}
