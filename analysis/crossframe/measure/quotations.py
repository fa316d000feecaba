"""Direct, mixed or indirect: how much of what was said stands in quotation marks."""

import numpy as np

__all__ = ["quotation_kinds"]


def quotation_kinds(text, contents, marks, interruptions):
    """Stand-in: kinds by the share of a content's letters in marks, apart from its cue and source."""
    inside = np.zeros(len(text), bool)
    for _, start, end, _ in marks:
        inside[start:end] = True
    kinds = []
    for (start, end), others in zip(contents, interruptions, strict=True):
        counts = np.fromiter((letter.isalnum() for letter in text[start:end]), bool, end - start)
        for other in others:
            if other and start <= other[0] and other[1] <= end:
                counts[other[0] - start : other[1] - start] = False
        share = (inside[start:end] & counts).sum() / max(counts.sum(), 1)
        kinds.append("direct" if share >= 0.9 else "mixed" if share else "indirect")
    return kinds
