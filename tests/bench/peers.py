"""The same job done by other packages: from a table of `text` and `side` ("target" or "reference") to a keyness table.

Each keeps its own rule for words and is called the way its documents show; all count single words, and scattertext, by
default, pairs of words as well.
"""

import contextlib
import io

import numpy as np
import pandas as pd

MIN_COUNT = 5


def scikit_learn(frame):
    """CountVectorizer, then the figures of `cf.keyness` that need nothing but its matrix."""
    from scipy import special
    from sklearn.feature_extraction.text import CountVectorizer

    vectorizer = CountVectorizer(token_pattern=r"(?u)\b\w+\b")
    matrix = vectorizer.fit_transform(frame.text)
    matrix = matrix[:, keep := np.flatnonzero(np.asarray(matrix.sum(axis=0))[0] >= MIN_COUNT)]
    target = (frame.side == "target").to_numpy()
    lengths = np.asarray(matrix.sum(axis=1))[:, 0]
    sides = [side_sums(matrix[rows], lengths[rows]) for rows in (target, ~target)]
    (n1, total1, var1), (n2, total2, var2) = sides
    estimate = np.log2((n1 + 0.5) / (total1 + 0.5)) - np.log2((n2 + 0.5) / (total2 + 0.5))
    std_error = np.sqrt(var1 + var2) / np.log(2)
    table = pd.DataFrame({
        "term": vectorizer.get_feature_names_out()[keep], "n": n1, "n_reference": n2, "estimate": estimate,
        "std_error": std_error, "p_value": 2 * special.ndtr(-np.abs(estimate / std_error)),
        "g2": g2(n1, n2, total1, total2), "log_odds_z": log_odds_z(n1, n2),
        "dispersion": dispersion(matrix, lengths), "n_articles": np.asarray((matrix > 0).sum(axis=0))[0],
    })
    return table.assign(p_adjusted=adjusted(table.p_value.to_numpy())).sort_values("p_value")


def side_sums(matrix, lengths):
    """Uses of each term, all words, and the article-robust variance of the log rate."""
    n, total = np.asarray(matrix.sum(axis=0))[0], lengths.sum()
    squares = np.asarray(matrix.multiply(matrix).sum(axis=0))[0]
    rate = n / total
    spread = squares - 2 * rate * (matrix.T @ lengths) + rate**2 * (lengths**2).sum()
    return n, total, spread / np.maximum(n, 0.5) ** 2


def g2(n1, n2, total1, total2):
    """Log-likelihood ratio over the four cells."""
    share = (n1 + n2) / (total1 + total2)
    cells = [(n1, total1 * share), (n2, total2 * share),
             (total1 - n1, total1 * (1 - share)), (total2 - n2, total2 * (1 - share))]
    return 2 * sum(np.where(seen > 0, seen * np.log(np.maximum(seen, 1) / expected), 0) for seen, expected in cells)


def log_odds_z(n1, n2, prior=0.5):
    """Weighted log-odds of Monroe et al. (2008)."""
    y1, y2 = n1 + prior, n2 + prior
    rest1, rest2 = y1.sum() - y1, y2.sum() - y2
    return (np.log(y1 / rest1) - np.log(y2 / rest2)) / np.sqrt(1 / y1 + 1 / rest1 + 1 / y2 + 1 / rest2)


def dispersion(matrix, lengths):
    """Gries's deviation of proportions."""
    share = lengths / lengths.sum()
    cells = matrix.tocoo()
    used = cells.data / np.asarray(matrix.sum(axis=0))[0][cells.col]
    there = np.bincount(cells.col, np.abs(used - share[cells.row]) - share[cells.row], matrix.shape[1])
    return 0.5 * (there + 1) / (1 - share.min())


def adjusted(p):
    """Benjamini-Hochberg."""
    order = np.argsort(p)
    steps = p[order] * len(p) / np.arange(1, len(p) + 1)
    out = np.empty_like(p)
    out[order] = np.minimum.accumulate(steps[::-1])[::-1]
    return out


def pycorpdiff(frame):
    """compare(a, b).keyness(): G2, log ratio, Benjamini-Hochberg; no interval, no dispersion."""
    import pycorpdiff

    a, b = (pycorpdiff.from_dataframe(frame[frame.side == side]) for side in ("target", "reference"))
    return pycorpdiff.compare(a, b).keyness(min_count=MIN_COUNT).to_df()


def scattertext(frame, **options):
    """A corpus through its own whitespace parser, words and pairs of words; then scaled F scores and log-odds."""
    import scattertext as st

    corpus = st.CorpusFromPandas(frame, category_col="side", text_col="text", nlp=st.whitespace_nlp_with_sentences,
                                 **options).build()
    table = corpus.get_term_freq_df()
    table["scaled_f"] = corpus.get_scaled_f_scores("target")
    table["log_odds_z"] = st.LogOddsRatioUninformativeDirichletPrior().get_scores(
        *(table[f"{side} freq"].to_numpy() for side in ("target", "reference")))
    return table


def scattertext_words(frame):
    """The same for single words alone, which is not its default."""
    import scattertext as st

    return scattertext(frame, feats_from_spacy_doc=st.UnigramsFromSpacyDoc())


def convokit(frame):
    """FightingWords with its own cleaning of the text: z of weighted log-odds."""
    from convokit import Corpus, Speaker, Utterance
    from convokit.fighting_words import FightingWords
    from sklearn.feature_extraction.text import CountVectorizer

    speaker = Speaker(id="newsroom")
    corpus = Corpus(utterances=[
        Utterance(id=str(i), speaker=speaker, conversation_id=str(i), text=text, meta={"side": side})
        for i, (text, side) in enumerate(zip(frame.text, frame.side, strict=True))], disable_type_check=True)
    words = FightingWords(cv=CountVectorizer(min_df=5))
    with contextlib.redirect_stdout(io.StringIO()):
        words.fit(corpus, *(lambda utterance, side=side: utterance.meta["side"] == side
                            for side in ("target", "reference")))
    return words.get_ngram_zscores()
