"""The sample inbox: a reconstruction of Hengyang from January 2021 to February 2022.

Projects are invented and say so, but for those that the article names; together their rows give back the
published figures of dbt_project/seeds/seed_figures.csv. The facts lie in include/sample.
"""

from majorprojects.sample.inbox import SampleSummary, write_sample

__all__ = ["SampleSummary", "write_sample"]
