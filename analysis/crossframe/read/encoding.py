"""Bytes to text: which encoding a file is in, and whether it is text at all."""

import codecs
import io
import re
from contextlib import contextmanager

from crossframe.errors import ReadError

__all__ = ["decode", "open_text", "sniff", "whole_text"]

_CHUNK = 1 << 20
_BYTE_ORDER_MARKS = {  # UTF-32's begins like UTF-16's, so it is asked first
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_SIGNATURES = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a zip archive or an Office document",
    b"\x1f\x8b": "a gzip archive",
    b"\xd0\xcf\x11\xe0": "an old or a password-protected Office document",
    b"{\\rtf": "an RTF document",
    b"PAR1": "a parquet file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
}
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# What newspapers were written in before UTF-8; the rest of charset-normalizer's list only draws matches away.
_LEGACY = ("cp1252 cp1250 cp1251 koi8_r cp1253 cp1254 cp1255 cp1256 cp874 cp932 euc_jp gb18030 big5 cp949").split()
_CENTRAL = re.compile(
    rb"[\x9a\x9d-\x9f]|[a-zA-Z\xc0-\xff][\xb3\xb9\xbc\xbe\xbf]"
)  # cp1250's letters that hardly occur in cp1252


def sniff(stream):
    """The encoding of a seekable binary stream.

    UTF-8 is taken where every byte of the stream fits it, so a lone odd byte far down is not overlooked.

    Returns
    -------
    encoding : str
    errors : {"strict", "replace"}
        ``"replace"`` where some bytes may fit no letter of the encoding.
    note : str or None
        What a reader of the corpus should know: any encoding but UTF-8 with or without a mark.

    Raises
    ------
    ReadError
        The bytes are not text.

    Examples
    --------
    >>> sniff(io.BytesIO("Café".encode()))
    ('utf-8', 'strict', None)
    >>> sniff(io.BytesIO("Zażółć gęślą jaźń, powiedział burmistrz".encode("cp1250")))[0]
    'cp1250'
    """
    chunk = stream.read(_CHUNK)
    _refuse_signature(chunk)
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if chunk.startswith(mark):
            stream.seek(0)
            return encoding, "strict", None
    decoder, found = codecs.getincrementaldecoder("utf-8")(), None
    if len(_CONTROL.findall(chunk)) > 2 + len(chunk) // 100:
        found = _wide(chunk)
    while found is None:
        try:
            decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError:
            found = _legacy(chunk)
        if not chunk:
            found = found or ("utf-8", "strict", None)
        chunk = stream.read(_CHUNK)
    stream.seek(0)
    return found


def _refuse_signature(start):
    for signature, what in _SIGNATURES.items():
        if start.startswith(signature):
            raise ReadError(f"is {what}, whatever its ending says; save it as text or give it its right ending.")


def _wide(chunk):
    """UTF-16 with no mark (every other byte of Western text is 0), or not text."""
    even, odd = chunk[0::2].count(0), chunk[1::2].count(0)
    if max(even, odd) > 0.2 * len(chunk) and min(even, odd) < 0.02 * len(chunk):
        encoding = "utf-16-le" if odd > even else "utf-16-be"
        return encoding, "strict", f"has no byte order mark; read as {encoding}."
    raise ReadError(
        "is not text but binary data, whatever its ending says; save it as text or give it its right ending."
    )


def _legacy(chunk):
    """UTF-8 with a few broken bytes, or an encoding of the time before."""
    replaced = chunk.decode("utf-8", "replace")
    broken = replaced.count("\ufffd")
    whole = sum(not character.isascii() for character in replaced) - broken
    if whole > 9 * broken:
        return (
            "utf-8",
            "replace",
            "is UTF-8 but for some bytes, which are now \ufffd; save it as UTF-8 again from its origin.",
        )
    encoding = _guess(b"\n".join(line for line in chunk.splitlines() if not line.isascii())[: _CHUNK // 16])
    return encoding, "replace", f"is not UTF-8; read as {encoding}. If letters look wrong, save it as UTF-8."


def _guess(telling):
    """charset-normalizer's best match, but between Western and Central Europe, where short texts mislead it."""
    from charset_normalizer import from_bytes

    best = from_bytes(telling, cp_isolation=_LEGACY).best()
    encoding = "cp1252" if best is None else best.encoding
    if encoding in ("cp1250", "cp1252"):
        high = sum(byte > 127 for byte in telling)
        return "cp1250" if len(_CENTRAL.findall(telling)) > 0.05 * high else "cp1252"
    return "cp1252" if telling.decode("cp1252", "replace") == str(best) else encoding


@contextmanager
def open_text(stream, problems, *, newline=None):
    """The stream as text, its encoding found and, where unusual, noted; the stream itself stays open."""
    encoding, errors, note = sniff(stream)
    if note:
        problems.note(note)
    lines = io.TextIOWrapper(stream, encoding=encoding, errors=errors, newline=newline)
    try:
        yield lines
    finally:
        lines.detach()


def whole_text(stream, problems):
    """All of a stream that holds one article or a few, line ends as ``\\n``.

    Raises
    ------
    ReadError
        It is not text, or longer than ``problems.max_characters``.
    """
    with open_text(stream, problems) as lines:
        text = lines.read(problems.max_characters + 1)
    if len(text) > problems.max_characters:
        raise ReadError(problems.too_long())
    return text


def decode(data):
    """Bytes as text, for short pieces whose encoding nothing else tells."""
    encoding, errors, _ = sniff(io.BytesIO(data))
    return data.decode(encoding, errors)
