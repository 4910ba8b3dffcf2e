package main

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"

	"kaguan/internal/work/application"
	"kaguan/sdk/client"
)

// account is who a shell command acts as: the same rights, the same journal as
// at a page.
type account struct {
	Server   string `help:"服务器地址" default:"http://localhost:8080" env:"KAGUAN_SERVER"`
	Login    string `help:"登录名" required:"" env:"KAGUAN_LOGIN"`
	Password string `help:"密码；请用环境变量，不要写在命令行上" required:"" env:"KAGUAN_PASSWORD"`
}

func (a account) signIn(ctx context.Context) (*client.Client, error) {
	c, err := client.New(a.Server, nil)
	if err != nil {
		return nil, err
	}
	return c, c.SignIn(ctx, a.Login, a.Password)
}

type importCommand struct {
	Applications importApplications `cmd:"" help:"导入批量申请：kaguan import applications 名单.xlsx --photos 照片.zip"`
}

type importApplications struct {
	account
	List   string `arg:"" help:"名单（xlsx 或 CSV）" type:"existingfile"`
	Photos string `help:"照片 ZIP，文件名为身份证号码.jpg" type:"existingfile"`
	Agency int64  `help:"名单没有填写时的领卡机构编号"`
	Bank   string `help:"名单没有填写时的服务银行代码"`
	Check  bool   `help:"只检查，不导入"`
	Errors string `help:"不合格行另存为" default:"不合格.xlsx"`
}

// importView is the part of an import that the shell shows.
type importView struct {
	ID        int64  `json:"id"`
	State     string `json:"state"`
	StateName string `json:"stateName"`
	Words     string `json:"words"`
	Total     int64  `json:"total"`
	Staged    int64  `json:"staged"`
	Applied   int64  `json:"applied"`
	Again     bool   `json:"again"`
	Verdicts  []struct {
		Verdict string `json:"verdict"`
		Name    string `json:"name"`
		Count   int64  `json:"count"`
		Reasons []struct {
			Words string  `json:"words"`
			Count int64   `json:"count"`
			Lines []int64 `json:"lines"`
		} `json:"reasons"`
	} `json:"verdicts"`
}

// bad tells whether rows came back that somebody must mend.
func (v importView) bad() bool {
	for _, verdict := range v.Verdicts {
		if verdict.Verdict != "good" && verdict.Verdict != "existing" && verdict.Count > 0 {
			return true
		}
	}
	return false
}

// Run uploads, waits for the check, prints what would happen, and confirms.
func (c *importApplications) Run(ctx context.Context) error {
	api, err := c.signIn(ctx)
	if err != nil {
		return err
	}
	body := map[string]any{}
	for key, path := range map[string]string{"upload": c.List, "photos": c.Photos} {
		if path == "" {
			continue
		}
		if body[key], err = upload(ctx, api, path); err != nil {
			return err
		}
	}
	if c.Agency != 0 {
		body["agencyId"] = c.Agency
	}
	if c.Bank != "" {
		body["bank"] = c.Bank
	}
	var run importView
	if err := api.Post(ctx, "/applications/imports", body, &run); err != nil {
		return err
	}
	if run, err = wait(ctx, api, run.ID, "检查", "staging"); err != nil {
		return err
	}
	printImport(run)
	if run.bad() {
		if err := saveErrors(ctx, api, run.ID, c.Errors); err != nil {
			return err
		}
	}
	if c.Check || run.State != "previewed" {
		return nil
	}
	if err := api.Post(ctx, fmt.Sprintf("/applications/imports/%d/confirm", run.ID), nil, nil); err != nil {
		return err
	}
	run, err = wait(ctx, api, run.ID, "导入", "applying", "previewed")
	if err == nil {
		fmt.Printf("%s：导入 %d 人\n", run.StateName, run.Applied)
	}
	return err
}

func upload(ctx context.Context, api *client.Client, path string) (int64, error) {
	file, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	stat, err := file.Stat()
	if err != nil {
		return 0, err
	}
	bar := progressbar.DefaultBytes(stat.Size(), "上传 "+filepath.Base(path))
	var answer struct {
		ID int64 `json:"id"`
	}
	err = api.Upload(ctx, "/uploads?name="+url.QueryEscape(filepath.Base(path)), io.TeeReader(file, bar), &answer)
	fmt.Fprintln(os.Stderr)
	return answer.ID, err
}

// wait shows the progress until the import leaves the given states.
func wait(ctx context.Context, api *client.Client, id int64, words string, while ...string) (run importView, err error) {
	bar := progressbar.Default(1, words)
	for {
		if err := api.Get(ctx, fmt.Sprintf("/applications/imports/%d/preview", id), &run); err != nil {
			return run, err
		}
		bar.ChangeMax64(max(run.Total, 1))
		if err := bar.Set64(max(run.Staged, run.Applied)); err != nil {
			return run, err
		}
		if !strings.Contains(" "+strings.Join(while, " ")+" ", " "+run.State+" ") {
			fmt.Fprintln(os.Stderr)
			return run, nil
		}
		select {
		case <-ctx.Done():
			return run, ctx.Err()
		case <-time.After(300 * time.Millisecond):
		}
	}
}

func printImport(run importView) {
	fmt.Printf("共 %d 行，%s\n", run.Total, run.StateName)
	if run.Words != "" {
		fmt.Println(run.Words)
	}
	for _, verdict := range run.Verdicts {
		fmt.Printf("%8d  %s\n", verdict.Count, verdict.Name)
		for _, reason := range verdict.Reasons {
			fmt.Printf("%8d      %s（如第 %s 行）\n", reason.Count, reason.Words, strings.Trim(fmt.Sprint(reason.Lines), "[]"))
		}
	}
	if run.Again {
		fmt.Println("同一份名单以前上传过，没有重复处理，这是那一次的结果")
	}
}

func saveErrors(ctx context.Context, api *client.Client, id int64, path string) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := api.Download(ctx, fmt.Sprintf("/applications/imports/%d/errors.xlsx", id), file); err != nil {
		return err
	}
	fmt.Printf("不合格的行已存入 %s，改正后可直接再次导入\n", path)
	return file.Close()
}

type templateCommand struct {
	Applications templateApplications `cmd:"" help:"批量申请名单"`
}

type templateApplications struct {
	Output string `arg:"" optional:"" help:"存为" default:"批量申请名单.xlsx"`
}

// Run writes the empty list; it needs no server.
func (c *templateApplications) Run() error {
	file, err := os.Create(c.Output)
	if err != nil {
		return err
	}
	if err := application.Template(file); err != nil {
		return err
	}
	fmt.Println(c.Output)
	return file.Close()
}
