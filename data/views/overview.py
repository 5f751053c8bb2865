"""Everything a record says about a study as a whole, in the order in which a reader asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from data import vocabulary as words
from data.annotations import Annotations, QuotedText
from data.besides import besides
from data.dates import day_in_words
from data.details import Detail, date_detail, is_planned, is_withdrawn, stated
from data.study import (
    ArmGroup,
    Contact,
    Intervention,
    OrgStudyIdInfo,
    Outcome,
    RelatedTrial,
    Study,
)
from data.study import Reference as StudyReference
from data.timeline.progress import elapsed_share, whole_percent
from data.vocabulary import NOT_STATED, all_in_words, in_words, yes_or_no

EVERYTHING_ELSE: Final = "Everything else the record says"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One item of a list: its name, a line about it, its text, and where else to read."""

    title: str = ""
    line: str = ""
    text: str = ""
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class OverviewInfo:
    """What the overview shows.

    Args:
        acronym: the study's short name, from the record's own field or read out of its text.
        status, status_meaning: the overall status in words, and what it means for a reader.
        key_figures: the few numbers that tell the study's size and time.
        sections: the record's other details, by heading; a section without details is left out.
        entries: lists of things with a text of their own, by heading; likewise.
    """

    nct_id: str
    title: str
    acronym: QuotedText | None
    status: str
    status_meaning: str
    key_figures: tuple[Detail, ...]
    summary: str
    description: str
    sections: tuple[tuple[str, tuple[Detail, ...]], ...]
    entries: tuple[tuple[str, tuple[Entry, ...]], ...]

    def section(self, heading: str) -> tuple[Detail, ...]:
        """The details under a heading; empty when the record has none."""
        return dict(self.sections).get(heading, ())

    def list_of(self, heading: str) -> tuple[Entry, ...]:
        """The entries under a heading; empty when the record has none."""
        return dict(self.entries).get(heading, ())


def overview_info(study: Study, annotations: Annotations, as_of: date) -> OverviewInfo:
    """Gather what the overview shows.

    Args:
        study: the record.
        annotations: what has been read out of it.
        as_of: the day from which elapsed time is counted.
    """
    status = study.protocol_section.status_module
    description = study.protocol_section.description_module
    sections = {
        "Status and dates": _dates(study),
        "Design": _design(study),
        "Conditions": _conditions(study),
        "Who can take part": _eligibility(study),
        "Places": stated((Detail(label="Countries listed", value=", ".join(study.countries)),)),
        "Sponsor and people": _people(study),
        "Oversight": _oversight(study),
        "Identifiers": _identifiers(study),
        "Sharing of participants' data": _sharing(study),
    }
    entries = {
        "Arm groups": tuple(_arm(group) for group in study.arm_groups),
        "Interventions": tuple(_intervention(item) for item in study.interventions),
        "Outcome measures": _outcomes(study),
        "References": tuple(_reference(item) for item in study.references),
        "Links": _links(study),
        "Documents": _documents(study),
        "Related trials": tuple(_related(item) for item in study.related_trials),
        "Text that could not be placed": tuple(
            Entry(title=item.section, text=item.text) for item in study.unread
        ),
        "Read, but not for certain": tuple(
            Entry(title=item.section, text=item.text) for item in study.uncertain
        ),
        EVERYTHING_ELSE: _everything_else(study),
    }
    return OverviewInfo(
        nct_id=study.nct_id,
        title=study.title,
        acronym=annotations.acronym or _own_acronym(study),
        status=in_words(words.STATUS, status.overall_status),
        status_meaning=words.STATUS_MEANING.get(status.overall_status or "", ""),
        key_figures=_key_figures(study, as_of),
        summary=description.brief_summary or "",
        description=description.detailed_description or "",
        sections=tuple((heading, details) for heading, details in sections.items() if details),
        entries=tuple((heading, items) for heading, items in entries.items() if items),
    )


def _own_acronym(study: Study) -> QuotedText | None:
    acronym = study.protocol_section.identification_module.acronym
    return QuotedText(value=acronym, quote=acronym) if acronym else None


def _key_figures(study: Study, as_of: date) -> tuple[Detail, ...]:
    design = study.protocol_section.design_module
    status = study.protocol_section.status_module
    enrolment = design.enrollment_info
    details = [
        Detail(
            label="Participants",
            value=NOT_STATED if enrolment.count is None else f"{enrolment.count:,}",
            kind=in_words(words.ENROLLMENT_TYPE, enrolment.type) if enrolment.type else None,
        ),
        Detail(label="Phase", value=words.phase_in_words(design.phases)),
        Detail(label="Sites", value=f"{len(study.locations):,}" if study.locations else NOT_STATED),
        Detail(
            label="Countries", value=str(len(study.countries)) if study.countries else NOT_STATED
        ),
        date_detail("Start", status.start_date_struct, study),
        date_detail("Completion", status.completion_date_struct, study),
        _elapsed(study, as_of),
    ]
    if study.protocol_section.design_module.study_type == "OBSERVATIONAL":
        details[1] = Detail(label="Study type", value="Observational")
    return tuple(details)


def _elapsed(study: Study, as_of: date) -> Detail:
    share = elapsed_share(study, as_of)
    if is_withdrawn(study):
        return Detail(label="Time elapsed", value="none: withdrawn before anybody joined")
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
    status = study.protocol_section.status_module
    expanded = status.expanded_access_info
    structs = {
        "Start": status.start_date_struct,
        "Primary completion": status.primary_completion_date_struct,
        "Completion": status.completion_date_struct,
        "First posted": status.study_first_post_date_struct,
        "Results first posted": status.results_first_post_date_struct,
        "Certification of delayed results first posted": status.disp_first_post_date_struct,
    }
    # The registry's own book-keeping has happened: to call it actual or planned would be noise.
    stamps = {
        "First submitted": status.study_first_submit_date,
        "First submitted in good order": status.study_first_submit_qc_date,
        "Results first submitted": status.results_first_submit_date,
        "Results first submitted in good order": status.results_first_submit_qc_date,
        "Certification of delayed results submitted": status.disp_first_submit_date,
        "Certification submitted in good order": status.disp_first_submit_qc_date,
        "Last update submitted": status.last_update_submit_date,
        "Last update": status.last_update_post_date_struct.date,
        "Status verified": status.status_verified_date,
    }
    return stated(
        (
            Detail(label="Status", value=in_words(words.STATUS, status.overall_status)),
            Detail(label="Why stopped", value=status.why_stopped or ""),
            Detail(
                label="Last known status", value=_stated(words.STATUS, status.last_known_status)
            ),
            *(date_detail(label, struct, study) for label, struct in structs.items()),
            *(Detail(label=label, value=str(day or "")) for label, day in stamps.items()),
            Detail(label="Results", value=words.results_in_words(study.has_results)),
            Detail(label="Expanded access", value=yes_or_no(expanded.has_expanded_access)),
            Detail(label="Expanded access record", value=expanded.nct_id or ""),
            Detail(
                label="Expanded access status",
                value=_stated(words.STATUS, expanded.status_for_nct_id),
            ),
        )
    )


def _stated(table: dict[str, str], value: str | None) -> str:
    """Say a value in words; nothing for one that is absent, for details few records have."""
    return in_words(table, value) if value else ""


def _design(study: Study) -> tuple[Detail, ...]:
    design = study.protocol_section.design_module
    info, masking = design.design_info, design.design_info.masking_info
    observational = design.study_type == "OBSERVATIONAL"
    interventional_facts = (
        Detail(label="Phase", value=words.phase_in_words(design.phases)),
        Detail(label="Allocation", value=in_words(words.ALLOCATION, info.allocation)),
        Detail(
            label="Intervention model",
            value=in_words(words.INTERVENTION_MODEL, info.intervention_model),
        ),
        Detail(
            label="Primary purpose", value=in_words(words.PRIMARY_PURPOSE, info.primary_purpose)
        ),
        Detail(label="Masking", value=in_words(words.MASKING, masking.masking)),
    )
    rare = (
        Detail(label="Who is masked", value=all_in_words(words.WHO_MASKED, masking.who_masked)),
        Detail(label="About the masking", value=masking.masking_description or ""),
        Detail(label="About the model", value=info.intervention_model_description or ""),
        Detail(
            label="Observational model",
            value=_stated(words.OBSERVATIONAL_MODEL, info.observational_model),
        ),
        Detail(
            label="Time perspective", value=_stated(words.TIME_PERSPECTIVE, info.time_perspective)
        ),
        Detail(
            label="Patient registry",
            value="" if design.patient_registry is None else yes_or_no(design.patient_registry),
        ),
        Detail(label="Target duration", value=design.target_duration or ""),
        Detail(
            label="Samples kept",
            value=_stated(words.BIO_SPEC_RETENTION, design.bio_spec.retention),
        ),
        Detail(label="About the samples", value=design.bio_spec.description or ""),
    )
    return (
        Detail(label="Study type", value=in_words(words.STUDY_TYPE, design.study_type)),
        *(() if observational else interventional_facts),
        *stated(rare),
    )


def _conditions(study: Study) -> tuple[Detail, ...]:
    conditions = study.protocol_section.conditions_module
    return (
        Detail(label="Conditions", value="\n".join(conditions.conditions) or NOT_STATED),
        *stated((Detail(label="Keywords", value=" · ".join(conditions.keywords)),)),
    )


def _eligibility(study: Study) -> tuple[Detail, ...]:
    """The fields beside the criteria, which the eligibility page works through."""
    module = study.protocol_section.eligibility_module
    volunteers = module.healthy_volunteers
    return stated(
        (
            Detail(label="Minimum age", value=module.minimum_age or ""),
            Detail(label="Maximum age", value=module.maximum_age or ""),
            Detail(label="Age groups", value=all_in_words(words.STD_AGE, module.std_ages)),
            Detail(label="Sex", value=_stated(words.SEX, module.sex)),
            Detail(label="Chosen by gender", value=yes_or_no(module.gender_based)),
            Detail(label="About gender", value=module.gender_description or ""),
            Detail(label="Accepts healthy volunteers", value=yes_or_no(volunteers)),
            Detail(label="Study population", value=module.study_population or ""),
            Detail(
                label="Sampling method",
                value=_stated(words.SAMPLING_METHOD, module.sampling_method),
            ),
        )
    )


def _people(study: Study) -> tuple[Detail, ...]:
    section = study.protocol_section
    sponsors = section.sponsor_collaborators_module
    party = sponsors.responsible_party
    lead = sponsors.lead_sponsor
    collaborators = (_named(item.name, item.class_) for item in sponsors.collaborators)
    investigator = (
        party.investigator_full_name,
        party.investigator_title,
        party.investigator_affiliation,
    )
    old_style = (party.old_name_title, party.old_organization)
    officials = (
        Detail(
            label=in_words(words.OFFICIAL_ROLE, person.role) if person.role else "Official",
            value=", ".join(dict.fromkeys(filter(None, (person.name, person.affiliation)))),
        )
        for person in section.contacts_locations_module.overall_officials
    )
    contacts = (
        Detail(label="Contact", value=_contact(person))
        for person in section.contacts_locations_module.central_contacts
    )
    return (
        Detail(label="Lead sponsor", value=_named(lead.name, lead.class_) or NOT_STATED),
        *stated((Detail(label="Collaborators", value="\n".join(collaborators)),)),
        Detail(label="Responsible party", value=in_words(words.RESPONSIBLE_PARTY, party.type)),
        *stated(
            (
                Detail(label="Investigator", value=", ".join(filter(None, investigator))),
                Detail(label="Responsible person", value=", ".join(filter(None, old_style))),
                *officials,
                *contacts,
            )
        ),
    )


def _named(name: str | None, kind: str | None) -> str:
    if not name:
        return ""
    return f"{name} · {in_words(words.AGENCY_CLASS, kind)}" if kind else name


def _contact(person: Contact) -> str:
    phone = f"{person.phone} ext. {person.phone_ext}" if person.phone_ext else person.phone
    role = "" if person.role == "CONTACT" else _stated(words.OFFICIAL_ROLE, person.role)
    return " · ".join(filter(None, (person.name, role, phone, person.email)))


def _oversight(study: Study) -> tuple[Detail, ...]:
    oversight = study.protocol_section.oversight_module
    flags = {
        "Data monitoring committee": oversight.oversight_has_dmc,
        "FDA-regulated drug": oversight.is_fda_regulated_drug,
        "FDA-regulated device": oversight.is_fda_regulated_device,
        "Unapproved device": oversight.is_unapproved_device,
        "Paediatric postmarket surveillance": oversight.is_ppsd,
        "Exported from the US": oversight.is_us_export,
    }
    return stated(Detail(label=label, value=yes_or_no(flag)) for label, flag in flags.items())


def _identifiers(study: Study) -> tuple[Detail, ...]:
    identification = study.protocol_section.identification_module
    own = identification.org_study_id_info
    others = (
        Detail(
            label=_identifier_label(item.type, item.domain),
            value=" · ".join(filter(None, (item.id, item.link))),
        )
        for item in identification.secondary_id_infos
    )
    organization = identification.organization
    return stated(
        (
            Detail(label="ClinicalTrials.gov", value=study.nct_id),
            Detail(label="Official title", value=identification.official_title or ""),
            Detail(label="Acronym", value=identification.acronym or ""),
            Detail(label="Sponsor's study number", value=_own_number(own)),
            Detail(label="Organisation", value=_named(organization.full_name, organization.class_)),
            *others,
            Detail(label="Other names of the interventions", value=", ".join(study.other_names)),
        )
    )


def _own_number(own: OrgStudyIdInfo) -> str:
    return " · ".join(filter(None, (own.id, _stated(words.IDENTIFIER_TYPE, own.type), own.link)))


def _identifier_label(kind: str | None, domain: str | None) -> str:
    known = in_words(words.IDENTIFIER_TYPE, kind) if kind not in (None, "OTHER") else ""
    told = ", ".join(dict.fromkeys(filter(None, (domain, known))))
    return f"Other number ({told})" if told else "Other number"


def _sharing(study: Study) -> tuple[Detail, ...]:
    sharing = study.protocol_section.ipd_sharing_statement_module
    return stated(
        (
            Detail(label="Plan to share", value=_stated(words.IPD_SHARING, sharing.ipd_sharing)),
            Detail(label="About the plan", value=sharing.description or ""),
            Detail(label="What is shared", value=all_in_words(words.IPD_INFO, sharing.info_types)),
            Detail(label="When", value=sharing.time_frame or ""),
            Detail(label="For whom", value=sharing.access_criteria or ""),
            Detail(label="Where", value=sharing.url or ""),
        )
    )


def _arm(group: ArmGroup) -> Entry:
    names = (words.bare_name(name) for name in group.intervention_names)
    receives = ", ".join(names)
    return Entry(
        title=group.label or "Arm group without a name",
        line=" · ".join(filter(None, (_stated(words.ARM_TYPE, group.type), receives))),
        text=group.description or "",
    )


def _everything_else(study: Study) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            title=item.place,
            text="\n".join(f"{label}: {text}" for label, text in item.details),
        )
        for item in besides(study)
    )


def _intervention(item: Intervention) -> Entry:
    also = f"also called {', '.join(item.other_names)}" if item.other_names else ""
    return Entry(
        title=item.name or "Intervention without a name",
        line=" · ".join(filter(None, (_stated(words.INTERVENTION_TYPE, item.type), also))),
        text=item.description or "",
    )


def _outcomes(study: Study) -> tuple[Entry, ...]:
    outcomes = study.protocol_section.outcomes_module
    ranked = (
        ("Primary", outcomes.primary_outcomes),
        ("Secondary", outcomes.secondary_outcomes),
        ("Other", outcomes.other_outcomes),
    )
    return tuple(_outcome(rank, item) for rank, items in ranked for item in items)


def _outcome(rank: str, item: Outcome) -> Entry:
    return Entry(
        title=item.measure or "Measure not stated",
        line=" · ".join(filter(None, (rank, item.time_frame))),
        text=item.description or "",
    )


def _reference(item: StudyReference) -> Entry:
    kind = _stated(words.REFERENCE_TYPE, item.type)
    numbers = (f"PMID {item.pmid}" if item.pmid else "", f"doi {item.doi}" if item.doi else "")
    return Entry(
        text=item.citation or "Citation not stated",
        line=" · ".join(filter(None, (kind, *numbers))),
        links=tuple(item.links.items()),
    )


def _links(study: Study) -> tuple[Entry, ...]:
    return tuple(
        Entry(title=link.label or link.url or "", line=link.url or "")
        for link in study.protocol_section.references_module.see_also_links
    )


def _documents(study: Study) -> tuple[Entry, ...]:
    documents = study.document_section.large_document_module.large_docs
    return tuple(
        Entry(
            title=item.label or item.filename or "Document without a name",
            line=str(item.date) if item.date else "date not stated",
        )
        for item in documents
    )


def _related(item: RelatedTrial) -> Entry:
    phase = f"Phase: {words.phase_in_words(item.phases).lower()}" if item.phases else ""
    return Entry(
        title=item.title or item.nct_id or "",
        line=" · ".join(
            filter(None, (item.nct_id, _stated(words.STATUS, item.overall_status), phase))
        ),
        links=((("ClinicalTrials.gov", registry_address(item.nct_id)),) if item.nct_id else ()),
    )


def registry_address(nct_id: str) -> str:
    """Where the registry shows a study."""
    return f"https://clinicaltrials.gov/study/{nct_id}"
