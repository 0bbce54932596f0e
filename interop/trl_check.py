"""TRL's own dataset utilities with the chat templates of the common model families, over each dataset that TRL is to read.

The templates are those in the packages of TRL and Axolotl; the whole grid takes all of them, and the models' own that
llama.cpp is tested with.
"""

import importlib.util
import json
import os
import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile
from importlib.metadata import version

import chats
from exports import exports, roots
from tokenizers import Tokenizer, models
from transformers import PreTrainedTokenizerFast
from transformers.utils import logging

from trl import data_utils
from trl.chat_template_utils import supports_tool_calling

logging.set_verbosity_error()

# One template of each family that treats roles, calls, results or thoughts differently.
FAMILIES = [
    "trl/qwen2_5", "trl/qwen3", "trl/llama3_1", "trl/llama3_2", "trl/gemma", "trl/gemma3", "trl/deepseek_r1_distill", "trl/deepseekv3",
    "trl/gptoss", "trl/glm4moe", "trl/phi3", "axolotl/phi_4", "axolotl/chatml", "axolotl/mistral_v3_tekken", "axolotl/mistral_v7_tekken",
]
# The source distribution that holds the models' own templates, vendor/llama.cpp/models/templates.
MODELS = "llama-cpp-python==0.3.36"

# Why a record is refused: words of the complaint, what the record has, and the complaint by the code of Loquat's check.
REFUSALS = [
    (r"single tool-calls at once", chats.parallel, "TEMPLATE_PARALLEL: stops at several calls in one turn"),
    (r"IDs should be alphanumeric strings with length 9", chats.calls, "TEMPLATE_IDS: stops at ids that are not nine letters and digits"),
    (r"can only concatenate str \(not \"dict\"\)", chats.calls, "TEMPLATE_CALLS: stops at arguments that are not text"),
    (r"System role not supported", lambda r: chats.has(r, "system"), "TEMPLATE_SYSTEM: stops at a system prompt"),
]
# Texts that a template is known to leave out: its name, what is lost, what the record has, and the complaint.
LOSSES = [
    (r"mistral_v(2v3|3_tekken)|Mistral-Nemo|pixtral", "system", lambda r: chats.has(r, "system"), "TEMPLATE_SYSTEM: prints the system prompt only where the last turn asks"),
    (r"gptoss|gpt-oss|GigaChat", "call", chats.parallel, "TEMPLATE_PARALLEL: prints the first of several calls only"),
    (r"exaone4$", "call", chats.calls, "TEMPLATE_CALLS: prints no calls in Axolotl, which hands it none"),
    (r"Laguna", "text word for word", chats.thinks, "SPECIAL_TOKEN: takes a literal </think> for the end of a thought"),
    (r".", "what is said beside calls", chats.calls, "TEMPLATE_CALLS: leaves out what is said beside a call"),
    (r".", "reasoning", lambda _: True, "TEMPLATE_THOUGHTS: leaves out what was thought"),
]
NO_TOOLS = "TEMPLATE_CALLS: has no word for calls or results"
# Templates of --full that are not for text conversations as TRL gives them: for parts, for records with tools only, with
# variables of their own, for llama.cpp's Jinja, or with the names of arguments twice.
OTHERS = r"idefics3|smolvlm|llava_next|command-r-plus|Hermes-[23].*tool_use|firefunction|llama-cpp-deepseek-r1|MiniMax-M3"


def downloaded(folder):
    """Fetches the models' own templates into folder."""
    fetch = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", ":all:", MODELS, "-d", folder]
    subprocess.run(fetch, check=True, stdout=sys.stderr)
    [archive] = pathlib.Path(folder).glob("*.tar.gz")
    with tarfile.open(archive) as packed:
        packed.extractall(folder, [m for m in packed if m.name.endswith(".jinja") and m.isfile()], filter="data")


def found(full):
    """The chat templates by name."""
    def package(name, *below):
        return pathlib.Path(importlib.util.find_spec(name).submodule_search_locations[0], *below)

    def read(place, root):
        paths = (path for path in sorted(root.rglob("*.jinja")) if not path.stem.endswith("_training"))
        return {f"{place}/{path.stem}": path.read_text(encoding="utf-8") for path in paths}

    templates = read("trl", package("trl", "chat_templates")) | read("axolotl", package("axolotl", "utils", "chat_templates", "templates"))
    if not full:
        return {name: templates[name] for name in FAMILIES}
    with tempfile.TemporaryDirectory() as folder:
        downloaded(folder)
        return templates | read("models", pathlib.Path(folder))


def tokenizer(template):
    """A tokenizer that has nothing but a chat template: text is rendered, not encoded."""
    return PreTrainedTokenizerFast(
        tokenizer_object=Tokenizer(models.BPE()), chat_template=template, bos_token="<BOS>", eos_token="<EOS>", unk_token="<UNK>", pad_token="<PAD>")


def calls_tools(reader):
    """Whether a template prints calls and results, as TRL judges it."""
    try:
        return supports_tool_calling(reader)
    except Exception:  # some cannot render a conversation without declared tools
        return False


def rendered(record, reader):
    """What a model would see of a record, as TRL makes it."""
    if not data_utils.is_conversational(record):
        raise ValueError("TRL does not take it for a conversation")
    example = {key: value for key, value in record.items() if key in chats.LISTS}
    return "".join(data_utils.maybe_apply_chat_template(example, reader, chats.tools(record)).values())


def refusal(record, complaint, calling):
    """A refusal in the words of Loquat's check, where these are known."""
    for words, applies, why in REFUSALS:
        if re.search(words, complaint) and applies(record):
            return why
    return NO_TOOLS if not calling and (chats.calls(record) or chats.has(record, "tool")) else complaint


def loss(name, record, missing, calling):
    """What is lost in the words of Loquat's check, where these are known for all of it."""
    why = {}
    for kind in missing:
        known = [why for which, what, applies, why in LOSSES if re.search(which, name) and what == kind and applies(record)]
        if not calling and kind in ("call", "tool", "what is said beside calls"):
            known = [NO_TOOLS]
        if not known:
            return "not exactly once: " + ", ".join(sorted(missing))
        why[kind] = known[0]
    return min(why.values(), default="")


def judge(name, reader, records, calling):
    """What one template, which is calling if it prints calls, makes of each record."""
    outcomes = []
    for record in records:
        try:
            text = rendered(record, reader)
            record_marked, marks = chats.marked(record)
            missing = chats.lost(rendered(record_marked, reader), marks)
        except Exception as error:
            outcomes.append((refusal(record, f"{type(error).__name__}: {error}"[:160], calling), ""))
            continue
        if not missing and chats.absent(text, record):
            missing = {"text word for word"}
        outcomes.append(("", loss(name, record, missing, calling)))
    return outcomes


def main():
    folders, full = roots()
    readers = {name: tokenizer(template) for name, template in found(full).items() if not re.search(OTHERS, name)}
    calling = {name: calls_tools(reader) for name, reader in readers.items()}
    for root in folders:
        for export in exports(root):
            if not export.ready["trl"] or export.data_format == "chatml":  # whose text goes through no template
                continue
            records = list(chats.load(export.path))
            for calls, which in ((True, "print calls"), (False, "do not print calls")):
                outcomes = {name: judge(name, reader, records, calls) for name, reader in readers.items() if calling[name] == calls}
                chats.said(export, f"TRL {version('trl')}, {len(outcomes)} chat templates that {which}", outcomes, "trl")


if __name__ == "__main__":
    main()
