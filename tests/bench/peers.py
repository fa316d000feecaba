"""The same job done by other packages: from a table of `text` and `side` ("target" or "reference") to a keyness table.

Each keeps its own rule for words and is called the way its documents show; all count single words, and scattertext, by
default, pairs of words as well.
"""

import contextlib
import io

import numpy as np
from scipy.sparse import csr_array

from crossframe.compare.rates import Pair, compare_pair
from crossframe.tokens import Counts

MIN_COUNT = 5


def scikit_learn(frame):
    """CountVectorizer, then the very arithmetic of `cf.keyness`: what differs is the counting."""
    from sklearn.feature_extraction.text import CountVectorizer

    vectorizer = CountVectorizer(token_pattern=r"(?u)\b\w+\b", dtype=np.int32)
    matrix = csr_array(vectorizer.fit_transform(frame.text))
    counts = Counts(matrix, vectorizer.get_feature_names_out(), np.asarray(matrix.sum(axis=1)).ravel())
    pair = Pair((frame.side == "target").to_numpy(int), np.arange(len(frame)), "target", "reference", "article")
    table, _ = compare_pair(counts, pair, MIN_COUNT, prior_sd=2.0)
    return table


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
