"""Pages of the registry's site that differ from that of NETTER-2, written for the tests."""
# ruff: noqa: E501

OBSERVATIONAL = """\
A Registry of Something

NCT ID: NCT01234567

Last Updated: 2021-03

Study Results

Results pending

Basic Information

Get a concise snapshot of the trial, including recruitment status, study phase, enrollment targets, and key timeline milestones.

Recruitment Status

COMPLETED

Total Enrollment

1,204 participants

Study Classification

OBSERVATIONAL

Study Start Date

2019-11

Study Completion Date

Brief Summary

Review the sponsor-provided synopsis that highlights what the study is about and why it is being conducted.

A registry of people with \\[something\\].

Detailed Description

Dive into the extended narrative that explains the scientific background, objectives, and procedures in greater depth.

Conditions

See the medical conditions and disease areas that this research is targeting or investigating.

Something

Something Else

Keywords

Explore important study keywords that can help with search, categorization, and topic discovery.

registry

rare

Study Design

Understand how the trial is structured, including allocation methods, masking strategies, primary purpose, and other design elements.

Observational Model Type

COHORT

Study Time Perspective

PROSPECTIVE

Study Groups

Review each arm or cohort in the study, along with the interventions and objectives associated with them.

Cases

Controls

People without something.

Something watched

Intervention Type OTHER

They are watched.

Interventions

Learn about the drugs, procedures, or behavioral strategies being tested and how they are applied within this trial.

Something watched

They are watched.

Intervention Type OTHER

Eligibility Criteria

Check the participation requirements, including inclusion and exclusion rules, age limits, and whether healthy volunteers are accepted.

Inclusion Criteria:

* Something
Minimum Eligible Age

12 Months

Maximum Eligible Age

17 Years

Eligible Sex

FEMALE

Accepts Healthy Volunteers

Yes

Sponsors

Meet the organizations funding or collaborating on the study and learn about their roles.

A University

OTHER

Sponsor Role lead

A Foundation

Sponsor Role collaborator

Locations

Explore where the study is taking place and check the recruitment status at each participating site.

A Clinic

Seoul, , Korea, Republic of

Site Status

RECRUITING

Another Clinic

Nowhere At All, , Italy

Site Status
"""

ARMS_WITHOUT_TYPES = """\
Something

NCT ID: NCT01234567

Study Groups

Review each arm or cohort in the study, along with the interventions and objectives associated with them.

Arm A

Group Type EXPERIMENTAL

Drug A

Intervention Type DRUG

Given daily.

Arm B

The second arm.

Drug A

Intervention Type DRUG

Given daily.

Drug B

Intervention Type DRUG

Arm C

It gets nothing.

Group Type NO_INTERVENTION

Interventions

Learn about the drugs, procedures, or behavioral strategies being tested and how they are applied within this trial.

Drug A

Given daily.

Intervention Type DRUG

Drug B

Intervention Type DRUG
"""

# Lines of all kinds without a full stop, so that only the list of interventions tells them apart.
TWO_FORMULAS = """\
Two formulas

NCT ID: NCT01234567

Last Updated: 2014-11-04

Study Results

Results pending

The study team has not published outcome measurements, participant flow, or safety data for this trial yet. Check back later for updates.

Basic Information

Get a concise snapshot of the trial, including recruitment status, study phase, enrollment targets, and key timeline milestones.

Recruitment Status

COMPLETED

Clinical Phase

NA

Total Enrollment

150 participants

Study Classification

INTERVENTIONAL

Study Start Date

2010-09-30

Study Completion Date

2014-09-30

Brief Summary

Review the sponsor-provided synopsis that highlights what the study is about and why it is being conducted.

Two formulas are compared.

Detailed Description

Dive into the extended narrative that explains the scientific background, objectives, and procedures in greater depth.

Conditions

See the medical conditions and disease areas that this research is targeting or investigating.

Growth Sleep Infant

Study Design

Understand how the trial is structured, including allocation methods, masking strategies, primary purpose, and other design elements.

Allocation Method

RANDOMIZED

Intervention Model

PARALLEL

Blinding Strategy

TRIPLE

Participants Caregivers Outcome Assessors

Study Groups

Review each arm or cohort in the study, along with the interventions and objectives associated with them.

Old

the formula that is sold

Group Type ACTIVE_COMPARATOR

old formula

Intervention Type OTHER

as it is sold

New

the formula that is tried

Group Type EXPERIMENTAL

new formula

Intervention Type OTHER

fed for six months

Interventions

Learn about the drugs, procedures, or behavioral strategies being tested and how they are applied within this trial.

old formula

as it is sold

Intervention Type OTHER

new formula

fed for six months

Intervention Type OTHER

Eligibility Criteria

Check the participation requirements, including inclusion and exclusion rules, age limits, and whether healthy volunteers are accepted.

Inclusion Criteria:

* Born at term

Minimum Eligible Age

1 Month

Maximum Eligible Age

2 Months

Eligible Sex

ALL

Accepts Healthy Volunteers

No

Locations

Explore where the study is taking place and check the recruitment status at each participating site.

A Clinic

Roma, , Italy

Site Status

Another Clinic

Milano, , Italy

Site Status
"""
