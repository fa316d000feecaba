"""JSON: .json (one article, a list of them, or a list within an object) and .jsonl (an article a line)."""

import json

from crossframe.errors import ReadError
from crossframe.read.encoding import open_text
from crossframe.read.names import USUAL, mended, snake

__all__ = ["read_json", "read_jsonl"]


def read_jsonl(stream, problems):
    """Rows of a .jsonl file; a line that is no JSON object is a loss, the rest is read."""
    with open_text(stream, problems) as lines:
        yield from _by_line(lines, problems)


def _by_line(lines, problems):
    longest, number = 4 * problems.max_characters, 0
    while line := lines.readline(longest):
        number += 1
        if len(line) == longest and not line.endswith("\n"):
            problems.lost(problems.too_long(), line=number)
            while line and not line.endswith("\n"):
                line = lines.readline(longest)
        elif line.strip():
            try:
                yield number, _article(_loads(line))
            except ReadError as error:
                problems.lost(error.reason, line=number)


def read_json(stream, problems):
    """Rows of a .json file; JSON lines under that ending are read as such."""
    with open_text(stream, problems) as lines:
        text = lines.read()
        if _is_lines(text):
            lines.seek(0)
            yield from _by_line(lines, problems)
            return
    articles = _articles(_loads(text))
    for number, article in enumerate(articles, start=1):
        try:
            yield number if len(articles) > 1 else None, _article(article)
        except ReadError as error:
            problems.lost(error.reason, line=number)


def _loads(text):
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise ReadError(
            f"is not valid JSON ({error.msg}, column {error.colno}); correct or delete it.", line=error.lineno
        ) from error
    except (ValueError, RecursionError) as error:
        raise ReadError(f"is not JSON that can be read ({error}).") from error
    return mended(found) if "\\ud" in text or "\\uD" in text else found


def _is_lines(text):
    """Whether the first line is a whole object and more follows: a line an article, not one JSON value."""
    first, _, rest = text.lstrip().partition("\n")
    try:
        return first.startswith("{") and isinstance(json.loads(first), dict) and bool(rest.strip())
    except ValueError:
        return False


def _articles(found):
    """The articles of a JSON value: a list, an object of articles or of columns, its one list, or the object itself."""
    if isinstance(found, list):
        return found
    if not isinstance(found, dict):
        return [found]
    parts = list(found.values())
    if parts and all(isinstance(part, dict) and part.keys() == parts[0].keys() for part in parts):
        if _has_text(parts[0]):
            return [{"id": name, **part} for name, part in found.items()]
        return [{name: part[key] for name, part in found.items()} for key in parts[0]]
    lists = [part for part in parts if isinstance(part, list) and part and all(isinstance(one, dict) for one in part)]
    return lists[0] if len(lists) == 1 and not _has_text(found) else [found]


def _has_text(fields):
    return any(snake(name) in USUAL["text"].split() for name in fields)


def _article(found):
    if not isinstance(found, dict):
        raise ReadError(f"holds a {type(found).__name__} where an object with the article's fields should be.")
    return found
