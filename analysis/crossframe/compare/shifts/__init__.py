"""The parts of ``wordshift``: formulas, the two sides, intervals and tests."""
