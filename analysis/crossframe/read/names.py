"""Which of their columns is which of ours."""

import json
import re
from functools import lru_cache

from crossframe.errors import ReadError
from crossframe.schema import ARTICLES, names

__all__ = ["OURS", "check_mapping", "flat", "mended", "refuse_twice", "resolve", "snake"]

OURS = [name for name in names(ARTICLES) if name != "source"]  # what a column of the data may fill
KEPT = {*names(ARTICLES), "raw"}  # names that are taken, so that a column of the user's cannot keep one of them

# The most specific first: "text" beats "body", "outlet" beats "source". Written as ``snake`` writes them.
USUAL = {
    "id": "id article_id doc_id document_id docid uid stories_id body_id",
    "outlet": (
        "outlet outlet_name news_outlet media_outlet media_name newspaper publication publication_name publisher "
        "publisher_name site_name sitename source_name source_hostname news_source media source source_domain hostname "
        "domain site source_url media_url"
    ),
    "date": (
        "date date_published published_date publish_date publication_date publishing_date date_publish published "
        "published_at published_on published_time pub_date pubdate article_date datetime timestamp"
    ),
    "title": "title headline article_title news_title heading head",
    "text": (
        "text full_text fulltext article_text maintext main_text plaintext plain_text article_body body_text bodytext "
        "body content contents article raw_text news_text"
    ),
    "url": (
        "url article_url link news_link web_url canonical_url canonical_link permalink requested_url original_url href"
    ),
    "author": "author authors byline bylines author_name writer journalist reporter creator",
    "story": "story story_id event event_id",
}
_HALF = re.compile("[\ud800-\udfff]")
_RANK = {ours: {name: rank for rank, name in enumerate(usual.split())} for ours, usual in USUAL.items()}


def snake(name):
    """A column name as the table of usual names writes it.

    Examples
    --------
    >>> [snake(name) for name in ("articleBody", "Publish Date", "source-hostname", "URL")]
    ['article_body', 'publish_date', 'source_hostname', 'url']
    """
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", str(name).strip())
    return re.sub(r"[\W_]+", "_", parted).strip("_").lower()


def check_mapping(columns):
    """The caller's ``columns=`` as a tuple of pairs, its left side checked.

    Raises
    ------
    ReadError
        A name on the left is not one of ours, or two of ours point to one column.
    """
    columns = dict(columns or {})
    if unknown := [ours for ours in columns if ours not in OURS]:
        raise ReadError(
            f"columns={columns!r} maps unknown names {unknown}: on the left stand crossframe's names "
            f"({', '.join(OURS)}), on the right those of your data, as in columns={{'text': 'body'}}. Your further "
            "columns stay as they are."
        )
    theirs = [name for name in columns.values() if name is not None]
    if twice := [name for name in theirs if theirs.count(name) > 1]:
        raise ReadError(f"columns={columns!r} takes {twice[0]!r} for two things; name another column.")
    return tuple(columns.items())


@lru_cache(maxsize=4096)
def resolve(theirs, columns=()):
    """Match the columns of one table with ours.

    Parameters
    ----------
    theirs : tuple of str
        The table's column names.
    columns : tuple of (str, str or None)
        What the caller said: our name, their name; None means that ours is not to be taken from the data.

    Returns
    -------
    renames : dict
        Their name -> ours; a column of theirs that bears one of our names but is not it gets ``_given`` at its end.
    notes : tuple of str
        One sentence for every choice between two columns.

    Raises
    ------
    ReadError
        Two columns have one name, or a mapped column is not there.

    Examples
    --------
    >>> resolve(("headline", "articleBody", "likes"))[0]
    {'headline': 'title', 'articleBody': 'text'}
    """
    refuse_twice(theirs)
    said = dict(columns)
    found = {ours: _said(name, ours, theirs) for ours, name in said.items() if name is not None}
    notes = []
    for ours in OURS:
        rest = [name for name in theirs if name not in found.values()]
        if ours not in said and (candidates := _candidates(ours, rest)):
            found[ours] = candidates[0]
            if len(candidates) > 1:
                notes.append(
                    f"{ours} is taken from column {candidates[0]!r}, not from {' or '.join(map(repr, candidates[1:]))};"
                    f" columns={{{ours!r}: {candidates[1]!r}}} would change that."
                )
    renames = {name: ours for ours, name in found.items()}
    for name in theirs:
        if name not in renames and name in KEPT:
            renames[name] = f"{name}_given"
            notes.append(f"column {name!r} is kept as {name + '_given'!r}: crossframe has a column of that name.")
    return renames, tuple(notes)


def refuse_twice(theirs, *, line=None):
    """Two columns of one name are an error, whatever they hold."""
    if twice := [name for name in theirs if theirs.count(name) > 1]:
        raise ReadError(
            f"two columns are called {twice[0]!r}; rename one, so that it is clear which is meant.", line=line
        )


def _said(name, ours, theirs):
    if name not in theirs:
        raise ReadError(
            f"columns={{{ours!r}: {name!r}}} names a column that is not there; there are {', '.join(theirs)}."
        )
    return name


def _candidates(ours, theirs):
    """Their columns that could be ours, the most specific first; of "text" and "Text" the one spelled as usual."""
    rank = _RANK[ours]
    usual = [
        (rank[snake(name)], snake(name) != name, place, name)
        for place, name in enumerate(theirs)
        if snake(name) in rank
    ]
    return [name for *_, name in sorted(usual)]


def mended(value):
    """A text, or all texts of a JSON value, with halves of a character (lone surrogates) replaced."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if _HALF.search(value) else value
    if isinstance(value, list):
        return [mended(part) for part in value]
    if isinstance(value, dict):
        return {mended(name): mended(part) for name, part in value.items()}
    return value


def flat(value, ours):
    """A nested value, as JSON has them, as the text or number that a table holds; bytes as text.

    A text in parts is joined: sentences by a space, paragraphs by a blank line. Of an outlet or an author given as an
    object the name is taken. Anything else nested is kept as JSON.

    Examples
    --------
    >>> flat([{"sentence": "It rained."}, {"sentence": "It poured."}], "text")
    'It rained. It poured.'
    >>> flat([{"@type": "Person", "name": "Ada Quill"}, "Ben Fold"], "author")
    'Ada Quill, Ben Fold'
    """
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if not isinstance(value, dict | list):
        return value
    if ours == "text":
        sentences = isinstance(value, list) and any(isinstance(part, dict) and "sentence" in part for part in value)
        return (" " if sentences else "\n\n").join(_parts(value))
    if ours in OURS:
        named = value if isinstance(value, list) else [value]
        named = [
            part.get("name") or part.get("title") or part.get("id") if isinstance(part, dict) else part
            for part in named
        ]
        return ", ".join(str(part) for part in named if part is not None)
    return json.dumps(value, ensure_ascii=False)


def _parts(value):
    if isinstance(value, str):
        return [value] if value.strip() else []
    if isinstance(value, list):
        return [text for part in value for text in _parts(part)]
    if isinstance(value, dict):
        named = [value[key] for key in ("sentence", "text", "paragraph") if isinstance(value.get(key), str)]
        return _parts(named[:1] or list(value.values()))
    return []
