"""The parts of the eligibility page, in the order in which the page shows them."""

from components.eligibility.cards import groups
from components.eligibility.keep import keep_and_resume
from components.eligibility.review import review
from components.eligibility.session import checklist
from components.eligibility.verdict import notice, verdict

__all__ = ["checklist", "groups", "keep_and_resume", "notice", "review", "verdict"]
