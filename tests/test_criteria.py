"""Criteria are split faithfully, however a record writes them."""

from __future__ import annotations

import re
from time import thread_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import load_study
from data.criteria.groups import are_apart
from data.criteria.kind import CriterionKind
from data.criteria.splitting import CriterionText, split_criteria
from data.markup import prose
from tests.browser import ROOT
from tests.records import SAMPLES

NETTER_2 = ROOT / "data" / "records" / "NCT03972488.json"


def told(text: str) -> list[tuple[str, int, str]]:
    return [(item.kind, item.number, item.text) for item in split_criteria(text)]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def all_words(criteria: tuple[CriterionText, ...]) -> list[str]:
    return [word for item in criteria for word in words(f"{item.lead_in or ''} {item.text}")]


def test_netter_2_has_8_inclusion_and_25_exclusion_criteria_word_for_word():
    text = load_study(NETTER_2).protocol_section.eligibility_module.eligibility_criteria or ""
    criteria = split_criteria(text)
    kinds = [item.kind for item in criteria]
    assert kinds == ["inclusion"] * 8 + ["exclusion"] * 25
    assert [item.number for item in criteria] == [*range(1, 9), *range(1, 26)]
    bullets = [line.removeprefix("* ") for line in text.splitlines() if line.startswith("* ")]
    assert [item.text for item in criteria] == bullets


@pytest.mark.parametrize("text", [None, "", " \n\n"])
def test_a_record_without_criteria_has_none(text):
    assert split_criteria(text) == ()


def test_headings_open_a_kind_however_they_are_written():
    for heading in (
        "Inclusion Criteria",
        "Inclusion Criteria:",
        "INCLUSION CRITERIA:",
        "* INCLUSION CRITERIA:",
        "**Inclusion Criteria:**",
        "## Inclusion criteria",
        "Key Inclusion Criteria",
        "Main inclusion criteria:",
        "Inclusion:",
        "1. Inclusion criteria",
    ):
        assert told(f"{heading}\n\n* A") == [("inclusion", 1, "A")], heading


def test_a_sentence_about_criteria_is_no_heading():
    text = "Exclusion Criteria:\n\n* A\n* Other protocol defined inclusion criteria could apply"
    assert told(text)[1] == (
        "exclusion",
        2,
        "Other protocol defined inclusion criteria could apply",
    )
    text = "Exclusion Criteria\n\n1. A\n\nNote: Other inclusion/ exclusion criteria apply"
    assert [kind for kind, _, _ in told(text)] == ["exclusion", "exclusion"]


def test_repeated_headings_go_on_counting_and_say_which_part_they_are_of():
    text = (
        "Inclusion Criteria (Part A):\n* A\n\nExclusion Criteria (Part A):\n* B\n\n"
        "Inclusion Criteria for Part B:\n* C"
    )
    criteria = split_criteria(text)
    assert [(item.kind, item.number, item.text) for item in criteria] == [
        ("inclusion", 1, "A"),
        ("exclusion", 1, "B"),
        ("inclusion", 2, "C"),
    ]
    assert criteria[2].lead_in == "Inclusion Criteria for Part B:"


def test_without_headings_the_kind_is_not_stated():
    assert told("* A\n* B") == [("not stated", 1, "A"), ("not stated", 2, "B")]
    assert told("Inclusion/Exclusion Criteria:\n* A") == [("not stated", 1, "A")]


def test_nested_points_stay_inside_their_criterion():
    text = "Inclusion Criteria:\n\n* One of:\n\n  * a\n  * b\n* Next"
    assert told(text) == [("inclusion", 1, "One of:\n* a\n* b"), ("inclusion", 2, "Next")]


def test_bullets_that_are_all_indented_are_not_nested():
    text = "Inclusion Criteria:\n\n   -  A that goes on\n      below\n   -  B"
    assert told(text) == [("inclusion", 1, "A that goes on\n below"), ("inclusion", 2, "B")]


def test_numbers_letters_and_plain_paragraphs_are_split():
    text = "Inclusion Criteria:\n1. A\n2) B\n(3) C\n\nExclusion Criteria:\n\nD\n\nE"
    assert [item for _, _, item in told(text)] == ["A", "B", "C", "D", "E"]


def test_a_number_that_begins_a_sentence_is_kept():
    assert told("5.0 mmol/L or more") == [("not stated", 1, "5.0 mmol/L or more")]


def test_a_line_that_leads_in_to_others_is_kept_with_each_of_them():
    text = "Inclusion Criteria:\n\nGeneral criteria:\n\n* A\n* B\n\nPlain one"
    criteria = split_criteria(text)
    assert [(item.text, item.lead_in) for item in criteria] == [
        ("A", "General criteria:"),
        ("B", "General criteria:"),
        ("Plain one", None),
    ]


def test_a_lead_in_with_nothing_below_is_a_criterion_rather_than_lost():
    assert told("Inclusion Criteria:\n\nAll of the following:") == [
        ("inclusion", 1, "All of the following:")
    ]


def test_text_on_the_line_of_its_heading_is_kept():
    assert told("Inclusion Criteria: adults\nExclusion: pregnancy") == [
        ("inclusion", 1, "adults"),
        ("exclusion", 1, "pregnancy"),
    ]
    assert told("Inclusion Criteria: adults. Exclusion Criteria: sepsis") == [
        ("inclusion", 1, "adults."),
        ("exclusion", 1, "sepsis"),
    ]


def test_html_becomes_criteria_without_tags():
    text = (
        "<p>Inclusion Criteria:</p><ul><li>Age &gt;&#x2F;= 18</li><li><p>One of</p><ul><li>a</li>"
        "<li>b</li></ul></li></ul><p>Exclusion Criteria:</p><ul><li>C</li></ul>"
    )
    assert told(prose(text)) == [
        ("inclusion", 1, "Age >/= 18"),
        ("inclusion", 2, "One of\n* a\n* b"),
        ("exclusion", 1, "C"),
    ]


def test_a_comparison_is_not_taken_for_html():
    text = "LVEF <35% and p < 0.05 > x"
    assert told(prose(text)) == [("not stated", 1, text)]


LINES = st.lists(
    st.builds(
        "{}{}{}".format,
        st.sampled_from(["", "  ", "    ", "\t"]),
        st.sampled_from(["", "* ", "- ", "1. ", "• "]),
        st.sampled_from(
            ["", "Inclusion Criteria:", "Exclusion Criteria", "Group:", "Alpha", "beta"]
        ),
    ),
    max_size=12,
)


@given(LINES)
def test_no_word_is_lost_or_moved_between_kinds(lines):
    headings = {"Inclusion", "Exclusion", "Criteria"}
    text = "\n".join(lines)
    kept = [word for word in all_words(split_criteria(text)) if word not in {"1", *headings}]
    wanted = [word for word in words(text) if word not in {"1", *headings, "Group"}]
    assert [word for word in kept if word != "Group"] == wanted
    assert ("Group" in kept) == ("Group" in words(text))


@given(st.text(max_size=300))
def test_any_text_can_be_split(text):
    for item in split_criteria(text):
        assert item.text.strip()


def test_the_registry_s_own_records_lose_no_word():
    for path in SAMPLES:
        text = load_study(path).protocol_section.eligibility_module.eligibility_criteria or ""
        criteria = split_criteria(text)
        assert criteria, path.name
        # Numbers and headings are formatting; each other word is somewhere in the criteria.
        kept = set(all_words(criteria))
        lost = {word for word in words(text) if word not in kept and not word.isdigit()}
        assert {word.lower() for word in lost} <= {"inclusion", "exclusion", "criteria", "key"}, (
            path.name
        )


@pytest.mark.parametrize(
    ("inclusion", "exclusion"),
    [
        ("Critères d'inclusion :", "Critères de non-inclusion :"),
        ("CRITERES D’INCLUSION", "CRITERES D’EXCLUSION"),
        ("Criterios de inclusión:", "Criterios de exclusión:"),
        ("Einschlusskriterien", "Ausschlusskriterien:"),
        ("Criteri di inclusione", "Criteri di esclusione"),
        ("Critérios de inclusão:", "Critérios de exclusão:"),
        ("Inclusiecriteria:", "Exclusiecriteria:"),
        ("I. Inclusion criteria", "II. Exclusion criteria"),
        ("A. INCLUSION CRITERIA:", "B) NON INCLUSION CRITERIA:"),
        ("[Inclusion Criteria]", "【Exclusion Criteria】"),
        ("Criteria for inclusion", "Criteria for exclusion:"),
        ("Inclusion standards:", "Ineligibility criteria"),
        ("The inclusion criteria are:", "The exclusion criteria are as follows:"),
        ("Subjects must meet the following inclusion criteria:", "Patients will be excluded if:"),
        ("Patients are eligible if:", "Subjects with any of the following will be excluded:"),
        ("To be eligible, patients must:", "Participants are not eligible if they have:"),
        ("Inclusion", "Exclude patients with:"),
    ],
)
def test_no_exclusion_is_shown_as_an_inclusion_whatever_its_heading(inclusion, exclusion):
    text = f"{inclusion}\n\n* Adult\n* Consent\n\n{exclusion}\n\n* Sepsis\n* Stroke"
    assert told(text) == [
        ("inclusion", 1, "Adult"),
        ("inclusion", 2, "Consent"),
        ("exclusion", 1, "Sepsis"),
        ("exclusion", 2, "Stroke"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Diagnosis of uveal melanoma Exclusion Criteria",
        "Diagnosis of uveal melanoma. Exclusion criteria:",
        "Diagnosis of uveal melanoma EXCLUSION CRITERIA:",
        "Diagnosis of uveal melanoma Exclusion:",
    ],
)
def test_a_heading_stuck_to_the_line_before_it_still_opens_its_kind(line):
    criteria = told(f"Inclusion Criteria\n\n* Adult\n* {line}\n* Sepsis")
    assert [(kind, text.rstrip(".")) for kind, _, text in criteria] == [
        ("inclusion", "Adult"),
        ("inclusion", "Diagnosis of uveal melanoma"),
        ("exclusion", "Sepsis"),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Patients fulfilling the inclusion criteria of the parent study",
        "Adults not meeting exclusion criteria",
        "Women of childbearing potential (exclusion: pregnancy)",
        "Not excluded by the exclusion criteria of part 1",
        "Patients with treated brain metastases are not excluded",
        "Inclusion in another trial is allowed",
    ],
)
def test_a_criterion_that_only_mentions_kinds_turns_nothing_round(sentence):
    text = f"Inclusion Criteria:\n\n* Adult\n* {sentence}\n* Consent"
    assert [(kind, said) for kind, _, said in told(text)] == [
        ("inclusion", "Adult"),
        ("inclusion", sentence),
        ("inclusion", "Consent"),
    ]


def test_a_sentence_that_excludes_is_an_exclusion_and_those_after_it_are_not():
    text = "Inclusion Criteria:\n\n* Adult\n* Patients with asthma will be excluded.\n* Consent"
    assert told(text) == [
        ("inclusion", 1, "Adult"),
        ("exclusion", 1, "Patients with asthma will be excluded."),
        ("inclusion", 2, "Consent"),
    ]


def test_a_cohort_is_named_at_each_of_its_criteria_across_headings():
    text = (
        "Cohort 1 (MBM) Inclusion Criteria\n1. Adult\nExclusion Criteria\n1. Sepsis\n"
        "Group 2: without diabetes\nInclusion Criteria:\n1. HbA1c\nExclusion Criteria:\n1. Stroke\n"
        "Part 3: Inclusion Criteria:\n1. Weight"
    )
    assert [(item.kind, item.text, item.lead_in) for item in split_criteria(text)] == [
        ("inclusion", "Adult", "Cohort 1 (MBM)"),
        ("exclusion", "Sepsis", "Cohort 1 (MBM)"),
        ("inclusion", "HbA1c", "Group 2: without diabetes"),
        ("exclusion", "Stroke", "Group 2: without diabetes"),
        ("inclusion", "Weight", "Part 3"),
    ]


def test_a_heading_that_says_more_is_kept_with_its_criteria():
    text = "Key Inclusion Criteria:\n* A\nExclusion criteria-Specific to HFpEF\n* B"
    assert [(item.kind, item.lead_in) for item in split_criteria(text)] == [
        ("inclusion", "Key Inclusion Criteria:"),
        ("exclusion", "Specific to HFpEF"),
    ]


def test_one_bullet_with_all_others_below_it_is_a_list():
    text = "Inclusion Criteria:\n\n* A patient MUST:\n\n  1. Be adult.\n  2. Consent."
    assert [(item.text, item.lead_in) for item in split_criteria(text)] == [
        ("Be adult.", "A patient MUST:"),
        ("Consent.", "A patient MUST:"),
    ]


@pytest.mark.parametrize(
    "paragraph",
    ["1. Adult 2. Consent 3. Weight", "* Adult * Consent * Weight", "- Adult - Consent - Weight"],
)
def test_one_paragraph_with_bullets_or_numbers_is_split(paragraph):
    wanted = [("inclusion", number, text) for number, text in enumerate(PARTS, 1)]
    assert told(f"Inclusion Criteria: {paragraph}") == wanted
    assert told(f"Inclusion Criteria:\n\n{paragraph}") == wanted


PARTS = ("Adult", "Consent", "Weight")


def test_one_paragraph_with_semicolons_is_split_unless_its_parts_are_alternatives():
    assert told("Exclusion Criteria: sepsis; stroke (recent; or old)") == [
        ("exclusion", 1, "sepsis;"),
        ("exclusion", 2, "stroke (recent; or old)"),
    ]
    assert len(told("Inclusion Criteria: asthma; or COPD; or both")) == 1


def test_numbers_and_signs_inside_a_criterion_do_not_split_it():
    for text in (
        "Platelets > 75 * 10^9/L",
        "Age 18 - 99 years",
        "Grade 1. or 2.",
        "Stage 2. and 3.",
    ):
        assert told(f"Inclusion Criteria:\n* {text}\n* B")[0] == ("inclusion", 1, text)


@pytest.mark.parametrize(
    ("kind", "opener"),
    [
        ("Inclusion", "Heart failure, at least one of the following:"),
        ("Inclusion", "Two or more of the following:"),
        ("Inclusion", "Any of:"),
        ("Exclusion", "All of the following:"),
        ("Exclusion", "At least two of the following criteria:"),
    ],
)
def test_a_list_of_alternatives_is_one_criterion(kind, opener):
    """Whoever has one of the alternatives is not excluded by the next."""
    for text in (f"{opener}\n\n* A\n* B", f"1. {opener}\na) A\nb) B", f"* {opener}\n  * A\n  * B"):
        criteria = split_criteria(f"{kind} Criteria:\n\n{text}")
        assert len(criteria) == 1, text
        assert words(criteria[0].text)[-1] == "B"


@pytest.mark.parametrize(
    ("kind", "opener"),
    [("Inclusion", "All of the following:"), ("Exclusion", "Any of the following:")],
)
def test_a_list_of_which_each_item_decides_is_split(kind, opener):
    criteria = split_criteria(f"{kind} Criteria:\n\n{opener}\n\n* A\n* B")
    assert [(item.text, item.lead_in) for item in criteria] == [("A", opener), ("B", opener)]


@pytest.mark.parametrize("nothing", ["None", "* None.", "-", "1.", "N/A", "Not applicable"])
def test_what_says_that_there_is_no_criterion_is_none(nothing):
    assert told(f"Inclusion Criteria:\n* Adult\n\nExclusion Criteria:\n{nothing}") == [
        ("inclusion", 1, "Adult")
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "Exclusionary criteria:",
        "Exlusion Criteria",
        "Exclusive criteria:",
        "iii) Exclusion criteria",
        "IV Exclusion criteria",
        "Key Exclusion",
        "Major exclusions:",
        "Exclusion Criteria;",
        "Exclusion Criteria {all}",
        "Exclus\u00adion Criteria",
        "Reasons for exclusion:",
        "What are the exclusion criteria?",
        "HFpEF Exclusion Criteria",
        "Healthy Volunteers Exclusion Criteria",
        "Patients with diabetes - Exclusion criteria:",
        "CRITERIOS DE EXCLUSIÓN:",
        "Exklusionskriterien",
        "Kriterien für den Ausschluss",
        "Uitsluitingscriteria:",
        "The following patients will be excluded:",
        "The following are excluded:",
        "A subject will not be eligible if any of the following apply:",
        "Patients must not have any of the following:",
        "You may not take part if:",
        "Who cannot take part?",
        "Do not include if:",
        "Contraindications:",
    ],
)
def test_whatever_names_exclusion_ends_the_inclusion_above_it(heading):
    text = f"Inclusion Criteria:\n\n* Adult\n\n{heading}\n\n* Sepsis\n* Stroke"
    assert [item[::2] for item in told(text)] == [
        ("inclusion", "Adult"),
        ("exclusion", "Sepsis"),
        ("exclusion", "Stroke"),
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "Included:",
        "Eligible if:",
        "Patients are eligible if they:",
        "Participants must meet the following criteria to be included:",
        "Healthy volunteers inclusion criteria",
        "Diabetes group: inclusion criteria",
    ],
)
def test_whatever_names_inclusion_ends_the_exclusion_above_it(heading):
    text = f"Exclusion Criteria:\n\n* Sepsis\n\n{heading}\n\n* Adult\n* Consent"
    assert [item[0] for item in told(text)] == ["exclusion", "inclusion", "inclusion"]


def test_eligibility_below_exclusions_leaves_the_kind_open():
    text = "Exclusion Criteria:\n\n* Sepsis\n\nCritères d’éligibilité\n\n* Adult"
    assert [item[0] for item in told(text)] == ["exclusion", "not stated"]


@pytest.mark.parametrize(
    "listed",
    [
        "* Adult\n* Patients will be excluded if:\n  * Sepsis\n  * Stroke\n* Consent",
        "1. Adult\n2. Patients must not have:\na) Sepsis\nb) Stroke\n3. Consent",
    ],
)
def test_a_sentence_inside_a_list_opens_only_what_is_nested_in_it(listed):
    text = f"Inclusion Criteria:\n\n{listed}\n\nExclusion Criteria:\n\n* Gout"
    assert [item[::2] for item in told(text)] == [
        ("inclusion", "Adult"),
        ("exclusion", "Sepsis"),
        ("exclusion", "Stroke"),
        ("inclusion", "Consent"),
        ("exclusion", "Gout"),
    ]


def test_a_sentence_is_read_to_its_end_before_it_excludes():
    def kinds(item: str) -> list[str]:
        return [kind for kind, _, _ in told(f"Inclusion Criteria:\n\n* Adult\n* {item}\n* Consent")]

    turned = ["inclusion", "exclusion", "inclusion"]
    assert kinds("Patients with asthma\n  will be excluded.") == turned
    assert kinds("Patients with asthma will be excluded.\n  * even mild") == turned
    assert kinds("Patients with asthma will be excluded,\n  unless it is mild.") == turned
    assert kinds("Excluded: pregnant women") == turned
    for kept in (
        "Patients in whom infection is excluded",
        "Patients with fever are excluded by a test",
        "Excluded from surgery: by its risk",
        "Contraindications to surgery: any",
        "No patient will be excluded for race.",
        "Women must not be pregnant, as shown by:\n  * A test",
    ):
        assert kinds(kept) == ["inclusion"] * 3, kept


def test_people_are_named_across_headings_however_they_are_called():
    for one, other in (
        ("Group: with diabetes", "Group: without diabetes"),
        ("Healthy volunteers", "Patients"),
    ):
        text = "".join(
            f"{name}\n\nInclusion Criteria:\n* A\n\nExclusion Criteria:\n* B\n\n"
            for name in (one, other)
        )
        assert [item.cohort for item in split_criteria(text)] == [one, one, other, other]


def test_the_last_words_of_a_section_are_a_criterion_and_no_cohort():
    text = "Inclusion Criteria:\n\n* Adult\n\nPatients with melanoma\n\nExclusion Criteria:\n* B"
    assert [item.text for item in split_criteria(text)] == ["Adult", "Patients with melanoma", "B"]


def test_a_numbered_list_that_goes_on_after_the_lists_of_groups_is_everybody_s():
    text = "Inclusion Criteria:\n1. Adult\n2. Of a group:\nGroup A:\n- x\nGroup B:\n- y\n3. Consent"
    assert [(item.text, item.cohort) for item in split_criteria(text)] == [
        ("Adult", None),
        ("Of a group:", None),
        ("x", "Group A"),
        ("y", "Group B"),
        ("Consent", None),
    ]
    # A group whose own list takes the numbers on keeps it.
    text = "Inclusion Criteria:\n1. Adult\nGroup A:\n- x\nGroup B:\n2. y\n3. z"
    assert [item.cohort for item in split_criteria(text)] == [None, "Group A", "Group B", "Group B"]


def test_exclusions_below_the_last_of_several_cohorts_are_everybody_s():
    text = (
        "Cohort 1 Inclusion Criteria\n* A\nCohort 2 Inclusion Criteria\n* B\n"
        "Exclusion Criteria\n* C"
    )
    assert [(item.kind, item.cohort, item.lead_in) for item in split_criteria(text)] == [
        ("inclusion", "Cohort 1", "Cohort 1"),
        ("inclusion", "Cohort 2", "Cohort 2"),
        ("exclusion", None, None),
    ]


@pytest.mark.parametrize(
    ("labels", "apart"),
    [
        (["Cohort 1 (MBM)", "Cohort 2 (GB)"], True),
        (["Group: with diabetes", "Group: without diabetes"], True),
        (["Healthy volunteers", "Patients with asthma"], True),
        (["Cohort 1 (MBM)", "Cohort 1"], False),
        (["Part 1", "Part 2"], False),
        (["Cohort 1 and 2", "Cohort 3"], False),
        (["Cohort A", "Arm 1"], False),
        (["Patients", "Patients with asthma"], False),
        (["Healthy volunteers", "Healthy controls"], False),
    ],
)
def test_only_groups_that_nobody_can_be_in_two_of_are_apart(labels, apart):
    assert are_apart(labels) is apart


@pytest.mark.parametrize(
    "hostile",
    [
        "Inclusion Criteria:\n" * 20_000,
        "the Exclusion Criteria: " * 20_000,
        "Adult Exclusion Criteria: " * 10_000,
        "those " * 80_000,
        "".join(f"Cohort {n} Inclusion Criteria:\n* a\n" for n in range(5_000)),
        "Inclusion Criteria:\n" + "".join(f"* Cohort {n}\n  * a\n" for n in range(5_000)),
        "Inclusion Criteria:\n" + "".join(f"Severe {n} disease:\n* a\n" for n in range(5_000)),
        "patients (" * 40_000,
        "* patients are excluded " * 10_000,
        "inclusion/" * 10_000,
        "a) b) i. ii. " * 20_000,
        "Patient Inclusion Criteria:\n* a\n" * 4_000,
    ],
)
def test_hostile_text_takes_time_in_proportion_to_its_length(hostile):
    def seconds(text: str) -> float:
        start = thread_time()  # of the processor: others on this machine do not count
        split_criteria(text)
        return thread_time() - start

    quarter = hostile[: len(hostile) // 4]
    assert seconds(hostile) < 10 * seconds(quarter) + 0.2


def test_kinds_of_criteria_are_named_alike_wherever_they_are_counted() -> None:
    assert [kind.named(2) for kind in CriterionKind] == [
        "inclusion criteria",
        "exclusion criteria",
        "criteria under no heading",
    ]
    assert CriterionKind.UNSTATED.named(1) == "criterion under no heading"
    assert CriterionKind.INCLUSION.named(1) == "inclusion criterion"
