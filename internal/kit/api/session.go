package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
)

const (
	userKey  = "user"
	epochKey = "epoch"
	// sessionLife is a working day: nobody signs in twice a day, and a forgotten
	// terminal is signed out overnight.
	sessionLife = 12 * time.Hour
)

func newSessions(c Config) *scs.SessionManager {
	m := scs.New()
	m.Store = &sessionStore{c.DB, c.Sessions}
	m.Lifetime = sessionLife
	m.Cookie.Name = "kaguan"
	m.Cookie.HttpOnly = true
	m.Cookie.Secure = c.Secure
	m.Cookie.SameSite = http.SameSiteLaxMode
	m.ErrorFunc = func(w http.ResponseWriter, req *http.Request, err error) {
		problem(req.Context(), err).write(w)
	}
	return m
}

// SignIn ties the caller's session to a user. The token is renewed, so that one
// planted before signing in is worth nothing.
func (r *Router) SignIn(ctx context.Context, userID, epoch int64) error {
	if err := r.sessions.RenewToken(ctx); err != nil {
		return err
	}
	r.sessions.Put(ctx, userKey, userID)
	r.sessions.Put(ctx, epochKey, epoch)
	return nil
}

// SignOut ends the caller's session.
func (r *Router) SignOut(ctx context.Context) error { return r.sessions.Destroy(ctx) }

// sessionStore keeps sessions in the database under the hash of their token, so
// that a copy of the table opens nothing.
type sessionStore struct {
	db    *db.DB
	clock clock.Clock
}

func hashed(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

func (s *sessionStore) FindCtx(ctx context.Context, token string) (content []byte, found bool, err error) {
	err = s.db.View(ctx, func(tx *db.Tx) error {
		content, err = db.Scalar[[]byte](tx, `SELECT content FROM session WHERE token = $1 AND expires > $2`, hashed(token), clock.Millis(s.clock.Now()))
		return err
	})
	if errors.Is(err, db.ErrNone) {
		return nil, false, nil
	}
	return content, err == nil, err
}

func (s *sessionStore) CommitCtx(ctx context.Context, token string, content []byte, expiry time.Time) error {
	return s.db.Do(db.System(ctx, "session"), func(tx *db.Tx) error {
		// scs reckons the expiry by the machine's clock; ours may be another.
		expires := clock.Millis(s.clock.Now().Add(sessionLife))
		_, err := tx.Quiet(`INSERT INTO session (token, content, expires) VALUES ($1, $2, $3)
			ON CONFLICT (token) DO UPDATE SET content = excluded.content, expires = excluded.expires`, hashed(token), content, expires)
		return err
	})
}

func (s *sessionStore) DeleteCtx(ctx context.Context, token string) error {
	return s.db.Do(db.System(ctx, "session"), func(tx *db.Tx) error {
		_, err := tx.Quiet(`DELETE FROM session WHERE token = $1`, hashed(token))
		return err
	})
}

// Find, Commit and Delete complete scs.Store; scs calls the ones with a context.
func (s *sessionStore) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit is CommitCtx without a context.
func (s *sessionStore) Commit(token string, content []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, content, expiry)
}

// Delete is DeleteCtx without a context.
func (s *sessionStore) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }
