"""ms-swift's own preprocessor, over each dataset that it is to read, then its agent templates over what comes out.

Each record must come out with every text and call that stands in it, in its order. ms-swift itself imports torch and model
hubs; of its packages only the modules that read data are loaded here.
"""

import contextlib
import dataclasses
import importlib
import importlib.util
import json
import logging
import os
import sys
import tempfile
import types
from importlib.metadata import version

import chats
import stubs
from datasets.exceptions import DatasetGenerationError
from exports import exports, roots

stubs.HEAVY.add("modelscope")
stubs.install()
import torch.nn  # noqa: E402, F401

ROOT = importlib.util.find_spec("swift").submodule_search_locations[0]
# How its agent templates differ: ReAct, Hermes' tags, Qwen-Agent, GLM, Llama, Mistral, DeepSeek.
AGENTS = ["react_en", "hermes", "qwen_en", "qwen_en_parallel", "glm4", "llama3", "mistral", "deepseek_v3_1"]


def package(name, **contents):
    """Puts a package in place whose modules can be imported without its own __init__."""
    made = types.ModuleType(name)
    made.__path__ = [os.path.join(ROOT, *name.split(".")[1:])]
    vars(made).update(contents)
    sys.modules[name] = made
    return made


@dataclasses.dataclass
class Function:
    """swift.infer_engine.Function, whose package needs torch."""

    name: str
    arguments: str


def prepared():
    """The modules of ms-swift that read data: its preprocessors, its template inputs and its agent templates."""
    log = logging.getLogger("swift")
    log.setLevel(logging.CRITICAL)
    package("swift")
    utils = package("swift.utils", get_logger=lambda: log, is_dist=lambda: False, is_master=lambda: True, safe_ddp_context=lambda *_: contextlib.nullcontext())
    schema = importlib.import_module("swift.utils.schema_utils")
    utils.TOOL_KEYS, utils.remove_arrow_padding = schema.TOOL_KEYS, schema.remove_arrow_padding
    package("swift.infer_engine", Function=Function)
    template = package("swift.template", MaxLengthError=type("MaxLengthError", (ValueError,), {}))
    shared = importlib.import_module("swift.template.utils")
    vars(template).update({name: value for name, value in vars(shared).items() if not name.startswith("__")})
    inputs = importlib.import_module("swift.template.template_inputs")
    package("swift.dataset")
    package("swift.dataset.utils", sample_dataset=None)
    package("swift.dataset.preprocessor")
    core = importlib.import_module("swift.dataset.preprocessor.core")
    folder = tempfile.mkdtemp()
    core.RowPreprocessor._map_cache_file = staticmethod(lambda fingerprint: os.path.join(folder, fingerprint + ".arrow"))
    return core, inputs, importlib.import_module("swift.agent_template").agent_template_map


def spoken(role, text):
    """A text of a model's as an entry, the reasoning before it excepted."""
    return [(role, text)] if text else []


def expected(record):
    """What stands in a record of any data format, in order: (role, text) and (name, arguments)."""
    if "text" in record:
        return [("assistant", record["text"])]
    if "instruction" in record:
        turns = [turn for pair in parsed(record.get("history")) or [] for turn in pair]
        turns += [record["instruction"], record["output"]]
        return spoken("system", record.get("system")) + [(("user", "assistant")[i % 2], turn) for i, turn in enumerate(turns)]
    found = spoken("system", record.get("system"))
    for message in parsed(record.get("messages") or record.get("conversations")):
        role, text = message.get("role") or message.get("from"), message.get("content", message.get("value"))
        role = {"human": "user", "gpt": "assistant", "observation": "tool", "tool_response": "tool"}.get(role, role)
        if role in ("function_call", "tool_call"):
            called = json.loads(text)
            found += [(call["name"], call["arguments"]) for call in (called if isinstance(called, list) else [called])]
        elif message.get("tool_calls"):
            found += spoken(role, text) + [(call["function"]["name"], chats.arguments(call)) for call in message["tool_calls"]]
        else:
            found.append((role, text))
    return found


def parsed(value):
    """A value that may be JSON text."""
    return json.loads(value) if isinstance(value, str) and value else value


def come_out(inputs):
    """What stands in a record after ms-swift has read it, as expected says."""
    found = spoken("system", inputs.system)
    for message in inputs.messages:
        if message["role"] == "tool_call":
            call = json.loads(message["content"])
            found.append((call["name"], call["arguments"]))
        elif message["role"] != "user" or message["content"] is not None:
            found.append((message["role"], message["content"]))
    return found


def unprinted(agents, inputs):
    """What agent templates do not print of a record's calls and tools; a text that is no tool is one at which ms-swift stops."""
    calls = [message for message in inputs.messages if message["role"] == "tool_call"]
    missing = set()
    for name in AGENTS if calls or inputs.tools else ():
        agent = agents[name]()
        text = agent._format_tool_calls(calls) if calls else ""
        if inputs.tools:  # as Template._preprocess_tools, whose module needs torch
            tools = [agent.wrap_tool(agent._parse_json(tool)) for tool in inputs.tools]
            agent._format_tools(tools, inputs.system or "", dict(inputs.messages[0]))
        if any(text.count(json.loads(call["content"])["name"]) == 0 for call in calls):
            missing.add(f"call in agent template {name}")
    return missing


def complaint(preprocessor, record):
    """Why ms-swift leaves a record out; "" when it takes it."""
    try:
        preprocessor.batched_preprocess({key: [value] for key, value in record.items()}, strict=True, ignore_max_length_error=True)
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:160]
    return ""


def judge(path, core, template_inputs, agents):
    """What it makes of each record of a file, read as its loader does, to which an empty cell is an empty text."""
    given, outcomes = chats.load(path, **({"na_filter": False} if path.endswith(".csv") else {})), []
    auto = core.AutoPreprocessor()
    rows = iter(auto(given, num_proc=None, load_from_cache_file=False, enable_auto_mapping=True))
    renamed = core.RowPreprocessor.safe_rename_columns(given, auto._get_preprocessor(given).columns)
    for record, as_read in zip(given, renamed):
        refused = complaint(auto._get_preprocessor(given), as_read)
        outcomes.append((refused, "") if refused else come_out_of(next(rows), record, template_inputs, agents))
    return outcomes


def judged(export, modules):
    """What it makes of each record of a dataset; of one that cannot be loaded it takes none."""
    try:
        return judge(export.path, *modules)
    except DatasetGenerationError as error:
        cause = error.__cause__ or error
        return [(f"{type(cause).__name__}: {cause}".splitlines()[0][:160], "")] * export.written


def come_out_of(row, record, template_inputs, agents):
    """What becomes of one record that was read: why it is refused after all, and what is not as it was written."""
    try:
        inputs = template_inputs.TemplateInputs.from_dict(row).chosen
        missing = unprinted(agents, inputs)
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:160], ""
    found = come_out(inputs)
    if all(role in ("system", "user", "tool") for role, _ in found):
        return "there is nothing to learn in it", ""  # it is read, and then trains nothing
    if found != expected(record):
        missing.add("other texts or calls than were written")
    return "", ", ".join(sorted(missing))


def main():
    folders, _ = roots()
    modules = prepared()
    for root in folders:
        for export in exports(root):
            if export.ready["ms-swift"]:
                chats.said(export, f"ms-swift {version('ms-swift')}", {"": judged(export, modules)}, "ms-swift")


if __name__ == "__main__":
    main()
