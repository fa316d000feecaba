"""BASIL: events told by three outlets each, with the author's sentiment toward the main entities and spans of bias."""

import re
from pathlib import Path

import pandas as pd

from crossframe.datasets.files import json_of, text_of
from crossframe.errors import ReadError

_NAME = re.compile(r"(\d+)_(nyt|fox|hpo)\.json", re.IGNORECASE)  # event 42 is in capitals
_OUTLETS = {"nyt": "The New York Times", "fox": "Fox News", "hpo": "HuffPost"}
_SIGN = {"negative": -1, "neutral": 0, "positive": 1}


def basil(folder):
    """Articles, the author's sentiment toward main entities, and spans of bias, of BASIL.

    Events of US politics, 2010 to 2019, each told by The New York Times, Fox News and HuffPost. For research; the
    texts belong to their publishers: do not pass them on.

    Parameters
    ----------
    folder : str or Path
        That has the files ``0_nyt.json``, ``0_fox.json``, ``0_hpo.json`` ... in it, at any depth.

    Returns
    -------
    articles : DataFrame
        id ("0_nyt"), outlet, story (the event's number), date, title, text (the sentences, a space between two), url,
        lean (as annotators judged the article: Left, Center, Right). ``cf.read`` and the measures take it as it is.
    sentiments : DataFrame
        article, entity, label (-1, 0, 1: the author's sentiment toward it, in the whole article). Three quarters are
        neutral.
    spans : DataFrame
        article, start, end (characters of ``text``), target (an entity), polarity (-1 or 1), kind ("lexical" or
        "informational"), aim, quoted (True, False), speaker ("" where none is given).

    Raises
    ------
    ReadError
        There are no such files, or one is not as in BASIL.

    References
    ----------
    Fan et al. (2019), In plain sight: media bias through the lens of factual reporting, EMNLP.

    Examples
    --------
    >>> import json, tempfile
    >>> from pathlib import Path
    >>> folder = Path(tempfile.mkdtemp())
    >>> span = {"start": 4, "end": 7, "text": "sham", "target": "Ada Holm", "polarity": "Negative", "bias": "Lexical",
    ...         "aim": "Direct", "quote": "No", "speaker": ""}
    >>> article = {"title": "The vote", "date": "2031-05-02", "url": "", "article-level-annotations": {
    ...     "stance": "Left", "author-sentiment": {"main-event": "Neutral", "Ada Holm": "Negative"}}, "body": [
    ...     {"sentence": "There was a vote.", "annotations": []}, {"sentence": "Her sham.", "annotations": [span]}]}
    >>> (folder / "3_nyt.json").write_text(json.dumps(article), encoding="utf-8") > 0
    True
    >>> articles, sentiments, spans = basil(folder)
    >>> articles[["outlet", "story", "text"]].to_numpy().tolist()[0]
    ['The New York Times', 3, 'There was a vote. Her sham.']
    >>> sentiments
      article    entity  label
    0   3_nyt  Ada Holm     -1
    >>> articles.text[0][spans.start[0]:spans.end[0]]
    'sham'
    """
    found = [(path, match) for path in Path(folder).glob("**/*.json") if (match := _NAME.fullmatch(path.name))]
    if not found:
        raise ReadError("there is no file such as 0_nyt.json in or below this folder; BASIL must be fetched from its "
                        "authors first.", file=folder)
    tables = [], [], []
    for path, match in sorted(found, key=lambda each: (int(each[1][1]), each[1][2].lower())):
        try:
            rows = _article(json_of(text_of(path, "BASIL"), path), int(match[1]), match[2].lower())
        except (KeyError, TypeError, AttributeError) as error:
            raise ReadError("an article of BASIL has a body of sentences and article-level-annotations; this one fails "
                            f"at {error}.", file=path) from None
        for table, more in zip(tables, rows, strict=True):
            table += more
    return tuple(pd.DataFrame(table) for table in tables)


def _article(data, story, source):
    id, texts, spans, length = f"{story}_{source}", [], [], 0
    for sentence in data["body"]:
        text = sentence["sentence"].strip()
        if not text:
            continue
        blank = len(sentence["sentence"]) - len(sentence["sentence"].lstrip())
        spans += [_span(span, text, blank, length, id) for span in sentence["annotations"]]
        texts.append(text)
        length += len(text) + 1
    said = data["article-level-annotations"]
    article = {"id": id, "outlet": _OUTLETS[source], "story": story, "date": data["date"], "title": data["title"],
               "text": " ".join(texts), "url": data["url"], "lean": said["stance"]}
    sentiments = [{"article": id, "entity": entity, "label": _sign(value)}
                  for entity, value in said["author-sentiment"].items() if entity != "main-event"]
    return [article], sentiments, spans


def _span(span, sentence, blank, before, id):
    """A span in the article's characters. Ends are off by one in some, so its text is looked for."""
    marked = span["text"].strip()
    start = max(sentence.find(marked, max(span["start"] - blank - 1, 0)), sentence.find(marked), 0)
    return {"article": id, "start": before + start, "end": before + min(start + len(marked), len(sentence)),
            "target": span["target"], "polarity": _sign(span["polarity"]), "kind": span["bias"].lower(),
            "aim": span["aim"], "quoted": span["quote"] == "Yes", "speaker": span["speaker"]}


def _sign(word):
    """-1, 0 or 1 of "Negative", "Slightly positive", ..."""
    return _SIGN[word.lower().split()[-1]]
