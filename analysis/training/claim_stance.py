"""Train crossframe/models/claim_stance.py on the Fake News Challenge and write claim_stance.onnx and claim_stance.npz.

    pip install -e ".[train]"
    python analysis/training/claim_stance.py PATH/TO/fnc1 -o analysis/crossframe/models

Claims and articles hang together in events. It learns from three fifths of them, in two rounds; a fifth sets the
probabilities and decisions, and on the last fifth figures are taken. Some fifteen minutes on two cores.
"""

import argparse
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import torch
from claim_examples import beside, denied, invented
from figures import by_group, markdown, reliability
from minilm import WIDTH
from scipy.optimize import minimize
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from torch import nn
from torch.nn.functional import cross_entropy
from tuning import Tuned, fit, write

from crossframe.models.claim_passages import CUES, look_for, read_texts, shown
from crossframe.models.claim_stance import CLASSES, LEAST, calibrated, gathered, unasked
from crossframe.models.tuned import run_tuned

FOLDS, SEED, TEST, CHOOSE = 5, 1, 1, 3
RELATED = 0.27  # share of related pairs in the challenge
PRIOR = 0.002  # weight of the squared settings beside the log loss
COUNTS = 0.2
NEAR = 0.25  # likeness of the headlines of two events above which they count as one
HARD = 0.05  # probability of being related from which an unrelated pair is a hard one
OF_TEXT, OF_EVENT = 8, 400  # pairs that are learnt from
VIEWS = {"agree": 2, "disagree": 4, "discuss": 1, "unrelated": 1}
MOST = {"discuss": 4_200, "unrelated": 1_200}
INVENTED = 1_500
LATER = (750, 700, 750, 300)  # views of each stance in the second round,
BESIDE, HELD_BESIDE = 1_300, 300  # and claims beside the matter; the latter in each part that is held out
WAY = 0.3  # from the weights after the first round to those after the second (Wortsman et al. 2022)
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
    ends, n_names = (claim[related], text[related]), len(claims) + len(texts)
    joined = coo_matrix((np.ones(related.sum()), ends), shape=(n_names, n_names))
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
            own = own[own["related"] > HARD]
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


def capped(rows, seed, most):
    """At most so many views of each stance."""
    order = np.random.default_rng(seed).permutation(len(rows))
    label = np.array([rows[place][2] for place in order])
    kept = [order[label == number][:n] for number, n in enumerate(most)]
    return [rows[place] for place in np.sort(np.concatenate(kept))]


def later(table, rows, reads, rarity, seed):
    """The second round: fewer views, and claims of which articles say nothing though they speak of their subject."""
    pairs = pairs_beside(table["text"].unique(), BESIDE, seed, reads)
    found = look_for(pairs["claim"].tolist(), pairs["text"].tolist(), reads, rarity)
    views = [shown(reads[claim], reads[text], each)[:2]
             for claim, text, each in zip(pairs["claim"], pairs["text"], found, strict=True)]
    return [*capped(rows, seed + 1, LATER), *((*view, CLASSES.index("unrelated")) for view in views)]


def pairs_beside(texts, n, seed, reads):
    """Texts with claims beside the matter, which are read into `reads`."""
    rng = np.random.default_rng(seed)
    texts = rng.choice(texts, n)
    claims = beside(texts, rng)
    reads |= dict(zip(claims, read_texts(claims), strict=True))
    return pd.DataFrame({"claim": claims, "text": texts, "stance": "unrelated"})


def learn(rows, more, seed):
    """A network that has learnt from the first round's views, moved some way to what the second round makes of it."""
    torch.manual_seed(seed)
    network = Network()
    _round(network, rows, seed, rate=1e-4)
    before = {name: each.clone() for name, each in network.state_dict().items()}
    _round(network, more, seed, rate=4e-5, head_rate=3e-4)
    network.load_state_dict({name: torch.lerp(each, network.state_dict()[name], WAY) for name, each in before.items()})
    return network


def _round(network, rows, seed, **steps):
    labels, weights = torch.tensor([label for *_, label in rows]), torch.tensor(WEIGHTS)
    print(f"{len(rows)} examples {np.bincount(labels)}, {sum(len(ids) for ids, *_ in rows):,} pieces", flush=True)

    def loss(output, places, mask):
        kinds = torch.ones(mask.shape, dtype=torch.bool)
        for row, place in enumerate(places):
            kinds[row, : len(rows[place][1])] = torch.tensor(rows[place][1], dtype=torch.bool)
        attention = output[..., -1].masked_fill(kinds, -1e4).softmax(-1)
        scores = (attention[..., None] * output[..., :-1]).sum(1)
        return cross_entropy(scores, labels[places], weight=weights, label_smoothing=0.05)

    fit(network, [(ids, kinds) for ids, kinds, _ in rows], loss, epochs=1, seed=seed, **steps)


def prepared(folder):
    """The pairs that are learnt from or held out, with what was found in them; and the weights of relatedness."""
    table = pairs_of(folder)
    claim, text = folds_of(table)
    out = TEST, CHOOSE
    table = table.assign(fold=np.where(claim == text, claim, -1), learnt=~np.isin(claim, out) & ~np.isin(text, out))
    table = table[table["learnt"] | table["fold"].isin(out)].reset_index(drop=True)
    both = list(dict.fromkeys([*table["claim"], *table["text"]]))
    reads = dict(zip(both, read_texts(both), strict=True))
    rarity = rarity_of(table["text"][table["learnt"]].unique(), reads)
    table["found"] = look_for(table["claim"].tolist(), table["text"].tolist(), reads, rarity)
    features, own = np.array([each.features for each in table["found"]]), table["learnt"].to_numpy()
    weights, intercept = relatedness(features[own], (table["stance"] != "unrelated").to_numpy()[own])
    table["odds"] = features @ weights + intercept
    table["related"] = 1 / (1 + np.exp(-table["odds"]))
    return table, reads, {"rarity": rarity, "weights": weights, "intercept": intercept}


def scored(path, table, reads):
    """Scores of the four stances by the file as written, of pairs that may be related; NaN of the others."""
    scores = np.full((len(table), len(CLASSES)), np.nan)
    near = np.flatnonzero(table["related"] >= LEAST)
    views = [shown(reads[claim], reads[text], found)
             for claim, text, found in table.iloc[near][["claim", "text", "found"]].itertuples(index=False)]
    said = run_tuned(path, [ids for ids, *_ in views], [kinds for _, kinds, _ in views], label="held out")
    scores[near] = [gathered(each, owner)[0] for each, (*_, owner) in zip(said, views)]
    return scores


def mixed(stance):
    """Weights of pairs such that RELATED of them are related, as in the challenge."""
    related = stance < 3
    return np.where(related, RELATED / related.mean(), (1 - RELATED) / (1 - related.mean()))


def settled(scores, near, stance, beside):
    """What makes probabilities of scores (likeliest on all that is held out), and decisions of probabilities (best on
    the challenge's own pairs).
    """
    weights, asked = mixed(stance), ~np.isnan(scores[:, 0])

    def of(parameters):
        return {"scale": np.exp(parameters[0]), "bias": np.append(parameters[1:4], 0.0), "nearness": parameters[4]}

    def loss(parameters):
        proba = calibrated(scores[asked].copy(), near[asked], **of(parameters))
        chosen = proba[np.arange(len(proba)), stance[asked]]
        return -(weights[asked] * np.log(chosen)).mean() + PRIOR * (parameters**2).sum()

    made = of(minimize(loss, np.array([0.0, 0, 0, 0, 0.3])).x)
    proba = probabilities(scores, near, made)

    def worth(decision):
        said = (decision * proba).argmax(axis=1)
        return sum(marks(stance[~beside], said[~beside])) + COUNTS * (said[beside] == 3).mean()

    steps = np.exp(np.linspace(-1.2, 1.6, 15))
    return made | {"decision": max((np.array([1.0, *each]) for each in product(steps, repeat=3)), key=worth)}


def probabilities(scores, near, made):
    """Probabilities of all pairs, those that the network was not asked about included."""
    proba, asked = unasked(near), ~np.isnan(scores[:, 0])
    proba[asked] = calibrated(scores[asked].copy(), near[asked], made["scale"], made["bias"], made["nearness"])
    return proba


def marks(stance, said, mix=True):
    """The challenge's weighted score and macro-F1, in its mix of related and unrelated pairs or as they are."""
    weights = mixed(stance) if mix else np.ones(len(stance))
    related = stance < 3
    points = 0.25 * ((said < 3) == related) + 0.75 * (related & (said == stance))
    most = np.where(related, 1.0, 0.25)
    f1 = f1_score(stance, said, average="macro", sample_weight=weights)
    return (weights * points).sum() / (weights * most).sum(), f1


def figures(table, stance, proba, decision, out):
    """What the card says of pairs held out."""
    said = (decision * proba).argmax(axis=1)
    for mix in (True, False):
        print("{}: weighted score {:.3f}, macro-F1 {:.3f}".format(
            "in the challenge's mix" if mix else "as they are", *marks(stance, said, mix)))
    each = f1_score(stance, said, average=None, sample_weight=mixed(stance))
    print(pd.Series(each, CLASSES).round(3).to_string())
    words = [table[column].str.split().str.len() for column in ("text", "claim")]
    groups = {"stance": table["stance"], "words of the article": pd.cut(words[0], [0, 150, 300, 600, 10_000]),
              "words of the claim": pd.cut(words[1], [0, 8, 11, 15, 100])}
    print(markdown(by_group(table["stance"], np.array(CLASSES)[said], groups)))
    drawn = np.random.default_rng(0).choice(len(stance), 20_000, p=mixed(stance) / mixed(stance).sum())
    reliability(proba[drawn], stance[drawn], out / "claim_stance.svg", title="Events held out, in the challenge's mix")


def held_out(table, reads, small, seed):
    """Pairs held out, and beside them claims of which the same articles say nothing."""
    rest = table[~table["learnt"]].assign(beside=False)
    for number, fold in enumerate((CHOOSE, TEST)):
        pairs = pairs_beside(rest["text"][rest["fold"] == fold].unique(), HELD_BESIDE, seed + 100 + number, reads)
        pairs["found"] = look_for(pairs["claim"].tolist(), pairs["text"].tolist(), reads, small["rarity"])
        pairs["odds"] = np.array([each.features for each in pairs["found"]]) @ small["weights"] + small["intercept"]
        rest = pd.concat([rest, pairs.assign(fold=fold, beside=True)], ignore_index=True)
    return rest.assign(related=1 / (1 + np.exp(-rest["odds"])))


def judged(rest, reads, out):
    """What makes probabilities and decisions, by one part of what is held out; figures on the other."""
    stance, odds = rest["stance"].map(CLASSES.index).to_numpy(), rest["odds"].to_numpy()
    scores, choose = scored(out / "claim_stance.onnx", rest, reads), (rest["fold"] == CHOOSE).to_numpy()
    beside = rest["beside"].to_numpy(bool)
    made = settled(scores[choose], odds[choose], stance[choose], beside[choose])
    proba = probabilities(scores, odds, made)
    for part, mine in (("the events that decide", choose), ("the events held out", ~choose)):
        print(part)
        own = mine & ~beside
        figures(rest[own], stance[own], proba[own], made["decision"], out)
        said = (made["decision"] * proba[mine & beside]).argmax(axis=1)
        print(f"claims beside the matter called unrelated: {(said == 3).mean():.3f}")
    return made


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("fnc1", type=Path)
    parser.add_argument("-o", "--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    table, reads, small = prepared(options.fnc1)
    own = table[table["learnt"]]
    rows = learnt_from(own, reads, small["rarity"], options.seed)
    network = learn(rows, later(own, rows, reads, small["rarity"], options.seed), options.seed)
    write(network, options.out / "claim_stance.onnx")
    made = judged(held_out(table, reads, small, options.seed), reads, options.out)
    small["rarity"] = small["rarity"].astype(np.float16)
    np.savez_compressed(options.out / "claim_stance.npz", **small, **made)


if __name__ == "__main__":
    main()
