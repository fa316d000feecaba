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
    page = found if isinstance(found, dict) else {} if found is None else found.as_dict()
    if not (page.get("text") or "").strip():
        raise ReadError("no article text was found in the page; save the text itself as .txt.")
    row = {name: page[name] for name in ("title", "author", "date", "text")}
    return {**row, "outlet": page["sitename"] or page["hostname"], ":origin": "page", "url": page["url"] or url}


def _text(data, charset):
    """The page as text: UTF-8 where all bytes fit, else the encoding that the page names, the server's, or a guess."""
    named = _CHARSET.search(data[:4096])
    for name in ("utf-8", named and named[1].decode("ascii"), charset):
        try:
            if name:
                return data.decode(name)
        except (LookupError, UnicodeDecodeError):
            continue
    return decode(data)
