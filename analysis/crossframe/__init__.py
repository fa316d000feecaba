"""crossframe: measure how news outlets frame the same events."""

from crossframe import datasets, models
from crossframe.compare.averages import means
from crossframe.compare.comparison import Comparison, compare
from crossframe.compare.contrast import contrast
from crossframe.compare.coverage import coverage
from crossframe.compare.decompose import decompose
from crossframe.compare.distance import distance
from crossframe.compare.diversity import quoted_speakers, source_diversity
from crossframe.compare.keyness import keyness
from crossframe.compare.left_out import left_out
from crossframe.compare.over_time import over_time
from crossframe.compare.scaling import scaling
from crossframe.compare.shares import shares
from crossframe.compare.topic_control import topic_control
from crossframe.compare.wordshift import wordshift
from crossframe.corpus import Corpus, read
from crossframe.errors import DataError
from crossframe.lexicons.load_dictionary import load_dictionary
from crossframe.match.checking import story_pairs
from crossframe.match.copies import without_shared
from crossframe.match.shared import shared_copy
from crossframe.match.stories import match_stories
from crossframe.measure.agency import agency
from crossframe.measure.claim_stance import claim_stance
from crossframe.measure.frame_axis import frame_axis
from crossframe.measure.frames import frames
from crossframe.measure.hedging import hedging
from crossframe.measure.kwic import kwic
from crossframe.measure.loaded_language import loaded_language
from crossframe.measure.naming import naming
from crossframe.measure.sentiment import sentiment
from crossframe.measure.source_scores import source_scores
from crossframe.measure.sources import sources
from crossframe.measure.stance import stance
from crossframe.measure.target_sentiment import target_sentiment
from crossframe.measure.valence import valence
from crossframe.measure.voices import voices
from crossframe.present.annotated import annotate
from crossframe.result import Result

__version__ = "0.1.0"
__all__ = [
    "Comparison", "Corpus", "DataError", "Result", "agency", "annotate", "claim_stance", "compare", "contrast",
    "coverage", "datasets", "decompose", "distance", "frame_axis", "frames", "hedging", "keyness", "kwic",
    "left_out", "load_dictionary", "loaded_language", "match_stories", "means", "models", "naming", "over_time",
    "quoted_speakers", "read", "scaling", "sentiment", "shared_copy", "shares", "source_diversity", "source_scores",
    "sources", "stance", "story_pairs", "target_sentiment", "topic_control", "valence", "voices", "without_shared",
    "wordshift",
]
