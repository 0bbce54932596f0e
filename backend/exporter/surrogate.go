package exporter

import (
	"bytes"
	"strconv"
)

// loneSurrogate says whether JSON text has an escape of one half of a surrogate pair without the other, such as \ud800. It
// stands for no character: pyarrow refuses the whole file ("the surrogate pair in string is invalid"), Python reads it and
// fails when it is written or tokenized.
func loneSurrogate(json []byte) bool {
	for {
		i := bytes.IndexByte(json, '\\')
		if i < 0 || i+1 >= len(json) {
			return false
		}
		if json[i+1] != 'u' {
			json = json[i+2:]
			continue
		}
		json = json[i:]
		switch unit := escapedUnit(json); {
		case unit >= 0xDC00 && unit <= 0xDFFF:
			return true
		case unit >= 0xD800 && unit < 0xDC00:
			if low := escapedUnit(json[min(6, len(json)):]); low < 0xDC00 || low > 0xDFFF {
				return true
			}
			json = json[12:]
		default:
			json = json[2:]
		}
	}
}

// escapedUnit is the UTF-16 unit of the escape with which json begins; -1 when it begins with none.
func escapedUnit(json []byte) int64 {
	if len(json) < 6 || json[0] != '\\' || json[1] != 'u' {
		return -1
	}
	unit, err := strconv.ParseUint(string(json[2:6]), 16, 16)
	if err != nil {
		return -1
	}
	return int64(unit)
}
