"""Writes conversations of every shape that a dataset must survive, as files that Loquat imports.

usage: shapes.py FOLDER
"""

import json
import os
import sys

import preferences
from marks import GIVEN, marked


def tool(name, **properties):
    return {"type": "function", "function": {"name": name, "description": f"{name} it", "parameters": {
        "type": "object", "properties": {k: {"type": v} for k, v in properties.items()}, "required": list(properties)[:1]}}}


def call(ident, name, arguments):
    if arguments.endswith("}"):
        arguments = arguments[:-1] + f', "mark": "{marked("call")}"}}'
    return {"id": ident, "type": "function", "function": {"name": name, "arguments": arguments}}


def user(text):
    return {"role": "user", "content": marked(text)}


def answer(text, reasoning="", **more):
    thought = {"reasoning_content": marked(reasoning)} if reasoning else {}
    return {"role": "assistant", "content": marked(text), **thought, **more}


def system(text):
    return {"role": "system", "content": marked(text)}


def result(ident, text):
    return {"role": "tool", "tool_call_id": ident, "content": marked(text)}


WEATHER, SEARCH = tool("get_weather", city="string"), tool("search", query="string", limit="integer")

CONVERSATIONS = {
    "plain": ([system("Be brief."), user("Hi"), answer("Hello.")], None),
    "tools": ([user("Warm in Bari?"), answer(None, tool_calls=[call("c1", "get_weather", '{"city":"Bari"}')]), result("c1", "19 C"), answer("Yes, 19 C.")], [WEATHER]),
    "parallel": ([user("Turin and Bari?"), answer("Both.", tool_calls=[call("c1", "get_weather", '{"city":"Turin"}'), call("c2", "get_weather", '{"city":"Bari"}')]),
                  result("c1", "11 C"), result("c2", "19 C"), answer("Bari is warmer.")], [WEATHER]),
    "ends with a call": ([user("Look it up"), answer("", tool_calls=[call("c1", "search", '{"query":"x","limit":1234567890123456789}')])], [SEARCH]),
    "two questions": ([user("One"), user("Two"), answer("Both.")], None),
    "leading answer": ([answer("Welcome!"), user("Hi"), answer("Hello.")], None),
    "trailing question": ([user("Hi"), answer("Hello."), user("And now?")], None),
    "only a question": ([user("Anyone?")], None),
    "empty answers": ([user("Hi"), answer(""), user("Hello?"), answer("Yes.")], None),
    "empty question": ([user("Hi"), answer("Hello."), user(""), answer("Still there?"), user("Yes"), answer("Good.")], None),
    "several systems": ([system("First."), user("Hi"), system("Last."), answer("Hello.")], None),
    "reasoning": ([user("1+1?"), answer("2", reasoning="One and one make two.")], None),
    "thinks before a call": ([user("Warm?"), answer("", reasoning="I need the weather.", tool_calls=[call("c1", "get_weather", '{"city":"Bari"}')]), result("c1", "19 C"), answer("Yes.")], [WEATHER]),
    "arguments cut off": ([user("Go"), answer("", tool_calls=[call("c1", "search", '{"query": "a')]), result("c1", "none"), answer("Done.")], [SEARCH]),
    "interrupted": ([user("Go"), answer("", tool_calls=[call("c1", "search", '{"query":"a"}')]), user("Stop"), answer("Stopped.")], [SEARCH]),
    "result without a call": ([user("Go"), result("c9", "stray"), answer("Done.")], None),
    "languages": ([user("写一首诗 📜 مرحبا שלום"), answer("春眠不觉晓，👩‍💻🇯🇵 처처문제조。")], None),
    "separators": ([user("a\u2028b\u2029c\u0085d"), answer("tabs\tand\r\nlines\u0001 and \u007f, \u0000 too")], None),
    "surrogate": ([user("broken \ud83d half"), answer("fine")], None),
    "long cell": ([user("Long, please."), answer("word " * 9000)], None),
    "control tokens": ([user("What is <|im_start|>?"), answer("A token, like </s> and <think>.")], None),
    "call in text": ([user("Show"), answer("", tool_calls=[call("c1", "search", '{"query":"<tool_call>{}</tool_call> <image> & <think>"}')]), result("c1", "<result>"), answer("Shown.")], [SEARCH]),
    "formula": ([user("=1+1"), answer("-2 or +3 or @cf/x")], None),
    "picture in words": ([user("Write <image> into the page"), answer("Done: <image>.")], None),
    "developer": ([{"role": "developer", "content": marked("Be kind.")}, user("Hi"), answer("Hello.")], None),
    "spoken before a call": ([user("Warm?"), answer("Let me look."), answer("", tool_calls=[call("c1", "get_weather", '{"city":"Bari"}')]), result("c1", "19 C"), answer("Yes.")], [WEATHER]),
    "picture": ([{"role": "user", "content": [{"type": "text", "text": marked("What is it?")}, {"type": "image_url", "image_url": {"url": "https://example.com/cat.png"}}]}, answer("A cat.")], None),
    "quotes": ([user('He said "hi", \'ho\', \\ and , ; |'), answer("null true false NaN NA")], None),
    "argument types": ([user("All of them"), answer("", tool_calls=[call("c1", "measure", '{"z":1.0,"ratio":2.5e-3,"on":true,"nothing":null,"deep":{"list":["é\u2028","\\\\"],"n":-5}}')]), result("c1", "ok"), answer("Done.")],
                       [tool("measure", z="number", ratio="number", on="boolean", nothing="null", deep="object")]),
    "types of Python": ([user("How many?"), answer("", tool_calls=[call("c1", "count", '{"things":["a"]}')]), result("c1", "1"), answer("One.")],
                        [{"type": "function", "function": {"name": "count", "description": "", "parameters": {"type": "dict", "properties": {"things": {"type": "List[str]"}, "least": {"type": "int, optional"}}}}}]),
    "no arguments": ([user("What time is it?"), answer("", tool_calls=[call("c1", "now", "")]), result("c1", "noon"), answer("Noon.")], [tool("now")]),
    "old function": ([user("Find it"), {"role": "assistant", "content": None, "function_call": call("", "search", '{"query":"it"}')["function"]},
                      {"role": "function", "name": "search", "content": marked("found")}, answer("Found.")], [SEARCH]),
    "results the other way round": ([user("Genoa and Lecce?"), answer("", tool_calls=[call("c1", "get_weather", '{"city":"Genoa"}'), call("c2", "get_weather", '{"city":"Lecce"}')]),
                                     result("c2", "22 C"), result("c1", "14 C"), answer("Lecce is warmer.")], [WEATHER]),
    "thinks at length": ([system("Think."), user("2+2?"), answer("4", reasoning="Two and two."), user("Sure?"), answer("Yes.", reasoning="I counted.\n\nTwice.")], None),
    "0042": ([user("Which number?"), answer("0042, not 42 or 1e5.")], None),
    "dates": ([{"role": "user", "content": "2024-01-02"}, {"role": "assistant", "content": "2024-01-02 03:04:05"}], None),
}

# What gives one place in schemas or arguments two types; it makes every typed reader differ, so it stands apart.
CONFLICTS = {
    "conflicting schema": ([user("Find"), answer("", tool_calls=[call("c1", "find", '{"limit":"ten"}')]), result("c1", "ok"), answer("Found.")], [tool("find", limit="string")]),
    "default of another type": ([user("Find"), answer("", tool_calls=[call("c1", "seek", '{"limit":3}')]), result("c1", "ok"), answer("Found.")],
                                [{"type": "function", "function": {"name": "seek", "description": "", "parameters": {"type": "object", "properties": {"limit": {"type": "integer", "default": 3}}}}}]),
    "default text": ([user("Find"), answer("", tool_calls=[call("c1", "hunt", '{"limit":"3"}')]), result("c1", "ok"), answer("Found.")],
                     [{"type": "function", "function": {"name": "hunt", "description": "", "parameters": {"type": "object", "properties": {"limit": {"type": "string", "default": "3"}}}}}]),
    "a list of many types": ([user("Find"), answer("", tool_calls=[call("c1", "sort", '{"list":[1,"a",true,null,{"b":[]}]}')]), result("c1", "ok"), answer("Found.")], [tool("sort", list="array")]),
    "number beyond 64 bits": ([user("Find"), answer("", tool_calls=[call("c1", "search", '{"query":"x","limit":12345678901234567890}')]), result("c1", "ok"), answer("Found.")], [SEARCH]),
}


# The tags of some conversations; the others have none.
TAGS = {"plain": ["greeting"], "tools": ["travel", "天气, \"heute\""], "formula": ["=1+1"]}


def openai(path, conversations):
    """OpenAI messages, a conversation a line."""
    with open(path, "w", encoding="ascii") as file:
        for ident, (messages, tools) in conversations.items():
            row = {"conversation_id": ident, "model": "@cf/meta/llama" if ident == "formula" else "m-1", "messages": messages}
            if ident in TAGS:
                row["tags"] = TAGS[ident]
            if tools:
                row["tools"] = tools
            file.write(json.dumps(row) + "\n")


def late():
    """More than 10 MiB of plain conversations, then a key and a tool nobody saw before."""
    fillers = {f"filler-{n}": ([user(f"Fill {n}"), answer(f"{n} " + "lorem ipsum " * 4200)], None) for n in range(220)}
    tools = [{"type": "function", "function": {"name": "late_tool", "description": "", "parameters": {"type": "object", "properties": {"never_seen": {"type": "array", "items": {"type": "string"}}}}}}]
    return fillers | {"late keys": ([user("Late"), answer("", reasoning="late", tool_calls=[call("c1", "late_tool", '{"never_seen":["x"]}')]), result("c1", "ok"), answer("Done.")], tools)}


def mag(folder):
    """A graph run of three rounds, the last of which has tools of its own."""
    rounds = [
        {"round": 1, "node_name": "start", "level": 0, "messages": [user("Plan a talk")], "tools": []},
        {"round": 2, "node_name": "writer", "agent_name": "writer", "level": 1, "model": "m-2", "tools": [],
         "messages": [system("You write."), user("Plan a talk"), answer("Three parts.")]},
        {"round": 3, "node_name": "checker", "agent_name": "checker", "level": 2, "model": "m-3", "tools": [SEARCH],
         "messages": [system("Old."), user("Check it"), answer("", tool_calls=[call("c1", "search", '{"query":"talk"}')]), result("c1", "ok"), system("You check."), answer("Good.")]},
    ]
    run = {"_id": "flow_20260101_100000_ab12cd34", "conversation_id": "flow_20260101_100000_ab12cd34", "graph_name": "flow", "rounds": rounds, "tasks": [],
           "input": "Plan a talk", "global_outputs": {}, "final_result": "Good.", "start_time": "2026-01-01T10:00:00"}
    with open(os.path.join(folder, "graph.json"), "w", encoding="utf-8") as file:
        json.dump(run, file)


def main(folder):
    """FOLDER/small holds the shapes, FOLDER/conflicts types that contradict one another, FOLDER/late what comes after 10 MiB; and
    FOLDER/texts.json every text of them."""
    small = os.path.join(folder, "small")
    os.makedirs(small)
    openai(os.path.join(small, "shapes.jsonl"), CONVERSATIONS)
    mag(small)
    preferences.chatgpt(small)
    preferences.rows(small)
    for name, conversations in (("conflicts", CONFLICTS), ("late", late())):
        os.makedirs(os.path.join(folder, name))
        openai(os.path.join(folder, name, name + ".jsonl"), conversations)
    with open(os.path.join(folder, "texts.json"), "w", encoding="ascii") as file:
        json.dump(GIVEN, file)


if __name__ == "__main__":
    main(sys.argv[1])
