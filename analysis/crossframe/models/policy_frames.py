"""PolicyFrames: the policy frame of a sentence, trained."""

from importlib import resources
from io import BytesIO
from zlib import crc32

import numpy as np

from crossframe.models.frame_classifier import FrameClassifier

__all__ = ["PolicyFrames"]

RULES = 1  # to be counted up when the numbers of a sentence change; the weights tell themselves apart


class PolicyFrames(FrameClassifier):
    """The policy frame of an English sentence: one of ten.

    "economic", "morality", "fairness_and_equality", "legality_and_crime", "political_and_policy",
    "security_and_defense", "health_and_safety", "cultural_identity", "public_opinion" or "other". Trained on 332
    sentences coded by hand and on invented examples; the card (``.card``) says how right it is and what it must not be
    used for. ``fit`` trains it anew, on labels of your own.

    Parameters
    ----------
    encoder : bool
        False: without the sentence encoder, some thirty times as fast; the card has its own figure.

    References
    ----------
    Boydstun, Card, Gross, Resnik & Smith (2014), Tracking the development of media frames within and across policy
    issues; Guida et al. (2025) for the labelled sentences.

    Examples
    --------
    >>> PolicyFrames(encoder=False).predict(["The tax will cost each household 300 crowns a year."]).tolist()
    ['economic']
    """

    name = "policy"

    def __init__(self, *, encoder=True):
        super().__init__(encoder=encoder, words=False, dictionary="policy_words", C=2.0, class_weight="balanced")
        stored = resources.files(__package__).joinpath("policy_frames.npz").read_bytes()
        with np.load(BytesIO(stored)) as weights:
            tier = "encoder" if encoder else "words"
            self.classes_ = weights["classes"].astype(object)
            self.coef_, self.intercept_ = weights[f"{tier}_coef"], weights[f"{tier}_intercept"]
        self.kept_as = f"policy frames {RULES} {tier} {crc32(stored):x}"

    @property
    def card(self):
        """Data, licence, figures and limits, in Markdown."""
        return resources.files(__package__).joinpath("policy_frames.md").read_text(encoding="utf-8")

    def fit(self, sentences, labels, *, sample_weight=None):
        """As :meth:`FrameClassifier.fit`; what was learnt before is gone."""
        self.kept_as = None
        return super().fit(sentences, labels, sample_weight=sample_weight)

    def get_params(self, deep=True):
        """The parameters by name, as scikit-learn asks for them."""
        return {"encoder": self.encoder}
