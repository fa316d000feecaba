"""Train crossframe/models/policy_frames.py on FrAC and invented examples, and write policy_frames.npz.

    python analysis/training/policy_frames.py PATH/TO/frac/sentences.csv -o analysis/crossframe/models/policy_frames.npz

First the figures: cross-validated over a part of the sentences, on which everything was chosen (C, the weight of the
invented examples, of a dictionary's match); then, learnt from that part, on the 132 sentences held out; then
cross-validated over all. The weights are learnt from all sentences. With --gvfc also the nine themes of gun violence
headlines, cross-validated. Two minutes on two cores, without torch.
"""

import argparse
from importlib import resources
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import minimize_scalar
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import StratifiedKFold, train_test_split

from crossframe.models.frame_classifier import FrameClassifier

FRAMES = {1: "economic", 3: "morality", 4: "fairness_and_equality", 5: "legality_and_crime", 6: "political_and_policy",
          8: "security_and_defense", 9: "health_and_safety", 11: "cultural_identity", 12: "public_opinion", 15: "other"}
HELD_OUT, SEED = 132, 5
INVENTED = 0.25  # weight of an invented example, of a coded sentence 1
CHOICES = {"words": False, "dictionary": "policy_words", "C": 2.0, "class_weight": "balanced"}


def examples():
    """The invented sentences: text and category."""
    path = resources.files("crossframe.lexicons").joinpath("frame_descriptions.csv")
    with path.open(encoding="utf-8") as file:
        return pd.read_csv(file)


def learn(frame, added, *, encoder):
    sentences = [*frame.sentence, *added.text]
    weight = np.repeat([1.0, INVENTED], [len(frame), len(added)])
    model = FrameClassifier(encoder=encoder, **CHOICES)
    return model.fit(sentences, [*frame.frame, *added.category], sample_weight=weight)


def unseen(frame, added, *, encoder, seed):
    """Probabilities of every sentence by a model that has not seen it, five folds."""
    proba = np.empty((len(frame), len(FRAMES)))
    for train, test in StratifiedKFold(5, shuffle=True, random_state=seed).split(frame, frame.frame):
        proba[test] = learn(frame.iloc[train], added, encoder=encoder).predict_proba(frame.sentence.iloc[test])
    return proba


def cross_validated(frame, added, *, encoder, seed):
    return np.array(sorted(FRAMES.values()), object)[unseen(frame, added, encoder=encoder, seed=seed).argmax(axis=1)]


def sharpness(frame, proba):
    """By how much scores must be multiplied for the probabilities of unseen sentences to be likeliest."""
    gold, scores = np.searchsorted(sorted(FRAMES.values()), frame.frame.tolist()), np.log(proba)

    def loss(factor):
        log = factor * scores - np.log(np.exp(factor * scores).sum(axis=1, keepdims=True))
        return -log[np.arange(len(gold)), gold].mean()

    best = minimize_scalar(loss, bounds=(0.2, 10), method="bounded")
    print(f"scores times {best.x:.2f}: log loss {loss(1):.3f} becomes {best.fun:.3f}")
    return best.x


def reliability(frame, proba):
    """How often the likeliest frame is right, by how likely it is said to be."""
    right = frame.frame.to_numpy() == np.array(sorted(FRAMES.values()), object)[proba.argmax(axis=1)]
    table = pd.DataFrame({"said": proba.max(axis=1), "right": right}).assign(
        part=lambda t: pd.cut(t.said, [0, 0.4, 0.6, 0.8, 0.9, 1]))
    parts = table.groupby("part", observed=True)
    print(parts.agg(n=("said", "size"), said=("said", "mean"), right=("right", "mean")).round(2))


def report(what, gold, said):
    f1, right = f1_score(gold, said, average="macro"), accuracy_score(gold, said)
    print(f"{what:60} macro-F1 {f1:.3f}  accuracy {right:.3f}", flush=True)
    return f1


def figures(frame, added):
    rest, held_out = train_test_split(frame, test_size=HELD_OUT, stratify=frame.label, random_state=SEED)
    for encoder in (True, False):
        tier = "with encoder" if encoder else "without encoder"
        said = cross_validated(rest, added, encoder=encoder, seed=0)
        report(f"{tier}: cross-validated over {len(rest)}", rest.frame, said)
        said = learn(rest, added, encoder=encoder).predict(held_out.sentence)
        report(f"{tier}: {HELD_OUT} held out", held_out.frame, said)
        if encoder:
            each = f1_score(held_out.frame, said, average=None, labels=list(FRAMES.values()))
            print(pd.Series(each, list(FRAMES.values())).round(2).to_string())
        report(f"{tier}: no coded sentence, invented examples alone", frame.frame,
               FrameClassifier(encoder=encoder, **CHOICES).fit(added.text, added.category).predict(frame.sentence))
        of_all = [report(f"{tier}: cross-validated over all, seed {seed}", frame.frame,
                         cross_validated(frame, added, encoder=encoder, seed=seed)) for seed in range(3)]
        print(f"{tier}: mean {np.mean(of_all):.3f}")


def themes(path):
    """Accuracy on the themes of GVFC's headlines, five folds."""
    table = pd.read_csv(path)
    table = table[table["Q3 Theme1"] != 99].reset_index(drop=True)
    gold = table["Q3 Theme1"].astype(str)
    for encoder in (True, False):
        for seed in range(3):
            said = np.empty(len(table), object)
            for train, test in StratifiedKFold(5, shuffle=True, random_state=seed).split(table, gold):
                model = FrameClassifier(encoder=encoder).fit(table.news_title[train], gold[train])
                said[test] = model.predict(table.news_title[test])
            report(f"themes of headlines, encoder={encoder}, seed {seed}", gold, said)


def weights(frame, added):
    """Both tiers, learnt from all sentences; scores are sharpened as suits unseen ones."""
    made = {}
    for tier, encoder in (("encoder", True), ("words", False)):
        proba = unseen(frame, added, encoder=encoder, seed=0)
        factor = sharpness(frame, proba)
        sharp = proba**factor
        reliability(frame, sharp / sharp.sum(axis=1, keepdims=True))
        model = learn(frame, added, encoder=encoder)
        made[f"{tier}_coef"], made[f"{tier}_intercept"] = factor * model.coef_, factor * model.intercept_
    return made | {"classes": model.classes_.astype("U")}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sentences", type=Path)
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--gvfc", type=Path)
    options = parser.parse_args()
    frame = pd.read_csv(options.sentences)
    frame["frame"] = frame.label.map(FRAMES)
    added = examples()
    figures(frame, added)
    if options.gvfc:
        themes(options.gvfc)
    if options.output:
        np.savez_compressed(options.output, **weights(frame, added))


if __name__ == "__main__":
    main()
