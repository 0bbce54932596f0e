package cli

import (
	"reflect"
	"testing"

	"loquat/backend/chat"
)

// TestEveryChoiceHasAFlag holds that the command line can make every choice that the form has: a field of the options that no
// flag fills would be out of reach of a script.
func TestEveryChoiceHasAFlag(t *testing.T) {
	var flags choiceFlags
	v := reflect.ValueOf(&flags).Elem()
	for i := range v.NumField() {
		switch f := v.Field(i); f.Kind() {
		case reflect.String:
			f.SetString("x")
		case reflect.Int:
			f.SetInt(1)
		case reflect.Bool:
			f.SetBool(true)
		}
	}
	options := reflect.ValueOf(flags.options("dataset", "file", chat.JSONL))
	for i := range options.NumField() {
		if options.Field(i).IsZero() {
			t.Errorf("no flag fills %s", options.Type().Field(i).Name)
		}
	}
}
