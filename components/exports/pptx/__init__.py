"""Slides as a PowerPoint file: native shapes, charts and tables that anybody can edit."""

from components.exports.pptx.file import PPTX_MIME, deck_pptx

__all__ = ["PPTX_MIME", "deck_pptx"]
