"""From texts to how often every article uses every term, and to where a term is used."""

from crossframe.tokens.compiled import word_codes
from crossframe.tokens.count import STOP_WORDS, Counts, as_arrow, count_terms
from crossframe.tokens.query import Slot, candidates, find_uses, parse_term
from crossframe.tokens.rule import fold, spans, tokenize, words
from crossframe.tokens.stream import Stream, word_stream

__all__ = [
    "STOP_WORDS", "Counts", "Slot", "Stream", "as_arrow", "candidates", "count_terms", "find_uses", "fold",
    "parse_term", "spans", "tokenize", "word_codes", "word_stream", "words",
]
