"""A made-up news world: stories that outlets choose by topic, and tell in their own way."""

import numpy as np
import pandas as pd
from scipy import sparse

from crossframe.tokens import Counts


def choices(rng, *, stories=80, more=2.0):
    """A row an article: story, target (bool), topic (-1 to 1). The target picks stories of high topic, the other of low.

    An outlet tells a story with odds exp(more * topic) or exp(-more * topic), in one to three articles.
    """
    topic = rng.uniform(-1, 1, stories)
    rows = []
    for target in (True, False):
        told = rng.random(stories) < 1 / (1 + np.exp(-more * (topic if target else -topic)))
        for story in np.flatnonzero(told):
            rows += [(story, target, topic[story])] * rng.integers(1, 4)
    frame = pd.DataFrame(rows, columns=["story", "target", "topic"])
    return frame.sample(frac=1, random_state=int(rng.integers(2**31)), ignore_index=True)


def counted(rng, frame, *, ratio=1.0, terms=300, tilt=1.5, bursts=0.8, median_rate=-6.0):
    """Counts: rates rise with the topic (e^tilt from its middle to its end), vary by story and burst by article; the
    target's uses are thinned to `ratio` of what they would be.
    """
    words = rng.integers(150, 1200, len(frame))
    target = frame.target.to_numpy()
    base = np.exp(rng.normal(median_rate, 0.7, terms))
    story = rng.gamma(2, 1 / 2, (frame.story.max() + 1, terms))[frame.story]
    rate = base * story * np.exp(tilt * frame.topic.to_numpy())[:, None]
    uses = rng.poisson(rng.gamma(bursts, 1 / bursts, rate.shape) * rate * words[:, None])
    uses[target] = rng.binomial(uses[target], min(ratio, 1.0))
    uses[~target] = rng.binomial(uses[~target], min(1 / ratio, 1.0))
    kept = uses.sum(axis=0) >= 5
    names = np.array([f"t{j}" for j in range(kept.sum())], dtype=object)
    return Counts(sparse.csr_array(uses[:, kept].astype(np.int32)), names, words.astype(np.int64))


def scored(rng, frame, *, framing=0.5, tilt=2.0):
    """A row an article: outlet story score. Scores rise with the topic, vary by story, by how an outlet tells it, and by
    article; the target tells every story `framing` higher on average.
    """
    n = frame.story.max() + 1
    own = rng.normal(0, 0.4, (2, n))[frame.target.astype(int), frame.story]
    score = (tilt * frame.topic + rng.normal(0, 0.7, n)[frame.story] + own + rng.normal(0, 1, len(frame))
             + framing * frame.target)
    return pd.DataFrame({"outlet": np.where(frame.target, "A", "B"), "story": frame.story.astype(str),
                         "article": np.arange(len(frame)).astype(str), "score": score})
