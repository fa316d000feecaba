"""From texts to how often every article uses every term."""

from crossframe.tokens.count import STOP_WORDS, Counts, count_terms
from crossframe.tokens.rule import tokenize, words

__all__ = ["STOP_WORDS", "Counts", "count_terms", "tokenize", "words"]
