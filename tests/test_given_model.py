"""What is given for a model and is none is refused by every measure that takes one, before anything is read."""

import pandas as pd
import pytest

import crossframe as cf

FRAME = pd.DataFrame({"outlet": ["A"], "text": ["Ada Rook lied to voters."]})
MEASURES = {
    "TargetSentiment": lambda model: cf.target_sentiment(FRAME, ["Ada Rook"], model=model),
    "stance": lambda model: cf.stance(FRAME, ["Ada Rook"], model=model),
    "LoadedLanguage": lambda model: cf.loaded_language(FRAME, model=model),
    "ClaimStance": lambda model: cf.claim_stance(FRAME, "Ada Rook lied.", model=model),
}


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("model", [5, "best", {"explain": 1}, object()])
def test_what_is_no_model_is_refused(measure, model):
    like = measure.replace("stance", "TargetSentiment")
    with pytest.raises(cf.DataError, match=rf"is no model: it has no \w+\(.*such as cf.models.{like}\(\), or None"):
        MEASURES[measure](model)


@pytest.mark.parametrize("measure", MEASURES)
def test_a_class_is_no_model_yet(measure):
    with pytest.raises(cf.DataError, match=r"model is the class TargetSentiment; give .*: model=TargetSentiment\(\)"):
        MEASURES[measure](cf.models.TargetSentiment)


def test_what_a_model_lacks_is_named():
    class Half:
        def explain(self, sentences):
            raise AssertionError("is not to be asked")

    with pytest.raises(cf.DataError, match=r"it has no intercept. Give one that has explain\(sentences\) and intercept"):
        cf.loaded_language(FRAME, model=Half())
