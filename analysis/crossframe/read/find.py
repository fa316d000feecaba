"""From what the caller names to the files that are meant; every file of a folder is accounted for."""

import glob
import os
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from crossframe.errors import ReadError
from crossframe.read.formats import FORMATS, READERS, ending, unknown

__all__ = ["File", "find_files", "hidden", "known", "outlet_folder"]


class File(NamedTuple):
    """One file to read."""

    path: Path
    name: str  # as the caller would name it
    folder: str  # the folder below the one the caller named, which may be an outlet's; empty where there is none


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
    inside = sorted(_walk(folder))
    if {f"{table}.parquet" for table in ("articles", "removed", "problems")} <= {path.name for path in inside}:
        raise ReadError("holds a saved corpus; Corpus.load reads it.", file=str(folder))
    seen = [path for path in inside if not hidden(path.relative_to(folder).parts)]
    if not seen:
        problems.lost(f"the folder holds no files; there should be {FORMATS}.")
    files = [File(path, str(path), outlet_folder(path.relative_to(root).parts[:-1])) for path in seen]
    return known(files, problems, folder)


def _walk(folder):
    """Every file below a folder; a link that leads back is not followed for ever."""
    seen = set()
    for parent, folders, names in os.walk(folder, followlinks=True):
        real = os.path.realpath(parent)
        if real in seen:
            folders.clear()
        else:
            seen.add(real)
            yield from (Path(parent, name) for name in names)


def _in_glob(pattern, problems):
    paths = sorted(Path(name) for name in glob.glob(pattern, recursive=True) if os.path.isfile(name))
    if not paths:
        problems.lost(f"no file matches this pattern (looked from {Path.cwd()}); ** stands for folders within folders.")
    fixed = Path(*Path(pattern).parts[: _first_magic(pattern)])
    return [File(path, str(path), outlet_folder(path.relative_to(fixed).parts[:-1])) for path in paths]


def _first_magic(pattern):
    return next(place for place, part in enumerate(Path(pattern).parts) if glob.has_magic(part))


def outlet_folder(parts):
    """The nearest folder that can be an outlet's: not a year, a month or a number."""
    return next((part for part in reversed(parts) if any(character.isalpha() for character in part)), "")


def hidden(parts):
    """Whether a path is the system's own, or a lock file: no one would miss it."""
    return any(part.startswith((".", "~$")) or part in ("__MACOSX", "Thumbs.db", "desktop.ini") for part in parts)


def known(files, problems, place):
    """The files of a folder or an archive that are to be read; of the others every one is accounted for."""
    kinds = [_kind(file.name) for file in files]
    strange = [file for file, kind in zip(files, kinds, strict=True) if kind == "strange"]
    if strange and not problems.collect:
        counts = Counter(ending(file.name)[0] or "without ending" for file in strange)
        raise ReadError(
            f"holds files crossframe does not read ({', '.join(f'{n} {kind}' for kind, n in counts.items())}; first: "
            f"{strange[0].name}). It reads {FORMATS}. Name the others by a pattern such as 'folder/**/*.txt', or leave "
            "these out with errors='collect'.",
            file=str(place),
        )
    for file, kind in zip(files, kinds, strict=True):
        problems.file = file.name
        if kind == "readme":
            problems.note("left out, as a README is about the folder; name the file itself to read it.")
        elif kind == "strange":
            problems.lost(unknown(ending(file.name)[0]))
    return [file for file, kind in zip(files, kinds, strict=True) if kind == "known"]


def _kind(name):
    if Path(name).name.split(".")[0].upper() == "README":
        return "readme"
    return "known" if ending(name)[0] in {*READERS, ".zip"} else "strange"
