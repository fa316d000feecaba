"""What a comparison says in plain sentences: its findings, and what may and may not be concluded from them.

Every sentence is put together from the tables; nothing is computed here but counts, shares and a choice of rows.
"""

from crossframe.compare import frame_notes, stance_notes, story_notes, voice_notes
from crossframe.compare.wording import day, listed, many
from crossframe.tokens import STOP_WORDS

ALPHA = 0.05  # on p values, adjusted ones for words
NAMED = 6  # words named for each side, and outlets that get a sentence of their own
FEW = 10  # articles: fewer are pointed out
ALL_OTHERS = "all others"


def surest(rows, n, *, side=1):
    """The n terms that lean most surely to one side: the best-supported of them, as ``cf.keyness`` orders its rows.

    Parameters
    ----------
    rows : DataFrame
        Of ``cf.keyness``, one target, in its order.
    n : int
    side : 1 or -1
        1 for terms of the target, -1 for those of the reference.

    Returns
    -------
    DataFrame
    """
    return rows[rows.estimate * side > 0].head(n)


def by_target(comparison):
    """Every target's rows of the keyness table, in the order compared (list of (target, reference, rows))."""
    table, about = comparison.results["keyness"].table, comparison.about
    targets = about["compared"][:1] if about["pair"] else about["compared"]
    reference = about["compared"][1] if about["pair"] else ALL_OTHERS
    return [(target, reference, table[table.outlet == target]) for target in targets]


def removed_share(comparison):
    """Which share of all characters cleaning took out."""
    table = comparison.results["corpus"].table
    return float(table.characters_removed.sum() / max(table.characters_read.sum(), 1))
VOICES = {
    "all": "What an outlet says itself: quoted words count as its words, whoever spoke them; voice='outlet' leaves "
           "them out.",
    "outlet": "What stands in quotations: they were left out, as far as they were recognised; so was indirect speech.",
    "quoted": "What an outlet says itself: only what it quotes was counted, as far as that was recognised.",
}


def findings(comparison):
    """The main results, a plain sentence each."""
    groups = by_target(comparison)
    sentences = [_what(comparison), *(_words(*group) for group in groups[:NAMED])]
    if len(groups) > NAMED:
        sentences.append(f"The words of the other {len(groups) - NAMED} outlets are in the table of words.")
    return [*sentences, *_tone(comparison), *story_notes.findings(comparison),
            *voice_notes.findings(comparison), *frame_notes.findings(comparison), *stance_notes.findings(comparison),
            _cleaned(comparison)]


def _what(comparison):
    overview, about = comparison.results["corpus"].table, comparison.about
    first, last = overview["first"].min(), overview["last"].max()
    dates = "" if first != first else f", {day(first)}" if first == last else f", {day(first)} to {day(last)}"
    sizes = overview.set_index("outlet").articles
    named = listed([f"{name} ({many(sizes[name], 'article')})" for name in about["compared"]])
    how = "are compared with each other" if about["pair"] else (
        f"{'is' if len(about['compared']) == 1 else 'are each'} compared with all others together")
    return f"{many(overview.articles.sum(), 'article')}, {overview.words.sum():,} words{dates}: {named} {how}."


def _words(target, reference, rows):
    n_tested, n_sure = int(rows.p_adjusted.notna().sum()), int((rows.p_adjusted < ALPHA).sum())
    named = (rows[rows.p_adjusted < ALPHA] if n_sure else rows)[lambda named: ~named.term.isin(STOP_WORDS)]
    here, there = (listed([f"“{term}”" for term in surest(named, NAMED, side=side).term]) for side in (1, -1))
    towards = [f"{target} leans to {here}"] if here else []
    towards += [f"{reference} {'lean' if reference == ALL_OTHERS else 'leans'} to {there}"] if there else []
    lean = "; ".join(towards) or "no other word"
    if not n_tested:
        return (f"{target} and {reference}, as a description only ({many(len(rows), 'word')} counted) and function "
                f"words aside: {lean}.")
    share = f"{n_sure:,}" if n_sure else "none"
    verb = "differ" if n_sure > 1 else "differs"
    return (f"{target} against {reference}: {share} of {many(n_tested, 'word')} tested {verb} beyond chance between "
            f"articles (adjusted p < .05). {'Most surely' if n_sure else 'Without proof'}, and function words aside, "
            f"{lean}.")


def _tone(comparison):
    if "sentiment_contrast" not in comparison.results:
        return [f"Tone was not compared. {comparison.skipped['sentiment_contrast']}"]
    table, compared = comparison.results["sentiment_contrast"].table, comparison.about["compared"]
    if not table.p_adjusted.notna().any():
        return []
    if comparison.about["pair"]:
        return [_tone_of_pair(table.set_index("outlet").loc[compared[0]], *compared)]
    sides = {word: table.outlet[(table.p_adjusted < ALPHA) & (table.estimate * side > 0)].tolist()
             for word, side in (("negative", -1), ("positive", 1))}
    parts = [f"{listed(names)} {'score' if len(names) > 1 else 'scores'} more {word} than all others"
             for word, names in sides.items() if names]
    return [f"Tone: {'; '.join(parts) or 'no outlet differs from all others beyond chance between articles'} "
            "(adjusted p < .05)."]


def _tone_of_pair(row, target, reference):
    numbers = f"difference in means {row.estimate:+.2f}, 95% interval {row.conf_low:+.2f} to {row.conf_high:+.2f}"
    if row.p_value < ALPHA:
        word = "positive" if row.estimate > 0 else "negative"
        return f"Tone: {target} scores more {word} than {reference} ({numbers})."
    return f"Tone: no difference between {target} and {reference} can be shown ({numbers})."


def _cleaned(comparison):
    if "cleaning" not in comparison.results:
        return f"Nothing was cleaned. {comparison.skipped['cleaning']}"
    table = comparison.results["cleaning"].table
    if not len(table):
        return "Cleaning found nothing to take out."
    top = table.groupby("reason").passages.sum().sort_values(ascending=False, kind="stable")
    often = listed([f"{reason} ({n:,})" for reason, n in top.head(3).items()])
    return (f"Before counting, cleaning took out {many(int(top.sum()), 'passage')}, {removed_share(comparison):.1%} of "
            f"all characters; most often: {often}.")


def may(comparison):
    """What these articles do show, a plain sentence each."""
    sentences = ["How often each outlet's articles here use a word: these are counts, and each leads to its sentences."]
    if comparison.results["keyness"].table.p_adjusted.notna().any():
        unit = comparison.about["parameters"]["cluster"] or "article"
        sentences += [
            f"That a word marked as different (adjusted p < .05) differs between the outlets by more than chance from "
            f"{unit} to {unit} would bring: the {unit} is the unit, not the word. Of the words so marked, about one in "
            "twenty is expected to be a false alarm.",
            "How large a difference is: the interval beside a ratio holds the values that the articles agree with."]
    contrast = comparison.results.get("sentiment_contrast")
    if contrast is not None and contrast.table.p_value.notna().any():
        sentences.append("Whose articles use more positive or more negative words on average, and by how much.")
    return [*sentences, *story_notes.may(comparison), *frame_notes.may(comparison), *stance_notes.may(comparison)]


def may_not(comparison):
    """What they do not show, and why, a plain sentence each."""
    sentences = [*story_notes.may_not(comparison), *voice_notes.may_not(comparison), *frame_notes.may_not(comparison),
                 *stance_notes.may_not(comparison)]
    if len(comparison.corpus.articles) == 2:
        sentences.insert(0, "Anything about the two outlets: two articles can be described, not tested. Another pair "
                            "of their articles may show the opposite.")
    sentences += [*_few(comparison), *_untested(comparison), *_dates(comparison), *_uneven_cleaning(comparison),
                  *_left_out(comparison)]
    sentences.append(VOICES[comparison.about["parameters"]["voice"]])
    if "sentiment_contrast" in comparison.results:
        sentences.append("What an outlet thinks of anyone: the score is of words, and a report on a war uses dark "
                         "words whatever its stance.")
    return [*sentences, "Why they differ, or that one of them is biased: a rate of words has no motive.",
            "Anything about articles that are not here, unless these were drawn from them by a rule you can state."]


def _few(comparison):
    overview = comparison.results["corpus"].table
    few = overview[(overview.articles < FEW) & overview.outlet.isin(comparison.about["compared"])]
    if few.empty or len(comparison.corpus.articles) == 2:
        return []
    named = listed([f"{row.outlet} ({row.articles})" for row in few.itertuples()])
    return [f"Much about outlets with fewer than ten articles: {named}. Their intervals are wide or cannot be given."]


def _untested(comparison):
    table, several = comparison.results["keyness"].table, len(by_target(comparison)) > 1
    tested, missing = int(table.p_value.notna().sum()), int(table.p_value.isna().sum())
    if not tested:
        return []
    whole = "those of one outlet, not for those of all" if several else "that"
    sentences = [f"That a word differs because its unadjusted p is small: {many(tested, 'test was', 'tests were')} "
                 f"made. The adjusted p allows for {whole}."]
    if missing:
        pairs = "pairs of word and outlet" if several else "words"
        sentences.append(f"That the {missing:,} {pairs} without an interval are alike or unlike: too few articles use "
                         "the word to tell.")
    return sentences


def _dates(comparison):
    overview = comparison.results["corpus"].table
    undated, sentences = int(overview.undated.sum()), []
    if undated:
        some = f"{undated:,} of {many(overview.articles.sum(), 'article')} {'has' if undated == 1 else 'have'}"
        sentences.append(f"That the outlets wrote at the same time: {some} no date.")
    table = overview[overview.outlet.isin(comparison.about["compared"])].dropna(subset=["first"])
    if len(table) > 1 and table["last"].min() < table["first"].max():
        early, late = table.loc[table["last"].idxmin()], table.loc[table["first"].idxmax()]
        sentences.append(f"That a difference is between outlets and not between times: {early.outlet} ends "
                         f"{day(early['last'])}, {late.outlet} begins {day(late['first'])}.")
    return sentences


def _uneven_cleaning(comparison):
    overview = comparison.results["corpus"].table
    share = overview.set_index("outlet").removed_share[comparison.about["compared"]]
    if share.max() - share.min() < 0.05:
        return []
    return [f"That cleaning weighed on all alike: it took out {share.max():.0%} of the text of {share.idxmax()} and "
            f"{share.min():.0%} of {share.idxmin()}. Look through what was taken out before you trust a word that "
            "could stand in a caption or a plea."]


def _left_out(comparison):
    about, lost = comparison.about, len(comparison.corpus.lost)
    sentences, unknown = [], about["rows"]["articles"] - about["rows"]["with_outlet"]
    if unknown:
        sentences.append(f"Anything about {many(unknown, 'article')} whose outlet is not known: left out.")
    if left := about["left_out"]:
        role = "not used" if about["pair"] else "only counted among all others; outlets= or target= names others"
        sentences.append(f"Anything about {many(len(left), 'further outlet')} ({many(sum(left.values()), 'article')}; "
                         f"the largest: {listed(list(left)[:5])}): {'it is' if len(left) == 1 else 'they are'} {role}.")
    if lost:
        some = many(lost, "file or row", "files or rows")
        sentences.append(f"Anything in {some} that gave no article; the reasons are listed with the articles.")
    return sentences
