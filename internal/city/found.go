package city

import (
	"context"
	"fmt"
	"strings"

	"kaguan/internal/kit/db"
	"kaguan/internal/record/org"
	"kaguan/internal/record/staff"
)

const vendorName = "虚构智能卡有限公司"

// found makes an empty house into a city, as its officers would: the one-time
// link makes the security officer, he the system officer, who sets up the
// places; then all others get their posts. A founded city stays as it is.
func (c *City) found(ctx context.Context) error {
	var token string
	err := c.Server.DB.Do(db.System(ctx, "setup"), func(tx *db.Tx) error {
		needed, err := staff.NeedsSetup(tx)
		if err == nil && needed {
			token, err = staff.SetupLink(tx)
		}
		return err
	})
	if err != nil || token == "" {
		return err
	}
	first := officers()[0]
	if _, err := c.Server.Door.Setup(ctx, staff.SetupInput{Token: token, Login: first.Login, Name: first.Name, Password: Password}); err != nil {
		return err
	}
	if err := c.appoint(ctx, officers()[1:]); err != nil {
		return err
	}
	if err := c.do(ctx, systemOfficer, c.foundPlaces); err != nil {
		return fmt.Errorf("founding the places: %w", err)
	}
	return c.appoint(ctx, c.posts())
}

// appoint makes users with their roles. In a quick city they have no passwords,
// which take long to hash: they act, and nobody can sign in as them.
func (c *City) appoint(ctx context.Context, posts []Post) error {
	links := make(map[string]string, len(posts))
	if err := c.do(ctx, securityOfficer, func(tx *db.Tx) error {
		for _, p := range posts {
			link, err := appointOne(tx, p)
			if err != nil {
				return fmt.Errorf("appointing %s: %w", p.Login, err)
			}
			links[p.Login] = link.Token
		}
		return nil
	}); err != nil {
		return err
	}
	for _, p := range posts {
		if c.opt.Quick || !p.Shown {
			continue
		}
		if err := c.Server.Door.SetPassword(ctx, links[p.Login], Password); err != nil {
			return fmt.Errorf("choosing the password of %s: %w", p.Login, err)
		}
	}
	return nil
}

func appointOne(tx *db.Tx, p Post) (staff.Link, error) {
	in := staff.CreateInput{Login: p.Login, Name: p.Name}
	if p.Agency != "" {
		agency, err := org.FindAgencyByCode(tx, p.Agency)
		if err != nil {
			return staff.Link{}, err
		}
		in.Agency = staff.Agency{ID: agency.ID, Name: agency.Name, RegionPath: agency.RegionPath}
	}
	user, link, err := staff.Create(tx, in)
	if err != nil {
		return staff.Link{}, err
	}
	_, err = staff.Grant(tx, staff.GrantInput{UserID: user.ID, Role: p.Role, ScopePath: p.Scope, Bank: p.Bank})
	return link, err
}

// foundPlaces sets up the centre, an agency in each county, town and made-up
// village, the banks' outlets, two employers a county, and the vendor.
func (c *City) foundPlaces(tx *db.Tx) error {
	centre, err := org.AddAgency(tx, org.Agency{Code: centreCode, Name: "韶关市社会保障卡管理中心", Kind: org.KindCentre, RegionPath: cityPath,
		Address: "韶关市武江区虚构路1号", Phone: "0751-0000000"})
	if err != nil {
		return err
	}
	regions, err := org.Children(tx, area)
	if err != nil {
		return err
	}
	for i, r := range regions {
		if err := foundCounty(tx, centre, r, i); err != nil {
			return fmt.Errorf("founding %s: %w", r.Name, err)
		}
	}
	_, err = org.AddVendor(tx, org.Vendor{Code: vendorCode, Name: vendorName})
	return err
}

func foundCounty(tx *db.Tx, centre org.Agency, r org.Region, nth int) error {
	agency, err := org.AddAgency(tx, org.Agency{Code: r.Code, Name: r.Name + "社会保险基金管理局", Kind: org.KindCounty, ParentID: centre.ID, RegionPath: r.Path})
	if err != nil {
		return err
	}
	banks, err := org.Banks(tx)
	if err != nil {
		return err
	}
	for _, b := range banks {
		if _, err := org.AddAgency(tx, org.Agency{Code: "WD" + b.Code + r.Code, Name: b.Short + r.Name + "支行营业部", Kind: org.KindOutlet,
			ParentID: agency.ID, RegionPath: r.Path, BankCode: b.Code}); err != nil {
			return err
		}
	}
	for i, name := range employers(nth) {
		if _, err := org.AddAgency(tx, org.Agency{Code: employerCode(r.Code, i), Name: name, Kind: org.KindUnit, ParentID: agency.ID, RegionPath: r.Path}); err != nil {
			return err
		}
	}
	towns, err := org.Children(tx, r.Code)
	if err != nil {
		return err
	}
	for i, town := range towns {
		if err := foundTown(tx, agency, town, nth*7+2*i); err != nil {
			return fmt.Errorf("founding %s: %w", town.Name, err)
		}
	}
	return nil
}

// foundTown makes a town's office and two villages, whose names begin at a place
// of the list of stems.
func foundTown(tx *db.Tx, county org.Agency, r org.Region, stem int) error {
	town, err := org.AddAgency(tx, org.Agency{Code: r.Code, Name: r.Name + "公共服务办公室", Kind: org.KindTown, ParentID: county.ID, RegionPath: r.Path})
	if err != nil {
		return err
	}
	stems := strings.Fields(villageStems)
	for i, kind := range []string{"社区", "村"} {
		if strings.HasSuffix(r.Name, "街道") {
			kind = "社区"
		}
		village, err := org.AddRegion(tx, org.Region{Code: fmt.Sprintf("%s%03d", r.Code, 1+i*200), Name: stems[(stem+i)%len(stems)] + kind})
		if err != nil {
			return err
		}
		if _, err := org.AddAgency(tx, org.Agency{Code: village.Code, Name: village.Name + "便民服务站", Kind: org.KindVillage,
			ParentID: town.ID, RegionPath: village.Path}); err != nil {
			return err
		}
	}
	return nil
}

// villageStems are made up; no village of the city is meant.
const villageStems = `云溪 石陂 长塘 新田 古樟 龙潭 上围 下坪 黄屋 杉木坳 竹园 白水 大岭 河背 湾头 朱坑 梅花 银杏 鹅颈 塘角
 水口 径口 禾坪 茶山 松岗 枫树 桃源 高车 半岭 月形 牛栏 东坑 西岸 南塅 北村 圳头 双桥 三江口 四联 五里 六合 七星 八角 九曲
 石角 麻坜 沙园 瓦窑 井头 凤尾 甘溪 蓝屋 罗围 油茶坪 莲塘 田心 社背 铁寨`

// employers are two made-up employers of the nth county.
func employers(nth int) [2]string {
	stems := strings.Fields("丹青 北岭 浈水 云髻 翠屏 青嶂 瑶岭 雪峒 金鸡岭 珠玑巷")
	stem := stems[nth%len(stems)]
	return [2]string{"虚构" + stem + "机械有限公司", "虚构" + stem + "中心小学"}
}

func employerCode(county string, nth int) string { return fmt.Sprintf("DW%s%03d", county, nth+1) }
