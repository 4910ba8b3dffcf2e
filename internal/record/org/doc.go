// Package org is the register of places: the tree of regions 行政区划 from the
// province to the village, the tree of agencies 经办机构 with the banks' outlets
// and the employers in it, the service banks and the card vendors.
//
// All of it is dated and nothing is ever deleted: a place is planned until its
// first day, open, and closed from the day it was ended (Validity). What hangs
// below a place keeps it open: a region waits for its regions and agencies, an
// agency for its agencies.
//
// A region is named by its path, 440000/440200/440203/, which every record of a
// citizen carries for the data scope. Paths never change, so a region and an
// agency's region are fixed when they are made.
//
// Who may: everybody signed in reads regions, banks and vendors, and picks from
// the agencies of his scope; org.view opens an agency's page; org.edit changes
// regions and agencies within the scope, banks and vendors only for the whole
// city.
//
// Read region.go and agency.go (types and verbs), kind.go (which agency may
// stand under which), partner.go (banks and vendors), states.go, then the stores.
package org
