"""Labelled news sentences: sentiment toward a target (NewsMTSC), loaded wording (BABE)."""

import ast

import pandas as pd

from crossframe.datasets.files import json_of, table_of, text_of
from crossframe.errors import ReadError

_POLARITY = {2: -1, 4: 0, 6: 1}
_LOADED = {"Biased": 1, "Non-biased": 0, "No agreement": None}


def newsmtsc(path):
    """Sentiment toward named targets in the sentences of NewsMTSC.

    News sentences of US outlets on politics, crowd-labelled. Free for research, to be cited; the sentences belong to
    their publishers: do not pass them on.

    Parameters
    ----------
    path : str or Path
        ``train.jsonl`` or another file of the original distribution: a line a sentence.

    Returns
    -------
    DataFrame
        A row a target: sentence, start, end (characters of the sentence), mention, label (-1 negative, 0 neutral, 1
        positive, the sentence's sentiment toward the target), article (what the sentence was taken from, so that it
        can be held out as a whole: an event of AllSides or an article of POLUSA), n_targets (in the sentence).

    Raises
    ------
    ReadError
        There is no such file, or a line is not as in NewsMTSC.

    References
    ----------
    Hamborg & Donnay (2021), NewsMTSC: a dataset for (multi-)target-dependent sentiment classification in political
    news articles, EACL.

    Examples
    --------
    >>> import json, tempfile
    >>> from pathlib import Path
    >>> path = Path(tempfile.mkdtemp(), "train.jsonl")
    >>> target = {"from": 0, "to": 8, "mention": "Ada Holm", "polarity": 6}
    >>> line = {"primary_gid": "polusa_v1_7_-1_2_Ada Holm_0_8", "sentence_normalized": "Ada Holm was right.",
    ...         "targets": [target]}
    >>> path.write_text(json.dumps(line), encoding="utf-8") > 0
    True
    >>> newsmtsc(path).iloc[0].to_dict()
    {'sentence': 'Ada Holm was right.', 'start': 0, 'end': 8, 'mention': 'Ada Holm', 'label': 1, 'article': 'polusa 7',
     'n_targets': 1}
    """
    rows = []
    for number, line in enumerate(text_of(path, "NewsMTSC").split("\n"), 1):
        if line.strip():
            try:
                rows += _targets(json_of(line, path, number))
            except (KeyError, ValueError, TypeError, AttributeError) as error:
                reason = ("a line of NewsMTSC has primary_gid, sentence_normalized, and targets with from, to, mention "
                          f"and polarity 2, 4 or 6; this one fails at {error}.")
                raise ReadError(reason, file=path, line=number) from None
    if not rows:
        raise ReadError("there are no targets in it.", file=path)
    return pd.DataFrame(rows)


def _targets(line):
    source, _, number = line["primary_gid"].split("_")[:3]  # allsides_ARTICLE_EVENT_..., polusa_v1_ARTICLE_...
    for target in line["targets"]:
        yield {"sentence": line["sentence_normalized"], "start": target["from"], "end": target["to"],
               "mention": target["mention"], "label": _POLARITY[target["polarity"]],
               "article": f"{source} {number}", "n_targets": len(line["targets"])}


def babe(path):
    """Sentences with and without loaded wording, and the words that make it so, of BABE.

    News sentences on disputed topics, labelled by trained annotators ("biased" where words are slanted or loaded).
    Outlets differ so much in their shares that the outlet alone gives much of the label away: hold out whole outlets.
    The distribution's repository is under AGPL-3.0, the sentences belong to their publishers: do not pass them on.

    Parameters
    ----------
    path : str or Path
        ``final_labels_SG2.csv`` (or SG1) of the original distribution, or a part of it.

    Returns
    -------
    DataFrame
        text, loaded (1, 0, or <NA> where annotators did not agree), words (list of str, as the annotators marked
        them; not in the order of the text), outlet, topic, lean (of the outlet: left, center, right), opinion (the
        annotators' label), url.

    Raises
    ------
    ReadError
        There is no such file, or it lacks a column or has other labels.

    References
    ----------
    Spinde et al. (2021), Neural media bias detection using distant supervision with BABE, Findings of EMNLP.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> path = Path(tempfile.mkdtemp(), "labels.csv")
    >>> columns = "text;news_link;outlet;topic;type;label_bias;label_opinion;biased_words"
    >>> row = "The council's farcical vote.;;The Lantern;roads;left;Biased;Expresses writer’s opinion;['farcical']"
    >>> path.write_text(f"{columns}\\n{row}\\n", encoding="utf-8") > 0
    True
    >>> babe(path)[["loaded", "words", "outlet"]]
       loaded       words       outlet
    0       1  [farcical]  The Lantern
    """
    columns = ["text", "news_link", "outlet", "topic", "type", "label_bias", "label_opinion", "biased_words"]
    table = table_of(path, columns, "BABE")
    if other := sorted(set(table["label_bias"].dropna()) - set(_LOADED)):
        raise ReadError(f"label_bias is one of {list(_LOADED)}, here also {other}.", file=path)
    return pd.DataFrame({
        "text": table["text"],
        "loaded": pd.array([_LOADED.get(label) for label in table["label_bias"]], dtype="Int64"),
        "words": [_words(cell, path, line) for line, cell in enumerate(table["biased_words"].fillna("[]"), 2)],
        "outlet": table["outlet"], "topic": table["topic"], "lean": table["type"],
        "opinion": table["label_opinion"], "url": table["news_link"],
    })


def _words(cell, path, line):
    """A cell such as "['farcical', 'sham']"."""
    try:
        return [str(word) for word in ast.literal_eval(cell)]
    except (ValueError, SyntaxError, TypeError):
        raise ReadError(f"biased_words is a list such as ['farcical'], here {cell[:40]!r}.", file=path,
                        line=line) from None
