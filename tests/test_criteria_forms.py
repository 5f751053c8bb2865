# ruff: noqa: E501 - the lines are as long as sponsors write them
"""Forms in which sponsors write what they ask for and whom they leave out: each keeps its kind."""

from __future__ import annotations

import pytest

from data.criteria.headings import says_kind_alone
from data.criteria.splitting import split_criteria

LISTED = "Inclusion Criteria:\n* Age 18\n* Consent\n"

OPEN_EXCLUSION = (
    "Critères d'exclusion\\u00a0:",
    "Exclusion Criteria\\u00a0:",
    "Exclusion Criteria\\u202f:",
    "Exclusion Criteria∶",
    "Exclusion Criteria Phase 1:",
    "Exclusion Criteria Part A",
    "Exclusion Criteria Cohort B:",
    "Exclusion Criteria Group 2:",
    "Exclusion Criteria Arm A and B:",
    "Exclusion Criteria II",
    "Exclusion Criteria All Subjects:",
    "Exclusion Criteria Both Groups:",
    "Exclusion Criteria Healthy Volunteers",
    "Exclusion Criteria Control group",
    "Exclusion Criteria General",
    "Exclusion Criteria Medical:",
    "Exclusion Criteria | Phase 1",
    "Exclusion Criteria → Arm B",
    "Exclusion Criteria_Part 2",
    "Exclusion Criteria^:",
    "Exclusion Criteria\u2020",
    "Exclusion Criteria prior to surgery:",
    "Exclusion Criteria under Protocol v2:",
    "Exclusion Criteria when entering Part B:",
    "Exclusion criteria will include:",
    "Exclusion criteria shall include:",
    "Exclusion criteria may include:",
    "Exclusion criteria would be:",
    "Exclusion criteria consist of:",
    "Exclusion criteria consisted of the following:",
    "Exclusion criteria involve:",
    "Exclusions are:",
    "Exclusions include:",
    "Exclusions will include:",
    "Additional exclusions:",
    "Exclusion, any of:",
    "Exclusion from the study:",
    "Exclusion of patients with:",
    "Specific Exclusion:",
    "Exclusion Factors:",
    "Exclusion Diagnosis:",
    "Exclusionary conditions:",
    "Exclusion/Withdrawal Criteria",
    "The following patients will be excluded from the study",
    "Any of the following would exclude a subject from the study:",
    "The presence of any of the following will exclude a participant:",
    "The following conditions will exclude subjects:",
    "In addition, patients with any of the following are excluded:",
    "We will exclude patients with:",
    "We will exclude:",
    "We will not include patients with:",
    "Patients excluded:",
    "Patients excluded from the study are those with:",
    "Those excluded are:",
    "Subjects ineligible:",
    "You can't take part if:",
    "You will not be able to participate if you:",
    "Unable to participate if:",
    "Who should not join:",
    "Criteria to exclude:",
    "Conditions for exclusion:",
    "For healthy volunteers, exclusion criteria are:",
    "Critères de non-inclusion des patients :",
    "Critères de non-inclusion communs aux deux groupes :",
    "Critères d'exclusion au cours de l'étude :",
    "Les patients diabétiques ne seront pas inclus :",
    "Patients exclus :",
    "Exclus :",
    "Sont exclus les patients avec:",
    "Patients non éligibles :",
    "Criterios de exclusión del estudio:",
    "Serán excluidos los pacientes con:",
    "No se incluirán pacientes con:",
    "Ausschlusskriterien Probanden:",
    "Nicht eingeschlossen werden Patienten mit:",
    "Patienten mit Diabetes werden ausgeschlossen:",
    "Saranno esclusi i pazienti con:",
    "Critérios de exclusão dos participantes",
    "Serão excluídos pacientes com:",
    "Exclusiecriteria voor deelname:",
    "Exclusiecriteria patiënten:",
    "Redenen voor uitsluiting:",
    "Patiënten worden uitgesloten bij:",
    "《Exclusion criteria》",
    "「Exclusion criteria」",
    "~Exclusion criteria~",
    "b- Exclusion criteria",
    "o Exclusion Criteria:",
    "Exclusion Citeria:",
    "Exclusion Crieria:",
    "Exclusiion Criteria:",
    "Excluision Criteria:",
    "Exclution Criteria:",
    "Patients with Diabetes - Exclusion:",
    "Exclusion Criteria:",
    "Key Exclusion",
    "Patients must not have:",
    "Participants will be excluded for any of the following reasons:",
    "Patients are excluded at screening:",
    "Exclusion criteria related to the heart:",
    "Exclusion criteria based on laboratory values at the first visit:",
    "Exclusion criteria if randomised to the second arm:",
    "Exclusion criteria not specific to one tumour:",
    "Exclusion criteria concerning comorbidities",
    "Psychologists will be excluded if:",
    "Knees will be excluded if:",
    "This study excludes people who have:",
    "The following would disqualify a volunteer:",
    "Subjects will be withdrawn or excluded if:",
    "Will be excluded:",
    "Not included:",
    "Disqualifying conditions:",
    "EXCLUDED",
    "Not eligible",
    "Any of the following will lead to exclusion:",
    "Presence of any of the following excludes the subject:",
    "Se excluirán las mujeres con:",
    "Ne peuvent pas participer les personnes avec :",
    "Nicht teilnehmen können Frauen mit:",
    "Uitsluitcriteria:",
    "Exclusion Requirements",
    "Exclusion checklist",
    "List of exclusions:",
    "Summary of the exclusion criteria",
    "Rejection criteria:",
    "Criterios de eliminación:",
    "Exclusion_criteria:",
    "Excl. criteria:",
    "Ecxlusion Criteria",
    "Exclusion Crteria",
    "Exclusions criterea:",
    "Cohort B: Exclusion",
    "Participants must have none of the following:",
    "Must not be taking:",
    "No current or prior:",
    "Women without:",
    "Negative for:",
    "Exclusion criteria include, but are not limited to, any of the following:",
    "Les critères d'exclusion sont les suivants :",
    "Exclusion criteria are summarised as follows",
)
OPEN_INCLUSION = (
    "Inclusion Criteria Part B:",
    "Part B Inclusions:",
    "Control group inclusion:",
    "Healthy Control Inclusion:",
    "Inclusion criteria will include:",
    "To be eligible for Part B, subjects must:",
    "Controls must meet the following:",
    "Subjects must have:",
    "Inclusion criteria related to the heart:",
    "Inclusion criteria with regard to laboratory values:",
)
WHOLE_IN_ONE_LINE = (
    "Exclusion Criteria for this study are pregnancy and COPD",
    "Exclusion criteria in this study comprise severe asthma and COPD",
    "Exclusion criteria (pregnancy, smoking)",
    "Exclusion (pregnancy)",
    "Exclusion criteria, pregnancy and smoking",
    "Exclusion criteria / pregnancy, smoking",
    "Exclusion criteria at screening pregnancy, smoking",
    "Exclusion criteria on day 1 fever or cough",
    "Exclusion criteria of pregnancy or lactation",
    "Exclusion criteria that apply are pregnancy and HIV",
    "Exclusion criteria as judged by the PI",
    "Exclusion criteria only pregnancy",
    "Reason for exclusion, smoking",
)
STILL_INCLUSIONS = (
    "Patients who are not eligible for autologous stem cell transplantation",
    "Subjects who are ineligible for cisplatin-based chemotherapy",
    "Patients with AML who are not eligible for intensive chemotherapy",
    "Patients with severe aortic stenosis who are ineligible for surgical replacement",
    "Patient is not eligible for TAVI",
    "Women who are not eligible for HRT",
    "People who are not eligible for a standard statin",
    "Patients must not be eligible for transplant",
    "Patients who were excluded from the CORE trial due to low BMI",
    "Children who are not permitted to take iron",
    "Patients will not be included in any other interventional trial",
    "Subjects must not participate in other trials",
    "Inclusion body myositis",
    "Exclusion of pregnancy by test",
    "Meets all inclusion criteria of the parent study",
    "Patients in whom infection is excluded by culture",
    "Adults (children are excluded)",
    "Adults with gout (patients with arthritis [any type] will be excluded)",
    "Adults of 18 years or more; those with HIV are excluded",
    "Adults over 40 years, but patients with HIV are excluded",
    "Patients who are ineligible (by age) for transplantation",
    "Patients who are not eligible, because of frailty, for chemotherapy",
    "Patients not eligible or unwilling to undergo surgery",
    "Patients not eligible for bypass:",
    "Patients willing to exclude gluten from their diet",
    "No history of HIV",
)
EXCLUSIONS_AMONG_INCLUSIONS = (
    "Patients with HIV are excluded",
    "Pregnant women will be excluded.",
    "Subjects with asthma will not be eligible for this study",
    "Patients who smoke are not eligible to participate",
    "Women who are breastfeeding are not eligible",
    "Patients with HIV are ineligible due to immune status",
    "Patients will be excluded if they are pregnant",
    "Patients with prior CABG will be excluded from the study",
    "Those unable to consent cannot be enrolled",
    "Patients (of any age) with HIV will be excluded",
    "Patients with metastases are excluded unless these were treated",
    "Patients with cancer are excluded, except those with skin cancer",
    "Breastfeeding is an exclusion",
    "Ineligible if pregnant",
    "Exclude if HIV positive",
    "Patients with HIV are considered ineligible",
    "Patients with HIV may not enter this trial",
    "No patient with HIV will be enrolled",
    "Les femmes enceintes sont exclues",
    "Schwangere sind ausgeschlossen",
    "Las mujeres embarazadas serán excluidas",
    "I pazienti con epilessia sono esclusi",
    "Zwangere vrouwen worden uitgesloten",
)
NO_CRITERION = (
    "There are no exclusion criteria.",
    "No",
    "none specified",
    "(none)",
    "None known",
    "Keine",
    "Aucun",
    "N.A.",
    "Nothing",
    "Néant",
    "Entfällt",
    "Não aplicável",
    "--",
    "No exclusion criteria will be applied",
    "There are no specific exclusion criteria for this trial",
    "No additional exclusion criteria",
    "Geen exclusiecriteria",
    "Sin criterios de exclusión",
)


def kinds(text: str) -> list[tuple[str, str]]:
    return [(item.kind, item.text) for item in split_criteria(text)]


@pytest.mark.parametrize("heading", OPEN_EXCLUSION)
@pytest.mark.parametrize("bullet", ["*", "-"])
def test_what_stands_below_a_heading_of_exclusion_excludes(heading: str, bullet: str) -> None:
    found = {
        text: kind for kind, text in kinds(f"{LISTED}\n{heading}\n{bullet} HIV\n{bullet} Gout")
    }
    assert found["HIV"] == found["Gout"] == "exclusion"
    assert found["Consent"] == "inclusion"


@pytest.mark.parametrize("heading", OPEN_INCLUSION)
def test_inclusions_below_exclusions_stay_inclusions(heading: str) -> None:
    text = f"{LISTED}\nExclusion Criteria:\n* HIV\n\n{heading}\n* ECG normal\n* Weight"
    assert kinds(text)[2:] == [
        ("exclusion", "HIV"),
        ("inclusion", "ECG normal"),
        ("inclusion", "Weight"),
    ]


@pytest.mark.parametrize("line", WHOLE_IN_ONE_LINE)
def test_a_heading_that_holds_its_criteria_is_not_lost(line: str) -> None:
    *_, (kind, text) = kinds(f"{LISTED}\n{line}")
    assert kind == "exclusion"
    assert text.split()[-1] in line


def test_headings_of_one_line_each_are_two_criteria() -> None:
    lines = (
        "Inclusion criteria for the study are adults",
        "Exclusion criteria for it are children",
    )
    assert kinds("\n".join(lines)) == [("inclusion", lines[0]), ("exclusion", lines[1])]


@pytest.mark.parametrize("item", STILL_INCLUSIONS)
def test_what_speaks_of_something_else_than_this_study_stays_an_inclusion(item: str) -> None:
    assert {kind for kind, _ in kinds(f"{LISTED}* {item}\n* Weight")} == {"inclusion"}


@pytest.mark.parametrize("item", EXCLUSIONS_AMONG_INCLUSIONS)
def test_an_item_that_says_it_excludes_does(item: str) -> None:
    found = [kind for kind, _ in kinds(f"{LISTED}* {item}\n* Weight")]
    assert found == ["inclusion", "inclusion", "exclusion", "inclusion"]


@pytest.mark.parametrize("line", NO_CRITERION)
def test_what_says_that_there_is_none_is_none(line: str) -> None:
    assert len(kinds(f"{LISTED}\nExclusion Criteria:\n* {line}")) == 2


@pytest.mark.parametrize("heading", ["", "Exclusion Criteria:\n"])
def test_a_list_goes_on_below_what_says_that_nothing_is_excluded(heading: str) -> None:
    found = kinds(f"{LISTED}\nKeine Ausschlusskriterien\n* Weight\n{heading}None at this time")
    assert found[2:] == [("inclusion", "Weight")]


@pytest.mark.parametrize(
    "item", ["HIV is excluded", "Adults over 40 years, patients with HIV are excluded"]
)
def test_what_can_be_read_both_ways_is_never_something_that_must_be_met(item: str) -> None:
    found = [kind for kind, _ in kinds(f"{LISTED}* {item}\n* Weight")]
    assert found == ["inclusion", "inclusion", "not stated", "inclusion"]


def test_items_beside_one_that_may_be_a_heading_are_of_no_stated_kind() -> None:
    """`Exclusion: pregnancy` may speak of itself alone, or head the items after it."""
    found = kinds(f"{LISTED}* Exclusion: pregnancy\n* Weight\n\nInclusion Criteria:\n* ECG")
    assert found[2:] == [
        ("exclusion", "pregnancy"),
        ("not stated", "Weight"),
        ("inclusion", "ECG"),
    ]
    headed = kinds("* Inclusion: adults\n* Exclusion: pregnancy\n* HIV")
    assert [kind for kind, _ in headed] == ["inclusion", "exclusion", "exclusion"]
    denied = kinds(f"{LISTED}* No history of:\n* HIV")
    assert denied[2:] == [("not stated", "HIV")]


@pytest.mark.parametrize(
    "line",
    ["Not pregnant and not in menopause:", "Ruled out when:", "Imaging that excludes metastases:"],
)
def test_a_list_below_a_denial_that_is_not_read_is_of_no_stated_kind(line: str) -> None:
    assert kinds(f"{LISTED}\n{line}\n* HIV")[2:] == [("not stated", "HIV")]


@pytest.mark.parametrize(
    "line",
    [
        "Patients not eligible for surgery:",
        "Patients ineligible for cisplatin, defined by:",
        "Participants with or without:",
        "Patients who are not on dialysis must have:",
    ],
)
def test_a_list_below_what_speaks_of_something_else_stays_inclusion(line: str) -> None:
    assert {kind for kind, _ in kinds(f"{LISTED}\n{line}\n* Frail\n* Old")} == {"inclusion"}
    nested = kinds(f"{LISTED}* {line}\n  * Frail\n  * Old\n* Weight")
    assert nested[2:] == [
        ("inclusion", f"{line}\n* Frail\n* Old"),
        ("inclusion", "Weight"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Inclusion criteria are: adults; consent. Exclusion criteria are: HIV; gout.",
        "The inclusion criteria are adults and consent. The exclusion criteria are HIV and gout.",
        "Inclusion criteria include adults. Key exclusion criteria include HIV and gout.",
        "Inclusion criteria - adults, exclusion criteria - HIV, gout",
        "Inclusion: adults; exclusion: HIV, gout",
        "1. Inclusion criteria: adults 2. Exclusion criteria: HIV, gout",
        "Inclusion criteria: • adults • Exclusion criteria: • HIV • gout",
    ],
)
def test_both_kinds_in_one_paragraph_are_told_apart(text: str) -> None:
    said = {kind: "".join(t for k, t in kinds(text) if k == kind) for kind, _ in kinds(text)}
    assert list(said) == ["inclusion", "exclusion"]
    assert "adults" in said["inclusion"]
    assert "HIV" in said["exclusion"]
    assert "gout" in said["exclusion"]
    assert not said["inclusion"].endswith(("•", "2."))


@pytest.mark.parametrize(
    ("item", "kept"),
    [
        ("Signature (Exclusion criteria:)", "Signature"),
        ("Signature.Exclusion Criteria", "Signature."),
        ("SignatureExclusion Criteria:", "Signature"),
        ("Signature - Exclusion Criteria:", "Signature"),
        ("Given signature Subjects will be excluded if:", "Given signature"),
        ("Signature. Patients with any of these are excluded:", "Signature."),
    ],
)
def test_a_heading_stuck_to_an_item_opens_its_kind_and_leaves_the_item(
    item: str, kept: str
) -> None:
    assert kinds(f"{LISTED}* {item}\n* HIV\n* Gout")[2:] == [
        ("inclusion", kept),
        ("exclusion", "HIV"),
        ("exclusion", "Gout"),
    ]


@pytest.mark.parametrize(
    "marks",
    [
        ("a)", "b)", "c)"),
        ("(i)", "(ii)", "(iii)"),
        ("i.", "ii.", "iii."),
        ("A.", "B.", "C."),
        ("●",) * 3,
        ("➢",) * 3,
        ("o",) * 3,
    ],
)
def test_marks_of_every_style_part_one_paragraph(marks: tuple[str, ...]) -> None:
    items = ("Adult", "Hepatitis B) or C", "Weight")
    paragraph = " ".join(f"{mark} {item}" for mark, item in zip(marks, items, strict=True))
    assert kinds(f"Inclusion Criteria: {paragraph}") == [("inclusion", item) for item in items]


@pytest.mark.parametrize("dash", ["-", "–", "--"])
@pytest.mark.parametrize(
    ("one", "other"),
    [("Cohort A", "Cohort B"), ("Healthy volunteers", "Patients with gout"), ("Part 1", "Part 2")],
)
def test_whom_a_heading_is_of_stands_behind_any_dash(dash: str, one: str, other: str) -> None:
    criteria = split_criteria(
        f"Inclusion Criteria {dash} {one}\n\n* Age 18\n\nInclusion Criteria {dash} {other}\n\n* Age 20"
    )
    assert [(item.text, item.lead_in) for item in criteria] == [("Age 18", one), ("Age 20", other)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Group: with heart failure", "Group: without heart failure"),
        ("Group 1: with diabetes", "Group 2: healthy"),
        ("Cohort 1 - BRAF mutation", "Cohort 2 - BRAF wild type"),
        ("For Cohort 1: stable", "For Cohort 2: progressive"),
        ("Healthy volunteers: BMI 18-30", "Patients: BMI 18-40"),
        ("Arm A\n  * stable", "Arm B\n  * progressive"),
        ("Patients with gout:\n  * stable", "Controls:\n  * fit"),
        ("Type 1 diabetes: on insulin", "Type 2 diabetes: on metformin"),
        ("Smokers\n  * daily", "Non-smokers\n  * for a year"),
        ("Adults (18 years and older): fit", "Adolescents (12 to 17 years): fit"),
    ],
)
def test_items_that_each_name_a_group_are_only_of_that(one: str, other: str) -> None:
    first, second, everybody = split_criteria(f"Inclusion Criteria:\n* {one}\n* {other}\n* Consent")
    assert first.cohort
    assert second.cohort
    assert first.cohort != second.cohort
    assert everybody.cohort is None


def test_a_sentence_with_nothing_below_is_a_criterion_rather_than_lost() -> None:
    line = "Patients with any of the following are excluded"
    assert kinds(f"{LISTED}* {line}")[2:] == [("exclusion", line)]


def test_rules_of_contraception_name_no_group() -> None:
    """A woman who is past the menopause is in neither, and would have none to choose."""
    text = "Inclusion Criteria:\n* For women of childbearing potential: a test\n* For men: a condom"
    assert [item.cohort for item in split_criteria(text)] == [None, None]


def test_headings_that_differ_in_whom_they_are_of_name_groups() -> None:
    text = "Inclusion Criteria (HIV-positive):\n* A\nInclusion Criteria (HIV-negative):\n* B"
    one, other = (item.cohort for item in split_criteria(text))
    assert one != other


@pytest.mark.parametrize(
    "line",
    [
        "Mindestens eines der folgenden:",
        "Al menos una de las siguientes condiciones:",
        "Au moins un des critères suivants :",
        "Almeno uno dei seguenti:",
        "Pelo menos um dos seguintes:",
        "Ten minste één van de volgende:",
        "Patients with any one of the following conditions",
    ],
)
@pytest.mark.parametrize("bullet", ["", "* "])
def test_one_of_a_list_is_enough_in_every_language(line: str, bullet: str) -> None:
    text = f"Inclusion Criteria:\n{bullet}{line}\n* Fever\n* Cough"
    assert kinds(text) == [("inclusion", f"{line}\n* Fever\n* Cough")]


@pytest.mark.parametrize("either", ["or", "OR", "oder", "ou", "o", "oppure"])
def test_an_item_that_begins_with_or_is_an_alternative(either: str) -> None:
    found = kinds(f"Inclusion Criteria:\n* Fever\n* {either} rash\n* Weight")
    assert found == [("inclusion", f"Fever\n{either} rash"), ("inclusion", "Weight")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Exclusion Criteria:\n* HIV, except those who meet the following inclusion criteria: CD4 > 200\n* HCV",
            [
                (
                    "exclusion",
                    "HIV, except those who meet the following inclusion criteria: CD4 > 200",
                ),
                ("exclusion", "HCV"),
            ],
        ),
        (
            "Inclusion Criteria:\n* Adults. Exclusion: pregnancy\n* Weight",
            [("inclusion", "Adults."), ("exclusion", "pregnancy"), ("inclusion", "Weight")],
        ),
        (
            "Inclusion Criteria:\n* Stroke. Exclusion criteria: hemorrhage.\n* Weight",
            [("inclusion", "Stroke."), ("exclusion", "hemorrhage."), ("inclusion", "Weight")],
        ),
        (
            "Inclusion Criteria:\n1. Age\n2. Subjects who meet the following exclusion criteria will not be enrolled:\n   a. HIV\n   b. HCV\n3. Weight",
            [("inclusion", "Age"), ("exclusion", "a. HIV\nb. HCV"), ("inclusion", "Weight")],
        ),
        (
            "Inclusion Criteria:\n* Eligibility criteria for surgery met: BMI > 35\n* Age",
            [("inclusion", "Eligibility criteria for surgery met: BMI > 35"), ("inclusion", "Age")],
        ),
        (
            "Inclusion:\n- Age\n- Consent.Exclusion Criteria:\n- Pregnancy",
            [("inclusion", "Age"), ("inclusion", "Consent."), ("exclusion", "Pregnancy")],
        ),
        (
            "Inclusion Criteria:\n\nSubjects must not have any of the following:\n* MI\n* stroke\n\nSubjects must have:\n* ECG normal",
            [("exclusion", "MI"), ("exclusion", "stroke"), ("inclusion", "ECG normal")],
        ),
        (
            "Inclusion Criteria:\n* Fever; or\n* Cough; or\n* Rash\n* Age",
            [("inclusion", "Fever; or\nCough; or\nRash"), ("inclusion", "Age")],
        ),
        (
            "Inclusion Criteria:\n\nFever\n\nOR\n\nCough\n\nAge 18",
            [("inclusion", "Fever\nOR\nCough"), ("inclusion", "Age 18")],
        ),
    ],
)
def test_what_opens_within_an_item_reaches_no_further(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    "line",
    [
        "In order to be eligible to participate in this study, a subject must meet all of the following criteria:",
        "You can join this study if:",
        "Who can participate:",
        "Patients must:",
    ],
)
def test_who_can_join_is_told_by_a_sentence_too(line: str) -> None:
    expected = [("inclusion", "Age > 18"), ("inclusion", "Consent")]
    assert kinds(f"{line}\n- Age > 18\n- Consent") == expected


@pytest.mark.parametrize(
    "line",
    [
        "Documented by one or more of these:",
        "Must fulfil at least one criterion:",
        "Patients with 1 of the following diagnoses:",
        "Diabetes, ≥ 1 of the following:",
        "Meeting either criterion 1 or criterion 2:",
    ],
)
def test_a_list_of_which_one_is_enough_is_one_criterion(line: str) -> None:
    text = f"Inclusion Criteria:\n\n{line}\n* Fever\n* Cough\n\nExclusion Criteria:\n* HIV"
    assert kinds(text) == [("inclusion", f"{line}\n* Fever\n* Cough"), ("exclusion", "HIV")]


def test_a_heading_can_ask_for_one_of_its_items() -> None:
    heading = "Inclusion Criteria (must meet at least one):"
    assert kinds(f"{heading}\n* Fever\n* Cough") == [("inclusion", f"{heading}\n* Fever\n* Cough")]


def test_a_line_that_names_everybody_names_no_group() -> None:
    text = "Inclusion Criteria:\n\nMales and females:\n* Age 18\n\nAll patients:\n* Consent"
    assert [item.cohort for item in split_criteria(text)] == [None, None]


def test_nobody_is_excluded_by_the_next_of_alternatives_that_stand_as_far_left() -> None:
    text = "Inclusion Criteria:\n* Age 18\n* One of the following:\n* Fever\n* Cough\n* Consent"
    assert kinds(text) == [
        ("inclusion", "Age 18"),
        ("inclusion", "One of the following:\n* Fever\n* Cough\n* Consent"),
    ]
    nested = "Inclusion Criteria:\n* One of the following:\n  * Fever\n  * Cough\n* Consent"
    assert kinds(nested)[1] == ("inclusion", "Consent")


@pytest.mark.parametrize(
    ("line", "alone"),
    [
        ("Key Inclusion Criteria", True),
        ("Main exclusion criteria:", True),
        ("Inclusion criteria", True),
        ("Inclusion criteria for Cohort A", False),
        ("Additional exclusion criteria", False),
        ("Disease-specific criteria", False),
        ("", False),
    ],
)
def test_a_heading_that_tells_the_kind_alone_is_not_said_again_before_each_criterion(
    line: str, alone: bool
) -> None:
    assert says_kind_alone(line) is alone
