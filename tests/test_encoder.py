"""The sentence encoder against published cosines, and its promises: equal rows, order, length."""

import builtins
import hashlib

import numpy as np
import pytest

from crossframe.errors import DataError, MissingPackageError
from crossframe.models import encoder
from crossframe.models.encoder import encode


def test_it_gives_the_published_cosines():
    # The example on the model's own page: the first sentence against three others.
    rows = encode(["That is a happy person", "That is a happy dog", "That is a very happy person",
                   "Today is a sunny day"])
    assert (rows @ rows.T)[0, 1:] == pytest.approx([0.695, 0.943, 0.257], abs=0.006)


def test_the_vocabulary_is_the_published_one():
    digest = hashlib.sha256(encoder.VOCABULARY.read_bytes()).hexdigest()
    assert digest == "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"
    tokens = encoder._tokenizer().encode("Hello, naïve world!").ids
    assert tokens == [101, 7592, 1010, 15743, 2088, 999, 102]


def test_a_row_depends_on_its_text_alone():
    texts = ["The ferry ran aground.", "Four per cent is charged on every crate that crosses a port.", "No.", ""]
    together = encode(texts * 2)
    encoder._remembered.clear()
    alone = np.concatenate([encode([text]) for text in texts])
    np.testing.assert_allclose(together, np.tile(alone, (2, 1)), atol=1e-6)
    assert together.dtype == np.float32 and together.shape == (8, 384)
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), [1, 1, 1, 0] * 2, atol=1e-6)


def test_a_very_long_text_is_read_to_its_128th_piece():
    text = "dock " * 126
    np.testing.assert_allclose(encode([text]), encode([text + "and the rest is not read " * 500]), atol=1e-6)


def test_no_texts_give_no_rows():
    assert encode([]).shape == (0, 384)


@pytest.mark.parametrize("texts", ["one text", [1, 2], [None]])
def test_what_is_no_list_of_texts_is_refused(texts):
    with pytest.raises(DataError, match="a list of texts"):
        encode(texts)


def test_a_missing_package_is_named(monkeypatch):
    real = builtins.__import__

    def without(name, *args, **kwargs):
        if name.partition(".")[0] == "onnxruntime":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr("importlib.import_module", lambda name: without(name))
    encoder._session.cache_clear()
    with pytest.raises(MissingPackageError, match="onnxruntime is not installed; it comes with: pip install crossframe"):
        encode(["a text that was never encoded before"])
