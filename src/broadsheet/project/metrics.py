"""Figures for Prometheus: what stands, what waits, and since when.

    broadsheet metrics --site DIR          once, for a file that some collector reads
    GET /metrics at the desk               with `Authorization: Bearer <metrics_token>`

Everything is read from the database when it is asked for; no figure says anything about readers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from broadsheet.kernel import clock
from broadsheet.ledger import journal
from broadsheet.press import codes, heartbeat, queue, sample, trouble
from broadsheet.press.models import Artifact, Inspection, Keepsake, Removal
from broadsheet.project import alarms
from broadsheet.wire import inbox


def exposition() -> bytes:
    """All figures as they are now, in Prometheus' text format."""
    registry = CollectorRegistry()
    registry.register(_Figures())
    return generate_latest(registry)


class _Figures(Collector):
    def collect(self) -> Iterator[Metric]:
        for figures in (_alarms, _press, _others, _drift, _worker, _wire, _desk):
            yield from figures()

    def describe(self) -> Iterable[Metric]:
        """Nothing is asked of the database when this is registered."""
        return ()


def _gauge(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(f"broadsheet_{name}", words, value=value)


def _labelled(name: str, words: str, label: str, values: Iterable[tuple[str, float]]) -> Metric:
    family = GaugeMetricFamily(f"broadsheet_{name}", words, labels=[label])
    for of, value in values:
        family.add_metric([of], value)
    return family


def _seconds_since(moment: datetime | None) -> float:
    return max(0.0, (clock.now() - moment).total_seconds()) if moment is not None else 0.0


def _alarms() -> Iterator[Metric]:
    standing = {alarm.code for alarm in alarms.standing()}
    values = [(code, float(code in standing)) for code in sorted(alarms.CODES | standing)]
    yield _labelled("alarm", "Whether the alarm of this code stands at the desk.", "code", values)


def _press() -> Iterator[Metric]:
    stale = Artifact.objects.filter(stale=True)
    waiting = {
        "urgent": stale.filter(urgent=True, error="").count(),
        "later": stale.filter(urgent=False, error="").count() + codes.count(),
        "failed": stale.exclude(error="").count(),
    }
    yield _labelled("queue_artifacts", "Artifacts that wait to be baked, by why.", "state", waiting.items())
    yield _gauge("artifacts", "Artifacts that the press knows of.", queue.count())
    yield _gauge("removals", "Files that wait to be taken away.", Removal.objects.count())
    yield _gauge(
        "kept_files", "Files of an older version, kept for pages in caches.", Keepsake.objects.count()
    )
    yield _gauge("ledger_entries", "The ledger's last entry.", journal.head())
    behind = journal.head() - queue.noted()
    yield _gauge("ledger_entries_behind", "Entries of which the press took no note yet.", behind)
    lag = _seconds_since(trouble.behind_since())
    yield _gauge("publish_lag_seconds", "For how long the oldest thing waits that was published.", lag)
    yield _gauge("store_failing", "Whether what readers get cannot be written.", bool(trouble.with_store()))


def _others() -> Iterator[Metric]:
    told = {"cache": trouble.not_purged(), "hub": trouble.not_pinged()}
    counts = [(who, float(count)) for who, (count, _since) in told.items()]
    yield _labelled("untold_addresses", "Changed addresses of which these have not heard.", "who", counts)
    ages = [(who, _seconds_since(since)) for who, (_count, since) in told.items()]
    yield _labelled("untold_seconds", "For how long the oldest of them waits.", "who", ages)


def _drift() -> Iterator[Metric]:
    yield _gauge(
        "drift_files", "Files that were not what a clean bake gives, unseen.", len(sample.open_drift())
    )
    last = Inspection.objects.values_list("at", flat=True).first()
    if last is not None:
        words = "When a sample of files was compared last."
        yield _gauge("last_sample_timestamp_seconds", words, last.timestamp())


def _worker() -> Iterator[Metric]:
    yield _gauge("workers", "Workers that were heard of within a minute.", heartbeat.living())
    last = heartbeat.last_beat()
    if last is not None:
        words = "When a worker was heard of last."
        yield _gauge("worker_heartbeat_timestamp_seconds", words, last.timestamp())


def _wire() -> Iterator[Metric]:
    last = inbox.last_of_each(clock.now() - alarms.KNOWN_FOR)
    words = "When this supplier sent something last."
    values = [(supplier, moment.timestamp()) for supplier, moment in last.items()]
    yield _labelled("wire_last_item_timestamp_seconds", words, "supplier", values)
    yield _gauge(
        "wire_silent_suppliers", "Suppliers that send nothing though they should.", len(alarms.silent())
    )
    count = inbox.count_quarantined()
    yield _gauge("wire_quarantined_files", "Agency files that could not be read.", count)


def _desk() -> Iterator[Metric]:
    from broadsheet.desk import clock_watch
    from broadsheet.desk.schedule import overdue

    held = clock_watch.held()
    yield _gauge("releases_held", "Whether the clocks disagree, so that nothing is released.", bool(held))
    words = "Scheduled stories that should be out for two minutes and are not."
    yield _gauge("overdue_releases", words, len(overdue()))
