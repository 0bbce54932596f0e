package tree

import (
	"bytes"
	"context"

	"loquat/backend/importer/source"
)

// TakeWhole reads a file that is one conversation, written as an array of its messages, and takes it as one record. A
// damaged message is told, and then nothing of the file is taken. what names such a conversation to a person. It is
// false when the caller has enough.
func (r *Reader) TakeWhole(ctx context.Context, file, what string) bool {
	list, whole := bytes.NewBufferString("["), true
	for record, problem := range source.Records(ctx, r.In.Only(file)) {
		if problem != nil {
			whole = false
			if !r.Trouble(problem) {
				return false
			}
			continue
		}
		if list.Len() > 1 {
			list.WriteByte(',')
		}
		if list.Len()+len(record.JSON) > source.MaxRecord {
			return r.Yield(*r.In.Failed(file, record.Offset, "the "+what+" is too large to be read"))
		}
		list.Write(record.JSON)
	}
	if !whole {
		return true
	}
	list.WriteByte(']')
	return r.Take(source.Record{JSON: list.Bytes(), File: file}, nil)
}
