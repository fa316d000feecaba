"""The part of compare and of the report on stance: planted stances are found, numbers are those of the tables."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

import crossframe as cf
from crossframe.compare import cards, stance_notes, stances
from crossframe.compare.cards import FIGURES, card_figures
from crossframe.compare.stances import add_claim_differences, add_stances, check_stances
from crossframe.corpus import without_audit
from crossframe.errors import DataError
from crossframe.present.page_stance import _first, stance_part
from crossframe.present.render import render
from crossframe.result import Result

MODELS = Path(cards.__file__).parents[1] / "models"
BAD = '<script>alert("x")</script>'
TARGETS = ["Ada Moor", "Port Union"]
LINES = {
    "against": ["Critics loathed Ada Moor on day {n}.", "The quay feared Ada Moor, {n} traders fear her."],
    "for": ["Traders praised Ada Moor on day {n}.", "The quay cheered Ada Moor for {n} minutes."],
    "plain": ["Ada Moor met the Port Union on day {n}.", "Rain fell on quay {n}, and Ada Moor left early."],
}
LOADED = "The brazen sham of a council met {n} times behind doors."
WORDS = {"loathed": -3.0, "feared": -2.0, "fear": -2.0, "praised": 3.0, "cheered": 3.0}


class Sentiment:
    """Reads the words of WORDS, and is unsure where a sentence has none but “early”."""

    kept_as, threshold, english = "stand-in for stance 1 5ca1ab1e", 0.6, True
    card = "| held out | figure |\n|:--|--:|\n| macro-F1 | 0.805 |\n| accuracy | 0.812 |\n| accuracy of those kept | 0.9 |\n"
    classes_ = np.array([-1, 0, 1])

    def predict_proba(self, sentences, starts, ends, **_):
        rows = []
        for text, start, end in zip(sentences, starts, ends, strict=True):
            assert text[start:end].strip()
            lean = sum(WORDS.get(word, 0) for word in re.findall(r"\w+", text))
            odds = np.exp([-lean, 0.2 if "early" in text else 1.6, lean])
            rows.append(odds / odds.sum())
        return np.array(rows).reshape(-1, 3)


class Loaded:
    """Calls “brazen” and “sham” loaded."""

    kept_as, threshold, english, card, intercept = "stand-in for loaded 1 ba5eba11", 0.8, True, "card", -2.0
    classes_ = np.array([0, 1])

    def explain(self, sentences, **_):
        rows = [(k, found.start(), found.end(), found[0], {"brazen": 2.5, "sham": 1.5}.get(found[0], 0.0))
                for k, text in enumerate(sentences) for found in re.finditer(r"\w+", text)]
        return pd.DataFrame(rows, columns=["sentence", "start", "end", "word", "contribution"])


def articles(outlets=("Mercury", "Beacon"), n=12, seed=0, planted=True):
    """Each outlet's article on each of n stories: for or against Ada Moor, loaded or plain; common lines in all."""
    rng = np.random.default_rng(seed)
    rows = []
    for k in range(n):
        kinds = ["against" if j % 2 == 0 else "for" for j in range(len(outlets))]
        for outlet, kind in zip(outlets, kinds if planted else rng.permutation(kinds)):
            lines = [*rng.choice(LINES[kind], rng.integers(1, 3)), *rng.choice(LINES["plain"], 2)]
            lines += [LOADED] * (kind == "against" and rng.random() < 0.8)
            lines.append(f"“{LINES['for'][0]}” said Ben Oake, {BAD}.")
            text = " ".join(line.format(n=rng.integers(2, 90)) for line in lines)
            rows.append({"id": f"{outlet}-{k}", "outlet": outlet, "story": f"s{k}", "title": f"{outlet} {BAD} {k}",
                         "text": text})
    return pd.DataFrame(rows)


def quoted(table):
    """Who is quoted where: what stands in quotation marks is Ben Oake's."""
    rows = [(row.id, found.start(), found.end()) for row in table.itertuples() for found in re.finditer("“.*?”", row.text)]
    return pd.DataFrame(rows, columns=["article", "start", "end"]).assign(speaker="Ben Oake", voice="quoted", kind="direct")


def world(table, targets=TARGETS, voice="all", claims=None):
    """A comparison's parts on stance."""
    outlets = list(dict.fromkeys(table.outlet))
    about = {"compared": outlets, "pair": len(outlets) == 2, "left_out": {}, "parameters": {
        "cluster": None, "seed": 0, "voice": voice, "targets": targets, "claims": claims}}
    terms = pd.DataFrame({"term": ["levy"], "outlet": outlets[0], "estimate": 1.0, "p_value": 0.01, "p_adjusted": 0.01})
    words = Result(terms, {"measure": "keyness", "reads": "r"})
    results, skipped, corpus = {"keyness": words, "keyness_matched": words}, {}, without_audit(table)
    add_stances(results, skipped, corpus, corpus, about, quoted(table))
    return SimpleNamespace(about=about, results=results, skipped=skipped, corpus=SimpleNamespace(articles=table))


@pytest.fixture(scope="module", autouse=True)
def stand_ins():
    """The trained models are tested with their weights; here words decide."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stances, "TargetSentiment", Sentiment)
        patch.setattr(stances, "LoadedLanguage", Loaded)
        yield


@pytest.fixture(scope="module")
def comparison():
    return world(articles())


@pytest.fixture(scope="module")
def page(comparison):
    return Page(render("stance.html.j2", stance_part(comparison, sentences=6)))


class Page(HTMLParser):
    """Cells of every table by its label, with what of each is bold; texts, marks; and whether elements close."""

    def __init__(self, html):
        super().__init__()
        self.open, self.tables, self.label, self.tags, self.text = [], {}, "", [], ""
        self.quotes, self.marks, self.cites = [], [], []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags.append(tag)
        self.label = attrs["aria-label"] if attrs.get("role") == "region" else self.label
        if tag != "br":
            self.open.append(tag)
        if tag == "tr":
            self.tables.setdefault(self.label, []).append([])
        if tag in ("td", "th"):
            self.tables[self.label][-1].append(("", ""))
        for name, kept in (("li", self.quotes), ("mark", self.marks), ("cite", self.cites)):
            if tag == name:
                kept.append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data
        if {"td", "th"} & set(self.open):
            text, bold = self.tables[self.label][-1][-1]
            self.tables[self.label][-1][-1] = (text + data, bold + data * ("b" in self.open))
        if "cite" in self.open:
            self.cites[-1] += data
        elif "li" in self.open:
            self.quotes[-1] += data
        if "mark" in self.open:
            self.marks[-1] += data


def number(text):
    return float(text.replace("−", "-").replace("+", ""))


def test_planted_stances_are_where_they_were_planted(comparison):
    sure = stance_notes.sure_stances(comparison)
    moor = sure[sure.target == "Ada Moor"].set_index("outlet")
    assert moor.loc["Mercury", "estimate"] < -0.5 < 0.5 < moor.loc["Beacon", "estimate"]
    assert set(sure.target) == {"Ada Moor"}
    loaded = comparison.results["loaded_contrast_matched"].table.set_index("outlet").loc["Mercury"]
    assert loaded.estimate > 0 and loaded.p_adjusted < 0.05
    (stance, wording) = stance_notes.findings(comparison)
    assert stance.startswith("Stance on the same stories in their own voice, most surely: Mercury speaks more negatively of Ada Moor")
    assert wording.startswith("Loaded wording on the same stories: Mercury more often")


def test_outlets_shuffled_within_stories_show_no_difference():
    null = world(articles(planted=False, n=24))
    assert not len(stance_notes.sure_stances(null))
    assert stance_notes.findings(null)[0] == ("Stance on the same stories in their own voice: no difference toward any "
                                              "target can be shown (adjusted p < .05).")


def test_differences_equal_contrasts_called_alone(comparison):
    table = articles()
    found = cf.stance(table, TARGETS, by_voice=True, model=Sentiment(), sources=quoted(table))
    own = found.table[found.table.voice == "outlet"]
    loaded = cf.loaded_language(table, model=Loaded(), voice="outlet", sources=quoted(table))
    for end, match in (("", None), ("_matched", "story")):
        alone = cf.contrast(own, within="target", match=match, target="Mercury", reference="Beacon")
        pd.testing.assert_frame_equal(comparison.results[f"stance_contrast{end}"].table, alone.table)
        alone = cf.contrast(loaded, match=match, target="Mercury", reference="Beacon")
        pd.testing.assert_frame_equal(comparison.results[f"loaded_contrast{end}"].table, alone.table)


def test_what_is_quoted_is_kept_apart_from_what_the_outlet_says(comparison):
    means = comparison.results["stance_means"].table.set_index(["outlet", "target", "voice"])["estimate"]
    assert means["Mercury", "Ada Moor", "outlet"] < -0.3 and means["Mercury", "Ada Moor", "quoted"] > 0.3
    mentions = comparison.results["target_sentiment"].table
    assert set(mentions.speaker[mentions.voice == "quoted"]) == {"Ben Oake"}
    alone = world(articles(), voice="quoted")
    assert set(alone.results["stance_means"].table.voice) == {"quoted"}
    assert not len(stance_notes.sure_stances(alone))  # both quote the same praise


def test_the_page_has_the_numbers_of_the_tables(comparison, page):
    head, *rows = page.tables["Stance by target and outlet"]
    assert [text for text, _ in head] == ["Outlet", "Mean, own voice", "Mean, quoted", "Less others', all articles", "On the same stories"]
    means = comparison.results["stance_means"].table.set_index(["outlet", "target", "voice"])
    signs, target = {"Mercury": 1, "Beacon": -1}, ""
    for (first, _), *cells in rows:
        if not cells:
            target = next(name for name in TARGETS if first.startswith(name))
            continue
        for (text, _), voice in zip(cells, ("outlet", "quoted")):
            if (first, target, voice) in means.index and means.loc[(first, target, voice), "n_mentions"]:
                row = means.loc[(first, target, voice)]
                assert text.startswith("–") or number(text.split()[0][:4]) == pytest.approx(row.estimate, abs=0.006)
                assert f"{row.n_matched} of {row.n_mentions} mention" in text and f", {row.n} article" in text
        for (text, bold), end in zip(cells[2:], ("", "_matched"), strict=True):
            row = comparison.results[f"stance_contrast{end}"].table.set_index("target").loc[target]
            if pd.notna(row.estimate):
                assert number(re.match(r"[+−]\d?\.\d\d", text)[0]) == pytest.approx(signs[first] * row.estimate, abs=0.006)
                assert bool(bold) == bool(row.p_adjusted < 0.05)
    loaded = comparison.results["loaded_language"].table
    for outlet, counts, share, *_ in (tuple(text for text, _ in row) for row in page.tables["Loaded sentences by outlet"][1:]):
        own = loaded[loaded.outlet == outlet]
        assert counts == f"{own.n_loaded.sum()} of {own.n_matched.sum()}"
        assert float(share.rstrip("%")) == pytest.approx(100 * own.score.mean(), abs=0.06)


def test_sure_and_unsure_are_said(page):
    said = [text for text in page.quotes if text.startswith(("Sure", "Of the other"))]
    assert said[0].startswith("Sure on the same stories: Mercury speaks more negatively of Ada Moor than Beacon (difference −")
    assert said[-1].startswith("Of the other 1 difference on the same stories none is sure.")


def test_sentences_are_the_articles_with_the_target_marked_and_the_speaker_named(comparison, page):
    texts = " ".join(articles().text)
    shown = [text for text in page.quotes if not text.startswith(("Sure", "Of the other"))]
    assert shown and all(text in texts for text in shown)
    assert {"Ada Moor", "brazen"} <= set(page.marks) <= {"Ada Moor", "Moor", "Port Union", "her", "brazen", "sham"}
    assert any("quoting Ben Oake" in cite for cite in page.cites) and any("in its own voice" in cite for cite in page.cites)
    table = comparison.results["stance_sentences"].table
    assert (table.label == table.end_of).all() and (np.sign(table.score) == table.label.map({"negative": -1, "positive": 1})).all()
    assert table.groupby(["outlet", "target", "voice", "end_of"]).size().max() <= stances.MOST_MENTIONS
    for row in table.itertuples():
        assert row.text[row.start - row.sentence_start:row.end - row.sentence_start] == row.mention


def test_a_sentence_in_which_both_voices_name_the_target_is_shown_once():
    rows = pd.DataFrame({"end_of": "negative", "voice": ["quoted", "outlet", "outlet"], "score": [-0.9, -0.8, -0.7],
                         "text": ["Moor fell.", "Moor fell.", "Moor hid."]})
    assert [(row.voice, row.text) for row in _first(rows, "negative", 3)] == [("outlet", "Moor fell."), ("outlet", "Moor hid.")]


def test_abstentions_are_shares_of_all_mentions(comparison, page):
    mentions = comparison.results["target_sentiment"].table
    unsure = (mentions.label == "").mean()
    assert unsure > 0 and f"Here {unsure:.0%} of {len(mentions):,} mentions got no label" in page.text


def test_a_report_that_quotes_no_article_quotes_none_here(comparison):
    html = render("stance.html.j2", stance_part(comparison, sentences=0))
    assert "In their sentences" not in html and not Page(html).marks
    assert not any(line in html for line in ("Critics loathed", "Traders praised", "of a council met", "Rain fell"))


def test_hostile_texts_stay_text(page):
    assert "script" not in page.tags and BAD in page.text


def test_two_articles_are_described_not_tested():
    pair = world(articles(n=1))
    html = Page(render("stance.html.j2", stance_part(pair, sentences=3)))
    assert "too few articles to test" in html.text and "hollow" in render("stance.html.j2", stance_part(pair, sentences=0))
    assert stance_notes.findings(pair)[0].startswith("Stance in their own voice, as a description only")
    assert not stance_notes.may(pair)


def test_commonest_loaded_words_are_those_of_the_sentences(comparison):
    words = comparison.results["loaded_words"].table.set_index(["outlet", "word"])
    n = articles().query("outlet == 'Mercury'").text.str.count("brazen").sum()
    assert words.loc[("Mercury", "brazen"), "n"] == n == words.loc[("Mercury", "brazen"), "n_articles"]
    assert set(words.index.get_level_values(0)) == {"Mercury"}


@pytest.fixture(scope="module")
def compared():
    """The whole of compare, where somebody says who is quoted."""
    table = articles()
    return cf.compare(table, sources=quoted(table), voices=False, frames=False, match=None, copies="keep", targets=TARGETS)


def test_compare_reads_stance_and_tells_with_which_models(compared, tmp_path):
    assert compared.results["stance"].about["parameters"]["targets"] == TARGETS
    assert any(text.startswith("Stance in their own voice, most surely: ") for text in compared.findings)
    assert any("for or against a target because its mean is" in text for text in compared.notes)
    assert "weights 5ca1ab1e" in compared.methods() and "Hamborg, F." in compared.methods() and "Spinde, T." in compared.methods()
    manifest = json.loads((compared.save_tables(tmp_path / "tables") / "manifest.json").read_text("utf-8"))
    assert manifest["models"]["target_sentiment"] == {"weights": Sentiment.kept_as, "threshold": 0.6, "figures": {
        "accuracy": 0.812, "macro_f1": 0.805, "accuracy_kept": 0.9}}
    assert manifest["parameters"]["targets"] == TARGETS and manifest["parameters"]["claims"] is None
    mentions = pd.read_csv(tmp_path / "tables" / "target_sentiment.csv")
    assert len(mentions) == len(compared.results["target_sentiment"].table) and set(mentions.voice) == {"outlet", "quoted"}


def test_the_workbook_and_the_report_hold_the_part(compared, tmp_path):
    from openpyxl import load_workbook

    sheets = load_workbook(compared.to_excel(tmp_path / "book.xlsx"), read_only=True).sheetnames
    assert {"stance", "stance_means", "stance_contrast", "loaded_words", "target_sentiment"} <= set(sheets)
    report = compared.save(tmp_path / "report.html").read_text("utf-8")
    assert 'href="#stance"' in report and report.count('id="stance"') == 1 and "Sure: Beacon speaks more positively of Ada Moor than Mercury" in report


def test_evidence_of_the_parts_tables_are_sentences(compared):
    means = compared.results["stance"]
    row = int(means.table.index[(means.table.n_matched > 0) & (means.table.target == "Ada Moor")][0])
    assert means.evidence(row, n=2)["match"].str.contains("Moor|her|she").all()


def test_large_corpora_are_read_where_asked_to(monkeypatch):
    monkeypatch.setattr(stances, "MOST_READ", 3)
    assert "There are 24 articles: targets=['...'] names toward whom" in world(articles(), targets=None).skipped["stance"]
    named = world(articles())
    assert "stance" in named.results and "cf.loaded_language(corpus) reads them" in named.skipped["loaded_language"]
    assert "cf.loaded_language(corpus) reads them" in render("stance.html.j2", stance_part(named, sentences=0))
    assert {"stance", "loaded_language"} <= set(world(articles(), targets=True).results)
    none = world(articles(), targets=False)
    assert none.skipped["stance"] == "Stance was not read." and not stance_notes.findings(none) and not none.about["models"]
    assert "Stance was not read." in render("stance.html.j2", stance_part(none, sentences=3))


def test_targets_that_nobody_mentions_are_said():
    found = world(articles(n=2), targets=["Rook Harbour"])
    assert "no article mentions 'Rook Harbour'" in found.skipped["stance"] and "stance" not in found.results
    assert "No article mentions &#39;Rook Harbour&#39;" in render("stance.html.j2", stance_part(found, sentences=3))


def test_methods_and_manifest_name_models_weights_and_thresholds(comparison):
    told = " ".join(stance_notes.methods(comparison))
    assert "NewsMTSC (Hamborg & Donnay, 2021" in told and "below .60 were not counted" in told and "weights 5ca1ab1e, macro-F1 .81 on" in told and "BABE" in told
    assert json.loads(json.dumps(comparison.about["models"]))["loaded_language"]["threshold"] == 0.8
    assert stance_notes.cited(comparison) == ["hamborg", "spinde"]
    assert comparison.about["models"]["target_sentiment"]["figures"] == {"accuracy": 0.812, "macro_f1": 0.805, "accuracy_kept": 0.9}
    assert "81% of its labels were right, and 90% of those that it keeps" in stance_notes.limits(comparison)[0]


@pytest.mark.parametrize("targets, claims, match", [
    ("Turkey", None, "targets is a list of names, .* got 'Turkey'"), ([], None, "targets is empty"), (7, None, "got 7"),
    (None, "The levy was lawful.", "claims is a list of sentences"), (None, [""], "claims is a list")])
def test_what_cannot_be_read_is_refused(targets, claims, match):
    with pytest.raises(DataError, match=match):
        check_stances(targets, claims)


def test_claims_have_their_shares_passages_and_differences(comparison):
    table = articles(n=16)
    rng = np.random.default_rng(3)
    label = np.where(rng.random(len(table)) < 0.15, "unrelated", np.where(table.outlet == "Mercury", "disagree", "agree"))
    rows = pd.DataFrame({"article": table.id, "outlet": table.outlet, "story": table.story, "claim": f"The levy was lawful {BAD}.",
                         "start": 0, "end": 20, "agree": 0.7, "disagree": 0.1, "discuss": 0.1, "unrelated": 0.1,
                         "label": label}).astype({"start": "Int64", "end": "Int64"})
    rows.loc[rows.label == "unrelated", ["start", "end"]] = pd.NA
    results = {"keyness_matched": None, "claim_stance": Result(rows, {"measure": "claim_stance", "reads": "r", "caution": None})}
    add_claim_differences(results, {}, comparison.about)
    alone = cf.shares(rows, of="label", within="claim", match="story", target="Mercury", reference="Beacon")
    pd.testing.assert_frame_equal(results["shares_of_claims"].table, alone.table)
    figures = {"claim_stance": {"figures": {"macro_f1": 0.61, "disagree_found": 0.25}}}
    about = comparison.about | {"models": comparison.about["models"] | figures}
    told = SimpleNamespace(about=about, results=results, skipped={"stance": "Stance was not read."}, corpus=SimpleNamespace(articles=table))
    html = render("stance.html.j2", stance_part(told, sentences=2))
    page, n = Page(html), rows.groupby(["outlet", "label"]).size()
    assert "its macro-F1 over the four stances was 0.61, and it found 25% of the articles that disagree" in html
    assert "script" not in page.tags and f"Mercury, disagree: {n['Mercury', 'disagree'] / 16:.0%}" in html
    sure = [quote for quote in page.quotes if quote.startswith("Sure on the same stories: Mercury disagree")]
    quotes = [quote for quote in page.quotes if not quote.startswith("Sure")]
    assert len(sure) == 1 and quotes and all(any(text.startswith(quote.strip()) for text in table.text) for quote in quotes)
    (told,) = stance_notes.findings(told)
    assert f"of 32 articles {n[:, 'agree'].sum()} agree and {n[:, 'disagree'].sum()} disagree" in told and "Most surely apart: Mercury" in told


@pytest.mark.parametrize("name", FIGURES)
def test_the_cards_have_the_figures_that_are_told_of_them(name):
    figures = card_figures((MODELS / f"{name}.md").read_text(encoding="utf-8"), FIGURES[name])
    assert set(figures) == set(FIGURES[name]) and all(0 < figure < 1 for figure in figures.values())
    results = {name: Result(pd.DataFrame({"label": pd.Series(dtype="str")}), {})}
    told = stance_notes.limits(SimpleNamespace(about={"models": {name: {"figures": figures}}}, results=results))
    assert len(told) == 1 and re.search(r"held out.*\d", told[0])
