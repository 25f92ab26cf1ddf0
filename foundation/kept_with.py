"""Answers that are remembered as long as what they were asked of is there, and no longer.

A plain ``lru_cache`` over a function of an index keeps every index alive that was ever asked: a service that opens a
new one each night would grow by the old one each time.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar, cast
from weakref import WeakKeyDictionary, ref

Owner = TypeVar("Owner")
Rest = ParamSpec("Rest")
Answer = TypeVar("Answer")


def kept_with(
    most: int,
) -> Callable[[Callable[Concatenate[Owner, Rest], Answer]], Callable[Concatenate[Owner, Rest], Answer]]:
    """Remember up to ``most`` answers for each first argument, beside it; the other arguments are hashable."""

    def remembering(
        function: Callable[Concatenate[Owner, Rest], Answer],
    ) -> Callable[Concatenate[Owner, Rest], Answer]:
        known: WeakKeyDictionary[Owner, Callable[Rest, Answer]] = WeakKeyDictionary()

        @wraps(function)
        def asked(owner: Owner, /, *args: Rest.args, **named: Rest.kwargs) -> Answer:
            ask = known.get(owner)
            if ask is None:
                here = ref(owner)

                def of_owner(*args: Rest.args, **named: Rest.kwargs) -> Answer:
                    there = here()
                    assert there is not None, "who asks holds the owner"
                    return function(there, *args, **named)

                ask = known.setdefault(owner, cast("Callable[Rest, Answer]", lru_cache(most)(of_owner)))
            return ask(*args, **named)

        return asked

    return remembering
