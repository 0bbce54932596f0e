package openwebui

import (
	"slices"

	"loquat/backend/importer/source"
)

// places: where DATA_DIR says, in the package that pip, pipx, uv or conda installed, which keeps its data in itself, or in
// a volume of a container. (https://docs.openwebui.com/getting-started/env-configuration#data_dir)
var places = []source.Place{{
	Paths: []string{"$DATA_DIR/webui.db", "~/.open-webui/webui.db", "~/open-webui/backend/data/webui.db"},
	Linux: slices.Concat(
		inEach("*open-webui/_data/webui.db", "/var/lib/docker/volumes/", "<data>/docker/volumes/", "<data>/containers/storage/volumes/"),
		inEach(inPackage, "~/.local/lib/python3*/", "<data>/uv/tools/open-webui/lib/python3*/", "<data>/pipx/venvs/open-webui/lib/python3*/",
			"~/open-webui/venv/lib/python3*/", "~/open-webui/.venv/lib/python3*/", "~/miniconda3/envs/*/lib/python3*/")),
	MacOS: inEach(inPackage, "~/.local/share/uv/tools/open-webui/lib/python3*/", "~/.local/pipx/venvs/open-webui/lib/python3*/",
		"~/Library/Python/3*/lib/python/", "~/miniconda3/envs/*/lib/python3*/"),
	Windows: inEach(inPackage, "<local>/Programs/Python/Python3*/Lib/", "<data>/uv/tools/open-webui/Lib/", "~/miniconda3/envs/*/Lib/"),
}}

// inPackage is the database in a folder of Python packages.
const inPackage = "site-packages/open_webui/data/webui.db"

func inEach(name string, folders ...string) (paths []string) {
	for _, folder := range folders {
		paths = append(paths, folder+name)
	}
	return paths
}
