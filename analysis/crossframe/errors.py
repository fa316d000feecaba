"""What can be wrong with a caller's data, and with what is installed."""

import importlib


class DataError(ValueError):
    """The data cannot be used as given; the message says what, where and what to do."""


class ReadError(DataError):
    """A file cannot be read: names the file, the line (where there is one) and the remedy.

    Parameters
    ----------
    reason : str
        What is wrong and what to do about it, in one sentence or two.
    file : str or None
        The file, as the caller named it.
    line : int or None
        1-based line (or row) in the file.
    """

    def __init__(self, reason, *, file=None, line=None):
        self.reason, self.file, self.line = reason, file, line
        place = "" if file is None else f"{file}: " if line is None else f"{file}, line {line}: "
        super().__init__(place + reason)


class NothingLeftError(DataError):
    """What was asked for would leave no article."""


class MissingPackageError(DataError, ImportError):
    """An optional package is not installed; the message says how to install it."""


def need(module, extra=None):
    """Import a module that may be missing, or say how to install it.

    Parameters
    ----------
    module : str
        Import name, e.g. ``"openpyxl"``.
    extra : str or None
        The extra of crossframe that installs it, e.g. ``"lexicons"``; None where crossframe itself does.

    Raises
    ------
    MissingPackageError
        The module is not installed.

    Examples
    --------
    >>> need("json", "lexicons").loads("[1]")
    [1]
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        package = f"'crossframe[{extra}]'" if extra else "crossframe"
        raise MissingPackageError(f"{module} is not installed; it comes with: pip install {package}.") from error
