"""What may be heard at all: an utterance is checked before anything is done with it, and before anything is stored."""

from __future__ import annotations

from foundation.errors import InvalidInput
from foundation.markings import state_secret_marking
from foundation.text import MAX_CHARACTERS, clean


def check_utterance(text: str, field: str = "text") -> str:
    """The text as it may be kept: not empty, not too long, no NUL or broken characters, no state-secret marking.

    Raises InvalidInput naming ``field``. The words themselves are never changed; evidence points into them.
    """
    if len(text) > MAX_CHARACTERS:
        raise InvalidInput("text_too_long", "文字太长：最多 {most} 个字", field=field, most=MAX_CHARACTERS)
    if any(character == "\0" or "\ud800" <= character <= "\udfff" for character in text):
        raise InvalidInput("text_broken", "文字里有不能保存的字符，请重新输入或粘贴", field=field)
    if not clean(text):
        raise InvalidInput("text_empty", "请写几个字说明难题", field=field)
    refuse_state_secrets(text, field)
    return text


def refuse_state_secrets(text: str, field: str = "text") -> None:
    """Raise InvalidInput for a text that bears a marking of state secrets; it names the field, never the words."""
    if state_secret_marking(text) is not None:
        raise InvalidInput(
            "state_secret_refused", "文字带有国家秘密标志，本系统不能接收，也没有保存；请走保密渠道", field=field
        )
