"""How wide text is, and where its lines break: the same on every screen, slide and page."""
