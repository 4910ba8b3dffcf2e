// Package client speaks kaguan's open API: it signs in, sends each intention
// under its own Idempotency-Key and tries again while the server is away, so
// that nothing is done twice, and turns problems into errors with the server's
// own words. Other systems may import it; kaguan's command line is built on it.
package client

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"time"
)

// Client is one signed-in caller; safe for concurrent use.
type Client struct {
	base  string
	http  *http.Client
	tries int
}

// Problem is the server's refusal (RFC 9457). Detail is Chinese and says what
// to do next.
type Problem struct {
	Status int
	Code   string
	Detail string
	Number string
	Errors []Field
}

// Field is one wrong place of what was sent.
type Field struct {
	Field string
	Code  string
	Words string
}

// Error is the server's words, with each wrong place.
func (p *Problem) Error() string {
	var b strings.Builder
	b.WriteString(p.Detail)
	for _, f := range p.Errors {
		fmt.Fprintf(&b, "\n  %s：%s", f.Field, f.Words)
	}
	return b.String()
}

// New makes a client of the server at base, for example http://localhost:8080.
func New(base string, transport http.RoundTripper) (*Client, error) {
	if u, err := url.Parse(base); err != nil || u.Host == "" {
		return nil, fmt.Errorf("server address %q is not like http://host:8080", base)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	return &Client{base: strings.TrimSuffix(base, "/") + "/api/v1", http: &http.Client{Jar: jar, Transport: transport}, tries: 4}, nil
}

// SignIn opens a session.
func (c *Client) SignIn(ctx context.Context, login, password string) error {
	return c.Post(ctx, "/session", map[string]string{"login": login, "password": password}, nil)
}

// Get reads path into answer.
func (c *Client) Get(ctx context.Context, path string, answer any) error {
	return c.call(ctx, http.MethodGet, path, nil, answer)
}

// Post does one intention and reads what it answers; answer may be nil. A try
// that got no answer is repeated under the same key.
func (c *Client) Post(ctx context.Context, path string, body, answer any) error {
	if body == nil {
		body = struct{}{}
	}
	text, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("writing the request: %w", err)
	}
	return c.call(ctx, http.MethodPost, path, text, answer)
}

func (c *Client) call(ctx context.Context, method, path string, body []byte, answer any) error {
	key := rand.Text()
	for try := 1; ; try++ {
		req, err := http.NewRequestWithContext(ctx, method, c.base+path, bytes.NewReader(body))
		if err != nil {
			return err
		}
		if method != http.MethodGet {
			req.Header.Set("Content-Type", "application/json")
			req.Header.Set("Idempotency-Key", key)
		}
		err = c.send(req, answer)
		var problem *Problem
		if err == nil || try == c.tries || errors.As(err, &problem) && problem.Status != http.StatusServiceUnavailable {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Duration(try*try) * 100 * time.Millisecond):
		}
	}
}

// Upload sends content as it comes, in constant memory, and reads the answer.
func (c *Client) Upload(ctx context.Context, path string, content io.Reader, answer any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+path, content)
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/octet-stream")
	req.Header.Set("Idempotency-Key", rand.Text())
	return c.send(req, answer)
}

// Download writes the file at path to w.
func (c *Client) Download(ctx context.Context, path string, w io.Writer) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+path, nil)
	if err != nil {
		return err
	}
	return c.send(req, w)
}

func (c *Client) send(req *http.Request, answer any) error {
	res, err := c.http.Do(req)
	if err != nil {
		return fmt.Errorf("asking the server: %w", err)
	}
	defer res.Body.Close()
	if res.StatusCode >= 300 {
		problem := &Problem{Status: res.StatusCode, Detail: res.Status}
		if err := json.NewDecoder(io.LimitReader(res.Body, 1<<20)).Decode(problem); err != nil {
			return fmt.Errorf("the server answered %s: %w", res.Status, err)
		}
		return problem
	}
	switch answer := answer.(type) {
	case nil:
		_, err = io.Copy(io.Discard, res.Body)
	case io.Writer:
		_, err = io.Copy(answer, res.Body)
	default:
		err = json.NewDecoder(res.Body).Decode(answer)
	}
	if err != nil {
		return fmt.Errorf("reading the answer: %w", err)
	}
	return nil
}
