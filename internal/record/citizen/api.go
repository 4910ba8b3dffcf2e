package citizen

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"kaguan/internal/kit/api"
	"kaguan/internal/kit/blob"
	"kaguan/internal/kit/cn"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
)

// Desk is where citizens are looked up.
type Desk struct {
	db       *db.DB
	register *Register
	photos   blob.Store
}

// NewDesk makes the desk of a database, its register and the store of photos.
func NewDesk(d *db.DB, register *Register, photos blob.Store) *Desk {
	return &Desk{d, register, photos}
}

// Routes registers the register's part of the open API. A reveal is a Call:
// what a Post answers is kept for its Idempotency-Key, and full values must not
// be kept anywhere in the open.
func Routes(r *api.Router, k *Desk) {
	api.Get(r, api.Op{Path: "/citizens", Right: "citizen.view", Title: "查询参保人"}, k.list)
	api.Get(r, api.Op{Path: "/citizens/{id}", Right: "citizen.view", Title: "查看一个参保人"}, k.show)
	api.Call(r, api.Op{Path: "/citizens/{id}/reveal", Right: "citizen.reveal", Title: "查看完整证件号码和联系方式（留痕）"}, k.reveal)
	api.Raw(r, http.MethodGet, api.Op{Path: "/citizens/{id}/photo", Right: "citizen.view", Title: "查看参保人照片"}, k.photo)
}

// Item is one person as the API shows him, masked.
type Item struct {
	ID         int64  `json:"id"`
	DocType    string `json:"docType" doc:"证件类型代码"`
	IDNumber   string `json:"idNumber" doc:"证件号码，中间隐去"`
	Name       string `json:"name" doc:"姓名"`
	Sex        string `json:"sex" doc:"性别代码"`
	Birth      string `json:"birth" doc:"出生日期"`
	Mobile     string `json:"mobile" doc:"移动电话，中间隐去"`
	RegionPath string `json:"regionPath" doc:"所属行政区划路径"`
	UnitName   string `json:"unitName" doc:"单位名称"`
	HasPhoto   bool   `json:"hasPhoto" doc:"有照片"`
}

type record struct {
	Item
	Pinyin      string   `json:"pinyin" doc:"姓名拼音"`
	Ethnic      string   `json:"ethnic" doc:"民族代码"`
	Nationality string   `json:"nationality" doc:"国籍代码"`
	Household   string   `json:"household" doc:"户口性质代码"`
	Phone       string   `json:"phone" doc:"固定电话，中间隐去"`
	Address     string   `json:"address" doc:"通讯地址，隐去"`
	Postcode    string   `json:"postcode" doc:"邮政编码"`
	Email       string   `json:"email" doc:"电子邮箱，隐去"`
	DocFrom     string   `json:"docFrom" doc:"证件有效期起"`
	DocTo       string   `json:"docTo" doc:"证件有效期止"`
	Category    string   `json:"category" doc:"人员类别代码"`
	PersonState string   `json:"personState" doc:"人员状态代码"`
	Occupation  string   `json:"occupation" doc:"职业代码"`
	UnitCode    string   `json:"unitCode" doc:"单位编号"`
	Guardian    guardian `json:"guardian" doc:"监护人"`
	CreatedAt   int64    `json:"createdAt" doc:"登记时间，毫秒"`
	UpdatedAt   int64    `json:"updatedAt" doc:"最近修改时间，毫秒"`
}

type guardian struct {
	Name     string `json:"name" doc:"姓名"`
	IDNumber string `json:"idNumber" doc:"证件号码，中间隐去"`
	Phone    string `json:"phone" doc:"电话，中间隐去"`
	Relation string `json:"relation" doc:"关系代码"`
}

func itemOf(c Citizen) Item {
	return Item{ID: c.ID, DocType: c.DocType, IDNumber: cn.MaskID(c.IDNumber), Name: c.Name, Sex: c.Sex, Birth: c.Birth,
		Mobile: cn.MaskPhone(c.Mobile), RegionPath: c.RegionPath, UnitName: c.UnitName, HasPhoto: c.PhotoDigest != ""}
}

func recordOf(c Citizen) *record {
	g := c.Guardian
	return &record{Item: itemOf(c), Pinyin: c.Pinyin, Ethnic: c.Ethnic, Nationality: c.Nationality, Household: c.Household,
		Phone: cn.MaskPhone(c.Phone), Address: cn.MaskName(c.Address), Postcode: c.Postcode, Email: cn.MaskName(c.Email),
		DocFrom: c.DocFrom, DocTo: c.DocTo, Category: c.Category, PersonState: c.PersonState, Occupation: c.Occupation, UnitCode: c.UnitCode,
		Guardian:  guardian{Name: g.Name, IDNumber: cn.MaskID(g.IDNumber), Phone: cn.MaskPhone(g.Phone), Relation: g.Relation},
		CreatedAt: c.CreatedAt, UpdatedAt: c.UpdatedAt}
}

type listInput struct {
	api.Paging
	Q string `query:"q" doc:"证件号码、手机号码，或姓名、拼音、首字母的开头；为空则没有结果" maxLength:"60"`
}

// list is a search, not a listing: the best matches on one page, and none
// without a query, because nobody's work is to leaf through all people.
func (k *Desk) list(ctx context.Context, in *listInput) (*api.Page[Item], error) {
	page := &api.Page[Item]{Items: []Item{}}
	err := k.db.View(ctx, func(tx *db.Tx) error {
		found, err := k.register.Search(tx, in.Q, in.Limit)
		for _, c := range found {
			page.Items = append(page.Items, itemOf(c))
		}
		page.Total = int64(len(found))
		return err
	})
	return page, err
}

type idInput struct {
	ID int64 `path:"id"`
}

func (k *Desk) show(ctx context.Context, in *idInput) (answer *record, err error) {
	err = k.db.View(ctx, func(tx *db.Tx) error {
		c, err := k.register.Get(tx, in.ID)
		answer = recordOf(c)
		return err
	})
	return answer, err
}

type revealInput struct {
	ID   int64 `path:"id"`
	Body struct {
		Reason string `json:"reason" doc:"查看原因" minLength:"2" maxLength:"200"`
	}
}

type revealed struct {
	IDNumber      string `json:"idNumber" doc:"证件号码"`
	Mobile        string `json:"mobile" doc:"移动电话"`
	Phone         string `json:"phone" doc:"固定电话"`
	Address       string `json:"address" doc:"通讯地址"`
	Email         string `json:"email" doc:"电子邮箱"`
	GuardianID    string `json:"guardianIdNumber" doc:"监护人证件号码"`
	GuardianPhone string `json:"guardianPhone" doc:"监护人电话"`
}

func (k *Desk) reveal(ctx context.Context, in *revealInput) (answer *revealed, err error) {
	err = k.db.Do(ctx, func(tx *db.Tx) error {
		c, err := k.register.Get(tx, in.ID)
		if err != nil {
			return err
		}
		answer = &revealed{IDNumber: c.IDNumber, Mobile: c.Mobile, Phone: c.Phone, Address: c.Address, Email: c.Email,
			GuardianID: c.Guardian.IDNumber, GuardianPhone: c.Guardian.Phone}
		return tx.Note(db.Ref("citizen", c.ID), "citizen.revealed", map[string]any{"reason": strings.TrimSpace(in.Body.Reason)})
	})
	return answer, err
}

// biggest is far above any photo that was let in.
const biggest = 1 << 20

func (k *Desk) photo(ctx context.Context, w http.ResponseWriter, req *http.Request) error {
	id, err := strconv.ParseInt(req.PathValue("id"), 10, 64)
	if err != nil {
		return errUnknown
	}
	var c Citizen
	err = k.db.View(ctx, func(tx *db.Tx) (err error) {
		c, err = k.register.Get(tx, id)
		return err
	})
	if err != nil {
		return err
	}
	if c.PhotoDigest == "" {
		return fault.NewNotFound("此人还没有照片，请先采集或上传")
	}
	content, err := blob.Read(ctx, k.photos, blob.Digest(c.PhotoDigest), biggest)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "image/jpeg")
	w.Header().Set("Cache-Control", "private, no-store")
	_, err = w.Write(content)
	return err
}
