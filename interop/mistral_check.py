"""mistral-common's validator and tokenizers, as mistral-finetune uses them, over each file of data format openai."""

import json
from importlib.metadata import version

import chats
from exports import exports, roots
from mistral_common.protocol.instruct.request import ChatCompletionRequest
from mistral_common.protocol.instruct.validator import ValidationMode
from mistral_common.tokens.tokenizers.mistral import MistralTokenizer

# The tokenizer generations that differ in what they take.
GENERATIONS = {"v3": lambda: MistralTokenizer.v3(is_tekken=True), "v7": MistralTokenizer.v7}
# Why a record is refused: words of the complaint, what the record has, and the complaint by the code of Loquat's check.
REFUSALS = [
    ("but must be a-z, A-Z, 0-9, with a length of 9", chats.calls, "TEMPLATE_IDS: stops at ids that are not nine letters and digits"),
    ("either content or tool_calls, but not both", lambda r: any(m.get("content") and m.get("tool_calls") for m in r["messages"]),
     "TEMPLATE_CALLS: takes no text beside calls before version 7"),
]


def judge(make, records):
    """What one tokenizer makes of each record."""
    tokenizer, outcomes = make(), []
    tokenizer._chat_completion_request_validator = type(tokenizer._chat_completion_request_validator)(mode=ValidationMode.finetuning)

    def text(record):
        request = ChatCompletionRequest.from_openai(record["messages"], tools=record.get("tools"))
        return tokenizer.decode(tokenizer.encode_chat_completion(request).tokens)

    for record in records:
        try:
            record_marked, marks = chats.marked(record)
            shown = text(record_marked)
        except Exception as error:
            complaint = f"{type(error).__name__}: {error}"[:160]
            outcomes.append((next((why for words, applies, why in REFUSALS if words in complaint and applies(record)), complaint), ""))
            continue
        outcomes.append(("", ", ".join(sorted(chats.lost(shown, marks)))))
    return outcomes


def main():
    folders, _ = roots()
    for root in folders:
        for export in exports(root):
            if export.data_format != "openai" or export.file_format != "jsonl":
                continue
            with open(export.path, encoding="utf-8") as file:
                records = [json.loads(line) for line in file]
            for name, make in GENERATIONS.items():
                chats.said(export, f"mistral-common {version('mistral-common')}, tokenizer {name}", {name: judge(make, records)}, "")


if __name__ == "__main__":
    main()
