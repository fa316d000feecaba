"""What a comparison says in plain sentences about the same stories: told by whom, in whose words, with which points."""

from crossframe.compare.wording import many

ALPHA = 0.05  # on adjusted p values
NAMED = 6  # outlets that get a sentence of their own


def findings(comparison):
    """What was found within stories and between articles that share text (list of str)."""
    results = comparison.results
    return [*_told(results), *_words(results), *_tone(comparison), *_points(results), *_copies(comparison)]


def _told(results):
    if "stories" not in results:
        return []
    about = results["stories"].about
    if not about["n_shared"]:
        return [f"{many(about['n_stories'], 'story', 'stories')}, none told by two outlets."]
    return [f"{many(about['n_stories'], 'story', 'stories')}; {about['n_shared']:,} of them told by two outlets or "
            f"more, in {many(about['n_articles_shared'], 'article')}."]


def _words(results):
    if "topic_control" not in results:
        return []
    result = results["topic_control"]
    verdicts, n = result.about["verdicts"], len(result.table)
    if not n:
        return []
    same = verdicts["holds"] + verdicts["weaker"]
    return [f"Of the {many(n, 'word')} that differ most surely over all articles, {same:,} "
            f"{'differs' if same == 1 else 'differ'} on the same stories too, {verdicts['story choice']:,} "
            f"{'comes' if verdicts['story choice'] == 1 else 'come'} from which stories are told"
            + (f", {verdicts['reversed']:,} point the other way" if verdicts["reversed"] else "")
            + f"; for {verdicts['cannot tell']:,} too few shared stories use the word to tell."]


def _tone(comparison):
    if "decompose" not in comparison.results:
        return []
    table = comparison.results["decompose"].table
    table = table.pivot(index="outlet", columns="part", values=["estimate", "p_adjusted"])
    pair, sentences = comparison.about["pair"], []
    for outlet in comparison.about["compared"][:1 if pair else NAMED]:
        estimate, p_adjusted = (table.loc[outlet, name] for name in ("estimate", "p_adjusted"))
        if p_adjusted.total < ALPHA and estimate.notna().all():
            against = comparison.about["compared"][1] if pair else "all others"
            sentences.append(f"Of the gap in tone between {outlet} and {against} ({estimate.total:+.2f}), "
                             f"{estimate.selection:+.2f} is which stories are told and {estimate.framing:+.2f} how the "
                             "same ones are told.")
    return sentences


def _points(results):
    if "coverage" not in results:
        return []
    table = results["coverage"].table.drop_duplicates(["story", "point"])
    shared = int((table.n_outlets > 1).sum())
    lacking = results["left_out"].table.outlet.value_counts()
    most = f"; {lacking.index[0]} lacks most ({lacking.iloc[0]:,})" if len(lacking) else ""
    return [f"In {many(table.story.nunique(), 'story', 'stories')} that most outlets tell, "
            f"{many(shared, 'point')} {'is' if shared == 1 else 'are'} made by two outlets or more{most}. Missing here "
            "is not the same as left out."]


def _copies(comparison):
    if "shared_copy" not in comparison.results:
        return []
    table = comparison.results["shared_copy"].table
    if table.empty:
        return ["No passage is shared word for word between articles."]
    how = {"drop": "count for no outlet", "once": "count for the article that carries them first"}
    told = comparison.skipped.get("shared_copy") or (
        f"These words {how[comparison.about['parameters']['copies']]}.")
    n = table.article.nunique()
    return [f"{many(n, 'article')} {'shares' if n == 1 else 'share'} passages word for word with another (wire copy, "
            f"reprints). {told}"]


def may(comparison):
    """What the comparison within stories shows (list of str)."""
    matched = comparison.results.get("keyness_matched")
    if matched is None or not matched.table.p_value.notna().any():
        return []
    return ["Which words differ on the same stories: there both sides of a story weigh alike, the story is the unit, "
            "and which stories an outlet picks plays no part."]


def may_not(comparison):
    """What it does not show (list of str)."""
    if "keyness_matched" not in comparison.results:
        why = comparison.skipped.get("stories", "").rstrip(".")
        return [f"That the outlets tell the same events differently. {why}."]
    about = comparison.results["stories"].about
    rest = about["n_stories"] - about["n_shared"]
    sentences = ["That a difference over all articles comes from how events are told: it includes which stories an "
                 "outlet picks. The figures within stories leave that out, and speak of shared stories only "
                 f"({about['n_shared']:,} of {about['n_stories']:,}); how an outlet would have told the other {rest:,} "
                 "is not known.",
                 "That articles matched to one story tell the same event: they were matched by their words, names and "
                 "dates. cf.story_pairs lists the pairs to check by hand."]
    if "coverage" in comparison.results:
        sentences.append("That an outlet left a point out: a point that is missing here may stand in an article that "
                         "is not in the collection, or in words that were not recognised.")
    return sentences


def methods(comparison):
    """Sentences for the methods paragraph (list of str)."""
    parameters, results = comparison.about["parameters"], comparison.results
    sentences = []
    if "stories" not in results:
        sentences.append("Stories were not matched across outlets, so differences include the choice of stories.")
    else:
        about = results["stories"].about
        sentences.append(
            "Articles on one event were matched by title, words and names"
            f" within {parameters['days']:g} days ({many(about['n_stories'], 'story', 'stories')}, "
            f"{about['n_shared']:,} of them told by two outlets or more).")
    if "keyness_matched" in results:
        sentences.append(
            "Within stories, rates were compared as rate ratios stratified by story (Mantel & Haenszel, 1959), the "
            "story being the unit, and scores as means of within-story differences; the gap in scores was split into "
            "story selection and framing (Kitagawa, 1955).")
    if "distance" in results:
        sentences.append("Distances between outlets are leave-one-out estimates of partisanship (Gentzkow et al., "
                         "2019), less their mean under permuted labels.")
    if "shared_copy" in results and "shared_copy" not in comparison.skipped:
        how = {"drop": "were not counted", "once": "were counted for their first carrier only"}[parameters["copies"]]
        sentences.append("Passages that articles share word for word (wire copy, reprints) " + how + ".")
    return sentences


def cited(comparison):
    """Which references these sentences need (list of str)."""
    return (["gentzkow"] if "distance" in comparison.results else []) + (
        ["kitagawa", "mantel"] if "keyness_matched" in comparison.results else [])
