"""Orders of magnitude of the fictitious values, by indicator: plausible, and taken from nowhere.

A roadmap with other indicators gets the profile of its unit: nothing here is needed for the demonstration to load.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
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
    "ENT-01": Profile(25, 95, 50),
    "ENT-02": Profile(3, 9, 120),
    "ENT-03": Profile(2, 6, 120),
    "ENT-04": Profile(900, 1400, 30),
    "ENT-05": Profile(350, 2600, 35),
    "ENT-06": Profile(80, 900, 55),
    "ENT-07": Profile(30, 380, 45),
    "ENT-08": Profile(8, 70, 80),
    "ENT-09": Profile(60, 700, 50),
    "ENT-10": Profile(4, 14, 100),
    "ENT-11": Profile(12, 48, 60),
    "ENT-12": Profile(58, 74, 18, FIRMS),
    "ENT-13": Profile(3500, 6000, 30),
    "ENT-14": Profile(6, 28, 80),
    "PRO-01": Profile(18, 75, 60),
    "PRO-02": Profile(3, 10, 110),
    "PRO-03": Profile(20, 38, 24, (50, 100)),
    "PRO-04": Profile(2, 5, 60),
    "PRO-05": Profile(4, 16, 90),
    "PRO-06": Profile(3, 6, 80),
    "PRO-07": Profile(35, 55, 25, (50, 100)),
    "PRO-08": Profile(8, 36, 70),
    "PRO-09": Profile(3, 12, 100),
    "PRO-10": Profile(5, 60, 90),
    "PRO-11": Profile(54, 110, 40),
    "PRO-12": Profile(3, 7, 120),
    "PRO-13": Profile(4, 28, 60),
    "PRO-14": Profile(35, 55, 30, PROJECTS),
    "INF-01": Profile(1500, 14000, 70),
    "INF-02": Profile(2000, 22000, 60),
    "INF-03": Profile(8, 40, 80),
    "INF-04": Profile(60, 85, 10, (1000, 2000)),
    "INF-05": Profile(5, 18, 60),
    "INF-06": Profile(20, 80, 70),
    "INF-07": Profile(3, 25, 90),
    "INF-08": Profile(4, 14, 60),
    "INF-09": Profile(40, 400, 80),
    "INF-10": Profile(4, 16, 90),
    "INF-11": Profile(120, 900, 90),
    "INF-12": Profile(3, 8, 150),
    "INF-13": Profile(15, 70, 60),
    "INF-14": Profile(15, 40, 35, PROJECTS),
    "SNU-01": Profile(45, 60, 30),
    "SNU-02": Profile(6, 18, 90),
    "SNU-03": Profile(45, 60, 30, PEOPLE),
    "SNU-04": Profile(25, 45, 30),
    "SNU-05": Profile(200, 1500, 200),
    "SNU-06": Profile(8, 20, 120),
    "SNU-07": Profile(15, 40, 80),
    "SNU-08": Profile(12, 60, 200),
    "SNU-09": Profile(3, 9, 200),
    "SNU-10": Profile(15, 35, 35, PROJECTS),
    "SNU-11": Profile(15, 35, 45, PROJECTS),
    "SNU-12": Profile(30, 50, 40, PROJECTS),
    "HOP-01": Profile(6, 15, 60),
    "HOP-02": Profile(4, 12, 80),
    "HOP-03": Profile(20, 40, 45),
    "HOP-04": Profile(15, 35, 50),
    "HOP-05": Profile(40, 60, 30),
    "HOP-06": Profile(20, 60, 120),
    "HOP-07": Profile(45, 55, 12),
    "HOP-08": Profile(150, 700, 150),
    "HOP-09": Profile(400, 2500, 120),
    "HOP-10": Profile(180, 320, 30),
    "HOP-11": Profile(5200, 9500, 12),
    "HOP-12": Profile(50, 65, 15),
    "HOP-13": Profile(18, 30, 22),
    "HOP-14": Profile(61, 65, 6),
    "CTX-01": Profile(1900000, 2300000, 40),
    "CTX-02": Profile(60, 120, 200),
    "CTX-03": Profile(9000, 12000, 30),
    "CTX-04": Profile(28000, 36000, 50),
    "CTX-06": Profile(20000, 32000, 60),
    "CTX-09": Profile(8, 15, 6),
    "CTX-10": Profile(4, 6, 8),
    "CTX-11": Profile(1500, 3500, 60),
    "CTX-12": Profile(42000, 52000, 10),
    "CTX-13": Profile(46000, 50000, 8),
    "CTX-14": Profile(1500, 2500, 20),
    "CTX-15": Profile(46000, 50000, 8),
    "CTX-16": Profile(550, 620, 6),
    "CTX-17": Profile(230, 280, 6),
    "CTX-18": Profile(150, 380, 60),
    "CTX-19": Profile(2500, 3200, 70),
    "CTX-20": Profile(180, 240, 40),
    "CTX-21": Profile(18, 30, 6),
    "CTX-22": Profile(220, 270, 30),
    "CTX-23": Profile(500, 700, 30),
    "CTX-24": Profile(2200, 2900, 25),
    "CTX-25": Profile(5200, 6600, 30),
    "CTX-26": Profile(42000, 50000, 20),
    "CTX-27": Profile(14, 20, 6),
    "CTX-28": Profile(45, 70, 60),
    "CTX-29": Profile(40, 80, 60),
}
OF_PERCENTS = Profile(20, 55, 25)
OF_COUNTS = Profile(10, 60, 60)

RATES = frozenset({"MOIS", "ANNEES", "EUR", "KWH_M2", "DOC_HAB", "PM_HAB", "CONTACTS", "SEJOURS_100M", "LITS_80"})
"""Units that divide one thing by another, as percentages do: the values of their breakdown never add up."""


def profile_of(indicator: str, is_percent: bool) -> Profile:
    """The profile of an indicator, or that of its kind of unit."""
    return PROFILES.get(indicator, OF_PERCENTS if is_percent else OF_COUNTS)
