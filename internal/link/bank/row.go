package bank

// What a bank answers to one row.
const (
	Accepted = "00"
	Rejected = "99"
)

// The states of an account, as a bank tells them.
const (
	Inactive = "0" // opened by us, the citizen has not been at the counter yet
	Active   = "1"
	Closed   = "9"
)

// PreAccountRow asks the bank to open an account for one person (预开户). Dates
// are YYYY-MM-DD; an ID card without end is valid until 9999-12-31.
type PreAccountRow struct {
	Serial        int    `col:"SERIAL"` // within the batch, from 1
	Batch         string `col:"BATCH"`
	Card          string `col:"CARD"`
	IDType        string `col:"IDTYPE"`
	IDNumber      string `col:"IDNUMBER"`
	Name          string `col:"NAME"`
	Pinyin        string `col:"PINYIN"`
	Sex           string `col:"SEX"`
	Ethnic        string `col:"ETHNIC"`
	Birth         string `col:"BIRTH"`
	Nation        string `col:"NATION"`
	IDFrom        string `col:"IDFROM"`
	IDUntil       string `col:"IDUNTIL"`
	IDIssuer      string `col:"IDISSUER"`
	Occupation    string `col:"OCCUPATION"`
	Industry      string `col:"INDUSTRY"`
	Mobile        string `col:"MOBILE"`
	Phone         string `col:"PHONE"`
	HouseAddress  string `col:"HOUSEADDR"`
	Address       string `col:"ADDRESS"`
	Postcode      string `col:"POSTCODE"`
	Email         string `col:"EMAIL"`
	Employer      string `col:"EMPLOYER"`
	GuardianName  string `col:"GUARDNAME"`
	GuardianType  string `col:"GUARDTYPE"`
	GuardianID    string `col:"GUARDID"`
	GuardianPhone string `col:"GUARDPHONE"`
	Outlet        string `col:"OUTLET"`
	Image         string `col:"IMAGE"`
}

// PreAccountReturn is the bank's answer for one person (预开户回盘). Without
// Accepted only Code and Words are filled.
type PreAccountReturn struct {
	Serial   int    `col:"SERIAL"`
	Batch    string `col:"BATCH"`
	Card     string `col:"CARD"`
	IDNumber string `col:"IDNUMBER"`
	Name     string `col:"NAME"`
	Result   string `col:"RESULT"`
	Code     string `col:"CODE"`
	Words    string `col:"WORDS"`
	BankCard string `col:"BANKCARD"`
	Account  string `col:"ACCOUNT"`
	Branch   string `col:"BRANCH"`
	Opened   string `col:"OPENED"`
}

// BindRow tells the bank which chip was produced for which bank card (银行数据).
type BindRow struct {
	Serial   int    `col:"SERIAL"`
	Batch    string `col:"BATCH"`
	Card     string `col:"CARD"`
	IDNumber string `col:"IDNUMBER"`
	Name     string `col:"NAME"`
	BankCard string `col:"BANKCARD"`
	Chip     string `col:"CHIP"` // 16 bytes in hex
	Issued   string `col:"ISSUED"`
}

// BindReturn is the bank's answer for one card (银行回盘).
type BindReturn struct {
	Serial int    `col:"SERIAL"`
	Batch  string `col:"BATCH"`
	Card   string `col:"CARD"`
	Result string `col:"RESULT"`
	Code   string `col:"CODE"`
	Words  string `col:"WORDS"`
	Status string `col:"STATUS"`
}
