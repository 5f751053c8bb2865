"""Slides as a PowerPoint file: native shapes, charts and tables that anybody can edit."""

from components.exports.pptx.file import deck_pptx
from components.exports.pptx.template import MAX_BYTES, TemplateError, template_size

__all__ = ["MAX_BYTES", "TemplateError", "deck_pptx", "template_size"]
