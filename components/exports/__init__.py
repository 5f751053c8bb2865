"""Files that a visitor takes away: slides, handouts, data."""
