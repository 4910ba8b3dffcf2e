// Package db opens SQLite or PostgreSQL and is the only way to write.
//
//	db.Do(ctx, func(tx *db.Tx) error)    one transaction, audited
//	db.View(ctx, func(tx *db.Tx) error)  one consistent look, nothing written
//
// SQL is one text in the subset both engines know: TEXT, BIGINT, ON CONFLICT,
// RETURNING; placeholders $1 $2; instants are milliseconds, dates 'YYYY-MM-DD'.
// What differs stands in dialect.go.
//
// Do fails if rows changed and nothing was noted: each write leaves an entry in
// the journal, in the same transaction. The sealer then orders the entries,
// numbers them without a gap and chains their SM3 hashes (journal_seal).
// Followers read sealed entries only, each with a durable cursor.
//
// Who acts, and what he may see, travels in the context as an Actor; a store's
// query takes the data scope from there (Where.Scope).
package db
