"""Notices leave the outbox by webhook and by mail: signed, tried again, never lost, and with ids and dates only."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import socketserver
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from email import message_from_string
from email.header import decode_header, make_header
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from pydantic import SecretStr

from api.notices import deliver, leaving, undelivered
from api.tending import tend_house
from api.wiring import House, open_house
from engagement.service import start
from foundation.actors import SYSTEM
from foundation.clock import SetClock, SystemClock
from foundation.errors import ConfigurationError
from foundation.notices import key_of, signature
from foundation.outbox import Ran, counts, enqueue
from foundation.settings import Settings
from intake.cares.caring import Tended
from tests.builders import ROOT, everybody
from tests.engagement.cases import CONTACTS
from tests.engagement.test_service import open_one

SECRET = "whsec_" + base64.b64encode(b"k" * 32).decode()
REMINDER = {"notice": "reminder", "kind": "demand", "subject": "dem_1", "to": "coordinator", "due": "2025-03-17"}
NEWS = {
    "subscription": "sub_1",
    "kind": "station",
    "demand": {"id": "dem_2", "state": "published", "title": "王小明 13800138000 的外壳开裂"},
}


class Receiver(ThreadingHTTPServer):
    """A web server on loopback that answers ``status`` and keeps what came; ``before`` runs before each answer."""

    def __init__(self) -> None:
        self.came: list[tuple[dict[str, str], bytes]] = []
        self.status = 204
        self.before: Callable[[], None] = lambda: None
        super().__init__(("127.0.0.1", 0), _Post)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/notices"


class _Post(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.came.append(({name.lower(): value for name, value in self.headers.items()}, body))
        self.server.before()
        try:
            self.send_response(self.server.status)
            self.end_headers()
        except OSError:
            pass  # the sender was killed

    def log_message(self, *_: object) -> None:
        """Quiet."""


class Relay(socketserver.ThreadingTCPServer):
    """The least a mail server can be; keeps each message with whom it is for."""

    daemon_threads = True

    def __init__(self) -> None:
        self.came: list[tuple[str, str]] = []
        super().__init__(("127.0.0.1", 0), _Smtp)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"


class _Smtp(socketserver.StreamRequestHandler):
    server: Relay

    def handle(self) -> None:
        self.wfile.write(b"220 relay\r\n")
        to = ""
        while line := self.rfile.readline():
            word = line.decode().strip()
            if word.upper().startswith("RCPT"):
                to = word.partition("<")[2].rstrip(">")
            if word.upper() == "DATA":
                self.wfile.write(b"354 go on\r\n")
                lines = iter(self.rfile.readline, b".\r\n")
                self.server.came.append((to, b"".join(lines).decode()))
            self.wfile.write(b"221 bye\r\n" if word.upper() == "QUIT" else b"250 ok\r\n")
            if word.upper() == "QUIT":
                return


@contextmanager
def serving(server: socketserver.BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    server = Receiver()
    with serving(server):
        yield server


@pytest.fixture
def relay() -> Iterator[Relay]:
    server = Relay()
    with serving(server):
        yield server


@contextmanager
def house_at(folder: Path, clock: SetClock | SystemClock, **chosen: object) -> Iterator[House]:
    house = open_house(Settings(data_dir=folder, notice_secret=SecretStr(SECRET), **chosen), clock)  # type: ignore[arg-type]
    try:
        yield house
    finally:
        house.close()


def tell(house: House, kind: str = "care.notice", payload: dict[str, object] = REMINDER) -> None:
    with house.working(SYSTEM) as work:
        enqueue(work, kind, payload)


def by_mail(relay: Relay) -> dict[str, str]:
    to = "coordinator=desk@centre.example, host=head@centre.example"
    return {"notice_smtp": relay.address, "notice_sender": "docking@centre.example", "notice_mail_to": to}


def test_the_signature_is_that_of_standard_webhooks() -> None:
    key = key_of(SecretStr("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
    signed = signature(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_webhook_is_signed_and_carries_ids_roles_and_dates_only(
    tmp_path: Path, clock: SetClock, receiver: Receiver
) -> None:
    with house_at(tmp_path, clock, notice_url=receiver.url) as house:
        tell(house)
        tell(house, "subscription.notice", NEWS)
        assert undelivered(house) == 2
        assert deliver(house) == Ran(done=2)
        assert (undelivered(house), deliver(house)) == (0, Ran())
    said = {}
    for headers, body in receiver.came:
        name, moment = headers["webhook-id"], headers["webhook-timestamp"]
        mac = hmac.new(b"k" * 32, f"{name}.{moment}.".encode() + body, hashlib.sha256).digest()
        assert headers["webhook-signature"] == "v1," + base64.b64encode(mac).decode()
        assert int(moment) == int(clock.now().timestamp())
        said[json.loads(body)["type"]] = json.loads(body)["data"]
    assert said == {
        "care.notice": REMINDER,
        "subscription.notice": {
            "subscription": "sub_1",
            "kind": "station",
            "demand": {"id": "dem_2", "state": "published"},
        },
    }


def test_a_field_that_nobody_named_stays_in_the_house() -> None:
    assert leaving("care.notice", {**REMINDER, "words": "王小明 13800138000"}) == REMINDER


def test_a_webhook_that_is_down_is_tried_again_on_schedule_with_the_same_id(
    tmp_path: Path, clock: SetClock, receiver: Receiver
) -> None:
    receiver.status = 503
    with house_at(tmp_path, clock, notice_url=receiver.url) as house:
        tell(house)
        assert deliver(house) == Ran(failed=1)
        assert deliver(house) == Ran()  # not yet due
        receiver.status = 200
        clock.advance(timedelta(seconds=6))
        assert deliver(house) == Ran(done=1)
    first, second = ({**headers, "body": body.decode()} for headers, body in receiver.came)
    assert (first["webhook-id"], first["body"]) == (second["webhook-id"], second["body"])
    assert first["webhook-timestamp"] != second["webhook-timestamp"]


def test_a_receiver_that_is_gone_for_good_is_not_asked_again(
    tmp_path: Path, clock: SetClock, receiver: Receiver
) -> None:
    receiver.status = 410
    with house_at(tmp_path, clock, notice_url=receiver.url) as house:
        tell(house)
        assert deliver(house) == Ran(dead=1)
        with house.reading() as session:
            assert counts(session, "notice.webhook")["dead"] == 1


def test_mail_goes_to_the_address_of_the_role_and_else_to_the_desk(
    tmp_path: Path, clock: SetClock, relay: Relay
) -> None:
    with house_at(tmp_path, clock, **by_mail(relay)) as house:
        tell(house, payload={**REMINDER, "notice": "escalation", "to": "host"})
        tell(house, payload={**REMINDER, "to": "association"})
        tell(house, "subscription.notice", NEWS)
        assert deliver(house) == Ran(done=3)
    assert sorted(to for to, _ in relay.came) == ["desk@centre.example", "desk@centre.example", "head@centre.example"]
    subjects = [str(make_header(decode_header(message_from_string(text)["Subject"]))) for _, text in relay.came]
    assert any("dem_1" in subject and "2025-03-17" in subject for subject in subjects)
    assert len({message_from_string(text)["Message-ID"] for _, text in relay.came}) == 3
    for _, text in relay.came:
        letter = message_from_string(text)
        assert b"13800138000" not in letter.get_payload(decode=True) + letter.as_bytes()


def test_a_project_is_told_by_mail_what_happened_who_acts_next_and_when_it_is_overdue(
    tmp_path: Path, clock: SetClock, relay: Relay
) -> None:
    with house_at(tmp_path, clock, **by_mail(relay)) as house:
        with house.working(everybody()) as work:
            id = open_one(work).id
            start(work, id, 1, CONTACTS)
        deliver(house)
        assert tend_house(house) == Tended()
        clock.advance(timedelta(days=17))  # a day off within the talks does not matter: the due day has passed
        assert tend_house(house) == Tended(escalated=1)
        assert tend_house(house) == Tended()
        deliver(house)
    letters = [message_from_string(text) for _, text in relay.came]
    subjects = [str(make_header(decode_header(letter["Subject"]))) for letter in letters]
    begun = f"Docking 项目：{id} 已办“开始沟通”，现在是“技术、商务沟通”，由中心办理，期限 2025-03-24"
    late = f"Docking 逾期：项目 {id} 在“技术、商务沟通”，期限 2025-03-24 已过，没有人办理，现在请协调员过问"
    own_way = f"{begun}。请在您的需求页面点“查看项目进展”"  # to the enterprise
    assert [subjects.count(one) for one in (begun, own_way, late)] == [2, 1, 1]
    assert not any("王经理" in letter.get_payload(decode=True).decode() for letter in letters)  # type: ignore[union-attr]


def test_a_webhook_that_is_down_does_not_send_the_mail_twice(
    tmp_path: Path, clock: SetClock, receiver: Receiver, relay: Relay
) -> None:
    receiver.status = 500
    with house_at(tmp_path, clock, notice_url=receiver.url, **by_mail(relay)) as house:
        tell(house)
        assert deliver(house) == Ran(done=1, failed=1)
        clock.advance(timedelta(minutes=1))
        assert deliver(house) == Ran(failed=1)
    assert (len(receiver.came), len(relay.came)) == (2, 1)


def test_a_sender_killed_before_it_hears_the_answer_loses_nothing(tmp_path: Path, receiver: Receiver) -> None:
    """At least once: what was sent when it died comes again, under the same id; everything else comes once."""
    with house_at(tmp_path, SystemClock()) as house:
        for number in range(5):
            tell(house, payload={**REMINDER, "subject": f"dem_{number}"})
    environment = {
        **os.environ,
        "DOCKING_DATA_DIR": str(tmp_path),
        "DOCKING_NOTICE_URL": receiver.url,
        "DOCKING_NOTICE_SECRET": SECRET,
    }
    arrived, killed = threading.Event(), threading.Event()

    def third_time_wait() -> None:
        if len(receiver.came) == 3:
            arrived.set()
            killed.wait(20)

    receiver.before = third_time_wait
    command = [sys.executable, "-m", "api.cli.main", "notices", "deliver"]
    sender = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    assert arrived.wait(60)
    sender.kill()
    sender.wait()
    killed.set()
    later = SetClock(SystemClock().now() + timedelta(minutes=6))  # the lease has run out
    with house_at(tmp_path, later, notice_url=receiver.url) as house:
        assert deliver(house) == Ran(done=3)
        assert undelivered(house) == 0
    subjects: dict[str, set[str]] = {}
    for headers, body in receiver.came:
        subjects.setdefault(headers["webhook-id"], set()).add(json.loads(body)["data"]["subject"])
    assert sorted(subjects.values(), key=str) == [{f"dem_{number}"} for number in range(5)]
    assert len(receiver.came) == 6  # the third one twice


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        ({}, "notice_way_missing"),
        ({"notice_url": "http://127.0.0.1/", "notice_secret": SecretStr("short")}, "notice_secret_unusable"),
        ({"notice_url": "http://127.0.0.1/", "notice_secret": SecretStr("")}, "notice_secret_unusable"),
        ({"notice_smtp": "127.0.0.1:25"}, "notice_mail_unusable"),
        (
            {"notice_smtp": "127.0.0.1", "notice_sender": "a@b", "notice_mail_to": "coordinator=a@b"},
            "notice_mail_unusable",
        ),
    ],
)
def test_settings_that_cannot_work_are_named(
    tmp_path: Path, clock: SetClock, chosen: dict[str, object], code: str
) -> None:
    house = open_house(Settings(data_dir=tmp_path, **chosen), clock)  # type: ignore[arg-type]
    tell(house)
    with pytest.raises(ConfigurationError) as refused:
        deliver(house)
    assert refused.value.code == code
    assert undelivered(house) == 1
    house.close()
