package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strconv"

	"github.com/pressly/goose/v3"
)

// migrationName is NNNN_<owner>.sql: the order, and the package that owns what
// the file makes.
var migrationName = regexp.MustCompile(`^(\d{4})_[a-z0-9_]+\.sql$`)

// migrate brings the schema up to date, forward only, each file in its own
// transaction.
func (d *DB) migrate(ctx context.Context, schema fs.FS) (err error) {
	pool, done, err := d.engine.migrations()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	steps, newest, err := d.steps(schema)
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(d.engine.dialect().goose, pool, nil,
		goose.WithGoMigrations(steps...), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("preparing migrations: %w", err)
	}
	now, err := provider.GetDBVersion(ctx)
	if err != nil {
		return fmt.Errorf("reading the schema's version: %w", err)
	}
	if now > newest {
		return fmt.Errorf("数据库结构版本 %d 比程序（%d）新，请使用新版程序打开", now, newest)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrating: %w", err)
	}
	return nil
}

func (d *DB) steps(schema fs.FS) ([]*goose.Migration, int64, error) {
	files, err := fs.Glob(schema, "*.sql")
	if err != nil {
		return nil, 0, fmt.Errorf("listing migrations: %w", err)
	}
	var steps []*goose.Migration
	var newest int64
	for _, name := range files {
		parts := migrationName.FindStringSubmatch(name)
		if parts == nil {
			return nil, 0, fmt.Errorf("migration %s is not named NNNN_<owner>.sql", name)
		}
		text, err := fs.ReadFile(schema, name)
		if err != nil {
			return nil, 0, fmt.Errorf("reading migration: %w", err)
		}
		version, err := strconv.ParseInt(parts[1], 10, 64)
		if err != nil {
			return nil, 0, fmt.Errorf("numbering migration %s: %w", name, err)
		}
		newest = max(newest, version)
		rendered := d.engine.dialect().words.Replace(string(text))
		steps = append(steps, goose.NewGoMigration(version, &goose.GoFunc{
			RunTx: func(ctx context.Context, tx *sql.Tx) error {
				_, err := tx.ExecContext(ctx, rendered)
				return err
			},
		}, nil))
	}
	return steps, newest, nil
}
