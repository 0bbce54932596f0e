package source

// ReadList adds to list what read makes of each element of the array that comes next in p; an element of which it says
// false is none. As of Array, any other value is passed over whole, and ReadList returns false.
func ReadList[T any](p *Pull, list *[]T, read func(*T, *Pull) bool) bool {
	return p.Array(func() {
		var one T
		if read(&one, p) {
			*list = append(*list, one)
		}
	})
}
