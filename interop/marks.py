"""The marks that shapes.py puts into each message and each call, by which one sees whether it stands exactly once."""

import collections
import itertools
import json
import re

MARK = re.compile(r"mark\d{4}")
NUMBERS = itertools.count(1)
# Every text that was given a mark, as it must be found again in a library: what is no character is replaced there.
GIVEN = []


def marked(text):
    """A text with a mark of its own behind it; what is empty stays empty."""
    if not text:
        return text
    text = f"{text} mark{next(NUMBERS):04d}"
    GIVEN.append(re.sub("[\0\ud800-\udfff]", "\ufffd", text))
    return text


def unmarked(text):
    """A text without its marks."""
    return re.sub(" " + MARK.pattern, "", text)


def of(text):
    """How often each mark stands in a text."""
    return collections.Counter(MARK.findall(text))


def in_order(text):
    """The marks of a text as they come."""
    return MARK.findall(text)


def wrong(expected, seen):
    """The marks that do not stand exactly once in what is seen, of those expected, and those that should not be there."""
    counted = of(seen)
    return sorted({m for m in expected if counted[m] != 1} | {m for m in counted if m not in expected})


def of_value(value):
    """The marks of a JSON value, each once."""
    return set(MARK.findall(json.dumps(value)))
