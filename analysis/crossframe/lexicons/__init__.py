"""Word lists with their cards, and loaders for the user's own."""

from crossframe.lexicons.dictionary import Dictionary
from crossframe.lexicons.lexicon import Lexicon
from crossframe.lexicons.load import load_lexicon
from crossframe.lexicons.load_dictionary import load_dictionary

__all__ = ["Dictionary", "Lexicon", "load_dictionary", "load_lexicon"]
