"""Fetch a record from ClinicalTrials.gov: the one thing here that needs a network.

Nothing calls this unless a visitor has pressed a button that says so.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Final

import httpx

from data.errors import StudyError, quoted
from data.loading import MAX_BYTES

API: Final = "https://clinicaltrials.gov/api/v2"
# Per connection and per read, in seconds: a hospital's proxy is slow, a visitor's patience short.
TIMEOUT: Final = 10.0
# In all, in seconds, however the answer trickles in.
DEADLINE: Final = 30.0
# Waits before the second and the third try, in seconds.
PAUSES: Final = (1.0, 3.0)
_WORTH_ANOTHER_TRY = {429, 500, 502, 503, 504}
_NUMBER = re.compile(r"NCT\d{8}")


class _TryAgainError(Exception):
    """An answer that another try may better."""


def nct_number(text: str) -> str:
    """Read an NCT number as a person types it: `nct 03972488`, an address of the registry.

    Raises:
        StudyError: the text holds no such number, or several.
    """
    found = set(re.findall(r"NCT\s*-?\s*(\d+)", text, re.IGNORECASE))
    numbers = [f"NCT{digits}" for digits in found]
    if len(numbers) != 1 or not _NUMBER.fullmatch(numbers[0]):
        raise StudyError(
            f"expected NCT and eight digits, as in NCT03972488, got {quoted(text.strip())}"
        )
    return numbers[0]


def fetch_record(
    nct_id: str,
    *,
    api: str = API,
    timeout: float = TIMEOUT,
    deadline: float = DEADLINE,
    pauses: tuple[float, ...] = PAUSES,
    on_try: Callable[[int], None] = lambda _: None,
) -> bytes:
    """Fetch a study's JSON from the registry.

    Args:
        nct_id: NCT and eight digits.
        api: where the API is.
        timeout: for each connection and each read, in seconds.
        deadline: for all tries together, in seconds.
        pauses: how long to wait before each further try, in seconds.
        on_try: told the number of each try, from 1.

    Returns:
        The answer as it came, for `load_study`.

    Raises:
        StudyError: says what went wrong, and what can be done.
    """
    end = time.monotonic() + deadline
    failure = ""
    with httpx.Client(timeout=timeout, follow_redirects=True) as client:
        for number, pause in enumerate((0.0, *pauses), start=1):
            time.sleep(pause)
            on_try(number)
            try:
                return _answer(client, f"{api}/studies/{nct_id}", nct_id, end)
            except _TryAgainError as error:
                failure = str(error)
            if time.monotonic() >= end:
                break
    raise StudyError(f"{failure}; try again later, or open a file of the record instead")


def _answer(client: httpx.Client, address: str, nct_id: str, end: float) -> bytes:
    try:
        with client.stream("GET", address, params={"format": "json"}) as response:
            _check_status(response, nct_id)
            _check_type(response)
            return _body(response, end)
    except httpx.TimeoutException:
        raise _TryAgainError("ClinicalTrials.gov did not answer in time") from None
    except httpx.ConnectError:
        raise _TryAgainError(
            "ClinicalTrials.gov cannot be reached: is this computer offline, or behind a firewall?"
        ) from None
    except httpx.HTTPError:
        raise _TryAgainError("ClinicalTrials.gov broke off in the middle of its answer") from None


def _check_status(response: httpx.Response, nct_id: str) -> None:
    status = response.status_code
    if status == httpx.codes.NOT_FOUND:
        raise StudyError(f"ClinicalTrials.gov has no study {nct_id}: check the number")
    if status == httpx.codes.TOO_MANY_REQUESTS:
        raise _TryAgainError("ClinicalTrials.gov is asked too often at the moment (429)")
    if status in _WORTH_ANOTHER_TRY:
        raise _TryAgainError(f"ClinicalTrials.gov has a fault at the moment ({status})")
    if status != httpx.codes.OK:
        raise StudyError(f"ClinicalTrials.gov refused the request ({status})")


def _check_type(response: httpx.Response) -> None:
    kind = response.headers.get("content-type", "")
    if "json" not in kind:
        raise StudyError(
            f"expected JSON from ClinicalTrials.gov, got {kind or 'an answer of no stated type'}: "
            "a proxy or a login page may stand between"
        )


def _body(response: httpx.Response, end: float) -> bytes:
    content = bytearray()
    for chunk in response.iter_bytes():
        content += chunk
        if len(content) > MAX_BYTES:
            raise StudyError(f"expected a record of at most {MAX_BYTES // 10**6} MB")
        if time.monotonic() > end:
            raise _TryAgainError("ClinicalTrials.gov did not answer in time")
    return bytes(content)
