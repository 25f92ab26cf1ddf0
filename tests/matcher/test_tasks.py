"""One demand, several tasks, heard in its own words, in the order of the work."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from api.bench.tasks import measure_tasks
from foundation.errors import InvalidInput
from intake.fields import SERVICE_CATEGORIES
from matcher.tasks import Task, decompose
from tests.builders import ROOT
from tests.matcher.passages import wanted

LABELLED = Path(__file__).parents[1] / "golden" / "matching" / "tasks.yaml"

TEST, EVALUATE, STANDARD, PATENT, DEVELOP, PROJECT, OTHER = (
    "检验检测",
    "质量技术评价",
    "标准研制",
    "知识产权申请",
    "技术研发",
    "科技项目与技术转化",
    "其他技术服务",
)


def route(text: str, title: str = "") -> list[str]:
    """The asked services in order."""
    return [task.service for task in decompose(wanted(text, title=title)) if not task.is_optional]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("出口的门锁，客户要看一张盖章的", [TEST]),
        ("供应商和我们扯皮，想弄明白到底是谁的责任", [EVALUATE]),
        ("伞骨的新接头怕别人抄，想护起来", [PATENT]),
        ("想把腌笋的老做法写成团标", [STANDARD]),
        ("项目先立上，批下来再找团队攻电解液", [PROJECT, DEVELOP]),
        ("厂里想评绿色工厂，条件够不够也不知道", [OTHER]),
        ("想弄一台能自动套袋的机子", [DEVELOP]),
        ("手里有三件专利放着没用，想转让出去", [PROJECT]),
    ],
)
def test_everyday_and_roundabout_words_are_understood(text: str, asked: list[str]) -> None:
    assert route(text) == asked


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Our pump shaft keeps breaking, please find out why and suggest a better material.", [EVALUATE, DEVELOP]),
        (
            "First test the noise of our fan, then redesign the blade, and finally file a patent.",
            [TEST, DEVELOP, PATENT],
        ),
        ("Before you redesign the handle, please test its noise.", [TEST, DEVELOP]),
        ("Our tiles turned yellow after one summer.", [EVALUATE]),
    ],
)
def test_english_is_understood_too(text: str, asked: list[str]) -> None:
    assert route(text) == asked


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("先申请专利，再写团标", [PATENT, STANDARD]),
        ("先把甲醛测一下，然后查原因，最后改胶的配方", [TEST, EVALUATE, DEVELOP]),
        ("专利申请前想先做个检测", [TEST, PATENT]),
        ("1. 申报省里的科技项目；2. 研发低温阀门；3. 出检测报告", [PROJECT, DEVELOP, TEST]),
    ],
)
def test_the_order_that_the_words_state_wins(text: str, asked: list[str]) -> None:
    assert route(text) == asked


def test_without_a_stated_order_cause_comes_before_development_and_development_before_the_report() -> None:
    assert route("保温壶漏水，出一份检测报告、改密封结构、查原因，都要") == [EVALUATE, DEVELOP, TEST]


def test_a_verification_comes_after_the_development_that_it_verifies() -> None:
    assert route("请第三方评一评可靠不可靠，另外控制算法请帮我们重新设计") == [DEVELOP, EVALUATE]


def test_a_plain_complaint_wants_its_cause_found() -> None:
    assert route("奶瓶盖子一拧就滑丝，这周收回来三十多个") == [EVALUATE]
    assert route("同一批料，早上做的和下午做的颜色不一样") == [EVALUATE]


@pytest.mark.parametrize(
    "text",
    [
        "公司三体系证书齐全，已获专利12件，2021年认定为高新技术企业。希望联合开发自动折弯单元。",
        "检测报告已经有了，认证也早就办过了，请帮忙改进密封结构。",
        "希望合作开发快速成型工艺。预期成果：申请专利两项，制定企业标准一项，发表论文一篇。",
        "行业背景：各家都在申请专利、起草团体标准。需求：希望联合开发低温阀门。",
        "公司成立于2003年，主要为电网提供检测报告和认证服务。希望联合开发低温阀门。",
        "不要专利，也不用出报告，只想请你们把焊接工艺改进一下。",
    ],
)
def test_what_is_there_already_what_is_refused_and_what_falls_off_is_no_task(text: str) -> None:
    assert route(text) == [DEVELOP]


def test_a_by_product_becomes_a_task_when_help_is_asked_for() -> None:
    text = "希望合作开发快速成型工艺。预期成果：发明专利两项，请协助撰写并提交申请。"
    assert route(text) == [DEVELOP, PATENT]


def test_the_words_that_ask_are_quoted_from_where_they_stand() -> None:
    demand = wanted("Ｍ１２螺栓断了，請查明原因；另外要一份检测报告。", title="螺栓断裂")
    tasks = [task for task in decompose(demand) if not task.is_optional]
    assert [task.service for task in tasks] == [EVALUATE, TEST]
    for words in (words for task in tasks for words in task.said):
        source = demand.title if words.in_title else demand.text
        assert source[words.start : words.end] == words.quote != ""
    assert any("报告" in words.quote for words in tasks[1].said)


def test_a_task_knows_the_stage_of_life_that_its_words_speak_of() -> None:
    evaluate, develop = decompose(wanted("客户投诉的断裂请查明原因，然后帮我们重新设计"))[:2]
    assert (evaluate.stage, develop.stage) == ("售后服务", "研发设计")


def test_what_usually_follows_is_offered_after_what_is_asked() -> None:
    tasks = decompose(wanted("外壳开裂"))
    assert [task.service for task in tasks] == [EVALUATE, TEST, DEVELOP]
    assert [task.is_optional for task in tasks] == [False, True, True]
    assert all(task.said == () for task in tasks[1:])


def test_nothing_is_offered_that_is_asked_for_anyway() -> None:
    services = [task.service for task in decompose(wanted("请查明断裂原因，然后帮我们改进结构"))]
    assert services[:2] == [EVALUATE, DEVELOP]
    assert len(set(services)) == len(services)


@pytest.mark.parametrize("category", SERVICE_CATEGORIES)
def test_where_the_words_are_silent_the_known_category_is_the_task(category: str) -> None:
    tasks: tuple[Task, ...] = decompose(wanted("x", service_category=category))
    assert tasks[0].service == category
    assert [task.order for task in tasks] == list(range(1, len(tasks) + 1))


def test_an_unknown_category_gives_no_task() -> None:
    assert decompose(wanted("x")) == ()


def test_the_labelled_demands_are_taken_apart_as_well_as_promised() -> None:
    figures = measure_tasks(LABELLED)
    assert figures.dev.micro_f1 >= 0.87
    assert figures.dev.macro_f1 >= 0.88
    assert figures.dev.exact >= 0.64
    assert figures.dev.order >= 0.94
    assert figures.train.micro_f1 >= 0.95


def test_a_labelled_set_that_is_none_is_refused_with_the_place_of_the_fault(tmp_path: Path) -> None:
    wrong = tmp_path / "tasks.yaml"
    wrong.write_text("demands:\n- {id: a, split: dev, text: 测一下, tasks: [化验]}\n", encoding="utf-8")
    with pytest.raises(InvalidInput) as refused:
        measure_tasks(wrong)
    assert "tasks" in str(refused.value)


def test_two_tasks_that_begin_at_one_word_stand_in_one_order_in_every_process() -> None:
    asks = (
        "from matcher.tasks import decompose; from tests.matcher.passages import wanted;"
        "print([t.service for t in decompose(wanted('螺栓掉了脑袋，想查原因再出个检测报告')) if not t.is_optional])"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", asks],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
        ).stdout.strip()
        for seed in ("1", "2", "3", "4")
    }
    assert told == {"['质量技术评价', '检验检测']"}
