"""Fetching a record: against a server here that answers as the registry does, and worse."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from data import StudyError, load_study
from data.registry import fetch_record, nct_number

RECORD = json.dumps(
    {"protocolSection": {"identificationModule": {"nctId": "NCT00000001"}}}
).encode()
JSON = "application/json"
# (status, content type, body, length that the header claims)
Answer = tuple[int, str, bytes, int]


def answer(status: int = 200, kind: str = JSON, body: bytes = RECORD, claims: int = 0) -> Answer:
    return status, kind, body, len(body) + claims


@contextmanager
def registry(*answers: Answer, wait: float = 0) -> Iterator[tuple[str, list[str]]]:
    """Serve the answers in turn, the last one for ever; yields the address and the paths asked."""
    asked: list[str] = []
    left = list(answers)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            status, kind, body, length = left.pop(0) if len(left) > 1 else left[0]
            time.sleep(wait)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(length))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()


def fetched(address: str, timeout: float = 2, deadline: float = 5) -> bytes:
    return fetch_record(
        "NCT00000001", api=address, timeout=timeout, deadline=deadline, pauses=(0.0, 0.0)
    )


def test_a_record_is_fetched_by_its_number_and_opens() -> None:
    with registry(answer()) as (address, asked):
        assert load_study(fetched(address)).nct_id == "NCT00000001"
    assert asked == ["/studies/NCT00000001?format=json"]


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_passing_fault_is_tried_again(status: int) -> None:
    with registry(answer(status), answer(status), answer()) as (address, asked):
        assert fetched(address) == RECORD
    assert len(asked) == 3


@pytest.mark.parametrize(
    ("given", "message", "tries"),
    [
        (answer(404), "ClinicalTrials.gov has no study NCT00000001: check the number", 1),
        (answer(429), "asked too often at the moment (429); try again later", 3),
        (answer(500), "has a fault at the moment (500); try again later", 3),
        (answer(403), "refused the request (403)", 1),
        (answer(kind="text/html", body=b"<html>"), "got text/html: a proxy or a login page", 1),
        (answer(body=RECORD[:20], claims=40), "broke off in the middle of its answer", 3),
    ],
)
def test_each_failure_says_what_went_wrong(given: Answer, message: str, tries: int) -> None:
    with registry(given) as (address, asked):
        with pytest.raises(StudyError) as raised:
            fetched(address)
        assert message in str(raised.value)
        assert len(asked) == tries


def test_half_a_body_that_claims_to_be_whole_is_no_record() -> None:
    with registry(answer(body=RECORD[:20])) as (address, _):
        content = fetched(address)
    with pytest.raises(StudyError, match="expected JSON, but"):
        load_study(content)


def test_an_answer_that_never_comes_ends_in_a_sentence() -> None:
    with registry(answer(), wait=5) as (address, _):
        started = time.monotonic()
        with pytest.raises(StudyError, match="did not answer in time; try again later"):
            fetched(address, timeout=0.2, deadline=0.5)
        assert time.monotonic() - started < 4


def test_without_a_network_it_says_so() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(StudyError, match="cannot be reached: is this computer offline"):
        fetched(address)


@pytest.mark.parametrize(
    "typed",
    [
        "NCT03972488",
        " nct03972488 ",
        "NCT 03972488",
        "https://clinicaltrials.gov/study/NCT03972488?term=x",
    ],
)
def test_a_number_is_read_as_people_type_it(typed: str) -> None:
    assert nct_number(typed) == "NCT03972488"


@pytest.mark.parametrize("typed", ["", "03972488", "NCT0397248", "NCT039724881", "NCT1 NCT2"])
def test_what_is_no_number_is_said_before_anything_is_sent(typed: str) -> None:
    with pytest.raises(StudyError, match="expected NCT and eight digits"):
        nct_number(typed)
