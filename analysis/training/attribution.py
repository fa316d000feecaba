"""Train the network of crossframe/models/attribution.py on PolNeAR and write attribution.onnx.

    pip install -e ".[train]"
    python analysis/training/attribution.py PATH/TO/polnear -o analysis/crossframe/models/attribution.onnx

Trains on the articles of the part "train" but for a tenth, on which it prints F1 after each epoch; that tenth chose the
epochs, the threshold and CONTENT_WEIGHT. The part "dev" is never read: tests/bench/sources.py takes the figures on it.
Half an hour to two hours on two cores.
"""

import argparse
import math
import random
import time
from pathlib import Path

import numpy as np
import torch
from minilm import WIDTH, FeatureDropout, pretrained
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

import crossframe.models.attribution as model
from crossframe.datasets import polnear
from crossframe.models.attribution import REACH, ROLES, START, STOP, find_attributions
from crossframe.models.encoder import word_pieces
from crossframe.models.windows import SHAPES, cut_windows

DEPTH = 64  # numbers by which a cue and a piece are compared, a role
BATCH = 2_048  # word pieces
HELD_OUT = 0.1
WARM_UP = 0.06  # share of the steps
CUE_LOSS, SPAN_LOSS, PAIR_LOSS = 3.0, 0.5, 0.6
HEAD_RATE, DECAY = 1e-3, 0.01
SPANS = ((3, 4), (1, 2), (5, 6))  # columns of a link: first and last piece of content, cue, source


class Network(nn.Module):
    """Word pieces -> whether a cue begins there; what cues look for and pieces offer."""

    def __init__(self, layers):
        super().__init__()
        self.encoder, self.shape = pretrained(layers), nn.Embedding(SHAPES, WIDTH)
        self.asks, self.offers = nn.Linear(WIDTH, len(ROLES) * DEPTH), nn.Linear(WIDTH, len(ROLES) * DEPTH)
        self.inside = nn.Linear(WIDTH, 4)  # begins a cue; in a content, a cue, a source
        self.distance, self.drop = nn.Parameter(torch.zeros(len(ROLES), 2 * REACH + 1)), FeatureDropout()
        nn.init.zeros_(self.shape.weight)
        for linear in (self.asks, self.offers):
            nn.init.normal_(linear.weight, std=0.02)

    def forward(self, ids, shape, mask):
        x = self.drop(self.encoder(ids, mask, self.shape(shape)))
        return self.inside(x), self.asks(x), self.offers(x)

    def fits(self, asked, offered, rows, at, mask):
        """How well each piece fits each role of the cue at place ``at`` of a row; shape (n_cues, n_roles, n_pieces)."""
        n_rows, size = offered.shape[:2]
        count = torch.bincount(rows, minlength=n_rows)
        most, order = int(count.max()), torch.argsort(rows, stable=True)
        slot = torch.empty(len(rows), dtype=torch.long)
        slot[order] = torch.arange(len(rows)) - (torch.cumsum(count, 0) - count)[rows[order]]
        places = torch.zeros(n_rows * most, dtype=torch.long)
        places[rows * most + slot] = at
        places = places.view(n_rows, most, 1).expand(-1, -1, asked.shape[2])
        asked = torch.gather(asked, 1, places).view(n_rows, most, len(ROLES), DEPTH).transpose(1, 2)
        offered = offered.view(n_rows, size, len(ROLES), DEPTH).permute(0, 2, 3, 1)
        fits = (asked @ offered / math.sqrt(DEPTH)).permute(0, 2, 1, 3).reshape(-1, len(ROLES), size)
        fits = fits[rows * most + slot]
        far = (torch.arange(size)[None] - at[:, None]).clamp(-REACH, REACH) + REACH
        fits = (fits + self.distance[:, far].permute(1, 0, 2)).masked_fill(mask[rows][:, None, :] == 0, -1e4)
        fits[:, :3, 0] = -1e4  # the first place stands for "no source"
        return fits


def labelled_windows(articles, attributions):
    """Windows of word pieces with their links: first and last piece of cue, content and source (-1: none)."""
    windows = []
    for article in articles.itertuples():
        for _, rows in attributions[attributions.article == article.id].groupby("annotator"):
            cut = [(window, []) for window in cut_windows(article.text, word_pieces())]
            for row in rows.itertuples():
                _link(cut, row)
            windows += cut
    return windows


def _link(cut, row):
    for window, links in cut:
        first, last = window.start[0], window.end[-1]
        if row.cue_start >= 0 and first <= row.cue_start < last:
            cue = _pieces(window, row.cue_start, min(row.cue_end, last))
            content = _pieces(window, max(row.start, first), min(row.end, last))
            source = _pieces(window, row.source_start, row.source_end) if row.source_start >= 0 else None
            if cue and content:
                links.append((*cue, *content, *(source or (-1, -1))))
            return


def _pieces(window, start, end):
    """First and last word piece of some characters; None where the window has none of them."""
    first = int(np.searchsorted(window.end, start, side="right"))
    last = int(np.searchsorted(window.start, end, side="left")) - 1
    return (first, last) if first <= last else None


def batches(windows):
    """Batches of windows of like length, in random order."""
    order = sorted(range(len(windows)), key=lambda place: len(windows[place][0].ids) + 6 * random.random())
    parts, batch = [], []
    for place in order:
        if batch and (len(batch) + 1) * (len(windows[place][0].ids) + 2) > BATCH:
            parts.append(batch)
            batch = []
        batch.append(windows[place])
    random.shuffle(parts := [*parts, batch])
    return parts


def tensors(batch):
    """ids, shape, mask, what lies where (shape n, pieces, 4), and a row a link: window, then places of its spans."""
    size = max(len(window.ids) for window, _ in batch) + 2
    ids, shape, mask = (torch.zeros(len(batch), size, dtype=torch.long) for _ in range(3))
    inside, linked = torch.zeros(len(batch), size, 4), []
    for row, (window, links) in enumerate(batch):
        n = len(window.ids)
        ids[row, : n + 2] = torch.tensor([START, *window.ids, STOP])
        shape[row, 1 : n + 1] = torch.from_numpy(window.shape)
        mask[row, : n + 2] = 1
        for link in links:
            linked.append((row, *(place + 1 for place in link)))
            inside[row, linked[-1][1], 0] = 1
            for what, (first, last) in enumerate(SPANS, 1):
                if linked[-1][first]:
                    inside[row, linked[-1][first] : linked[-1][last] + 1, what] = 1
    return ids, shape, mask, inside, torch.tensor(linked, dtype=torch.long).reshape(-1, 7)


def loss(network, batch):
    """Where cues begin, what lies in a span, and where each link's spans begin and end, a piece."""
    ids, shape, mask, inside, linked = tensors(batch)
    with torch.autocast("cpu", torch.bfloat16):
        said, asked, offered = (each.float() for each in network(ids, shape, mask))
    each = binary_cross_entropy_with_logits(said, inside, reduction="none") * mask[..., None]
    total = each[..., 0].sum() * CUE_LOSS + each[..., 1:].sum() * SPAN_LOSS
    if len(linked):
        fits = network.fits(asked, offered, linked[:, 0], linked[:, 1], mask)
        total = total + PAIR_LOSS * sum(cross_entropy(fits[:, role], linked[:, 2 + role], reduction="sum")
                                        for role in range(len(ROLES)))
    return total / mask.sum()


def train(network, windows, epochs, rate, after):
    """Train; ``after(epoch, mean_loss)`` is called after each epoch."""
    words = network.encoder.word.weight
    encoder = [each for each in network.encoder.parameters() if each is not words]
    own = {id(each) for each in network.encoder.parameters()}
    head = [each for each in network.parameters() if id(each) not in own]
    groups = [{"params": encoder, "lr": rate}, {"params": head, "lr": HEAD_RATE}]
    optimizers = [torch.optim.AdamW(groups, weight_decay=DECAY, fused=True), torch.optim.SparseAdam([words], lr=rate)]
    steps = len(batches(windows)) * epochs
    slope = lambda step: min(1, (step + 1) / (WARM_UP * steps)) * max(0.02, (steps - step) / steps)  # noqa: E731
    schedules = [torch.optim.lr_scheduler.LambdaLR(optimizer, slope) for optimizer in optimizers]
    for epoch in range(epochs):
        network.train()
        losses = []
        for batch in batches(windows):
            value = loss(network, batch)
            value.backward()
            nn.utils.clip_grad_norm_(encoder + head, 1.0)
            for step in (*optimizers, *schedules):
                step.step()
            network.zero_grad(set_to_none=True)
            losses.append(float(value.detach()))
        after(epoch, np.mean(losses))


class Exported(nn.Module):
    """What crossframe.models.attribution asks of the file."""

    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, ids, shape, mask):
        inside, asked, offered = self.network(ids, shape, mask)
        return inside[..., 0], asked, offered, self.network.distance + 0 * inside[0, 0, 0]


def write(network, path):
    """The network as ONNX with int8 weights of seven bits, which all processors multiply alike."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    network.eval()
    example, whole = torch.ones(2, 7, dtype=torch.long), path.with_suffix(".whole.onnx")
    names = ["ids", "shape", "mask"], ["cue", "asked", "offered", "distance"]
    axes = {name: {0: "rows", 1: "pieces"} for name in (*names[0], *names[1][:3])}
    torch.onnx.export(Exported(network), (example,) * 3, str(whole), input_names=names[0], output_names=names[1],
                      dynamic_axes=axes, opset_version=17, dynamo=False)
    quantize_dynamic(whole, path, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    whole.unlink()


def half_overlap(articles, attributions):
    """F1 of contents at half overlap, and on which share of the hits the source is right; by the file as written."""
    hits = named = n_found = 0
    for text, gold in zip(articles.text, (attributions[attributions.article == id] for id in articles.id), strict=True):
        (found,), used = find_attributions([text]), set()
        n_found += len(found.spans)
        for row in gold.itertuples():
            for place, (content, source, _) in enumerate(found.spans.tolist()):
                shared = min(row.end, content[1]) - max(row.start, content[0])
                if place not in used and shared * 2 >= max(row.end, content[1]) - min(row.start, content[0]):
                    used.add(place)
                    hits += 1
                    named += min(row.source_end, source[1]) > max(row.source_start, source[0], 0)
                    break
    return 2 * hits / (n_found + len(attributions)), named / max(hits, 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("polnear", type=Path)
    parser.add_argument("-o", "--out", type=Path, required=True)
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--limit", type=int, help="articles; to try the script out")
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    random.seed(options.seed)
    articles, attributions = polnear(options.polnear)
    articles = articles[articles.part == "train"].head(options.limit)
    held_out = articles.sample(frac=HELD_OUT, random_state=1)
    rest = articles.drop(held_out.index)
    windows = labelled_windows(rest, attributions)
    print(f"{len(rest)} articles, {len(windows)} windows; {len(held_out)} articles held out", flush=True)
    network, clock = Network(options.layers), time.perf_counter()
    train(network, windows, options.epochs, options.rate, lambda epoch, mean: print(
        f"epoch {epoch}: loss {mean:.4f}, {time.perf_counter() - clock:.0f} s", flush=True))
    write(network, options.out)
    model.WEIGHTS = options.out  # not those that are installed
    gold = attributions[(attributions.annotator == 0) & attributions.article.isin(held_out.id)]
    print("held out: F1 {:.3f}, source right on {:.3f} of the hits".format(*half_overlap(held_out, gold)))


if __name__ == "__main__":
    main()
