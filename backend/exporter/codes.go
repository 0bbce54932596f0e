package exporter

import (
	"strconv"
	"strings"
)

// Code is a kind of finding: what a trainer would do, and the sentences for a person. {0}, {1} … stand for the values of
// a finding.
type Code struct {
	Code     string `json:"code"`
	Level    string `json:"level"`    // stop, drop, warn or info: EXPORT.md §7
	Sentence string `json:"sentence"` // what was found
	Done     string `json:"done"`     // what was done about it; added when the finding is a repair or left out
}

// Codes are all kinds of findings that an export can report.
var Codes = []Code{
	// Leaving out.
	{"NO_USER", "drop", "There is no user turn; it cannot be trained.", "It is left out."},
	{"NOTHING_TO_LEARN", "drop", "No answer is left to learn from.", "It is left out."},
	{"GRAPH_START", "drop", "The graph has only its start, which is no training record.", "It is left out."},
	{"ROLE_UNKNOWN", "drop", "The role `{0}` of turn {1} is not a training role.", "The record is left out."},
	{"ARGS_NOT_OBJECT", "stop", "The arguments of `{0}` in turn {1} are cut off or are not an object.", "The record is left out."},
	{"CALL_NO_NAME", "stop", "A tool call in turn {0} does not name its tool.", "The record is left out."},

	{"NO_TOOLS", "drop", "The data format `{0}` has no place for tool calls.", "The record is left out."},
	{"NO_PAIR", "drop", "No answer is preferred to another: none was asked for again, or rated differently.", "It is left out."},
	{"NO_RATING", "drop", "No answer is rated, and none was asked for again.", "It is left out."},
	{"DPO_SAME", "stop", "The answer in turn {0} is the same as the one preferred to it.", "The pair is left out."},
	{"EMPTY_RATED", "stop", "Of the answer in turn {0}, or of what was asked, nothing is left; LLaMA-Factory would learn the opposite, or stop.", "It is left out."},
	{"CHATML_MARK", "drop", "Turn {0} has the text `{1}`, with which ChatML begins or ends a turn.", "The record is left out."},
	{"TOO_LONG", "drop", "It has {0} tokens, and {1} are the most.", "It is left out."},

	// Repairs that lose nothing.
	{"ROLE_ALIAS", "info", "Turn {1} has the role `{0}`, another name for `{2}`.", "It is written as `{2}`."},
	{"SYSTEM_MANY", "drop", "There are {0} system prompts.", "Only the last one is kept, first."},
	{"SYSTEM_SAME", "info", "The same system prompt stands {0} times.", "It is kept once, first."},
	{"SYSTEM_LATE", "drop", "The system prompt stands at turn {0}.", "It is moved to the front."},
	{"BAD_TEXT", "info", "Turn {0} has characters that are no valid text.", "Each is written as the replacement character U+FFFD."},
	{"ARGS_EMPTY", "info", "The call of `{0}` in turn {1} has no arguments.", "They are written as an empty object."},
	{"ARGS_TWICE", "stop", "The arguments of `{0}` in turn {1} give a name twice.", "The last value is kept."},
	{"ORDER", "drop", "Turns {1} and {2} are both from `{0}`; LLaMA-Factory skips such records without stopping.", "They are joined with a blank line."},
	{"CALL_TEXT", "drop", "Turn {0} speaks and turn {1} then calls a tool; LLaMA-Factory skips such records without stopping.", "The text is kept beside the call."},
	{"CALLS_APART", "drop", "Turns {0} and {1} call tools one after the other without a result between; LLaMA-Factory skips such records without stopping.", "The calls are taken together."},
	{"TOOL_TWICE", "info", "The tool `{0}` is declared in different ways.", "The first definition is kept."},
	{"TOOL_SCHEMA", "stop", "77 of LLaMA-Factory's 124 templates cannot print the tool `{0}` and stop.", "What its parameters lack is added, empty."},

	// Repairs that make the record trainable.
	{"EMPTY_TURN", "drop", "Turn {0} is empty.", "It is taken out."},
	{"EMPTY_ANSWER", "warn", "Turn {0} is an empty answer; the model would be taught to answer nothing.", "It is taken out."},
	{"RESULT_NO_CALL", "drop", "Turn {0} is the result of a tool that was not called there.", "It is taken out."},
	{"CALL_NO_RESULT", "warn", "The call of `{0}` in turn {1} has no result.", "It is taken out; what was said beside it stays."},
	{"INTERRUPTED", "warn", "The call of `{0}` in turn {1} led to no answer: the user interrupted.", "The call and its result are taken out; what was said beside it stays."},
	{"START", "drop", "Turn {1} is from `{0}` and stands before the first user turn.", "It is taken out."},
	{"END", "drop", "Turn {1} is from `{0}`, and no answer follows: there is nothing to learn after it.", "It is taken out."},
	{"PARALLEL_RESULTS", "drop", "Turn {0} calls {1} tools at once; LLaMA-Factory skips records with several results in a row.", "The calls are written one at a time, each with its result."},
	{"PARALLEL_CALLS", "info", "Turn {0} calls {1} tools at once; GLM-4 templates and ms-swift refuse that.", ""},

	{"CUT_LONG", "info", "It has {0} tokens, and {1} are the most.", "It is cut before turn {2}."},

	// Warnings.
	{"ATTACHMENT", "warn", "Attachments of turn {0} that are not in the text: {1}.", ""},
	{"ATTACHMENT_TEXT", "info", "Text that was extracted from {1} attachments of turn {0} is left out; it can be written in their place.", ""},
	{"INLINE_CALL", "stop", "Turn {0} has a thought before its call; LLaMA-Factory's templates without a word for thoughts, Mistral's among them, stop at it.", ""},
	{"SPOKEN_CALL", "stop", "Turn {0} has a text before its call; LLaMA-Factory before 0.9.4 stops at it, and so do its templates without a word for calls.", ""},
	{"TOOLS_MISSING", "warn", "`{0}` is called, but not declared as a tool.", ""},
	{"MEDIA_TAG", "warn", "Turn {0} has the text `{1}`; vision and audio templates count it as an attachment and stop.", ""},
	{"SPECIAL_TOKEN", "warn", "Turn {0} has the text `{1}`, which looks like a control token.", ""},
	{"LONG", "warn", "About {0} tokens; LLaMA-Factory's default cutoff_len is 2048 and cuts the rest without a word.", ""},
	{"DUPLICATE", "info", "An earlier record has the same messages.", "It is left out."},
	{"CSV_CELL", "warn", "The cell `{0}` has {1} characters; Excel cuts a cell after 32767.", ""},
	{"CSV_FORMULA", "warn", "The cell `{0}` begins with `{1}`, which a spreadsheet takes for a formula.", "An apostrophe is put before it."},
	{"CSV_ID", "warn", "The id {0} is a number; pandas and Polars read it as one, without leading zeros or exact digits.", ""},

	{"REASONING_OUT", "info", "The data format `{0}` has no place for what the model thought in {1} turns; it is not in the record.", ""},
	{"TEXT_OUT", "info", "The data format `{0}` has no place for what was said beside the calls of {1} turns; it is not in the record.", ""},
	{"TOOLS_OUT", "info", "The data format `{0}` has no place for declared tools; they are not in the record.", ""},

	// The file as a whole.
	{"TOOL_CONFLICT", "stop", "`{0}` is {1} in one tool and {2} in another; LLaMA-Factory could not load the file.", "Tools are written as text in this file."},
	{"TOOL_CASE", "warn", "`{0}` and `{1}` differ in capital letters only; DuckDB and Spark take them for one name and do not read the file.", ""},
	{"TOOL_DATE", "warn", "Every text at `{0}` looks like a date; the datasets library reads it as one.", ""},
	{"FILE_FIRST_10MIB", "stop", "The records that show every column take {0} MiB; readers fix the columns from the first 10 MiB.", ""},
	{"FILE_FIRST_100", "info", "The records that show every column are {0}; Polars fixes the columns from the first 100 unless it is given infer_schema_length=None.", ""},
	{"ARGS_CONFLICT", "warn", "`{0}` is {1} in one call and {2} in another; the datasets library loads such a file from version 4.7 on only.", ""},
	{"HISTORY_UNREAD", "warn", "{0} records have a history; LLaMA-Factory does not read it from a CSV.", ""},
	{"KTO_ONE_CLASS", "warn", "Every record has the label {0}; a trainer wants both kinds.", ""},
	// What only a file can have that somebody else made.
	{"CALL_NO_JSON", "stop", "Turn {0} calls a tool, but its content is not the call itself; LLaMA-Factory stops the whole run there.", ""},
	{"CONTENT_NULL", "stop", "Turn {0} has no text, not even an empty one; trainers stop there.", ""},
	{"CONTENT_PARTS", "stop", "Turn {0} is a list of parts; one such record can make the whole file unreadable.", ""},
	{"NO_MESSAGES", "stop", "It has no messages where its data format has them.", ""},
	{"NO_ANSWERS", "stop", "It has no `{0}` where its data format has an answer.", ""},
	{"DPO_PROMPT", "drop", "What stands before the two answers does not end with a question or a result.", ""},
	{"KTO_TAG", "stop", "`{0}` is not true or false; LLaMA-Factory stops there.", ""},
	{"HISTORY_PAIRS", "stop", "The history is no list of pairs, a question and its answer; LLaMA-Factory stops there.", ""},
	{"NO_RECORDS", "stop", "The file has no records.", ""},
	{"FILE_UNREADABLE", "stop", "The file `{0}` cannot be read: {1}.", ""},
	{"FILE_OUTSIDE", "stop", "dataset_info.json names the file `{0}`, which is outside its folder; it is not read here.", ""},
	{"INFO_NO_FILE", "info", "The dataset `{0}` is no file here but is loaded from elsewhere; it is not judged.", ""},
	{"INFO_COLUMN", "stop", "dataset_info.json names the column `{0}`, which no record has; LLaMA-Factory stops there.", ""},
	{"NOT_JSON", "stop", "Record {0} is no valid JSON object.", ""},
	{"LONE_SURROGATE", "stop", "Record {0} has half of a surrogate pair, such as \\ud800, which is no character; readers refuse the whole file.", ""},
	{"MESSAGES_TEXT", "stop", "The column `{0}` holds messages as text; LLaMA-Factory stops at every record.", ""},
	{"MIXED_TYPES", "stop", "`{0}` is {1} in one record and {2} in another; readers cannot load the file.", ""},
	{"LATE_KEY", "stop", "`{0}` first appears after 10 MiB; readers fix the columns before and cannot load the file.", ""},
	{"FILE_BOM", "stop", "The file begins with a byte order mark, which readers of JSON refuse.", ""},
	{"TOOLS_NOT_TEXT", "stop", "The column `{0}` holds tools as a list; LLaMA-Factory wants text there and stops.", ""},
	{"TOOLS_UNMAPPED", "warn", "Tools are called, but no column declares them to LLaMA-Factory: it would train calls of unknown tools.", ""},
	{"TOOLS_EMPTY_LIST", "warn", "No tools are written as `[]`; some templates then train an empty system prompt.", ""},
	{"EXTRA_KEY", "stop", "OpenAI refuses records with the key `{0}`.", ""},
	{"NUM_SAMPLES", "stop", "dataset_info.json says {0} records, and there are {1}; LLaMA-Factory repeats or leaves out records to have that many.", ""},
	{"NAME_COMMA", "stop", "The dataset name `{0}` has a comma, at which LLaMA-Factory splits it.", ""},
	{"EXT_CASE", "stop", "The extension of `{0}` is not in small letters; LLaMA-Factory does not open the file.", ""},
	{"INFO_NOT_ASCII", "stop", "dataset_info.json has characters beyond ASCII, which LLaMA-Factory misreads where the system's encoding is another.", ""},
	{"INFO_BOM", "stop", "dataset_info.json begins with a byte order mark; LLaMA-Factory cannot read it.", ""},
	{"INFO_OPENAI", "stop", "dataset_info.json says `openai`; of records with tools LLaMA-Factory then changes system prompts and arguments.", ""},
	{"TEMPLATE_CALLS", "info", "Records that call tools: {0}. The chat templates of Gemma 2 and 3, Phi-3 and 4, Llama 3, DeepSeek-R1's distilled models and ChatML have no word for calls, and leave them out or stop; those of Llama 3.1 and GPT-OSS leave out what is said beside a call.", ""},
	{"TEMPLATE_PARALLEL", "info", "Records that call several tools at once: {0}. The chat templates of Llama 3.1 to 3.3 stop there, and GPT-OSS writes the first call only; for them choose one call at a time.", ""},
	{"TEMPLATE_IDS", "info", "Records whose calls have other ids than nine letters and digits: {0}. Mistral's chat templates and tokenizers stop there; for them choose ids as Mistral wants them.", ""},
	{"TEMPLATE_SYSTEM", "info", "Records with a system prompt: {0}. The chat template of Gemma 2 stops there, and Mistral's older ones leave it out; for them drop system prompts.", ""},
	{"TEMPLATE_THOUGHTS", "info", "Records with what the model thought: {0}. The chat templates of Qwen2.5, Llama, Gemma, Phi and Mistral leave it out, and others keep only what follows the last question.", ""},
	{"TOOL_NAME", "warn", "OpenAI takes 1 to 64 letters, digits, _ and - for the name of a tool; `{0}` is none.", ""},
	{"TOOL_TYPE", "stop", "The parameters of the tool `{0}` name the type `{1}`, which JSON Schema does not have there; OpenAI and Mistral's tokenizers refuse it.", "The type of JSON Schema is written."},
	{"TOOLS_EMPTY", "info", "It has no tools, and its `tools` is an empty text, at which ms-swift 4.6 stops; for ms-swift choose its own data format.", ""},
	{"OPENAI_MIN10", "warn", "There are {0} examples; OpenAI wants at least 10.", ""},
	{"FILE_SPLIT_NAME", "warn", "The file name has the part `{0}`; load_dataset on its folder takes the file for that split.", ""},
}

// code finds a kind of finding by name; an unknown name is a mistake of ours.
func code(name string) Code {
	c, ok := codeByName[name]
	if !ok {
		panic("exporter: no code " + name)
	}
	return c
}

var codeByName = func() map[string]Code {
	byName := make(map[string]Code, len(Codes))
	for _, c := range Codes {
		byName[c.Code] = c
	}
	return byName
}()

// fill puts values in place of {0}, {1} …
func fill(sentence string, values []string) string {
	if len(values) == 0 {
		return sentence
	}
	pairs := make([]string, 0, 2*len(values))
	for i, v := range values {
		pairs = append(pairs, "{"+strconv.Itoa(i)+"}", v)
	}
	return strings.NewReplacer(pairs...).Replace(sentence)
}
