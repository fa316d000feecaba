"""What the cards of the models say of texts held out, for the sentences and the manifest of a comparison."""

import re

__all__ = ["card_figures", "entered"]

FIGURES = {  # model -> what a figure is called here -> row and column of the card
    "target_sentiment": {
        "accuracy": ("accuracy", "figure"), "macro_f1": ("macro-F1", "figure"),
        "accuracy_kept": ("accuracy of those kept", "figure"), "kept": ("share kept at the threshold", "figure")},
    "loaded_language": {
        "accuracy": ("outlet: this network, 8 bits as shipped", "accuracy"),
        "macro_f1": ("outlet: this network, 8 bits as shipped", "macro-F1")},
    "claim_stance": {
        "weighted": ("this model", "weighted score"), "macro_f1": ("this model", "macro-F1"),
        "disagree_found": ("disagree", "found")},
}

_FIGURE = re.compile(r"[\d,.]*\d")


def entered(models, name, model):
    """The model, entered among those that have read.

    Parameters
    ----------
    models : dict
        Gets under `name` the model's ``weights`` (a name that changes with them), its ``threshold`` and ``figures`` of
        its card.
    name : str
        A key of FIGURES.
    model : object
        With ``kept_as``, ``threshold`` and ``card``.
    """
    threshold = getattr(model, "threshold", None)
    models[name] = {"weights": model.kept_as, "threshold": None if threshold is None else float(threshold),
                    "figures": card_figures(model.card, FIGURES[name])}
    return model


def card_figures(card, wanted):
    """Figures that stand in the tables of a card: of each cell the first.

    Parameters
    ----------
    card : str
        Markdown.
    wanted : dict of str to (str, str)
        Name -> first cell of the row, and head of the column.

    Returns
    -------
    dict of str to float
        Those that the card has.

    Examples
    --------
    >>> card = "| held out | figure |\\n|:--|--:|\\n| **macro-F1** | **0.801** (to .82) |\\n| rows | 1,270 |\\n"
    >>> card_figures(card, {"macro_f1": ("macro-F1", "figure"), "recall": ("recall", "figure")})
    {'macro_f1': 0.801}
    """
    found, head = {}, []
    for line in card.splitlines():
        of_table = line.lstrip().startswith("|")
        cells = [cell.strip(" *") for cell in line.strip().strip("|").split("|")] if of_table else []
        if cells and head:
            found |= {(cells[0], column): cell for column, cell in zip(head[1:], cells[1:])}
        head = (head or cells) if cells else []
    figures = {name: _FIGURE.search(found[place]) for name, place in wanted.items() if place in found}
    return {name: float(figure[0].replace(",", "")) for name, figure in figures.items() if figure}
