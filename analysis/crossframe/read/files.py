"""From files to article rows: unpacking them, handing each to its reader, and a progress bar."""

import gzip
import io
import sys
import zipfile
import zlib
from contextlib import contextmanager
from pathlib import Path

from crossframe.errors import ReadError
from crossframe.read.find import File, hidden, known, outlet_folder
from crossframe.read.formats import READERS, ending, unknown

__all__ = ["read_files"]

_BROKEN = (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, UnicodeError)


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

    sizes = [file.path.stat().st_size if file.path.exists() else 0 for file in files]
    options = {"desc": "reading", "unit": "B", "unit_scale": True, "delay": 2, "leave": False, "file": sys.stderr}
    with tqdm(total=sum(sizes), **options) as bar:
        for file, size in zip(files, sizes, strict=True):
            before, problems.file = bar.n, file.name
            with _guard(problems), open(file.path, "rb") as stream:
                for found in _opened(file, stream, problems):
                    bar.update(max(before + stream.tell() - bar.n, 0))
                    yield found
            bar.update(before + size - bar.n)


@contextmanager
def _guard(problems):
    """Where a file breaks: the rows before the break, and a loss."""
    try:
        yield
    except ReadError as error:
        if error.file is not None:  # a loss already, and losses are to end the read
            raise
        problems.lost(error.reason, line=error.line)
    except _BROKEN as error:
        problems.lost(f"is broken, or not what its ending says ({error}); unpack or copy it again.")
    except RuntimeError as error:  # zipfile's way to ask for a password
        if "password" not in str(error):
            raise
        problems.lost("is protected by a password; unpack it and read the folder.")


def _opened(file, stream, problems):
    """The rows of a file that is open, unpacked and handed to its reader."""
    kind, _ = ending(file.name)
    if file.name.lower().endswith(".gz"):
        stream = io.BufferedReader(gzip.GzipFile(fileobj=stream))
    if kind == ".zip":
        yield from _in_zip(file, stream, problems)
        return
    if kind not in READERS:
        raise ReadError(unknown(kind))
    if not stream.peek(1):
        raise ReadError("is empty (0 bytes); delete it, or fetch it again.")
    for line, rows in READERS[kind](stream, problems):
        yield file, line, rows


def _in_zip(archive, stream, problems):
    with zipfile.ZipFile(stream) as inside:
        names = [name for name in inside.namelist() if not name.endswith("/") and not hidden(Path(name).parts)]
        if not names:
            raise ReadError("the archive holds no files.")
        folders = [outlet_folder(Path(name).parts[:-1]) or archive.folder for name in names]
        files = [
            File(archive.path, f"{archive.name}/{name}", folder) for name, folder in zip(names, folders, strict=True)
        ]
        for file in known(files, problems, archive.name):
            problems.file = file.name
            with _guard(problems):
                if file.name.lower().endswith(".zip"):
                    raise ReadError("is an archive within an archive; unpack it first.")
                with inside.open(file.name.removeprefix(f"{archive.name}/")) as member:
                    yield from _opened(file, io.BufferedReader(member), problems)
