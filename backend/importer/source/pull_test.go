package source

import (
	"fmt"
	"io"
	"testing"
	"time"

	"loquat/backend/chat"
)

// Every time of FORMATS.md §0.4, as it is written in JSON.
func TestPullTime(t *testing.T) {
	noon := "2024-06-10T12:00:00.000"
	for written, want := range map[string]string{
		`1718020800`: noon, `1718020800.5`: "2024-06-10T12:00:00.500", `1718020800000`: noon, `1718020800000000`: noon, `1718020800000000000`: noon,
		`"1718020800"`: noon, `"2024-06-10T12:00:00Z"`: noon, `"2024-06-10T12:00:00.123456Z"`: "2024-06-10T12:00:00.123", `"2024-06-10T20:00:00.000000+08:00"`: noon,
		`"2024-06-10T14:00:00+0200"`: noon, `"2024-06-10T12:00:00"`: noon, `"2024-06-10T12:00:00.123000"`: "2024-06-10T12:00:00.123", `"2024-06-10 12:00:00"`: noon,
		`"2024-06-10"`: "2024-06-10T00:00:00.000", `{"$date":"2024-06-10T12:00:00Z"}`: noon, `{"$date":{"$numberLong":"1718020800000"}}`: noon, `{"$date":1718020800000}`: noon,
		`null`: "", `""`: "", `0`: "", `-5`: "", `"soon"`: "", `[1]`: "", `true`: "", `{}`: "", `1e300`: "",
	} {
		p := NewPull()
		var got chat.Time
		if err := p.Parse([]byte(written), func() { got = p.Time() }); err != nil {
			t.Errorf("%s: %v", written, err)
		}
		text := ""
		if got.Valid {
			text = got.UTC().Format("2006-01-02T15:04:05.000")
		}
		if text != want {
			t.Errorf("%s: got %q, want %q", written, text, want)
		}
	}
	if got := ParseTimeIn("2024-06-10 12:00:00", time.FixedZone("", 3600)); got.UTC().Hour() != 11 {
		t.Error("a time without a zone is not read in the one given")
	}
}

// A field of an unexpected kind counts as absent and costs nothing else, whatever order the fields come in.
func TestPullTolerates(t *testing.T) {
	p := NewPull()
	var title, list string
	var count *int64
	read := func() {
		title, list, count = "", "", nil
		p.Object(func(name string) {
			switch name {
			case "title":
				title = p.Text()
			case "list":
				p.Array(func() { list += p.Text() + "," })
			case "count":
				count = p.Count()
			}
		})
	}
	for value, want := range map[string]string{
		`{"title":"a","list":["x",1,null,{"y":[1]},true],"count":3,"new":{"deep":[1,2]}}`: "a x,1,,,true, 3",
		`{"new":[[[]]],"list":{"x":1},"title":null,"count":"4"}`:                          "  4",
		`{"title":7,"list":"x","count":-1}`:                                               "7  none",
		`{"title":{"a":1},"list":null,"count":{}}`:                                        "  none",
		`[1]`: "  none", `null`: "  none",
		"{\"title\":\"two\nlines\",\"count\":NaN,\"list\":[-Infinity,\"NaN\"]}": "two\nlines ,NaN, none",
		`{"title":"\ud800 \ud83d\ude00 \u0000"}`:                                "� 😀 �  none",
		"{\"title\":\"\xff\xfe\"}":                                              "��  none",
	} {
		err := p.Parse([]byte(value), read)
		n := "none"
		if count != nil {
			n = fmt.Sprint(*count)
		}
		if got := title + " " + list + " " + n; got != want || err != nil {
			t.Errorf("%s: got %q, want %q, %v", value, got, want, err)
		}
	}
	for _, value := range []string{`{"title":"a"`, `{"title":oops}`, `{"title" "a"}`, ``} {
		if err := p.Parse([]byte(value), read); err == nil {
			t.Errorf("%s: taken", value)
		}
	}
}

// Replaced characters are counted, so that the report can say it.
func TestPullBroken(t *testing.T) {
	p := NewPull()
	read := func() { p.Array(func() { p.Text() }) }
	if err := p.Parse([]byte(`["\ud800","ok","\u0000","`+"\xff"+`"]`), read); err != nil || p.Broken != 3 {
		t.Error(p.Broken, err)
	}
	if err := p.Parse([]byte(`["fine �"]`), read); err != nil || p.Broken != 0 {
		t.Error(p.Broken, err)
	}
	if got, n := Clean("a\xff\x00�"); got != "a���" || n != 2 {
		t.Errorf("%q %d", got, n)
	}
}

// Arguments are JSON, whatever the source wrote (FORMATS.md §0.1).
func TestArguments(t *testing.T) {
	for raw, want := range map[string]string{
		`{"a": 1}`: `{"a": 1}`, ``: `{}`, ` `: `{}`, `print("<&>")`: `{"input": "print(\"<&>\")"}`, `[1]`: `{"input": "[1]"}`, `{"a"`: `{"input": "{\"a\""}`,
	} {
		if got := Arguments(raw); got != want {
			t.Errorf("%q: got %s, want %s", raw, got, want)
		}
	}
}

// Bytes that stand in the text become an attachment; the type is that of the bytes.
func TestDataURI(t *testing.T) {
	a, ok := DataURI("data:image/png;base64,R0lG\nODlh")
	if !ok || a.MIME != "image/gif" || a.Size != 6 {
		t.Fatalf("%+v", a)
	}
	r, err := a.Open()
	if err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(r); string(b) != "GIF89a" || err != nil {
		t.Errorf("%q %v", b, err)
	}
	if a, ok := DataURI("data:text/csv,a%2Cb"); !ok || a.Size != 3 || a.MIME != "text/csv" {
		t.Errorf("%+v", a)
	}
	if a, ok := DataURI("data:image/png;base64,!!"); !ok || !a.Missing {
		t.Errorf("%+v", a)
	}
	if _, ok := DataURI("https://example.org/a.png"); ok {
		t.Error("an address is no data")
	}
}
