"""What a comparison says in plain sentences: the findings, what may and may not be concluded, the methods paragraph.

Every sentence is put together from the tables; nothing here is computed that is not a count, a share or a choice of rows.
"""

import pandas as pd

ALPHA = 0.05  # on adjusted p values

REFERENCES = {
    "benjamini": "Benjamini, Y., & Hochberg, Y. (1995). Controlling the false discovery rate: A practical and powerful approach to "
                 "multiple testing. Journal of the Royal Statistical Society: Series B, 57(1), 289-300.",
    "lijffijt": "Lijffijt, J., Nevalainen, T., Säily, T., Papapetrou, P., Puolamäki, K., & Mannila, H. (2016). Significance testing of "
                "word frequencies in corpora. Digital Scholarship in the Humanities, 31(2), 374-397.",
    "monroe": "Monroe, B. L., Colaresi, M. P., & Quinn, K. M. (2008). Fightin' words: Lexical feature selection and evaluation for "
              "identifying the content of political conflict. Political Analysis, 16(4), 372-403.",
    "vader": "Hutto, C., & Gilbert, E. (2014). VADER: A parsimonious rule-based model for sentiment analysis of social media text. "
             "Proceedings of the International AAAI Conference on Web and Social Media, 8(1), 216-225.",
}


def surest(rows, n, *, side=1):
    """The n terms that lean most surely to one side: those whose interval stays furthest from zero.

    Parameters
    ----------
    rows : DataFrame
        Of ``cf.keyness``, one target.
    n : int
    side : 1 or -1
        1 for terms of the target, -1 for those of the reference.

    Returns
    -------
    DataFrame
        The surest first; where nothing could be tested, the largest estimates first.
    """
    rows = rows[rows.estimate * side > 0]
    near = rows.conf_low if side > 0 else -rows.conf_high
    order = rows.assign(_near=near, _size=rows.estimate.abs(), _uses=rows.n + rows.n_reference)
    order = order.sort_values(["_near", "_size", "_uses", "term"], ascending=[False, False, False, True], kind="stable")
    return order.head(n).drop(columns=["_near", "_size", "_uses"])


def by_target(comparison):
    """Each target's rows of the keyness table, in the order of the outlets compared (list of (target, reference, rows))."""
    table, about = comparison.results["keyness"].table, comparison.about
    targets = about["compared"][:1] if about["pair"] else about["compared"]
    reference = about["compared"][1] if about["pair"] else "all others"
    return [(target, reference, table[table.outlet == target]) for target in targets]


def two_articles(comparison):
    """Whether there is one article a side, so that nothing can be tested."""
    return len(comparison.corpus.articles) == 2


def findings(comparison):
    """The main results, a plain sentence each."""
    sentences = [_what(comparison)]
    if two_articles(comparison):
        sentences.append("Two articles can be described, not tested: with one article a side nobody can tell a difference between "
                         "outlets from a difference between articles, so no p values and no intervals are given.")
    groups = by_target(comparison)
    sentences += [_words(*group) for group in groups[:6]]
    if len(groups) > 6:
        sentences.append(f"The other {len(groups) - 6} outlets are under Words.")
    return sentences + _tone(comparison) + _cleaned(comparison)


def _what(comparison):
    overview, about = comparison.results["corpus"].table, comparison.about
    first, last = overview["first"].min(), overview["last"].max()
    dates = "" if first != first else f", {day(first)} to {day(last)}" if first != last else f", {day(first)}"
    against = "each other" if about["pair"] else "all others"
    sizes = overview.set_index("outlet").articles
    named = [f"{name} ({many(sizes[name], 'article')})" for name in about["compared"][:12]]
    return (f"{many(len(comparison.corpus.articles), 'article')}, {overview.words.sum():,} words{dates}: {listed(named)} "
            f"{'is' if len(named) == 1 else 'are'} compared with {against}.")


def _words(target, reference, rows):
    here, there = (listed([f"“{term}”" for term in surest(rows, 6, side=side).term]) for side in (1, -1))
    lean = "; ".join(part for part in (here and f"{target} leans to {here}", there and f"{reference} to {there}") if part)
    tested = rows.p_adjusted.notna()
    if not tested.any():
        return f"{target} and {reference} use {many(len(rows), 'term')} often enough to list. As a description only: {lean}."
    n_sure = int((rows.p_adjusted < ALPHA).sum())
    count = (f"{n_sure:,} of {tested.sum():,} terms differ beyond what chance between articles would bring (adjusted p < .05)"
             if n_sure else f"none of {tested.sum():,} terms differs beyond what chance between articles would bring (adjusted p < .05)")
    return f"{target} against {reference}: {count}. {'Most surely, ' if n_sure else 'Without proof, '}{lean}."


def _tone(comparison):
    if "sentiment_contrast" not in comparison.results:
        return [f"Tone was not compared: {comparison.skipped['sentiment_contrast']}"]
    table, about = comparison.results["sentiment_contrast"].table, comparison.about
    table = table[table.outlet.isin(about["compared"])]
    if not table.p_adjusted.notna().any():
        return []
    if about["pair"]:
        return [_tone_of_pair(table.set_index("outlet").loc[about["compared"][0]], *about["compared"])]
    low, high = (table[(table.p_adjusted < ALPHA) & (table.estimate * side > 0)].outlet.tolist() for side in (-1, 1))
    parts = [f"{listed(names)} {'score' if len(names) > 1 else 'scores'} {word} than all others"
             for names, word in ((low, "more negative"), (high, "more positive")) if names]
    return [f"Tone of the articles: {'; '.join(parts)} (adjusted p < .05)." if parts else
            "Tone of the articles: no outlet differs from all others beyond chance between articles (adjusted p < .05)."]


def _tone_of_pair(row, target, reference):
    interval = f"difference {row.estimate:+.2f}, 95% interval {row.conf_low:+.2f} to {row.conf_high:+.2f}"
    if row.p_value < ALPHA:
        return f"Tone of the articles: {target} scores more {'positive' if row.estimate > 0 else 'negative'} than {reference} ({interval})."
    return f"Tone of the articles: no difference between {target} and {reference} can be shown ({interval})."


def _cleaned(comparison):
    if "cleaning" not in comparison.results:
        return [f"Nothing was cleaned: {comparison.skipped['cleaning']}"]
    table = comparison.results["cleaning"].table
    if not len(table):
        return ["Cleaning found nothing to take out."]
    top = table.groupby("reason").passages.sum().sort_values(ascending=False, kind="stable")
    share = comparison.corpus.removed.text.str.len().sum() / max(_characters(comparison.corpus.articles), 1)
    return [f"Before counting, {many(int(top.sum()), 'passage')} ({share:.1%} of all characters) were taken out, most often "
            f"{listed([f'{reason} ({n:,})' for reason, n in top.head(3).items()])}; each keeps its reason."]


def may(comparison):
    """What these articles do show."""
    sentences = ["How often each outlet's articles here use a word: these are counts, and each leads to its sentences."]
    keyness = comparison.results["keyness"].table
    if keyness.p_adjusted.notna().any():
        unit = comparison.about["parameters"]["cluster"] or "article"
        sentences.append(
            f"That a word marked as different (adjusted p < .05) differs between the outlets by more than {unit}s of one outlet differ "
            f"among themselves. Words are treated {unit} by {unit}, not as independent draws. About one in twenty words so marked can be expected to be false.")
        sentences.append("How large a difference is: the interval beside each ratio holds the values that the articles are compatible with.")
    contrast = comparison.results.get("sentiment_contrast")
    if contrast is not None and contrast.table.p_value.notna().any():
        sentences.append("Whether the wording of one side's articles scores more negative or positive on average, within the interval given.")
    return sentences


def may_not(comparison):
    """What they do not show, and why."""
    sentences = ["That the outlets tell the same events differently: no stories were matched, so a difference can come from which "
                 "stories an outlet picks."]
    if two_articles(comparison):
        sentences.insert(0, "Anything about the outlets: two articles can be described, not tested. Another pair of articles may show the opposite.")
    sentences += [*_few(comparison), *_untested(comparison), *_dates(comparison), *_uneven_cleaning(comparison), *_left_out(comparison)]
    sentences.append("What an outlet says itself: words in quotation marks are counted with it, whoever spoke them.")
    if "sentiment_contrast" in comparison.results:
        sentences.append("What an outlet thinks of anyone: the score is of the words used, and a report on a war uses dark words whatever its stance.")
    sentences.append("Why they differ, or that one of them is biased: a rate of words has no motive.")
    sentences.append("Anything about articles that are not in this collection, unless these were drawn from them by a rule you can state.")
    return sentences


def _few(comparison):
    overview = comparison.results["corpus"].table
    few = overview[(overview.articles < 10) & overview.outlet.isin(comparison.about["compared"])]
    if two_articles(comparison) or few.empty:
        return []
    named = listed([f"{row.outlet} ({row.articles})" for row in few.itertuples()])
    return [f"Much about outlets with fewer than ten articles: {named}. Their intervals are wide, or cannot be given."]


def _untested(comparison):
    table, groups = comparison.results["keyness"].table, len(by_target(comparison))
    tested, missing = int(table.p_value.notna().sum()), int(table.p_value.isna().sum())
    if not tested:
        return []
    several = ", and not across the outlets" if groups > 1 else ""
    sentences = [f"That a word differs because its unadjusted p is small: {many(tested, 'test')} were made. The adjusted p allows for those of one "
                 f"outlet{several}."]
    if missing:
        sentences.append(f"That the {many(missing, 'term')} without an interval are alike or unlike: too few articles use them to tell.")
    return sentences


def _dates(comparison):
    overview = comparison.results["corpus"].table
    table = overview[overview.outlet.isin(comparison.about["compared"])].dropna(subset=["first"])
    undated = int(overview.undated.sum())
    sentences = [] if not undated else [f"That the outlets wrote at the same time: {many(undated, 'article')} of {overview.articles.sum():,} carry no date."]
    if len(table) > 1 and table["last"].min() < table["first"].max():
        early, late = table.loc[table["last"].idxmin()], table.loc[table["first"].idxmax()]
        sentences.append(f"That a difference is between outlets and not between times: {early.outlet} ends {day(early['last'])}, "
                         f"{late.outlet} begins {day(late['first'])}.")
    return sentences


def _uneven_cleaning(comparison):
    overview = comparison.results["corpus"].table
    table = overview[overview.outlet.isin(comparison.about["compared"])]
    most, least = table.loc[table.removed_share.idxmax()], table.loc[table.removed_share.idxmin()]
    if most.removed_share - least.removed_share < 0.05:
        return []
    return [f"That cleaning weighed on all alike: it took out {most.removed_share:.0%} of {most.outlet}'s text and {least.removed_share:.0%} of "
            f"{least.outlet}'s. Look through the audit before you trust a word that could stand in a caption or a plea."]


def _left_out(comparison):
    about, problems = comparison.about, len(comparison.corpus.problems)
    sentences = []
    if left := about["left_out"]:
        role = "not used at all" if about["pair"] else "not compared by name, and stand only among all others"
        sentences.append(f"Anything about {many(len(left), 'further outlet')} with {many(sum(left.values()), 'article')}, among them "
                         f"{listed(list(left)[:5])}: they are {role}.")
    if problems:
        sentences.append(f"Anything about {many(problems, 'file or row', 'files or rows')} that could not be read.")
    return sentences


def methods(comparison):
    """A methods paragraph and its references."""
    from crossframe import __version__

    about, given = comparison.about, comparison.about["parameters"]
    parts = [_sample(comparison), _counting(comparison), _testing(comparison), _scoring(comparison),
             "Stories were not matched across outlets; differences therefore include the choice of stories.",
             f"All measures were computed with crossframe {__version__}, seed {given['seed']}."]
    cited = ["lijffijt", "benjamini", "monroe"] + ["vader"] * (given["lexicon"] == "vader")
    tested = comparison.results["keyness"].table.p_value.notna().any()
    cited = cited if tested else [key for key in cited if key in ("monroe", "vader")]
    return " ".join(part for part in parts if part) + "\n\n" + "\n".join(REFERENCES[key] for key in sorted(cited, key=lambda k: REFERENCES[k]))


def _sample(comparison):
    overview, about = comparison.results["corpus"].table, comparison.about
    per = listed([f"{row.outlet}: {row.articles:,}" for row in overview[overview.outlet.isin(about["compared"])].itertuples()])
    rest = "" if about["pair"] or not about["left_out"] else f"; {many(len(about['left_out']), 'other outlet')}: {sum(about['left_out'].values()):,}"
    cleaned = ""
    if "cleaning" in comparison.results:
        share = comparison.corpus.removed.text.str.len().sum() / max(_characters(comparison.corpus.articles), 1)
        cleaned = (f" Mastheads, credits, captions, prompts and lines that recur across an outlet's articles were removed by rule before "
                   f"counting ({many(len(comparison.corpus.removed), 'passage')}, {share:.1%} of all characters); every removal was logged.")
    return f"We compared {many(len(comparison.corpus.articles), 'article')} ({per}{rest}; {overview.words.sum():,} words).{cleaned}"


def _counting(comparison):
    given, table = comparison.about["parameters"], comparison.results["keyness"].table
    terms = "words" if given["ngrams"] == 1 else f"terms of up to {given['ngrams']} words"
    return (f"For all {table.term.nunique():,} {terms} used at least {given['min_count']} times we estimated the log2 ratio of the rates per word "
            f"in {_sides(comparison.about)}, shrunken toward zero.")


def _sides(about):
    if about["pair"]:
        return f"{about['compared'][0]} and {about['compared'][1]}"
    return f"{about['compared'][0]} and in all other outlets" if len(about["compared"]) == 1 else "each outlet and in all others"


def _testing(comparison):
    if not comparison.results["keyness"].table.p_value.notna().any():
        return "With so few articles differences were described and not tested."
    unit = comparison.about["parameters"]["cluster"] or "article"
    return (f"Standard errors treat the {unit}, not the word, as the sampling unit (cf. Lijffijt et al., 2016); p values were adjusted across terms "
            "within each outlet (Benjamini & Hochberg, 1995). Log-likelihood G2 and weighted log-odds (Monroe et al., 2008), which treat words as "
            "independent, are reported for comparison only.")


def _scoring(comparison):
    given, scores = comparison.about["parameters"], comparison.results["sentiment"].table
    name = "VADER (Hutto & Gilbert, 2014)" if given["lexicon"] == "vader" else given["lexicon"]
    unscored = int(scores.score.isna().sum())
    return (f"Articles were scored with the {name} lexicon; {scores.score.notna().sum():,} of {len(scores):,} held a word it knows"
            f"{', the others have no score' if unscored else ''}.")


def _characters(articles):
    return (articles["raw"].fillna(articles.text) if "raw" in articles else articles.text).str.len().sum()


def day(date):
    """A date as written in running text.

    Examples
    --------
    >>> day(pd.Timestamp("2019-07-16"))
    '16 July 2019'
    """
    return f"{date.day} {date:%B %Y}"


def many(n, noun, plural=None):
    """A count with its noun.

    Examples
    --------
    >>> many(1, "article"), many(2400, "article")
    ('1 article', '2,400 articles')
    """
    return f"{n:,} {noun if n == 1 else plural or noun + 's'}"


def listed(items):
    """A list as read aloud.

    Examples
    --------
    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " and " + items[-1] if items else ""
