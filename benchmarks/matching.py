"""What one open slot and a whole day cost: 10,000 volunteers, 400 slots of a district's sites, plenty and too few."""

from __future__ import annotations

import random
import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from benchmarks.printed import HEADING, line, title
from checkpoint.matching.plan import greedy, opened, plan_day
from checkpoint.matching.pool import Pool
from checkpoint.matching.slots import Slot
from checkpoint.matching.suggestions import suggest
from checkpoint.roster import Available, Insurance, Post, Training, Volunteer

ZONE = ZoneInfo("Asia/Shanghai")
COURSES = ("gate", "queue", "delivery")
COMMUNITIES = tuple(f"99010{d}{s:03d}{c:03d}" for d in range(1, 5) for s in range(1, 6) for c in range(1, 6))
POSTS = tuple(Post(id=f"post-{n}", name=f"岗位{n}", courses=(COURSES[n % 3],)) for n in range(6))
INSURED = Insurance(valid_from="2022-01-01", valid_to="2022-12-31")


def volunteers(count: int, chance: random.Random) -> tuple[list[Volunteer], list[Training]]:
    """A pool of four districts: most offer themselves to their community, some to a street or the district."""
    people, trainings = [], []
    for number in range(count):
        home = chance.choice(COMMUNITIES)
        digits = chance.choices((12, 9, 6), (7, 2, 1))[0]
        hours = [(chance.randrange(6, 14), chance.randrange(14, 23)) for _ in range(chance.randrange(3))]
        times = [
            Available(weekdays=tuple(sorted(chance.sample(range(1, 8), 4))), begins=f"{a:02d}:00", ends=f"{b:02d}:00")
            for a, b in hours
        ]
        wants = tuple(sorted(post.id for post in chance.sample(POSTS, 2))) if chance.random() < 0.6 else ()
        id_ = f"990101-{number:05d}"
        people.append(
            Volunteer(
                id=id_,
                name="王文明",
                subject=str(number + 1),
                areas=(home[:digits],),
                intentions=wants,
                available=tuple(times),
                insurance=INSURED if chance.random() < 0.9 else None,
            )
        )
        learned = [("general", "basic"), *(("post", course) for course in COURSES if chance.random() < 0.5)]
        for kind, course in learned[: 0 if chance.random() < 0.1 else None]:
            trainings.append(
                Training(
                    id=f"{id_}/{kind}/{course}", volunteer=id_, kind=kind, course=course, on="2022-11-01", passed=True
                )
            )
    return people, trainings


def slots(count: int, chance: random.Random) -> list[Slot]:
    """Slots of one Monday, early, late and through the night."""
    made = []
    for number in range(count):
        begins = datetime(2022, 12, 5, chance.choice((6, 8, 9, 11, 12, 14, 15, 17, 20, 22)), tzinfo=ZONE)
        ends = begins + timedelta(hours=chance.choice((3, 3, 4, 5, 9)))
        home, wanted = chance.choice(COMMUNITIES), chance.choice((1, 2, 2, 3))
        made.append(Slot(f"S{number:03d}", f"site {home}", POSTS[number % 6], home, ZONE, begins, ends, wanted))
    return made


def run(quick: bool = False) -> None:
    """Print the tables."""
    count, wanted = (2_000, 80) if quick else (10_000, 400)
    chance = random.Random(990101)
    people, trainings = volunteers(count, chance)
    open_slots = slots(wanted, chance)
    title(f"Matching; {count:,} volunteers, {len(trainings):,} results of training, {wanted} open slots")
    start = time.perf_counter()
    pool = Pool(people, trainings)
    suggest(pool, open_slots[0])
    print(f"the pool with its first answer: {(time.perf_counter() - start) * 1000:.0f} ms")
    times = []
    for slot in open_slots:
        start = time.perf_counter()
        suggest(pool, slot)
        times.append((time.perf_counter() - start) * 1000)
    print(HEADING)
    print(line("suggestions for one slot, with reasons", times))
    for size in (count, count // 5, count // 20):
        some = {one.id for one in people[:size]}
        day(people[:size], [one for one in trainings if one.volunteer in some], open_slots)


def day(people: list[Volunteer], trainings: list[Training], open_slots: list[Slot]) -> None:
    """A whole day, the pool's making included."""
    start = time.perf_counter()
    pool = Pool(people, trainings)
    plan = plan_day(pool, open_slots)
    took = time.perf_counter() - start
    simple = sum(map(len, greedy(pool, opened(pool, open_slots))))
    print(
        f"a day with {len(people):6,} volunteers: {took:5.1f} s; {len(plan.assigned)} of {plan.wanted} places filled, "
        f"by a greedy walk {simple}"
    )
