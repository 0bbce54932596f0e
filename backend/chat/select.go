package chat

import (
	"fmt"
	"sort"
	"time"
)

// Filter picks conversations; every field that is set must match. The zero Filter matches everything but deleted
// conversations and sub-agent runs whose parent is in the library.
type Filter struct {
	Search   string   `json:"search,omitempty"`   // substring of title or tags, any script, ignoring case
	Text     string   `json:"text,omitempty"`     // full-text search over every message
	From     string   `json:"from,omitempty"`     // first day of creation, YYYY-MM-DD in the user's time zone
	To       string   `json:"to,omitempty"`       // last day of creation, included
	Types    []Type   `json:"types,omitempty"`    // any of these
	Statuses []Status `json:"statuses,omitempty"` // any of these; none named: all but deleted
	Sources  []string `json:"sources,omitempty"`  // any of these source keys
	Tags     []string `json:"tags,omitempty"`     // any of these tags
	Models   []string `json:"models,omitempty"`   // any of these models
	// Parent, when not 0, picks the sub-agent runs of that conversation instead.
	Parent int64 `json:"parent,omitempty"`
	// Import, when not 0, picks what that import added or updated; a conversation counts when one of its runs does.
	Import int64 `json:"import,omitempty"`
	// SubAgents also matches sub-agent runs whose parent is in the library.
	SubAgents bool `json:"sub_agents,omitempty"`
}

// Bounds turns From and To into a half-open range of UTC milliseconds for a person in loc. An open end is nil. A day
// that is no date, or a range that ends before it begins, is an Error with code CodeBadDate.
func (f Filter) Bounds(loc *time.Location) (from, before *int64, err error) {
	first, err := dayOf("from", f.From)
	if err != nil {
		return nil, nil, err
	}
	last, err := dayOf("to", f.To)
	if err != nil {
		return nil, nil, err
	}
	if f.From != "" && f.To != "" && last.Before(first) {
		return nil, nil, &Error{Code: CodeBadDate, Reason: fmt.Sprintf("the range from %s to %s ends before it begins", f.From, f.To),
			Advice: "exchange the two dates"}
	}
	if f.From != "" {
		ms := beginning(first, loc)
		from = &ms
	}
	if f.To != "" {
		ms := beginning(last.AddDate(0, 0, 1), loc)
		before = &ms
	}
	return from, before, nil
}

// dayOf reads a day as midnight UTC; end names which end of the range it is, for the error.
func dayOf(end, day string) (time.Time, error) {
	if day == "" {
		return time.Time{}, nil
	}
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return at, &Error{Code: CodeBadDate, Reason: fmt.Sprintf("%q is not a date for %q", day, end), Advice: "write it as YYYY-MM-DD, for example 2026-01-31"}
	}
	return at, nil
}

// beginning is when a day begins in loc, in UTC milliseconds: the first second that bears its date. That is not always
// midnight: where clocks go forward at midnight there is none, and where they go back there are two.
func beginning(day time.Time, loc *time.Location) int64 {
	const hours = 26 // no zone is further from UTC
	start := day.Add(-hours * time.Hour)
	seconds := sort.Search(2*hours*3600, func(n int) bool {
		year, month, date := start.Add(time.Duration(n) * time.Second).In(loc).Date()
		return !time.Date(year, month, date, 0, 0, 0, 0, time.UTC).Before(day)
	})
	return start.Add(time.Duration(seconds) * time.Second).UnixMilli()
}

// Selection is what a person chose: a list of ids, or a filter less some exceptions. Exactly one of IDs and Filter is set.
type Selection struct {
	IDs    []int64 `json:"ids,omitempty"`
	Filter *Filter `json:"filter,omitempty"`
	Except []int64 `json:"except,omitempty"` // only with Filter
}

// Sort is the order of a list.
type Sort string

// The orders a list can have. Relevance is for full-text search only.
const (
	SortNewest    Sort = "newest"    // created last first; conversations without a date come last
	SortOldest    Sort = "oldest"    // created first first
	SortUpdated   Sort = "updated"   // changed last first
	SortTitle     Sort = "title"     // by title, A first
	SortRelevance Sort = "relevance" // best match of Filter.Text first
)

// ListRequest asks for one page of a list.
type ListRequest struct {
	Filter Filter `json:"filter"`
	Sort   Sort   `json:"sort,omitempty"` // empty: newest, or relevance when Filter.Text is set
	Limit  int    `json:"limit"`          // rows wanted, 1 to 1000
	Offset int    `json:"offset"`         // rows to pass over; used when After is empty
	After  string `json:"after"`          // ListPage.Next of the page before: keyset paging
}

// ListPage is one page of a list.
type ListPage struct {
	Total         int    `json:"total"` // how many the filter matches; with Filter.Text it may be capped, see TotalCapped
	TotalCapped   bool   `json:"total_capped"`
	Conversations []Row  `json:"conversations"`
	Next          string `json:"next"` // pass as ListRequest.After; empty at the end
}

// Row is one line of a list.
type Row struct {
	ID          int64    `json:"id"`
	Source      string   `json:"source"`
	ExternalID  string   `json:"external_id"`
	Title       string   `json:"title"`
	Type        Type     `json:"type" ts_type:"'chat'|'agent'|'graph'"`
	Status      Status   `json:"status" ts_type:"'active'|'favorite'|'deleted'"`
	Tags        []string `json:"tags"`
	Model       string   `json:"model"`
	CreatedAt   Time     `json:"created_at" ts_type:"string|null"`
	UpdatedAt   Time     `json:"updated_at" ts_type:"string|null"`
	DateIsGuess bool     `json:"date_is_guess"` // CreatedAt was guessed
	Rounds      int      `json:"rounds"`        // rounds of the thread in view
	Messages    int      `json:"messages"`      // messages of the thread in view that a person sees
	Excerpt     string   `json:"excerpt"`       // one line of text under the title
	Snippet     string   `json:"snippet"`       // with Filter.Text: the match, between U+E000 and U+E001
	ParentID    int64    `json:"parent_id"`     // not 0: a sub-agent run of that conversation
	SubAgents   int      `json:"sub_agents"`    // how many sub-agent runs it started
}

// Facet is one value of a field with the number of conversations that have it.
type Facet struct {
	Value string `json:"value"`
	Count int    `json:"count"`
}

// Facets are the numbers of the sidebar. Status counts are of the whole library; the others count what is not deleted.
type Facets struct {
	All      int     `json:"all"` // everything but deleted
	Favorite int     `json:"favorite"`
	Deleted  int     `json:"deleted"`
	Types    []Facet `json:"types"`
	Sources  []Facet `json:"sources"`
	Tags     []Facet `json:"tags"`   // most used first, at most 500
	Models   []Facet `json:"models"` // most used first, at most 200
}
