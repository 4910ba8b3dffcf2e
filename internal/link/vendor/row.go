package vendor

// Where a card failed (失败环节).
const (
	StageBank    = "银行"
	StageProduce = "制卡"
)

// ProduceRow orders one card (制卡数据). Dates are YYYY-MM-DD.
type ProduceRow struct {
	Serial        int    `col:"SERIAL"` // within the batch, from 1
	Card          string `col:"CARD"`
	Nation        string `col:"NATION"`
	IDType        string `col:"IDTYPE"`
	IDNumber      string `col:"IDNUMBER"`
	IDUntil       string `col:"IDUNTIL"`
	Name          string `col:"NAME"`
	Sex           string `col:"SEX"`
	Ethnic        string `col:"ETHNIC"`
	Birth         string `col:"BIRTH"`
	Status        string `col:"STATUS"`
	HouseKind     string `col:"HOUSEKIND"`
	HouseAddress  string `col:"HOUSEADDR"`
	Mobile        string `col:"MOBILE"`
	Phone         string `col:"PHONE"`
	Address       string `col:"ADDRESS"`
	Postcode      string `col:"POSTCODE"`
	Email         string `col:"EMAIL"`
	Village       string `col:"VILLAGE"`
	Unit          string `col:"UNIT"`
	UnitName      string `col:"UNITNAME"`
	GuardianID    string `col:"GUARDID"`
	GuardianName  string `col:"GUARDNAME"`
	GuardianPhone string `col:"GUARDPHONE"`
	Agency        string `col:"AGENCY"`
	Category      string `col:"CATEGORY"`
	Request       string `col:"REQUEST"`
	Reason        string `col:"REASON"`
	Produced      string `col:"PRODUCED"` // the issue date that stands on the card
	Until         string `col:"UNTIL"`
	Account       string `col:"ACCOUNT"`
	BankCard      string `col:"BANKCARD"`
	FaceName      string `col:"FACENAME"`
	Photo         string `col:"PHOTO"` // name in a package of pictures, empty for a card without
	Sort          string `col:"SORT"`  // destination; one box holds one
}

// ProduceReturn is what became of one card (制卡回盘): chip, ATR and position if
// it was made, else Stage and Why.
type ProduceReturn struct {
	Serial      int    `col:"SERIAL"`
	Card        string `col:"CARD"`
	IDNumber    string `col:"IDNUMBER"`
	Name        string `col:"NAME"`
	Produced    string `col:"PRODUCED"`
	Until       string `col:"UNTIL"`
	Chip        string `col:"CHIP"` // 卡识别码, 16 bytes in hex
	ATR         string `col:"ATR"`  // 卡复位码, its 13 historical bytes in hex
	Account     string `col:"ACCOUNT"`
	BankCard    string `col:"BANKCARD"`
	BankAccount string `col:"BANKACCT"`
	Position    string `col:"POSITION"` // 装箱位置, batch-bin-box-slot
	Stage       string `col:"STAGE"`
	Why         string `col:"WHY"`
}
