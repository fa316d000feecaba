"""Word lists with their cards, and loaders for the user's own."""

from crossframe.lexicons.lexicon import Lexicon
from crossframe.lexicons.load import load_lexicon

__all__ = ["Lexicon", "load_lexicon"]
