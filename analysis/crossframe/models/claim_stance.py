"""ClaimStance: does an article agree with a claim, disagree with it, discuss it or say nothing of it? Trained."""

from functools import cached_property
from importlib import resources
from pathlib import Path
from zlib import crc32

import numpy as np
import pandas as pd

from crossframe.errors import DataError
from crossframe.models.claim_passages import look_for, read_texts, shown
from crossframe.models.tuned import run_tuned

__all__ = ["CLASSES", "ClaimStance", "gathered"]

CLASSES = ("agree", "disagree", "discuss", "unrelated")
RULES = 1  # to be counted up when texts are read otherwise; the weights tell themselves apart
AT_ONCE = 256  # pairs whose texts are held at a time
CLOSE = 0.7  # evidence is at least this near to the claim, as a share of the nearest passage
LEAST = 0.01  # probability of being related below which the network is not asked


class ClaimStance:
    """What an English article says of a claim.

    "agree": it says that the claim is true; "disagree": that it is not; "discuss": it reports the claim without saying
    either; "unrelated": it says nothing of it. First a logistic regression over the words and passages that claim and
    article share tells what cannot be related; a small network, tuned on news, then reads the claim with the article's
    first passage and those nearest to the claim, some 120 word pieces in all. The card (``.card``) says how right it
    is and what it must not be used for.

    Attributes
    ----------
    classes_ : ndarray of str objects
        "agree", "disagree", "discuss", "unrelated".
    decision : ndarray of float, shape (4,)
        The label is that of the largest ``decision * probability``: rare stances are so found more often. Set on
        events held out.

    References
    ----------
    Hanselowski et al. (2018), A retrospective analysis of the fake news challenge stance-detection task, COLING; Wang
    et al. (2020), MiniLM, NeurIPS (where training began).

    Examples
    --------
    >>> text = "The ferry line will not close, the harbour office said on Monday. Reports that it would are false."
    >>> ClaimStance().predict(["The ferry line will close.", "A wolf killed forty sheep."], [text, text]).tolist()
    ['disagree', 'unrelated']
    """

    name = "claim stance"
    english = True
    path = Path(str(resources.files(__package__).joinpath("claim_stance.onnx")))

    def __init__(self):
        self.classes_ = np.array(CLASSES, object)
        with np.load(self.path.with_suffix(".npz")) as stored:
            weights = {name: stored[name].astype(np.float64) for name in stored.files}
        self.decision, self._rarity = weights["decision"], weights["rarity"]
        self._weights, self._intercept = weights["weights"], weights["intercept"]
        self._scale, self._bias, self._nearness = (weights[name] for name in ("scale", "bias", "nearness"))

    @cached_property
    def kept_as(self):
        """A name of rules and weights: what one has read may be kept under it."""
        stored = crc32(self.path.with_suffix(".npz").read_bytes(), crc32(self.path.read_bytes()))
        return f"claim stance {RULES} {stored:x}"

    @property
    def card(self):
        """Data, licence, figures and limits, in Markdown."""
        return self.path.with_suffix(".md").read_text(encoding="utf-8")

    def predict(self, claims, texts, *, progress=True):
        """What each article says of its claim.

        Parameters
        ----------
        claims, texts : sequence of str, length n
            A claim, as a sentence or a headline, and an article of any length; English.
        progress : bool
            Whether a bar is shown where it takes more than two seconds.

        Returns
        -------
        ndarray of str objects, shape (n,)
            "agree", "disagree", "discuss" or "unrelated".

        Raises
        ------
        DataError
            The lengths differ, what was given is no sequence of str, or a claim or a text has no word.
        """
        read = self.read(claims, texts, progress=progress)
        if (empty := np.flatnonzero(read["label"] == "")).size:
            raise DataError(f"text {empty[0]} has no word: {list(texts)[empty[0]][:60]!r}; leave it out, or take "
                            "predict_proba, which gives NaN for it.")
        return read["label"].to_numpy(object)

    def predict_proba(self, claims, texts, *, progress=True):
        """How probable each stance is, calibrated on events held out.

        Parameters
        ----------
        claims, texts, progress
            As for ``predict``.

        Returns
        -------
        ndarray of float64, shape (n, 4)
            In the order of ``classes_``; rows sum to 1. NaN where the text has no letter or number.
        """
        return self.read(claims, texts, progress=progress)[list(CLASSES)].to_numpy(np.float64)

    def evidence(self, claims, texts, *, progress=True):
        """The passage of each text that speaks most for its label, of those nearest to the claim.

        Returns
        -------
        DataFrame
            start end: characters of the text; <NA> where it is unrelated.
        """
        return self.read(claims, texts, progress=progress)[["start", "end"]]

    def read(self, claims, texts, *, progress=True):
        """All of it at once.

        Returns
        -------
        DataFrame
            start end agree disagree discuss unrelated label, a row a pair. ``label`` is empty where the text has no
            word.
        """
        from tqdm import tqdm

        claims, texts = _checked(claims, texts)
        parts = range(0, len(claims), AT_ONCE)
        if progress and len(parts) > 1:
            parts = tqdm(parts, desc="stance toward claims", unit_scale=AT_ONCE, unit=" pairs", delay=2)
        rows = [self._read(claims[begin : begin + AT_ONCE], texts[begin : begin + AT_ONCE]) for begin in parts]
        columns = ["start", "end", *CLASSES, "label"]
        table = pd.DataFrame([row for part in rows for row in part], columns=columns)
        return table.astype({"start": "Int64", "end": "Int64", "label": "str"} | dict.fromkeys(CLASSES, "float64"))

    def _read(self, claims, texts):
        both = list(dict.fromkeys([*claims, *texts]))
        reads = dict(zip(both, read_texts(both), strict=True))
        found = look_for(claims, texts, reads, self._rarity)
        odds = np.array([each.features for each in found]) @ self._weights + self._intercept
        proba, parts = self._asked(odds, [(reads[claim], reads[text]) for claim, text in zip(claims, texts)], found)
        rows = []
        for row, text in enumerate(texts):
            label, place = int((self.decision * proba[row]).argmax()), (pd.NA, pd.NA)
            if row in parts and CLASSES[label] != "unrelated":
                place = reads[text].spans[_speaks_most(*parts[row], found[row], label)].tolist()
            read = any(map(str.isalnum, text))
            rows.append((*place, *proba[row], CLASSES[label]) if read else (*place, *[np.nan] * len(CLASSES), ""))
        return rows

    def _asked(self, odds, reads, found):
        """Probabilities of all pairs, and by pair what each piece adds for those that may be related."""
        may_be = 1 / (1 + np.exp(-odds)) >= LEAST
        asked = [row for row, (_, text) in enumerate(reads) if may_be[row] and len(text.ids)]
        views = [shown(*reads[row], found[row]) for row in asked]
        said = run_tuned(self.path, [ids for ids, *_ in views], [kinds for _, kinds, _ in views],
                         label=self.name, progress=False)
        proba, parts = unasked(odds), {}
        for row, each, (*_, owner) in zip(asked, said, views, strict=True):
            scores, of_pieces = gathered(each, owner)
            proba[row] = calibrated(scores, odds[row], self._scale, self._bias, self._nearness)
            parts[row] = of_pieces, owner
        return proba, parts


def calibrated(scores, odds, scale, bias, nearness):
    """Probabilities of the four stances.

    Parameters
    ----------
    scores : ndarray, shape (..., 4)
        Of the network.
    odds : ndarray, shape (...)
        Log-odds of being related, by shared words and passages.
    scale, bias, nearness : float, ndarray of shape (4,), float
        What scores are multiplied by, what is added, and how much of the log-odds is taken from "unrelated".
    """
    scores = scale * scores + bias
    scores[..., -1] -= nearness * odds
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def unasked(odds):
    """Probabilities where the network is not asked: what little is not "unrelated" goes to the others alike."""
    related = 1 / (1 + np.exp(-odds))[:, None]
    return np.hstack([np.repeat(related / 3, 3, axis=1), 1 - related])


def gathered(said, owner):
    """Scores of the four stances, and how much each piece adds to them.

    Parameters
    ----------
    said : ndarray, shape (n_pieces, 5)
        What each piece says for each stance, and how loud.
    owner : ndarray of int, shape (n_pieces,)
        The passage of each piece, -1 where it is none's.

    Returns
    -------
    scores : ndarray of float64, shape (4,)
    parts : ndarray of float64, shape (n_pieces, 4)
        They add up to the scores.
    """
    loud = np.where(owner >= 0, said[:, -1].astype(np.float64), -np.inf)
    loud = np.exp(loud - loud.max())
    parts = said[:, :-1] * (loud / loud.sum())[:, None]
    return parts.sum(axis=0), parts


def _speaks_most(parts, owner, found, label):
    """Of the passages nearest to the claim the one that adds most to a label's score, compared with the others'."""
    own = owner >= 0
    passages, at = np.unique(owner[own], return_inverse=True)
    adds = np.bincount(at, (parts[:, label] - parts.mean(axis=1))[own])
    near = found.scores[np.searchsorted(found.passages, passages)]
    return passages[np.where(near >= CLOSE * near.max(), adds, -np.inf).argmax()]


def _checked(claims, texts):
    """Lists of one length, with a word in every claim."""
    for what, given in (("claims", claims), ("texts", texts)):
        if isinstance(given, (str, pd.DataFrame)) or any(not isinstance(each, str) for each in given):
            raise DataError(f"{what} is a list of texts or a column of them, each a str.")
    claims, texts = list(claims), list(texts)
    if len(claims) != len(texts):
        raise DataError(f"a claim for each text: there are {len(claims)} claims and {len(texts)} texts.")
    for row, claim in enumerate(claims):
        if not any(map(str.isalnum, claim)):
            raise DataError(f"claim {row} has no word: {claim!r}; state it as a sentence, such as 'The ferry "
                            "will close.'")
    return claims, texts
