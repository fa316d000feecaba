"""Quotation marks: where they open and close, what stands in them, and marks that quote nobody."""

import sys

import numpy as np
import pytest

from crossframe.measure.quotations import quotation_kinds, scare_quotes
from crossframe.quotes import marked_spans

WORDS = "“ ” \" ' ‘ ’ « » „ `` '' said Ada left. We go, it’s dockers' \n \n\n 5 ( ) — 🙂 שלום".split(" ")


def inside(text, **options):
    return [text[start:end] for _, start, end, _ in marked_spans(text, **options)]


@pytest.mark.parametrize("text, want", [
    ("“We go,” she said. \"Or stay.\"", ["We go,", "Or stay."]),
    ("She said: «Oui». „Ja“, said he. »Nein«. ``Yes.'' 「はい」", ["Oui", "Ja", "Nein", "Yes.", "はい"]),
    ("‘We go,’ she said. 'Don't,' he said. The dockers' pay isn't the '90s pay.", ["We go,", "Don't,"]),
    ("'The dockers' pay is low,' he said.", ["The dockers' pay is low,"]),
    ("It is the boys’ and the girls’ pier, rock ’n’ roll and all.", []),
    ("“He said ‘no’ twice,” she said. ‘They said “yes” once,’ he said.", ["He said ‘no’ twice,", "They said “yes” once,"]),
    ('He wrote: "She said "no" to us" and left.', ['She said "no" to us']),
    ("A 6\" pipe and a 5\" hose. \"Fine,\" he said.", ["Fine,"]),
    ('Now "go " and " stay " and he said:"Go"', ["go ", " stay ", "Go"]),
    ("", []), ("\"", []), ("“”", []), ("No marks at all.", []),
])
def test_what_stands_in_marks(text, want):
    assert inside(text) == want


@pytest.mark.parametrize("text, want", [
    ("We go now. We go on,” Holm told us.", ["We go now. We go on,"]),  # never opened: from the paragraph's beginning
    ("A gate fell.\nWe go on,” Holm told us.", ["We go on,"]),
    ("“No,” he said. He left. We go on,” she said.", ["No,", "He left. We go on,"]),  # after the sentence of another
    ("Holm said it was late. We go on,” she said.", ["We go on,"]),  # after a sentence that reports
    ("“We go on, she said. They left.", ["We go on,"]),  # never closed: before the speaker
    ("“We go on. They left.\nMore.", ["We go on. They left."]),  # or with the paragraph
    ("“We go.\n“We stay.” Then.", ["We go.", "We stay."]),  # taken up again in the next paragraph
    ("“We go.\nand we stay.” Then.", ["We go.\nand we stay."]),  # a wrapped line goes on
    ("“We go, he said. “We stay,” he said.", ["We go,", "We stay,"]),  # the missing mark harms no other
    ("“We go, he said.\n\nA \"calm\" day.", ["We go,", "calm"]),
    ("‘We go.\n‘We stay.’", ["We go.", "We stay."]),
    ("‘We go and never close it.", []),  # a single mark must close
])
def test_marks_that_are_missing(text, want):
    assert inside(text) == want


def test_a_missing_mark_has_no_width():
    text = "We go,” she said. “Or stay"
    opened, closed = marked_spans(text)
    assert opened.tolist() == [0, 0, 6, 7] and closed.tolist() == [18, 19, 26, 26]


def test_single_marks_are_left_out_on_demand():
    assert inside("‘We go,’ she said. “Stay.”", single=False) == ["Stay."]


def random_text(seed, n_words=60):
    return "".join(word + " " * int(space) for word, space in zip(
        np.random.default_rng(seed).choice(WORDS, n_words), np.random.default_rng(seed + 1).integers(0, 3, n_words), strict=True))


@pytest.mark.parametrize("seed", range(0, 400, 2))
def test_spans_lie_in_the_text_apart_and_in_one_paragraph(seed):
    text = random_text(seed)
    marks = marked_spans(text)
    assert marks.shape == (len(marks), 4) and marks.dtype == np.int64
    flat = marks.ravel()
    assert (np.diff(flat) >= 0).all() and (not len(flat) or flat[0] >= 0 and flat[-1] <= len(text))
    assert all("\n\n" not in text[start:end] for start, end in marks[:, 1:3])
    contents = [(start, end) for start, end in marks[:, [0, 3]].tolist()]
    assert set(quotation_kinds(text, contents, marks)) <= {"direct", "mixed", "indirect"}
    assert all(0 <= start < end <= len(text) for start, end in scare_quotes(text))


def calls(function, *arguments):
    """How many Python lines and calls run: work that does not depend on the machine."""
    count = 0

    def tick(frame, event, argument):
        nonlocal count
        count += 1
        return tick
    sys.settrace(tick)
    try:
        function(*arguments)
    finally:
        sys.settrace(None)
    return count


@pytest.mark.parametrize("piece", ["“a ", "a.” ", "\" ", "'a s' b ", "“No,” he said. ", "‘a “b ", "‘we’ "])
def test_work_grows_with_the_text(piece):
    for function in (marked_spans, scare_quotes):
        function("warm.")
        small, large = calls(function, piece * 200), calls(function, piece * 800)
        assert large < 6 * small


@pytest.mark.parametrize("text, said, kind", [
    ("“We go,” he said.", "“We go,”", "direct"),
    ("“We go,” said the docker on Monday, “or stay.”", "“We go,” said the docker on Monday, “or stay.”", "direct"),
    ("He said that “we go”.", "that “we go”", "direct"),
    ("He said the “squeeze” was wrong.", "the “squeeze” was wrong", "mixed"),
    ("He called it “a squeeze” and “a shame”.", "“a squeeze” and “a shame”", "mixed"),
    ("He said it was wrong.", "it was wrong", "indirect"),
    ("We go now,” Holm told us.", "We go now,”", "direct"),
    ("‘We go,’ he said.", "‘We go,’", "direct"),
    ("He said “!” was wrong.", "“!” was wrong", "indirect"),  # no word in the marks
])
def test_kind_of_a_quotation(text, said, kind):
    start = text.index(said)
    assert quotation_kinds(text, [(start, start + len(said))], marked_spans(text)) == [kind]


def test_a_cue_in_the_middle_is_no_content():
    text = "“We go” Holm insisted “or stay”."
    start = text.index("Holm")
    spans = (start, start + 4), (start + 5, start + 13)
    assert quotation_kinds(text, [(0, 31)], marked_spans(text)) == ["mixed"]
    assert quotation_kinds(text, [(0, 31)], marked_spans(text), interruptions=[spans]) == ["direct"]
    assert quotation_kinds(text, [(0, 31)], marked_spans(text), interruptions=[(None, spans[1])]) == ["direct"]
    assert quotation_kinds(text, [], marked_spans(text)) == []


@pytest.mark.parametrize("text, want", [
    ("The “reform” closed the pier.", ["reform"]),
    ("Their so-called ‘peace plan,’ failed.", ["peace plan"]),
    ("The \"voluntary\" levy rose.", ["voluntary"]),
    ("“Reform” closed the pier.", ["Reform"]),  # a capital at the beginning of a sentence only
    ("“Fine,” he said.", []), ("He called it “a squeeze”.", []), ("Critics, who said “no way”, left.", []),
    ("She sang “Red Sky” again.", []), ("Bram “Red” Sill left.", []), ("In the film “calm”, nobody speaks.", []),
    ("The word “pier” is old.", []), ("“Pier” means a landing.", []), ("The Ports Act (“act”) passed.", []),
    ("A “yes” vote won.", []), ("The sign: “keep out of here”.", []), ("Why “go!” now?", []), ("It cost “5”.", []),
    ("The “reform that nobody in town had wanted” closed it.", []),  # too long
    ("The reform” closed the pier.", []),  # no mark opens it
])
def test_scare_quotes(text, want):
    assert [text[start:end] for start, end in scare_quotes(text)] == want


def test_scare_quotes_takes_contents_as_an_array_and_in_any_order():
    text = "Their “reform” and the “fresh start” closed the pier."
    said = [(23, 36), (6, 14)]
    assert len(scare_quotes(text)) == 2
    assert scare_quotes(text, said) == scare_quotes(text, np.array(said)) == scare_quotes(text, said[::-1]) == []
    assert scare_quotes(text, np.empty((0, 2), int)) == scare_quotes(text)


def test_what_was_said_holds_no_scare_quotes():
    text = "The “reform” closed the pier, and the “plan” is bad."
    assert len(scare_quotes(text)) == 2
    assert scare_quotes(text, [(0, 12)]) == [(39, 43)]
    assert scare_quotes(text, [(30, 50), (0, 28)]) == []
    assert scare_quotes(text, marks=marked_spans(text)) == scare_quotes(text)
