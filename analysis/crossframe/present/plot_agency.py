"""Who does it: active, passive, and the ways to leave the doer out, by outlet."""

from crossframe.present.plot_sources import draw_shares

VOICES = ("active", "passive", "agentless", "middle", "nominal")


def plot_agency(result, *, ax=None, n=20):
    """Draw what share of each outlet's clauses names the doer, and how the others leave it out.

    Parameters
    ----------
    result : Result
        Of ``cf.agency``.
    ax : Axes or None
        Where to draw; None makes a figure.
    n : int
        At most this many outlets, those with most clauses; the title says when there are more.

    Returns
    -------
    Axes

    Examples
    --------
    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> from crossframe.result import Result
    >>> table = pd.DataFrame({"outlet": ["Mercury", "Beacon"], "voice": ["active", "agentless"]})
    >>> ax = plot_agency(Result(table, {"measure": "agency"}), ax=Figure().subplots())
    >>> ax.get_title(loc="left")
    'Who does it: voice of the clauses'
    """
    return draw_shares(result.table, "voice", ax, n, order=VOICES, title="Who does it: voice of the clauses",
                       what="clauses")
