"""The parts of ``over_time``: calendar, means by period, curves, events."""
