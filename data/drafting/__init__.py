"""Rules drafted from a criterion's own words: offline, deterministic, and silent where in doubt.

`draft_criterion(text, kind)` is the one door in. text → `normalise` → `tokens` → `segments` →
`grammar` (with the words of `lexicon`) → `tree` → `Draft`.
"""

from data.drafting.draft import Draft, DraftClass, draft_criterion
from data.drafting.nodes import Node, Span, Stated

__all__ = ["Draft", "DraftClass", "Node", "Span", "Stated", "draft_criterion"]
