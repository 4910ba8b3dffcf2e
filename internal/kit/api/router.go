package api

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"path"
	"reflect"
	"strconv"
	"strings"

	"github.com/alexedwards/scs/v2"
	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
)

// Prefix stands before every path of the open API.
const Prefix = "/api/v1"

// Two rights that nobody grants: Public needs no sign-in, SignedIn only that.
const (
	Public   = "-"
	SignedIn = "*"
)

// Op is what a route is: its path below Prefix, the right it needs, and its
// Chinese title for the API's reference and the permission screen.
type Op struct {
	Path  string
	Right string
	Title string
}

// Route is one registered route.
type Route struct {
	Method string
	Op
}

// Who tells who a session's user is now: his rights and scope, read afresh, so
// that taking a right away works at once. epoch is the one the session was made
// with; a user whose epoch has moved on is signed out everywhere.
type Who func(ctx context.Context, userID, epoch int64) (db.Actor, error)

// Router registers routes and serves them.
type Router struct {
	db       *db.DB
	mux      *http.ServeMux
	huma     huma.API
	sessions *scs.SessionManager
	clock    clock.Clock // of the sessions
	who      Who
	routes   []Route
	tag      string // of the route that is being registered
}

// Config is what a router is made from.
type Config struct {
	DB     *db.DB
	Who    Who
	Secure bool   // cookies only over TLS
	Title  string // of the API's reference
	// Sessions is the clock by which sessions end; nil is the database's. The demo
	// city, whose days pass at the press of a button, gives the machine's.
	Sessions clock.Clock
}

// NewRouter makes a router without routes.
func NewRouter(c Config) *Router {
	if c.Sessions == nil {
		c.Sessions = c.DB.Clock()
	}
	mux := http.NewServeMux()
	config := huma.DefaultConfig(c.Title, "1.0.0")
	config.OpenAPIPath, config.DocsPath, config.SchemasPath = "", "", ""
	config.CreateHooks = nil // no $schema links in answers
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"session": {Type: "apiKey", In: "cookie", Name: "kaguan", Description: "登录后由服务器设置的会话"},
	}
	r := &Router{db: c.DB, mux: mux, who: c.Who}
	config.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", r.schemaName)
	r.huma = humago.New(mux, config)
	r.sessions, r.clock = newSessions(c), c.Sessions
	return r
}

// schemaName names a type's schema by its package as well, because every
// capability may call its answers item and record: card.item is CardItem, and a
// page of them CardItemPage. A body without a name takes its route's first word.
func (r *Router) schemaName(t reflect.Type, hint string) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.PkgPath() == "" || t.Name() == "" {
		return title(r.tag) + huma.DefaultSchemaNamer(t, hint)
	}
	own, of, generic := strings.Cut(t.Name(), "[")
	if !generic {
		return title(path.Base(t.PkgPath())) + title(own)
	}
	pkg, name, _ := strings.Cut(path.Base(strings.TrimSuffix(of, "]")), ".")
	return title(pkg) + title(name) + title(own)
}

func title(word string) string {
	if word == "" {
		return ""
	}
	return strings.ToUpper(word[:1]) + word[1:]
}

// Routes are all routes in the order they were registered.
func (r *Router) Routes() []Route { return r.routes }

// OpenAPI is the API's own description, as JSON.
func (r *Router) OpenAPI() ([]byte, error) { return r.huma.OpenAPI().MarshalJSON() }

// Handle serves something that is not part of the open API, such as the pages.
func (r *Router) Handle(pattern string, h http.Handler) { r.mux.Handle(pattern, h) }

// out is the shape in which huma wants an answer.
type out[T any] struct{ Body T }

// Get registers a read. The handler must not write.
func Get[I, T any](r *Router, op Op, h func(ctx context.Context, in *I) (*T, error)) {
	register(r, http.MethodGet, op, h)
}

// Post registers a verb: one transaction with its Idempotency-Key, which every
// caller must send.
func Post[I, T any](r *Router, op Op, h func(ctx context.Context, in *I) (*T, error)) {
	register(r, http.MethodPost, op, once(r, op, h))
}

// Call registers a POST that makes nothing and must not hold a transaction
// while it works: signing in, changing a password.
func Call[I, T any](r *Router, op Op, h func(ctx context.Context, in *I) (*T, error)) {
	register(r, http.MethodPost, op, h)
}

// Delete registers the end of something that is the caller's own: his session.
func Delete[I, T any](r *Router, op Op, h func(ctx context.Context, in *I) (*T, error)) {
	register(r, http.MethodDelete, op, h)
}

func register[I, T any](r *Router, method string, op Op, h func(ctx context.Context, in *I) (*T, error)) {
	r.add(method, op)
	o := r.describe(method, op)
	o.Middlewares = huma.Middlewares{r.gate(op.Right)}
	huma.Register(r.huma, o, func(ctx context.Context, in *I) (*out[T], error) {
		answer, err := h(ctx, in)
		if err != nil {
			return nil, problem(ctx, err)
		}
		return &out[T]{Body: *answer}, nil
	})
}

func (r *Router) add(method string, op Op) {
	if op.Right == "" || op.Title == "" {
		panic("api: route " + method + " " + op.Path + " without a right or a title") // a mistake of the programmer, at start
	}
	r.routes = append(r.routes, Route{Method: method, Op: op})
}

func (r *Router) describe(method string, op Op) huma.Operation {
	tag, _, _ := strings.Cut(strings.TrimPrefix(op.Path, "/"), "/")
	r.tag = tag
	id := strings.NewReplacer("/", "-", "{", "", "}", "").Replace(strings.ToLower(method) + op.Path)
	o := huma.Operation{
		OperationID: id, Method: method, Path: Prefix + op.Path, Summary: op.Title, Tags: []string{tag},
		Description: "需要权限 `" + op.Right + "`", Errors: []int{400, 401, 403, 404, 409, 422, 503},
		Extensions: map[string]any{"x-right": op.Right}, MaxBodyBytes: 1 << 20,
	}
	if op.Right != Public {
		o.Security = []map[string][]string{{"session": {}}}
	}
	return o
}

// Raw registers a route whose body or answer is a stream: uploads, downloads.
// The handler answers itself; an error it returns becomes a problem.
func Raw(r *Router, method string, op Op, h func(ctx context.Context, w http.ResponseWriter, req *http.Request) error) {
	r.add(method, op)
	o := r.describe(method, op)
	o.Responses = map[string]*huma.Response{"200": {Description: "文件内容", Content: map[string]*huma.MediaType{"application/octet-stream": {}}}}
	if method == http.MethodPost {
		o.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"application/octet-stream": {}}}
	}
	o.Parameters = pathParams(op.Path)
	r.huma.OpenAPI().AddOperation(&o)
	r.mux.HandleFunc(method+" "+Prefix+op.Path, func(w http.ResponseWriter, req *http.Request) {
		ctx, err := r.authorize(req.Context(), op.Right)
		if err == nil {
			err = h(ctx, w, req)
		}
		if err != nil {
			problem(ctx, err).write(w)
		}
	})
}

func pathParams(path string) []*huma.Param {
	var params []*huma.Param
	for _, part := range strings.Split(path, "/") {
		if strings.HasPrefix(part, "{") {
			params = append(params, &huma.Param{Name: strings.Trim(part, "{}"), In: "path", Required: true, Schema: &huma.Schema{Type: "string"}})
		}
	}
	return params
}

// gate refuses a caller without the right before his input is even read.
func (r *Router) gate(right string) func(c huma.Context, next func(huma.Context)) {
	return func(c huma.Context, next func(huma.Context)) {
		ctx, err := r.authorize(c.Context(), right)
		if err == nil {
			next(huma.WithContext(c, ctx))
			return
		}
		p := problem(ctx, err)
		c.SetHeader("Content-Type", p.ContentType(""))
		c.SetStatus(p.Status)
		if err := json.NewEncoder(c.BodyWriter()).Encode(p); err != nil {
			slog.Warn("answering", "err", err) // the caller is gone
		}
	}
}

// authorize finds out who calls and refuses a caller without the right.
func (r *Router) authorize(ctx context.Context, right string) (context.Context, error) {
	if right == Public {
		return db.As(ctx, db.Actor{Name: "public", Request: RequestOf(ctx).ID}), nil
	}
	id := r.sessions.GetInt64(ctx, userKey)
	if id == 0 {
		return ctx, errSignIn
	}
	actor, err := r.who(db.System(ctx, "gate"), id, r.sessions.GetInt64(ctx, epochKey))
	if fault.Is(err, fault.Denied) {
		return ctx, fault.NewDenied(fault.As(err).Words, errSignIn)
	}
	if err != nil {
		return ctx, err
	}
	request := RequestOf(ctx)
	actor.Request, actor.Key = request.ID, request.Key
	ctx = db.As(ctx, actor)
	if right != SignedIn && !actor.Has(right) {
		return ctx, fault.NewDenied("您没有“" + right + "”权限，如工作需要请向本级管理员申请")
	}
	return ctx, nil
}

// errSignIn refuses a caller who is not signed in, or no longer: it is answered
// with 401, unlike other refusals of fault.Denied.
var errSignIn = fault.NewDenied("请先登录")

// Nothing is the answer of a verb that has nothing to tell.
type Nothing struct{}

// Page is one page of a list. Next is the key of the page after it, empty on
// the last; Total counts the whole result.
type Page[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next" doc:"下一页的游标，空表示没有了"`
	Total int64  `json:"total" doc:"全部结果的条数"`
}

// Paging is the part of a list's input that every list has.
type Paging struct {
	After string `query:"after" doc:"上一页给出的游标"`
	Limit int    `query:"limit" default:"50" minimum:"1" maximum:"500" doc:"每页条数"`
}

// Cursor reads a page's key where it is a record's id; empty is the first page.
func Cursor(after string) (int64, error) {
	if after == "" {
		return 0, nil
	}
	id, err := strconv.ParseInt(after, 10, 64)
	if err != nil {
		return 0, fault.NewInvalid("翻页参数不对，请从第一页重新查询")
	}
	return id, nil
}

// PageOf makes a page of what a store found; show gives each item and its key.
// A page that is not full is the last.
func PageOf[M, T any](found []M, p Paging, total int64, show func(M) (item T, key int64)) *Page[T] {
	page := &Page[T]{Items: make([]T, len(found)), Total: total}
	for i, m := range found {
		item, key := show(m)
		page.Items[i] = item
		if i == p.Limit-1 {
			page.Next = strconv.FormatInt(key, 10)
		}
	}
	return page
}
