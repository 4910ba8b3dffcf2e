// Package exchange sends and receives every file that passes between the house
// and a partner, each exactly once in effect (招标四(一)1(5)).
//
// Out: Keep the content, Record it in the transaction that decided to send it, and
// a job lays it into the partner's inbox. What is recorded leaves, in the bytes
// that were kept, after any crash and any number of times tried; Content gives
// the same bytes again for ever.
//
//	recorded → sent → acknowledged     the reader moved it to done/
//	                → refused          the reader moved it to bad/, or another
//	                                   content stands there under this name
//
// In: Poll takes what stands complete in the partner's outbox; a clerk's upload
// goes through Receive; both keep the bytes, record them, and hand them to the
// Handler of their kind in one transaction. Bytes that were applied once are
// never applied again, whatever their name; another content under a taken name is
// refused. The sender finds its file in done/ or bad/, and bad rows in name.err.
//
//	received → applied | refused
//
// The manners of a tray (temporary name, marker, signature, encryption) stand in
// Tray and Envelope, the ways to reach it in Transport.
package exchange
