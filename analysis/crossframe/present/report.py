"""The report: one HTML file with all that a comparison found, opening without a network."""

import json
from html import escape

from crossframe.compare.manifest import versions
from crossframe.compare.notes import may, may_not
from crossframe.compare.wording import day, listed, many
from crossframe.present.page_frames import frames_part
from crossframe.present.page_parts import articles_part, made_part, tone_part
from crossframe.present.page_stance import stance_part
from crossframe.present.page_stories import coverage_part, stories_part
from crossframe.present.page_voices import voices_part
from crossframe.present.page_words import words_part
from crossframe.present.render import asset, render

SECTIONS = (("minute", "In one minute"), ("corpus", "Articles"), ("words", "Words"), ("stories", "Same stories"),
            ("points", "Points carried"), ("voices", "Whose voice"), ("frames", "Frames"), ("stance", "Stance"),
            ("tone", "Tone"), ("conclude", "What it shows"), ("methods", "For your paper"), ("again", "Made from"))


def report_html(comparison, *, sentences=6):
    """The whole report as one HTML text.

    Parameters
    ----------
    comparison : Comparison
    sentences : int
        At most this many sentences of each outlet behind a word; 0 quotes no article anywhere in the report.

    Returns
    -------
    str
        It loads nothing: style, script, figures and data are inside. The same comparison gives the same bytes.
    """
    words, data = words_part(comparison, sentences=sentences)
    articles, removed = articles_part(comparison, sentences=sentences)
    quoting = (tone_part, coverage_part, voices_part, frames_part, stance_part)
    page = words | articles | made_part(comparison) | stories_part(comparison)
    for part in quoting:
        page |= part(comparison, sentences=sentences)
    page |= {
        "title": title(comparison), "lead": lead(comparison), "version": versions()["crossframe"],
        "sections": SECTIONS, "cautions": cautions(comparison), "findings": comparison.findings,
        "may": may(comparison), "may_not": may_not(comparison), "methods": comparison.methods(), "cite": citation(),
        "style": asset("report.css") + asset("voices.css"), "script": asset("report.js"),
        "data": as_json(data | removed)}
    return render("report.html.j2", page)


def as_json(data):
    r"""JSON that can stand inside a script element whatever the texts in it say.

    Examples
    --------
    >>> print(as_json({"text": "</script>"}))
    {"text":"\u003c/script\u003e"}
    """
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def title(comparison):
    """What was compared, as a heading."""
    compared, pair = comparison.about["compared"], comparison.about["pair"]
    if pair:
        return f"{compared[0]} and {compared[1]}: how their words differ"
    if len(compared) == 1:
        return f"{compared[0]} against all others: how its words differ"
    return f"{listed(compared) if len(compared) <= 4 else f'{len(compared)} outlets'}: how their words differ"


def lead(comparison):
    """Articles, words and dates in one line."""
    overview = comparison.results["corpus"].table
    first, last = overview["first"].min(), overview["last"].max()
    dates = "" if first != first else day(first) if first == last else f"{day(first)} to {day(last)}"
    parts = (many(overview.articles.sum(), "article"), many(len(overview), "outlet"),
             f"{overview.words.sum():,} words", dates)
    return " · ".join(filter(None, parts))


def cautions(comparison):
    """Why nothing could be tested, where nothing could (list of str)."""
    results = (comparison.results.get(name) for name in ("keyness", "sentiment_contrast"))
    said = [result.about["caution"] for result in results if result is not None and result.table.p_value.isna().all()]
    return list(dict.fromkeys(sentence for sentence in said if sentence))


def citation():
    """How to cite the software."""
    return ("The crossframe authors. crossframe: measure how news outlets frame the same events "
            f"(version {versions()['crossframe']}) [Computer software].")


def summary_html(comparison):
    """The comparison in a notebook: its findings and its cautions."""
    findings = "".join(f"<li>{escape(sentence)}</li>" for sentence in comparison.findings)
    notes = "".join(f"<li>{escape(sentence)}</li>" for sentence in comparison.notes)
    tables = ", ".join(f"<code>{escape(name)}</code>" for name in comparison.results)
    return (f"<div><p><strong>{escape(title(comparison))}</strong><br>{escape(lead(comparison))}</p>"
            f"<ul>{findings}</ul>"
            f"<details><summary>What may and may not be concluded</summary><ul>{notes}</ul></details>"
            f"<p>Tables in <code>.results</code>: {tables}. "
            "<code>.save(\"report.html\")</code> writes the report.</p></div>")
