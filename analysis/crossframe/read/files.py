"""From what the caller names to article rows: finding the files, unpacking them, picking each one's reader."""

import glob
import gzip
import io
import os
import sys
import zipfile
import zlib
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from crossframe.errors import ReadError
from crossframe.read.jsonlines import read_json, read_jsonl
from crossframe.read.plain import read_plain
from crossframe.read.tables import read_csv, read_parquet, read_tsv
from crossframe.read.warc import read_warc
from crossframe.read.web import read_html
from crossframe.read.word import read_docx

__all__ = ["COLUMNED", "File", "ending", "find_files", "read_files"]

READERS = {
    ".txt": read_plain,
    ".text": read_plain,
    ".md": read_plain,
    ".markdown": read_plain,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".docx": read_docx,
    ".csv": read_csv,
    ".tsv": read_tsv,
    ".tab": read_tsv,
    ".parquet": read_parquet,
    ".json": read_json,
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".warc": read_warc,
}
COLUMNED = {
    ".csv",
    ".tsv",
    ".tab",
    ".parquet",
    ".json",
    ".jsonl",
    ".ndjson",
}  # with columns or fields of the user's naming
FORMATS = ".txt .md .html .docx .csv .tsv .json .jsonl .parquet .warc, each also .gz, and .zip of these"
_INSTEAD = {
    ".pdf": "save its text as .txt",
    ".doc": "save it as .docx",
    ".rtf": "save it as .docx",
    ".odt": "save it as .docx",
    ".xlsx": "save the sheet as .csv",
    ".xls": "save the sheet as .csv",
    ".tar": "unpack it, or pack it as .zip",
    ".7z": "unpack it, or pack it as .zip",
    ".rar": "unpack it, or pack it as .zip",
}
_BROKEN = (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, UnicodeError)


class File(NamedTuple):
    """One file to read."""

    path: Path
    name: str  # as the caller would name it
    folder: str  # the folder below the one the caller named, which may be an outlet's; empty where there is none


def ending(name):
    """The reader's ending of a file name, and the name without it.

    Examples
    --------
    >>> ending("cnn/2019.07.16.txt.gz"), ending("cnn/scan.PDF")
    (('.txt', 'cnn/2019.07.16'), ('.pdf', 'cnn/scan'))
    """
    bare = name[:-3] if name.lower().endswith(".gz") else name
    stem, dot, last = bare.rpartition(".")
    return (f".{last.lower()}", stem) if dot and "/" not in last else ("", bare)


def find_files(sources, problems):
    """The files that the caller's names stand for, in order of name.

    In folders hidden files are passed over, README files are noted and left out, and files of an unknown ending are
    losses.

    Parameters
    ----------
    sources : list of str or Path
        Files, folders (with all below them) and globs. Where several folders are named, each one's own name may be an
        outlet's.

    Returns
    -------
    list of File
    """
    found = {}
    several = len(sources) > 1
    for source in sources:
        for file in _find(source, several, problems):
            found.setdefault(file.path.absolute(), file)
    return list(found.values())


def _find(source, several, problems):
    path = Path(source).expanduser()
    problems.file = str(source)
    if path.is_dir():
        return _in_folder(path, path.parent if several else path, problems)
    if path.is_file():
        return [File(path, str(path), "")]
    if glob.has_magic(str(source)):
        return _in_glob(str(path), problems)
    address = "://" in str(source)
    problems.lost(
        "is an address on the web; crossframe reads files: save the pages first."
        if address
        else f"there is no such file or folder (looked from {Path.cwd()}); check the name."
    )
    return []


def _in_folder(folder, root, problems):
    inside = sorted(Path(parent, name) for parent, _, names in os.walk(folder, followlinks=True) for name in names)
    if {f"{table}.parquet" for table in ("articles", "removed", "problems")} <= {path.name for path in inside}:
        raise ReadError("holds a saved corpus; Corpus.load reads it.", file=str(folder))
    seen = [path for path in inside if not _hidden(path.relative_to(folder).parts)]
    if not seen:
        problems.lost(f"the folder holds no files; there should be {FORMATS}.")
    files = [File(path, str(path), _outlet_folder(path.relative_to(root).parts[:-1])) for path in seen]
    return _known(files, problems, folder)


def _in_glob(pattern, problems):
    paths = sorted(Path(name) for name in glob.glob(pattern, recursive=True) if os.path.isfile(name))
    if not paths:
        problems.lost(f"no file matches this pattern (looked from {Path.cwd()}); ** stands for folders within folders.")
    fixed = Path(*Path(pattern).parts[: _first_magic(pattern)])
    return [File(path, str(path), _outlet_folder(path.relative_to(fixed).parts[:-1])) for path in paths]


def _first_magic(pattern):
    return next(place for place, part in enumerate(Path(pattern).parts) if glob.has_magic(part))


def _outlet_folder(parts):
    """The nearest folder that can be an outlet's: not a year, a month or a number."""
    return next((part for part in reversed(parts) if any(character.isalpha() for character in part)), "")


def _hidden(parts):
    return any(part.startswith((".", "~$")) or part in ("__MACOSX", "Thumbs.db", "desktop.ini") for part in parts)


def _known(files, problems, place):
    """The files of a folder or an archive that are to be read; of the others every one is accounted for."""
    readmes = [file for file in files if Path(file.name).name.split(".")[0].upper() == "README"]
    for file in readmes:
        problems.file = file.name
        problems.note("left out, as a README is about the folder; name the file itself to read it.")
    files = [file for file in files if file not in readmes]
    unknown = [file for file in files if ending(file.name)[0] not in {*READERS, ".zip"}]
    if unknown and not problems.collect:
        kinds = ", ".join(
            f"{n} {kind or 'without ending'}" for kind, n in Counter(ending(file.name)[0] for file in unknown).items()
        )
        raise ReadError(
            f"holds files crossframe does not read ({kinds}; first: {unknown[0].name}). It reads {FORMATS}. Name the "
            "others by a pattern such as 'folder/**/*.txt', or leave these out with errors='collect'.",
            file=str(place),
        )
    for file in unknown:
        problems.file = file.name
        problems.lost(_unknown(ending(file.name)[0]))
    return [file for file in files if file not in unknown]


def _unknown(kind):
    instead = _INSTEAD.get(kind, "give it one of these endings, or leave it out")
    return f"the ending {kind or '(none)'} is not one crossframe reads ({FORMATS}); {instead}."


def read_files(files, problems):
    """Rows of all files, in order, with a progress bar where it takes long.

    Yields
    ------
    file : File
        For a file in an archive its name is "archive.zip/name".
    line : int, ndarray of int or None
    rows : dict or DataFrame
        One article, or a table of them.
    """
    from tqdm import tqdm

    sizes = [file.path.stat().st_size for file in files]
    with tqdm(
        total=sum(sizes), desc="reading", unit="B", unit_scale=True, delay=2, leave=False, file=sys.stderr
    ) as bar:
        for file, size in zip(files, sizes, strict=True):
            before = bar.n
            with open(file.path, "rb") as stream:
                for found in _guarded(file, stream, problems):
                    bar.update(max(before + stream.tell() - bar.n, 0))
                    yield found
            bar.update(before + size - bar.n)


def _guarded(file, stream, problems):
    """A file's rows; where it breaks, those before the break, and a loss."""
    problems.file = file.name
    try:
        yield from _opened(file, stream, problems)
    except ReadError as error:
        if error.file is not None:  # a loss already, and losses are to end the read
            raise
        problems.lost(error.reason, line=error.line)
    except _BROKEN as error:
        problems.lost(f"is broken, or not what its ending says ({error}); unpack or copy it again.")
    except RuntimeError as error:  # zipfile's way to ask for a password
        if "password" not in str(error) and "encrypted" not in str(error):
            raise
        problems.lost("is protected by a password; unpack it and read the folder.")


def _opened(file, stream, problems):
    kind, _ = ending(file.name)
    if file.name.lower().endswith(".gz"):
        stream = io.BufferedReader(gzip.GzipFile(fileobj=stream))
    if kind == ".zip":
        yield from _in_zip(file, stream, problems)
        return
    if kind not in READERS:
        raise ReadError(_unknown(kind))
    if not stream.peek(1):
        raise ReadError("is empty (0 bytes); delete it, or fetch it again.")
    for line, rows in READERS[kind](stream, problems):
        problems.file = file.name
        yield file, line, rows


def _in_zip(archive, stream, problems):
    with zipfile.ZipFile(stream) as inside:
        names = [name for name in inside.namelist() if not name.endswith("/") and not _hidden(Path(name).parts)]
        files = [
            File(archive.path, f"{archive.name}/{name}", _outlet_folder(Path(name).parts[:-1]) or archive.folder)
            for name in names
        ]
        if not files:
            raise ReadError("the archive holds no files.")
        for file in _known(files, problems, archive.name):
            problems.file = file.name
            if file.name.lower().endswith(".zip"):
                problems.lost("is an archive within an archive; unpack it first.")
                continue
            yield from _guarded_member(inside, file, archive, problems)


def _guarded_member(inside, file, archive, problems):
    name = file.name.removeprefix(f"{archive.name}/")
    try:
        with inside.open(name) as member:
            yield from _guarded(file, io.BufferedReader(member), problems)
    except RuntimeError as error:
        if "password" not in str(error):
            raise
        problems.lost("is protected by a password; unpack the archive and read the folder.")
    except _BROKEN as error:
        problems.lost(f"is broken in the archive ({error}); pack it again.")
