package server

import (
	"context"
	"io/fs"
	"net/http"
	"path"
	"strings"

	"kaguan/internal/kit/api"
	"kaguan/internal/kit/db"
	"kaguan/internal/record/card"
	"kaguan/internal/record/citizen"
	"kaguan/internal/record/org"
	"kaguan/internal/record/setting"
	"kaguan/internal/record/staff"
	"kaguan/internal/view/desk"
	"kaguan/internal/view/search"
	"kaguan/internal/view/trace"
	"kaguan/internal/work/application"
	"kaguan/internal/work/batch"
	"kaguan/internal/work/delivery"
	"kaguan/internal/work/psam"
)

// routes registers the whole open API, shelf by shelf.
func (s *Server) routes() {
	org.Routes(s.Router, s.DB)
	setting.Routes(s.Router, s.DB)
	staff.Routes(s.Router, s.Door, staff.Places{Agency: agencyOf, Region: org.RegionName, City: s.World.City, Demo: s.World.Demo})
	citizen.Routes(s.Router, s.Citizens)
	card.Routes(s.Router, s.Cards)

	application.Routes(s.Router, s.Applications)
	batch.Routes(s.Router, s.Batches)
	delivery.Routes(s.Router, s.Deliveries)
	psam.Routes(s.Router, s.Psams)

	desk.Routes(s.Router, desk.NewView(s.DB))
	search.Routes(s.Router, search.NewView(s.DB, s.People))
	trace.Routes(s.Router, trace.NewView(s.DB, s.People))
	s.jobRoutes()
	if s.World.Extend != nil {
		s.World.Extend(s)
	} else {
		api.Get(s.Router, api.Op{Path: "/demo", Right: api.Public, Title: "演示城市；正式系统没有，回答 null"}, noDemo)
	}
	s.openRoutes()
}

// noDemo tells the page of signing in that this is a real city.
func noDemo(context.Context, *struct{}) (**struct{}, error) { return new(*struct{}), nil }

// agencyOf is what the register of staff must know of an agency.
func agencyOf(tx *db.Tx, id int64) (staff.Agency, error) {
	a, err := org.NamedAgency(tx, id)
	return staff.Agency{ID: a.ID, Name: a.Name, RegionPath: a.RegionPath}, err
}

// openRoutes serve what needs no session and is no part of the open API: the
// description, its reference page, the sign of life, the pages.
func (s *Server) openRoutes() {
	s.Router.Handle("GET /api/openapi.json", http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body, err := s.Router.OpenAPI()
		if err != nil {
			http.Error(w, "openapi", http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(body) // the reader is gone if this fails
	}))
	s.Router.Handle("GET /healthz", http.HandlerFunc(s.alive))
	if s.World.Pages != nil {
		s.Router.Handle("GET /", pages(s.World.Pages))
	}
}

// alive answers as long as the database does.
func (s *Server) alive(w http.ResponseWriter, req *http.Request) {
	err := s.DB.View(db.System(req.Context(), "alive"), func(tx *db.Tx) error {
		_, err := db.Scalar[int64](tx, `SELECT 1`)
		return err
	})
	if err != nil {
		http.Error(w, "database", http.StatusServiceUnavailable)
		return
	}
	_, _ = w.Write([]byte("ok\n")) // the reader is gone if this fails
}

// pages serves the built files; every other address is a page that the browser
// draws by itself. Built files carry a digest in their names and never change.
func pages(files fs.FS) http.Handler {
	server := http.FileServerFS(files)
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		name := strings.TrimPrefix(path.Clean(req.URL.Path), "/")
		switch {
		case strings.HasPrefix(name, "api/docs"):
			req.URL.Path = "/docs" + strings.TrimPrefix(req.URL.Path, "/api/docs")
		case strings.HasPrefix(name, "api/"):
			http.NotFound(w, req)
			return
		case strings.HasPrefix(name, "assets/"):
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		default:
			if f, err := fs.Stat(files, name); err != nil || f.IsDir() {
				req.URL.Path = "/"
			}
			w.Header().Set("Cache-Control", "no-cache")
		}
		server.ServeHTTP(w, req)
	})
}
