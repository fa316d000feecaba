"""Web archives (.warc): every page of news they hold."""

from crossframe.errors import ReadError
from crossframe.read.web import page

__all__ = ["read_warc"]


def read_warc(stream, problems):
    """Rows of a .warc file: its HTML pages that were sent with status 200; the other records are counted in a note.

    Yields
    ------
    line : int
        Which record it is.
    row : dict
        ``page``'s, with ``crawled``, when the archive was made; the date stays the page's own.
    """
    from fastwarc import ArchiveIterator, WarcRecordType

    others, number = 0, 0
    records = ArchiveIterator(stream, record_types=WarcRecordType.response | WarcRecordType.resource, auto_decode="all")
    try:
        for number, record in enumerate(records, start=1):
            if not _is_page(record):
                others += 1
                continue
            data = record.reader.read(4 * problems.max_characters + 1)
            if len(data) > 4 * problems.max_characters:
                problems.lost(problems.too_long(), line=number)
                continue
            try:
                url = record.headers.get("WARC-Target-URI")
                yield (
                    number,
                    {**page(data, url=url, charset=record.http_charset), "crawled": record.headers.get("WARC-Date")},
                )
            except ReadError as error:
                problems.lost(error.reason, line=number)
    except OSError as error:
        raise ReadError(
            f"the archive breaks off or is broken after record {number} ({error}); fetch it again."
        ) from error
    if not number:
        raise ReadError("holds no record of a web archive.")
    if others:
        problems.note(
            f"{others} of {number} records are no HTML pages that were found (pictures, redirects, errors); left out."
        )


def _is_page(record):
    content = record.http_content_type or record.headers.get("Content-Type") or ""
    status = record.http_headers.status_code if record.http_headers else 200
    return "html" in content.lower() and status == 200
