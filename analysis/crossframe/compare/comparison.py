"""``compare``: every comparison that the articles allow, in one go, with what may and may not be concluded from it."""

from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from crossframe.compare import methods, notes
from crossframe.compare.contrast import contrast
from crossframe.compare.decompose import decompose
from crossframe.compare.framing import add_frames, check_frames
from crossframe.compare.inference import adjust
from crossframe.compare.keyness import keyness
from crossframe.compare.manifest import digest_of, inputs, versions
from crossframe.compare.same_story import add_coverage, add_distances, check_same_story, matched_corpus
from crossframe.compare.sides import against, compared_only, named
from crossframe.compare.stances import add_stances, check_stances
from crossframe.compare.topic_control import topic_table
from crossframe.compare.whose_voice import add_voices, check_voices, sources_to_read
from crossframe.corpus import Corpus, as_articles, without_audit
from crossframe.errors import DataError
from crossframe.lexicons import load_lexicon
from crossframe.match.copies import carried
from crossframe.measure.sentiment import sentiment
from crossframe.measure.voices import check_voice, voices
from crossframe.read.dates import parse_dates
from crossframe.result import Result
from crossframe.schema import check_columns
from crossframe.tokens import count_terms

MANY = 12  # so many outlets are compared by name without being asked for
ONLY_TOTALS = 2**31  # uses that no term has: none is kept, which saves memory
TOLD = {"stories": "n_stories", "stories_of_several_outlets": "n_shared", "articles_in_these": "n_articles_shared"}
SMALL = 20  # articles: of fewer, words used twice are listed


@dataclass(frozen=True)
class Comparison:
    """All that was measured on one corpus, and what a reader needs to judge it.

    Parameters
    ----------
    corpus : Corpus
        The articles compared, with the audit of their cleaning.
    results : dict of str to Result
        ``corpus`` (a row an outlet), ``cleaning`` (a row an outlet and reason), ``keyness``, ``sentiment`` (a
        row an article), ``sentiment_contrast`` (a row an outlet), ``sentiment_sentences`` (the most negative
        and the most positive ones of each outlet). With stories matched also ``stories`` (a row a story) and,
        where two outlets tell one, ``keyness_matched``, ``topic_control``, ``sentiment_contrast_matched``,
        ``decompose``, ``coverage`` and ``left_out``. Where voices are read: ``words_quoted``, ``sources``,
        ``speakers``, ``diversity``, ``naming``, ``agency``, ``hedging``, and how outlets differ in them:
        ``shares_of_speaker_kind``, ``shares_of_kind``, ``shares_of_cue_stance``, ``shares_of_names``,
        ``shares_of_agency``, ``hedging_contrast``. Of frames (policy frames), generic_frames and frame_axis: a row an
        article and frame or axis under that name, and with ``_contrast`` and ``_contrast_matched`` behind it how
        outlets differ, with ``_words`` the words behind, with ``_sentences`` sentences that score high; ``wordshift``,
        the words that make the tone differ. Of three outlets and more ``distance`` and ``distance_matched``, and
        ``scaling``. Of stance: ``target_sentiment`` (a row a mention), ``stance`` (a row an article, target and voice),
        ``stance_means`` (a row an outlet, target and voice), ``stance_contrast`` (in the outlets' own voice, where that
        is known), ``stance_sentences``; ``loaded_language`` (a row an article), ``loaded_contrast``, ``loaded_words``,
        ``loaded_sentences`` with ``loaded_marks``; the contrasts with ``_matched`` behind, too; ``claim_stance`` and
        ``shares_of_claims``.
        Unless copies are kept, ``shared_copy``.
    skipped : dict of str to str
        What could not be done, and why.
    about : dict
        ``parameters``; ``compared`` (outlets, in order), ``pair`` (whether two are held against each other),
        ``left_out`` (outlet -> articles: not compared by name), ``rows`` (how many each step kept).
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
        told = {"May be concluded: ": notes.may(self), "May not be concluded: ": notes.may_not(self)}
        return [start + text[0].lower() + text[1:] for start, texts in told.items() for text in texts]

    @property
    def manifest(self):
        """What went in, with which versions and parameters, and how many rows each step kept (dict, ready for JSON).

        It holds no time of day: the same input, seed and versions give the same manifest.
        """
        each = inputs(self.corpus.articles)
        return {"inputs": {"sha256": digest_of(each), "n": len(each), "each": each}, "versions": versions(),
                **self.about, "skipped": self.skipped}

    def methods(self):
        """A methods paragraph for a paper, numbers filled in, and its references.

        Returns
        -------
        str
            A paragraph, an empty line, then a reference a line.
        """
        return methods.methods(self)

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


def compare(corpus, *, target=None, reference=None, outlets=None, by="outlet", match="story", days=3, copies="drop",
            cover=6, cluster=None, lexicon="vader", ngrams=1, min_count=None, stop_words=None, voice="all",
            sources=None, voices=None, frames=None, targets=None, claims=None, seed=0):
    """Compare how outlets write, over all articles and on the same stories, and what that does and does not show.

    Parameters
    ----------
    corpus : Corpus or DataFrame
        Articles with ``outlet`` (or `by`) and ``text``; only ``cf.read`` cleans. Articles whose outlet is missing are
        left out, and the notes say how many.
    target, reference : str or None
        Two outlets to hold against each other; `target` alone is held against all others. None: two outlets are
        compared with each other, three or more each with all others.
    outlets : list of str or None
        Which outlets to hold against all others. None: all, or of more than 12 the 12 with most articles. The rest
        still counts among all others; ``about["left_out"]`` names it.
    by : str
        The column that says which group an article belongs to.
    match : "story" or None
        "story": find out which articles tell one story (``cf.match_stories``; a column ``story`` is respected) and
        compare within stories beside the comparison over all articles. None: do not.
    days : float
        Articles of one story lie at most so many days apart.
    copies : {"drop", "once", "keep"}
        Of passages that articles share word for word (``cf.shared_copy``): wire copy, reprints. "drop": they count for
        nobody, since they are no outlet's own words. "once": for the article that carries them first; then the faster
        outlet is credited with the agency's words. "keep": for all. Which points an outlet carries is always asked of
        its full articles.
    cover : int
        Of so many stories, those that most outlets tell, list which points each outlet carries; 0 for none.
    cluster : str or None
        A column whose values belong together (an author, a day): the unit of sampling over all articles. None: the
        article. Within stories the story is the unit.
    lexicon : str, Path, DataFrame, dict or Lexicon
        Of the sentiment scores; see ``cf.sentiment``.
    ngrams : int
        Length of the terms in words, 1 to 3.
    min_count : int or None
        Least uses of a term. None: 5, or 2 where there are fewer than 20 articles.
    stop_words : None, "english" or list of str
        Words not counted; None leaves out none.
    voice : {"all", "outlet", "quoted"}
        Whose words are counted and scored: what the outlets say themselves, what they quote, or both. Stories and
        shared copy are found, and points looked for, in whole texts.
    sources : Result, DataFrame or None
        Who is quoted where in these articles, as :func:`crossframe.voices` takes it. None: ``cf.sources(corpus)``.
    voices : bool or None
        Whether to read who is quoted, how things are named, who does what to whom and how sure it sounds, in whole
        texts. None: of at most 500 articles, since it takes about a minute for every 300 the first time.
    frames : bool or None
        Whether to score frames and axes of meaning, and how outlets differ in them. None: policy frames are read,
        sentence by sentence, by the trained model in at most 500 articles, and counted by their words in more;
        outlets are put on one line where there are at most 5,000. True: both, of however many articles.
    targets : list of str, dict, bool or None
        Toward whom stance is read, as ``cf.stance`` takes it: names, or target -> names. None: the main persons, groups
        and countries of the articles, and how loaded their wording is, of at most 500 articles. True: of however many.
        False: stance and loaded wording are not read. Where voices are read, what outlets say and what they quote is
        kept apart.
    claims : list of str or None
        Sentences that articles may agree with or dispute; see ``cf.claim_stance``.
    seed : int
        For everything that is drawn at random.

    Returns
    -------
    Comparison
        Two articles, or any number too small to test, are described: no interval, no p value, and a sentence why.

    Raises
    ------
    DataError
        A column is missing, an outlet is unknown, or there is only one.

    Examples
    --------
    >>> frame = pd.DataFrame({"outlet": ["Mercury", "Beacon"], "text": ["A levy, a levy.", "Relief at last, relief!"]})
    >>> comparison = compare(frame)
    >>> comparison.results["keyness"].table.set_index("term").loc["levy", ["n", "n_reference", "p_value"]].tolist()
    [0.0, 2.0, nan]
    >>> print(comparison.notes[-1][:54])
    May not be concluded: anything about articles that are
    """
    check_same_story(match, copies, cover)
    check_voice(voice)
    check_voices(voices)
    check_frames(frames)
    check_stances(targets, claims)
    lexicon, articles = load_lexicon(lexicon), _prepared(corpus, by, cluster)
    n_known = len(articles)
    groups = _groups(articles.outlet, target, reference, outlets)
    if groups["pair"]:
        articles = articles[articles.outlet.isin(groups["compared"])].reset_index(drop=True)
    min_count = (5 if len(articles) >= SMALL else 2) if min_count is None else min_count
    about = groups | {"parameters": {
        "target": target, "reference": reference, "outlets": outlets, "by": by, "match": match, "days": float(days),
        "copies": copies, "cover": cover, "cluster": cluster, "ngrams": ngrams, "lexicon": lexicon.name,
        "min_count": min_count, "stop_words": stop_words, "voice": voice, "voices": voices,
        "frames": frames, "targets": targets, "claims": claims, "seed": seed}}
    full, whole, results, skipped = matched_corpus(_restrict(corpus, articles), match, days, copies)
    sources = sources_to_read(full, about, sources)
    said = _said(full, whole, voice, sources)
    articles, words = whole.articles, count_terms(whole.articles.text, min_count=ONLY_TOTALS).totals
    results = {"corpus": _overview(whole, words), "keyness": _keyness(articles, about, said),
               "sentiment": sentiment(articles, lexicon=lexicon, **said)} | results
    _add_cleaning(results, skipped, corpus, whole)
    _add_contrast(results, skipped, articles, lexicon, about, said)
    _add_matched(results, skipped, articles, about, said)
    add_distances(results, skipped, articles, about, said)
    add_coverage(results, skipped, full, cover, sources)
    add_voices(results, skipped, full, about, sources)
    add_frames(results, skipped, articles, lexicon, about, said)
    add_stances(results, skipped, full, whole, about, sources)
    return Comparison(whole, results, skipped, about | {"rows": _rows(corpus, n_known, words, results)})


def _prepared(corpus, by, cluster):
    """The articles whose outlet is known, with ``outlet`` what they are compared by, and days for dates."""
    articles = as_articles(corpus, needs=("text",), what="compare")
    check_columns(articles, (by, "text", *([cluster] if cluster else [])), "compare")
    if articles[by].isna().any():  # without need no copy of all texts is made
        articles = articles[articles[by].notna()].reset_index(drop=True)
    if not len(articles):
        raise DataError(f"no article says its {by}; name the column that does, or give outlet= to cf.read.")
    articles = articles.assign(outlet=articles[by].astype(str))
    return articles.assign(date=parse_dates(articles.date, articles.outlet)[0]) if "date" in articles else articles


def _add_cleaning(results, skipped, corpus, whole):
    if isinstance(corpus, Corpus):
        results["cleaning"] = _cleaning(whole)
    else:
        skipped["cleaning"] = "The texts came as a table and were taken as they are; cf.read cleans and keeps an audit."


def _add_contrast(results, skipped, articles, lexicon, about, said):
    """Contrast the scores, where there are any on both sides."""
    scores = results["sentiment"].table
    scored = set(scores.outlet[scores.score.notna()])
    compared = scored.intersection(about["compared"])
    if len(scored) < 2 or not compared or (about["pair"] and len(compared) < 2):
        name = about["parameters"]["lexicon"]
        skipped["sentiment_contrast"] = f"Not enough articles have a word that the lexicon {name!r} knows."
        return
    results["sentiment_contrast"] = _contrast(results["sentiment"], articles, about)
    results["sentiment_sentences"] = _extremes(articles, lexicon, about, said)


def _add_matched(results, skipped, articles, about, said):
    """Words and scores within stories, where both sides tell any."""
    if "stories" not in results:
        return
    if not results["stories"].about["n_shared"]:
        skipped["stories"] = ("No story is told by two outlets, so outlets are compared over all their articles, and "
                              "which stories they picked is part of every difference.")
        return
    results["keyness_matched"] = _keyness(articles, about, said, match="story")
    results["topic_control"] = topic_table(results["keyness"], results["keyness_matched"])
    if "sentiment_contrast" in results:
        results["sentiment_contrast_matched"] = _contrast(results["sentiment"], articles, about, match="story")
        results["decompose"] = _decompose(results["sentiment"], about)


def _write(path, text):
    path = Path(path)
    path.write_text(text, encoding="utf-8", errors="replace", newline="\n")
    return path


def _groups(outlet, target, reference, outlets):
    """Who is held against whom: ``pair`` (bool), ``compared`` (list of str), ``left_out`` (dict)."""
    sizes = outlet.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    _check_groups(sizes, target, reference, outlets)
    if target is None and outlets is None and len(sizes) == 2:
        target, reference = sorted(sizes.index)
    if target is not None and len(sizes) == 2:
        reference = next(name for name in sizes.index if name != target)
    chosen = [name for name in (target, reference) if name is not None]
    compared = chosen or list(dict.fromkeys(outlets or sizes.index[:MANY]))
    return {"compared": compared, "pair": reference is not None,
            "left_out": {name: int(n) for name, n in sizes.drop(compared).items()}}


def _check_groups(sizes, target, reference, outlets):
    if len(sizes) < 2:
        raise DataError(f"all {sizes.sum():,} articles are of one outlet, {sizes.index[0]!r}; a comparison needs two "
                        "or more.")
    asked = [name for name in (target, reference, *(outlets or ())) if name is not None]
    if missing := [name for name in asked if name not in sizes.index]:
        more = f" and {len(sizes) - 20:,} more" if len(sizes) > 20 else ""
        raise DataError(f"no outlet {missing[0]!r}; there are {', '.join(map(repr, sizes.index[:20]))}{more}.")
    if reference is not None and target in (None, reference):
        raise DataError(f"reference={reference!r} needs a target that is another outlet, got target={target!r}.")
    if outlets and target is not None:
        raise DataError("give either target (and reference) or outlets, not both.")


def _restrict(corpus, articles):
    """The corpus of just these articles; a plain DataFrame has no audit."""
    if not isinstance(corpus, Corpus):
        return without_audit(articles.assign(raw=articles.text))  # a table's text is taken as it is
    kept = corpus.removed.article.isin(articles.id)
    return replace(corpus, articles=articles, removed=corpus.removed[kept].reset_index(drop=True))


def _overview(corpus, words):
    """A row an outlet: how much there is of it, from when, and how much cleaning took out."""
    articles, removed = corpus.articles, corpus.removed
    taken = removed.text.str.len().astype(int).groupby(removed.article).sum()
    frame = pd.DataFrame({"outlet": articles.outlet, "words": words, "read": _raw(articles).str.len(),
                          "removed": taken.reindex(articles.id, fill_value=0).to_numpy(),
                          "date": articles.date if "date" in articles else pd.NaT})
    table = frame.groupby("outlet", as_index=False).agg(
        articles=("words", "size"), words=("words", "sum"), words_median=("words", "median"), first=("date", "min"),
        last=("date", "max"), undated=("date", lambda dates: int(dates.isna().sum())), characters_read=("read", "sum"),
        characters_removed=("removed", "sum"))
    table["removed_share"] = table.characters_removed / table.characters_read.clip(lower=1)
    table = table.sort_values(["articles", "outlet"], ascending=[False, True], ignore_index=True)
    return Result(table, {"measure": "corpus", "caution": None,
                          "reads": "a row an outlet; removed_share: which share of its characters cleaning took out"})


def _raw(articles):
    return articles["raw"].fillna(articles.text) if "raw" in articles else articles.text


def _cleaning(corpus):
    """A row an outlet and reason: what cleaning took out."""
    outlet = corpus.articles.set_index("id").outlet
    size = corpus.removed.text.str.len().astype(int)
    removed = corpus.removed.assign(outlet=corpus.removed.article.map(outlet), size=size)
    table = removed.groupby(["outlet", "reason"], as_index=False).agg(
        passages=("text", "size"), articles=("article", "nunique"), characters=("size", "sum"))
    total = _raw(corpus.articles).str.len().groupby(corpus.articles.outlet).sum()
    table["share"] = table.characters / total.reindex(table.outlet).clip(lower=1).to_numpy()
    return Result(table, {"measure": "cleaning", "caution": None,
                          "reads": "a row an outlet and reason; share: of all characters read of the outlet"})


def _said(full, whole, voice, sources):
    """Whose words count, as measures take it: who is quoted is read in full texts, and carried over to what is left."""
    if voice == "all":
        return {"voice": voice}
    table = voices(full, sources=sources).table
    return {"voice": voice, "sources": table if whole is full else carried(table, full, whole)}


def _keyness(articles, about, said, match=None):
    """Keyness of the pair, of the one target, or of each outlet compared against all others."""
    options = {name: about["parameters"][name] for name in ("cluster", "ngrams", "min_count", "stop_words")} | said
    if match is not None:
        options |= {"match": match, "cluster": None}
    result = keyness(articles.assign(outlet=named(articles.outlet, about)), **against(about), **options)
    kept = result.articles.assign(outlet=articles.outlet.to_numpy())
    return replace(result, table=compared_only(result.table, about), articles=kept)


def _contrast(scores, articles, about, match=None):
    """Mean scores held against each other; outlets not compared by name stand only among all others."""
    cluster, seed = None if match else about["parameters"]["cluster"], about["parameters"]["seed"]
    table = scores.table.assign(outlet=named(scores.table.outlet, about))
    if cluster is not None:
        table[cluster] = table.article.map(articles.set_index("id")[cluster])
    result = contrast(replace(scores, table=table), match=match, cluster=cluster, seed=seed, **against(about))
    table = compared_only(result.table, about)
    return replace(result, table=table.assign(p_adjusted=adjust(table.p_value)))


def _decompose(scores, about):
    """The gap of each outlet compared, in selection and framing."""
    result = decompose(replace(scores, table=scores.table.assign(outlet=named(scores.table.outlet, about))),
                       **against(about))
    table = compared_only(result.table, about)
    return replace(result, table=table.assign(p_adjusted=table.groupby("part").p_value.transform(adjust)))


def _extremes(articles, lexicon, about, said, n=5):
    """The n most negative and n most positive sentences of each outlet compared, with at least two words scored."""
    compared = articles.loc[articles.outlet.isin(about["compared"]), ["id", "outlet", "text"]]
    scored = sentiment(compared, lexicon=lexicon, level="sentence", **said)
    table = scored.table[scored.table.n_matched >= 2].sort_values(["score", "article", "start"])
    ends = {"negative": table[table.score < 0], "positive": table[table.score > 0][::-1]}
    picked = pd.concat([rows.groupby("outlet").head(3 * n).assign(end_of=end) for end, rows in ends.items()])
    texts = compared.set_index("id").text
    picked["text"] = [texts[row.article][row.start:row.end] for row in picked.itertuples()]
    picked = picked.drop_duplicates(["outlet", "text"]).groupby(["outlet", "end_of"]).head(n)
    about = {**scored.about, "measure": "sentiment_sentences"}
    return Result(picked.reset_index(drop=True), about, articles)


def _rows(corpus, n_known, words, results):
    """How many rows each step kept, from what was read to what was scored."""
    lost = len(corpus.lost) if isinstance(corpus, Corpus) else 0
    told = results["stories"].about if "stories" in results else {}
    return {"read": len(corpus) + lost, "lost": lost, "articles": len(corpus), "with_outlet": n_known,
            "compared": len(words), "with_words": int((words > 0).sum()),
            **{name: told[key] for name, key in TOLD.items() if key in told},
            "scored": int(results["sentiment"].table.score.notna().sum()),
            "terms": int(results["keyness"].table.term.nunique())}
