"""LLaMA-Factory's own parser, loader, converter, formatters, templates and processors, over each dataset for training.

A record is accepted when it comes out of the processor of its stage under every template of the run, and exact when
in what a model would see of it each message and each call stands exactly once and in its order, and just the answers and
calls are trained, under every template.
"""

import collections
import json
import logging
import os
import re
import tempfile
import types
from importlib.metadata import version
from unittest.mock import MagicMock

os.environ.setdefault("DISABLE_VERSION_CHECK", "1")
os.environ.setdefault("HF_HUB_OFFLINE", "1")

import marks
import stubs
from exports import exports, roots, say

stubs.install()

import datasets  # noqa: E402
import numpy  # noqa: E402
from llamafactory.extras.constants import IGNORE_INDEX  # noqa: E402
from llamafactory.data import loader, parser, template as templates  # noqa: E402
from llamafactory.data.processor import (  # noqa: E402
    FeedbackDatasetProcessor,
    PairwiseDatasetProcessor,
    PretrainDatasetProcessor,
    SupervisedDatasetProcessor,
)

datasets.disable_progress_bars()
logging.disable(logging.CRITICAL)


# One template of each family that treats tools, thinking or pictures differently.
FAMILIES = ["default", "llama2", "llama3", "qwen", "qwen3", "qwen2_vl", "glm4", "mistral", "gemma", "deepseek3", "qwen3_5"]
# The data formats that it is to train on, whatever Loquat's check says (EXPORT.md §2 and §6).
TRAINS = {"standard", "sharegpt", "alpaca", "dpo", "kto", "chatml"}


class Strings:
    """A tokenizer with one id for each text that it is given: what it encodes can be read back exactly, and at once."""

    bos_token, eos_token, pad_token = "<BOS>", "<EOS>", "<PAD>"
    bos_token_id, eos_token_id, pad_token_id = -1, -2, -3
    chat_template = None
    known, ids = [], {}

    def encode(self, text, add_special_tokens=False):
        if text not in self.ids:
            self.ids[text] = len(self.known)
            self.known.append(text)
        return [self.ids[text]]

    def __call__(self, texts, **_):
        return {"input_ids": [self.encode(text) for text in texts]}

    def convert_tokens_to_ids(self, token):
        return -4

    @classmethod
    def decode(cls, ids):
        return "".join(cls.known[i] if i >= 0 else "\0" for i in ids)


# Vision templates refuse to work without a processor; without pictures they only read these of it.
PROCESSOR = MagicMock(boi_token="<boi>", full_image_sequence="", image_seq_length=0)


def load(folder, name, cache):
    """Loads and aligns a dataset exactly as a training run does, but for the order: it shuffles."""
    numpy.random.permutation = numpy.arange
    arguments = types.SimpleNamespace(
        dataset_dir=folder, streaming=False, preprocessing_num_workers=None, max_samples=None, overwrite_cache=True,
        media_dir=folder, cutoff_len=1 << 30, train_on_prompt=False, mask_history=False, packing=False, template="",
    )
    model = types.SimpleNamespace(cache_dir=cache, hf_hub_token=None)
    training = types.SimpleNamespace(local_process_index=0, dataloader_num_workers=0)
    [attributes] = parser.get_dataset_list([name], folder)
    return loader._load_single_dataset(attributes, model, arguments, training), arguments


def stage(export):
    """The processor that training on this dataset uses."""
    kinds = {"dpo": PairwiseDatasetProcessor, "kto": FeedbackDatasetProcessor, "chatml": PretrainDatasetProcessor}
    return kinds.get(export.data_format, SupervisedDatasetProcessor)


# The columns of a record that hold what a model should see, in the order in which it sees them; in a turn it is the content or
# the value.
SHOWN = ("system", "history", "instruction", "input", "messages", "conversations", "chosen", "rejected", "output", "text")
# Who says what is to be trained.
TRAINED = {"assistant", "function_call", "gpt"}


def shown(record):
    """What a model should see of a record: texts, and lists of texts."""
    return [turns(record[column]) for column in SHOWN if column in record]


def turns(value):
    if isinstance(value, dict):
        return value.get("content", value.get("value"))
    return [turns(v) for v in value] if isinstance(value, list) else value


def texts(value):
    """Every text in what a model should see, and of a call its name and the texts of its arguments."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [text for part in value for text in texts(part)]
    if not isinstance(value, str):
        return []
    thought = re.match(r"<think>(.*?)</think>(.*)", value, re.DOTALL)
    if thought:  # a template may have other words for the marks around it
        return [thought[1].strip(), *texts(thought[2])]
    spoken = re.fullmatch(r"(.*)\n<tool_call>(.*)</tool_call>", value, re.DOTALL)
    if spoken:
        return [spoken[1].strip(), *texts(spoken[2])]
    called = parsed(value)
    return texts(called) if called is not None else [value.strip()]


def declared(record):
    """The names and descriptions of the tools that a model must have been told about; a name alone may be that of a call."""
    tools = record.get("tools_json", record.get("tools")) or "[]"
    tools = [tool.get("function", tool) for tool in (json.loads(tools) if isinstance(tools, str) else tools)]
    return [tool[key].strip() for tool in tools for key in ("name", "description")]


def parsed(text):
    """The call or calls that a text is, or None."""
    try:
        value = json.loads(text)
    except ValueError:
        return None
    calls = value if isinstance(value, list) else [value]
    return value if calls and all(isinstance(c, dict) and c.keys() == {"name", "arguments"} for c in calls) else None


def learnt(record):
    """What is to be trained of a record: of a preference its answers, of a rated answer that one, of another every answer and call."""
    if "chosen" in record or "rejected" in record:
        return [turns(record[answer]) for answer in ("chosen", "rejected") if answer in record]
    if "instruction" in record:
        return [answer for _, answer in record["history"]] + [record["output"]]
    said = [turn for turn in record.get("messages") or record.get("conversations") or [] if turn.get("role", turn.get("from")) in TRAINED]
    return turns(said[-1:] if "kto_tag" in record else said)


def examples(truth, out):
    """What a model would see of a record, what of it is trained, and beside it what should be: of a pair, each answer with its prompt."""
    if "chosen_input_ids" in out:
        for answer in ("chosen", "rejected"):
            other = "rejected" if answer == "chosen" else "chosen"
            yield out[answer + "_input_ids"][:1], out[answer + "_labels"][:1], {k: v for k, v in truth.items() if k != other}
    else:
        yield out["input_ids"][:1], out.get("labels", [])[:1], truth


def unseen(wanted, seen):
    """The texts that are nowhere in what is seen, where they may stand as JSON."""
    return [t for t in wanted if t not in seen and json.dumps(t, ensure_ascii=False)[1:-1] not in seen and json.dumps(t)[1:-1] not in seen]


def missing(truth, out):
    """What is not as it should be in what a model would see; empty when all is well, None when it sees nothing."""
    for rows, labels, record in examples(truth, out):
        if not rows:
            return None
        seen, expected = Strings.decode(rows[0]), shown(record)
        if wrong := marks.wrong(marks.of_value(expected), seen):
            return f"not exactly once: {', '.join(wrong)}"
        if marks.in_order(seen) != marks.in_order(json.dumps(expected)):
            return "in another order"
        if lost := unseen(texts(expected) + declared(record), seen):
            return f"not seen: {lost[0][:60]!r}"
        for label in labels:  # there are none where all is trained
            trained = Strings.decode(i for i in label if i != IGNORE_INDEX)
            if marks.of_value(learnt(record)) != set(marks.of(trained)) or unseen(texts(learnt(record)), trained):
                return "other turns are trained than answers and calls"
    return "rated the other way round" if out.get("kto_tags", [truth.get("kto_tag")])[0] != truth.get("kto_tag") else ""


def judged(truth, record, processor, pairs):
    """What is wrong with one record under one template: (it was taken, the complaint or "")."""
    Strings.known.clear(), Strings.ids.clear()
    batch = {key: [value] * (2 if pairs else 1) for key, value in record.items()}
    try:
        found = missing(truth, processor.preprocess_dataset(batch))
    except Exception as error:  # a training run would stop here
        return False, f"{type(error).__name__}: {error}".splitlines()[0][:200]
    return (False, "skipped") if found is None else (True, found)


def judge(export, wanted):
    """Says how many records every template takes, and which of them it shows exactly."""
    with tempfile.TemporaryDirectory() as cache:
        try:
            dataset, arguments = load(export.folder, export.report["dataset"], cache)
            records = list(dataset)
        except Exception as error:
            error = error.__cause__ or error
            return said(export, 0, 0, {f"{type(error).__name__}: {error}".splitlines()[0][:200]: export.written}, len(wanted))
    make, truth = stage(export), export.truth()
    refused, inexact, complaints = set(), set(), collections.defaultdict(set)
    for name in wanted:
        processor = make(templates.TEMPLATES[name], Strings(), PROCESSOR, arguments)
        for place, (record, true) in enumerate(zip(records, truth)):
            taken, complaint = judged(true, record, processor, make is FeedbackDatasetProcessor)
            if not taken or complaint:
                (inexact if taken else refused).add(place)
                complaints[complaint].add((place, name))
    taken = len(records) - len(refused)
    said(export, taken, taken - len(inexact - refused), {worded(c, found): len({p for p, _ in found}) for c, found in complaints.items()}, len(wanted))


def worded(complaint, found):
    """A complaint with the number of templates that make it."""
    return f"{complaint} [{len({name for _, name in found})} templates]"


def said(export, accepted, exact, complaints, count):
    say(export, f"LLaMA-Factory {version('llamafactory')}, {count} templates", accepted, exact, complaints, target="llama-factory")


def main():
    folders, full = roots()
    for root in folders:
        for export in exports(root):
            if export.ready["llama-factory"] or export.data_format in TRAINS:
                # What comes after loading is the same for JSONL and Parquet.
                judge(export, sorted(templates.TEMPLATES) if full and export.file_format == "jsonl" else FAMILIES)


if __name__ == "__main__":
    main()
