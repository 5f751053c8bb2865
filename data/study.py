"""One study, in the shape of the ClinicalTrials.gov API v2, frozen.

Each class mirrors the object of the same name in the API:
`protocolSection.identificationModule.nctId` is
`study.protocol_section.identification_module.nct_id`. What the registry may omit is None or an
empty tuple. Enumerated values stay the strings they are: the registry adds new ones without
asking, and `data.vocabulary` puts the known ones into words. Keys that this model does not know
are kept out of the way in `model_extra`.
"""

from __future__ import annotations

import re

from pydantic import Field, StrictBool

from data.dates import PartialDate
from data.registry_object import Markup, OneLine, RegistryObject
from data.results_section import ResultsSection

_DOI = re.compile(r"\bdoi:\s*(10\.\d{4,9}/\S+)", re.IGNORECASE)
_PMID = re.compile(r"\d{1,9}")


class DateStruct(RegistryObject):
    date: PartialDate | None = None
    type: str | None = None


class OrgStudyIdInfo(RegistryObject):
    id: str | None = None
    type: str | None = None
    link: str | None = None


class SecondaryIdInfo(RegistryObject):
    id: str | None = None
    type: str | None = None
    domain: str | None = None
    link: str | None = None


class Organization(RegistryObject):
    full_name: str | None = None
    class_: str | None = Field(default=None, alias="class")


class IdentificationModule(RegistryObject):
    nct_id: str = Field(pattern=r"^NCT\d{8}$")
    org_study_id_info: OrgStudyIdInfo = OrgStudyIdInfo()
    secondary_id_infos: tuple[SecondaryIdInfo, ...] = ()
    organization: Organization = Organization()
    brief_title: OneLine | None = None
    official_title: OneLine | None = None
    acronym: str | None = None


class ExpandedAccessInfo(RegistryObject):
    has_expanded_access: StrictBool | None = None
    nct_id: str | None = None
    status_for_nct_id: str | None = None


class StatusModule(RegistryObject):
    status_verified_date: PartialDate | None = None
    overall_status: str | None = None
    last_known_status: str | None = None
    why_stopped: OneLine | None = None
    expanded_access_info: ExpandedAccessInfo = ExpandedAccessInfo()
    start_date_struct: DateStruct = DateStruct()
    primary_completion_date_struct: DateStruct = DateStruct()
    completion_date_struct: DateStruct = DateStruct()
    study_first_submit_date: PartialDate | None = None
    study_first_submit_qc_date: PartialDate | None = None
    study_first_post_date_struct: DateStruct = DateStruct()
    results_first_submit_date: PartialDate | None = None
    results_first_submit_qc_date: PartialDate | None = None
    results_first_post_date_struct: DateStruct = DateStruct()
    disp_first_submit_date: PartialDate | None = None
    disp_first_submit_qc_date: PartialDate | None = None
    disp_first_post_date_struct: DateStruct = DateStruct()
    last_update_submit_date: PartialDate | None = None
    last_update_post_date_struct: DateStruct = DateStruct()


class Sponsor(RegistryObject):
    name: str | None = None
    class_: str | None = Field(default=None, alias="class")


class ResponsibleParty(RegistryObject):
    type: str | None = None
    investigator_full_name: str | None = None
    investigator_title: str | None = None
    investigator_affiliation: str | None = None
    old_name_title: str | None = None
    old_organization: str | None = None


class SponsorCollaboratorsModule(RegistryObject):
    responsible_party: ResponsibleParty = ResponsibleParty()
    lead_sponsor: Sponsor = Sponsor()
    collaborators: tuple[Sponsor, ...] = ()


class OversightModule(RegistryObject):
    oversight_has_dmc: StrictBool | None = None
    is_fda_regulated_drug: StrictBool | None = None
    is_fda_regulated_device: StrictBool | None = None
    is_unapproved_device: StrictBool | None = None
    is_ppsd: StrictBool | None = None
    is_us_export: StrictBool | None = None


class DescriptionModule(RegistryObject):
    brief_summary: Markup | None = None
    detailed_description: Markup | None = None


class ConditionsModule(RegistryObject):
    conditions: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()


class MaskingInfo(RegistryObject):
    masking: str | None = None
    masking_description: Markup | None = None
    who_masked: tuple[str, ...] = ()


class DesignInfo(RegistryObject):
    allocation: str | None = None
    intervention_model: str | None = None
    intervention_model_description: Markup | None = None
    primary_purpose: str | None = None
    observational_model: str | None = None
    time_perspective: str | None = None
    masking_info: MaskingInfo = MaskingInfo()


class BioSpec(RegistryObject):
    retention: str | None = None
    description: Markup | None = None


class EnrollmentInfo(RegistryObject):
    count: int | None = Field(default=None, ge=0, le=10**12)
    type: str | None = None


class DesignModule(RegistryObject):
    study_type: str | None = None
    patient_registry: StrictBool | None = None
    target_duration: OneLine | None = None
    phases: tuple[str, ...] = ()
    design_info: DesignInfo = DesignInfo()
    bio_spec: BioSpec = BioSpec()
    enrollment_info: EnrollmentInfo = EnrollmentInfo()


class ArmGroup(RegistryObject):
    label: str | None = None
    type: str | None = None
    description: Markup | None = None
    # The API prefixes the kind: `Drug: Lutathera`.
    intervention_names: tuple[str, ...] = ()


class Intervention(RegistryObject):
    type: str | None = None
    name: str | None = None
    description: Markup | None = None
    arm_group_labels: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()


class ArmsInterventionsModule(RegistryObject):
    arm_groups: tuple[ArmGroup, ...] = ()
    interventions: tuple[Intervention, ...] = ()


class Outcome(RegistryObject):
    measure: OneLine | None = None
    description: Markup | None = None
    time_frame: OneLine | None = None


class OutcomesModule(RegistryObject):
    primary_outcomes: tuple[Outcome, ...] = ()
    secondary_outcomes: tuple[Outcome, ...] = ()
    other_outcomes: tuple[Outcome, ...] = ()


class EligibilityModule(RegistryObject):
    eligibility_criteria: Markup | None = None
    healthy_volunteers: StrictBool | None = None
    sex: str | None = None
    gender_based: StrictBool | None = None
    gender_description: Markup | None = None
    minimum_age: str | None = None
    maximum_age: str | None = None
    std_ages: tuple[str, ...] = ()
    study_population: Markup | None = None
    sampling_method: str | None = None


class Contact(RegistryObject):
    name: str | None = None
    role: str | None = None
    phone: str | None = None
    phone_ext: str | None = None
    email: str | None = None


class Official(RegistryObject):
    name: str | None = None
    affiliation: str | None = None
    role: str | None = None


class GeoPoint(RegistryObject):
    """A point on the globe, in decimal degrees (WGS 84)."""

    lat: float = Field(ge=-90, le=90, allow_inf_nan=False)
    lon: float = Field(ge=-180, le=180, allow_inf_nan=False)


class Location(RegistryObject):
    facility: OneLine | None = None
    status: str | None = None
    city: str | None = None
    state: str | None = None
    zip: str | None = None
    country: str | None = None
    contacts: tuple[Contact, ...] = ()
    geo_point: GeoPoint | None = None


class ContactsLocationsModule(RegistryObject):
    central_contacts: tuple[Contact, ...] = ()
    overall_officials: tuple[Official, ...] = ()
    locations: tuple[Location, ...] = ()


class Reference(RegistryObject):
    pmid: str | None = None
    type: str | None = None
    citation: OneLine | None = None

    @property
    def doi(self) -> str | None:
        """The DOI that the citation names, without the full stop that ends the sentence."""
        match = _DOI.search(self.citation or "")
        return match[1].rstrip(".,;") if match else None

    @property
    def links(self) -> dict[str, str]:
        """Where to read it: the name of the place and its address."""
        links = {}
        if self.pmid and _PMID.fullmatch(self.pmid):
            links["PubMed"] = f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/"
        if self.doi:
            links["DOI"] = f"https://doi.org/{self.doi}"
        return links


class SeeAlsoLink(RegistryObject):
    label: OneLine | None = None
    url: OneLine | None = None


class ReferencesModule(RegistryObject):
    references: tuple[Reference, ...] = ()
    see_also_links: tuple[SeeAlsoLink, ...] = ()


class IpdSharingStatementModule(RegistryObject):
    ipd_sharing: str | None = None
    description: Markup | None = None
    info_types: tuple[str, ...] = ()
    time_frame: OneLine | None = None
    access_criteria: Markup | None = None
    url: OneLine | None = None


class ProtocolSection(RegistryObject):
    identification_module: IdentificationModule
    status_module: StatusModule = StatusModule()
    sponsor_collaborators_module: SponsorCollaboratorsModule = SponsorCollaboratorsModule()
    oversight_module: OversightModule = OversightModule()
    description_module: DescriptionModule = DescriptionModule()
    conditions_module: ConditionsModule = ConditionsModule()
    design_module: DesignModule = DesignModule()
    arms_interventions_module: ArmsInterventionsModule = ArmsInterventionsModule()
    outcomes_module: OutcomesModule = OutcomesModule()
    eligibility_module: EligibilityModule = EligibilityModule()
    contacts_locations_module: ContactsLocationsModule = ContactsLocationsModule()
    references_module: ReferencesModule = ReferencesModule()
    ipd_sharing_statement_module: IpdSharingStatementModule = IpdSharingStatementModule()


class LargeDoc(RegistryObject):
    type_abbrev: str | None = None
    label: str | None = None
    date: PartialDate | None = None
    filename: str | None = None


class LargeDocumentModule(RegistryObject):
    large_docs: tuple[LargeDoc, ...] = ()


class DocumentSection(RegistryObject):
    large_document_module: LargeDocumentModule = LargeDocumentModule()


class RelatedTrial(RegistryObject):
    nct_id: str | None = None
    title: str | None = None
    overall_status: str | None = None
    phases: tuple[str, ...] = ()


class UnreadText(RegistryObject):
    """Text of a registry page that could not be placed, or what is uncertain in its reading."""

    section: str
    text: str


class RegistryPage(RegistryObject):
    """What a registry *page* says and the API's JSON has no place for.

    The one section of ours beside the API's own; present only in records read from a page.
    Coordinates in such a record are derived: the page has none.
    """

    countries: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()
    related_trials: tuple[RelatedTrial, ...] = ()
    unread: tuple[UnreadText, ...] = ()
    uncertain: tuple[UnreadText, ...] = ()


class Study(RegistryObject):
    """One clinical study, as the registry publishes it."""

    protocol_section: ProtocolSection
    document_section: DocumentSection = DocumentSection()
    results_section: ResultsSection | None = None
    has_results: StrictBool | None = None
    registry_page: RegistryPage | None = None

    @property
    def nct_id(self) -> str:
        """The study's number in the registry."""
        return self.protocol_section.identification_module.nct_id

    @property
    def title(self) -> str:
        """The brief title; else the official one; else the number."""
        identification = self.protocol_section.identification_module
        return identification.brief_title or identification.official_title or self.nct_id

    @property
    def arm_groups(self) -> tuple[ArmGroup, ...]:
        """The arm groups, in the record's order."""
        return self.protocol_section.arms_interventions_module.arm_groups

    @property
    def interventions(self) -> tuple[Intervention, ...]:
        """The interventions, in the record's order."""
        return self.protocol_section.arms_interventions_module.interventions

    @property
    def locations(self) -> tuple[Location, ...]:
        """The sites, in the record's order."""
        return self.protocol_section.contacts_locations_module.locations

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries the record names: its own list where it has one, else those of its
        sites."""
        if self.registry_page and self.registry_page.countries:
            return self.registry_page.countries
        return tuple(dict.fromkeys(site.country for site in self.locations if site.country))

    @property
    def other_names(self) -> tuple[str, ...]:
        """Other names of the interventions, whichever of them they belong to."""
        of_interventions = (name for item in self.interventions for name in item.other_names)
        of_page = self.registry_page.other_names if self.registry_page else ()
        return tuple(dict.fromkeys((*of_interventions, *of_page)))

    @property
    def references(self) -> tuple[Reference, ...]:
        """The publications the record cites."""
        return self.protocol_section.references_module.references

    @property
    def related_trials(self) -> tuple[RelatedTrial, ...]:
        """Other trials that the registry page lists as related."""
        return self.registry_page.related_trials if self.registry_page else ()

    @property
    def unread(self) -> tuple[UnreadText, ...]:
        """Text of the page that could not be placed anywhere else."""
        return self.registry_page.unread if self.registry_page else ()

    @property
    def uncertain(self) -> tuple[UnreadText, ...]:
        """What was read from the page, but could be meant otherwise."""
        return self.registry_page.uncertain if self.registry_page else ()
