"""The reader of registry pages, held against the page of NETTER-2 and against pages that differ."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from hashlib import sha256
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.exports.registry_json import study_json
from data import Study, StudyError, load_study
from data.annotations.shipped import annotations_of
from data.checks import check_record
from data.criteria.splitting import split_criteria
from data.markup import plain_text
from data.readers.registry_page import FURNITURE, INTRODUCTIONS, read_registry_page
from data.records.build import record_json
from data.views.overview import OverviewPart, overview_info
from tests.mutations import damaged_page
from tests.registry_pages import ARMS_WITHOUT_TYPES, OBSERVATIONAL, TWO_FORMULAS

RECORDS = Path(__file__).parents[1] / "data" / "records"
PAGE = (RECORDS / "NCT03972488.txt").read_text(encoding="utf-8")
STUDY = load_study(PAGE)
PROTOCOL = STUDY.protocol_section


def test_the_shipped_json_is_what_the_reader_makes_of_the_page() -> None:
    shipped = (RECORDS / "NCT03972488.json").read_text(encoding="utf-8")
    assert record_json(RECORDS / "NCT03972488.txt") == shipped
    assert load_study(shipped) == STUDY


def test_the_kept_page_is_the_source_byte_for_byte() -> None:
    page = (RECORDS / "NCT03972488.txt").read_bytes()
    assert sha256(page).hexdigest() == (
        "5e801132426c7fc403706f65a0714cfecf9b237ed7bce7bd2d41d9ecab862a9e"
    )


def test_identification() -> None:
    identification = PROTOCOL.identification_module
    assert STUDY.nct_id == "NCT03972488"
    assert STUDY.title == (
        "Study to Evaluate the Efficacy and Safety of Lutathera in Patients With Grade 2 and "
        "Grade 3 Advanced GEP-NET"
    )
    assert identification.org_study_id_info.id == "CAAA601A22301"
    assert identification.org_study_id_info.type is None
    assert [(item.id, item.type) for item in identification.secondary_id_infos] == [
        ("2023-507443-10-00", "OTHER")
    ]


def test_status_and_dates_have_no_invented_type() -> None:
    status = PROTOCOL.status_module
    assert status.overall_status == "ACTIVE_NOT_RECRUITING"
    assert status.start_date_struct.date is not None
    assert status.start_date_struct.date.isoformat() == "2020-01-08"
    assert status.start_date_struct.type is None
    assert status.completion_date_struct.date is not None
    assert status.completion_date_struct.date.isoformat() == "2027-10-29"
    assert status.completion_date_struct.type is None
    assert status.primary_completion_date_struct.date is None
    assert status.last_update_post_date_struct.date is not None
    assert status.last_update_post_date_struct.date.isoformat() == "2026-01-21"
    assert STUDY.has_results is True


def test_design() -> None:
    design = PROTOCOL.design_module
    assert design.study_type == "INTERVENTIONAL"
    assert design.phases == ("PHASE3",)
    assert (design.enrollment_info.count, design.enrollment_info.type) == (226, None)
    assert design.design_info.allocation == "RANDOMIZED"
    assert design.design_info.intervention_model == "CROSSOVER"
    assert design.design_info.primary_purpose == "TREATMENT"
    assert design.design_info.masking_info.masking == "NONE"


LUTATHERA = "Drug: Lutathera"
OCTREOTIDE_30 = "Drug: 30 mg Octreotide long acting repeatable (LAR) (Sandostatin LAR Depot)"
AMINO_ACIDS = "Drug: 2.5% Lys-Arg sterile amino acid solution"
OCTREOTIDE_60 = "Drug: High dose 60 mg octreotide long-acting repeatable"


def test_five_arm_groups_with_their_types_and_interventions_in_order() -> None:
    assert [(group.label, group.type, group.intervention_names) for group in STUDY.arm_groups] == [
        (
            "Lutathera® plus Octreotide LAR 30 mg (Investigational arm)",
            "EXPERIMENTAL",
            (LUTATHERA, OCTREOTIDE_30, AMINO_ACIDS),
        ),
        ("Octreotide LAR 60 mg (Control arm)", "ACTIVE_COMPARATOR", (OCTREOTIDE_60,)),
        ("Optional post-progression re-treatment with Lutathera", "EXPERIMENTAL", (LUTATHERA,)),
        ("Optional post-progression cross-over to Lutathera", "ACTIVE_COMPARATOR", (LUTATHERA,)),
        (
            "Optional post-progression re-treatment with Lutathera after cross-over",
            "ACTIVE_COMPARATOR",
            (LUTATHERA, OCTREOTIDE_60),
        ),
    ]


def test_each_arm_group_keeps_its_own_description() -> None:
    descriptions = [group.description or "" for group in STUDY.arm_groups]
    assert descriptions[0].startswith("Lutathera treatment consisted of a cumulative")
    assert descriptions[0].endswith("renal radiation exposure during Lutathera treatment.")
    assert descriptions[1] == (
        "Participants were administered with octreotide LAR 60 mg (Sandostatin LAR Depot) at "
        "4-week intervals until the completion of the Treatment Phase."
    )
    assert "progressed and met re-treatment eligibility" in descriptions[2]
    assert "plus octreotide long-acting (30 mg every 8 weeks)" in descriptions[3]
    assert "progressed for the second time" in descriptions[4]


def test_four_interventions_all_drugs_each_with_the_arm_groups_that_name_it() -> None:
    assert [item.type for item in STUDY.interventions] == ["DRUG"] * 4
    assert [f"Drug: {item.name}" for item in STUDY.interventions] == [
        LUTATHERA,
        OCTREOTIDE_30,
        AMINO_ACIDS,
        OCTREOTIDE_60,
    ]
    labels = [group.label for group in STUDY.arm_groups]
    assert STUDY.interventions[0].arm_group_labels == (labels[0], *labels[2:])
    assert STUDY.interventions[3].arm_group_labels == (labels[1], labels[4])
    assert "1½" in (STUDY.interventions[1].description or "")
    assert STUDY.other_names == ("AAA601", "SOM230")


def test_eligibility() -> None:
    module = PROTOCOL.eligibility_module
    criteria = split_criteria(module.eligibility_criteria)
    assert Counter(criterion.kind for criterion in criteria) == {"inclusion": 8, "exclusion": 25}
    assert (module.minimum_age, module.maximum_age) == ("18 Years", None)
    assert module.sex == "ALL"
    assert module.healthy_volunteers is False


def test_markdown_escapes_are_undone_and_special_signs_survive() -> None:
    criteria = PROTOCOL.eligibility_module.eligibility_criteria or ""
    assert "\\" not in criteria
    assert "a body weight of > 40 kg at screening" in criteria
    assert "[68Ga]-DOTA-TOC (e.g. Somakit-TOC®)" in criteria
    assert "Ki67 index ≥10 and ≤ 55%" in criteria


def test_sponsor_and_people() -> None:
    sponsors = PROTOCOL.sponsor_collaborators_module
    assert sponsors.lead_sponsor.name == "Advanced Accelerator Applications"
    assert sponsors.lead_sponsor.class_ == "INDUSTRY"
    assert sponsors.collaborators == ()
    assert sponsors.responsible_party.type == "SPONSOR"
    (director,) = PROTOCOL.contacts_locations_module.overall_officials
    assert (director.name, director.role, director.affiliation) == (
        "Novartis Pharmaceuticals",
        "STUDY_DIRECTOR",
        "Novartis Pharmaceuticals",
    )


def test_forty_sites_in_nine_countries() -> None:
    assert Counter(site.country for site in STUDY.locations) == {
        "United States": 6,
        "Canada": 4,
        "France": 5,
        "Germany": 2,
        "Italy": 8,
        "Netherlands": 2,
        "South Korea": 4,
        "Spain": 4,
        "United Kingdom": 5,
    }
    assert STUDY.countries == tuple(dict.fromkeys(site.country for site in STUDY.locations))
    assert {site.status for site in STUDY.locations} == {None}
    assert all(site.facility for site in STUDY.locations)


def test_a_state_only_where_the_page_has_one() -> None:
    first, london = STUDY.locations[0], STUDY.locations[6]
    assert (first.facility, first.city, first.state) == (
        "Yale Cancer Center",
        "New Haven",
        "Connecticut",
    )
    assert (london.city, london.state, london.country) == ("London", None, "Canada")


# Read off a map, to the tenth of a degree or so; London stands twice.
PLACES = {
    ("New Haven", "United States"): (41.3, -72.9),
    ("Rochester", "United States"): (44.0, -92.5),
    ("London", "Canada"): (43.0, -81.2),
    ("London", "United Kingdom"): (51.5, -0.1),
    ("Québec", "Canada"): (46.8, -71.2),
    ("Clichy", "France"): (48.9, 2.3),
    ("Villejuif", "France"): (48.8, 2.4),
    ("Genova", "Italy"): (44.4, 8.9),
    ("Meldola", "Italy"): (44.1, 12.1),
    ("Napoli", "Italy"): (40.9, 14.3),
    ("Reggio Emilia", "Italy"): (44.7, 10.6),
    ("Roma", "Italy"): (41.9, 12.5),
    ("Seongnam-si", "South Korea"): (37.4, 127.1),
}


@pytest.mark.parametrize("place", PLACES, ids=", ".join)
def test_a_site_is_placed_in_its_own_city(place: tuple[str, str]) -> None:
    points = [site.geo_point for site in STUDY.locations if (site.city, site.country) == place]
    assert points
    for point in points:
        assert point is not None
        assert (point.lat, point.lon) == pytest.approx(PLACES[place], abs=0.15)


def test_every_site_has_coordinates() -> None:
    assert all(site.geo_point for site in STUDY.locations)


def test_three_references_with_type_pmid_and_doi() -> None:
    assert [(item.type, item.pmid, item.doi) for item in STUDY.references] == [
        ("RESULT", "38851203", "10.1016/S0140-6736(24)00701-3"),
        ("DERIVED", "39570708", "10.46883/2024.25921029"),
        ("DERIVED", "33973550", "10.1097/CCO.0000000000000740"),
    ]
    assert STUDY.references[0].links == {
        "PubMed": "https://pubmed.ncbi.nlm.nih.gov/38851203/",
        "DOI": "https://doi.org/10.1016/S0140-6736(24)00701-3",
    }


def test_two_documents_and_one_related_trial() -> None:
    documents = STUDY.document_section.large_document_module.large_docs
    assert [item.label for item in documents] == ["Study Protocol", "Statistical Analysis Plan"]
    (related,) = STUDY.related_trials
    assert (related.nct_id, related.title, related.overall_status, related.phases) == (
        "NCT02547480",
        "LifePearl-Iri Pharmacokinetic Study",
        "COMPLETED",
        ("NA",),
    )


# What a page says besides the study: labels, marks of a type, buttons.
LABELS = frozenset(
    """
    Recruitment Status Clinical Phase Total Enrollment participants Study Classification Start
    Date Completion Primary Allocation Method Intervention Model Purpose Blinding Strategy
    Observational Type Time Perspective Group Minimum Maximum Eligible Age Sex Accepts Healthy
    Volunteers No Yes Sponsor Role lead collaborator Responsibility Role: Site Reference PMID:
    (View on PubMed) Document Identifier Type: Source: org_study_id secondary_id Last Updated:
    NCT ID: Results available pending - Explore important study keywords that can help with
    search, categorization, and topic discovery.
    """.split()  # noqa: SIM905
)


def lost_words(page: str) -> set[str]:
    """Words of a page that are neither in what the reader makes of it nor part of its furniture."""
    kept = json.dumps(read_registry_page(page), ensure_ascii=False)
    kept = kept.replace("\\n", " ").replace('\\"', '"')
    furniture = {
        word
        for text in (*INTRODUCTIONS, *INTRODUCTIONS.values(), *FURNITURE)
        for word in text.split()
    }
    words = {word for line in page.splitlines() for word in plain_text(line).split()}
    return {word for word in words - furniture - LABELS if word.strip(",") not in kept}


def test_every_word_of_the_page_is_read() -> None:
    assert STUDY.unread == ()
    assert lost_words(PAGE) == set()


# --- pages that differ ------------------------------------------------------------------------


def observational() -> Study:
    return load_study(OBSERVATIONAL)


def test_a_page_of_an_observational_study() -> None:
    study = observational()
    design = study.protocol_section.design_module
    assert study.has_results is False
    assert design.phases == ()
    assert design.enrollment_info.count == 1204
    assert design.design_info.observational_model == "COHORT"
    assert design.design_info.time_perspective == "PROSPECTIVE"
    conditions = study.protocol_section.conditions_module
    assert conditions.conditions == ("Something", "Something Else")
    assert conditions.keywords == ("registry", "rare")


def test_headings_with_nothing_under_them_leave_the_value_absent() -> None:
    section = observational().protocol_section
    assert section.status_module.completion_date_struct.date is None
    assert section.description_module.detailed_description is None
    assert section.description_module.brief_summary == "A registry of people with [something]."


def test_a_month_stays_a_month() -> None:
    status = observational().protocol_section.status_module
    assert str(status.start_date_struct.date) == "Nov 2019"
    assert str(status.last_update_post_date_struct.date) == "Mar 2021"


def test_arms_without_description_or_type_are_kept_apart() -> None:
    labels = [(group.label, group.type) for group in observational().arm_groups]
    assert labels[-1][1] is None
    text = " ".join(str(group.model_dump()) for group in observational().arm_groups)
    for word in ("Cases", "Controls", "People without something.", "Something watched"):
        assert word in text


def test_ages_sex_and_volunteers_as_the_page_has_them() -> None:
    module = observational().protocol_section.eligibility_module
    assert (module.minimum_age, module.maximum_age) == ("12 Months", "17 Years")
    assert (module.sex, module.healthy_volunteers) == ("FEMALE", True)
    assert module.eligibility_criteria == "Inclusion Criteria:\n\n* Something"


def test_collaborators_with_and_without_a_class() -> None:
    sponsors = observational().protocol_section.sponsor_collaborators_module
    assert (sponsors.lead_sponsor.name, sponsors.lead_sponsor.class_) == ("A University", "OTHER")
    assert [(item.name, item.class_) for item in sponsors.collaborators] == [("A Foundation", None)]


def test_a_country_with_a_comma_and_a_city_nobody_knows() -> None:
    seoul, nowhere = observational().locations
    assert (seoul.city, seoul.state, seoul.country) == ("Seoul", None, "Korea, Republic of")
    assert (seoul.facility, seoul.status) == ("A Clinic", "RECRUITING")
    assert seoul.geo_point is not None
    assert nowhere.facility == "Another Clinic"
    assert nowhere.geo_point is None


def test_arms_with_and_without_type_description_and_interventions() -> None:
    groups = load_study(ARMS_WITHOUT_TYPES).arm_groups
    assert [
        (group.label, group.type, group.description, group.intervention_names) for group in groups
    ] == [
        ("Arm A", "EXPERIMENTAL", None, ("Drug: Drug A",)),
        ("Arm B", None, "The second arm.", ("Drug: Drug A", "Drug: Drug B")),
        ("Arm C", "NO_INTERVENTION", "It gets nothing.", ()),
    ]


def test_text_that_cannot_be_placed_is_kept_and_reported() -> None:
    page = PAGE.replace(
        "Study Design\n", "Study Design\n\nRandom Remark\n\nNobody expected this.\n", 1
    )
    page = page.replace("Countries\n", "Countries\n\nAtlantis\n", 1)
    unread = [(item.section, item.text) for item in load_study(page).unread]
    assert ("Countries", "Atlantis") in unread
    assert any("Nobody expected this." in text for _, text in unread)
    assert load_study(page).protocol_section.design_module == PROTOCOL.design_module


def test_an_arm_named_like_a_heading_is_no_heading() -> None:
    page = PAGE.replace("Octreotide LAR 60 mg (Control arm)", "Interventions")
    study = load_study(page)
    assert [group.label for group in study.arm_groups][1] == "Interventions"
    assert study.interventions[0].description == STUDY.interventions[0].description


@pytest.mark.parametrize("share", [0.05, 0.2, 0.35, 0.4, 0.5, 0.6, 0.75, 0.9])
def test_a_page_cut_off_in_the_middle_keeps_all_that_stands_before_the_cut(share: float) -> None:
    cut = PAGE[: int(len(PAGE) * share)]
    assert load_study(cut).nct_id == "NCT03972488"
    assert lost_words(cut) == set()


@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=400, max_value=len(PAGE)))
def test_no_cut_of_the_page_breaks_the_reader(length: int) -> None:
    try:
        assert load_study(PAGE[:length]).nct_id == STUDY.nct_id
    except StudyError as error:
        # A cut through a date or a number leaves no date or number, and that is said.
        said = str(error)
    else:
        said = "expected nothing else"
    assert "expected" in said


@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=3, max_value=len(PAGE.splitlines()) - 1))
def test_no_word_is_lost_when_a_line_is_missing(missing: int) -> None:
    lines = PAGE.splitlines()
    page = "\n".join(lines[:missing] + lines[missing + 1 :])
    try:
        lost = lost_words(page)
    except StudyError:
        # Without a label, the value below another one is no date or number; the page is refused.
        lost = set()
    assert lost == set()


@pytest.mark.parametrize(
    "text",
    ["Dear Sir,\n\nplease find attached\n", "NCT03972488\nis a trial\n", "<html>\n<body>\n</html>"],
)
def test_a_text_that_is_no_such_page_says_so(text: str) -> None:
    with pytest.raises(StudyError, match="expected a line 'NCT ID: NCT…' near its top"):
        load_study(text)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("226 participants", "many", "Total Enrollment: expected a number of participants"),
        ("2020-01-08", "soon", "startDateStruct.date: expected YYYY-MM-DD"),
        ("2020-01-08", "2020-02-30", "startDateStruct.date: expected a day that exists"),
        ("NCT ID: NCT03972488", "NCT ID: 42", "nctId: expected NCT and eight digits, got '42'"),
    ],
)
def test_a_value_that_cannot_be_read_names_its_place(old: str, new: str, message: str) -> None:
    with pytest.raises(StudyError, match=message.replace(".", r"\.")):
        load_study(PAGE.replace(old, new))


# --- what is furniture, what is uncertain, and what is another trial's ------------------------


def without(page: str, *dropped: str) -> str:
    """A page without the lines that are one of these."""
    return "\n".join(line for line in page.split("\n") if line not in dropped)


BASIC_LABELS = (
    "Recruitment Status",
    "Clinical Phase",
    "Total Enrollment",
    "Study Classification",
    "Study Start Date",
    "Study Completion Date",
)
DESIGN_LABELS = ("Allocation Method", "Intervention Model", "Blinding Strategy")
AGE_LABELS = ("Minimum Eligible Age", "Maximum Eligible Age", "Eligible Sex")
ARMS = [
    ("Old", "ACTIVE_COMPARATOR", "the formula that is sold", ("Other: old formula",)),
    ("New", "EXPERIMENTAL", "the formula that is tried", ("Other: new formula",)),
]


def arms(page: str) -> list[tuple[object, ...]]:
    return [
        (group.label, group.type, group.description, group.intervention_names)
        for group in load_study(page).arm_groups
    ]


def test_furniture_and_who_is_masked_are_known_as_such() -> None:
    study = load_study(TWO_FORMULAS)
    assert study.unread == ()
    assert study.has_results is False
    assert study.protocol_section.design_module.design_info.masking_info.who_masked == (
        "PARTICIPANT",
        "CARE_PROVIDER",
        "OUTCOMES_ASSESSOR",
    )
    assert arms(TWO_FORMULAS) == ARMS


@pytest.mark.parametrize(
    "roles",
    ["Outcomes Assessor", "Participant\n\nOutcomes Assessor", "Participants, Outcome Assessors"],
)
def test_who_is_masked_is_read_on_one_line_and_on_several(roles: str) -> None:
    page = TWO_FORMULAS.replace("Participants Caregivers Outcome Assessors", roles)
    masking = load_study(page).protocol_section.design_module.design_info.masking_info
    assert masking.who_masked[-1] == "OUTCOMES_ASSESSOR"
    assert load_study(page).unread == ()


def test_one_line_of_conditions_is_said_to_be_one_or_several() -> None:
    (doubt,) = load_study(TWO_FORMULAS).uncertain
    assert doubt.text == "Growth Sleep Infant: this may be one name or several"
    # Its words stand side by side elsewhere on the page: they belong together.
    assert STUDY.uncertain == ()


def test_what_is_uncertain_stands_on_the_overview_and_in_the_check() -> None:
    study, as_of = load_study(TWO_FORMULAS), date(2026, 1, 21)
    annotations = annotations_of(study)
    entries = dict(overview_info(study, annotations, as_of).entries)
    assert "Growth Sleep Infant" in entries[OverviewPart.UNCERTAIN][0].text
    titles = [finding.title for finding in check_record(study, annotations, as_of)]
    assert "Read from the page, but not for certain" in titles


@pytest.mark.parametrize(
    "name",
    [
        "Related Clinical Trials",
        "Related Trials",
        "Explore similar clinical trials based on study characteristics and research focus.",
    ],
)
@pytest.mark.parametrize("before", ["Detailed Description", "Conditions", "Study Design"])
def test_other_trials_are_cut_out_wherever_they_stand(name: str, before: str) -> None:
    other = f"{name}\n\nSome Other Trial\n\nNCT07654321 COMPLETED PHASE2\n\nAnd a Third\n\n"
    study = load_study(TWO_FORMULAS.replace(f"{before}\n", f"{other}{before}\n", 1))
    assert [(item.nct_id, item.title) for item in study.related_trials] == [
        ("NCT07654321", "Some Other Trial")
    ]
    protocol = study.protocol_section
    assert (
        protocol.description_module == load_study(TWO_FORMULAS).protocol_section.description_module
    )
    assert protocol.conditions_module.conditions == ("Growth Sleep Infant",)
    assert [item.text for item in study.unread] == ["And a Third"]


@pytest.mark.parametrize("trial", ["NCT07654321 COMPLETED NA", "NCT07654321\n\nCOMPLETED\n\nNA"])
def test_another_trial_without_its_heading_is_no_part_of_the_summary(trial: str) -> None:
    page = TWO_FORMULAS.replace("compared.\n", f"compared.\n\nSome Other Trial\n\n{trial}\n", 1)
    study = load_study(page)
    assert study.protocol_section.description_module.brief_summary == "Two formulas are compared."
    assert [(item.title, item.phases) for item in study.related_trials] == [
        ("Some Other Trial", ("NA",))
    ]


def test_a_page_cut_before_the_interventions_invents_no_arm() -> None:
    study = load_study(TWO_FORMULAS.split("\nInterventions\n")[0])
    assert [(group.label, group.type, group.description) for group in study.arm_groups] == [
        ("Old", "ACTIVE_COMPARATOR", "the formula that is sold"),
        (None, "EXPERIMENTAL", None),
    ]
    assert "as it is sold\nNew\nthe formula that is tried" in [item.text for item in study.unread]
    assert any("name of an arm" in item.text for item in study.uncertain)


@pytest.mark.parametrize(
    "doubled", ["Group Type EXPERIMENTAL", "as it is sold", "New", "old formula"]
)
def test_a_line_that_stands_twice_makes_no_arm(doubled: str) -> None:
    assert arms(TWO_FORMULAS.replace(f"{doubled}\n", f"{doubled}\n\n{doubled}\n")) == ARMS


def test_a_description_repeated_with_each_mention_is_known_without_the_interventions() -> None:
    page = TWO_FORMULAS.replace(
        "new formula\n\nIntervention Type OTHER\n\nfed for six months",
        "old formula\n\nIntervention Type OTHER\n\nas it is sold\n\n"
        "Third\n\nwater\n\nGroup Type OTHER",
    )
    labels = [arm[0] for arm in arms(page.split("\nInterventions\n")[0])]
    assert labels == ["Old", "New", "Third"]


def test_values_without_labels_are_known_by_their_shape() -> None:
    whole = load_study(TWO_FORMULAS).protocol_section
    page = without(TWO_FORMULAS, *BASIC_LABELS, *DESIGN_LABELS, *AGE_LABELS)
    study = load_study(page)
    assert study.protocol_section == whole
    # Which date is which, and which age, only their place tells; that is said.
    said = " ".join(item.text for item in study.uncertain)
    assert "2010-09-30 was read as the Study Start Date by its place alone" in said
    assert "2 Months was read as the Maximum Eligible Age by its place alone" in said


@pytest.mark.parametrize(
    "headings", [("Study Results", "Basic Information"), ("Study Design",), ("Interventions",)]
)
def test_a_heading_that_is_missing_takes_nothing_with_it(headings: tuple[str, ...]) -> None:
    whole = load_study(TWO_FORMULAS).protocol_section
    assert load_study(without(TWO_FORMULAS, *headings)).protocol_section == whole
    both = (*headings, *filter(None, (INTRODUCTIONS[heading] for heading in headings)))
    if "Interventions" not in headings:
        assert load_study(without(TWO_FORMULAS, *both)).protocol_section == whole


def test_a_number_of_participants_that_reads_like_a_year_is_no_date() -> None:
    study = load_study(TWO_FORMULAS.replace("150 participants", "2010"))
    assert study.protocol_section.design_module.enrollment_info.count == 2010
    study = load_study(without(TWO_FORMULAS.replace("150 participants", "2010"), *BASIC_LABELS))
    assert study.protocol_section.design_module.enrollment_info.count is None
    assert "2010" in [item.text for item in study.unread]


def test_one_date_alone_is_not_guessed() -> None:
    study = load_study(
        without(TWO_FORMULAS, "Study Start Date", "Study Completion Date", "2014-09-30")
    )
    status = study.protocol_section.status_module
    assert status.start_date_struct.date is status.completion_date_struct.date is None
    assert "2010-09-30" in [item.text for item in study.unread]


def test_a_value_below_the_label_of_another_is_not_taken_for_it() -> None:
    study = load_study(without(TWO_FORMULAS, "COMPLETED", "Clinical Phase"))
    assert study.protocol_section.status_module.overall_status is None
    assert study.protocol_section.design_module.phases == ("NA",)


def test_an_age_without_a_label_is_no_criterion() -> None:
    study = load_study(
        without(TWO_FORMULAS, "Minimum Eligible Age", "Maximum Eligible Age", "2 Months")
    )
    module = study.protocol_section.eligibility_module
    assert module.eligibility_criteria == "Inclusion Criteria:\n\n* Born at term"
    assert (module.minimum_age, module.maximum_age) == (None, None)
    assert "1 Month" in [item.text for item in study.unread]


def test_sites_without_their_marks_are_all_read() -> None:
    study = load_study(without(TWO_FORMULAS, "Site Status"))
    assert [(site.facility, site.city) for site in study.locations] == [
        ("A Clinic", "Roma"),
        ("Another Clinic", "Milano"),
    ]


# --- what stands twice -------------------------------------------------------------------------

COPY = TWO_FORMULAS[TWO_FORMULAS.index("Basic Information") : TWO_FORMULAS.index("Brief Summary")]


def test_a_section_that_stands_twice_alike_is_read_once() -> None:
    study = load_study(TWO_FORMULAS.replace(COPY, COPY + COPY))
    assert study == load_study(TWO_FORMULAS)


@pytest.mark.parametrize("place", ["Brief Summary\n", "Locations\n"])
def test_of_a_section_that_stands_twice_no_copy_is_lost(place: str) -> None:
    other = COPY.replace("COMPLETED", "TERMINATED")
    study = load_study(TWO_FORMULAS.replace(place, f"{other}{place}", 1))
    assert study.protocol_section == load_study(TWO_FORMULAS).protocol_section
    assert "TERMINATED" in " ".join(item.text for item in study.unread)


def test_a_label_that_stands_twice_does_not_overwrite_what_was_read() -> None:
    page = TWO_FORMULAS.replace(
        "Clinical Phase", "Recruitment Status\n\nTERMINATED\n\nClinical Phase"
    )
    study = load_study(page)
    assert study.protocol_section.status_module.overall_status == "COMPLETED"
    assert [item.text for item in study.unread] == ["Recruitment Status\nTERMINATED"]


def test_two_pages_in_one_text_are_not_read_as_one_study() -> None:
    with pytest.raises(StudyError, match="expected the page of one study, found the numbers"):
        load_study(TWO_FORMULAS + PAGE)
    assert load_study(PAGE + PAGE).protocol_section == PROTOCOL


MARKS = {
    "headings": "Locations\n\nCountries\n\n",
    "one heading": "Brief Summary\n\n" + INTRODUCTIONS["Brief Summary"] + "\n\ntext\n\n",
    "arms": "Arm\n\nGroup Type OTHER\n\nwater\n\nIntervention Type DRUG\n\n",
    "one word": "water\n\n",
    "interventions": "water\n\nclear\n\nIntervention Type DRUG\n\n",
}


@pytest.mark.parametrize("repeated", MARKS.values(), ids=MARKS)
def test_what_stands_ten_thousand_times_is_read_in_one_pass(repeated: str) -> None:
    for heading in ("Study Groups", "Interventions"):
        mark = "Intervention Type DRUG"
        page = f"A\n\nNCT ID: NCT01234567\n\n{heading}\n\n{repeated * 10_000}{mark}"
        started = process_time()
        assert load_study(page).nct_id == "NCT01234567"
        assert process_time() - started < 10


# --- pages that are damaged --------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(150))
def test_a_damaged_page_opens_or_says_where_it_cannot(seed: int) -> None:
    page = damaged_page((PAGE, OBSERVATIONAL, ARMS_WITHOUT_TYPES, TWO_FORMULAS)[seed % 4], seed)
    said = ""
    try:
        study = load_study(page)
    except StudyError as error:
        said = str(error)
    else:
        assert load_study(study_json(study)) == study
    assert not said or ("expected" in said and len(said) < 300 and "\n" not in said)


def without_heading(page: str, heading: str) -> str:
    """A page without one heading and the line that introduces it."""
    before, after = page.split(f"\n{heading}\n", 1)
    return before + "\n" + after.lstrip("\n").partition("\n")[2]


def test_criteria_without_their_heading_are_still_the_criteria() -> None:
    page = (RECORDS / "NCT03972488.txt").read_text(encoding="utf-8")
    study = load_study(without_heading(page, "Eligibility Criteria"))
    assert study.protocol_section.eligibility_module == PROTOCOL.eligibility_module
    assert study.other_names == STUDY.other_names
    assert [item.section for item in study.uncertain] == ["Eligibility Criteria"]


@pytest.mark.parametrize("heading", ["Sponsors", "Interventions", "Conditions", "Brief Summary"])
def test_a_heading_that_is_missing_is_said_to_be(heading: str) -> None:
    page = (RECORDS / "NCT03972488.txt").read_text(encoding="utf-8")
    said = {
        item.section: item.text for item in load_study(without_heading(page, heading)).uncertain
    }
    assert "no such heading" in said[heading]


def _moved(page: str, block: str, before: str) -> str:
    """The page with a block cut out and put before a heading, or at its end."""
    assert page.count(block) == 1
    rest = page.replace(block, "")
    if before == "the end":
        return f"{rest.rstrip()}\n\n{block}"
    place = rest.index(f"\n{before}\n") + 1
    return rest[:place] + block + rest[place:]


_PLACES = [*(name for name in INTRODUCTIONS if f"\n{name}\n" in OBSERVATIONAL), "the end"]


@pytest.mark.parametrize(
    "note",
    [
        "Study Results\n\nResults pending\n\n",
        "Study Results\n\nRESULTS AVAILABLE\n\nView full results\n\n",
        "Study Results\n\nResults pending\n\nThe study team has not published outcome "
        "measurements, participant flow, or safety data for this trial yet. Check back later for "
        "updates.\n\n",
    ],
)
@pytest.mark.parametrize("before", [place for place in _PLACES if place != "Study Results"])
def test_whether_there_are_results_is_read_wherever_it_stands(note: str, before: str) -> None:
    in_place = OBSERVATIONAL.replace("Study Results\n\nResults pending\n\n", note)
    assert _said(_moved(in_place, note, before)) == _said(in_place)
    assert load_study(_moved(in_place, note, before)).has_results is ("AVAILABLE" in note)


@pytest.mark.parametrize("introduced", [True, False])
@pytest.mark.parametrize(
    "before", [place for place in _PLACES if place not in ("Study Results", "Keywords")]
)
def test_keywords_are_keywords_wherever_they_stand(before: str, *, introduced: bool) -> None:
    block = OBSERVATIONAL[OBSERVATIONAL.index("Keywords\n") : OBSERVATIONAL.index("Study Design\n")]
    plain = "Keywords\n\nregistry\n\nrare\n\n"
    page = OBSERVATIONAL if introduced else OBSERVATIONAL.replace(block, plain)
    assert _said(_moved(page, block if introduced else plain, before)) == _said(OBSERVATIONAL)


def _said(page: str) -> object:
    return json.loads(study_json(load_study(page)))


@pytest.mark.parametrize("before", ["Conditions", "Eligibility Criteria"])
def test_a_page_that_introduces_nothing_is_read_in_any_order(before: str) -> None:
    sentences = [sentence for sentence in INTRODUCTIONS.values() if sentence]
    bare = "\n".join(line for line in OBSERVATIONAL.split("\n") if line not in sentences)
    start, end = bare.index("Sponsors\n"), bare.index("Locations\n")
    assert _said(_moved(bare, bare[start:end], before)) == _said(OBSERVATIONAL)


def test_a_sentence_that_says_when_results_come_stays_in_the_description() -> None:
    page = OBSERVATIONAL.replace(
        "A registry of people",
        "Study Results\n\nResults will be published.\n\nA registry of people",
    )
    summary = load_study(page).protocol_section.description_module.brief_summary or ""
    assert summary.startswith("Study Results")
    assert "Results will be published." in summary


def test_a_title_about_results_is_a_title() -> None:
    title = "Results of Available Treatments Published Before"
    page = OBSERVATIONAL.replace("A Registry of Something", title)
    assert load_study(page).title == title
