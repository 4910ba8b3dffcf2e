package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"kaguan/internal/kit/api"
	"kaguan/internal/kit/blob"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/exchange"
	"kaguan/internal/kit/fault"
	"kaguan/internal/kit/job"
	"kaguan/internal/kit/seal"
	"kaguan/internal/record/card"
	"kaguan/internal/record/citizen"
	"kaguan/internal/record/org"
	"kaguan/internal/record/setting"
	"kaguan/internal/record/staff"
	"kaguan/internal/work/application"
	"kaguan/internal/work/batch"
	"kaguan/internal/work/delivery"
	"kaguan/internal/work/psam"
)

// Server is the wired house.
type Server struct {
	World  World
	DB     *db.DB
	Box    *seal.Box
	Router *api.Router
	Jobs   *job.Runner
	Files  *exchange.Exchange

	Door         *staff.Door
	People       *citizen.Register
	Citizens     *citizen.Desk
	Cards        *card.Desk
	Psams        *psam.Desk
	Applications *application.Desk
	Batches      *batch.Desk
	Deliveries   *delivery.Desk
	Photos       blob.Store

	followers []db.Follower
	stores    []*blob.Dir
}

// New opens everything and wires it; nothing runs before Run.
func New(ctx context.Context, world World) (*Server, error) {
	s := &Server{World: world.complete()}
	if err := s.open(ctx); err != nil {
		return nil, err
	}
	if err := s.wire(); err != nil {
		return nil, errors.Join(err, s.DB.Close())
	}
	if err := s.seed(ctx); err != nil {
		return nil, errors.Join(err, s.DB.Close())
	}
	return s, nil
}

// open opens the folder, the key file and the database.
func (s *Server) open(ctx context.Context) error {
	for _, folder := range []string{"", "photos", "uploads", "files", "scratch"} {
		if err := os.MkdirAll(filepath.Join(s.World.Folder, folder), 0o700); err != nil {
			return fmt.Errorf("opening the folder: %w", err)
		}
	}
	var err error
	if s.Box, err = seal.Open(filepath.Join(s.World.Folder, "seal.key")); err != nil {
		return fmt.Errorf("opening the key file: %w", err)
	}
	url := s.World.Database
	if url == "" {
		url = filepath.Join(s.World.Folder, "kaguan.db")
	}
	s.DB, err = db.Open(ctx, db.Options{URL: url, Clock: s.World.Clock, Schema: Schema(), Holder: s.World.Holder})
	return err
}

// wire gives every capability its desk and registers what it offers.
func (s *Server) wire() (err error) {
	store := func(name string) blob.Store {
		dir, openErr := blob.NewDir(filepath.Join(s.World.Folder, name), s.Box)
		err = errors.Join(err, openErr)
		s.stores = append(s.stores, dir)
		return dir
	}
	s.Photos = store("photos")
	uploads, files := store("uploads"), store("files")
	if err != nil {
		return err
	}
	if s.Files, err = exchange.New(s.DB, files, s.World.Partners...); err != nil {
		return err
	}
	s.Jobs = job.NewRunner(s.DB, s.World.Holder)
	s.Door = staff.NewDoor(s.DB, policy)
	s.Router = api.NewRouter(api.Config{DB: s.DB, Who: s.Door.Who, Secure: s.World.Secure, Sessions: s.World.Sessions, Title: "kaguan 卡管开放接口"})
	s.People = citizen.New(s.Box)
	s.Citizens = citizen.NewDesk(s.DB, s.People, s.Photos)
	s.Cards = card.NewDesk(s.DB, s.Box)
	s.Psams = psam.NewDesk(s.DB)
	s.Applications = application.NewDesk(application.Parts{DB: s.DB, People: s.People, Photos: s.Photos, Uploads: uploads, Box: s.Box,
		Scratch: filepath.Join(s.World.Folder, "scratch")})
	s.Batches = batch.NewDesk(batch.Parts{DB: s.DB, Box: s.Box, Photos: s.Photos, Files: s.Files, Applications: s.Applications, Area: s.World.Area})
	s.Deliveries = delivery.NewDesk(delivery.Deps{DB: s.DB, Box: s.Box, People: s.People, Bound: batch.Bound})
	s.followers = followers()
	s.routes()
	s.jobs()
	return nil
}

// seed brings an empty database to life and refuses one that belongs to another
// key file: with the wrong keys nobody would be found, and doubles would be made.
func (s *Server) seed(ctx context.Context) error {
	return s.DB.Do(db.System(ctx, "seed"), func(tx *db.Tx) error {
		mine := s.Box.Index("keycheck", "1")
		kept, err := tx.Mark("keycheck", mine)
		if err != nil {
			return err
		}
		if kept != mine {
			return fault.NewInvalid("密钥文件 " + filepath.Join(s.World.Folder, "seal.key") + " 不是这个数据库的密钥文件，请恢复正确的密钥文件后再启动")
		}
		for _, seed := range []func(*db.Tx) error{org.Seed, setting.Seed, staff.Seed} {
			if err := seed(tx); err != nil {
				return fmt.Errorf("seeding: %w", err)
			}
		}
		return nil
	})
}

// policy reads the rules of signing in from the parameters.
func policy(tx *db.Tx) (staff.Policy, error) {
	fails, err := setting.Int(tx, "login.max_fails")
	if err != nil {
		return staff.Policy{}, err
	}
	minutes, err := setting.Int(tx, "login.lock_minutes")
	if err != nil {
		return staff.Policy{}, err
	}
	length, err := setting.Int(tx, "password.min_length")
	return staff.Policy{MaxFails: int(fails), Lock: time.Duration(minutes) * time.Minute, MinLength: int(length)}, err
}

// Run seals, follows and works until ctx ends.
func (s *Server) Run(ctx context.Context) {
	var all sync.WaitGroup
	all.Go(func() { s.DB.RunSealer(ctx) })
	all.Go(func() { s.DB.RunFollowers(ctx, s.followers) })
	all.Go(func() { s.Jobs.Run(ctx, 2) })
	all.Wait()
}

// Settle does at once all that Run would do in a while: the simulated city's
// and the tests' way to let a moment pass.
func (s *Server) Settle(ctx context.Context) error {
	if err := s.DB.Settle(ctx, s.followers); err != nil {
		return err
	}
	if err := s.Jobs.Drain(ctx); err != nil {
		return err
	}
	return s.DB.Settle(ctx, s.followers)
}

// Handler serves the open API and the pages.
func (s *Server) Handler() http.Handler { return s.Router.Handler() }

// Close gives connections and files back.
func (s *Server) Close() error { return errors.Join(s.Files.Close(), s.DB.Close()) }
