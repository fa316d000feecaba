"""How well cf.stance tells what readers took for the author's sentiment: BASIL, main entities of whole articles.

    .venv/bin/python tests/bench/author_sentiment.py

Area under the ROC curve of negative against the rest, its 95% interval from resampled events, the same on events 0-24
(on which rules were chosen) and 25-49 (on which they were not), rank correlation, and macro-F1 with two thresholds fitted
on the other events of five folds. An article that never mentions the entity counts as neutral: score 0. Entities are looked
for event by event under the annotators' name for them; groups and bodies under the names below, too.
"""

from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import crossframe as cf
from crossframe.datasets import basil

DATA = Path(__file__).parents[3] / "shared" / "data" / "basil"
CHOSEN_ON = 25  # events below this number
DEMOCRATS = ["Democrat", "Democrats", "Democratic", "Democratic lawmakers"]
REPUBLICANS = ["Republican", "Republicans", "GOP", "G.O.P.", "Republican lawmakers"]
NAMES = {  # how news calls the groups and bodies that annotators named
    "democratic lawmakers": DEMOCRATS, "democrats": DEMOCRATS, "house democrats": DEMOCRATS, "senate democrats": DEMOCRATS,
    "republican lawmakers": REPUBLICANS, "republicans": REPUBLICANS, "senate republicans": REPUBLICANS,
    "alabama republicans": REPUBLICANS, "gop committee members": REPUBLICANS,
    "romney campaign": ["Romney campaign", "Romney", "Mitt Romney"],
    "obama campaign": ["Obama campaign", "Obama", "Barack Obama"],
    "obama administration": ["Obama administration", "administration", "White House"],
    "u.s. congress": ["Congress", "lawmakers"], "protestors": ["protestor", "protester", "demonstrator", "activist"],
    "police": ["police", "officer"], "tea party": ["Tea Party", "tea party", "tea partiers"],
    "national rifle association": ["National Rifle Association", "NRA", "N.R.A."],
    "internal revenue service": ["Internal Revenue Service", "IRS", "I.R.S."], "naacp": ["NAACP", "N.A.A.C.P."],
    "sasha and malia obama": ["Sasha", "Malia", "daughters", "girls"],
    "colorado officials": ["Colorado"], "nebraska officials": ["Nebraska"], "oklahoma officials": ["Oklahoma"],
    "nebraska and oklahoma officials": ["Nebraska", "Oklahoma"],
    "law enforcement/federal authorities": ["law enforcement", "authorities", "F.B.I.", "FBI", "investigators"],
    "social media companies": ["social media", "Facebook", "Twitter", "Google"],
    "national enquirer": ["National Enquirer", "Enquirer", "A.M.I.", "American Media"],
}


def gathered(articles, sentiments, sources, **options):
    """Rows of cf.stance for the pairs that were judged, in their order, and the mentions behind."""
    found, mentions = [], []
    for _, part in articles.groupby("story", sort=False):
        own = sentiments[sentiments.article.isin(part.id)]
        for entity in own.entity.unique():
            names = NAMES.get(entity.lower())
            try:
                result = cf.stance(part, {entity: names} if names else [entity], sources=sources, **options)
            except cf.DataError:  # no article mentions it
                continue
            found.append(result.table)
            mentions.append(result.about["mentions"])
    keys = sentiments.rename(columns={"entity": "target"})[["article", "target"]]
    mentions = keys.assign(row=keys.index).merge(pd.concat(mentions, ignore_index=True), on=["article", "target"])
    return keys.merge(pd.concat(found, ignore_index=True), how="left", on=["article", "target"]), mentions


def by_lexicon(articles, mentions, n):
    """Mean VADER score of the sentences of the mentions."""
    texts = articles.set_index("id").text
    sentences = [texts[row.article][row.sentence_start:row.sentence_end] for row in mentions.itertuples()]
    return pd.Series(cf.valence(sentences)).groupby(mentions.row.to_numpy()).mean().reindex(range(n)).to_numpy()


def by_spans(sentiments, spans):
    """The annotators' own spans of bias: polarities summed."""
    total = spans.groupby(["article", "target"]).polarity.sum()
    return np.array([total.get(pair, 0) for pair in zip(sentiments.article, sentiments.entity)], float)


def rules(articles, sentiments, sources, spans):
    """Name -> what is favourable, one number a judged pair; and the stance table of all voices."""
    table, mentions = gathered(articles, sentiments, sources)
    own, _ = gathered(articles, sentiments, sources, voice="outlet")
    every, _ = gathered(articles, sentiments, sources, abstain=False)
    n = len(sentiments)
    return {
        "VADER, mean over the sentences of the mentions": by_lexicon(articles, mentions, n),
        "number of mentions: the more, the less favourable": -table.n_mentions,
        "score: mean over the mentions that keep a label": table.score,
        "  in the outlet's own voice": own.score,
        "mean over all mentions": every.score,
        "share of negative labels": -table.negative,
        "against: the three most negative mentions": -table.against,
        "  in the outlet's own voice ": -own.against,
        "favour less against": table.favour - table.against,
        "the annotators' spans of bias, polarities summed": by_spans(sentiments, spans),
    }, table


def figures(score, label, event):
    """What is told of one rule."""
    score, negative = np.nan_to_num(np.asarray(score, float)), label == -1
    low, high = np.quantile(list(_resampled(score, negative, event)), [0.025, 0.975])
    early = event < CHOSEN_ON
    return {"AUC": roc_auc_score(negative, -score), "low": low, "high": high,
            "events 0-24": roc_auc_score(negative[early], -score[early]),
            "events 25-49": roc_auc_score(negative[~early], -score[~early]),
            "rank corr.": pd.Series(score).corr(pd.Series(label), method="spearman"),
            "macro-F1": f1_score(label, by_thresholds(score, label, event), average="macro")}


def _resampled(score, negative, event, draws=1000):
    rng, places = np.random.default_rng(0), [np.flatnonzero(event == one) for one in np.unique(event)]
    for _ in range(draws):
        own = np.concatenate([places[at] for at in rng.integers(0, len(places), len(places))])
        yield roc_auc_score(negative[own], -score[own])


def by_thresholds(score, label, event):
    """Labels by two thresholds, fitted on the other events of five folds."""
    said = np.zeros(len(label), int)
    for train, test in GroupKFold(5).split(score, groups=event):
        cuts = np.unique(np.quantile(score[train], np.linspace(0, 1, 41)))
        pairs = [(low, high) for low in cuts for high in cuts if low <= high]
        low, high = max(pairs, key=lambda pair: f1_score(label[train], _cut(score[train], *pair), average="macro"))
        said[test] = _cut(score[test], low, high)
    return said


def _cut(score, low, high):
    return np.where(score < low, -1, np.where(score > high, 1, 0))


def combined(table, label, event):
    """Log odds of not being negative, by a logistic regression on the columns of cf.stance, fitted on other events."""
    columns = table[["score", "negative", "against", "favour"]].assign(n=np.log1p(table.n_mentions)).fillna(0).to_numpy()
    model = make_pipeline(StandardScaler(), LogisticRegression(C=0.3, class_weight="balanced"))
    return -cross_val_predict(model, columns, label == -1, groups=event, cv=GroupKFold(5), method="decision_function")


def by_group(table, label, groups):
    """AUC of score and against within groups of rows."""
    rows = []
    for name, own in pd.Series(label == -1).groupby(np.asarray(groups, object)):
        score, against = (table[column].fillna(0)[own.index] for column in ("score", "against"))
        some = {"n": len(own), "negative": int(own.sum())}
        if 0 < own.sum() < len(own):
            some |= {"score": roc_auc_score(own, -score), "against": roc_auc_score(own, against)}
        rows.append({"group": name, **some})
    return pd.DataFrame(rows)


def main():
    articles, sentiments, spans = basil(DATA)
    sentiments = sentiments.reset_index(drop=True)
    label, event = sentiments.label.to_numpy(), sentiments.article.str.split("_").str[0].astype(int).to_numpy()
    scores, table = rules(articles, sentiments, cf.sources(articles), spans)
    scores["logistic regression on all columns, by folds"] = combined(table, label, event)
    print(f"{len(label)} pairs of article and entity, {(label == -1).sum()} negative, {(label == 1).sum()} positive; "
          f"{(table.n_mentions.fillna(0) == 0).sum()} without a mention; {table.n_mentions.sum():.0f} mentions, of which "
          f"{table.n_matched.sum() / table.n_mentions.sum():.0%} keep a label\n")
    print(pd.DataFrame({name: figures(score, label, event) for name, score in scores.items()}).T.round(3).to_string())
    thirds = pd.qcut(table.n_mentions.fillna(0), 3, labels=["few mentions", "more", "most"])
    for groups in (table.kind.fillna("not found"), thirds, articles.set_index("id").outlet[sentiments.article].to_numpy()):
        print("\n" + by_group(table, label, groups).round(3).to_string(index=False))


if __name__ == "__main__":
    main()
