"""Slides: what a deck says and where each thing stands, once for every renderer."""
