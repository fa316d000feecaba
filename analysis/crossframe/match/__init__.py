"""Which articles tell one story, and which passages they share."""
