package city

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"kaguan/internal/kit/api"
	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
	"kaguan/internal/kit/sheet"
	"kaguan/internal/link/fake"
	"kaguan/internal/record/org"
	"kaguan/internal/record/staff"
	"kaguan/internal/server"
)

// routes are the demo's own part of the API; no other server has it.
func (d *Demo) routes(s *server.Server) {
	r := s.Router
	api.Get(r, api.Op{Path: "/demo", Right: api.Public, Title: "演示城市：账号、日期与可以试用的名单"}, d.show)
	api.Call(r, api.Op{Path: "/demo/day", Right: api.SignedIn, Title: "演示城市：过一天"}, d.passDay)
	api.Raw(r, http.MethodGet, api.Op{Path: "/demo/lists/{name}", Right: api.SignedIn, Title: "演示城市：下载名单"}, d.download)
	api.Get(r, api.Op{Path: "/demo/faults", Right: api.SignedIn, Title: "演示城市：合作方的脾气"}, d.faults)
	api.Call(r, api.Op{Path: "/demo/faults", Right: api.SignedIn, Title: "演示城市：让合作方出错"}, d.setFaults)
}

type demoAnswer struct {
	Accounts []demoAccount `json:"accounts" doc:"每个角色一个账号"`
	Now      string        `json:"now" doc:"演示城市的时间，RFC 3339"`
	Day      string        `json:"day" doc:"同上"`
	Lists    []demoList    `json:"lists" doc:"可以试用的名单"`
}

type demoAccount struct {
	Login    string `json:"login" doc:"登录名"`
	Password string `json:"password" doc:"密码"`
	Role     string `json:"role" doc:"角色"`
	Name     string `json:"name" doc:"姓名，虚构"`
	Agency   string `json:"agency" doc:"机构"`
}

type demoList struct {
	Name string `json:"name" doc:"文件名"`
	URL  string `json:"url" doc:"下载地址"`
}

func (d *Demo) show(ctx context.Context, _ *struct{}) (*demoAnswer, error) {
	answer := &demoAnswer{Now: d.Now().Format(time.RFC3339), Day: d.Now().Format(time.RFC3339)}
	for _, name := range listFiles {
		answer.Lists = append(answer.Lists, demoList{name, api.Prefix + "/demo/lists/" + url.PathEscape(name)})
	}
	err := d.Server.DB.View(db.System(ctx, "demo"), func(tx *db.Tx) error {
		for _, p := range d.shown() {
			agency, err := org.FindAgencyByCode(tx, cmp.Or(p.Agency, centreCode))
			if err != nil {
				return err
			}
			answer.Accounts = append(answer.Accounts, demoAccount{p.Login, Password, staff.RoleOf(p.Role).Name, p.Name, agency.Name})
		}
		return nil
	})
	return answer, err
}

// shown are the accounts that visitors may use, in the order of the roles.
func (d *Demo) shown() (some []Post) {
	all := append(d.posts(), officers()...)
	for _, role := range staff.Roles() {
		for _, p := range all {
			if p.Role == role.Code && p.Shown {
				some = append(some, p)
			}
		}
	}
	return some
}

type demoWords struct {
	Words string `json:"words" doc:"这一天发生了什么"`
}

func (d *Demo) passDay(ctx context.Context, _ *struct{}) (*demoWords, error) {
	words, err := d.PassDay(ctx)
	return &demoWords{words}, err
}

func (d *Demo) download(_ context.Context, w http.ResponseWriter, req *http.Request) error {
	name := req.PathValue("name")
	if !slices.Contains(listFiles, name) {
		return fault.NewNotFound("没有这份名单，请从列表中选择")
	}
	content, err := os.ReadFile(filepath.Join(d.opt.Folder, listFolder, name))
	if err != nil {
		return err
	}
	kind := "application/zip"
	switch {
	case strings.HasSuffix(name, ".xlsx"):
		kind = sheet.XLSX.ContentType()
	case strings.HasSuffix(name, ".csv"):
		kind = sheet.CSV.ContentType()
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(name))
	_, err = w.Write(content)
	return err
}

// mood is a partner's will as the page shows and sets it.
type mood struct {
	Partner      string `json:"partner" doc:"合作方代码"`
	Name         string `json:"name,omitempty" doc:"合作方"`
	DelaySeconds int64  `json:"delaySeconds" doc:"收到文件后多久回盘，秒" minimum:"0" maximum:"2592000"`
	Parts        int    `json:"parts,omitempty" doc:"分几个文件回盘" minimum:"0" maximum:"20"`
	Refuse       int    `json:"refuse,omitempty" doc:"拒绝的百分比" minimum:"0" maximum:"100"`
	Silent       bool   `json:"silent,omitempty" doc:"不收也不发"`
	Twice        bool   `json:"twice,omitempty" doc:"同一文件发两次"`
	Truncated    bool   `json:"truncated,omitempty" doc:"文件不完整"`
	WrongCharset bool   `json:"wrongCharset,omitempty" doc:"编码不符"`
	WrongCount   bool   `json:"wrongCount,omitempty" doc:"文件头计数不符"`
}

func moodOf(p Partner) mood {
	w := p.Will()
	return mood{Partner: p.Code, Name: p.Name, DelaySeconds: int64(w.Delay / time.Second), Parts: w.Parts, Refuse: int(w.Refuse*100 + 0.5),
		Silent: w.Silent, Twice: w.Twice, Truncated: w.Truncated, WrongCharset: w.WrongCharset, WrongCount: w.WrongCount}
}

type moods struct {
	Partners []mood `json:"partners" doc:"全部合作方"`
}

func (d *Demo) faults(context.Context, *struct{}) (*moods, error) {
	answer := new(moods)
	for _, p := range d.Partners {
		answer.Partners = append(answer.Partners, moodOf(p))
	}
	return answer, nil
}

type moodInput struct{ Body mood }

func (d *Demo) setFaults(_ context.Context, in *moodInput) (*mood, error) {
	m := in.Body
	p, known := d.Partner(m.Partner)
	if !known {
		return nil, fault.NewNotFound("没有这个合作方，请从列表中选择")
	}
	p.SetWill(fake.Will{Delay: time.Duration(m.DelaySeconds) * time.Second, Parts: m.Parts, Refuse: float64(m.Refuse) / 100,
		Silent: m.Silent, Twice: m.Twice, Truncated: m.Truncated, WrongCharset: m.WrongCharset, WrongCount: m.WrongCount})
	now := moodOf(p)
	return &now, nil
}
