"""Each rule of cleaning: what it takes out, and what looks like it and stays. All texts are invented."""

import pytest

from crossframe.clean import REASONS, clean_text

LEAD = "The ferry Marigold ran aground off Brell Island on Tuesday night, and all its passengers were ashore by noon."
BODY = "Divers found no hole in the hull. The harbour master, Ilse Ferrand, said the ship would be towed on Friday."
LAST = "A board of inquiry, which has not met since the winter, will hear the captain and two of the crew next week."
KNOWN = {
    "title": "Ferry runs aground off Brell Island", "outlet": "The Harbour Times (Online)",
    "author": "Ada Holm, Per Lund"}


def article(*, top=(), middle=(), end=()):
    return "\n\n".join([*top, LEAD, *middle, BODY, LAST, *end])


def kept_of(text):
    return clean_text(text, **KNOWN)[0].split("\n\n")


ANYWHERE = [
    ("advertisement", "Advertisement"),
    ("advertisement", "Story Continued Below"),
    ("advertisement", "Scroll to continue with content"),
    ("app", "Download the Harbour Times app to get the news first."),
    ("app", "CLICK HERE TO GET THE HARBOUR APP"),
    ("caption", "The Marigold on the rocks on Wednesday. (Lars Ek/Reuters)"),
    ("caption", "The Marigold on the rocks on Wednesday. /HTV Photo"),
    ("caption", "The Marigold on the rocks on Wednesday. Lars Ek/AFP via Getty Images"),
    ("caption", "The Marigold on the rocks on Wednesday. | Getty"),
    ("caption", "The Marigold on the rocks on Wednesday. Photo: Lars Ek"),
    ("caption", "The Marigold on the rocks on Wednesday. (Photo by Lars Ek, Quay Pictures)"),
    ("caption", "Divers at work off Brell Island on Wednesday. Lars Ek / Quay Pictures"),
    ("caption", "Divers at work [Lars Ek/Harbour Media]"),
    ("caption", "FILE - In this May 2, 2019 file photo, the ferry Marigold leaves Port Halden."),
    ("caption", "Enlarge this image toggle caption Lars Ek/AP Lars Ek/AP"),
    ("caption", "Image copyright Reuters Image caption The Marigold was built in 1998"),
    ("caption", "Photos: Ferries of the north Photos: Ferries of the north The Marigold in 2004. Hide Caption 1 of 12"),
    ("caption", "prev Image 2 of 3"),
    ("code", "<div class=\"teaser\">"),
    ("code", "window.adQueue = window.adQueue || [];"),
    ("code", "Please enable JavaScript to view this page."),
    ("contact", "Write to Ada Holm at ada.holm@harbour.example"),
    ("contact", "Have a tip? Email us at desk@harbour.example"),
    ("contact", "Leave a comment"),
    ("contributed", "Joan Pebble contributed to this report."),
    ("contributed", "- Harbour Times' Joan Pebble and The Associated Press contributed to this story."),
    ("contributed", "(With input from agencies.)"),
    ("contributed", "(Reporting by Joan Pebble; Editing by Lars Ek)"),
    ("copyright", "© 2025 Harbour Press Trust. All rights reserved."),
    ("copyright", "Copyright 2024 The Associated Press. This material may not be published or redistributed."),
    ("correction", "Correction: An earlier version of this article gave the ferry's length in feet."),
    ("correction", "This story has been updated with a statement from the company."),
    ("correction", "Editor's note: Ada Holm sailed on the Marigold as a child."),
    ("credit", "Lars Ek / TASS"),
    ("credit", "Photo: Lars Ek"),
    ("credit", "(Lars Ek/Reuters)"),
    ("credit", "Getty Images"),
    ("disclaimer", "The opinions expressed in this commentary are her own."),
    ("link", "https://harbour.example/ferries"),
    ("newsletter", "Sign up for The Morning Tide, our free newsletter"),
    ("newsletter", "Get the evening bulletin delivered to your inbox."),
    ("newsletter", "Email Sign Up By signing up you agree to receive letters. You can unsubscribe at any time."),
    ("placeholder", "[]"),
    ("placeholder", "[pullquote]"),
    ("plea", "Please consider a donation to keep our newsroom at work."),
    ("plea", "Support independent journalism: become a member today."),
    ("related", "SEE ALSO: Ferry company sold for the third time"),
    ("related", "Read more: Who watches the lighthouse?"),
    ("related", "RELATED: Island without a doctor"),
    ("related", "Read more"),
    ("related", "( Also on HARBOUR: What the crew knew)"),
    ("related", "Click here for more pictures of the wreck."),
    ("social", "Follow Ada Holm on Twitter @adaholm"),
    ("social", "Follow us @harbourtimes"),
    ("social", "Like us on Facebook"),
    ("social", "Share Tweet Share Share Pin Email"),
    ("social", "Read or Share this story: https://harb.example/2x"),
    ("subscription", "Already a subscriber? Log in"),
    ("timestamp", "Updated 7:39 p.m. ET"),
    ("timestamp", "6 years ago"),
    ("timestamp", "This article is more than 2 years old"),
    ("video", "JUST WATCHED Divers at the wreck Replay More Videos ... MUST WATCH Divers at the wreck 01:12"),
    ("video", "Media playback is unsupported on your device Media caption The captain speaks"),
    ("poll", "Should the line be closed? Vote here"),
]
AT_TOP = [
    ("byline", "By Ada Holm"),
    ("byline", "By Karin Moe and Tor Lie, Coast Weekly"),
    ("byline", "Karin Moe, Staff writer | Updated July 3, 2021"),
    ("byline", "Ada Holm and Per Lund"),
    ("byline", "Opinion contributor"),
    ("credit", "Lars Ek / Quay Pictures"),
    ("label", "ANALYSIS/OPINION:"),
    ("masthead", "THE HARBOUR TIMES"),
    ("masthead", "harbourtimes.com"),
    ("plea", "Support The Harbour Times!"),
    ("timestamp", "July 16, 2019"),
    ("timestamp", "Tuesday, 16 July 2019 | 10:45 am"),
    ("timestamp", "2019-07-16"),
    ("title", "Ferry runs aground off Brell Island"),
    ("title", "FERRY RUNS AGROUND OFF BRELL ISLAND"),
]
AT_END = [
    ("bio", "Ada Holm is a columnist for the Harbour Times and the author of two books on the sea."),
    ("bio", "• Karin Moe is a fellow at the Institute of Harbours."),
    ("bio", "Karin Moe is a professor of shipbuilding at Lindmoor. She can be reached at the institute."),
    ("contributed", "Additional reporting by Joan Pebble in Port Halden"),
    ("contributed", "With reporting from Lars Ek"),
    ("plea", "Your gift pays for a reporter on the quays."),
]


@pytest.mark.parametrize("reason, line", ANYWHERE)
def test_a_line_goes_wherever_it_stands(reason, line):
    text = article(middle=[line])
    kept, removed = clean_text(text, **KNOWN)
    assert kept.split("\n\n") == [LEAD, BODY, LAST]
    assert [(text[start:end], why) for start, end, why in removed] == [(line, reason)]
    assert reason in REASONS


@pytest.mark.parametrize("reason, line", [*AT_TOP, *AT_END])
def test_a_line_goes_at_its_end_of_the_text_and_stays_elsewhere(reason, line):
    place = {"top": [line]} if (reason, line) in AT_TOP else {"end": [line]}
    kept, removed = clean_text(article(**place), **KNOWN)
    assert kept.split("\n\n") == [LEAD, BODY, LAST]
    assert [why for *_, why in removed] == [reason]
    if reason not in ("byline", "masthead", "title"):
        assert line in kept_of(article(middle=[line, LAST[::-1]]))


STAY = [
    "“Read more books,” he said, and sat down.",
    '"Read more: it is the only way," the teacher told them.',
    "Follow the money, the auditor wrote, and you will end at the harbour.",
    "Follow the path past the lighthouse to the mooring.",
    "Photos of the wreck, which the owner had tried to keep back, were passed around in the hall.",
    "The photo shows the captain on the bridge, his hand on the wheel.",
    "The caption under the photo was wrong, the museum said, and the image had been cut.",
    "The company will sign up new crew for the summer, and passengers can subscribe to a season ticket.",
    "Subscribers to the old line will be paid back by May, the newsletter of the ferry company says.",
    "She contributed to the report that the board had asked for, she said.",
    "Dust from the quarry contributed to this.",
    "The copyright law of 1911 was the first of its kind, and all later ones follow it.",
    "Advertisement of spirits is forbidden on the island.",
    "The advertisement said the ferry could not sink.",
    "Please consider the children, she begged the board.",
    "Donations reached 40,000 crowns within a day, and more money is coming in from abroad.",
    "“Please donate now,” the leaflet said. “Help keep our newsroom alive.”",
    "Click on the map and you will see where the rocks lie.",
    "Share prices of the ferry company fell by 8% on Wednesday.",
    "The company told Reuters",
    "An account of the storm was published in 1952 and has been updated twice since.",
    "Updated rules for ferries will be in force from May, the ministry said.",
    "Related crimes went unpunished for years, the judge found, as no one kept a list.",
    "See you at the harbour, she said.",
    "Watch out for the rocks, the chart says.",
    "About two years ago the company bought a second ship.",
    "Image is everything to a company that sells holidays.",
    "The weather was fair (the wind came from the west/north-west).",
    "He cited the paper’s own poll (a Courier/Institute survey of 900 islanders).",
    "What happened next?",
    "THE CAPTAIN'S ACCOUNT",
    "A night on the rocks",
    "Ilse Ferrand",
    "The ferry will not sail in January. — Ilse Ferrand (@harbourmaster) January 3, 2021",
    "WATCH: the ferry leaves port one last time. — Ilse Ferrand (@harbourmaster) January 3, 2021",
    "By contrast, the Gannet was back at sea within a day.",
    "By Friday, all were home.",
    "Lund, who is a fellow of the Institute of Harbours, was on board.",
    "[God willing], the old man added, the ship will float again.",
]


@pytest.mark.parametrize("line", STAY)
@pytest.mark.parametrize("place", ["top", "middle", "end"])
def test_the_articles_own_lines_stay(line, place):
    assert line in kept_of(article(**{place: [line]}))
    assert not [why for *_, why in clean_text(article(**{place: [line]}), **KNOWN)[1]]


@pytest.mark.parametrize("prefix", [
    "PORT HALDEN, Kelmora (AP) — ", "PORT HALDEN (Reuters) - ", "(CNN) ", "Port Halden (CNN) -- ", "PORT HALDEN — "])
def test_a_dateline_goes_and_its_sentence_stays(prefix):
    kept, removed = clean_text(prefix + article())
    assert kept == article()
    assert [(start, why) for start, _, why in removed] == [(0, "dateline")]


@pytest.mark.parametrize("start", ["The Port Union (PU) ", "On Monday, the Coast Guard (CG) ", "NOT SO fast: "])
def test_an_abbreviation_in_brackets_is_no_dateline(start):
    assert clean_text(start + LEAD)[0] == start + LEAD


@pytest.mark.parametrize("reason, tail", [
    ("social", "Follow him on Twitter @perlund."), ("contributed", "Joan Pebble contributed to this report."),
    ("newsletter", "Sign up here for our newsletter.")])
def test_a_prompt_at_the_end_of_a_paragraph_goes_alone(reason, tail):
    text = article(middle=[f"{BODY} {tail}"])
    kept, removed = clean_text(text)
    assert kept == article(middle=[BODY])
    assert [(text[start:end], why) for start, end, why in removed] == [(tail, reason)]


@pytest.mark.parametrize("reason, line", [pair for pair in ANYWHERE if "Hide Caption" not in pair[1]])
def test_an_article_in_one_line_is_not_lost_to_what_stands_in_it(reason, line):
    kept = clean_text(" ".join([LEAD, BODY, line if line[-1] in ".?)" else f"{line}.", LAST]), **KNOWN)[0]
    assert all(part in kept for part in (LEAD, BODY, LAST))
    kept = clean_text(" ".join([LEAD, BODY, LAST, line]), **KNOWN)[0]
    assert all(part.rstrip(".") in kept for part in (LEAD, BODY, LAST))


@pytest.mark.parametrize(
    "reason, line", [pair for pair in ANYWHERE if pair[0] not in ("caption", "credit", "code", "video")])
def test_a_paragraph_is_not_lost_to_a_prompt_at_its_end(reason, line):
    assert BODY in clean_text(article(middle=[f"{LAST} {BODY} {line}"]), **KNOWN)[0].split("\n\n")[1]


@pytest.mark.parametrize("reason, piece", [
    ("placeholder", "[]"), ("link", "pic.twitter.com/Ab3dEf"), ("link", "https://t.co/Ab3dEf"), ("code", "<br />"),
    ("credit", "(AP Photo/Lars Ek)"), ("advertisement", "Advertisement Continue reading the main story")])
def test_a_piece_goes_from_within_a_line_and_the_rest_of_the_line_stays(reason, piece):
    text = f"{LEAD} {piece} {BODY}"
    kept, removed = clean_text(text)
    assert kept == f"{LEAD} {BODY}"
    assert [(text[start:end], why) for start, end, why in removed] == [(piece, reason)]


def test_only_the_label_of_the_story_highlights_goes():
    summary = "Ferry Marigold runs aground off Brell Island"
    kept, removed = clean_text(article(top=[f"Story highlights {summary}", "All passengers are safe"]))
    assert kept.split("\n\n")[:2] == [summary, "All passengers are safe"]
    assert [why for *_, why in removed] == ["label"]


def test_a_signed_caption_goes_both_times_it_stands():
    caption = "The Marigold on the rocks on Wednesday morning. /HTV Photo"
    kept, removed = clean_text(article(top=[caption, caption], middle=[caption]))
    assert kept.split("\n\n") == [LEAD, BODY, LAST]
    assert [why for *_, why in removed] == ["caption"] * 3


def test_of_an_unsigned_line_the_second_goes_unless_there_are_many():
    shots = [f"The Marigold leaves harbour number {number} in the summer of 1998." for number in "123"]
    assert kept_of(article(middle=[shots[0], shots[0]])) == [LEAD, shots[0], BODY, LAST]
    gallery = [shot for shot in shots for _ in range(2)]
    assert kept_of(article(middle=gallery)) == [LEAD, BODY, LAST]


def test_a_list_of_links_goes_up_to_the_next_paragraph():
    links = ["Who watches the lighthouse at night", "Island without a doctor for the third winter"]
    assert kept_of(article(middle=["Read more:", *links])) == [LEAD, BODY, LAST]
    assert kept_of(article(middle=["Read more:", *links, "The wreck"])) == [LEAD, "The wreck", BODY, LAST]
    assert kept_of(article(end=["READ MORE:", "The Wreck", "The Captain"])) == [LEAD, BODY, LAST]


def test_links_in_capitals_go_and_headings_in_capitals_stay():
    link, short = "FERRY COMPANY SOLD FOR THE THIRD TIME IN AS MANY YEARS", "WHO WATCHES OVER THE LIGHTHOUSE NOW"
    assert kept_of(article(middle=[link, short, "THE WRECK"])) == [LEAD, "THE WRECK", BODY, LAST]
    assert kept_of(article(middle=[short, "THE WRECK"])) == [LEAD, short, "THE WRECK", BODY, LAST]
    shouted = "\n\n".join(line.upper().rstrip(".") for line in (LEAD, BODY, LAST, link))
    assert clean_text(shouted) == (shouted, [])


def test_a_plea_goes_with_the_lines_between_it_and_read_more():
    plea = ["Good journalism is not free.", "The Harbour Times belongs to nobody else.",
            "Please consider a monthly donation to our newsroom."]
    kept, removed = clean_text(article(end=["Read more", *plea]), **KNOWN)
    assert kept.split("\n\n") == [LEAD, BODY, LAST]
    assert [why for *_, why in removed] == ["related", "plea", "plea", "plea"]
    assert kept_of(article(end=["Read more", BODY, plea[2]]))[-1] == BODY


def test_an_authors_name_goes_once_and_a_speakers_names_stay():
    assert kept_of(article(middle=["Ada Holm"])) == [LEAD, BODY, LAST]
    assert kept_of(article(middle=["Ada Holm", BODY, "Ada Holm"])) == [LEAD, "Ada Holm", BODY, "Ada Holm", BODY, LAST]


def test_nothing_is_known_of_the_article_and_nothing_is_guessed():
    lines = ["THE HARBOUR TIMES", "Ferry runs aground off Brell Island", "Ada Holm"]
    assert clean_text(article(top=lines))[0].split("\n\n")[:3] == lines


@pytest.mark.parametrize("text", ["", " \n\n\t ", "Advertisement", "Read more\n\nAdvertisement\n\n[]"])
def test_a_text_of_nothing_else_is_left_empty(text):
    assert clean_text(text)[0] == ""
