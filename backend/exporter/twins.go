package exporter

import (
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// once reads JSON in which no object may give a name twice.
var once = json.JoinOptions(jsontext.AllowDuplicateNames(false), jsontext.AllowInvalidUTF8(true))

// keepLastTwins takes out of the arguments of d's calls what an object gives again under the same name: where arguments
// are objects, pyarrow refuses the whole file. Python keeps the last value, and so does this.
func (d *draft) keepLastTwins() {
	for t := range d.all() {
		for i := range t.calls {
			c := &t.calls[i]
			if _, err := jsontext.AppendFormat(nil, c.object, once); err == nil {
				continue
			}
			c.arguments = string(withoutTwins(jsontext.Value(compact(c.arguments))))
			if object, _, err := spacedObject(c.arguments); err == nil {
				c.object = object
			}
			d.repair("ARGS_TWICE", t, c.name, t.place())
		}
	}
}

// withoutTwins writes compact JSON with the last value of each name, at the place of the first.
func withoutTwins(v jsontext.Value) jsontext.Value {
	switch v.Kind() {
	case '{':
		members, _ := objectMembers(string(v))
		last := map[string]jsontext.Value{}
		for _, m := range members {
			last[m.name] = m.value
		}
		var kept []member
		for _, m := range members {
			if value, open := last[m.name]; open {
				delete(last, m.name)
				kept = append(kept, member{m.name, withoutTwins(value)})
			}
		}
		return objectOf(kept)
	case '[':
		return each(v, withoutTwins)
	}
	return v
}
