"""The methods paragraph of a comparison, numbers filled in, with its references."""

from crossframe.compare import frame_notes, stance_notes, story_notes, voice_notes
from crossframe.compare.manifest import versions
from crossframe.compare.notes import removed_share
from crossframe.compare.wording import listed, many

REFERENCES = {
    "benjamini": "Benjamini, Y., & Hochberg, Y. (1995). Controlling the false discovery rate: A practical and powerful "
                 "approach to multiple testing. Journal of the Royal Statistical Society: Series B, 57(1), 289-300.",
    "boydstun": "Boydstun, A. E., Card, D., Gross, J. H., Resnik, P., & Smith, N. A. (2014). Tracking the development "
                "of media frames within and across policy issues. APSA 2014 Annual Meeting Paper.",
    "chao": "Chao, A., Gotelli, N. J., Hsieh, T. C., Sander, E. L., Ma, K. H., Colwell, R. K., & Ellison, A. M. "
            "(2014). Rarefaction and extrapolation with Hill numbers: A framework for sampling and estimation in "
            "species diversity studies. Ecological Monographs, 84(1), 45-67.",
    "gallagher": "Gallagher, R. J., Frank, M. R., Mitchell, L., Schwartz, A. J., Reagan, A. J., Danforth, C. M., & "
                 "Dodds, P. S. (2021). Generalized word shift graphs: A method for visualizing and explaining pairwise "
                 "comparisons between texts. EPJ Data Science, 10, 4.",
    "gentzkow": "Gentzkow, M., Shapiro, J. M., & Taddy, M. (2019). Measuring group differences in high-dimensional "
                "choices: Method and application to congressional speech. Econometrica, 87(4), 1307-1340.",
    "hamborg": "Hamborg, F., & Donnay, K. (2021). NewsMTSC: A dataset for (multi-)target-dependent sentiment "
               "classification in political news articles. Proceedings of the 16th Conference of the European Chapter "
               "of the Association for Computational Linguistics: Main Volume, 1663-1675.",
    "hanselowski": "Hanselowski, A., PVS, A., Schiller, B., Caspelherr, F., Chaudhuri, D., Meyer, C. M., & Gurevych, "
                   "I. (2018). A retrospective analysis of the fake news challenge stance-detection task. Proceedings "
                   "of the 27th International Conference on Computational Linguistics, 1859-1874.",
    "hutto": "Hutto, C., & Gilbert, E. (2014). VADER: A parsimonious rule-based model for sentiment analysis of social "
             "media text. Proceedings of the International AAAI Conference on Web and Social Media, 8(1), 216-225.",
    "kitagawa": "Kitagawa, E. M. (1955). Components of a difference between two rates. Journal of the American "
                "Statistical Association, 50(272), 1168-1194.",
    "kwak": "Kwak, H., An, J., Jing, E., & Ahn, Y.-Y. (2021). FrameAxis: Characterizing microframe bias and intensity "
            "with word embedding. PeerJ Computer Science, 7, e644.",
    "lijffijt": "Lijffijt, J., Nevalainen, T., Säily, T., Papapetrou, P., Puolamäki, K., & Mannila, H. (2016). "
                "Significance testing of word frequencies in corpora. Digital Scholarship in the Humanities, 31(2), "
                "374-397.",
    "mantel": "Mantel, N., & Haenszel, W. (1959). Statistical aspects of the analysis of data from retrospective "
              "studies of disease. Journal of the National Cancer Institute, 22(4), 719-748.",
    "monroe": "Monroe, B. L., Colaresi, M. P., & Quinn, K. M. (2008). Fightin' words: Lexical feature selection and "
              "evaluation for identifying the content of political conflict. Political Analysis, 16(4), 372-403.",
    "newell": "Newell, E., Margolin, D., & Ruths, D. (2018). An attribution relations corpus for political news. "
              "Proceedings of the Eleventh International Conference on Language Resources and Evaluation (LREC).",
    "semetko": "Semetko, H. A., & Valkenburg, P. M. (2000). Framing European politics: A content analysis of press and "
               "television news. Journal of Communication, 50(2), 93-109.",
    "slapin": "Slapin, J. B., & Proksch, S.-O. (2008). A scaling model for estimating time-series party positions from "
              "texts. American Journal of Political Science, 52(3), 705-722.",
    "spinde": "Spinde, T., Plank, M., Krieger, J.-D., Ruas, T., Gipp, B., & Aizawa, A. (2021). Neural media bias "
              "detection using distant supervision with BABE: Bias annotations by experts. Findings of the Association "
              "for Computational Linguistics: EMNLP 2021, 1166-1177.",
}
VOICES = {
    "all": "",
    "outlet": " Only what the outlets say themselves was counted and scored: direct and indirect quotations were left "
              "out.",
    "quoted": " Only what the outlets quote, directly or indirectly, was counted and scored.",
}


def methods(comparison):
    """A paragraph, an empty line, then a reference a line (str)."""
    tested = bool(comparison.results["keyness"].table.p_value.notna().any())
    version, seed = versions()["crossframe"], comparison.about["parameters"]["seed"]
    paragraph = " ".join([
        _sample(comparison), *_cleaning(comparison), _counting(comparison), _testing(comparison, tested),
        _scoring(comparison), *story_notes.methods(comparison), *voice_notes.methods(comparison),
        *frame_notes.methods(comparison), *stance_notes.methods(comparison),
        f"All measures were computed with crossframe {version} (seed {seed})."])
    cited = ["benjamini"] * tested + ["hutto"] * _vader(comparison) + ["lijffijt"] * tested + ["monroe"]
    cited += story_notes.cited(comparison) + voice_notes.cited(comparison) + frame_notes.cited(comparison)
    cited += stance_notes.cited(comparison)
    return "\n".join([paragraph, "", *(REFERENCES[name] for name in sorted(cited))])


def _sample(comparison):
    overview, about = comparison.results["corpus"].table.set_index("outlet"), comparison.about
    sizes = [f"{name}: {overview.articles[name]:,}" for name in about["compared"]]
    if about["left_out"] and not about["pair"]:
        sizes.append(f"{many(len(about['left_out']), 'other outlet')}: {sum(about['left_out'].values()):,}")
    return (f"We compared {many(overview.articles.sum(), 'article')} ({'; '.join(sizes)}) of {overview.words.sum():,} "
            "words in all.")


def _cleaning(comparison):
    if "cleaning" not in comparison.results:
        return []
    return ["Mastheads, credits, captions, prompts and lines that recur across an outlet's articles were taken out by "
            f"rule before counting ({many(len(comparison.corpus.removed), 'passage')}, {removed_share(comparison):.1%} "
            "of all characters), each with its reason on record."]


def _counting(comparison):
    given, about = comparison.about["parameters"], comparison.about
    n = comparison.results["keyness"].table.term.nunique()
    terms = "word" if given["ngrams"] == 1 else f"phrase of {given['ngrams']} words"
    left_out = "" if given["stop_words"] is None else ", stop words left out"
    sides = listed(about["compared"]) if about["pair"] else (
        f"{about['compared'][0] if len(about['compared']) == 1 else 'each outlet'} and in all others together")
    return (f"For every {terms} used at least {given['min_count']} times ({n:,}{left_out}) we estimated the log2 "
            f"ratio of its rates per word in {sides}, shrunken toward zero.{VOICES[given['voice']]}")


def _testing(comparison, tested):
    if not tested:
        return ("There being too few articles to test, differences are described without intervals and p values; "
                "weighted log-odds (Monroe et al., 2008) are given for comparison with other work.")
    unit = comparison.about["parameters"]["cluster"] or "article"
    return (f"Intervals and p values take the {unit}, not the word, as the unit of sampling (Lijffijt et al., 2016) "
            f"and come from the permutation distribution of the {unit}s' labels; p values were adjusted across the "
            "terms of each outlet (Benjamini & Hochberg, 1995). G2 and weighted log-odds (Monroe et al., 2008), which "
            "treat words as independent draws, are given for comparison with other work.")


def _scoring(comparison):
    scores = comparison.results["sentiment"].table.score
    name = comparison.about["parameters"]["lexicon"]
    name = "VADER (Hutto & Gilbert, 2014)" if _vader(comparison) else f"lexicon {name}"
    return (f"The tone of articles was scored with {name}; {scores.notna().sum():,} of {many(len(scores), 'article')} "
            "held a word that it knows.")


def _vader(comparison):
    return comparison.about["parameters"]["lexicon"] == "vader"
