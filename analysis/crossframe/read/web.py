"""Saved web pages: the article's text and what the page says about it, by trafilatura; nothing is fetched."""

import re

from crossframe.errors import ReadError
from crossframe.read.encoding import decode

__all__ = ["page", "read_html"]

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.I)


def read_html(stream, problems):
    """The row of a .html file."""
    data = stream.read(4 * problems.max_characters + 1)
    if len(data) > 4 * problems.max_characters:
        raise ReadError(problems.too_long())
    yield None, page(data)


def page(data, *, url=None, charset=None):
    """One page as a row.

    Parameters
    ----------
    data : bytes
        The page as it was sent.
    url : str or None
        Where it stood; the page's own canonical address goes before it.
    charset : str or None
        The encoding the server named.

    Raises
    ------
    ReadError
        No article text can be found in it.
    """
    from trafilatura import bare_extraction

    found = bare_extraction(
        _text(data, charset),
        url=url,
        with_metadata=True,
        include_comments=False,
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    if found is None or not (found.text or "").strip():
        raise ReadError("no article text was found in the page; save the text itself as .txt.")
    return {
        "title": found.title,
        "outlet": found.sitename or found.hostname,
        ":origin": "page",
        "author": found.author,
        "date": found.date,
        "url": found.url or url,
        "text": found.text,
    }


def _text(data, charset):
    """The page as text: its own encoding, the server's, or the one its bytes fit."""
    named = _CHARSET.search(data[:4096])
    for name in (named and named[1].decode("ascii"), charset):
        try:
            return data.decode(name) if name else decode(data)
        except (LookupError, UnicodeDecodeError):
            continue
    return decode(data)
