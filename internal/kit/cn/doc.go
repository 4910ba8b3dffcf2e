// Package cn knows what is Chinese about the people of the register: citizen
// identification numbers, card numbers, county codes, names and their pinyin,
// telephone numbers, and the character sets GB18030 and GBK.
//
// Everything here is a pure function of its input, quick enough to run on each
// row of an import of a million. What a check has to say is a Finding: returned
// as an error it refuses, in a list of warnings it only asks for a second look.
// No error carries the value that was checked.
package cn
