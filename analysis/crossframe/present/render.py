"""Templates to text: everything that comes from an article is escaped."""

from functools import cache
from pathlib import Path

TEMPLATES = Path(__file__).parent / "templates"


def render(template, page):
    """Fill a template of ``present/templates``.

    Parameters
    ----------
    template : str
        Its file name.
    page : dict
        All names that it uses; one that is missing is an error.

    Returns
    -------
    str
    """
    return _templates().get_template(template).render(page)


@cache
def _templates():
    """Each template is compiled once."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
                       lstrip_blocks=True)


def asset(name):
    """A style sheet or script of ``present/templates``, as it stands.

    Parameters
    ----------
    name : str
        Its file name.

    Returns
    -------
    str
    """
    return (TEMPLATES / name).read_text("utf-8")
