"""What took long to work out, kept on disk between runs: one SQLite file a kind, every entry with its checksum."""

import hashlib
import os
import re
import sqlite3
import sys
import time
import warnings
from contextlib import closing, suppress
from pathlib import Path

__all__ = ["folder", "forget", "keep", "kept", "key_of", "recall"]

CAP = 2 * 2**30  # bytes of one kind; above it the entries unused for longest go, until three quarters of it are left
UNUSED_DAYS = 180  # a kind that nobody has asked for this long goes when another one begins
AT_ONCE = 900  # keys a query: older SQLite takes no more than 999
PATIENCE = 30  # seconds to wait for another process that writes
DAY = 86_400
SUM = 16  # bytes of a checksum
# SQLite's codes for what is no fault of the file: busy, no memory, disk full and their like.
_NOT_THE_FILE = frozenset({3, 5, 6, 7, 9, 10, 13, 14, 23})

_warned: set[str] = set()


def folder():
    """Where the entries lie: the user's cache folder, or the one that ``CROSSFRAME_CACHE`` names.

    Returns
    -------
    Path or None
        None where ``CROSSFRAME_CACHE=off``, or where the user has no home. It need not exist yet.
    """
    named = os.environ.get("CROSSFRAME_CACHE", "").strip()
    if named.lower() == "off":
        return None
    try:
        return Path(named).expanduser() if named else _users_own() / "crossframe"
    except RuntimeError:  # there is no home
        return None


def _users_own():
    """The folder where this platform's programs keep what can be made again."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


def key_of(text):
    """The key under which what was worked out of a text is kept.

    Examples
    --------
    >>> key_of("A ferry."), len(key_of("A far longer text, to the same length."))
    ('ea27e6c42c62e8ce9fc7bf0390f585c4', 32)
    """
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def kept(kind, keys):
    """Entries of an earlier run.

    Parameters
    ----------
    kind : str
        What the entries are and what made them: the model and its version, so that two versions never meet.
    keys : iterable of str

    Returns
    -------
    dict of str to bytes
        Of the keys that are there and whole. An entry that was damaged is as if it had never been kept, and a damaged
        file is begun anew.

    Examples
    --------
    >>> keep("example 1", {"a": b"one"})
    >>> kept("example 1", ["a", "b"])
    {'a': b'one'}
    """
    wanted, today = {key.encode(): key for key in keys}, _today()
    rows = _with(kind, lambda connection: _look_up(connection, list(wanted)), create=False) or []
    whole = [row for row in rows if row[0] in wanted and _is_whole(*row[:2])]
    if stale := [(today, key) for key, _, used in whole if used != today]:
        _with(kind, lambda connection: _mark_used(connection, stale), create=False)
    return {wanted[key]: stored[SUM:] for key, stored, _ in whole}


def keep(kind, entries):
    """Keep entries for later runs, all of them or, where the process is killed in between, none.

    Parameters
    ----------
    kind : str
    entries : dict of str to bytes
        An entry that is there already is replaced. Kinds that nobody has asked for in ``UNUSED_DAYS`` are removed when
        a new one begins.

    Warns
    -----
    UserWarning
        Once a run: nothing can be written there, so that nothing is kept; or the kind has grown beyond ``CAP`` and the
        entries that were unused for longest were dropped.
    """
    rows = [(key.encode(), _sum(key.encode(), value) + value, _today()) for key, value in entries.items()]
    if rows:
        _with(kind, lambda connection: _write(connection, rows), create=True)


def recall(kind, keys, make, *, at_once, label=None, unit="", sizes=None):
    """Entries of an earlier run, and those that are missing made now and kept, a part at a time.

    Parameters
    ----------
    kind : str or None
        As for ``kept``; None: nothing is looked up or kept.
    keys : list of str
    make : callable
        ``make(places)`` -> the entries of these places of ``keys``: list of bytes.
    at_once : int
        Entries made before they are kept, so that a run that was stopped has not worked for nothing.
    label, unit : str or None
        Of the progress bar, shown where it takes more than two seconds; no label, no bar.
    sizes : sequence of int or None
        How far the bar goes on for each key; None: one.

    Returns
    -------
    dict of str to bytes
        Of all keys.

    Examples
    --------
    >>> recall("example 2", ["a", "bb"], lambda places: [bytes([place]) for place in places], at_once=1)
    {'a': b'\\x00', 'bb': b'\\x01'}
    """
    from tqdm import tqdm

    known = kept(kind, keys) if kind else {}
    fresh = [at for at, key in enumerate(keys) if key not in known]
    sizes = [1] * len(keys) if sizes is None else sizes
    quiet = {} if label else {"disable": True}  # left out, TQDM_DISABLE decides
    with tqdm(total=sum(int(sizes[at]) for at in fresh), desc=label, unit=f" {unit}", delay=2, **quiet) as bar:
        for begin in range(0, len(fresh), at_once):
            some = fresh[begin : begin + at_once]
            made = dict(zip((keys[at] for at in some), make(some), strict=True))
            if kind:
                keep(kind, made)
            known |= made
            bar.update(sum(int(sizes[at]) for at in some))
    return known


def forget(kind=None):
    """Drop all entries of a kind; None: of every kind."""
    there = folder()
    if there is not None and there.is_dir():
        for path in there.glob("*.sqlite") if kind is None else [_file(there, kind)]:
            _remove(path)


def _look_up(connection, keys):
    """Rows of those keys that are there: key, checksum and value, the day they were last used."""
    rows = []
    for begin in range(0, len(keys), AT_ONCE):
        some = keys[begin : begin + AT_ONCE]
        marks = ",".join("?" * len(some))
        rows += connection.execute(f"SELECT key, value, used FROM entries WHERE key IN ({marks})", some)
    return rows


def _mark_used(connection, days_and_keys):
    connection.executemany("UPDATE entries SET used = ? WHERE key = ?", days_and_keys)


def _write(connection, rows):
    connection.executemany("INSERT OR REPLACE INTO entries VALUES (?, ?, ?)", rows)
    written = _look_up(connection, [key for key, _, _ in rows])
    if len(written) != len(rows) or set(written) != set(rows):
        raise sqlite3.DatabaseError("what was written is not found again")  # the index is damaged
    full, free, page = (connection.execute(f"PRAGMA {name}").fetchone()[0]
                        for name in ("page_count", "freelist_count", "page_size"))
    if (full - free) * page > CAP:
        _drop_oldest(connection)


def _drop_oldest(connection):
    """Drop the quarter of the entries that were unused for longest; SQLite fills their room again."""
    (n,) = connection.execute("SELECT count(*) FROM entries").fetchone()
    connection.execute("DELETE FROM entries WHERE rowid IN (SELECT rowid FROM entries ORDER BY used, rowid LIMIT ?)",
                       (n // 4 + 1,))
    _warn_once(f"the cache in {folder()} has grown beyond {CAP / 2**30:.0f} GB", "; the quarter of its entries that "
               "was unused for longest was dropped. crossframe.cache.forget() empties it.")


def _with(kind, act, *, create):
    """Act on the file of a kind; a damaged one is removed, and what cannot be reached is done without."""
    there = folder()
    if there is None:
        return None
    path = _file(there, kind)
    try:
        try:
            return _transaction(path, act, create)
        except sqlite3.Error as error:
            out_of_reach = path.exists() and not os.access(path, os.W_OK)
            if out_of_reach or getattr(error, "sqlite_errorcode", 0) & 0xFF in _NOT_THE_FILE:
                raise
        _remove(path)
        return _transaction(path, act, create)
    except (sqlite3.Error, OSError) as error:
        _warn_once(f"nothing can be kept in the cache {there}", f" ({error}); everything is worked out anew each time. "
                   "Set CROSSFRAME_CACHE to a folder that can be written to, or to off.")
        return None


def _transaction(path, act, create):
    if create and not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _drop_unused(path.parent)
    elif not create and not _begun(path):
        return None
    with closing(sqlite3.connect(path, timeout=PATIENCE)) as connection:
        if create:
            connection.execute("CREATE TABLE IF NOT EXISTS entries (key BLOB PRIMARY KEY, value BLOB, used INTEGER)")
        with connection:
            return act(connection)


def _begun(path):
    """Whether there is a file in which its table may be expected."""
    try:
        return path.stat().st_size > 0
    except (FileNotFoundError, NotADirectoryError):
        return False


def _warn_once(what, more):
    if what not in _warned:
        _warned.add(what)
        warnings.warn(what + more, stacklevel=2)


def _drop_unused(there):
    """Remove the files of kinds long unused, such as those of models since replaced."""
    for path in there.glob("*.sqlite"):
        with suppress(FileNotFoundError):  # another process was faster
            if time.time() - path.stat().st_mtime > UNUSED_DAYS * DAY:
                _remove(path)


def _remove(path):
    """Remove a file of entries, its journal first, lest a new file be mended with an old journal."""
    for each in (path.with_name(f"{path.name}-journal"), path):
        each.unlink(missing_ok=True)


def _file(there, kind):
    """A file name that any platform takes; two kinds never share one."""
    plain = re.sub(r"[^a-z0-9.]+", "-", kind.lower()).strip("-")[:60]
    return there / f"{plain}-{hashlib.blake2b(kind.encode(), digest_size=4).hexdigest()}.sqlite"


def _today():
    return int(time.time() // DAY)


def _is_whole(key, stored):
    return isinstance(stored, bytes) and stored[:SUM] == _sum(key, stored[SUM:])


def _sum(key, value):
    """A checksum that also tells an entry from another one's."""
    return hashlib.blake2b(value, digest_size=SUM, key=hashlib.blake2b(key, digest_size=16).digest()).digest()
