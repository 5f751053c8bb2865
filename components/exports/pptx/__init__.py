"""Slides as a PowerPoint file: native shapes, charts and tables that anybody can edit."""

from components.exports.pptx.file import deck_pptx
from components.exports.pptx.template import TemplateError, template_size

__all__ = ["TemplateError", "deck_pptx", "template_size"]
