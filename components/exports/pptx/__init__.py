"""Slides as a PowerPoint file: native shapes, charts and tables that anybody can edit."""

from components.exports.pptx.file import PPTX_MIME, deck_pptx
from components.exports.pptx.template import TemplateError, template_size

__all__ = ["PPTX_MIME", "TemplateError", "deck_pptx", "template_size"]
