"""The command ``crossframe``: the comparison from the shell, for people who only want the report."""

import sys
import warnings
from pathlib import Path
from typing import Annotated

import typer

from crossframe.errors import DataError

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
                  rich_markup_mode="markdown", context_settings={"help_option_names": ["-h", "--help"]})

Paths = Annotated[list[str], typer.Argument(
    metavar="PATH...", show_default=False,
    help="Files, folders or globs: .txt .md .html .docx .csv .tsv .json .jsonl .parquet .warc, each also .gz, and .zip "
         "of these.")]
Columns = Annotated[list[str] | None, typer.Option(
    "--columns", metavar="NAME=YOURS", show_default=False,
    help="What your table calls a column, e.g. --columns text=body; give it again for another.")]
Outlet = Annotated[str | None, typer.Option(
    "--outlet", show_default=False, help="The outlet of all the articles, where the files do not say.")]
Clean = Annotated[bool, typer.Option(help="Take out captions, credits, pleas and menus, or leave texts as they are.")]
Errors = Annotated[str, typer.Option(
    "--errors", metavar="raise|collect",
    help="At what cannot be read: 'raise' stops, 'collect' reads the rest and lists it.")]
Days = Annotated[float, typer.Option(help="Articles of one story lie at most so many days apart.")]
Report = Annotated[Path, typer.Option("--output", "-o", help="Where the report goes.")]


def main(args=None):
    """Run the command.

    What is wrong with the caller's data or files is one line on stderr and exit status 2.

    Parameters
    ----------
    args : list of str or None
        The arguments; None for the shell's.
    """
    with warnings.catch_warnings():
        warnings.showwarning = lambda message, *_, **__: _say(f"note: {message}")
        try:
            app(args=args, prog_name="crossframe")
        except (DataError, OSError) as error:
            _say(f"crossframe: {' '.join(str(error).split())}")
            sys.exit(2)


def _say(text):
    typer.echo(text, err=True)


def _show_version(wanted):
    if wanted:
        from importlib.metadata import version

        typer.echo(f"crossframe {version('crossframe')}")
        raise typer.Exit


@app.callback()
def crossframe(version: Annotated[bool, typer.Option("--version", callback=_show_version, is_eager=True,
                                                     help="Show the version.")] = False):
    """Measure how news outlets frame the same events: their words and their tone, with honest uncertainty.

    For example:

    - `crossframe demo` compares the bundled articles and writes report.html

    - `crossframe compare articles/ -o report.html` compares every outlet with all others

    - `crossframe compare articles.csv --target CNN --reference "Fox News"` compares two of them

    - `crossframe read articles/ -o corpus.parquet --removed removed.csv` reads and cleans, no more

    - `crossframe stories articles/ -o stories.csv` says which articles tell one story
    """


@app.command()
def compare(
    paths: Paths,
    output: Report = Path("report.html"),
    target: Annotated[str | None, typer.Option(help="This outlet against all others.", show_default=False)] = None,
    reference: Annotated[str | None, typer.Option(help="With --target: against this one.", show_default=False)] = None,
    outlets: Annotated[list[str] | None, typer.Option(
        "--outlets", help="Each of these against all others; give it again for another. Without it all, or the 12 "
                          "largest of more.", show_default=False)] = None,
    match: Annotated[bool, typer.Option(
        "--match/--no-match", help="Find articles on one event and compare within stories too.")] = True,
    days: Days = 3,
    copies: Annotated[str, typer.Option(
        metavar="drop|once|keep", help="Passages that articles share word for word: count them for no outlet, for the "
                                       "first carrier, or for all.")] = "drop",
    cover: Annotated[int, typer.Option(
        help="Of so many stories, list which points each outlet carries; 0 for none.")] = 6,
    cluster: Annotated[str | None, typer.Option(
        help="A column whose articles belong together, e.g. author; without it each article stands alone.",
        show_default=False)] = None,
    by: Annotated[str, typer.Option(help="The column that is compared.")] = "outlet",
    ngrams: Annotated[int, typer.Option(help="Length of the terms in words, 1 to 3.")] = 1,
    min_count: Annotated[int | None, typer.Option(
        help="Least uses of a term; without it 5, or 2 of fewer than 20 articles.", show_default=False)] = None,
    stop_words: Annotated[str | None, typer.Option(
        help="'english' leaves function words out of the count; without it none.", show_default=False)] = None,
    lexicon: Annotated[str, typer.Option(help="Sentiment lexicon: its name, or a file.")] = "vader",
    voice: Annotated[str, typer.Option(
        metavar="all|outlet|quoted", help="Whose words are counted and scored: what the outlets say themselves, what "
                                          "they quote, or both.")] = "all",
    voices: Annotated[bool | None, typer.Option(
        "--voices/--no-voices", help="Read who is quoted, what things are called, who does what, and how sure it "
                                     "sounds; without it of at most 500 articles.", show_default=False)] = None,
    frames: Annotated[bool | None, typer.Option(
        "--frames/--no-frames", help="Score frames and axes of meaning, policy frames with the trained model; of "
                                     "more than 500 articles without it by their words.", show_default=False)] = None,
    targets: Annotated[list[str] | None, typer.Option(
        "--targets", help="Toward whom stance is read, e.g. --targets Turkey; give it again for another. Without it "
                          "the main persons, groups and countries.", show_default=False)] = None,
    stance: Annotated[bool | None, typer.Option(
        "--stance/--no-stance", help="Read stance toward targets, and loaded wording, of however many articles; "
                                     "without it of at most 500.", show_default=False)] = None,
    claim: Annotated[list[str] | None, typer.Option(
        "--claim", help="A sentence that articles may agree with or dispute; give it again for another.",
        show_default=False)] = None,
    columns: Columns = None,
    outlet: Outlet = None,
    clean: Clean = True,
    errors: Errors = "raise",
    sentences: Annotated[int, typer.Option(
        help="Most sentences of an outlet behind a word; 0 for a report that quotes no article.")] = 6,
    excel: Annotated[Path | None, typer.Option(help="Also every table in a workbook.", show_default=False)] = None,
    tables: Annotated[Path | None, typer.Option(
        help="Also every table as CSV, with manifest and methods, in this folder.", show_default=False)] = None,
    seed: Annotated[int, typer.Option(help="For what is drawn at random.")] = 0,
):
    """Compare how outlets write and save one HTML file that opens without a network.

    For example:

    - `crossframe compare moscowtimes.txt cgtn.txt -o report.html`

    - `crossframe compare articles.csv --columns text=body --columns outlet=paper`

    - `crossframe compare "nexis/*.docx" --errors collect --excel tables.xlsx`

    - `crossframe compare articles/ --voice outlet` leaves out what is quoted

    - `crossframe compare articles/ --targets Turkey --targets NATO` reads stance toward these
    """
    _check_writable(output, excel)
    if tables is not None and tables.exists() and not tables.is_dir():
        raise DataError(f"{tables} is a file; --tables names a folder.")
    corpus = _read(paths, outlet, columns, clean, errors)
    _compare(corpus, output, sentences=sentences, excel=excel, tables=tables, target=target, reference=reference,
             outlets=outlets or None, match="story" if match else None, days=days, copies=copies, cover=cover,
             cluster=cluster, by=by, ngrams=ngrams, min_count=min_count,
             stop_words=stop_words, lexicon=lexicon, voice=voice, voices=voices, frames=frames,
             targets=targets or stance, claims=claim or None, seed=seed)


@app.command()
def read(
    paths: Paths,
    output: Annotated[Path, typer.Option("--output", "-o", help="The articles: .parquet or .csv.")],
    removed: Annotated[Path | None, typer.Option(
        help="Also what cleaning took out, with the reason: .parquet or .csv.", show_default=False)] = None,
    columns: Columns = None,
    outlet: Outlet = None,
    clean: Clean = True,
    errors: Errors = "raise",
):
    """Read and clean articles and save them as one table.

    For example: `crossframe read articles/ -o corpus.parquet --removed removed.csv`
    """
    _check_writable(output, removed)
    corpus = _read(paths, outlet, columns, clean, errors)
    _save_table(corpus.articles, output)
    if removed is not None:
        _save_table(corpus.removed, removed)


@app.command()
def stories(
    paths: Paths,
    output: Annotated[Path, typer.Option("--output", "-o", help="The articles with their stories: .parquet or .csv.")],
    pairs: Annotated[Path | None, typer.Option(
        help="Also the pairs most worth checking by hand, .csv: fill in the column verdict (same or different) and "
             "give the file to --corrections.", show_default=False)] = None,
    corrections: Annotated[Path | None, typer.Option(
        help="Pairs with a verdict, .csv or .parquet: they are kept exactly.", show_default=False)] = None,
    days: Days = 3,
    columns: Columns = None,
    outlet: Outlet = None,
    clean: Clean = True,
    errors: Errors = "raise",
):
    """Find the articles that tell one story and save them as one table.

    For example:

    - `crossframe stories articles/ -o stories.csv --pairs pairs.csv`

    - `crossframe stories articles/ -o stories.csv --corrections pairs.csv`
    """
    import crossframe as cf

    _check_writable(output, pairs)
    corpus = _read(paths, outlet, columns, clean, errors)
    _say("Matching ...")
    corpus = cf.match_stories(corpus, days=days, corrections=corrections)
    told = corpus.articles.groupby("story").outlet.nunique()
    _say(f"Stories: {len(told):,}; told by two outlets or more: {int((told > 1).sum()):,}.")
    _save_table(corpus.articles, output)
    if pairs is not None:
        _save_table(cf.story_pairs(corpus).table, pairs)


@app.command()
def demo(output: Report = Path("report.html")):
    """Compare the four outlets of the bundled corpus, which is invented from end to end.

    For example: `crossframe demo -o report.html`
    """
    from crossframe.datasets import demo as demo_folder

    _check_writable(output)
    _compare(_read([str(demo_folder())], None, None, True, "raise"), output)


@app.command()
def lab(folder: Annotated[Path | None, typer.Argument(
        help="Where JupyterLab opens; without it the notebooks of this checkout, or else here.")] = None):
    """Open the notebooks in JupyterLab.

    For example: `crossframe lab`
    """
    import subprocess
    from importlib.util import find_spec

    if find_spec("jupyterlab") is None:
        raise DataError("JupyterLab is not installed; it comes with: pip install 'crossframe[notebooks]'.")
    notebooks = Path(__file__).parents[2] / "notebooks"
    folder = folder or (notebooks if notebooks.is_dir() else Path())
    if not folder.is_dir():
        raise DataError(f"no folder {folder}; name one that exists.")
    raise typer.Exit(subprocess.call([sys.executable, "-m", "jupyterlab", str(folder)]))


@app.command()
def forget():
    """Empty the cache: what was read of texts is read again when it is needed.

    For example: `crossframe forget`
    """
    from crossframe import cache

    cache.forget()
    there = cache.folder()
    typer.echo(f"The cache is empty: {there}" if there else "The cache is off; nothing was removed.")


def _check_writable(*paths):
    """Refuse at once what could not be written after a long run."""
    for path in filter(None, paths):
        if path.is_dir():
            raise DataError(f"{path} is a folder; name a file, e.g. {path / 'report.html'}.")
        if not path.absolute().parent.is_dir():
            raise DataError(f"no folder {path.parent} to write {path.name} to; make it first.")


def _read(paths, outlet, columns, clean, errors):
    import pandas as pd
    import pyarrow

    import crossframe as cf

    _say("Reading ...")
    corpus = cf.read(paths, outlet=outlet, columns=_mapping(columns), clean=clean, errors=errors)
    pyarrow.default_memory_pool().release_unused()  # some hundred megabytes of scratch on a large corpus
    _say(f"Articles: {len(corpus):,}; outlets: {corpus.articles.outlet.nunique():,}.")
    for row in corpus.lost.head(3).itertuples():
        place = row.file if pd.isna(row.line) else f"{row.file}, line {row.line}"
        _say(f"note: not read: {place}: {row.reason}")
    if len(corpus.lost) > 3:
        _say(f"note: and {len(corpus.lost) - 3:,} more files or rows; the report lists them.")
    return corpus


def _mapping(columns):
    """``["text=body"]`` -> ``{"text": "body"}``."""
    pairs = [pair.partition("=") for pair in columns or []]
    if wrong := [name for name, _, yours in pairs if not name or not yours]:
        raise DataError(f"--columns takes NAME=YOURS, e.g. text=body, not {wrong[0]!r}.")
    return {name: yours for name, _, yours in pairs} or None


def _compare(corpus, output, *, sentences=6, excel=None, tables=None, **options):
    import crossframe as cf

    _say("Comparing ...")
    comparison = cf.compare(corpus, **options)
    for asked, part in (("targets", "stance"), ("claims", "claim_stance")):
        if options.get(asked) and part in comparison.skipped:
            _say(f"note: what {asked} ask for is not in the report: {comparison.skipped[part]}")
    _say("Writing ...")
    comparison.save(output, sentences=sentences)
    if excel is not None:
        comparison.to_excel(excel)
    if tables is not None:
        comparison.save_tables(tables)
    typer.echo(f"The report is in {output.absolute()}")


def _save_table(table, path):
    if path.suffix == ".parquet":
        table.to_parquet(path, index=False)
    elif path.suffix == ".csv":
        table.to_csv(path, index=False)
    else:
        raise DataError(f"{path}: a table is saved as .parquet or .csv.")
    typer.echo(f"{len(table):,} rows are in {path.absolute()}")
