"""Read the text of a registry web page into the JSON shape of the ClinicalTrials.gov API v2.

Such a page is a title, a few lines about the record, and sections, each a heading, a sentence that
introduces it, and its content. Every line of the page ends in one of three places: in the JSON, in
the list of known page furniture, or under `registryPage.unread`. Nothing is dropped in silence.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise, takewhile, zip_longest
from pathlib import Path
from typing import Any

from data import vocabulary as words
from data.criteria.headings import read_heading
from data.criteria.kind import CriterionKind
from data.dates import PartialDate
from data.errors import StudyError, quoted
from data.places.countries import split_countries
from data.places.gazetteer import locate
from data.readers.page_groups import INTERVENTION_TYPE, GivenIntervention, PageGroup, read_groups
from data.readers.page_lines import PageLine, PageSection, Shape, joined, page_lines, sections
from data.statuses import STATUS
from data.words import phrases

Json = dict[str, Any]

_TABLE = Path(__file__).with_suffix(".tsv")


def _introductions() -> dict[str, str]:
    """Each heading of such a page, in the page's order, with the sentence that introduces it."""
    with _TABLE.open(encoding="utf-8", newline="") as table:
        rows = csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["heading"]: row["introduction"] for row in rows}


INTRODUCTIONS = _introductions()
HEAD = "Head of the page"
RESULTS = "Study Results"

RELATED = "More Related Trials"
# Lists of other trials, which may stand in the middle of a page.
_CRITERIA = "Eligibility Criteria"
_OF_CRITERIA = ("Minimum Eligible Age", "Eligible Sex", "Accepts Healthy Volunteers")
_ANYWHERE = dict.fromkeys(
    (
        RELATED,
        "Related Clinical Trials",
        "Related Trials",
        "Explore similar clinical trials based on study characteristics and research focus.",
    ),
    RELATED,
)

# Buttons and notes of the page that say nothing about the study.
FURNITURE = {
    "View full results",
    "View Document",
    "Outcome measurements, participant flow, baseline characteristics, and adverse events have "
    "been published for this study.",
    "The study team has not published outcome measurements, participant flow, or safety data for "
    "this trial yet. Check back later for updates.",
}
# The same in other words, beside whether there are results.
_OF_RESULTS = phrases(
    r"(The (study team|sponsor)|Outcome meas\w+|Results)\b.*"
    r"\b(published|posted|submitted|available)\b.*|Check back later.*",
)
_HAS_RESULTS = phrases(r"Results (available|pending)\b[.:…]*\s*(.*)")

_NCT_ID = re.compile(r"NCT ID:\s*(\S+)")
_LAST_UPDATED = re.compile(r"Last Updated:\s*(\S+)")
_PMID = re.compile(r"PMID:\s*(\d+)(?:\s*\(View on PubMed\))?")
# Who does not know the treatment, as pages name them: on one line, or on one each.
_MASKED = {
    "PARTICIPANT": r"(?:participant|subject)s?",
    "CARE_PROVIDER": r"care[ _-]?(?:giver|provider)s?",
    "INVESTIGATOR": r"investigators?",
    "OUTCOMES_ASSESSOR": r"outcomes?[ _-]?assessors?",
}
_ALL_MASKED = phrases(rf"(?:(?:{'|'.join(_MASKED.values())})\b[\s,;/&()•]*(?:and\b\s*)?)+")
_AGE = phrases(r"\d+ (?:Year|Month|Week|Day|Hour|Minute)s?")
_WORDS = re.compile(r"[^\W_]+(?:[-'/][^\W_]+)*")
_RELATED = re.compile(r"(NCT\d{8})(?:\s+([A-Z][A-Z_]+))?(?:\s+([A-Z0-9_/, ]+))?")
_ENROLLMENT = phrases(r"(\d[\d,. ]*)(?:\s*participants?)?")
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
    lines = page_lines(text)
    _refuse_two_studies(lines)
    study: Json = {"protocolSection": {}, "registryPage": {}}
    _results(lines, study)
    page = sections(lines, INTRODUCTIONS, head=HEAD, anywhere=_ANYWHERE)
    _find_criteria(page, study)
    _head(page[HEAD], study)
    for section in page.values():
        _other_trials(section, study)
    for heading, read in _READERS.items():
        found = _with_strays(page, heading)
        if found is not None:
            read(found, study)
    for section in page.values():
        _use_furniture(section)
    _say_what_is_missing(page, study)
    of_page = study["registryPage"]
    doubts = [*of_page.pop("uncertain", []), *_joined_names(study, lines)]
    of_page["relatedTrials"] = of_page.pop("relatedTrials", [])
    of_page["unread"] = [text for section in page.values() for text in section.unread()]
    of_page["uncertain"] = doubts
    return {key: _without_empty(value) for key, value in study.items()}


def _find_criteria(page: dict[str, PageSection], study: Json) -> None:
    """Give the criteria a section of their own where its heading is missing: they have others.

    Else whatever stands before them would take them for its own.
    """
    if _CRITERIA in page:
        return
    for heading, section in page.items():
        labels = [place for place, line in enumerate(section.lines) if line.text in _OF_CRITERIA]
        opened = (
            place
            for place, line in enumerate(section.lines[: labels[0]] if labels else [])
            if (found := read_heading(line.text, CriterionKind.UNSTATED)) and not found.rest
        )
        start = next(opened, labels[0] if labels else None)
        if start is not None:
            page[heading] = PageSection(heading, section.lines[:start])
            page[_CRITERIA] = PageSection(_CRITERIA, section.lines[start:])
            _doubt(study, _CRITERIA, f"its heading is missing: it was found below {heading}")
            return


def _say_what_is_missing(page: Mapping[str, PageSection], study: Json) -> None:
    """Say of a heading that every page has that it is missing from a page that is else whole."""
    order = list(_READERS)
    there = [order.index(name) for name in order if name in page]
    if len(there) < _WHOLE_PAGE:
        return
    for heading in _ALWAYS:
        if heading not in page and order.index(heading) < there[-1]:
            _doubt(
                study,
                heading,
                "the page has no such heading: what belongs there may stand with what is above it",
            )


def _refuse_two_studies(lines: Sequence[PageLine]) -> None:
    """Two pages in one text would make one study of two."""
    matches = (_NCT_ID.fullmatch(line.text) for line in lines)
    numbers = list(dict.fromkeys(match[1] for match in matches if match))
    if len(numbers) > 1:
        found = " and ".join(quoted(number) for number in numbers[:2])
        raise StudyError(f"expected the page of one study, found the numbers {found}")


def _with_strays(page: Mapping[str, PageSection], heading: str) -> PageSection | None:
    """A section, with those before it in which its lines stand when its heading is missing."""
    names = [name for name in (*_STRAYS.get(heading, ()), heading) if name in page]
    if not names:
        return None
    if names == [heading]:
        return page[heading]
    lines = [line for name in names for line in page[name].lines]
    return PageSection(heading, sorted(lines, key=lambda line: line.position))


def _module(study: Json, name: str) -> Json:
    module: Json = study["protocolSection"].setdefault(name, {})
    return module


def _use_furniture(section: PageSection) -> None:
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


def _head(section: PageSection, study: Json) -> None:
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
    _title(section, identification)


def _title(section: PageSection, identification: Json) -> None:
    """The title stands right above the number."""
    above: list[PageLine] = []
    for line in section.lines:
        if line.text and line.used:
            break
        above += [line] if line.text else []
    for title in above[-1:]:
        identification["briefTitle"] = title.text
        for line in above:
            line.used = line.text == title.text


def _results(lines: Sequence[PageLine], study: Json) -> None:
    """Take the note on results, which is a block of its own wherever it stands, out of the page.

    It is known by its heading, by a sentence below it, or by its place at the head. A heading
    above something else stays for the sections.
    """
    at_head = False  # below the number: above it stands a title, which may say anything
    block: list[PageLine] = []
    for line in [*(line for line in lines if line.text), PageLine(len(lines), "")]:
        if line.text == RESULTS and not block:
            block = [line]
        elif _is_of_results(line.text) or (line.text == RESULTS and block[-1].text == RESULTS):
            block.append(line)
        else:
            _use_results(block, study, at_head=at_head)
            block = [line] if line.text == RESULTS else []
            at_head = (at_head or bool(_NCT_ID.fullmatch(line.text))) and (
                line.text not in INTRODUCTIONS
            )


def _use_results(block: Sequence[PageLine], study: Json, *, at_head: bool) -> None:
    texts = [line.text for line in block]
    said = [match[1].lower() for text in texts if (match := _HAS_RESULTS.match(text))]
    of_page = at_head or not FURNITURE.isdisjoint(texts)
    if not (of_page or (said and (RESULTS in texts or len(texts) > 1))):
        return
    for line in block:
        line.used = True
    if said:
        study.setdefault("hasResults", said[0] == "available")


def _is_of_results(text: str) -> bool:
    said = _HAS_RESULTS.fullmatch(text)
    of_results = _OF_RESULTS.fullmatch(text) is not None
    return text in FURNITURE or (
        of_results if said is None else not said[2] or _OF_RESULTS.fullmatch(said[2]) is not None
    )


_DATES = {
    "Study Start Date": "startDateStruct",
    "Primary Completion Date": "primaryCompletionDateStruct",
    "Study Completion Date": "completionDateStruct",
}


def _basics(section: PageSection, study: Json) -> None:
    shapes: dict[str, Shape] = {
        **dict.fromkeys(_DATES, _is_date),
        "Recruitment Status": STATUS.__contains__,
        "Clinical Phase": _is_phase,
        "Total Enrollment": _is_enrollment,
        "Study Classification": words.STUDY_TYPE.__contains__,
    }
    values = section.take_labelled(shapes)
    section.take_shaped(shapes, values)
    values |= _dates_in_order(section, values, study)
    status, design = _module(study, "statusModule"), _module(study, "designModule")
    status["overallStatus"] = values.get("Recruitment Status")
    # The page does not say whether a date is actual or estimated: the type stays absent.
    status.update({key: {"date": values.get(label)} for label, key in _DATES.items()})
    design["studyType"] = values.get("Study Classification")
    design["phases"] = _enums(values.get("Clinical Phase"))
    design["enrollmentInfo"] = {"count": _enrollment(values.get("Total Enrollment"))}


def _is_date(text: str) -> bool:
    try:
        PartialDate.parse(text)
    except ValueError:
        return False
    return True


def _is_phase(text: str) -> bool:
    return bool(text) and all(word in words.PHASE for word in re.split(r"[\s,/|]+", text))


def _is_enrollment(text: str) -> bool:
    return _ENROLLMENT.fullmatch(text) is not None


def _dates_in_order(section: PageSection, values: Mapping[str, str], study: Json) -> dict[str, str]:
    """Give dates without a label to the labels that are missing, in the page's order.

    Pages give the start and the end, some the primary completion between them: only two or three
    dates, each no earlier than the one before, can be told by their place, and that is said.
    """
    lines = [x for x in section.unused() if _is_date(x.text) and not _is_enrollment(x.text)]
    given = [label for label in _DATES if label in values]
    labels = list(_DATES) if len(lines) + len(given) == 3 else [*_DATES][::2]
    missing = [label for label in labels if label not in given]
    found = dict(zip(missing, (line.text for line in lines), strict=False))
    whole = {label: found.get(label) or values.get(label) for label in labels}
    days = [text for text in whole.values() if text]
    if not lines or len(found) != len(lines) or len(days) != len(labels) or days != sorted(days):
        return {}
    for line in lines:
        line.used = True
    for label, text in found.items():
        _doubt(study, "Basic Information", f"{text} was read as the {label} by its place alone")
    return found


def _doubt(study: Json, section: str, text: str) -> None:
    """Note what was read, but could be meant otherwise."""
    study["registryPage"].setdefault("uncertain", []).append({"section": section, "text": text})


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


def _prose(key: str, section: PageSection, study: Json) -> None:
    _module(study, "descriptionModule")[key] = section.take_prose()


def _joined_names(study: Json, lines: Sequence[PageLine]) -> Iterator[Json]:
    """Say of a single line of capitalised words that it may be several names.

    Words that stand side by side elsewhere on the page belong together.
    """
    conditions = study["protocolSection"].get("conditionsModule", {})
    for key, section in (("conditions", "Conditions"), ("keywords", "Keywords")):
        names = conditions.get(key, [])
        if len(names) != 1 or not all(_begins_large(word) for word in names[0].split()):
            continue
        said = "\n".join(_plain(line.text) for line in lines if line.text != names[0])
        if any(f"{one} {other}" not in said for one, other in pairwise(_plain(names[0]).split())):
            yield {"section": section, "text": f"{names[0]}: this may be one name or several"}


def _begins_large(word: str) -> bool:
    return not word[0].islower() and word.strip("&-/") != "" and "," not in word


def _plain(text: str) -> str:
    return " ".join(_WORDS.findall(text)).replace("-", "").lower()


def _names(key: str, section: PageSection, study: Json) -> None:
    _module(study, "conditionsModule")[key] = [line.use() for line in section.unused()]


def _design(section: PageSection, study: Json) -> None:
    fields = {
        "Allocation Method": ("allocation", words.ALLOCATION),
        "Intervention Model": ("interventionModel", words.INTERVENTION_MODEL),
        "Primary Study Purpose": ("primaryPurpose", words.PRIMARY_PURPOSE),
        "Observational Model Type": ("observationalModel", words.OBSERVATIONAL_MODEL),
        "Study Time Perspective": ("timePerspective", words.TIME_PERSPECTIVE),
        "Blinding Strategy": ("masking", words.MASKING),
    }
    shapes = {label: known.__contains__ for label, (_, known) in fields.items()}
    values = section.take_labelled(shapes)
    section.take_shaped(shapes, values)
    info: Json = {key: values.get(label) for label, (key, _) in fields.items()}
    masking = {"masking": info.pop("masking"), "whoMasked": _who_masked(section)}
    _module(study, "designModule")["designInfo"] = {**info, "maskingInfo": masking}


def _who_masked(section: PageSection) -> list[str]:
    found: list[str] = []
    for line in section.unused():
        if _ALL_MASKED.fullmatch(line.text):
            text = line.use()
            found += [
                role for role, name in _MASKED.items() if re.search(name, text, re.IGNORECASE)
            ]
    return list(dict.fromkeys(found))


def _interventions(section: PageSection, study: Json) -> None:
    """Read name, description and, last, the type of each intervention."""
    found = []
    for before, kind in section.blocks(INTERVENTION_TYPE):
        if before:
            name, *description = _without_repeat(before)
            text = section.take_span(description)
            found.append({"type": kind, "name": name.use(), "description": text})
    _module(study, "armsInterventionsModule")["interventions"] = found


def _without_repeat(lines: Sequence[PageLine]) -> Sequence[PageLine]:
    """Use the first lines that say the next one again: a page may have a line twice."""
    again = list(takewhile(lambda pair: pair[0].text == pair[1].text, pairwise(lines)))
    for line, _ in again:
        line.used = True
    return lines[len(again) :]


def _groups(section: PageSection, study: Json) -> None:
    """Read the arm groups; needs the interventions, read before, to tell the lines apart."""
    module = _module(study, "armsInterventionsModule")
    interventions = module.setdefault("interventions", [])
    groups = read_groups(
        section, _description_lines(interventions), partial(_doubt, study, section.heading)
    )
    by_name = {item["name"]: item for item in reversed(interventions)}
    for group in groups:
        for given in group.interventions:
            _link(interventions, by_name, group, given)
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


def _link(
    interventions: list[Json], by_name: dict[str, Json], group: PageGroup, given: GivenIntervention
) -> None:
    """Note the group with the intervention; a page cut off in the middle may not list it yet."""
    if given.name not in by_name:
        item = {"type": given.type, "name": given.name, "description": given.description}
        interventions.append(item)
        by_name[given.name] = item
    labels = by_name[given.name].setdefault("armGroupLabels", [])
    if group.label and group.label not in labels[-1:]:
        labels.append(group.label)


def _prefixed(given: GivenIntervention) -> str:
    """Name an intervention as the API does in arm groups: `Dietary Supplement: Vitamin D`."""
    if given.type is None:
        return given.name
    return f"{given.type.replace('_', ' ').title()}: {given.name}"


def _other_names(section: PageSection, study: Json) -> None:
    """Read the names, which stand on one line, separated only by spaces.

    Codes can be told apart; names of several words cannot, so a line with such stays whole.
    """
    names: list[str] = []
    for line in section.unused():
        words = line.use().split()
        names += words if all(_CODE.fullmatch(word) for word in words) else [line.text]
    study["registryPage"]["otherNames"] = names


def _eligibility(section: PageSection, study: Json) -> None:
    keys = {
        "Minimum Eligible Age": "minimumAge",
        "Maximum Eligible Age": "maximumAge",
        "Eligible Sex": "sex",
    }
    volunteers = "Accepts Healthy Volunteers"
    shapes: dict[str, Shape] = {
        "Minimum Eligible Age": _is_age,
        "Maximum Eligible Age": _is_age,
        "Eligible Sex": words.SEX.__contains__,
        volunteers: ("Yes", "No").__contains__,
    }
    values = section.take_labelled(shapes)
    end = _values_at_end(section, shapes)
    end.take_shaped(shapes, values)
    values |= _ages_in_order(end, values, study)
    module = _module(study, "eligibilityModule")
    kept = {line.position for line in end.lines}
    criteria = [x for x in section.lines if not x.used and x.position not in kept]
    module["eligibilityCriteria"] = joined(criteria)
    module.update({key: values.get(label) for label, key in keys.items()})
    if volunteers in values:
        module["healthyVolunteers"] = _yes_or_no(
            values[volunteers], "Eligibility Criteria", volunteers
        )


def _is_age(text: str) -> bool:
    return _AGE.fullmatch(text) is not None


def _values_at_end(section: PageSection, shapes: Mapping[str, Shape]) -> PageSection:
    """The lines below the criteria that are values without a label; a criterion may read so."""
    found = takewhile(
        lambda line: any(fits(line.text) for fits in shapes.values()), reversed(section.unused())
    )
    return PageSection(section.heading, [*found][::-1])


def _ages_in_order(end: PageSection, values: Mapping[str, str], study: Json) -> dict[str, str]:
    """Give ages without a label to the labels that are missing; of two, the least is first."""
    labels = ("Minimum Eligible Age", "Maximum Eligible Age")
    given = [values[label] for label in labels if label in values]
    missing = [label for label in labels if label not in values]
    lines = [line for line in end.unused() if _is_age(line.text) and line.text not in given]
    if len(lines) != len(missing):
        return {}
    for label, line in zip(missing, lines, strict=True):
        _doubt(study, end.heading, f"{line.use()} was read as the {label} by its place alone")
    return {label: line.text for label, line in zip(missing, lines, strict=True)}


def _yes_or_no(written: str, *place: str) -> bool:
    if written not in ("Yes", "No"):
        raise StudyError(f"{', '.join(place)}: expected Yes or No, got {quoted(written)}")
    return written == "Yes"


def _sponsors(section: PageSection, study: Json) -> None:
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


def _responsible_party(section: PageSection, study: Json) -> None:
    module = _module(study, "sponsorCollaboratorsModule")
    for _, kind in section.blocks("Responsibility Role"):
        module["responsibleParty"] = {"type": kind}


def _officials(section: PageSection, study: Json) -> None:
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


def _locations(section: PageSection, study: Json) -> None:
    """Read facility, place and, after a marker, the status of each site, which may be missing."""
    found: list[Json] = []
    block: list[PageLine] = []
    for line in section.unused():
        marked = line.after("Site Status")
        if marked is not None:
            line.used = True
            found += _sites(block, marked)
            block = []
        elif not block and found and not found[-1]["status"] and _ENUM.fullmatch(line.text):
            found[-1]["status"] = line.use()
        else:
            block.append(line)
    found += _sites(block, "")  # a page cut off in the middle ends without the marker
    _module(study, "contactsLocationsModule")["locations"] = found


def _sites(block: Sequence[PageLine], status: str) -> Iterator[Json]:
    """Read the last two lines of a block as a site, and those before whose mark is missing."""
    start = 0
    for place, (line, below) in enumerate(pairwise(block), start=1):
        # A facility may read like a place: then its place is below it.
        if place - start > 1 and _is_place(line.text) and not _is_place(below.text):
            yield from _site(block[start:place], "")
            start = place
    yield from _site(block[start:], status)


def _is_place(text: str) -> bool:
    """Whether a line ends with a country that is known."""
    parts = [part.strip() for part in text.split(",")]
    *rest, country = _without_country_comma(parts)
    known, unknown = split_countries(country)
    return bool(rest) and len(known) == 1 and not unknown


def _site(block: Sequence[PageLine], status: str) -> list[Json]:
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


def _countries(section: PageSection, study: Json) -> None:
    countries: list[str] = []
    for line in section.unused():
        known, unknown = split_countries(line.text)
        if known and not unknown:
            countries += known
            line.used = True
    study["registryPage"]["countries"] = countries


def _references(section: PageSection, study: Json) -> None:
    """Read citation, type and PMID of each publication."""
    found: list[Json] = []
    citation: list[PageLine] = []
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


def _documents(section: PageSection, study: Json) -> None:
    documents = [{"label": label} for _, label in section.blocks("Document Type:")]
    study["documentSection"] = {"largeDocumentModule": {"largeDocs": documents}}


def _identifiers(section: PageSection, study: Json) -> None:
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


def _related_trials(section: PageSection, study: Json) -> None:
    """Read the title of each trial, and below it number, status and phase, on one line or more."""
    trials: list[Json] = study["registryPage"].setdefault("relatedTrials", [])
    title: PageLine | None = None
    open_trial: Json = {}
    for line in section.unused():
        match = _RELATED.fullmatch(line.text)
        if match is not None:
            line.used = True
            open_trial = _related(match, title)
            trials.append(open_trial)
            title = None
        elif open_trial and title is None and line.text in STATUS:
            open_trial["overallStatus"] = open_trial["overallStatus"] or line.use()
        elif open_trial and title is None and _is_phase(line.text):
            open_trial["phases"] = open_trial["phases"] or _enums(line.use())
        else:
            title = line


def _related(match: re.Match[str], title: PageLine | None) -> Json:
    name = title.use() if title else None
    number, status, phases = match.groups()
    return {"nctId": number, "title": name, "overallStatus": status, "phases": _enums(phases)}


def _other_trials(section: PageSection, study: Json) -> None:
    """Read the list of other trials, or those that stand in a section without their heading."""
    if section.heading == RELATED:
        _related_trials(section, study)
        return
    block: list[PageLine] = []
    lines = section.unused()
    for above, line, below in zip_longest([None, *lines], lines, lines[1:]):
        match = _RELATED.fullmatch(line.text) if line else None
        status = match and (match[2] or (below and below.text))
        if status in STATUS:
            # A sentence above is the section's own: then the title is missing.
            if above and not block and not above.text.endswith((".", ":", ";")):
                block = [above]
            block += [line]
        elif block and line and (line.text in STATUS or _is_phase(line.text)):
            block.append(line)
        else:
            _related_trials(PageSection(RELATED, block), study)
            block = []


# In the order of reading: the design before the conditions, among which it may stand, and arm
# groups after the interventions they name.
_READERS: dict[str, Callable[[PageSection, Json], None]] = {
    "Basic Information": _basics,
    "Brief Summary": partial(_prose, "briefSummary"),
    "Detailed Description": partial(_prose, "detailedDescription"),
    "Study Design": _design,
    "Conditions": partial(_names, "conditions"),
    "Keywords": partial(_names, "keywords"),
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
}
_WHOLE_PAGE = 11  # headings; with fewer it is an excerpt, of which nobody expects all
_ALWAYS = ("Brief Summary", "Conditions", "Interventions", _CRITERIA, "Sponsors")
# Where the lines of a section stand when its heading is missing, as far as they tell themselves.
_STRAYS: dict[str, tuple[str, ...]] = {
    "Basic Information": (HEAD, RESULTS),
    "Study Design": ("Conditions", "Keywords"),
}
