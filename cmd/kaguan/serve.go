package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	"kaguan/internal/kit/api"
	"kaguan/internal/kit/clock"
	"kaguan/internal/kit/db"
	"kaguan/internal/record/staff"
	"kaguan/internal/server"
	"kaguan/web"
)

// listening is how a server is reached.
type listening struct {
	Addr string `help:"监听地址" default:":8080" env:"KAGUAN_ADDR"`
	TLS  bool   `help:"使用 HTTPS；首次运行时自动生成证书，可替换数据目录中的 tls.crt 与 tls.key" env:"KAGUAN_TLS"`
	Dir  string `help:"数据目录：密钥、照片、文件和 SQLite 数据库" default:"data" env:"KAGUAN_DIR"`
	DB   string `help:"数据库：postgres://…，不填则为数据目录中的 SQLite" env:"KAGUAN_DB"`
}

type serveCommand struct {
	listening
	Partners string `help:"合作方配置文件（JSON 数组）；没有配置的银行和卡商不能成批" type:"existingfile" env:"KAGUAN_PARTNERS"`
	City     string `help:"本市名称" default:"韶关市" env:"KAGUAN_CITY"`
	Area     string `help:"本市行政区划代码，用在交换文件名中" default:"440200" env:"KAGUAN_AREA"`
}

// Run serves until the process is told to end.
func (c *serveCommand) Run(ctx context.Context) error {
	pages, built := web.Files()
	if !built {
		fmt.Fprintln(os.Stderr, "页面尚未构建，只提供接口；请用 make build 构建完整程序")
	}
	partners, err := readPartners(c.Partners)
	if err != nil {
		return err
	}
	s, err := server.New(ctx, server.World{Folder: c.Dir, Database: c.DB, Pages: pages, Secure: c.TLS, Partners: partners, Holder: holder(), City: c.City, Area: c.Area})
	if err != nil {
		return err
	}
	if err := printSetupLink(ctx, s, c.listening); err != nil {
		return errors.Join(err, s.Close())
	}
	return errors.Join(c.serve(ctx, s.Handler(), s.Run), s.Close())
}

// holder names this process among others on the same database.
func holder() string {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	return fmt.Sprintf("%s-%d", host, os.Getpid())
}

// printSetupLink prints the one-time link by which the first officer sets his
// own password: no default password exists.
func printSetupLink(ctx context.Context, s *server.Server, l listening) error {
	return s.DB.Do(db.System(ctx, "setup"), func(tx *db.Tx) error {
		needed, err := staff.NeedsSetup(tx)
		if err != nil || !needed {
			return err
		}
		token, err := staff.SetupLink(tx)
		if err != nil {
			return err
		}
		fmt.Printf("首次启动：请在 24 小时内打开下面的一次性链接，设置安全管理员账号\n  %s/setup?token=%s\n", l.url(), token)
		return nil
	})
}

func (l listening) url() string {
	scheme := "http"
	if l.TLS {
		scheme = "https"
	}
	host, port, err := net.SplitHostPort(l.Addr)
	if err != nil || host == "" || host == "0.0.0.0" || host == "::" {
		host = "localhost"
	}
	return scheme + "://" + net.JoinHostPort(host, port)
}

// serve answers requests, with work running beside, until ctx ends; then it
// lets requests finish.
func (l listening) serve(ctx context.Context, h http.Handler, work func(ctx context.Context)) error {
	listener, err := net.Listen("tcp", l.Addr)
	if err != nil {
		return fmt.Errorf("无法监听 %s，可能已有程序在使用：%w", l.Addr, err)
	}
	l.Addr = listener.Addr().String()
	web := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute}
	if l.TLS {
		cert, err := api.Certificate(l.Dir, clock.System{}.Now())
		if err != nil {
			return err
		}
		listener = tls.NewListener(listener, &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12})
	}
	working, rest := context.WithCancel(context.WithoutCancel(ctx))
	worked := make(chan struct{})
	go func() { work(working); close(worked) }()
	failed := make(chan error, 1)
	go func() { failed <- web.Serve(listener) }()
	fmt.Printf("已启动：%s\n", l.url())
	select {
	case err = <-failed:
	case <-ctx.Done():
		ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		err = web.Shutdown(ending)
		cancel()
	}
	rest()
	<-worked
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}
