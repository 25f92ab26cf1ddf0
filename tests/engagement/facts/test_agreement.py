"""Offers and what makes one signable: one hash, the host as party, measurable criteria (S0-02, S0-27, B7)."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from engagement.facts.acceptance import Criterion
from engagement.facts.agreement import Confirmation, ContractReview, Offer, confirmed_by, is_held, measurability_fault
from tests.engagement.cases import CRITERIA, OFFER, START


def test_equal_terms_have_equal_hashes_whatever_their_way() -> None:
    again = Offer.model_validate_json(OFFER.model_dump_json())
    assert again.digest == OFFER.digest
    assert len(OFFER.digest) == 64


@pytest.mark.parametrize(
    "change",
    [
        {"scope": "别的范围"},
        {"price": "48000.01"},
        {"finish_by": date(2025, 5, 31)},
        {"intellectual_property": "双方共有"},
        {"level": "secret"},
        {"criteria": CRITERIA[:1]},
        {"criteria": (CRITERIA[0].model_copy(update={"limit": "3.1"}), CRITERIA[1])},
        {"deliverables": ()},
        {"party": "host_2"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_every_part_of_the_terms_changes_the_hash(change: dict[str, object]) -> None:
    assert OFFER.model_copy(update=change).digest != OFFER.digest


def test_the_hash_is_a_known_one_so_that_stored_confirmations_stay_valid() -> None:
    fixed = Offer(
        party="h", scope="s", price="1", finish_by=date(2025, 1, 2), intellectual_property="i", level="public"
    )
    assert fixed.digest == "ce50af2dc64d0f063bbd15a999ee33cebc373f4f47faac320921d7f8a177e738"


def test_a_confirmation_counts_for_its_own_terms_only() -> None:
    other = OFFER.model_copy(update={"price": "1"})
    yes = Confirmation(side="host", digest=OFFER.digest, actor_id="a", at=START)
    old = Confirmation(side="enterprise", digest=other.digest, actor_id="b", at=START)
    assert confirmed_by((yes, old), OFFER) == {"host"}


@pytest.mark.parametrize(
    ("required", "held", "allowed"),
    [
        ("public", "public", True),
        ("internal", "public", False),
        ("internal", "internal", True),
        ("secret", "internal", False),
        ("secret", "secret", True),
        ("public", "secret", True),
    ],
)
def test_a_host_holds_its_level_and_those_below(required: str, held: str, allowed: bool) -> None:
    assert is_held(required, held) is allowed  # type: ignore[arg-type]


def test_an_offer_without_criteria_or_with_a_vague_one_is_not_measurable() -> None:
    assert measurability_fault(OFFER) is None
    without = measurability_fault(OFFER.model_copy(update={"criteria": ()}))
    assert without is not None
    vague = OFFER.model_copy(update={"criteria": (*CRITERIA, Criterion(id="look", quantity="外观", sample="1"))})
    fault = measurability_fault(vague)
    assert fault is not None
    assert fault.text() == "验收指标“外观”不可测量，缺：限值、单位、方法"


def test_a_negative_price_and_a_criterion_named_twice_are_refused() -> None:
    for change in ({"price": "-1"}, {"criteria": (CRITERIA[0], CRITERIA[0])}):
        with pytest.raises(ValidationError):
            Offer.model_validate(OFFER.model_dump() | change)


def test_a_contract_review_passes_only_with_four_yeses() -> None:
    yes = {"capability": True, "scope": True, "secrecy": True, "impartiality": True}
    assert ContractReview(**yes).is_passed
    for name in yes:
        assert not ContractReview(**(yes | {name: False})).is_passed
