"""One article with its voices marked: who said what, in whose words, and how the outlet introduces it."""

from dataclasses import dataclass, field
from html import escape
from pathlib import Path

import pandas as pd

from crossframe.compare.wording import day, many
from crossframe.corpus import as_articles
from crossframe.errors import DataError
from crossframe.measure.voices import voices as find_voices
from crossframe.present.marks import mark_up
from crossframe.present.render import asset, render
from crossframe.result import Result
from crossframe.schema import check_columns

UNKNOWN = "unknown"
COLORS = 8  # tints; voice 9 has the tint of voice 1, and its own number
KINDS = {"direct": "in quotation marks", "mixed": "partly in quotation marks",
         "indirect": "in the outlet's words"}
SHOWN = 12  # ids named in a message
PLACES = ("source_start", "source_end", "cue_start", "cue_end")
TEXTS = ("source", "speaker", "speaker_kind", "cue", "kind", "cue_stance")


@dataclass(frozen=True)
class Annotated:
    """An article and what is said in it by whom; it shows itself in Jupyter.

    Parameters
    ----------
    article : dict
        id, text and, where known, outlet, date, title.
    sources : DataFrame
        The rows of ``cf.sources`` that are about it.
    quoted : DataFrame
        The stretches that are theirs, as ``cf.voices`` gives them.
    """

    article: dict = field(repr=False)
    sources: pd.DataFrame = field(repr=False)
    quoted: pd.DataFrame = field(repr=False)

    @property
    def voices(self):
        """Who speaks, most often first: number, voice, speaker_kind and how often in which way (DataFrame)."""
        return _voices(self.sources)

    def save(self, path):
        """Write the article as one HTML file that opens without a network.

        Parameters
        ----------
        path : str or Path
            Where to, e.g. ``"article.html"``.

        Returns
        -------
        Path
            Where it is.
        """
        path = Path(path)
        page = {"title": self.article.get("title") or self.article["id"], "style": asset("voices.css"),
                "article": self.fragment("h1")}
        path.write_text(render("article_page.html.j2", page), encoding="utf-8", errors="replace", newline="\n")
        return path

    def fragment(self, heading="h3"):
        """The article as HTML without its style sheet, for a page that has it.

        Parameters
        ----------
        heading : str
            The element of the title.

        Returns
        -------
        str
        """
        voices = self.voices
        about = [self.article.get("outlet"), _day(self.article.get("date"))]
        return render("article.html.j2", {
            "heading": heading, "title": self.article.get("title") or self.article["id"],
            "about": " · ".join(filter(None, about)), "kinds": _kinds_of(self.sources),
            "counted": self._counted(),
            "voices": _legend(voices), "stances": sorted(set(self.sources.cue_stance) - {"neutral", ""}),
            "marked": mark_up(self.article["text"], _marks(self.sources, self.quoted, voices))})

    def __repr__(self):
        return f"<Annotated: {self.article['id']}, {self._counted()}; .save(path) writes it>"

    def _counted(self):
        known = int((self.voices["voice"] != UNKNOWN).sum())
        return f"{many(len(self.sources), 'attribution')} to {many(known, 'voice')}"

    def _repr_html_(self):
        return f"<style>{asset('voices.css')}</style>{self.fragment()}"


def annotate(corpus, article=None, *, sources=None):
    """Show an article with its voices marked.

    Parameters
    ----------
    corpus : Corpus or DataFrame
        Articles with ``outlet`` and ``text``.
    article : str or None
        Its id; None where the corpus holds one article.
    sources : Result or DataFrame, or None
        What ``cf.sources`` found in this corpus, or a table of your own, as ``cf.voices`` takes it; None: it is found
        out for this article.

    Returns
    -------
    Annotated
        Shows itself in Jupyter; ``.save(path)`` writes it as an HTML file. Every voice has a number and a tint; what is
        in quotation marks is underlined, what is reported in the outlet's words underlined with dashes. Names, words
        and order of the article are its own, to the character.

    Raises
    ------
    DataError
        No such article, or several and none named; or `sources` was not taken from this text.

    Examples
    --------
    >>> frame = pd.DataFrame({"id": ["a"], "outlet": ["Mercury"], "text": ['“No levy,” said Ada Brun.']})
    >>> said = pd.DataFrame({"article": ["a"], "start": [0], "end": [10], "source_start": [16], "source_end": [24],
    ...     "source": ["Ada Brun"], "speaker": ["Ada Brun"], "speaker_kind": ["person"], "cue_start": [11],
    ...     "cue_end": [15], "cue": ["said"], "kind": ["direct"], "cue_stance": ["neutral"]})
    >>> annotate(frame, sources=said)
    <Annotated: a, 1 attribution to 1 voice; .save(path) writes it>
    """
    articles = as_articles(corpus, needs=("outlet", "text"), what="annotate")
    chosen = _chosen(articles, article)
    if sources is None:
        from crossframe.measure.sources import sources as find_sources

        sources = find_sources(chosen)
    table = sources.table if isinstance(sources, Result) else sources
    check_columns(table, ("article", "start", "end"), "annotate, of sources,")
    own = _filled(table[table["article"].astype(str) == str(chosen["id"].iloc[0])])
    divided = find_voices(chosen, sources=own).table
    return Annotated(chosen.iloc[0].to_dict(), own, divided[divided["voice"] == "quoted"].reset_index(drop=True))


def _chosen(articles, article):
    """The one row that is meant."""
    ids = articles["id"].astype(str)
    listed = ", ".join(map(repr, ids[:SHOWN])) + (f" and {len(ids) - SHOWN:,} more" if len(ids) > SHOWN else "")
    if article is None and len(articles) > 1:
        raise DataError(f"annotate shows one article, and the corpus has {len(articles):,}: name one by its id, "
                        f"annotate(corpus, {ids.iloc[0]!r}); there are {listed}.")
    chosen = articles if article is None else articles[ids == str(article)]
    if not len(chosen):
        raise DataError(f"no article {article!r} in the corpus; its ids (column id) are {listed}.")
    return chosen.reset_index(drop=True)


def _filled(rows):
    """The rows with all columns; those that a table of the user's own lacks are empty."""
    lacking = {name: "" for name in TEXTS if name not in rows} | {name: pd.NA for name in PLACES if name not in rows}
    rows = rows.assign(**lacking).reset_index(drop=True)
    return rows.assign(**{name: rows[name].fillna("").astype(str) for name in TEXTS},
                       **{name: rows[name].astype("Int64") for name in PLACES})


def _names(sources):
    """Whom each row is shown under: the full name, else the source as it stands (an unnamed official), else unknown."""
    stands = sources["source"].where(sources["speaker_kind"] != UNKNOWN, "")  # two "he" may be two men
    return sources["speaker"].where(sources["speaker"] != "", stands).replace("", UNKNOWN)


def _voices(sources):
    rows = pd.DataFrame({"voice": _names(sources), "speaker_kind": sources["speaker_kind"], "kind": sources["kind"]})
    counts = rows.groupby("voice", sort=False).agg(
        speaker_kind=("speaker_kind", "first"), n=("kind", "size"),
        **{kind: ("kind", lambda kinds, kind=kind: int((kinds == kind).sum())) for kind in KINDS})
    counts = counts.reset_index().sort_values("n", ascending=False, kind="stable", ignore_index=True)
    counts.insert(0, "number", range(1, len(counts) + 1))
    return counts


def _marks(sources, quoted, voices):
    """What is said, sources and cues as stretches with their tags; of what is said the first piece bears the number."""
    number, who = voices.set_index("voice")["number"], _names(sources)
    said, rest = [], {}
    first = ~quoted["source_row"].duplicated()
    for piece, is_first in zip(quoted.itertuples(), first, strict=True):
        row, voice = sources.loc[piece.source_row], who[piece.source_row]
        tag = (f'<mark class="{escape(f"{_tint(number[voice], voice)} {row.kind}".strip())}" tabindex="0" '
               f'title="{escape(_title(row, voice))}"')
        said.append((piece.start, piece.end, tag + f' data-number="{number[voice]}">' * is_first + ">" * (not is_first),
                     tag + ">"))
    for row, voice in zip(sources.itertuples(), who, strict=True):
        for name, start, end, more in (("source", row.source_start, row.source_end, ""),
                                       ("cue", row.cue_start, row.cue_end, f" {row.cue_stance}")):
            if pd.notna(start) and pd.notna(end):  # one cue may serve several
                tag = f'<span class="{escape(f"{name}{more}".strip())} {_tint(number[voice], voice)}">'
                rest.setdefault((name, int(start), int(end)), tag)
    return said + [(start, end, tag, tag) for (_, start, end), tag in rest.items()]


def _tint(number, voice):
    return "v0" if voice == UNKNOWN else f"v{(number - 1) % COLORS + 1}"


def _title(row, voice):
    """What a reader who rests on a stretch is told."""
    kind = f" ({row.speaker_kind})" if row.speaker_kind not in ("", UNKNOWN) else ""
    about = [row.kind, f"cue “{row.cue}”" if row.cue else "", row.cue_stance if row.cue else ""]
    return f"{'Speaker unknown' if voice == UNKNOWN else voice}{kind}: {', '.join(filter(None, about))}"


def _legend(voices):
    return [{"number": row.number, "name": row.voice, "tint": _tint(row.number, row.voice),
             "about": ", ".join(filter(None, [row.speaker_kind if row.speaker_kind != row.voice else "", *(
                 f"{getattr(row, kind)} {kind}" for kind in KINDS if getattr(row, kind))]))}
            for row in voices.itertuples()]


def _kinds_of(sources):
    return [(kind, meaning) for kind, meaning in KINDS.items() if (sources["kind"] == kind).any()]


def _day(date):
    return "" if date is None or pd.isna(date) else day(pd.Timestamp(date))
