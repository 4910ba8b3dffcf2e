package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/fault"
	"kaguan/internal/server"
)

type verifyCommand struct {
	Dir  string `help:"数据目录" default:"data" env:"KAGUAN_DIR"`
	DB   string `help:"数据库：postgres://…，不填则为数据目录中的 SQLite" env:"KAGUAN_DB"`
	Head string `help:"上次抄录的链尾，形如 序号:摘要；用来发现被截去的尾部"`
}

// Run walks the chain and names the first broken entry and any entry that waits
// unsealed. It ends with an error if either is found.
func (c *verifyCommand) Run(ctx context.Context) error {
	url := c.DB
	if url == "" {
		url = filepath.Join(c.Dir, "kaguan.db")
	}
	d, err := db.Open(ctx, db.Options{URL: url, Schema: server.Schema(), Holder: "verify"})
	if err != nil {
		return err
	}
	var walk db.Walk
	err = d.View(db.System(ctx, "verify"), func(tx *db.Tx) (err error) {
		walk, err = db.VerifyJournal(tx)
		if err == nil && c.Head != "" {
			err = db.VerifyHead(tx, c.Head)
		}
		return err
	})
	if err := errors.Join(err, d.Close()); err != nil {
		return err
	}
	fmt.Printf("日志链完好：%d 条，链尾 %d:%s\n", walk.Entries, walk.Entries, walk.Head)
	if walk.Waiting > 0 {
		return fault.NewConflict(fmt.Sprintf("有 %d 条日志等待封存，最早的编号为 %d；服务运行时会自动封存，请启动服务后再核对", walk.Waiting, walk.First))
	}
	return nil
}
