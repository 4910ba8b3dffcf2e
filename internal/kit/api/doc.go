// Package api is the one gate: no route without a right.
//
// A capability registers its routes with Get, Post, Call or Raw; the right is a
// required argument. From the routes come the OpenAPI description, the menu,
// the permission screen and the rights test. Handlers parse, call one verb and
// answer; who calls, and what he may see, is the db.Actor in the context.
//
// Post runs its handler in one transaction together with its Idempotency-Key,
// so that a repeated request gets the first answer and nothing happens twice.
// Faults become problems (RFC 9457) in problem.go, without the rejected values.
package api
