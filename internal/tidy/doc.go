// Package tidy tests the tree itself: which folder may import which, that a
// table has one writer, that every package says what it is, that files and
// functions keep their size, that names are the glossary's, that nobody but
// kit/clock asks the machine for the time, and that generated documents are
// fresh. A rule that no test runs is not a rule.
package tidy
