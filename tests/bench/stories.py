"""How good the stories are: BASIL's events over threshold and days, with and without dates, alone and among thousands.

    .venv/bin/python tests/bench/stories.py

The settings were chosen on abp, not on BASIL (see crossframe/match/stories.py): these tables show how flat they lie.
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd

import crossframe as cf

DATA = Path(__file__).parents[3] / "shared" / "data"
THRESHOLDS = (0.07, 0.08, 0.09, 0.10, 0.11, 0.12, 0.13, 0.14, 0.15, 0.16, 0.18, 0.20)


def basil():
    """The articles of 50 events, each told by three outlets."""
    rows = []
    for path in sorted((DATA / "basil").glob("*_*.json")):
        article = json.loads(path.read_text())
        text = " ".join(sentence["sentence"] for sentence in article["body"])
        rows.append({"id": path.stem, "event": int(path.stem.split("_")[0]), "outlet": article["source"].lower(),
                     "date": article["date"], "title": article["title"], "text": text})
    return pd.DataFrame(rows).sample(frac=1, random_state=0, ignore_index=True)


def distractors(n):
    """Articles of abp that are dated within BASIL's ten years."""
    articles = pd.read_parquet(DATA / "abp" / "articles.parquet").rename(columns={"date": "written"})
    year = articles.written.str.extract(r"((?:19|20)\d\d)")[0].astype(float)
    some = articles[year.between(2012, 2019)].sample(n, random_state=1, ignore_index=True)
    return pd.DataFrame({"id": "abp-" + some.id.astype(str), "event": -1, "outlet": some.outlet, "date": some.written,
                         "title": some.title, "text": some.text})


def pair_scores(event, story):
    """Precision, recall and F1 over pairs of articles."""
    upper = np.triu_indices(len(event), 1)
    same, said = (np.equal.outer(codes, codes)[upper] for codes in (event, pd.factorize(story)[0]))
    hit = (same & said).sum()
    return hit / max(said.sum(), 1), hit / same.sum(), 2 * hit / (same.sum() + said.sum())


def score(frame, **options):
    """Precision, recall, F1 over BASIL's articles, and the articles of others in their stories."""
    matched = cf.match_stories(frame.drop(columns="event"), **options).articles
    own = (frame.event >= 0).to_numpy()
    glued = matched.story[~own].isin(set(matched.story[own])).sum()
    return (*pair_scores(frame.event.to_numpy()[own], matched.story[own]), glued)


def table(frames, **grid):
    (name, values), = grid.items()
    rows = {value: [figure for frame in frames.values() for figure in score(frame, **{name: value})[:3]]
            for value in values}
    columns = pd.MultiIndex.from_product([frames, ["precision", "recall", "F1"]])
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis(name).round(4)


if __name__ == "__main__":
    events = basil()
    both = {"dated": events, "without dates": events.drop(columns="date")}
    print(table(both, threshold=THRESHOLDS).to_string(), end="\n\n")
    print(table({"dated": events}, days=(0, 1, 2, 3, 4, 5, 7, 10, 14)).to_string(), end="\n\n")
    for n in (2_000, 8_000):
        among = pd.concat([events, distractors(n)], ignore_index=True)
        for name, frame in {"dated": among, "without dates": among.drop(columns="date")}.items():
            precision, recall, f1, glued = score(frame)
            print(f"among {n:,} others, {name}: precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f}; "
                  f"{glued} of the others in their stories")
