"""The team composer: is it exact, what does a team cost, what does the solver cost beside it.

``python -m benchmarks.team`` tries out every choice of 2,000 invented problems (up to 9 supplies, 7 needs) beside the
search, 300 of them beside HiGHS too, and composes the teams of a run: five proposed centres of 30 people, 15
instruments and ten found rows each, 20 experts of the pool, 14 needs. Times are processor time, median of 40 rounds
after one that warms the caches of folded names; the first round is told beside it.
"""

from __future__ import annotations

import platform
import random
import statistics
import time
from collections.abc import Callable
from typing import Any

from matcher.surroundings import Surroundings
from matcher.team.composing import Composer
from matcher.team.integer_programme import solve
from matcher.team.needs import needs_of
from matcher.team.optimum import goal_of, search
from tests.matcher.team.team_cases import found, instrument, person, random_problem, row, wanted
from tests.matcher.team.test_team_optimum import by_trying

SEED = 20261122
CASES, SOLVED, ROUNDS = 2_000, 300, 40
CENTRES, PEOPLE, INSTRUMENTS, ROWS, POOL = 5, 30, 15, 10, 20
FAILURES = ("掺混与材质不符", "加工降解", "冲击韧性不足")
TESTS = ("红外光谱分析", "熔体质量流动速率", "差示扫描量热分析", "悬臂梁冲击强度", "灰分", "分子量及其分布")
OTHERS = ("维卡软化温度", "氧指数", "氙灯老化", "色差", "吸水性", "静液压强度", "热变形温度", "密度")


def exactness() -> dict[str, int]:
    """How many problems were solved as trying everything out solves them."""
    chance = random.Random(SEED)
    problems = [random_problem(chance) for _ in range(CASES)]
    best = [by_trying(problem) for problem in problems]
    found_by_search = [search(problem) for problem in problems]
    found_by_solver = [solve(problem) for problem in problems[:SOLVED]]
    assert all(
        goal_of(problem, choice) == goal_of(problem, tried)
        for problem, choice, tried in zip(problems, found_by_search, best, strict=True)
        if choice is not None
    )
    return {
        "cases": CASES,
        "search equal": sum(one == tried for one, tried in zip(found_by_search, best, strict=True)),
        "solver cases": SOLVED,
        "solver equal": sum(one == tried for one, tried in zip(found_by_solver, best, strict=False)),
    }


def run() -> tuple[Any, Any, Surroundings]:
    """An invented run: what was found, what was wanted, what stands around."""
    chance = random.Random(SEED)
    centres = tuple(f"cen_{n}" for n in range(CENTRES))
    rows = [
        row(f"cap_{centre}_{n}", centre, chance.choice((*TESTS, *OTHERS))) for centre in centres for n in range(ROWS)
    ]
    matches = found(
        *rows,
        centres=centres,
        failures=FAILURES,
        tests=TESTS,
        services=("质量技术评价", "检验检测", "标准研制"),
        offered=("技术研发", "知识产权申请"),
    )
    homes = [*(centre for centre in centres for _ in range(PEOPLE)), *(None for _ in range(POOL))]
    people = tuple(
        person(
            f"exp_{n:03}",
            home,
            works_on=chance.choice(("塑料失效分析", "塑料改性", "塑料标准", "薄膜力学", "专利布局")),
            knows=tuple(one for one in FAILURES if chance.random() < 0.3),
            trades=("plastics",) if chance.random() < 0.6 else ("rubber",),
            may_lead=chance.random() < 0.4,
            may_serve=chance.random() < 0.8,
            mode=chance.choice(("full_time", "full_time", "consulting")),
        )
        for n, home in enumerate(homes)
    )
    instruments = tuple(
        instrument(
            f"eqp_{centre}_{n}",
            *chance.sample((*TESTS, *OTHERS), 2),
            centre=centre,
            is_shared=chance.random() < 0.5,
        )
        for centre in centres
        for n in range(INSTRUMENTS)
    )
    return matches, wanted("灰分"), Surroundings(people=people, instruments=instruments)


def seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median processor time of one round."""
    taken = []
    for _ in range(rounds):
        begun = time.process_time_ns()
        work()
        taken.append(time.process_time_ns() - begun)
    return statistics.median(taken) / 1e9


def main() -> None:
    """Measure and print."""
    for name, value in exactness().items():
        print(f"{name}: {value}")
    matches, asked, surroundings = run()

    def compose() -> None:
        composer = Composer(matches, asked, surroundings)
        for centre in matches.whole.centres:
            composer.team(centre.provider_id)

    cold = seconds(compose, rounds=1)
    print(f"needs: {len(needs_of(matches, asked))}; people {len(surroundings.people)}, ", end="")
    print(f"instruments {len(surroundings.instruments)}, rows {len(matches.whole.hits)}")
    print(f"teams of five centres: {1e3 * seconds(compose):.2f} ms (first round {1e3 * cold:.2f} ms)")
    chance = random.Random(SEED)
    problems = [random_problem(chance, 30, 8) for _ in range(20)]
    print(f"search, 30 supplies, 8 needs: {1e3 * seconds(lambda: [search(one) for one in problems], 5) / 20:.3f} ms")
    print(f"HiGHS on the same: {1e3 * seconds(lambda: [solve(one) for one in problems], 3) / 20:.1f} ms")
    print(f"python {platform.python_version()}, {platform.machine()}, one thread")


if __name__ == "__main__":
    main()
