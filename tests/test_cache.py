"""The cache: damage of any kind costs the work again, and never gives a wrong answer."""

import os
import sqlite3
import subprocess
import sys
import warnings
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from crossframe import cache

ENTRIES = {f"key {k}": bytes([k]) * (1 + 40 * k) for k in range(60)}


@pytest.fixture(autouse=True)
def there(tmp_path, monkeypatch):
    """A cache of this test's own."""
    monkeypatch.setenv("CROSSFRAME_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(cache, "_warned", set())
    return tmp_path / "cache"


def kept_file(there):
    (path,) = there.glob("*.sqlite")
    return path


def run(script, **options):
    return subprocess.run([sys.executable, "-W", "error", "-c", script], capture_output=True, text=True, **options)


def test_what_is_kept_is_there_in_another_process():
    cache.keep("words 1", ENTRIES)
    script = "from crossframe import cache; print(cache.kept('words 1', ['key 3', 'no such key']))"
    assert run(script, check=True).stdout.strip() == str({"key 3": ENTRIES["key 3"]})


def test_kinds_never_meet(there):
    cache.keep("words 1", {"a": b"one"})
    cache.keep("words-1", {"a": b"two"})
    cache.keep("Words 1", {"a": b"three"})
    assert [cache.kept(kind, ["a"])["a"] for kind in ("words 1", "words-1", "Words 1")] == [b"one", b"two", b"three"]
    assert len(list(there.iterdir())) == 3


def test_an_entry_is_replaced_and_may_be_empty():
    cache.keep("words", {"a": b"one", "ü\ud7ff😀": b""})
    cache.keep("words", {"a": b"two"})
    assert cache.kept("words", iter(["a", "ü\ud7ff😀"])) == {"a": b"two", "ü\ud7ff😀": b""}


def test_more_keys_than_one_query_takes():
    many = {str(k): str(k).encode() for k in range(2 * cache.AT_ONCE + 1)}
    cache.keep("words", many)
    assert cache.kept("words", many) == many


def test_asking_makes_no_file(there):
    assert cache.kept("words", ["a"]) == {} and cache.kept("words", []) == {}
    cache.keep("words", {})
    assert not there.exists()


# Damage

@pytest.mark.parametrize("seed", range(6))
def test_a_flipped_byte_anywhere(there, seed):
    cache.keep("words", ENTRIES)
    path, rng = kept_file(there), np.random.default_rng(seed)
    whole = path.read_bytes()
    for place in [*rng.integers(0, 100, 6), *rng.integers(0, len(whole), 20)]:
        damaged = bytearray(whole)
        damaged[place] ^= 1 << rng.integers(8)
        path.write_bytes(damaged)
        assert cache.kept("words", ENTRIES).items() <= ENTRIES.items()
        cache.keep("words", ENTRIES)
        assert cache.kept("words", ENTRIES) == ENTRIES


@pytest.mark.parametrize("share", [0, 0.001, 0.01, 0.3, 0.5, 0.99])
def test_a_truncated_file(there, share):
    cache.keep("words", ENTRIES)
    path = kept_file(there)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(share * len(whole))])
    assert cache.kept("words", ENTRIES).items() <= ENTRIES.items()
    cache.keep("words", ENTRIES)
    assert cache.kept("words", ENTRIES) == ENTRIES


@pytest.mark.parametrize("content", [b"this is no database", bytes(5_000), b"SQLite format 3\0" + bytes(range(256)) * 40])
def test_a_file_of_something_else(there, content):
    cache.keep("words", ENTRIES)
    kept_file(there).write_bytes(content)
    assert cache.kept("words", ENTRIES) == {}
    cache.keep("words", ENTRIES)
    assert cache.kept("words", ENTRIES) == ENTRIES


def test_a_database_of_other_tables(there):
    cache.keep("words", ENTRIES)
    path = kept_file(there)
    path.unlink()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE entries (something)")
    cache.keep("words", ENTRIES)
    assert cache.kept("words", ENTRIES) == ENTRIES


def test_entries_that_changed_places_are_not_returned(there):
    cache.keep("words", {"a": b"one", "b": b"two", "c": b"three"})
    with closing(sqlite3.connect(kept_file(there))) as connection, connection:
        value = dict(connection.execute("SELECT key, value FROM entries"))
        connection.executemany("UPDATE entries SET value = ? WHERE key = ?", [(value[b"a"], b"b"), (value[b"b"], b"a")])
    assert cache.kept("words", "abc") == {"c": b"three"}


@pytest.mark.parametrize("value", [b"", b"short", None, 7, "text"])
def test_half_an_entry_is_none(there, value):
    cache.keep("words", {"a": b"one", "b": b"two"})
    with closing(sqlite3.connect(kept_file(there))) as connection, connection:
        connection.execute("UPDATE entries SET value = ? WHERE key = ?", (value, b"a"))
    assert cache.kept("words", "ab") == {"b": b"two"}
    cache.keep("words", {"a": b"one"})
    assert cache.kept("words", "ab") == {"a": b"one", "b": b"two"}


def test_a_writer_killed_half_way_leaves_what_was_before(there):
    cache.keep("words", ENTRIES)
    script = """
import os
from crossframe import cache
write = cache._write
def half(connection, rows):
    write(connection, rows)
    os._exit(9)
cache._write = half
cache.keep("words", {f"key {k}": bytes(20_000) for k in range(500)})
"""
    assert run(script).returncode == 9
    assert there.joinpath(f"{kept_file(there).name}-journal").exists()  # it had begun to write the file
    assert cache.kept("words", [*ENTRIES, "key 499"]) == ENTRIES


# Several at once

def test_processes_that_write_at_once_lose_nothing():
    script = """
import sys
from crossframe import cache
for turn in range(20):
    cache.keep("words", {f"{sys.argv[1]} {turn}": sys.argv[1].encode() * 500, "shared": b"the same"})
    assert cache.kept("words", ["shared"]) == {"shared": b"the same"}
"""
    writers = [subprocess.Popen([sys.executable, "-W", "error", "-c", script, name]) for name in "ab"]
    assert [writer.wait() for writer in writers] == [0, 0]
    want = {f"{name} {turn}": name.encode() * 500 for name in "ab" for turn in range(20)} | {"shared": b"the same"}
    assert cache.kept("words", want) == want


def test_a_file_held_by_another_process_is_done_without_and_not_removed(there, monkeypatch):
    cache.keep("words", ENTRIES)
    monkeypatch.setattr(cache, "PATIENCE", 0.01)
    with closing(sqlite3.connect(kept_file(there))) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.warns(UserWarning, match="locked"):
            assert cache.kept("words", ENTRIES) == {}
    assert cache.kept("words", ENTRIES) == ENTRIES


# Where nothing can be written

def test_a_folder_that_cannot_be_written_to_is_done_without_and_said_once(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("CROSSFRAME_CACHE", str(tmp_path / "file" / "cache"))
    with pytest.warns(UserWarning, match="nothing can be kept in the cache .*Set CROSSFRAME_CACHE to a folder"):
        cache.keep("words", ENTRIES)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        cache.keep("words", ENTRIES)
        assert cache.kept("words", ENTRIES) == {}


def test_off_keeps_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("CROSSFRAME_CACHE", "Off")
    monkeypatch.chdir(tmp_path)
    assert cache.folder() is None
    cache.keep("words", ENTRIES)
    cache.forget()
    assert cache.kept("words", ENTRIES) == {} and not list(tmp_path.iterdir())


@pytest.mark.parametrize("platform, variables, want", [
    ("linux", {}, "~/.cache/crossframe"),
    ("linux", {"XDG_CACHE_HOME": "/scratch/me"}, "/scratch/me/crossframe"),
    ("darwin", {}, "~/Library/Caches/crossframe"),
    ("win32", {"LOCALAPPDATA": "/local"}, "/local/crossframe"),
    ("linux", {"CROSSFRAME_CACHE": "~/kept"}, "~/kept"),
])
def test_the_folder_is_the_one_of_the_platform(monkeypatch, platform, variables, want):
    for name in ("CROSSFRAME_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(cache.sys, "platform", platform)
    assert cache.folder() == Path(want).expanduser()


# Size

def test_beyond_its_size_the_entries_unused_for_longest_go(monkeypatch):
    day = iter(range(100, 1000))
    monkeypatch.setattr(cache, "_today", lambda: next(day))
    early, late = ({f"{name} {k}": bytes(2_000) for k in range(100)} for name in ("early", "late"))
    cache.keep("words", early)
    cache.keep("words", late)
    asked = dict(list(early.items())[:30])
    assert cache.kept("words", asked) == asked  # used once more, on a later day
    monkeypatch.setattr(cache, "CAP", 410_000)
    with pytest.warns(UserWarning, match="grown beyond.*dropped"):
        cache.keep("words", {"new": bytes(2_000)})
    left = cache.kept("words", [*early, *late, "new"])
    assert left.keys() == {*asked, *list(early)[81:], *late, "new"}  # 51 of 201 are gone


def test_a_kind_unused_for_half_a_year_goes_when_another_begins(there):
    for kind in ("model 1", "model 2"):
        cache.keep(kind, {"a": b"one"})
    path = next(path for path in there.iterdir() if path.name.startswith("model-1"))
    os.utime(path, (0, path.stat().st_mtime - (cache.UNUSED_DAYS + 1) * cache.DAY))
    cache.keep("model 3", {"a": b"one"})
    assert [len(cache.kept(f"model {k}", "a")) for k in (1, 2, 3)] == [0, 1, 1]


def test_forgetting_one_kind_and_all():
    for kind in ("model 1", "model 2", "model 3"):
        cache.keep(kind, {"a": b"one"})
    cache.forget("model 2")
    assert [len(cache.kept(f"model {k}", "a")) for k in (1, 2, 3)] == [1, 0, 1]
    cache.forget()
    assert [len(cache.kept(f"model {k}", "a")) for k in (1, 2, 3)] == [0, 0, 0]
    cache.forget("never there")
