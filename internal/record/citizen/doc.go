// Package citizen is the register of the people of the city 参保人: who they are,
// where they belong, how they are reached. It knows no cards and no
// applications; those refer to a citizen by id.
//
// ID numbers, telephones, addresses, e-mail and a guardian's number are sealed
// at rest and open only with the key file. An ID number and a mobile are found
// by blind index; name, pinyin and initials stay readable and are found by their
// beginning. Numbers come in normalised (cn.ParseID, cn.ParseMobile): the index
// of another spelling is another index.
//
// Nothing has a turn here: a citizen has no states. Other capabilities put
// people in and change them (Put, PutMany, SetPhoto); each change leaves the
// fields before and after in the journal, sealed ones masked.
//
// Who may: citizen.view searches and reads masked values within the data scope;
// citizen.reveal sees the full ones, and each look is an entry.
package citizen
