package search

import (
	"strconv"

	"kaguan/internal/kit/api"
	"kaguan/internal/kit/cn"
	"kaguan/internal/kit/db"
	"kaguan/internal/record/card"
	"kaguan/internal/record/citizen"
	"kaguan/internal/view/trace"
)

// Collection is all a counter needs to hand a card over: the person with his
// photo, the card, and either leave to go on or the reason why not.
type Collection struct {
	Found       bool         `json:"found" doc:"是否找到此人"`
	Citizen     *counterOf   `json:"citizen,omitempty"`
	Card        *counterCard `json:"card,omitempty"`
	Where       string       `json:"where" doc:"一句话说明卡在哪里、轮到谁"`
	CanHandOver bool         `json:"canHandOver" doc:"现在可以发放"`
	Why         string       `json:"why" doc:"不能发放的原因"`
}

type counterOf struct {
	ID       int64  `json:"id"`
	Name     string `json:"name" doc:"姓名"`
	IDMasked string `json:"idMasked" doc:"证件号码，已遮蔽"`
	Sex      string `json:"sex" doc:"性别代码"`
	Birth    string `json:"birth" doc:"出生日期"`
	Photo    string `json:"photo" doc:"照片地址，空表示没有"`
}

type counterCard struct {
	ID        int64  `json:"id"`
	Number    string `json:"number" doc:"社保卡号"`
	State     string `json:"state" doc:"卡状态代码"`
	StateName string `json:"stateName" doc:"卡状态"`
	Position  string `json:"position" doc:"装箱位置，找卡用"`
	Holder    string `json:"holder" doc:"现在由谁保管"`
	Bank      string `json:"bank" doc:"服务银行代码"`
}

// collection looks a person up by ID number or card number.
func (v *View) collection(tx *db.Tx, q string) (*Collection, error) {
	ids, err := v.byWord(tx, q)
	if err != nil {
		return nil, err
	}
	if len(ids) == 0 {
		return &Collection{Where: "没有找到此人，请核对证件号码或卡号；也可能不在您的管辖范围内"}, nil
	}
	if len(ids) > 1 {
		return &Collection{Where: "有多人符合，请输入完整的证件号码或卡号"}, nil
	}
	person, err := v.register.Get(tx, ids[0])
	if err != nil {
		return nil, err
	}
	out := &Collection{Found: true, Citizen: counterOfCitizen(person)}
	if out.Where, err = trace.Where(tx, person.ID); err != nil {
		return nil, err
	}
	live, has, err := card.Live(tx, person.ID)
	if err != nil {
		return nil, err
	}
	if !has {
		out.Why = "卡尚未制成"
		return out, nil
	}
	c, err := card.Get(tx, live.ID) // within the scope: another county's card is not shown
	if err != nil {
		out.Why = "此人的卡由其他机构发放"
		return out, nil
	}
	out.Card = &counterCard{ID: c.ID, Number: c.Number, State: string(c.State), StateName: card.Table.NameOf(c.State), Position: c.Position,
		Holder: card.KeeperName(c.Holder.Kind), Bank: c.Bank}
	switch {
	case c.Holder.Kind == card.InHand:
		out.Why = "卡已领取"
	case c.Holder.Kind != card.AtAgency:
		out.Why = "卡还没有到经办机构：" + card.KeeperName(c.Holder.Kind)
	case c.State != card.Sealed:
		out.Why = "卡当前为“" + card.Table.NameOf(c.State) + "”，不能发放"
	default:
		out.CanHandOver = true
	}
	return out, nil
}

func counterOfCitizen(p citizen.Citizen) *counterOf {
	one := &counterOf{ID: p.ID, Name: p.Name, IDMasked: cn.MaskID(p.IDNumber), Sex: p.Sex, Birth: p.Birth}
	if p.PhotoDigest != "" {
		one.Photo = api.Prefix + "/citizens/" + strconv.FormatInt(p.ID, 10) + "/photo"
	}
	return one
}

// Waiting is an agency with cards at the centre.
type Waiting struct {
	AgencyID int64  `json:"agencyId"`
	Agency   string `json:"agency" doc:"领卡机构"`
	Ready    int64  `json:"ready" doc:"可以寄出的卡"`
	Unbound  int64  `json:"unbound" doc:"银行尚未绑定、还不能寄出的卡"`
	Oldest   string `json:"oldest" doc:"最早的制卡日期"`
}

// waiting lists the agencies with cards at the centre, most cards first.
func waiting(tx *db.Tx) ([]Waiting, error) {
	var w db.Where
	w.And("c.holder_kind = ?", string(card.AtCentre))
	w.And("c.state = ?", string(card.Sealed))
	w.Scope(tx, "c.region_path", "c.bank")
	return db.All(tx, func(s db.Scanner) (one Waiting, err error) {
		err = s.Scan(&one.AgencyID, &one.Agency, &one.Ready, &one.Unbound, &one.Oldest)
		return one, err
	}, `SELECT c.agency_id, COALESCE(g.name, ''), SUM(CASE WHEN i.state = 'bound' THEN 1 ELSE 0 END),
		SUM(CASE WHEN i.state = 'bound' THEN 0 ELSE 1 END), MIN(c.made_on)
		FROM card c LEFT JOIN agency g ON g.id = c.agency_id LEFT JOIN batch_item i ON i.card_id = c.id`+w.SQL()+`
		GROUP BY c.agency_id, g.name ORDER BY 3 DESC, c.agency_id`, w.Args()...)
}
