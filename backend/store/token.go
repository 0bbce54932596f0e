package store

import (
	"encoding/base64"
	"encoding/json"

	"loquat/backend/chat"
)

// token is where a page of a list ended: the sort key and the id of its last row, or how many rows came before.
type token struct {
	Sort   chat.Sort `json:"s"`
	Time   *int64    `json:"t,omitempty"`
	Title  *string   `json:"k,omitempty"`
	ID     int64     `json:"i,omitempty"`
	Offset int       `json:"o,omitempty"`
}

func writeToken(sort chat.Sort, key any, id int64) string {
	t := token{Sort: sort, ID: id}
	switch key := key.(type) {
	case int64:
		t.Time = &key
	case string:
		t.Title = &key
	}
	return t.String()
}

// String is opaque to everybody else.
func (t token) String() string { return base64.RawURLEncoding.EncodeToString([]byte(marshal(t))) }

// readToken reads what String wrote. CodeBadRequest for anything else, and for a token of another order.
func readToken(text string, sort chat.Sort) (t token, err error) {
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err == nil {
		err = json.Unmarshal(raw, &t)
	}
	if err != nil || t.Sort != sort || t.Offset < 0 {
		return t, badRequest("the place to go on in the list is not one of this list", "begin at its first page")
	}
	return t, nil
}

// addTo adds the condition that a row comes after the token.
func (t token) addTo(w *where, o order) {
	var key any
	switch {
	case t.Time != nil:
		key = *t.Time
	case t.Title != nil:
		key = *t.Title
	}
	sign := ">"
	if o.desc {
		sign = "<"
	}
	if key == nil { // among the rows without a key, which come last
		w.add(o.key+" IS NULL AND c.id "+sign+" ?", t.ID)
		return
	}
	w.add("("+o.key+" "+sign+" ? OR "+o.key+" = ? AND c.id "+sign+" ? OR "+o.key+" IS NULL)", key, key, t.ID)
}
