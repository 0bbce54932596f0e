"""Conversations with branches and ratings, and the preferences that an export must find in them."""

import json
import os

from marks import marked

# Trees of turns, as (id, what stands before it, who speaks, text); a call is said by the name of its tool, after a colon. The
# last turn is the one in view. A text that stands twice in a tree was sent twice.
TREES = {
    "tree": [("u1", "", "user", "Name a tea"), ("a1", "u1", "assistant", "Sencha"), ("a2", "u1", "assistant", "Pu-erh"), ("u2", "a2", "user", "Why?"), ("a3", "u2", "assistant", "It keeps.")],
    "edited": [("s1", "", "system", "You know wines."), ("e1", "s1", "user", "Name a wine"), ("b1", "e1", "assistant", "Nebbiolo"), ("e2", "b1", "user", "Where from?"), ("b2", "e2", "assistant", "Somewhere"),
               ("e3", "b1", "user", "Which region?"), ("b3", "e3", "assistant", "The north"), ("b4", "e3", "assistant", "Piedmont"), ("b5", "e3", "assistant", "Langhe, in Piedmont 🍷")],
    "rated": [("f1", "", "user", "三种茶？"), ("c1", "f1", "assistant", "绿茶、红茶、乌龙茶。"), ("f2", "c1", "user", "Anything else?"), ("c2", "f2", "assistant", "No.")],
    "sent again": [("g1", "", "user", "Name a cheese"), ("d1", "g1", "assistant", "Gouda\u2028or Edam"), ("g2", "", "user", "Name a cheese"), ("d2", "g2", "assistant", "Pecorino")],
    "after a call": [("h1", "", "user", "Warm in Bari?"), ("k1", "h1", "call:get_weather", '{"city": "Bari"}'), ("t1", "k1", "result:get_weather", "19 C"),
                     ("m1", "t1", "assistant", "I do not know."), ("m2", "t1", "assistant", "Yes, 19 C.")],
    "call or not": [("i1", "", "user", "Warm in Lecce?"), ("n1", "i1", "assistant", "Surely."), ("k2", "i1", "call:get_weather", '{"city": "Lecce"}'), ("t2", "k2", "result:get_weather", "22 C"),
                    ("n2", "t2", "assistant", "Yes, 22 C.")],
}
RATINGS = {"a1": ("tree", "thumbs_down"), "a2": ("tree", "thumbs_up"), "b4": ("edited", "thumbs_down"), "c1": ("rated", "thumbs_up"), "c2": ("rated", "thumbs_down"),
           "m1": ("after a call", "thumbs_down")}


def said(role, text):
    return {"role": role, "content": marked(text)}


def called(name, **arguments):
    return {"role": "assistant", "content": "", "tool_calls": [{"id": "c1", "type": "function", "function": {"name": name, "arguments": json.dumps({**arguments, "mark": marked("call")})}}]}


WEATHER = [{"type": "function", "function": {"name": "get_weather", "description": "The weather", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}}}}]

# Rows that say what was preferred, with tools.
ROWS = {
    "pair of calls": {"prompt": [said("user", "Warm in Turin?")], "chosen": [called("get_weather", city="Turin")], "rejected": [called("get_weather", city="Milan")], "tools": WEATHER},
    "pair after a result": {"prompt": [said("system", "Be exact."), said("user", "Turin?"), called("get_weather", city="Turin"), {**said("tool", "11 C"), "tool_call_id": "c1"}],
                            "chosen": [said("assistant", "11 C.")], "rejected": [said("assistant", "Cold.")], "tools": WEATHER},
    "pair after turns": {"prompt": [said("user", "Hi"), said("assistant", "Hello."), said("user", "A <b>joke</b>?")], "chosen": [said("assistant", "A man walks…")], "rejected": [said("assistant", "No 🍷")]},
    "pair after a call and turns": {"prompt": [said("user", "Milan?"), called("get_weather", city="Milan"), {**said("tool", "9 C"), "tool_call_id": "c1"}, said("assistant", "9 C."), said("user", "And Turin?")],
                                    "chosen": [called("get_weather", city="Turin")], "rejected": [said("assistant", "The same.")], "tools": WEATHER},
    "label of a call": {"messages": [said("user", "Turin again?"), called("get_weather", city="Turin")], "label": True, "tools": WEATHER},
    "label after a result": {"messages": [said("user", "Turin now?"), called("get_weather", city="Turin"), {**said("tool", "12 C"), "tool_call_id": "c1"}, said("assistant", "Hot.")],
                             "label": False, "tools": WEATHER},
}

# What must come of them, without marks: the conversation, what stands before the answers, the better one and the other, and how
# it is known. A call is its name and arguments.
CALL_TURIN, CALL_MILAN, CALL_BARI, CALL_LECCE = (f'get_weather {{"city": "{city}"}}' for city in ("Turin", "Milan", "Bari", "Lecce"))
WINE = ("You know wines.", "Name a wine", "Nebbiolo", "Which region?")
PAIRS = [
    ("tree", ("Name a tea",), "Pu-erh", "Sencha", "rating"),
    ("edited", WINE, "Langhe, in Piedmont 🍷", "The north", "regenerated"),
    ("edited", WINE, "Langhe, in Piedmont 🍷", "Piedmont", "rating"),
    ("sent again", ("Name a cheese",), "Pecorino", "Gouda\u2028or Edam", "edited"),
    ("after a call", ("Warm in Bari?", CALL_BARI, "19 C"), "Yes, 19 C.", "I do not know.", "rating"),
    ("call or not", ("Warm in Lecce?",), CALL_LECCE, "Surely.", "regenerated"),
    ("pair of calls", ("Warm in Turin?",), CALL_TURIN, CALL_MILAN, "rating"),
    ("pair after a result", ("Be exact.", "Turin?", CALL_TURIN, "11 C"), "11 C.", "Cold.", "rating"),
    ("pair after a call and turns", ("Milan?", CALL_MILAN, "9 C", "9 C.", "And Turin?"), CALL_TURIN, "The same.", "rating"),
    ("pair after turns", ("Hi", "Hello.", "A <b>joke</b>?"), "A man walks…", "No 🍷", "rating"),
]
# The same of single answers: whether each is a good one.
ANSWERS = [
    ("tree", ("Name a tea",), "Pu-erh", True, "rating"),
    ("tree", ("Name a tea",), "Sencha", False, "rating"),
    ("edited", WINE, "Piedmont", False, "rating"),
    ("rated", ("三种茶？",), "绿茶、红茶、乌龙茶。", True, "rating"),
    ("rated", ("三种茶？", "绿茶、红茶、乌龙茶。", "Anything else?"), "No.", False, "rating"),
    ("sent again", ("Name a cheese",), "Pecorino", True, "edited"),
    ("sent again", ("Name a cheese",), "Gouda\u2028or Edam", False, "edited"),
    ("after a call", ("Warm in Bari?", CALL_BARI, "19 C"), "I do not know.", False, "rating"),
    ("call or not", ("Warm in Lecce?",), CALL_LECCE, True, "regenerated"),
    ("call or not", ("Warm in Lecce?",), "Surely.", False, "regenerated"),
    *((ident, before, answer, good, how) for ident, before, better, worse, how in PAIRS[6:] for answer, good in ((better, True), (worse, False))),
    ("label of a call", ("Turin again?",), CALL_TURIN, True, "rating"),
    ("label after a result", ("Turin now?", CALL_TURIN, "12 C"), "Hot.", False, "rating"),
]


def node(turn, parent, at, speaker, text):
    """A message of ChatGPT's; a call speaks to a tool, and its result is a tool's."""
    role, _, name = speaker.partition(":")
    author = {"role": {"call": "assistant", "result": "tool"}.get(role, role), **({"name": name} if role == "result" else {})}
    message = {"id": turn, "author": author, "create_time": at, "recipient": name if role == "call" else "all",
               "content": {"content_type": "text", "parts": [text]}, "metadata": {"model_slug": f"m-{turn}"} if author["role"] == "assistant" else {}}
    return {"id": turn, "parent": parent, "children": [], "message": message}


def mapping(turns):
    """The nodes of a tree, each text with a mark of its own."""
    nodes, known = {"": {"id": "", "parent": None, "children": [], "message": None}}, {}
    for at, (turn, parent, speaker, text) in enumerate(turns, 1):
        if text not in known:
            known[text] = json.dumps({**json.loads(text), "mark": marked("call")}) if speaker.startswith("call") else marked(text)
        nodes[turn] = node(turn, parent, at, speaker, known[text])
        nodes[parent]["children"].append(turn)
    return nodes


def chatgpt(folder):
    """Edited questions, answers that were asked for again, and thumbs for both kinds, as ChatGPT exports them."""
    trees = [{"title": ident, "create_time": 1, "conversation_id": ident, "current_node": turns[-1][0], "mapping": mapping(turns)} for ident, turns in TREES.items()]
    feedback = [{"id": turn, "conversation_id": ident, "rating": rating, "content": "{}"} for turn, (ident, rating) in RATINGS.items()]
    os.makedirs(os.path.join(folder, "chatgpt"))
    for name, document in (("conversations.json", trees), ("message_feedback.json", feedback)):
        with open(os.path.join(folder, "chatgpt", name), "w", encoding="utf-8") as file:
            json.dump(document, file)


def rows(folder):
    """Rows that say what was preferred."""
    with open(os.path.join(folder, "preferences.jsonl"), "w", encoding="utf-8") as file:
        file.writelines(json.dumps({"conversation_id": ident, **row}) + "\n" for ident, row in ROWS.items())
