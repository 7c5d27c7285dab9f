"""The decision table and the edge rules of the trajectory method (docs/method.md), one by one."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from db.vocabulary import Direction, IndicatorType, Nature, ObsStatus, TargetMode
from indicators.domain.progress.assessment import Assessment, Case, Parameters, Point, assess, case_of, expected_at
from indicators.domain.series import Baseline
from indicators.domain.statuses import Reason, Status

B, F, MISSING, P, V = (ObsStatus(letter) for letter in "BFOPV")


def point(year: str, value: str | None, *flags: ObsStatus) -> Point:
    return Point(Fraction(year), None if value is None else Decimal(value), frozenset(flags))


def case(*observations: Point, base: str = "0", targets: dict[str, str] | None = None, **changes: object) -> Case:
    """0 in 2021 and 10 in 2031, so that the value expected in year 2021 + n is n."""
    wanted = {"2031": "10"} if targets is None else targets
    plain = Case(
        direction=Direction.INCREASE,
        mode=TargetMode.LEVEL,
        baseline=(Fraction(2021), Decimal(base)),
        targets=tuple((Fraction(year), Decimal(value)) for year, value in wanted.items()),
        observations=observations,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def outcome(found: Assessment) -> tuple[Status, int]:
    return found.status, found.rule


class TestDecisionTable:
    def test_rule_0_context_and_no_direction_are_never_judged(self) -> None:
        judged = case(point("2026", "5"))
        assert outcome(assess(replace(judged, is_context=True))) == (Status.NOT_APPLICABLE, 0)
        assert outcome(assess(replace(judged, direction=Direction.NONE))) == (Status.NOT_APPLICABLE, 0)

    @pytest.mark.parametrize(
        ("missing", "reason"),
        [
            ({"baseline": None}, Reason.BASELINE_MISSING),
            ({"targets": ()}, Reason.TARGET_MISSING),
            ({"targets": ((Fraction(2021), Decimal(5)),)}, Reason.TARGET_MISSING),
            ({"observations": ()}, Reason.NO_OBSERVATION),
            ({"observations": (point("2021", "3"),)}, Reason.NO_OBSERVATION),
            ({"observations": (point("2024", "3", B),)}, Reason.BREAK),
            ({"mode": None}, Reason.MIXED_MODES),
        ],
    )
    def test_rule_1_names_what_is_missing(self, missing: dict[str, object], reason: Reason) -> None:
        found = assess(replace(case(point("2026", "5")), **missing))  # type: ignore[arg-type]
        assert (found.status, found.rule, found.reason) == (Status.NOT_ASSESSABLE, 1, reason)
        assert found.expected is found.progress is found.pace is None

    @pytest.mark.parametrize(
        ("year", "value", "expected"),
        [
            ("2026", "10", (Status.ACHIEVED, 2)),
            ("2031", "10", (Status.ACHIEVED, 2)),
            ("2031", "9.9", (Status.MISSED, 3)),
            ("2033", "9.9", (Status.MISSED, 3)),
            ("2021.5", "0.5", (Status.TOO_EARLY, 4)),
            ("2022", "1", (Status.ON_TRACK, 6)),
            ("2026", "4.75", (Status.ON_TRACK, 6)),
            ("2026", "4.7499", (Status.TO_ACCELERATE, 7)),
            ("2026", "3", (Status.TO_ACCELERATE, 7)),
            ("2026", "2.9999", (Status.LATE, 8)),
            ("2026", "0", (Status.LATE, 8)),
            ("2026", "-0.0001", (Status.DECLINE, 9)),
        ],
    )
    def test_rules_2_to_9_at_their_bounds(self, year: str, value: str, expected: tuple[Status, int]) -> None:
        assert outcome(assess(case(point(year, value)))) == expected

    def test_rule_5_judges_the_level_when_no_change_was_due(self) -> None:
        flat = {"2023": "10", "2026": "20"}
        assert outcome(assess(case(point("2022", "9"), base="10", targets=flat))) == (Status.DECLINE, 5)
        dip = {"2023": "8", "2026": "20"}
        held = assess(case(point("2023.5", "10"), base="10", targets=dip))
        assert outcome(held) == (Status.ON_TRACK, 5)
        assert held.expected == 10
        assert held.pace is None

    def test_exact_thresholds_that_floats_get_wrong(self) -> None:
        """10.95 and 10.6 for 11 expected: exactly 0.95 and 0.60, one class lower in binary floats."""
        targets = {"2026": "12"}
        late = {"base": "10", "targets": targets, "baseline": (Fraction(2024), Decimal(10))}
        assert outcome(assess(case(point("2025", "10.95"), **late))) == (Status.ON_TRACK, 6)  # type: ignore[arg-type]
        assert outcome(assess(case(point("2025", "10.6"), **late))) == (Status.TO_ACCELERATE, 7)  # type: ignore[arg-type]

    def test_tolerance_is_a_billionth(self) -> None:
        assert assess(case(point("2026", "4.749999999"))).status is Status.ON_TRACK
        assert assess(case(point("2026", "4.74999999"))).status is Status.TO_ACCELERATE

    def test_thresholds_are_parameters(self) -> None:
        strict = Parameters(on_track=Decimal("1"), accelerate=Decimal("0.97"), version_no=2)
        assert assess(case(point("2026", "4.8"))).status is Status.ON_TRACK
        assert assess(case(point("2026", "4.8")), strict).status is Status.LATE


class TestPathAndFigures:
    def test_path_is_straight_between_targets_and_constant_after(self) -> None:
        path = tuple((Fraction(t), Decimal(y)) for t, y in ((2021, 0), (2023, 8), (2026, 20)))
        years = ("2020", "2021", "2022", "2023", "2024.5", "2026", "2030")
        assert [expected_at(path, Fraction(year)) for year in years] == [0, 0, 4, 8, 14, 20, 20]

    def test_active_target_is_the_first_not_before_the_value(self) -> None:
        targets = {"2023": "2", "2026": "5", "2031": "10"}
        active = {
            year: assess(case(point(year, "1"), targets=targets)).active_target for year in ("2023", "2024", "2032")
        }
        assert {year: found and found[0] for year, found in active.items()} == {
            "2023": 2023,
            "2024": 2026,
            "2032": 2031,
        }

    def test_pace_is_progress_over_expected_progress_and_stays_unbounded(self) -> None:
        far = assess(case(point("2026", "20")))
        assert (far.progress, far.expected_progress, far.pace) == (2, Fraction(1, 2), 4)
        back = assess(case(point("2026", "-10")))
        assert (back.progress, back.pace) == (-1, -2)

    @pytest.mark.parametrize(("base", "value", "status"), [("10", "10", Status.ACHIEVED), ("12", "9", Status.DECLINE)])
    def test_no_ratio_when_the_target_asks_for_no_progress(self, base: str, value: str, status: Status) -> None:
        found = assess(case(point("2026", value), base=base))
        assert found.status is status
        assert found.progress is found.expected_progress is found.pace is None

    def test_latest_usable_value_is_judged_at_its_own_date(self) -> None:
        found = assess(
            case(point("2024", "3"), point("2025", None, MISSING), point("2026", "9", F), point("2027", "9", V))
        )
        assert (found.t, found.value, found.expected) == (2024, 3, 3)

    def test_order_of_observations_does_not_matter(self) -> None:
        assert assess(case(point("2026", "5"), point("2024", "1"))) == assess(
            case(point("2024", "1"), point("2026", "5"))
        )

    @pytest.mark.parametrize("code", "PEIU")
    def test_provisional_flags_mark_the_status(self, code: str) -> None:
        assert assess(case(point("2026", "5", ObsStatus(code)))).provisional

    @pytest.mark.parametrize("code", "DWN")
    def test_other_usable_flags_do_not(self, code: str) -> None:
        found = assess(case(point("2026", "5", ObsStatus(code))))
        assert (found.status, found.provisional) == (Status.ON_TRACK, False)

    @pytest.mark.parametrize("code", "FVGJSHKLMOQ")
    def test_forecasts_unvalidated_and_missing_codes_are_never_used(self, code: str) -> None:
        found = assess(case(point("2026", "5", ObsStatus(code))))
        assert found.reason is Reason.NO_OBSERVATION

    def test_one_bad_flag_among_good_ones_is_enough(self) -> None:
        assert assess(case(point("2026", "5", P, F))).reason is Reason.NO_OBSERVATION


class TestBreaks:
    def test_break_after_the_latest_usable_value_changes_nothing(self) -> None:
        found = assess(case(point("2024", "3"), point("2025", None, B, MISSING)))
        assert found.status is Status.ON_TRACK

    def test_break_without_value_before_the_latest_one_counts(self) -> None:
        found = assess(case(point("2024", None, B, MISSING), point("2025", "4")))
        assert found.reason is Reason.BREAK

    @pytest.mark.parametrize("year", ["2019", "2021"])
    def test_break_up_to_the_baseline_is_behind_it(self, year: str) -> None:
        assert assess(case(point(year, "0", B), point("2026", "5"))).status is Status.ON_TRACK

    def test_recomputed_baseline_settles_earlier_breaks_only(self) -> None:
        broken = case(point("2024", "3", B), point("2026", "5"), breaks_cleared_until=Fraction(2025))
        assert assess(broken).status is Status.ON_TRACK
        again = replace(broken, observations=(*broken.observations, point("2027", "6", B)))
        assert assess(again).reason is Reason.BREAK

    def test_baseline_flagged_b_settles_breaks_before_its_recording(self, build_facts) -> None:
        recorded = dt.datetime(2025, 6, 1, tzinfo=dt.UTC)
        plain = Baseline(dt.date(2021, 12, 31), Decimal(0), recorded_at=recorded, version_no=2)
        recomputed = replace(plain, flags=frozenset({B}))
        for baseline, code, reason in [
            (plain, "2024", Reason.BREAK),
            (recomputed, "2024", None),
            (recomputed, "2026", Reason.BREAK),
            (replace(recomputed, recorded_at=None), "2026", None),
        ]:
            facts = build_facts(None, ((2031, "10"),), ((code, "3", "B"),), baseline=baseline)
            assert assess(case_of(facts)).reason is reason


class TestCumulative:
    def sums(self, *observations: Point, **changes: object) -> Assessment:
        return assess(case(*observations, mode=TargetMode.CUMULATIVE, **changes))  # type: ignore[arg-type]

    def test_values_add_up_from_zero(self) -> None:
        found = self.sums(point("2022", "0.5"), point("2023", "1.4", P))
        assert (found.value, found.expected, found.pace) == (Fraction("1.9"), 2, Fraction("0.95"))
        assert found.provisional

    def test_provisional_year_inside_the_sum_marks_it(self) -> None:
        assert self.sums(point("2022", "0.5", P), point("2023", "1.4")).provisional

    def test_stored_baseline_value_is_not_counted_and_said(self) -> None:
        found = self.sums(point("2022", "1"), base="7")
        assert (found.value, found.progress) == (1, Fraction(1, 10))
        assert any("part de zéro" in warning for warning in found.warnings)

    @pytest.mark.parametrize("gap", [None, point("2023", None, MISSING), point("2023", "1", F), point("2023", "1", V)])
    def test_every_year_is_needed(self, gap: Point | None) -> None:
        years = [point("2022", "1"), *([gap] if gap else []), point("2024", "1")]
        assert self.sums(*years).reason is Reason.CUMULATIVE_INCOMPLETE

    def test_missing_first_year_is_a_gap_too(self) -> None:
        assert self.sums(point("2023", "1")).reason is Reason.CUMULATIVE_INCOMPLETE

    def test_missing_last_year_only_dates_the_sum(self) -> None:
        found = self.sums(point("2022", "1"), point("2023", None, MISSING))
        assert (found.t, found.value) == (2022, 1)

    def test_half_years_complete_a_year_but_must_not_overlap(self, build_facts) -> None:
        def judged(*codes: str) -> Assessment:
            rows = tuple((code, "1", "") for code in codes)
            return assess(case_of(build_facts((2021, "0"), ((2031, "10"),), rows, mode=TargetMode.CUMULATIVE)))

        assert judged("2022-S1", "2022-S2", "2023").value == 3
        assert judged("2022-S2", "2023").reason is Reason.CUMULATIVE_INCOMPLETE
        assert judged("2022-S1", "2022").reason is Reason.CUMULATIVE_INCOMPLETE


class TestWarningsAndNotes:
    def test_small_counts_are_said_in_words(self) -> None:
        assert assess(case(point("2026", "1"), targets={"2031": "2"})).note == "1 sur 2"
        down = case(point("2026", "4"), base="5", targets={"2031": "3"}, direction=Direction.DECREASE)
        assert assess(down).note == "1 sur 2"

    @pytest.mark.parametrize(
        ("value", "target", "countable"), [("1", "3", True), ("0.5", "2", True), ("1", "1.5", True), ("1", "2", False)]
    )
    def test_no_note_for_larger_fractional_or_uncountable_targets(
        self, value: str, target: str, countable: bool
    ) -> None:
        assert assess(case(point("2026", value), targets={"2031": target}, countable=countable)).note == ""

    def test_non_monotone_targets_warn_and_are_still_drawn(self) -> None:
        found = assess(case(point("2024", "5"), targets={"2023": "6", "2026": "5", "2031": "10"}))
        assert "Les cibles successives ne vont pas toutes dans le sens recherché." in found.warnings
        assert found.expected == 6 - Fraction(1, 3)

    def test_less_ambitious_target_warns_in_both_directions(self) -> None:
        up = assess(case(point("2024", "81"), base="82", targets={"2026": "80"}))
        assert up.warnings == ("La cible du 31/12/2026 (80) est moins ambitieuse que la situation initiale (82).",)
        down = case(point("2024", "41"), base="40", targets={"2026": "45"}, direction=Direction.DECREASE)
        assert "moins ambitieuse" in assess(down).warnings[0]

    def test_target_before_the_baseline_is_left_out_and_said(self) -> None:
        found = assess(case(point("2026", "5"), targets={"2020": "9", "2031": "10"}))
        assert found.expected == 5
        assert "précède la situation initiale" in found.warnings[0]

    def test_ordinary_targets_warn_of_nothing(self) -> None:
        assert assess(case(point("2026", "5"), targets={"2023": "2", "2031": "10"})).warnings == ()


class TestCaseOfSeries:
    def test_context_breakdowns_and_dates(self, build_facts) -> None:
        facts = build_facts((2021, "0"), ((2031, "10"),), (("2026", "5", ""),))
        broken_down = replace(facts.observations[0], item="PME", value=Decimal(1))
        found = case_of(replace(facts, observations=(broken_down, *facts.observations)))
        assert found.baseline == (2021, 0)
        assert found.targets == ((2031, 10),)
        assert [(one.t, one.start, one.value) for one in found.observations] == [(2026, 2025, 5)]
        assert not found.is_context
        assert case_of(replace(facts, type=IndicatorType.CONTEXT)).is_context

    def test_targets_of_two_modes_cannot_be_judged(self, build_facts) -> None:
        facts = build_facts((2021, "0"), ((2026, "5"), (2031, "10")), (("2022", "1", ""),))
        mixed = replace(facts, targets=(facts.targets[0], replace(facts.targets[1], mode=TargetMode.CUMULATIVE)))
        assert assess(case_of(mixed)).reason is Reason.MIXED_MODES

    def test_yearly_flow_is_judged_on_whole_years_only(self, build_facts) -> None:
        rows = (("2025", "4", ""), ("2026-S1", "2", ""))
        flow = assess(case_of(build_facts((2021, "0"), ((2031, "10"),), rows, nature=Nature.FLOW)))
        stock = assess(case_of(build_facts((2021, "0"), ((2031, "10"),), rows, nature=Nature.STOCK)))
        assert (flow.t, stock.t) == (2025, Fraction("2025.5"))

    def test_longest_period_wins_among_those_that_end_together(self, build_facts) -> None:
        rows = (("2026-S2", "1", ""), ("2026", "5", ""))
        assert assess(case_of(build_facts((2021, "0"), ((2031, "10"),), rows))).value == 5
