"""The parts of the results page."""

from components.results.parts import choose_part, show, standing

__all__ = ["choose_part", "show", "standing"]
