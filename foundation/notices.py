"""Two ways for a notice to leave: a signed webhook (Standard Webhooks 1.0.0), and mail through a relay in the house.

Both are handlers of the outbox, so a notice may arrive twice and never gets lost: the id of its job is the same each
time, in ``webhook-id`` and in ``Message-ID``, and tells the receiver that it has this one already.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import smtplib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime

from pydantic import SecretStr

from foundation.clock import Clock
from foundation.egress import Exchange, open_client
from foundation.errors import ConfigurationError, NotFound, Unavailable
from foundation.outbox import Job

SECONDS = 10.0
"""The longest a receiver may take; what takes longer is tried again."""

_SECRET_BYTES = range(24, 65)


def key_of(secret: SecretStr) -> bytes:
    """The key of a signing secret: base64 of 24 to 64 bytes, with or without ``whsec_`` before it."""
    try:
        key = base64.b64decode(secret.get_secret_value().removeprefix("whsec_"), validate=True)
    except binascii.Error:
        key = b""
    if len(key) not in _SECRET_BYTES:
        raise ConfigurationError(
            "notice_secret_unusable",
            "DOCKING_NOTICE_SECRET 要是 24 到 64 个随机字节的 base64（可用 openssl rand -base64 32 生成）",
        )
    return key


def signature(key: bytes, notice_id: str, seconds: int, body: bytes) -> str:
    """``v1,`` and the base64 of HMAC-SHA256 over id, moment (seconds since 1970) and body."""
    signed = hmac.new(key, f"{notice_id}.{seconds}.".encode() + body, hashlib.sha256).digest()
    return "v1," + base64.b64encode(signed).decode()


@dataclass(frozen=True)
class Webhook:
    """Posts ``{"type", "timestamp", "data"}``; any answer of 2xx means taken, 410 means never again."""

    url: str
    key: bytes
    clock: Clock
    seconds: float = SECONDS

    def __call__(self, job: Job) -> None:
        """Deliver one notice, or raise."""
        said = {"type": job.payload["type"], "timestamp": job.payload["at"], "data": job.payload["data"]}
        body = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        moment = int(self.clock.now().timestamp())
        headers = {
            "content-type": "application/json",
            "webhook-id": job.id,
            "webhook-timestamp": str(moment),
            "webhook-signature": signature(self.key, job.id, moment, body),
        }
        exchange = Exchange()
        with open_client("anywhere", exchange) as client, exchange.limited(self.seconds):
            status = client.post(self.url, content=body, headers=headers, timeout=self.seconds).status_code
        if status == 410:
            raise NotFound("notice_not_wanted", "对方不再接收通知（HTTP 410）")
        if not 200 <= status < 300:
            raise Unavailable("notice_not_taken", "对方没有收下通知：HTTP {status}", status=status)


@dataclass(frozen=True)
class Mail:
    """Sends a notice to the address of its role through ``host:port``; encrypted where the relay offers it, no login.

    ``word`` makes subject and text of a notice. A role without an address of its own is written to at the desk's.
    """

    host: str
    port: int
    sender: str
    addresses: Mapping[str, str]
    word: Callable[[Job], tuple[str, str]]
    clock: Clock
    seconds: float = SECONDS

    def __call__(self, job: Job) -> None:
        """Deliver one notice, or raise."""
        message = EmailMessage()
        message["Subject"], text = self.word(job)
        message["From"] = self.sender
        message["To"] = self.addresses.get(str(job.payload["data"].get("to")), self.addresses["coordinator"])
        message["Date"] = format_datetime(self.clock.now())
        message["Message-ID"] = f"<{job.id}@{self.sender.rpartition('@')[2]}>"
        message.set_content(text)
        with smtplib.SMTP(self.host, self.port, timeout=self.seconds) as relay:
            relay.ehlo()
            if relay.has_extn("starttls"):
                relay.starttls()
            relay.send_message(message)
