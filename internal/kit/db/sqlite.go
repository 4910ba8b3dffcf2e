package db

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"net/url"
	"runtime"
	"strings"
)

// liteEngine drives SQLite: one writer beside a pool of readers, WAL, so that
// readers never wait. A killed process loses nothing committed.
type liteEngine struct {
	write *sql.DB
	read  *sql.DB
}

func openLite(path string) (*liteEngine, error) {
	pragmas := url.Values{"_pragma": {"journal_mode(WAL)", "synchronous(NORMAL)", "busy_timeout(10000)", "foreign_keys(1)"}}
	write := url.Values{"_txlock": {"immediate"}, "_pragma": pragmas["_pragma"]}
	w, err := sql.Open("sqlite", "file:"+path+"?"+write.Encode())
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", path, err)
	}
	w.SetMaxOpenConns(1)
	if err := w.Ping(); err != nil {
		return nil, fmt.Errorf("opening %s: %w", path, err)
	}
	r, err := sql.Open("sqlite", "file:"+path+"?"+pragmas.Encode()+"&_pragma=query_only(1)")
	if err != nil {
		return nil, fmt.Errorf("opening %s for reading: %w", path, err)
	}
	r.SetMaxOpenConns(2 + 2*runtime.NumCPU())
	return &liteEngine{write: w, read: r}, nil
}

func (e *liteEngine) begin(ctx context.Context, readOnly bool) (conn, error) {
	pool := e.write
	if readOnly {
		pool = e.read
	}
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	return &liteConn{tx: tx}, nil
}

func (e *liteEngine) migrations() (*sql.DB, func() error, error) {
	return e.write, func() error { return nil }, nil
}

func (e *liteEngine) dialect() dialect { return sqliteDialect }

func (e *liteEngine) close() error {
	readErr := e.read.Close()
	if err := e.write.Close(); err != nil {
		return err
	}
	return readErr
}

type liteConn struct{ tx *sql.Tx }

func (c *liteConn) exec(ctx context.Context, query string, args []any) (int64, error) {
	res, err := c.tx.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

func (c *liteConn) query(ctx context.Context, query string, args []any) (rows, error) {
	r, err := c.tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	return liteRows{r}, nil
}

// copyIn runs one prepared row at a time: on this engine that is faster than
// inserts of many rows.
func (c *liteConn) copyIn(ctx context.Context, table string, columns []string, rows iter.Seq2[[]any, error]) (int64, error) {
	marks := strings.TrimSuffix(strings.Repeat("?,", len(columns)), ",")
	stmt, err := c.tx.PrepareContext(ctx, "INSERT INTO "+table+" ("+strings.Join(columns, ", ")+") VALUES ("+marks+")")
	if err != nil {
		return 0, err
	}
	defer stmt.Close()
	var n int64
	for row, err := range rows {
		if err != nil {
			return n, err
		}
		if _, err := stmt.ExecContext(ctx, row...); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

func (c *liteConn) commit(context.Context) error   { return c.tx.Commit() }
func (c *liteConn) rollback(context.Context) error { return c.tx.Rollback() }

// liteRows gives *sql.Rows the shape that pgx has.
type liteRows struct{ *sql.Rows }

func (r liteRows) Close() { _ = r.Rows.Close() } // what went wrong is in Err already
