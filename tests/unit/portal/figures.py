"""The lane's figures as insight answers them."""

from services.insight import schemas as insight
from tests.unit.portal.desk import NOW

STAGES = ["concept_verification", "small_trial", "pilot_maturation", "industrialisation"]


class Figures:
    """One season in figures."""

    def measure(self) -> insight.Measure:
        """Percentiles of a few."""
        return insight.Measure(
            n=9,
            p50_days=41.5,
            p85_days=66.0,
            p95_days=80.0,
            p50_working_days=28,
            p85_working_days=44,
        )

    def lead_time(self) -> insight.LeadTimeView:
        """A season in figures."""
        return insight.LeadTimeView(
            as_of=NOW,
            projects=40,
            projects_by_state={"open": 12, "finished": 28},
            projects_by_outcome={"industrialised": 20, "withdrawn": 8},
            lead_time={"industrialised": self.measure()},
            stages=dict.fromkeys(STAGES, self.measure()),
            attribution_days={"sponsor": 40.0, "department": 25.0, "queue": 5.0, "gate": 10.0},
            attribution_total_days=80.0,
            attribution_by_department={},
            stale_projects=2,
            lag_seconds=0.4,
        )

    def trend(self) -> insight.LeadTimeTrendView:
        """Lead time over time."""
        points = [
            insight.TrendPoint(period=p, n=4, p50_days=40.0, p85_days=60.0, p95_days=70.0)
            for p in ("2026-03", "2026-Q2")
        ]
        return insight.LeadTimeTrendView(
            as_of=NOW,
            outcome="industrialised",
            measure=self.measure(),
            trend=points,
            distribution=[insight.Bin(from_days=0, to_days=7, n=4)],
        )

    def flow(self) -> insight.FlowView:
        """Cumulative flow."""
        return insight.FlowView(
            as_of=NOW,
            weeks=["2026-03-02", "2026-03-09"],
            submitted=[1, 3],
            entered={"small_trial": [1, 2]},
            finished=[0, 1],
            throughput=[insight.MonthView(month="2026-03", outcome="industrialised", n=4)],
        )

    def progress(self) -> insight.WorkView:
        """Work in progress."""
        stage = insight.StageWork(
            n=4,
            p50_age_days=20.0,
            p85_age_days=30.0,
            p95_age_days=35.0,
            completed=self.measure(),
            within_p50=1,
            within_p85=1,
            within_p95=1,
            beyond_p95=1,
        )
        return insight.WorkView(as_of=NOW, projects=4, stages={"small_trial": stage})

    def cases(self) -> insight.CasesView:
        """Approvals."""
        rate = insight.Rate(n=9, hits=8, share=0.8889, low=0.565, high=0.98, is_small=True)
        each = insight.CaseMeasure(
            **self.measure().model_dump(),
            on_time=rate,
            on_time_statutory=rate,
            first_time_right=rate,
            stopped=rate,
            information_requests=3,
            open=2,
            overdue=1,
        )
        return insight.CasesView(
            as_of=NOW,
            all=each,
            items={"planning": each, "environment": each},
            departments={"ecology": each},
            rounds={"0": 5, "1": 3, "2": 1, "3+": 0},
            grounds={"information_requested": 4},
            routes={"standard": 9},
        )

    def bottlenecks(self) -> insight.BottlenecksView:
        """Steps on critical paths."""
        kinds = ("evidence", "case", "placement", "gate", "hold", "handover")
        return insight.BottlenecksView(
            as_of=NOW,
            projects=28,
            steps=[
                insight.StepView(
                    stage="pilot_maturation",
                    kind=kind,
                    name="environment" if kind == "case" else "pilot_maturation",
                    department="ecology" if kind == "case" else None,
                    projects=20,
                    days=400.0,
                    p50_days=19.5,
                    shortened=18,
                    gain_days=15.5,
                )
                for kind in kinds
            ],
        )

    def platform_figures(self) -> insight.PlatformsView:
        """Platforms side by side."""
        each = insight.PlatformMeasure(
            **self.measure().model_dump(), first_time_passed=self.cases().all.on_time
        )
        return insight.PlatformsView(as_of=NOW, platforms={"gz-biopharma-pilot": each})

    def choices(self) -> insight.FilterChoices:
        """What figures can be narrowed to."""
        return insight.FilterChoices(
            packs={"guangzhou": 30, "zhejiang": 10},
            stages=dict.fromkeys(STAGES, 9),
            items={"planning": 9, "environment": 9},
            departments={"ecology": 9, "development_reform": 3},
            industries={"biomedicine_health": 9, "materials": 3},
            routes={"standard": 9, "simplified": 1},
            platforms={"gz-biopharma-pilot": 9, "other": 1},
            quarters={"2026-Q1": 30, "2026-Q2": 10},
        )

    def service_times(self) -> insight.ServiceTimesView:
        """Published service times, one withheld."""
        shown = insight.ServiceTime(
            n=9, p50_working_days=12, p85_working_days=20, on_time_share=0.9
        )
        nothing = insight.ServiceTime(
            n=None, p50_working_days=None, p85_working_days=None, on_time_share=None
        )
        return insight.ServiceTimesView(
            as_of=NOW,
            minimum=5,
            packs={"guangzhou": {"environment": shown, "planning": nothing}},
        )
