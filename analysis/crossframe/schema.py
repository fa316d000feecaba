"""The columns of every table: name, dtype, unit and meaning."""

from typing import NamedTuple

from crossframe.errors import DataError


class Column(NamedTuple):
    """One column of a table."""

    name: str
    dtype: str  # "str", "int", "float", "datetime" or "bool"
    unit: str
    meaning: str


ARTICLES = (
    Column("id", "str", "", "unique name of the article"),
    Column("outlet", "str", "", "who published it"),
    Column("date", "datetime", "day", "when it was published; NaT where unknown"),
    Column("title", "str", "", "headline; empty where unknown"),
    Column("text", "str", "", "the article's own text; every start and end counts its characters"),
    Column("url", "str", "", "address; empty where unknown"),
    Column("author", "str", "", "byline; empty where unknown"),
    Column("story", "str", "", "the event it tells; articles with the same value tell the same one"),
    Column("source", "str", "", "the file it was read from"),
)
REMOVED = (
    Column("article", "str", "", "id of the article"),
    Column("start", "int", "character of raw", "first character taken out"),
    Column("end", "int", "character of raw", "one past the last character taken out"),
    Column("text", "str", "", "what was taken out, as it stood"),
    Column("reason", "str", "", "why: the name of the rule"),
)
PROBLEMS = (
    Column("file", "str", "", "the file"),
    Column("line", "int", "1-based line", "the line or row; <NA> where the whole file is meant"),
    Column("reason", "str", "", "what is wrong and what to do"),
    Column("kind", "str", "", "lost: a file, line or row that gave no article; note: nothing is lost by it"),
    Column("article", "str", "", "the article a note is about; missing where it is about none, and where one is lost"),
)
SPELLINGS = (
    Column("written", "str", "", "the outlet as it stood in the data"),
    Column("outlet", "str", "", "the spelling it was folded to"),
    Column("origin", "str", "", "where it stood: a column, the page, the text, the address, the folder, or what the caller said"),
    Column("n", "int", "articles", "articles written so"),
)
INTERVAL = (
    Column("estimate", "float", "", "the difference; about['reads'] says which way it points"),
    Column("std_error", "float", "as estimate", "cluster-robust; NaN where there are too few clusters"),
    Column("conf_low", "float", "as estimate", "lower end of the 95% interval"),
    Column("conf_high", "float", "as estimate", "upper end of the 95% interval"),
    Column("p_value", "float", "", "two-sided, for estimate = 0; NaN where it cannot be tested"),
    Column("p_adjusted", "float", "", "Benjamini-Hochberg over the rows of one outlet"),
)
KEYNESS = (
    Column("term", "str", "", "word or n-gram, case folded"),
    Column("outlet", "str", "", "the target outlet"),
    Column("n", "int", "uses", "uses in the target outlet"),
    Column("rate", "float", "per million words", "rate in the target outlet"),
    Column("n_reference", "int", "uses", "uses in the reference"),
    Column("rate_reference", "float", "per million words", "rate in the reference"),
    *INTERVAL,
    Column("n_articles", "int", "articles", "articles of either side that use the term"),
    Column("n_clusters", "int", "clusters", "clusters of either side that use the term"),
    Column("dispersion", "float", "0 to 1", "Gries's DP, normalised, over the articles of both sides: 0 evenly spread, 1 all in one"),
    Column("g2", "float", "", "log-likelihood ratio G2, treating words as independent; says nothing about the direction"),
    Column("log_odds_z", "float", "", "z of weighted log-odds (Monroe et al. 2008), treating words as independent"),
)
SENTIMENT = (
    Column("article", "str", "", "id of the article"),
    Column("outlet", "str", "", "its outlet"),
    Column("story", "str", "", "its story; empty where unknown"),
    Column("start", "int", "character", "first character scored"),
    Column("end", "int", "character", "one past the last character scored"),
    Column("score", "float", "", "about['reads'] gives the scale; NaN where no word matched"),
    Column("n_matched", "int", "words", "how many words the lexicon knew"),
)
CONTRAST = (
    Column("outlet", "str", "", "the outlet (or group)"),
    *INTERVAL,
    Column("n", "int", "rows", "scored rows of the outlet"),
    Column("n_clusters", "int", "clusters", "its clusters"),
    Column("mean", "float", "as score", "mean score of the outlet"),
    Column("mean_reference", "float", "as score", "mean score of what it is compared with"),
    Column("hedges_g", "float", "standard deviations", "the difference in pooled standard deviations, small-sample corrected"),
)
MEANS = (
    Column("outlet", "str", "", "the outlet (or group)"),
    Column("estimate", "float", "as score", "mean score of the outlet"),
    Column("std_error", "float", "as score", "cluster-robust; NaN where there are too few clusters"),
    Column("conf_low", "float", "as score", "lower end of the 95% interval"),
    Column("conf_high", "float", "as score", "upper end of the 95% interval"),
    Column("n", "int", "rows", "scored rows of the outlet"),
    Column("n_clusters", "int", "clusters", "its clusters"),
)
MATCH = (
    Column("story", "str", "", "the event it tells; every article has one, alone in it or not"),
    Column("story_size", "int", "articles", "articles of the story"),
    Column("story_score", "float", "0 to 1", "mean similarity to the other articles of its story; NaN where it is alone"),
    Column("story_rival", "float", "0 to 1", "similarity to the nearest article of another story in reach; NaN where none is"),
)
STORY_PAIRS = (
    Column("article", "str", "", "id of one article"),
    Column("other", "str", "", "id of the other"),
    Column("outlet", "str", "", "outlet of the one"),
    Column("outlet_other", "str", "", "outlet of the other"),
    Column("title", "str", "", "headline of the one"),
    Column("title_other", "str", "", "headline of the other"),
    Column("days_apart", "float", "days", "between their dates; NaN where one is unknown"),
    Column("similarity", "float", "0 to 1", "how alike they are"),
    Column("matched", "bool", "", "whether they were given one story"),
    Column("verdict", "str", "", "for the reader to fill in: same or different; empty"),
)
SHARED = (
    Column("article", "str", "", "id of the article"),
    Column("other", "str", "", "id of the article that has the same words"),
    Column("outlet", "str", "", "outlet of the article"),
    Column("outlet_other", "str", "", "outlet of the other"),
    Column("start", "int", "character", "first character of the shared passage, in the article"),
    Column("end", "int", "character", "one past its last character"),
    Column("start_other", "int", "character", "first character of the passage in the other"),
    Column("end_other", "int", "character", "one past its last character there"),
    Column("n_words", "int", "words", "words of the passage"),
    Column("share", "float", "0 to 1", "share of the article's words that it shares with the other, over all passages"),
    Column("first", "str", "", "id of the earlier of the two; empty where their dates do not tell"),
)
DECOMPOSE = (
    Column("outlet", "str", "", "the target outlet"),
    Column("reference", "str", "", "the outlet it is compared with"),
    Column("part", "str", "", "total, selection or framing; total = selection + framing, exactly"),
    *INTERVAL,
    Column("share", "float", "", "the part over the total; may be below 0 or above 1 where the parts pull apart"),
    Column("n", "int", "rows", "scored rows of both outlets that the part rests on"),
    Column("n_clusters", "int", "stories", "stories that the part rests on"),
)
TOPIC_CONTROL = (
    Column("outlet", "str", "", "the target outlet"),
    Column("rank", "int", "", "place among the outlet's terms when stories are not matched, 1 the best supported"),
    Column("term", "str", "", "word or n-gram, case folded"),
    Column("estimate", "float", "log2 rate ratio", "over all articles"),
    Column("conf_low", "float", "log2 rate ratio", "lower end of its 95% interval"),
    Column("conf_high", "float", "log2 rate ratio", "upper end of its 95% interval"),
    Column("p_adjusted", "float", "", "over all terms of the outlet"),
    Column("estimate_matched", "float", "log2 rate ratio", "within stories"),
    Column("conf_low_matched", "float", "log2 rate ratio", "lower end of its 95% interval"),
    Column("conf_high_matched", "float", "log2 rate ratio", "upper end of its 95% interval"),
    Column("p_adjusted_matched", "float", "", "over the terms listed of the outlet"),
    Column("n", "int", "uses", "uses on both sides, over all articles"),
    Column("n_matched", "int", "uses", "uses on both sides, in stories that both tell"),
    Column("verdict", "str", "", "holds, weaker, story choice, reversed or cannot tell; cf.topic_control says when which"),
)
DISTANCE = (
    Column("outlet", "str", "", "one outlet"),
    Column("other", "str", "", "the other"),
    Column("estimate", "float", "0 to 0.5", "chance to guess the outlet from one word, less 1/2; 0 alike, below 0 by chance"),
    *INTERVAL[1:4],
    Column("p_value", "float", "", "one-sided, for outlets that are alike; NaN where it cannot be tested"),
    Column("p_adjusted", "float", "", "Benjamini-Hochberg over all pairs"),
    Column("n", "int", "articles", "articles of both"),
    Column("n_clusters", "int", "clusters", "articles or stories that it rests on"),
    Column("null_high", "float", "as estimate", "what chance alone stays below in 95 of 100 permutations"),
    Column("jensen_shannon", "float", "0 to 1", "Jensen-Shannon distance (base 2) of the pooled counts: chance reads as distance"),
)
SOURCES = (
    Column("article", "str", "", "id of the article"),
    Column("outlet", "str", "", "its outlet"),
    Column("story", "str", "", "its story; empty where unknown"),
    Column("start", "int", "character", "first character of what was said, its quotation mark included"),
    Column("end", "int", "character", "one past its last; the cue or the source may stand between"),
    Column("source_start", "int", "character", "first character of the source; <NA> where none is named"),
    Column("source_end", "int", "character", "one past its last"),
    Column("source", "str", "", "the source as it stands there; empty where none is named"),
    Column("speaker", "str", "", "the source's full name in the article; empty where unknown"),
    Column("speaker_kind", "str", "", "person, organisation, document, unnamed or unknown"),
    Column("cue_start", "int", "character", "first character of the cue, the words that attribute; <NA> where there is none"),
    Column("cue_end", "int", "character", "one past its last"),
    Column("cue", "str", "", "the cue as it stands there; empty where there is none"),
    Column("kind", "str", "", "direct: in quotation marks; indirect: without; mixed: in part"),
    Column("cue_stance", "str", "", "what the cue lends to what was said: neutral, doubting or endorsing"),
    Column("content", "str", "", "what was said, as it stands there"),
    Column("score", "float", "0 to 1", "how sure the model is that this is an attribution"),
)
AGENCY = (
    Column("article", "str", "", "id of the article"),
    Column("outlet", "str", "", "its outlet"),
    Column("story", "str", "", "its story; empty where unknown"),
    Column("sentence", "int", "1-based", "which sentence of the article"),
    Column("start", "int", "character", "first character of the predicate: the verb with its auxiliaries, or the event's noun"),
    Column("end", "int", "character", "one past its last"),
    Column("verb", "str", "", "lemma; of a noun the verb behind it: kill for killing"),
    Column("voice", "str", "", "active, passive (its doer is named), agentless (it is not), middle or nominal; cf.agency says when which"),
    Column("negated", "bool", "", "whether the clause is denied"),
    Column("doer", "str", "", "who does it, as it stands there; empty where nobody is named"),
    Column("doer_start", "int", "character", "its first character; <NA> where nobody is named"),
    Column("doer_end", "int", "character", "one past its last"),
    Column("doer_referent", "str", "", "which of the entities asked for that is; empty where none"),
    Column("undergoer", "str", "", "to whom or what it is done, as it stands there; empty where nothing is named"),
    Column("undergoer_start", "int", "character", "its first character; <NA> where nothing is named"),
    Column("undergoer_end", "int", "character", "one past its last"),
    Column("undergoer_referent", "str", "", "which of the entities asked for that is; empty where none"),
)
FRAMES = (
    Column("article", "str", "", "id of the article"),
    Column("outlet", "str", "", "its outlet"),
    Column("story", "str", "", "its story; empty where unknown"),
    Column("start", "int", "character", "first character scored"),
    Column("end", "int", "character", "one past the last character scored"),
    Column("frame", "str", "", "the frame"),
    Column("score", "float", "", "about['reads'] gives the scale; NaN where the text has no words"),
    Column("n_matched", "int", "", "of a dictionary: words and phrases matched; of a model: sentences read"),
    Column("n_words", "int", "words", "words of the text"),
    Column("words", "str", "", "the words behind the score, the most frequent first; empty where there are none"),
)
FRAME_WORDS = (
    Column("article", "str", "", "id of the article"),
    Column("outlet", "str", "", "its outlet"),
    Column("story", "str", "", "its story; empty where unknown"),
    Column("start", "int", "character", "first character of the match"),
    Column("end", "int", "character", "one past its last"),
    Column("frame", "str", "", "the frame it counts for"),
    Column("entry", "str", "", "the dictionary's entry"),
    Column("matched", "str", "", "the characters matched, as they stand"),
    Column("negated", "bool", "", "whether a negation stands before it"),
)
FRAME_AXIS = (
    Column("article", "str", "", "id of the article"),
    Column("outlet", "str", "", "its outlet"),
    Column("story", "str", "", "its story; empty where unknown"),
    Column("start", "int", "character", "first character scored"),
    Column("end", "int", "character", "one past the last character scored"),
    Column("axis", "str", "", "the axis, low pole first"),
    Column("bias", "float", "-1 to 1", "mean cosine of the words with the axis: above 0, they lean to the high pole; NaN where no word has a vector"),
    Column("intensity", "float", "0 to 4", "mean squared distance of the words' cosines from the bias of all texts: how much is said at either pole"),
    Column("n_matched", "int", "words", "words with a vector"),
    Column("words", "str", "", "words that move the bias most away from that of all texts, the strongest first, with their uses"),
)
TARGET_SENTIMENT = (
    Column("article", "str", "", "id of the article"),
    Column("outlet", "str", "", "its outlet"),
    Column("story", "str", "", "its story; empty where unknown"),
    Column("start", "int", "character", "first character of the mention, a title before the name included"),
    Column("end", "int", "character", "one past its last"),
    Column("target", "str", "", "who or what is mentioned"),
    Column("kind", "str", "", "person, organisation, group, country or thing"),
    Column("mention", "str", "", "the mention as it stands there"),
    Column("form", "str", "", "name, partial (a part of it), title, pronoun, alias or abbreviation; of countries also people, adjective or seat"),
    Column("sentence_start", "int", "character", "first character of the sentence it stands in"),
    Column("sentence_end", "int", "character", "one past its last"),
    Column("negative", "float", "0 to 1", "probability that the sentence is negative toward the target"),
    Column("neutral", "float", "0 to 1", "probability that it is neutral"),
    Column("positive", "float", "0 to 1", "probability that it is positive"),
    Column("score", "float", "-1 to 1", "positive less negative: above 0 favourable to the target"),
    Column("label", "str", "", "negative, neutral or positive; empty where the model abstains"),
    Column("voice", "str", "", "outlet or quoted: whose words the mention is in"),
    Column("speaker", "str", "", "who is quoted; empty in the outlet's voice and where unknown"),
)
STANCE = (
    Column("article", "str", "", "id of the article"),
    Column("outlet", "str", "", "its outlet"),
    Column("story", "str", "", "its story; empty where unknown"),
    Column("target", "str", "", "toward whom or what"),
    Column("kind", "str", "", "person, organisation, group, country or thing"),
    Column("voice", "str", "", "whose mentions count: all, outlet or quoted"),
    Column("score", "float", "-1 to 1", "above 0: favourable; NaN where no mention keeps a label"),
    Column("negative", "float", "0 to 1", "share of the mentions with a label that are negative"),
    Column("neutral", "float", "0 to 1", "share that are neutral"),
    Column("positive", "float", "0 to 1", "share that are positive"),
    Column("label", "str", "", "the commonest label of these mentions, or mixed where negative and positive are; empty where there is no score"),
    Column("against", "float", "0 to 1", "mean probability of negative in the three most negative mentions, missing ones counting 0; NaN without a mention"),
    Column("favour", "float", "0 to 1", "the same of positive"),
    Column("n_mentions", "int", "mentions", "mentions of the target in that voice; 0 where the article never names it"),
    Column("n_matched", "int", "mentions", "mentions of these that keep a label: of which the model is sure enough"),
)
LOADED = (
    Column("article", "str", "", "id of the article"),
    Column("outlet", "str", "", "its outlet"),
    Column("story", "str", "", "its story; empty where unknown"),
    Column("start", "int", "character", "first character scored"),
    Column("end", "int", "character", "one past the last character scored"),
    Column("score", "float", "0 to 1", "of an article the share of its sentences that are loaded, of a sentence the probability that it is; NaN where no sentence has a word"),
    Column("n_matched", "int", "sentences", "sentences read"),
    Column("n_loaded", "int", "sentences", "sentences whose wording is loaded"),
    Column("words", "str", "", "the words that make them so: of an article the most frequent first, of a sentence the strongest"),
)
LOADED_WORDS = (
    Column("article", "str", "", "id of the article"),
    Column("outlet", "str", "", "its outlet"),
    Column("story", "str", "", "its story; empty where unknown"),
    Column("start", "int", "character", "first character of the word"),
    Column("end", "int", "character", "one past its last"),
    Column("word", "str", "", "a word that makes its sentence loaded, as written"),
    Column("contribution", "float", "natural-log odds", "what it adds to the odds that the sentence is loaded"),
)
CLAIM_STANCE = (
    Column("article", "str", "", "id of the article"),
    Column("outlet", "str", "", "its outlet"),
    Column("story", "str", "", "its story; empty where unknown"),
    Column("claim", "str", "", "the claim, as it was asked"),
    Column("start", "int", "character", "first character of the passage that speaks most for the label; <NA> where it is unrelated"),
    Column("end", "int", "character", "one past its last"),
    Column("agree", "float", "0 to 1", "probability that the article says the claim is true; NaN where it has no word"),
    Column("disagree", "float", "0 to 1", "probability that it says the claim is not true"),
    Column("discuss", "float", "0 to 1", "probability that it reports the claim and says neither"),
    Column("unrelated", "float", "0 to 1", "probability that it says nothing of the claim"),
    Column("label", "str", "", "agree, disagree, discuss or unrelated, as the model decides; empty where the article has no word"),
)
HEDGING = (
    Column("article", "str", "", "id of the article"),
    Column("outlet", "str", "", "its outlet"),
    Column("story", "str", "", "its story; empty where unknown"),
    Column("sentence", "int", "1-based", "which sentence of the article"),
    Column("start", "int", "character", "first character of the marker"),
    Column("end", "int", "character", "one past its last"),
    Column("marker", "str", "", "the marker as the list spells it; of a scare quote its words in lower case"),
    Column("kind", "str", "", "hedge, booster, evidential or scare_quote"),
)
HEDGING_RATES = (
    Column("article", "str", "", "id of the article"),
    Column("outlet", "str", "", "its outlet"),
    Column("story", "str", "", "its story; empty where unknown"),
    Column("hedge", "float", "per 1,000 words", "hedges of the article; NaN where it has no words"),
    Column("booster", "float", "per 1,000 words", "boosters"),
    Column("evidential", "float", "per 1,000 words", "evidentials"),
    Column("scare_quote", "float", "per 1,000 words", "scare quotes"),
    Column("n_matched", "int", "markers", "markers of all kinds"),
    Column("n_words", "int", "words", "words of the article, in the voice asked for"),
)
VOICES = (
    Column("article", "str", "", "id of the article"),
    Column("outlet", "str", "", "its outlet"),
    Column("story", "str", "", "its story; empty where unknown"),
    Column("start", "int", "character", "first character of the stretch; the stretches of a text hold each of its characters once"),
    Column("end", "int", "character", "one past its last"),
    Column("voice", "str", "", "outlet or quoted"),
    Column("kind", "str", "", "direct, indirect or mixed, as in sources; empty in the outlet's own voice"),
    Column("speaker", "str", "", "who speaks, as in sources; empty in the outlet's own voice, and where unknown"),
    Column("source_row", "int", "", "row of the table of sources that it comes from, from 0; <NA> in the outlet's own voice"),
)
SHARES = (
    Column("outlet", "str", "", "the outlet"),
    Column("within", "str", "", "the value within which shares are taken; empty where of all rows"),
    Column("value", "str", "", "the value whose share it is"),
    Column("n", "int", "rows", "rows of the outlet with this value"),
    Column("n_total", "int", "rows", "rows of the outlet (within the value of `within`)"),
    Column("share", "float", "0 to 1", "the value's share of them, or of their words or weights"),
    Column("share_reference", "float", "0 to 1", "the same in what it is compared with; estimate = share - share_reference"),
    *INTERVAL,
    Column("n_articles", "int", "articles", "articles of either side with the value"),
    Column("n_clusters", "int", "clusters", "clusters of either side with the value"),
)
DIVERSITY = (
    Column("outlet", "str", "", "the outlet"),
    Column("order", "float", "", "0: speakers; 1: common speakers, each by its share of the quotes; 2: very common ones"),
    Column("n_quotes", "int", "quotes", "quotes of the outlet whose speaker is known"),
    Column("n_speakers", "int", "speakers", "different speakers of these"),
    Column("n_articles", "int", "articles", "articles with such a quote"),
    Column("n_rarefied", "int", "quotes", "the number of quotes at which all outlets are compared"),
    Column("observed", "float", "speakers", "Hill number of all its quotes: grows with their number, so compare no outlets by it"),
    Column("diversity", "float", "speakers", "Hill number at n_rarefied quotes"),
    Column("diversity_low", "float", "speakers", "lower end of its 95% interval"),
    Column("diversity_high", "float", "speakers", "upper end of its 95% interval"),
    Column("diversity_reference", "float", "speakers", "the same in what it is compared with; estimate is the difference"),
    *INTERVAL[:5],
    Column("p_adjusted", "float", "", "Benjamini-Hochberg over the outlets, order by order"),
    Column("n_clusters", "int", "clusters", "its articles (or clusters of them)"),
)
SPEAKERS = (
    Column("outlet", "str", "", "the outlet"),
    Column("speaker", "str", "", "full name of the speaker"),
    Column("speaker_kind", "str", "", "person, organisation, document ...: the commonest of the speaker's rows"),
    Column("n_quotes", "int", "quotes", "quotes of the speaker in the outlet"),
    Column("n_words", "int", "words", "words of these"),
    Column("n_articles", "int", "articles", "articles with such a quote"),
    Column("share_quotes", "float", "0 to 1", "of the outlet's quotes whose speaker is known"),
    Column("share_words", "float", "0 to 1", "of the words of these"),
)
SOURCE_SCORES = (
    Column("article", "str", "", "id of the article"),
    Column("outlet", "str", "", "its outlet"),
    Column("story", "str", "", "its story; empty where unknown"),
    Column("n_quotes", "int", "quotes", "quotes of the article; 0 where it quotes nobody"),
    Column("n_speakers", "int", "speakers", "different speakers whose name is known"),
    Column("n_words", "int", "words", "words of the article"),
    Column("n_words_quoted", "int", "words", "words of what is said in it"),
    Column("share_quoted", "float", "0 to 1", "n_words_quoted / n_words; NaN where the article has no word"),
)
NAMING = (
    Column("article", "str", "", "id of the article"),
    Column("outlet", "str", "", "its outlet"),
    Column("story", "str", "", "its story; empty where unknown"),
    Column("start", "int", "character", "first character of the mention, titles and modifiers included"),
    Column("end", "int", "character", "one past its last"),
    Column("referent", "str", "", "who or what is meant"),
    Column("kind", "str", "", "person, organisation, group or thing; given where the caller named it"),
    Column("name", "str", "", "how it is named, in the spelling that is compared"),
    Column("form", "str", "", "name, partial (part of a name), title (title and name), description or label"),
    Column("mention", "str", "", "the mention as it stands"),
    Column("modifiers", "str", "", "adjectives before the name, in small letters: former, illegal; empty where there are none"),
    Column("basis", "str", "", "why the mention is the referent's: name, apposition, predicate, description, label or same slot"),
    Column("sentence", "str", "", "the sentence it stands in"),
)
COVERAGE = (
    Column("story", "str", "", "the story"),
    Column("point", "int", "", "number of the point in its story, 1 the most carried"),
    Column("statement", "str", "", "the passage that stands for the point: the one nearest to all others"),
    Column("article", "str", "", "id of an article that carries it"),
    Column("outlet", "str", "", "its outlet"),
    Column("sentence", "int", "1-based", "which sentence of the article"),
    Column("start", "int", "character", "first character of the passage that carries it"),
    Column("end", "int", "character", "one past its last character"),
    Column("similarity", "float", "0 to 1", "how likely the passage states the fact that the statement states (of the statement's own passage: that its nearest does); NaN where it is alone"),
    Column("position", "float", "0 to 1", "where in the article it starts: 0 the beginning, 1 the end"),
    Column("voice", "str", "", "outlet or quoted: whose the larger part of its letters is"),
    Column("n_outlets", "int", "outlets", "outlets that carry the point"),
    Column("n_story_outlets", "int", "outlets", "outlets that tell the story"),
)
LEFT_OUT = (
    Column("story", "str", "", "the story"),
    Column("point", "int", "", "number of the point in its story, as in coverage"),
    Column("statement", "str", "", "the passage that stands for the point"),
    Column("outlet", "str", "", "an outlet that tells the story and has no passage that was taken for the point"),
    Column("n_outlets", "int", "outlets", "outlets that carry the point"),
    Column("n_story_outlets", "int", "outlets", "outlets that tell the story"),
    Column("carried_by", "str", "", "outlets that carry it, with commas between"),
    Column("nearest_similarity", "float", "0 to 1", "how likely the outlet's nearest passage states the same fact: near the threshold, read it"),
    Column("nearest", "str", "", "the outlet's nearest passage"),
    Column("article", "str", "", "id of its article"),
    Column("start", "int", "character", "first character of that passage"),
    Column("end", "int", "character", "one past its last character"),
)
SCALING = (
    Column("outlet", "str", "", "the outlet (or group)"),
    Column("article", "str", "", "id of the article; empty where a row is an outlet"),
    Column("story", "str", "", "its story; empty where unknown, and where a row is an outlet"),
    Column("estimate", "float", "", "its position; about['reads'] gives the scale; NaN where it has no word on it"),
    Column("std_error", "float", "as estimate", "NaN where there are too few articles"),
    Column("conf_low", "float", "as estimate", "lower end of the 95% interval"),
    Column("conf_high", "float", "as estimate", "upper end of the 95% interval"),
    Column("n_articles", "int", "articles", "articles that the position rests on"),
    Column("n_words", "int", "words", "words of these that are on the scale"),
)
SCALING_WORDS = (
    Column("term", "str", "", "word or n-gram, case folded"),
    Column("estimate", "float", "", "which way the term points on the scale, and how strongly; NaN where it does not say"),
    Column("std_error", "float", "as estimate", "from resampled articles; NaN where there are too few"),
    Column("conf_low", "float", "as estimate", "lower end of the 95% interval"),
    Column("conf_high", "float", "as estimate", "upper end of the 95% interval"),
    Column("weight", "float", "", "how common the term is, as the method has it; about['weight'] says what it is"),
    Column("n", "int", "uses", "uses of the term"),
    Column("n_articles", "int", "articles", "articles that use it"),
)
WORDSHIFT = (
    Column("term", "str", "", "word or n-gram, case folded"),
    Column("outlet", "str", "", "the target outlet"),
    Column("n", "int", "uses", "uses in the target outlet"),
    Column("rate", "float", "per million", "its share of all uses of the terms that take part, target; within stories weighted so that both sides weigh alike on each"),
    Column("n_reference", "int", "uses", "uses in the reference"),
    Column("rate_reference", "float", "per million", "its share in the reference, taken as rate is"),
    *INTERVAL,  # estimate: what the term contributes; they add up to about["total"]
    Column("score", "float", "as the scores", "the term's score in the target; NaN but for kind='weighted'"),
    Column("score_reference", "float", "as the scores", "its score in the reference"),
    Column("from_rate", "float", "as estimate", "part of the estimate that comes from the difference in rates"),
    Column("from_score", "float", "as estimate", "part that comes from the difference in scores; 0 with one list of scores"),
    Column("direction", "str", "", "↑ used more in the target, ↓ less; after + (scores above the reference score) or - (below); then △ or ▽ where the target's score is higher or lower"),
    Column("n_articles", "int", "articles", "articles of either side that use the term"),
    Column("n_clusters", "int", "clusters", "clusters of either side that use the term"),
)
OVER_TIME = (
    Column("outlet", "str", "", "the outlet (or group)"),
    Column("period", "str", "", "the period's name: 2024-03-05, 2024-W10 (ISO week), 2024-03, 2024-Q1 or 2024"),
    Column("start", "datetime", "day", "its first day"),
    Column("end", "datetime", "day", "the day after its last"),
    Column("estimate", "float", "as score", "mean score of the period, or its difference from the reference's; NaN without a score"),
    Column("std_error", "float", "as score", "cluster-robust; NaN where there are too few clusters"),
    Column("conf_low", "float", "as score", "lower end of the 95% interval"),
    Column("conf_high", "float", "as score", "upper end of the 95% interval"),
    Column("n", "int", "rows", "scored rows of the period (of both outlets where they are compared)"),
    Column("n_clusters", "int", "clusters", "their clusters"),
    Column("smoothed", "float", "as score", "the smooth curve at the period's middle; NaN where its window holds too little"),
    Column("smoothed_low", "float", "as score", "lower end of its 95% interval at that day"),
    Column("smoothed_high", "float", "as score", "upper end of it"),
)
KWIC = (
    Column("article", "str", "", "id of the article"),
    Column("outlet", "str", "", "its outlet"),
    Column("start", "int", "character", "first character of the match"),
    Column("end", "int", "character", "one past the last character of the match"),
    Column("left", "str", "", "what stands before it, in the same sentence"),
    Column("match", "str", "", "the match, as written"),
    Column("right", "str", "", "what stands after it, in the same sentence"),
)


def names(columns):
    """Column names in their fixed order.

    Examples
    --------
    >>> names(PROBLEMS)
    ['file', 'line', 'reason', 'kind', 'article']
    """
    return [column.name for column in columns]


def check_columns(frame, needed, what):
    """Refuse a table that lacks a needed column.

    Parameters
    ----------
    frame : DataFrame
    needed : iterable of str
        Column names that must be there, once each.
    what : str
        What the table is for, as the message should say it, e.g. ``"keyness"``.

    Raises
    ------
    DataError
        A column is missing, or a needed name stands twice.
    """
    have = [str(name) for name in frame.columns]
    if missing := [name for name in needed if name not in have]:
        raise DataError(f"{what} needs column {', '.join(missing)}; the table has {', '.join(have) or 'none'}.")
    if twice := [name for name in needed if have.count(name) > 1]:
        raise DataError(f"two columns are called {twice[0]!r}; {what} cannot tell which is meant: rename one.")
