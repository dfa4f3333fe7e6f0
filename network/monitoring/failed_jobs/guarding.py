"""Guard rules of the failed jobs."""

from network.agencies.guard.lists import list_rules
from network.agencies.guard.owners import ObjectAccess
from network.agencies.guard.rules import Rule, UrlAudience, names_nothing, path

from .selectors import reaches_job
from .views import FailedJobsView

FAILED_JOB = "failed_job"
RULES = {
    **list_rules(FailedJobsView, audience=UrlAudience.NETWORK),
    **{
        f"failed_jobs:{name}": Rule(UrlAudience.NETWORK, path(job_id=FAILED_JOB))
        for name in ("retry", "give_up")
    },
    **{
        f"failed_jobs:{name}": Rule(UrlAudience.NETWORK, names_nothing())
        for name in ("retry_all", "give_up_all")
    },
}
KINDS = {FAILED_JOB: ObjectAccess(reaches_job)}
