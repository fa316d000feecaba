"""measure/targets.py and what it rests on: where articles speak of persons, countries, organisations and issues."""

from pathlib import Path

import pandas as pd
import pytest

from crossframe import DataError
from crossframe.lexicons import __file__ as lexicons
from crossframe.measure.aliases import fold
from crossframe.measure.countries import find_countries
from crossframe.measure.country_list import country_called, country_names
from crossframe.measure.main_targets import main_targets
from crossframe.measure.target_people import bearer_of, person_uses, same_person
from crossframe.measure.targets import find_targets


def found(texts, targets, **options):
    """(target, mention, form) in order."""
    texts = [texts] if isinstance(texts, str) else texts
    table = find_targets(texts, targets, **options).table
    return list(table[["target", "mention", "form"]].itertuples(index=False, name=None))


def mentions(texts, targets, **options):
    return [mention for _, mention, _ in found(texts, targets, **options)]


# -- countries ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Turkey bought them, and Turkey’s army tests them in Turkey.", ["Turkey", "Turkey", "Turkey"]),
        ("Turkish officials and the Turkish foreign ministry drank Turkish coffee.",
         ["Turkish officials", "Turkish foreign ministry"]),
        ("Turkish citizens watched Turkish media; the Turkish economy shrank.", []),
        ("The Turks agreed. Two Turks and many young Turks did not.", ["Turks"]),
        ("Ankara refused. In Ankara it rained; they flew to Ankara and saw the streets of Ankara.", ["Ankara"]),
        ("Talks with Ankara stalled, and Ankara's offer lapsed. She left from Ankara, Turkey.", ["Ankara", "Ankara", "Turkey"]),
        ("ANKARA (Agency) - Ankara University opened.", []),
        ("Ankara lied, and Ankara used force.", ["Ankara", "Ankara"]),
        ("The Turkey deal and the Turkey trade talks failed; Turkey-backed fighters left.", []),
        ("Turkish president Ada Rook spoke, and the Turkish president left.", ["Turkish president"]),
        ("The Bank of Turkey and South Turkey Daily closed. The Republic of Turkey did not.", ["Republic of Turkey"]),
        ("Turkish military’s losses and Turkish aggression grew.", ["Turkish military", "Turkish aggression"]),
    ])  # fmt: skip
def test_a_country_where_its_name_means_the_state(text, want):
    assert mentions(text, ["Turkey"]) == want


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("The U.S. said no. U.S. citizens and U.S. Senate staff agreed with the US.", ["U.S.", "US"]),
        ("U.S. troops left, said the US military.", ["U.S. troops", "US military"]),
        ("TRUST US NOW, they wrote. Tell us why.", []),
        ("Americans vote; the Americans refused to sign.", ["Americans"]),
        ("The Bank of America and Latin America are not America.", ["America"]),
        ("Washington is a city. Washington and Moscow agreed. The Washington Post said so.", ["Washington"]),
    ])  # fmt: skip
def test_the_united_states_under_its_many_names(text, want):
    assert mentions(text, ["United States"]) == want


def test_a_name_that_means_much_else_needs_a_surer_one_in_the_article():
    assert mentions("Georgia voted, as Ohio did.", {"x": ["Ohio"]}) == ["Ohio"]
    texts = ["Georgia voted, as Ohio did.", "Georgia voted, and Tbilisi counted."]
    table = find_targets(texts, ["Georgia"]).table
    assert table[["article", "mention"]].to_numpy().tolist() == [[1, "Georgia"], [1, "Tbilisi"]]


def test_the_longer_country_is_not_the_shorter_one():
    text = "Papua New Guinea, Guinea-Bissau and South Sudan signed. Guinea and Sudan did not."
    assert mentions(text, ["Guinea", "Sudan"]) == ["Guinea", "Sudan"]
    assert found(text, ["South Sudan"]) == [("South Sudan", "South Sudan", "name")]


def test_every_country_is_found_by_each_of_its_own_names():
    table = pd.read_csv(Path(lexicons).with_name("countries.csv"), keep_default_na=False)
    for country, name, form, use in table[["country", "name", "form", "use"]].itertuples(index=False):
        text = {"people": f"They blame the {name} for it.", "adjective": f"They blame {name} troops for it."}.get(
            form, f"They blame {name} for it.")
        want = [country] if use == "sure" else []
        assert [place.country for place in find_countries(text, (country,))] == want, (country, name, form)
    assert {country_called(name)[0] for name in country_names()} == set(table.country)
    assert all(name == fold(name) for name in table.name)


def test_the_card_counts_the_list():
    folder = Path(lexicons).parent
    table = pd.read_csv(folder / "countries.csv", keep_default_na=False)
    card = (folder / "cards" / "countries.md").read_text("utf-8")
    assert f"{table.country[table.kind == 'country'].nunique()} countries and three bodies" in card
    assert table.country[table.kind == "organisation"].unique().tolist() == ["European Union", "NATO", "United Nations"]
    assert all(f"| {form} |" in card for form in table.form.unique())
    assert not table.duplicated(["name", "form"]).any()


def test_countries_do_not_depend_on_which_others_are_asked_for():
    text = "Russian troops left Turkey. Moscow told the Turks, Washington and Tehran that Russia stays."
    every = [place for place in find_countries(text, tuple(country_names())) if place.country in ("Russia", "Turkey")]
    apart = [place for country in ("Russia", "Turkey") for place in find_countries(text, (country,))]
    assert every == sorted(apart) and len(apart) == 5


# -- persons -----------------------------------------------------------------------------------------------------------

ROOK = ("Mayor Ada Rook met Bram Sill. She thanked him. Ms. Rook left; Sill stayed with his aides. "
        "The Rook administration did not say why Rook Street was closed.")


def test_a_person_by_full_name_last_name_title_and_pronoun():
    assert found(ROOK, ["Ada Rook", "Bram Sill"]) == [
        ("Ada Rook", "Mayor Ada Rook", "title"), ("Bram Sill", "Bram Sill", "name"), ("Ada Rook", "She", "pronoun"),
        ("Bram Sill", "him", "pronoun"), ("Ada Rook", "Ms. Rook", "title"), ("Bram Sill", "Sill", "partial"),
        ("Bram Sill", "his", "pronoun")]  # fmt: skip


def test_pronouns_can_be_left_out():
    assert mentions(ROOK, ["Bram Sill"], pronouns=False) == ["Bram Sill", "Sill"]


def test_the_same_text_with_the_target_renamed_has_the_same_places():
    names = ["Ada Rook", "Eva Moor"]
    places = [find_targets([ROOK.replace("Ada Rook", name).replace("Rook", name.split()[1])], [name]).table
              for name in names]
    columns = ["article", "start", "end", "form"]
    assert len(places[0]) == 3
    pd.testing.assert_frame_equal(places[0][columns], places[1][columns])


@pytest.mark.parametrize("target", ["Rook", "Ada Rook", "Mayor Ada Rook", "Ada M. Rook"])
def test_a_person_is_the_same_by_any_name(target):
    assert mentions(ROOK, [target]) == ["Mayor Ada Rook", "She", "Ms. Rook"]
    assert find_targets([ROOK], [target]).kinds == {target: "person"}


def test_a_last_name_alone_is_the_one_who_is_mostly_called_so():
    often, once = "Ada Rook, the mayor, spoke. She smiled.", "Carl Rook, a docker, spoke. He smiled."
    alone = "Then Rook left."
    assert len(mentions([often, often, often, once, alone], ["Ada Rook"], pronouns=False)) == 4
    assert mentions([often, once, alone], ["Ada Rook"], pronouns=False) == ["Ada Rook"]
    result = find_targets([often, often, often, once], ["Rook"])
    assert result.notes == ["'Rook' is taken for Ada Rook, not for Carl Rook; give the full name where the other is meant."]


def test_a_person_never_named_in_full_is_found_and_said():
    result = find_targets(["Mayor Rook left. She sang."], ["Ada Rook"])
    assert result.table.mention.tolist() == ["Mayor Rook", "She"]
    assert result.notes == ["No article has 'Ada Rook' in full; whoever bears the last name alone is taken for that person."]
    assert not len(find_targets(["Mayor Eva Rook left. Rook sang."], ["Ada Rook"]).table)


def test_father_and_son():
    text = "Carl Rook spoke. Carl Rook Jr. listened. Mr. Rook smiled."
    assert mentions(text, ["Carl Rook", "Carl Rook Jr."], pronouns=False) == ["Carl Rook", "Carl Rook Jr.", "Mr. Rook"]
    assert mentions(text, ["Carl Rook"], pronouns=False) == ["Carl Rook", "Mr. Rook"]


def test_what_is_named_after_a_person_is_not_that_person():
    text = "Ada Rook spoke. Rook told supporters that the Rook campaign, Rook Tower and Rook-era laws stay; Rook's aides agreed."
    assert mentions(text, ["Ada Rook"]) == ["Ada Rook", "Rook", "Rook"]


def test_accents_and_curly_quotes_make_no_difference():
    text = "Céline Brûlot’s plan won. “I like Brulot,” said Ms Holm, Brûlot’s rival."
    assert mentions(text, ["Celine Brulot"]) == ["Céline Brûlot", "Brulot", "Brûlot"]


@pytest.mark.parametrize(
    ("one", "other", "want"),
    [("Ada Rook", "Ada M. Rook", True), ("Bill Sill", "William Sill", True), ("A. Rook", "Ada Rook", True),
     ("Ada Rook", "Eva Rook", False), ("Ada Rook", "Ada Moor", False), ("Carl Rook", "Carl Rook Jr.", False),
     ("Bill Sill", "William Sill Jr.", True), ("William Sill", "Bill Sill Jr.", False)])  # fmt: skip
def test_who_may_be_one_person(one, other, want):
    assert same_person(one, other) is want and same_person(other, one) is want


def test_a_name_of_a_thing_has_no_bearer():
    texts = ["The Blue Lantern opened. Its lamps shone.", "She read the Blue Lantern."]
    uses = [person_uses(text, {"lantern"}, pronouns=True) for text in texts]
    assert bearer_of("Blue Lantern", uses) is None
    assert mentions(texts, ["Blue Lantern"]) == ["Blue Lantern", "Blue Lantern"]


# -- organisations, groups, things -------------------------------------------------------------------------------------


def test_an_organisation_by_its_name_and_by_the_letters_an_article_gives_it():
    texts = ["The Kelmoran Harbour Board (KHB) met.", "KHB agents left. KHB Director Ada Rook did not."]
    assert found(texts, ["Kelmoran Harbour Board"]) == [
        ("Kelmoran Harbour Board", "Kelmoran Harbour Board", "name"), ("Kelmoran Harbour Board", "KHB", "abbreviation"),
        ("Kelmoran Harbour Board", "KHB", "abbreviation")]  # fmt: skip
    assert [mention for _, mention, _ in found(texts, ["KHB"])] == ["Kelmoran Harbour Board", "KHB", "KHB"]
    assert find_targets(texts, ["KHB", "Ferry Board"]).kinds["Ferry Board"] == "organisation"


@pytest.mark.parametrize(
    ("target", "kind", "want"),
    [("sanctions", "thing", ["Sanctions", "sanction"]), ("the S-4 deal", "thing", ["S-4 deal", "S-4 deals"]),
     ("protesters", "group", ["protester"])])  # fmt: skip
def test_issues_in_singular_and_plural(target, kind, want):
    result = find_targets(["Sanctions bite. No sanction stopped the S-4 deal or other S-4 deals, a protester said."], [target])
    assert result.table.mention.tolist() == want and result.kinds == {target: kind}


def test_the_longest_of_mentions_that_overlap_wins():
    text = "Turkish president Ada Rook likes the harbour tax and the tax."
    assert found(text, ["tax", "harbour tax", "Turkey", "Ada Rook"]) == [
        ("Ada Rook", "Ada Rook", "name"), ("harbour tax", "harbour tax", "name"), ("tax", "tax", "name")]  # fmt: skip


def test_a_dict_means_its_names_and_no_others():
    text = "Mayor Ada Rook smiled. She sang. Rook left Ankara for the pier."
    assert mentions(text, {"mayor": ["Ada Rook"]}) == ["Ada Rook", "She"]
    assert found(text, {"Turkey": ["Ankara"]}) == [("Turkey", "Ankara", "name")]


def test_a_sentence_of_ten_thousand_words():
    text = ("Ada Rook met Bram Sill and he told her that the Turkish government paid, " + "and paid " * 43) * 100 + "end."
    table = find_targets([text], ["Ada Rook", "Turkey"]).table
    assert len(text.split()) > 10_000 and text.count(".") == 1
    assert (table.mention == "Turkish government").sum() == (table.mention == "Ada Rook").sum() == 100


# -- what a corpus is mostly about -------------------------------------------------------------------------------------


def test_the_main_targets_stand_in_most_articles_of_two_outlets():
    texts = ["Ada Rook left Turkey.", "Turkey misses Ada Rook and NATO.", "Ada Rook sang for Carl Sill.", "Carl Sill left."]
    assert main_targets(texts, ["A", "B", "A", "A"], most=12) == ["Ada Rook", "Turkey"]
    assert main_targets(texts, ["A"] * 4, most=12) == ["Ada Rook", "Carl Sill", "Turkey", "NATO"]
    assert main_targets(texts, ["A", "B", "A", "A"], most=1) == ["Ada Rook"]


# -- what is refused ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("targets", "message"),
    [([], "targets is empty"), ([""], r"targets\[''\] holds ''; a name is a str"), (["Rook", " "], "holds ' '"),
     ([3], "holds 3"), (7, "targets is a dict of referent to names, or a list of names, not int"),
     ({"x": []}, r"targets\['x'\] is \[\]"), (["US", "United States"], "'US' and 'United States' are both United States"),
     (["Rook", "Ada Rook"], "'Rook' and 'Ada Rook' are both Ada Rook; name one")])  # fmt: skip
def test_targets_that_are_none(targets, message):
    with pytest.raises(DataError, match=message):
        find_targets([ROOK], targets)
