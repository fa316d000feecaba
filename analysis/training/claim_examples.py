"""Invented articles on invented claims, for claims as people state them: plain sentences, affirmed or denied."""

import re
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd

__all__ = ["beside", "denied", "invented"]

DAYS = ("Monday", "Tuesday", "on Thursday", "late on Friday", "this week", "in a statement")
AFFIRMED = (
    "{S} {does}, {who} confirmed {day}. {B}",
    "{B} Now it is official: {s} {does}. {W} said so {day}.",
    "{S} {does}. {B} “There is no doubt about it,” {who} said.",
    "It was a rumour for days, and it turned out to be true: {s} {does}. {B}",
    "{W} announced {day} that {s} {does}. {B}",
    "{B} Documents seen by this newspaper show that {s} {does}.",
)
DENIED = (
    "{W} denied {day} that {s} {does}. “That is simply false.” {B}",
    "Have you read that {s} {does}? It is a hoax. {B} {W} called the story invented.",
    "Contrary to reports, {s} {does_not}, {who} said {day}. {B}",
    "{B} A post that said {s} {does} was shared thousands of times. It is not true: {s} {does_not}.",
    "No, {s} {does_not}. {B} The claim came from a satirical site.",
    "{S} {does_not}, {who} made clear {day}, and asked newspapers to correct their reports. {B}",
    "For a day the internet believed that {s} {does}. {B} The tale has since been debunked.",
)
OPEN = (
    "{S} reportedly {does}. {B} {W} would not comment.",
    "A website claims that {s} {does}. {B} The report could not be verified.",
    "Is it true that {s} {does}? Nobody knows. {B} {W} said it was looking into the matter.",
    "Rumours that {s} {does} spread {day}. {B}",
    "According to an unnamed source, {s} {does}; {who} has neither confirmed nor denied it. {B}",
    "{W} is investigating claims that {s} {does}. {B}",
)
PLAIN = ("{S} {does}", "{S} {does}.", "{W}: {s} {does}", "It is true that {s} {does}.")
NEGATED = ("{S} {does_not}", "{S} {does_not}.", "No, {s} {does_not}", "The story that {s} {does} is false.")
FLIPS = ("No, it is not true: {}", "{} is a hoax", "Fake: {}", "It is false that {}", "{}? That never happened",
         "The report is wrong: {}", "{}: debunked")
SAID = (
    "has resigned", "was arrested", "has been sold", "will be closed", "won the election", "is dead", "has apologised",
    "got married", "lost the case in court", "cost 40 million", "was cancelled", "broke the law", "moved abroad",
    "signed the treaty", "has been found", "was rejected", "has grown by a tenth", "is out of danger", "fell ill",
    "called off the strike", "will be rebuilt", "was a success", "raised prices", "supports the reform",
    "caused the fire",
)
_NAME = re.compile(r"\b[A-Z][a-z]+(?: [A-Z][a-z]+)+")
_NOUN = re.compile(r"\b(?:the|a|an) ([a-z]{4,})\b")


def invented(n, seed=0):
    """Claims with articles, `n` of them: a DataFrame of claim, text, stance, origin."""
    rng = np.random.default_rng(seed)
    table = pd.read_csv(Path(__file__).with_name("claim_examples.csv"))
    rows = []
    for _ in range(n):
        words = _filled(table.iloc[rng.integers(len(table))], rng)
        side, negated, beside = rng.integers(3), rng.random() < 0.4, rng.random() < 0.15
        claim = rng.choice(NEGATED if negated else PLAIN).format(**words)
        text = rng.choice((AFFIRMED, DENIED, OPEN)[side]).format(**words)
        stance = "discuss" if side == 2 else "agree" if (side == 0) != negated else "disagree"
        if beside:
            claim, stance = rng.choice(["{S} {other}", "{S} {other}."]).format(**words), "unrelated"
        rows.append((claim, text, stance))
    return pd.DataFrame(rows, columns=["claim", "text", "stance"])


def _filled(row, rng):
    words = {"s": row.subject, "S": _capital(row.subject), "who": row.who, "W": _capital(row.who), "B": row.background,
             "does": row.does, "does_not": row.does_not, "other": row.other}
    day = rng.choice(DAYS)
    return words | {"day": day if " " in day else f"on {day}"}


def _capital(words):
    return words[0].upper() + words[1:]


def denied(claim, rng):
    """A claim turned into its denial."""
    return rng.choice(FLIPS).format(claim.rstrip(" .!"))


def beside(texts, rng):
    """For each text a claim about somebody or something in it of which it says nothing."""
    table = pd.read_csv(Path(__file__).with_name("claim_examples.csv"))
    said = [*table["does"], *table["does_not"], *table["other"], *SAID]
    return [f"{_named(text, rng)} {rng.choice(said)}{rng.choice(['', '.'])}" for text in texts]


def _named(text, rng):
    """A name or a noun that the text uses often."""
    kind = _NAME if rng.random() < 0.6 and _NAME.search(text) else _NOUN
    often = [word for word, _ in Counter(kind.findall(text)).most_common(4)] or ["it"]
    word = str(rng.choice(often))
    return word if kind is _NAME else f"The {word}"
