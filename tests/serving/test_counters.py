"""Responses are counted in memory that all processes of a web server share."""

from network.serving.counters import BUCKETS, Counters


def test_each_response_is_in_one_bucket_of_its_class():
    counters = Counters()
    for status, seconds in ((200, 0.004), (204, 0.3), (200, 60.0), (503, 0.01)):
        counters.count(status, seconds)
    ok, failed = counters.totals()["2xx"], counters.totals()["5xx"]
    assert ok.buckets == (1, 0, 0, 0, 1, 0, 0, 0, 0, 1)
    assert round(ok.seconds, 3) == 60.304
    assert failed.buckets == (1, *[0] * len(BUCKETS))
    assert sum(counters.totals()["4xx"].buckets) == 0
