"""FrameClassifier: sentences to frames of any codebook, learnt from labelled sentences."""

import numpy as np
import pandas as pd

from crossframe.errors import DataError
from crossframe.models.sentence_features import sentence_features, word_features
from crossframe.models.texts import texts_of

__all__ = ["FrameClassifier"]

AT_ONCE = 1_000  # sentences whose numbers are held at a time
WORD_WEIGHT = 0.5  # of a sentence's words, beside parts with rows of length 1
FEWEST = 2  # labelled sentences of a frame


class FrameClassifier:
    """Learn the frames of a codebook of your own from labelled sentences or headlines.

    A logistic regression over what a small sentence encoder makes of the sentence, the mean of its words' vectors, its
    words themselves and, where one is given, those of a dictionary. A few dozen labelled sentences a frame are enough
    to begin with; take the figures on sentences held out, grouped by article, story or outlet. It follows
    scikit-learn's conventions, so that ``cross_val_predict`` and ``GridSearchCV`` take it.

    Parameters
    ----------
    encoder : bool
        False: without the sentence encoder, less right and some thirty times as fast.
    words : bool
        Whether the words of the labelled sentences count by themselves (tf-idf): right where a codebook goes by
        subjects, as that of one issue does; False where it is to hold for other issues than those it is learnt from.
    dictionary : Dictionary or whatever ``cf.load_dictionary`` takes, or None
        Words of the frames, e.g. {"cost": ["tax*", "price tag"]}; its categories need not be those of the labels.
    C : float
        Inverse strength of the ridge penalty, above 0: larger, closer to the labelled sentences.
    class_weight : None or "balanced"
        "balanced": every frame counts the same however many sentences it has, for a high macro-F1; None for a high
        accuracy.

    Attributes
    ----------
    classes_ : ndarray of str, shape (n_frames,)
    coef_ : ndarray, shape (n_frames, n_features)
    intercept_ : ndarray, shape (n_frames,)

    References
    ----------
    Reimers & Gurevych (2019), Sentence-BERT, EMNLP, for the encoder; Miller (2024), WordLlama, for the words' vectors.

    Examples
    --------
    >>> sentences = ["Taxes will rise.", "The budget is too small.", "Nurses treat the sick.", "The clinic has closed."]
    >>> model = FrameClassifier(encoder=False).fit(sentences, ["money", "money", "health", "health"])
    >>> model.predict(["Hospitals lack doctors.", "Prices went up."]).tolist()
    ['health', 'money']
    """

    _estimator_type = "classifier"
    english = True  # what it reads

    def __init__(self, *, encoder=True, words=True, dictionary=None, C=10.0, class_weight=None):
        self.encoder = encoder
        self.words = words
        self.dictionary = dictionary
        self.C = C
        self.class_weight = class_weight

    def fit(self, sentences, labels, *, sample_weight=None):
        """Learn from labelled sentences.

        Parameters
        ----------
        sentences : sequence of str, length n
            English.
        labels : sequence of str, length n
            The frame of each; at least two frames, with two sentences or more each.
        sample_weight : array of float, shape (n,), or None

        Returns
        -------
        FrameClassifier
            Itself.

        Raises
        ------
        DataError
            Sentences and labels are not of one length, a label is missing, a frame has one sentence, or there is one.
        """
        from sklearn.linear_model import LogisticRegression

        sentences, labels = texts_of(sentences), list(labels)
        if len(sentences) != len(labels):
            raise DataError(f"{len(sentences)} sentences have {len(labels)} labels; give each one.")
        labels = self._checked(labels)
        self._weights = _tf_idf().fit(sentences) if self.words else None
        fitted = LogisticRegression(C=self.C, class_weight=self.class_weight, max_iter=5_000)
        fitted.fit(self._features(sentences), labels, sample_weight=sample_weight)
        self.classes_ = fitted.classes_.astype(str).astype(object)
        sides = (-1, 1) if len(self.classes_) == 2 else (1,)  # of two frames there is one row of coefficients
        self.coef_ = np.concatenate([side * fitted.coef_ / len(sides) for side in sides]).astype(np.float32)
        self.intercept_ = np.concatenate([side * fitted.intercept_ / len(sides) for side in sides]).astype(np.float32)
        return self

    def predict_proba(self, sentences):
        """How probable each frame is.

        Parameters
        ----------
        sentences : sequence of str, length n

        Returns
        -------
        ndarray of float64, shape (n, n_frames)
            0 to 1, rows sum to 1, in the order of ``classes_``. NaN where a sentence has no letter or number.

        Raises
        ------
        DataError
            It has not been fitted, or what was given is no sequence of str.
        """
        from tqdm import tqdm

        self._check_fitted()
        sentences = texts_of(sentences)
        read = [place for place, text in enumerate(sentences) if any(map(str.isalnum, text))]
        proba = np.full((len(sentences), len(self.classes_)), np.nan)
        parts = range(0, len(read), AT_ONCE)
        if len(parts) > 1:
            parts = tqdm(parts, desc="frames", unit_scale=AT_ONCE, unit=" sentences", delay=2)
        for begin in parts:
            some = read[begin : begin + AT_ONCE]
            proba[some] = _softmax(self._scores([sentences[place] for place in some]))
        return proba

    def predict(self, sentences):
        """The most probable frame of each sentence.

        Parameters
        ----------
        sentences : sequence of str, length n

        Returns
        -------
        ndarray of object (str), shape (n,)

        Raises
        ------
        DataError
            As ``predict_proba``; a sentence has no letter or number.
        """
        sentences = texts_of(sentences)
        proba = self.predict_proba(sentences)
        if (empty := np.flatnonzero(np.isnan(proba[:, 0]))).size:
            raise DataError(f"sentence {empty[0]} has no word: {sentences[empty[0]]!r}; leave it out, or "
                            "take predict_proba, which gives NaN for it.")
        return self.classes_[proba.argmax(axis=1)]

    def explain(self, sentence, frame=None):
        """Which words make a sentence's frame: what changes where one word is left out.

        Parameters
        ----------
        sentence : str
        frame : str or None
            One of ``classes_``; None: the most probable one.

        Returns
        -------
        DataFrame
            A row a word, in order: start end word frame effect. ``effect`` is how much less likely the frame would be
            without the word, in natural-log odds: above 0, the word speaks for it. Effects need not add up.

        Raises
        ------
        DataError
            The frame is unknown, or the sentence has no word.
        """
        from crossframe.tokens import tokenize

        frame = self.predict([sentence])[0] if frame is None else frame
        if frame not in self.classes_:
            raise DataError(f"no frame {frame!r}; there are {', '.join(self.classes_)}.")
        tokens = list(tokenize(sentence))
        without = [sentence[:start] + sentence[end:] for _, start, end in tokens]
        proba = np.nan_to_num(self.predict_proba([sentence, *without]), nan=1 / len(self.classes_))
        of_frame = proba[:, list(self.classes_).index(frame)]
        odds = np.log(of_frame) - np.log1p(-of_frame)
        rows = [(start, end, sentence[start:end], frame) for _, start, end in tokens]
        return pd.DataFrame(rows, columns=["start", "end", "word", "frame"]).assign(effect=odds[0] - odds[1:])

    def word_scores(self, words):
        """How far single words speak for each frame, by their vectors and the dictionary alone.

        Parameters
        ----------
        words : sequence of str, length n

        Returns
        -------
        ndarray of float64, shape (n, n_frames)
            Above 0 for a frame, in units of the classifier's scores; rows sum to 0.
        """
        self._check_fitted()
        scores = self._with_words(word_features(list(words), self._loaded(), encoder=self.encoder), words)
        scores = scores @ self.coef_.T.astype(float)
        return scores - scores.mean(axis=1, keepdims=True)

    def get_params(self, deep=True):
        """The parameters by name, as scikit-learn asks for them."""
        return {name: getattr(self, name) for name in ("encoder", "words", "dictionary", "C", "class_weight")}

    def set_params(self, **parameters):
        """Change parameters by name; returns itself."""
        if unknown := sorted(set(parameters) - set(self.get_params())):
            raise DataError(f"no parameter {unknown[0]!r}; there are {', '.join(self.get_params())}.")
        for name, value in parameters.items():
            setattr(self, name, value)
        return self

    def __sklearn_tags__(self):
        from sklearn.utils import ClassifierTags, InputTags, Tags, TargetTags

        return Tags(estimator_type="classifier", target_tags=TargetTags(required=True),
                    classifier_tags=ClassifierTags(), input_tags=InputTags(two_d_array=False, string=True))

    def _checked(self, labels):
        labels = pd.Series(labels, dtype=object)
        if not self.C > 0:
            raise DataError(f"C must be above 0, got {self.C!r}; 10 is a common choice.")
        if labels.isna().any():
            raise DataError(f"label {labels.isna().idxmax()} is missing; leave sentences without a label out.")
        counts = labels.astype(str).value_counts()
        if len(counts) < 2:
            raise DataError(f"there must be two frames or more to tell apart, got {list(counts.index)}.")
        if counts.min() < FEWEST:
            raise DataError(f"the frame {counts.idxmin()!r} has one sentence; give each frame {FEWEST} or more.")
        return labels.astype(str).to_numpy(object)

    def _check_fitted(self):
        if not hasattr(self, "coef_"):
            raise DataError("this classifier has learnt nothing yet: call fit(sentences, labels) first.")

    def _loaded(self):
        """The dictionary, read once."""
        from crossframe.lexicons import Dictionary, load_dictionary

        if self.dictionary is None or isinstance(self.dictionary, Dictionary):
            return self.dictionary
        if getattr(self, "_read", (None, None))[0] is not self.dictionary:
            self._read = self.dictionary, load_dictionary(self.dictionary)
        return self._read[1]

    def _features(self, sentences, *, progress=True):
        numbers = sentence_features(sentences, self._loaded(), encoder=self.encoder, progress=progress)
        return self._with_words(numbers, sentences)

    def _with_words(self, numbers, texts):
        """Numbers of texts with the weights of their words beside them."""
        if not self.words:
            return numbers
        from scipy.sparse import csr_array, hstack

        return hstack([csr_array(numbers), WORD_WEIGHT * self._weights.transform(texts)], format="csr")

    def _scores(self, sentences):
        return self._features(sentences, progress=False) @ self.coef_.T.astype(float) + self.intercept_


def _tf_idf():
    """Words by how often a sentence uses them and how few use them, rows of length 1."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(analyzer=_terms, sublinear_tf=True)


def _terms(sentence):
    from crossframe.tokens import tokenize

    return [term for term, _, _ in tokenize(sentence)]


def _softmax(scores):
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    return odds / odds.sum(axis=1, keepdims=True)
