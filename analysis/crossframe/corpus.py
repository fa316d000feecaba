"""Corpus: the articles, what was taken out of them, and what could not be read."""

import html
import re
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

import pandas as pd

from crossframe.errors import DataError
from crossframe.read.articles import read_articles
from crossframe.read.names import check_mapping
from crossframe.read.problems import Problems
from crossframe.schema import PROBLEMS, REMOVED, SPELLINGS, check_columns, names

__all__ = ["Corpus", "as_articles", "origins", "read", "without_audit"]

_HALF = re.compile("[\ud800-\udfff]")


def _no_spellings():
    return pd.DataFrame(columns=names(SPELLINGS))


@dataclass(frozen=True, repr=False)
class Corpus:
    """Articles with the audit of how they came to be; ``cf.read`` makes one.

    Parameters
    ----------
    articles : DataFrame
        A row an article: id outlet date title text url author story source, ``raw`` (the text before cleaning) and the
        user's own columns.
    removed : DataFrame
        A row a removal: article start end text reason; offsets count the characters of ``raw``.
    problems : DataFrame
        A row a file, line or row that gave no article (kind ``"lost"``), and notes on what was read: file line reason
        kind article.
    outlet_spellings : DataFrame
        How outlets were written, and the spelling each was folded to: written outlet origin n.
    """

    articles: pd.DataFrame
    removed: pd.DataFrame
    problems: pd.DataFrame
    outlet_spellings: pd.DataFrame = field(default_factory=_no_spellings)

    def __len__(self):
        return len(self.articles)

    @property
    def lost(self):
        """The problems by which an article was lost, without the notes."""
        return self.problems[self.problems["kind"] == "lost"] if "kind" in self.problems else self.problems

    @property
    def outlets(self):
        """What each outlet brings: outlet articles characters (of the text) first last (days) removed (share of raw).

        Returns
        -------
        DataFrame
            A row an outlet, the one with most articles first; a missing outlet is where none is known.
        """
        articles = self.articles
        each = pd.DataFrame(
            {
                "outlet": articles["outlet"],
                "characters": articles["text"].str.len(),
                "raw": articles["raw" if "raw" in articles else "text"].str.len(),
                "date": articles.get("date", pd.NaT),
            }
        )
        table = (
            each.groupby("outlet", dropna=False)
            .agg(
                articles=("characters", "size"),
                characters=("characters", "sum"),
                first=("date", "min"),
                last=("date", "max"),
                removed=("raw", "sum"),
            )
            .reset_index()
        )
        table["removed"] = 1 - table["characters"] / table["removed"]
        return table.sort_values(["articles", "outlet"], ascending=[False, True], ignore_index=True)

    def filter(self, where=None, *, outlets=None, since=None, until=None):
        """The corpus of some of the articles, with their removals and notes.

        Parameters
        ----------
        where : str, function, boolean Series or array, or None
            What ``DataFrame.query`` takes ("topic == 'trade'"), or True for the articles to keep, or a function of
            the articles that gives this.
        outlets : str or list of str or None
            Outlets to keep.
        since, until : str, date or None
            First and last day to keep; articles without a date are left out where either is given.

        Returns
        -------
        Corpus

        Raises
        ------
        DataError
            An outlet is not there, a day or a query cannot be understood, or no article is left.

        Examples
        --------
        >>> articles = pd.DataFrame({"id": ["a", "b"], "outlet": ["Lantern", "Courier"], "text": ["One.", "Two."]})
        >>> corpus = read(articles, clean=False)
        >>> corpus.filter(outlets="Courier").articles.id.tolist()
        ['b']
        """
        keep = _where(self.articles, where)
        if outlets is not None:
            chosen = [outlets] if isinstance(outlets, str) else list(outlets)
            if unknown := [outlet for outlet in chosen if outlet not in set(self.articles["outlet"])]:
                raise DataError(
                    f"no outlet {unknown} in the corpus; it has {sorted(self.articles['outlet'].dropna().unique())}."
                )
            keep &= self.articles["outlet"].isin(chosen)
        if since is not None:
            keep &= self.articles["date"] >= _day(since, "since")
        if until is not None:
            keep &= self.articles["date"] < _day(until, "until") + pd.Timedelta(days=1)
        return _part(self, self.articles[keep.astype(bool)])

    def save(self, folder):
        """Write the corpus as parquet files, one a table, that ``Corpus.load`` reads.

        Parameters
        ----------
        folder : str or Path
            Made where it is not there.

        Raises
        ------
        DataError
            A column of the user's holds values of several kinds, which a file cannot.
        """
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        for each in fields(self):
            try:
                getattr(self, each.name).to_parquet(folder / f"{each.name}.parquet", index=False)
            except (ValueError, TypeError) as error:  # pyarrow's errors are of these
                raise DataError(
                    f"{each.name} cannot be saved: {error}. Make the column hold one kind of value."
                ) from error

    @classmethod
    def load(cls, folder):
        """Read what ``save`` wrote.

        Raises
        ------
        DataError
            The folder lacks one of the files.
        """
        paths = {each.name: Path(folder) / f"{each.name}.parquet" for each in fields(cls)}
        if missing := [path.name for path in paths.values() if not path.is_file()]:
            raise DataError(
                f"{folder} holds no saved corpus: {', '.join(missing)} is not there. To read articles use cf.read."
            )
        return cls(**{name: pd.read_parquet(path) for name, path in paths.items()})

    def __repr__(self):
        date = self.articles.get("date", pd.Series(dtype="datetime64[us]")).dropna()
        span = f", {date.min():%Y-%m-%d} to {date.max():%Y-%m-%d}" if len(date) else ""
        return (
            f"<Corpus: {len(self):,} articles of {self.articles['outlet'].nunique():,} outlets{span}; "
            f"{len(self.removed):,} removals, {len(self.lost):,} lost, {len(self.problems) - len(self.lost):,} notes>"
        )

    def _repr_html_(self):
        table, most = self.outlets, 12
        shown = table.head(most).assign(removed=table["removed"].map("{:.1%}".format))
        rest = f"<p>and {len(table) - most:,} more outlets: <code>.outlets</code></p>" if len(table) > most else ""
        return f"<p>{html.escape(repr(self)[1:-1])}</p>{shown.to_html(index=False, na_rep='not known')}{rest}"


def _where(articles, where):
    """True for every article that the caller's query or mask keeps."""
    if where is None:
        return pd.Series(True, index=articles.index)
    if callable(where):
        where = where(articles)
    if not isinstance(where, str):
        if len(where) != len(articles):
            raise DataError(
                f"where has {len(where)} values and the corpus {len(articles)} articles; give one True or False each."
            )
        return pd.Series(getattr(where, "to_numpy", lambda: where)(), index=articles.index).astype(bool)
    try:
        return pd.Series(articles.index.isin(articles.query(where).index), index=articles.index)
    except Exception as error:  # a query is code: whatever it raises is about the query
        raise DataError(
            f"where={where!r} cannot be understood ({error}); the columns are {', '.join(articles.columns)}."
        ) from error


def _day(value, name):
    try:
        return pd.Timestamp(value).normalize()
    except (ValueError, TypeError) as error:
        raise DataError(f"{name}={value!r} is no day; write it as 2019-07-16.") from error


def _part(corpus, articles):
    """The corpus of these articles; losses stay, as they are about no article."""
    if not len(articles):
        raise DataError(f"no article is left of {len(corpus)}; widen the filter.")
    note_on = (
        corpus.problems["article"] if "article" in corpus.problems else pd.Series(pd.NA, index=corpus.problems.index)
    )
    return replace(
        corpus,
        articles=articles.reset_index(drop=True),
        removed=corpus.removed[corpus.removed["article"].isin(articles["id"])].reset_index(drop=True),
        problems=corpus.problems[note_on.isna() | note_on.isin(articles["id"])].reset_index(drop=True),
        outlet_spellings=corpus.outlet_spellings[
            corpus.outlet_spellings["outlet"].isin(articles["outlet"])
        ].reset_index(drop=True),
    )


def read(source, *, outlet=None, columns=None, clean=True, errors="raise"):
    """Read articles from files or tables.

    Parameters
    ----------
    source : str, Path, DataFrame, or a list of these
        A file, a folder (with all folders in it) or a glob. Read are .txt .md .html .docx (one article, or a Nexis
        export of many; .txt too) .csv .tsv .json .jsonl .parquet .warc, each also .gz, and .zip of these. In a folder
        hidden files are passed over and a README is left out with a note; any other file that cannot be read is a
        problem.
    outlet : str or None
        The outlet of all that is read. Where it is not given it is, for each article, the first of: what the data say
        (a column; a page's site name; the masthead or the outlet line of a bare text); the host of its url; the
        nearest folder below the one named, as in corpus/lantern/1.txt, where the articles in it do not name several
        outlets. Where several folders are named, the folder itself. ``Corpus.outlet_spellings`` shows where each came
        from.
    columns : dict or None
        Crossframe's name -> yours, for tables and JSON: ``{"text": "transcript"}``. On the left stand id, outlet,
        date, title, text, url, author, story. None on the right leaves ours unfilled: ``{"id": None}``. Usual names
        (body, headline, publisher, pubDate ...) need no mapping; where two columns could serve, the more specific is
        taken and noted. All your further columns are kept; nested values as JSON.
    clean : bool
        Whether ``crossframe.clean`` takes out what is not the article's; each removal is a row of ``.removed``.
        Without it the text is as read.
    errors : {"raise", "collect"}
        Whether the first thing that cannot be read ends the read, or becomes a row of ``.problems`` while the rest is
        read. Rows in = articles + rows of ``Corpus.lost``, always.

    Returns
    -------
    Corpus
        ``articles.date`` is the day as written (clock times and time zones are dropped; ``date_written`` then keeps
        them), NaT with a note where it is none or impossible. ``articles.outlet`` is missing, with a note, where
        nothing tells it. An article of more than 20,000,000 characters is taken for a broken file and is a problem.

    Raises
    ------
    ReadError
        A file, a line or a row cannot be used (``errors="raise"``), or nothing at all could be read: the message
        names the file, the line and the remedy.
    DataError
        An argument is none of those above.

    Examples
    --------
    >>> table = pd.DataFrame({"publisher": ["Lantern", "lantern", "Courier"],
    ...                       "pubDate": ["2019-07-16", "16 July 2019", None],
    ...                       "body": ["The bridge will close.", "The bridge closes.", "No bridge, no ferry."]})
    >>> corpus = read(table, clean=False)
    >>> corpus
    <Corpus: 3 articles of 2 outlets, 2019-07-16 to 2019-07-16; 0 removals, 0 lost, 0 notes>
    >>> corpus.articles.outlet.tolist()
    ['Lantern', 'Lantern', 'Courier']
    """
    if errors not in ("raise", "collect"):
        raise DataError(f"errors={errors!r} is neither 'raise' nor 'collect'.")
    if outlet is not None and not (isinstance(outlet, str) and outlet.strip()):
        raise DataError(f"outlet={outlet!r} is no name; give one outlet's name, or leave it out.")
    problems = Problems(errors)
    articles, spellings = read_articles(
        _sources(source), outlet=outlet, columns=check_mapping(columns), problems=problems
    )
    articles.insert(list(articles).index("text") + 1, "raw", articles["text"])
    removed = pd.DataFrame(columns=names(REMOVED))
    if clean:
        from crossframe.clean import clean_articles

        articles, removed = clean_articles(articles)
        articles, removed = _without_emptied(articles, removed, problems)
    return Corpus(articles, removed, problems.table(), spellings)


def _sources(source):
    """The caller's source as a list of names and tables."""
    if isinstance(source, Corpus):
        raise DataError("this is a Corpus already; corpus.articles is its table.")
    sources = [source] if isinstance(source, str | Path | pd.DataFrame) else source
    try:
        sources = list(sources)
    except TypeError:
        raise DataError(
            f"cf.read takes file names, folders, globs, DataFrames or a list of these, not {type(source).__name__}."
        ) from None
    if wrong := [one for one in sources if not isinstance(one, str | Path | pd.DataFrame)]:
        raise DataError(
            f"cf.read takes file names, folders, globs or DataFrames; the list holds a {type(wrong[0]).__name__}."
        )
    if not sources:
        raise DataError("the list of what to read is empty; name a file, a folder or a glob.")
    return sources


def _without_emptied(articles, removed, problems):
    """Articles of which cleaning leaves nothing are losses."""
    words = re.compile(r"[^\W_]")
    empty = articles["text"].map(lambda text: words.search(text) is None).astype(bool)
    for source, id in articles.loc[empty, ["source", "id"]].itertuples(index=False):
        problems.lost(
            f"nothing of article {id!r} is left after cleaning; look at it, or read it with clean=False.", file=source
        )
    if not empty.any():
        return articles, removed
    kept = articles[~empty].reset_index(drop=True)
    return kept, removed[removed["article"].isin(kept["id"])].reset_index(drop=True)


def without_audit(articles):
    """The corpus of a plain table of articles, of which nothing is known to have been removed or lost.

    Examples
    --------
    >>> without_audit(pd.DataFrame({"id": ["a"], "outlet": ["Lantern"], "text": ["One."]}))
    <Corpus: 1 articles of 1 outlets; 0 removals, 0 lost, 0 notes>
    """
    return Corpus(articles, pd.DataFrame(columns=names(REMOVED)), pd.DataFrame(columns=names(PROBLEMS)))


def origins(articles):
    """What the rows of every measure begin with: a row an article, with its story empty where unknown.

    Examples
    --------
    >>> origins(pd.DataFrame({"id": ["a"], "outlet": ["Lantern"], "text": ["One."]})).iloc[0].tolist()
    ['a', 'Lantern', '']
    """
    story = articles["story"].fillna("") if "story" in articles else ""
    return articles[["id", "outlet"]].assign(story=story).rename(columns={"id": "article"})


def as_articles(data, *, needs=("outlet", "text"), what="this measure"):
    """The articles of a Corpus or of a plain DataFrame, checked.

    Parameters
    ----------
    data : Corpus or DataFrame
        A DataFrame's text is used as it is; only ``cf.read`` cleans. But halves of characters (lone surrogates, which
        broken JSON leaves behind) become U+FFFD, one for one, so that places stay the same.
    needs : iterable of str
        Columns that must be there.
    what : str
        Who asks, for the message.

    Returns
    -------
    DataFrame
        With a fresh RangeIndex, ``id`` filled ("0", "1", ...) where the column is missing, missing texts an error.

    Raises
    ------
    DataError
        Neither a Corpus nor a DataFrame; no rows; a column is missing or stands twice; ids repeat; a text is missing or
        no str.
    """
    frame = data.articles if isinstance(data, Corpus) else data
    if not isinstance(frame, pd.DataFrame):
        raise DataError(
            f"{what} takes a Corpus or a DataFrame, not {type(data).__name__}; cf.read(...) makes a Corpus."
        )
    check_columns(frame, needs, what)
    if not len(frame):
        raise DataError(f"{what} was given no articles.")
    frame = frame.reset_index(drop=True)
    if "id" not in frame:
        frame = frame.assign(id=frame.index.astype(str))
    elif (again := frame.id.duplicated()).any():
        raise DataError(f"id {frame.id[again].iloc[0]!r} stands twice; every article needs an id of its own.")
    for column in needs:
        if (gone := frame[column].isna()).any():
            raise DataError(
                f"{what}: {column} is missing in {int(gone.sum())} of {len(frame)} rows "
                f"(first: row {int(gone.idxmax())}); fill or drop them."
            )
    if "text" in needs:
        _check_texts(frame["text"], what)
        if frame["text"].dtype == object:  # columns of strings cannot hold such halves
            frame = frame.assign(text=frame["text"].map(_whole))
    return frame


def _whole(text):
    """A text without halves of characters, of the same length."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _HALF.sub("\ufffd", text)
    return text


def _check_texts(texts, what):
    """Every text is a str."""
    if not isinstance(texts.dtype, pd.StringDtype):
        other = texts.map(lambda text: not isinstance(text, str)).to_numpy(bool)
        if other.any():
            first = int(other.argmax())
            raise DataError(
                f"{what}: text is no str in {int(other.sum())} of {len(texts)} rows (first: row {first}, "
                f"{str(texts.iloc[first])[:40]}); cf.read reads files, .astype(str) makes text of numbers."
            )
