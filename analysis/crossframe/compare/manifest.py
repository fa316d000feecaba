"""What a comparison was made from and with: enough to make it again, and to see that it came out the same."""

import hashlib
import importlib.metadata
import platform
from pathlib import Path

import pandas as pd

_PACKAGES = ("crossframe", "numpy", "pandas", "scipy", "numba", "pyarrow")


def versions():
    """Python and the packages that a number can depend on.

    Returns
    -------
    dict
        Name -> version.
    """
    return {"python": platform.python_version()} | {name: importlib.metadata.version(name) for name in _PACKAGES}


def inputs(articles):
    """What was read, with a fingerprint of each.

    Parameters
    ----------
    articles : DataFrame
        With ``text`` and, where they were read from files, ``source`` and ``raw``.

    Returns
    -------
    list of dict
        ``name``, ``sha256``, ``of`` ("file", or "texts" where there is no such file: then the hash is of its articles'
        texts, each followed by a NUL), ``articles``; in the order of the articles.

    Examples
    --------
    >>> inputs(pd.DataFrame({"text": ["one", "two"]}))[0]["of"]
    'texts'
    """
    source = articles["source"].fillna("") if "source" in articles else pd.Series("", index=articles.index)
    texts = articles["raw"].fillna(articles["text"]) if "raw" in articles else articles["text"]
    return [_fingerprint(str(name), texts.loc[rows.index]) for name, rows in source.groupby(source, sort=False)]


def _fingerprint(name, texts):
    of_file = bool(name) and Path(name).is_file()
    digest = _hash_file(name) if of_file else _hash_texts(texts)
    return {"name": name or "(a table in memory)", "sha256": digest, "of": "file" if of_file else "texts",
            "articles": len(texts)}


def _hash_file(path):
    with open(path, "rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _hash_texts(texts):
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.encode("utf-8", "surrogatepass") + b"\0")
    return digest.hexdigest()


def digest_of(entries):
    """One fingerprint for many inputs, in their order.

    Examples
    --------
    >>> digest_of([{"name": "a.txt", "sha256": "00"}])[:8]
    '29b514fc'
    """
    return hashlib.sha256("".join(f"{entry['sha256']}  {entry['name']}\n" for entry in entries).encode()).hexdigest()
