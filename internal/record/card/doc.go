// Package card is the register of social security cards 社会保障卡: the state of
// each, and who has it now.
//
// A card's life is Table (AAZ502). Its place is its holder: the centre, a parcel
// on its way, an agency, an agent, the citizen, the vendor. Both change by guarded
// verbs only: Move takes the state one step, Pass hands many cards over; of two
// who try, one is refused. Every hop is a row of the custody ledger, so that each
// card has exactly one holder at every moment and it is known since when.
//
// Whose turn: a sealed card waits to be handed to its citizen; an active one is
// used; a suspended one waits for release or a written loss; a lost one for
// release or cancellation; a locked one for a new PIN.
//
// A citizen has one usable card at most (Issue, and an index of the table, see
// to it). Card numbers come from a pool and never come back: DrawNumbers, then
// Make, or LockNumbers where a batch is undone.
//
// Who may: card.view reads within the data scope (region and bank). The verbs
// belong to the work that steps the card (delivery, loss, pin), with its rights.
package card
