"""What a reporting cue lends to what it reports."""

import re
from importlib.resources import files

import pandas as pd
import pytest

from crossframe.errors import DataError
from crossframe.measure.cues import cue_stances

LEXICON = pd.read_csv(files("crossframe.lexicons").joinpath("cue_stance.csv"), keep_default_na=False)


@pytest.mark.parametrize("stance, cues", [
    ("neutral", "said|SAID|has said|told reporters|according to|in the words of|added:|asked|denied|a cue of no list||—|’s|urged"),
    ("doubting", "claimed|CLAIMS|claiming|has alleged|alleges|insists|was contending|boasted of|bragged|lied about|reportedly claimed"),
    ("endorsing", "admitted|admitting|admits|conceded|noted|revealed|pointed out|points out|acknowledging|confirmed|made clear"
                  "|made it clear|makes it clear|has shown|proved|let slip|pleaded guilty|making no secret of|drew attention to"),
])
def test_stance_of_a_cue(stance, cues):
    assert set(cue_stances(cues.split("|"))) == {stance}


@pytest.mark.parametrize("cue, stance", [
    ("did not confirm", "neutral"), ("could not verify", "neutral"), ("didn’t claim", "neutral"), ("didn't claim", "neutral"),
    ("denied claiming", "neutral"), ("refused to confirm", "neutral"), ("never alleged", "neutral"),
    ("did not acknowledge", "endorsing"), ("failed to realise", "endorsing"),  # true all the same
    ("falsely stated", "doubting"), ("wrongly noted", "doubting"), ("correctly said", "endorsing"),
    ("claimed without evidence", "doubting"), ("said without offering evidence", "doubting"),
    ("rightly claimed", "endorsing"), ("claimed responsibility for", "neutral"), ("is known as", "neutral"),
    ("point", "neutral"), ("knows", "endorsing"),
])
def test_negations_adverbs_and_longer_terms(cue, stance):
    assert cue_stances([cue]) == [stance]


def test_case_and_place_in_the_list_do_not_matter():
    cues = ["claimed", "said", "pointed out", ""]
    assert cue_stances([cue.upper() for cue in cues]) == cue_stances(cues) == cue_stances(cues[::-1])[::-1]
    assert cue_stances([]) == []


def test_every_term_reads_as_it_is_listed():
    alone = LEXICON[LEXICON.stance != "neutral"]
    assert cue_stances(alone.term) == alone.stance.tolist()
    assert set(cue_stances(LEXICON.term[LEXICON.stance == "neutral"])) == {"neutral"}


def test_the_card_counts_what_there_is():
    card = files("crossframe.lexicons").joinpath("cards", "cue_stance.md").read_text(encoding="utf-8")
    assert int(re.search(r"(\d+) verbs", card)[1]) == len(LEXICON) == LEXICON.term.nunique()
    for stance, kind in set(zip(LEXICON.stance, LEXICON["class"], strict=True)):
        assert re.search(rf"\| {stance} \|[^|]*\b{kind}\b", card), kind


def test_a_cue_that_is_no_text():
    with pytest.raises(DataError, match="give '' where there is none"):
        cue_stances(["said", None])
