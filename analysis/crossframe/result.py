"""One measure's answer, and the two doors from it: a picture, and the sentences behind a row."""

from dataclasses import dataclass, field

import pandas as pd


@dataclass(frozen=True)
class Result:
    """A tidy table and what a reader needs to read it.

    Parameters
    ----------
    table : DataFrame
        Fixed columns, listed in ``crossframe.schema``; full precision.
    about : dict
        ``measure`` (its name), ``reads`` (one sentence: which way the scale points), ``caution`` (a plain sentence on
        what may not be concluded, or None), and the parameters.
    articles : DataFrame or None
        The articles the numbers were taken from (id, outlet, text, ...), so that ``evidence`` can show them.
    """

    table: pd.DataFrame
    about: dict
    articles: pd.DataFrame | None = field(default=None, repr=False, compare=False)

    def __repr__(self):
        about = self.about
        said = [f"<Result: {about.get('measure', 'table')}, {len(self.table):,} rows>", about.get("reads"),
                about.get("caution"), str(self.table)]
        return "\n".join(filter(None, said))

    def plot(self, kind=None, **options):
        """Draw the result; see ``crossframe.present`` for the kinds and their options.

        Returns
        -------
        matplotlib.axes.Axes
        """
        from crossframe.present import draw

        return draw(self, kind, **options)

    def evidence(self, row, *, n=10):
        """The sentences behind one row of the table.

        Parameters
        ----------
        row : int or str
            Position in the table, or (for tables with a ``term``) the term.
        n : int or None
            At most this many lines a side (the outlet, and what it is compared with); None for all.

        Returns
        -------
        DataFrame
            article outlet start end left match right (``crossframe.schema.KWIC``).

        Raises
        ------
        DataError
            The row is not in the table, or the result was made without its articles.
        """
        from crossframe.measure.kwic import evidence

        return evidence(self, row, n=n)

    def _repr_html_(self):
        from crossframe.present import html

        return html(self)
