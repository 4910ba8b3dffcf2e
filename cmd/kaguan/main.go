// Command kaguan is the whole system in one program: the server, the demo city,
// and the tools of its administrators.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"kaguan/internal/kit/fault"
	"kaguan/internal/server"
	"kaguan/sdk/client"
)

// commands are the subcommands, one file each.
type commands struct {
	Config kong.ConfigFlag `help:"配置文件（JSON），其中的键与下面的选项同名；命令行和环境变量优先" type:"existingfile" env:"KAGUAN_CONFIG"`
	Log    string          `help:"日志级别" enum:"debug,info,warn,error" default:"info" env:"KAGUAN_LOG"`

	Serve         serveCommand    `cmd:"" help:"启动服务"`
	Demo          demoCommand     `cmd:"" help:"启动演示城市（虚构数据）"`
	Import        importCommand   `cmd:"" help:"从命令行导入名单"`
	Template      templateCommand `cmd:"" help:"输出空白名单"`
	VerifyJournal verifyCommand   `cmd:"" help:"重新核对日志链"`
	Openapi       openapiCommand  `cmd:"" help:"输出开放接口说明（OpenAPI 3.1）"`
}

func main() {
	var cli commands
	parser, err := kong.New(&cli, kong.Name("kaguan"), kong.Description("卡管：社会保障卡管理信息系统"), kong.UsageOnError(), kong.Configuration(settings))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	run, err := parser.Parse(os.Args[1:])
	parser.FatalIfErrorf(err)
	var level slog.Level
	parser.FatalIfErrorf(level.UnmarshalText([]byte(cli.Log)))
	slog.SetDefault(server.NewLog(os.Stderr, level))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	run.BindTo(ctx, (*context.Context)(nil))
	if err := run.Run(); err != nil {
		fmt.Fprintln(os.Stderr, words(err))
		os.Exit(1)
	}
}

// words is what a person at the shell gets: a fault's words, and the cause too,
// because he runs the machine.
func words(err error) string {
	var problem *client.Problem
	if errors.As(err, &problem) {
		return problem.Error()
	}
	if f := fault.As(err); f != nil && f.Cause != nil {
		return f.Words + "\n原因：" + f.Cause.Error()
	}
	return err.Error()
}
