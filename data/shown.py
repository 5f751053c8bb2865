"""Where a page shows a text of the record, and as what: so that a search can lead to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from data.record_texts import BESIDES, RecordText
from data.views.overview import EVERYTHING_ELSE
from data.vocabulary import bare_name

_OVERVIEW, _ELIGIBILITY, _SITES = "overview", "eligibility", "sites"


@dataclass(frozen=True, kw_only=True)
class Shown:
    """Where a text stands.

    Args:
        page: the name of the page's script.
        text: what stands there.
        after: what stands above it, each on its own and in this order: a heading, the name of an
            arm group, the label of a fact.
        site: the number of the site to open there, from 1.
    """

    page: str
    text: str
    after: tuple[str, ...] = ()
    site: int | None = None


# What the overview calls a fact, by its section and place in the record; empty where the text
# speaks for itself. What is missing here is shown nowhere.
_LABELS: Final = {
    "identification": {
        "nct id": "ClinicalTrials.gov",
        "org study id info id": "Sponsor's study number",
        "org study id info type": "Sponsor's study number",
        "org study id info link": "Sponsor's study number",
        "secondary id infos": "Identifiers",
        "organization full name": "Organisation",
        "organization class": "Organisation",
        "brief title": "",
        "official title": "Official title",
        "acronym": "Acronym",
    },
    "status": {
        "status verified date": "Status verified",
        "overall status": "Status",
        "last known status": "Last known status",
        "why stopped": "Why stopped",
        "expanded access info has expanded access": "Expanded access",
        "expanded access info nct id": "Expanded access record",
        "expanded access info status for nct id": "Expanded access status",
        "study first submit date": "First submitted",
        "study first submit qc date": "First submitted in good order",
        "results first submit date": "Results first submitted",
        "results first submit qc date": "Results first submitted in good order",
        "disp first submit date": "Certification of delayed results submitted",
        "disp first submit qc date": "Certification submitted in good order",
        "last update submit date": "Last update submitted",
        "start date": "Start",
        "primary completion date": "Primary completion",
        "completion date": "Completion",
        "study first post date": "First posted",
        "results first post date": "Results first posted",
        "disp first post date": "Certification of delayed results first posted",
        "last update post date": "Last update",
    },
    "sponsor collaborators": {
        "responsible party type": "Responsible party",
        "responsible party investigator full name": "Investigator",
        "responsible party investigator title": "Investigator",
        "responsible party investigator affiliation": "Investigator",
        "responsible party old name title": "Responsible person",
        "responsible party old organization": "Responsible person",
        "lead sponsor name": "Lead sponsor",
        "lead sponsor class": "Lead sponsor",
        "collaborators": "Collaborators",
    },
    "oversight": {
        "oversight has dmc": "Data monitoring committee",
        "is fda regulated drug": "FDA-regulated drug",
        "is fda regulated device": "FDA-regulated device",
        "is unapproved device": "Unapproved device",
        "is ppsd": "Paediatric postmarket surveillance",
        "is us export": "Exported from the US",
    },
    "description": {"brief summary": "", "detailed description": ""},
    "conditions": {"conditions": "Conditions", "keywords": "Keywords"},
    "design": {
        "study type": "Study type",
        "patient registry": "Patient registry",
        "target duration": "Target duration",
        "phases": "Phase",
        "design info allocation": "Allocation",
        "design info intervention model": "Intervention model",
        "design info intervention model description": "About the model",
        "design info primary purpose": "Primary purpose",
        "design info observational model": "Observational model",
        "design info time perspective": "Time perspective",
        "design info masking info masking": "Masking",
        "design info masking info masking description": "About the masking",
        "design info masking info who masked": "Who is masked",
        "bio spec retention": "Samples kept",
        "bio spec description": "About the samples",
        "enrollment info count": "Participants",
        "enrollment info type": "Participants",
    },
    "eligibility": {
        "healthy volunteers": "Accepts healthy volunteers",
        "sex": "Sex",
        "gender based": "Chosen by gender",
        "gender description": "About gender",
        "minimum age": "Minimum age",
        "maximum age": "Maximum age",
        "std ages": "Age groups",
        "study population": "Study population",
        "sampling method": "Sampling method",
    },
    "contacts locations": {
        "central contacts": "Sponsor and people",
        "overall officials": "Sponsor and people",
    },
    "references": {"references": "References", "see also links": "Links"},
    "ipd sharing statement": {
        "ipd sharing": "Plan to share",
        "description": "About the plan",
        "info types": "What is shared",
        "time frame": "When",
        "access criteria": "For whom",
        "url": "Where",
    },
    "documents": {"large docs": "Documents"},
    "registry page": {
        "countries": "Countries listed",
        "other names": "Other names of the interventions",
        "related trials": "Related trials",
        "unread": "Text that could not be placed",
        "uncertain": "Read, but not for certain",
    },
    "results": {"results exist": "Results"},
}
# Lists of which each thing has its name above it, and their headings.
_LISTS: Final = {
    "arm groups": "Arm groups",
    "interventions": "Interventions",
    "primary outcomes": "Outcome measures",
    "secondary outcomes": "Outcome measures",
    "other outcomes": "Outcome measures",
}


def where_shown(item: RecordText) -> Shown | None:
    """Say where a text of the record is shown; None where no page shows it as it stands."""
    if item.place.endswith(" criterion"):
        return Shown(page=_ELIGIBILITY, text=item.text)
    if item.place == "locations":
        return Shown(page=_SITES, text=item.key, site=int(item.item))
    if item.section == BESIDES:
        return Shown(page=_OVERVIEW, text=item.text, after=(EVERYTHING_ELSE, item.place))
    for place, heading in _LISTS.items():
        if item.place.startswith(place):
            return _of_a_list(item, heading)
    label = _LABELS.get(item.section, {}).get(item.place)
    if label is None:
        return None
    return Shown(page=_OVERVIEW, text=item.key or item.text, after=(label,) if label else ())


def _of_a_list(item: RecordText, heading: str) -> Shown:
    """What is said of an arm group, an intervention or an outcome stands below its name."""
    if item.place == "interventions arm group labels":
        return Shown(page=_OVERVIEW, text=item.text, after=("Arm groups",))
    names = item.place == "arm groups intervention names"
    text = bare_name(item.text) if names else item.text
    above = (heading, item.item) if item.item else (heading,)
    return Shown(page=_OVERVIEW, text=text, after=above)
