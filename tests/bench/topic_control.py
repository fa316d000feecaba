"""How the words that tell two outlets apart change on the same stories: `python tests/bench/topic_control.py [A B ...]`.

Reads ../shared/data/abp, cleans it, matches stories, takes shared copy out, keeps events that at least three outlets
cover for the matched side, and prints for each pair of outlets the top 50 words with what becomes of them.
"""

import sys
from pathlib import Path

import pandas as pd

import crossframe as cf

ABP = Path(__file__).parents[3] / "shared" / "data" / "abp" / "articles.parquet"
PAIRS = [("CNN (Web News)", "Fox News"), ("Politico", "Fox Online News"), ("USA TODAY", "Washington Times"),
         ("NPR Online News", "Fox Online News"), ("Vox", "National Review")]
SHOWN = ["rank", "term", "estimate", "estimate_matched", "conf_low_matched", "conf_high_matched", "n", "n_matched",
         "verdict"]


def events(corpus):
    """The articles, a story kept only where at least three outlets tell it."""
    articles = corpus.articles
    told = articles.groupby("story").outlet.transform("nunique")
    print(f"{len(articles):,} articles; told by three outlets or more: {articles.story[told >= 3].nunique():,} stories, "
          f"{int((told >= 3).sum()):,} articles")
    return articles.assign(story=articles.story.where(told >= 3, ""))


def main(names):
    corpus = cf.match_stories(cf.read(ABP))
    corpus = cf.without_shared(corpus, cf.shared_copy(corpus), keep="none")
    articles, summary = events(corpus), []
    for target, reference in list(zip(names[::2], names[1::2])) or PAIRS:
        result = cf.topic_control(articles, target=target, reference=reference, stop_words="english", min_count=20)
        print(f"\n{target} against {reference}: {result.about['n_stories'][target]} shared stories")
        print(result.table[SHOWN].round(2).to_string(index=False))
        summary.append({"pair": f"{target} / {reference}", "stories": result.about["n_stories"][target],
                        **result.about["verdicts"]})
    print("\n" + pd.DataFrame(summary).to_string(index=False))


if __name__ == "__main__":
    main(sys.argv[1:])
