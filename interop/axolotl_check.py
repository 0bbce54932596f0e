"""Axolotl's own chat_template strategy, which decides what is trained, over each dataset that it is to read."""

import json
import logging
from importlib.metadata import version

import chats
import stubs
import trl_check  # before the stubs, with the real datasets library and the real TRL
from exports import exports, roots

stubs.install()
import torch.nn  # noqa: E402, F401

from axolotl.prompt_strategies.chat_template import ChatTemplatePrompter, ChatTemplateStrategy  # noqa: E402
from axolotl.utils.chat_templates import get_chat_template  # noqa: E402
from tokenizers import Tokenizer, decoders, models, pre_tokenizers  # noqa: E402
from transformers import PreTrainedTokenizerFast  # noqa: E402

logging.disable(logging.CRITICAL)

# One template of each family that treats roles, calls or results differently; the whole grid takes more of them, on JSONL:
# the other files hold the same records, and Axolotl prints a record once for each of its turns.
FAMILIES = ["qwen3", "llama3_2_vision", "chatml", "mistral_v3_tekken"]
MORE = ["qwen_25", "phi_4", "gemma3", "qwen3_5", "llama4", "command_a", "exaone4"]
# What is to be trained, as chats.marked calls it.
LEARNT = {"assistant", "call", "what is said beside calls", "reasoning"}
# The data formats that this strategy reads; Axolotl's types for alpaca and chatml only join texts, and are not run.
STRATEGY = ("openai", "trl")


# Over the sample files longer texts are cut: it prints a record once for each of its turns, and some have hundreds. The shapes,
# a cell of 45 kB among them, are never cut.
LONG = 2000


def shortened(value):
    """A value with its long texts cut, those that are JSON (tools) excepted."""
    if isinstance(value, dict):
        return {key: shortened(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [shortened(inner) for inner in value]
    return value[:LONG] if isinstance(value, str) and not value.startswith(("[", "{")) else value


def byte_tokenizer(template):
    """A tokenizer with one token for each byte: what it encodes can be read back exactly."""
    vocabulary = {letter: number for number, letter in enumerate(sorted(pre_tokenizers.ByteLevel.alphabet()))}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    tokenizer.decoder = decoders.ByteLevel()
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, chat_template=template, bos_token="<BOS>", eos_token="<EOS>", unk_token="<UNK>", pad_token="<PAD>")


def plain(record):
    """A record without what a typed file puts in place of what is absent."""
    if isinstance(record, dict):
        return {key: plain(value) for key, value in record.items() if value is not None}
    return [plain(value) for value in record] if isinstance(record, list) else record


def judge(name, tokenizer, records, as_text, calling):
    """What one template, which is calling if it prints calls, makes of each record; as_text gives it messages as they stand in a CSV."""
    prompter = ChatTemplatePrompter(tokenizer, tokenizer.chat_template, max_length=1 << 30, message_property_mappings={"role": "role", "content": "content"})
    strategy = ChatTemplateStrategy(
        prompter, tokenizer=tokenizer, train_on_inputs=False, sequence_len=1 << 30, roles_to_train=["assistant"], train_on_eos="turn")
    outcomes = []

    def encoded(record):
        if as_text:
            record = {**record, "messages": json.dumps(record["messages"])}
        out = strategy.tokenize_prompt({key: [value] for key, value in record.items()})  # a batch, as it maps a dataset
        return tokenizer.decode(out["input_ids"][0]), tokenizer.decode([label for label in out["labels"][0] if label != -100])

    for record in records:
        try:
            record_marked, marks = chats.marked(plain(record))
            seen, trained = encoded(record_marked)
            missing = chats.lost(seen, marks)
        except Exception as error:
            outcomes.append((trl_check.refusal(plain(record), f"{type(error).__name__}: {error}"[:160], calling), ""))
            continue
        missing |= {f"training of {kind}" for mark, kind in marks.items() if mark in seen and (mark in trained) != (kind in LEARNT)}
        outcomes.append(("", trl_check.loss(name, plain(record), missing, calling)))
    return outcomes


def main():
    folders, full = roots()
    tokenizers = {name: byte_tokenizer(get_chat_template(name)) for name in FAMILIES + (MORE if full else [])}
    calling = {name: trl_check.calls_tools(tokenizer) for name, tokenizer in tokenizers.items()}
    for root in folders:
        for export in exports(root):
            if not export.ready["axolotl"] or export.data_format not in STRATEGY or export.variant and not full:
                continue
            records = list(chats.load(export.path))
            as_text = isinstance(records[0]["messages"], str)
            if as_text:
                records = [{**record, "messages": json.loads(record["messages"])} for record in records]
            records = shortened(records) if full else records
            names = FAMILIES + (MORE if full and export.file_format == "jsonl" and not export.variant else [])
            for calls, which in ((True, "print calls"), (False, "do not print calls")):
                chosen = {name: judge(name, tokenizers[name], records, as_text, calls) for name in names if calling[name] == calls}
                chats.said(export, f"Axolotl {version('axolotl')}, {len(chosen)} chat templates that {which}", chosen, "axolotl")


if __name__ == "__main__":
    main()
