"""Everything a record says about a study as a whole, in the order in which a reader asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial
from typing import Any, Final, TypeVar

from data import vocabulary as words
from data.annotations import Annotations, QuotedText
from data.besides import besides
from data.dates import day_in_words
from data.details import (
    Detail,
    detail_at,
    ended_before_its_completion,
    is_planned,
    is_withdrawn,
    stated,
)
from data.record_paths import value_at
from data.statuses import STATUS, status_of
from data.study import (
    ArmGroup,
    Contact,
    Intervention,
    LargeDoc,
    Official,
    Outcome,
    RelatedTrial,
    SecondaryIdInfo,
    SeeAlsoLink,
    Study,
    UnreadText,
)
from data.study import Reference as StudyReference
from data.timeline.progress import elapsed_share, whole_percent
from data.views.eligibility import expanded_access
from data.vocabulary import NOT_STATED, in_words

Told = TypeVar("Told", Detail, "Entry")

_DESIGN: Final = "protocol_section.design_module"


class OverviewPart(StrEnum):
    """The parts of the overview, each with its heading."""

    DATES = "Status and dates"
    DESIGN = "Design"
    CONDITIONS = "Conditions"
    WHO = "Who can take part"
    PLACES = "Places"
    PEOPLE = "Sponsor and people"
    OVERSIGHT = "Oversight"
    IDENTIFIERS = "Identifiers"
    SHARING = "Sharing of participants' data"
    ARMS = "Arm groups"
    INTERVENTIONS = "Interventions"
    OUTCOMES = "Outcome measures"
    REFERENCES = "References"
    LINKS = "Links"
    DOCUMENTS = "Documents"
    RELATED = "Related trials"
    UNREAD = "Text that could not be placed"
    UNCERTAIN = "Read, but not for certain"
    EVERYTHING_ELSE = "Everything else the record says"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One item of a list: its name, a line about it, its text, where else to read, and the path of
    the record at which it stands."""

    title: str = ""
    line: str = ""
    text: str = ""
    links: tuple[tuple[str, str], ...] = ()
    path: str = ""


@dataclass(frozen=True, kw_only=True)
class OverviewInfo:
    """What the overview shows.

    Args:
        acronym: the study's short name, from the record's own field or read out of its text.
        status, status_meaning: the overall status in words, and what it means for a reader.
        key_figures: the few numbers that tell the study's size and time.
        sections: the record's other details, by part; a section without details is left out.
        entries: lists of things with a text of their own, by part; likewise.
    """

    nct_id: str
    title: str
    acronym: QuotedText | None
    status: str
    status_meaning: str
    key_figures: tuple[Detail, ...]
    summary: str
    description: str
    sections: tuple[tuple[OverviewPart, tuple[Detail, ...]], ...]
    entries: tuple[tuple[OverviewPart, tuple[Entry, ...]], ...]

    def section(self, part: OverviewPart) -> tuple[Detail, ...]:
        """The details of a part; empty when the record has none."""
        return dict(self.sections).get(part, ())

    def list_of(self, part: OverviewPart) -> tuple[Entry, ...]:
        """The entries of a part; empty when the record has none."""
        return dict(self.entries).get(part, ())


def overview_info(study: Study, annotations: Annotations, as_of: date) -> OverviewInfo:
    """Gather what the overview shows.

    Args:
        study: the record.
        annotations: what has been read out of it.
        as_of: the day from which elapsed time is counted.
    """
    status = study.protocol_section.status_module
    description = study.protocol_section.description_module
    return OverviewInfo(
        nct_id=study.nct_id,
        title=study.title,
        acronym=annotations.acronym or _own_acronym(study),
        status=status_of(status.overall_status).name,
        status_meaning=" ".join(
            filter(
                None,
                (
                    status_of(status.overall_status).meaning,
                    expanded_access(study),
                ),
            )
        ),
        key_figures=(*_size(study), _elapsed(study, as_of)),
        summary=description.brief_summary or "",
        description=description.detailed_description or "",
        sections=tuple((heading, details) for heading, details in _sections(study) if details),
        entries=tuple((heading, items) for heading, items in _lists(study) if items),
    )


def told_on_overview(study: Study) -> dict[str, tuple[str, ...]]:
    """Map the path of each field that the overview tells to what stands above it, in order.

    What stands above is the label of a detail, or the heading of a list and the name of its item;
    nothing where the text speaks for itself.
    """
    details = (*_size(study), *(item for _, told in _sections(study) for item in told))
    return {
        "protocol_section.identification_module.brief_title": (),
        "protocol_section.description_module": (),
        **{path: (detail.label,) for detail in details for path in detail.paths},
        **{
            entry.path: (heading, entry.title) if entry.title else (heading,)
            for heading, entries in _lists(study)
            for entry in entries
            if entry.path
        },
    }


def _sections(study: Study) -> Iterator[tuple[OverviewPart, tuple[Detail, ...]]]:
    yield OverviewPart.DATES, _dates(study)
    yield OverviewPart.DESIGN, _design(study)
    yield OverviewPart.CONDITIONS, _conditions(study)
    yield OverviewPart.WHO, _eligibility(study)
    yield OverviewPart.PLACES, _places(study)
    yield OverviewPart.PEOPLE, _people(study)
    yield OverviewPart.OVERSIGHT, _oversight(study)
    yield OverviewPart.IDENTIFIERS, _identifiers(study)
    yield OverviewPart.SHARING, _sharing(study)


def _lists(study: Study) -> Iterator[tuple[OverviewPart, tuple[Entry, ...]]]:
    arms = "protocol_section.arms_interventions_module"
    references = "protocol_section.references_module"
    documents = "document_section.large_document_module.large_docs"
    yield OverviewPart.ARMS, _each(study, f"{arms}.arm_groups", _arm)
    yield OverviewPart.INTERVENTIONS, _each(study, f"{arms}.interventions", _intervention)
    yield OverviewPart.OUTCOMES, _outcomes(study)
    yield OverviewPart.REFERENCES, _each(study, f"{references}.references", _reference)
    yield OverviewPart.LINKS, _each(study, f"{references}.see_also_links", _link)
    yield OverviewPart.DOCUMENTS, _each(study, documents, _document)
    yield OverviewPart.RELATED, _each(study, "registry_page.related_trials", _related)
    yield OverviewPart.UNREAD, _each(study, "registry_page.unread", _unplaced)
    yield OverviewPart.UNCERTAIN, _each(study, "registry_page.uncertain", _unplaced)
    yield OverviewPart.EVERYTHING_ELSE, _everything_else(study)


def _own_acronym(study: Study) -> QuotedText | None:
    acronym = study.protocol_section.identification_module.acronym
    return QuotedText(value=acronym, quote=acronym) if acronym else None


def _size(study: Study) -> tuple[Detail, ...]:
    """The few numbers that tell the study's size and time, as the record has them."""
    enrolment = study.protocol_section.design_module.enrollment_info
    design = partial(detail_at, study, _DESIGN)
    status = partial(detail_at, study, "protocol_section.status_module")
    return (
        Detail(
            label="Participants",
            value=NOT_STATED if enrolment.count is None else f"{enrolment.count:,}",
            kind=in_words(words.ENROLLMENT_TYPE, enrolment.type) if enrolment.type else None,
            paths=(f"{_DESIGN}.enrollment_info",),
        ),
        design("Study type", "study_type")
        if _is_observational(study)
        else design("Phase", "phases"),
        Detail(label="Sites", value=f"{len(study.locations):,}" if study.locations else NOT_STATED),
        Detail(
            label="Countries", value=str(len(study.countries)) if study.countries else NOT_STATED
        ),
        status("Start", "start_date_struct"),
        status("Completion", "completion_date_struct"),
    )


def _elapsed(study: Study, as_of: date) -> Detail:
    share = elapsed_share(study, as_of)
    if is_withdrawn(study):
        return Detail(label="Time elapsed", value="none: withdrawn before anybody joined")
    if ended_before_its_completion(study, as_of):
        return Detail(label="Time elapsed", value="ended before its completion date")
    if share is None:
        return Detail(label="Time elapsed", value=NOT_STATED)
    end = study.protocol_section.status_module.completion_date_struct
    whole = "planned time" if is_planned(end, study) else "time"
    return Detail(
        label="Time elapsed",
        value=whole_percent(share),
        kind="computed",
        note=f"Share of the {whole} from start to completion that had passed on "
        f"{day_in_words(as_of)}, in whole per cent.",
    )


def _dates(study: Study) -> tuple[Detail, ...]:
    detail = partial(detail_at, study, "protocol_section.status_module")
    return stated(
        (
            detail("Status", "overall_status"),
            detail("Why stopped", "why_stopped"),
            detail("Last known status", "last_known_status"),
            detail("Start", "start_date_struct"),
            detail("Primary completion", "primary_completion_date_struct"),
            detail("Completion", "completion_date_struct"),
            detail("First posted", "study_first_post_date_struct"),
            detail("Results first posted", "results_first_post_date_struct"),
            detail("Certification of delayed results first posted", "disp_first_post_date_struct"),
            # The registry's own book-keeping has happened: to call it actual or planned would be
            # noise.
            detail("First submitted", "study_first_submit_date"),
            detail("First submitted in good order", "study_first_submit_qc_date"),
            detail("Results first submitted", "results_first_submit_date"),
            detail("Results first submitted in good order", "results_first_submit_qc_date"),
            detail("Certification of delayed results submitted", "disp_first_submit_date"),
            detail("Certification submitted in good order", "disp_first_submit_qc_date"),
            detail("Last update submitted", "last_update_submit_date"),
            detail("Last update", "last_update_post_date_struct.date"),
            detail("Status verified", "status_verified_date"),
            Detail(
                label="Results",
                value=words.results_in_words(study.has_results),
                paths=("has_results",),
            ),
            detail("Expanded access", "expanded_access_info.has_expanded_access"),
            detail("Expanded access record", "expanded_access_info.nct_id"),
            detail("Expanded access status", "expanded_access_info.status_for_nct_id"),
        )
    )


def _stated(table: dict[str, str], value: str | None) -> str:
    """Say a value in words; nothing for one that is absent, for details few records have."""
    return in_words(table, value) if value else ""


def _design(study: Study) -> tuple[Detail, ...]:
    detail = partial(detail_at, study, _DESIGN)
    of_interventional = (
        detail("Phase", "phases"),
        detail("Allocation", "design_info.allocation"),
        detail("Intervention model", "design_info.intervention_model"),
        detail("Primary purpose", "design_info.primary_purpose"),
        detail("Masking", "design_info.masking_info.masking"),
    )
    rare = (
        detail("Who is masked", "design_info.masking_info.who_masked"),
        detail("About the masking", "design_info.masking_info.masking_description"),
        detail("About the model", "design_info.intervention_model_description"),
        detail("Observational model", "design_info.observational_model"),
        detail("Time perspective", "design_info.time_perspective"),
        detail("Patient registry", "patient_registry"),
        detail("Target duration", "target_duration"),
        detail("Samples kept", "bio_spec.retention"),
        detail("About the samples", "bio_spec.description"),
    )
    return (
        detail("Study type", "study_type"),
        # An observational study has none of these; what its record says all the same is told.
        *(stated(of_interventional) if _is_observational(study) else of_interventional),
        *stated(rare),
    )


def _is_observational(study: Study) -> bool:
    return study.protocol_section.design_module.study_type == "OBSERVATIONAL"


def _conditions(study: Study) -> tuple[Detail, ...]:
    detail = partial(detail_at, study, "protocol_section.conditions_module")
    return (
        detail("Conditions", "conditions", joiner="\n"),
        *stated((detail("Keywords", "keywords", joiner=" · "),)),
    )


def _eligibility(study: Study) -> tuple[Detail, ...]:
    """The fields beside the criteria, which the eligibility page works through."""
    detail = partial(detail_at, study, "protocol_section.eligibility_module")
    return stated(
        (
            detail("Minimum age", "minimum_age"),
            detail("Maximum age", "maximum_age"),
            detail("Age groups", "std_ages"),
            detail("Sex", "sex"),
            detail("Chosen by gender", "gender_based"),
            detail("About gender", "gender_description"),
            detail("Accepts healthy volunteers", "healthy_volunteers"),
            detail("Study population", "study_population"),
            detail("Sampling method", "sampling_method"),
        )
    )


def _places(study: Study) -> tuple[Detail, ...]:
    paths = ("registry_page.countries",)
    return stated(
        (Detail(label="Countries listed", value=", ".join(study.countries), paths=paths),)
    )


def _people(study: Study) -> tuple[Detail, ...]:
    sponsors = "protocol_section.sponsor_collaborators_module"
    contacts = "protocol_section.contacts_locations_module"
    detail = partial(detail_at, study, sponsors)
    party = partial(detail_at, study, f"{sponsors}.responsible_party")
    investigator = ("full_name", "title", "affiliation")
    return (
        detail("Lead sponsor", "lead_sponsor.name", "lead_sponsor.class_", joiner=" · "),
        *stated((_collaborators(study),)),
        party("Responsible party", "type"),
        *stated(
            (
                party("Investigator", *(f"investigator_{field}" for field in investigator)),
                party("Responsible person", "old_name_title", "old_organization"),
                *_each(study, f"{contacts}.overall_officials", _official),
                *_each(study, f"{contacts}.central_contacts", _contact),
            )
        ),
    )


def _collaborators(study: Study) -> Detail:
    module = study.protocol_section.sponsor_collaborators_module
    return Detail(
        label="Collaborators",
        value="\n".join(
            " · ".join(filter(None, (item.name, _stated(words.AGENCY_CLASS, item.class_))))
            for item in module.collaborators
        ),
        paths=("protocol_section.sponsor_collaborators_module.collaborators",),
    )


def _official(person: Official, path: str) -> Detail:
    return Detail(
        label=in_words(words.OFFICIAL_ROLE, person.role) if person.role else "Official",
        value=", ".join(dict.fromkeys(filter(None, (person.name, person.affiliation)))),
        paths=(path,),
    )


def _contact(person: Contact, path: str) -> Detail:
    phone = f"{person.phone} ext. {person.phone_ext}" if person.phone_ext else person.phone
    role = "" if person.role == "CONTACT" else _stated(words.OFFICIAL_ROLE, person.role)
    told = " · ".join(filter(None, (person.name, role, phone, person.email)))
    return Detail(label="Contact", value=told, paths=(path,))


def _oversight(study: Study) -> tuple[Detail, ...]:
    detail = partial(detail_at, study, "protocol_section.oversight_module")
    return stated(
        (
            detail("Data monitoring committee", "oversight_has_dmc"),
            detail("FDA-regulated drug", "is_fda_regulated_drug"),
            detail("FDA-regulated device", "is_fda_regulated_device"),
            detail("Unapproved device", "is_unapproved_device"),
            detail("Paediatric postmarket surveillance", "is_ppsd"),
            detail("Exported from the US", "is_us_export"),
        )
    )


def _identifiers(study: Study) -> tuple[Detail, ...]:
    detail = partial(detail_at, study, "protocol_section.identification_module", joiner=" · ")
    own, organization = "org_study_id_info", "organization"
    numbers = "protocol_section.identification_module.secondary_id_infos"
    return stated(
        (
            detail("ClinicalTrials.gov", "nct_id"),
            detail("Official title", "official_title"),
            detail("Acronym", "acronym"),
            detail("Sponsor's study number", f"{own}.id", f"{own}.type", f"{own}.link"),
            detail("Organisation", f"{organization}.full_name", f"{organization}.class_"),
            *_each(study, numbers, _other_number),
            Detail(
                label="Other names of the interventions",
                value=", ".join(study.other_names),
                paths=("registry_page.other_names",),
            ),
        )
    )


def _other_number(item: SecondaryIdInfo, path: str) -> Detail:
    known = in_words(words.IDENTIFIER_TYPE, item.type) if item.type not in (None, "OTHER") else ""
    told = ", ".join(dict.fromkeys(filter(None, (item.domain, known))))
    return Detail(
        label=f"Other number ({told})" if told else "Other number",
        value=" · ".join(filter(None, (item.id, item.link))),
        paths=(path,),
    )


def _sharing(study: Study) -> tuple[Detail, ...]:
    detail = partial(detail_at, study, "protocol_section.ipd_sharing_statement_module")
    return stated(
        (
            detail("Plan to share", "ipd_sharing"),
            detail("About the plan", "description"),
            detail("What is shared", "info_types"),
            detail("When", "time_frame"),
            detail("For whom", "access_criteria"),
            detail("Where", "url"),
        )
    )


def _each(study: Study, path: str, tell: Callable[[Any, str], Told]) -> tuple[Told, ...]:
    """Tell each thing of a list of the record, with its path."""
    items = value_at(study, path) or ()
    return tuple(tell(item, f"{path}[{position}]") for position, item in enumerate(items))


def _arm(group: ArmGroup, path: str) -> Entry:
    names = (words.bare_name(name) for name in group.intervention_names)
    receives = ", ".join(names)
    return Entry(
        title=group.label or "Arm group without a name",
        line=" · ".join(filter(None, (_stated(words.ARM_TYPE, group.type), receives))),
        text=group.description or "",
        path=path,
    )


def _everything_else(study: Study) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            title=item.place,
            text="\n".join(f"{label}: {text}" for label, text in item.details),
        )
        for item in besides(study)
    )


def _intervention(item: Intervention, path: str) -> Entry:
    also = f"also called {', '.join(item.other_names)}" if item.other_names else ""
    return Entry(
        title=item.name or "Intervention without a name",
        line=" · ".join(filter(None, (_stated(words.INTERVENTION_TYPE, item.type), also))),
        text=item.description or "",
        path=path,
    )


def _outcomes(study: Study) -> tuple[Entry, ...]:
    module = "protocol_section.outcomes_module"
    return tuple(
        entry
        for rank in ("Primary", "Secondary", "Other")
        for entry in _each(study, f"{module}.{rank.lower()}_outcomes", partial(_outcome, rank))
    )


def _outcome(rank: str, item: Outcome, path: str) -> Entry:
    return Entry(
        title=item.measure or "Measure not stated",
        line=" · ".join(filter(None, (rank, item.time_frame))),
        text=item.description or "",
        path=path,
    )


def _reference(item: StudyReference, path: str) -> Entry:
    kind = _stated(words.REFERENCE_TYPE, item.type)
    numbers = (f"PMID {item.pmid}" if item.pmid else "", f"doi {item.doi}" if item.doi else "")
    return Entry(
        text=item.citation or "Citation not stated",
        line=" · ".join(filter(None, (kind, *numbers))),
        links=tuple(item.links.items()),
        path=path,
    )


def _link(link: SeeAlsoLink, path: str) -> Entry:
    return Entry(title=link.label or link.url or "", line=link.url or "", path=path)


def _document(item: LargeDoc, path: str) -> Entry:
    return Entry(
        title=item.label or item.filename or "Document without a name",
        line=str(item.date) if item.date else "date not stated",
        path=path,
    )


def _related(item: RelatedTrial, path: str) -> Entry:
    phase = f"Phase: {words.phase_in_words(item.phases).lower()}" if item.phases else ""
    return Entry(
        title=item.title or item.nct_id or "",
        line=" · ".join(filter(None, (item.nct_id, _stated(STATUS, item.overall_status), phase))),
        links=((("ClinicalTrials.gov", registry_address(item.nct_id)),) if item.nct_id else ()),
        path=path,
    )


def _unplaced(item: UnreadText, path: str) -> Entry:
    return Entry(title=item.section, text=item.text, path=path)


def registry_address(nct_id: str) -> str:
    """Where the registry shows a study."""
    return f"https://clinicaltrials.gov/study/{nct_id}"
