"""What central counts of itself, for Prometheus: requests, entries, and how its stations stand; nothing of anybody.

No label names a station, a site or a person: there are thousands, and `status` names them to whoever may know. Several
workers count into files of one folder, so that whichever of them is asked answers for all.
"""

from __future__ import annotations

import os
import secrets
from collections import Counter as Tally
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry
    from starlette.requests import Request

TOGETHER: Final = "PROMETHEUS_MULTIPROC_DIR"
"""Names the folder in which several workers count; the library asks for it when it is first imported."""
TOKEN_FILE: Final = "metrics-token"  # noqa: S105 - the name of the file, not what is in it
LOOPBACK: Final = frozenset({"127.0.0.1", "::1"})
FORWARDED: Final = ("forwarded", "x-forwarded-for", "x-real-ip")
BUCKETS_S: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


def token_in(folder: Path) -> str:
    """What whoever asks from elsewhere must know, from a file of the data folder; empty when there is none."""
    file = folder / TOKEN_FILE
    return file.read_text(encoding="utf-8").strip() if file.exists() else ""


def may_ask(request: Request, token: str) -> bool:
    """Whether a request comes from this computer itself, not through a proxy on it, or brings the token."""
    scheme, _, brought = request.headers.get("authorization", "").partition(" ")
    if token and scheme.lower() == "bearer" and secrets.compare_digest(brought.strip().encode(), token.encode()):
        return True
    here = request.client is not None and request.client.host in LOOPBACK
    return here and not any(name in request.headers for name in FORWARDED)


class Meter:
    """The counters of one application."""

    def __init__(self, figures: Callable[[], Mapping[str, int]]) -> None:
        """figures: how the stations stand, asked when somebody asks."""
        from prometheus_client import CollectorRegistry, Counter, Histogram

        self._figures, self._own = figures, CollectorRegistry()
        self._requests = Counter(
            "central_requests", "Requests answered.", ["method", "path", "status"], registry=self._own
        )
        self._seconds = Histogram(
            "central_request_seconds", "How long they took.", ["path"], buckets=BUCKETS_S, registry=self._own
        )
        self._entries = Counter(
            "central_entries", "Entries that came, by what became of them.", ["state"], registry=self._own
        )

    def answered(self, method: str, path: str, status: int, took_s: float) -> None:
        """Count a request. path: as declared, never as typed."""
        self._requests.labels(method, path, str(status)).inc()
        self._seconds.labels(path).observe(took_s)

    def took(self, states: Tally[str]) -> None:
        """Count what a batch came to."""
        for state, count in states.items():
            self._entries.labels(state).inc(count)

    def told(self) -> bytes:
        """Everything in Prometheus's text form, of every worker."""
        from prometheus_client import generate_latest

        return generate_latest(self._everybodys()) + generate_latest(self._standing())

    def _everybodys(self) -> CollectorRegistry:
        from prometheus_client import CollectorRegistry, multiprocess

        if TOGETHER not in os.environ:
            return self._own
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return registry

    def _standing(self) -> CollectorRegistry:
        from prometheus_client import CollectorRegistry

        registry, figures = CollectorRegistry(), self._figures()
        registry.register(_Standing(figures))
        return registry


class _Standing:
    """Gauges as a collector: read once, never kept, the same from every worker."""

    def __init__(self, figures: Mapping[str, int]) -> None:
        self._figures = figures

    def collect(self) -> Iterator[Any]:
        """One gauge a figure."""
        from prometheus_client.core import GaugeMetricFamily

        for name, value in self._figures.items():
            yield GaugeMetricFamily(f"central_{name}", name.replace("_", " ").capitalize() + ".", value=value)
