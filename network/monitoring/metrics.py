"""Metrics in Prometheus' text format (https://prometheus.io/docs/instrumenting/exposition_formats)."""

from collections.abc import Iterator, Mapping
from itertools import accumulate

from network.core.system_checks.findings import SystemFinding
from network.core.version import VERSION
from network.serving.counters import BUCKETS, RESPONSES

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def metrics_text(findings: Mapping[str, SystemFinding]) -> str:
    """Return the findings with their figures, and the responses of this web server."""
    return "".join(f"{line}\n" for line in (*_findings(findings), *_responses()))


def _findings(findings: Mapping[str, SystemFinding]) -> Iterator[str]:
    """Yield the lines of the Prometheus format for version, levels and figures of the system
    checks."""
    yield "# HELP pbgdpl_info The version that runs."
    yield "# TYPE pbgdpl_info gauge"
    yield f'pbgdpl_info{{version="{_escaped(VERSION)}"}} 1'
    yield "# HELP pbgdpl_check_level Result of each system check: 0 good, 1 attention, 2 faulty."
    yield "# TYPE pbgdpl_check_level gauge"
    for key, finding in findings.items():
        yield f'pbgdpl_check_level{{check="{_escaped(key)}"}} {int(finding.level)}'
    yield "# HELP pbgdpl_check_figure What each system check has measured."
    yield "# TYPE pbgdpl_check_figure gauge"
    for key, finding in findings.items():
        for name, value in finding.figures.items():
            labels = f'check="{_escaped(key)}",figure="{_escaped(name)}"'
            yield f"pbgdpl_check_figure{{{labels}}} {value}"


def _responses() -> Iterator[str]:
    name = "pbgdpl_http_response_seconds"
    yield f"# HELP {name} Responses of this web server by status, and how long they took."
    yield f"# TYPE {name} histogram"
    for status, durations in RESPONSES.totals().items():
        *counts, count = accumulate(durations.buckets)
        for end, below in zip(BUCKETS, counts, strict=True):
            yield f'{name}_bucket{{status="{status}",le="{end}"}} {below}'
        yield f'{name}_bucket{{status="{status}",le="+Inf"}} {count}'
        yield f'{name}_sum{{status="{status}"}} {durations.seconds:.6f}'
        yield f'{name}_count{{status="{status}"}} {count}'


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
