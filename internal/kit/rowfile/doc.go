// Package rowfile treats file formats as data: a Spec describes a partner's file
// of rows (招标四(一)1(5): bank, vendor, police), and from that one description
// come writing, reading with every error named, the interface document handed
// to the partner, and the fuzz harness.
//
// A text file (Delimited or Fixed) is framed by two lines that let either side
// prove it is whole:
//
//	H|TYPE|VERSION|BATCH|PARTNER|COUNT|CREATED|DIGEST|
//	…one line a row…
//	T|COUNT|
//
// DIGEST is the SM3 (GB/T 32905) of the bytes between the two lines, in hex. A
// DBF file carries its own count and no such frame.
//
// Nothing is ever replaced by '?', shortened or dropped: a value that the
// format cannot hold is refused with its row, its column and a code. No error
// text holds a value, for the values are people's.
package rowfile
