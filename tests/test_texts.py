"""What models take as texts, and what they say of anything else."""

import numpy as np
import pandas as pd
import pytest

import crossframe as cf
from crossframe.models import PolicyFrames
from crossframe.models.encoder import encode
from crossframe.models.texts import texts_of

TEXTS = ["The mayor raised the levy.", "Police charged two men."]


@pytest.mark.parametrize("kind", [list, tuple, iter, np.array, pd.Series, lambda texts: pd.Series(texts, index=[7, 3]), lambda texts: (t for t in texts)])
def test_any_way_of_listing_texts_is_read_alike(kind):
    assert texts_of(kind(TEXTS)) == TEXTS
    assert (encode(kind(TEXTS)) == encode(TEXTS)).all()
    assert PolicyFrames().predict(kind(TEXTS)).tolist() == PolicyFrames().predict(TEXTS).tolist()


@pytest.mark.parametrize(("given", "words"), [
    (None, "got None"), (5, "got one int"), (TEXTS[0], "got one str"), (TEXTS[0].encode(), "got one bytes"),
    ({"a": "One."}, "got one dict"), (pd.DataFrame({"text": TEXTS}), "got one DataFrame"),
    (["One.", None], "at place 1 stands None"), ([float("nan")], "at place 0 stands nan"), ([b"One."], "at place 0 stands b'One.'"),
    (pd.Series(["One.", None]), "at place 1 stands"), ([["One."]], r"at place 0 stands \['One.'\]"),
])
def test_what_is_no_list_of_texts_is_refused(given, words):
    for call in (texts_of, encode, PolicyFrames().predict):
        with pytest.raises(cf.DataError, match=f"are a list of texts or a column of them, each a str; .*{words}"):
            call(given)


def test_half_a_character_is_no_reason_to_fail():
    half = "The \ud800mayor raised the levy."
    assert texts_of([half]) == ["The \ufffdmayor raised the levy."]
    assert encode([half]).shape == (1, 384)
