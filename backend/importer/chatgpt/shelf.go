package chatgpt

import "loquat/backend/importer/source"

// libraryFiles is the file of the export that lists what the person uploaded or had made: file_id, file_name, mime_type,
// file_size_bytes.
const libraryFiles = "library_files.json"

// readShelf reads what the list says about each file, by its id.
func readShelf(in *source.Input) map[string]file {
	shelf := map[string]file{}
	for _, value := range sideFilesOf(in, libraryFiles) {
		p := source.NewPull()
		_ = p.Parse(value, func() {
			p.Array(func() {
				if f := readLibraryFile(p); f.id != "" {
					shelf[f.id] = f
				}
			})
		})
	}
	return shelf
}

// readLibraryFile reads an element of library_files.json.
func readLibraryFile(p *source.Pull) (f file) {
	p.Object(func(name string) {
		switch name {
		case "file_id":
			f.id = p.Text()
		case "file_name":
			f.name = p.Text()
		case "mime_type":
			f.mime = p.Text()
		case "file_size_bytes":
			if n := p.Count(); n != nil {
				f.size = *n
			}
		}
	})
	return f
}

// listed is what the library's list says about the first of the ids that it knows.
func (a *assets) listed(ids []string) file {
	for _, id := range ids {
		if f, ok := a.shelf[id]; ok {
			return f
		}
	}
	return file{}
}
