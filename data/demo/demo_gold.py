"""What a perfect reader of the demo corpus would find, and the list of what was planted: called by make_demo.py."""

import csv
import re


def own_text(element):
    """The text of an annotated element without what is marked <x>, as not the article's own."""
    if element.tag == "x":
        return ""
    return (element.text or "") + "".join(own_text(child) + (child.tail or "") for child in element)


def _plain(element):
    return " ".join(own_text(element).split())


def write_gold(articles, folder):
    """The gold tables, one CSV each: articles removed sources agency stances points shared_copy."""
    tables = {"articles": _article, "removed": _removed, "sources": _sources, "agency": _agency, "stances": _stances,
              "points": _points}
    for name, rows_of in tables.items():
        _write_table(folder / "gold" / f"{name}.csv", [row for article in articles for row in rows_of(article)])
    _write_table(folder / "gold" / "shared_copy.csv", [
        {"story": one["story"], "agency": one["wire"], "article": one["id"], "other": other["id"]}
        for one in articles for other in articles
        if one["wire"] and one["story"] == other["story"] and one["id"] < other["id"]])


def _name(article):
    return {"article": article["id"], "outlet": article["page"]["name"]}


def _article(article):
    yield {"id": article["id"], "outlet": article["page"]["name"],
           **{name: article[name] for name in ("date", "title", "story", "author", "file", "published", "wire")},
           "text": "\n\n".join(article["paragraphs"])}


def _removed(article):
    lines = [pair for pair in article["lines"] if pair[0]]
    if article["dateline"]:
        lines.append(("dateline", article["dateline"].strip()))
    for reason, line in lines:
        yield {"article": article["id"], "file": article["file"], "reason": reason, "line": line}


def _sources(article):
    for said in article["body"].iter("s"):
        yield {**_name(article), "speaker": said.get("who"), "kind": said.get("kind"), "form": said.get("form"),
               "said": _plain(said)}


def _agency(article):
    for act in article["body"].iter("v"):
        yield {**_name(article), "voice": act.get("form"), "doer": act.get("doer"), "clause": _plain(act)}


def _stances(article):
    quoted = {id(stance) for said in article["body"].iter("s") for stance in said.iter("t")}
    for stance in article["body"].iter("t"):
        yield {**_name(article), "target": stance.get("of"), "lean": stance.get("lean"),
               "voice": "quoted" if id(stance) in quoted else "outlet", "sentence": _plain(stance)}


def _points(article):
    for n, statement in article["points"].items():
        for where in article["body"].iter(f"p{n}"):
            yield {"story": article["story"], "point": n, "statement": statement, **_name(article),
                   "evidence": _plain(where)}


def write_truth(articles, folder, planted):
    """ground_truth.csv, and gold/naming.csv: how often each article uses its outlet's name for each referent."""
    columns = ("kind", "outlet", "reference", "item", "direction", "detail", "evidence")
    truth = [*_words(articles, planted), *_measures(articles, planted), *_frames(articles, planted),
             *_names(articles, planted), *_takes(articles, planted), *_loaded(articles, planted), *_left_out(articles),
             *_shared(articles)]
    _write_table(folder / "ground_truth.csv", [dict(zip(columns, row, strict=True)) for row in truth])
    _write_table(folder / "gold" / "naming.csv", [
        {"referent": referent, **_name(article), "name": names[article["outlet"]], "n": n}
        for referent, names in planted["naming"].items() for article in articles
        if (n := len(_find(names[article["outlet"]], article)))])


def _outlets(articles):
    return {article["outlet"]: article["page"]["name"] for article in articles}


def _words(articles, planted):
    for outlet, name in _outlets(articles).items():
        for word in planted["words"][outlet]:
            counted = _counted(articles, outlet, word)
            yield "lexical", name, "the rest", word, "more", counted, _first(articles, outlet, word)
        for word, cause in planted["side"][outlet].items():
            yield "lexical side effect", name, "the rest", word, "more", cause, _first(articles, outlet, word)


def _measures(articles, planted):
    names, mood = _outlets(articles), planted["sentiment"]
    for direction in ("lower", "higher"):
        for outlet, other in names.items():
            if outlet != mood[direction]:
                yield "sentiment", names[mood[direction]], other, "mean score", direction, "", "every story"
    one, other = mood["alike"]
    yield "sentiment", names[one], names[other], "mean score", "same", "planted null", "every story"
    for outlet, kinds in planted["sources"].items():
        yield "sources", names[outlet], "the rest", " or ".join(kinds), "more", "share of voices", "gold/sources.csv"
    for outlet, how in planted["agency"].items():
        yield "agency", names[outlet], "the rest", how, "more", "share of the acts of force", "gold/agency.csv"


def _frames(articles, planted):
    names = _outlets(articles)
    for frame in planted["frames"].values():
        outlet, words = frame["more"], frame["words"]
        one, other = (names[alike] for alike in frame["alike"])
        for item in frame["items"]:
            counted = _counted(articles, outlet, words)
            yield "frame", names[outlet], "the rest", item, "more", counted, _first(articles, outlet, words)
            yield "frame", one, other, item, "same", "planted null", "every story"
    for outlet, items in planted["frame_side"].items():
        for item, cause in items.items():
            yield "frame side effect", names[outlet], "the rest", item, "more", cause, "every story"


def _names(articles, planted):
    outlets = _outlets(articles)
    for referent, names in planted["naming"].items():
        for outlet, name in names.items():
            yield "naming", outlets[outlet], "the rest", name, "more", referent, _first(articles, outlet, name)


def _takes(articles, planted):
    """Stances: in the outlets' own voice, and of those they quote."""
    names = _outlets(articles)
    for target, stance in planted["stance"].items():
        for kind, key in (("stance", "own"), ("quoted stance", "quoted")):
            if key in stance:
                low, high = stance[key]
                for outlet, other, direction in ((low, high, "lower"), (high, low, "higher")):
                    counted, where = (told(articles, outlet, stance["names"]) for told in (_counted, _first))
                    yield kind, names[outlet], names[other], target, direction, counted, where
        if "alike" in stance:
            one, other = (names[alike] for alike in stance["alike"])
            yield "stance", one, other, target, "same", "planted null", "every story"


def _loaded(articles, planted):
    names, loaded = _outlets(articles), planted["loaded"]
    for outlet in loaded["more"]:
        for other in loaded["less"]:
            yield "loaded", names[outlet], names[other], "share of sentences", "more", "", "every story"
    one, other = (names[alike] for alike in loaded["less"])
    yield "loaded", one, other, "share of sentences", "same", "planted null", "every story"


def _counted(articles, outlet, item):
    uses = [len(_find(item, article)) for article in articles if article["outlet"] == outlet]
    elsewhere = sum(len(_find(item, article)) for article in articles if article["outlet"] != outlet)
    return f"{sum(uses)} uses in {sum(n > 0 for n in uses)} of {len(uses)} articles; {elsewhere} elsewhere"


def _first(articles, outlet, item):
    """Where the outlet first uses it: id of the article and a few words."""
    article, use = next((article, uses[0]) for article in articles
                        if article["outlet"] == outlet and (uses := _find(item, article)))
    text = " ".join(article["paragraphs"])
    return f"{article['id']}: ...{text[max(use.start() - 30, 0):use.end() + 30]}..."


def _find(item, article):
    """Uses of a term, or of any of a list of terms, in an article."""
    terms = "|".join(re.escape(term) for term in ([item] if isinstance(item, str) else item))
    return list(re.finditer(rf"\b(?:{terms})\b", " ".join(article["paragraphs"]), re.IGNORECASE))


def _left_out(articles):
    """Stories an outlet does not tell, and points that it leaves out of a story that it tells."""
    for story in dict.fromkeys(article["story"] for article in articles if not article["wire"]):
        tellings = [article for article in articles if article["story"] == story]
        if len(_outlets(tellings)) == 1:
            continue
        for outlet, name in _outlets(articles).items():
            own = [article for article in tellings if article["outlet"] == outlet]
            if not own:
                yield "story left out", name, "the rest", story, "absent", "", "gold/articles.csv"
                continue
            for n, statement in own[0]["points"].items():
                if not any(next(article["body"].iter(f"p{n}"), None) is not None for article in own):
                    yield "point left out", name, "the rest", f"{story} {n}", "absent", statement, "gold/points.csv"


def _shared(articles):
    for story in dict.fromkeys(article["story"] for article in articles if article["wire"]):
        carriers = "; ".join(article["page"]["name"] for article in articles if article["story"] == story)
        detail = "agency copy, lightly edited"
        yield "shared copy", carriers, "", story, "same text", detail, "gold/shared_copy.csv"


def _write_table(path, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
