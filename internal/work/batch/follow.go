package batch

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"kaguan/internal/kit/db"
	"kaguan/internal/work/application"
)

// ReturnApplications follows batch.item_failed: who left a batch comes back to
// the clerk, with the partner's reason.
func ReturnApplications(_ context.Context, tx *db.Tx, e db.Entry) error {
	list, err := itemsOfEntry(tx, e)
	if err != nil {
		return err
	}
	for _, i := range list {
		if err := application.Fail(tx, i.ApplicationID, Round(i.Stage).Title(), i.why()); err != nil {
			return fmt.Errorf("returning the application of item %d: %w", i.ID, err)
		}
	}
	return nil
}

// why is the reason of a failure as a clerk reads it.
func (i Item) why() string {
	switch {
	case i.Reason == "":
		return i.Code
	case i.Code == "":
		return i.Reason
	}
	return i.Reason + "（" + i.Code + "）"
}

// CompleteApplications follows batch.made: an application ends with its card.
func CompleteApplications(_ context.Context, tx *db.Tx, e db.Entry) error {
	list, err := itemsOfEntry(tx, e)
	if err != nil {
		return err
	}
	return application.Made(tx, applicationIDs(list))
}

// ReleaseApplications follows batch.undone: its applications wait for another
// batch.
func ReleaseApplications(_ context.Context, tx *db.Tx, e db.Entry) error {
	id, err := strconv.ParseInt(e.Subject, 10, 64)
	if err != nil {
		return fmt.Errorf("reading the subject of entry %d: %w", e.Seq, err)
	}
	list, err := items(tx, ItemFilter{BatchID: id, State: ItemFreed})
	if err != nil {
		return err
	}
	for part := range slices.Chunk(list, chunk) {
		if err := application.Release(tx, applicationIDs(part)); err != nil {
			return err
		}
	}
	return nil
}

// itemsOfEntry are the items that an entry about items names.
func itemsOfEntry(tx *db.Tx, e db.Entry) ([]Item, error) {
	var detail itemsNote
	if err := json.Unmarshal(e.Detail, &detail); err != nil {
		return nil, fmt.Errorf("reading entry %d: %w", e.Seq, err)
	}
	id, err := strconv.ParseInt(e.Subject, 10, 64)
	if err != nil {
		return nil, fmt.Errorf("reading the subject of entry %d: %w", e.Seq, err)
	}
	return itemsByID(tx, id, detail.Items)
}
