"""Lines that only repeat what is known of the article: its title, its outlet, its authors."""

import re

from crossframe.clean.rule import PEOPLE, ROLE

__all__ = ["authors", "byline_above", "fold", "mastheads", "one_author", "repeats"]


def fold(text):
    """Letters and digits alone, lower case, single spaces.

    Examples
    --------
    >>> fold("The  HARBOUR, Times!")
    'the harbour times'
    """
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def authors(author):
    """The folded names in an author field: separated by commas, semicolons, "and" or "&"."""
    return {fold(name) for name in re.split(r"[,;&]|\band\b", author or "") if fold(name)}


def mastheads(outlet):
    """The ways an outlet writes its name, folded: with and without The, News, .com and what stands in brackets.

    Examples
    --------
    >>> {"harbour times", "the harbour times", "harbour times com"} <= mastheads("The Harbour Times (Online)")
    True
    """
    if not outlet:
        return set()
    plain = re.sub(r"\(.*?\)|\s[-–|].*", "", outlet)
    plains = (outlet, plain, re.sub(r"(?i)^the ", "", plain), re.sub(r"(?i) (?:online )?news$", "", plain))
    forms = {fold(form) for form in plains}
    forms |= {form.replace(" ", "") for form in forms}
    forms |= {f"the {form}" for form in forms} | {f"{form} com" for form in forms}
    return {form for form in forms if len(form) > 1}


def repeats(line, title, papers, people):
    """The reason if a line holds nothing but the title, the outlet (and a word more) or the authors; else None."""
    if len(line) > 300:
        return None
    folded, head = fold(line), fold(title or "")
    longer = head.count(" ") >= 3 and folded.startswith(head) and len(folded) <= 1.4 * len(head)
    if head and (folded == head or longer):
        return "title"
    if folded in papers or any(folded.startswith(paper + " ") and folded.count(" ") <= paper.count(" ") + 1
                               for paper in papers if len(paper) > 3):
        return "masthead"
    rest = folded
    for person in people:
        rest = rest.replace(person, "")
    besides = {"by", "and", "the", "for", *" ".join(papers).split()}
    return "byline" if rest != folded and len(line) < 120 and set(rest.split()) <= besides else None


def byline_above(line, following, papers):
    """Whether a line is names alone, right above the outlet's name or a writer's role."""
    return bool(re.fullmatch(PEOPLE, line)) and (
        fold(following) in papers or (len(following) < 60 and bool(re.fullmatch(ROLE, following))))


def one_author(lines, reasons, people):
    """Mark the one line that is an author's name; where there are more, they tell who speaks."""
    named = [place for place, line in enumerate(lines)
             if people and not reasons[place] and len(line) < 60 and fold(line) in people]
    if len(named) == 1:
        reasons[named[0]] = "byline"
