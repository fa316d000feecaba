"""`compare`: every comparison that the articles allow, in one go, with what may and may not be concluded from it."""

from dataclasses import dataclass, field, replace
from pathlib import Path


import pandas as pd

from crossframe.compare import notes
from crossframe.compare.contrast import contrast
from crossframe.compare.keyness import keyness
from crossframe.compare.manifest import digest_of, inputs, versions
from crossframe.corpus import Corpus, as_articles
from crossframe.errors import DataError
from crossframe.measure.sentiment import sentiment
from crossframe.read.dates import parse_dates
from crossframe.result import Result
from crossframe.schema import PROBLEMS, REMOVED, names
from crossframe.tokens import count_terms

MANY = 12  # so many outlets are compared without being asked for
OTHERS = "(all other outlets)"


@dataclass(frozen=True)
class Comparison:
    """All that was measured on one corpus, and what a reader needs to judge it.

    Parameters
    ----------
    corpus : Corpus
        The articles compared, with the audit of their cleaning.
    results : dict of str to Result
        ``corpus`` (a row an outlet), ``cleaning`` (a row an outlet and reason), ``keyness``, ``sentiment`` (a row an article),
        ``sentiment_contrast`` (a row an outlet), ``sentiment_sentences`` (the most negative and positive ones of each outlet).
    skipped : dict of str to str
        What could not be done, and why.
    about : dict
        The parameters, and what followed from them (``compared``, ``left_out``, ``pair``).
    """

    corpus: Corpus = field(repr=False)
    results: dict = field(repr=False)
    skipped: dict
    about: dict

    @property
    def findings(self):
        """The main results, a plain sentence each (list of str)."""
        return notes.findings(self)

    @property
    def notes(self):
        """What may and what may not be concluded from these articles, a plain sentence each (list of str)."""
        return notes.may(self) + notes.may_not(self)

    @property
    def manifest(self):
        """What went in, with which versions and parameters, and how many rows each step kept (dict, ready for JSON).

        It holds no time of day: the same input, seed and versions give the same manifest.
        """
        each = inputs(self.corpus.articles)
        return {"inputs": {"sha256": digest_of(each), "n": len(each), "each": each}, "versions": versions(),
                "parameters": self.about["parameters"], "compared": self.about["compared"], "left_out": self.about["left_out"],
                "rows": self.about["rows"], "skipped": self.skipped}

    def methods(self):
        """A methods paragraph for a paper, numbers filled in, and its references.

        Returns
        -------
        str
            A paragraph, an empty line, then a reference a line.
        """
        return notes.methods(self)

    def save(self, path, *, sentences=6):
        """Write the report: one HTML file that opens without a network.

        Parameters
        ----------
        path : str or Path
            Where to, e.g. ``"report.html"``.
        sentences : int
            At most this many sentences of each outlet behind a word; 0 for a report that quotes no article.

        Returns
        -------
        Path
            Where it is.
        """
        from crossframe.present.report import report_html

        return _write(path, report_html(self, sentences=sentences))

    def to_excel(self, path):
        """Write every table to one workbook, a sheet each, after a sheet that says how to read them.

        Returns
        -------
        Path

        Raises
        ------
        DataError
            A table has more rows than a sheet can hold; ``save_tables`` has no such limit.
        """
        from crossframe.present.workbook import write_workbook

        return write_workbook(self, Path(path))

    def save_tables(self, folder):
        """Write every table as ``NAME.csv`` to a folder, and ``manifest.json`` and ``methods.txt`` beside them.

        Returns
        -------
        Path
            The folder.
        """
        import json

        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        for name, result in self.results.items():
            result.table.to_csv(folder / f"{name}.csv", index=False)
        self.corpus.removed.to_csv(folder / "removed.csv", index=False)
        self.corpus.problems.to_csv(folder / "problems.csv", index=False)
        _write(folder / "manifest.json", json.dumps(self.manifest, indent=1, ensure_ascii=False) + "\n")
        _write(folder / "methods.txt", self.methods() + "\n")
        return folder

    def _repr_html_(self):
        from crossframe.present.report import summary_html

        return summary_html(self)


def compare(corpus, *, target=None, reference=None, by="outlet", outlets=None, cluster=None, lexicon="vader", ngrams=1,
            min_count=None, seed=0):
    """Compare how outlets write: their words, their tone, and what that does and does not show.

    Parameters
    ----------
    corpus : Corpus or DataFrame
        Articles with ``outlet`` (or `by`) and ``text``; only ``cf.read`` cleans.
    target, reference : str or None
        Two outlets to hold against each other; `target` alone is held against all others. None: two outlets are compared with
        each other, three or more each with all the others.
    by : str
        The column that says which group an article belongs to.
    outlets : list of str or None
        Which outlets to hold against all others. None: all, or of more than 12 the 12 with most articles; ``about["left_out"]``
        lists those that then only stand among "all others".
    cluster : str or None
        A column whose values belong together (a story, an author): the unit of sampling. None: the article.
    lexicon : str
        Of the sentiment scores; see ``cf.sentiment``.
    ngrams : int
        Terms of up to this many words.
    min_count : int or None
        Least uses of a term. None: 5, or 2 where there are fewer than 20 articles.
    seed : int
        For everything that is drawn at random.

    Returns
    -------
    Comparison

    Raises
    ------
    DataError
        A column is missing, an outlet is unknown, or there is only one.
    """
    articles = as_articles(corpus, needs=(by, "text"), what="compare")
    articles = articles if by == "outlet" else articles.assign(outlet=articles[by])
    if "date" in articles:
        articles = articles.assign(date=parse_dates(articles.date, articles.outlet)[0])
    groups = _groups(articles.outlet, target, reference, outlets)
    if groups["pair"]:
        articles = articles[articles.outlet.isin(groups["compared"])].reset_index(drop=True)
    min_count = min_count or (5 if len(articles) >= 20 else 2)
    parameters = {"target": target, "reference": reference, "by": by, "outlets": outlets, "cluster": cluster, "lexicon": lexicon,
                  "ngrams": ngrams, "min_count": min_count, "seed": seed}
    about = {"measure": "compare", "parameters": parameters, **groups}
    whole = _restrict(corpus, articles)
    words = count_terms(articles.text).totals
    results = {"corpus": _overview(whole, words), "keyness": _keyness(articles, about), "sentiment": sentiment(articles, lexicon=lexicon)}
    skipped = {"stories": "stories were not matched, so the outlets are compared over all their articles, not on the same events."}
    if isinstance(corpus, Corpus):
        results["cleaning"] = _cleaning(whole)
    else:
        skipped["cleaning"] = "the texts came as a table and were taken as they are; cf.read cleans and keeps an audit."
    if results["sentiment"].table.score.notna().any():
        results["sentiment_contrast"] = _contrast(results["sentiment"], about)
        results["sentiment_sentences"] = _extremes(articles, about)
    else:
        skipped["sentiment_contrast"] = f"no article has a word that the lexicon {lexicon!r} knows."
    about["rows"] = _rows(corpus, words, results)
    return Comparison(whole, results, skipped, about)


def _write(path, text):
    path = Path(path)
    path.write_text(text, encoding="utf-8", errors="replace", newline="\n")
    return path


def _groups(outlet, target, reference, outlets):
    """Who is held against whom: ``pair`` (bool), ``compared`` (list of str), ``left_out`` (dict of outlet to articles)."""
    sizes = outlet.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    asked = [name for name in [target, reference, *(outlets or [])] if name is not None]
    if missing := [name for name in asked if name not in sizes.index]:
        raise DataError(f"no outlet {missing[0]!r} in the articles; they have {', '.join(map(repr, sizes.index[:20]))}"
                        + (f" and {len(sizes) - 20} more." if len(sizes) > 20 else "."))
    if len(sizes) < 2:
        raise DataError(f"all {len(outlet)} articles are of one outlet, {sizes.index[0]!r}; a comparison needs two or more.")
    if reference is not None and (target is None or target == reference):
        raise DataError(f"reference={reference!r} needs a target that is another outlet, got target={target!r}.")
    if outlets is not None and target is not None:
        raise DataError("give either target (and reference) or outlets, not both.")
    if target is None and outlets is None and len(sizes) == 2:
        target, reference = sorted(sizes.index)
    if target is not None and len(sizes) == 2:
        reference = next(name for name in sizes.index if name != target)
    compared = [target, reference] if reference else [target] if target else list(outlets or sizes.index[:MANY])
    return {"pair": reference is not None, "compared": compared, "left_out": sizes.drop(compared).to_dict()}


def _restrict(corpus, articles):
    """The corpus of just these articles; a plain DataFrame has no audit."""
    if not isinstance(corpus, Corpus):
        return Corpus(articles, pd.DataFrame(columns=names(REMOVED)), pd.DataFrame(columns=names(PROBLEMS)))
    return Corpus(articles, corpus.removed[corpus.removed.article.isin(articles.id)].reset_index(drop=True), corpus.problems)


def _side(outlet, about):
    """Each article's group: its outlet where that is compared by name, else one name for all others."""
    return outlet.where(outlet.isin(about["compared"]), OTHERS)


def _overview(corpus, words):
    """A row an outlet: how much there is of it, from when, and how much cleaning took out."""
    articles = corpus.articles
    frame = pd.DataFrame({"outlet": articles.outlet, "words": words, "raw": _raw(articles).str.len()})
    frame["removed"] = corpus.removed.text.str.len().groupby(corpus.removed.article).sum().reindex(articles.id).fillna(0).to_numpy()
    frame["date"] = articles.date if "date" in articles else pd.NaT
    table = frame.groupby("outlet", as_index=False).agg(
        articles=("words", "size"), words=("words", "sum"), words_median=("words", "median"), first=("date", "min"), last=("date", "max"),
        undated=("date", lambda dates: int(dates.isna().sum())), removed_share=("removed", "sum"), raw=("raw", "sum"))
    table["removed_share"] /= table.pop("raw").clip(lower=1)
    table = table.sort_values(["articles", "outlet"], ascending=[False, True], kind="stable", ignore_index=True)
    return Result(table, {"measure": "corpus", "reads": "a row an outlet; removed_share is the share of its characters that cleaning took out",
                          "caution": None})


def _raw(articles):
    return articles["raw"].fillna(articles.text) if "raw" in articles else articles.text


def _cleaning(corpus):
    """A row an outlet and reason: what cleaning took out."""
    removed = corpus.removed.merge(corpus.articles[["id", "outlet"]], left_on="article", right_on="id")
    table = removed.assign(characters=removed.text.str.len()).groupby(["outlet", "reason"], as_index=False).agg(
        passages=("text", "size"), articles=("article", "nunique"), characters=("characters", "sum"))
    size = _raw(corpus.articles).str.len().groupby(corpus.articles.outlet).sum()
    table["share"] = table.characters / table.outlet.map(size).clip(lower=1)
    return Result(table, {"measure": "cleaning", "reads": "share: of all characters of the outlet's raw texts", "caution": None})


def _keyness(articles, about):
    """Keyness of the pair, of the one target, or of each outlet compared against all others."""
    given = about["parameters"]
    options = {name: given[name] for name in ("cluster", "ngrams", "min_count")}
    if len(about["compared"]) == 1 or about["pair"]:
        target, reference = (*about["compared"], None)[:2]
        return keyness(articles, target=target, reference=reference, **options)
    result = keyness(articles.assign(outlet=_side(articles.outlet, about)), **options)
    return replace(result, table=result.table[result.table.outlet != OTHERS].reset_index(drop=True), articles=articles)


def _contrast(scores, about):
    """Mean scores held against each other; outlets not compared by name stand only among the others."""
    table = scores.table.assign(outlet=_side(scores.table.outlet, about))
    result = contrast(replace(scores, table=table))
    return replace(result, table=result.table[result.table.outlet != OTHERS].reset_index(drop=True))


def _extremes(articles, about, n=5):
    """The n most negative and n most positive sentences of each outlet compared, with at least two words scored."""
    scored = sentiment(articles, lexicon=about["parameters"]["lexicon"], level="sentence")
    table = scored.table[(scored.table.n_matched >= 2) & scored.table.outlet.isin(about["compared"])]
    table = table.sort_values(["score", "article", "start"], kind="stable")
    ends = [table.groupby("outlet").head(n).assign(end_of="negative"), table.groupby("outlet").tail(n)[::-1].assign(end_of="positive")]
    picked = pd.concat(ends).drop_duplicates(["article", "start"]).sort_values(["outlet", "end_of"], kind="stable", ignore_index=True)
    texts = articles.set_index("id").text
    picked["text"] = [texts[row.article][row.start:row.end] for row in picked.itertuples()]
    return Result(picked, {**scored.about, "measure": "sentiment_sentences"}, articles)


def _rows(corpus, words, results):
    """How many rows each step kept, from what was read to what was scored."""
    read, problems = (len(corpus), len(corpus.problems)) if isinstance(corpus, Corpus) else (len(corpus), 0)
    return {"read": read + problems, "problems": problems, "articles": read, "compared": len(words), "with_words": int((words > 0).sum()),
            "scored": int(results["sentiment"].table.score.notna().sum()), "terms": int(results["keyness"].table.term.nunique())}
