package bank

import (
	"kaguan/internal/kit/cn"
)

// The fake bank's reasons; real banks have their own, which are mapped by partner.
const (
	nameDiffers   = "E601"
	idExpired     = "E602"
	suspected     = "E603"
	firstClass    = "E604"
	idInvalid     = "E605"
	cardTaken     = "E606"
	cardInvalid   = "E607"
	noSuchCard    = "E611"
	notTheirs     = "E612"
	chipTaken     = "E613"
	accountClosed = "E614"
)

// moods are the reasons for which it refuses out of its own will.
var moods = []string{nameDiffers, idExpired, suspected, firstClass}

func wordsOf(code string) string {
	switch code {
	case nameDiffers:
		return "姓名与证件不符"
	case idExpired:
		return "证件过期"
	case suspected:
		return "涉案账户"
	case firstClass:
		return "一类户已存在"
	case idInvalid:
		return "证件号码校验不通过"
	case cardTaken:
		return "社保卡号重复"
	case cardInvalid:
		return "社保卡号校验不通过"
	case noSuchCard:
		return "银行卡号不存在或不属于此人"
	case notTheirs:
		return "姓名或社保卡号与开户时不一致"
	case chipTaken:
		return "卡识别码重复"
	case accountClosed:
		return "账户已销户"
	}
	return "其他原因"
}

// objection is what the bank itself finds wrong with an application, whatever
// the sender has checked; "" for nothing.
func (f *Fake) objection(row PreAccountRow, today string) string {
	if number, err := cn.ParseCard(row.Card); err != nil || string(number) != row.Card {
		return cardInvalid
	}
	if holder, taken := f.book.Cards[row.Card]; taken && holder != row.IDNumber {
		return cardTaken
	}
	if row.IDType == "01" || row.IDType == "1" {
		if id, err := cn.ParseID(row.IDNumber, today); err != nil || string(id.Number) != row.IDNumber || id.Birth != row.Birth {
			return idInvalid
		}
	}
	if row.IDUntil != "" && row.IDUntil < today {
		return idExpired
	}
	if known := f.book.Customers[row.IDNumber]; known != nil && known.Name != row.Name {
		return nameDiffers
	}
	return ""
}
