// Package sheet takes clerks' tables in and gives them out: xlsx and CSV, row
// by row, so that a million rows stay far under 512 MiB.
//
// In: Open recognises the file by its content; Layout.Bind finds the columns
// under whatever order and names the clerk gave them. Out: Layout.Template is
// the empty list to fill in, ErrorBook the clerk's own rows that failed with
// the reasons beside them, Writer a download.
//
// xlsx is written with excelize and read with our own pass over its XML.
// excelize's Rows gives text alone: whether a cell was a number, so that the
// last digits of an ID number are lost, cannot be told from it, and a sheet
// that breaks off in the middle looks like one that ends there.
package sheet
