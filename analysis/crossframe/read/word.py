"""Word documents (.docx): one article, or a Nexis Uni export of many."""

import zipfile

from crossframe.errors import ReadError
from crossframe.read.plain import articles_of

__all__ = ["read_docx"]


def read_docx(stream, problems):
    """Rows of a .docx file: its paragraphs as lines, read as plain text is.

    Raises
    ------
    ReadError
        The file is no Word document, or a password protects it.
    """
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    if stream.read(4) == b"\xd0\xcf\x11\xe0":
        raise ReadError("is an old or a password-protected Word document; save it as .docx without a password.")
    stream.seek(0)
    try:
        document = Document(stream)
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError) as error:
        raise ReadError(
            f"is no Word document, or broken ({error}); open it in Word and save it as .docx again."
        ) from error
    text = "\n".join(paragraph.text.replace("\xa0", " ") for paragraph in document.paragraphs)
    if len(text) > problems.max_characters:
        raise ReadError(problems.too_long())
    yield from articles_of(text, problems)
