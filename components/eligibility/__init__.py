"""The parts of the eligibility page, in the order in which the page shows them."""

from components.criteria_view import choose_view
from components.eligibility.criteria import criteria
from components.eligibility.keep import keep_and_resume
from components.eligibility.people import choose_several, people
from components.eligibility.review import review
from components.eligibility.session import checklist
from components.eligibility.verdict import notice, verdict

__all__ = [
    "checklist",
    "choose_several",
    "choose_view",
    "criteria",
    "keep_and_resume",
    "notice",
    "people",
    "review",
    "verdict",
]
