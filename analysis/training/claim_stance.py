"""Train crossframe/models/claim_stance.py on the Fake News Challenge and write claim_stance.onnx and claim_stance.npz.

    pip install -e ".[train]"
    python analysis/training/claim_stance.py PATH/TO/fnc1 --held-out -o OUT     (first: figures, settings)
    python analysis/training/claim_stance.py PATH/TO/fnc1 --settings OUT -o analysis/crossframe/models

Claims and articles hang together in events. A fifth of the events is held out for the figures, another fifth sets the
probabilities and decisions; the second run learns from all events, with the settings of the first. Some ten minutes
each on two cores.
"""

import argparse
from pathlib import Path

import numpy as np
import pandas as pd
import torch
from claim_examples import denied, invented
from minilm import WIDTH
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from torch import nn
from torch.nn.functional import cross_entropy
from tuning import Tuned, fit, outputs, write

from crossframe.models.claim_passages import CUES, look_for, read_texts, shown
from crossframe.models.claim_stance import CLASSES, gathered

FOLDS, SEED, TEST, CHOOSE = 5, 1, 1, 3
NEAR = 0.25  # likeness of the headlines of two events above which they count as one
LEAST = 0.05  # probability of being related from which an unrelated pair is a hard one
OF_TEXT, OF_EVENT = 8, 400  # pairs that are learnt from
VIEWS = {"agree": 2, "disagree": 4, "discuss": 1, "unrelated": 1}
MOST = {"discuss": 4_200, "unrelated": 1_200}
INVENTED = 1_500
DENIED = 0.3  # share of views of a plain claim that is turned into its denial
RENAMED = 0.5  # share of views in which rare words of the claim become others
SHORT = 0.15  # share of views that show fewer passages
FLIPPED = {"agree": "disagree", "disagree": "agree", "discuss": "discuss"}
WEIGHTS = (1.0, 1.2, 1.0, 1.0)  # of the loss of each stance


class Network(Tuned):
    """Each piece of a passage speaks for the four stances, as loud as its attention is."""

    def __init__(self):
        super().__init__()
        self.says, self.loud = nn.Linear(WIDTH, len(CLASSES)), nn.Linear(WIDTH, 1)
        nn.init.normal_(self.loud.weight, std=0.02)

    def head(self, states, kinds, mask):
        return torch.cat([self.says(states), self.loud(states)], dim=-1)


def pairs_of(folder):
    """Every pair once: claim, text, stance; and the event of the claim and of the text."""
    stances, bodies = (pd.read_csv(folder / f"train_{name}.csv") for name in ("stances", "bodies"))
    table = stances.merge(bodies, on="Body ID").rename(columns={"Headline": "claim", "articleBody": "text"})
    table = table.assign(stance=table["Stance"])[["claim", "text", "stance"]]
    table = table.drop_duplicates(["claim", "text"], ignore_index=True)
    of_claim, of_text = events_of(table)
    return table.assign(of_claim=of_claim, of_text=of_text)


def events_of(table):
    """The event of each pair's claim and text: a related pair joins them, and so do like headlines of two events."""
    claims, texts = pd.Index(table["claim"].unique()), pd.Index(table["text"].unique())
    claim, text = claims.get_indexer(table["claim"]), len(claims) + texts.get_indexer(table["text"])
    related = (table["stance"] != "unrelated").to_numpy()
    joined = coo_matrix((np.ones(related.sum()), (claim[related], text[related])), shape=(len(claims) + len(texts),) * 2)
    n, event = connected_components(joined, directed=False)
    headlines = pd.Series(claims).groupby(event[: len(claims)]).agg(" ".join).reindex(range(n), fill_value="")
    vectors = TfidfVectorizer(stop_words="english", sublinear_tf=True).fit_transform(headlines)
    event = connected_components(vectors @ vectors.T > NEAR, directed=False)[1][event]
    return event[claim], event[text]


def folds_of(table):
    """The fold of each pair whose claim and text are of one; -1 of the others."""
    n = int(table[["of_claim", "of_text"]].to_numpy().max()) + 1
    fold = np.empty(n, int)
    fold[np.random.default_rng(SEED).permutation(n)] = np.arange(n) % FOLDS
    claim, text = fold[table["of_claim"]], fold[table["of_text"]]
    return claim, text


def rarity_of(texts, reads):
    """Of each word piece the logarithm of one over the share of texts that have it."""
    with_it = np.zeros(30_522)
    for text in texts:
        with_it[np.unique(reads[text].ids)] += 1
    return np.log((len(texts) + 1) / (with_it + 1))


def relatedness(features, related):
    """Logistic regression over the features, as weights of the plain features and an intercept."""
    mean, scale = features.mean(axis=0), features.std(axis=0)
    fitted = LogisticRegression(C=1.0, max_iter=5_000).fit((features - mean) / scale, related)
    weights = fitted.coef_[0] / scale
    return weights, float(fitted.intercept_[0] - weights @ mean)


def examples_of(table, reads, rarity, rng):
    """Views of pairs: ids, kinds and the stance each shows."""
    plain = ~table["claim"].str.lower().str.contains(r"\?|\b(?:no|not|never|" + "|".join(CUES) + r")\b", regex=True)
    rows = []
    for place, (claim, text, stance, found) in enumerate(
            zip(table["claim"], table["text"], table["stance"], table["found"])):
        for _ in range(VIEWS[stance]):
            said, label = claim, stance
            if plain.iloc[place] and stance in FLIPPED and rng.random() < DENIED:
                said, label = denied(claim, rng), FLIPPED[stance]
            read = reads[claim] if said is claim else read_texts([said])[0]
            room = int(rng.integers(25, 90)) if rng.random() < SHORT else 120
            ids, kinds, _ = shown(read, reads[text], found, room=room)
            if rng.random() < RENAMED:
                ids = _renamed(ids, reads[claim].ids, rarity, rng)
            rows.append((ids, kinds, CLASSES.index(label)))
    return rows


def _renamed(ids, claim, rarity, rng):
    """Rare pieces of the claim become others, alike in claim and text."""
    rare = [piece for piece in set(claim.tolist()) if rarity[piece] > 3.5 and rng.random() < 0.7]
    pool = np.flatnonzero((rarity > 4.5) & (rarity < rarity.max()))
    others = dict(zip(rare, rng.choice(pool, len(rare)).tolist()))
    return [others.get(piece, piece) for piece in ids]


def sampled(table, rng):
    """Related pairs, few of a text and an event, and unrelated ones that look related."""
    order = table.iloc[rng.permutation(len(table))]
    parts = []
    for stance in CLASSES:
        own = order[order["stance"] == stance]
        if stance == "unrelated":
            own = own[own["related"] > LEAST]
        elif stance == "discuss":
            own = own[(own.groupby("text").cumcount() < OF_TEXT) & (own.groupby("of_text").cumcount() < OF_EVENT)]
        parts.append(own.head(MOST.get(stance)))
    return pd.concat(parts)


def learnt_from(table, reads, rarity, seed):
    """All views of all examples, invented ones too."""
    rng = np.random.default_rng(seed)
    rows = examples_of(sampled(table, rng), reads, rarity, rng)
    made = invented(INVENTED, seed)
    both = list({*made["claim"], *made["text"]})
    own = dict(zip(both, read_texts(both), strict=True))
    found = look_for(made["claim"].tolist(), made["text"].tolist(), own, rarity)
    for claim, text, stance, each in zip(made["claim"], made["text"], made["stance"], found):
        rows.append((*shown(own[claim], own[text], each)[:2], CLASSES.index(stance)))
    return rows


def learn(rows, seed, epochs):
    labels, weights = torch.tensor([label for *_, label in rows]), torch.tensor(WEIGHTS)
    print(f"{len(rows)} examples {np.bincount(labels)}, {sum(len(ids) for ids, *_ in rows):,} pieces", flush=True)
    network = Network()

    def loss(output, places, mask):
        kinds = torch.ones(mask.shape, dtype=torch.bool)
        for row, place in enumerate(places):
            kinds[row, : len(rows[place][1])] = torch.tensor(rows[place][1], dtype=torch.bool)
        attention = output[..., -1].masked_fill(kinds, -1e4).softmax(-1)
        scores = (attention[..., None] * output[..., :-1]).sum(1)
        return cross_entropy(scores, labels[places], weight=weights, label_smoothing=0.05)

    fit(network, [(ids, kinds) for ids, kinds, _ in rows], loss, epochs=epochs, seed=seed, rate=1e-4)
    return network


def prepared(folder, held_out):
    """The pairs that are learnt from or held out, with what was found in them; and the weights of relatedness."""
    table = pairs_of(folder)
    claim, text = folds_of(table)
    later = (TEST, CHOOSE) if held_out else ()
    table = table.assign(fold=np.where(claim == text, claim, -1), learnt=~np.isin(claim, later) & ~np.isin(text, later))
    table = table[table["learnt"] | table["fold"].isin(later)].reset_index(drop=True)
    both = list(dict.fromkeys([*table["claim"], *table["text"]]))
    reads = dict(zip(both, read_texts(both), strict=True))
    rarity = rarity_of(table["text"][table["learnt"]].unique(), reads)
    table["found"] = look_for(table["claim"].tolist(), table["text"].tolist(), reads, rarity)
    features, own = np.array([each.features for each in table["found"]]), table["learnt"].to_numpy()
    weights, intercept = relatedness(features[own], (table["stance"] != "unrelated").to_numpy()[own])
    table["related"] = 1 / (1 + np.exp(-features @ weights - intercept))
    return table, reads, {"rarity": rarity, "weights": weights, "intercept": intercept}


def scored(network, table, reads):
    """Scores of the four stances of pairs that may be related; NaN of the others."""
    scores = np.full((len(table), len(CLASSES)), np.nan)
    near = table[(table["related"] > 0.01).to_numpy()]
    views = [shown(reads[claim], reads[text], found)
             for claim, text, found in zip(near["claim"], near["text"], near["found"])]
    said = outputs(network, [(ids, kinds) for ids, kinds, _ in views])
    scores[near.index] = [gathered(each, owner)[0] for each, (*_, owner) in zip(said, views)]
    return scores


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("fnc1", type=Path)
    parser.add_argument("-o", "--out", type=Path, required=True)
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--epochs", type=int, default=1)
    options = parser.parse_args()
    table, reads, small = prepared(options.fnc1, options.held_out)
    rows = learnt_from(table[table["learnt"]], reads, small["rarity"], options.seed)
    network = learn(rows, options.seed, options.epochs)
    options.out.mkdir(parents=True, exist_ok=True)
    write(network, options.out / "claim_stance.onnx")


if __name__ == "__main__":
    main()
