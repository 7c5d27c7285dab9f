"""Orders of magnitude of the fictitious values, by indicator: plausible, and taken from nowhere.

A roadmap with other indicators gets the profile of its unit: nothing here is needed for the demonstration to load.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoProfile:
    """``low`` to ``high`` is where a series starts (for one area, a year); whole numbers in the unit of the series.

    ``change`` is what the long-term target asks for: in % of the start, in points for percentages. ``base`` holds
    usual denominators of a ratio: the divisors for which 100 x n / d has one decimal at most.
    """

    low: int
    high: int
    change: int
    base: tuple[int, ...] = (50, 100, 200)


FIRMS = (50, 100, 200)
PROJECTS = (20, 25, 40, 50)
PEOPLE = (1000, 2000, 5000)

PROFILES = {
    "ENT-01": DemoProfile(25, 95, 50),
    "ENT-02": DemoProfile(3, 9, 120),
    "ENT-03": DemoProfile(2, 6, 120),
    "ENT-04": DemoProfile(900, 1400, 30),
    "ENT-05": DemoProfile(350, 2600, 35),
    "ENT-06": DemoProfile(80, 900, 55),
    "ENT-07": DemoProfile(30, 380, 45),
    "ENT-08": DemoProfile(8, 70, 80),
    "ENT-09": DemoProfile(60, 700, 50),
    "ENT-10": DemoProfile(4, 14, 100),
    "ENT-11": DemoProfile(12, 48, 60),
    "ENT-12": DemoProfile(58, 74, 18, FIRMS),
    "ENT-13": DemoProfile(3500, 6000, 30),
    "ENT-14": DemoProfile(6, 28, 80),
    "PRO-01": DemoProfile(18, 75, 60),
    "PRO-02": DemoProfile(3, 10, 110),
    "PRO-03": DemoProfile(20, 38, 24, (50, 100)),
    "PRO-04": DemoProfile(2, 5, 60),
    "PRO-05": DemoProfile(4, 16, 90),
    "PRO-06": DemoProfile(3, 6, 80),
    "PRO-07": DemoProfile(35, 55, 25, (50, 100)),
    "PRO-08": DemoProfile(8, 36, 70),
    "PRO-09": DemoProfile(3, 12, 100),
    "PRO-10": DemoProfile(5, 60, 90),
    "PRO-11": DemoProfile(54, 110, 40),
    "PRO-12": DemoProfile(3, 7, 120),
    "PRO-13": DemoProfile(4, 28, 60),
    "PRO-14": DemoProfile(35, 55, 30, PROJECTS),
    "INF-01": DemoProfile(1500, 14000, 70),
    "INF-02": DemoProfile(2000, 22000, 60),
    "INF-03": DemoProfile(8, 40, 80),
    "INF-04": DemoProfile(60, 85, 10, (1000, 2000)),
    "INF-05": DemoProfile(5, 18, 60),
    "INF-06": DemoProfile(20, 80, 70),
    "INF-07": DemoProfile(3, 25, 90),
    "INF-08": DemoProfile(4, 14, 60),
    "INF-09": DemoProfile(40, 400, 80),
    "INF-10": DemoProfile(4, 16, 90),
    "INF-11": DemoProfile(120, 900, 90),
    "INF-12": DemoProfile(3, 8, 150),
    "INF-13": DemoProfile(15, 70, 60),
    "INF-14": DemoProfile(15, 40, 35, PROJECTS),
    "SNU-01": DemoProfile(45, 60, 30),
    "SNU-02": DemoProfile(6, 18, 90),
    "SNU-03": DemoProfile(45, 60, 30, PEOPLE),
    "SNU-04": DemoProfile(25, 45, 30),
    "SNU-05": DemoProfile(200, 1500, 200),
    "SNU-06": DemoProfile(8, 20, 120),
    "SNU-07": DemoProfile(15, 40, 80),
    "SNU-08": DemoProfile(12, 60, 200),
    "SNU-09": DemoProfile(3, 9, 200),
    "SNU-10": DemoProfile(15, 35, 35, PROJECTS),
    "SNU-11": DemoProfile(15, 35, 45, PROJECTS),
    "SNU-12": DemoProfile(30, 50, 40, PROJECTS),
    "HOP-01": DemoProfile(6, 15, 60),
    "HOP-02": DemoProfile(4, 12, 80),
    "HOP-03": DemoProfile(20, 40, 45),
    "HOP-04": DemoProfile(15, 35, 50),
    "HOP-05": DemoProfile(40, 60, 30),
    "HOP-06": DemoProfile(20, 60, 120),
    "HOP-07": DemoProfile(45, 55, 12),
    "HOP-08": DemoProfile(150, 700, 150),
    "HOP-09": DemoProfile(400, 2500, 120),
    "HOP-10": DemoProfile(180, 320, 30),
    "HOP-11": DemoProfile(5200, 9500, 12),
    "HOP-12": DemoProfile(50, 65, 15),
    "HOP-13": DemoProfile(18, 30, 22),
    "HOP-14": DemoProfile(61, 65, 6),
    "CTX-01": DemoProfile(1900000, 2300000, 40),
    "CTX-02": DemoProfile(60, 120, 200),
    "CTX-03": DemoProfile(9000, 12000, 30),
    "CTX-04": DemoProfile(28000, 36000, 50),
    "CTX-06": DemoProfile(20000, 32000, 60),
    "CTX-09": DemoProfile(8, 15, 6),
    "CTX-10": DemoProfile(4, 6, 8),
    "CTX-11": DemoProfile(1500, 3500, 60),
    "CTX-12": DemoProfile(42000, 52000, 10),
    "CTX-13": DemoProfile(46000, 50000, 8),
    "CTX-14": DemoProfile(1500, 2500, 20),
    "CTX-15": DemoProfile(46000, 50000, 8),
    "CTX-16": DemoProfile(550, 620, 6),
    "CTX-17": DemoProfile(230, 280, 6),
    "CTX-18": DemoProfile(150, 380, 60),
    "CTX-19": DemoProfile(2500, 3200, 70),
    "CTX-20": DemoProfile(180, 240, 40),
    "CTX-21": DemoProfile(18, 30, 6),
    "CTX-22": DemoProfile(220, 270, 30),
    "CTX-23": DemoProfile(500, 700, 30),
    "CTX-24": DemoProfile(2200, 2900, 25),
    "CTX-25": DemoProfile(5200, 6600, 30),
    "CTX-26": DemoProfile(42000, 50000, 20),
    "CTX-27": DemoProfile(14, 20, 6),
    "CTX-28": DemoProfile(45, 70, 60),
    "CTX-29": DemoProfile(40, 80, 60),
}
OF_PERCENTS = DemoProfile(20, 55, 25)
OF_COUNTS = DemoProfile(10, 60, 60)

RATES = frozenset({"MOIS", "ANNEES", "EUR", "KWH_M2", "DOC_HAB", "PM_HAB", "CONTACTS", "SEJOURS_100M", "LITS_80"})
"""Units that divide one thing by another, as percentages do: the values of their breakdown never add up."""


def profile_of(indicator: str, is_percent: bool) -> DemoProfile:
    """The profile of an indicator, or that of its kind of unit."""
    return PROFILES.get(indicator, OF_PERCENTS if is_percent else OF_COUNTS)
