"""The results section of a record, in the shape of the ClinicalTrials.gov API v2, frozen.

Values stay the text they are ("NA", "<1", "12.3%"): `data.results.numbers` says which of them are
numbers. Counts of adverse events are whole numbers in the API and so here.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, NonNegativeInt, StrictBool

from data.registry_object import Markup as Prose
from data.registry_object import RegistryObject


def _as_text(value: object) -> object:
    """Take a bare number for the text it would be: the API writes both."""
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if plain else value


# A value as it was written, be it a number or not.
PostedValue = Annotated[Prose, BeforeValidator(_as_text)]


class ResultGroup(RegistryObject):
    """A group of participants; each module has its own, with its own numbers."""

    id: str | None = None
    title: Prose | None = None
    description: Prose | None = None


class FlowCount(RegistryObject):
    group_id: str | None = None
    comment: Prose | None = None
    num_subjects: PostedValue | None = None
    num_units: PostedValue | None = None


class PostedMilestone(RegistryObject):
    type: Prose | None = None
    comment: Prose | None = None
    achievements: tuple[FlowCount, ...] = ()


class DropWithdraw(RegistryObject):
    type: Prose | None = None
    comment: Prose | None = None
    reasons: tuple[FlowCount, ...] = ()


class FlowPeriod(RegistryObject):
    title: Prose | None = None
    milestones: tuple[PostedMilestone, ...] = ()
    drop_withdraws: tuple[DropWithdraw, ...] = ()


class ParticipantFlowModule(RegistryObject):
    pre_assignment_details: Prose | None = None
    recruitment_details: Prose | None = None
    type_units_analyzed: Prose | None = None
    groups: tuple[ResultGroup, ...] = ()
    periods: tuple[FlowPeriod, ...] = ()


class DenomCount(RegistryObject):
    group_id: str | None = None
    value: PostedValue | None = None


class Denom(RegistryObject):
    units: Prose | None = None
    counts: tuple[DenomCount, ...] = ()


class Measurement(RegistryObject):
    group_id: str | None = None
    value: PostedValue | None = None
    spread: PostedValue | None = None
    lower_limit: PostedValue | None = None
    upper_limit: PostedValue | None = None
    comment: Prose | None = None


class MeasureCategory(RegistryObject):
    title: Prose | None = None
    measurements: tuple[Measurement, ...] = ()


class MeasureClass(RegistryObject):
    title: Prose | None = None
    denoms: tuple[Denom, ...] = ()
    categories: tuple[MeasureCategory, ...] = ()


class PostedMeasure(RegistryObject):
    """What a measure at baseline and one of an outcome have in common."""

    title: Prose | None = None
    description: Prose | None = None
    population_description: Prose | None = None
    param_type: str | None = None
    dispersion_type: str | None = None
    unit_of_measure: Prose | None = None
    calculate_pct: StrictBool | None = None
    denom_units_selected: Prose | None = None
    denoms: tuple[Denom, ...] = ()
    classes: tuple[MeasureClass, ...] = ()


class BaselineMeasure(PostedMeasure):
    """A characteristic of the participants."""


class BaselineCharacteristicsModule(RegistryObject):
    population_description: Prose | None = None
    type_units_analyzed: Prose | None = None
    groups: tuple[ResultGroup, ...] = ()
    denoms: tuple[Denom, ...] = ()
    measures: tuple[BaselineMeasure, ...] = ()


class Analysis(RegistryObject):
    """A statistical analysis: what was compared, how, and what came out."""

    group_ids: tuple[str, ...] = ()
    param_type: Prose | None = None
    param_value: PostedValue | None = None
    dispersion_type: str | None = None
    dispersion_value: PostedValue | None = None
    statistical_method: Prose | None = None
    statistical_comment: Prose | None = None
    p_value: PostedValue | None = None
    p_value_comment: Prose | None = None
    ci_num_sides: str | None = None
    ci_pct_value: PostedValue | None = None
    ci_lower_limit: PostedValue | None = None
    ci_upper_limit: PostedValue | None = None
    ci_lower_limit_comment: Prose | None = None
    ci_upper_limit_comment: Prose | None = None
    estimate_comment: Prose | None = None
    tested_non_inferiority: StrictBool | None = None
    non_inferiority_type: str | None = None
    non_inferiority_comment: Prose | None = None
    other_analysis_description: Prose | None = None
    group_description: Prose | None = None


class OutcomeMeasure(PostedMeasure):
    type: str | None = None
    reporting_status: str | None = None
    anticipated_posting_date: str | None = None
    time_frame: Prose | None = None
    type_units_analyzed: Prose | None = None
    groups: tuple[ResultGroup, ...] = ()
    analyses: tuple[Analysis, ...] = ()


class OutcomeMeasuresModule(RegistryObject):
    outcome_measures: tuple[OutcomeMeasure, ...] = ()


class EventGroup(ResultGroup):
    """A group in which adverse events were counted, with its totals."""

    deaths_num_affected: NonNegativeInt | None = None
    deaths_num_at_risk: NonNegativeInt | None = None
    serious_num_affected: NonNegativeInt | None = None
    serious_num_at_risk: NonNegativeInt | None = None
    other_num_affected: NonNegativeInt | None = None
    other_num_at_risk: NonNegativeInt | None = None


class EventStats(RegistryObject):
    group_id: str | None = None
    num_events: NonNegativeInt | None = None
    num_affected: NonNegativeInt | None = None
    num_at_risk: NonNegativeInt | None = None


class AdverseEvent(RegistryObject):
    term: Prose | None = None
    organ_system: Prose | None = None
    source_vocabulary: Prose | None = None
    assessment_type: str | None = None
    notes: Prose | None = None
    stats: tuple[EventStats, ...] = ()


class AdverseEventsModule(RegistryObject):
    frequency_threshold: PostedValue | None = None
    time_frame: Prose | None = None
    description: Prose | None = None
    all_cause_mortality_comment: Prose | None = None
    event_groups: tuple[EventGroup, ...] = ()
    serious_events: tuple[AdverseEvent, ...] = ()
    other_events: tuple[AdverseEvent, ...] = ()


class LimitationsAndCaveats(RegistryObject):
    description: Prose | None = None


class CertainAgreement(RegistryObject):
    pi_sponsor_employee: StrictBool | None = None
    restriction_type: str | None = None
    restrictive_agreement: StrictBool | None = None
    other_details: Prose | None = None


class PointOfContact(RegistryObject):
    title: Prose | None = None
    organization: Prose | None = None
    email: str | None = None
    phone: str | None = None
    phone_ext: str | None = None


class MoreInfoModule(RegistryObject):
    limitations_and_caveats: LimitationsAndCaveats = LimitationsAndCaveats()
    certain_agreement: CertainAgreement = CertainAgreement()
    point_of_contact: PointOfContact = PointOfContact()


class ResultsSection(RegistryObject):
    participant_flow_module: ParticipantFlowModule = ParticipantFlowModule()
    baseline_characteristics_module: BaselineCharacteristicsModule = BaselineCharacteristicsModule()
    outcome_measures_module: OutcomeMeasuresModule = OutcomeMeasuresModule()
    adverse_events_module: AdverseEventsModule = AdverseEventsModule()
    more_info_module: MoreInfoModule = MoreInfoModule()
