"""The statuses a record can have: everything that is said because of one, in one table.

By ClinicalTrials.gov's own definitions of its statuses, those of expanded access among them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from data.vocabulary import NOT_STATED


class Joining(StrEnum):
    """Whether anybody can join now, as far as the status of a record says."""

    NOW = "now"
    NOT_YET = "not yet"
    PAUSED = "paused"
    OVER = "over"
    UNKNOWN = "not known"


@dataclass(frozen=True, kw_only=True)
class Status:
    """What a status means to whoever reads of it.

    Args:
        name: the registry's own word.
        short: in plain words, beside the name of the study, on a phone too.
        meaning: in a sentence; empty for a status that is not in the table.
        joining: whether anybody can join.
        enrolment: the same in a sentence, without its end.
        ask: what a patient asks the doctor about it.
        still: what is told of a study that has it after its completion; empty where that fits.
        has_ended: whether the study took place and is over.
    """

    name: str
    short: str
    meaning: str = ""
    joining: Joining = Joining.UNKNOWN
    enrolment: str = "Whether the study takes in anybody is not known"
    ask: str = "Does this study take new people?"
    still: str = ""
    has_ended: bool = False


STATUSES: Final[Mapping[str, Status]] = MappingProxyType(
    {
        "APPROVED_FOR_MARKETING": Status(
            name="Approved for marketing",
            short="Treatment approved",
            meaning="The US Food and Drug Administration has approved the treatment for use "
            "outside studies.",
            joining=Joining.OVER,
            enrolment="Nobody can enrol now: the US Food and Drug Administration has approved the "
            "treatment, and it is given outside studies",
            ask="The treatment is approved in the US. Could I get it where I live?",
        ),
        "AVAILABLE": Status(
            name="Available",
            short="Treatment offered",
            meaning="Patients who are in no study may be able to get the treatment, through "
            "expanded access.",
            joining=Joining.NOW,
            enrolment="Patients who are in no study may be able to get the treatment; only the "
            "team that gives it can say who gets it",
            ask="Could I get this treatment without being in a study?",
        ),
        "COMPLETED": Status(
            name="Completed",
            short="Ended as planned",
            meaning="The study has ended as planned. Participants are no longer treated or "
            "examined.",
            joining=Joining.OVER,
            enrolment="Nobody can enrol now: the study has ended, and no longer recruits",
            ask="The study takes no new people. Can I get this treatment in some other way?",
            has_ended=True,
        ),
        "ENROLLING_BY_INVITATION": Status(
            name="Enrolling by invitation",
            short="By invitation only",
            meaning="The study takes in only people whom the researchers have invited.",
            joining=Joining.NOW,
            enrolment="Only people whom the researchers have invited can take part",
            ask="The study takes only people it has invited. Could it invite me?",
            still="Still enrolling by invitation",
        ),
        "NOT_YET_RECRUITING": Status(
            name="Not yet recruiting",
            short="Takes nobody yet",
            meaning="The study has not started to look for participants: nobody can join yet.",
            joining=Joining.NOT_YET,
            enrolment="Nobody can enrol yet: the study has not started to look for participants",
            ask="The study takes nobody yet. When does it start, and could it take me?",
            still="Not yet recruiting",
        ),
        "NO_LONGER_AVAILABLE": Status(
            name="No longer available",
            short="No longer offered",
            meaning="Expanded access was offered, has ended, and is not expected again.",
            joining=Joining.OVER,
            enrolment="Nobody can enrol now: expanded access was offered, and has ended",
            ask="The treatment is no longer offered like this. Can I get this treatment in some "
            "other way?",
        ),
        "RECRUITING": Status(
            name="Recruiting",
            short="Looking for people",
            meaning="The study is looking for participants now.",
            joining=Joining.NOW,
            enrolment="The study takes in participants now; only its own team can say who "
            "takes part",
            ask="Can I still join this study?",
            still="Still recruiting",
        ),
        "SUSPENDED": Status(
            name="Suspended",
            short="Paused",
            meaning="The study has stopped early, and may start again.",
            joining=Joining.PAUSED,
            enrolment="Nobody can enrol now: the study is suspended, and may start again",
            ask="The study is paused. Could it take me if it starts again?",
        ),
        "TEMPORARILY_NOT_AVAILABLE": Status(
            name="Temporarily not available",
            short="Not offered now",
            meaning="Expanded access is paused, and may be offered again.",
            joining=Joining.PAUSED,
            enrolment="Nobody can enrol now: expanded access is paused, and may be offered again",
            ask="The treatment is not offered now. Could I get it later?",
        ),
        "TERMINATED": Status(
            name="Terminated",
            short="Stopped early",
            meaning="The study has stopped early and will not start again. Participants are no "
            "longer treated or examined.",
            joining=Joining.OVER,
            enrolment="Nobody can enrol now: the study has stopped early, and no longer recruits",
            ask="The study takes no new people. Can I get this treatment in some other way?",
            has_ended=True,
        ),
        "UNKNOWN": Status(
            name="Unknown",
            short="Status not confirmed",
            meaning="The study was last known to be going on or to be planned, its completion date "
            "has passed, and its status has not been confirmed in two years.",
        ),
        "WITHDRAWN": Status(
            name="Withdrawn",
            short="Never started",
            meaning="The study was stopped before its first participant joined.",
            joining=Joining.OVER,
            enrolment="Nobody can enrol now: the study was withdrawn before anybody joined",
            ask="Nobody ever joined this study. Can I get this treatment in some other way?",
        ),
        "WITHHELD": Status(
            name="Withheld",
            short="Status not told",
            meaning="The status is withheld: the record does not tell it.",
            enrolment="Whether anybody can enrol is not known: the record does not tell its status",
        ),
        "ACTIVE_NOT_RECRUITING": Status(
            name="Active, not recruiting",
            short="Takes no new people",
            meaning="The study is going on: participants are being treated or followed. Nobody new "
            "can join.",
            joining=Joining.OVER,
            enrolment="Nobody can enrol now: the study is going on, and no longer recruits",
            ask="The study takes no new people. Can I get this treatment in some other way?",
        ),
    }
)
STATUS: Final = {value: status.name for value, status in STATUSES.items()}


def status_of(value: str | None) -> Status:
    """What a status means; of one that is not in the table, or not stated, little is known."""
    name = value or NOT_STATED
    return STATUSES.get(name, Status(name=name, short=name))
