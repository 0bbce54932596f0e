package cli

const about = "Keeps conversations with AI tools on your own machine and turns them into datasets that train. " +
	"Without a command it opens the window."

// commands is the whole command line; SPEC's words, in its order.
type commands struct {
	Import  importCommand  `cmd:"" help:"Read files, folders and ZIPs into the library."`
	Sources sourcesCommand `cmd:"" help:"List what can be read and what is found here; watch places that change."`
	Imports importsCommand `cmd:"" help:"List the imports that were made, show their reports, and undo them."`
	List    listCommand    `cmd:"" help:"List conversations."`
	Show    showCommand    `cmd:"" help:"Show one conversation."`
	Tag     tagCommand     `cmd:"" help:"Add and remove tags."`
	Status  statusCommand  `cmd:"" help:"Make conversations active, favorite or deleted."`
	Export  exportCommand  `cmd:"" help:"Write conversations as a dataset."`
	Check   checkCommand   `cmd:"" help:"Say which records train, and what is repaired or left out."`
	Formats formatsCommand `cmd:"" help:"List the data formats that records can have."`
	Dataset datasetCommand `cmd:"" help:"List, preview, download and delete datasets."`
	Demo    demoCommand    `cmd:"" help:"Walk through it with the sample conversations: import, filter, export, preview, ZIP."`
	Version versionCommand `cmd:"" help:"Print the version."`

	Library string `placeholder:"DIR" env:"LOQUAT_LIBRARY" help:"Folder of the library; without it, the one in your data folder."`
	JSON    bool   `name:"json" help:"Print one JSON document."`
	Quiet   bool   `help:"Print results and errors only, no messages and no progress."`
}

// IsCommand says whether a first argument names a command.
func IsCommand(word string) bool {
	switch word {
	case "import", "sources", "imports", "list", "show", "tag", "status", "export", "check", "formats", "dataset", "demo", "version", "help":
		return true
	}
	return false
}

// datasetCommand groups what is done with datasets.
type datasetCommand struct {
	List     datasetListCommand     `cmd:"" help:"List the datasets, newest first."`
	Preview  datasetPreviewCommand  `cmd:"" help:"Print the first records of a dataset."`
	Download datasetDownloadCommand `cmd:"" help:"Write a dataset as a ZIP."`
	Delete   datasetDeleteCommand   `cmd:"" help:"Delete a dataset and its files for ever."`
}

// versionCommand is "loquat version".
type versionCommand struct{}

// Run prints the version.
func (versionCommand) Run(c *call) error {
	return c.result(map[string]string{"version": c.version}, func(p *page) { p.line("loquat %s", c.version) })
}
