"""Plain text and Markdown: one article a file, or a Nexis export of many."""

from crossframe.read.encoding import whole_text
from crossframe.read.layout import labelled, layout
from crossframe.read.nexis import is_export, split_export

__all__ = ["read_plain"]


def read_plain(stream, problems):
    """Rows of a .txt or .md file."""
    yield from articles_of(whole_text(stream, problems), problems)


def articles_of(text, problems):
    """Rows of running text: a Nexis export falls into its articles, anything else is one."""
    if is_export(text):
        yield from split_export(text, problems)
        return
    fields, rest = labelled(text)
    found = layout(rest)
    if "outlet" in fields:
        found[":origin"] = "heading"
    yield None, {**found, **fields}
