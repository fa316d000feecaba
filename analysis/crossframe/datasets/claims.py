"""FNC-1: does an article agree with a claim."""

from pathlib import Path

import pandas as pd

from crossframe.datasets.files import table_of
from crossframe.errors import ReadError

_STANCES = ("agree", "disagree", "discuss", "unrelated")


def fnc1(folder):
    """Pairs of a claim and an article of the Fake News Challenge, stage 1.

    Claims are headlines, articles those of rumour-tracking news sites; nearly three quarters of the pairs are thrown
    together and hence unrelated. Apache-2.0; the texts belong to their publishers.

    Parameters
    ----------
    folder : str or Path
        That has ``train_stances.csv`` and ``train_bodies.csv`` in it; other pairs of files named alike
        (``competition_test_...``) are read too, those without labels are not.

    Returns
    -------
    DataFrame
        claim, text, stance ("agree", "disagree", "discuss", "unrelated"), body (the article's number: one article
        stands beside many claims, so hold out claims and articles both), part ("train", ...).

    Raises
    ------
    ReadError
        There are no such files, a column is missing, a stance is none of the four, or a pair has no article.

    References
    ----------
    Pomerleau & Rao (2017), Fake News Challenge stage 1 (FNC-1): stance detection. Hanselowski et al. (2018), A
    retrospective analysis of the Fake News Challenge stance-detection task, COLING.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> folder = Path(tempfile.mkdtemp())
    >>> (folder / "train_bodies.csv").write_text("Body ID,articleBody\\n4,The pier is open.\\n", encoding="utf-8") > 0
    True
    >>> stances = "Headline,Body ID,Stance\\nPier closed,4,disagree\\n"
    >>> (folder / "train_stances.csv").write_text(stances, encoding="utf-8") > 0
    True
    >>> fnc1(folder)
             claim               text    stance  body   part
    0  Pier closed  The pier is open.  disagree     4  train
    """
    parts = [_pairs(path) for path in sorted(Path(folder).glob("*_stances.csv"))]
    if not parts:
        raise ReadError("there is no file such as train_stances.csv in this folder; FNC-1 must be fetched from its "
                        "authors first.", file=folder)
    return pd.concat(parts, ignore_index=True)


def _pairs(path):
    part = path.name.removesuffix("_stances.csv")
    stances = table_of(path, ["Headline", "Body ID", "Stance"], "FNC-1")
    bodies = table_of(path.with_name(f"{part}_bodies.csv"), ["Body ID", "articleBody"], "FNC-1")
    if other := sorted({str(stance) for stance in stances["Stance"]} - set(_STANCES)):
        raise ReadError(f"a stance is one of {list(_STANCES)}, here also {other}.", file=path)
    texts = stances["Body ID"].map(bodies.drop_duplicates("Body ID").set_index("Body ID")["articleBody"])
    if texts.isna().any():
        raise ReadError(f"{part}_bodies.csv has no article {stances['Body ID'][texts.isna()].iloc[0]!r}.", file=path,
                        line=int(texts.isna().argmax()) + 2)
    return pd.DataFrame({"claim": stances["Headline"], "text": texts, "stance": stances["Stance"],
                         "body": stances["Body ID"].astype("int64"), "part": part})
