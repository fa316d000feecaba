"""What could not be read: raised at once, or collected."""

import pandas as pd

from crossframe.errors import ReadError
from crossframe.schema import PROBLEMS, names


class Problems:
    """The losses and the notes of one read.

    Parameters
    ----------
    errors : {"raise", "collect"}
        Whether a loss ends the read or becomes a row.

    Attributes
    ----------
    file : str
        The file being read; ``files`` moves it on.
    max_characters : int
        The longest article taken, in characters; a longer one is a loss, as it is nearly always a broken file.
    """

    max_characters = 20_000_000

    def __init__(self, errors):
        self.collect = errors == "collect"
        self.file = None
        self.rows = []
        self.noted = set()

    def lost(self, reason, *, file=None, line=None):
        """A file, line or row that yields no article."""
        if not self.collect:
            raise ReadError(reason, file=file or self.file, line=line)
        self.rows.append((file or self.file, line, reason, "lost", None))

    def note(self, reason, *, file=None, line=None, article=None):
        """Something a reader of the corpus should know; no article is lost by it."""
        self.rows.append((file or self.file, line, reason, "note", article))

    def note_once(self, reason):
        """A note that would come with every file of a kind; the first one stands for all."""
        if reason not in self.noted:
            self.noted.add(reason)
            self.note(f"{reason} (Said once, for all files alike.)")

    def too_long(self):
        """The reason that an article longer than ``max_characters`` is lost for."""
        return (
            f"holds an article of more than {self.max_characters:,} characters; this is nearly always many articles in "
            "one, or a quotation mark that is never closed: split it."
        )

    def table(self):
        """The rows as a DataFrame with the columns of ``schema.PROBLEMS``."""
        return pd.DataFrame(self.rows, columns=names(PROBLEMS)).astype({"line": "Int64"})
