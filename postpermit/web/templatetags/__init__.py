"""Template tags: the small words that every page shares."""
