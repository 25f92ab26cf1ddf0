"""Notices on their way out: what of each may leave, which ways are set, and one round of delivering.

A notice waits in the outbox as the use case wrote it. Here it becomes one job for each way out, so that a webhook that
is down does not send the same mail again; each way has its own attempts. Only ids, roles, states and dates leave.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from api.projects.notices import headline as project_headline
from engagement.telling import NOTICE as ENGAGEMENT
from foundation.actors import SYSTEM
from foundation.errors import ConfigurationError
from foundation.language import Language, render, sentence
from foundation.notices import Mail, Webhook, key_of
from foundation.outbox import Handler, Job, Ran, counts, enqueue, run_due
from foundation.settings import Settings
from intake.cares.caring import NOTICE as CARE
from matcher.reverse.telling import NOTICE as SUBSCRIPTION

if TYPE_CHECKING:
    from api.wiring import House

WEBHOOK, MAIL = "notice.webhook", "notice.mail"
"""The kinds of the jobs that carry a notice one way out."""

_MAY_LEAVE = {
    CARE: ("notice", "kind", "subject", "to", "due"),
    ENGAGEMENT: ("notice", "subject", "profile", "version", "row", "state", "to", "by", "due", "month"),
    SUBSCRIPTION: ("subscription", "kind", "import", "capability"),
}
_DEMAND_MAY_LEAVE = ("id", "state")

_REMINDER = sentence("Docking 提醒：{subject} 的期限是 {due}").template
_ESCALATION = sentence("Docking 逾期：{subject} 现在由您办理，期限 {due}").template
_NEWS = sentence("Docking 订阅：{subscription} 有新消息（{subject}）").template
_TEXT = sentence("{headline}。请到 Docking 里查看，这封信里没有别的内容。").template


def deliver(house: House, limit: int = 10) -> Ran:
    """Send what is due now; what fails waits for its next attempt. Counted are sendings: one for each notice and way.

    :raises ConfigurationError: ``notice_way_missing``, ``notice_secret_unusable``, ``notice_mail_unusable``.
    """
    ways = _ways(house)
    _all_due(house, {kind: lambda job: _spread(house, job, tuple(ways)) for kind in _MAY_LEAVE}, limit)
    return _all_due(house, ways, limit)


def _all_due(house: House, handlers: Mapping[str, Handler], limit: int) -> Ran:
    owner = house.identifiers.new("worker")
    total = Ran()
    while (ran := run_due(house.engine, handlers, house.clock, house.identifiers, owner, limit)) != Ran():
        total = Ran(**{end: count + getattr(ran, end) for end, count in total})
    return total


def undelivered(house: House) -> int:
    """How many notices wait in the outbox to be delivered, each way counted."""
    with house.reading() as session:
        return sum(counts(session, kind)["waiting"] for kind in (*_MAY_LEAVE, WEBHOOK, MAIL))


def leaving(kind: str, payload: Mapping[str, object]) -> dict[str, object]:
    """Of a notice what may leave the house: named fields and nothing else."""
    left = {name: payload[name] for name in _MAY_LEAVE[kind] if name in payload}
    demand = payload.get("demand")
    if isinstance(demand, Mapping):
        left["demand"] = {name: demand[name] for name in _DEMAND_MAY_LEAVE if name in demand}
    return left


def _spread(house: House, job: Job, ways: tuple[str, ...]) -> None:
    """One job for each way; done again it writes nothing new, for the key is the notice's."""
    carried = {"type": job.kind, "at": job.created_at.isoformat(), "data": leaving(job.kind, job.payload)}
    with house.working(SYSTEM) as work:
        for way in ways:
            enqueue(work, way, carried, key=job.id)


def _ways(house: House) -> dict[str, Handler]:
    settings = house.settings
    ways: dict[str, Handler] = {}
    if settings.notice_url:
        ways[WEBHOOK] = Webhook(settings.notice_url, key_of(settings.notice_secret), house.clock)
    if settings.notice_smtp:
        ways[MAIL] = _mail(house, settings)
    if not ways:
        raise ConfigurationError(
            "notice_way_missing", "还没有设置通知送到哪里：请设 DOCKING_NOTICE_URL 或 DOCKING_NOTICE_SMTP"
        )
    return ways


def _mail(house: House, settings: Settings) -> Mail:
    host, _, port = settings.notice_smtp.rpartition(":")
    pairs = (pair.partition("=") for pair in settings.notice_mail_to.split(",") if pair.strip())
    addresses = {role.strip(): address.strip() for role, _, address in pairs}
    if (
        not host
        or not port.isdigit()
        or "@" not in settings.notice_sender
        or "@" not in addresses.get("coordinator", "")
    ):
        raise ConfigurationError(
            "notice_mail_unusable",
            "发邮件还要设 DOCKING_NOTICE_SENDER 和 DOCKING_NOTICE_MAIL_TO（至少有 coordinator）；SMTP 写成主机:端口",
        )

    def word(job: Job) -> tuple[str, str]:
        headline = _headline(job, settings.language)
        return headline, render(_TEXT, {"headline": headline}, settings.language) + "\n"

    return Mail(host, int(port), settings.notice_sender, addresses, word, house.clock)


def _headline(job: Job, language: Language) -> str:
    data = job.payload["data"]
    if job.payload["type"] == ENGAGEMENT:
        return project_headline(data, language)
    if job.payload["type"] == CARE:
        template = _ESCALATION if data["notice"] == "escalation" else _REMINDER
        facts = {"subject": data["subject"], "due": data["due"]}
    else:
        template = _NEWS
        facts = {"subscription": data["subscription"], "subject": data.get("import") or data["demand"]["id"]}
    return render(template, facts, language)
