package db

import (
	"context"
	"database/sql"
	"fmt"
	"iter"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
)

// pgEngine drives PostgreSQL through pgx's own pool.
type pgEngine struct {
	pool *pgxpool.Pool
	url  string
}

func openPG(ctx context.Context, url string) (*pgEngine, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("opening PostgreSQL: %w", err)
	}
	// A plan kept from when a table was small reads all of it when it has grown:
	// an import that began on an empty register fell to a tenth of its speed.
	config.ConnConfig.RuntimeParams["plan_cache_mode"] = "force_custom_plan"
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("opening PostgreSQL: %w", err)
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, fmt.Errorf("opening PostgreSQL: %w", err)
	}
	return &pgEngine{pool: pool, url: url}, nil
}

func (e *pgEngine) begin(ctx context.Context, readOnly bool) (conn, error) {
	opt := pgx.TxOptions{}
	if readOnly {
		opt = pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
	}
	tx, err := e.pool.BeginTx(ctx, opt)
	if err != nil {
		return nil, err
	}
	return &pgConn{tx: tx}, nil
}

// migrations opens a plain connection for goose, in the protocol that takes a
// file of many statements at once.
func (e *pgEngine) migrations() (*sql.DB, func() error, error) {
	config, err := pgx.ParseConfig(e.url)
	if err != nil {
		return nil, nil, fmt.Errorf("opening PostgreSQL for migrations: %w", err)
	}
	config.DefaultQueryExecMode = pgx.QueryExecModeSimpleProtocol
	pool := stdlib.OpenDB(*config)
	return pool, pool.Close, nil
}

func (e *pgEngine) dialect() dialect { return postgresDialect }

func (e *pgEngine) close() error {
	e.pool.Close()
	return nil
}

type pgConn struct{ tx pgx.Tx }

func (c *pgConn) exec(ctx context.Context, query string, args []any) (int64, error) {
	tag, err := c.tx.Exec(ctx, query, args...)
	return tag.RowsAffected(), err
}

func (c *pgConn) query(ctx context.Context, query string, args []any) (rows, error) {
	return c.tx.Query(ctx, query, args...)
}

func (c *pgConn) copyIn(ctx context.Context, table string, columns []string, rows iter.Seq2[[]any, error]) (int64, error) {
	next, stop := iter.Pull2(rows)
	defer stop()
	return c.tx.CopyFrom(ctx, pgx.Identifier{table}, columns, pgx.CopyFromFunc(func() ([]any, error) {
		row, err, ok := next()
		if !ok || err != nil {
			return nil, err
		}
		return row, nil
	}))
}

func (c *pgConn) commit(ctx context.Context) error   { return c.tx.Commit(ctx) }
func (c *pgConn) rollback(ctx context.Context) error { return c.tx.Rollback(ctx) }
