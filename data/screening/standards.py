"""The rules of a checklist in the forms of others: a FHIR `Group`, and a cohort of OHDSI's Circe.

Each form says less than the rules do. What it cannot say is listed with the reason, never dropped;
codes are those that are known: LOINC from the lexicon, OMOP's concept ids from the visitor's own
mapping. None is guessed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from data.annotations.eligibility import (
    OPPOSITE,
    AllOf,
    AnyOf,
    Compare,
    Fact,
    Is,
    Not,
    Operator,
    Rule,
    parts,
)
from data.drafting.lexicon import lexicon
from data.eligibility.assess import passing
from data.eligibility.checklist import Checklist, Criterion
from data.screening.mapping import MappingFile

_FHIR: Final[Mapping[Operator, str]] = {
    "at_least": ">=",
    "above": ">",
    "at_most": "<=",
    "below": "<",
}
_CIRCE: Final[Mapping[Operator, str]] = {
    "at_least": "gte",
    "above": "gt",
    "at_most": "lte",
    "below": "lt",
}
# The concepts of OMOP's vocabulary Gender.
_GENDER: Final = {"male": (8507, "MALE", "M"), "female": (8532, "FEMALE", "F")}


@dataclass(frozen=True, kw_only=True)
class Standard:
    """Rules in another form.

    Args:
        content: the form, as JSON has it.
        left_out: what it cannot say: one sentence for each criterion.
    """

    content: dict[str, Any]
    left_out: tuple[str, ...]

    def file(self) -> bytes:
        """Write the form as JSON."""
        return f"{json.dumps(self.content, ensure_ascii=False, indent=2)}\n".encode()


@dataclass(frozen=True, kw_only=True)
class _Must:
    """Something that must hold of everybody who takes part, or must not."""

    leaf: Compare | Is
    holds: bool


def _musts(criterion: Criterion) -> list[_Must] | None:
    """Take a criterion apart into what must and must not hold; None where it is no such list."""
    if criterion.applies is not None:
        return None
    found = list(_taken_apart(criterion.rule, holds=passing(criterion.kind)))
    return None if None in found else [one for one in found if one is not None]


def _taken_apart(rule: Rule, *, holds: bool) -> Iterator[_Must | None]:
    if isinstance(rule, Compare | Is):
        yield _Must(leaf=rule, holds=holds)
    elif isinstance(rule, Not):
        yield from _taken_apart(rule.negated, holds=not holds)
    elif len(parts(rule)) == 1 or isinstance(rule, AllOf if holds else AnyOf):
        for part in parts(rule):
            yield from _taken_apart(part, holds=holds)
    else:
        yield None


def fhir_group(checklist: Checklist) -> Standard:
    """Write the rules as a FHIR `Group` of people by definition."""
    characteristics: list[dict[str, Any]] = []
    left_out = []
    for one in checklist.criteria:
        written = [_characteristic(checklist, must) for must in _musts(one) or ()]
        if written and None not in written:
            characteristics += [each for some in written for each in some or ()]
        else:
            left_out.append(f"{one.name}, {one.label}: no list of single characteristics says it")
    group = {
        "resourceType": "Group",
        "type": "person",
        "membership": "definitional",
        "name": f"Whom {checklist.nct_id} is for",
        "characteristic": characteristics,
    }
    if left_out:
        group["description"] = "Not said by its characteristics: " + "; ".join(left_out)
    return Standard(content=group, left_out=tuple(left_out))


def _characteristic(checklist: Checklist, must: _Must) -> list[dict[str, Any]] | None:
    fact = checklist.fact(must.leaf.fact)
    exclude = not must.holds
    if isinstance(must.leaf, Compare):
        unit = fact.units[0].unit
        quantity = {
            "value": must.leaf.limit(unit),
            "comparator": _FHIR[must.leaf.operator],
            **({"unit": unit} if unit else {}),
        }
        return [{"code": _code(fact), "valueQuantity": quantity, "exclude": exclude}]
    values = must.leaf.values
    if len(values) > 1 and not exclude:
        return None  # one of several: characteristics all hold at once
    labels = {choice.value: choice.label for choice in fact.choices}
    return [
        {
            "code": _code(fact),
            **(
                {"valueBoolean": value}
                if isinstance(value, bool)
                else {"valueCodeableConcept": {"text": labels.get(value, value)}}
            ),
            "exclude": exclude,
        }
        for value in values
    ]


def _code(fact: Fact) -> dict[str, Any]:
    """The name of a fact, and its LOINC code where it is measured in the units of the lexicon."""
    entry = lexicon().entries.get(fact.id)
    units = {measure.unit for measure in entry.measures} if entry else set()
    if entry is None or entry.loinc is None or (fact.units and fact.units[0].unit not in units):
        return {"text": fact.label}
    return {"text": fact.label, "coding": [{"system": "http://loinc.org", "code": entry.loinc}]}


def circe(checklist: Checklist, mapping: MappingFile | None = None) -> Standard:
    """Write the rules as an OHDSI cohort: age, sex, and the measurements that a mapping knows.

    Args:
        checklist: the study's checklist.
        mapping: names the concepts of facts in long tables.
    """
    concepts = {
        key: tuple(int(one) for one in fact.concept if one.isdigit())
        for key, fact in (mapping.facts if mapping else {}).items()
        if fact.concept
    }
    sets = {key: place for place, key in enumerate(key for key, ids in concepts.items() if ids)}
    rules, left_out = [], []
    for one in checklist.criteria:
        musts = _musts(one)
        if musts is None:
            left_out.append(
                f"{one.name}, {one.label}: it is no list of what must and must not hold"
            )
            continue
        groups = [_group(checklist.fact(must.leaf.fact), must, sets) for must in musts]
        lacking = [
            checklist.fact(must.leaf.fact).label
            for must, group in zip(musts, groups, strict=True)
            if group is None
        ]
        if lacking:
            left_out.append(f"{one.name}, {one.label}: no concept id for {', '.join(lacking)}")
            continue
        events = [each for some in groups if some for each in some[0]]
        people = [each for some in groups if some for each in some[1]]
        rules.append(
            {
                "name": one.name,
                "description": one.text,
                "expression": {
                    "Type": "ALL",
                    "CriteriaList": events,
                    "DemographicCriteriaList": people,
                    "Groups": [],
                },
            }
        )
    content = {
        "ConceptSets": [_concept_set(place, key, concepts[key]) for key, place in sets.items()],
        "PrimaryCriteria": {
            "CriteriaList": [{"ObservationPeriod": {}}],
            "ObservationWindow": {"PriorDays": 0, "PostDays": 0},
            "PrimaryCriteriaLimit": {"Type": "Last"},
        },
        "QualifiedLimit": {"Type": "Last"},
        "ExpressionLimit": {"Type": "Last"},
        "InclusionRules": rules,
        "CensoringCriteria": [],
        "CollapseSettings": {"CollapseType": "ERA", "EraPad": 0},
        "CensorWindow": {},
    }
    return Standard(content=content, left_out=tuple(left_out))


_Group = tuple[list[dict[str, Any]], list[dict[str, Any]]]


def _group(fact: Fact, must: _Must, sets: Mapping[str, int]) -> _Group | None:
    """What must hold, as criteria on events and on the person; None where no concept is known."""
    leaf = must.leaf
    if isinstance(leaf, Is):
        if fact.id != "sex" or not must.holds:
            return None
        return [], [{"Gender": [_gender(str(value)) for value in leaf.values]}]
    operator = leaf.operator if must.holds else OPPOSITE[leaf.operator]
    limit = leaf.limit(fact.units[0].unit)
    within = {"Value": limit, "Op": _CIRCE[operator]}
    if fact.id == "age" and fact.units[0].unit == "years":
        return ([], [{"Age": {**within, "Value": int(limit)}}]) if limit == int(limit) else None
    if fact.id not in sets:
        return None
    measured = {
        "Criteria": {"Measurement": {"CodesetId": sets[fact.id], "ValueAsNumber": within}},
        "StartWindow": {"Start": {"Coeff": -1}, "End": {"Days": 0, "Coeff": 1}},
        "Occurrence": {"Type": 2, "Count": 1},
    }
    return [measured], []


def _gender(value: str) -> dict[str, Any]:
    number, name, code = _GENDER[value]
    return _concept(number, name, code, "Gender", "Gender")


def _concept_set(place: int, key: str, ids: tuple[int, ...]) -> dict[str, Any]:
    items = [
        {"concept": _concept(one, key, str(one), "Measurement", ""), "includeDescendants": True}
        for one in ids
    ]
    return {"id": place, "name": key, "expression": {"items": items}}


def _concept(number: int, name: str, code: str, domain: str, vocabulary: str) -> dict[str, Any]:
    return {
        "CONCEPT_ID": number,
        "CONCEPT_NAME": name,
        "CONCEPT_CODE": code,
        "DOMAIN_ID": domain,
        "VOCABULARY_ID": vocabulary,
        "STANDARD_CONCEPT": "S",
    }
