package client_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"kaguan/sdk/client"
)

func open(t *testing.T, h http.HandlerFunc) *client.Client {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	c, err := client.New(server.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestPostKeepsItsKeyWhileTheServerIsAway(t *testing.T) {
	t.Parallel()
	var calls atomic.Int32
	keys := map[string]bool{}
	c := open(t, func(w http.ResponseWriter, r *http.Request) {
		keys[r.Header.Get("Idempotency-Key")] = true
		if calls.Add(1) < 3 {
			w.WriteHeader(503)
			_, _ = io.WriteString(w, `{"detail":"稍后再试"}`)
			return
		}
		_, _ = io.WriteString(w, `{"id":7}`)
	})
	var answer struct{ ID int }
	if err := c.Post(context.Background(), "/lamps", map[string]string{"name": "a"}, &answer); err != nil || answer.ID != 7 {
		t.Fatalf("answer %+v, %v", answer, err)
	}
	if len(keys) != 1 || calls.Load() != 3 {
		t.Errorf("%d keys in %d tries: one intention has one key", len(keys), calls.Load())
	}
}

func TestRefusalIsNotRepeatedAndNamesThePlaces(t *testing.T) {
	t.Parallel()
	var calls atomic.Int32
	c := open(t, func(w http.ResponseWriter, r *http.Request) {
		calls.Add(1)
		w.WriteHeader(422)
		_, _ = io.WriteString(w, `{"status":422,"code":"invalid","detail":"请改正","errors":[{"field":"name","words":"姓名不能为空"}]}`)
	})
	err := c.Post(context.Background(), "/lamps", nil, nil)
	var problem *client.Problem
	if !errors.As(err, &problem) || problem.Code != "invalid" || err.Error() != "请改正\n  name：姓名不能为空" {
		t.Errorf("error = %v", err)
	}
	if calls.Load() != 1 {
		t.Errorf("a refusal was repeated %d times", calls.Load())
	}
}

func TestUploadAndDownloadStream(t *testing.T) {
	t.Parallel()
	c := open(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			n, err := io.Copy(io.Discard, r.Body)
			if err != nil || n != 1<<20 {
				t.Errorf("got %d bytes, %v", n, err)
			}
			_, _ = io.WriteString(w, `{}`)
			return
		}
		_, _ = io.WriteString(w, "content")
	})
	if err := c.Upload(context.Background(), "/uploads?name=x", strings.NewReader(strings.Repeat("x", 1<<20)), &struct{}{}); err != nil {
		t.Error(err)
	}
	var b strings.Builder
	if err := c.Download(context.Background(), "/files/1", &b); err != nil || b.String() != "content" {
		t.Errorf("%q, %v", b.String(), err)
	}
}

func TestNewRefusesNonsense(t *testing.T) {
	t.Parallel()
	if _, err := client.New("localhost", nil); err == nil {
		t.Error("an address without a scheme was taken")
	}
}
