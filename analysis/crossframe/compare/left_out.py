"""Left out: which outlets tell a story without a point that others carry, with the passage that comes nearest to it."""

import numpy as np
import pandas as pd

from crossframe.compare.coverage import comparable, told
from crossframe.errors import DataError
from crossframe.result import Result
from crossframe.schema import COVERAGE, LEFT_OUT, check_columns, names


def left_out(coverage, *, at_least=2):
    """List the points that an outlet that tells the story was not found to carry.

    Of a coverage of one voice: not found to carry in that voice, in which the nearest passage is, too.

    Parameters
    ----------
    coverage : Result
        Of :func:`crossframe.coverage`, with its articles.
    at_least : int
        Only points that so many outlets carry, 1 or more. What one outlet alone tells is more often its own angle than
        something that the others leave out.

    Returns
    -------
    Result
        A row a story, point and outlet: ``crossframe.schema.LEFT_OUT``. ``nearest`` is the outlet's passage that most
        likely states the point: read it before saying that the outlet does not. By story and point, and in a point the
        outlet whose nearest passage is farthest first.

    Raises
    ------
    DataError
        Not a coverage result, or `at_least` is no count.

    Examples
    --------
    >>> from crossframe.compare.coverage import coverage
    >>> frame = pd.DataFrame({"outlet": ["Mercury", "Beacon", "Courier"], "story": "flood", "text": [
    ...     "The river rose five metres. Mayor Rook blamed a sluice gate.",
    ...     "The mayor, Ada Rook, blamed a sluice gate.",
    ...     "By dawn the river had risen by five metres. A relief fund was announced."]})
    >>> left_out(coverage(frame)).table[["statement", "outlet", "carried_by"]]
                              statement   outlet        carried_by
    0  Mayor Rook blamed a sluice gate.  Courier   Beacon, Mercury
    1       The river rose five metres.   Beacon  Courier, Mercury
    """
    if isinstance(at_least, bool) or not isinstance(at_least, int | np.integer) or at_least < 1:
        raise DataError(f"at_least must be a whole number of 1 or more, got {at_least!r}.")
    if not isinstance(coverage, Result) or coverage.about.get("measure") != "coverage" or coverage.articles is None:
        raise DataError("left_out takes what cf.coverage(corpus) gives, with its articles.")
    check_columns(coverage.table, names(COVERAGE), "left_out")
    wanted = coverage.table[coverage.table["n_outlets"].between(at_least, coverage.table["n_story_outlets"] - 1)]
    by = coverage.about["by"]
    stories = coverage.articles.groupby("story")
    heard = coverage.table if coverage.about["voice"] != "all" else None
    parts = [_of_story(rows, stories.get_group(story), by, heard) for story, rows in wanted.groupby("story", sort=True)]
    rows = [row for part in parts for row in part]
    table = pd.DataFrame(rows, columns=names(LEFT_OUT)).astype({"start": int, "end": int, "point": int})
    table = table.sort_values(["story", "point", "nearest_similarity"], kind="stable", ignore_index=True)
    about = {key: coverage.about[key] for key in ("by", "threshold", "model", "n_articles", "caution", "voice")}
    about |= {"measure": "left_out", "at_least": at_least, "parameters": {"at_least": at_least},
              "reads": "a row a point and an outlet that tells the story and was not found to carry the point; a "
                       f"nearest_similarity near {about['threshold']:g} means: read the passage."}
    return Result(table, about, coverage.articles)


def _of_story(wanted, articles, by, heard):
    """The rows of one story; only the passages of the table `heard`, where there is one, can be the nearest."""
    articles = articles.reset_index(drop=True)
    passages = told(articles)
    compared = comparable(passages)
    outlet = articles[by].to_numpy()[passages["article"]]
    first = passages.drop_duplicates("text").set_index("text")["copy"]
    if heard is not None:
        places = pd.MultiIndex.from_arrays([articles["id"].to_numpy()[passages["article"]], passages["start"]])
        outlet = np.where(places.isin(list(zip(heard["article"], heard["start"]))), outlet, None)
    points = list(wanted.groupby("point", sort=True))
    statements = first.reindex([rows["statement"].iloc[0] for _, rows in points]).to_numpy()
    alike = compared.alike(np.arange(len(compared)), statements)[passages["copy"].to_numpy()]
    for column, (point, rows) in enumerate(points):
        carriers = set(rows["outlet"])
        for missing in sorted(set(articles[by]) - carriers):
            own = np.flatnonzero(outlet == missing)
            yield (rows["story"].iloc[0], point, rows["statement"].iloc[0], missing, len(carriers),
                   rows["n_story_outlets"].iloc[0], ", ".join(sorted(carriers)),
                   *_nearest(passages.iloc[own], alike[own, column], articles))


def _nearest(passages, alike, articles):
    """Likelihood, text, article, start and end of the likeliest passage; none where all its articles are empty."""
    if not len(passages):
        return np.nan, "", "", 0, 0
    best = passages.iloc[np.argmax(alike)]
    return alike.max(), best["text"], articles["id"][best["article"]], best["start"], best["end"]
