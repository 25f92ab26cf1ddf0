"""What a reviewer reads has its English, and the method page shows every row of the table."""

from __future__ import annotations

import pytest

from foundation.language import Sentence, translate
from intake.questions.question import QUESTION_LIFE
from matcher.review.describing import renewed, tables
from matcher.review.guards import GUARDS, Look
from matcher.review.process import REASONS, REVIEW
from matcher.review.rules import shipped_policy
from matcher.review.views import CASE_LABELS
from tests.matcher.review.reviewed import HINDRANCE, coordinator

WORDS = [
    *REASONS.values(),
    *CASE_LABELS.values(),
    *(one.label for one in shipped_policy().criteria),
    *(state.label for process in (REVIEW, QUESTION_LIFE) for state in process.states),
    *(row.label for process in (REVIEW, QUESTION_LIFE) for row in process.transitions),
]


@pytest.mark.parametrize("words", sorted(set(WORDS)))
def test_every_word_of_a_review_has_its_english(words: str) -> None:
    assert translate(words, "en") != words


@pytest.mark.parametrize("name", sorted(GUARDS))
def test_every_guard_can_refuse_and_says_so_in_both_languages(name: str) -> None:
    terms = shipped_policy().terms("internal", None, None)
    wrong = Look(
        actor=coordinator(organisation="host_a"),
        centre_ids=("cen_a", "host_a"),
        terms=terms.model_copy(update={"is_scoring_needed": True}),
        demand_status="withdrawn",
        is_accepted_before=True,
        first_reviewer="li",
        hindrances=(HINDRANCE,),
        is_untested=True,
    )
    if name == "one_is_enough":
        wrong = wrong.model_copy(update={"terms": terms.model_copy(update={"reviewers": 2})})
    if name == "passes":
        wrong = wrong.model_copy(update={"total": 5_999})
    said = GUARDS[name](wrong)
    assert said is not None
    template = said.template if isinstance(said, Sentence) else said
    assert translate(template, "en") != template


def test_the_method_page_shows_every_row_reason_and_criterion() -> None:
    shown = tables()
    for row in (*REVIEW.transitions, *QUESTION_LIFE.transitions):
        assert f"| {row.id} |" in shown
    for name in (*REASONS, *(one.id for one in shipped_policy().criteria)):
        assert f"| `{name}` |" in shown
    with pytest.raises(ValueError, match="marks"):
        renewed("# 标题")
