"""Runs LLaMA-Factory's own parser, loader, converter, formatters and templates over a dataset folder.

usage: llamafactory_check.py FOLDER DATASET [TEMPLATE…]      (no template: all)

Prints one JSON document: {"loaded", "templates": {name: {"accepted", "dropped", "errors", "lost"}}}. A record is accepted
when it comes out of the processor of its stage (supervised, pairwise or feedback, as dataset_info.json says); "lost" are
the places of records of which some text does not stand in what the model would see.
"""

import json
import logging
import os
import sys
import types
from unittest.mock import MagicMock

os.environ.setdefault("DISABLE_VERSION_CHECK", "1")
os.environ.setdefault("HF_HUB_OFFLINE", "1")

import stubs

stubs.install()

from llamafactory.data import loader, parser, template as templates  # noqa: E402
from llamafactory.data.processor import (  # noqa: E402
    FeedbackDatasetProcessor,
    PairwiseDatasetProcessor,
    SupervisedDatasetProcessor,
)

logging.disable(logging.CRITICAL)


class Characters:
    """A tokenizer with one id for each character: what it encodes can be read back exactly."""

    bos_token, eos_token, pad_token = "<BOS>", "<EOS>", "<PAD>"
    bos_token_id, eos_token_id, pad_token_id = 0x110000, 0x110001, 0x110002
    chat_template = None

    def encode(self, text, add_special_tokens=False):
        return [ord(c) for c in text]

    def convert_tokens_to_ids(self, token):
        return 0x120000 + sum(ord(c) * 31**i for i, c in enumerate(token)) % 0x10000

    def decode(self, ids, **_):
        return "".join(chr(i) if i < 0x110000 else "␀" for i in ids)


# Vision templates refuse to work without a processor; without pictures they only read these of it.
PROCESSOR = MagicMock(boi_token="<boi>", full_image_sequence="", image_seq_length=0)


def load(folder, name):
    """Loads and aligns a dataset exactly as a training run does."""
    arguments = types.SimpleNamespace(
        dataset_dir=folder, streaming=False, preprocessing_num_workers=None, max_samples=None, overwrite_cache=True,
        media_dir=folder, cutoff_len=1 << 30, train_on_prompt=False, mask_history=False, packing=False,
    )
    model = types.SimpleNamespace(cache_dir=os.path.join(folder, ".cache"), hf_hub_token=None)
    training = types.SimpleNamespace(local_process_index=0, dataloader_num_workers=0)
    [attributes] = parser.get_dataset_list([name], folder)
    return loader._load_single_dataset(attributes, model, arguments, training), arguments


def stage(folder, name):
    """The processor that training on this dataset uses."""
    with open(os.path.join(folder, "dataset_info.json"), encoding="ascii") as file:
        entry = json.load(file)[name]
    if entry.get("ranking"):
        return PairwiseDatasetProcessor
    return FeedbackDatasetProcessor if "kto_tag" in entry.get("columns", {}) else SupervisedDatasetProcessor


def pieces(record):
    """Every text of an aligned record that the model must see: contents, and the names in calls."""
    for message in record["_prompt"] + record["_response"]:
        content = message["content"]
        if message["role"] in ("function", "function_call"):
            calls = json.loads(content)
            for called in calls if isinstance(calls, list) else [calls]:
                yield called["name"]
        else:
            yield content


def seen(out):
    """Everything that came out of the processor, as text."""
    ids = [i for key, rows in out.items() if key.endswith("input_ids") for row in rows for i in row]
    return Characters().decode(ids)


def judge(dataset, arguments, name, make):
    """Runs one template over every record, each a batch of its own."""
    processor = make(templates.TEMPLATES[name], Characters(), PROCESSOR, arguments)
    result = {"accepted": 0, "dropped": 0, "errors": {}, "lost": []}
    for place in range(len(dataset)):
        record = dataset[place]
        batch = {key: [value] for key, value in record.items()}
        if make is FeedbackDatasetProcessor:  # it pairs each record with its neighbour's answer
            batch = {key: value * 2 for key, value in batch.items()}
        try:
            out = processor.preprocess_dataset(batch)
        except Exception as error:  # a training run would stop here
            result["errors"][f"{type(error).__name__}: {error}"[:160]] = place
            continue
        text = seen(out)
        if not text:
            result["dropped"] += 1
            continue
        result["accepted"] += 1
        if any(piece.strip() not in text for piece in pieces(record)):
            result["lost"].append(place)
    return result


def main():
    folder, name, *wanted = sys.argv[1:]
    dataset, arguments = load(folder, name)
    wanted = wanted or sorted(templates.TEMPLATES)
    make = stage(folder, name)
    print(json.dumps({"loaded": len(dataset), "templates": {t: judge(dataset, arguments, t, make) for t in wanted}}))


if __name__ == "__main__":
    main()
