"""Models that callers give to a measure in place of its own."""

from crossframe.errors import DataError

__all__ = ["check_model"]


def check_model(model, *needs, like):
    """Refuse what is no model of the kind a measure asks.

    Parameters
    ----------
    model : object
    *needs : str
        What it must have: attributes by their names, methods with what they take, ``"explain(sentences)"``.
    like : str
        A model of ``crossframe.models`` that has them.

    Raises
    ------
    DataError
        It is a class, or lacks one of them.

    Examples
    --------
    >>> check_model("best", "explain(sentences)", "intercept", like="LoadedLanguage")
    Traceback (most recent call last):
    crossframe.errors.DataError: model='best' is no model: it has no explain(sentences). Give one that has \
explain(sentences) and intercept, such as cf.models.LoadedLanguage(), or None for that one.
    """
    if isinstance(model, type):
        raise DataError(f"model is the class {model.__name__}; give one made of it: model={model.__name__}().")
    for each in needs:
        part = getattr(model, each.partition("(")[0], None)
        if part is None or "(" in each and not callable(part):
            raise DataError(f"model={repr(model)[:60]} is no model: it has no {each}. Give one that has "
                            f"{' and '.join(needs)}, such as cf.models.{like}(), or None for that one.")
