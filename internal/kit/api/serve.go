package api

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"

	"kaguan/internal/kit/fault"
)

// Request is what a handler may know of the HTTP request beside its input.
type Request struct {
	ID  string // quoted in problems, journal and log
	Key string // Idempotency-Key
	IP  string // where the caller sits
}

type requestKey struct{}

// RequestOf is the request that ctx belongs to.
func RequestOf(ctx context.Context) Request {
	r, _ := ctx.Value(requestKey{}).(Request)
	return r
}

// Handler serves all routes, with the protections that each of them has: no
// request from another site's page, sessions, security headers, and a panic
// that ends one request only.
func (r *Router) Handler() http.Handler {
	sameSite := http.NewCrossOriginProtection()
	sameSite.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		problem(req.Context(), fault.NewDenied("请求来自其他网站的页面，已拒绝")).write(w)
	}))
	return identify(recovered(sameSite.Handler(r.sessions.LoadAndSave(r.mux))))
}

func identify(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		ip, _, err := net.SplitHostPort(req.RemoteAddr)
		if err != nil {
			ip = req.RemoteAddr
		}
		request := Request{ID: rand.Text()[:12], Key: req.Header.Get("Idempotency-Key"), IP: ip}
		h := w.Header()
		h.Set("X-Request-Id", request.ID)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Content-Security-Policy", "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; frame-ancestors 'none'")
		next.ServeHTTP(w, req.WithContext(context.WithValue(req.Context(), requestKey{}, request)))
	})
}

func recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		defer func() {
			if p := recover(); p != nil {
				slog.Error("panic", "request", RequestOf(req.Context()).ID, "path", req.Pattern, "stack", string(debug.Stack()))
				problem(req.Context(), fmt.Errorf("panic: %v", p)).write(w)
			}
		}()
		next.ServeHTTP(w, req)
	})
}
