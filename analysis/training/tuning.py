"""Fine-tuning six layers of MiniLM for crossframe/models/tuned.py: the torch side of it.

The vectors of word pieces stay as the wheel of the sentence encoder has them, and no file of ours repeats them.
"""

import random
import time

import numpy as np
import torch
from minilm import INNER, WIDTH, pretrained
from torch import nn

from crossframe.models.piece_vectors import piece_vectors

WARM_UP = 0.06  # share of the steps
DECAY = 0.01
LAYERS = 6


class Tuned(nn.Module):
    """MiniLM with marked pieces; who subclasses it writes ``head(states, kinds, mask)``."""

    def __init__(self, layers=LAYERS):
        super().__init__()
        self.body, self.kind = pretrained(layers), nn.Embedding(2, WIDTH)
        self.body.word = nn.Embedding.from_pretrained(torch.from_numpy(piece_vectors()), freeze=True)
        nn.init.normal_(self.kind.weight, std=0.02)

    def forward(self, ids, kinds, mask):
        return self.read(self.body.word(ids), kinds, mask)

    def read(self, vectors, kinds, mask):
        return self.head(self.body.read(vectors, mask, self.kind(kinds)), kinds, mask)

    def head(self, states, kinds, mask):
        """states (rows, pieces, WIDTH), kinds and mask (rows, pieces) -> (rows, k) or (rows, pieces, k)."""
        raise NotImplementedError


def batches(examples, pieces, shuffle):
    """Places of examples of like length, ``pieces`` word pieces a batch, in random order."""
    noise = 6 if shuffle else 0
    order = sorted(range(len(examples)), key=lambda place: len(examples[place][0]) + noise * random.random())
    parts, batch = [], []
    for place in order:
        if batch and (len(batch) + 1) * len(examples[place][0]) > pieces:
            parts.append(batch)
            batch = []
        batch.append(place)
    parts = [*parts, batch]
    if shuffle:
        random.shuffle(parts)
    return parts


def tensors(examples, places):
    """ids, kinds, mask of some examples, shape (rows, pieces)."""
    size = max(len(examples[place][0]) for place in places)
    ids, kinds = torch.zeros(2, len(places), size, dtype=torch.long)
    mask = torch.zeros(len(places), size)
    for row, place in enumerate(places):
        own_ids, own_kinds = examples[place]
        n = len(own_ids)
        ids[row, :n], kinds[row, :n], mask[row, :n] = torch.as_tensor(own_ids), torch.as_tensor(own_kinds), 1
    return ids, kinds, mask


def fit(network, examples, loss, *, epochs, rate=1e-4, head_rate=1e-3, pieces=1_024, seed=0, after=None):
    """Train a network.

    Parameters
    ----------
    network : Tuned
    examples : list of (sequence of int, sequence of int)
        Word pieces with START and STOP, and which of them are marked.
    loss : callable
        ``loss(output, places, mask)`` -> scalar, of the examples in a batch.
    epochs : int
    rate, head_rate : float
        Largest step of the body and of all else.
    pieces : int
        Word pieces of a batch.
    seed : int
        Of the order of the batches and what is dropped.
    after : callable or None
        ``after(epoch)`` is called after each epoch.
    """
    torch.manual_seed(seed)
    random.seed(seed)
    body = [each for each in network.body.parameters() if each.requires_grad]
    own = {id(each) for each in network.body.parameters()}
    head = [each for each in network.parameters() if id(each) not in own]
    groups = [{"params": body, "lr": rate}, {"params": head, "lr": head_rate}]
    optimizer = torch.optim.AdamW(groups, weight_decay=DECAY, fused=True)
    steps = len(batches(examples, pieces, True)) * epochs
    slope = lambda step: min(1, (step + 1) / (WARM_UP * steps)) * max(0.02, (steps - step) / steps)  # noqa: E731
    schedule, clock = torch.optim.lr_scheduler.LambdaLR(optimizer, slope), time.perf_counter()
    for epoch in range(epochs):
        network.train()
        losses = []
        for places in batches(examples, pieces, True):
            ids, kinds, mask = tensors(examples, places)
            with torch.autocast("cpu", torch.bfloat16):
                output = network(ids, kinds, mask)
            value = loss(output.float(), places, mask)
            value.backward()
            nn.utils.clip_grad_norm_(body + head, 1.0)
            optimizer.step()
            schedule.step()
            network.zero_grad(set_to_none=True)
            losses.append(float(value.detach()))
        print(f"epoch {epoch}: loss {np.mean(losses):.4f}, {time.perf_counter() - clock:.0f} s", flush=True)
        if after:
            after(epoch)


def outputs(network, examples, pieces=2_048):
    """What a network says of each example, in 32 bits: list of ndarray, shape (k,) or (its pieces, k)."""
    network.eval()
    said = [np.zeros(0, np.float32)] * len(examples)
    with torch.no_grad():
        for places in batches(examples, pieces, False):
            for place, each in zip(places, network(*tensors(examples, places)).numpy(), strict=True):
                said[place] = each[: len(examples[place][0])] if each.ndim == 2 else each
    return said


class _Exported(nn.Module):
    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, vectors, kinds, mask):
        return self.network.read(vectors, kinds, mask)


def write(network, path, *, whole=False):
    """The network as ONNX without its word-piece vectors: in 32 bits (``whole``), or with int8 weights.

    Those of attention are multiplied as whole numbers, of seven bits, since all processors multiply those alike.
    Those of the inner layers meet numbers of very different size, which eight bits would blur: they are multiplied
    in 32 bits, and only stored in eight.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    network.eval()
    example = torch.zeros(2, 7, WIDTH), torch.ones(2, 7, dtype=torch.long), torch.ones(2, 7)
    names, large = ["vectors", "kinds", "mask"], path if whole else path.with_suffix(".whole.onnx")
    with torch.no_grad():
        n_axes = _Exported(network)(*example).dim()
    axes = {name: {0: "rows", 1: "pieces"} for name in names}
    axes["said"] = {0: "rows", 1: "pieces"} if n_axes == 3 else {0: "rows"}
    torch.onnx.export(_Exported(network), example, str(large), input_names=names, output_names=["said"],
                      dynamic_axes=axes, opset_version=17, dynamo=False)
    if not whole:
        stored = _stored_in_eight(large)
        quantize_dynamic(large, path, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True,
                         nodes_to_exclude=stored)
        large.unlink()


def _stored_in_eight(path):
    """Store the weights of the inner layers in eight bits with a scale a column; the names of their products."""
    import onnx
    from onnx import helper, numpy_helper

    model = onnx.load(path)
    given, nodes, names = {each.name: each for each in model.graph.initializer}, [], []
    for node in model.graph.node:
        two = [name for name in node.input if name in given and len(given[name].dims) == 2]
        for name in (name for name in two if INNER in given[name].dims):
            values = numpy_helper.to_array(given[name])
            scale = np.abs(values).max(axis=0) / 127
            model.graph.initializer.remove(given[name])
            model.graph.initializer.extend([
                numpy_helper.from_array(np.round(values / scale).astype(np.int8), f"{name}_whole"),
                numpy_helper.from_array(scale.astype(np.float32), f"{name}_scale")])
            nodes.append(helper.make_node("DequantizeLinear", [f"{name}_whole", f"{name}_scale"], [name], axis=1))
            names.append(node.name)
        nodes.append(node)
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    onnx.save(model, path)
    return names
