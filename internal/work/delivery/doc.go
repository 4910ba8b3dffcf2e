// Package delivery takes made cards from the city's card centre to the hands of
// their people: 市中心寄出, 经办机构接收, 个人领取, 批量领取 (招标四(二)1(1)②).
//
// Each card has exactly one custodian at every moment: the centre, a parcel on
// its way, an agency, or the person. A hop is written when somebody takes the
// card over: a parcel holds its cards from dispatch until the receiver has
// counted them, and a card he does not find stays with the parcel, so that a
// shortage shows at the hop where it happened.
//
// Whose turn: a parcel sent waits for its receiver's count; a differing one for
// both sides to look for what is missing; a card at its agency for its person.
//
// Who may: delivery.dispatch sends, delivery.receive counts, delivery.handover
// hands over. The collector is written down, never the clerk in his place; an
// agent needs his own ID number and his relation.
package delivery
