"""Word lists with their cards, and loaders for the user's own."""
