"""Balance of the horizons, values awaited, trend and pace."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from db.vocabulary import Direction, Frequency, Horizon, IndicatorType, Nature, TargetMode
from indicators.domain.progress.balance import BALANCE_LABELS, BalanceState, HorizonBalance, horizon_balances
from indicators.domain.progress.pace import required_pace
from indicators.domain.progress.staleness import Due, next_due
from indicators.domain.progress.trend import TREND_LABELS, TrendWord, trend
from indicators.domain.series import SeriesFacts, Unit

Build = Callable[..., SeriesFacts]
TARGETS = ((2023, "120"), (2026, "150"), (2031, "200"))


class TestBalance:
    def short_term(self, facts: SeriesFacts, today: str = "2024-06-01") -> HorizonBalance:
        return horizon_balances(facts, dt.date.fromisoformat(today))[0]

    def test_to_come_until_the_day_is_over(self, build_facts: Build) -> None:
        facts = build_facts(targets=TARGETS, observations=(("2023", "130", ""),))
        assert self.short_term(facts, "2023-12-31").state is BalanceState.TO_COME
        assert self.short_term(facts, "2024-01-01").state is BalanceState.REACHED

    def test_uses_the_value_of_its_own_year_only(self, build_facts: Build) -> None:
        facts = build_facts(targets=TARGETS, observations=(("2022", "125", ""), ("2024", "119", "")))
        assert self.short_term(facts) == HorizonBalance(
            Horizon.SHORT, dt.date(2023, 12, 31), Decimal(120), BalanceState.AWAITED
        )

    @pytest.mark.parametrize(
        ("value", "state", "progress"), [("119", "non_atteinte", Fraction(19, 20)), ("120", "atteinte", Fraction(1))]
    )
    def test_reached_or_missed_with_its_progress(
        self, build_facts: Build, value: str, state: str, progress: Fraction
    ) -> None:
        found = self.short_term(build_facts(targets=TARGETS, observations=(("2023", value, ""),)))
        assert (found.state, found.observed, found.progress) == (state, Decimal(value), progress)

    def test_decreasing_target(self, build_facts: Build) -> None:
        facts = build_facts((2021, "60"), ((2023, "50"),), (("2023", "51", ""),), direction=Direction.DECREASE)
        found = self.short_term(facts)
        assert (found.state, found.progress) == (BalanceState.MISSED, Fraction(9, 10))

    @pytest.mark.parametrize(
        "row", [("2023-S1", "130", ""), ("2023", "130", "F"), ("2023", "130", "B"), ("2023", None, "O")]
    )
    def test_half_years_forecasts_breaks_and_gaps_leave_it_awaited(
        self, build_facts: Build, row: tuple[str, str | None, str]
    ) -> None:
        assert self.short_term(build_facts(targets=TARGETS, observations=(row,))).state is BalanceState.AWAITED

    def test_cumulative_target_needs_the_whole_sum(self, build_facts: Build) -> None:
        rows = (("2022", "4", ""), ("2023", "6", ""))
        facts = build_facts((2021, "0"), ((2023, "9"),), rows, mode=TargetMode.CUMULATIVE)
        assert self.short_term(facts).observed == 10
        assert self.short_term(replace(facts, observations=facts.observations[1:])).state is BalanceState.AWAITED

    def test_one_line_per_horizon_of_the_roadmap(self, build_facts: Build) -> None:
        horizons = ((Horizon.LONG, dt.date(2031, 12, 31)), (Horizon.SHORT, dt.date(2022, 12, 31)))
        facts = build_facts(targets=((2023, "120"),), horizons=horizons)
        found = horizon_balances(facts, dt.date(2022, 6, 1))
        assert [(one.horizon, one.date.year, str(one.state)) for one in found] == [
            (Horizon.SHORT, 2023, "a_venir"),
            (Horizon.LONG, 2031, "sans_cible"),
        ]

    def test_without_baseline_the_balance_holds_but_has_no_progress(self, build_facts: Build) -> None:
        found = self.short_term(build_facts(None, TARGETS, (("2023", "130", ""),)))
        assert (found.state, found.progress) == (BalanceState.REACHED, None)

    def test_states_have_words(self) -> None:
        assert set(BALANCE_LABELS) == set(BalanceState)


class TestStaleness:
    def due(self, facts: SeriesFacts, today: str) -> Due:
        return next_due(facts, dt.date.fromisoformat(today))

    def test_late_only_after_period_frequency_and_delay(self, build_facts: Build) -> None:
        facts = build_facts(observations=(("2023", "1", ""),), delay=6)
        limit = dt.date(2025, 6, 30)
        assert self.due(facts, "2025-06-30") == Due("2024", None, limit)
        assert self.due(facts, "2025-07-01") == Due("2024", limit, dt.date(2026, 6, 30))

    @pytest.mark.parametrize(
        ("frequency", "last", "expected"),
        [
            (Frequency.BIENNIAL, "2023", "2025"),
            (Frequency.ANNUAL, "2023", "2024"),
            (Frequency.ANNUAL, "2023-S1", "2023"),
            (Frequency.SEMESTRIAL, "2023-S2", "2024-S1"),
            (Frequency.QUARTERLY, "2023-Q4", "2024-Q1"),
            (Frequency.MONTHLY, "2023-12", "2024-01"),
        ],
    )
    def test_next_period_follows_the_frequency(
        self, build_facts: Build, frequency: Frequency, last: str, expected: str
    ) -> None:
        facts = build_facts(observations=((last, "1", ""),), frequency=frequency)
        assert self.due(facts, "2024-01-01").period_code_expected == expected

    def test_oldest_missing_period_and_next_date_to_come(self, build_facts: Build) -> None:
        found = self.due(build_facts(), "2025-03-01")
        assert found == Due("2022", dt.date(2022, 12, 31), dt.date(2025, 12, 31))

    @pytest.mark.parametrize(("flags", "expected"), [("M", "2025"), ("Q", "2025"), ("O", "2024"), ("", "2024")])
    def test_a_stated_reason_is_an_answer(self, build_facts: Build, flags: str, expected: str) -> None:
        facts = build_facts(observations=(("2023", "1", ""), ("2024", None, flags)))
        assert self.due(facts, "2025-03-01").period_code_expected == expected

    def test_forecast_answers_nothing(self, build_facts: Build) -> None:
        facts = build_facts(observations=(("2023", "1", ""), ("2030", "9", "F")))
        assert self.due(facts, "2024-03-01").period_code_expected == "2024"

    def test_nothing_to_expect(self, build_facts: Build) -> None:
        assert self.due(build_facts(None), "2025-01-01") == Due()
        assert self.due(build_facts(frequency=Frequency.IRREGULAR), "2025-01-01") == Due()


class TestTrend:
    @pytest.mark.parametrize(
        ("value", "word"),
        [("103", "favorable"), ("102.9", "stable"), ("97.1", "stable"), ("97", "defavorable")],
    )
    def test_one_percent_a_year_either_way(self, build_facts: Build, value: str, word: str) -> None:
        found = trend(build_facts(observations=(("2024", value, ""),)))
        assert (found.word, found.unit_of_change) == (word, "%")
        assert found.span == "du 31/12/2021 au 31/12/2024"

    def test_decrease_wanted(self, build_facts: Build) -> None:
        found = trend(build_facts(observations=(("2024", "90", ""),), direction=Direction.DECREASE))
        assert (found.word, found.annual_change) == (TrendWord.FAVOURABLE, Fraction(-10, 3))

    def test_shares_change_in_points(self, build_facts: Build, units: dict[str, Unit]) -> None:
        found = trend(build_facts((2021, "40"), (), (("2023", "41.8", ""),), unit=units["percent"]))
        assert (found.word, found.annual_change, found.unit_of_change) == (TrendWord.STABLE, Fraction(9, 10), "points")

    def test_small_values_change_in_units_and_zero_is_one_of_them(self, build_facts: Build) -> None:
        found = trend(build_facts((2021, "0"), (), (("2023", "2", ""),)))
        assert (found.word, found.annual_change, found.unit_of_change) == (TrendWord.FAVOURABLE, 1, "unités")

    def test_starts_again_at_a_break(self, build_facts: Build) -> None:
        rows = (("2022", "300", "B"), ("2023", "200", "B"), ("2024", "180", ""))
        found = trend(build_facts(observations=rows))
        assert (found.word, found.annual_change) == (TrendWord.UNFAVOURABLE, -10)

    def test_sums_are_read_by_year_without_their_zero(self, build_facts: Build) -> None:
        rows = (("2022", "40", ""), ("2023", "30", ""))
        facts = build_facts((2021, "0"), ((2031, "400"),), rows, mode=TargetMode.CUMULATIVE, nature=Nature.CUMULATIVE)
        assert trend(facts).annual_change == -25

    @pytest.mark.parametrize("rows", [(), (("2022-Q2", "150", ""),), (("2024", "150", "F"),)])
    def test_undetermined_without_a_year_between_two_values(
        self, build_facts: Build, rows: tuple[tuple[str, str, str], ...]
    ) -> None:
        assert trend(build_facts(observations=rows)).word is TrendWord.UNDETERMINED

    def test_no_direction_has_a_change_and_no_word(self, build_facts: Build) -> None:
        found = trend(build_facts(observations=(("2024", "130", ""),), direction=Direction.NONE))
        assert (found.word, found.annual_change) == (TrendWord.UNDETERMINED, 10)
        assert set(TREND_LABELS) == set(TrendWord)


class TestPace:
    def test_needed_to_the_next_target_beside_the_best_so_far(self, build_facts: Build) -> None:
        facts = build_facts(targets=TARGETS, observations=(("2022", "108", ""), ("2024", "112", "")))
        found = required_pace(facts, dt.date(2025, 5, 1))
        assert found is not None
        assert (found.horizon, found.needed_per_year, found.best_per_year) == (Horizon.MEDIUM, 19, 8)
        assert not found.is_within_best

    def test_decrease_is_signed_as_the_values_move(self, build_facts: Build) -> None:
        facts = build_facts((2021, "60"), ((2026, "40"),), (("2024", "45", ""),), direction=Direction.DECREASE)
        found = required_pace(facts, dt.date(2025, 5, 1))
        assert found is not None
        assert (found.needed_per_year, found.best_per_year, found.is_within_best) == (Fraction(-5, 2), -5, True)

    def test_a_target_due_today_is_still_ahead(self, build_facts: Build) -> None:
        found = required_pace(build_facts(targets=TARGETS, observations=(("2022", "108", ""),)), dt.date(2023, 12, 31))
        assert found is not None
        assert (found.target_date, found.needed_per_year) == (dt.date(2023, 12, 31), 12)

    def test_nothing_needed_once_met(self, build_facts: Build) -> None:
        found = required_pace(build_facts(targets=TARGETS, observations=(("2024", "160", ""),)), dt.date(2025, 5, 1))
        assert found is not None
        assert found.needed_per_year == 0

    def test_sums(self, build_facts: Build) -> None:
        rows = (("2022", "4", ""), ("2023", "6", ""))
        facts = build_facts((2021, "0"), ((2026, "25"),), rows, mode=TargetMode.CUMULATIVE)
        found = required_pace(facts, dt.date(2024, 5, 1))
        assert found is not None
        assert (found.needed_per_year, found.best_per_year) == (5, 6)

    @pytest.mark.parametrize("today", ["2032-01-01", "2031-12-31"])
    def test_none_when_no_target_lies_ahead_of_the_value(self, build_facts: Build, today: str) -> None:
        facts = build_facts(targets=TARGETS, observations=(("2031", "160", ""),))
        assert required_pace(facts, dt.date.fromisoformat(today)) is None

    def test_none_when_not_comparable_or_never_judged(self, build_facts: Build) -> None:
        broken = build_facts(targets=TARGETS, observations=(("2024", "160", "B"),))
        context = build_facts(targets=TARGETS, observations=(("2024", "130", ""),), type=IndicatorType.CONTEXT)
        assert required_pace(broken, dt.date(2025, 1, 1)) is None
        assert required_pace(context, dt.date(2025, 1, 1)) is None
