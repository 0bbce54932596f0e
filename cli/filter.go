package cli

import (
	"time"

	"loquat/backend/chat"
	"loquat/backend/library"
)

// filterFlags are the FILTER flags. A flag that may be repeated matches any of its values.
type filterFlags struct {
	Search   string        `placeholder:"S" help:"Title or tag contains S."`
	Text     string        `placeholder:"S" help:"Any message contains the words S."`
	From     string        `placeholder:"YYYY-MM-DD" help:"Created on this day or later."`
	To       string        `placeholder:"YYYY-MM-DD" help:"Created on this day or earlier."`
	Types    []chat.Type   `name:"type" sep:"none" placeholder:"T" enum:"chat,agent,graph" help:"Of this type: ${enum}; repeatable."`
	Statuses []chat.Status `name:"status" sep:"none" placeholder:"S" enum:"active,favorite,deleted" help:"With this status: ${enum}; repeatable. Without it, everything but deleted."`
	Sources  []string      `name:"source" sep:"none" placeholder:"S" help:"From this source, such as chatgpt; repeatable."`
	Tags     []string      `name:"tag" sep:"none" placeholder:"T" help:"With this tag; repeatable."`
	Models   []string      `name:"model" sep:"none" placeholder:"M" help:"With this model; repeatable."`
	Import   int64         `name:"import" placeholder:"ID" help:"Added or updated by this import; \"loquat imports\" lists them."`
}

// filter is what the flags say; a day that is no date is an error.
func (f filterFlags) filter() (chat.Filter, error) {
	filter := chat.Filter{Search: f.Search, Text: f.Text, From: f.From, To: f.To, Types: f.Types, Statuses: f.Statuses,
		Sources: f.Sources, Tags: f.Tags, Models: f.Models, Import: f.Import}
	_, _, err := filter.Bounds(time.Local)
	return filter, err
}

// given says whether any flag was given.
func (f filterFlags) given() bool {
	return f.Search+f.Text+f.From+f.To != "" || len(f.Types)+len(f.Statuses)+len(f.Sources)+len(f.Tags)+len(f.Models) > 0 || f.Import != 0
}

// findAll turns ids as they were typed into library ids.
func findAll(c *call, l *library.Library, typed []string) ([]int64, error) {
	ids := make([]int64, 0, len(typed))
	for _, t := range typed {
		id, err := l.Find(c.ctx, t)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}
