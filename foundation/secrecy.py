"""Levels of secrecy and what may leave at each (reliability.md §3). Unknown counts as secret: fail closed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, get_args

from foundation.language import Sentence, sentence
from foundation.values import Value

Level = Literal["public", "internal", "secret"]

ORDER: tuple[Level, ...] = ("public", "internal", "secret")
DEFAULT_LEVEL: Level = "internal"


def highest(*levels: Level | None) -> Level:
    """The level of something made from several sources: the highest of them; a missing one counts as secret."""
    if not levels:
        return "secret"
    return max((level if level in ORDER else "secret" for level in levels), key=ORDER.index)


Channel = Literal["model", "embedding", "webhook", "email", "association", "similar_search"]
"""Where something may go: a language model, the local embedder, a webhook, an e-mail, the association's interface,
the answer to somebody else's search for similar demands."""

CHANNELS: tuple[Channel, ...] = get_args(Channel)

Form = Literal["full", "redacted", "id_state", "none"]
"""Whole; after :mod:`foundation.redaction`; only the fields named in the decision; nothing."""

Audience = Literal["all", "own_centre", "nobody"]


class Decision(Value):
    """Whether something may leave, in which form, to whom, and why.

    ``fields`` says what the form ``id_state`` holds. ``needs_private_address``: the far end must be loopback or a
    private address, checked when the connection is made.
    """

    allowed: bool
    form: Form
    reason: Sentence
    fields: tuple[str, ...] = ()
    audience: Audience = "all"
    needs_private_address: bool = False


def _yes(form: Form, reason: Sentence, **more: object) -> Decision:
    return Decision.model_validate({"allowed": True, "form": form, "reason": reason, **more})


def _no(reason: Sentence) -> Decision:
    return Decision(allowed=False, form="none", reason=reason, audience="nobody")


_LOCAL = sentence("句向量在本机计算，不出本机")
_ON_PREMISES = sentence("模型在本单位内网：脱敏后可以送去")
_PUBLIC_NOTICE = _yes("id_state", sentence("公开：只送编号、状态和标题"), fields=("id", "state", "title"))
_INTERNAL_NOTICE = _yes("id_state", sentence("内部：只送编号和状态"), fields=("id", "state"))
_SECRET_NOTICE = _yes("id_state", sentence("商密：只送无含义的编号"), fields=("id",))

# (level, channel, on premises, consent) → what may leave. Channels other than the model do not ask where it runs or
# whether there is consent: their rows say None.
_TABLE: Mapping[tuple[Level, Channel, bool | None, bool | None], Decision] = MappingProxyType(
    {
        ("public", "model", False, None): _yes("redacted", sentence("公开：脱敏后可以送外部模型")),
        ("internal", "model", False, False): _no(sentence("内部：送外部模型须先取得本需求的书面同意")),
        ("internal", "model", False, True): _yes("redacted", sentence("内部：已有同意，脱敏后可以送外部模型")),
        ("secret", "model", False, None): _no(sentence("商密：任何情况下不送外部模型")),
        ("public", "model", True, None): _yes("redacted", _ON_PREMISES, needs_private_address=True),
        ("internal", "model", True, None): _yes("redacted", _ON_PREMISES, needs_private_address=True),
        ("secret", "model", True, None): _yes("redacted", _ON_PREMISES, needs_private_address=True),
        ("public", "embedding", None, None): _yes("full", _LOCAL),
        ("internal", "embedding", None, None): _yes("full", _LOCAL),
        ("secret", "embedding", None, None): _yes(
            "full", sentence("商密：在本机计算，索引按所有者分开存放"), audience="own_centre"
        ),
        ("public", "webhook", None, None): _PUBLIC_NOTICE,
        ("internal", "webhook", None, None): _INTERNAL_NOTICE,
        ("secret", "webhook", None, None): _SECRET_NOTICE,
        ("public", "email", None, None): _PUBLIC_NOTICE,
        ("internal", "email", None, None): _INTERNAL_NOTICE,
        ("secret", "email", None, None): _SECRET_NOTICE,
        ("public", "association", None, None): _yes("redacted", sentence("公开：只送已发布的字段")),
        ("internal", "association", None, None): _no(sentence("内部：协会只见不少于 5 条需求的合计数")),
        ("secret", "association", None, None): _no(sentence("商密：协会不见，也不计入合计数")),
        ("public", "similar_search", None, None): _yes("full", sentence("公开：可供相似需求检索")),
        ("internal", "similar_search", None, None): _yes(
            "full", sentence("内部：相似需求只在本中心内检索"), audience="own_centre"
        ),
        ("secret", "similar_search", None, None): _no(sentence("商密：不进入相似需求检索")),
    }
)


def may_leave(level: Level | None, channel: Channel, *, consent: bool = False, on_premises: bool = False) -> Decision:
    """What of a demand of this level may leave by this channel.

    ``consent`` is a recorded consent for this very demand; ``on_premises`` says that the model runs inside the house.
    Both matter to the channel ``model`` only. Even there a model gets redacted text, never contacts, amounts or the
    enterprise's name. A missing or unknown level counts as secret; an unknown channel is closed.
    """
    if channel not in CHANNELS:
        return _no(sentence("没有登记过的出口：{channel}", channel=str(channel)))
    counted = highest(level)
    place = on_premises if channel == "model" else None
    for agreed in (consent, None):
        row = _TABLE.get((counted, channel, place, agreed))
        if row is not None:
            return row
    return _no(sentence("没有登记过的出口：{channel}", channel=channel))
