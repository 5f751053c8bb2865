"""Read the text of a registry web page into the JSON shape of the ClinicalTrials.gov API v2.

Such a page is a title, a few lines about the record, and sections, each a heading, a sentence that
introduces it, and its content. Every line of the page ends in one of three places: in the JSON, in
the list of known page furniture, or under `registryPage.unread`. Nothing is dropped in silence.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from data.errors import StudyError, quoted
from data.places.countries import split_countries
from data.places.gazetteer import locate
from data.readers.page_groups import INTERVENTION_TYPE, GivenIntervention, Group, read_groups
from data.readers.page_lines import Line, Section, page_lines, sections

Json = dict[str, Any]

_TABLE = Path(__file__).with_suffix(".tsv")


def _introductions() -> dict[str, str]:
    """Each heading of such a page, in the page's order, with the sentence that introduces it."""
    with _TABLE.open(encoding="utf-8", newline="") as table:
        rows = csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["heading"]: row["introduction"] for row in rows}


INTRODUCTIONS = _introductions()
HEAD = "Head of the page"

# Buttons and notes of the page that say nothing about the study.
FURNITURE = {
    "View full results",
    "View Document",
    "Outcome measurements, participant flow, baseline characteristics, and adverse events have "
    "been published for this study.",
}

_NCT_ID = re.compile(r"NCT ID:\s*(\S+)")
_LAST_UPDATED = re.compile(r"Last Updated:\s*(\S+)")
_PMID = re.compile(r"PMID:\s*(\d+)(?:\s*\(View on PubMed\))?")
_RELATED = re.compile(r"(NCT\d{8})(?:\s+([A-Z][A-Z_]+))?(?:\s+([A-Z0-9_/, ]+))?")
_ENROLLMENT = re.compile(r"(\d[\d,. ]*)(?:\s*participants?)?", re.IGNORECASE)
# A value in capitals, as registries write their enumerations.
_ENUM = re.compile(r"[A-Z][A-Z0-9_]*")
# A code (`AAA601`, `SOM230`), as against a word of a longer name.
_CODE = re.compile(r"(?=.*\d)[A-Z0-9][A-Z0-9./-]*")


def read_registry_page(text: str) -> Json:
    """Turn the text of a registry web page into a v2 study object.

    Coordinates are added from the gazetteer, since pages have none and the API has. What the API
    has no place for (countries, other names of no stated intervention, related trials, unread
    text) goes into the extra section `registryPage`.

    Raises:
        StudyError: the text is no such page.
    """
    page = sections(page_lines(text), INTRODUCTIONS, head=HEAD)
    study: Json = {"protocolSection": {}, "registryPage": {}}
    _head(page[HEAD], study)
    for heading, read in _READERS.items():
        if heading in page:
            read(page[heading], study)
    for section in page.values():
        _use_furniture(section)
    unread = [text for section in page.values() for text in section.unread()]
    study["registryPage"]["unread"] = unread
    return {key: _without_empty(value) for key, value in study.items()}


def _module(study: Json, name: str) -> Json:
    module: Json = study["protocolSection"].setdefault(name, {})
    return module


def _use_furniture(section: Section) -> None:
    for line in section.unused():
        line.used = line.text in FURNITURE


def _without_empty(value: Any) -> Any:
    """Drop what holds nothing: the API leaves such keys out."""
    if isinstance(value, dict):
        kept = {key: _without_empty(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item not in (None, "", [], {})}
    if isinstance(value, list):
        return [_without_empty(item) for item in value]
    return value


def _head(section: Section, study: Json) -> None:
    nct_id = section.take_match(_NCT_ID)
    if nct_id is None:
        raise StudyError(
            "this text is not the page of a registry record: "
            "expected a line 'NCT ID: NCT…' near its top"
        )
    identification = _module(study, "identificationModule")
    identification["nctId"] = nct_id
    # The page says "updated"; of the API's dates of an update, pages show the day it was posted.
    updated = {"date": section.take_match(_LAST_UPDATED)}
    _module(study, "statusModule")["lastUpdatePostDateStruct"] = updated
    for title in section.unused()[:1]:
        identification["briefTitle"] = title.use()


def _results(section: Section, study: Json) -> None:
    for line in section.unused():
        if line.text in ("Results available", "Results pending"):
            study["hasResults"] = line.use() == "Results available"


def _basics(section: Section, study: Json) -> None:
    dates = {
        "Study Start Date": "startDateStruct",
        "Primary Completion Date": "primaryCompletionDateStruct",
        "Study Completion Date": "completionDateStruct",
    }
    others = ("Recruitment Status", "Clinical Phase", "Total Enrollment", "Study Classification")
    values = section.take_labelled((*dates, *others))
    status, design = _module(study, "statusModule"), _module(study, "designModule")
    status["overallStatus"] = values.get("Recruitment Status")
    # The page does not say whether a date is actual or estimated: the type stays absent.
    status.update({key: {"date": values.get(label)} for label, key in dates.items()})
    design["studyType"] = values.get("Study Classification")
    design["phases"] = _enums(values.get("Clinical Phase"))
    design["enrollmentInfo"] = {"count": _enrollment(values.get("Total Enrollment"))}


def _enums(written: str | None) -> list[str]:
    return re.findall(r"[A-Z0-9_]+", written or "")


def _enrollment(written: str | None) -> int | None:
    if written is None:
        return None
    match = _ENROLLMENT.fullmatch(written)
    if match is None:
        raise StudyError(
            "Basic Information, Total Enrollment: "
            f"expected a number of participants, got {quoted(written)}"
        )
    return int(re.sub(r"\D", "", match[1]))


def _summary(section: Section, study: Json) -> None:
    _module(study, "descriptionModule")["briefSummary"] = section.take_prose()


def _description(section: Section, study: Json) -> None:
    _module(study, "descriptionModule")["detailedDescription"] = section.take_prose()


def _conditions(section: Section, study: Json) -> None:
    _module(study, "conditionsModule")["conditions"] = [line.use() for line in section.unused()]


def _keywords(section: Section, study: Json) -> None:
    _module(study, "conditionsModule")["keywords"] = [line.use() for line in section.unused()]


def _design(section: Section, study: Json) -> None:
    keys = {
        "Allocation Method": "allocation",
        "Intervention Model": "interventionModel",
        "Primary Study Purpose": "primaryPurpose",
        "Observational Model Type": "observationalModel",
        "Study Time Perspective": "timePerspective",
    }
    values = section.take_labelled((*keys, "Blinding Strategy"))
    info: Json = {key: values.get(label) for label, key in keys.items()}
    info["maskingInfo"] = {"masking": values.get("Blinding Strategy")}
    _module(study, "designModule")["designInfo"] = info


def _interventions(section: Section, study: Json) -> None:
    """Read name, description and, last, the type of each intervention."""
    found = []
    for before, kind in section.blocks(INTERVENTION_TYPE):
        if before:
            name, *description = before
            text = section.take_span(description)
            found.append({"type": kind, "name": name.use(), "description": text})
    _module(study, "armsInterventionsModule")["interventions"] = found


def _groups(section: Section, study: Json) -> None:
    """Read the arm groups; needs the interventions, read before, to tell the lines apart."""
    module = _module(study, "armsInterventionsModule")
    interventions = module.setdefault("interventions", [])
    groups = read_groups(section, _description_lines(interventions))
    for group in groups:
        for given in group.interventions:
            _link(interventions, group, given)
    module["armGroups"] = [
        {
            "label": group.label,
            "type": group.type,
            "description": group.description,
            "interventionNames": [_prefixed(given) for given in group.interventions],
        }
        for group in groups
    ]


def _description_lines(interventions: Sequence[Json]) -> dict[str, list[str]]:
    return {
        item["name"]: [line for line in (item["description"] or "").split("\n") if line]
        for item in interventions
    }


def _link(interventions: list[Json], group: Group, given: GivenIntervention) -> None:
    """Note the group with the intervention; a page cut off in the middle may not list it yet."""
    item = next((item for item in interventions if item["name"] == given.name), None)
    if item is None:
        item = {"type": given.type, "name": given.name, "description": given.description}
        interventions.append(item)
    if group.label:
        item.setdefault("armGroupLabels", []).append(group.label)


def _prefixed(given: GivenIntervention) -> str:
    """Name an intervention as the API does in arm groups: `Dietary Supplement: Vitamin D`."""
    if given.type is None:
        return given.name
    return f"{given.type.replace('_', ' ').title()}: {given.name}"


def _other_names(section: Section, study: Json) -> None:
    """Read the names, which stand on one line, separated only by spaces.

    Codes can be told apart; names of several words cannot, so a line with such stays whole.
    """
    names: list[str] = []
    for line in section.unused():
        words = line.use().split()
        names += words if all(_CODE.fullmatch(word) for word in words) else [line.text]
    study["registryPage"]["otherNames"] = names


def _eligibility(section: Section, study: Json) -> None:
    keys = {
        "Minimum Eligible Age": "minimumAge",
        "Maximum Eligible Age": "maximumAge",
        "Eligible Sex": "sex",
    }
    volunteers = "Accepts Healthy Volunteers"
    values = section.take_labelled((*keys, volunteers))
    module = _module(study, "eligibilityModule")
    module["eligibilityCriteria"] = section.take_prose()
    module.update({key: values.get(label) for label, key in keys.items()})
    if volunteers in values:
        module["healthyVolunteers"] = _yes_or_no(
            values[volunteers], "Eligibility Criteria", volunteers
        )


def _yes_or_no(written: str, *place: str) -> bool:
    if written not in ("Yes", "No"):
        raise StudyError(f"{', '.join(place)}: expected Yes or No, got {quoted(written)}")
    return written == "Yes"


def _sponsors(section: Section, study: Json) -> None:
    module = _module(study, "sponsorCollaboratorsModule")
    for before, role in section.blocks("Sponsor Role"):
        kind = before.pop().use() if len(before) > 1 and _ENUM.fullmatch(before[-1].text) else None
        if not before:
            continue
        sponsor = {"name": before[-1].use(), "class": kind}
        if role == "lead":
            module["leadSponsor"] = sponsor
        else:
            module.setdefault("collaborators", []).append(sponsor)


def _responsible_party(section: Section, study: Json) -> None:
    module = _module(study, "sponsorCollaboratorsModule")
    for _, kind in section.blocks("Responsibility Role"):
        module["responsibleParty"] = {"type": kind}


def _officials(section: Section, study: Json) -> None:
    """Read name, role and affiliation of each person; only the role is marked."""
    lines = section.unused()
    roles = [position for position, line in enumerate(lines) if line.after("Role:") is not None]
    officials = []
    for position, following in pairwise([*roles, len(lines) + 1]):
        official: Json = {"role": lines[position].after("Role:")}
        lines[position].used = True
        if position > 0 and not lines[position - 1].used:
            official["name"] = lines[position - 1].use()
        # The line before the next role is the next person's name.
        if position + 1 < following - 1:
            official["affiliation"] = lines[position + 1].use()
        officials.append(official)
    _module(study, "contactsLocationsModule")["overallOfficials"] = officials


def _locations(section: Section, study: Json) -> None:
    """Read facility, place and, after a marker, the status of each site, which may be missing."""
    found: list[Json] = []
    block: list[Line] = []
    for line in section.unused():
        marked = line.after("Site Status")
        if marked is not None:
            line.used = True
            found += _site(block, marked)
            block = []
        elif not block and found and not found[-1]["status"] and _ENUM.fullmatch(line.text):
            found[-1]["status"] = line.use()
        else:
            block.append(line)
    found += _site(block, "")  # a page cut off in the middle ends without the marker
    _module(study, "contactsLocationsModule")["locations"] = found


def _site(block: Sequence[Line], status: str) -> list[Json]:
    """Read the last two lines of a block as a site; a block without a place stays unread."""
    place = _place(block[-1].text) if block else None
    if place is None:
        return []
    block[-1].used = True
    facility = block[-2].use() if len(block) > 1 else None
    return [{"facility": facility, "status": status, **place}]


def _place(text: str) -> Json | None:
    """Read `New Haven, Connecticut, United States`, or `London, , Canada` with no state."""
    *rest, country = _without_country_comma([part.strip() for part in text.split(",")])
    if not rest or not country:
        return None
    city, state = (", ".join(rest[:-1]), rest[-1]) if len(rest) > 1 else (rest[0], "")
    place = locate(city=city, state=state or None, country=country)
    point = {"lat": place.latitude, "lon": place.longitude} if place else None
    return {"city": city, "state": state, "country": country, "geoPoint": point}


def _without_country_comma(parts: list[str]) -> list[str]:
    """Put a country that has a comma of its own together: `Korea, Republic of`."""
    country = ", ".join(parts[-2:])
    if len(parts) > 2 and all(parts[-2:]) and split_countries(country) == ((country,), ""):
        return [*parts[:-2], country]
    return parts


def _countries(section: Section, study: Json) -> None:
    countries: list[str] = []
    for line in section.unused():
        known, unknown = split_countries(line.text)
        if known and not unknown:
            countries += known
            line.used = True
    study["registryPage"]["countries"] = countries


def _references(section: Section, study: Json) -> None:
    """Read citation, type and PMID of each publication."""
    found: list[Json] = []
    citation: list[Line] = []
    for line in section.unused():
        kind, pmid = line.after("Reference Type"), _PMID.fullmatch(line.text)
        if kind is None and pmid is None:
            citation.append(line)
            continue
        line.used = True
        # The number stands below the type; where either is missing, the other closes the citation.
        if kind is not None or citation or not found or "pmid" in found[-1]:
            found.append({"citation": section.take_span(citation)})
            citation = []
        found[-1].update({"type": kind} if kind else {}, **({"pmid": pmid[1]} if pmid else {}))
    if citation:  # a page cut off in the middle
        found.append({"citation": section.take_span(citation)})
    _module(study, "referencesModule")["references"] = found


def _documents(section: Section, study: Json) -> None:
    documents = [{"label": label} for _, label in section.blocks("Document Type:")]
    study["documentSection"] = {"largeDocumentModule": {"largeDocs": documents}}


def _identifiers(section: Section, study: Json) -> None:
    """Read number, type and source of each identifier."""
    identification = _module(study, "identificationModule")
    for before, source in section.blocks("Identifier Source:"):
        number: Json = {}
        # From the end: what stands before a whole number and type belongs to no source.
        for line in reversed(before):
            kind = line.after("Identifier Type:")
            key, value = ("id", line.text) if kind is None else ("type", kind)
            if key not in number:
                number[key] = value if value != "-" else None
                line.used = True
        if source == "org_study_id":
            identification["orgStudyIdInfo"] = number
        else:
            identification.setdefault("secondaryIdInfos", []).append(number)


def _related_trials(section: Section, study: Json) -> None:
    """Read the title of each trial, and below it number, status and phase."""
    trials: list[Json] = []
    title: Line | None = None
    for line in section.unused():
        match = _RELATED.fullmatch(line.text)
        if match is None:
            title = line
            continue
        line.used = True
        name = title.use() if title else None
        phases = _enums(match[3])
        trials.append(
            {"nctId": match[1], "title": name, "overallStatus": match[2], "phases": phases}
        )
        title = None
    study["registryPage"]["relatedTrials"] = trials


# In the order of reading: arm groups come after the interventions they name.
_READERS: dict[str, Callable[[Section, Json], None]] = {
    "Study Results": _results,
    "Basic Information": _basics,
    "Brief Summary": _summary,
    "Detailed Description": _description,
    "Conditions": _conditions,
    "Keywords": _keywords,
    "Study Design": _design,
    "Interventions": _interventions,
    "Study Groups": _groups,
    "Other Intervention Names": _other_names,
    "Eligibility Criteria": _eligibility,
    "Sponsors": _sponsors,
    "Responsible Party": _responsible_party,
    "Principal Investigators": _officials,
    "Locations": _locations,
    "Countries": _countries,
    "References": _references,
    "Provided Documents": _documents,
    "Other Identifiers": _identifiers,
    "More Related Trials": _related_trials,
}
