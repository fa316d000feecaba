"""Templates to text: everything that comes from an article is escaped."""

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
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    env = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
                      lstrip_blocks=True)
    return env.get_template(template).render(page)


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
