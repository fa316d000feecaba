"""How good cf.sources is on articles of PolNeAR that nothing was trained or tuned on (part "dev"), beside its peers.

    .venv/bin/python tests/bench/sources.py [--part dev]

An attribution is found when its content overlaps a marked one by half (Jaccard, from first to last character); the source
is right when it overlaps the marked source by a character. Exact: the same first and last character; beside it, the same
first and last letter or digit, since annotators differ on commas and quotation marks.
"""

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

import crossframe as cf
from crossframe.datasets import polnear
from crossframe.measure.quotations import quotation_kinds
from crossframe.quotes import marked_spans

DATA = Path(__file__).parents[3] / "shared" / "data" / "polnear"
# Half overlap, on PolNeAR's standard test part: not these articles, but drawn as they were.
PEERS = """
textacy, direct quotations only                                    F1 .29
rule over cue verb, clausal complement and subject                 F1 .50-.51, source right on .95
candidates of the dependency tree, logistic regression             F1 .66, source right on .85 (recall: direct .91, mixed .80, indirect .52)
two human annotators with each other                               F1 .79, source right on .96 (direct .98, mixed .94, indirect .74)
exact spans, source / cue / content, published:
  Cofe with BERT (PolNeAR; 2022)                                   F1 .832 / .753 / .729
  Cofe without an encoder; CRF (PolNeAR; 2022)                     F1 .621 / .633 / .504; .506 / .534 / .286
  Citron (PARC3, Wall Street Journal; model card)                  F1 .820 / .823 / .593"""


def hits(gold, found):
    """Rows of both tables that belong together: each found row once, in order of the gold."""
    pairs, by_article = [], dict(tuple(found.groupby("article")))
    used = set()
    for row in gold.itertuples():
        for other in by_article.get(row.article, found.iloc[:0]).itertuples():
            shared = min(row.end, other.end) - max(row.start, other.start)
            if other.Index not in used and 2 * shared >= max(row.end, other.end) - min(row.start, other.start):
                used.add(other.Index)
                pairs.append((row.Index, other.Index))
                break
    return np.array(pairs).reshape(-1, 2)


def figures(gold, found, pairs, keep_gold, keep_found):
    """Precision, recall, F1 and the share of hits with the right source, of some rows."""
    one, other = keep_gold[pairs[:, 0]].to_numpy(), keep_found[pairs[:, 1]].to_numpy()
    left, right = gold.loc[pairs[one, 0]], found.loc[pairs[one, 1]]
    starts = np.maximum(left.source_start.to_numpy(float), right.source_start.to_numpy(float, na_value=np.nan))
    ends = np.minimum(left.source_end.to_numpy(float), right.source_end.to_numpy(float, na_value=np.nan))
    named = (left.source_start.to_numpy() >= 0) & (starts < ends)
    precision, recall = other.sum() / max(keep_found.sum(), 1), one.sum() / max(keep_gold.sum(), 1)
    return {"n": int(keep_gold.sum()), "precision": precision, "recall": recall,
            "F1": 2 * precision * recall / max(precision + recall, 1e-9), "source right": named.mean()}


def exact(articles, gold, found, trim):
    """F1 of spans that are the same, by role; each distinct span of an article once."""
    texts, scores = articles.set_index("id").text, {}
    for role, start, end in (("source", "source_start", "source_end"), ("cue", "cue_start", "cue_end"), ("content", "start", "end")):
        sets = []
        for table in (gold, found):
            rows = table[table[start].notna() & (table[start] >= 0)]
            sets.append({(id, *(bared(texts[id], a, b) if trim else (int(a), int(b)))) for id, a, b in zip(rows.article, rows[start], rows[end], strict=True)})
        scores[role] = 2 * len(sets[0] & sets[1]) / (len(sets[0]) + len(sets[1]))
    return scores


def bared(text, start, end):
    """First and last letter or digit of a span: who marks the comma or the quotation mark is a matter of taste."""
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return int(start), int(end)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", default="dev")
    articles, gold = polnear(DATA)
    articles = articles[articles.part == parser.parse_args().part].reset_index(drop=True)
    gold = gold[(gold.annotator == 0) & gold.article.isin(articles.id)].reset_index(drop=True)
    found = cf.sources(articles).table
    texts = dict(zip(articles.id, articles.text, strict=True))
    gold["kind"] = ""
    for id, rows in gold.groupby("article"):
        apart = [[span if span[0] >= 0 else None for span in ((row.source_start, row.source_end), (row.cue_start, row.cue_end))]
                 for row in rows.itertuples()]
        spans = list(zip(rows.start, rows.end, strict=True))
        gold.loc[rows.index, "kind"] = quotation_kinds(texts[id], spans, marked_spans(texts[id]), interruptions=apart)
    outlets = articles.set_index("id").outlet
    gold["outlet"] = gold.article.map(outlets)
    pairs, rows = hits(gold, found), {}
    for of in (None, "kind", "outlet"):
        for value in [""] if of is None else sorted(gold[of].unique()):
            keep = [pd.Series(True, table.index) if of is None else table[of] == value for table in (gold, found)]
            rows[value or "all"] = figures(gold, found, pairs, *keep)
    print(f"{len(articles)} articles, {len(gold)} marked attributions, {len(found)} found\n")
    print(pd.DataFrame(rows).T.astype({"n": int}).round(3).to_string())
    for name, trim in (("exact spans", False), ("exact but for marks and punctuation at the ends", True)):
        scores = exact(articles, gold, found, trim)
        print(f"\n{name}, F1: " + ", ".join(f"{role} {score:.3f}" for role, score in scores.items()))
    print(PEERS)


if __name__ == "__main__":
    main()
