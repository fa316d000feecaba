"""The methods behind ``scaling``: positions of outlets, and how sure they are."""
