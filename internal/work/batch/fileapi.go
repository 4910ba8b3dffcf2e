package batch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"kaguan/internal/kit/db"
	"kaguan/internal/kit/exchange"
	"kaguan/internal/kit/fault"
)

// mostReturn is far more than the answer for the largest batch.
const mostReturn = 64 << 20

// taken is the answer to an upload.
type taken struct {
	File     exchange.File `json:"file"`
	Repeated bool          `json:"repeated"`
	Strays   int           `json:"strays"`
}

// upload takes a return file that a clerk brings, as if the partner had sent it:
// ?name= is the file's name, ?round= the round if not the one waited for.
func (k *Desk) upload(ctx context.Context, w http.ResponseWriter, req *http.Request) error {
	id, err := pathID(req)
	if err != nil {
		return err
	}
	content, err := io.ReadAll(http.MaxBytesReader(w, req.Body, mostReturn))
	if err != nil {
		return fault.NewInvalid("文件没有传完或超过 64 MB，请检查后重新上传", err)
	}
	receipt, err := k.Take(ctx, Upload{BatchID: id, Round: Round(req.URL.Query().Get("round")), Name: req.URL.Query().Get("name"), Content: content})
	if err != nil {
		return err
	}
	answer := taken{File: receipt.File, Repeated: receipt.Repeated}
	if receipt.Problems != nil {
		answer.Strays = receipt.Problems.Count
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	return json.NewEncoder(w).Encode(answer)
}

// download gives the very bytes that left or came. The file is full of personal
// values, so each look is an entry.
func (k *Desk) download(ctx context.Context, w http.ResponseWriter, req *http.Request) error {
	id, err := pathID(req)
	if err != nil {
		return err
	}
	file, err := k.file(ctx, id)
	if err != nil {
		return err
	}
	content, err := k.files.Content(ctx, file)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(file.Name))
	w.Header().Set("Content-Length", strconv.FormatInt(file.Bytes, 10))
	_, err = io.Copy(w, content)
	if err = errors.Join(err, content.Close()); err != nil {
		return fmt.Errorf("sending file %d: %w", id, err)
	}
	return nil
}

// file finds a file of a batch within the actor's scope, and notes that it was
// looked at.
func (k *Desk) file(ctx context.Context, id int64) (file exchange.File, err error) {
	err = k.db.Do(ctx, func(tx *db.Tx) error {
		if file, err = exchange.Find(tx, id); err != nil {
			return err
		}
		batchID, err := strconv.ParseInt(strings.TrimPrefix(file.Ref, refPrefix), 10, 64)
		if err != nil {
			return fault.NewNotFound("没有这个文件，请刷新列表")
		}
		if _, err := find(tx, batchID); err != nil {
			return err
		}
		return tx.Note(subject(batchID), "batch.file_downloaded", map[string]any{"fileId": id, "name": file.Name})
	})
	return file, err
}

func pathID(req *http.Request) (int64, error) {
	id, err := strconv.ParseInt(req.PathValue("id"), 10, 64)
	if err != nil {
		return 0, fault.NewInvalid("编号不正确，请从列表中选择")
	}
	return id, nil
}
