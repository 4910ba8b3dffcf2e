package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/schollz/progressbar/v3"

	"kaguan/internal/city"
	"kaguan/web"
)

type demoCommand struct {
	Addr string `help:"监听地址" default:":8080" env:"KAGUAN_ADDR"`
	TLS  bool   `help:"使用 HTTPS，自动生成证书" env:"KAGUAN_TLS"`
	Dir  string `help:"演示城市的目录；删除它就得到一座新城" default:"demo" env:"KAGUAN_DEMO"`
	DB   string `help:"空的 PostgreSQL 数据库，不填则为 SQLite" env:"KAGUAN_DEMO_DB"`
}

// Run serves a city of invented people, with its banks and its vendor on real
// sockets in this process. The first start lets it live for some weeks.
func (c *demoCommand) Run(ctx context.Context) error {
	pages, built := web.Files()
	if !built {
		fmt.Fprintln(os.Stderr, "页面尚未构建，只提供接口；请用 make demo 启动")
		pages = nil
	}
	bar := progressbar.NewOptions(1, progressbar.OptionSetDescription("演示城市"), progressbar.OptionSetWriter(os.Stderr))
	told := false
	d, err := city.OpenDemo(ctx, city.DemoOptions{Folder: c.Dir, Database: c.DB, Pages: pages, Secure: c.TLS, Tell: func(done, total int, doing string) {
		told = true
		bar.ChangeMax(total)
		bar.Describe(doing)
		_ = bar.Set(done) // a terminal that cannot show progress is no reason to stop
	}})
	if told {
		fmt.Fprintln(os.Stderr)
	}
	if err != nil {
		return err
	}
	l := listening{Addr: c.Addr, TLS: c.TLS, Dir: c.Dir}
	return errors.Join(l.serve(ctx, d.Server.Handler(), d.Run), d.Close())
}
